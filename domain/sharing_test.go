package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

func (b *bureau) feedback() domain.FeedbackService {
	b.t.Helper()
	return domain.FeedbackService{Practice: b.Practice}
}

// aFeedback is what Ada may tell Grace.
func aFeedback(to domain.ID) domain.FeedbackDraft {
	return domain.FeedbackDraft{
		Receiver: to, Situation: "In the planning on Tuesday", Behaviour: "you asked what the customer had tried",
		Impact: "we dropped the wrong plan an hour earlier", Next: "Ask it first next time.",
	}
}

// mustGive gives feedback.
func (b *bureau) mustGive(by domain.Person, draft domain.FeedbackDraft) domain.Feedback {
	b.t.Helper()
	r, err := b.feedback().Give(b.t.Context(), b.act(by), draft)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.Feedback
}

// named lists whom holders name.
func named(holders []domain.Holder) []domain.ID {
	var ids []domain.ID
	for _, h := range holders {
		ids = append(ids, h.People...)
	}
	return ids
}

func TestFeedbackService_Give(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		act := b.act(b.ada)
		first, err := b.feedback().Give(t.Context(), act, aFeedback(b.grace.ID))
		if err != nil {
			t.Fatal(err)
		}
		again, err := b.feedback().Give(t.Context(), act, aFeedback(b.grace.ID))
		if err != nil || !again.Repeated || again.Feedback.ID != first.Feedback.ID {
			t.Errorf("the same request again: got %+v, %v", again, err)
		}
		other := aFeedback(b.grace.ID)
		other.Next = "something else"
		if _, err := b.feedback().Give(t.Context(), act, other); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("other words under the same key: got %v", err)
		}
		if got := named(first.Readers); !slices.Equal(got, []domain.ID{b.ada.ID, b.grace.ID}) {
			t.Errorf("readable by %v", got)
		}
		if n := b.waiting(b.grace, domain.FeedbackShared); n != 1 {
			t.Errorf("%d messages, want 1", n)
		}
	})
}

func TestFeedbackService_Refuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	guest := b.hire("gil", "")
	left := b.hire("zoe", "")
	app := b.hire("bot", "")
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		guest.Kind, left.Active, app.Kind = domain.Guest, false, domain.Bot
		for _, p := range []*domain.Person{&guest, &left, &app} {
			saved, err := tx.UpdatePerson(ctx, *p)
			if err != nil {
				return err
			}
			*p = saved
		}
		return nil
	})
	for name, c := range map[string]struct {
		by   domain.Person
		to   domain.ID
		want string
	}{
		"oneself":                {b.ada, b.ada.ID, "feedback.oneself"},
		"a guest":                {b.ada, guest.ID, "feedback.receiver_guest"},
		"who has left":           {b.ada, left.ID, "feedback.receiver_left"},
		"an app":                 {b.ada, app.ID, "feedback.receiver_bot"},
		"a guest who would give": {guest, b.ada.ID, "permission.refused"},
	} {
		_, err := b.feedback().Give(t.Context(), b.act(c.by), aFeedback(c.to))
		faults := domain.FaultsOf(err)
		if len(faults) != 1 || faults[0].Sentence != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
		if _, err := b.feedback().Prepare(t.Context(), c.by.ID, domain.FeedbackDraft{Receiver: c.to}); domain.FaultsOf(err)[0].Sentence != c.want {
			t.Errorf("%s is offered the form: %v", name, err)
		}
	}
	long := aFeedback(b.grace.ID)
	long.Situation, long.Behaviour, long.Impact, long.Value, long.Goal = " ", strings.Repeat("ü", domain.MaxFeedbackText+1), strings.Repeat("ü", domain.MaxFeedbackText), "nope", "g0"
	_, err := b.feedback().Give(t.Context(), b.act(b.ada), long)
	var fields []string
	for _, f := range domain.FaultsOf(err) {
		fields = append(fields, f.Field)
	}
	slices.Sort(fields)
	if !slices.Equal(fields, []string{"behaviour", "goal", "situation", "value"}) {
		t.Errorf("faults of the fields %v, want all four at once", fields)
	}
	if n := b.waiting(b.grace, domain.FeedbackShared); n != 0 {
		t.Errorf("%d messages went out", n)
	}
}

