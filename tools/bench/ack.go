package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// The open loop: kudos begin at fixed times, however slow the answers are.
const (
	ackRate    = 200              // a second
	ackRound   = 60 * time.Second // each round at least
	ackRounds  = 3                // at most
	mostMedian = 10.0             // milliseconds
	mostNearly = 100.0            // milliseconds, for 99 of 100

	leastConfirmed = 99.9 // percent
)

// ack measures how soon Slack has the answer to a typed kudos, from the frame
// being written to its acknowledgement.
func ack(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newPopulated(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	h, err := g.serve(ctx, s, "ack")
	defer func() { err = errors.Join(err, h.close()) }()
	if err != nil {
		return nil, err
	}
	var half, nearly, confirmed []float64
	for round := range min(s.rounds, ackRounds) {
		a, err := h.openLoop(ctx, max(s.round, ackRound))
		if err != nil {
			return nil, err
		}
		p50, p99, share := percentile(a.took, .5), percentile(a.took, .99), 100*float64(a.confirmed)/float64(a.typed)
		fmt.Fprintf(out, "ack, round %d: %d kudos, %.2f %% confirmed, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, most %.1f ms\n",
			round+1, a.typed, share, p50, p99, percentile(a.took, .999), percentile(a.took, 1))
		half, nearly, confirmed = append(half, p50), append(nearly, p99), append(confirmed, share)
	}
	detail := fmt.Sprintf("open loop, %.0f s a round", max(s.round, ackRound).Seconds())
	return []figure{
		{what: "the answer to a typed kudos at 200 a second, half of them", unit: "ms", reached: median(half), limit: mostMedian, most: true, detail: detail},
		{what: "the answer to a typed kudos at 200 a second, 99 of 100", unit: "ms", reached: median(nearly), limit: mostNearly, most: true, detail: detail},
		{what: "kudos typed at 200 a second that were confirmed", unit: "%", reached: median(confirmed), limit: leastConfirmed, detail: detail},
	}, nil
}

// answers are those of one round.
type answers struct {
	typed, confirmed int
	took             []float64 // milliseconds, sorted
}

// openLoop lets people type kudos at the rate, and looks how long each answer
// took.
func (h *served) openLoop(ctx context.Context, length time.Duration) (*answers, error) {
	h.town.Collect() // what was before is not asked for
	a := &answers{}
	var running sync.WaitGroup
	var mu sync.Mutex
	var faults []error
	order := rand.Perm(len(h.town.People)) //nolint:gosec // who thanks whom is no secret
	began := time.Now()
	for a.typed < int(length.Seconds()*ackRate) {
		// A ticker would leave out what comes late.
		if err := rest(ctx, time.Until(began.Add(time.Duration(a.typed)*time.Second/ackRate))); err != nil {
			return nil, err
		}
		giver := order[a.typed%len(order)]
		running.Go(func() {
			saved, err := h.typeKudos(ctx, giver)
			mu.Lock()
			defer mu.Unlock()
			if saved {
				a.confirmed++
			}
			if err != nil {
				faults = append(faults, err)
			}
		})
		if a.typed++; a.typed%ackRate == 0 {
			a.took = append(a.took, h.collect()...)
		}
	}
	running.Wait()
	a.took = append(a.took, h.collect()...)
	slices.Sort(a.took)
	if len(a.took) < a.typed {
		faults = append(faults, fmt.Errorf("%d of %d kudos were acknowledged", len(a.took), a.typed))
	}
	return a, errors.Join(faults[:min(len(faults), 3)]...)
}

// collect takes from the town what was acknowledged.
func (h *served) collect() []float64 {
	var took []float64
	envelopes, _ := h.town.Collect()
	for _, e := range envelopes {
		if e.Type != "slash_commands" {
			continue
		}
		for _, s := range e.Sent {
			if !s.AckedAt.IsZero() {
				took = append(took, s.AckedAt.Sub(s.At).Seconds()*1000)
			}
		}
	}
	return took
}

// percentile is what the given share of a sorted list does not exceed.
func percentile(sorted []float64, share float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
