package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// start is when the practice time of tests begins.
var start = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// mustTx runs do in a transaction that has to succeed.
func mustTx(t testing.TB, db *storage.DB, do func(ctx context.Context, tx domain.Tx) error) {
	t.Helper()
	if err := db.InTx(t.Context(), do); err != nil {
		t.Fatalf("transaction: %v", err)
	}
}

// mustRead runs do for reading, and it has to succeed.
func mustRead(t testing.TB, db *storage.DB, do func(ctx context.Context, tx domain.Tx) error) {
	t.Helper()
	if err := db.Read(t.Context(), do); err != nil {
		t.Fatalf("read: %v", err)
	}
}

// filtered is a filter and the ids of what it lists.
type filtered[F any] struct {
	filter F
	want   []domain.ID
}

// mustList lists by every filter and compares the ids, in their order.
func mustList[F, R any](t testing.TB, db *storage.DB, cases map[string]filtered[F], list func(domain.Tx, context.Context, F) ([]R, error), id func(R) domain.ID) {
	t.Helper()
	for claim, c := range cases {
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
			rows, err := list(tx, ctx, c.filter)
			var got []domain.ID
			for _, r := range rows {
				got = append(got, id(r))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s", claim, diff)
			}
			return err
		})
	}
}

// mustPerson adds a person called so.
func mustPerson(t testing.TB, db *storage.DB, name string) domain.Person {
	t.Helper()
	var person domain.Person
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
		var err error
		person, err = tx.CreatePerson(ctx, domain.Person{
			SlackID: "U-" + name, TeamID: "T1", Name: name, Handle: name, Email: name + "@example.com",
			Zone: "Europe/Berlin", Locale: "en-US", Kind: domain.Member, Active: true,
		})
		return err
	})
	return person
}

// wantCode fails unless the error is a fault of that code.
func wantCode(t testing.TB, err error, want domain.Code) {
	t.Helper()
	if got := domain.CodeOf(err); got != want {
		t.Errorf("got code %q (%v), want %q", got, err, want)
	}
}

// parallel runs work n times at once and gives all errors.
func parallel(n int, work func(i int) error) error {
	faults := make(chan error, n)
	for i := range n {
		go func() { faults <- work(i) }()
	}
	var all []error
	for range n {
		all = append(all, <-faults)
	}
	return errors.Join(all...)
}

// each is short for storagetest.Each.
func each(t *testing.T, test func(t *testing.T, open func(testing.TB) *storage.DB)) {
	t.Helper()
	storagetest.Each(t, test)
}

// eachConfig is short for storagetest.EachConfig.
func eachConfig(t *testing.T, test func(t *testing.T, config func(testing.TB) storage.Config)) {
	t.Helper()
	storagetest.EachConfig(t, test)
}

// isPostgres tells which database a subtest of each runs on.
func isPostgres(t testing.TB) bool {
	t.Helper()
	return strings.Contains(t.Name(), "/postgres")
}

func personID(n int) domain.ID { return domain.ID(fmt.Sprintf("person-%04d", n)) }

// mustRelease gives what is held until then back to its lanes, whatever it is.
func mustRelease(t testing.TB, db *storage.DB, now time.Time, limit int) int {
	t.Helper()
	released := 0
	mustTx(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
		released, err = tx.Release(ctx, now, limit, domain.FromPeople, domain.Answer, domain.FromRapport, domain.OnItsDay, domain.Bulk, domain.Quiet)
		return err
	})
	return released
}
