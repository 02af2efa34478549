package storage_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// The busiest person there is: ten years in which 5,000 thanks and 500 feedbacks
// arrived.
const (
	busyKudos    = 5_000
	busyFeedback = 500
)

// mostOfMyData is how long the busiest person's data may take, in machine time.
const mostOfMyData = 5 * time.Second

func TestMyData_OfTheBusiest(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		bench := storagetest.PracticeOn(t, config(t))
		grace, ada := mustPerson(t, bench.DB, "grace"), mustPerson(t, bench.DB, "ada")
		fillBusy(t, bench.DB, grace.ID, ada.ID)
		began := time.Now()
		data, err := domain.MyDataService{Practice: bench.Practice}.Gather(t.Context(), grace.ID)
		if err != nil {
			t.Fatal(err)
		}
		book, err := sentence.New()
		if err != nil {
			t.Fatal(err)
		}
		page, err := export.MyDataPage(book.In("").At(time.UTC), data)
		if err != nil {
			t.Fatal(err)
		}
		file, err := export.MyDataFile(data)
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(began)
		t.Logf("%d sections, a page of %d KB and a file of %d KB in %s", len(data.Sections), len(page)>>10, len(file)>>10, took.Round(time.Millisecond))
		if n := strings.Count(string(page), "for staying until the last customer was back"); n != busyKudos {
			t.Errorf("%d thanks are in the page, want %d", n, busyKudos)
		}
		if took > mostOfMyData {
			t.Errorf("took %s, want at most %s", took, mostOfMyData)
		}
	})
}

// fillBusy writes ten years of a person, and as much between others.
func fillBusy(t *testing.T, db *storage.DB, busy, other domain.ID) {
	t.Helper()
	const batch = 500
	for from := 0; from < busyKudos; from += batch {
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i := from; i < from+batch; i++ {
				at := start.Add(time.Duration(i) * 17 * time.Hour)
				k := domain.Kudos{
					ID: domain.ID(fmt.Sprintf("k%05d", i)), Giver: other, Text: "for staying until the last customer was back", State: domain.KudosGiven, At: at,
					Receivers: []domain.KudosReceiver{{Person: busy}},
				}
				if err := tx.CreateKudos(ctx, k); err != nil {
					return err
				}
				if i >= busyFeedback {
					continue
				}
				f := domain.Feedback{
					ID: domain.ID(fmt.Sprintf("f%05d", i)), Giver: other, Receiver: busy, State: domain.FeedbackGiven, At: at,
					Situation: "In the call on Thursday", Behaviour: "you named what the customer had tried", Impact: "so nobody asked twice",
				}
				if err := tx.CreateFeedback(ctx, f); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
