package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The limits of a goal's texts, in characters, and of its milestones.
const (
	MaxGoalTitle  = 150
	MaxGoalText   = 1000
	MaxUnit       = 30
	MaxMilestones = 12
	MaxGoalWeight = 100 // of one goal among its siblings
	maxGoalDepth  = 10
)

// The kinds of asks and messages about goals.
const (
	AskGoal  = "goal.news"
	GoalNews = "goal.told" // the owner is told what somebody else did with the goal
)

// GoalFilter selects goals, by due date.
type GoalFilter struct {
	Owner   ID
	Teams   []string // goals of the level team for these paths
	Level   GoalLevel
	Parents []ID
	Open    bool // only those not closed
	Closed  bool // only those closed, those due last first
	After   ID   // only those behind this one in the order
	// Readable leaves those that a reader may see; nil leaves all.
	Readable *GoalScope
	Limit    int
}

// GoalScope is what a reader may see: of people's goals, and of those of teams
// and the company.
type GoalScope struct {
	People, Shared Scope
}

// goalScopeOf is the scope of a reader.
func goalScopeOf(reader Standing) *GoalScope {
	return &GoalScope{People: ScopeOf(reader, ReadGoal), Shared: ScopeOf(reader, ReadSharedGoal)}
}

// GoalRows keeps goals.
type GoalRows interface {
	// CreateGoal adds one, as its first version.
	CreateGoal(ctx context.Context, g Goal) (Goal, error)
	// Goal gives one. NotFound otherwise.
	Goal(ctx context.Context, id ID) (Goal, error)
	// UpdateGoal writes one by version. Conflict otherwise.
	UpdateGoal(ctx context.Context, g Goal) (Goal, error)
	// Goals lists by filter, those due first at the top.
	Goals(ctx context.Context, f GoalFilter) ([]Goal, error)
	// GuardTree takes the one row that serialises changes of parents.
	GuardTree(ctx context.Context) error
	// AddGoalUpdate keeps a piece of news.
	AddGoalUpdate(ctx context.Context, u GoalUpdate) error
	// GoalUpdates lists the news of a goal, newest first.
	GoalUpdates(ctx context.Context, goal ID, limit int) ([]GoalUpdate, error)
	// DueGoals lists up to limit open goals whose AskAt is at or before now.
	DueGoals(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextGoal is the earliest AskAt after a time.
	NextGoal(ctx context.Context, after time.Time) (time.Time, bool, error)
}

// GoalService is the use cases around goals.
type GoalService struct {
	Practice
}

// GoalDraft is a goal as filled in.
type GoalDraft struct {
	ID      ID // empty for a new one
	Version int
	Level   GoalLevel
	Owner   ID
	Team    string
	Parent  ID
	// Priority is the company's priority that it serves, or empty.
	Priority  ID
	Weight    int // 0 leaves it as it is, 1 for a new one
	Dimension Dimension
	Title     string
	Why       string
	Measure   Measure
	Standard  string
	Due       Date
	// Reason is why target or date should change; it stands in the proposal.
	Reason string
	// Serves is the expectation of the owner that it serves, or empty; it counts
	// only where the form asked for it.
	Serves      ID
	ServesAsked bool
}

// Save adds a goal or changes one. The form advises; what is refused is a due
// date in the past, a target equal to the start, a loop, and missing basics.
func (s GoalService) Save(ctx context.Context, act Act, d GoalDraft) (Outcome, error) {
	d = d.tidy()
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		goal, by, err := s.draftOf(ctx, tx, act, d)
		if err != nil {
			return Outcome{}, err
		}
		if err := s.checkDraft(ctx, tx, by, goal, d); err != nil {
			return Outcome{}, err
		}
		goal, word, proposal, err := s.settled(ctx, tx, act, d, goal)
		if err != nil {
			return Outcome{}, err
		}
		write := tx.UpdateGoal
		if d.ID == "" {
			write = tx.CreateGoal
		}
		if err := s.heard(ctx, tx, &goal); err != nil {
			return Outcome{}, err
		}
		if goal, err = write(ctx, goal); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "goal." + word, Subject: goal.ID, Person: goal.Owner, Version: goal.Version, Content: goal.words()}
		if proposal != nil {
			if err := tx.CreateGoalProposal(ctx, *proposal); err != nil {
				return Outcome{}, err
			}
			if d.ID != "" {
				entry.Content = proposal.words()
			}
		}
		if err := s.citeFor(ctx, tx, act, goal, d); err != nil {
			return Outcome{}, err
		}
		if err := s.tellSaved(ctx, tx, act, goal, word); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: word, Subject: goal.ID}, tx.Record(ctx, entry)
	}, nil)
}

