package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSameYear(t *testing.T) {
	t.Parallel()
	one := "Monday\nThe ledger’s seal: 3:0123456789abcdef0123456789abcdef\n"
	for name, c := range map[string]struct {
		other, want string
	}{
		"another seal is the same year": {strings.Replace(one, "0123", "3210", 1), ""},
		"another number is not":         {strings.Replace(one, "3:", "4:", 1), "line 2"},
		"another word is not":           {strings.Replace(one, "Mon", "Sun", 1), "line 1"},
		"one that goes on is not":       {one + "Tuesday\n", "line 3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			files := []string{filepath.Join(dir, "a"), filepath.Join(dir, "b")}
			for i, text := range []string{one, c.other} {
				if err := os.WriteFile(files[i], []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := sameYear(files)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if err := sameYear(nil); err == nil {
		t.Error("no year is the same as none")
	}
}
