package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"rapport/sandbox"
)

// weatherLog counts what went wrong.
type weatherLog struct {
	mu sync.Mutex
	n  map[string]int
}

func (l *weatherLog) note(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == nil {
		l.n = map[string]int{}
	}
	l.n[what]++
}

func (l *weatherLog) counts() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

// weather is what goes wrong while it blows.
type weather struct {
	st      *stage
	log     *weatherLog
	seed    uint64
	running sync.WaitGroup
	mu      sync.Mutex
	faults  []error
}

// startWeather lets things go wrong until the context ends.
func startWeather(ctx context.Context, st *stage, s settings, log *weatherLog) *weather {
	w := &weather{st: st, log: log, seed: s.seed}
	if s.has("slack") {
		w.run(ctx, w.slack)
	}
	if s.has("kill") {
		w.run(ctx, func(ctx context.Context) error { return w.kill(ctx, s.kill) })
	}
	if s.has("roll") {
		w.run(ctx, func(ctx context.Context) error { return w.roll(ctx, s.kill) })
	}
	if s.has("upgrade") {
		w.run(ctx, func(ctx context.Context) error { return w.upgrade(ctx, s.length) })
	}
	if s.has("redis") {
		w.run(ctx, func(ctx context.Context) error { return w.redis(ctx, s.length) })
	}
	if s.has("postgres") {
		w.run(ctx, func(ctx context.Context) error { return w.postgres(ctx, s.length) })
	}
	return w
}

func (w *weather) run(ctx context.Context, part func(context.Context) error) {
	w.running.Go(func() {
		if err := part(ctx); err != nil {
			w.mu.Lock()
			w.faults = append(w.faults, err)
			w.mu.Unlock()
		}
	})
}

// wait returns when all is calm again, with what could not be made to go wrong
// or right again.
func (w *weather) wait() error {
	w.running.Wait()
	return errors.Join(w.faults...)
}

// passed waits, and tells whether it still blows then.
func passed(ctx context.Context, d time.Duration) bool { return pause(ctx, d) == nil }

// steady are the faults of Slack that may hit any envelope or call.
func steady(seed uint64) []sandbox.Fault {
	return []sandbox.Fault{
		{Kind: sandbox.DoubleEnvelope, Probability: .05, Seed: seed + 1},
		{Kind: sandbox.LateEnvelope, Delay: 700 * time.Millisecond, Probability: .03, Seed: seed + 2},
		{Kind: sandbox.DropEnvelope, Probability: .01, Seed: seed + 3},
		{Kind: sandbox.ServerError, Probability: .01, Seed: seed + 4},
		{Kind: sandbox.ServerError, Status: 503, Probability: .005, Seed: seed + 5},
		{Kind: sandbox.Slow, Delay: 10 * time.Second, Probability: .003, Seed: seed + 6},
		{Kind: sandbox.LostAnswer, Probability: .01, Seed: seed + 7},
		{Kind: sandbox.Truncated, Probability: .005, Seed: seed + 8},
		{Kind: sandbox.RateLimit, Method: "views.publish", RetryAfter: time.Second, Probability: .01, Seed: seed + 9},
		{Kind: sandbox.RateLimit, Method: "views.open", RetryAfter: time.Second, Probability: .005, Seed: seed + 10},
		{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: 2 * time.Second, Probability: .002, Seed: seed + 11},
		{Kind: sandbox.RateLimit, Method: "chat.update", RetryAfter: 3 * time.Second, Probability: .01, Seed: seed + 12},
	}
}

