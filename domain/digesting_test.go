package domain_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// tuesday is the day of the first digest: 24 November 2026, the 16th of 21
// working days.
var tuesday = domain.Date{Year: 2026, Month: time.November, Day: 24}

// office is a company with three areas, counted on tuesday: Sales of eight,
// Support of seven, and Legal of three, which is too small to be shown.
type office struct {
	storagetest.Bench
	t       *testing.T
	digests domain.DigestService
	slack   *channels
	hr      domain.Person
	boss    domain.Person
	people  map[string][]domain.Person
}

// channels is what Slack says of the digest's channel.
type channels struct {
	place   domain.Place
	members []string
	err     error
}

func (c *channels) Profile(_ context.Context, slackID string) (domain.Person, error) {
	return domain.Person{SlackID: slackID, Kind: domain.Member, Active: true}, nil
}

func (c *channels) GroupMembers(context.Context, string) (string, []string, error) {
	return "", nil, domain.Refuse(domain.NotFound, "person.unknown")
}
func (c *channels) Place(context.Context, string) (domain.Place, error) { return c.place, c.err }
func (c *channels) PlaceMembers(context.Context, string) ([]string, error) {
	return c.members, c.err
}

func setupOffice(t *testing.T, config storage.Config) *office {
	t.Helper()
	o := &office{Bench: storagetest.PracticeOn(t, config), t: t, people: map[string][]domain.Person{}}
	o.Clock.Set(tuesday.AddDays(-1).In(time.UTC, domain.NewTimeOfDay(12, 0)))
	o.slack = &channels{place: domain.Place{ID: "C1"}, members: []string{"U-hr"}}
	o.digests = domain.DigestService{Practice: o.Practice, Directory: o.slack}
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		p := domain.DefaultPolicy()
		p.PeopleTeam.Members, p.Digest.Channel = []string{"U-hr"}, "C1"
		p.Conversations.Start = domain.Date{Year: 2026, Month: time.June, Day: 1}
		if err := tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: p, At: tx.Now()}); err != nil {
			return err
		}
		o.boss = o.person(ctx, tx, "boss", domain.Person{Team: "Board"})
		top := domain.ReportingLine{Person: o.boss.ID, Source: domain.LineByHR, State: domain.LineHolds, At: tx.Now()}
		if err := tx.SaveReportingLine(ctx, top); err != nil {
			return err
		}
		o.hr = o.person(ctx, tx, "hr", domain.Person{Team: "Legal", Manager: o.boss.ID})
		for area, size := range map[string]int{"Sales": 8, "Support": 7, "Legal": 2} {
			for i := range size {
				o.people[area] = append(o.people[area], o.person(ctx, tx, fmt.Sprint(area, i), domain.Person{Team: area + "/One", Manager: o.boss.ID}))
			}
		}
		return nil
	})
	return o
}

func (o *office) person(ctx context.Context, tx domain.Tx, name string, p domain.Person) domain.Person {
	o.t.Helper()
	p.SlackID, p.Name, p.Email, p.Zone, p.Kind, p.Active = "U-"+name, name, name+"@example.com", "UTC", domain.Member, true
	saved, err := tx.CreatePerson(ctx, p)
	if err != nil {
		o.t.Fatal(err)
	}
	return saved
}

func (o *office) tx(do func(context.Context, domain.Tx) error) {
	o.t.Helper()
	if err := o.DB.InTx(o.t.Context(), do); err != nil {
		o.t.Fatal(err)
	}
}

// talk adds a regular conversation that is due on a day.
func (o *office) talk(of domain.Person, due domain.Date, change func(*domain.Conversation)) domain.ID {
	o.t.Helper()
	c := domain.Conversation{
		ID: o.IDs.New(), Employee: of.ID, Partner: o.boss.ID, Kind: domain.RegularTalk, Period: domain.Monthly.Period(due).Key,
		State: domain.TalkOpen, DueOn: due, OpensAt: due.AddDays(-14).In(time.UTC, 0), Turn: domain.MeetTurn,
	}
	if change != nil {
		change(&c)
	}
	o.tx(func(ctx context.Context, tx domain.Tx) error { return tx.CreateConversation(ctx, c) })
	return c.ID
}

