package calendar_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"rapport/calendar"
)

func TestParse(t *testing.T) {
	t.Parallel()
	text := "\ufeffDate,Location,Name\r\n" +
		"# our own days\r\n" +
		"\r\n" +
		"2026-12-24,DE,Heiligabend\r\n" +
		" 2026-12-24 , DE-BY , \"Heiligabend, halber Tag\" \r\n" +
		"2026-12-24;Depot Nord;Heiligabend, den ganzen Tag\r\n" +
		"2026-12-30/2027-01-01,*,Company closed\r\n" +
		"2026-10-12,US,-Columbus Day\r\n" +
		"2026-11-11,US,-"
	got, err := calendar.Parse(strings.NewReader(text))
	want := []calendar.Day{
		{Date: date(2026, 12, 24), Location: "DE", Name: "Heiligabend"},
		{Date: date(2026, 12, 24), Location: "DE-BY", Name: "Heiligabend, halber Tag"},
		{Date: date(2026, 12, 24), Location: "Depot Nord", Name: "Heiligabend, den ganzen Tag"},
		{Date: date(2026, 12, 30), Location: "*", Name: "Company closed"},
		{Date: date(2026, 12, 31), Location: "*", Name: "Company closed"},
		{Date: date(2027, 1, 1), Location: "*", Name: "Company closed"},
		{Date: date(2026, 10, 12), Location: "US", Working: true},
		{Date: date(2026, 11, 11), Location: "US", Working: true},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v\nwant %v", got, err, want)
	}
	if got, err := calendar.Parse(strings.NewReader("")); err != nil || len(got) != 0 {
		t.Errorf("an empty file: got %v, %v", got, err)
	}
}

func TestParse_Problems(t *testing.T) {
	t.Parallel()
	text := strings.Join([]string{
		"2026-12-24,DE,Heiligabend",
		"24.12.2026,DE,Heiligabend",
		"2026-02-30,DE,",
		"2026-12-24,DE",
		"2026-12-24,,Heiligabend",
		"# a comment",
		"2026-12-24,de,again",
		`2026-12-24,DE,"Heilig`,
		"2026-12-31/2026-12-24,DE,back to front",
		"2026-12-31/2028-12-24,DE,for years",
		"2026-12-31/soon,DE,until then",
		"2026-12-20/2026-12-26,DE,a week",
		"just words",
	}, "\n")
	got, err := calendar.Parse(strings.NewReader(text))
	var problems *calendar.FileError
	if !errors.As(err, &problems) || got != nil {
		t.Fatalf("got %v, %v, want all that is wrong and no days", got, err)
	}
	want := []calendar.Problem{
		{2, `"24.12.2026" is no date; write it like 2026-12-24`},
		{3, `"2026-02-30" is no date; write it like 2026-12-24`},
		{3, "the name is missing; write - for a working day"},
		{4, "it has 2 fields, not three: date, location, name"},
		{5, "the location is missing; write * for everywhere"},
		{7, "2026-12-24 in de stands in line 1 already"},
		{8, "its quotes do not match"},
		{9, `"2026-12-31/2026-12-24" is no span of 1 to 366 days`},
		{10, `"2026-12-31/2028-12-24" is no span of 1 to 366 days`},
		{11, `"soon" is no date; write it like 2026-12-24`},
		{12, "2026-12-24 in DE stands in line 1 already"},
		{13, "it has 1 fields, not three: date, location, name"},
	}
	if !slices.Equal(problems.Problems, want) {
		t.Errorf("got\n%v\nwant\n%v", problems.Problems, want)
	}
	if text := err.Error(); !strings.HasPrefix(text, `own holidays: line 2: "24.12.2026" is no date; write it like 2026-12-24; line 3: `) {
		t.Errorf("it reads %q", text)
	}
}

func TestParse_TooLong(t *testing.T) {
	t.Parallel()
	text := "2026-12-24,DE,Heiligabend\n2026-12-25,DE," + strings.Repeat("x", 100_000)
	_, err := calendar.Parse(strings.NewReader(text))
	if err == nil || err.Error() != "own holidays: line 2: it is longer than 65536 bytes" {
		t.Errorf("got %v", err)
	}
}

func TestParse_Unreadable(t *testing.T) {
	t.Parallel()
	if days, err := calendar.Parse(iotest.ErrReader(fs.ErrPermission)); !errors.Is(err, fs.ErrPermission) || days != nil {
		t.Errorf("got %v, %v", days, err)
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good, bad := write("good.csv", "2026-12-24,DE,Heiligabend\n"), write("bad.csv", "\nnonsense\n")
	t.Run("reads it", func(t *testing.T) {
		t.Parallel()
		if days, err := calendar.ReadFile(good); err != nil || len(days) != 1 {
			t.Errorf("got %v, %v", days, err)
		}
	})
	t.Run("names it and the line that is wrong", func(t *testing.T) {
		t.Parallel()
		_, err := calendar.ReadFile(bad)
		if want := "own holidays in bad.csv: line 2: it has 1 fields, not three: date, location, name"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("says that it is not there", func(t *testing.T) {
		t.Parallel()
		if _, err := calendar.ReadFile(filepath.Join(folder, "none.csv")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"2026-12-24,DE,Heiligabend", "2026-12-28/2026-12-31;*;-", "date,location,name", "\ufeff#\n\n\"", ",,", ";;", "2026-12-24,DE,\"a\nb\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		days, err := calendar.Parse(strings.NewReader(text))
		var problems *calendar.FileError
		if err != nil && (!errors.As(err, &problems) || len(problems.Problems) == 0 || days != nil) {
			t.Fatalf("got %v and %v", days, err)
		}
		if err != nil && !slices.IsSortedFunc(problemLines(problems), func(a, b int) int { return a - b }) {
			t.Errorf("problems are out of order: %v", problems)
		}
		c := calendar.New(days, nil)
		for _, day := range days {
			if !day.Date.Valid() || day.Location == "" || day.Working == (day.Name != "") {
				t.Errorf("read %+v", day)
			}
			c.Holiday(day.Location, day.Date)
		}
	})
}

func problemLines(e *calendar.FileError) []int {
	if e == nil {
		return nil
	}
	var lines []int
	for _, p := range e.Problems {
		lines = append(lines, p.Line)
	}
	return lines
}
