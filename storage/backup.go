package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Backup writes a whole copy of a SQLite database to a new file, as it is at one
// moment, also while another process serves it. The file appears under its name
// when it is complete and on the disk. Errors: fs.ErrExist where the file is there
// already; on PostgreSQL always.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.dialect != sqliteDialect {
		return errors.New("back up: PostgreSQL has tools of its own for this")
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("back up to %s: %w", path, fs.ErrExist)
	}
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what an earlier backup left: %w", err)
	}
	if _, err := d.write.sql.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return tried("back up", err)
	}
	if err := finishFile(part); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("name the backup: %w", err)
	}
	return nil
}

// finishFile lets its owner alone read a file, and waits until it is on the disk.
func finishFile(path string) (err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("finish the backup: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := errors.Join(f.Chmod(0o600), f.Sync()); err != nil {
		return fmt.Errorf("finish the backup: %w", err)
	}
	return nil
}
