package storage

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrateWait is how long a start waits for another process that migrates.
const migrateWait = 5 * time.Minute

// Migrate brings the schema up to this release and checks the result. It looks
// first and takes the lock only where something is pending, so that replicas
// start beside each other. Migrations may have gaps and may come out of order.
func (d *DB) Migrate(ctx context.Context) error {
	pending, err := d.Pending(ctx)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		if err := d.migrate(ctx); err != nil {
			return fmt.Errorf("migrate the database: %w", err)
		}
	}
	return d.check(ctx)
}

func (d *DB) migrate(ctx context.Context) error {
	options := []goose.ProviderOption{goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true), goose.WithSlog(d.logger)}
	kind := goose.DialectSQLite3
	if d.dialect == postgresDialect {
		kind = goose.DialectPostgres
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, uint64(migrateWait/time.Second)))
		if err != nil {
			return tried("prepare the migration lock", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	} else {
		held, err := lockSidecar(ctx, d.path+".migrate", int(migrateWait/time.Millisecond))
		if err != nil {
			return err
		}
		defer func() { d.closeQuietly("migration lock", held.unlock) }()
	}
	files, err := renderMigrations(d.dialect)
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(kind, d.write.sql, files, options...)
	if err != nil {
		return tried("read the migrations", err)
	}
	_, err = provider.Up(ctx)
	return tried("apply the migrations", err)
}

// Pending lists the migrations of this release that are not applied, by their
// numbers in ascending order: all of them on an empty database, none on one
// that is up to date.
func (d *DB) Pending(ctx context.Context) ([]int64, error) {
	done, err := d.applied(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for pending migrations: %w", err)
	}
	known, err := knownMigrations()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(known, func(version int64) bool { return done[version] }), nil
}

// applied reads what goose has recorded; nothing on an empty database.
func (d *DB) applied(ctx context.Context) (map[int64]bool, error) {
	done := map[int64]bool{}
	migrated, err := d.migrated(ctx)
	if err != nil || !migrated {
		return done, err
	}
	var versions []int64
	err = d.write.gorm.WithContext(ctx).Raw(`SELECT version_id FROM goose_db_version WHERE is_applied`).Scan(&versions).Error
	for _, version := range versions {
		done[version] = true
	}
	return done, err
}

// migrated tells whether the database has a schema of ours at all.
func (d *DB) migrated(ctx context.Context) (bool, error) { return d.hasTable(ctx, "schema_floor") }

