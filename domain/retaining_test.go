package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) retention() domain.RetentionService {
	return domain.RetentionService{Practice: b.Practice}
}

func (b *bureau) holds() domain.HoldService { return domain.HoldService{Practice: b.Practice} }

// retentionPolicy changes the terms in force.
func (b *bureau) retentionPolicy(change func(*domain.RetentionPolicy)) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Version++
		change(&v.Policy.Retention)
		return tx.SavePolicy(ctx, v)
	})
}

// retain does everything that a run can do now, in batches as small as can be: as
// if a replica died behind each of them.
func (b *bureau) retain() {
	b.t.Helper()
	if _, err := b.retention().Begin(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	for range 1000 {
		_, more, err := b.retention().Advance(b.t.Context(), 1)
		if err != nil {
			b.t.Fatal(err)
		}
		if !more {
			return
		}
	}
	b.t.Fatal("the run does not come to rest")
}

// report is what Hanna reads.
func (b *bureau) report() domain.RetentionView {
	b.t.Helper()
	view, err := b.retention().Look(b.t.Context(), b.act(b.hanna))
	if err != nil {
		b.t.Fatal(err)
	}
	return view
}

// thereIs tells whether a kudos is still there.
func (b *bureau) thereIs(id domain.ID) bool {
	b.t.Helper()
	found := false
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		_, err := tx.Kudos(ctx, id)
		found = err == nil
		if domain.CodeOf(err) == domain.NotFound {
			return nil
		}
		return err
	})
	return found
}

// countOf is what a report says of a type.
func countOf(view domain.RetentionView, name domain.RecordName) domain.RetentionCount {
	for _, c := range view.Counts {
		if c.Type == name {
			return c
		}
	}
	return domain.RetentionCount{}
}

// years lets time pass, and does nothing meanwhile.
func (b *bureau) years(n int) { b.Clock.Set(b.Clock.Now().AddDate(n, 0, 0)) }

func TestRetentionService_NothingGoesUnread(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		old := b.mustThank(b.ada, b.grace, "for the words")
		b.years(4)
		fresh := b.mustThank(b.ada, b.grace, "for the others")
		b.retain()
		if n := b.waiting(b.hanna, domain.RetentionReported); n != 1 {
			t.Fatalf("Hanna is told %d times", n)
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 300))
		b.retain()
		if !b.thereIs(old.ID) {
			t.Fatal("it went though nobody read the report")
		}
		if _, err := b.retention().Look(t.Context(), b.act(b.lee)); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Lee reads the report with %v", err)
		}
		if view := b.report(); countOf(view, domain.RecordKudos).Due != 1 || view.Run.SeenBy != b.hanna.ID {
			t.Errorf("Hanna reads %+v", view.Counts)
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 13))
		b.retain()
		if !b.thereIs(old.ID) {
			t.Fatal("it went before the waiting days were over")
		}
		b.Clock.Set(b.Clock.Now().AddDate(0, 0, 1))
		b.retain()
		if b.thereIs(old.ID) || !b.thereIs(fresh.ID) {
			t.Errorf("the old one is there: %t, the fresh one: %t", b.thereIs(old.ID), b.thereIs(fresh.ID))
		}
		if view := b.report(); view.Run.ID != "" || view.LastSum().Purged == 0 || view.LastSum().Purged != view.LastSum().Due {
			t.Errorf("then %+v", view.LastCounts)
		}
		proof, err := b.DB.VerifyLedger(t.Context())
		if err != nil || proof.Break != nil {
			t.Errorf("the ledger: %+v, %v", proof.Break, err)
		}
	})
}

func TestRetentionService_YesAndNo(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.FirstHR = append(b.FirstHR, "lee@example.com")
	b.retentionPolicy(func(p *domain.RetentionPolicy) { p.SecondYes = true })
	old := b.mustThank(b.ada, b.grace, "for the words")
	b.years(4)
	b.retain()
	run := b.report().Run
	if _, err := b.retention().Agree(t.Context(), b.act(b.grace), run.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("Grace says yes with %v", err)
	}
	if _, err := b.retention().Agree(t.Context(), b.act(b.hanna), "another"); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("yes to another run with %v", err)
	}
	yes := b.act(b.hanna)
	for range 2 { // the same click twice
		if _, err := b.retention().Agree(t.Context(), yes, run.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.retention().Agree(t.Context(), b.act(b.hanna), run.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("Hanna says the second yes with %v", err)
	}
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 60))
	b.retain()
	if !b.thereIs(old.ID) {
		t.Fatal("it went with one yes")
	}
	if _, err := b.retention().Agree(t.Context(), b.act(b.lee), run.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.retention().Stop(t.Context(), b.act(b.lee), run.ID); err != nil {
		t.Fatal(err)
	}
	b.retain()
	if !b.thereIs(old.ID) {
		t.Fatal("it went though it was stopped")
	}
	if _, err := b.retention().Agree(t.Context(), b.act(b.lee), run.ID); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("a late yes with %v", err)
	}
}

