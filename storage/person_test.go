package storage_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

// fullPerson has something in every field.
func fullPerson() domain.Person {
	return domain.Person{
		ID: "p-full", SlackID: "U1", TeamID: "T1", Name: "Gräce Hopper", Handle: "Grace", Email: "Grace@Example.com",
		Zone: "America/New_York", Locale: "en-US", Kind: domain.Contractor, Active: true,
		Manager: "p-boss", Team: "Engineering/Platform", Role: "engineer", Location: "US-NY",
		Start: domain.Date{Year: 1999, Month: time.May, Day: 3}, Leaves: domain.Date{Year: 2001, Month: time.June, Day: 30},
		Cadence: "every 2 weeks", Pattern: "sun-thu 8:00-16:00", TakesPart: true, Privately: true, Quieter: true, LeavesQuietly: true,
		Met: start.Add(time.Hour), HomeSeen: start.Add(2 * time.Hour), LeftAt: start.Add(3 * time.Hour), ErasedAt: start.Add(4 * time.Hour), JoinedAt: start.Add(-time.Hour), Version: 1,
	}
}

func TestPerson_CreateAndRead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("every field comes back as it was", func(t *testing.T) {
			t.Parallel()
			db, want := open(t), fullPerson()
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				created, err := tx.CreatePerson(ctx, want)
				if diff := cmp.Diff(want, created); diff != "" {
					t.Errorf("created: %s", diff)
				}
				return err
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Person(ctx, want.ID)
				if diff := cmp.Diff(want, got); diff != "" || got != want {
					t.Errorf("read: %s", diff)
				}
				if err != nil {
					return err
				}
				got, err = tx.PersonBySlack(ctx, "U1")
				if got != want {
					t.Errorf("by slack: got %+v", got)
				}
				return err
			})
		})
		t.Run("a list gives every field too, and nothing of one in the next", func(t *testing.T) {
			t.Parallel()
			full, empty := fullPerson(), domain.Person{ID: "p-next", SlackID: "U2", JoinedAt: start, Version: 1}
			for fields, i := reflect.ValueOf(full), 0; i < fields.NumField(); i++ {
				if fields.Field(i).IsZero() {
					t.Errorf("%s is empty in the full person", fields.Type().Field(i).Name)
				}
			}
			mustTx(t, open(t), func(ctx context.Context, tx domain.Tx) error {
				for _, p := range []domain.Person{full, empty} {
					if _, err := tx.CreatePerson(ctx, p); err != nil {
						return err
					}
				}
				got, err := tx.People(ctx, domain.PersonFilter{})
				if diff := cmp.Diff([]domain.Person{full, empty}, got); diff != "" {
					t.Errorf("listed: %s", diff)
				}
				return err
			})
		})
		t.Run("what is empty stays empty, and the rest is filled", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				p, err := tx.CreatePerson(ctx, domain.Person{SlackID: "U2"})
				if p.ID == "" || p.Version != 1 || !p.JoinedAt.Equal(start) {
					t.Errorf("got %+v, want id, version and time filled", p)
				}
				if !p.Met.IsZero() || !p.HomeSeen.IsZero() || !p.Start.IsZero() || !p.Leaves.IsZero() {
					t.Errorf("got %+v, want no dates", p)
				}
				return err
			})
		})
		t.Run("nobody is not found", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			for name, ask := range map[string]func(context.Context, domain.Tx) error{
				"id":    func(ctx context.Context, tx domain.Tx) error { _, err := tx.Person(ctx, "p0"); return err },
				"slack": func(ctx context.Context, tx domain.Tx) error { _, err := tx.PersonBySlack(ctx, "U0"); return err },
			} {
				if got := domain.CodeOf(db.Read(t.Context(), ask)); got != domain.NotFound {
					t.Errorf("by %s: got %q, want not found", name, got)
				}
			}
		})
		t.Run("a slack id belongs to one person", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustPerson(t, db, "grace")
			err := db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
				_, err := tx.CreatePerson(ctx, domain.Person{SlackID: "U-grace"})
				return err
			})
			wantCode(t, err, domain.Conflict)
		})
		t.Run("names that no database likes are stored all the same", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				p, err := tx.CreatePerson(ctx, domain.Person{SlackID: "U3", Name: "a\x00b\xffc'; DROP TABLE people"})
				if want := "ab\uFFFDc'; DROP TABLE people"; p.Name != want {
					t.Errorf("got %q, want %q", p.Name, want)
				}
				return err
			})
		})
	})
}