// hasTable tells whether a table is there already.
func (d *DB) hasTable(ctx context.Context, name string) (bool, error) {
	query := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?`
	if d.dialect == postgresDialect {
		query = `SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass(?)`
	}
	var found int
	err := d.write.gorm.WithContext(ctx).Raw(query, name).Scan(&found).Error
	return found > 0, err
}

// check refuses a database that this program must not use: it is too old for
// it, or lacks a key.
func (d *DB) check(ctx context.Context) error {
	var floors []string
	if err := d.write.gorm.WithContext(ctx).Raw(`SELECT oldest FROM schema_floor`).Scan(&floors).Error; err != nil {
		return fmt.Errorf("read which releases may use the database: %w", err)
	}
	for _, oldest := range floors {
		if olderRelease(d.release, oldest) {
			return TooOld{d.release, oldest}
		}
	}
	if err := d.checkKeys(ctx); err != nil {
		return err
	}
	return d.checkLedgerKeys(ctx)
}

// TooOld is a release that must not use the database any more.
type TooOld struct {
	Release string // this one
	Oldest  string // that may
}

// Error says both.
func (e TooOld) Error() string {
	return fmt.Sprintf("this is release %s, but the database is of a later one: it needs %s or newer", e.Release, e.Oldest)
}

// olderRelease compares versions such as "0.3.1" or "v0.3.1-rc1" by their
// numbers. What has no numbers, as a build from a work tree, is never older.
func olderRelease(release, oldest string) bool {
	have, ok := releaseNumbers(release)
	want, known := releaseNumbers(oldest)
	if !ok || !known {
		return false
	}
	for i := range want {
		if have[i] != want[i] {
			return have[i] < want[i]
		}
	}
	return false
}

func releaseNumbers(release string) (numbers [3]int, ok bool) {
	release = strings.TrimPrefix(release, "v")
	release, _, _ = strings.Cut(release, "-")
	release, _, _ = strings.Cut(release, "+")
	parts := strings.Split(release, ".")
	if len(parts) != len(numbers) {
		return numbers, false
	}
	for i, part := range parts {
		n, err := strconv.Atoi(part)
		if err != nil {
			return numbers, false
		}
		numbers[i] = n
	}
	return numbers, true
}

// knownMigrations lists the versions in the embedded folder.
func knownMigrations() ([]int64, error) {
	entries, err := fs.ReadDir(migrationFiles, "migrations")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	versions := make([]int64, len(entries))
	for i, entry := range entries {
		if versions[i], err = goose.NumericComponent(entry.Name()); err != nil {
			return nil, fmt.Errorf("read the number of %s: %w", entry.Name(), err)
		}
	}
	return versions, nil
}

// columnTypes are the words of the migrations that differ by dialect.
func columnTypes(d dialect) template.FuncMap {
	word := func(postgres, sqlite string) func() string {
		return func() string {
			if d == postgresDialect {
				return postgres
			}
			return sqlite
		}
	}
	return template.FuncMap{
		// Ids compare byte by byte everywhere, whatever the locale.
		"id":        word(`text COLLATE "C"`, "text"),
		"timestamp": word("timestamptz", "timestamp"),
		"boolean":   word("boolean", "boolean"),
		"bytes":     word("bytea", "blob"),
		"sealed":    word("bytea", "blob"),
		"bigserial": word("bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", "integer PRIMARY KEY AUTOINCREMENT"),
		"postgres":  func() bool { return d == postgresDialect },
	}
}

// renderMigrations writes the folder out for one dialect.
func renderMigrations(d dialect) (fs.FS, error) {
	entries, err := fs.ReadDir(migrationFiles, "migrations")
	if err != nil {
		return nil, fmt.Errorf("list the migrations: %w", err)
	}
	out := renderedFS{}
	var faults []error
	for _, entry := range entries {
		text, err := renderMigration(d, entry.Name())
		out[entry.Name()] = text
		faults = append(faults, err)
	}
	return out, errors.Join(faults...)
}

// Each migration is a transaction. An index on a large table takes longer than
// the sessions of PostgreSQL give a statement; were it broken off, it would be
// at each start.
const (
	gooseUp     = "-- +goose Up\n"
	unhurriedUp = "SET LOCAL statement_timeout = 0;\n"
)

func renderMigration(d dialect, name string) ([]byte, error) {
	text, err := fs.ReadFile(migrationFiles, "migrations/"+name)
	if err != nil {
		return nil, fmt.Errorf("read migration %s: %w", name, err)
	}
	t, err := template.New(name).Funcs(columnTypes(d)).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("parse migration %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, nil); err != nil {
		return nil, fmt.Errorf("render migration %s: %w", name, err)
	}
	if d == postgresDialect {
		return bytes.Replace(out.Bytes(), []byte(gooseUp), []byte(gooseUp+unhurriedUp), 1), nil
	}
	return out.Bytes(), nil
}

// Schema gives all migrations as they run on one of the databases, for those
// who want to read them, and for telling one schema from another.
func Schema(postgres bool) (string, error) {
	d := sqliteDialect
	if postgres {
		d = postgresDialect
	}
	files, err := renderMigrations(d)
	if err != nil {
		return "", err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return "", fmt.Errorf("list the migrations: %w", err)
	}
	var all strings.Builder
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("read migration %s: %w", name, err)
		}
		all.Write(text)
	}
	return all.String(), nil
}
