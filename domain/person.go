package domain

import (
	"context"
	"strings"
	"time"
)

// Kind says how a person belongs to the organisation.
type Kind string

// The kinds of people.
const (
	Member     Kind = "member"
	Guest      Kind = "guest"      // a guest account of Slack
	Contractor Kind = "contractor" // said so by HR
	Bot        Kind = "bot"        // never a participant
	Outsider   Kind = "outsider"   // of another organisation, through Slack Connect
)

// Person is somebody in the directory. Names are read here whenever something
// is shown, so that old records show the present name.
type Person struct {
	ID      ID
	SlackID string // U… or W…
	TeamID  string // the Slack workspace the person was read from
	Name    string // as Slack displays it
	Handle  string // Slack's short name, for typed @names
	Email   string
	Zone    string // IANA name
	Locale  string // BCP 47, as Slack says it
	Kind    Kind
	Active  bool

	Manager  ID     // the manager in force, as decided from the reporting lines
	Team     string // a path such as "Engineering/Platform"
	Role     string
	Location string // as the holiday calendar knows it, such as "DE-BY"
	Start    Date   // first working day; zero where unknown
	Leaves   Date   // last working day; zero where none is known
	Cadence  string // own rhythm, or empty
	Pattern  string // own working days and hours, or empty
	// TakesPart is HR's word for a guest or contractor who holds conversations
	// all the same.
	TakesPart bool

	// LeavesQuietly ends everything on the day that Leaves names without a
	// message.
	LeavesQuietly bool

	// Privately is the wish to be thanked privately.
	Privately bool
	// Quieter is the wish to get at most one message of asks a week.
	Quieter bool
	// Met is when the first-contact message was released to its way; NoteMet
	// alone writes it of somebody who is known.
	Met time.Time
	// HomeSeen is when the person last opened Home.
	HomeSeen time.Time

	JoinedAt time.Time // when Rapport first saw the person
	// LeftAt is since when the account is closed; zero while it is open. What is
	// kept for a time after somebody has left counts from it.
	LeftAt time.Time
	// ErasedAt is when the person was erased: nothing but ids is left.
	ErasedAt time.Time
	Version  int
}

// Area is the top of the team's path, by which digests are cut.
func (p Person) Area() string {
	area, _, _ := strings.Cut(p.Team, "/")
	return strings.TrimSpace(area)
}

// CanThank tells whether the person may give and receive kudos: every active
// person of the organisation, guests and contractors included.
func (p Person) CanThank() bool {
	return p.Active && p.Kind != Bot && p.Kind != Outsider
}

// Converses tells whether conversations, goals and the file are for this
// person.
func (p Person) Converses() bool {
	return p.Active && (p.Kind == Member || p.TakesPart && p.CanThank())
}

// PersonFilter selects people; empty fields do not select.
type PersonFilter struct {
	IDs      []ID
	SlackIDs []string
	Emails   []string
	Manager  ID
	Area     string
	Location string
	Role     string
	Active   bool // only active ones
	// Named finds people whose handle, name or first name is this, in any case.
	Named string
	// After and Limit page by id.
	After ID
	Limit int
}

// PersonRows keeps people.
type PersonRows interface {
	// Person gives one person. NotFound where there is none.
	Person(ctx context.Context, id ID) (Person, error)
	// PersonBySlack finds a person by Slack's id. NotFound where there is none.
	PersonBySlack(ctx context.Context, slackID string) (Person, error)
	// People lists by filter, ordered by id.
	People(ctx context.Context, f PersonFilter) ([]Person, error)
	// CreatePerson adds a person; id and version are filled.
	CreatePerson(ctx context.Context, p Person) (Person, error)
	// UpdatePerson writes a person whose version is still p.Version. Conflict
	// otherwise.
	UpdatePerson(ctx context.Context, p Person) (Person, error)
	// SeeHome notes that the person looked at Home at this time. It leaves the
	// version alone.
	SeeHome(ctx context.Context, id ID, at time.Time) error
	// Places lists the areas and locations of active people, sorted.
	Places(ctx context.Context) (areas, locations []string, err error)
	// LineAbove lists the managers above a person, nearest first; it stops at
	// a loop and after 50.
	LineAbove(ctx context.Context, id ID) ([]ID, error)
	// Spans lists everybody who holds conversations, those with the most
	// people first.
	Spans(ctx context.Context) ([]Span, error)
}

// Span is with how many people somebody holds conversations: those who have
// them named as partner, and those whose manager they are and who have nobody
// named.
type Span struct {
	Partner ID
	People  int
}
