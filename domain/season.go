package domain

import (
	"context"
	"strings"
	"time"
)

// The limits of a season. Texts are in characters.
const (
	MaxSeasonName   = 80
	MaxSeasonReason = 500
	MaxSeasonText   = 3000 // a summary: what one field of Slack's takes
	MaxSeasonNote   = 1000 // an input, a reply, a remark, a rationale
	MaxSeasonNamed  = 100  // people named one by one
	MaxComparers    = 20
	MaxSeasonSpan   = 2 * 366 // days that are looked back on, and days that a season lasts
)

// LeastReadDays is the least number of working days that a person has between
// reading the own summary and any decision; the policy may only raise it.
const LeastReadDays = 5

// The kinds of messages about seasons. None holds words.
const (
	SeasonOpened  = "season.opened"  // to all concerned: it begins, and its days
	SeasonMoved   = "season.moved"   // to all concerned: other days
	SeasonStopped = "season.stopped" // to all concerned: it was called off
	SeasonNews    = "season.news"    // about a case; the detail says what happened
)

// Season is a look back on a stretch of time: of a group, opened by the people
// team, or of one person. Its days are known to all concerned from the start.
type Season struct {
	ID    ID
	Kind  SeasonKind
	Name  string // sealed
	State SeasonState
	// From and Until are the first and the last day that are looked back on.
	From, Until Date
	Days        SeasonDays
	// Group is whom it is about; of one person, Person is.
	Group  Group
	Person ID
	// Comparers are whom the people team named to compare across the teams.
	Comparers []ID
	OpenedBy  ID
	// Work is what is still to be done with each of its people, WorkAt when the
	// next page of them is due, and Worked the last one it was done with.
	Work   SeasonWork
	WorkAt time.Time
	Worked ID
	At     time.Time
	// Version counts the changes by people.
	Version int
}

// SeasonKind tells whom a season is about.
type SeasonKind string

// The kinds of seasons.
const (
	GroupSeason  SeasonKind = "group"
	PersonSeason SeasonKind = "person"
)

// SeasonState is where a season stands; which of its days has come says the rest.
type SeasonState string

// The states of a season.
const (
	SeasonOpen      SeasonState = "open"
	SeasonCalledOff SeasonState = "called_off"
)

// SeasonWork is what Rapport does with each of the people of a season, page by
// page, so that a large group is no long transaction.
type SeasonWork string

// The works.
const (
	SeasonGathers SeasonWork = "gather" // each gets a case and is told
	SeasonTells   SeasonWork = "tell"   // the days changed
	SeasonStops   SeasonWork = "stop"   // it was called off
)

// SeasonDays are the days of a season, in their order.
type SeasonDays struct {
	Facts   Date // the last day on which what is cited can be recorded
	Draft   Date // summaries are handed in by this day
	Compare Date // the last day of comparing
	Packet  Date // each person can read the own summary from this day
	Reply   Date // the last day for a reply
	Ack     Date // the last day for saying that it was read
	Decide  Date // decisions may be recorded from this day
}

// SeasonStep names one of the days.
type SeasonStep string

// The steps, in order.
const (
	FactsStep   SeasonStep = "facts"
	DraftStep   SeasonStep = "draft"
	CompareStep SeasonStep = "compare"
	PacketStep  SeasonStep = "packet"
	ReplyStep   SeasonStep = "reply"
	AckStep     SeasonStep = "ack"
	DecideStep  SeasonStep = "decide"
)

// SeasonDay is one of the days with its name.
type SeasonDay struct {
	Step SeasonStep
	Day  Date
}

// List gives the days in order.
func (d SeasonDays) List() []SeasonDay {
	return []SeasonDay{
		{FactsStep, d.Facts}, {DraftStep, d.Draft}, {CompareStep, d.Compare}, {PacketStep, d.Packet},
		{ReplyStep, d.Reply}, {AckStep, d.Ack}, {DecideStep, d.Decide},
	}
}

// Next is the first of the days that is not over; false where all are.
func (d SeasonDays) Next(today Date) (SeasonDay, bool) {
	for _, day := range d.List() {
		if !day.Day.Before(today) {
			return day, true
		}
	}
	return SeasonDay{}, false
}

// Subject is what permission to open, read and change a season is asked about.
func (s Season) Subject(line []ID) Subject {
	if s.Kind == GroupSeason {
		return Subject{Comparers: s.Comparers}
	}
	return Subject{Person: s.Person, Author: s.OpenedBy, Line: line, Comparers: s.Comparers}
}

// Busy tells whether a change is still on its way to its people.
func (s Season) Busy() bool { return s.Work != "" }

// words are what the ledger keeps of it.
func (s Season) words() string {
	lines := []string{s.Name, s.From.String() + " - " + s.Until.String()}
	for _, day := range s.Days.List() {
		lines = append(lines, string(day.Step)+" "+day.Day.String())
	}
	return strings.Join(lines, "\n")
}

// SeasonFilter selects seasons, newest first.
type SeasonFilter struct {
	IDs []ID
	// Group leaves those of groups, Comparer those that somebody compares.
	Group    bool
	Comparer ID
	// Since leaves those that are open and whose last day is not before it.
	Since Date
	Limit int
}

// SeasonRows keeps seasons.
type SeasonRows interface {
	// CreateSeason adds one, as its first version.
	CreateSeason(ctx context.Context, s Season) error
	// Season gives one. NotFound otherwise.
	Season(ctx context.Context, id ID) (Season, error)
	// UpdateSeason writes one by version. Conflict otherwise.
	UpdateSeason(ctx context.Context, s Season) error
	// NoteSeasonWork writes how far the work has come, where that is the work
	// still, and leaves the version alone.
	NoteSeasonWork(ctx context.Context, s Season) error
	// Seasons lists by filter.
	Seasons(ctx context.Context, f SeasonFilter) ([]Season, error)
	// DueSeasons lists those whose WorkAt is at or before now.
	DueSeasons(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextSeason is the earliest WorkAt after a time.
	NextSeason(ctx context.Context, after time.Time) (time.Time, bool, error)
	SeasonCaseRows
	SeasonChangeRows
	SeasonTextRows
	SeasonReplyRows
	SeasonCitationRows
	SeasonDecisionRows
}

// seasonLapse ends what tells of a season that was called off meanwhile, and of
// one that is gone.
func seasonLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	s, err := tx.Season(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && s.State == SeasonCalledOff && m.Kind != SeasonStopped:
		return "over", nil
	}
	return "", err
}
