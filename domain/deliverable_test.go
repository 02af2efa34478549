package domain_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// postOffice is a DeliveryService on a database with one reader in Berlin. Its
// clock stands at Tuesday, 24 November 2026, 10:00 in Berlin.
type postOffice struct {
	domain.DeliveryService
	storagetest.Bench
	t      *testing.T
	reader domain.Person
	place  domain.Place
	err    error // of Place
}

// Place fulfils the part of domain.Directory that is needed.
func (o *postOffice) Place(context.Context, string) (domain.Place, error) { return o.place, o.err }

// officePlaces is a Directory of which only Place may be asked.
type officePlaces struct {
	domain.Directory
	office *postOffice
}

func (p officePlaces) Place(ctx context.Context, channel string) (domain.Place, error) {
	return p.office.Place(ctx, channel)
}

// PlaceMembers is empty: nobody but the people team reads the channel.
func (p officePlaces) PlaceMembers(context.Context, string) ([]string, error) {
	return nil, p.office.err
}

var officeTuesday = time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)

func setupPostOffice(t *testing.T) *postOffice {
	t.Helper()
	bench := storagetest.Practice(t)
	bench.Clock.Set(officeTuesday)
	o := &postOffice{Bench: bench, t: t, place: domain.Place{ID: "C1", Member: true}}
	o.DeliveryService = domain.DeliveryService{Practice: bench.Practice, Directory: officePlaces{office: o}}
	o.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		o.reader, err = tx.CreatePerson(ctx, domain.Person{
			SlackID: "U1", Name: "Ada", Zone: "Europe/Berlin", Kind: domain.Member, Active: true, Team: "Sales/North",
		})
		return err
	})
	return o
}

func (o *postOffice) tx(do func(context.Context, domain.Tx) error) {
	o.t.Helper()
	if err := o.DB.InTx(o.t.Context(), do); err != nil {
		o.t.Fatal(err)
	}
}

// change edits the reader.
func (o *postOffice) change(edit func(*domain.Person)) {
	o.t.Helper()
	o.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		edit(&o.reader)
		o.reader, err = tx.UpdatePerson(ctx, o.reader)
		return err
	})
}

// away adds an absence of the reader.
func (o *postOffice) away(from, until domain.Date) {
	o.t.Helper()
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.CreateAbsence(ctx, domain.Absence{
			ID: o.Bench.IDs.New(), Person: o.reader.ID, Days: domain.DateRange{Start: from, End: until}, At: tx.Now(),
		})
	})
}

// pause adds a pause of the practice.
func (o *postOffice) pause(area string, from, until domain.Date) {
	o.t.Helper()
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.CreatePause(ctx, domain.Pause{ID: o.Bench.IDs.New(), Area: area, From: from, Until: until, At: tx.Now()})
	})
}

// ask wants a verdict on a DM of that class.
func (o *postOffice) ask(class domain.Class) domain.Verdict {
	o.t.Helper()
	return o.verdict(domain.Message{Kind: "test.note", Deed: domain.Post, Class: class, Recipient: o.reader.ID, Subject: "s"})
}

