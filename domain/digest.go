package domain

import (
	"context"
	"time"
)

// The kinds of messages around the digest.
const (
	DigestWeekly = "digest.weekly" // to the people team
	DigestPage   = "digest.page"   // of a small company, to everybody
	DigestSheet  = "digest.sheet"  // the figures as a file, in the digest's thread
	DigestOffer  = "digest.offer"  // what the people team offers managers
)

// SmallCompany is the number of people who take part below which there are no areas
// and no weekly digest: a monthly page that everybody reads takes its place.
const SmallCompany = 15

// reachWeeks is the time in which somebody counts as thanked.
const reachWeeks = 8

// Digest is what the people team reads of one week. It holds numbers and ids,
// never words, and stays as it was sent, so that weeks can be laid side by
// side.
type Digest struct {
	ID ID
	// Week is the Monday of its week; zero for one that was asked for.
	Week Date
	// Day is the day on which it counts, in the digest's zone.
	Day Date
	// For is who asked for it now; empty for the week's own.
	For ID
	// MadeAt is when it was counted; zero while one that was asked for waits.
	MadeAt  time.Time
	Figures DigestFigures
	// Detour is why it went to the team's DMs and not to the channel: a code
	// such as channel_public, or empty.
	Detour string
}

// DigestFigures are the counts of a digest.
type DigestFigures struct {
	// Period is the key of the month or quarter; the day is its Workday-th
	// working day of Workdays.
	Period   string `json:"period"`
	Workday  int    `json:"workday"`
	Workdays int    `json:"workdays"`
	// Groups are the areas, those under the minimum counted in the next larger
	// one, largest first; none where the whole is too small to be divided.
	Groups []AreaFigures `json:"groups,omitempty"`
	// All is the sum of everybody counted.
	All AreaFigures `json:"all"`
	// Converse is how many take part in conversations, counted in Groups or not.
	Converse int `json:"converse"`
	// Page tells that the month's page went to everybody with this one.
	Page bool `json:"page,omitempty"`
	// Priorities is how many sentences the company puts first on the day.
	Priorities int `json:"priorities,omitempty"`
	// Seasons is how far the seasons of groups are that go on, together; those of
	// fewer people than the minimum are not counted.
	Seasons SeasonCounts `json:"seasons,omitzero"`
	// Coached is how many of those who lead people did the cards that are asked for.
	Coached CoachShare `json:"coached,omitzero"`
	// Own is how many people were thanked and given feedback by their own manager
	// within eight weeks.
	Own OwnFigures `json:"own,omitzero"`
	// Told is the feedback of the same weeks; empty where it was for too few.
	Told ToldFigures `json:"told,omitzero"`
	// Unassigned counts those without a manager, apart from whom the people team
	// has put at the top of the line.
	Unassigned int `json:"unassigned"`
	// Away, Joiners and Others (guests, contractors, the top of the line) are
	// not counted in Groups and All.
	Away    int `json:"away"`
	Joiners int `json:"joiners"`
	Others  int `json:"others"`
	// Pairs missed two conversations running, by their ids: employee, partner.
	// Empty under the works-council preset.
	Pairs [][2]ID `json:"pairs,omitempty"`
	// Facts are what can be acted on, at most three.
	Facts []Fact `json:"facts,omitempty"`
	// Opinions are what people said of their conversations, as published last.
	Opinions Opinions `json:"opinions"`
	// Ending is how many preparations are deleted within the week that begins
	// with the digest, since their time is over.
	Ending int `json:"ending,omitempty"`
	// Funds counts what was asked of funds.
	Funds FundCounts `json:"funds,omitzero"`
	// Records is what of records the people team has to know or to do.
	Records RecordFigures `json:"records,omitzero"`
	// Rounds is how many people have a round that is open; fewer than the minimum
	// are not counted.
	Rounds int `json:"rounds,omitempty"`
	// Learning is for how many roles enough people chose to learn the same.
	Learning int `json:"learning,omitempty"`
	// Head is the last sealed entry of the ledger: kept by everybody who reads the
	// digest, it proves later that nothing up to there was changed or cut off.
	Head LedgerHead `json:"head,omitzero"`
}

// ToldFigures are the feedback of eight weeks, in all.
type ToldFigures struct {
	Given      int `json:"given"`
	Actionable int `json:"actionable"` // names an occasion and what to keep or try
	// Answers is how many requests for feedback were answered, and Days the median
	// of the working days that this took.
	Answers int `json:"answers,omitempty"`
	Days    int `json:"days,omitempty"`
}

// Small tells that there are too few people to divide.
func (f DigestFigures) Small() bool { return max(f.Converse, f.All.People) < SmallCompany }

// AreaFigures are the counts of one area, or of several that are counted
// together.
type AreaFigures struct {
	// Areas are their names, the largest first; "" is nobody's team.
	Areas  []string `json:"areas,omitempty"`
	People int      `json:"people"`
	// Due conversations so far in the period, how many of them were Held, are
	// Past their date, and of those have NoDay planned.
	Due   int `json:"due"`
	Held  int `json:"held"`
	Past  int `json:"past"`
	NoDay int `json:"no_day"`
	// Before is the same of the last period, at the same working day.
	BeforeDue  int `json:"before_due"`
	BeforeHeld int `json:"before_held"`
	BeforePast int `json:"before_past"`
	// Thanked is how many people were thanked in the last eight weeks.
	Thanked int `json:"thanked"`
	// Goals are open; AtRisk, OffTrack and Silent (without news) do not overlap.
	Goals    int `json:"goals"`
	AtRisk   int `json:"at_risk"`
	OffTrack int `json:"off_track"`
	Silent   int `json:"silent"`
	// Alone is how many of the open goals serve none above them.
	Alone int `json:"alone"`
	// Linked is how many of the open goals serve a priority of the company that is
	// in force.
	Linked int `json:"linked"`
	// Opinion is never kept as it is counted: it would give single answers away
	// from week to week.
	Opinion Opinion `json:"-"`
}

