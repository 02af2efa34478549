package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestHelp_AskedAndAnsweredOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		h := domain.Help{Item: "i1", Person: "p-grace", EndedOn: date(time.November, 24), AskAt: start.AddDate(0, 0, 60)}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for range 2 {
				if err := tx.CreateHelp(ctx, h); err != nil {
					return err
				}
			}
			got, err := tx.Help(ctx, "i1")
			if diff := cmp.Diff(h, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			next, ok, err := tx.NextHelp(ctx, start)
			if !ok || !next.Equal(h.AskAt) || err != nil {
				t.Errorf("the next is %s, %t, %v", next, ok, err)
			}
			early, err := tx.DueHelp(ctx, h.AskAt.Add(-time.Second), 5)
			if len(early) != 0 || err != nil {
				t.Errorf("before its time %v, %v", early, err)
			}
			due, err := tx.DueHelp(ctx, h.AskAt, 5)
			if diff := cmp.Diff([]domain.ID{"i1"}, due); diff != "" {
				t.Error(diff)
			}
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i, want := range []bool{true, false} {
				if first, err := tx.AskedHelp(ctx, "i1", "p-lee"); first != want || err != nil {
					t.Errorf("asked %d times: %t, %v", i+1, first, err)
				}
				a := domain.HelpAnswer{Item: "i1", Author: "p-lee", Answer: domain.Worth, Words: "she asks *before*", At: start.Add(time.Duration(i) * time.Hour)}
				if first, err := tx.AnswerHelp(ctx, a); first != want || err != nil {
					t.Errorf("answered %d times: %t, %v", i+1, first, err)
				}
			}
			answers, err := tx.HelpAnswers(ctx, "i1")
			want := []domain.HelpAnswer{{Item: "i1", Author: "p-lee", Answer: domain.Worth, Words: "she asks *before*", At: start}}
			if diff := cmp.Diff(want, answers); diff != "" {
				t.Error(diff)
			}
			got, _ := tx.Help(ctx, "i1")
			if got.Other != "p-lee" || !got.AskAt.IsZero() {
				t.Errorf("got %+v", got)
			}
			return err
		})
	})
}

// An answer counts once, with all that its item cost, from when both are known.
func TestHelp_Counted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustFund(t, db, fullFund())
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i, r := range []domain.FundRequest{
				{ID: "r1", Item: "i1", Cost: domain.Currency("EUR").Of(300), State: domain.FundSpent, EndedAt: start.Add(5 * time.Hour)},
				{ID: "r2", Item: "i1", Cost: domain.Currency("EUR").Of(200), State: domain.FundSpent, EndedAt: start.Add(6 * time.Hour)},
				{ID: "r3", Item: "i2", Cost: domain.Currency("EUR").Of(0), State: domain.FundSpent, EndedAt: start},
				{ID: "r4", Item: "i3", Cost: domain.Currency("EUR").Of(0), State: domain.FundGranted},
			} {
				r.Fund, r.Person, r.At, r.Asked, r.Granted = "fund-full", "p-grace", start.Add(time.Duration(i)*time.Minute), domain.Currency("EUR").Of(400), domain.Currency("EUR").Of(0)
				if _, err := tx.CreateFundRequest(ctx, r); err != nil {
					return err
				}
				if err := tx.CreateHelp(ctx, domain.Help{Item: r.Item, Person: "p-grace"}); err != nil {
					return err
				}
				if _, err := tx.AnswerHelp(ctx, domain.HelpAnswer{Item: r.Item, Author: "p-grace", Answer: domain.PartlyWorth, At: start.Add(time.Hour)}); err != nil {
					return err
				}
			}
			return nil
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			early, err := tx.CountHelp(ctx, []domain.ID{"fund-full"}, start.Add(4*time.Hour))
			if len(early) != 0 || err != nil {
				t.Errorf("before the cost is known: %v, %v", early, err)
			}
			got, err := tx.CountHelp(ctx, []domain.ID{"fund-full"}, start.Add(9*time.Hour))
			want := []domain.HelpCount{{Fund: "fund-full", Item: "i1", Person: "p-grace", Author: "p-grace", Answer: domain.PartlyWorth, Cost: 500, At: start.Add(5 * time.Hour)}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
	})
}
