package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestSkillTalk(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := domain.SkillTalk{ID: "t1", Person: "p1", Partner: "p2", Quarter: "2000-Q1", PersonAt: start, At: start}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
			want, err = tx.CreateSkillTalk(ctx, want)
			return err
		})
		twice := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			other := want
			other.ID = "t2"
			_, err := tx.CreateSkillTalk(ctx, other)
			return err
		})
		wantCode(t, twice, domain.Conflict)
		want.PartnerAt = start.Add(time.Hour)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			if _, err := tx.GuardSkillTalk(ctx, "p1", "p2", "2000-Q1"); err != nil {
				return err
			}
			return tx.UpdateSkillTalk(ctx, want)
		})
		stale := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error { return tx.UpdateSkillTalk(ctx, want) })
		wantCode(t, stale, domain.Conflict)
		want.Version = 2
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, err := tx.SkillTalkOf(ctx, "p1", "p2", "2000-Q1")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			_, other := tx.SkillTalkOf(ctx, "p1", "p3", "2000-Q1")
			wantCode(t, other, domain.NotFound)
			return err
		})
	})
}

func TestSkillMarks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		want := []domain.SkillMark{{Expectation: "e1", Version: 3, Stand: domain.Solid}, {Expectation: "e2", Owner: "p1", Version: 1, Stand: domain.NotYet}}
		save := func(version int) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				return tx.SaveSkillMarks(ctx, "t1", "p1", want, version)
			})
		}
		for version, code := range []domain.Code{"", ""} {
			wantCode(t, save(version), code)
		}
		wantCode(t, save(0), domain.Conflict)
		wantCode(t, save(1), domain.Conflict)
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			got, version, err := tx.SkillMarks(ctx, "t1", "p1")
			if diff := cmp.Diff(want, got); diff != "" || version != 2 {
				t.Errorf("version %d: %s", version, diff)
			}
			none, version, other := tx.SkillMarks(ctx, "t1", "p2")
			if len(none) > 0 || version != 0 || other != nil {
				t.Errorf("got %v, %d, %v", none, version, other)
			}
			return err
		})
	})
}
