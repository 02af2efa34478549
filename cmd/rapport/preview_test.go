package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

func TestPreviewCommand(t *testing.T) {
	t.Parallel()
	env := peopledDatabase(t)
	for name, c := range map[string]struct {
		args []string
		code int
		want string
	}{
		"somebody for whom nothing is due yet": {[]string{"--person", "grace@example.com"}, exitDone, "Nothing was sent, and nothing was written."},
		"a name as in Slack":                   {[]string{"--person", "@Lee"}, exitDone, "What Lee would be sent from"},
		"nobody is named":                      {nil, exitUsage, "say whom with --person"},
		"nobody is called so":                  {[]string{"--person", "@nobody"}, exitUsage, "nobody active is called @nobody"},
		"a day that is none":                   {[]string{"--person", "@Lee", "--from", "soon"}, exitUsage, `"soon" is no day; write 2026-12-04`},
		"days that are over":                   {[]string{"--person", "@Lee", "--from", "2020-01-01", "--to", "2020-02-01"}, exitUsage, "is not ahead"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			code := run(t.Context(), append([]string{"preview"}, c.args...), shell{env: env, out: &out, err: &out})
			if code != c.code || !strings.Contains(out.String(), c.want) {
				t.Errorf("got %d, want %d and %q\n%s", code, c.code, c.want, out.String())
			}
		})
	}
}

func TestPreviewCommand_BeforeTheStart(t *testing.T) {
	t.Parallel()
	env := peopledDatabase(t)
	start := domain.DateOf(time.Now(), time.UTC).AddDays(3)
	if code, out := runPolicy(t, env, "conversations:\n  start: "+start.String()+"\n", "apply", "-"); code != exitDone {
		t.Fatalf("apply: got %d\n%s", code, out)
	}
	var out bytes.Buffer
	code := run(t.Context(), []string{"preview", "--person", "@Grace", "--to", start.AddDays(60).String()}, shell{env: env, out: &out, err: &out})
	for _, kind := range []string{"person.meet", "ask.card", "digest.page"} {
		if code != exitDone || !strings.Contains(out.String(), "  "+kind+"  ") {
			t.Errorf("no %s in %d\n%s", kind, code, out.String())
		}
	}
}

func TestConfig_Holidays(t *testing.T) {
	t.Parallel()
	load := func(t *testing.T, text string) (Config, Problems) {
		t.Helper()
		path := filepath.Join(t.TempDir(), "holidays.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return LoadConfig([]string{envHolidays + "=" + path})
	}
	t.Run("a good file is read", func(t *testing.T) {
		t.Parallel()
		c, problems := load(t, "2026-12-24,DE,Christmas Eve\n2026-12-28/2026-12-30,*,Company closed\n")
		if len(problems) != 0 || len(c.Holidays) != 4 {
			t.Errorf("got %v and %v", c.Holidays, problems)
		}
	})
	t.Run("each bad line is told with its fix", func(t *testing.T) {
		t.Parallel()
		_, problems := load(t, "soon,DE,Christmas\n2026-12-24,DE,Christmas Eve\n2026-13-01,DE,No day\n")
		text := problems.Err().Error()
		for _, want := range []string{"line 1 of", "line 3 of", "Write a line as"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in\n%s", want, text)
			}
		}
	})
	t.Run("a file that is not there is told", func(t *testing.T) {
		t.Parallel()
		_, problems := LoadConfig([]string{envHolidays + "=" + filepath.Join(t.TempDir(), "none.csv")})
		if len(problems) != 1 {
			t.Errorf("got %v", problems)
		}
	})
}
