package storage_test

import (
	"context"
	"errors"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestRehearse(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("a step sees what was done before, and nothing of it stays", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			ada := mustPerson(t, db, "ada")
			var told []domain.Message
			err := db.Rehearse(t.Context(), storagetest.NewClock(), func(m domain.Message) { told = append(told, m) }, func(store domain.Store) error {
				rename := func(ctx context.Context, tx domain.Tx) error {
					person, err := tx.Person(ctx, ada.ID)
					if err != nil {
						return err
					}
					person.Team = "Elsewhere"
					if _, err := tx.UpdatePerson(ctx, person); err != nil {
						return err
					}
					return tx.Tell(ctx, domain.Message{Kind: domain.AwaySet, Recipient: ada.ID, Subject: ada.ID})
				}
				if err := store.InTx(t.Context(), rename); err != nil {
					return err
				}
				return store.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					person, err := tx.Person(ctx, ada.ID)
					if err == nil && person.Team != "Elsewhere" {
						t.Errorf("the next step sees the team %q", person.Team)
					}
					return err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(told) != 1 || told[0].Recipient != ada.ID || told[0].At.IsZero() {
				t.Errorf("told %v", told)
			}
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				person, err := tx.Person(ctx, ada.ID)
				if person.Team != ada.Team {
					t.Errorf("the team %q stays", person.Team)
				}
				return err
			})
			claimed, err := db.Outbox().Claim(t.Context(), 10, 0)
			if err != nil || len(claimed) != 0 {
				t.Errorf("%d messages wait (%v)", len(claimed), err)
			}
		})

		t.Run("a step that fails is undone alone, and tells nobody", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			ada := mustPerson(t, db, "ada")
			broken := errors.New("broken")
			told := 0
			err := db.Rehearse(t.Context(), storagetest.NewClock(), func(domain.Message) { told++ }, func(store domain.Store) error {
				step := func(team string, end error) error {
					return store.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
						person, err := tx.Person(ctx, ada.ID)
						if err != nil {
							return err
						}
						person.Team = team
						if _, err := tx.UpdatePerson(ctx, person); err != nil {
							return err
						}
						return errors.Join(tx.Tell(ctx, domain.Message{Kind: domain.AwaySet, Recipient: ada.ID, Subject: ada.ID}), end)
					})
				}
				if err := step("First", nil); err != nil {
					return err
				}
				if err := step("Second", broken); !errors.Is(err, broken) {
					t.Errorf("got %v", err)
				}
				return store.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					person, err := tx.Person(ctx, ada.ID)
					if err == nil && person.Team != "First" {
						t.Errorf("the team is %q", person.Team)
					}
					return err
				})
			})
			if err != nil || told != 1 {
				t.Errorf("told %d times (%v)", told, err)
			}
		})
	})
}