func TestFeedbackService_Readers(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	choices, err := b.feedback().Prepare(t.Context(), b.ada.ID, domain.FeedbackDraft{Receiver: b.grace.ID})
	if err != nil || choices.Partner.ID != b.lee.ID {
		t.Fatalf("offers %q as a reader, %v; want Lee", choices.Partner.Name, err)
	}
	if got := named(choices.Shared); !slices.Equal(got, []domain.ID{b.ada.ID, b.grace.ID, b.lee.ID}) {
		t.Errorf("shared is readable by %v", got)
	}
	draft := aFeedback(b.grace.ID)
	draft.Reader = b.mara.ID // whom no form has offered
	_, err = b.feedback().Give(t.Context(), b.act(b.ada), draft)
	if domain.CodeOf(err) != domain.Confirm || domain.FaultsOf(err)[0].Sentence != "feedback.reader_changed" {
		t.Errorf("another reader: got %v", err)
	}
	draft.Reader = b.lee.ID
	f := b.mustGive(b.ada, draft)
	if n := b.waiting(b.lee, domain.FeedbackShared); n != 1 {
		t.Errorf("Lee got %d messages", n)
	}
	for _, p := range []domain.Person{b.ada, b.grace, b.lee, b.mara, b.hanna} {
		_, err := b.feedback().Open(t.Context(), b.act(p), f.ID)
		reads := slices.Contains(named(choices.Shared), p.ID)
		if (err == nil) != reads {
			t.Errorf("%s opens it with %v", p.Name, err)
		}
		list, err := b.feedback().List(t.Context(), p.ID, domain.FeedbackReceivedList, "")
		if receives := reads && p.ID != b.ada.ID; err != nil || (len(list.Feedback) == 1) != receives {
			t.Errorf("%s lists %d, %v", p.Name, len(list.Feedback), err)
		}
	}
	if choices, err = b.feedback().Prepare(t.Context(), b.lee.ID, domain.FeedbackDraft{Receiver: b.grace.ID}); err != nil || choices.Partner.ID != "" || choices.Shared != nil {
		t.Errorf("Lee is offered himself as a reader: %+v, %v", choices, err)
	}
}

func TestFeedbackService_List(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	for range domain.FeedbackPage + 2 {
		b.mustGive(b.ada, aFeedback(b.grace.ID))
	}
	list, err := b.feedback().List(t.Context(), b.grace.ID, domain.FeedbackReceivedList, "")
	if err != nil || len(list.Feedback) != domain.FeedbackPage || !list.More {
		t.Fatalf("the first page has %d, more %t, %v", len(list.Feedback), list.More, err)
	}
	if list.Feedback[0].Behaviour != "" {
		t.Error("a list shows words that were not read yet")
	}
	last := list.Feedback[domain.FeedbackPage-1].ID
	if list, err = b.feedback().List(t.Context(), b.grace.ID, domain.FeedbackReceivedList, last); err != nil || len(list.Feedback) != 2 || list.More {
		t.Errorf("the second page has %d, more %t, %v", len(list.Feedback), list.More, err)
	}
	if _, err := b.feedback().Open(t.Context(), b.act(b.grace), last); err != nil {
		t.Fatal(err)
	}
	list, err = b.feedback().List(t.Context(), b.grace.ID, domain.FeedbackReceivedList, "")
	if err != nil || list.Feedback[domain.FeedbackPage-1].Behaviour == "" {
		t.Errorf("what was read has no words in the list, %v", err)
	}
	if list, err = b.feedback().List(t.Context(), b.ada.ID, domain.FeedbackGivenList, ""); err != nil || list.Feedback[0].Behaviour == "" {
		t.Errorf("the giver does not see the own words, %v", err)
	}
	if _, err := b.feedback().List(t.Context(), b.ada.ID, "all", ""); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("another list: got %v", err)
	}
}

// What a screen says of the readers follows the table, and not the code around
// it: with another row it says something else.
func TestWhoCan_FollowsTheTable(t *testing.T) {
	t.Parallel()
	f := domain.Feedback{Giver: "ada", Receiver: "grace", Reader: "lee", State: domain.FeedbackGiven}
	if got := named(domain.WhoCan(domain.Table, domain.ReadFeedback, f.Subject())); !slices.Equal(got, []domain.ID{"ada", "grace", "lee"}) {
		t.Errorf("got %v", got)
	}
	wider := append(slices.Clone(domain.Table), domain.Rule{Action: domain.ReadFeedback, Relations: []domain.Relation{domain.HR}})
	got := domain.WhoCan(wider, domain.ReadFeedback, f.Subject())
	if last := got[len(got)-1]; last.Relation != domain.HR || last.People != nil {
		t.Errorf("a row for HR is not said: %v", got)
	}
	f.State = domain.FeedbackWithdrawn
	if got := named(domain.WhoCan(domain.Table, domain.ReadFeedback, f.Subject())); !slices.Equal(got, []domain.ID{"ada"}) {
		t.Errorf("withdrawn, it is readable by %v", got)
	}
}
