package storage_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// someDoubt is a doubt about a kudos.
func someDoubt(id domain.ID) domain.RequestDoubt {
	return domain.RequestDoubt{
		ID: id, Act: domain.Act{Actor: "p-ada", Key: "k-" + string(id), Attempt: "a1"},
		SlackUser: "U0ADA", Locale: "en-GB", Typed: "for private words",
	}
}

// doubtFiles are the files in a folder, whose names end in .db.
func doubtFiles(t *testing.T, folder string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(folder, "*.db"))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func mustRemember(t *testing.T, s *storage.Doubts, d domain.RequestDoubt) {
	t.Helper()
	if err := s.Remember(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

func mustAdopt(t *testing.T, s *storage.Doubts) []domain.RequestDoubt {
	t.Helper()
	list, err := s.Adopt(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func mustClose(t *testing.T, s *storage.Doubts) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDoubts(t *testing.T) {
	t.Parallel()

	t.Run("who lives keeps its own, and what it leaves is taken over by one other", func(t *testing.T) {
		t.Parallel()
		db, folder := storagetest.Open(t), t.TempDir()
		first, second, third := db.Doubts(folder), db.Doubts(folder), db.Doubts(folder)
		mustRemember(t, first, someDoubt("d1"))
		mustRemember(t, first, someDoubt("d2"))
		if err := first.Forget(t.Context(), "d2"); err != nil {
			t.Fatal(err)
		}
		if list := mustAdopt(t, second); len(list) > 0 {
			t.Errorf("took over %v of one that lives", list)
		}
		mustClose(t, first) // as the system does when a process dies
		if list := mustAdopt(t, second); len(list) != 1 || !reflect.DeepEqual(list[0], someDoubt("d1")) {
			t.Errorf("got %v, want what was left, whole", list)
		}
		if list := mustAdopt(t, third); len(list) > 0 {
			t.Errorf("%v was taken over twice", list)
		}
		mustClose(t, second) // dies, too, before it could tell
		if list := mustAdopt(t, third); len(list) != 1 {
			t.Errorf("got %v, want what was taken over and not told", list)
		}
		if err := third.Forget(t.Context(), "d1"); err != nil {
			t.Fatal(err)
		}
		mustClose(t, third)
		if left := doubtFiles(t, folder); len(left) > 0 {
			t.Errorf("left %v", left)
		}
	})

	t.Run("without a doubt there is no file and no folder", func(t *testing.T) {
		t.Parallel()
		folder := filepath.Join(t.TempDir(), "data")
		s := storagetest.Open(t).Doubts(folder)
		if list := mustAdopt(t, s); len(list) > 0 {
			t.Errorf("got %v", list)
		}
		mustClose(t, s)
		if _, err := os.Stat(folder); !os.IsNotExist(err) {
			t.Errorf("got %v, want no folder", err)
		}
	})

	t.Run("many at once lose nothing and take nothing twice", func(t *testing.T) {
		t.Parallel()
		db, folder := storagetest.Open(t), t.TempDir()
		const dead, living = 6, 4
		for i := range dead {
			s := db.Doubts(folder)
			mustRemember(t, s, someDoubt(domain.ID("d"+string(rune('0'+i)))))
			mustClose(t, s)
		}
		var mu sync.Mutex
		seen := map[domain.ID]int{}
		var running sync.WaitGroup
		for range living {
			s := db.Doubts(folder)
			defer mustClose(t, s)
			running.Go(func() {
				list, err := s.Adopt(t.Context())
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				for _, d := range list {
					seen[d.ID]++
				}
			})
		}
		running.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s was taken over %d times", id, n)
			}
		}
		if len(seen) != dead {
			t.Errorf("%d of %d were taken over", len(seen), dead)
		}
	})

	t.Run("what was typed is sealed, and stays where the key is missing", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		s := storagetest.Open(t).Doubts(folder)
		mustRemember(t, s, someDoubt("d1"))
		mustClose(t, s)
		files := doubtFiles(t, folder)
		if len(files) != 1 {
			t.Fatalf("got %v, want one file", files)
		}
		text, err := os.ReadFile(files[0])
		if err != nil || bytes.Contains(text, []byte("private words")) || bytes.Contains(text, []byte("U0ADA")) {
			t.Errorf("%v; the file can be read by anybody", err)
		}
		info, err := os.Stat(files[0])
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("got %v, %v, want a file for its owner alone", info.Mode(), err)
		}
		other := storagetest.Config(t)
		other.Box = mustBox(t, key(9))
		stranger := storagetest.OpenWith(t, other).Doubts(folder)
		if list := mustAdopt(t, stranger); len(list) > 0 {
			t.Errorf("got %v with another key", list)
		}
		if left := doubtFiles(t, folder); len(left) != 1 {
			t.Errorf("left %v, want the file as it was", left)
		}
	})
}