func TestRetentionService_OtherTermsCountAnew(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, b.grace.ID)
		if err != nil {
			return err
		}
		p.Location = "de_by"
		_, err = tx.UpdatePerson(ctx, p)
		return err
	})
	old := b.mustThank(b.ada, b.grace, "for the words")
	b.years(4)
	b.retain()
	first := b.report()
	if c := countOf(first, domain.RecordKudos); c.Due != 1 || c.Country != "DE" {
		t.Errorf("got %+v", c)
	}
	b.retentionPolicy(func(p *domain.RetentionPolicy) { p.Months = map[string]int{"DE/kudos": 120} })
	b.retain()
	view := b.report()
	if view.Run.ID == first.Run.ID || countOf(view, domain.RecordKudos).Due != 0 {
		t.Errorf("then %+v", view.Counts)
	}
	b.retentionPolicy(func(p *domain.RetentionPolicy) { p.Months = map[string]int{"DE/kudos": 120, "DE-BY/kudos": 12} })
	b.Clock.Set(b.Clock.Now().AddDate(0, 1, 0))
	b.retain()
	if _, err := b.retention().Agree(t.Context(), b.act(b.hanna), b.report().Run.ID); err != nil {
		t.Fatal(err)
	}
	b.retain()
	if b.thereIs(old.ID) {
		t.Error("the narrowest term does not hold")
	}
}

// A run in a hold, or while a concern is open, leaves what is held and says so.
func TestRetentionService_HoldsAndConcerns(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	held, item := b.mustThank(b.grace, b.lee, "of who is held"), b.mustThank(b.ada, b.lee, "itself held")
	concerned, free := b.mustThank(b.ada, b.lee, "for the dress"), b.mustThank(b.ada, b.lee, "for all else")
	if _, err := b.concerns().Raise(t.Context(), b.act(b.lee), domain.ConcernKudos, concerned.ID, "No."); err != nil {
		t.Fatal(err)
	}
	b.years(4)
	until := domain.DateOf(b.Clock.Now(), time.UTC).AddDays(90)
	for _, d := range []domain.HoldDraft{
		{Person: b.grace.ID, Reason: "A dispute.", Ends: until}, {Type: domain.RecordKudos, Item: item.ID, Reason: "An inquiry.", Ends: until},
	} {
		if _, err := b.holds().Set(t.Context(), b.act(b.hanna), d); err != nil {
			t.Fatal(err)
		}
	}
	b.retain()
	view := b.report()
	if c := countOf(view, domain.RecordKudos); c.Due != 1 || c.Held != 3 {
		t.Errorf("the report says %+v", c)
	}
	if _, err := b.retention().Agree(t.Context(), b.act(b.hanna), view.Run.ID); err != nil {
		t.Fatal(err)
	}
	b.retain()
	for id, want := range map[domain.ID]bool{held.ID: true, item.ID: true, concerned.ID: true, free.ID: false} {
		if got := b.thereIs(id); got != want {
			t.Errorf("%s is there: %t", id, got)
		}
	}
	// Set after the report was read, it holds all the same.
	b.Clock.Set(until.AddDays(30).In(time.UTC, 0))
	b.retain()
	if _, err := b.retention().Agree(t.Context(), b.act(b.hanna), b.report().Run.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := b.holds().Set(t.Context(), b.act(b.hanna), domain.HoldDraft{Person: b.grace.ID, Reason: "Again.", Ends: until.AddDays(90)}); err != nil {
		t.Fatal(err)
	}
	b.retain()
	if !b.thereIs(held.ID) || b.thereIs(item.ID) {
		t.Errorf("held again: %t, held no more: %t", b.thereIs(held.ID), b.thereIs(item.ID))
	}
}

func TestHoldService_WhoMayAndKnows(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.FirstHR = append(b.FirstHR, "lee@example.com")
		until := domain.DateOf(b.Clock.Now(), time.UTC).AddDays(10)
		draft := domain.HoldDraft{Person: b.lee.ID, Reason: "A dispute.", Ends: until}
		if _, err := b.holds().Set(t.Context(), b.act(b.ada), draft); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Ada sets one with %v", err)
		}
		if _, err := b.holds().Set(t.Context(), b.act(b.lee), draft); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Lee sets one on himself with %v", err)
		}
		if _, err := b.holds().Set(t.Context(), b.act(b.hanna), domain.HoldDraft{Person: b.mara.ID, Reason: "x", Ends: until}); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Hanna sets one on her manager with %v", err)
		}
		if _, err := b.holds().Set(t.Context(), b.act(b.hanna), domain.HoldDraft{Ends: until.AddDays(-20)}); len(domain.FaultsOf(err)) != 3 {
			t.Errorf("an empty one is refused with %v", err)
		}
		h, err := b.holds().Set(t.Context(), b.act(b.hanna), draft)
		if err != nil {
			t.Fatal(err)
		}
		if n := b.waiting(b.lee, domain.HoldIsSet); n != 0 {
			t.Errorf("Lee is told %d times", n)
		}
		if list, err := b.holds().List(t.Context(), b.lee.ID); err != nil || len(list.Holds) != 0 {
			t.Errorf("Lee knows of %+v, %v", list.Holds, err)
		}
		if list, err := b.holds().List(t.Context(), b.hanna.ID); err != nil || len(list.Holds) != 1 || list.Holds[0].Reason != "A dispute." {
			t.Errorf("Hanna knows of %+v, %v", list.Holds, err)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			entries, err := tx.EntriesOf(ctx, h.ID)
			if len(entries) != 1 || entries[0].Person != "" || entries[0].Reason != "A dispute." {
				t.Errorf("the ledger has %+v", entries)
			}
			return err
		})
		b.Clock.Set(until.AddDays(1).In(time.UTC, domain.NewTimeOfDay(9, 0)))
		for range 2 {
			if _, err := b.holds().TellEnded(t.Context(), 10); err != nil {
				t.Fatal(err)
			}
		}
		if n := b.waiting(b.hanna, domain.HoldEnds); n != 1 {
			t.Errorf("Hanna is told of its end %d times", n)
		}
	})
}
