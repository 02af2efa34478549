package storage_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// stall is a proxy before PostgreSQL that can keep COMMIT from the server, or
// the server's answer to it from the client.
type stall struct {
	listener net.Listener
	server   string

	mu      sync.Mutex
	when    string        // "ask": COMMIT is kept back; "answer": its answer is
	stalled chan struct{} // closed when a COMMIT has come
	resume  chan struct{} // closed to let go of it
	broken  bool          // a COMMIT that is kept back goes nowhere
	work    sync.WaitGroup
}

func newStall(t testing.TB, server string) *stall {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &stall{listener: listener, server: server}
	s.work.Go(s.accept)
	t.Cleanup(func() {
		s.letGo()
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		s.work.Wait()
	})
	return s
}

// hold makes the next COMMIT stall.
func (s *stall) hold(when string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.when, s.stalled, s.resume = when, make(chan struct{}), make(chan struct{})
}

// letGo ends the stall.
func (s *stall) letGo() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.when != "" {
		s.when = ""
		close(s.resume)
	}
}

// breakOff ends the stall by closing the connection: the server rolls back.
func (s *stall) breakOff() {
	s.mu.Lock()
	s.broken = true
	s.mu.Unlock()
	s.letGo()
}

func (s *stall) accept() {
	for {
		client, err := s.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", s.server)
		if err != nil {
			client.Close()
			continue
		}
		gate := make(chan struct{}, 1)
		s.work.Go(func() { s.ask(client, server, gate) })
		s.work.Go(func() { s.answer(server, client, gate) })
	}
}

// ask passes on what the client says, and notices COMMIT.
func (s *stall) ask(client, server net.Conn, gate chan<- struct{}) {
	defer server.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.Contains(buffer[:n], []byte("commit")) {
			s.mu.Lock()
			when, stalled, resume := s.when, s.stalled, s.resume
			s.mu.Unlock()
			switch when {
			case "ask":
				close(stalled)
				<-resume
				if s.isBroken() {
					return
				}
			case "answer":
				gate <- struct{}{}
			}
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}

func (s *stall) isBroken() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// answer passes on what the server says, but for the answer to a COMMIT that
// is held.
func (s *stall) answer(server, client net.Conn, gate <-chan struct{}) {
	defer client.Close()
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		select {
		case <-gate:
			s.mu.Lock()
			stalled, resume := s.stalled, s.resume
			s.mu.Unlock()
			close(stalled)
			<-resume
		default:
		}
		if _, err := io.Copy(client, bytes.NewReader(buffer[:n])); err != nil {
			return
		}
	}
}

// behind gives the configuration of the same database, reached through the
// proxy.
func (s *stall) behind(t testing.TB, c storage.Config) storage.Config {
	t.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	u.Host = s.listener.Addr().String()
	c.URL = u.String()
	return c
}

// lateness is a context whose deadline passes when a test says so.
type lateness struct {
	context.Context
	over chan struct{}
}

func (l lateness) Done() <-chan struct{} { return l.over }

func (l lateness) Err() error {
	select {
	case <-l.over:
		return context.DeadlineExceeded
	default:
		return l.Context.Err()
	}
}

// stalledClaim is a request whose COMMIT stalls.
type stalledClaim struct {
	direct  storage.Config
	proxy   *stall
	db      *storage.DB
	act     domain.Act
	outcome chan error
}

// claimStalled runs a transaction until its COMMIT has stalled.
func claimStalled(ctx context.Context, t *testing.T, when string) stalledClaim {
	t.Helper()
	direct := storagetest.PostgresConfig(t)
	u, err := url.Parse(direct.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := newStall(t, u.Host)
	db, err := storage.Open(t.Context(), proxy.behind(t, direct))
	if err != nil {
		t.Fatal(err)
	}
	c := stalledClaim{direct: direct, proxy: proxy, db: db, outcome: make(chan error, 1)}
	c.act = domain.Act{Actor: "p1", Key: "k1", Digest: "d1"}
	proxy.hold(when)
	go func() {
		c.outcome <- db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
			r := domain.RequestRecord{Actor: c.act.Actor, Key: c.act.Key, Digest: c.act.Digest}
			if _, _, err := tx.ClaimRequest(ctx, r); err != nil {
				return err
			}
			r.Outcome = domain.OutcomeDone
			return tx.FinishRequest(ctx, r)
		})
	}()
	<-proxy.stalled
	return c
}

// A database stops answering at COMMIT. The caller is told, when its time is
// over, that the outcome is unclear; asking with the same request key tells
// the truth, whichever it was.
func TestInTx_UnclearIsToldAndSettled(t *testing.T) {
	t.Parallel()
	for when, wantSaved := range map[string]bool{"answer": true, "ask": false} {
		t.Run("when the "+when+" is lost", func(t *testing.T) {
			t.Parallel()
			late := lateness{Context: t.Context(), over: make(chan struct{})}
			c := claimStalled(late, t, when)
			close(late.over)
			wantCode(t, <-c.outcome, domain.Unclear)
			if when == "ask" {
				c.proxy.breakOff()
			}
			db := storagetest.OpenWith(t, c.direct)
			practice := domain.Practice{Store: db, Clock: c.direct.Clock, IDs: storage.IDs{}}
			for range 2 {
				saved, err := practice.Settle(t.Context(), c.act)
				if err != nil || saved != wantSaved {
					t.Errorf("got saved %v, %v; want %v", saved, err, wantSaved)
				}
			}
			c.proxy.letGo()
			if err := c.db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A caller that is cancelled, as at a shutdown, still gets an answer that is
// only a moment away.
func TestInTx_ACancelledCallerGetsANearAnswer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := claimStalled(ctx, t, "answer")
	cancel()
	c.proxy.letGo()
	if err := <-c.outcome; err != nil {
		t.Errorf("got %v, want saved", err)
	}
	if err := c.db.Close(); err != nil {
		t.Error(err)
	}
}

// A connection that breaks before COMMIT was sent costs a second attempt and
// nothing else.
func TestInTx_BeginsAgainAfterALostConnection(t *testing.T) {
	t.Parallel()
	direct := storagetest.PostgresConfig(t)
	db := storagetest.OpenWith(t, direct)
	attempts := 0
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		attempts++
		if attempts == 1 {
			rawSQL(t, direct, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		}
		_, err := tx.CreatePerson(ctx, domain.Person{ID: "p1", SlackID: "U1"})
		return err
	})
	if attempts != 2 {
		t.Errorf("got %d attempts, want 2", attempts)
	}
}