// settled gives the goal as it is to be written, the outcome's word, and what is
// proposed to the other side of a person's goal.
func (s GoalService) settled(ctx context.Context, tx Tx, act Act, d GoalDraft, before Goal) (Goal, string, *GoalProposal, error) {
	goal, word := d.apply(before), "changed"
	if d.ID == "" {
		goal.ID, goal.At, goal.ProposedBy, goal.State, goal.Confidence = s.IDs.New(), tx.Now(), act.Actor, GoalAgreed, OnTrack
		goal.Value, goal.AgreedAt, word = goal.Measure.Start, tx.Now(), "created"
	}
	if goal.Level != PersonGoal {
		return goal, word, nil, nil
	}
	around, err := s.subject(ctx, tx, goal, act)
	if err != nil {
		return goal, "", nil, err
	}
	return s.negotiated(ctx, tx, saving{act, d, counterpart(goal.Owner, around, act.Actor)}, before, goal)
}

// tellSaved tells the owner what somebody else did, and the other side what it is
// asked to agree to.
func (s GoalService) tellSaved(ctx context.Context, tx Tx, act Act, g Goal, word string) error {
	to := g.Owner
	if act.Actor == g.Owner && g.Level == PersonGoal && word != "changed" {
		around, err := s.subject(ctx, tx, g, act)
		if err != nil {
			return err
		}
		to = counterpart(g.Owner, around, act.Actor)
	}
	return tellGoal(ctx, tx, act, goalWord{g, to, word})
}

// citeFor lets a person's goal cite the expectation that it serves.
func (s GoalService) citeFor(ctx context.Context, tx Tx, act Act, g Goal, d GoalDraft) error {
	if !d.ServesAsked || g.Level != PersonGoal {
		return nil
	}
	return s.cite(ctx, tx, act, Citation{Kind: CitedByGoal, Record: g.ID, Person: g.Owner, Expectation: d.Serves})
}

// words are a goal as the ledger keeps it.
func (g Goal) words() string {
	parts := []string{g.Title, g.Why, g.Standard, "due " + g.Due.String(), string(g.Measure.Kind)}
	switch g.Measure.Kind {
	case NumberMeasure:
		parts = append(parts, fmt.Sprintf("%g to %g %s", g.Measure.Start, g.Measure.Target, g.Measure.Unit))
	case MilestoneMeasure:
		for _, m := range g.Measure.Milestones {
			parts = append(parts, m.Title)
		}
	case YesNoMeasure:
	}
	return strings.Join(slices.DeleteFunc(parts, func(text string) bool { return text == "" }), "\n")
}

// heard notes that there is news of a goal, from which is counted when to ask
// for the next.
func (s GoalService) heard(ctx context.Context, tx Tx, g *Goal) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	w, err := s.goalClock(ctx, tx, *g, version.Policy)
	if err != nil {
		return err
	}
	g.LastNews = tx.Now()
	g.AskAt = g.nextAsk(tx.Now(), w, version.Policy.Goals)
	return nil
}

func (d GoalDraft) tidy() GoalDraft {
	d.Title, d.Why, d.Standard, d.Reason = Tidy(d.Title), Tidy(d.Why), Tidy(d.Standard), oneLine(d.Reason)
	d.Measure.Unit = Tidy(d.Measure.Unit)
	var steps []Milestone
	for _, m := range d.Measure.Milestones {
		if m.Title = Tidy(m.Title); m.Title != "" {
			steps = append(steps, m)
		}
	}
	d.Measure.Milestones = steps
	if d.Level == "" {
		d.Level = PersonGoal
	}
	if d.Dimension == "" {
		d.Dimension = ResultGoal
	}
	return d
}

