package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullAdaptation has something in every field.
func fullAdaptation() domain.Adaptation {
	return domain.Adaptation{
		ID: "a1", Person: "p1", Profile: "r1", Kind: domain.RewordExpectation, About: "e1", Dimension: domain.ActionGoal,
		Was: "calls", Text: "calls at once", Why: "nights", Answer: "fine", State: domain.AdaptationProposed, By: "p1", AnsweredBy: "p2",
		Wording: 2, At: start.Add(time.Minute), SettledAt: start.Add(time.Hour), Version: 1,
	}
}

func TestAdaptation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		create := func(db *storage.DB, a domain.Adaptation) error {
			return db.InTx(context.Background(), func(ctx context.Context, tx domain.Tx) error { return tx.CreateAdaptation(ctx, a) })
		}
		t.Run("every field comes back as it was, and an old version is refused", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			want := fullAdaptation()
			if err := create(db, want); err != nil {
				t.Fatal(err)
			}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Adaptation(ctx, "a1")
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Error(diff, err)
				}
				got.Answer = "not yet"
				return tx.UpdateAdaptation(ctx, got)
			})
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.UpdateAdaptation(ctx, want) })
			wantCode(t, err, domain.Conflict)
		})
		t.Run("of two proposals about the same at once one stands, and another once it is settled", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			stood := make(chan bool, 2)
			err := parallel(2, func(i int) error {
				a := fullAdaptation()
				a.ID = personID(i)
				err := create(db, a)
				stood <- err == nil
				if domain.CodeOf(err) == domain.Conflict {
					return nil
				}
				return err
			})
			if one, two := <-stood, <-stood; err != nil || one == two {
				t.Fatalf("got %t and %t, %v; want one of them", one, two, err)
			}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				list, err := tx.Adaptations(ctx, domain.AdaptationFilter{Person: "p1", Profile: "r1"})
				if err != nil || len(list) != 1 {
					t.Fatalf("got %d, %v", len(list), err)
				}
				list[0].State = domain.AdaptationAgreed
				return tx.UpdateAdaptation(ctx, list[0])
			})
			if err := create(db, fullAdaptation()); err != nil {
				t.Error(err)
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				agreed, err := tx.Adaptations(ctx, domain.AdaptationFilter{Profile: "r1", InForce: true, Limit: 5})
				if err != nil || len(agreed) != 1 || agreed[0].State != domain.AdaptationAgreed {
					t.Errorf("got %+v, %v, want what is agreed", agreed, err)
				}
				behind, err := tx.Adaptations(ctx, domain.AdaptationFilter{Profile: "r1", InForce: true, After: "p1"})
				if err != nil || len(behind) > 0 {
					t.Errorf("got %d behind the last, %v", len(behind), err)
				}
				return nil
			})
		})
	})
}

func TestCitation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		want := domain.Citation{Kind: domain.CitedByGoal, Record: "g1", Person: "p1", Expectation: "e1", Owner: "p1", Version: 2, By: "p2", At: start}
		mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
			other := want
			other.Expectation, other.Version, other.Owner = "e2", 1, ""
			later := want
			later.Record, later.At = "g2", start.Add(time.Hour)
			for _, c := range []domain.Citation{other, want, later} {
				if err := tx.Cite(ctx, c); err != nil {
					return err
				}
			}
			got, err := tx.Citation(ctx, domain.CitedByGoal, "g1")
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			list, err := tx.CitationsAbout(ctx, "p1")
			if diff := cmp.Diff([]domain.Citation{want, later}, list); diff != "" || err != nil {
				t.Error(diff, err)
			}
			if err := tx.Uncite(ctx, domain.CitedByGoal, "g1"); err != nil {
				return err
			}
			_, err = tx.Citation(ctx, domain.CitedByGoal, "g1")
			wantCode(t, err, domain.NotFound)
			return nil
		})
	})
}

func TestPurpose(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := domain.Purpose{Person: "p1", Profile: "r1", Seen: 3, Text: "Fewer nights.", At: start}
		save := func(p domain.Purpose) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.SavePurpose(ctx, p) })
		}
		if err := save(want); err != nil {
			t.Fatal(err)
		}
		wantCode(t, save(want), domain.Conflict)
		want.Version, want.Text = 1, "No nights."
		if err := save(want); err != nil {
			t.Fatal(err)
		}
		wantCode(t, save(want), domain.Conflict)
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			want.Version = 2
			got, err := tx.Purpose(ctx, "p1")
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			none, err := tx.Purpose(ctx, "p2")
			if err != nil || none.Version != 0 || none.Text != "" {
				t.Errorf("got %+v, %v, want none", none, err)
			}
			return nil
		})
	})
}
