package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// EvidenceKind says what a line of evidence is.
type EvidenceKind string

// The kinds of evidence.
const (
	KudosEvidence       EvidenceKind = "kudos"
	FeedbackEvidence    EvidenceKind = "feedback"
	ReplyEvidence       EvidenceKind = "reply"       // below a feedback
	SummaryEvidence     EvidenceKind = "summary"     // of a conversation; its id is the conversation's
	PromiseEvidence     EvidenceKind = "promise"     // a commitment of a conversation
	GoalEvidence        EvidenceKind = "goal"        // set, with where it stands
	GoalNewsEvidence    EvidenceKind = "goal_news"   // a piece of news on a goal
	GoalEndEvidence     EvidenceKind = "goal_end"    // how a goal ended; its id is the goal's
	ExpectationEvidence EvidenceKind = "expectation" // what is expected now
	GrowthEvidence      EvidenceKind = "growth"      // an item of the person's plan
	KeptEvidence        EvidenceKind = "kept"        // from the own file
	RoundEvidence       EvidenceKind = "round"       // the report of a round
	CustomerEvidence    EvidenceKind = "customer"    // what a customer said, brought for a round
	SeasonSummary       EvidenceKind = "season"      // what was written in a season; its id is the case's
	DecisionEvidence    EvidenceKind = "decision"    // what was decided after one
)

// EvidenceKinds are all kinds, in the order in which a packet has them.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{
		ExpectationEvidence, GoalEvidence, GoalNewsEvidence, GoalEndEvidence, SummaryEvidence, PromiseEvidence,
		GrowthEvidence, FeedbackEvidence, ReplyEvidence, KudosEvidence, RoundEvidence, CustomerEvidence, KeptEvidence, SeasonSummary, DecisionEvidence,
	}
}

// The states of what somebody keeps.
const (
	KeptPrivate = "private"
	KeptShown   = "shown" // in packets and to who holds the conversations
)

// EvidenceRef names a line of evidence, so that it can be cited.
type EvidenceRef struct {
	Kind EvidenceKind
	ID   ID
}

// EvidencePart is a piece of the words of a line. Its name is a field's, such as
// situation; the name text is the whole of what was said.
type EvidencePart struct {
	Name string
	Text string
}

// Evidence is one line of what is known about a person's work: a record, who
// wrote it, and when which of the two saw it.
type Evidence struct {
	Kind EvidenceKind
	ID   ID
	// Person is whom it is about.
	Person ID
	// Expectation is the one that it is about, by its own citation or by that of
	// the goal which it belongs to; empty where it cites none.
	Expectation ID
	// HappenedAt is when that took place which it tells of: the message that was
	// thanked for, the day of the talk; RecordedAt is when it was written down.
	HappenedAt, RecordedAt time.Time
	// SeenAt is when the person first had its words before their eyes; zero where
	// that never was. What counts as seen is decided for each kind in
	// docs/decisions/0025-what-counts-as-seen.md.
	SeenAt time.Time
	// Sight is what somebody has seen who has seen its words.
	Sight Sighted
	// Author is who said it; empty for the command line.
	Author ID
	// WithdrawnAt is when it was taken back; zero where it stands. It has no words
	// then.
	WithdrawnAt time.Time
	// Entry is the line of the ledger about its recording. It has no id for what
	// was brought in without one, and no number until it is sealed.
	Entry LedgerMark
	// About is the record that it belongs to: the goal of a piece of news, the
	// feedback or the season's case of a reply, the conversation of a promise, the
	// round of what a customer said, the case of a decision.
	About ID
	// Title names the season of what was written and decided in it.
	Title string
	// Parts are its words, in order. They are left out of a feedback that nobody
	// has opened yet, and of a round's report that its person has not.
	Parts []EvidencePart
	// Round is what a round's report shows; nil for all others, and where its person
	// has not opened it.
	Round *EvidentRound
	// Cited is what a season's summary rests on, in a packet.
	Cited []CitedLine
	// Goal is what a line about a goal is about, without its standard: that is no
	// measure of a person. Value and Confidence are those of the piece of news.
	Goal       Goal
	Value      float64
	Confidence Confidence
	// State is where it stands: of a promise or goal its own; of a summary
	// confirmed, waiting or silent; of a reply its kind; of news no_change where
	// there was none; of an expectation its dimension; of what is kept whether
	// others may read it; of a season's summary what the person said to it; of a
	// decision its kind. By is the day until which a promise was given, and Who
	// gave it, or confirmed the decision.
	State string
	By    Date
	Who   ID
	// Link is the message that it is about.
	Link MessageLink
}

// Ref names it.
func (e Evidence) Ref() EvidenceRef { return EvidenceRef{Kind: e.Kind, ID: e.ID} }

