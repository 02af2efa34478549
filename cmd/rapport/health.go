package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// readyTime limits how long readiness looks around.
const readyTime = 2 * time.Second

// probe is one thing without which no click can be served.
type probe struct {
	name string
	ask  func(context.Context) error
}

// health serves health, readiness and metrics. It knows nothing about people
// and has no secrets, but it belongs on a local address all the same.
type health struct {
	probes []probe
	server *http.Server
	listen net.Listener
	logger *slog.Logger
}

// newHealth listens at once, so that a taken port is told at the start.
func newHealth(ctx context.Context, addr string, m *metrics, logger *slog.Logger) (*health, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen for health and metrics at %s: %w (set %s to another address, or to none)", addr, err, envHTTP)
	}
	h := &health{listen: l, logger: logger}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", h.alive)
	mux.HandleFunc("GET /readyz", h.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	h.server = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second}
	return h, nil
}

// addr is where it listens.
func (h *health) addr() string { return h.listen.Addr().String() }

// run serves until ctx ends.
func (h *health) run(ctx context.Context) error {
	var closing sync.WaitGroup
	defer closing.Wait()
	served := make(chan struct{})
	closing.Go(func() {
		select {
		case <-ctx.Done():
		case <-served:
		}
		// Nobody waits long for a probe or a scrape: one second is enough to
		// finish those that were begun.
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer cancel()
		if err := h.server.Shutdown(last); err != nil {
			h.logger.WarnContext(ctx, "health server did not end in time", slog.String("error", err.Error()))
		}
	})
	err := h.server.Serve(h.listen)
	close(served)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve health and metrics: %w", err)
}

// alive answers as long as the process does.
func (h *health) alive(w http.ResponseWriter, _ *http.Request) { h.write(w, "ok\n") }

// ready answers 200 where a click would be served, and 503 with what is wrong.
func (h *health) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	var text strings.Builder
	ready := true
	for _, p := range h.probes {
		err := p.ask(ctx)
		if err == nil {
			text.WriteString(p.name + ": ok\n")
			continue
		}
		ready = false
		text.WriteString(p.name + ": not ready\n")
		h.logger.WarnContext(ctx, "not ready", slog.String("part", p.name), slog.String("error", err.Error()))
	}
	if !ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	h.write(w, text.String())
}

// write answers in plain text. Whoever asked may be gone, which is their affair.
func (h *health) write(w http.ResponseWriter, text string) {
	if _, err := io.WriteString(w, text); err != nil {
		h.logger.Debug("health answer not read", slog.String("error", err.Error()))
	}
}
