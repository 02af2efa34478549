package domain

import (
	"context"
	"strings"
	"time"
)

// TalkStepIn's details: what happened, then who is away or gone, then who steps
// in; the employee is the subject.
const (
	SteppedIn  = "stepped"
	SteppedOut = "back"  // the partner is back
	StepWaits  = "waits" // the employee waits for the partner
)

// StepNews is the detail of a message about stepping in.
type StepNews struct {
	What               string
	Absent, Substitute ID
}

// String is the news as a message's detail.
func (n StepNews) String() string {
	return strings.Join([]string{n.What, string(n.Absent), string(n.Substitute)}, ":")
}

// ParseStepNews reads a detail.
func ParseStepNews(detail string) StepNews {
	what, rest, _ := strings.Cut(detail, ":")
	absent, substitute, _ := strings.Cut(rest, ":")
	return StepNews{What: what, Absent: ID(absent), Substitute: ID(substitute)}
}

// stepIn notes who holds an employee's conversations where the one whose right
// it is has left or is away for long, and tells all three. It forgets that when
// the partner is back, and tells them again.
func (s ConversationService) stepIn(ctx context.Context, tx Tx, person Person, policy Policy) error {
	if !person.Converses() || policy.Conversations.Start.IsZero() || person.LeavesQuietly {
		return nil
	}
	partner, err := s.PartnerOf(ctx, tx, person, policy)
	if err != nil {
		return err
	}
	candidates, err := s.partners(ctx, tx, person.ID)
	if err != nil || len(candidates) == 0 {
		return err
	}
	first := candidates[0]
	step, stands, err := tx.StepIn(ctx, person.ID)
	if err != nil {
		return err
	}
	here, err := s.canPartner(ctx, tx, first, policy, false)
	if err != nil {
		return err
	}
	switch {
	case here && stands:
		if err := saveStep(ctx, tx, "", StepIn{Employee: person.ID}); err != nil {
			return err
		}
		if step.Absent != first || step.Waits {
			return nil // another partner was named meanwhile, or nobody stepped in
		}
		return s.tellStep(ctx, tx, step, SteppedOut)
	case here, stands && step.Absent == first && (step.Waits || step.Substitute == partner || partner == "" && step.Substitute == person.ID):
		return nil
	}
	now := StepIn{Employee: person.ID, Absent: first, Substitute: partner, At: tx.Now()}
	if partner == "" {
		now.Substitute = person.ID // own notes, or a peer whom the employee chooses
	}
	if err := saveStep(ctx, tx, "", now); err != nil {
		return err
	}
	if partner != "" {
		if _, err := s.handOver(ctx, tx, person); err != nil {
			return err
		}
	}
	return s.tellStep(ctx, tx, now, SteppedIn)
}

// saveStep writes who steps in for an employee, or that nobody does any more, with
// its ledger entry: whoever steps in may read.
func saveStep(ctx context.Context, tx Tx, actor ID, step StepIn) error {
	if err := tx.SaveStepIn(ctx, step); err != nil {
		return err
	}
	what := StepNews{What: SteppedIn, Absent: step.Absent, Substitute: step.Substitute}
	switch {
	case step.Absent == "":
		what.What = SteppedOut
	case step.Waits:
		what.What = StepWaits
	}
	return tx.Record(ctx, Entry{Actor: actor, Act: "partner.step_in", Subject: step.Employee, Person: step.Employee, Content: what.String()})
}

// tellStep tells the employee, the partner and who steps in.
func (p Practice) tellStep(ctx context.Context, tx Tx, step StepIn, what string) error {
	told := []ID{step.Employee, step.Absent}
	if step.Substitute != step.Employee {
		told = append(told, step.Substitute)
	}
	news := StepNews{What: what, Absent: step.Absent, Substitute: step.Substitute}
	for _, id := range told {
		m := Message{Kind: TalkStepIn, Deed: Post, Class: FromPeople, Recipient: id, Subject: step.Employee, Detail: news.String()}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// nextLook is when an employee's plan has to be looked at again though nobody
// does anything: when a partner's absence begins or ends, and on the day after
// the person's last.
func (s ConversationService) nextLook(ctx context.Context, tx Tx, id ID) (time.Time, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return time.Time{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return time.Time{}, err
	}
	candidates, err := s.partners(ctx, tx, id)
	if err != nil {
		return time.Time{}, err
	}
	var next time.Time
	earlier := func(at time.Time) {
		if at.After(tx.Now()) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if !person.Leaves.IsZero() {
		earlier(person.Leaves.AddDays(1).In(s.zoneOf(person, version.Policy), 0))
	}
	for _, candidate := range candidates[:min(3, len(candidates))] {
		w, err := s.calendarByID(ctx, tx, candidate)
		if err != nil {
			return time.Time{}, err
		}
		for _, a := range w.Absences {
			earlier(a.Start.In(w.Zone, 0))
			if !a.End.IsZero() {
				earlier(a.End.AddDays(1).In(w.Zone, 0))
			}
		}
	}
	return next, nil
}
