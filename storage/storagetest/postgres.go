package storagetest

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver called "pgx"

	"rapport/storage"
)

// templateLock is the advisory lock under which test binaries that run beside
// each other make the template database.
const templateLock = 7263547

// PostgresConfig is that of a fresh PostgreSQL database, cloned from a migrated
// template and dropped with the test. It skips where PostgresURL is not set.
func PostgresConfig(t testing.TB) storage.Config {
	t.Helper()
	server := os.Getenv(PostgresURL)
	if server == "" {
		t.Skipf("%s is not set", PostgresURL)
	}
	source, err := postgresTemplate()
	if err != nil {
		t.Fatalf("make the template database: %v", err)
	}
	return freshPostgres(t, server, "TEMPLATE "+source)
}

// EmptyPostgresConfig is that of a PostgreSQL database that was never migrated.
// It skips where PostgresURL is not set.
func EmptyPostgresConfig(t testing.TB) storage.Config {
	t.Helper()
	server := os.Getenv(PostgresURL)
	if server == "" {
		t.Skipf("%s is not set", PostgresURL)
	}
	return freshPostgres(t, server, "")
}

// freshPostgres creates a database and drops it with the test.
func freshPostgres(t testing.TB, server, options string) storage.Config {
	t.Helper()
	name := "rapport_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := onServer(t.Context(), server, fmt.Sprintf(`CREATE DATABASE %s %s`, name, options)); err != nil {
		t.Fatalf("create a test database: %v", err)
	}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context()) // which is over when tests clean up
		if err := onServer(ctx, server, fmt.Sprintf(`DROP DATABASE %s WITH (FORCE)`, name)); err != nil {
			t.Errorf("drop a test database: %v", err)
		}
	})
	box, err := storage.NewBox(Key)
	if err != nil {
		t.Fatalf("make a box: %v", err)
	}
	return storage.Config{
		URL: withDatabase(t, server, name), Box: box, Clock: NewClock(), MaxConns: 8,
		Logger: slog.New(slog.DiscardHandler),
	}
}

// postgresTemplate makes the template once on the server. Its name holds a
// digest of the schema, so that it is made anew when a migration changes.
var postgresTemplate = sync.OnceValues(func() (name string, err error) {
	server := os.Getenv(PostgresURL)
	schema, err := storage.Schema(true)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(schema))
	name = "rapport_template_" + hex.EncodeToString(sum[:8])
	ctx := context.Background() //nolint:forbidigo // the template outlives the test that needs it first
	db, err := sql.Open("pgx", server)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, templateLock); err != nil {
		return "", err
	}
	var there bool
	if err := conn.QueryRowContext(ctx, `SELECT count(*) > 0 FROM pg_database WHERE datname = $1`, name).Scan(&there); err != nil || there {
		return name, err
	}
	return name, makeTemplate(ctx, conn, server, name)
})

// makeTemplate migrates under another name first, so that a run that was
// broken off leaves no half-made template.
func makeTemplate(ctx context.Context, conn *sql.Conn, server, name string) error {
	draft := name + "_draft"
	for _, statement := range []string{
		fmt.Sprintf(`DROP DATABASE IF EXISTS %s WITH (FORCE)`, draft),
		fmt.Sprintf(`CREATE DATABASE %s`, draft),
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	address, err := databaseURL(server, draft)
	if err != nil {
		return err
	}
	if err := migrate(address); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, fmt.Sprintf(`ALTER DATABASE %s RENAME TO %s`, draft, name))
	return err
}

// onServer runs one statement on the server's own database.
func onServer(ctx context.Context, server, statement string) (err error) {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}

func withDatabase(t testing.TB, server, name string) string {
	t.Helper()
	address, err := databaseURL(server, name)
	if err != nil {
		t.Fatalf("read %s: %v", PostgresURL, err)
	}
	return address
}

func databaseURL(server, name string) (string, error) {
	u, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	// A machine that runs many tests at once may answer late.
	query := u.Query()
	query.Set("connect_timeout", "60")
	u.RawQuery = query.Encode()
	return u.String(), nil
}
