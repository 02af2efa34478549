package domain

import (
	"context"
	"time"
)

// The limits of rounds about a group.
const (
	MaxRoundDays    = 180 // days from the launch to the release
	LeastRoundDays  = 3   // days between naming and answering, so that weekends leave time
	launchesListed  = 10  // launches on one list
	launchedAtOnce  = 50  // people in one transaction
	roundPeopleMost = 100 // people named one by one
)

// RoundLaunch is the people team's wish for rounds about a group: all with the
// same days, so that all reports come out in one morning.
type RoundLaunch struct {
	ID    ID
	By    ID
	Group Group
	RoundDates
	// Worked is the last person of the group who was looked at, Done true when all
	// were; Begun counts who got a round, LeftOut who could not have one.
	Worked         ID
	Done           bool
	Begun, LeftOut int
	At             time.Time
}

// RoundLaunchRows keeps launches.
type RoundLaunchRows interface {
	// CreateRoundLaunch adds one.
	CreateRoundLaunch(ctx context.Context, l RoundLaunch) error
	// RoundLaunch gives one. NotFound otherwise.
	RoundLaunch(ctx context.Context, id ID) (RoundLaunch, error)
	// NoteRoundLaunch writes how far it has come, where it has come as far as the
	// one before says. Conflict otherwise.
	NoteRoundLaunch(ctx context.Context, before, now RoundLaunch) error
	// RoundLaunches lists the newest.
	RoundLaunches(ctx context.Context, limit int) ([]RoundLaunch, error)
	// OpenRoundLaunches lists those that are not done, oldest first.
	OpenRoundLaunches(ctx context.Context, limit int) ([]ID, error)
	// CountRounds counts the rounds of launches by their state.
	CountRounds(ctx context.Context, launches []ID) (map[ID]map[RoundState]int, error)
}

// RoundLaunchDraft is a launch as filled in.
type RoundLaunchDraft struct {
	Group Group
	RoundDates
	// Strangers is how many of those named are not of this organisation.
	Strangers int
}

// RoundLaunchChoices is what the form offers, and what was launched before.
type RoundLaunchChoices struct {
	Areas, Locations []string
	// Dates are the policy's working days, counted for the person who asks.
	Dates    RoundDates
	Launches []RoundLaunch
	Counts   map[ID]map[RoundState]int
	People   map[ID]Person
}

// Launches gives the people team what was launched, in counts: nobody is named
// about whom a round is, and nobody who answers.
func (s RoundService) Launches(ctx context.Context, actor ID) (RoundLaunchChoices, error) {
	var c RoundLaunchChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: actor}, LaunchRounds, Subject{})
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		if c.Dates, err = s.usualDates(ctx, tx, by.Person, version.Policy); err != nil {
			return err
		}
		if c.Areas, c.Locations, err = tx.Places(ctx); err != nil {
			return err
		}
		if c.Launches, err = tx.RoundLaunches(ctx, launchesListed); err != nil {
			return err
		}
		var ids, people []ID
		for _, l := range c.Launches {
			ids, people = append(ids, l.ID), append(people, l.By, l.Group.Manager)
		}
		if c.Counts, err = tx.CountRounds(ctx, ids); err != nil {
			return err
		}
		c.People, err = peopleByID(ctx, tx, people)
		return err
	})
	return c, err
}

// Launch begins rounds about a group. Its people get theirs with the next ticks,
// some at a time. All faults are told at once.
func (s RoundService) Launch(ctx context.Context, act Act, d RoundLaunchDraft) (Outcome, error) {
	d.Group.Named = eachOnce(d.Group.Named)
	act.Digest = DigestOf(append(d.Group.parts(), d.line())...)
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		by, err := s.Permitted(ctx, tx, act, LaunchRounds, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		if err := d.check(DateOf(tx.Now(), s.zoneOf(by.Person, version.Policy))).Err(); err != nil {
			return Outcome{}, err
		}
		l := RoundLaunch{ID: s.IDs.New(), By: act.Actor, Group: d.Group, RoundDates: d.RoundDates, At: tx.Now()}
		if err := tx.CreateRoundLaunch(ctx, l); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(LaunchRounds), Subject: l.ID, Version: 1, Content: d.line()}
		return Outcome{Word: "launched", Subject: l.ID}, tx.Record(ctx, entry)
	}, nil)
}

// check tells everything that is wrong with a form.
func (d RoundLaunchDraft) check(today Date) Faults {
	var faults Faults
	if d.Strangers > 0 {
		faults = append(faults, RefuseField("people", "feedback.receiver_outsider"))
	} else if !d.Group.one() {
		faults = append(faults, RefuseField("people", "round.group_one"))
	}
	if len(d.Group.Named) > roundPeopleMost {
		faults = append(faults, RefuseField("people", "round.many_named", "Limit", roundPeopleMost))
	}
	switch {
	case !d.NominateBy.After(today):
		faults = append(faults, RefuseField("nominate", "round.day_past"))
	case d.AnswerBy.DaysSince(d.NominateBy) < LeastRoundDays:
		faults = append(faults, RefuseField("answer", "round.answer_early", "Days", LeastRoundDays))
	case !d.ReleaseOn.After(d.AnswerBy):
		faults = append(faults, RefuseField("release", "round.release_early"))
	case d.ReleaseOn.DaysSince(today) > MaxRoundDays:
		faults = append(faults, RefuseField("release", "round.release_late", "Days", MaxRoundDays))
	}
	return faults
}

// Spread gives the people of launches their rounds, some of each launch at a time.
// It tells how many launches it went on with.
func (s RoundService) Spread(ctx context.Context, limit int) (int, error) {
	var open []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		open, err = tx.OpenRoundLaunches(ctx, limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, open, s.spread)
}

func (s RoundService) spread(ctx context.Context, tx Tx, id ID) error {
	l, err := tx.RoundLaunch(ctx, id)
	if err != nil || l.Done {
		return err
	}
	before := l
	filter := l.Group.Filter()
	filter.Active, filter.After, filter.Limit = true, l.Worked, launchedAtOnce
	people, err := tx.People(ctx, filter)
	if err != nil {
		return err
	}
	by, err := s.StandingOf(ctx, tx, l.By)
	if err != nil {
		return err
	}
	for _, p := range people {
		l.Worked = p.ID
		begun, err := s.launchFor(ctx, tx, by, l, p)
		if err != nil {
			return err
		}
		if begun {
			l.Begun++
		} else if p.Kind != Bot && p.Kind != Outsider {
			l.LeftOut++
		}
	}
	l.Done = len(people) < launchedAtOnce
	return tx.NoteRoundLaunch(ctx, before, l)
}

// launchFor begins a round about one of a group; false where there can be none: as
// for a person themselves, and where who launched may not act as the people team
// on the person.
func (s RoundService) launchFor(ctx context.Context, tx Tx, by Standing, l RoundLaunch, p Person) (bool, error) {
	if _, may := Can(by, LaunchRounds, Subject{Person: p.ID}); !may {
		return false, nil
	}
	if err := s.roundable(ctx, tx, p); err != nil {
		if code := CodeOf(err); code == Forbidden || code == Conflict {
			return false, nil
		}
		return false, err
	}
	_, err := s.create(ctx, tx, Act{Actor: l.By}, Round{Subject: p.ID, Launch: l.ID, RoundDates: l.RoundDates})
	return err == nil, err
}