// slack lets Slack and the network to it misbehave: steadily, and by an event
// every few seconds.
func (w *weather) slack(ctx context.Context) error {
	var ends []func()
	for _, f := range steady(w.seed) {
		ends = append(ends, w.st.town.Fault(f))
	}
	defer func() {
		for _, end := range ends {
			end()
		}
	}()
	dice := rand.New(rand.NewPCG(w.seed, 99)) //nolint:gosec // a seed has to give the same storm again
	for n := 0; passed(ctx, time.Duration(1000+dice.IntN(2000))*time.Millisecond); n++ {
		e := events[n%len(events)]
		w.log.note("slack: " + e.name)
		if err := e.do(w.st, dice); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	return w.st.mend(context.WithoutCancel(ctx))
}

// reinstall does what an operator does where the token was revoked.
func (st *stage) reinstall() error {
	st.revoked = false
	return st.fleet.installed(st.town.Reinstall())
}

// mend puts right what events have left: the app is installed again where its
// token was revoked, and the people team names the channels again that were
// archived.
func (st *stage) mend(ctx context.Context) error {
	if st.revoked {
		if err := st.reinstall(); err != nil {
			return err
		}
	}
	t := st.town
	t.SetScopes(t.Scopes...)
	var faults []error
	for _, place := range t.Places {
		faults = append(faults, t.Unarchive(place), t.Invite(place, t.BotUserID()))
	}
	for _, id := range t.People {
		faults = append(faults, t.Reactivate(id))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	return st.applyPolicy(ctx)
}

// event is something that happens once.
type event struct {
	name string
	do   func(*stage, *rand.Rand) error
}

// once asks for a fault that is used up by one hit.
func once(f sandbox.Fault) func(*stage, *rand.Rand) error {
	f.Times = 1
	return func(st *stage, _ *rand.Rand) error {
		st.town.Fault(f)
		return nil
	}
}

// events happen one after the other, round and round.
var events = []event{
	{"warning", once(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "warning"})},
	{"bad envelope", once(sandbox.Fault{Kind: sandbox.BadEnvelope, Raw: json.RawMessage(`{"type":"interactive","envelope_id":"bad","payload":7}`)})},
	{"refresh", once(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "refresh_requested"})},
	{"channel limit", func(st *stage, dice *rand.Rand) error {
		st.town.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", Channel: oneOf(dice, st.town.Places), RetryAfter: 5 * time.Second, Times: 1})
		return nil
	}},
	{"connection cut", once(sandbox.Fault{Kind: sandbox.Disconnect})},
	{"person deactivated", func(st *stage, dice *rand.Rand) error { return st.town.Deactivate(oneOf(dice, st.town.People)) }},
	{"too many websockets", once(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "too_many_websockets"})},
	{"half open", once(sandbox.Fault{Kind: sandbox.HalfOpen})},
	{"no frame", once(sandbox.Fault{Kind: sandbox.BadEnvelope, Raw: json.RawMessage(`{"type":`)})},
	{"channel archived", func(st *stage, dice *rand.Rand) error { return st.town.Archive(oneOf(dice, st.town.Places)) }},
	{"refresh", once(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "refresh_requested"})},
	{"bot removed", func(st *stage, dice *rand.Rand) error { return st.town.RemoveBot(oneOf(dice, st.town.Places)) }},
	{"workspace limit", once(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: 3 * time.Second})},
	{"scope removed", func(st *stage, _ *rand.Rand) error {
		st.fleet.excuse("the app lacks scopes")
		st.town.SetScopes("commands", "chat:write")
		return nil
	}},
	{"scope back", func(st *stage, _ *rand.Rand) error { st.town.SetScopes(st.town.Scopes...); return nil }},
	{"socket mode off", func(st *stage, _ *rand.Rand) error {
		st.fleet.excuse("Socket Mode is switched off")
		st.town.Fault(sandbox.Fault{Kind: sandbox.Disconnect, Reason: "link_disabled", Times: 1})
		return nil
	}},
	{"token revoked", func(st *stage, _ *rand.Rand) error {
		st.fleet.excuse("token_revoked")
		st.town.RevokeToken()
		st.revoked = true
		return nil
	}},
	{"app installed again", func(st *stage, _ *rand.Rand) error { return st.reinstall() }},
	{"all put right", func(st *stage, _ *rand.Rand) error { return st.mend(context.Background()) }},
}

// oneOf picks one.
func oneOf(dice *rand.Rand, list []string) string { return list[dice.IntN(len(list))] }

// kill kills one replica after the other.
func (w *weather) kill(ctx context.Context, every time.Duration) error {
	for n := 0; passed(ctx, every); n++ {
		w.log.note("replica killed")
		if err := w.st.fleet.ship(n % len(w.st.fleet.ships)).process.Signal(syscall.SIGKILL); err != nil {
			return err
		}
	}
	return nil
}

// roll stops one replica after the other, as an upgrade does.
func (w *weather) roll(ctx context.Context, every time.Duration) error {
	for n := 0; passed(ctx, every); n++ {
		w.log.note("replica stopped")
		if err := w.st.fleet.ship(n % len(w.st.fleet.ships)).process.Signal(syscall.SIGTERM); err != nil {
			return err
		}
	}
	return nil
}

// redis is hung for a quarter of the storm, and dead for another.
func (w *weather) redis(ctx context.Context, length time.Duration) error {
	if !passed(ctx, length/8) {
		return nil
	}
	w.log.note("redis hung")
	err := w.st.redis.Process().Signal(syscall.SIGSTOP)
	passed(ctx, length/4)
	err = errors.Join(err, w.st.redis.Process().Signal(syscall.SIGCONT))
	if err != nil || !passed(ctx, length/8) {
		return err
	}
	w.log.note("redis killed")
	err = w.st.redis.Process().Kill()
	passed(ctx, length/4)
	return errors.Join(err, w.st.redis.Start(context.WithoutCancel(ctx)))
}

// hangFor is how long PostgreSQL hangs: longer than Slack and Rapport wait, so
// that of what was being committed nobody knows what became of it.
const hangFor = 8 * time.Second

// hang stops PostgreSQL and whoever works for it in the middle of what they do.
func (w *weather) hang(ctx context.Context) error {
	w.log.note("postgres hung")
	pid := w.st.postgres.Process().PID()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return fmt.Errorf("find who works for postgres: %w", err)
	}
	for _, s := range []syscall.Signal{syscall.SIGSTOP, syscall.SIGCONT} {
		for _, child := range append(strings.Fields(string(text)), strconv.Itoa(pid)) {
			n, err := strconv.Atoi(child)
			if err != nil {
				return fmt.Errorf("find who works for postgres: %w", err)
			}
			if err := syscall.Kill(n, s); err != nil && !errors.Is(err, syscall.ESRCH) {
				return fmt.Errorf("let postgres hang: %w", err)
			}
		}
		if s == syscall.SIGSTOP {
			passed(ctx, hangFor)
		}
	}
	return nil
}

// postgres hangs once, and is stopped and started again twice: in order, and as
// in a crash.
func (w *weather) postgres(ctx context.Context, length time.Duration) error {
	if !passed(ctx, length/10) {
		return nil
	}
	if err := w.hang(ctx); err != nil {
		return err
	}
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		if !passed(ctx, length/4) {
			return nil
		}
		w.log.note("postgres stopped by " + s.String())
		p := w.st.postgres.Process()
		if err := p.Signal(s); err != nil {
			return err
		}
		<-p.Exited()
		passed(ctx, length/10)
		if err := w.st.postgres.Start(context.WithoutCancel(ctx)); err != nil {
			return err
		}
	}
	return nil
}