// held and missed are how conversations end.
func held(c *domain.Conversation) {
	c.State, c.Ending, c.HeldOn = domain.TalkClosed, domain.Held, c.DueOn.AddDays(-1)
}
func missed(c *domain.Conversation) { c.State, c.Ending = domain.TalkClosed, domain.NotHeld }

func (o *office) thank(p domain.Person, at time.Time) {
	o.t.Helper()
	k := domain.Kudos{ID: o.IDs.New(), Giver: o.hr.ID, Units: 1, State: domain.KudosGiven, At: at, Receivers: []domain.KudosReceiver{{Person: p.ID}}}
	o.tx(func(ctx context.Context, tx domain.Tx) error { return tx.CreateKudos(ctx, k) })
}

// make moves the clock and makes what is due.
func (o *office) make(at time.Time) int {
	o.t.Helper()
	o.Clock.Set(at)
	n, err := o.digests.Make(o.t.Context(), 10)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// sent are the kinds and addresses in the outbox, in their order.
func (o *office) sent() []string {
	o.t.Helper()
	var list []string
	names := map[domain.ID]string{}
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		people, err := tx.People(ctx, domain.PersonFilter{Limit: 1000})
		for _, p := range people {
			names[p.ID] = p.Name
		}
		return err
	})
	if _, err := (domain.ReleaseService{Practice: o.Practice}).Release(o.t.Context(), 1000); err != nil {
		o.t.Fatal(err)
	}
	for {
		claims, err := o.DB.Outbox().Claim(o.t.Context(), 100, time.Minute)
		if err != nil {
			o.t.Fatal(err)
		}
		if len(claims) == 0 {
			slices.Sort(list)
			return list
		}
		for _, c := range claims {
			list = append(list, fmt.Sprint(c.Message.Kind, " ", c.Message.Channel, names[c.Message.Recipient]))
			if err := o.DB.Outbox().Settle(o.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				o.t.Fatal(err)
			}
		}
	}
}

func (o *office) newest() domain.Digest {
	o.t.Helper()
	var list []domain.Digest
	o.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Digests(ctx, tuesday.AddDays(100), 1)
		return err
	})
	if len(list) == 0 {
		o.t.Fatal("there is no digest")
	}
	return list[0]
}

var nine = tuesday.In(time.UTC, domain.NewTimeOfDay(9, 0))

func TestDigest_Figures(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		o := setupOffice(t, config(t))
		day := func(month time.Month, d int) domain.Date {
			return domain.Date{Year: 2026, Month: month, Day: d}
		}
		for i, p := range o.people["Sales"] {
			switch {
			case i < 3:
				o.talk(p, day(11, 10), held)
			case i < 6:
				o.talk(p, day(11, 12), nil) // past its date, no day planned
			case i == 6:
				o.talk(p, day(11, 24), nil) // due today
			default:
				o.talk(p, day(11, 12), func(c *domain.Conversation) { c.State, c.Ending = domain.TalkClosed, domain.LeftOut })
			}
			o.talk(p, day(10, 8), held)
			o.thank(p, nine.AddDate(0, 0, -7))
		}
		for i, p := range o.people["Support"] {
			o.talk(p, day(10, 8), missed)
			if i == 0 {
				o.thank(p, nine.AddDate(0, 0, -7*8).Add(-time.Hour)) // one hour too long ago
			}
		}
		if n := o.make(nine); n != 1 {
			t.Fatalf("made %d, want 1", n)
		}
		f := o.newest().Figures
		// Legal and the board's assistant are too few, and stand with Support.
		want := []domain.AreaFigures{
			{Areas: []string{"Support", "Legal"}, People: 10, BeforeDue: 7, BeforePast: 7},
			{Areas: []string{"Sales"}, People: 8, Due: 7, Held: 3, Past: 3, NoDay: 3, BeforeDue: 8, BeforeHeld: 8, Thanked: 8},
		}
		if diff := cmp.Diff(want, f.Groups); diff != "" {
			t.Errorf("groups (-want +got):\n%s", diff)
		}
		all := domain.AreaFigures{People: 18, Due: 7, Held: 3, Past: 3, NoDay: 3, BeforeDue: 15, BeforeHeld: 8, BeforePast: 7, Thanked: 8}
		if diff := cmp.Diff(all, f.All); diff != "" {
			t.Errorf("all (-want +got):\n%s", diff)
		}
		if got, want := [3]int{f.Workday, f.Workdays, f.Others}, [3]int{17, 21, 1}; got != want {
			t.Errorf("got working day, days and others %v, want %v", got, want)
		}
		if diff := cmp.Diff([]domain.Fact{{Kind: domain.FactLate, Group: 1}, {Kind: domain.FactThanks, Group: 0}}, f.Facts); diff != "" {
			t.Errorf("facts (-want +got):\n%s", diff)
		}
	})
}

