package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/slack-go/slack"
)

func TestPassing(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err  error
		want bool
	}{
		"no server there":             {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, true},
		"a server that starts":        {&pgconn.PgError{Code: pgStarting}, true},
		"a wrong password":            {&pgconn.PgError{Code: pgInvalidPassword}, false},
		"an unknown host":             {&net.DNSError{IsNotFound: true}, false},
		"a resolver that is away":     {&net.DNSError{IsTimeout: true}, true},
		"an answer that was cut":      {fmt.Errorf("ask: %w", &net.OpError{Op: "read", Err: syscall.ECONNRESET}), true},
		"Slack's 503":                 {slack.StatusCodeError{Code: 503}, true},
		"Slack's 404":                 {slack.StatusCodeError{Code: 404}, false},
		"Slack's limit":               {&slack.RateLimitedError{RetryAfter: time.Second}, true},
		"a token that Slack refuses":  {slack.SlackErrorResponse{Err: "invalid_auth"}, false},
		"what only a person can mend": {errors.New("the app lacks scopes"), false},
	} {
		if got := passing(explained{fmt.Errorf("start: %w", tt.err), "mend it"}); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestPatiently(t *testing.T) {
	t.Parallel()
	quiet := slog.New(slog.DiscardHandler)
	away := fmt.Errorf("reach the database: %w", syscall.ECONNREFUSED)
	for name, tt := range map[string]struct {
		fails int // before it starts; -1 for ever
		with  error
		stop  time.Duration // when the process is told to stop; 0 for never
		tries int           // 0 where it does not matter
		took  time.Duration
		want  error
	}{
		"it is there":                       {fails: 0, tries: 1},
		"it comes after a while":            {fails: 3, with: away, tries: 4, took: 3 * time.Second},
		"it never comes":                    {fails: -1, with: away, took: startPatience, want: away},
		"somebody has to mend it":           {fails: -1, with: errBroken, tries: 1, want: errBroken},
		"it is told to stop while it waits": {fails: -1, with: away, stop: 1500 * time.Millisecond, tries: 2, took: 1500 * time.Millisecond, want: away},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if tt.stop > 0 {
					time.AfterFunc(tt.stop, cancel)
				}
				tries, began := 0, time.Now()
				err := patiently(ctx, quiet, func() error {
					if tries++; tt.fails < 0 || tries <= tt.fails {
						return tt.with
					}
					return nil
				})
				if !errors.Is(err, tt.want) || tt.tries > 0 && tries != tt.tries || time.Since(began) != tt.took {
					t.Errorf("got %v after %d tries and %s", err, tries, time.Since(began))
				}
			})
		})
	}
}

var errBroken = errors.New("broken")
