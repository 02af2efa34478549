package domain

import (
	"context"
	"time"
)

// LineSource says who names a person's manager.
type LineSource string

// The sources of a reporting line. The people team's word (a file, or by hand)
// goes before the field in Slack's profile, the field before the person's own
// choice.
const (
	LineByHR     LineSource = "hr"
	LineByField  LineSource = "field"
	LineByChoice LineSource = "choice"
	// LineByLeaving is no source of a line, but the reason of a change: the
	// manager left, and the one above takes over.
	LineByLeaving LineSource = "left"
)

// lineSources are the sources, the one that goes before all others first.
var lineSources = []LineSource{LineByHR, LineByField, LineByChoice}

// LineState is where a named line stands.
type LineState string

// The states of a line. A choice holds once the manager named has said yes.
const (
	LineHolds    LineState = "holds"
	LineAsked    LineState = "asked"
	LineDeclined LineState = "declined"
)

// ReportingLine is what one source says of one person's manager. A person has
// at most one of each source.
type ReportingLine struct {
	Person ID
	Source LineSource
	// Manager is who is named; empty where the people team says that the
	// person stands at the top of the line.
	Manager ID
	State   LineState
	At      time.Time
	// LateAt is when an asked manager who said nothing comes onto the people
	// team's list; zero where nobody is asked.
	LateAt time.Time
}

// ManagerChange is one change of a person's manager, which has a date. It is
// kept for ever: it says who the former managers were.
type ManagerChange struct {
	ID     ID
	Person ID
	// Batch is shared by the changes that were decided together, so that each
	// manager gets one message for all of them.
	Batch           ID
	Former, Manager ID // either may be empty
	Source          LineSource
	By              ID // empty for the command line and for Rapport itself
	// On is the first day with the new manager, in the person's zone.
	On Date
	// DueAt is the beginning of that day; DoneAt is when it was done.
	DueAt, DoneAt time.Time
	// Talks is how many open conversations it touched.
	Talks int
	// Dropped is true where it was not done: another one took its place, or
	// it had become a loop.
	Dropped bool
	At      time.Time
}

// LineDifference is something about a person's line that the people team has
// to look at, and is shown once.
type LineDifference struct {
	Person ID
	// Source names another manager than the source in force.
	Source  LineSource
	Manager ID
	InForce ID
	// Loop is true where the line was not taken because it would be one.
	Loop bool
	At   time.Time
}

// ReportingRows keeps reporting lines, changes of managers and differences.
type ReportingRows interface {
	// ReportingLines lists what the sources say of some people.
	ReportingLines(ctx context.Context, people ...ID) ([]ReportingLine, error)
	// SaveReportingLine adds a source's word or replaces it.
	SaveReportingLine(ctx context.Context, l ReportingLine) error
	// DropReportingLine takes a source's word away, where there is one.
	DropReportingLine(ctx context.Context, person ID, source LineSource) error
	// LateLines lists up to limit choices whose manager has said nothing, and
	// should have by now.
	LateLines(ctx context.Context, now time.Time, limit int) ([]ReportingLine, error)

	// GuardLine takes the one row that serialises changes of managers: what is
	// read of the line after it stays true until the transaction ends.
	GuardLine(ctx context.Context) error
	// CreateManagerChange adds one. Conflict where the person has one that is
	// neither done nor dropped.
	CreateManagerChange(ctx context.Context, c ManagerChange) error
	// UpdateManagerChange writes Talks, DoneAt and Dropped.
	UpdateManagerChange(ctx context.Context, c ManagerChange) error
	// ManagerChange gives one. NotFound otherwise.
	ManagerChange(ctx context.Context, id ID) (ManagerChange, error)
	// ManagerChangesIn lists the changes of a batch that were not dropped.
	ManagerChangesIn(ctx context.Context, batch ID) ([]ManagerChange, error)
	// DueManagerChanges lists up to limit that wait and are due by now.
	DueManagerChanges(ctx context.Context, now time.Time, limit int) ([]ManagerChange, error)
	// NextManagerChange is the earliest DueAt of a waiting one after a time.
	NextManagerChange(ctx context.Context, after time.Time) (time.Time, bool, error)
	// WaitingManagerChanges gives the changes of some people that wait for their
	// day, of each person one or none.
	WaitingManagerChanges(ctx context.Context, people ...ID) (map[ID]ManagerChange, error)
	// ManagerChangesOf lists a person's changes that were done, oldest first.
	ManagerChangesOf(ctx context.Context, person ID) ([]ManagerChange, error)
	// FormerManagers lists who was a person's manager before, newest first.
	FormerManagers(ctx context.Context, person ID) ([]ID, error)

	// NoteDifference keeps a difference; it tells whether it is new. What was
	// shown before is not shown again.
	NoteDifference(ctx context.Context, d LineDifference) (bool, error)
	// Differences lists up to limit that nobody has looked at, oldest first.
	Differences(ctx context.Context, limit int) ([]LineDifference, error)
	// CountDifferences counts them.
	CountDifferences(ctx context.Context) (int, error)
	// SettleDifferences notes that those of a person were looked at.
	SettleDifferences(ctx context.Context, person ID, at time.Time) error

	// WithoutManager lists up to limit active people for whom nothing can open
	// because nobody is named as their manager; those whom the people team put
	// at the top of the line are left out.
	WithoutManager(ctx context.Context, limit int) ([]Person, error)
	// CountWithoutManager counts them.
	CountWithoutManager(ctx context.Context) (int, error)
}

// The kinds of messages about reporting lines.
const (
	LineMoved    = "reporting.moved"    // to a manager: who comes and who goes, of a batch
	LineTold     = "reporting.told"     // to the person: who the manager is from a day on
	LineAnswered = "reporting.answered" // to the person: what the manager named said
	LineImported = "reporting.imported" // to the people team: what an import changed
)

// AskManager asks somebody whether they are a person's manager; its subject is
// that person.
const AskManager = "reporting.manager"

// ReportingService is the use cases around who reports to whom.
type ReportingService struct {
	Practice
	Directory Directory
}
