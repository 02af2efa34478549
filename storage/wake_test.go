package storage_test

import (
	"os"
	"testing"

	"rapport/storage"
	"rapport/storage/storagetest"
)

// A message that one replica stores wakes the courier of another.
func TestWake_ReachesOtherReplicas(t *testing.T) {
	t.Parallel()
	url := os.Getenv(storagetest.RedisURL)
	if url == "" {
		t.Skipf("%s is not set", storagetest.RedisURL)
	}
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := config(t)
		replica := func() *storage.DB {
			r, err := storage.OpenPatientRedis(url)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
			c.Redis = r
			return storagetest.OpenWith(t, c)
		}
		one, other := replica(), replica()
		<-other.Outbox().Wake() // it listens now
		mustTell(t, one, dm("p1", "k1"))
		<-other.Outbox().Wake()
		if got := mustClaim(t, other, 1); len(got) != 1 {
			t.Error("woken, but there is nothing to claim")
		}
	})
}
