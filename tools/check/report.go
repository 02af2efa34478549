package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// outcome is what became of a step.
type outcome int

const (
	passed  outcome = iota
	failed          // it ran and found something, or broke
	missing         // it could not run: something is not installed
	notRun          // it was not reached
	leftOut         // RAPPORT_TEST_SKIP names it
)

// String is the word that the summary prints.
func (o outcome) String() string {
	switch o {
	case passed:
		return "ok"
	case failed:
		return "FAILED"
	case missing:
		return "COULD NOT RUN"
	case notRun:
		return "NOT RUN"
	case leftOut:
		return "left out"
	}
	return fmt.Sprintf("outcome %d", int(o))
}

// line is one step in the summary.
type line struct {
	name    string
	outcome outcome
	took    time.Duration
	note    string
}

// report gathers what happened.
type report struct {
	started time.Time
	lines   []line
	tests   *tally // nil where no tests were asked for
}

func (r *report) add(l line) { r.lines = append(r.lines, l) }

// bad says whether anything asked for failed or did not run.
func (r *report) bad() bool {
	for _, l := range r.lines {
		if l.outcome != passed && l.outcome != leftOut {
			return true
		}
	}
	return false
}

// print writes the closing summary: a line a step, the slowest packages, the
// tests that were skipped, and last a line with the counts, for people and for
// machines that look for one.
func (r *report) print(w io.Writer, total time.Duration) {
	fmt.Fprintf(w, "\n== summary, %s\n", seconds(total))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, l := range r.lines {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", l.name, l.outcome, seconds(l.took), firstLine(l.note))
	}
	// A tab writer only fails when what it writes to does; then nothing could be said anyway.
	_ = table.Flush()
	if r.tests == nil {
		return
	}
	for _, p := range r.tests.slowest(5) {
		fmt.Fprintf(w, "slow: %s %s\n", p.name, seconds(p.took))
	}
	for _, s := range r.tests.skips {
		fmt.Fprintf(w, "skipped: %s %s: %s\n", s.pkg, s.test, s.reason)
	}
	fmt.Fprintf(w, "%d passed, %d failed, %d skipped\n", r.tests.passed, r.tests.failed, len(r.tests.skips))
}

// seconds prints a duration to a tenth of a second.
func seconds(d time.Duration) string {
	return d.Round(100 * time.Millisecond).String()
}

// firstLine keeps the table a table; the whole note was printed with the step.
func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}
