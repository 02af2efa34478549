package socket

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// Opener asks Slack for the address of a new connection. *slack.Client is one,
// if it was made with the app token (slack.OptionAppLevelToken).
type Opener interface {
	StartSocketModeContext(ctx context.Context) (*slack.SocketModeConnection, string, error)
}

// Handler handles one envelope. What it returns goes into the ack, where the
// envelope accepts an answer; nil is an empty ack. With an error nothing is
// acknowledged: Slack sends an event again, and shows a person who pressed
// something that it failed. The context ends when Slack stops waiting.
type Handler func(ctx context.Context, e Envelope) (answer any, err error)

// Config is what a Client needs.
type Config struct {
	Client  Opener  // required
	Handler Handler // required
	// Refused answers commands and presses that could not start in time. It
	// runs while the workers are busy, so it must not need much; what it
	// returns goes into the ack. Nil acknowledges without an answer.
	Refused func(ctx context.Context, e Envelope) (answer any)
	// Unsent is told of an answer that could not be sent, with ErrTooLarge,
	// ErrNotAccepted or the error of the connection, so that it can go another
	// way. After
	// ErrTooLarge what it returns is sent instead, if it is small enough;
	// otherwise its result is not looked at. Nil loses the answer, and acks.
	Unsent func(ctx context.Context, e Envelope, answer any, err error) (instead any)

	Connections int // how many are kept open; 0 is 2
	Workers     int // how many envelopes are handled at once; 0 is 32
	Waiting     int // how many may wait for a worker; 0 is 2048
	// Expected is how many connections all replicas have at most, while some of
	// them are being renewed. More than these are reported. 0 is 10, which is
	// what Slack allows.
	Expected int

	Meter  domain.Meter // nil measures nothing
	Logger *slog.Logger // nil logs nothing
	Times  Times
}

// Times are the time limits. Zero values are replaced by the ones named here.
type Times struct {
	Open     time.Duration // one attempt to connect, until Slack's hello: 20 s
	Ping     time.Duration // between two pings: 5 s
	Silence  time.Duration // a connection without any sign of life is given up: 12 s
	Write    time.Duration // one write: 5 s
	Start    time.Duration // a press that has not started by then is refused: 1 s
	Deadline time.Duration // a handler's time, from the frame's arrival: 2.5 s
	Linger   time.Duration // a renewed connection is read at most so long: 60 s
	ReadOut  time.Duration // after a close frame, what still arrives is read: 3 s
	Drain    time.Duration // on leaving, handlers are waited for at most so long: 15 s

	BackOff    time.Duration // first wait after a failed attempt, doubled up to
	BackOffMax time.Duration // this one: 0.5 s and 60 s, with jitter
	Stable     time.Duration // a connection that lived so long ends the back-off: 60 s
	TooMany    time.Duration // least wait after Slack said that there are too many: 30 s
	Window     time.Duration // the breaker allows MaxOpens attempts in it: 60 s
	MaxOpens   int           // 12
}

func (t Times) orDefaults() Times {
	for _, d := range []struct {
		value    *time.Duration
		fallback time.Duration
	}{
		{&t.Open, 20 * time.Second},
		{&t.Ping, 5 * time.Second},
		{&t.Silence, 12 * time.Second},
		{&t.Write, 5 * time.Second},
		{&t.Start, time.Second},
		{&t.Deadline, 2500 * time.Millisecond},
		{&t.Linger, time.Minute},
		{&t.ReadOut, 3 * time.Second},
		{&t.Drain, 15 * time.Second},
		{&t.BackOff, 500 * time.Millisecond},
		{&t.BackOffMax, time.Minute},
		{&t.Stable, time.Minute},
		{&t.TooMany, 30 * time.Second},
		{&t.Window, time.Minute},
	} {
		if *d.value <= 0 {
			*d.value = d.fallback
		}
	}
	t.MaxOpens = positive(t.MaxOpens, 12)
	return t
}

func (c Config) orDefaults() Config {
	c.Connections = positive(c.Connections, 2)
	c.Workers = positive(c.Workers, 32)
	c.Waiting = positive(c.Waiting, 2048)
	c.Expected = positive(c.Expected, slackConnections)
	if c.Meter == nil {
		c.Meter = domain.Unmetered{}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Times = c.Times.orDefaults()
	return c
}

// slackConnections is how many connections Slack allows an app at once.
const slackConnections = 10

func positive(n, fallback int) int {
	if n <= 0 {
		return fallback
	}
	return n
}

func (c Config) validate() error {
	var faults []error
	if c.Client == nil {
		faults = append(faults, errors.New("socket: no client to open connections with"))
	}
	if c.Handler == nil {
		faults = append(faults, errors.New("socket: no handler"))
	}
	return errors.Join(faults...)
}
