package domain_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"rapport/domain"
)

// stage is the clock of a rehearsal.
type stage struct{ now time.Time }

func (s *stage) Now() time.Time { return s.now }

// foresee gives day and kind of what somebody would be sent until a day.
func (b *bureau) foresee(who domain.Person, until domain.Date) []string {
	b.t.Helper()
	clock := &stage{now: b.Clock.Now()}
	var told []domain.Message
	var foreseen []string
	err := b.DB.Rehearse(b.t.Context(), clock, func(m domain.Message) { told = append(told, m) }, func(store domain.Store) error {
		practice := b.Practice
		practice.Store, practice.Clock = store, clock
		service := domain.PreviewService{
			Practice: practice,
			Move:     func(to time.Time) { clock.now = to },
			Told: func() []domain.Message {
				taken := told
				told = nil
				return taken
			},
		}
		return service.Foresee(b.t.Context(), who.ID, until.In(time.UTC, domain.EndOfDay), func(f domain.Foreseen) error {
			if !f.Dropped {
				foreseen = append(foreseen, domain.DateOf(f.At, time.UTC).String()+" "+f.Message.Kind)
			}
			return nil
		})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	slices.Sort(foreseen)
	return foreseen
}

// sent lets the days pass and gives day and kind of what each is sent.
func (b *bureau) sent(until domain.Date) map[domain.ID][]string {
	b.t.Helper()
	sent := map[domain.ID][]string{}
	outbox := b.DB.Outbox()
	greeting, digests := domain.GreetingService{Practice: b.Practice}, domain.DigestService{Practice: b.Practice}
	end := until.In(time.UTC, domain.EndOfDay)
	for now := b.Clock.Now(); !now.After(end); now = now.Add(4 * time.Hour) {
		b.Clock.Set(now)
		if _, _, err := greeting.Greet(b.t.Context(), 100); err != nil {
			b.t.Fatal(err)
		}
		if _, err := digests.Make(b.t.Context(), 10); err != nil {
			b.t.Fatal(err)
		}
		b.tick()
		if _, err := (domain.ReleaseService{Practice: b.Practice}).Release(b.t.Context(), 100); err != nil {
			b.t.Fatal(err)
		}
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, c := range claimed {
			if to := c.Message.Recipient; c.Message.Deed == domain.Post {
				sent[to] = append(sent[to], domain.DateOf(now, time.UTC).String()+" "+c.Message.Kind)
			}
			delivered := &domain.Delivery{
				Kind: c.Message.Kind, Subject: c.Message.Subject, Recipient: c.Message.Recipient, Channel: "D1", TS: strconv.FormatInt(c.Message.Seq, 10),
			}
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent, Delivery: delivered}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	for _, list := range sent {
		slices.Sort(list)
	}
	return sent
}

// unmeet takes it back that somebody was greeted.
func (b *bureau) unmeet(p domain.Person) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p.Met = time.Time{}
		_, err := tx.UpdatePerson(ctx, p)
		return err
	})
}

func TestPreviewService_Foresee(t *testing.T) {
	t.Parallel()
	end := domain.NewDate(2026, time.December, 31) // each has a slot in December

	t.Run("what is foreseen is what comes, for both of a pair", func(t *testing.T) {
		t.Parallel()
		for _, unmet := range []bool{false, true} {
			b := setupBureau(t)
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				return tx.MarkForPlanning(ctx, []domain.ID{b.lee.ID}, tx.Now())
			})
			b.tick()
			if unmet { // as before the start
				b.unmeet(b.grace)
			}
			pair := []domain.Person{b.grace, b.lee}
			var foreseen [2][]string
			for i, person := range pair {
				if foreseen[i] = b.foresee(person, end); len(foreseen[i]) < 4 {
					t.Errorf("only %q is foreseen for %s", foreseen[i], person.Name)
				}
			}
			sent := b.sent(end)
			for i, person := range pair {
				if !slices.Equal(foreseen[i], sent[person.ID]) {
					t.Errorf("%s: foreseen %q, sent %q", person.Name, foreseen[i], sent[person.ID])
				}
			}
		}
	})

	t.Run("it keeps nothing", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		before := b.talk()
		first := b.foresee(b.grace, end)
		if after := b.talk(); after.State != before.State || after.Version != before.Version {
			t.Errorf("the conversation was %s in version %d, and is %s in version %d", before.State, before.Version, after.State, after.Version)
		}
		if n := b.waiting(b.grace, domain.AskCard); n != 0 {
			t.Errorf("%d messages wait", n)
		}
		if second := b.foresee(b.grace, end); !slices.Equal(first, second) {
			t.Errorf("the second time it is %q, the first time %q", second, first)
		}
	})

	t.Run("who is away is sent nothing meanwhile", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		b.mustAway(b.grace, b.today(), end)
		if foreseen := b.foresee(b.grace, end); len(foreseen) != 0 {
			t.Errorf("got %q", foreseen)
		}
	})

	t.Run("of a stranger nothing can be said", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		clock := &stage{now: b.Clock.Now()}
		err := b.DB.Rehearse(t.Context(), clock, func(domain.Message) {}, func(store domain.Store) error {
			practice := b.Practice
			practice.Store = store
			service := domain.PreviewService{Practice: practice, Move: func(time.Time) {}, Told: func() []domain.Message { return nil }}
			return service.Foresee(context.WithoutCancel(t.Context()), "nobody", clock.now, func(domain.Foreseen) error { return nil })
		})
		if domain.CodeOf(err) != domain.NotFound {
			t.Errorf("got %v", err)
		}
	})
}