func (d GoalDraft) apply(g Goal) Goal {
	if g.ID == "" {
		g.Owner, g.Level, g.Team = d.Owner, d.Level, d.Team
	}
	g.Parent, g.Priority, g.Weight, g.Dimension = d.Parent, d.Priority, cmp.Or(d.Weight, g.Weight, 1), d.Dimension
	g.Why, g.Standard = d.Why, d.Standard
	return g.withTerms(GoalTerms{Title: d.Title, Measure: d.Measure, Due: d.Due})
}

// draftOf loads the goal to change, or makes the new one, and asks permission.
func (s GoalService) draftOf(ctx context.Context, tx Tx, act Act, d GoalDraft) (Goal, Standing, error) {
	goal := Goal{Owner: d.Owner, Level: d.Level, Team: d.Team}
	action := goal.adding()
	if d.ID != "" {
		var err error
		if goal, err = tx.Goal(ctx, d.ID); err != nil {
			return Goal{}, Standing{}, err
		}
		if goal.Version != d.Version {
			return Goal{}, Standing{}, Refuse(Conflict, "goal.changed_meanwhile", "Title", goal.Title)
		}
		if goal.Closed() {
			return Goal{}, Standing{}, Refuse(Conflict, "goal.closed")
		}
		action = goal.changing()
	}
	subject, err := s.subject(ctx, tx, goal, act)
	if err != nil {
		return Goal{}, Standing{}, err
	}
	by, err := s.Permitted(ctx, tx, act, action, subject)
	return goal, by, err
}

// adding, changing and reading are what permission is asked for: a person's
// goal is about that person, one of a team or the company is about nobody.
func (g Goal) adding() Action {
	if g.Level == PersonGoal {
		return ChangeGoal
	}
	return LeadGoal
}

func (g Goal) changing() Action {
	if g.Level == PersonGoal {
		return ChangeGoal
	}
	return ChangeShared
}

func (g Goal) reading() Action {
	if g.Level == PersonGoal {
		return ReadGoal
	}
	return ReadSharedGoal
}

// subject is who stands around a goal. Around a person's it is the owner with
// the line above and the partner. Around one of a team or the company it is who
// answers for it, once there is such a goal, and for a team its leader as the
// manager: the people around that one person have no say in it.
func (s GoalService) subject(ctx context.Context, tx Tx, g Goal, act Act) (Subject, error) {
	if g.Level != PersonGoal {
		var subject Subject
		if g.ID != "" {
			subject.Author = g.Owner
		}
		leads := false
		var err error
		if g.Level == TeamGoal {
			leads, err = tx.LeadsTeam(ctx, act.Actor, g.Team)
		}
		if leads {
			subject.Line = []ID{act.Actor}
		}
		return subject, err
	}
	line, err := tx.LineAbove(ctx, g.Owner)
	if err != nil {
		return Subject{}, err
	}
	partner, err := tx.NamedPartner(ctx, g.Owner)
	return Subject{Person: g.Owner, Partner: partner, Line: line}, err
}

// checkDraft tells every fault of a draft at once.
func (s GoalService) checkDraft(ctx context.Context, tx Tx, by Standing, g Goal, d GoalDraft) error {
	owner, err := tx.Person(ctx, g.Owner)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	today := DateOf(tx.Now(), s.zoneOf(owner, version.Policy))
	faults := d.check()
	if !owner.Converses() && g.Level == PersonGoal {
		faults = append(faults, RefuseField("owner", "goal.not_for_guests"))
	}
	if !d.Due.IsZero() && d.Due.Before(today) && (d.ID == "" || d.Due != g.Due) {
		faults = append(faults, RefuseField("due", "goal.due_past"))
	}
	parent, err := s.checkParent(ctx, tx, by, g.Parent, d)
	if err != nil {
		return err
	}
	if d.Priority != "" && d.Priority != g.Priority {
		now, err := prioritiesNow(ctx, tx)
		if err != nil {
			return err
		}
		if _, there := now.Find(d.Priority); !there {
			faults = append(faults, RefuseField("priority", "priority.gone"))
		}
	}
	return append(faults, parent...).Err()
}

