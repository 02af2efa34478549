package storage_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func date(month time.Month, day int) domain.Date { return domain.NewDate(2026, month, day) }

// fullFund has something in every field.
func fullFund() domain.Fund {
	return domain.Fund{
		ID: "fund-full", Name: "Training *2026* 🎓", Purpose: domain.TrainingFund, Amount: domain.Currency("EUR").Of(100_000),
		Period: domain.DateRange{Start: date(time.January, 1), End: date(time.December, 31)}, Owner: "p-lee",
		Areas: []string{"Sales", "R&D"}, Locations: []string{"DE-BY"},
		Measure: domain.FundMeasure{Name: "hours until a customer is back", Unit: "h", Start: 8, Target: 2.5, Value: 6, ValueOn: date(time.June, 30)},
		EndsAt:  start.AddDate(0, 1, 0), By: "p-hanna", At: start.Add(time.Minute), Version: 1,
	}
}

func mustFund(t testing.TB, db *storage.DB, f domain.Fund) domain.Fund {
	t.Helper()
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		if _, err := tx.CreateFund(ctx, f); err != nil {
			return err
		}
		var err error
		f, err = tx.Fund(ctx, f.ID)
		return err
	})
	return f
}

func fullFundRequest() domain.FundRequest {
	eur := domain.Currency("EUR")
	return domain.FundRequest{
		ID: "r-full", Fund: "fund-full", Person: "p-grace", Item: "i1", What: "a course on *Go*", Asked: eur.Of(900), Granted: eur.Of(800), Cost: eur.Of(700),
		State: domain.FundSpent, Decider: "p-lee", Reason: "the rest next year", At: start, DecidedAt: start.Add(time.Hour), EndedAt: start.Add(2 * time.Hour), Version: 1,
	}
}

func TestFund_CreateAndRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := fullFund()
		if diff := cmp.Diff(want, mustFund(t, db, want)); diff != "" {
			t.Error(diff)
		}
		wanted := fullFundRequest()
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if _, err := tx.CreateFundRequest(ctx, wanted); err != nil {
				return err
			}
			got, err := tx.FundRequest(ctx, wanted.ID)
			if diff := cmp.Diff(wanted, got); diff != "" {
				t.Error(diff)
			}
			return err
		})
		for name, read := range map[string]func(context.Context, domain.Tx) error{
			"a fund":     func(ctx context.Context, tx domain.Tx) error { _, err := tx.Fund(ctx, "f0"); return err },
			"a request":  func(ctx context.Context, tx domain.Tx) error { _, err := tx.FundRequest(ctx, "r0"); return err },
			"a question": func(ctx context.Context, tx domain.Tx) error { _, err := tx.Help(ctx, "i0"); return err },
		} {
			if err := db.Read(t.Context(), read); domain.CodeOf(err) != domain.NotFound {
				t.Errorf("%s that is not there gives %v", name, err)
			}
		}
	})
}

func TestFund_List(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for i := range 4 {
			f := fullFund()
			f.ID, f.Owner = domain.ID(fmt.Sprint("f", i)), domain.ID(fmt.Sprint("p", i%2))
			f.Period = domain.DateRange{Start: date(time.Month(1+3*i), 1), End: date(time.Month(3+3*i), 28)}
			mustFund(t, db, f)
		}
		mustList(t, db, map[string]filtered[domain.FundFilter]{
			"all, those that end last first": {domain.FundFilter{}, []domain.ID{"f3", "f2", "f1", "f0"}},
			"the page behind one":            {domain.FundFilter{After: "f2", Limit: 1}, []domain.ID{"f1"}},
			"of an owner":                    {domain.FundFilter{Owner: "p1"}, []domain.ID{"f3", "f1"}},
			"with a day in common":           {domain.FundFilter{Within: domain.DateRange{Start: date(time.March, 28), End: date(time.April, 1)}}, []domain.ID{"f1", "f0"}},
			"on a day between":               {domain.FundFilter{Within: domain.DateRange{Start: date(time.March, 30), End: date(time.March, 30)}}, nil},
		}, domain.Tx.Funds, func(r domain.Fund) domain.ID { return r.ID })
	})
}