func TestDigest_YoungPeriod(t *testing.T) {
	t.Parallel()
	tests := []struct {
		day               domain.Date
		period            string
		workday, workdays int
		held              int
	}{
		{domain.Date{Year: 2026, Month: time.November, Day: 3}, "2026-10", 22, 22, 2},
		{domain.Date{Year: 2026, Month: time.November, Day: 10}, "2026-11", 7, 21, 1}, // one is due on the 9th
	}
	for _, test := range tests {
		t.Run(test.day.String(), func(t *testing.T) {
			t.Parallel()
			o := setupOffice(t, storagetest.Config(t))
			o.talk(o.people["Sales"][0], domain.Date{Year: 2026, Month: time.October, Day: 8}, held)
			o.talk(o.people["Sales"][1], domain.Date{Year: 2026, Month: time.October, Day: 30}, held)
			o.talk(o.people["Sales"][0], domain.Date{Year: 2026, Month: time.November, Day: 9}, held)
			o.make(test.day.In(time.UTC, domain.NewTimeOfDay(9, 0)))
			f := o.newest().Figures
			if f.Period != test.period || f.Workday != test.workday || f.Workdays != test.workdays || f.All.Held != test.held {
				t.Errorf("period %s, working day %d of %d, %d held; want %+v", f.Period, f.Workday, f.Workdays, f.All.Held, test)
			}
		})
	}
}

func TestDigest_Once(t *testing.T) {
	t.Parallel()

	t.Run("nothing before its hour, once at it, and once after weeks of downtime", func(t *testing.T) {
		t.Parallel()
		o := setupOffice(t, storagetest.Config(t))
		// The week before has one already, so that this week's is the next.
		o.make(nine.AddDate(0, 0, -7))
		o.sent()
		if n := o.make(nine.Add(-time.Minute)); n != 0 {
			t.Errorf("made %d before its hour", n)
		}
		if n := o.make(nine) + o.make(nine) + o.make(nine.Add(time.Hour)); n != 1 {
			t.Errorf("made %d, want 1", n)
		}
		if n := o.make(nine.AddDate(0, 0, 7*5)); n != 1 {
			t.Errorf("made %d after five weeks, want 1", n)
		}
		if at, ok, err := o.digests.Next(t.Context(), nine); err != nil || !ok || !at.Equal(nine.AddDate(0, 0, 7)) {
			t.Errorf("next %v %v %v", at, ok, err)
		}
	})

	t.Run("nothing is counted before conversations are started", func(t *testing.T) {
		t.Parallel()
		o := setupOffice(t, storagetest.Config(t))
		o.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			if err != nil {
				return err
			}
			v.Version, v.Policy.Conversations.Start = 2, domain.Date{}
			return tx.SavePolicy(ctx, v)
		})
		if n := o.make(nine); n != 0 {
			t.Errorf("made %d", n)
		}
		if _, ok, err := o.digests.Next(t.Context(), nine); ok || err != nil {
			t.Errorf("next %v %v", ok, err)
		}
	})

	t.Run("a week in which everything is paused is counted and not sent", func(t *testing.T) {
		t.Parallel()
		o := setupOffice(t, storagetest.Config(t))
		o.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.CreatePause(ctx, domain.Pause{ID: o.IDs.New(), From: tuesday, Until: tuesday, SetBy: o.hr.ID, At: tx.Now()})
		})
		if n := o.make(nine); n != 1 {
			t.Errorf("made %d, want 1", n)
		}
		if got := o.sent(); len(got) > 0 {
			t.Errorf("sent %v", got)
		}
	})
}

