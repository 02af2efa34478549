package storage_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

func TestMain(m *testing.M) {
	if childMain() {
		return
	}
	goleak.VerifyTestMain(m)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	t.Run("all that is wrong is told at once", func(t *testing.T) {
		t.Parallel()
		_, err := storage.Open(t.Context(), storage.Config{URL: "mysql://db", MaxConns: -1})
		for _, want := range []string{"postgres://", "sqlite:PATH", "clock", "key", "-1"} {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want it to tell of %q", err, want)
			}
		}
	})
	t.Run("no error quotes the password of the address", func(t *testing.T) {
		t.Parallel()
		c := storagetest.Config(t)
		for _, url := range []string{"postgres://u:hunter2@[broken/x", "postgres://u:hunter2@127.0.0.1:1/x?connect_timeout=1"} {
			c.URL = url
			if _, err := storage.Open(t.Context(), c); err == nil || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %v, want an error without the password", err)
			}
		}
	})
	t.Run("a path may hold any character", func(t *testing.T) {
		t.Parallel()
		c := emptyConfig(t)
		c.URL = "sqlite:" + filepath.Join(t.TempDir(), "a b?c#d%20é", "rapport.db")
		db := storagetest.OpenWith(t, c)
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		mustPerson(t, db, "grace")
		if matches, err := filepath.Glob(strings.TrimPrefix(c.URL, "sqlite:")); err == nil && len(matches) > 1 {
			t.Errorf("got files %v, want one of that name", matches)
		}
	})
	t.Run("who only looks reads beside a writer, and cannot write", func(t *testing.T) {
		t.Parallel()
		eachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
			c := config(t)
			mustPerson(t, storagetest.OpenWith(t, c), "grace")
			c.ReadOnly = true
			looking := storagetest.OpenWith(t, c)
			mustRead(t, looking, func(ctx context.Context, tx domain.Tx) error {
				people, err := tx.People(ctx, domain.PersonFilter{})
				if len(people) != 1 {
					t.Errorf("got %d people, want 1", len(people))
				}
				return err
			})
			err := looking.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				return tx.Record(ctx, domain.Entry{Act: "kudos.give"})
			})
			if err == nil {
				t.Error("who only looks has written")
			}
		})
	})
	t.Run("closing twice is closing once, and nothing runs after", func(t *testing.T) {
		t.Parallel()
		db, err := storage.Open(t.Context(), storagetest.Config(t))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}
		nothing := func(context.Context, domain.Tx) error { return nil }
		wantCode(t, db.InTx(t.Context(), nothing), domain.NotSaved)
		wantCode(t, db.Read(t.Context(), nothing), domain.Unavailable)
	})
}

func TestPing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		if err := open(t).Ping(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestLockServe(t *testing.T) {
	t.Parallel()
	t.Run("one serve at a time on a file", func(t *testing.T) {
		t.Parallel()
		c := storagetest.Config(t)
		first, err := storage.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		second := storagetest.OpenWith(t, c)
		for range 2 {
			if err := first.LockServe(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		wantCode(t, second.LockServe(t.Context()), domain.Conflict)
		mustPerson(t, second, "grace") // other commands work beside it
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if err := second.LockServe(t.Context()); err != nil {
			t.Errorf("after the first ended: %v", err)
		}
	})
	t.Run("PostgreSQL takes several", func(t *testing.T) {
		t.Parallel()
		c := storagetest.PostgresConfig(t)
		for range 2 {
			if err := storagetest.OpenWith(t, c).LockServe(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
}