// Look is how many goals there are to look at.
func (a AreaFigures) Look() int { return a.AtRisk + a.OffTrack + a.Silent }

// Add sums two areas that share nobody; the names of the larger one come first.
func (a AreaFigures) Add(b AreaFigures) AreaFigures {
	sum := AreaFigures{
		People: a.People + b.People,
		Due:    a.Due + b.Due, Held: a.Held + b.Held, Past: a.Past + b.Past, NoDay: a.NoDay + b.NoDay,
		BeforeDue: a.BeforeDue + b.BeforeDue, BeforeHeld: a.BeforeHeld + b.BeforeHeld, BeforePast: a.BeforePast + b.BeforePast,
		Thanked: a.Thanked + b.Thanked,
		Goals:   a.Goals + b.Goals, AtRisk: a.AtRisk + b.AtRisk, OffTrack: a.OffTrack + b.OffTrack, Silent: a.Silent + b.Silent,
		Alone: a.Alone + b.Alone, Linked: a.Linked + b.Linked,
		Opinion: a.Opinion.add(b.Opinion),
	}
	larger, smaller := a, b
	if b.People > a.People {
		larger, smaller = b, a
	}
	sum.Areas = append(append(sum.Areas, larger.Areas...), smaller.Areas...)
	return sum
}

// FactKind is something in the figures that the people team can act on.
type FactKind string

// The kinds of facts.
const (
	FactLate       FactKind = "late"       // conversations past their date
	FactThanks     FactKind = "thanks"     // few are thanked
	FactUnassigned FactKind = "unassigned" // people without a manager
	FactGoals      FactKind = "goals"      // goals to look at
)

// Fact is one of them, about one group of areas.
type Fact struct {
	Kind FactKind `json:"kind"`
	// Group is its place in the figures' Groups; of no meaning for people
	// without a manager.
	Group int `json:"group"`
}

// DigestAction is what the people team did about a fact.
type DigestAction struct {
	ID     ID
	Digest ID
	Kind   FactKind
	Areas  []string
	By     ID
	At     time.Time
	// Told are the managers who were written to; Talks are the conversations
	// without a day that it was about.
	Told  []ID
	Talks []ID
}

// DueTalk is a regular conversation as the digest counts it: no words.
type DueTalk struct {
	ID, Employee, Partner ID
	DueOn, HeldOn         Date
	State                 ConversationState
	Ending                Ending
	MeetAt                time.Time
}

// GoalCounts are the open goals of one person.
type GoalCounts struct {
	Open, AtRisk, OffTrack, Silent int
	Alone                          int // without a goal above
}

// Rating is what somebody answered to "Was it worth the time?", and when.
type Rating struct {
	Answer Usefulness
	At     time.Time
}

// DigestRows reads what digests count, for some hundred people at a time, and
// keeps them.
type DigestRows interface {
	// TalksDue lists the regular conversations of people that are due within a
	// range of days.
	TalksDue(ctx context.Context, people []ID, due DateRange) ([]DueTalk, error)
	// ThankedWithin tells who was thanked after from and until to.
	ThankedWithin(ctx context.Context, people []ID, from, to time.Time) (map[ID]bool, error)
	// GoalCountsOf counts people's own open goals; Silent had no news since the
	// time that is given for their owner and are neither at risk nor off track.
	GoalCountsOf(ctx context.Context, silentSince map[ID]time.Time) (map[ID]GoalCounts, error)
	// LinkedGoals counts people's own open goals that serve one of some priorities.
	LinkedGoals(ctx context.Context, people, priorities []ID) (map[ID]int, error)
	// RatingsOf lists what people answered to "Was it worth the time?" after
	// from and until to; at most one answer of a person about a conversation.
	RatingsOf(ctx context.Context, people []ID, from, to time.Time) (map[ID][]Rating, error)

	// CountEnding counts the preparations whose time ends after from and until
	// to: each side of a conversation is one.
	CountEnding(ctx context.Context, from, to time.Time) (int, error)

	// CreateDigest adds one. Conflict where the week has one.
	CreateDigest(ctx context.Context, d Digest) error
	// Digest gives one. NotFound otherwise.
	Digest(ctx context.Context, id ID) (Digest, error)
	// Digests lists those of weeks, newest first, from a week backwards.
	Digests(ctx context.Context, until Date, limit int) ([]Digest, error)
	// WantedDigests lists those that were asked for and are not made.
	WantedDigests(ctx context.Context, limit int) ([]Digest, error)
	// FillDigest writes the figures of one that was asked for, if it has none;
	// it tells whether it did.
	FillDigest(ctx context.Context, d Digest) (bool, error)
	// DetourDigest notes why a digest leaves its channel, if it has not; it
	// tells whether it did.
	DetourDigest(ctx context.Context, id ID, why string) (bool, error)
	// CreateDigestAction adds one. Conflict where the digest's fact has one.
	CreateDigestAction(ctx context.Context, a DigestAction) error
	// DigestAction gives one. NotFound otherwise.
	DigestAction(ctx context.Context, id ID) (DigestAction, error)
	// DigestActions lists those about a digest.
	DigestActions(ctx context.Context, digest ID) ([]DigestAction, error)
}
