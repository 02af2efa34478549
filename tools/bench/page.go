package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"
)

// figure is one row of the table.
type figure struct {
	what    string // what was measured, which names the row
	unit    string // of reached and limit: "" for a ratio, else such as "ms"
	reached float64
	limit   float64
	most    bool // reached has to stay at or under the limit, else at or over it
	detail  string
}

// kept tells whether the figure is reached.
func (f figure) kept() bool {
	if f.most {
		return f.reached <= f.limit
	}
	return f.reached >= f.limit
}

// row is the figure as a line of the table.
func (f figure) row(day string) string {
	bound := "at least"
	if f.most {
		bound = "at most"
	}
	verdict := ""
	if !f.kept() {
		verdict = " **missed**"
	}
	return fmt.Sprintf("| %s | %s%s | %s %s | %s | %s |", f.what, amount(f.reached, f.unit), verdict, bound, amount(f.limit, f.unit), f.detail, day)
}

// amount writes a value with its unit, with two decimals where it is small.
func amount(value float64, unit string) string {
	const small = 10
	digits := 0
	if value < small {
		digits = 2
	}
	return strings.TrimSpace(fmt.Sprintf("%.*f %s", digits, value, unit))
}

// page is the table, with the machine and the days. kept are rows of an earlier
// page; those that were measured anew take their places.
func page(figures []figure, kept []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Benchmarks\n\nMeasured by `make bench`: %s, %d cores, %s/%s, %s. Where two sides are compared, both run on this\n"+
		"machine one after the other, round by round, and the median of the rounds counts.\n\n",
		processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	b.WriteString("| what | reached | to reach | in detail | measured |\n| --- | --- | --- | --- | --- |\n")
	today := time.Now().UTC().Format(time.DateOnly)
	fresh := map[string]string{}
	for _, f := range figures {
		fresh[f.what] = f.row(today)
	}
	for _, row := range kept {
		what := strings.TrimSpace(strings.Split(row, "|")[1])
		if anew, measured := fresh[what]; measured {
			row = anew
			delete(fresh, what)
		}
		b.WriteString(row + "\n")
	}
	for _, f := range figures {
		if row, left := fresh[f.what]; left {
			b.WriteString(row + "\n")
		}
	}
	return b.String()
}

// rows are the lines of a page's table, without its head.
func rows(page string) []string {
	var list []string
	for line := range strings.SplitSeq(page, "\n") {
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| what ") && !strings.HasPrefix(line, "| --- ") {
			list = append(list, line)
		}
	}
	return list
}

// write puts the figures into the page at path; nowhere where path is empty.
func write(path string, figures []figure) error {
	if path == "" {
		return nil
	}
	before, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the page as it was: %w", err)
	}
	if err := os.WriteFile(path, []byte(page(figures, rows(string(before)))), 0o600); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// processor is what the machine calls its processor.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "an unknown processor"
	}
	_, rest, _ := strings.Cut(string(text), "model name\t: ")
	name, _, _ := strings.Cut(rest, "\n")
	return name
}
