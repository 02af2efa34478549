package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullPlanItem has something in every field.
func fullPlanItem() domain.PlanItem {
	return domain.PlanItem{
		ID: "i-full", Person: "p1", What: "speak *Japanese* 🎉", Why: "customers", Steps: "one\ntwo",
		Source: domain.Source{
			Listed: "abc", Title: "Course A1", Link: "https://example.com/a1",
			Cost: domain.Money{Minor: 45_000, Currency: "EUR"}, Days: 3,
		},
		Due: domain.Date{Year: 2000, Month: 6, Day: 1}, State: domain.PlanDropped, Confidence: domain.AtRisk,
		Supporter: "p2", SupportedAt: start.Add(time.Minute), LastNews: start.Add(2 * time.Minute), AskAt: start.Add(time.Hour),
		Reason: "moved", Lesson: "start earlier", EndedAt: start.Add(3 * time.Minute), EndedBy: "p1", At: start, Version: 1,
	}
}

func mustPlanItem(t testing.TB, db *storage.DB, i domain.PlanItem) domain.PlanItem {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		if _, err := tx.CreatePlanItem(ctx, i); err != nil {
			return err
		}
		var err error
		i, err = tx.PlanItem(ctx, i.ID)
		return err
	})
	return i
}

func TestPlanItem_CreateReadUpdate(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := fullPlanItem()
		if diff := cmp.Diff(want, mustPlanItem(t, db, want)); diff != "" {
			t.Error(diff)
		}
		changed := want
		changed.What, changed.Source, changed.AskAt, changed.State = "listen", domain.Source{}, time.Time{}, domain.PlanOpen
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if _, err := tx.GuardPlanItem(ctx, want.ID); err != nil {
				return err
			}
			_, err := tx.UpdatePlanItem(ctx, changed)
			return err
		})
		changed.Version = 2
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.PlanItem(ctx, want.ID)
			if diff := cmp.Diff(changed, got); diff != "" {
				t.Error(diff)
			}
			_, gone := tx.PlanItem(ctx, "nothing")
			wantCode(t, gone, domain.NotFound)
			return err
		})
		stale := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.UpdatePlanItem(ctx, want)
			return err
		})
		wantCode(t, stale, domain.Conflict)
	})
}

func TestPlanItems_List(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for n := range 6 {
			i := domain.PlanItem{
				ID: domain.ID(fmt.Sprint("i", n)), Person: personID(n % 2), Due: domain.Date{Year: 2000, Month: 3, Day: 1}.AddDays(-n),
				State: domain.PlanOpen, At: start,
			}
			if n > 3 {
				i.State, i.EndedAt = domain.PlanFinished, start.Add(time.Duration(n)*time.Hour)
			}
			if n == 1 {
				i.Supporter = "boss"
			}
			mustPlanItem(t, db, i)
		}
		me := domain.Scope{Actor: personID(1), Relations: []domain.Relation{domain.Self}}
		mustList(t, db, map[string]filtered[domain.PlanFilter]{
			"open, due first":            {domain.PlanFilter{Open: true}, []domain.ID{"i3", "i2", "i1", "i0"}},
			"ended, newest first":        {domain.PlanFilter{Ended: true}, []domain.ID{"i5", "i4"}},
			"of one":                     {domain.PlanFilter{People: []domain.ID{personID(0)}, Open: true}, []domain.ID{"i2", "i0"}},
			"without a yes":              {domain.PlanFilter{People: []domain.ID{personID(1)}, Open: true, Unsupported: true}, []domain.ID{"i3"}},
			"behind one":                 {domain.PlanFilter{Open: true, After: "i2", Limit: 1}, []domain.ID{"i1"}},
			"ended, behind one":          {domain.PlanFilter{Ended: true, After: "i5"}, []domain.ID{"i4"}},
			"as far as one may":          {domain.PlanFilter{Open: true, Readable: &me}, []domain.ID{"i3", "i1"}},
			"nothing without a relation": {domain.PlanFilter{Readable: &domain.Scope{Actor: "p1"}}, nil},
			"ended within a time": {
				domain.PlanFilter{Ended: true, EndedFrom: start.Add(4 * time.Hour), EndedBefore: start.Add(5 * time.Hour)}, []domain.ID{"i4"},
			},
		}, domain.Tx.PlanItems, func(r domain.PlanItem) domain.ID { return r.ID })
	})
}

func TestPlanItems_Due(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for n := range 3 {
			i := domain.PlanItem{ID: domain.ID(fmt.Sprint("i", n)), Person: "p1", Due: domain.DateOf(start, time.UTC), State: domain.PlanOpen, At: start}
			if n > 0 {
				i.AskAt = start.Add(time.Duration(n) * time.Hour)
			}
			mustPlanItem(t, db, i)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.DuePlanItems(ctx, start.Add(time.Hour), 10)
			if diff := cmp.Diff([]domain.ID{"i1"}, got); diff != "" {
				t.Error(diff)
			}
			if err != nil {
				return err
			}
			at, there, err := tx.NextPlanItem(ctx, start.Add(time.Hour))
			if !there || !at.Equal(start.Add(2*time.Hour)) {
				t.Errorf("got %v, %v", at, there)
			}
			return err
		})
	})
}

func TestPlanWords(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		item := mustPlanItem(t, db, fullPlanItem())
		var want []domain.PlanWord
		for n := range 3 {
			w := domain.PlanWord{
				ID: domain.ID(fmt.Sprint("w", n)), Item: item.ID, Author: "p2", Kind: domain.PlanNews, Confidence: domain.OnTrack,
				Text: fmt.Sprint("word ", n), At: start.Add(time.Duration(n) * time.Minute),
			}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.AddPlanWord(ctx, w) })
			want = append([]domain.PlanWord{w}, want...)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.PlanWords(ctx, item.ID, 2)
			if diff := cmp.Diff(want[:2], got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}
