package domain_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) erasures() domain.ErasureService {
	return domain.ErasureService{Practice: b.Practice}
}

// departs lets somebody leave, as Slack says it.
func (b *bureau) departs(p domain.Person) {
	b.t.Helper()
	p.Active = false
	if _, err := (domain.PeopleService{Practice: b.Practice}).Enrol(b.t.Context(), p); err != nil {
		b.t.Fatal(err)
	}
}

// erase does all that was agreed to, in batches of one.
func (b *bureau) erase() {
	b.t.Helper()
	for range 10_000 {
		_, more, err := b.erasures().Advance(b.t.Context(), 1)
		if err != nil {
			b.t.Fatal(err)
		}
		if !more {
			return
		}
	}
	b.t.Fatal("the erasure does not come to rest")
}

func TestErasureService_LeavesATombstone(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.FirstHR = append(b.FirstHR, "ada@example.com")
		received, given := b.mustThank(b.lee, b.grace, "to Grace alone"), b.mustThank(b.grace, b.lee, "by Grace")
		both, err := b.kudos().Give(t.Context(), b.act(b.lee), domain.KudosDraft{Users: []string{b.grace.SlackID, b.ada.SlackID}, Text: "to both", Private: true})
		if err != nil {
			t.Fatal(err)
		}
		f := b.mustGive(b.grace, aFeedback(b.lee.ID))
		if _, err := b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "She asked for it."); domain.CodeOf(err) != domain.Conflict {
			t.Errorf("who is still here is erased with %v", err)
		}
		b.departs(b.grace)
		plan, err := b.erasures().Plan(t.Context(), b.act(b.hanna), b.grace.ID)
		if err != nil || len(plan.Counts) == 0 || plan.Counts[0].Type != domain.RecordKudos || plan.Counts[0].Gone != 2 || plan.Counts[0].Stays != 1 {
			t.Errorf("the plan is %+v, %v", plan.Counts, err)
		}
		e, err := b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "She asked for it.")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []domain.Person{b.hanna, b.lee} {
			if _, err := b.erasures().Agree(t.Context(), b.act(p), e.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s says the second yes with %v", p.Name, err)
			}
		}
		b.erase()
		if !b.thereIs(received.ID) {
			t.Fatal("erased with one yes")
		}
		if _, err := b.erasures().Agree(t.Context(), b.act(b.ada), e.ID); err != nil {
			t.Fatal(err)
		}
		b.erase()
		for id, want := range map[domain.ID]bool{received.ID: false, given.ID: true, both.Kudos.ID: true} {
			if got := b.thereIs(id); got != want {
				t.Errorf("%s is there: %t", id, got)
			}
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			if _, err := tx.Feedback(ctx, f.ID); err != nil {
				t.Errorf("what Grace gave Lee is gone: %v", err)
			}
			p, err := tx.Person(ctx, b.grace.ID)
			if p.Name != "" || p.Email != "" || p.ErasedAt.IsZero() {
				t.Errorf("Grace is %+v", p)
			}
			for {
				n, err := tx.SealEntries(ctx, 1000)
				if err != nil || n == 0 {
					break
				}
			}
			return err
		})
		if proof, err := b.DB.VerifyLedger(t.Context()); err != nil || proof.Break != nil || proof.Erased == 0 {
			t.Errorf("the ledger: %+v, %v", proof, err)
		}
		b.departs(b.grace) // Slack keeps closed accounts on its list
		back := b.grace
		back.ID = ""
		if p, err := (domain.PeopleService{Practice: b.Practice}).Enrol(t.Context(), back); err != nil || p.ID == b.grace.ID || p.Name != "grace" {
			t.Errorf("who comes back is %+v, %v", p, err)
		}
	})
}

func TestErasureService_NotInAHold(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.FirstHR = append(b.FirstHR, "ada@example.com")
	k := b.mustThank(b.lee, b.grace, "held")
	b.departs(b.grace)
	e, err := b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "She asked for it.")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.erasures().Agree(t.Context(), b.act(b.ada), e.ID); err != nil {
		t.Fatal(err)
	}
	until := domain.DateOf(b.Clock.Now(), time.UTC).AddDays(90)
	if _, err := b.holds().Set(t.Context(), b.act(b.hanna), domain.HoldDraft{Person: b.grace.ID, Reason: "A dispute.", Ends: until}); err != nil {
		t.Fatal(err)
	}
	b.erase()
	if !b.thereIs(k.ID) {
		t.Error("erased in a hold")
	}
	_, err = b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "Again.")
	if domain.CodeOf(err) != domain.Conflict || !strings.Contains(err.Error(), "erasure.held") {
		t.Errorf("asked in a hold with %v", err)
	}
}

// Where everybody else of the people team reports to who asks, the deputy says the
// second yes; where there is none, nothing is asked that nobody could answer.
func TestErasureService_SecondYesOfTheDeputy(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	ivo, dora := b.hire("ivo", b.hanna.ID), b.hire("dora", b.mara.ID)
	b.FirstHR = append(b.FirstHR, ivo.Email)
	b.departs(b.grace)
	_, err := b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "She asked for it.")
	wantSentence(t, err, "access.nobody_agrees")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Deputies = []string{dora.Email} })
	e, err := b.erasures().Ask(t.Context(), b.act(b.hanna), b.grace.ID, "She asked for it.")
	if err != nil {
		t.Fatal(err)
	}
	if n := b.waiting(dora, domain.ErasureAsked); n != 1 {
		t.Errorf("the deputy is told %d times", n)
	}
	if _, plan, err := b.erasures().Look(t.Context(), b.act(dora), e.ID); err != nil || len(plan.Counts) == 0 {
		t.Errorf("the deputy sees %+v, %v", plan, err)
	}
	for _, p := range []domain.Person{ivo, b.hanna, b.lee} {
		if _, err := b.erasures().Agree(t.Context(), b.act(p), e.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s says the second yes with %v", p.Name, err)
		}
	}
	if _, err := b.erasures().Agree(t.Context(), b.act(dora), e.ID); err != nil {
		t.Errorf("the deputy cannot say yes: %v", err)
	}
}
