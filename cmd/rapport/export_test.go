package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
)

// runExport runs the command and gives code and output.
func runExport(t *testing.T, env []string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"export"}, args...), shell{env: env, out: &out, err: &out})
	return code, out.String()
}

func TestExportCommand(t *testing.T) {
	t.Parallel()
	env := peopledDatabase(t)
	dir := t.TempDir()
	args := func(format, path string, more ...string) []string {
		return append([]string{"--person", "grace@example.com", "--from", "2026-01-01", "--to", "2026-06-30", "--format", format, "--reason", "asked by a court", "--out", filepath.Join(dir, path)}, more...)
	}
	for format, begins := range map[string]string{"pdf": "%PDF-", "xlsx": "PK", "json": "{\n  \"schema\": \"rapport.packet\""} {
		if code, out := runExport(t, env, args(format, "packet."+format)...); code != exitDone || !strings.Contains(out, "That stands in the ledger, and Grace is told.") {
			t.Fatalf("%s: got %d\n%s", format, code, out)
		}
		data, err := os.ReadFile(filepath.Join(dir, "packet."+format))
		if err != nil || !strings.HasPrefix(string(data), begins) {
			t.Errorf("%s begins with %.20q, %v", format, data, err)
		}
	}
	if code, out := runExport(t, env, args("pdf", "packet.pdf")...); code != exitFailed || !strings.Contains(out, "there is a file at") {
		t.Errorf("over another file: got %d\n%s", code, out)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"nobody is named":      {[]string{"--from", "2026-01-01"}, "say --person"},
		"no reason is given":   {[]string{"--person", "@Grace", "--from", "2026-01-01", "--to", "2026-02-01"}, "say --reason"},
		"a format that is one": {args("docx", "x"), `"docx" is no format`},
		"a day that is none":   {args("pdf", "x", "--to", "soon"), `"soon" is no day`},
		"nobody is called so":  {args("pdf", "x", "--person", "@nobody"), "nobody is called @nobody"},
	} {
		if code, out := runExport(t, env, c.args...); code != exitUsage || !strings.Contains(out, c.want) {
			t.Errorf("%s: got %d\n%s", name, code, out)
		}
	}
	// What does not fit leaves no file and no entry.
	if code, out := runExport(t, env, args("pdf", "x.pdf", "--to", "2025-01-01")...); code != exitFailed || !strings.Contains(out, "The last day lies before the first.") {
		t.Errorf("days the wrong way round: got %d\n%s", code, out)
	}
	if _, err := os.Stat(filepath.Join(dir, "x.pdf")); !os.IsNotExist(err) {
		t.Errorf("a file is left: %v", err)
	}
	sh := shell{env: env, out: &bytes.Buffer{}}
	err := sh.withDatabase(t.Context(), func(_ Config, db *storage.DB) error {
		return db.Read(t.Context(), func(ctx context.Context, tx domain.Tx) error {
			who, err := tx.PersonBySlack(ctx, "UGrace")
			if err != nil {
				return err
			}
			told, err := tx.MessagesTo(ctx, who.ID, who.JoinedAt, 10)
			if len(told) != 3 || told[0].Kind != domain.PacketMade {
				t.Errorf("got %d messages to her, want a receipt for each of three packets", len(told))
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
