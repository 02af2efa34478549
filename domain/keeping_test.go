package domain_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// archive is a DossierService on a database with two people.
type archive struct {
	domain.DossierService
	storagetest.Bench
	t       *testing.T
	ada, bo domain.Person
	places  map[string]domain.Place
}

// archivePlaces is a Directory of which only Place may be asked.
type archivePlaces struct {
	domain.Directory
	archive *archive
}

func (p archivePlaces) Place(_ context.Context, channel string) (domain.Place, error) {
	place, known := p.archive.places[channel]
	if !known {
		return place, errors.New("slack does not answer")
	}
	return place, nil
}

func setupArchive(t *testing.T) *archive {
	t.Helper()
	bench := storagetest.Practice(t)
	bench.Clock.Set(officeTuesday)
	a := &archive{Bench: bench, t: t, places: map[string]domain.Place{
		"CPUBLIC": {ID: "CPUBLIC", Public: true}, "CCLOSED": {ID: "CCLOSED"},
		"CSHARED": {ID: "CSHARED", Public: true, Shared: true}, "D1": {ID: "D1", Direct: true},
	}}
	a.DossierService = domain.DossierService{Practice: bench.Practice, Directory: archivePlaces{archive: a}}
	a.ada = a.person("Ada", domain.Member)
	a.bo = a.person("Bo", domain.Member)
	return a
}

func (a *archive) tx(do func(context.Context, domain.Tx) error) {
	a.t.Helper()
	if err := a.DB.InTx(a.t.Context(), do); err != nil {
		a.t.Fatal(err)
	}
}

func (a *archive) person(name string, kind domain.Kind) domain.Person {
	a.t.Helper()
	var p domain.Person
	a.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, domain.Person{SlackID: "U" + name, Name: name, Zone: "Europe/Berlin", Kind: kind, Active: true})
		return err
	})
	return p
}

// keep keeps something for Ada.
func (a *archive) keep(key string, draft domain.KeptDraft) domain.Kept {
	a.t.Helper()
	kept, err := a.Keep(a.t.Context(), domain.Act{Actor: a.ada.ID, Key: key, Digest: draft.Words}, draft)
	if err != nil {
		a.t.Fatal(err)
	}
	return kept
}

// file reads Ada's whole file, page by page.
func (a *archive) file() []domain.FileEntry {
	a.t.Helper()
	var all []domain.FileEntry
	for after := (domain.FileCursor{}); ; {
		page, err := a.Read(a.t.Context(), a.ada.ID, after)
		if err != nil {
			a.t.Fatal(err)
		}
		all = append(all, page.Entries...)
		if page.Next == (domain.FileCursor{}) {
			return all
		}
		after = domain.ParseFileCursor(page.Next.String())
	}
}

func wantFault(t *testing.T, err error, want domain.Code) {
	t.Helper()
	if got := domain.CodeOf(err); got != want {
		t.Errorf("got code %q (%v), want %q", got, err, want)
	}
}

func TestKeep_TextOfAMessage(t *testing.T) {
	t.Parallel()
	for channel, want := range map[string]string{"CPUBLIC": "as it was said", "CCLOSED": "", "CSHARED": "", "D1": "", "CUNKNOWN": ""} {
		t.Run("of "+channel+" is kept only where everybody reads it", func(t *testing.T) {
			t.Parallel()
			a := setupArchive(t)
			kept := a.keep("k", domain.KeptDraft{
				Words: "mine", Quote: "as it was said", About: domain.MessageLink{Channel: channel, TS: "1.1", URL: "https://x.example/p"},
			})
			got, err := a.Look(t.Context(), a.ada.ID, kept.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got.Quote != want || got.Words != "mine" || got.About.URL == "" || got.About.Private != (want == "") {
				t.Errorf("got %+v, want the quote %q", got, want)
			}
		})
	}

	t.Run("is cut where it is long", func(t *testing.T) {
		t.Parallel()
		a := setupArchive(t)
		kept := a.keep("k", domain.KeptDraft{Quote: strings.Repeat("ä", 5000), About: domain.MessageLink{Channel: "CPUBLIC", TS: "1.1"}})
		if n := domain.Length(kept.Quote); n != domain.MaxKeptQuote {
			t.Errorf("got %d characters, want %d", n, domain.MaxKeptQuote)
		}
	})
}

func TestKeep_Request(t *testing.T) {
	t.Parallel()
	t.Run("delivered twice it is kept once", func(t *testing.T) {
		t.Parallel()
		a := setupArchive(t)
		first := a.keep("k", domain.KeptDraft{Words: "once"})
		again := a.keep("k", domain.KeptDraft{Words: "once"})
		if first.ID != again.ID || len(a.file()) != 1 {
			t.Errorf("got %s and %s, %d entries", first.ID, again.ID, len(a.file()))
		}
	})

	t.Run("sent again with other words it has those words", func(t *testing.T) {
		t.Parallel()
		a := setupArchive(t)
		a.keep("k", domain.KeptDraft{Words: "once"})
		a.keep("k", domain.KeptDraft{Words: "other"})
		if file := a.file(); len(file) != 1 || file[0].Kept.Words != "other" {
			t.Errorf("got %+v", file)
		}
	})

	t.Run("nothing and too much are refused", func(t *testing.T) {
		t.Parallel()
		a := setupArchive(t)
		for _, words := range []string{" \n ", strings.Repeat("x", domain.MaxKeptWords+1)} {
			_, err := a.Keep(t.Context(), domain.Act{Actor: a.ada.ID, Key: words[:1]}, domain.KeptDraft{Words: words})
			wantFault(t, err, domain.Invalid)
		}
	})

	t.Run("guests have no file", func(t *testing.T) {
		t.Parallel()
		a := setupArchive(t)
		guest := a.person("Gus", domain.Guest)
		_, err := a.Keep(t.Context(), domain.Act{Actor: guest.ID, Key: "k"}, domain.KeptDraft{Words: "mine"})
		wantFault(t, err, domain.Forbidden)
		_, err = a.Read(t.Context(), guest.ID, domain.FileCursor{})
		wantFault(t, err, domain.Forbidden)
	})
}

func TestKept_BelongsToItsOwner(t *testing.T) {
	t.Parallel()
	a := setupArchive(t)
	a.tx(func(ctx context.Context, tx domain.Tx) error {
		policy := domain.DefaultPolicy()
		policy.PeopleTeam.Members = []string{a.bo.SlackID}
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy})
	})
	kept := a.keep("k", domain.KeptDraft{Words: "mine alone"})
	act := domain.Act{Actor: a.bo.ID, Key: "x"}

	_, err := a.Look(t.Context(), a.bo.ID, kept.ID)
	wantFault(t, err, domain.Forbidden)
	wantFault(t, a.Change(t.Context(), act, kept.ID, 1, "theirs"), domain.Forbidden)
	wantFault(t, a.Drop(t.Context(), act, kept.ID), domain.Forbidden)
	page, err := a.Read(t.Context(), a.bo.ID, domain.FileCursor{})
	if err != nil || len(page.Entries) != 0 {
		t.Errorf("got %d entries of somebody else, %v", len(page.Entries), err)
	}
	if file := a.file(); len(file) != 1 || file[0].Kept.Words != "mine alone" {
		t.Errorf("got %+v", file)
	}
}