func TestPerson_Update(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		t.Run("the version counts up and an old one is refused", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			p := mustPerson(t, db, "grace")
			change := func(p domain.Person) (out domain.Person, err error) {
				err = db.InTx(t.Context(), func(ctx context.Context, tx domain.Tx) error {
					out, err = tx.UpdatePerson(ctx, p)
					return err
				})
				return out, err
			}
			p.Active, p.Privately, p.Team = false, true, "Sales"
			updated, err := change(p)
			if err != nil || updated.Version != 2 || updated.Active || updated.Area() != "Sales" {
				t.Fatalf("got %+v, %v", updated, err)
			}
			_, err = change(p)
			wantCode(t, err, domain.Conflict)
			_, err = change(domain.Person{ID: "nobody", Version: 1})
			wantCode(t, err, domain.NotFound)
		})
		t.Run("it leaves alone when home was seen", func(t *testing.T) {
			t.Parallel()
			db := open(t)
			p := mustPerson(t, db, "grace")
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				if err := tx.SeeHome(ctx, p.ID, start.Add(time.Hour)); err != nil {
					return err
				}
				if err := tx.SeeHome(ctx, p.ID, start); err != nil {
					return err
				}
				_, err := tx.UpdatePerson(ctx, p)
				return err
			})
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				got, err := tx.Person(ctx, p.ID)
				if !got.HomeSeen.Equal(start.Add(time.Hour)) || got.Version != 2 {
					t.Errorf("got %v and version %d, want the latest look and version 2", got.HomeSeen, got.Version)
				}
				return err
			})
		})
	})
}

func TestPerson_Filter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		people := []domain.Person{
			{ID: "a", SlackID: "U1", Name: "Ada Lovelace", Handle: "ada", Email: "ada@example.com", Team: "Engineering/Core", Location: "GB", Active: true},
			{ID: "b", SlackID: "U2", Name: "Éva Kiss", Handle: "eva.k", Email: "", Team: "Engineering", Location: "HU", Manager: "a", Active: true},
			{ID: "c", SlackID: "U3", Name: "Ada Yonath", Handle: "yonath", Email: "Y@EXAMPLE.com", Team: "Research", Location: "IL", Manager: "a"},
		}
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for _, p := range people {
				if _, err := tx.CreatePerson(ctx, p); err != nil {
					return err
				}
			}
			return nil
		})
		tests := []struct {
			name   string
			filter domain.PersonFilter
			want   []domain.ID
		}{
			{"nothing selects all, by id", domain.PersonFilter{}, []domain.ID{"a", "b", "c"}},
			{"ids", domain.PersonFilter{IDs: []domain.ID{"c", "a", "z"}}, []domain.ID{"a", "c"}},
			{"slack ids", domain.PersonFilter{SlackIDs: []string{"U2"}}, []domain.ID{"b"}},
			{"emails in any case", domain.PersonFilter{Emails: []string{" y@example.com "}}, []domain.ID{"c"}},
			{"no email is nobody's", domain.PersonFilter{Emails: []string{""}}, nil},
			{"manager", domain.PersonFilter{Manager: "a"}, []domain.ID{"b", "c"}},
			{"manager, active", domain.PersonFilter{Manager: "a", Active: true}, []domain.ID{"b"}},
			{"area", domain.PersonFilter{Area: "Engineering"}, []domain.ID{"a", "b"}},
			{"location", domain.PersonFilter{Location: "HU"}, []domain.ID{"b"}},
			{"first name", domain.PersonFilter{Named: "ADA"}, []domain.ID{"a", "c"}},
			{"full name with an accent", domain.PersonFilter{Named: "éVA kiss"}, []domain.ID{"b"}},
			{"handle", domain.PersonFilter{Named: "Yonath"}, []domain.ID{"c"}},
			{"part of a name is no name", domain.PersonFilter{Named: "love"}, nil},
			{"page", domain.PersonFilter{After: "a", Limit: 1}, []domain.ID{"b"}},
		}
		for _, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				var got []domain.ID
				mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
					list, err := tx.People(ctx, tt.filter)
					for _, p := range list {
						got = append(got, p.ID)
					}
					return err
				})
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("got %s", diff)
				}
			})
		}
	})
}

