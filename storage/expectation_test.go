package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullRole has something in every field.
func fullRole() domain.RoleProfile {
	return domain.RoleProfile{
		ID: "r1", Role: "Ward nurse", Retired: true, Outcomes: []string{"safe patients"}, Processes: []string{"handover", "hygiene"},
		Impact: "People get well.", Expectations: []domain.Expectation{
			{ID: "e1", Version: 1, Dimension: domain.ResultGoal, Text: "no wrong dose"}, {ID: "e2", Version: 2, Dimension: domain.BehaviourGoal, Text: "speaks up"},
		},
		KPIs:   []domain.KPI{{ID: "k1", Name: "Medication errors", Unit: "per 1,000 doses", Target: "at most 2", Standard: "0"}},
		Levels: []domain.RoleLevel{{Name: "Junior", Differs: "with a preceptor"}},
		By:     "p1", At: start.Add(time.Minute), TellAt: start.Add(time.Hour),
	}
}

func TestRoleProfile(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		save := func(t *testing.T, db *storage.DB, p domain.RoleProfile) (out domain.RoleProfile, err error) {
			t.Helper()
			err = db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				out, err = tx.SaveRoleProfile(ctx, p)
				return err
			})
			return out, err
		}
		t.Run("every field comes back as it was, and each version stays", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first, err := save(t, db, fullRole())
			if err != nil || first.Version != 1 {
				t.Fatalf("got version %d, %v", first.Version, err)
			}
			second := first
			second.Role, second.Retired, second.Impact = "Nurse", false, "Nobody is harmed."
			if second, err = save(t, db, second); err != nil {
				t.Fatal(err)
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.RoleProfile(ctx, "r1")
				if err != nil {
					return err
				}
				if diff := cmp.Diff(second, got); diff != "" {
					t.Error(diff)
				}
				history, err := tx.RoleHistory(ctx, "r1", 10)
				if err != nil || len(history) != 2 {
					t.Fatalf("got %d versions, %v", len(history), err)
				}
				first.TellAt = time.Time{} // that of the newest counts
				if diff := cmp.Diff(first, history[1]); diff != "" {
					t.Error(diff)
				}
				_, err = tx.RoleProfileOf(ctx, "Ward nurse")
				wantCode(t, err, domain.NotFound)
				return nil
			})
		})
		t.Run("an old version and a name that is taken are refused", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			first, err := save(t, db, fullRole())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := save(t, db, first); err != nil {
				t.Fatal(err)
			}
			_, err = save(t, db, first)
			wantCode(t, err, domain.Conflict)
			other := fullRole()
			other.ID = "r2"
			_, err = save(t, db, other)
			wantCode(t, err, domain.Conflict)
		})
		t.Run("of two who add the same role at once one does", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			saved := make(chan bool, 2)
			err := parallel(2, func(i int) error {
				p := fullRole()
				p.ID = personID(i)
				_, err := save(t, db, p)
				saved <- err == nil
				if domain.CodeOf(err) == domain.Conflict {
					return nil
				}
				return err
			})
			if one, two := <-saved, <-saved; err != nil || one == two {
				t.Errorf("got %t and %t, %v; want one of them", one, two, err)
			}
		})
		t.Run("those to be told are due by their time, and a newer version is told anew", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			p, err := save(t, db, fullRole())
			if err != nil {
				t.Fatal(err)
			}
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				early, err := tx.DueRoles(ctx, start, 10)
				if err != nil || len(early) > 0 {
					t.Errorf("got %v, %v, want none yet", early, err)
				}
				if at, ok, err := tx.NextRole(ctx, start); err != nil || !ok || !at.Equal(p.TellAt) {
					t.Errorf("got %v, %v, %v", at, ok, err)
				}
				old := p
				old.Version, old.TellAt = 0, time.Time{}
				if err := tx.NoteTold(ctx, old); err != nil {
					return err
				}
				due, err := tx.DueRoles(ctx, p.TellAt, 10)
				if err != nil || len(due) != 1 {
					t.Errorf("got %v, %v, want it still due", due, err)
				}
				p.TellAt = time.Time{}
				if err := tx.NoteTold(ctx, p); err != nil {
					return err
				}
				due, err = tx.DueRoles(ctx, start.Add(24*time.Hour), 10)
				if err != nil || len(due) != 0 {
					t.Errorf("got %v, %v, want none", due, err)
				}
				return nil
			})
		})
		t.Run("profiles are listed by name, page by page", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for i, name := range []string{"Nurse", "Analyst", "Welder"} {
				p := fullRole()
				p.ID, p.Role, p.Retired = personID(i), name, name == "Welder"
				if _, err := save(t, db, p); err != nil {
					t.Fatal(err)
				}
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				page, err := tx.RoleProfiles(ctx, domain.RoleFilter{After: "Analyst", Limit: 1})
				if err != nil || len(page) != 1 || page[0].Role != "Nurse" {
					t.Errorf("got %v, %v", page, err)
				}
				inForce, err := tx.RoleProfiles(ctx, domain.RoleFilter{InForce: true})
				if err != nil || len(inForce) != 2 {
					t.Errorf("got %d in force, %v", len(inForce), err)
				}
				return nil
			})
		})
	})
}

func TestWording(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mine := domain.Expectation{ID: "e1", Owner: "p1", Version: 1, Dimension: domain.ActionGoal, Text: "calls at once"}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, e := range []domain.Expectation{{ID: "e1", Version: 1, Dimension: domain.ActionGoal, Text: "calls"}, mine, {ID: "e1", Version: 1, Text: "other words"}} {
				if err := tx.KeepWording(ctx, e); err != nil {
					return err
				}
			}
			return nil
		})
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.Wording(ctx, "e1", "p1", 1)
			if diff := cmp.Diff(mine, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			if role, err := tx.Wording(ctx, "e1", "", 1); err != nil || role.Text != "calls" {
				t.Errorf("got %+v, %v, want what was kept first", role, err)
			}
			_, err = tx.Wording(ctx, "e1", "", 2)
			wantCode(t, err, domain.NotFound)
			return nil
		})
	})
}

func TestRoleCounts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for i, role := range []string{"Nurse", "Nurse", "Welder", ""} {
			p := mustPerson(t, db, string(rune('a'+i)))
			p.Role, p.Active = role, role != "Welder"
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.UpdatePerson(ctx, p)
				return err
			})
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.RoleCounts(ctx)
			if diff := cmp.Diff(map[string]int{"Nurse": 2}, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
			return nil
		})
	})
}