// named are the people whom it names, some perhaps twice or empty.
func (e Evidence) named() []ID {
	ids := []ID{e.Author, e.Who}
	if e.Round != nil {
		ids = append(ids, e.Round.Manager)
	}
	for _, line := range e.Cited {
		ids = append(ids, line.Evidence.named()...)
	}
	return ids
}

// Text gives the part of a name, or nothing.
func (e Evidence) Text(name string) string {
	i := slices.IndexFunc(e.Parts, func(p EvidencePart) bool { return p.Name == name })
	if i < 0 {
		return ""
	}
	return e.Parts[i].Text
}

// withParts adds the parts that hold words.
func (e Evidence) withParts(parts ...EvidencePart) Evidence {
	for _, p := range parts {
		if p.Text != "" {
			e.Parts = append(e.Parts, p)
		}
	}
	return e
}

// bare is it without anything that was said.
func (e Evidence) bare() Evidence {
	e.Parts, e.Goal, e.Round, e.Cited = nil, Goal{}, nil, nil
	return e
}

// Unopened tells whether its words are left out since nobody has opened them who
// has to do so first.
func (e Evidence) Unopened() bool {
	switch e.Kind {
	case FeedbackEvidence, CustomerEvidence:
		return e.Standing() && len(e.Parts) == 0
	case RoundEvidence:
		return e.Round == nil
	default:
		return false
	}
}

// Standing tells whether a line was not taken back.
func (e Evidence) Standing() bool { return e.WithdrawnAt.IsZero() }

// Uncitable is why a line cannot be cited.
type Uncitable string

// The reasons why not, and the one why it can.
const (
	CanBeCited   Uncitable = ""
	WasWithdrawn Uncitable = "withdrawn"
	NeverSeen    Uncitable = "unseen"
	NoEvidence   Uncitable = "judgement" // what somebody made of evidence before
)

// MayCite tells whether a line can be cited at a time: nobody is to be surprised
// by what is said about them, so that what they never saw cannot be, nor what
// was taken back. What they see later can be cited from then on. A summary of an
// earlier season is no evidence for the next one: what it rests on is.
func (e Evidence) MayCite(at time.Time) Uncitable {
	switch {
	case e.Kind == SeasonSummary:
		return NoEvidence
	case !e.WithdrawnAt.IsZero() && !e.WithdrawnAt.After(at):
		return WasWithdrawn
	case e.SeenAt.IsZero(), e.SeenAt.After(at):
		return NeverSeen
	}
	return CanBeCited
}

// Late tells whether it was written down more than so many days after it
// happened: what is remembered late is remembered less well.
func (e Evidence) Late(days int) bool {
	return e.RecordedAt.Sub(e.HappenedAt) > time.Duration(days)*24*time.Hour
}

// LedgerMark is a line of the ledger without its words: enough to find what was
// recorded, when and by whom.
type LedgerMark struct {
	ID      ID
	At      time.Time
	Actor   ID
	Act     string
	Subject ID
	Version int
	// Number is its place in the sealed chain; 0 while it is not sealed.
	Number int64
}

// EvidenceRows reads what is evidence about a person in one question a kind. What
// happened before it was written down is found by either time: From is when it
// was recorded at the earliest.
type EvidenceRows interface {
	// KudosAbout lists what a person was thanked for, recorded from an instant
	// on, oldest first: also what was taken back, and not what the person left out
	// of the own file.
	KudosAbout(ctx context.Context, person ID, from time.Time) ([]Kudos, error)
	// FeedbackAbout lists what a person was given, likewise.
	FeedbackAbout(ctx context.Context, person ID, from time.Time) ([]Feedback, error)
	// RecordsAbout lists the records of an employee's conversations, likewise.
	// Those of asked-for conversations are the two's alone and not among them.
	RecordsAbout(ctx context.Context, employee ID, from time.Time) ([]TalkRecord, error)
	// GoalNewsAbout lists the news on a person's own goals, oldest first.
	GoalNewsAbout(ctx context.Context, owner ID, from time.Time) ([]GoalUpdate, error)
	// CitationsAbout lists what cites any expectation of a person.
	CitationsAbout(ctx context.Context, person ID) ([]Citation, error)
	// KeptAbout lists what a person keeps, oldest first.
	KeptAbout(ctx context.Context, owner ID, from time.Time) ([]Kept, error)
	// LedgerMarks lists the lines about some subjects, oldest first.
	LedgerMarks(ctx context.Context, subjects []ID) ([]LedgerMark, error)
	// DeliveredTo tells when messages of a kind about some subjects first reached
	// a person.
	DeliveredTo(ctx context.Context, person ID, kind string, subjects []ID) (map[ID]time.Time, error)
	SightRows
}

// byTime orders evidence by when it happened.
func byTime(list []Evidence) {
	slices.SortStableFunc(list, func(a, b Evidence) int {
		return cmp.Or(a.HappenedAt.Compare(b.HappenedAt), a.RecordedAt.Compare(b.RecordedAt), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Kind, b.Kind))
	})
}
