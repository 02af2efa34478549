package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/slack-go/slack"
)

// The times of a start, in machine time.
const (
	// startPatience is how long a start waits for a database or a Slack that does
	// not answer. After it the process ends with what is wrong, so that whoever
	// runs it is told.
	startPatience = 2 * time.Minute
	startAgain    = time.Second
)

// pgStarting is PostgreSQL's word for a server that starts, stops or recovers.
const pgStarting = "57P03"

// passing tells whether what kept a start from beginning may pass by itself:
// nothing answered, or only to say that it is not ready. What somebody has to
// mend, such as a wrong password, token or name, does not.
func passing(err error) bool {
	var refused *pgconn.PgError
	var said slack.SlackErrorResponse
	var status slack.StatusCodeError
	var limited *slack.RateLimitedError
	var dns *net.DNSError
	var network net.Error
	switch {
	case errors.As(err, &refused):
		return refused.Code == pgStarting
	case errors.As(err, &said), errors.As(err, &dns) && dns.IsNotFound:
		return false
	case errors.As(err, &status):
		return status.Code >= http.StatusInternalServerError
	}
	return errors.As(err, &limited) || errors.As(err, &network) || errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ECONNRESET)
}

// patiently starts, and again as long as what is in the way may pass.
func patiently(ctx context.Context, logger *slog.Logger, start func() error) error {
	waiting, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		err := start()
		if err == nil || !passing(err) {
			return err
		}
		logger.WarnContext(ctx, "not started yet, trying again", slog.Any("error", err))
		timer := time.NewTimer(startAgain)
		select {
		case <-timer.C:
		case <-waiting.Done():
			timer.Stop()
			return err
		}
	}
}
