package domain_test

import (
	"context"
	"errors"
	"testing"

	"rapport/domain"
)

func (b *bureau) mustAsk(by domain.Person, q domain.FeedbackQuestion) domain.FeedbackRequest {
	b.t.Helper()
	if _, err := b.feedback().Ask(b.t.Context(), b.act(by), q); err != nil {
		b.t.Fatal(err)
	}
	list, err := b.feedback().Asked(b.t.Context(), by.ID, "")
	if err != nil || len(list.Requests) == 0 {
		b.t.Fatalf("listed %d, %v", len(list.Requests), err)
	}
	return list.Requests[0]
}

func question(givers ...domain.ID) domain.FeedbackQuestion {
	return domain.FeedbackQuestion{Givers: givers, Question: "my talk on Tuesday"}
}

func TestFeedbackService_Ask(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		r := b.mustAsk(b.grace, question(b.ada.ID))
		if n := b.waiting(b.ada, domain.FeedbackAsked); n != 1 {
			t.Errorf("%d messages at once, want 1", n)
		}
		waits, err := b.asks.Waiting(t.Context(), b.ada.ID)
		if err != nil || len(waits.Asks) != 1 || waits.Asks[0].Kind != domain.AskFeedback {
			t.Fatalf("on Home waits %v, %v", waits.Asks, err)
		}
		// Asked on Tuesday: nothing until Friday, and then one card in all.
		b.until(b.today().AddDays(2))
		if n := b.waiting(b.ada, domain.AskCard); n != 0 {
			t.Errorf("%d cards before the third working day", n)
		}
		b.until(b.today().AddDays(12))
		if n := b.waiting(b.ada, domain.AskCard); n != 1 {
			t.Errorf("%d cards, want 1", n)
		}
		draft := aFeedback("")
		draft.Request = r.ID
		f := b.mustGive(b.ada, draft)
		if f.Receiver != b.grace.ID || f.Reader != "" {
			t.Errorf("the answer goes to %s and %s", f.Receiver, f.Reader)
		}
		if waits, err = b.asks.Waiting(t.Context(), b.ada.ID); err != nil || len(waits.Asks) != 0 {
			t.Errorf("answered, there waits %v, %v", waits.Asks, err)
		}
		if _, err := b.feedback().Give(t.Context(), b.act(b.ada), draft); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("answered twice with %v", err)
		}
		if _, err := b.feedback().Decline(t.Context(), b.act(b.ada), r.ID, "no time"); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("declined after the answer with %v", err)
		}
	})
}

func TestFeedbackService_AsksNobodyTwiceInThirtyDays(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.mustAsk(b.grace, question(b.ada.ID))
		// The manager asks the same person about the same one: it counts, too.
		about := question(b.ada.ID)
		about.About = b.grace.ID
		for name, c := range map[string]struct {
			by domain.Person
			q  domain.FeedbackQuestion
		}{"the same again": {b.grace, question(b.ada.ID, b.lee.ID)}, "the manager": {b.lee, about}} {
			_, err := b.feedback().Ask(t.Context(), b.act(c.by), c.q)
			faults := domain.FaultsOf(err)
			if len(faults) != 1 || faults[0].Sentence != "feedback.asked_lately" || faults[0].Args["Day"] != b.today().AddDays(30) {
				t.Errorf("%s: got %v %v", name, err, faults)
			}
		}
		if n := b.waiting(b.lee, domain.FeedbackAsked); n != 0 {
			t.Errorf("Lee was asked along with one who was refused: %d", n)
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 30))
		b.mustAsk(b.grace, question(b.ada.ID))
		// Two at once about somebody who was never asked about: one of them.
		two := []domain.Act{b.act(b.hanna), b.act(b.hanna)}
		results := make(chan error, len(two))
		for _, act := range two {
			go func() {
				_, err := b.feedback().Ask(t.Context(), act, question(b.ada.ID))
				results <- err
			}()
		}
		if one, other := <-results, <-results; (one == nil) == (other == nil) {
			t.Errorf("two at once: %v and %v", one, other)
		}
	})
}

