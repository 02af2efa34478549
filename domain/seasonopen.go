package domain

import (
	"context"
	"time"
)

// SeasonService is the use cases around seasons.
type SeasonService struct {
	Practice
}

// The steps in which a season is worked through.
const (
	seasonChecked = 500         // people whose working days a form looks at
	seasonPage    = 100         // people in a transaction
	seasonPause   = time.Minute // between two pages, at Slack's pace
)

// SeasonDraft is a season as filled in.
type SeasonDraft struct {
	Name        string
	From, Until Date
	Days        SeasonDays
	// Group is whom it is about, Person the one where it is about one.
	Group     Group
	Person    ID
	Comparers []ID
	// Strangers is how many of those named are not of this organisation.
	Strangers int
}

// kind tells which of the two it is.
func (d SeasonDraft) kind() SeasonKind {
	if d.Person != "" {
		return PersonSeason
	}
	return GroupSeason
}

// check tells what is wrong with what was filled in.
func (d SeasonDraft) check(today Date) Faults {
	var faults Faults
	if d.Name == "" {
		faults = append(faults, RefuseField("name", "season.name_missing"))
	}
	faults = append(faults, TooLong("name", d.Name, MaxSeasonName)...)
	faults = append(faults, checkSpan(d.From, d.Until)...)
	faults = append(faults, d.Days.check(today, d.Until, SeasonDays{})...)
	if d.Strangers > 0 {
		faults = append(faults, RefuseField("people", "season.outsider"))
	}
	if d.kind() == GroupSeason && d.Strangers == 0 && !d.Group.one() {
		faults = append(faults, RefuseField("people", "season.group_one"))
	}
	if len(d.Group.Named) > MaxSeasonNamed {
		faults = append(faults, RefuseField("people", "season.too_many_named", "Limit", MaxSeasonNamed))
	}
	return faults
}

// digest is what tells it from another.
func (d SeasonDraft) digest() string {
	parts := append(d.Group.parts(), Season{Name: d.Name, From: d.From, Until: d.Until, Days: d.Days}.words(), string(d.Person))
	for _, id := range d.Comparers {
		parts = append(parts, string(id))
	}
	return DigestOf(parts...)
}

// Open opens a season for a group, or for one person. All faults are told at
// once. A group gets its cases with the next ticks, a page at a time; all
// concerned are told the days.
func (s SeasonService) Open(ctx context.Context, act Act, d SeasonDraft) (SeasonView, error) {
	d.Name = oneLine(d.Name)
	d.Group.Named, d.Comparers = eachOnce(d.Group.Named), eachOnce(d.Comparers)
	act.Digest = d.digest()
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		return s.open(ctx, tx, act, d)
	}, nil}, s.viewer(act.Actor))
}

func (s SeasonService) open(ctx context.Context, tx Tx, act Act, d SeasonDraft) (Outcome, error) {
	season := Season{
		ID: s.IDs.New(), Kind: d.kind(), Name: d.Name, State: SeasonOpen, From: d.From, Until: d.Until, Days: d.Days,
		Group: d.Group, Person: d.Person, Comparers: d.Comparers, OpenedBy: act.Actor, At: tx.Now(),
	}
	subject, action := Subject{}, OpenSeason
	if season.Kind == PersonSeason {
		around, err := aroundPerson(ctx, tx, d.Person)
		if err != nil {
			return Outcome{}, err
		}
		subject, action = around, OpenOwnSeason
	}
	by, err := s.Permitted(ctx, tx, act, action, subject)
	if err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	faults := d.check(DateOf(tx.Now(), s.zoneOf(by.Person, version.Policy)))
	people, found, err := s.members(ctx, tx, season)
	if err != nil {
		return Outcome{}, err
	}
	faults = append(faults, found...)
	comparers, err := s.checkComparers(ctx, tx, d.Comparers)
	if err != nil {
		return Outcome{}, err
	}
	if faults = append(faults, comparers...); len(faults) == 0 {
		if faults, err = s.checkPeople(ctx, tx, people, d.Days); err != nil {
			return Outcome{}, err
		}
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: "opened", Subject: season.ID}, s.write(ctx, tx, season)
}

// write stores a new season with its ledger entry, and begins to gather its people.
func (s SeasonService) write(ctx context.Context, tx Tx, season Season) error {
	if season.Kind == GroupSeason {
		season.Work, season.WorkAt = SeasonGathers, tx.Now()
	}
	if err := tx.CreateSeason(ctx, season); err != nil {
		return err
	}
	entry := Entry{Actor: season.OpenedBy, Act: "season.open", Subject: season.ID, Person: season.Person, Version: 1, Content: season.words()}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	for _, id := range season.Comparers {
		if err := tx.Tell(ctx, Message{Kind: SeasonOpened, Deed: Post, Class: FromPeople, Recipient: id, Subject: season.ID, Detail: string(Comparer)}); err != nil {
			return err
		}
	}
	if season.Kind == GroupSeason {
		return nil
	}
	person, err := tx.Person(ctx, season.Person)
	if err != nil {
		return err
	}
	return s.begin(ctx, tx, season, person, FromPeople)
}

