package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/tools/service"
)

const (
	// entries is how long the ledger is: some years of ten thousand people.
	entries = 1_000_000
	// entriesAtOnce is how many one transaction records.
	entriesAtOnce = 5_000
	// mostSeconds is how long proving it may take.
	mostSeconds = 10
)

// verify measures how long it takes to prove a whole ledger, on both databases:
// every link of the chain, and the words of every entry.
func verify(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	folder, err := service.Folder("rapport-bench-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	bin, err := service.FindPostgres()
	if err != nil {
		return nil, err
	}
	postgres, err := service.NewPostgres(ctx, bin, folder, service.Lasting())
	if err != nil {
		return nil, err
	}
	if err := postgres.Start(ctx); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, postgres.Process().Stop()) }()
	for _, on := range []struct{ name, url string }{
		{"PostgreSQL", postgres.URL()}, {"SQLite", "sqlite:" + filepath.Join(folder, "rapport.db")},
	} {
		f, err := verifyOn(ctx, s, on.url, func(format string, args ...any) {
			fmt.Fprintf(out, "verify, "+on.name+": "+format+"\n", args...)
		})
		if err != nil {
			return nil, err
		}
		f.what += on.name
		figures = append(figures, f)
	}
	return figures, nil
}

// verifyOn writes a ledger, seals it, and proves it once a round.
func verifyOn(ctx context.Context, s settings, url string, say func(string, ...any)) (f figure, err error) {
	box, err := storage.NewBox([]byte(strings.Repeat("k", 32)))
	if err != nil {
		return f, fmt.Errorf("make a box: %w", err)
	}
	db, err := storage.Open(ctx, storage.Config{URL: url, Box: box, Clock: system{}})
	if err != nil {
		return f, fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return f, fmt.Errorf("migrate the database: %w", err)
	}
	began := time.Now()
	if err := recordMany(ctx, db, strings.HasPrefix(url, "sqlite:")); err != nil {
		return f, err
	}
	say("%d entries recorded in %.0f s", entries, time.Since(began).Seconds())
	perSecond, err := sealMany(ctx, db)
	if err != nil {
		return f, err
	}
	say("sealed at %.0f/s", perSecond)
	var took []float64
	for range s.rounds {
		began := time.Now()
		proof, err := db.VerifyLedger(ctx)
		if err != nil {
			return f, fmt.Errorf("prove the ledger: %w", err)
		}
		if proof.Break != nil || proof.Sealed != entries {
			return f, fmt.Errorf("%d entries are whole, and then %+v", proof.Sealed, proof.Break)
		}
		took = append(took, time.Since(began).Seconds())
		say("proved in %.1f s", took[len(took)-1])
	}
	return figure{
		what: "a ledger of 1,000,000 entries proved, words included, on ", unit: "s", reached: median(took), limit: mostSeconds, most: true,
		detail: fmt.Sprintf("%.0f entries/s; sealed at %.0f/s", entries/median(took), perSecond),
	}, nil
}

// recordMany writes the ledger as use cases do: ids, and words of usual length.
func recordMany(ctx context.Context, db *storage.DB, oneWriter bool) error {
	writers := 4
	if oneWriter {
		writers = 1
	}
	from := time.Now().Add(-entries * time.Second)
	batches, faults := make(chan int), make(chan error, writers)
	var writing sync.WaitGroup
	for range writers {
		writing.Go(func() {
			for batch := range batches {
				if err := recordBatch(ctx, db, batch, from); err != nil {
					faults <- err
					return
				}
			}
		})
	}
	var err error
	for batch := 0; batch < entries/entriesAtOnce && err == nil; batch++ {
		select {
		case batches <- batch:
		case err = <-faults:
		}
	}
	close(batches)
	writing.Wait()
	return err
}

func recordBatch(ctx context.Context, db *storage.DB, batch int, from time.Time) error {
	err := db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		for n := batch * entriesAtOnce; n < (batch+1)*entriesAtOnce; n++ {
			entry := domain.Entry{
				At: from.Add(time.Duration(n) * time.Second), Actor: personID(n % people), Act: "kudos.give",
				Subject: storage.IDs{}.New(), Person: personID((n + 1) % people), Version: 1,
				Content: fmt.Sprintf("for staying with release %d until the last customer was back", n),
			}
			if err := tx.Record(ctx, entry); err != nil {
				return fmt.Errorf("record an entry: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("record entries: %w", err)
	}
	return nil
}

// sealMany seals all there are, as the sweep does, and returns how many a
// second.
func sealMany(ctx context.Context, db *storage.DB) (float64, error) {
	began := time.Now()
	service := domain.LedgerService{Practice: practiceOn(db)}
	for {
		_, more, err := service.Seal(ctx, domain.SealedAtOnce)
		if err != nil {
			return 0, fmt.Errorf("seal the ledger: %w", err)
		}
		if !more {
			return entries / time.Since(began).Seconds(), nil
		}
	}
}
