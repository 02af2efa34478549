package domain_test

import (
	"context"
	"strings"
	"testing"

	"rapport/domain"
)

func (b *bureau) concerns() domain.ConcernService {
	return domain.ConcernService{Practice: b.Practice}
}

// deputies names the deputies of the people team.
func (b *bureau) deputies(people ...domain.Person) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Version++
		for _, p := range people {
			v.Policy.PeopleTeam.Deputies = append(v.Policy.PeopleTeam.Deputies, p.Email)
		}
		return tx.SavePolicy(ctx, v)
	})
}

func (b *bureau) mustThank(from, to domain.Person, text string) domain.Kudos {
	b.t.Helper()
	r, err := b.kudos().Give(b.t.Context(), b.act(from), domain.KudosDraft{Users: []string{to.SlackID}, Text: text, Private: true})
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Kudos
}

// homeConcerns are what waits for an answer on somebody's Home.
func (b *bureau) homeConcerns(p domain.Person) int {
	b.t.Helper()
	home, err := domain.HomeService{Practice: b.Practice}.Show(b.t.Context(), p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return len(home.Concerns)
}

func TestConcernService_RaiseAndAnswer(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		service := b.concerns()
		f := b.mustGive(b.ada, aFeedback(b.grace.ID))
		k := b.mustThank(b.ada, b.grace, "for the dress you wore")
		act := b.act(b.grace)
		view, err := service.Raise(t.Context(), act, domain.ConcernKudos, k.ID, "That is not about my work.")
		if err != nil || view.Concern.OfTeam || view.Concern.Received != k.Text || view.Concern.Sender != b.ada.ID {
			t.Fatalf("got %+v, %v", view.Concern, err)
		}
		if again, err := service.Raise(t.Context(), act, domain.ConcernKudos, k.ID, "That is not about my work."); err != nil || again.Concern.ID != view.Concern.ID {
			t.Errorf("the same again: %+v, %v", again.Concern, err)
		}
		other, err := service.Raise(t.Context(), b.act(b.grace), domain.ConcernFeedback, f.ID, "It was not me.")
		if err != nil || !strings.Contains(other.Concern.Received, f.Behaviour) {
			t.Fatalf("got %+v, %v", other.Concern, err)
		}
		if n := b.waiting(b.hanna, domain.ConcernRaised); n != 2 || b.homeConcerns(b.hanna) != 2 {
			t.Errorf("Hanna is told %d times, Home has %d", n, b.homeConcerns(b.hanna))
		}
		for _, p := range []domain.Person{b.ada, b.lee, b.mara} {
			if _, err := service.Read(t.Context(), b.act(p), view.Concern.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s reads it with %v", p.Name, err)
			}
			if n := b.homeConcerns(p); n != 0 {
				t.Errorf("%s has %d on Home", p.Name, n)
			}
		}
		if _, err := service.Read(t.Context(), b.act(b.hanna), view.Concern.ID); err != nil {
			t.Fatal(err)
		}
		answer := b.act(b.hanna)
		for range 2 {
			if _, err := service.Answer(t.Context(), answer, view.Concern.ID, "I talked with both teams."); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := service.Answer(t.Context(), b.act(b.hanna), view.Concern.ID, "Otherwise."); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("answered twice with %v", err)
		}
		if n := b.waiting(b.grace, domain.ConcernAnswered); n != 1 || b.homeConcerns(b.hanna) != 1 {
			t.Errorf("Grace is told %d times, Home has %d", n, b.homeConcerns(b.hanna))
		}
		if view, err = service.Read(t.Context(), b.act(b.grace), view.Concern.ID); err != nil || view.Concern.Answer == "" {
			t.Errorf("Grace reads %+v, %v", view.Concern, err)
		}
		b.mustBeNoted(view.Concern, 3) // raised, read by Hanna, answered
	})
}

// mustBeNoted looks for a concern's entries in the ledger: all are about the
// raiser, and none is of the item.
func (b *bureau) mustBeNoted(c domain.Concern, want int) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		entries, err := tx.EntriesOf(ctx, c.ID)
		if err != nil || len(entries) != want {
			b.t.Errorf("%d entries, %v; want %d", len(entries), err, want)
		}
		for _, e := range entries {
			if e.Person != c.Raiser {
				b.t.Errorf("%s is about %s", e.Act, e.Person)
			}
		}
		entries, err = tx.EntriesOf(ctx, c.About)
		for _, e := range entries {
			if strings.HasPrefix(e.Act, "concern") {
				b.t.Errorf("the item has the entry %s", e.Act)
			}
		}
		return err
	})
}

