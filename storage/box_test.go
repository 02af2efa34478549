package storage_test

import (
	"bytes"
	"database/sql/driver"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/storage"
)

func key(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }

func mustBox(t testing.TB, keys ...[]byte) storage.Box {
	t.Helper()
	box, err := storage.NewBox(keys...)
	if err != nil {
		t.Fatalf("make a box: %v", err)
	}
	return box
}

func TestBox(t *testing.T) {
	t.Parallel()
	t.Run("what was sealed opens in its place only", func(t *testing.T) {
		t.Parallel()
		box := mustBox(t, key(1))
		const text = "for the *talk* 🎉"
		s := box.Seal("kudos", "k1", "text", text)
		got, err := box.Open("kudos", "k1", "text", s)
		if err != nil || got != text {
			t.Errorf("got %q, %v; want %q", got, err, text)
		}
		for _, place := range [][3]string{{"notes", "k1", "text"}, {"kudos", "k2", "text"}, {"kudos", "k1", "reason"}} {
			if got, err := box.Open(place[0], domain.ID(place[1]), place[2], s); err == nil {
				t.Errorf("got %q at %v, want an error", got, place)
			}
		}
	})
	t.Run("the same words look different each time", func(t *testing.T) {
		t.Parallel()
		box := mustBox(t, key(1))
		a, b := stored(t, box.Seal("kudos", "k1", "text", "thanks")), stored(t, box.Seal("kudos", "k1", "text", "thanks"))
		if bytes.Equal(a, b) || bytes.Contains(a, []byte("thanks")) {
			t.Errorf("got %x and %x, want two different texts", a, b)
		}
	})
	t.Run("nothing is stored as nothing", func(t *testing.T) {
		t.Parallel()
		if v, err := mustBox(t, key(1)).Seal("kudos", "k1", "text", "").Value(); v != nil || err != nil {
			t.Errorf("got %v, %v; want nil", v, err)
		}
	})
	t.Run("an older key opens and the newer one seals", func(t *testing.T) {
		t.Parallel()
		before, during, after := mustBox(t, key(1)), mustBox(t, key(2), key(1)), mustBox(t, key(2))
		old := before.Seal("kudos", "k1", "text", "thanks")
		if got, err := during.Open("kudos", "k1", "text", old); got != "thanks" {
			t.Errorf("got %q, %v with both keys", got, err)
		}
		fresh := during.Seal("kudos", "k1", "text", "thanks")
		if got, err := after.Open("kudos", "k1", "text", fresh); got != "thanks" {
			t.Errorf("got %q, %v with the new key", got, err)
		}
		if got, err := after.Open("kudos", "k1", "text", old); err == nil {
			t.Errorf("got %q without its key, want an error", got)
		}
	})
	t.Run("every broken byte is noticed", func(t *testing.T) {
		t.Parallel()
		box := mustBox(t, key(1))
		whole := stored(t, box.Seal("kudos", "k1", "text", "thanks"))
		for i := range whole {
			broken := bytes.Clone(whole)
			broken[i] ^= 0x41
			if got, err := reopen(box, broken); err == nil && got == "thanks" {
				t.Errorf("byte %d: got %q, want an error", i, got)
			}
			if _, err := reopen(box, whole[:i]); err == nil && i > 0 {
				t.Errorf("cut at %d: want an error", i)
			}
		}
	})
	t.Run("without a key text is kept as it is, and any box reads it", func(t *testing.T) {
		t.Parallel()
		none := storage.KeyNone()
		s := none.Seal("kudos", "k1", "text", "thanks")
		if got, err := mustBox(t, key(1)).Open("kudos", "k1", "text", s); got != "thanks" {
			t.Errorf("got %q, %v", got, err)
		}
		if none.Sealing() || !mustBox(t, key(1)).Sealing() {
			t.Error("got the wrong word on whether text is sealed")
		}
	})
	t.Run("a box never prints its key", func(t *testing.T) {
		t.Parallel()
		secret := []byte("a secret of thirty-two letters..")
		for _, form := range []string{"%v", "%+v", "%#v", "%s"} {
			if got := fmt.Sprintf(form, mustBox(t, secret)); strings.Contains(got, "secret") || strings.Contains(got, hex.EncodeToString(secret[:4])) {
				t.Errorf("%s prints %q", form, got)
			}
		}
	})
	t.Run("a key of another length is refused", func(t *testing.T) {
		t.Parallel()
		for _, k := range [][]byte{nil, key(1)[:31], append(key(1), 1)} {
			if _, err := storage.NewBox(k); err == nil {
				t.Errorf("took a key of %d bytes", len(k))
			}
		}
		if _, err := storage.NewBox(); err == nil {
			t.Error("took no key at all")
		}
	})
}