func (o *postOffice) verdict(m domain.Message) domain.Verdict {
	o.t.Helper()
	v, err := o.Deliverable(o.t.Context(), m)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

var (
	sendNow    = domain.Verdict{Send: true}
	allClasses = []domain.Class{domain.FromPeople, domain.Answer, domain.FromRapport, domain.OnItsDay}
)

// heldUntil is the verdict to wait until an instant in Berlin.
func heldUntil(reason, until string) domain.Verdict {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", until, berlin)
	if err != nil {
		panic(err)
	}
	return domain.Verdict{Until: at.UTC(), Reason: reason}
}

func droppedFor(reason string) domain.Verdict { return domain.Verdict{Reason: reason} }

func TestDeliverable_Time(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		prepare func(*postOffice)
		want    [4]domain.Verdict // people, answer, ask, digest
	}{
		{"in the hours of work everything goes", func(*postOffice) {}, [4]domain.Verdict{sendNow, sendNow, sendNow, sendNow}},
		{"in the evening asks and digests wait for the morning", func(o *postOffice) {
			o.Clock.Set(officeTuesday.Add(9 * time.Hour))
		}, [4]domain.Verdict{sendNow, sendNow, heldUntil("hours", "2026-11-25 09:00"), heldUntil("hours", "2026-11-25 09:00")}},
		{"on Saturday asks and digests wait for Monday", func(o *postOffice) {
			o.Clock.Set(officeTuesday.Add(4 * 24 * time.Hour))
		}, [4]domain.Verdict{sendNow, sendNow, heldUntil("hours", "2026-11-30 09:00"), heldUntil("hours", "2026-11-30 09:00")}},
		{"an absence of a week holds asks, drops the digest, and thanks travel", func(o *postOffice) {
			o.away(date(2026, 11, 23), date(2026, 11, 27))
		}, [4]domain.Verdict{sendNow, sendNow, heldUntil("hours", "2026-11-30 09:00"), droppedFor("away")}},
		{"in an absence of more than 20 working days everything waits for the return", func(o *postOffice) {
			o.away(date(2026, 11, 2), date(2026, 12, 4))
		}, [4]domain.Verdict{droppedFor("gathered"), sendNow, heldUntil("hours", "2026-12-07 09:00"), droppedFor("away")}},
		{"a pause for everybody stops asks and digests, and thanks travel", func(o *postOffice) {
			o.pause("", date(2026, 11, 20), date(2026, 11, 25))
		}, [4]domain.Verdict{sendNow, sendNow, heldUntil("paused", "2026-11-26 09:00"), droppedFor("paused")}},
		{"a pause of another area concerns nobody here", func(o *postOffice) {
			o.pause("Support", date(2026, 11, 20), date(2026, 11, 25))
		}, [4]domain.Verdict{sendNow, sendNow, sendNow, sendNow}},
		{"a pause that ends on a Friday lasts over the weekend", func(o *postOffice) {
			o.pause("Sales", date(2026, 11, 20), date(2026, 11, 27))
		}, [4]domain.Verdict{sendNow, sendNow, heldUntil("paused", "2026-11-30 09:00"), droppedFor("paused")}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := setupPostOffice(t)
			test.prepare(o)
			for i, class := range allClasses {
				if got := o.ask(class); got != test.want[i] {
					t.Errorf("%s: got %+v, want %+v", class, got, test.want[i])
				}
				// A file keeps to what it goes behind.
				want := test.want[i]
				if want == droppedFor("gathered") {
					want = droppedFor("away")
				}
				file := domain.Message{Kind: "test.file", Deed: domain.Attach, Class: class, Recipient: o.reader.ID, Subject: "s"}
				if got := o.verdict(file); got != want {
					t.Errorf("a file behind %s: got %+v, want %+v", class, got, want)
				}
			}
		})
	}
}

func TestDeliverable_Reader(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		edit func(*domain.Person)
		want domain.Verdict
	}{
		{"somebody who is there", func(*domain.Person) {}, sendNow},
		{"somebody whose account is closed", func(p *domain.Person) { p.Active = false }, droppedFor("person_left")},
		{"somebody who turned out to be a bot", func(p *domain.Person) { p.Kind = domain.Bot }, droppedFor("person_left")},
		{"somebody of another organisation", func(p *domain.Person) { p.Kind = domain.Outsider }, droppedFor("person_left")},
		{"somebody whose last day was yesterday", func(p *domain.Person) { p.Leaves = date(2026, 11, 23) }, droppedFor("person_left")},
		{"somebody whose last day is today", func(p *domain.Person) { p.Leaves = date(2026, 11, 24) }, sendNow},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := setupPostOffice(t)
			o.change(test.edit)
			for _, class := range allClasses {
				if got := o.ask(class); got != test.want {
					t.Errorf("%s: got %+v, want %+v", class, got, test.want)
				}
			}
		})
	}

	t.Run("somebody nobody knows", func(t *testing.T) {
		t.Parallel()
		o := setupPostOffice(t)
		got := o.verdict(domain.Message{Deed: domain.Post, Class: domain.FromPeople, Recipient: "nobody", Subject: "s"})
		if got != droppedFor("person_gone") {
			t.Errorf("got %+v", got)
		}
	})

	t.Run("an edit or a deletion goes in any case", func(t *testing.T) {
		t.Parallel()
		o := setupPostOffice(t)
		o.change(func(p *domain.Person) { p.Active = false })
		for _, deed := range []domain.Deed{domain.Update, domain.Delete} {
			if got := o.verdict(domain.Message{Deed: deed, Class: domain.Quiet, Recipient: o.reader.ID}); got != sendNow {
				t.Errorf("%s: got %+v", deed, got)
			}
		}
	})
}

