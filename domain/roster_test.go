package domain_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// problemsOf lists the problems of a file as "line sentence".
func problemsOf(r domain.Roster) []string {
	var list []string
	for _, p := range r.Problems {
		list = append(list, fmt.Sprintf("%d %s", p.Line, p.Fault.Sentence))
	}
	return list
}

func TestParseRoster(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"commas":                   "email,manager\ngrace@x.org,lee@x.org\n",
		"semicolons of a sheet":    "email;manager\r\ngrace@x.org;lee@x.org\r\n",
		"tabs":                     "email\tmanager\ngrace@x.org\tlee@x.org",
		"a byte order mark":        "\ufeffemail,manager\ngrace@x.org,lee@x.org\n",
		"old line ends":            "email,manager\rgrace@x.org,lee@x.org\r",
		"any order and case":       "Manager, EMAIL \nlee@x.org, grace@x.org \n",
		"quotes":                   "email,manager\n\"grace@x.org\",\"lee@x.org\"\n",
		"empty lines in between":   "email,manager\n\n,\ngrace@x.org,lee@x.org\n\n",
		"a separator at every end": "email,manager,\ngrace@x.org,lee@x.org,\n",
	}
	for name, text := range good {
		t.Run("reads "+name, func(t *testing.T) {
			t.Parallel()
			got := domain.ParseRoster([]byte(text))
			if len(got.Problems) != 0 || len(got.Rows) != 1 {
				t.Fatalf("got %+v", got)
			}
			want := map[string]string{"email": "grace@x.org", "manager": "lee@x.org"}
			if diff := cmp.Diff(want, got.Rows[0].Cells); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
		})
	}
	bad := []struct {
		name, text string
		want       []string
	}{
		{"an empty file", "", []string{"1 roster.empty"}},
		{"a first line with half a quotation", "email,\"manager\nada@example.com,\n", []string{"1 roster.quotes"}},
		{"a first line that is no list", "level=WARN msg=\"it is slow\"\nemail,manager\n", []string{"1 roster.quotes"}},
		{"two bytes a character", "e\x00m\x00a\x00i\x00l\x00", []string{"1 roster.encoding"}},
		{"a misspelt column", "email,manger\n", []string{"1 roster.column_like"}},
		{"a column that is none", "email,salary_band\n", []string{"1 roster.column_unknown"}},
		{"a column twice", "email,team,Team\n", []string{"1 roster.column_twice"}},
		{"no emails", "manager,team\n", []string{"1 roster.no_email_column"}},
		{"a row that is too short", "email,team,role\na@x.org,B\n", []string{"2 roster.cells"}},
		{"an open quote", "email,team\na@x.org,\"B\n", []string{"2 roster.quotes"}},
		{"a stray quote, and goes on", "email,team\na@x.org,B\"b\nb@x.org,C,D\n", []string{"2 roster.quotes", "3 roster.cells"}},
		{"broken letters", "email,team\na@x.org,M\xfcnchen\n", []string{"2 roster.utf8"}},
		{"a cell of a megabyte", "email,team\na@x.org," + strings.Repeat("x", 1<<20) + "\n", []string{"2 roster.long"}},
		{"a line end inside a cell", "email,team\na@x.org,\"A\nB\"\n", []string{"2 roster.control"}},
		{"somebody twice", "email\na@x.org\nA@X.org\n", []string{"3 roster.twice"}},
		{"nobody", "email,team\n,B\n", []string{"2 roster.no_email"}},
		{"a date by hand", "email,start\na@x.org,1.4.2026\n", []string{"2 roster.date"}},
		{"a rhythm that is none", "email,cadence\na@x.org,sometimes\n", []string{"2 roster.cadence"}},
		{"the own manager", "email,manager\na@x.org,A@x.org\n", []string{"2 roster.own_manager"}},
		{"all of it at once", "email,start,cadence\na@x.org,soon,never\nb@x.org\n", []string{"2 roster.date", "2 roster.cadence", "3 roster.cells"}},
	}
	for _, tt := range bad {
		t.Run("tells "+tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, problemsOf(domain.ParseRoster([]byte(tt.text)))); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("gives up on what is no roster at all", func(t *testing.T) {
		t.Parallel()
		got := domain.ParseRoster([]byte("email,team\n" + strings.Repeat("x\n", 5000)))
		if n := len(got.Problems); n != 1001 || got.Problems[n-1].Fault.Sentence != "roster.hopeless" {
			t.Errorf("got %d problems", n)
		}
	})
	t.Run("a line number counts lines of the file, not rows", func(t *testing.T) {
		t.Parallel()
		got := domain.ParseRoster([]byte("email,team\n\n\na@x.org,B,C\n"))
		if diff := cmp.Diff([]string{"4 roster.cells"}, problemsOf(got)); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	})
}

func FuzzParseRoster(f *testing.F) {
	for _, seed := range []string{
		"email,manager,team,role,area,location,start,cadence\na@x.org,b@x.org,T,R,A,DE-BY,2026-01-02,monthly\n",
		"email;team\na@x.org;\"A;B\"\n", "\ufeffemail\n", "email,team\n\"", "email\n\xff\n", "e\x00", "email\r\r\n\ra",
		"email,start\na@x.org,-\n", "\"email\"\"\"\n", "email\n" + strings.Repeat("\"", 99),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := domain.ParseRoster(text)
		lines := strings.Count(string(text), "\n") + strings.Count(string(text), "\r") + 1
		seen := map[string]bool{}
		for _, row := range r.Rows {
			email := strings.ToLower(row.Cells[domain.RosterEmail])
			if email == "" || seen[email] {
				t.Errorf("line %d: got email %q, twice or empty", row.Line, email)
			}
			seen[email] = true
			if row.Line < 2 || row.Line > lines {
				t.Errorf("got line %d of %d", row.Line, lines)
			}
			for column, cell := range row.Cells {
				if cell == "" || !utf8.ValidString(cell) || strings.ContainsAny(cell, "\n\x00") {
					t.Errorf("got %q in %s", cell, column)
				}
			}
		}
		for _, p := range r.Problems {
			if p.Line < 0 || p.Line > lines {
				t.Errorf("got a problem in line %d of %d", p.Line, lines)
			}
		}
	})
}
