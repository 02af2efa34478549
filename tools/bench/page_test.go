package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestFigure_Kept(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		f    figure
		kept bool
		row  string
	}{
		{figure{what: "a", reached: .6, limit: .5, detail: "d"}, true, "| a | 0.60 | at least 0.50 | d | today |"},
		{figure{what: "b", reached: .4, limit: .5}, false, "| b | 0.40 **missed** | at least 0.50 |  | today |"},
		{figure{what: "c", unit: "ms", reached: 90, limit: 100, most: true}, true, "| c | 90 ms | at most 100 ms |  | today |"},
		{figure{what: "d", unit: "ms", reached: 101, limit: 100, most: true}, false, "| d | 101 ms **missed** | at most 100 ms |  | today |"},
	} {
		if got := tt.f.kept(); got != tt.kept {
			t.Errorf("%s: got kept %v, want %v", tt.f.what, got, tt.kept)
		}
		if got := tt.f.row("today"); got != tt.row {
			t.Errorf("got %q, want %q", got, tt.row)
		}
	}
}

func TestWrite_KeepsWhatIsNotMeasured(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "benchmarks.md")
	for _, figures := range [][]figure{
		{{what: "a", reached: 1, limit: 1}, {what: "b", reached: 2, limit: 1}},
		{{what: "c", reached: 3, limit: 1}, {what: "a", reached: 4, limit: 1}},
	} {
		if err := write(path, figures); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows(string(text)) {
		got = append(got, row[:len("| a | 4.00")])
	}
	if want := "| a | 4.00, | b | 2.00, | c | 3.00"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if err := write("", nil); err != nil {
		t.Errorf("got %v for no page, want nothing to be written", err)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if got := median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("got %v, want 2", got)
	}
}
