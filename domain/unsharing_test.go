package domain_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"rapport/domain"
)

func TestFeedbackService_Withdraw(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		service := b.feedback()
		draft := aFeedback(b.grace.ID)
		draft.Reader = b.lee.ID
		f := b.mustGive(b.ada, draft)
		for _, p := range []domain.Person{b.grace, b.lee, b.hanna} {
			if _, err := service.Withdraw(t.Context(), b.act(p), f.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s withdraws with %v", p.Name, err)
			}
		}
		act := b.act(b.ada)
		r, err := service.Withdraw(t.Context(), act, f.ID)
		if err != nil || r.Feedback.State != domain.FeedbackWithdrawn || r.Feedback.Behaviour != draft.Behaviour {
			t.Fatalf("got %+v, %v", r.Feedback, err)
		}
		if again, err := service.Withdraw(t.Context(), act, f.ID); err != nil || !again.Repeated {
			t.Errorf("the same press again: %v", err)
		}
		if _, err := service.Withdraw(t.Context(), b.act(b.ada), f.ID); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("another press: %v", err)
		}
		if _, err := service.Open(t.Context(), b.act(b.grace), f.ID); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("Grace opens it with %v", err)
		}
		if n := b.waiting(b.grace, domain.FeedbackShared); n != 0 {
			t.Errorf("Grace still gets %d messages", n)
		}
		read := b.mustGive(b.ada, draft)
		if _, err := service.Open(t.Context(), b.act(b.ada), read.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := service.Open(t.Context(), b.act(b.grace), read.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := service.Withdraw(t.Context(), b.act(b.ada), read.ID); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("what was read is withdrawn with %v", err)
		}
	})
}

// Whoever opens sees the words, or the giver took them back: never both.
func TestFeedbackService_OpeningAndWithdrawingRace(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		service := b.feedback()
		for range 8 {
			f := b.mustGive(b.ada, aFeedback(b.grace.ID))
			opens, withdraws := b.act(b.grace), b.act(b.ada)
			var opened, withdrawn error
			var both sync.WaitGroup
			both.Go(func() { _, opened = service.Open(t.Context(), opens, f.ID) })
			both.Go(func() { _, withdrawn = service.Withdraw(t.Context(), withdraws, f.ID) })
			both.Wait()
			if (opened == nil) == (withdrawn == nil) {
				t.Errorf("opened with %v, withdrawn with %v", opened, withdrawn)
			}
		}
	})
}

func TestFeedbackService_Narrow(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	service := b.feedback()
	draft := aFeedback(b.grace.ID)
	draft.Reader = b.lee.ID
	f := b.mustGive(b.ada, draft)
	if _, err := service.Narrow(t.Context(), b.act(b.lee), f.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("Lee narrows it with %v", err)
	}
	r, err := service.Narrow(t.Context(), b.act(b.grace), f.ID)
	if err != nil || !slices.Equal(named(r.Readers), []domain.ID{b.ada.ID, b.grace.ID}) {
		t.Fatalf("readable by %v, %v", named(r.Readers), err)
	}
	if n := b.waitingFit(b.lee, domain.FeedbackShared); n != 0 {
		t.Errorf("Lee still gets %d messages", n)
	}
	if _, err := service.Open(t.Context(), b.act(b.lee), f.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("Lee opens it with %v", err)
	}
	if _, err := service.Narrow(t.Context(), b.act(b.ada), f.ID); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("narrowed twice with %v", err)
	}
}

// waitingFit is waiting for what may still go when its turn has come.
func (b *bureau) waitingFit(to domain.Person, kind string) int {
	b.t.Helper()
	n := 0
	outbox, judge := b.DB.Outbox(), domain.DeliveryService{Practice: b.Practice}
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return n
		}
		for _, c := range claimed {
			verdict, err := judge.Deliverable(b.t.Context(), c.Message)
			if err != nil {
				b.t.Fatal(err)
			}
			if verdict.Send && c.Message.Recipient == to.ID && c.Message.Kind == kind && c.Message.Deed == domain.Post {
				n++
			}
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}