// Whoever reserves, spends and lowers the amount at once: it is always covered.
func TestFund_ReserveSpendAndChangeRace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		f := mustFund(t, db, fullFund()) // 1,000.00
		const many, each = 50, 7_000
		var won atomic.Int64
		err := parallel(many, func(i int) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				if i%10 == 0 { // lower it under what may be reserved by then
					lower := f
					lower.Amount.Minor = 50_000
					_, _, err := tx.UpdateFund(ctx, lower)
					if domain.CodeOf(err) == domain.Conflict {
						return nil
					}
					return err
				}
				now, err := tx.Fund(ctx, f.ID)
				if err != nil {
					return err
				}
				ok, err := tx.ReserveFund(ctx, f.ID, now.Version, each)
				if err != nil || !ok {
					return err
				}
				won.Add(1)
				if i%3 == 0 {
					_, err = tx.SpendFund(ctx, f.ID, each, each/2)
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Fund(ctx, f.ID)
			if got.Left().Minor < 0 || got.Reserved+got.Spent > got.Amount.Minor || got.Reserved < 0 || won.Load() == 0 {
				t.Errorf("%d succeeded, and of %v are %d reserved and %d spent", won.Load(), got.Amount, got.Reserved, got.Spent)
			}
			return err
		})
	})
}

func TestFund_RefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		f := mustFund(t, db, fullFund())
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for name, c := range map[string]struct {
				version int
				minor   int64
			}{"nothing": {1, 0}, "less than nothing": {1, -5}, "too much": {1, 100_001}, "far too much": {1, 1<<63 - 1}, "another version": {2, 5}} {
				if ok, err := tx.ReserveFund(ctx, f.ID, c.version, c.minor); ok || err != nil {
					t.Errorf("%s: %t %v", name, ok, err)
				}
			}
			if ok, err := tx.ReserveFund(ctx, f.ID, 1, 60_000); !ok || err != nil {
				t.Fatalf("%t %v", ok, err)
			}
			for name, c := range map[string][2]int64{"more than is reserved": {60_001, 0}, "more than there is": {60_000, 100_001}, "below nothing": {-1, 0}, "a cost below nothing": {0, -1}} {
				if ok, err := tx.SpendFund(ctx, f.ID, c[0], c[1]); ok || err != nil {
					t.Errorf("%s: %t %v", name, ok, err)
				}
			}
			if ok, err := tx.SpendFund(ctx, f.ID, 60_000, 70_000); !ok || err != nil {
				t.Errorf("more than reserved, and left: %t %v", ok, err)
			}
			f.Amount.Minor = 69_999
			if now, covered, err := tx.UpdateFund(ctx, f); covered || err != nil || now.Spent != 70_000 {
				t.Errorf("lowered under what is spent: %t %v", covered, err)
			}
			f.Amount.Minor = 70_000
			got, covered, err := tx.UpdateFund(ctx, f)
			if !covered || err != nil || got.Version != 2 {
				t.Errorf("lowered to what is spent: %t %v", covered, err)
			}
			return nil
		})
		err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			_, _, err := tx.UpdateFund(ctx, f)
			return err
		})
		wantCode(t, err, domain.Conflict)
	})
}

func TestFund_OneLiveRequestOfAnItem(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustFund(t, db, fullFund())
		r := fullFundRequest()
		r.State, r.EndedAt = domain.FundAsked, time.Time{}
		create := func(id domain.ID) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				r.ID = id
				_, err := tx.CreateFundRequest(ctx, r)
				return err
			})
		}
		if err := create("r1"); err != nil {
			t.Fatal(err)
		}
		wantCode(t, create("r2"), domain.Conflict)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			first, err := tx.FundRequest(ctx, "r1")
			if err != nil {
				return err
			}
			first.State, first.EndedAt = domain.FundWithdrawn, start.Add(time.Hour)
			_, err = tx.UpdateFundRequest(ctx, first)
			return err
		})
		if err := create("r2"); err != nil {
			t.Errorf("after the first was taken back: %v", err)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.FundRequests(ctx, domain.FundRequestFilter{Owner: "p-lee", Person: "p-grace", Item: "i1", Fund: "fund-full", States: []domain.FundRequestState{domain.FundAsked}, Limit: 5})
			if len(list) != 1 || list[0].ID != "r2" {
				t.Errorf("listed %v", list)
			}
			counts, countErr := tx.CountFundRequests(ctx, []domain.ID{"fund-full"}, start, start.Add(time.Hour))
			want := []domain.FundCount{{Fund: "fund-full", State: domain.FundAsked, Count: 1, Sum: 900}, {Fund: "fund-full", State: domain.FundWithdrawn, Count: 1, Sum: 700}}
			if diff := cmp.Diff(want, counts); diff != "" || countErr != nil {
				t.Errorf("%s %v", diff, countErr)
			}
			return err
		})
	})
}