func TestDeliverable_Channel(t *testing.T) {
	t.Parallel()
	private := domain.Place{ID: "C1", Member: true}
	public := domain.Place{ID: "C1", Member: true, Public: true}
	tests := []struct {
		name         string
		place        domain.Place
		err          error
		post, digest domain.Verdict
	}{
		{"a private channel", private, nil, sendNow, sendNow},
		{"a public channel", public, nil, sendNow, droppedFor("channel_public")},
		{"an archived channel", domain.Place{Archived: true}, nil, droppedFor("channel_archived"), droppedFor("channel_archived")},
		{"a channel that others read", domain.Place{Shared: true}, nil, droppedFor("channel_shared"), droppedFor("channel_shared")},
		{"a channel that Slack does not show", domain.Place{}, domain.Refuse(domain.NotFound, "x.y"), sendNow, droppedFor("channel_unknown")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := setupPostOffice(t)
			o.place, o.err = test.place, test.err
			post := domain.Message{Kind: "test.note", Deed: domain.Post, Class: domain.FromPeople, Channel: "C1", Subject: "s"}
			if got := o.verdict(post); got != test.post {
				t.Errorf("post: got %+v, want %+v", got, test.post)
			}
			post.Class = domain.OnItsDay
			if got := o.verdict(post); got != test.digest {
				t.Errorf("digest: got %+v, want %+v", got, test.digest)
			}
			post.Kind, post.Deed = domain.DigestSheet, domain.Attach
			if got := o.verdict(post); got != test.digest {
				t.Errorf("its file: got %+v, want %+v", got, test.digest)
			}
		})
	}

	t.Run("a digest waits where Slack gives no answer, a post does not", func(t *testing.T) {
		t.Parallel()
		o := setupPostOffice(t)
		o.err = errors.New("no answer")
		post := domain.Message{Kind: "test.note", Deed: domain.Post, Class: domain.FromPeople, Channel: "C1"}
		if got := o.verdict(post); got != sendNow {
			t.Errorf("post: got %+v", got)
		}
		post.Class = domain.OnItsDay
		if _, err := o.Deliverable(t.Context(), post); err == nil {
			t.Error("digest: no error")
		}
	})
}

func TestDeliverable_Kudos(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		state   domain.KudosState
		channel string
		want    map[string]domain.Verdict
	}{
		{"given", domain.KudosGiven, "C1", map[string]domain.Verdict{
			domain.KudosReceived: sendNow, domain.KudosPosted: sendNow, domain.KudosTakenBack: droppedFor("given")}},
		{"made private meanwhile", domain.KudosGiven, "", map[string]domain.Verdict{
			domain.KudosReceived: sendNow, domain.KudosPosted: droppedFor("private")}},
		{"undone", domain.KudosUndone, "C1", map[string]domain.Verdict{
			domain.KudosReceived: droppedFor("undone"), domain.KudosPosted: droppedFor("undone"), domain.KudosTakenBack: droppedFor("undone")}},
		{"taken back by the people team", domain.KudosRetracted, "C1", map[string]domain.Verdict{
			domain.KudosReceived: droppedFor("retracted"), domain.KudosPosted: droppedFor("retracted"), domain.KudosTakenBack: sendNow}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := setupPostOffice(t)
			id := o.Bench.IDs.New()
			o.tx(func(ctx context.Context, tx domain.Tx) error {
				return tx.CreateKudos(ctx, domain.Kudos{
					ID: id, Giver: o.reader.ID, Receivers: []domain.KudosReceiver{{Person: o.reader.ID}},
					Channel: test.channel, State: test.state, At: tx.Now(),
				})
			})
			for kind, want := range test.want {
				m := domain.Message{Kind: kind, Deed: domain.Post, Class: domain.FromPeople, Recipient: o.reader.ID, Subject: id}
				if kind == domain.KudosPosted {
					m.Recipient, m.Channel = "", "C1"
				}
				if got := o.verdict(m); got != want {
					t.Errorf("%s: got %+v, want %+v", kind, got, want)
				}
			}
		})
	}

	t.Run("one that is gone needs no message", func(t *testing.T) {
		t.Parallel()
		o := setupPostOffice(t)
		for _, kind := range []string{domain.KudosReceived, domain.KudosTakenBack} {
			got := o.verdict(domain.Message{Kind: kind, Deed: domain.Post, Recipient: o.reader.ID, Subject: "gone"})
			if got != droppedFor("subject_gone") {
				t.Errorf("%s: got %+v", kind, got)
			}
		}
	})
}
