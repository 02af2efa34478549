package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/storage"
)

// migrateCommand brings the database up to date, for those who want that to be
// a step of its own before a new version serves.
func migrateCommand(sh shell) *cobra.Command {
	return &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to this version's schema (serve does it too)",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.openDatabase(cmd.Context(), storeOptions{}, func(_ Config, db *storage.DB) error { return sh.migrate(cmd.Context(), db) })
		},
	}
}

// migrate brings a database up to date and says what that took.
func (sh shell) migrate(ctx context.Context, db *storage.DB) error {
	pending, err := db.Pending(ctx)
	if err != nil {
		return err
	}
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	if len(pending) == 0 {
		return sh.printf("The database was up to date.\n")
	}
	return sh.printf("The database is up to date now; migrations applied: %d.\n", len(pending))
}

// migrateFirst is what to do about a database without this version's schema.
const migrateFirst = "Run `rapport migrate`; serve does it at its start, too."

// withDatabase opens the database of the configuration for as long as a command
// runs that needs it up to date. It makes neither a file nor a key.
func (sh shell) withDatabase(ctx context.Context, do func(Config, *storage.DB) error) error {
	return sh.withStore(ctx, storeOptions{}, do)
}

// withReadOnly is withDatabase on connections that cannot write.
func (sh shell) withReadOnly(ctx context.Context, do func(Config, *storage.DB) error) error {
	return sh.withStore(ctx, storeOptions{ReadOnly: true}, do)
}

func (sh shell) withStore(ctx context.Context, o storeOptions, do func(Config, *storage.DB) error) error {
	c, problems := LoadConfig(sh.env)
	if err := problems.Err(); err != nil {
		return err
	}
	if path, fresh := c.freshSQLite(); fresh {
		return explained{fmt.Errorf("there is no database at %s yet", path), migrateFirst}
	}
	return sh.openDatabase(ctx, o, func(c Config, db *storage.DB) error {
		pending, err := db.Pending(ctx)
		switch {
		case err != nil:
			return err
		case len(pending) > 0:
			return explained{fmt.Errorf("the database lacks %d migrations of this version", len(pending)), migrateFirst}
		}
		return do(c, db)
	})
}

// openDatabase opens the database of the configuration as it is.
func (sh shell) openDatabase(ctx context.Context, o storeOptions, do func(Config, *storage.DB) error) error {
	c, problems := LoadConfig(sh.env)
	if err := problems.Err(); err != nil {
		return err
	}
	o.Clock, o.Logger = systemClock{}, newLogger(c, sh.err)
	db, err := openStore(ctx, c, o)
	if err != nil {
		return err
	}
	defer sh.close("database", db.Close)
	return do(c, db)
}

// close closes a part at the end of a command and says where that failed.
func (sh shell) close(what string, closing func() error) {
	if err := closing(); err != nil {
		fmt.Fprintf(sh.err, "rapport: close the %s: %v\n", what, err)
	}
}

// storeOptions are what opening a database needs beside the configuration.
type storeOptions struct {
	Clock  domain.Clock
	Logger *slog.Logger
	Redis  *storage.Redis
	// ReadOnly opens connections that cannot write.
	ReadOnly bool
	// Fast is for tests and the demo, whose file may be lost in a power cut.
	Fast bool
}

// openStore opens the database with its keys.
func openStore(ctx context.Context, c Config, o storeOptions) (*storage.DB, error) {
	box, err := storage.LoadKeys(c.Key.Reveal(), c.Database.Reveal())
	if err != nil {
		return nil, err
	}
	if box, err = box.WithLedgerKeys(c.LedgerKey.Reveal()); err != nil {
		return nil, err
	}
	db, err := storage.Open(ctx, storage.Config{
		URL: c.Database.Reveal(), Box: box, Clock: o.Clock, Logger: o.Logger, Release: release, Redis: o.Redis, Fast: o.Fast, ReadOnly: o.ReadOnly,
	})
	if err != nil {
		return nil, explainDatabase(c, err)
	}
	return db, nil
}
