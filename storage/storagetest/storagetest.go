// Package storagetest gives tests a real database each: a SQLite file always,
// and PostgreSQL where RAPPORT_TEST_POSTGRES_URL names a server on which
// databases may be created. Migrations run once; each test gets a copy.
package storagetest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
)

// PostgresURL is the environment variable with the address of a server for
// tests; its user must be allowed to create databases.
const PostgresURL = "RAPPORT_TEST_POSTGRES_URL"

// RedisURL is the environment variable with the address of a Redis for tests.
const RedisURL = "RAPPORT_TEST_REDIS_URL"

// Key is the key that test databases seal with.
var Key = []byte("storagetest: a key of 32 bytes..")

// Open gives a migrated, empty SQLite database in a temporary folder, with the
// practice time of a Clock at its start. It is closed with the test.
func Open(t testing.TB) *storage.DB {
	t.Helper()
	return OpenWith(t, Config(t))
}

// Config is that of a fresh SQLite test database, to be changed before it is
// given to OpenWith. The file holds the migrated schema already.
func Config(t testing.TB) storage.Config {
	t.Helper()
	box, err := storage.NewBox(Key)
	if err != nil {
		t.Fatalf("make a box: %v", err)
	}
	return storage.Config{
		URL: "sqlite:" + copyTemplate(t), Box: box, Clock: NewClock(), MaxConns: 4, Fast: true,
		Logger: slog.New(slog.DiscardHandler),
	}
}

// OpenWith opens a database that is migrated already and closes it with the
// test.
func OpenWith(t testing.TB, c storage.Config) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), c)
	if err != nil {
		t.Fatalf("open a test database: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close a test database: %v", err)
		}
	})
	return db
}

// Each runs a test once for each database at hand, as a subtest with its name.
// Every call of open gives a database of its own.
func Each(t *testing.T, test func(t *testing.T, open func(testing.TB) *storage.DB)) {
	t.Helper()
	EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		test(t, func(t testing.TB) *storage.DB {
			t.Helper()
			return OpenWith(t, config(t))
		})
	})
}

// EachConfig is Each for tests that change the configuration, or open one
// database several times, as replicas do.
func EachConfig(t *testing.T, test func(t *testing.T, config func(testing.TB) storage.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, Config)
	})
	if os.Getenv(PostgresURL) == "" {
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, PostgresConfig)
	})
}

// template is a migrated SQLite file, made once in a test binary.
var template = sync.OnceValues(func() (content []byte, err error) {
	folder, err := os.MkdirTemp("", "storagetest")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, "template.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// migrate makes the schema of a new database and closes it again.
func migrate(url string) (err error) {
	box, err := storage.NewBox(Key)
	if err != nil {
		return err
	}
	ctx := context.Background() //nolint:forbidigo // the template outlives the test that needs it first
	db, err := storage.Open(ctx, storage.Config{URL: url, Box: box, Clock: NewClock(), MaxConns: 2, Fast: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Migrate(ctx)
}

func copyTemplate(t testing.TB) string {
	t.Helper()
	content, err := template()
	if err != nil {
		t.Fatalf("make the template database: %v", err)
	}
	path := filepath.Join(t.TempDir(), "rapport.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatalf("copy the template database: %v", err)
	}
	return path
}

// Clock is practice time that tests set. It starts on 2000-01-01 at midnight
// UTC, a Saturday.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

var _ domain.Clock = (*Clock)(nil)

// NewClock makes a clock at its start.
func NewClock() *Clock {
	return &Clock{now: time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)}
}

// Now is the time that was set.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock to an instant.
func (c *Clock) Set(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = now
}

// Advance moves the clock and returns the new time.
func (c *Clock) Advance(by time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
	return c.now
}
