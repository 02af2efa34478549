package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// stream is what `go test -json` prints for a package that passes with one
// skipped test, one that fails, one that panics, one without tests, and one
// that does not build.
const stream = `{"Action":"start","Package":"m/good"}
{"Action":"output","Package":"m/good","Output":"-test.shuffle 17\n"}
{"Action":"run","Package":"m/good","Test":"TestA"}
{"Action":"output","Package":"m/good","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"m/good","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"m/good","Test":"TestA","Elapsed":0.1}
{"Action":"run","Package":"m/good","Test":"TestB"}
{"Action":"output","Package":"m/good","Test":"TestB","Output":"    b_test.go:9: RAPPORT_TEST_CHROMIUM is not set\n"}
{"Action":"output","Package":"m/good","Test":"TestB","Output":"--- SKIP: TestB (0.00s)\n"}
{"Action":"skip","Package":"m/good","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"m/good","Output":"ok  \tm/good\t1.5s\n"}
{"Action":"pass","Package":"m/good","Elapsed":1.5}
{"Action":"run","Package":"m/bad","Test":"TestC"}
{"Action":"output","Package":"m/bad","Test":"TestC","Output":"    c_test.go:3: got 1, want 2\n"}
{"Action":"fail","Package":"m/bad","Test":"TestC","Elapsed":0}
{"Action":"output","Package":"m/bad","Output":"FAIL\tm/bad\t0.2s\n"}
{"Action":"fail","Package":"m/bad","Elapsed":0.2}
{"Action":"run","Package":"m/worse","Test":"TestD"}
{"Action":"output","Package":"m/worse","Test":"TestD","Output":"panic: at the disco\n"}
{"Action":"output","Package":"m/worse","Output":"FAIL\tm/worse\t0.3s\n"}
{"Action":"fail","Package":"m/worse","Elapsed":0.3}
{"Action":"output","Package":"m/none","Output":"?   \tm/none\t[no test files]\n"}
{"Action":"skip","Package":"m/none","Elapsed":0}
{"ImportPath":"m/torn [m/torn.test]","Action":"build-output","Output":"torn.go:1:1: expected 'package'\n"}
{"ImportPath":"m/torn [m/torn.test]","Action":"build-fail"}
{"Action":"output","Package":"m/torn","Output":"FAIL\tm/torn [build failed]\n"}
{"Action":"fail","Package":"m/torn","Elapsed":0,"FailedBuild":"m/torn [m/torn.test]"}
go: warning: words of the go command itself
`

func TestTally(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	got := newTally(&out)
	if err := got.read(strings.NewReader(stream)); err != nil {
		t.Fatal(err)
	}

	t.Run("counts tests, also one that a panic ended", func(t *testing.T) {
		t.Parallel()
		if got.passed != 1 || got.failed != 2 || len(got.skips) != 1 {
			t.Errorf("got %d passed, %d failed, %d skipped, want 1, 2, 1", got.passed, got.failed, len(got.skips))
		}
	})

	t.Run("prints the lines of go test and what failed tests said, not the chatter of others", func(t *testing.T) {
		t.Parallel()
		want := []string{
			"ok  \tm/good", "got 1, want 2", "FAIL\tm/bad", "panic: at the disco", "FAIL\tm/worse",
			"?   \tm/none", "expected 'package'", "FAIL\tm/torn", "go: warning",
		}
		for _, w := range want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("got\n%s\nwithout %q", out.String(), w)
			}
		}
		if strings.Contains(out.String(), "chatter") || strings.Contains(out.String(), "shuffle 17") {
			t.Errorf("got\n%s\nwith what a passing test said", out.String())
		}
	})

	t.Run("keeps the reason of a skipped test", func(t *testing.T) {
		t.Parallel()
		want := skip{pkg: "m/good", test: "TestB", reason: "b_test.go:9: RAPPORT_TEST_CHROMIUM is not set"}
		if got.skips[0] != want {
			t.Errorf("got %v, want %v", got.skips[0], want)
		}
	})

	t.Run("excuses a skipped test only when its need was left out by name", func(t *testing.T) {
		t.Parallel()
		if n := len(got.unexcused(nil)); n != 1 {
			t.Errorf("got %d unexcused, want 1", n)
		}
		if n := len(got.unexcused(map[string]bool{"redis": true})); n != 1 {
			t.Errorf("got %d unexcused with redis left out, want 1", n)
		}
		if n := len(got.unexcused(map[string]bool{"browser": true})); n != 0 {
			t.Errorf("got %d unexcused with browser left out, want 0", n)
		}
	})

	t.Run("orders packages by time", func(t *testing.T) {
		t.Parallel()
		if s := got.slowest(2); len(s) != 2 || s[0].name != "m/good" || s[1].name != "m/worse" {
			t.Errorf("got %v, want m/good, m/worse", s)
		}
	})
}

