package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullSeason has something in every field.
func fullSeason() domain.Season {
	day := func(n int) domain.Date { return domain.NewDate(2026, time.March, n) }
	return domain.Season{
		ID: "s1", Kind: domain.GroupSeason, Name: "Spring", State: domain.SeasonOpen, From: day(1), Until: day(2),
		Days:  domain.SeasonDays{Facts: day(3), Draft: day(4), Compare: day(5), Packet: day(6), Reply: day(20), Ack: day(21), Decide: day(22)},
		Group: domain.Group{Area: "Sales", Location: "DE-BY", Manager: "p3", Named: []domain.ID{"p4", "p5"}}, Person: "p9",
		Comparers: []domain.ID{"p8", "p2"}, OpenedBy: "p1", Work: domain.SeasonGathers, WorkAt: start.Add(time.Minute), Worked: "p0",
		At: start, Version: 1,
	}
}

// fullCase has something in every field.
func fullCase() domain.SeasonCase {
	day := func(n int) domain.Date { return domain.NewDate(2026, time.March, n) }
	return domain.SeasonCase{
		ID: "c1", Season: "s1", Person: "p1", Writer: "p2", Former: []domain.ID{"p3", "p4"}, State: domain.CaseShared, Text: "What was done.",
		HandedBy: "p3", HandedAt: start, SharedAt: start.Add(time.Hour), SharedOn: day(6), ReplyUntil: day(20), AckUntil: day(21), DecideFrom: day(22),
		Worked: 98, Away: 12, ReadAt: start.Add(2 * time.Hour), AckAt: start.Add(3 * time.Hour), SilentAt: start.Add(4 * time.Hour),
		Ending: domain.CaseLeft, Why: "She moved on.", DueAt: start.Add(5 * time.Hour), At: start, Version: 1,
	}
}

func TestSeason(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("every field comes back as it was, by version", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			s := fullSeason()
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.CreateSeason(ctx, s) })
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Season(ctx, "s1")
				if diff := cmp.Diff(s, got); diff != "" {
					t.Error(diff)
				}
				if err != nil {
					return err
				}
				got.Name, got.Comparers = "Summer", []domain.ID{"p2"}
				return tx.UpdateSeason(ctx, got)
			})
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.UpdateSeason(ctx, s) })
			wantCode(t, err, domain.Conflict)
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Season(ctx, "s1")
				if err != nil || got.Name != "Summer" || got.Version != 2 || len(got.Comparers) != 1 {
					t.Errorf("got %+v, %v", got, err)
				}
				_, err = tx.Season(ctx, "s2")
				wantCode(t, err, domain.NotFound)
				due, err := tx.DueSeasons(ctx, start.Add(time.Minute), 5)
				if err != nil || len(due) != 1 {
					t.Errorf("due are %v, %v", due, err)
				}
				for name, f := range map[string]domain.SeasonFilter{
					"who compares":       {Comparer: "p2"},
					"groups that go on":  {Group: true, Since: domain.NewDate(2026, time.March, 22)},
					"those of these ids": {IDs: []domain.ID{"s1", "s9"}},
				} {
					if list, err := tx.Seasons(ctx, f); err != nil || len(list) != 1 || len(list[0].Comparers) != 1 {
						t.Errorf("%s: got %v, %v", name, list, err)
					}
				}
				for name, f := range map[string]domain.SeasonFilter{
					"who compares no more": {Comparer: "p8"},
					"those that are over":  {Since: domain.NewDate(2026, time.March, 23)},
				} {
					if list, err := tx.Seasons(ctx, f); err != nil || len(list) != 0 {
						t.Errorf("%s: got %v, %v", name, list, err)
					}
				}
				return nil
			})
		})
		t.Run("a person has one case in a season, and it is found and counted", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			c := fullCase()
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				fresh, err := tx.CreateSeasonCase(ctx, c)
				if err != nil || !fresh {
					t.Errorf("got %t, %v", fresh, err)
				}
				twice := c
				twice.ID = "c2"
				if fresh, err = tx.CreateSeasonCase(ctx, twice); err != nil || fresh {
					t.Errorf("the second: got %t, %v", fresh, err)
				}
				return nil
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.SeasonCase(ctx, "c1")
				if diff := cmp.Diff(c, got); diff != "" {
					t.Error(diff)
				}
				counts, counted := tx.CountSeasonCases(ctx, []domain.ID{"s1", "s2"})
				want := map[domain.ID]domain.SeasonCounts{"s1": {All: 1, Handed: 1, Shared: 1, Read: 1}}
				if diff := cmp.Diff(want, counts); diff != "" || counted != nil {
					t.Error(diff, counted)
				}
				due, listed := tx.DueSeasonCases(ctx, start.Add(5*time.Hour), 5)
				if len(due) != 1 || listed != nil {
					t.Errorf("due are %v, %v", due, listed)
				}
				return err
			})
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				c.Version = 7
				return tx.UpdateSeasonCase(ctx, c)
			})
			wantCode(t, err, domain.Conflict)
		})
		t.Run("changes are kept, those of a case apart from the season's", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			of := domain.SeasonChange{ID: "x1", Season: "s1", Case: "c1", Kind: domain.SummaryChange, Before: "a", After: "b", Why: "c", By: "p1", At: start}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if err := tx.AddSeasonChange(ctx, of); err != nil {
					return err
				}
				return tx.AddSeasonChange(ctx, domain.SeasonChange{ID: "x2", Season: "s1", Kind: domain.DaysChange, At: start})
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.SeasonChanges(ctx, "s1", "c1", 9)
				if diff := cmp.Diff([]domain.SeasonChange{of}, got); diff != "" {
					t.Error(diff)
				}
				if err != nil {
					return err
				}
				_, err = tx.SeasonChange(ctx, "x9")
				wantCode(t, err, domain.NotFound)
				return nil
			})
		})
	})
}