// Nothing that the sender can look at changes when a concern is raised and
// answered.
func TestConcernService_SenderIsNotTold(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	f := b.mustGive(b.ada, aFeedback(b.grace.ID))
	if _, err := b.feedback().Open(t.Context(), b.act(b.grace), f.ID); err != nil {
		t.Fatal(err)
	}
	b.waiting(b.ada, "")
	before := b.senderSees(b.ada, f.ID)
	view, err := b.concerns().Raise(t.Context(), b.act(b.grace), domain.ConcernFeedback, f.ID, "It was not me.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.concerns().Answer(t.Context(), b.act(b.hanna), view.Concern.ID, "I see."); err != nil {
		t.Fatal(err)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.MessagesTo(ctx, b.ada.ID, officeTuesday.AddDate(0, 0, -1), 100)
		for _, m := range list {
			if strings.HasPrefix(m.Kind, "concern") {
				t.Errorf("Ada is sent %s", m.Kind)
			}
		}
		return err
	})
	if after := b.senderSees(b.ada, f.ID); after != before {
		t.Errorf("Ada sees\n%s\nand saw\n%s", after, before)
	}
}

// senderSees is a feedback, its list and its ledger as somebody can look at them.
func (b *bureau) senderSees(p domain.Person, id domain.ID) string {
	b.t.Helper()
	r, err := b.feedback().Open(b.t.Context(), b.act(p), id)
	if err != nil {
		b.t.Fatal(err)
	}
	home, err := domain.HomeService{Practice: b.Practice}.Show(b.t.Context(), p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	var acts []string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		entries, err := tx.EntriesOf(ctx, id)
		for _, e := range entries {
			acts = append(acts, e.Act)
		}
		return err
	})
	return strings.Join(acts, " ") + string(r.Feedback.State) + r.Feedback.ReadAt.String() + strings.Repeat("r", len(r.Replies)) +
		strings.Repeat("w", len(home.Feedback.Unread)+len(home.Concerns))
}

func TestConcernService_TheTeamIsConcerned(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	otto := b.hire("otto", b.mara.ID)
	dora := b.hire("dora", "")
	b.FirstHR = append(b.FirstHR, otto.Email)
	f := b.mustGive(b.hanna, aFeedback(b.grace.ID))
	raise := func() (domain.ConcernView, error) {
		return b.concerns().Raise(t.Context(), b.act(b.grace), domain.ConcernFeedback, f.ID, "It was not me.")
	}
	if _, err := raise(); domain.FaultsOf(err)[0].Sentence != "concern.nobody_answers" {
		t.Errorf("without a deputy: %v", err)
	}
	b.deputies(dora)
	view, err := raise()
	if err != nil || !view.Concern.OfTeam {
		t.Fatalf("got %+v, %v", view.Concern, err)
	}
	for p, may := range map[domain.Person]bool{dora: true, otto: false, b.hanna: false, b.mara: false} {
		if _, err := b.concerns().Read(t.Context(), b.act(p), view.Concern.ID); (err == nil) != may {
			t.Errorf("%s reads it with %v", p.Name, err)
		}
		if n := b.homeConcerns(p); (n == 1) != may {
			t.Errorf("%s has %d on Home", p.Name, n)
		}
	}
	// Mara stands above the people team: its members do not answer about her.
	up := b.mustGive(b.mara, aFeedback(b.grace.ID))
	about, err := b.concerns().Raise(t.Context(), b.act(b.grace), domain.ConcernFeedback, up.ID, "It was not me.")
	if err != nil || !about.Concern.OfTeam {
		t.Errorf("about Mara: %+v, %v", about.Concern, err)
	}
}

func TestConcernService_OnlyOfWhatOneReceived(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	draft := aFeedback(b.grace.ID)
	draft.Reader = b.lee.ID
	f := b.mustGive(b.ada, draft)
	for _, p := range []domain.Person{b.ada, b.lee, b.hanna} {
		if _, err := b.concerns().Raise(t.Context(), b.act(p), domain.ConcernFeedback, f.ID, "No."); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s raises it with %v", p.Name, err)
		}
	}
	for name, words := range map[string]string{"nothing": "  ", "too much": strings.Repeat("ü", domain.MaxConcernText+1)} {
		if _, err := b.concerns().Raise(t.Context(), b.act(b.grace), domain.ConcernFeedback, f.ID, words); domain.CodeOf(err) != domain.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := b.concerns().Raise(t.Context(), b.act(b.grace), "salary", f.ID, "No."); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("about something else: %v", err)
	}
}
