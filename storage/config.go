package storage

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"modernc.org/sqlite" // the driver, in Go alone

	"rapport/domain"
)

// Config says which database to open and how.
type Config struct {
	// URL is "postgres://…" (or "postgresql://…"), or "sqlite:PATH".
	URL string
	// Box seals free text. It is required; KeyNone makes one that does not.
	Box Box
	// Clock gives practice time. Required.
	Clock domain.Clock
	// Logger gets what an operator should know; none of it is user text.
	// The default discards.
	Logger *slog.Logger
	// MaxConns is how many connections a replica keeps open (16). On SQLite
	// it is the number of readers; there is one writer.
	MaxConns int
	// Release is this program's version, such as "0.3.1". A database that only
	// a later release may use is refused. Empty, as in builds from a work
	// tree, counts as the newest.
	Release string
	// Redis carries wake-ups to other replicas; nil for none.
	Redis *Redis
	// Skew shifts machine time (leases, back-off, pace) for tests; nil is none.
	// Machine time itself is the database's clock on PostgreSQL and this
	// machine's on SQLite.
	Skew func() time.Duration
	// ReadOnly opens connections that cannot write, for who only looks.
	ReadOnly bool
	// Connect opens connections to a SQLite file by the name that the driver
	// takes; nil is the driver's own way. A benchmark listens there.
	Connect func(name string) (driver.Connector, error)
	// Fast lets a SQLite file skip every wait for the disk. For tests only: a
	// power cut may destroy the file.
	Fast bool
}

const defaultConns = 16

// withDefaults fills what may be left out and reports all that may not.
func (c Config) withDefaults() (Config, error) {
	var faults []error
	if !c.postgres() && c.sqlitePath() == "" {
		faults = append(faults, errors.New(`database url: want "postgres://…" or "sqlite:PATH"`))
	}
	if c.Clock == nil {
		faults = append(faults, errors.New("database: no clock given"))
	}
	if c.Box.primary == nil && !c.Box.plain {
		faults = append(faults, errors.New("database: no key to seal text with was given"))
	}
	if c.MaxConns < 0 {
		faults = append(faults, fmt.Errorf("database: %d connections are too few", c.MaxConns))
	}
	if c.MaxConns == 0 {
		c.MaxConns = defaultConns
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Connect == nil {
		c.Connect = sqlite.NewConnector
	}
	if c.Skew == nil {
		c.Skew = func() time.Duration { return 0 }
	}
	return c, errors.Join(faults...)
}

func (c Config) postgres() bool {
	return strings.HasPrefix(c.URL, "postgres://") || strings.HasPrefix(c.URL, "postgresql://")
}

// sqlitePath is the file, or empty where the URL names no SQLite file.
func (c Config) sqlitePath() string {
	path, found := strings.CutPrefix(c.URL, "sqlite:")
	if !found {
		return ""
	}
	return path
}
