package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// The digest counts what of records the people team has to know or to do, and no
// more: not what concerns the team itself, not what was opened before, and no
// handful of rounds that somebody began.
func TestDigestService_CountsRecords(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		o := setupOffice(t, config(t))
		at := o.Clock.Now()
		sales := o.people["Sales"]
		open := func(hold domain.Date, at time.Time) {
			o.tx(func(ctx context.Context, tx domain.Tx) error {
				a := domain.Access{
					ID: o.IDs.New(), Asker: o.hr.ID, Person: sales[0].ID, Sheet: domain.RecordSheet, Reason: "a complaint", HoldUntil: hold,
					State: domain.AccessOpen, At: at, Until: at.Add(time.Hour), Version: 1,
				}
				if err := tx.CreateAccess(ctx, a); err != nil {
					return err
				}
				r := domain.AccessReceipt{Access: a.ID, Person: sales[0].ID, Due: at}
				if err := tx.OweReceipt(ctx, r); err != nil {
					return err
				}
				if hold.IsZero() {
					if _, err := tx.TellReceipt(ctx, r, at); err != nil {
						return err
					}
				}
				return tx.NoteLook(ctx, domain.AccessLook{Access: a.ID, Act: "access.look", At: at})
			})
		}
		open(domain.Date{}, at)
		open(tuesday.AddDays(30), at)
		open(domain.Date{}, at.AddDate(0, 0, -8))
		o.tx(func(ctx context.Context, tx domain.Tx) error {
			for _, ofTeam := range []bool{false, true} {
				c := domain.Concern{ID: o.IDs.New(), Raiser: sales[1].ID, Sender: sales[2].ID, Item: domain.ConcernKudos, About: "k", OfTeam: ofTeam, At: at}
				if err := tx.CreateConcern(ctx, c); err != nil {
					return err
				}
			}
			run := domain.RetentionRun{ID: "run", State: domain.RunReported, AsOf: at, ReportedAt: at, Version: 1}
			if err := tx.CreateRun(ctx, run); err != nil {
				return err
			}
			return tx.AddCounts(ctx, run.ID, []domain.RetentionCount{{Type: "kudos", Country: "DE", Due: 3, Oldest: at}, {Type: "kudos", Country: "GB", Due: 4, Held: 1, Oldest: at}})
		})
		rounds := func(of []domain.Person) {
			o.tx(func(ctx context.Context, tx domain.Tx) error {
				for _, p := range of {
					r := domain.Round{ID: o.IDs.New(), Subject: p.ID, By: p.ID, State: domain.RoundAnswering, DueAt: at.AddDate(0, 1, 0), At: at, Version: 1}
					if err := tx.CreateRound(ctx, r); err != nil {
						return err
					}
				}
				return nil
			})
		}
		rounds(sales[:4])
		o.make(tuesday.In(time.UTC, domain.NewTimeOfDay(9, 0)))
		f := o.newest().Figures
		if want := (domain.RecordFigures{Opened: 2, Held: 1, Due: 7, Concerns: 1}); f.Records != want {
			t.Errorf("got %+v, want %+v", f.Records, want)
		}
		if f.Rounds != 0 {
			t.Errorf("got %d open rounds; four are a handful", f.Rounds)
		}
		rounds(sales[4:6])
		o.make(tuesday.AddDays(7).In(time.UTC, domain.NewTimeOfDay(9, 0)))
		if f := o.newest().Figures; f.Rounds != 6 || f.Records.Opened != 0 {
			t.Errorf("got %d open rounds and %+v; want 6, and nothing opened in a week in which nobody did", f.Rounds, f.Records)
		}
	})
}