func TestDigest_Readers(t *testing.T) {
	t.Parallel()
	toTeam := []string{"digest.sheet hr", "digest.weekly hr"}
	tests := []struct {
		name   string
		change func(*channels)
		want   []string
		detour string
	}{
		{"to a private channel of the team", func(*channels) {}, []string{"digest.sheet C1", "digest.weekly C1"}, ""},
		{"to the team where the channel is public", func(c *channels) { c.place.Public = true }, toTeam, "channel_public"},
		{"to the team where somebody else is in it", func(c *channels) { c.members = append(c.members, "U-Sales0") }, toTeam, "channel_members"},
		{"to the team where somebody unknown is in it", func(c *channels) { c.members = append(c.members, "U-new") }, toTeam, "channel_members"},
		{"to the team where it cannot be seen", func(c *channels) { c.err = domain.Refuse(domain.NotFound, "person.unknown") }, toTeam, "channel_unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o := setupOffice(t, storagetest.Config(t))
			test.change(o.slack)
			o.make(nine)
			if diff := cmp.Diff(test.want, o.sent()); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
			if got := o.newest().Detour; got != test.detour {
				t.Errorf("detour %q, want %q", got, test.detour)
			}
		})
	}

	t.Run("a channel that is opened just before it goes sends it to the team, once", func(t *testing.T) {
		t.Parallel()
		o := setupOffice(t, storagetest.Config(t))
		o.make(nine)
		o.sent()
		o.slack.place.Public = true
		judge := domain.DeliveryService{Practice: o.Practice, Directory: o.slack}
		m := domain.Message{Kind: domain.DigestWeekly, Deed: domain.Post, Class: domain.OnItsDay, Channel: "C1", Subject: o.newest().ID}
		for range 2 {
			verdict, err := judge.Deliverable(t.Context(), m)
			if err != nil || verdict.Send || verdict.Reason != "channel_public" {
				t.Fatalf("verdict %v, %v", verdict, err)
			}
		}
		if diff := cmp.Diff(toTeam, o.sent()); diff != "" {
			t.Errorf("sent (-want +got):\n%s", diff)
		}
	})

	t.Run("nobody but the people team reads it or acts on it", func(t *testing.T) {
		t.Parallel()
		o := setupOffice(t, storagetest.Config(t))
		o.make(nine)
		id := o.newest().ID
		if _, err := o.digests.Read(t.Context(), o.boss.ID, id); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("reading gives %v", err)
		}
		if _, err := o.digests.Preview(t.Context(), o.boss.ID, id, domain.FactLate); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("previewing gives %v", err)
		}
		if err := o.digests.Want(t.Context(), domain.Act{Actor: o.boss.ID, Key: "k"}); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("asking for one gives %v", err)
		}
	})
}

func TestDigest_Act(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	var late []domain.ID
	for _, p := range o.people["Sales"][:4] {
		late = append(late, o.talk(p, tuesday.AddDays(-4), nil))
	}
	o.make(nine)
	o.sent()
	id := o.newest().ID
	offer, err := o.digests.Preview(t.Context(), o.hr.ID, id, domain.FactLate)
	if err != nil || len(offer.Managers) != 1 || len(offer.Talks) != 4 {
		t.Fatalf("preview %+v, %v", offer, err)
	}
	if got := o.sent(); len(got) > 0 {
		t.Errorf("a preview sent %v", got)
	}
	for range 2 { // delivered twice
		if _, err := o.digests.Act(t.Context(), domain.Act{Actor: o.hr.ID, Key: "press", Digest: "d"}, id, domain.FactLate); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"digest.offer boss"}, o.sent()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if _, err := o.digests.Act(t.Context(), domain.Act{Actor: o.hr.ID, Key: "again"}, id, domain.FactLate); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("a second press gives %v", err)
	}
	outcome := func() domain.ActionOutcome {
		view, err := o.digests.Read(t.Context(), o.hr.ID, o.newest().ID)
		if err != nil || len(view.Done) != 1 {
			t.Fatalf("outcomes %v, %v", view.Done, err)
		}
		return view.Done[0]
	}
	o.make(nine.AddDate(0, 0, 7))
	if got := outcome(); got.Told != 1 || got.Planned != 0 {
		t.Errorf("outcome %d of %d, want 0 of 1", got.Planned, got.Told)
	}
	for _, talk := range late {
		o.tx(func(ctx context.Context, tx domain.Tx) error {
			c, err := tx.Conversation(ctx, talk)
			if err != nil {
				return err
			}
			c.MeetAt = tx.Now().Add(time.Hour)
			_, err = tx.UpdateConversation(ctx, c)
			return err
		})
	}
	if got := outcome(); got.Planned != 1 {
		t.Errorf("outcome %d of %d, want 1 of 1", got.Planned, got.Told)
	}
}

