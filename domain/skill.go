package domain

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// The actions around where people stand with what is expected.
const (
	MarkSkills Action = "skill.mark" // mark where the person stands
	ReadSkills Action = "skill.read" // one's own marks, and the other's once both have marked
)

// Stand is where somebody stands with one expectation, as one of two people sees
// it. It is a word and no number: nothing is computed from it.
type Stand string

// The stands, from the one where most is to learn.
const (
	NotYet    Stand = "not_yet"
	Growing   Stand = "growing"
	Solid     Stand = "solid"
	RoleModel Stand = "role_model"
)

// Stands lists them in that order.
func Stands() []Stand { return []Stand{NotYet, Growing, Solid, RoleModel} }

// SkillMark says where somebody stands with an expectation in the wording of its
// time.
type SkillMark struct {
	Expectation ID
	// Owner and Version name the wording.
	Owner   ID
	Version int
	Stand   Stand
}

// SkillTalk is the one time in a quarter when a person and who holds the
// conversation with them each mark where the person stands. Each side's marks are
// hidden from the other until both have marked, and stay as they are from then on.
// They are for these two alone: of another partner in the same quarter there is
// another one, nobody else reads them, and no export and no figure holds them.
type SkillTalk struct {
	ID      ID
	Person  ID
	Partner ID
	// Quarter is that in which the conversation opened, such as 2026-Q4.
	Quarter string
	// PersonAt and PartnerAt are when each of the two marked; zero before.
	PersonAt, PartnerAt time.Time
	At                  time.Time
	Version             int
}

// Subject is what permission is asked about.
func (t SkillTalk) Subject() Subject { return Subject{Person: t.Person, Partner: t.Partner} }

// Compared tells whether both have marked.
func (t SkillTalk) Compared() bool { return !t.PersonAt.IsZero() && !t.PartnerAt.IsZero() }

// Other is the other of the two.
func (t SkillTalk) Other(who ID) ID {
	if who == t.Person {
		return t.Partner
	}
	return t.Person
}

// MarkedAt is when one of the two marked.
func (t SkillTalk) MarkedAt(who ID) time.Time {
	if who == t.Person {
		return t.PersonAt
	}
	return t.PartnerAt
}

// QuarterOf names the quarter of a day.
func QuarterOf(d Date) string { return fmt.Sprintf("%04d-Q%d", d.Year, quarter(d)) }

// SkillRows keeps what two people marked.
type SkillRows interface {
	// CreateSkillTalk adds one, as its first version. Conflict where the two have
	// one of that quarter.
	CreateSkillTalk(ctx context.Context, t SkillTalk) (SkillTalk, error)
	// SkillTalkOf gives that of two people and a quarter. NotFound otherwise.
	SkillTalkOf(ctx context.Context, person, partner ID, quarter string) (SkillTalk, error)
	// GuardSkillTalk is SkillTalkOf for who marks: until the transaction ends
	// nobody else does.
	GuardSkillTalk(ctx context.Context, person, partner ID, quarter string) (SkillTalk, error)
	// UpdateSkillTalk writes one by version. Conflict otherwise.
	UpdateSkillTalk(ctx context.Context, t SkillTalk) error
	// SkillMarks gives what one of the two marked, and its version: none and 0
	// before.
	SkillMarks(ctx context.Context, talk, author ID) ([]SkillMark, int, error)
	// SaveSkillMarks writes the version after that. Conflict where there is a
	// newer one.
	SaveSkillMarks(ctx context.Context, talk, author ID, marks []SkillMark, version int) error
}

// SkillSheet is where a person stands as one of the two may see it.
type SkillSheet struct {
	Conversation Conversation
	// Talk has no id before anybody marked.
	Talk   SkillTalk
	Reader ID
	// Expectations are those of the person now, and behind them what was marked
	// besides, in its wording.
	Expectations []Expectation
	// Mine are the reader's marks by expectation. Theirs are the other's, and nil
	// until both have marked.
	Mine, Theirs map[ID]Stand
	// MineVersion is that of the reader's marks, which a form carries.
	MineVersion int
	// Planned is the open item of the person's plan for an expectation.
	Planned map[ID]PlanItem
	People  map[ID]Person
	// MayMark is true while the conversation is open and the two have not
	// compared yet.
	MayMark bool
}

// Other is the other of the two.
func (s SkillSheet) Other() Person { return s.People[s.Conversation.Other(s.Reader)] }

// hasExpectation tells whether one is among those of the sheet.
func (s SkillSheet) hasExpectation(id ID) bool {
	return slices.ContainsFunc(s.Expectations, func(e Expectation) bool { return e.ID == id })
}
