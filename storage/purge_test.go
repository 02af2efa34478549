package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

// late is when everything of the tests has ended long ago.
var late = start.AddDate(20, 0, 0)

// Every statement of every type is one that both databases understand.
func TestPurge_EveryType(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		for _, record := range domain.RecordTypes {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				at, places := domain.RecordCursor{ID: "x", At: start}, 0
				for more := !record.Routine; more; more = at != (domain.RecordCursor{}) {
					page, next, err := tx.EndedRecords(ctx, record.Name, late, at, 10)
					if err != nil || len(page) > 0 {
						t.Fatalf("%s: %v, %v", record.Name, page, err)
					}
					if places++; places > 10 {
						t.Fatalf("%s has no end", record.Name)
					}
					at = next
				}
				if record.Way == domain.PurgeNever {
					return nil
				}
				if record.Routine {
					_, err := tx.PurgeRoutine(ctx, record.Name, late, []domain.ID{"p1"}, 10)
					return err
				}
				n, err := tx.PurgeRecords(ctx, record.Name, []domain.ID{"x", "y z"})
				if n != 0 {
					t.Errorf("%s: %d went of nothing", record.Name, n)
				}
				return err
			})
		}
	})
}

// Whether something helped is found with those who stand in it, also behind its
// answers, which lie in a table that has no end of its own.
func TestPurge_HelpWithAnswers(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			help := domain.Help{Item: "i1", Person: "grace", Other: "lee", EndedOn: domain.DateOf(start, time.UTC), AskAt: start}
			if err := tx.CreateHelp(ctx, help); err != nil {
				return err
			}
			_, err := tx.AnswerHelp(ctx, domain.HelpAnswer{Item: "i1", Author: "lee", Answer: domain.Worth, Words: "words", At: start})
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			page, _, err := tx.EndedRecords(ctx, domain.RecordHelp, late, domain.RecordCursor{}, 10)
			if err != nil {
				return err
			}
			if len(page) != 1 || page[0].ID != "i1" || !slices.Equal(page[0].Owners, []domain.ID{"grace"}) || !slices.Contains(page[0].Named, "lee") {
				t.Errorf("got %+v, want the one of Grace, in which Lee stands", page)
			}
			n, err := tx.PurgeRecords(ctx, domain.RecordHelp, []domain.ID{"i1"})
			if n == 0 {
				t.Error("nothing was purged")
			}
			return err
		})
	})
}

func TestPurge_Kudos(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		ids := []domain.ID{"k1", "k2", "k3"}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i, id := range ids {
				k := domain.Kudos{
					ID: id, Giver: "ada", Text: "words", State: domain.KudosGiven, At: start.AddDate(0, i, 0),
					Receivers: []domain.KudosReceiver{{Person: "grace"}, {Person: "lin"}},
				}
				if err := tx.CreateKudos(ctx, k); err != nil {
					return err
				}
				if err := tx.Record(ctx, domain.Entry{Act: "kudos.give", Subject: id, Content: "words"}); err != nil {
					return err
				}
			}
			return tx.Tell(ctx, domain.Message{Kind: "x.y", Channel: "C1", Subject: "k1", Class: domain.FromPeople})
		})
		claims, err := db.Outbox().Claim(t.Context(), 1, time.Minute)
		if err != nil || len(claims) != 1 {
			t.Fatalf("claimed %v, %v", claims, err)
		}
		posted := domain.Delivery{Kind: "x.y", Subject: "k1", Channel: "C1", TS: "1.1", At: start}
		if err := db.Outbox().Settle(t.Context(), claims[0], domain.Settlement{State: domain.Sent, Delivery: &posted}); err != nil {
			t.Fatal(err)
		}
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			page, next, err := tx.EndedRecords(ctx, domain.RecordKudos, start.AddDate(0, 2, 0), domain.RecordCursor{}, 1)
			if err != nil || len(page) != 1 || page[0].ID != "k1" || len(page[0].Owners) != 2 || len(page[0].Named) != 3 {
				t.Errorf("got %+v, %v", page, err)
			}
			page, _, err = tx.EndedRecords(ctx, domain.RecordKudos, start.AddDate(0, 2, 0), next, 5)
			if len(page) != 1 || page[0].ID != "k2" {
				t.Errorf("then %+v", page)
			}
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			n, err := tx.PurgeRecords(ctx, domain.RecordKudos, []domain.ID{"k1", "k2"})
			if n != 2 {
				t.Errorf("%d went", n)
			}
			return err
		})
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.Kudos(ctx, "k1")
			wantCode(t, err, domain.NotFound)
			if _, err := tx.Kudos(ctx, "k3"); err != nil {
				t.Error(err)
			}
			entries, err := tx.EntriesOf(ctx, "k1")
			if err != nil || len(entries) != 2 || entries[0].Content != "" || entries[1].Act != domain.LedgerErase {
				t.Errorf("the ledger has %+v, %v", entries, err)
			}
			n, err := tx.Release(ctx, tx.Now(), 10, domain.Quiet)
			if n != 1 {
				t.Errorf("%d messages of Slack are to be deleted, want 1", n)
			}
			_, sealed := tx.SealEntries(ctx, 100)
			if err == nil {
				err = sealed
			}
			return err
		})
		proof, err := db.VerifyLedger(t.Context())
		if err != nil || proof.Break != nil || proof.Erased != 2 {
			t.Errorf("the ledger: %+v, %v", proof, err)
		}
	})
}

// The words of the ledger go by its numbers, oldest first, and no further than
// what is old.
func TestPurge_Ledger(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i := range 5 {
				e := domain.Entry{Act: "person.look", Actor: "hanna", Subject: "grace", Reason: "words", At: start.AddDate(0, i, 0)}
				if err := tx.Record(ctx, e); err != nil {
					return err
				}
			}
			_, err := tx.SealEntries(ctx, 10)
			return err
		})
		erased := 0
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			erased = 0
			for at := (domain.RecordCursor{}); ; {
				page, next, err := tx.EndedRecords(ctx, domain.RecordLedger, start.AddDate(0, 3, 0), at, 2)
				if err != nil {
					return err
				}
				var ids []domain.ID
				for _, r := range page {
					ids = append(ids, r.ID)
				}
				n, err := tx.PurgeRecords(ctx, domain.RecordLedger, ids)
				if erased += n; err != nil || next == (domain.RecordCursor{}) {
					return err
				}
				at = next
			}
		})
		if erased != 3 {
			t.Errorf("%d entries lost their words, want 3", erased)
		}
		if proof, err := db.VerifyLedger(t.Context()); err != nil || proof.Break != nil || proof.Erased != 3 {
			t.Errorf("the ledger: %+v, %v", proof, err)
		}
	})
}