func TestDigest_Wanted(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	o.make(nine)
	o.sent()
	for range 2 {
		if err := o.digests.Want(t.Context(), domain.Act{Actor: o.hr.ID, Key: "want"}); err != nil {
			t.Fatal(err)
		}
	}
	if n := o.make(nine.Add(time.Hour)) + o.make(nine.Add(time.Hour)); n != 1 {
		t.Errorf("made %d, want 1", n)
	}
	if diff := cmp.Diff([]string{"digest.weekly hr"}, o.sent()); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

func TestDigest_SmallCompany(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, p := range o.people["Sales"] {
			p.Active = false
			if _, err := tx.UpdatePerson(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		for i := range 600 { // more than are read at a time
			guest := domain.Person{SlackID: fmt.Sprint("G", i), Name: "guest", Zone: "UTC", Kind: domain.Guest, Active: true}
			if _, err := tx.CreatePerson(ctx, guest); err != nil {
				return err
			}
		}
		pause := domain.Pause{ID: o.IDs.New(), From: tuesday.AddDays(5), Until: tuesday.AddDays(8), SetBy: o.hr.ID, At: tx.Now()}
		return tx.CreatePause(ctx, pause)
	})
	pages := map[int]int{-1: 611, 0: 0, 1: 0, 2: 611, 3: 0} // the week of 1 December is paused
	for week := -1; week <= 3; week++ {
		o.make(nine.AddDate(0, 0, 7*week))
		got := o.sent()
		if len(got) != pages[week] || len(got) > 0 && got[0] != "digest.page Legal0" {
			t.Errorf("week %d: sent %d, want the page to %d", week, len(got), pages[week])
		}
		if len(o.newest().Figures.Groups) > 0 {
			t.Errorf("week %d is divided", week)
		}
	}
}

func TestDigest_WithoutLines(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, p := range append(o.people["Sales"], o.people["Support"]...) {
			p.Manager = ""
			if _, err := tx.UpdatePerson(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	o.make(nine)
	f := o.newest().Figures
	if f.Unassigned != 15 || f.Others != 1 || len(o.sent()) == 0 {
		t.Errorf("%d without a manager and %d others, want 15 and 1, in the week's digest", f.Unassigned, f.Others)
	}
}

func TestDigest_Zone(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	o.tx(func(ctx context.Context, tx domain.Tx) error {
		o.hr.Zone = "America/New_York"
		_, err := tx.UpdatePerson(ctx, o.hr)
		return err
	})
	boston, err := domain.LoadZone("America/New_York", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	want := tuesday.In(boston, domain.NewTimeOfDay(9, 0))
	if at, ok, err := o.digests.Next(t.Context(), nine); err != nil || !ok || !at.Equal(want) {
		t.Errorf("next %v %v %v, want %v", at, ok, err, want)
	}
	if n := o.make(nine); n != 1 || o.newest().Day == tuesday {
		t.Errorf("made %d, of %v; at four in the morning there it is that of the week before", n, o.newest().Day)
	}
	o.make(want)
	if o.newest().Day != tuesday {
		t.Errorf("the newest is of %v", o.newest().Day)
	}
	// Somebody of the team reads it elsewhere: in the hours there.
	judge := domain.DeliveryService{Practice: o.Practice, Directory: o.slack}
	m := domain.Message{Kind: domain.DigestWeekly, Deed: domain.Post, Class: domain.OnItsDay, Recipient: o.hr.ID, Subject: o.newest().ID}
	o.Clock.Set(nine)
	if verdict, err := judge.Deliverable(t.Context(), m); err != nil || !verdict.Until.Equal(want) {
		t.Errorf("verdict %+v, %v; want to wait until %v", verdict, err, want)
	}
}
