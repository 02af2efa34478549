package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rapport/tools/service"
)

// history is a repository in which each of these files was committed after the
// other; what begins with v is a tag on the commit before it.
func history(t *testing.T, steps ...string) (dir string, commits []string) {
	t.Helper()
	dir = t.TempDir()
	must := func(args ...string) string {
		words, err := git(t.Context(), dir, append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.com"}, args...)...)
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	must("init", "--quiet")
	for _, step := range steps {
		if strings.HasPrefix(step, "v") {
			must("tag", step)
			continue
		}
		path := filepath.Join(dir, step)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, []byte(step), 0o600)); err != nil {
			t.Fatal(err)
		}
		must("add", "--all")
		must("commit", "--quiet", "--message", "add "+step)
		commits = append(commits, must("rev-parse", "HEAD"))
	}
	return dir, commits
}

func TestEarlier(t *testing.T) {
	t.Parallel()
	const first, second = migrations + "/0001_a.sql", migrations + "/0002_b.sql"
	for claim, tt := range map[string]struct {
		steps []string
		want  any // a tag, the number of a commit, or nil for an error
	}{
		"the newest tag":                                  {[]string{"a", "v0.1.0", "b", "v0.2.0", first, "c"}, "v0.2.0"},
		"not the tag of what is tried itself":             {[]string{"a", "v0.1.0", "b", "v0.2.0"}, "v0.1.0"},
		"without tags the last change of the schema":      {[]string{first, "a", "b", second, "c"}, 2},
		"and not a later commit that changes only code":   {[]string{"a", first, "b", "c"}, 0},
		"nothing where the schema never changed":          {[]string{"a", "b"}, nil},
		"nothing where it has been as it is from the top": {[]string{first, "a"}, nil},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			dir, commits := history(t, tt.steps...)
			want, _ := tt.want.(string)
			if n, isCommit := tt.want.(int); isCommit {
				want = commits[n]
			}
			got, err := earlier(t.Context(), dir)
			if got != want || (err == nil) != (tt.want != nil) {
				t.Errorf("got %q, %v; want %q", got, err, want)
			}
		})
	}
}

func TestNewPrecursor_TakesAProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "rapport")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := newPrecursor(t.Context(), path)
	if err != nil || p.binary != path {
		t.Fatalf("got %+v, %v", p, err)
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a program that was given is gone: %v", err)
	}
	if _, err := newPrecursor(t.Context(), "no-such-revision"); err == nil {
		t.Error("a revision that is not there was built")
	}
}

// A fleet whose release before says that it may not run goes on with the new
// one, and counts that as no bad end; everything else is one.
func TestFleet_Refused(t *testing.T) {
	t.Parallel()
	words := "rapport: this is release v0.1.0, " + refusal + " 0.2.0 or newer"
	for claim, tt := range map[string]struct {
		runs, words string
		want        bool
	}{
		"the release before, which is too old":  {"old", words, true},
		"the release before, for another fault": {"old", "rapport: reach slack", false},
		"this release, which is never too old":  {"new", words, false},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			f := &fleet{binary: "new", before: "old", runs: []string{tt.runs}}
			if got := f.refused(0, tt.words); got != tt.want || got && (f.runs[0] != "new" || len(f.refusals) != 1) {
				t.Errorf("got %v, runs %v, refusals %v", got, f.runs, f.refusals)
			}
		})
	}
}

// TestFleet_Exchange upgrades a replica that is a shell script: it serves until
// SIGTERM, and says what it is when it ends.
func TestFleet_Exchange(t *testing.T) {
	t.Parallel()
	sh, err := service.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	script := func(name, body string) string {
		path := filepath.Join(dir, name)
		// A process that another test forks meanwhile would hold the file open for
		// writing until it runs, and so long the script could not be run.
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
		if err := os.WriteFile(path, []byte("#!"+sh+"\n"+body+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	probes := probed(t)
	serves := `trap 'exit 0' TERM; echo '{"msg":"health and metrics","address":"` + probes + `"}' >&2; while sleep 0.05; do :; done`
	f := &fleet{
		logs: dir, ships: make([]ship, 2), runs: make([]string, 2),
		before: script("before", `echo "this is release v0.1.0, `+refusal+` 0.2.0 or newer" >&2; exit 1`), binary: script("after", serves),
	}
	f.runs[0], f.runs[1] = f.binary, f.binary
	defer f.end()
	if err := f.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(f.turns()); n != 4 {
		t.Errorf("got %d turns, want both replicas, and one of them back and forth", n)
	}
	for _, turn := range f.turns()[2:] {
		if err := f.exchange(t.Context(), turn); err != nil {
			t.Fatal(err)
		}
	}
	// Two at the start; back, which was refused, and so forth; and forth again.
	if starts, badEnds := f.stop(); starts != 5 || len(badEnds) != 0 || len(f.refusals) != 1 {
		t.Errorf("got %d starts, bad ends %v, refusals %v", starts, badEnds, f.refusals)
	}
}
