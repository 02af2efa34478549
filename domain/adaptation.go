package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// Adaptation is something that is different for a person than the role says. One
// side proposes it, and it holds once the other has accepted it. It stays in
// force when the role is worded anew, and ends with the role.
type Adaptation struct {
	ID      ID
	Person  ID
	Profile ID
	Kind    AdaptationKind
	// About is the expectation or KPI; for one that is added its own new id.
	About     ID
	Dimension Dimension // of an expectation
	// Was is what held when it was proposed, Text what is to hold. Sealed, as are
	// the words with which it was proposed and answered.
	Was, Text   string
	Why, Answer string
	State       AdaptationState
	By          ID
	// AnsweredBy accepted it, or answered.
	AnsweredBy ID
	// Wording counts the texts that a person and the other agreed on for the same.
	Wording   int
	At        time.Time
	SettledAt time.Time
	Version   int
}

// AdaptationKind is what an adaptation does.
type AdaptationKind string

// The kinds of adaptations.
const (
	AddExpectation    AdaptationKind = "add"
	RewordExpectation AdaptationKind = "reword"
	SetTarget         AdaptationKind = "target" // of a KPI
	LeaveOut          AdaptationKind = "leave_out"
	AsTheRole         AdaptationKind = "as_role" // what the role says holds again
)

// AdaptationState is where an adaptation stands.
type AdaptationState string

// The states of an adaptation.
const (
	AdaptationProposed  AdaptationState = "proposed"
	AdaptationAnswered  AdaptationState = "answered" // with words; it can still be accepted or taken back
	AdaptationAgreed    AdaptationState = "agreed"
	AdaptationWithdrawn AdaptationState = "withdrawn"
)

// Open tells whether it waits for somebody.
func (a Adaptation) Open() bool {
	return a.State == AdaptationProposed || a.State == AdaptationAnswered
}

// The limits of adaptations: of one person in one role, and in characters.
const (
	MaxAdded          = 5
	MaxOpenProposals  = 8
	MaxAdaptationWord = 300 // why, and the answer
)

// AdaptationFilter selects adaptations, oldest first.
type AdaptationFilter struct {
	Person  ID
	Profile ID
	// InForce leaves those that are agreed, ordered by person.
	InForce bool
	After   ID // only people behind this one, where in force
	Limit   int
}

// AdaptationRows keeps adaptations.
type AdaptationRows interface {
	// Adaptation gives one. NotFound otherwise.
	Adaptation(ctx context.Context, id ID) (Adaptation, error)
	// CreateAdaptation adds one. Conflict where another about the same is open.
	CreateAdaptation(ctx context.Context, a Adaptation) error
	// UpdateAdaptation writes one by version. Conflict otherwise.
	UpdateAdaptation(ctx context.Context, a Adaptation) error
	// Adaptations lists by filter.
	Adaptations(ctx context.Context, f AdaptationFilter) ([]Adaptation, error)
}

// inForce are the adaptations that hold for a profile: the newest about each
// thing, where it still makes a difference to the role.
func inForce(p RoleProfile, all []Adaptation) []Adaptation {
	var agreed []Adaptation
	for _, a := range all {
		if a.State == AdaptationAgreed && a.Profile == p.ID {
			agreed = append(agreed, a)
		}
	}
	slices.SortStableFunc(agreed, func(a, b Adaptation) int { return cmp.Or(a.SettledAt.Compare(b.SettledAt), cmp.Compare(a.ID, b.ID)) })
	newest := map[ID]Adaptation{}
	var order []ID
	for _, a := range agreed {
		before, known := newest[a.About]
		if !known {
			order = append(order, a.About)
		}
		if known && before.Kind == AddExpectation && a.Kind == RewordExpectation {
			a.Kind = AddExpectation // what was added is worded anew
		}
		newest[a.About] = a
	}
	var list []Adaptation
	for _, id := range order {
		a := newest[id]
		if a.Kind == AddExpectation || a.Kind != AsTheRole && p.has(id) {
			list = append(list, a)
		}
	}
	return list
}

// has tells whether an expectation or KPI is the role's.
func (p RoleProfile) has(id ID) bool {
	return slices.ContainsFunc(p.Expectations, func(e Expectation) bool { return e.ID == id }) ||
		slices.ContainsFunc(p.KPIs, func(k KPI) bool { return k.ID == id })
}

// adapted gives a profile as it is for a person, by what is in force.
func (p RoleProfile) adapted(person ID, force []Adaptation) RoleProfile {
	of := map[ID]Adaptation{}
	for _, a := range force {
		of[a.About] = a
	}
	own := p
	own.Expectations, own.KPIs = nil, nil
	for _, e := range p.Expectations {
		a := of[e.ID]
		if a.Kind == LeaveOut {
			continue
		}
		if a.Kind == RewordExpectation {
			e.Text, e.Owner, e.Version = a.Text, person, a.Wording
		}
		own.Expectations = append(own.Expectations, e)
	}
	for _, a := range force {
		if a.Kind == AddExpectation {
			own.Expectations = append(own.Expectations, Expectation{ID: a.About, Dimension: a.Dimension, Text: a.Text, Owner: person, Version: a.Wording})
		}
	}
	for _, k := range p.KPIs {
		a := of[k.ID]
		if a.Kind == LeaveOut {
			continue
		}
		if a.Kind == SetTarget {
			k.Target, k.Owner, k.Version = a.Text, person, a.Wording
		}
		own.KPIs = append(own.KPIs, k)
	}
	return own
}

// Stand tells the wordings of an expectation apart by a number, for a form that
// shows one of them: that of a person is below zero.
func (e Expectation) Stand() int { return stand(e.Owner, e.Version) }

// Stand is the same for the target of a KPI.
func (k KPI) Stand() int { return stand(k.Owner, k.Version) }

func stand(owner ID, version int) int {
	if owner != "" {
		return -version
	}
	return version
}
