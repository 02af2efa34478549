package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// replay asks the database recorded statements, one after the other on one
// connection, with as little around them as can be: they are prepared, and what
// comes back is read and thrown away.
type replay struct {
	conn *pgx.Conn
	list []prepared
}

// prepared is one statement of a replay.
type prepared struct {
	name   string
	params [][]byte
}

// newReplay connects and prepares.
func newReplay(ctx context.Context, url string, list []statement) (*replay, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	r := &replay{conn: conn}
	names := map[string]string{}
	for _, s := range list {
		name, known := names[s.text]
		if !known {
			name = fmt.Sprintf("s%d", len(names))
			names[s.text] = name
			if _, err := conn.PgConn().Prepare(ctx, name, s.text, nil); err != nil {
				return r, fmt.Errorf("prepare a recorded statement: %w", err)
			}
		}
		p := prepared{name: name}
		for _, text := range s.params {
			p.params = append(p.params, unquoted(text))
		}
		r.list = append(r.list, p)
	}
	return r, nil
}

// unquoted is a parameter as it was given; nil is NULL.
func unquoted(param string) []byte {
	text, isText := strings.CutPrefix(param, "'")
	if !isText {
		return nil
	}
	return []byte(strings.ReplaceAll(strings.TrimSuffix(text, "'"), "''", "'"))
}

// run asks everything once, and tells how long it took.
func (r *replay) run(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	for _, p := range r.list {
		reader := r.conn.PgConn().ExecPrepared(ctx, p.name, p.params, nil, nil)
		for reader.NextRow() {
		}
		if _, err := reader.Close(); err != nil {
			return 0, fmt.Errorf("run a recorded statement: %w", err)
		}
	}
	return time.Since(began), nil
}

func (r *replay) close(ctx context.Context) error {
	if err := r.conn.Close(ctx); err != nil {
		return fmt.Errorf("leave the database: %w", err)
	}
	return nil
}
