package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"rapport/sandbox"
	"rapport/tools/town"
)

// patience is how long a person waits for anything: longer than Slack does.
const patience = 20 * time.Second

// crowd is the people who act. They begin at fixed times: that answers come
// slowly slows nobody down.
type crowd struct {
	town    *town.Town
	rate    float64
	only    string
	running sync.WaitGroup

	mu       sync.Mutex
	dice     *rand.Rand
	busy     map[int]bool // one person does one thing at a time
	done     []*deed
	receipts []receipt // of kudos that may be taken back
}

// receipt is what a giver reads after a kudos.
type receipt struct {
	person  int
	deed    *deed
	message *sandbox.Message
}

// act is one kind of thing that people do, and how often out of a hundred.
type act struct {
	kind  string
	share int
	do    func(*crowd, context.Context, int, *deed)
}

// acts are the mix of the load.
var acts = []act{
	{"kudos typed", 30, (*crowd).typeKudos},
	{"kudos form", 10, (*crowd).fillKudos},
	{"kudos from home", 10, (*crowd).pressKudos},
	{"goal form", 15, (*crowd).fillGoal},
	{"undo", 10, (*crowd).undoKudos},
	{"join", 5, (*crowd).joinKudos},
	{"home", 20, (*crowd).openHome},
}

func newCrowd(st *stage, s settings) *crowd {
	return &crowd{
		town: st.town, rate: s.rate, only: s.only, busy: map[int]bool{},
		dice: rand.New(rand.NewPCG(s.seed, s.seed)), //nolint:gosec // a seed has to give the same storm again
	}
}

// act lets people begin until the context ends.
func (c *crowd) act(ctx context.Context) {
	next := time.NewTicker(time.Duration(float64(time.Second) / c.rate))
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
			c.begin(context.WithoutCancel(ctx))
		}
	}
}

// begin lets somebody who is free do something.
func (c *crowd) begin(ctx context.Context) {
	c.mu.Lock()
	defer c.mu.Unlock()
	person, free := c.free()
	if !free {
		return
	}
	a := c.pick()
	d := &deed{mark: fmt.Sprintf("deed-%06d.", len(c.done)), kind: a.kind, giver: c.town.People[person], begun: time.Now()}
	c.done = append(c.done, d)
	c.busy[person] = true
	c.running.Go(func() {
		defer c.release(person)
		ctx, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		a.do(c, ctx, person, d)
	})
}

// free finds somebody who does nothing at the moment.
func (c *crowd) free() (int, bool) {
	for range 20 {
		if person := c.dice.IntN(len(c.town.People)); !c.busy[person] {
			return person, true
		}
	}
	return 0, false
}

func (c *crowd) pick() act {
	if i := slices.IndexFunc(acts, func(a act) bool { return a.kind == c.only }); i >= 0 {
		return acts[i]
	}
	n := c.dice.IntN(100)
	for _, a := range acts {
		if n -= a.share; n < 0 {
			return a
		}
	}
	return acts[0]
}

func (c *crowd) release(person int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, person)
}

// wait returns when everybody has finished.
func (c *crowd) wait() { c.running.Wait() }

// deeds are what was done so far.
func (c *crowd) deeds() []*deed {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.done)
}

// others picks one to three people to be thanked.
func (c *crowd) others(person int) []int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 1 + c.dice.IntN(3)
	var list []int
	for len(list) < n {
		if other := c.dice.IntN(len(c.town.People)); other != person && !slices.Contains(list, other) {
			list = append(list, other)
		}
	}
	return list
}

// told notes what a deed was answered.
func (c *crowd) told(d *deed, v verdict, words string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d.verdict, d.ended = v, time.Now()
	if v == other {
		d.words = words
	}
}
