package storage

import (
	"context"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"rapport/domain"
)

// testPacer is one whose time is set by the test.
func testPacer(r *Redis, workspace string, now *time.Time) *Pacer {
	p := NewPacer(r, workspace, slog.New(slog.DiscardHandler))
	p.now = func() time.Time { return *now }
	return p
}

func TestPacer_Alone(t *testing.T) {
	t.Parallel()
	t.Run("a burst goes at once, then one each interval", func(t *testing.T) {
		t.Parallel()
		now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		p := testPacer(nil, "T1", &now)
		burst := 0
		for p.Take(t.Context(), "chat.postMessage", 300) == 0 {
			burst++
		}
		if burst != 15 {
			t.Errorf("got a burst of %d, want a twentieth of 300", burst)
		}
		wait := p.Take(t.Context(), "chat.postMessage", 300)
		if wait <= 0 || wait > time.Second {
			t.Errorf("got a wait of %v, want one interval at most", wait)
		}
		now = now.Add(wait - 1)
		if got := p.Take(t.Context(), "chat.postMessage", 300); got != 1 {
			t.Errorf("got a wait of %v just before it ends, want 1ns", got)
		}
		now = now.Add(1)
		if got := p.Take(t.Context(), "chat.postMessage", 300); got != 0 {
			t.Errorf("got a wait of %v when it is over, want none", got)
		}
	})
	t.Run("each method has its own budget", func(t *testing.T) {
		t.Parallel()
		now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		p := testPacer(nil, "T1", &now)
		for p.Take(t.Context(), "chat.update", 50) == 0 {
		}
		if got := p.Take(t.Context(), "views.open", 100); got != 0 {
			t.Errorf("got a wait of %v for another method, want none", got)
		}
	})
	t.Run("without Redis each takes its share of what was seen last", func(t *testing.T) {
		t.Parallel()
		now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		p := testPacer(nil, "T1", &now)
		p.replicas = 3
		if got := takenIn(t.Context(), p, &now, time.Minute, 300); got != 100 {
			t.Errorf("got %d in a minute, want a third of 300", got)
		}
	})
}

// takenIn asks as often as is worth it for a while and counts.
func takenIn(ctx context.Context, p *Pacer, now *time.Time, span time.Duration, perMinute int) int {
	taken := 0
	for end := now.Add(span); now.Before(end); {
		wait := p.Take(ctx, "chat.postMessage", perMinute)
		if wait == 0 {
			taken++
		}
		*now = now.Add(wait)
	}
	return taken
}

// No sixty seconds see more calls than were allowed, whenever they begin and
// however callers behave.
func TestPacer_NeverMoreThanAllowed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		perMinute := rapid.IntRange(1, 400).Draw(t, "perMinute")
		now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
		p := testPacer(nil, "T1", &now)
		var calls []time.Time
		for range rapid.IntRange(1, 1500).Draw(t, "steps") {
			wait := p.Take(context.Background(), "chat.postMessage", perMinute)
			if wait == 0 {
				calls = append(calls, now)
				continue
			}
			now = now.Add(wait + time.Duration(rapid.IntRange(0, 2_000).Draw(t, "idle"))*time.Millisecond)
		}
		for i := range calls {
			if j := i + perMinute; j < len(calls) && calls[j].Sub(calls[i]) < time.Minute {
				t.Fatalf("%d calls within %v, allowed are %d a minute", perMinute+1, calls[j].Sub(calls[i]), perMinute)
			}
		}
	})
}

func openTestRedis(t *testing.T) *Redis {
	t.Helper()
	url := os.Getenv("RAPPORT_TEST_REDIS_URL")
	if url == "" {
		t.Skip("RAPPORT_TEST_REDIS_URL is not set")
	}
	return closeRedis(t, OpenPatientRedis, url)
}

