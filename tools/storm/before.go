package main

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"rapport/tools/service"
)

// migrations is where a change of the schema shows in the history.
const migrations = "storage/migrations"

// precursor is the release before the one that is tried.
type precursor struct {
	name   string // what git or the caller calls it
	binary string
	folder string // in which it was built; empty where it was given
}

// newPrecursor takes a program that is there, or builds one of a revision.
// Where none is named git is asked which one it is.
func newPrecursor(ctx context.Context, given string) (*precursor, error) {
	if info, err := os.Stat(given); err == nil && info.Mode().IsRegular() {
		return &precursor{name: given, binary: given}, nil
	}
	if given == "" {
		var err error
		if given, err = earlier(ctx, "."); err != nil {
			return nil, err
		}
	}
	p := &precursor{name: given}
	// Not in memory, where a container may not run programs.
	var err error
	if p.folder, err = os.MkdirTemp("", "rapport-before-"); err != nil {
		return nil, fmt.Errorf("make a folder for the release before: %w", err)
	}
	if err := p.build(ctx); err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// earlier names the release before: the newest tag below the present commit.
// Where there is none, the commit before the schema changed last, since that is
// the boundary that old and new have to live with.
func earlier(ctx context.Context, repository string) (string, error) {
	if tag, err := git(ctx, repository, "describe", "--tags", "--abbrev=0", "--match=v[0-9]*", "HEAD^"); err == nil {
		return tag, nil
	}
	changed, err := git(ctx, repository, "log", "-1", "--format=%H", "--", migrations)
	if err == nil && changed == "" {
		err = errors.New("no commit changes " + migrations)
	}
	if err == nil {
		changed, err = git(ctx, repository, "rev-parse", "--verify", "--quiet", changed+"^")
	}
	if err != nil {
		return "", fmt.Errorf("find the release before, for which the whole history has to be here: %w", err)
	}
	return changed, nil
}

// git asks git, and takes its answer without the line's end.
func git(ctx context.Context, repository string, args ...string) (string, error) {
	words, err := service.Command(ctx, "git", append([]string{"-C", repository}, args...)...).Output()
	if err != nil {
		said := ""
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			said = ": " + strings.TrimSpace(string(exit.Stderr))
		}
		return "", fmt.Errorf("git %s: %w%s", strings.Join(args, " "), err, said)
	}
	return strings.TrimSpace(string(words)), nil
}

// build builds the revision from what git has stored, beside the work tree and
// without a trace in it. A tag is what the program then calls itself.
func (p *precursor) build(ctx context.Context) error {
	archive, source := filepath.Join(p.folder, "source.zip"), filepath.Join(p.folder, "source")
	if _, err := git(ctx, ".", "archive", "--format=zip", "--output="+archive, p.name); err != nil {
		return err
	}
	files, err := zip.OpenReader(archive)
	if err != nil {
		return fmt.Errorf("read the release before: %w", err)
	}
	if err := errors.Join(os.CopyFS(source, files), files.Close()); err != nil {
		return fmt.Errorf("unpack the release before: %w", err)
	}
	p.binary = filepath.Join(p.folder, "rapport")
	flags := "-s -w"
	if strings.HasPrefix(p.name, "v") {
		flags += " -X main.release=" + p.name
	}
	cmd := service.Command(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags="+flags, "-o", p.binary, "./cmd/rapport")
	cmd.Dir, cmd.Env = source, append(os.Environ(), "CGO_ENABLED=0")
	if words, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the release before, %s: %w: %s", p.name, err, words)
	}
	return nil
}

// close removes what was built.
func (p *precursor) close() error {
	if p == nil || p.folder == "" {
		return nil
	}
	if err := os.RemoveAll(p.folder); err != nil { //nolint:gosec // the folder that newPrecursor has made
		return fmt.Errorf("remove the release before: %w", err)
	}
	return nil
}
