package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"rapport/domain"
)

// Doubts remembers requests in doubt in a small SQLite file in the data folder,
// one for each process, which is made when there is something to remember and
// removed at the end. The process holds SQLite's own lock on its file; the
// system lifts it when the process dies, and then the next one to look, on the
// same machine or volume, takes over what it finds.
type Doubts struct {
	folder string
	box    Box
	logger *slog.Logger

	mu      sync.Mutex
	own     *doubtFile
	refused map[string]bool // files that could not be read, which is said once
}

var _ domain.Doubts = (*Doubts)(nil)

// Doubts remembers in a folder, which is made where it does not exist. Close it
// before the database.
func (d *DB) Doubts(folder string) *Doubts {
	return &Doubts{folder: folder, box: d.box, logger: d.logger, refused: map[string]bool{}}
}

// doubtFiles is how the files are called.
const doubtFiles = "doubts-*.db"

// doubtFile is a file that this process has locked.
type doubtFile struct {
	path string
	db   *sql.DB
	conn *sql.Conn
	rows int64 // how many doubts this process has in it
}

// openDoubtFile opens and locks a file, making it where it is not there. Errors:
// one that isBusy where another process holds it; fs.ErrNotExist where it was
// removed by whoever held it before.
func openDoubtFile(ctx context.Context, path string) (file *doubtFile, err error) {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	name.RawQuery = url.Values{"_busy_timeout": {"0"}, "_synchronous": {"FULL"}}.Encode()
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, tried("open a file of doubts", err)
	}
	file = &doubtFile{path: path, db: db}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.close())
			file = nil
		}
	}()
	if file.conn, err = db.Conn(ctx); err != nil {
		return file, tried("open a file of doubts", err)
	}
	for _, step := range []string{
		`PRAGMA locking_mode = EXCLUSIVE`, `BEGIN EXCLUSIVE`,
		`CREATE TABLE IF NOT EXISTS doubts (id TEXT NOT NULL PRIMARY KEY, doubt BLOB NOT NULL)`, `COMMIT`,
	} {
		if _, err = file.conn.ExecContext(ctx, step); err != nil {
			return file, tried("lock a file of doubts", err)
		}
	}
	if _, err = os.Stat(path); err != nil {
		return file, fmt.Errorf("lock a file of doubts: %w", err)
	}
	return file, nil
}

// change adds (1) or takes away (-1) a doubt by a statement.
func (f *doubtFile) change(ctx context.Context, by int64, statement string, args ...any) error {
	done, err := f.conn.ExecContext(ctx, statement, args...)
	if err != nil {
		return err //nolint:wrapcheck // the caller says what was tried
	}
	n, err := done.RowsAffected()
	f.rows += by * n
	return err //nolint:wrapcheck // as above
}

func (f *doubtFile) close() error {
	var fault error
	if f.conn != nil {
		fault = f.conn.Close()
	}
	return errors.Join(fault, f.db.Close())
}

// remove removes the file while it is still locked, so that nobody takes over
// what is gone.
func (f *doubtFile) remove() error { return errors.Join(os.Remove(f.path), f.close()) }

// Remember fulfils domain.Doubts.
func (s *Doubts) Remember(ctx context.Context, d domain.RequestDoubt) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.remember(ctx, []domain.RequestDoubt{d})
}

// remember writes doubts into the own file; one that is there already stays as
// it is.
func (s *Doubts) remember(ctx context.Context, list []domain.RequestDoubt) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	for _, d := range list {
		text, err := json.Marshal(d)
		if err != nil {
			return fmt.Errorf("write a doubt: %w", err)
		}
		row := s.box.Seal("doubts", d.ID, "doubt", string(text))
		if err := s.own.change(ctx, 1, `INSERT INTO doubts (id, doubt) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`, string(d.ID), row); err != nil {
			return tried("write a doubt", err)
		}
	}
	return nil
}

// open makes the own file. Somebody who looks for the files of the dead at this
// very moment may lock and remove it first; then another is made.
func (s *Doubts) open(ctx context.Context) error {
	const tries = 3
	if s.own != nil {
		return nil
	}
	if err := os.MkdirAll(s.folder, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	var err error
	for range tries {
		var file *doubtFile
		path := filepath.Join(s.folder, "doubts-"+string(IDs{}.New())+".db")
		if file, err = openDoubtFile(ctx, path); err == nil {
			s.own = file
			return os.Chmod(path, 0o600) //nolint:wrapcheck // it names the file
		}
	}
	return err
}

// Forget fulfils domain.Doubts.
func (s *Doubts) Forget(ctx context.Context, id domain.ID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil {
		return nil
	}
	return tried("forget a doubt", s.own.change(ctx, -1, `DELETE FROM doubts WHERE id = ?`, string(id)))
}

// Adopt fulfils domain.Doubts. A file that cannot be read, as for want of its
// key, is left where it is, and logged once.
func (s *Doubts) Adopt(ctx context.Context) ([]domain.RequestDoubt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	paths, err := filepath.Glob(filepath.Join(s.folder, doubtFiles))
	if err != nil {
		return nil, fmt.Errorf("look for doubts: %w", err)
	}
	var all []domain.RequestDoubt
	for _, path := range paths {
		if s.refused[path] || s.own != nil && path == s.own.path {
			continue
		}
		list, err := s.adopt(ctx, path)
		switch {
		case isBusy(err), errors.Is(err, os.ErrNotExist): // it lives, or another was first
		case err != nil:
			s.refused[path] = true
			s.logger.WarnContext(ctx, "doubts of another process cannot be read", slog.String("file", path), slog.Any("error", err))
		default:
			all = append(all, list...)
		}
	}
	return all, nil
}

// adopt moves the doubts of one file into ours.
func (s *Doubts) adopt(ctx context.Context, path string) ([]domain.RequestDoubt, error) {
	file, err := openDoubtFile(ctx, path)
	if err != nil {
		return nil, err
	}
	list, err := s.read(ctx, file)
	if err == nil && len(list) > 0 {
		err = s.remember(ctx, list)
	}
	if err != nil {
		return nil, errors.Join(err, file.close())
	}
	return list, file.remove()
}

// read opens what is in a file.
func (s *Doubts) read(ctx context.Context, file *doubtFile) (list []domain.RequestDoubt, err error) {
	rows, err := file.conn.QueryContext(ctx, `SELECT id, doubt FROM doubts`)
	if err != nil {
		return nil, tried("read doubts", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id domain.ID
		var row sealed
		if err := rows.Scan(&id, &row); err != nil {
			return nil, tried("read doubts", err)
		}
		text, err := s.box.Open("doubts", id, "doubt", row)
		if err != nil {
			return nil, err
		}
		var d domain.RequestDoubt
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			return nil, fmt.Errorf("read a doubt: %w", err)
		}
		list = append(list, d)
	}
	return list, tried("read doubts", rows.Err())
}

// Close gives the file free for whoever looks next; one that is empty goes.
func (s *Doubts) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := s.own
	if file == nil {
		return nil
	}
	s.own = nil
	if file.rows == 0 {
		return file.remove()
	}
	return file.close()
}