// members are the people whom a season of a group is about, as far as a form
// looks at them, or the one; with what is wrong with them.
func (s SeasonService) members(ctx context.Context, tx Tx, season Season) ([]Person, Faults, error) {
	filter := season.Group.Filter()
	if season.Kind == PersonSeason {
		filter.IDs = []ID{season.Person}
	}
	filter.Limit = seasonChecked
	if filter.Area == "" && filter.Location == "" && filter.Manager == "" && len(filter.IDs) == 0 {
		return nil, nil, nil // told by the check of the form
	}
	filter.Active = false
	list, err := tx.People(ctx, filter)
	if err != nil {
		return nil, nil, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, nil, err
	}
	var people []Person
	var faults Faults
	for _, person := range list {
		fits := person.Converses() && !s.hasLeft(person, tx.Now(), version.Policy)
		switch {
		case fits:
			people = append(people, person)
		case len(filter.IDs) > 0 && person.Active && person.Kind != Bot:
			faults = append(faults, RefuseField("people", "season.guest", "Name", person.Name))
		case len(filter.IDs) > 0:
			faults = append(faults, RefuseField("people", "season.left", "Name", person.Name))
		}
	}
	if len(people) == 0 && len(faults) == 0 {
		faults = append(faults, RefuseField("people", "season.nobody"))
	}
	return people, faults, nil
}

// checkComparers refuses who cannot compare: guests, and who has left.
func (s SeasonService) checkComparers(ctx context.Context, tx Tx, ids []ID) (Faults, error) {
	var faults Faults
	if len(ids) > MaxComparers {
		faults = append(faults, RefuseField("comparers", "season.too_many_named", "Limit", MaxComparers))
	}
	people, err := peopleByID(ctx, tx, ids)
	for _, id := range ids {
		if p := people[id]; err == nil && (!p.Active || p.Kind != Member) {
			faults = append(faults, RefuseField("comparers", "season.comparer_guest", "Name", p.Name))
		}
	}
	return faults, err
}

// SeasonChoices are what the form of a season offers.
type SeasonChoices struct {
	Areas, Locations []string
	// Reports are those about whom the actor may open one, beside themselves.
	Reports []Person
	Actor   Person
	// From, Until and Days are a proposal, by the actor's working days.
	From, Until Date
	Days        SeasonDays
	ReadDays    int
	Team        string
}

// The proposal of a form: months looked back on, and after how many working days
// each day of the season comes.
const proposedMonths = 6

var proposedDays = [...]int{5, 15, 20, 22, 29, 31, 33}

// Prepare tells who may open a season what there is to choose; for a group, or
// about one person.
func (s SeasonService) Prepare(ctx context.Context, actor ID, kind SeasonKind) (SeasonChoices, error) {
	var c SeasonChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		action, subject := OpenSeason, Subject{}
		if kind == PersonSeason {
			action, subject = OpenOwnSeason, Subject{Person: actor}
		}
		by, err := s.Permitted(ctx, tx, Act{Actor: actor}, action, subject)
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c.Actor, c.Team, c.ReadDays = by.Person, version.Policy.PeopleTeam.Name, version.Policy.Seasons.readDays()
		w, err := s.CalendarOf(ctx, tx, by.Person, version.Policy)
		if err != nil {
			return err
		}
		c.propose(w, w.Today(tx.Now()))
		if kind == PersonSeason {
			c.Reports, err = tx.People(ctx, PersonFilter{Manager: actor, Active: true, Limit: reportsOffered})
			return err
		}
		c.Areas, c.Locations, err = tx.Places(ctx)
		return err
	})
	return c, err
}

// propose fills in days: the half year before this month, and steps by working
// days. Where the calendar has none, the form is empty.
func (c *SeasonChoices) propose(w WorkCalendar, today Date) {
	c.From, c.Until = today.MonthStart().AddMonths(-proposedMonths), today.MonthStart().AddDays(-1)
	for i, day := range []*Date{&c.Days.Facts, &c.Days.Draft, &c.Days.Compare, &c.Days.Packet, &c.Days.Reply, &c.Days.Ack, &c.Days.Decide} {
		*day, _ = w.AddWorkingDays(today, proposedDays[i])
	}
}
