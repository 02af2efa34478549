package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"rapport/storage"
)

// backupCommand copies a SQLite database while it is served. The image has no
// shell and no sqlite3 in it.
func backupCommand(sh shell) *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Copy a SQLite database to a new file, also while it is served", Args: cobra.ExactArgs(1),
		Long: "Copy a SQLite database to a new file, also while it is served.\n\n" +
			"The copy is whole, as of one moment. Keep the key elsewhere: without it nobody can read the texts.\n" +
			"PostgreSQL has pg_dump for this. docs/operating.md says how to restore both.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withDatabase(cmd.Context(), func(c Config, db *storage.DB) error {
				if _, isFile := strings.CutPrefix(c.Database.Reveal(), "sqlite:"); !isFile {
					return explained{errors.New("this database is a PostgreSQL, which Rapport does not copy"), "Use `pg_dump`; docs/operating.md has the line."}
				}
				return sh.backup(cmd.Context(), db, args[0])
			})
		},
	}
}

// backup copies the database and says what else is to be kept.
func (sh shell) backup(ctx context.Context, db *storage.DB, path string) error {
	switch err := db.Backup(ctx, path); {
	case errors.Is(err, fs.ErrExist):
		return explained{fmt.Errorf("there is a file at %s already", path), "Name another one; backups are never written over."}
	case err != nil:
		return err
	}
	return sh.printf("The database is copied to %s. Keep its key elsewhere.\n", path)
}