func TestKept_ChangeAndDrop(t *testing.T) {
	t.Parallel()
	a := setupArchive(t)
	kept := a.keep("k", domain.KeptDraft{Words: "first"})
	if err := a.Change(t.Context(), domain.Act{Actor: a.ada.ID, Key: "c"}, kept.ID, kept.Version, "second"); err != nil {
		t.Fatal(err)
	}
	wantFault(t, a.Change(t.Context(), domain.Act{Actor: a.ada.ID, Key: "late"}, kept.ID, kept.Version, "third"), domain.Conflict)
	wantFault(t, a.Change(t.Context(), domain.Act{Actor: a.ada.ID, Key: "none"}, kept.ID, 2, " "), domain.Invalid)
	if err := a.Drop(t.Context(), domain.Act{Actor: a.ada.ID, Key: "d"}, kept.ID); err != nil {
		t.Fatal(err)
	}
	if file := a.file(); len(file) != 0 {
		t.Errorf("got %+v, want nothing", file)
	}
	var acts []string
	a.tx(func(ctx context.Context, tx domain.Tx) error {
		entries, err := tx.EntriesOf(ctx, kept.ID)
		for _, e := range entries {
			acts = append(acts, e.Act)
			if e.Content != "" {
				t.Errorf("%s holds words: %q", e.Act, e.Content)
			}
		}
		return err
	})
	if diff := cmp.Diff([]string{"file.keep", "file.change", "file.drop"}, acts); diff != "" {
		t.Errorf("ledger (-want +got)\n%s", diff)
	}
}

func TestFile_Pages(t *testing.T) {
	t.Parallel()
	a := setupArchive(t)
	const each = 8 // of both kinds, more than a page together
	var want []string
	for i := range each {
		a.Clock.Advance(time.Minute)
		a.keep(fmt.Sprint("k", i), domain.KeptDraft{Words: fmt.Sprint("kept ", i)})
		a.Clock.Advance(time.Minute)
		a.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.CreateKudos(ctx, domain.Kudos{
				ID: a.Bench.IDs.New(), Giver: a.bo.ID, Text: fmt.Sprint("thanks ", i), State: domain.KudosGiven, At: tx.Now(),
				Receivers: []domain.KudosReceiver{{Person: a.ada.ID, OutOfFile: i == 3}},
			})
		})
		want = append([]string{fmt.Sprint("kept ", i)}, want...)
		if i != 3 {
			want = append([]string{fmt.Sprint("thanks ", i)}, want...)
		}
	}
	var got []string
	for _, e := range a.file() {
		got = append(got, e.Kept.Words+e.Kudos.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("newest first, without what was left out (-want +got)\n%s", diff)
	}
	page, err := a.Read(t.Context(), a.ada.ID, domain.FileCursor{})
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Entries) != domain.FilePage || page.People[a.bo.ID].Name != "Bo" {
		t.Errorf("got %d entries and %v", len(page.Entries), page.People)
	}
	july := domain.Date{Year: 2026, Month: time.July, Day: 1}
	if page.Counts != (domain.FileCounts{Since: july, Kept: each}) {
		t.Errorf("got %+v", page.Counts)
	}
}