func TestFeedbackService_RefusesToAsk(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	guest := b.hire("gil", "")
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		guest.Kind = domain.Guest
		guest, err = tx.UpdatePerson(ctx, guest)
		return err
	})
	about := func(id domain.ID, givers ...domain.ID) domain.FeedbackQuestion {
		q := question(givers...)
		q.About = id
		return q
	}
	stranger := question()
	stranger.Strangers = 1
	for name, c := range map[string]struct {
		by   domain.Person
		q    domain.FeedbackQuestion
		want string
	}{
		"oneself":                          {b.grace, question(b.grace.ID), "feedback.ask_oneself"},
		"a guest":                          {b.grace, question(guest.ID), "feedback.receiver_guest"},
		"an outsider":                      {b.grace, stranger, "feedback.receiver_outsider"},
		"nobody":                           {b.grace, question(), "feedback.nobody_asked"},
		"six people":                       {b.grace, question("1", "2", "3", "4", "5", "6"), "feedback.too_many_asked"},
		"about a colleague":                {b.grace, about(b.ada.ID, b.lee.ID), "permission.refused"},
		"about one's manager":              {b.grace, about(b.lee.ID, b.ada.ID), "permission.refused"},
		"a report about themselves":        {b.lee, about(b.grace.ID, b.grace.ID), "feedback.ask_about_themselves"},
		"HR about somebody":                {b.hanna, about(b.grace.ID, b.ada.ID), "permission.refused"},
		"two levels above, about somebody": {b.mara, about(b.grace.ID, b.ada.ID), "permission.refused"},
	} {
		_, err := b.feedback().Ask(t.Context(), b.act(c.by), c.q)
		if faults := domain.FaultsOf(err); len(faults) == 0 || faults[0].Sentence != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// What a manager asked for about a report, the report reads with the manager,
// and nobody else.
func TestFeedbackService_ManagerAsksAboutAReport(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	q := question(b.ada.ID)
	q.About = b.grace.ID
	r := b.mustAsk(b.lee, q)
	choices, err := b.feedback().Prepare(t.Context(), b.ada.ID, domain.FeedbackDraft{Request: r.ID})
	if err != nil || choices.Receiver.ID != b.grace.ID || choices.Partner.ID != b.lee.ID {
		t.Fatalf("the form is for %s with %s, %v", choices.Receiver.Name, choices.Partner.Name, err)
	}
	draft := aFeedback("")
	draft.Request, draft.Reader = r.ID, b.lee.ID
	f := b.mustGive(b.ada, draft)
	for _, p := range []domain.Person{b.ada, b.grace, b.lee, b.mara, b.hanna} {
		_, err := b.feedback().Open(t.Context(), b.act(p), f.ID)
		if may := p.ID != b.mara.ID && p.ID != b.hanna.ID; (err == nil) != may {
			t.Errorf("%s opens it with %v", p.Name, err)
		}
		if _, err := b.feedback().Request(t.Context(), p.ID, r.ID); (err == nil) != (p.ID == b.lee.ID || p.ID == b.ada.ID) {
			t.Errorf("%s reads the request with %v", p.Name, err)
		}
	}
}

func TestFeedbackService_Decline(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	r := b.mustAsk(b.grace, question(b.ada.ID))
	if _, err := b.feedback().Decline(t.Context(), b.act(b.ada), r.ID, " "); domain.CodeOf(err) != domain.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := b.feedback().Decline(t.Context(), b.act(b.lee), r.ID, "no"); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("by somebody else: %v", err)
	}
	act := b.act(b.ada)
	_, first := b.feedback().Decline(t.Context(), act, r.ID, "I was not there.")
	_, again := b.feedback().Decline(t.Context(), act, r.ID, "I was not there.")
	if err := errors.Join(first, again); err != nil {
		t.Fatal(err)
	}
	if n := b.waiting(b.grace, domain.FeedbackDeclined); n != 1 {
		t.Errorf("Grace is told %d times", n)
	}
	view, err := b.feedback().Request(t.Context(), b.grace.ID, r.ID)
	if err != nil || view.Request.Why != "I was not there." || view.Request.State != domain.RequestDeclined {
		t.Errorf("got %+v, %v", view.Request, err)
	}
	if waits, err := b.asks.Waiting(t.Context(), b.ada.ID); err != nil || len(waits.Asks) != 0 {
		t.Errorf("declined, there waits %v, %v", waits.Asks, err)
	}
}

func TestFeedbackService_GiverLeaves(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	r := b.mustAsk(b.grace, question(b.ada.ID))
	gone := b.ada
	gone.Active = false
	people := domain.PeopleService{Practice: b.Practice}
	for range 2 { // Slack tells of a change as often as it likes
		if _, err := people.Enrol(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.waiting(b.grace, domain.FeedbackGone); n != 1 {
		t.Errorf("Grace is told %d times, want once", n)
	}
	if view, err := b.feedback().Request(t.Context(), b.grace.ID, r.ID); err != nil || view.Request.State != domain.RequestClosed {
		t.Errorf("got %+v, %v", view.Request, err)
	}
}
