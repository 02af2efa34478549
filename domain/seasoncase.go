package domain

import (
	"context"
	"time"
)

// SeasonCase is one person in a season: who writes about them, the summary, and
// what the person said to it.
type SeasonCase struct {
	ID     ID
	Season ID
	Person ID
	// Writer writes the summary: the manager, or whom the people team named.
	// Empty where there is nobody yet.
	Writer ID
	// Former wrote before, until the manager changed.
	Former []ID
	State  SeasonCaseState
	// Text is the summary as HandedBy handed it in, or as it was changed since.
	// Sealed.
	Text     string
	HandedBy ID
	HandedAt time.Time
	// SharedAt is when the person could read it first, SharedOn that day in the
	// person's own zone.
	SharedAt time.Time
	SharedOn Date
	// ReplyUntil, AckUntil and DecideFrom are the person's own days, since when it
	// was shared: never earlier than the season's.
	ReplyUntil, AckUntil, DecideFrom Date
	// Worked is how many working days of the time looked back on the person
	// worked, and Away how many not, as known when it was shared.
	Worked, Away int
	// ReadAt is when the person first opened it, AckAt when they said that they
	// have read it, which is no agreement. SilentAt is when the day for that
	// passed without a word.
	ReadAt, AckAt, SilentAt time.Time
	// Ending is why it is over before its end, and Why what was said to it. Sealed.
	Ending SeasonEnding
	Why    string
	// DueAt is when something becomes due with it; zero where nothing does.
	DueAt   time.Time
	At      time.Time
	Version int
}

// SeasonCaseState is where a case stands.
type SeasonCaseState string

// The states of a case.
const (
	CaseWriting SeasonCaseState = "writing"
	CaseHanded  SeasonCaseState = "handed" // waits for its day; changed only with a reason
	CaseShared  SeasonCaseState = "shared" // the person can read it; it is not changed any more
	CaseEnded   SeasonCaseState = "ended"
)

// SeasonEnding is why a case is over before its end.
type SeasonEnding string

// The endings.
const (
	CaseTakenOut  SeasonEnding = "taken_out"
	CaseLeft      SeasonEnding = "left"
	CaseCalledOff SeasonEnding = "called_off"
)

// subject is what permission is asked about: the season's comparers, the people
// above the person, and who writes or wrote.
func (c SeasonCase) subject(s Season, around Subject) Subject {
	around.Person, around.Author, around.Former, around.Comparers = c.Person, c.Writer, c.Former, s.Comparers
	return around
}

// Open tells whether it goes on.
func (c SeasonCase) Open() bool { return c.State != CaseEnded }

// SeasonCaseFilter selects cases, ordered by person.
type SeasonCaseFilter struct {
	Season ID
	Person ID
	Writer ID
	// Open leaves those that have not ended.
	Open  bool
	After ID // only people behind this one
	Limit int
}

// SeasonCounts is how far the cases of a season are; those that ended before are
// not counted.
type SeasonCounts struct {
	All      int `json:"all,omitempty"`
	Handed   int `json:"handed,omitempty"`
	Shared   int `json:"shared,omitempty"`
	Read     int `json:"read,omitempty"`
	Silent   int `json:"silent,omitempty"`
	NoWriter int `json:"no_writer,omitempty"`
}

// add sums the counts of two seasons.
func (n SeasonCounts) add(o SeasonCounts) SeasonCounts {
	return SeasonCounts{
		All: n.All + o.All, Handed: n.Handed + o.Handed, Shared: n.Shared + o.Shared, Read: n.Read + o.Read, Silent: n.Silent + o.Silent, NoWriter: n.NoWriter + o.NoWriter,
	}
}

// seasonFigures is how far the seasons of groups are together that are open on a day,
// without those of fewer people than a minimum.
func seasonFigures(ctx context.Context, tx Tx, day Date, minimum int) (SeasonCounts, error) {
	seasons, err := tx.Seasons(ctx, SeasonFilter{Group: true, Since: day, Limit: seasonsCounted})
	if err != nil || len(seasons) == 0 {
		return SeasonCounts{}, err
	}
	ids := make([]ID, len(seasons))
	for i, s := range seasons {
		ids[i] = s.ID
	}
	counts, err := tx.CountSeasonCases(ctx, ids)
	var sum SeasonCounts
	for _, n := range counts {
		if n.All >= minimum {
			sum = sum.add(n)
		}
	}
	return sum, err
}

// seasonsCounted is the most seasons that a digest counts.
const seasonsCounted = 500

// SeasonCaseRows keeps cases.
type SeasonCaseRows interface {
	// CreateSeasonCase adds one, as its first version; false where the season has
	// one of the person.
	CreateSeasonCase(ctx context.Context, c SeasonCase) (bool, error)
	// SeasonCase gives one. NotFound otherwise.
	SeasonCase(ctx context.Context, id ID) (SeasonCase, error)
	// UpdateSeasonCase writes one by version. Conflict otherwise.
	UpdateSeasonCase(ctx context.Context, c SeasonCase) error
	// SeasonCases lists by filter.
	SeasonCases(ctx context.Context, f SeasonCaseFilter) ([]SeasonCase, error)
	// CountSeasonCases counts those of some seasons.
	CountSeasonCases(ctx context.Context, seasons []ID) (map[ID]SeasonCounts, error)
	// DueSeasonCases lists those whose DueAt is at or before now.
	DueSeasonCases(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextSeasonCase is the earliest DueAt after a time.
	NextSeasonCase(ctx context.Context, after time.Time) (time.Time, bool, error)
}

// SeasonChange is one change of a season or of a case in it, or a remark in the
// comparison. It is kept for ever.
type SeasonChange struct {
	ID     ID
	Season ID
	Case   ID // empty where it is the season's
	Kind   SeasonChangeKind
	// Before and After are the texts or days that it changed, Why its reason.
	// Sealed.
	Before, After, Why string
	By                 ID
	At                 time.Time
}

// SeasonChangeKind is what a change does.
type SeasonChangeKind string

// The kinds of changes.
const (
	DaysChange     SeasonChangeKind = "days"
	PeopleChange   SeasonChangeKind = "people" // somebody was added or taken out
	WriterChange   SeasonChangeKind = "writer"
	SummaryChange  SeasonChangeKind = "summary"
	CitationChange SeasonChangeKind = "citation"
	Remark         SeasonChangeKind = "remark" // words of who compares; nothing changes
	StopChange     SeasonChangeKind = "stop"
)

// SeasonChangeRows keeps changes.
type SeasonChangeRows interface {
	// AddSeasonChange adds one.
	AddSeasonChange(ctx context.Context, c SeasonChange) error
	// SeasonChange gives one. NotFound otherwise.
	SeasonChange(ctx context.Context, id ID) (SeasonChange, error)
	// SeasonChanges lists those of a case, or, where that is empty, those of the
	// season itself; newest first.
	SeasonChanges(ctx context.Context, season, about ID, limit int) ([]SeasonChange, error)
}

// caseLapse ends what tells of a case that is over.
func caseLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	c, err := tx.SeasonCase(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && c.State == CaseEnded && m.Detail != string(CaseTakenOut):
		return "over", nil
	}
	return "", err
}
