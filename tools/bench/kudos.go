package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/tools/service"
)

// workers is how many give kudos at once, on both sides.
const workers = 32

// leastOfPgbench is the part of pgbench's transactions a second that the use
// case has to reach.
const leastOfPgbench = 0.5

// kudos compares giving kudos, from the use case to the committed rows, with
// pgbench asking the database the same.
func kudos(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newPopulated(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	path, statements, err := g.kudosScript(ctx)
	if err != nil {
		return nil, err
	}
	var ratios, ours, theirs []float64
	for round := range s.rounds {
		their, err := g.pgbench(ctx, path, s.round)
		if err != nil {
			return nil, err
		}
		our, err := give(ctx, g.practice, s.round)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(out, "kudos, round %d: pgbench %.0f/s, rapport %.0f/s, ratio %.2f\n", round+1, their, our, our/their)
		theirs, ours, ratios = append(theirs, their), append(ours, our), append(ratios, our/their)
	}
	return []figure{{
		what:    "a public kudos on PostgreSQL, use case to commit, 32 workers, of pgbench with the same statements",
		reached: median(ratios), limit: leastOfPgbench,
		detail: fmt.Sprintf("%.0f/s of %.0f/s; %d statements, %d of them write", median(ours), median(theirs), len(statements), changed(statements)),
	}}, nil
}

// kudosScript records one kudos and writes pgbench's script of it.
func (g *ground) kudosScript(ctx context.Context) (string, []statement, error) {
	n := 0
	statements, err := g.record(ctx, func(db *storage.DB) error {
		n++
		return giveOne(ctx, db, n)
	})
	if err != nil {
		return "", nil, err
	}
	path := filepath.Join(g.folder, "kudos.sql")
	if err := os.WriteFile(path, []byte(script(statements, 1, 2)), 0o600); err != nil {
		return "", nil, fmt.Errorf("write pgbench's script: %w", err)
	}
	return path, statements, nil
}

// giveOne gives the n-th kudos of those that are recorded, from the first person
// to the second.
func giveOne(ctx context.Context, db *storage.DB, n int) error {
	service := domain.KudosService{Practice: practiceOn(db)}
	_, err := service.Give(ctx, domain.Act{Actor: personID(1), Key: fmt.Sprintf("key-%d", n)}, draft(2, fmt.Sprintf("for the launch of rocket %d", n)))
	if err != nil {
		return fmt.Errorf("give kudos: %w", err)
	}
	return nil
}

// tps is where pgbench says how much it did.
var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

// pgbench runs a script as fast as the database takes it, and returns
// transactions a second.
func (g *ground) pgbench(ctx context.Context, path string, length time.Duration) (float64, error) {
	cmd := service.Command(ctx, filepath.Join(g.bin, "pgbench"), "--no-vacuum", "--protocol=prepared",
		"--client="+strconv.Itoa(workers), "--jobs=2", fmt.Sprintf("--time=%d", int(length.Seconds())), "--file="+path, g.postgres.URL())
	words, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, words)
	}
	m := tps.FindSubmatch(words)
	if m == nil {
		return 0, fmt.Errorf("pgbench says %s", words)
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		return 0, fmt.Errorf("pgbench says %s: %w", words, err)
	}
	return n, nil
}

// give gives kudos with all workers, and returns how many a second.
func give(ctx context.Context, p domain.Practice, length time.Duration) (float64, error) {
	kudos := domain.KudosService{Practice: p}
	timed, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var given atomic.Int64
	var running sync.WaitGroup
	faults := make(chan error, workers)
	began := time.Now()
	for range workers {
		running.Go(func() {
			for timed.Err() == nil {
				giver := 1 + rand.IntN(people)                                    //nolint:gosec // who thanks whom is no secret
				words := fmt.Sprintf("for the launch of rocket %d", rand.Int64()) //nolint:gosec // as above
				_, err := kudos.Give(ctx, domain.Act{Actor: personID(giver), Key: "key-" + words}, draft(1+giver%people, words))
				if err != nil {
					faults <- fmt.Errorf("give kudos: %w", err)
					return
				}
				given.Add(1)
			}
		})
	}
	running.Wait()
	took := time.Since(began)
	select {
	case err := <-faults:
		return 0, err
	default:
		return float64(given.Load()) / took.Seconds(), nil
	}
}

// median is the middle of what was measured.
func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
