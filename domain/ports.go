package domain

import (
	"context"
	"time"
)

// ID names a record of ours: a UUID v7 as text. Slack's own ids stand in
// fields that are called so.
type ID string

// Clock gives practice time: due times, records and working days come from it.
// Machine time (leases, back-off, deadlines) never does.
type Clock interface {
	Now() time.Time
}

// IDs makes new record ids.
type IDs interface {
	New() ID
}

// Meter measures what happens. Names and labels come from code and from Slack's
// own words, never from people or from what they wrote.
type Meter interface {
	// Count adds n to the counter of that name and label.
	Count(name, label string, n int)
	// Level sets how something stands now.
	Level(name, label string, value float64)
	// Took notes how long something took, in machine time.
	Took(name, label string, d time.Duration)
}

// Unmetered is a Meter that measures nothing.
type Unmetered struct{}

var _ Meter = Unmetered{}

// Count fulfils Meter.
func (Unmetered) Count(string, string, int) {}

// Level fulfils Meter.
func (Unmetered) Level(string, string, float64) {}

// Took fulfils Meter.
func (Unmetered) Took(string, string, time.Duration) {}

// Store is the database. Both ways freeze one practice time for the whole
// transaction.
type Store interface {
	// InTx runs do in one transaction and commits when it returns nil. The
	// closure may run again after a serialization failure or deadlock, so it
	// keeps no effects outside. Errors: what do returned; NotSaved where it is
	// known that nothing was written; Unclear where COMMIT was sent and no
	// answer came before the context's deadline.
	InTx(ctx context.Context, do func(context.Context, Tx) error) error
	// Read runs do on a snapshot for reading; writes fail.
	Read(ctx context.Context, do func(context.Context, Tx) error) error
}

// Tx is one transaction: the rows of every noun, and the time it began.
type Tx interface {
	// Now is the practice time, in UTC, frozen when the transaction began.
	Now() time.Time
	AheadRows
	ReleaseRows
	RecordRows
	RetentionRows
	HoldRows
	ErasureRows
	MyDataRows
	RequestRows
	LedgerRows
	MessageRows
	PolicyRows
	OfficeRows
	PersonRows
	KudosRows
	FeedbackRows
	FeedbackRequestRows
	FeedbackReplyRows
	ConcernRows
	AccessRows
	AbsenceRows
	PauseRows
	AskRows
	PlannerRows
	SentRows
	PartnerRows
	ConversationRows
	GoalRows
	GoalProposalRows
	PriorityRows
	DossierRows
	EvidenceRows
	PacketRows
	GreetingRows
	SweepRows
	ReportingRows
	DigestRows
	FairnessRows
	ScorecardRows
	CoachingRows
	ExpectationRows
	RoundRows
	RoundLaunchRows
	PlanRows
	SkillRows
	AreaRows
	SeasonRows
	FundRows
}

// Practice is what every service stands on.
type Practice struct {
	Store Store
	Clock Clock
	IDs   IDs
	Meter Meter
	// Holidays answers which days are holidays at a location.
	Holidays Calendar
	// FirstHR are the emails or Slack ids of the first HR people, from the
	// configuration; they need no policy.
	FirstHR []string
	// PostsPerMinute is how many messages Slack allows the workspace in a minute;
	// zero is UsualPosts.
	PostsPerMinute int
}

// Directory is what Slack knows about people and places. Its answers may be
// slow or missing, so use cases ask it before their transaction.
type Directory interface {
	// Profile reads one account by Slack's id. NotFound where there is none.
	Profile(ctx context.Context, slackID string) (Person, error)
	// GroupMembers reads a user group's handle and its members' Slack ids.
	// NotFound where there is none.
	GroupMembers(ctx context.Context, groupID string) (name string, slackIDs []string, err error)
	// Place reads a channel. NotFound where Rapport cannot see it.
	Place(ctx context.Context, channel string) (Place, error)
	// PlaceMembers lists the Slack ids of a channel's members.
	PlaceMembers(ctx context.Context, channel string) ([]string, error)
}

// Census reads everybody whom Slack knows, page by page.
type Census interface {
	// Accounts reads one page from a cursor ("" at the start); next is empty
	// on the last page. Limited where Slack gives no more pages for a while,
	// NotFound where it knows the cursor no more.
	Accounts(ctx context.Context, cursor string) (people []Person, next string, err error)
}

// Limited is what Slack answers who was asked too much.
type Limited struct {
	// After is when it may be asked again.
	After time.Duration
}

// Error says for how long.
func (l Limited) Error() string { return "slack may be asked again after " + l.After.String() }

// Place is a channel in Slack, by what matters for privacy.
type Place struct {
	ID   string
	Name string
	// Public is true where every member of the organisation may read it.
	Public bool
	// Direct is a DM or group DM.
	Direct bool
	// Shared is a channel with people of other organisations.
	Shared   bool
	Archived bool
	// Member is true where Rapport's bot is in it.
	Member bool
}
