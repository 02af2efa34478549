package domain

import (
	"context"
	"slices"
	"time"
)

// GoalProposal is what one side wants a person's goal to be, until the other has
// agreed: the goal itself while it is new, later another target or date. Each is
// kept, so that they are the goal's history.
type GoalProposal struct {
	ID   ID
	Goal ID
	// Was is what held, or was proposed last, when it was made; empty for a new
	// goal. Terms are what is to hold. Sealed.
	Was, Terms GoalTerms
	// Why is the proposer's line, Answer that of the other. Sealed.
	Why, Answer string
	State       ProposalState
	By          ID
	// AnsweredBy agreed, declined, or proposed something else.
	AnsweredBy ID
	At         time.Time
	SettledAt  time.Time
}

// GoalTerms are what both sides have a say in.
type GoalTerms struct {
	Title   string
	Measure Measure
	Due     Date
}

// ProposalState is where a proposal about a goal stands.
type ProposalState string

// The states of a proposal. Only one of a goal waits at a time.
const (
	ProposalOpen      ProposalState = "open"
	ProposalAgreed    ProposalState = "agreed"
	ProposalDeclined  ProposalState = "declined"  // what held goes on
	ProposalCountered ProposalState = "countered" // the other side proposed something else
	ProposalTakenBack ProposalState = "taken_back"
	ProposalOver      ProposalState = "over" // the goal was closed meanwhile
)

// MaxProposalWord is the most characters of a proposal's line and of an answer.
const MaxProposalWord = 300

// GoalProposalRows keeps proposals about goals.
type GoalProposalRows interface {
	// CreateGoalProposal adds one. Conflict where one of the goal waits.
	CreateGoalProposal(ctx context.Context, p GoalProposal) error
	// GoalProposal gives one. NotFound otherwise.
	GoalProposal(ctx context.Context, id ID) (GoalProposal, error)
	// SettleGoalProposal writes state, answer, who and when, where it still waits.
	// Conflict otherwise.
	SettleGoalProposal(ctx context.Context, p GoalProposal) error
	// GoalProposals lists those of a goal, newest first.
	GoalProposals(ctx context.Context, goal ID, limit int) ([]GoalProposal, error)
	// GoalProposalsFor lists those that wait for somebody: about the own goals by
	// others, and by the owners of goals within a scope; oldest first.
	GoalProposalsFor(ctx context.Context, person ID, scope Scope, limit int) ([]GoalProposal, error)
}

// terms are what both sides have a say in.
func (g Goal) terms() GoalTerms { return GoalTerms{Title: g.Title, Measure: g.Measure, Due: g.Due} }

// withTerms is a goal as terms say, with the steps that were done already. Where no
// value was told yet it stands at the start that the terms name.
func (g Goal) withTerms(t GoalTerms) Goal {
	done := map[string]bool{}
	for _, m := range g.Measure.Milestones {
		done[m.Title] = m.Done
	}
	if g.Value == g.Measure.Start {
		g.Value = t.Measure.Start
	}
	g.Title, g.Measure, g.Due = t.Title, t.Measure, t.Due
	g.Measure.Milestones = slices.Clone(t.Measure.Milestones)
	for i, m := range g.Measure.Milestones {
		g.Measure.Milestones[i].Done = m.Done || done[m.Title]
	}
	return g
}

// same tells whether terms ask for the same. Which steps are done is no term; the
// title is one where it alone says what is to be reached.
func (t GoalTerms) same(other GoalTerms) bool {
	a, b := t.Measure, other.Measure
	titles := func(m Measure) []string {
		var list []string
		for _, s := range m.Milestones {
			list = append(list, s.Title)
		}
		return list
	}
	return t.Due == other.Due && a.Kind == b.Kind && a.Unit == b.Unit && a.Start == b.Start && a.Target == b.Target &&
		slices.Equal(titles(a), titles(b)) && (a.Kind != YesNoMeasure || t.Title == other.Title)
}

// openProposal is the one that waits, if one does.
func openProposal(list []GoalProposal) (GoalProposal, bool) {
	i := slices.IndexFunc(list, func(p GoalProposal) bool { return p.State == ProposalOpen })
	if i < 0 {
		return GoalProposal{}, false
	}
	return list[i], true
}