// closeRedis opens one that is closed with the test.
func closeRedis(t *testing.T, open func(url string) (*Redis, error), url string) *Redis {
	t.Helper()
	r, err := open(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func TestPacer_SharedByReplicas(t *testing.T) {
	t.Parallel()
	workspace := uuid.NewString()
	var replicas []*Pacer
	for range 4 {
		r := openTestRedis(t)
		if err := r.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		replicas = append(replicas, NewPacer(r, workspace, slog.New(slog.DiscardHandler)))
	}
	var taken atomic.Int32
	var work sync.WaitGroup
	for _, p := range replicas {
		work.Go(func() {
			for range 25 {
				// Straight at the script: Take would not wait for a machine that
				// is slow, and go on alone.
				wait, err := p.ask(t.Context(), "chat.postMessage", rateOf(60))
				if err != nil {
					t.Error(err)
					return
				}
				if wait == 0 {
					taken.Add(1)
				}
			}
		})
	}
	work.Wait()
	// 60 a minute: a burst of three, and one more for each second it took.
	if got := taken.Load(); got < 3 || got > 60 {
		t.Errorf("got %d taken of 100, want the burst and what the time allowed", got)
	}
	// The first may have been through before the last began: it asks once more.
	if _, err := replicas[0].ask(t.Context(), "chat.postMessage", rateOf(60)); err != nil {
		t.Fatal(err)
	}
	if got := replicas[0].replicas; got != 4 {
		t.Errorf("got %d replicas seen, want 4", got)
	}
}

// deadRedis accepts connections, counts them, and never answers.
func deadRedis(t *testing.T) (url string, connections *atomic.Int32) {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	connections = new(atomic.Int32)
	var work sync.WaitGroup
	work.Go(func() {
		var open []net.Conn
		for {
			conn, err := listener.Accept()
			if err != nil {
				for _, conn := range open {
					conn.Close()
				}
				return
			}
			connections.Add(1)
			open = append(open, conn)
		}
	})
	t.Cleanup(func() {
		listener.Close()
		work.Wait()
	})
	return "redis://" + listener.Addr().String(), connections
}

func TestPacer_ADeadRedisIsHardlyFelt(t *testing.T) {
	t.Parallel()
	url, connections := deadRedis(t)
	impatient := func(url string) (*Redis, error) {
		return OpenRedis(url, slog.New(slog.DiscardHandler), domain.Unmetered{})
	}
	p := NewPacer(closeRedis(t, impatient, url), "T1", slog.New(slog.DiscardHandler))
	taken := 0
	for range 200 {
		if p.Take(t.Context(), "chat.postMessage", 300) == 0 {
			taken++
		}
	}
	if taken < 15 {
		t.Errorf("got %d taken, want at least the burst of one that is alone", taken)
	}
	if got := connections.Load(); got > breakAfter {
		t.Errorf("got %d connections tried, want %d and then peace", got, breakAfter)
	}
}

// wantIdle waits until every connection to Redis is back in its pool.
func wantIdle(t *testing.T, r *Redis) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 10_000 {
		s := r.client.PoolStats()
		if s.TotalConns == s.IdleConns {
			return
		}
		<-tick.C
	}
	t.Errorf("connections are still at work: %+v", r.client.PoolStats())
}

func TestRedis_ConnectionsComeBack(t *testing.T) {
	t.Parallel()
	t.Run("from one that never answers", func(t *testing.T) {
		t.Parallel()
		url, _ := deadRedis(t)
		hopeful := func(url string) (*Redis, error) { return openRedis(url, &breaker{}, 2*time.Millisecond) }
		r := closeRedis(t, hopeful, url)
		for range 30 {
			if r.publish(t.Context(), wakeChannel) == nil {
				t.Error("it has answered")
			}
			r.client.Options().Limiter.ReportResult(nil) // asked again, as after its rest
		}
		wantIdle(t, r)
	})
	t.Run("from callers that go away", func(t *testing.T) {
		t.Parallel()
		r := openTestRedis(t)
		var work sync.WaitGroup
		for range 50 {
			work.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				_ = r.subscribe(ctx, wakeChannel, cancel)
				ctx, cancel = context.WithCancel(t.Context())
				go cancel()
				_ = r.publish(ctx, wakeChannel) // it may have been quicker
			})
		}
		work.Wait()
		wantIdle(t, r)
		if n := r.client.PoolStats().PubSubStats.Active; n != 0 {
			t.Errorf("%d still listen", n)
		}
	})
}

func TestBreaker(t *testing.T) {
	t.Parallel()
	level := levels{}
	b := &breaker{meter: level}
	for range breakAfter {
		if err := b.Allow(); err != nil {
			t.Fatal(err)
		}
		b.ReportResult(context.DeadlineExceeded)
	}
	if err := b.Allow(); err == nil {
		t.Error("asked again at once after failures, want a rest")
	}
	if level[MetricRedisResting] != 1 {
		t.Errorf("got %v, want it measured that redis rests", level)
	}
	b.ReportResult(context.Canceled)
	if err := b.Allow(); err == nil {
		t.Error("open again because a caller went away")
	}
	b.until = time.Now().Add(-time.Second)
	if err := b.Allow(); err != nil {
		t.Errorf("got %v when the rest is over, want one trial", err)
	}
	if err := b.Allow(); err == nil {
		t.Error("two trials at once, want one")
	}
	b.ReportResult(nil)
	if err := b.Allow(); err != nil {
		t.Errorf("got %v after an answer, want all of it open again", err)
	}
	if level[MetricRedisResting] != 0 {
		t.Errorf("got %v, want it measured that redis answers", level)
	}
}

// levels remembers how things stand.
type levels map[string]float64

func (levels) Count(string, string, int) {}

func (l levels) Level(name, _ string, value float64) { l[name] = value }

func (levels) Took(string, string, time.Duration) {}

func TestOpenRedis_QuotesNoPassword(t *testing.T) {
	t.Parallel()
	if _, err := OpenRedis("redis://u:hunter2@[broken", slog.New(slog.DiscardHandler), domain.Unmetered{}); err == nil {
		t.Error("took a broken address")
	} else if text := err.Error(); len(text) == 0 || strings.Contains(text, "hunter2") {
		t.Errorf("got %q, want no password in it", text)
	}
}
