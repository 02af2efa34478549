package domain

import (
	"slices"
	"time"
)

// Goal is something a person, a team or the company wants to reach.
type Goal struct {
	ID ID
	// Owner is the person whose goal it is; for a team or company goal, who
	// answers for it.
	Owner ID
	Level GoalLevel
	// Team is the team's path for a team goal.
	Team   string
	Parent ID
	// Priority is the company's priority that it serves, or empty.
	Priority ID
	// Weight is its share in the parent's progress among the siblings (1).
	Weight    int
	Dimension Dimension
	Title     string // sealed
	Why       string // sealed: why it matters
	Measure   Measure
	// Standard is the ideal in words: the direction to strive in, never a
	// shortfall. Sealed.
	Standard string
	Due      Date
	State    GoalState
	// ProposedBy proposed it; AgreedAt is when the other agreed last.
	ProposedBy ID
	AgreedAt   time.Time
	Confidence Confidence
	// Value is the newest value, in the measure's unit.
	Value float64
	// LastNews is when somebody last said something about it.
	LastNews time.Time
	// AskAt is when its owner should be asked about it.
	AskAt time.Time
	// Lesson is the one line said at closing. Sealed.
	Lesson   string
	ClosedAt time.Time
	At       time.Time
	Version  int
}

// GoalLevel is where in the tree a goal stands.
type GoalLevel string

// The levels of the tree, from the top.
const (
	CompanyGoal GoalLevel = "company"
	TeamGoal    GoalLevel = "team"
	PersonGoal  GoalLevel = "person"
)

// below tells whether a level stands lower in the tree than another.
func (l GoalLevel) below(other GoalLevel) bool {
	levels := []GoalLevel{CompanyGoal, TeamGoal, PersonGoal}
	return slices.Index(levels, l) > slices.Index(levels, other)
}

// Dimension says what a goal is about.
type Dimension string

// The dimensions.
const (
	ResultGoal    Dimension = "result"
	ActionGoal    Dimension = "action"
	BehaviourGoal Dimension = "behaviour"
)

// GoalState is where a goal stands.
type GoalState string

// The states of a goal.
const (
	GoalProposed GoalState = "proposed"
	GoalAgreed   GoalState = "agreed"
	GoalAchieved GoalState = "achieved"
	GoalPartly   GoalState = "partly"
	GoalMissed   GoalState = "missed"
	GoalDropped  GoalState = "dropped"
)

// Confidence is how its owner sees a goal.
type Confidence string

// The confidences.
const (
	OnTrack  Confidence = "on_track"
	AtRisk   Confidence = "at_risk"
	OffTrack Confidence = "off_track"
)

// Measure says how a goal is measured: by a number, by milestones, or by yes
// and no.
type Measure struct {
	Kind MeasureKind
	// Unit, Start and Target belong to a number. The direction follows from
	// start and target.
	Unit          string // sealed
	Start, Target float64
	// Milestones are the steps; Done are those reached.
	Milestones []Milestone
}

// MeasureKind is the way of measuring.
type MeasureKind string

// The ways of measuring.
const (
	NumberMeasure    MeasureKind = "number"
	MilestoneMeasure MeasureKind = "milestones"
	YesNoMeasure     MeasureKind = "yes_no"
)

// Milestone is one step of a goal.
type Milestone struct {
	Title string // sealed
	Done  bool
}

// GoalUpdate is one piece of news. Each is kept; nothing is lowered silently.
type GoalUpdate struct {
	ID         ID
	Goal       ID
	Author     ID
	Value      float64
	Confidence Confidence
	// NoChange is the one-tap answer.
	NoChange bool
	Why      string // sealed
	Next     string // sealed
	At       time.Time
}