func TestPerson_LineAbove(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		line := func(t *testing.T, managers map[domain.ID]domain.ID, of domain.ID) (ids []domain.ID) {
			t.Helper()
			db := open(t)
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
				for id, manager := range managers {
					if _, err := tx.CreatePerson(ctx, domain.Person{ID: id, SlackID: "U" + string(id), Manager: manager}); err != nil {
						return err
					}
				}
				var err error
				ids, err = tx.LineAbove(ctx, of)
				return err
			})
			return ids
		}
		t.Run("nearest first", func(t *testing.T) {
			t.Parallel()
			got := line(t, map[domain.ID]domain.ID{"a": "b", "b": "c", "c": ""}, "a")
			if diff := cmp.Diff([]domain.ID{"b", "c"}, got); diff != "" {
				t.Error(diff)
			}
		})
		t.Run("nobody above", func(t *testing.T) {
			t.Parallel()
			if got := line(t, map[domain.ID]domain.ID{"a": ""}, "a"); len(got) != 0 {
				t.Errorf("got %v, want nobody", got)
			}
		})
		t.Run("a loop ends where it begins", func(t *testing.T) {
			t.Parallel()
			got := line(t, map[domain.ID]domain.ID{"a": "b", "b": "c", "c": "b"}, "a")
			if diff := cmp.Diff([]domain.ID{"b", "c"}, got); diff != "" {
				t.Error(diff)
			}
			if got := line(t, map[domain.ID]domain.ID{"a": "a"}, "a"); len(got) != 0 {
				t.Errorf("got %v, want nobody above who reports to oneself", got)
			}
		})
		t.Run("it stops after fifty", func(t *testing.T) {
			t.Parallel()
			managers := map[domain.ID]domain.ID{}
			for i := range 60 {
				managers[personID(i)] = personID(i + 1)
			}
			if got := line(t, managers, personID(0)); len(got) != 50 || got[49] != personID(50) {
				t.Errorf("got %d people, want 50", len(got))
			}
		})
	})
}

func TestOffice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		set := func(ids ...string) {
			mustTx(t, db, func(ctx context.Context, tx domain.Tx) error { return tx.SetOffice(ctx, domain.OfficeHR, ids) })
		}
		holds := func(id string) (ok bool) {
			mustRead(t, db, func(ctx context.Context, tx domain.Tx) error {
				var err error
				ok, err = tx.InOffice(ctx, domain.OfficeHR, id)
				return err
			})
			return ok
		}
		if holds("U1") {
			t.Error("somebody holds an office that nobody was given")
		}
		set("U1", "U2", "U1", "")
		if !holds("U1") || !holds("U2") || holds("") {
			t.Error("got other holders than U1 and U2")
		}
		set("U2")
		if holds("U1") || !holds("U2") {
			t.Error("got U1 still in office, or U2 out of it")
		}
		set()
		if holds("U2") {
			t.Error("got a holder of an emptied office")
		}
	})
}

func TestPerson_ManyWithOneFilter(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		const n = 1200
		ids := make([]domain.ID, n)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i := range n {
				ids[i] = personID(i)
				if _, err := tx.CreatePerson(ctx, domain.Person{ID: ids[i], SlackID: fmt.Sprint("U", i)}); err != nil {
					return err
				}
			}
			list, err := tx.People(ctx, domain.PersonFilter{IDs: ids})
			if len(list) != n {
				t.Errorf("got %d people, want %d", len(list), n)
			}
			return err
		})
	})
}

// Conversations are held by the partner who is named, else by the manager, and
// only with those who have any.
func TestSpans(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		db := open(t)
		mustTx(t, db, func(ctx context.Context, tx domain.Tx) error {
			for i, p := range []domain.Person{
				{ID: "lee"}, {ID: "mara"}, {ID: "hugo"},
				{Manager: "lee"}, {Manager: "lee"}, {Manager: "lee", Kind: domain.Guest}, {Manager: "lee", Kind: domain.Contractor, TakesPart: true},
				{Manager: "lee", Active: false}, {Manager: "lee", Kind: domain.Bot, TakesPart: true}, {ID: "moved", Manager: "lee"}, {Manager: "mara"},
				{ID: "led", Manager: "mara"},
			} {
				p.SlackID, p.Zone = "U"+strconv.Itoa(i), "UTC"
				p.Active = i != 7
				if p.Kind == "" {
					p.Kind = domain.Member
				}
				if _, err := tx.CreatePerson(ctx, p); err != nil {
					return err
				}
			}
			if err := tx.NamePartner(ctx, "led", "hugo", "mara", tx.Now()); err != nil {
				return err
			}
			return tx.NamePartner(ctx, "moved", "mara", "lee", tx.Now())
		})
		var got []domain.Span
		mustRead(t, db, func(ctx context.Context, tx domain.Tx) (err error) {
			got, err = tx.Spans(ctx)
			return err
		})
		want := []domain.Span{{Partner: "lee", People: 3}, {Partner: "mara", People: 2}, {Partner: "hugo", People: 1}}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}
