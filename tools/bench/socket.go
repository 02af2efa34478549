package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rapport/tools/town"
)

// inFlight is how many people wait for the answer to a kudos at the same time.
const inFlight = 64

// leastThroughSocket is the part of pgbench's transactions a second that has to
// arrive through Slack's socket, with Slack on the same machine.
const leastThroughSocket = 0.25

// socket compares kudos that people type, from the command in Slack to the words
// that confirm it, with pgbench asking the same server the same.
func socket(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newPopulated(ctx)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	path, statements, err := g.kudosScript(ctx)
	if err != nil {
		return nil, err
	}
	h, err := g.serve(ctx, s, "socket")
	defer func() { err = errors.Join(err, h.close()) }()
	if err != nil {
		return nil, err
	}
	var ratios, ours, theirs []float64
	refused := 0
	for round := range s.rounds {
		var their float64
		err := h.still(ctx, func() (err error) {
			their, err = g.pgbench(ctx, path, s.round)
			return err
		})
		if err != nil {
			return nil, err
		}
		our, no, err := h.typed(ctx, s.round)
		if err != nil {
			return nil, err
		}
		refused += no
		fmt.Fprintf(out, "socket, round %d: pgbench %.0f/s, rapport %.0f/s (%d refused), ratio %.2f\n", round+1, their, our, no, our/their)
		theirs, ours, ratios = append(theirs, their), append(ours, our), append(ratios, our/their)
	}
	return []figure{{
		what:    "a public kudos typed in Slack, 64 in flight, Slack and PostgreSQL on the same machine, of pgbench with the same statements",
		reached: median(ratios), limit: leastThroughSocket,
		detail: fmt.Sprintf("%.0f/s of %.0f/s; %d statements, %d of them write; %d were refused in all", median(ours), median(theirs), len(statements), changed(statements), refused),
	}}, nil
}

// typed lets so many people type one kudos after the other, and returns how many
// a second were confirmed, and how many in all were refused because Rapport had
// too much to do.
func (h *served) typed(ctx context.Context, length time.Duration) (perSecond float64, refused int, err error) {
	timed, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var confirmed, not atomic.Int64
	var running sync.WaitGroup
	faults := make(chan error, inFlight)
	began := time.Now()
	for n := range inFlight {
		running.Go(func() {
			for timed.Err() == nil {
				// Everybody has people of their own: one person does one thing at a time.
				giver := n + inFlight*rand.IntN(len(h.town.People)/inFlight) //nolint:gosec // who thanks whom is no secret
				saved, err := h.typeKudos(ctx, giver)
				switch {
				case err != nil:
					faults <- err
					return
				case saved:
					confirmed.Add(1)
				default:
					not.Add(1)
				}
			}
		})
	}
	running.Wait()
	took := time.Since(began)
	select {
	case err := <-faults:
		return 0, 0, err
	default:
		return float64(confirmed.Load()) / took.Seconds(), int(not.Load()), nil
	}
}

// typeKudos lets a person thank somebody, and tells whether that was confirmed,
// or refused because Rapport has too much to do. Any other answer is an error.
func (h *served) typeKudos(ctx context.Context, giver int) (confirmed bool, err error) {
	receiver := (giver + 1 + rand.IntN(len(h.town.People)-1)) % len(h.town.People)              //nolint:gosec // as above
	text := fmt.Sprintf("@%s for the launch of rocket %d", town.Handle(receiver), rand.Int64()) //nolint:gosec // as above
	reply, err := h.town.As(h.town.People[giver]).Command(ctx, h.town.PlaceOf(giver), "/kudos", text)
	if err != nil {
		return false, fmt.Errorf("type a kudos: %w", err)
	}
	if reply.Ephemeral == nil {
		return false, fmt.Errorf("type a kudos: it was not answered: %s", reply.Failed)
	}
	switch words := reply.Ephemeral.Text(); {
	case strings.HasPrefix(words, "Sent to"):
		return true, nil
	case strings.HasPrefix(words, "Not done: Rapport has too much to do"):
		return false, nil
	default:
		return false, fmt.Errorf("type a kudos: it was answered %q", words)
	}
}
