package storage

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// openSQLite opens one writer and several readers on one file. With a single
// writing connection, writers queue in this program, in order and under their
// own deadlines, instead of trying SQLite's lock again and again; the
// write-ahead log lets readers go on meanwhile.
func (d *DB) openSQLite(ctx context.Context, c Config) error {
	if err := os.MkdirAll(filepath.Dir(d.path), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	var err error
	if !c.ReadOnly {
		if d.write, err = d.openPool(ctx, c, sqliteDSN(d.path, c.Fast, false), 1); err != nil {
			return err
		}
	}
	d.read, err = d.openPool(ctx, c, sqliteDSN(d.path, c.Fast, true), c.MaxConns)
	if c.ReadOnly {
		d.write = d.read
	}
	return err
}

func (d *DB) openPool(ctx context.Context, c Config, dsn string, conns int) (pool, error) {
	connector, err := c.Connect(dsn)
	if err != nil {
		return pool{}, fmt.Errorf("open %s: %w", d.path, err)
	}
	db := sql.OpenDB(keeping{connector})
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	if err := pingUnlocked(ctx, db); err != nil {
		return pool{sql: db}, fmt.Errorf("open %s: %w", d.path, err)
	}
	orm, err := newGORM(sqliteDialector{pool: db}, d.logger)
	if err != nil {
		return pool{sql: db}, fmt.Errorf("set up %s: %w", d.path, err)
	}
	return pool{sql: db, gorm: orm}, nil
}

// pingUnlocked connects. While another process switches a new file to the
// write-ahead log SQLite refuses at once, without the wait that it is told.
func pingUnlocked(ctx context.Context, db *sql.DB) error {
	const tries, pause = 100, 15 * time.Millisecond
	err := db.PingContext(ctx)
	for range tries {
		if !isBusy(err) {
			break
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
			err = db.PingContext(ctx)
		case <-ctx.Done():
			timer.Stop()
			return err //nolint:wrapcheck // the caller says what was tried
		}
	}
	return err //nolint:wrapcheck // as above
}

// sqliteDSN writes the settings into the name by which the driver opens the
// file. Times are stored as text in UTC, in a form that sorts as they do.
func sqliteDSN(path string, fast, reader bool) string {
	q := url.Values{}
	q.Set("_timezone", "UTC")
	q.Set("_texttotime", "1")
	q.Set("_time_format", "sqlite")
	q.Set("_busy_timeout", "1500")
	q.Set("_foreign_keys", "1")
	q.Set("_dqs", "0")
	switch {
	case fast:
		q.Set("_synchronous", "OFF")
	default:
		q.Set("_synchronous", "FULL")
	}
	if reader {
		q.Set("_query_only", "1")
	} else {
		q.Set("_journal_mode", "WAL")
		q.Set("_txlock", "immediate")
	}
	file := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}
	return file.String()
}
