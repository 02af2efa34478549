package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// yearFolder is where the transcripts of the last year lie, below the module's root.
const yearFolder = ".tmp"

// year plays the demo company's year, which passes through every part of the
// practice, on SQLite and on PostgreSQL, and compares what its people read.
func (c *checker) year(ctx context.Context) int {
	c.do(ctx, step{"tools", c.prepare})
	var transcripts []string
	play := func(on string, database func(context.Context) (string, error)) {
		c.do(ctx, step{"year on " + on, func(ctx context.Context) (string, error) {
			url, err := database(ctx)
			if err != nil {
				return "", err
			}
			file, err := c.playYear(ctx, strings.ToLower(on), url)
			if err == nil {
				transcripts = append(transcripts, file)
			}
			return file, err
		}})
	}
	play("SQLite", c.freshSQLite)
	play("PostgreSQL", c.freshPostgres)
	c.do(ctx, step{"the same on both", func(context.Context) (string, error) { return "", sameYear(transcripts) }})
	c.close()
	return c.conclude()
}

// freshSQLite is a file that is not there yet.
func (c *checker) freshSQLite(context.Context) (string, error) {
	dir, err := c.tempDir()
	return "sqlite:" + filepath.Join(dir, "year.db"), err
}

// freshPostgres is an own server with nothing in it, also where one is given for
// tests: that one may hold somebody's work.
func (c *checker) freshPostgres(ctx context.Context) (string, error) {
	s, err := c.ownPostgres(ctx)
	if err != nil {
		return "", err
	}
	return s.URL(), nil
}

// playYear plays it on an empty database and writes down what people read.
func (c *checker) playYear(ctx context.Context, name, database string) (string, error) {
	told, err := c.output(c.static(c.command(ctx, c.goTool, "run", "./cmd/rapport", "demo", "--story", "52", "--database", database)))
	folder := filepath.Join(c.root, yearFolder)
	file := filepath.Join(folder, "year-"+name+".txt")
	if wrong := errors.Join(os.MkdirAll(folder, 0o750), os.WriteFile(file, []byte(told), 0o600)); wrong != nil {
		err = errors.Join(err, fmt.Errorf("keep the transcript: %w", wrong))
	}
	return file, err
}

// seals are what differs from telling to telling: the hash of a random salt, and
// the database.
var seals = regexp.MustCompile(`[0-9a-f]{32}|with this database.*`)

// sameYear compares transcripts but for seals.
func sameYear(files []string) error {
	if len(files) != 2 {
		return fmt.Errorf("compare: %d of 2 years were told", len(files))
	}
	var told [2][][]byte
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return fmt.Errorf("compare: %w", err)
		}
		told[i] = bytes.Split(seals.ReplaceAll(text, nil), []byte("\n"))
	}
	for n := range min(len(told[0]), len(told[1])) {
		if !bytes.Equal(told[0][n], told[1][n]) {
			return fmt.Errorf("line %d is %q in %s, and %q in %s", n+1, told[0][n], files[0], told[1][n], files[1])
		}
	}
	if len(told[0]) != len(told[1]) { // one was cut off within its last line
		return fmt.Errorf("%s has %d lines, and %s %d", files[0], len(told[0]), files[1], len(told[1]))
	}
	return nil
}
