package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestReporting(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a source has one word, which is replaced and taken back", func(t *testing.T) {
			t.Parallel()
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				want := domain.ReportingLine{Person: "p1", Source: domain.LineByChoice, Manager: "m1", State: domain.LineAsked, At: start, LateAt: start.Add(time.Hour)}
				other := domain.ReportingLine{Person: "p1", Source: domain.LineByHR, State: domain.LineHolds, At: start}
				for _, l := range []domain.ReportingLine{{Person: "p1", Source: domain.LineByChoice, Manager: "m0", State: domain.LineHolds}, want, other} {
					if err := tx.SaveReportingLine(ctx, l); err != nil {
						return err
					}
				}
				got, err := tx.ReportingLines(ctx, "p1")
				if diff := cmp.Diff([]domain.ReportingLine{want, other}, got); diff != "" || err != nil {
					t.Errorf("%v %s", err, diff)
				}
				for at, n := range map[time.Time]int{start.Add(time.Hour): 1, start: 0} {
					if late, err := tx.LateLines(ctx, at, 10); err != nil || len(late) != n {
						t.Errorf("at %s: got %d late, %v; want %d", at, len(late), err, n)
					}
				}
				if err := tx.DropReportingLine(ctx, "p1", domain.LineByChoice); err != nil {
					return err
				}
				got, err = tx.ReportingLines(ctx, "p1")
				if len(got) != 1 {
					t.Errorf("got %+v after it was taken back", got)
				}
				return err
			})
		})
		t.Run("a change comes back as it was, is due on its day, and a newer one comes when it is dropped", func(t *testing.T) {
			t.Parallel()
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				first := domain.ManagerChange{
					ID: "c1", Person: "p1", Batch: "b1", Former: "m0", Manager: "m1", Source: domain.LineByHR, By: "hr",
					On: domain.NewDate(2001, time.May, 3), DueAt: start.Add(time.Hour), Talks: 2, At: start,
				}
				second := first
				second.ID, second.Manager = "c2", "m2"
				dropped := first
				dropped.Dropped = true
				for _, err := range []error{tx.CreateManagerChange(ctx, first), tx.UpdateManagerChange(ctx, dropped), tx.CreateManagerChange(ctx, second)} {
					if err != nil {
						return err
					}
				}
				got, err := tx.DueManagerChanges(ctx, start.Add(time.Hour), 10)
				if diff := cmp.Diff([]domain.ManagerChange{second}, got); diff != "" || err != nil {
					t.Errorf("due: %v %s", err, diff)
				}
				if at, ok, err := tx.NextManagerChange(ctx, start); err != nil || !ok || !at.Equal(second.DueAt) {
					t.Errorf("next: got %s, %t, %v", at, ok, err)
				}
				if waiting, err := tx.WaitingManagerChanges(ctx, "p1", "p2"); err != nil || len(waiting) != 1 || waiting["p1"].ID != "c2" {
					t.Errorf("waiting: got %+v, %v", waiting, err)
				}
				second.DoneAt = start.Add(2 * time.Hour)
				if err := tx.UpdateManagerChange(ctx, second); err != nil {
					return err
				}
				former, err := tx.FormerManagers(ctx, "p1")
				if diff := cmp.Diff([]domain.ID{"m0"}, former); diff != "" || err != nil {
					t.Errorf("former: %v %s", err, diff)
				}
				batch, err := tx.ManagerChangesIn(ctx, "b1")
				if len(batch) != 1 || batch[0] != second {
					t.Errorf("batch: got %+v", batch)
				}
				return err
			})
		})
		t.Run("of changes that are added at once one is open", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			err := parallel(6, func(i int) error {
				err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					return tx.CreateManagerChange(ctx, domain.ManagerChange{ID: personID(i), Person: "p1", Manager: "m1", DueAt: start.Add(time.Hour)})
				})
				if domain.CodeOf(err) == domain.Conflict {
					return nil
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				due, err := tx.DueManagerChanges(ctx, start.Add(time.Hour), 10)
				if len(due) != 1 {
					t.Errorf("got %d open, want 1", len(due))
				}
				return err
			})
		})
		t.Run("a difference is new once, also after it was looked at", func(t *testing.T) {
			t.Parallel()
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				d := domain.LineDifference{Person: "p1", Source: domain.LineByField, Manager: "m1", InForce: "m2", Loop: true, At: start}
				for i, want := range []bool{true, false, false} {
					fresh, err := tx.NoteDifference(ctx, d)
					if err != nil || fresh != want {
						t.Errorf("noted %d times: got new %t, %v", i+1, fresh, err)
					}
					if i == 1 {
						if err := tx.SettleDifferences(ctx, "p1", start); err != nil {
							return err
						}
					}
				}
				n, err := tx.CountDifferences(ctx)
				if n != 0 {
					t.Errorf("got %d open, want none", n)
				}
				return err
			})
		})
		t.Run("those without a manager are active people who converse, the top of the line apart", func(t *testing.T) {
			t.Parallel()
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				for _, p := range []domain.Person{
					{ID: "p1", SlackID: "U1", Kind: domain.Member, Active: true},
					{ID: "p2", SlackID: "U2", Kind: domain.Member, Active: true, Manager: "p1"},
					{ID: "p3", SlackID: "U3", Kind: domain.Member},
					{ID: "p4", SlackID: "U4", Kind: domain.Guest, Active: true},
					{ID: "p5", SlackID: "U5", Kind: domain.Contractor, Active: true, TakesPart: true},
					{ID: "p6", SlackID: "U6", Kind: domain.Bot, Active: true, TakesPart: true},
					{ID: "p7", SlackID: "U7", Kind: domain.Member, Active: true},
				} {
					if _, err := tx.CreatePerson(ctx, p); err != nil {
						return err
					}
				}
				if err := tx.SaveReportingLine(ctx, domain.ReportingLine{Person: "p7", Source: domain.LineByHR, State: domain.LineHolds}); err != nil {
					return err
				}
				people, err := tx.WithoutManager(ctx, 10)
				if err != nil || len(people) != 2 || people[0].ID != "p1" || people[1].ID != "p5" {
					t.Errorf("got %+v, %v; want p1 and p5", people, err)
				}
				n, err := tx.CountWithoutManager(ctx)
				if n != 2 {
					t.Errorf("counted %d, want 2", n)
				}
				return err
			})
		})
	})
}
