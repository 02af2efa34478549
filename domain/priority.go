package domain

import (
	"context"
	"slices"
	"time"
)

// How many sentences leaders publish for a period, and how long one is, in
// characters: few enough to be remembered (company priorities, G9).
const (
	LeastPriorities = 3
	MostPriorities  = 5
	MaxPriority     = 200
)

// PriorityQuestion is the kind of message that tells the owner of a priority
// that somebody has a question about it; the detail is who.
const PriorityQuestion = "priority.asked"

// Priority is one sentence of what the company puts first. It keeps its id while
// it is the same thing, however it is worded and in whichever period it stands.
type Priority struct {
	ID   ID
	Text string // sealed
	// Owner answers for it, and the questions about it.
	Owner ID
	// List is the version of the list in which it is worded so.
	List int
}

// PriorityList is what leaders published for a period. Each version is kept, and
// so are the lists of periods that are over.
type PriorityList struct {
	// Version counts what was published, over all periods; 0 where nothing was.
	Version int
	// Period is the key of the period, Start its first day.
	Period string
	Start  Date
	// Worded is the version in which its sentences were last worded anew: another
	// owner changes none of them.
	Worded  int
	Entries []Priority
	By      ID
	At      time.Time
	// TellAt is when people are to be asked anew what their role serves; zero
	// where they were. Told is the last of them, in the order of ids.
	TellAt time.Time
	Told   ID
}

// Find gives the priority with an id.
func (l PriorityList) Find(id ID) (Priority, bool) {
	i := slices.IndexFunc(l.Entries, func(p Priority) bool { return p.ID == id })
	if i < 0 {
		return Priority{}, false
	}
	return l.Entries[i], true
}

// owners are those who answer for its sentences.
func (l PriorityList) owners() []ID {
	ids := make([]ID, len(l.Entries))
	for i, p := range l.Entries {
		ids[i] = p.Owner
	}
	return ids
}

// PriorityRows keeps priorities.
type PriorityRows interface {
	// PrioritiesOn gives the list that is in force on a day: the newest of the
	// latest period that has begun, or an empty one of version 0.
	PrioritiesOn(ctx context.Context, day Date) (PriorityList, error)
	// PriorityLists lists the versions before one, 0 for all, newest first.
	PriorityLists(ctx context.Context, before, limit int) ([]PriorityList, error)
	// Priority gives the newest wording of one. NotFound otherwise.
	Priority(ctx context.Context, id ID) (Priority, error)
	// SavePriorities writes the version l.Version, which must be one above the
	// newest; it takes the telling of earlier lists of the same period away.
	// Conflict otherwise.
	SavePriorities(ctx context.Context, l PriorityList) error
	// DuePriorities gives the version whose TellAt is at or before now, or 0.
	DuePriorities(ctx context.Context, now time.Time) (int, error)
	// NextPriorities is the earliest TellAt after a time.
	NextPriorities(ctx context.Context, after time.Time) (time.Time, bool, error)
	// NotePrioritiesTold writes how far the telling of a version has come. It
	// changes nothing where its telling was taken away.
	NotePrioritiesTold(ctx context.Context, l PriorityList) error
	// AskAboutPriority notes that somebody has a question on a day; false where
	// that was noted before.
	AskAboutPriority(ctx context.Context, priority, asker ID, day Date) (bool, error)
}

// prioritiesNow is the list in force today, in the organisation's zone.
func prioritiesNow(ctx context.Context, tx Tx) (PriorityList, error) {
	today, err := companyDay(ctx, tx)
	if err != nil {
		return PriorityList{}, err
	}
	return tx.PrioritiesOn(ctx, today)
}

// companyDay is today in the organisation's zone.
func companyDay(ctx context.Context, tx Tx) (Date, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return Date{}, err
	}
	return DateOf(tx.Now(), companyZone(version.Policy)), nil
}

// companyZone is the organisation's zone.
func companyZone(policy Policy) *time.Location {
	zone, err := LoadZone(policy.Time.Zone, time.UTC)
	if err != nil {
		return time.UTC
	}
	return zone
}

// priorityLapse ends a question about a priority that stands no longer.
func priorityLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	p, err := tx.Priority(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && p.Owner != m.Recipient:
		return "taken_back", nil
	}
	return "", err
}
