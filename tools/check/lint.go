package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The linter is built from its source, by the go command and checked by its
// checksum database, into a git-ignored folder; a new version is a new folder.
const (
	lintModule  = "github.com/golangci/golangci-lint/v2"
	lintVersion = "v2.15.0"
)

// lint runs the linter by .golangci.yaml, after building it on first use.
func (c *checker) lint(ctx context.Context) (string, error) {
	if c.skipped["lint"] {
		return "", errLeftOut
	}
	program, err := c.linter(ctx)
	if err != nil {
		return "", err
	}
	c.linted = true
	return lintVersion, c.stream(c.static(c.command(ctx, program, "run", "./...")))
}

// linter is the path of the linter's program.
func (c *checker) linter(ctx context.Context) (string, error) {
	dir := filepath.Join(c.root, ".tools", "golangci-lint-"+lintVersion)
	program := filepath.Join(dir, "golangci-lint")
	_, err := os.Stat(program)
	if err == nil {
		return program, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("look for the linter: %w", err)
	}
	fmt.Fprintf(c.out, "building golangci-lint %s, once; this takes some minutes\n", lintVersion)
	cmd := c.static(c.command(ctx, c.goTool, "install", "-ldflags=-s -w", lintModule+"/cmd/golangci-lint@"+lintVersion))
	cmd.Env = append(cmd.Env, "GOBIN="+dir)
	if err := c.stream(cmd); err != nil {
		return "", fmt.Errorf("the linter is %w and could not be built: %w", errMissing, err)
	}
	return program, nil
}
