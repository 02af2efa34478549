package main

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fakePostgres writes server programs that behave like PostgreSQL's as far as
// this program looks: initdb makes the folder, postgres says in
// postmaster.pid that it is ready and keeps its arguments.
func fakePostgres(t *testing.T, serve string) string {
	t.Helper()
	return fakePrograms(t, map[string]string{
		"initdb": `for a in "$@"; do case $a in --pgdata=*) d=${a#--pgdata=};; --pwfile=*) p=${a#--pwfile=};; esac; done
[ -s "$p" ] && mkdir "$d" && id -u > "$d/owner"`,
		"postgres": `[ "$1" = --version ] && { echo "postgres (PostgreSQL) 99.1"; exit; }
d=$2; echo "$*" >> "$d/arguments"; ` + serve,
	})
}

const serveReady = `printf 'pid\ndata\nstart\nport\nsocket\nhost\nshm\nready   \n' > "$d/postmaster.pid"; exec sleep 600`

// fakePrograms writes scripts to a folder that any user may enter.
func fakePrograms(t *testing.T, bodies map[string]string) string {
	t.Helper()
	//nolint:usetesting // below t.TempDir nobody but its owner may enter
	dir, err := os.MkdirTemp("", "rapport-fake-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, body := range bodies {
		script(t, dir, name, body)
	}
	return dir
}

func TestChecker_StartPostgres(t *testing.T) {
	t.Parallel()

	t.Run("serves from a fresh folder, not as root, and tells the tests where", func(t *testing.T) {
		t.Parallel()
		c, out := newTest(t, nil)
		c.tools["postgres"] = fakePostgres(t, serveReady)
		note, err := c.startPostgres(t.Context())
		if err != nil || note != "postgres (PostgreSQL) 99.1" {
			t.Fatalf("got %q, %v and %s, want its version", note, err, out)
		}
		value, told := strings.CutPrefix(c.testEnv[0], "RAPPORT_TEST_POSTGRES_URL=")
		u, err := url.Parse(value)
		if err != nil || !told || u.Scheme != "postgres" || u.Hostname() != "127.0.0.1" || u.Query().Get("sslmode") != "disable" {
			t.Errorf("got %q, %v, want the URL of a loopback PostgreSQL", c.testEnv[0], err)
		}
		arguments, err := os.ReadFile(filepath.Join(c.dir, "postgres", "data", "arguments"))
		if err != nil || !strings.Contains(string(arguments), "-p "+u.Port()+" ") || !strings.Contains(string(arguments), "fsync=off") {
			t.Errorf("got %q, %v, want port %s and no fsync", arguments, err, u.Port())
		}
		if owner, err := os.ReadFile(filepath.Join(c.dir, "postgres", "data", "owner")); err != nil || string(owner) == "0\n" {
			t.Errorf("got owner %q, %v, want anybody but root", owner, err)
		}
		server := c.running[0]
		c.close()
		if !server.Ended() {
			t.Error("the server outlived close")
		}
	})

	t.Run("a server that ends at once is tried on other ports, then told with its words", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		c.tools["postgres"] = fakePostgres(t, "echo could not bind >&2; exit 1")
		_, err := c.startPostgres(t.Context())
		if err == nil || strings.Count(err.Error(), "could not bind") != 3 {
			t.Errorf("got %v, want the words of three attempts", err)
		}
		if len(c.testEnv) != 0 {
			t.Errorf("got %v, want the tests told nothing", c.testEnv)
		}
	})

	t.Run("initdb that fails is told", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		c.tools["postgres"] = fakePrograms(t, map[string]string{"initdb": "echo no space >&2; exit 1", "postgres": "exit 1"})
		if _, err := c.startPostgres(t.Context()); err == nil || !strings.Contains(err.Error(), "no space") {
			t.Errorf("got %v, want its words", err)
		}
	})
}

func TestChecker_StartRedis(t *testing.T) {
	t.Parallel()

	t.Run("one that ends at once is told with its words", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, nil)
		c.tools["redis"] = script(t, t.TempDir(), "redis-server", `grep -q requirepass "$1" && echo bad configuration; exit 1`)
		if _, err := c.startRedis(t.Context()); err == nil || !strings.Contains(err.Error(), "bad configuration") {
			t.Errorf("got %v, want its words", err)
		}
	})
}

func TestChecker_GivenServices(t *testing.T) {
	t.Parallel()

	t.Run("a URL from the environment is passed on and nothing is started", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, map[string]string{
			"RAPPORT_TEST_POSTGRES_URL": "postgres://p", "RAPPORT_TEST_REDIS_URL": "redis://r", "RAPPORT_TEST_CHROMIUM": "/c",
		})
		for _, s := range []step{{"postgres", c.startPostgres}, {"redis", c.startRedis}, {"browser", c.findBrowser}} {
			if _, err := s.run(t.Context()); err != nil {
				t.Errorf("%s: got %v", s.name, err)
			}
		}
		want := []string{"RAPPORT_TEST_POSTGRES_URL=postgres://p", "RAPPORT_TEST_REDIS_URL=redis://r", "RAPPORT_TEST_CHROMIUM=/c"}
		if !slices.Equal(c.testEnv, want) || len(c.running) > 0 {
			t.Errorf("got %v and %d running, want %v and none", c.testEnv, len(c.running), want)
		}
	})

	t.Run("leaving out by name goes before a URL", func(t *testing.T) {
		t.Parallel()
		c, _ := newTest(t, map[string]string{
			"RAPPORT_TEST_SKIP": "postgres,redis,browser", "RAPPORT_TEST_POSTGRES_URL": "postgres://p",
			"RAPPORT_TEST_REDIS_URL": "redis://r", "RAPPORT_TEST_CHROMIUM": "/c",
		})
		for _, s := range []step{{"postgres", c.startPostgres}, {"redis", c.startRedis}, {"browser", c.findBrowser}} {
			if _, err := s.run(t.Context()); !errors.Is(err, errLeftOut) {
				t.Errorf("%s: got %v, want %v", s.name, err, errLeftOut)
			}
		}
		if len(c.testEnv) > 0 {
			t.Errorf("got %v, want the tests told nothing", c.testEnv)
		}
	})
}
