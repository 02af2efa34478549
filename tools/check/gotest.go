package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// event is one line of `go test -json`; see `go doc test2json`.
type event struct {
	Action  string  `json:"Action"`
	Package string  `json:"Package"`
	Test    string  `json:"Test"`
	Elapsed float64 `json:"Elapsed"` // seconds
	Output  string  `json:"Output"`
}

// skip is a test that did not run.
type skip struct{ pkg, test, reason string }

// timing is how long one package's tests took.
type timing struct {
	name string
	took time.Duration
}

// tally counts a run of go test, and prints of it what `go test` would have
// printed. It exists because plain `go test` does not say that a test skipped
// itself, and nothing here may be skipped in silence.
type tally struct {
	out            io.Writer
	passed, failed int
	skips          []skip
	packages       []timing
	outputs        map[[2]string][]string // by package and test, until that ends
}

func newTally(out io.Writer) *tally {
	return &tally{out: out, outputs: map[[2]string][]string{}}
}

// read consumes the stream to its end. A line that is no event is passed on:
// the go command itself prints some.
func (t *tally) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		text, err := lines.ReadString('\n')
		if text != "" {
			t.line(text)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the test events: %w", err)
		}
	}
}

func (t *tally) line(text string) {
	var e event
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		fmt.Fprint(t.out, text)
		return
	}
	key := [2]string{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		fmt.Fprint(t.out, e.Output)
	case "output":
		t.outputs[key] = append(t.outputs[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			t.endPackage(e)
		} else {
			t.endTest(e, key)
		}
	}
}

// endTest counts a test and prints what a failed one said.
func (t *tally) endTest(e event, key [2]string) {
	switch e.Action {
	case "pass":
		t.passed++
	case "fail":
		t.failed++
		t.flush(key)
	case "skip":
		t.skips = append(t.skips, skip{pkg: e.Package, test: e.Test, reason: reason(t.outputs[key])})
	}
	delete(t.outputs, key)
}

// endPackage prints the package's own line ("ok …"), and where it failed also
// what was said by tests that never ended: a panic or a timeout stands there.
func (t *tally) endPackage(e event) {
	took := time.Duration(e.Elapsed * float64(time.Second))
	t.packages = append(t.packages, timing{name: e.Package, took: took})
	for key := range t.outputs {
		if key[0] != e.Package || key[1] == "" {
			continue
		}
		if e.Action == "fail" {
			t.failed++
			t.flush(key)
		}
		delete(t.outputs, key)
	}
	own := [2]string{e.Package, ""}
	if e.Action == "fail" {
		t.flush(own)
	} else {
		t.flushResult(own)
	}
	delete(t.outputs, own)
}

// flush prints all that was said under a key.
func (t *tally) flush(key [2]string) {
	for _, s := range t.outputs[key] {
		fmt.Fprint(t.out, s)
	}
}

// flushResult prints the closing line of a package that did not fail.
func (t *tally) flushResult(key [2]string) {
	for _, s := range t.outputs[key] {
		if strings.HasPrefix(s, "ok ") || strings.HasPrefix(s, "? ") || strings.HasPrefix(s, "\t") {
			fmt.Fprint(t.out, s)
		}
	}
}

// slowest are the n packages whose tests took longest.
func (t *tally) slowest(n int) []timing {
	sorted := slices.SortedFunc(slices.Values(t.packages), func(a, b timing) int { return int(b.took - a.took) })
	return sorted[:min(n, len(sorted))]
}

// reason is what a skipped test gave as its reason: what it printed, less the
// lines that frame every test.
func reason(outputs []string) string {
	var said []string
	for _, s := range outputs {
		s = strings.TrimSpace(s)
		if s == "" || strings.HasPrefix(s, "=== ") || strings.HasPrefix(s, "--- ") {
			continue
		}
		said = append(said, s)
	}
	if len(said) == 0 {
		return "it gave no reason"
	}
	return strings.Join(said, " ")
}

// unexcused are the skipped tests that nobody asked to leave out. A test is
// excused when what it waited for is named in RAPPORT_TEST_SKIP, which it shows
// by naming the environment variable that was not set.
func (t *tally) unexcused(skipped map[string]bool) []skip {
	var list []skip
	for _, s := range t.skips {
		excused := false
		for _, n := range needs {
			if n.given != "" && skipped[n.name] && strings.Contains(s.reason, n.given) {
				excused = true
			}
		}
		if !excused {
			list = append(list, s)
		}
	}
	return list
}
