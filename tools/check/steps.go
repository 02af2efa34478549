package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"rapport/tools/service"
)

// format names the files that gofmt would change. It does not change them: a
// check that writes would hide what it found.
func (c *checker) format(ctx context.Context) (string, error) {
	places, err := visible(c.root)
	if err != nil {
		return "", err
	}
	list, err := c.output(c.command(ctx, "gofmt", append([]string{"-l"}, places...)...))
	if err != nil {
		return "", err
	}
	files := strings.Fields(list)
	if len(files) > 0 {
		return "", fmt.Errorf("%d files are not formatted; make fmt does it:\n%s", len(files), strings.Join(files, "\n"))
	}
	return "", nil
}

// visible lists the folders and Go files of root, less the hidden ones: the
// go command ignores those too, and people keep experiments there.
func visible(root string) ([]string, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("list the module: %w", err)
	}
	var places []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && (e.IsDir() || strings.HasSuffix(name, ".go")) {
			places = append(places, name)
		}
	}
	return places, nil
}

// modules checks that go.mod and go.sum say what the code imports.
func (c *checker) modules(ctx context.Context) (string, error) {
	if err := c.stream(c.command(ctx, c.goTool, "mod", "tidy", "-diff")); err != nil {
		return "", fmt.Errorf("go.mod does not say what the code imports, go mod tidy mends it: %w", err)
	}
	return "", nil
}

// vet runs where the linter did not. The linter runs all of go vet's checks and
// more of their kind, and go vet compiles every package once more for them.
func (c *checker) vet(ctx context.Context) (string, error) {
	if c.linted {
		return "by the linter", nil
	}
	return "", c.stream(c.static(c.command(ctx, c.goTool, "vet", "./...")))
}

func (c *checker) build(ctx context.Context) (string, error) {
	return "", c.stream(c.static(c.command(ctx, c.goTool, "build", "./...")))
}

// static lets a command see the module as it is released: without cgo. The
// steps share it, and so share what they compiled.
func (c *checker) static(cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(cmd.Env, "CGO_ENABLED=0")
	return cmd
}

// findBrowser tells the tests where the browser is.
func (c *checker) findBrowser(context.Context) (string, error) {
	const variable = "RAPPORT_TEST_CHROMIUM"
	path := c.getenv(variable)
	if path == "" || c.skipped["browser"] {
		var err error
		if path, err = c.use("browser"); err != nil {
			return "", err
		}
	}
	c.testEnv = append(c.testEnv, variable+"="+path)
	return path, nil
}

// unwatched keeps the race detector out of the C of SQLite and of its C
// library, which are translated to Go: watching each of their memory accesses
// made a test of 5,000 inserts take 103 s instead of 5 s, and what we want
// watched is our code and its drivers. What they synchronise on is watched
// still, so that no race is seen where there is none.
var unwatched = []string{"-gcflags=modernc.org/sqlite/lib=-race=false", "-gcflags=modernc.org/libc=-race=false"}

// longFirst names all packages, and before them those that take longest and
// wait most: they begin while the others are compiled.
func longFirst(root string) []string {
	var packages []string
	for _, folder := range []string{"domain", "cmd/rapport", "sandbox"} {
		if _, err := os.Stat(filepath.Join(root, folder)); err == nil {
			packages = append(packages, "./"+folder)
		}
	}
	return append(packages, "./...")
}

// tests runs every test, in random order and with the race detector.
func (c *checker) tests(ctx context.Context) (string, error) {
	// A step before has vetted. Many tests wait for a database, a process or a
	// page, so more of them run beside each other than there are cores. The timeout
	// finds what hangs; on a slow machine a package may take its time.
	args := []string{"test", "-json", "-vet=off", "-shuffle=on", "-timeout=15m", "-parallel=4", "-ldflags=-s -w"}
	cgo := "CGO_ENABLED=0"
	if !c.skipped["race"] {
		if _, err := c.use("race"); err != nil {
			return "", fmt.Errorf("the race detector needs a C compiler: %w", err)
		}
		args, cgo = append(append(args, "-race"), unwatched...), "CGO_ENABLED=1"
	}
	cmd := c.command(ctx, c.goTool, append(args, longFirst(c.root)...)...)
	// A test's heap is small, and so would be collected every few milliseconds.
	cmd.Env = append(c.quietEnv(cmd.Env), append(c.testEnv, cgo, "GOGC=400")...)
	t := newTally(c.out)
	c.report.tests = t
	ran := c.follow(cmd, t)
	if skips := t.unexcused(c.skipped); len(skips) > 0 {
		ran = errors.Join(ran, fmt.Errorf("%d tests were skipped that RAPPORT_TEST_SKIP does not name", len(skips)))
	}
	if t.passed+t.failed == 0 {
		ran = errors.Join(ran, errors.New("no test ran"))
	}
	return fmt.Sprintf("%d packages", len(t.packages)), ran
}

// quietEnv takes out the variables by which tests find services: what they are
// told is what this run decided, no more.
func (c *checker) quietEnv(env []string) []string {
	var kept []string
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		known := false
		for _, n := range needs {
			known = known || n.given != "" && n.given == name
		}
		if !known {
			kept = append(kept, pair)
		}
	}
	return kept
}

// follow runs a `go test -json` and gives its events to the tally.
func (c *checker) follow(cmd *exec.Cmd, t *tally) error {
	r, w := io.Pipe()
	cmd.Stdout, cmd.Stderr = w, c.out
	read := make(chan error, 1)
	go func() { read <- t.read(r) }()
	err := service.Run(cmd)
	return errors.Join(err, w.Close(), <-read)
}

// golden runs the tests of the packages that keep golden files, with the flag
// that rewrites them. go test refuses a flag that a package does not define,
// so the packages are found by who defines it.
func (c *checker) golden(ctx context.Context) (string, error) {
	packages, err := definingUpdate(c.root)
	if err != nil || len(packages) == 0 {
		return "no package has golden files", err
	}
	args := append([]string{"test", "-count=1"}, packages...)
	if err := c.stream(c.command(ctx, c.goTool, append(args, "-update")...)); err != nil {
		return "", err
	}
	return strings.Join(packages, " "), nil
}

// definingUpdate lists the packages below root whose tests define -update.
func definingUpdate(root string) ([]string, error) {
	var packages []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		}
		defines, err := definesUpdate(path)
		if err != nil || !defines {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return fmt.Errorf("name the package: %w", err)
		}
		packages = append(packages, "./"+filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for golden files: %w", err)
	}
	return packages, nil
}

// definesUpdate says whether a test file in a folder defines -update.
func definesUpdate(dir string) (bool, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		return false, fmt.Errorf("list the tests of %s: %w", dir, err)
	}
	for _, path := range files {
		b, err := os.ReadFile(path)
		if err != nil {
			return false, fmt.Errorf("read a test: %w", err)
		}
		if strings.Contains(string(b), `.Bool("update"`) {
			return true, nil
		}
	}
	return false, nil
}