func TestReason(t *testing.T) {
	t.Parallel()
	if got := reason([]string{"=== RUN   TestA\n", "--- SKIP: TestA (0.00s)\n"}); got != "it gave no reason" {
		t.Errorf("got %q", got)
	}
}

// module writes a small Go module and returns a checker on it.
func module(t *testing.T, env map[string]string, files map[string]string) (*checker, *bytes.Buffer) {
	t.Helper()
	c, out := newTest(t, env)
	files["go.mod"] = "module m\n\ngo 1.26\n"
	for name, text := range files {
		path := filepath.Join(c.root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return c, out
}

func TestChecker_Tests(t *testing.T) {
	t.Parallel()
	without := map[string]string{"RAPPORT_TEST_SKIP": "race"}

	t.Run("tests that pass are counted, and are told of the services of this run only", func(t *testing.T) {
		t.Parallel()
		c, out := module(t, without, map[string]string{"a_test.go": `package m_test

import ("os"; "testing")

func TestTold(t *testing.T) {
	if got := os.Getenv("RAPPORT_TEST_REDIS_URL"); got != "redis://here" {
		t.Errorf("got %q", got)
	}
}
`})
		c.testEnv = []string{"RAPPORT_TEST_REDIS_URL=redis://here"}
		code := c.finish(t.Context(), step{"tests", c.tests})
		if code != exitOK || !strings.HasSuffix(out.String(), "\n1 passed, 0 failed, 0 skipped\n") || !strings.Contains(out.String(), "ok  \tm\t") {
			t.Errorf("got exit code %d and\n%s", code, out)
		}
	})

	t.Run("a test that skips itself fails the run and is named", func(t *testing.T) {
		t.Parallel()
		c, out := module(t, without, map[string]string{"a_test.go": "package m_test\n\nimport \"testing\"\n\n" +
			"func TestShy(t *testing.T) { t.Skip(\"not today\") }\n"})
		code := c.finish(t.Context(), step{"tests", c.tests})
		if code != exitFailed || !strings.Contains(out.String(), "skipped: m TestShy: a_test.go:5: not today") {
			t.Errorf("got exit code %d and\n%s", code, out)
		}
	})

	t.Run("a module without tests fails the run", func(t *testing.T) {
		t.Parallel()
		c, out := module(t, without, map[string]string{"a.go": "package m\n"})
		code := c.finish(t.Context(), step{"tests", c.tests})
		if code != exitFailed || !strings.Contains(out.String(), "no test ran") {
			t.Errorf("got exit code %d and\n%s", code, out)
		}
	})

	t.Run("without a C compiler nothing runs, and the reason is told", func(t *testing.T) {
		t.Parallel()
		c, out := module(t, nil, map[string]string{"a.go": "package m\n"})
		code := c.finish(t.Context(), step{"tests", c.tests})
		if code != exitFailed || !strings.Contains(out.String(), "needs a C compiler") || !strings.Contains(out.String(), "COULD NOT RUN") {
			t.Errorf("got exit code %d and\n%s", code, out)
		}
	})
}

func TestChecker_Format(t *testing.T) {
	t.Parallel()
	c, _ := module(t, nil, map[string]string{"good.go": "package m\n", "bad.go": "package  m\n", ".tmp/try.go": "package  try\n"})
	_, err := c.format(t.Context())
	if err == nil || !strings.HasSuffix(err.Error(), "\nbad.go") || strings.Contains(err.Error(), "good.go") {
		t.Errorf("got %v, want bad.go named alone", err)
	}
	if b, _ := os.ReadFile(filepath.Join(c.root, "bad.go")); string(b) != "package  m\n" {
		t.Errorf("got %q, want the file left as it was", b)
	}
}

func TestChecker_Modules(t *testing.T) {
	t.Parallel()
	c, out := module(t, nil, map[string]string{"a.go": "package m\n"})
	if _, err := c.modules(t.Context()); err != nil {
		t.Errorf("got %v, want a tidy module to pass", err)
	}
	extra := "module m\n\ngo 1.26\n\nrequire golang.org/x/text v0.43.0\n"
	if err := os.WriteFile(filepath.Join(c.root, "go.mod"), []byte(extra), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.modules(t.Context()); err == nil || !strings.Contains(out.String(), "-require golang.org/x/text") {
		t.Errorf("got %v and %q, want the unused requirement shown", err, out)
	}
}

func TestChecker_Vet(t *testing.T) {
	t.Parallel()
	wrong := "package m\n\nimport \"fmt\"\n\nfunc F() string { return fmt.Sprintf(\"%d\", \"no number\") }\n"
	c, out := module(t, nil, map[string]string{"a.go": wrong})
	if _, err := c.vet(t.Context()); err == nil || !strings.Contains(out.String(), "Sprintf format %d") {
		t.Errorf("got %v and %q, want what vet finds", err, out)
	}
	c.linted = true
	if note, err := c.vet(t.Context()); err != nil || note != "by the linter" {
		t.Errorf("got %q and %v, want it left to the linter that ran", note, err)
	}
}

func TestChecker_Golden(t *testing.T) {
	t.Parallel()
	c, out := module(t, nil, map[string]string{
		"plain/a_test.go": "package plain_test\n\nimport \"testing\"\n\nfunc TestA(*testing.T) {}\n",
		"kept/a_test.go": `package kept_test

import ("flag"; "os"; "testing")

var update = flag.Bool("update", false, "rewrite the golden files")

func TestA(t *testing.T) {
	if *update { if err := os.WriteFile("golden", []byte("new"), 0o600); err != nil { t.Fatal(err) } }
}
`,
	})
	note, err := c.golden(t.Context())
	if err != nil || note != "./kept" {
		t.Errorf("got %q, %v and %s, want ./kept alone", note, err, out)
	}
	if b, err := os.ReadFile(filepath.Join(c.root, "kept", "golden")); string(b) != "new" {
		t.Errorf("got %q, %v, want the golden file rewritten", b, err)
	}
}

func TestChecker_FuzzTargets(t *testing.T) {
	t.Parallel()
	c, _ := module(t, nil, map[string]string{
		"a/a_test.go": "package a_test\n\nimport \"testing\"\n\n" +
			"func FuzzGood(f *testing.F) { f.Fuzz(func(*testing.T, string) {}) }\n\n" +
			"func FuzzBad(f *testing.F) { f.Add(1); f.Fuzz(func(t *testing.T, n int) { t.Error(n) }) }\n",
		"b/b_test.go": "package b_test\n\nimport \"testing\"\n\nfunc TestB(*testing.T) {}\n",
	})
	targets, err := c.fuzzTargets(t.Context())
	slices.SortFunc(targets, func(a, b target) int { return strings.Compare(a.name, b.name) })
	if want := []target{{"m/a", "FuzzBad"}, {"m/a", "FuzzGood"}}; err != nil || !slices.Equal(targets, want) {
		t.Fatalf("got %v, %v, want %v", targets, err, want)
	}
}

func TestChecker_FuzzTargetsOfWhatDoesNotBuild(t *testing.T) {
	t.Parallel()
	c, out := module(t, nil, map[string]string{"a/a_test.go": "package a_test\n\nfunc FuzzBad() {}\n"})
	if _, err := c.fuzzTargets(t.Context()); err == nil || !strings.Contains(out.String(), "wrong signature") {
		t.Errorf("got %v and %s, want the compiler's words", err, out)
	}
}

func TestChecker_Fuzz(t *testing.T) {
	t.Parallel()
	c, out := newTest(t, nil)
	// A go command that knows two targets, one of which fails: compiling for
	// coverage takes minutes.
	c.goTool = script(t, t.TempDir(), "go", `case "$*" in
*-list=*) printf '%s\n' '{"Action":"output","Package":"m/a","Output":"FuzzBad\n"}'; printf '%s\n' '{"Action":"output","Package":"m/a","Output":"FuzzGood\n"}';;
*-fuzz=^FuzzBad\$\ -fuzztime=2m0s\ -fuzzminimizetime=100x\ m/a) echo found; exit 1;;
*-fuzz=^FuzzGood\$\ -fuzztime=2m0s\ -fuzzminimizetime=100x\ m/a) echo fine;;
*) echo "unexpected $*"; exit 2;;
esac`)
	code := c.finish(t.Context(), step{"fuzz", func(ctx context.Context) (string, error) { return c.fuzz(ctx, 2*time.Minute) }})
	if code != exitFailed || !strings.Contains(out.String(), "FAILED") || !strings.Contains(out.String(), "m/a FuzzBad: ") {
		t.Errorf("got exit code %d and\n%s\nwant FuzzBad to fail", code, out)
	}
	if !strings.Contains(out.String(), "fine") || strings.Contains(out.String(), "m/a FuzzGood: ") {
		t.Errorf("got\n%s\nwant FuzzGood to run after it", out)
	}
}