func (d GoalDraft) check() Faults {
	var faults Faults
	if d.Title == "" {
		faults = append(faults, RefuseField("title", "goal.title_missing"))
	}
	faults = append(faults, TooLong("title", d.Title, MaxGoalTitle)...)
	faults = append(faults, TooLong("why", d.Why, MaxGoalText)...)
	faults = append(faults, TooLong("standard", d.Standard, MaxGoalText)...)
	faults = append(faults, TooLong("unit", d.Measure.Unit, MaxUnit)...)
	faults = append(faults, TooLong("reason", d.Reason, MaxProposalWord)...)
	if d.Weight < 0 || d.Weight > MaxGoalWeight {
		faults = append(faults, RefuseField("weight", "goal.weight", "Limit", MaxGoalWeight))
	}
	if d.Due.IsZero() {
		faults = append(faults, RefuseField("due", "goal.due_missing"))
	}
	switch d.Measure.Kind {
	case NumberMeasure:
		if d.Measure.Start == d.Measure.Target {
			faults = append(faults, RefuseField("target", "goal.target_is_start"))
		}
	case MilestoneMeasure:
		if n := len(d.Measure.Milestones); n == 0 || n > MaxMilestones {
			faults = append(faults, RefuseField("milestones", "goal.milestones", "Limit", MaxMilestones))
		}
	case YesNoMeasure:
	default:
		faults = append(faults, RefuseField("measure", "form.choice_unknown"))
	}
	return faults
}

// checkParent refuses a goal above that is gone, that the actor may not see, that
// is of a lower level, or that stands below the draft already.
func (s GoalService) checkParent(ctx context.Context, tx Tx, by Standing, before ID, d GoalDraft) (Faults, error) {
	if d.Parent == "" || d.Parent == before {
		return nil, nil
	}
	if err := tx.GuardTree(ctx); err != nil {
		return nil, err
	}
	path := []string{d.Title}
	for id, depth := d.Parent, 0; id != ""; depth++ {
		parent, err := tx.Goal(ctx, id)
		if err == nil && depth == 0 {
			err = s.mustRead(ctx, tx, by, parent)
		}
		if code := CodeOf(err); code == NotFound || code == Forbidden || err == nil && depth == 0 && parent.Level.below(d.Level) {
			return Faults{RefuseField("parent", "goal.parent_gone")}, nil
		}
		if err != nil {
			return nil, err
		}
		path = append(path, parent.Title)
		if id == d.ID || depth > maxGoalDepth {
			return Faults{RefuseField("parent", "goal.loop", "Path", path)}, nil
		}
		id = parent.Parent
	}
	return nil, nil
}

// Closed tells whether nothing more is expected of a goal.
func (g Goal) Closed() bool {
	return !slices.Contains([]GoalState{GoalProposed, GoalAgreed}, g.State)
}

// Progress is how much of the goal is reached, 0 to 1: for a number the way
// from start to target in whichever direction, for milestones the share done,
// for yes or no all or nothing.
func (g Goal) Progress() float64 {
	switch g.Measure.Kind {
	case NumberMeasure:
		way := g.Measure.Target - g.Measure.Start
		if way == 0 {
			return 0
		}
		return min(1, max(0, (g.Value-g.Measure.Start)/way))
	case MilestoneMeasure:
		done := 0
		for _, m := range g.Measure.Milestones {
			if m.Done {
				done++
			}
		}
		if len(g.Measure.Milestones) == 0 {
			return 0
		}
		return float64(done) / float64(len(g.Measure.Milestones))
	case YesNoMeasure:
	}
	if g.State == GoalAchieved || g.Value > 0 {
		return 1
	}
	return 0
}