func FuzzBox(f *testing.F) {
	f.Add("thanks")
	f.Add("\x00\xff")
	f.Fuzz(func(t *testing.T, text string) {
		box := mustBox(t, key(7))
		got, err := box.Open("kudos", "k1", "text", box.Seal("kudos", "k1", "text", text))
		if err != nil || got != text {
			t.Errorf("got %q, %v; want %q", got, err, text)
		}
	})
}

// stored gives the bytes that go into the column.
func stored(t testing.TB, s driver.Valuer) []byte {
	t.Helper()
	v, err := s.Value()
	if err != nil {
		t.Fatal(err)
	}
	raw, ok := v.([]byte)
	if !ok {
		t.Fatalf("got %T from a sealed column, want bytes", v)
	}
	return raw
}

// reopen opens bytes as they might come from a column.
func reopen(box storage.Box, raw []byte) (string, error) {
	s := box.Seal("kudos", "k1", "text", "something else")
	if err := s.Scan(raw); err != nil {
		return "", err
	}
	return box.Open("kudos", "k1", "text", s)
}

func TestBox_WithLedgerKeys(t *testing.T) {
	t.Parallel()
	b64 := base64.StdEncoding.EncodeToString(key(1))
	for _, value := range []string{"", " ", b64, b64 + ", " + hex.EncodeToString(key(2))} {
		if _, err := storage.KeyNone().WithLedgerKeys(value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
	for _, value := range []string{"hunter2", "none", b64 + ",hunter2"} {
		_, err := storage.KeyNone().WithLedgerKeys(value)
		if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "RAPPORT_LEDGER_KEY") {
			t.Errorf("%q: got %v, want an error that names the setting and does not quote it", value, err)
		}
	}
}

func TestLoadKeys(t *testing.T) {
	t.Parallel()
	b64, hexa := base64.StdEncoding.EncodeToString(key(1)), hex.EncodeToString(key(2))
	t.Run("a key is read in base64 or hex, two with a comma", func(t *testing.T) {
		t.Parallel()
		for _, value := range []string{b64, " " + b64 + "\n", hexa, b64 + "," + hexa, strings.TrimRight(b64, "="), "NONE"} {
			if _, err := storage.LoadKeys(value, "postgres://db/x"); err != nil {
				t.Errorf("%q: %v", value, err)
			}
		}
	})
	t.Run("what is no key is refused without being quoted", func(t *testing.T) {
		t.Parallel()
		for _, value := range []string{"hunter2", b64[:20], b64 + ",hunter2"} {
			_, err := storage.LoadKeys(value, "postgres://db/x")
			if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), b64[:20]) {
				t.Errorf("%q: got %v, want an error that does not quote it", value, err)
			}
		}
	})
	t.Run("PostgreSQL wants a word on it", func(t *testing.T) {
		t.Parallel()
		if _, err := storage.LoadKeys("", "postgres://db/x"); err == nil || !strings.Contains(err.Error(), "RAPPORT_KEY=none") {
			t.Errorf("got %v, want an error with both ways out", err)
		}
	})
	t.Run("a fresh SQLite database gets a key that only its owner reads", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		url := "sqlite:" + filepath.Join(folder, "data", "rapport.db")
		first, err := storage.LoadKeys("", url)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(filepath.Join(folder, "data", storage.KeyFile))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("got %v, %v; want a key file of mode 0600", info, err)
		}
		again, err := storage.LoadKeys("", url)
		if err != nil {
			t.Fatal(err)
		}
		s := first.Seal("kudos", "k1", "text", "thanks")
		if got, err := again.Open("kudos", "k1", "text", s); got != "thanks" {
			t.Errorf("got %q, %v; want the same key at the second start", got, err)
		}
	})
	t.Run("a database whose key file went missing is refused", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "rapport.db")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.LoadKeys("", "sqlite:"+path); err == nil || !strings.Contains(err.Error(), storage.KeyFile) {
			t.Errorf("got %v, want an error that names the file", err)
		}
	})
	t.Run("two first starts at once agree on one key", func(t *testing.T) {
		t.Parallel()
		url := "sqlite:" + filepath.Join(t.TempDir(), "rapport.db")
		boxes := make(chan storage.Box, 8)
		err := parallel(8, func(int) error {
			box, err := storage.LoadKeys("", url)
			boxes <- box
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s := (<-boxes).Seal("kudos", "k1", "text", "thanks")
		for range 7 {
			box := <-boxes
			if got, err := box.Open("kudos", "k1", "text", s); got != "thanks" {
				t.Errorf("got %q, %v", got, err)
			}
		}
	})
}
