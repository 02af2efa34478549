package domain

import (
	"context"
	"time"
)

// depart does what a leaver's last day brings: the own conversations close,
// whoever reported to them goes to the manager above the same day, and nothing
// is asked of them any more. Their file stays as it is for the day on which
// they come back.
func (p Practice) depart(ctx context.Context, tx Tx, leaver Person) error {
	talks := ConversationService{Practice: p}
	if err := talks.endAll(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := p.dropAsks(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := (FeedbackService{Practice: p}).endRequests(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := (SeasonService{Practice: p}).depart(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := (FundService{Practice: p}).departFunds(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := (RoundService{Practice: p}).leave(ctx, tx, leaver.ID); err != nil {
		return err
	}
	if err := tx.Record(ctx, Entry{Act: "person.leave", Subject: leaver.ID, Person: leaver.ID, Version: leaver.Version}); err != nil {
		return err
	}
	return talks.leaveToOthers(ctx, tx, leaver)
}

// hasLeft tells whether the person's last working day is over, in the own zone.
// Slack often keeps the account for some days more.
func (p Practice) hasLeft(person Person, now time.Time, policy Policy) bool {
	return !person.Leaves.IsZero() && DateOf(now, p.zoneOf(person, policy)).After(person.Leaves)
}

// leaveToOthers gives whoever reported to a leaver, or talked with one, another
// manager and another partner.
func (s ConversationService) leaveToOthers(ctx context.Context, tx Tx, leaver Person) error {
	if err := s.handOverPeople(ctx, tx, leaver); err != nil {
		return err
	}
	return s.replacePartner(ctx, tx, leaver.ID)
}

// comeBack plans for somebody who had left. A last day that is past is over:
// the person leaves no more.
func (p Practice) comeBack(ctx context.Context, tx Tx, person Person) (Person, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return person, err
	}
	if p.hasLeft(person, tx.Now(), version.Policy) {
		person.Leaves, person.LeavesQuietly = Date{}, false
		if person, err = tx.UpdatePerson(ctx, person); err != nil {
			return person, err
		}
	}
	if err := tx.Record(ctx, Entry{Act: "person.return", Subject: person.ID, Person: person.ID, Version: person.Version}); err != nil {
		return person, err
	}
	return person, tx.MarkForPlanning(ctx, []ID{person.ID}, tx.Now())
}

// endAll closes every conversation of a leaver that is not closed yet.
func (s ConversationService) endAll(ctx context.Context, tx Tx, leaver ID) error {
	f := TalkFilter{Employee: leaver, States: []ConversationState{TalkPlanned, TalkOpen, TalkPaused}}
	list, err := tx.Conversations(ctx, f)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := s.closeNow(ctx, tx, c, Ended); err != nil {
			return err
		}
	}
	return nil
}

// dropAsks ends whatever waits for a leaver.
func (p Practice) dropAsks(ctx context.Context, tx Tx, leaver ID) error {
	asks, err := tx.OpenAsks(ctx, leaver)
	if err != nil {
		return err
	}
	for _, a := range asks {
		a.State = AskGone
		if err := tx.MoveAsk(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// handOverPeople gives a leaver's people the next manager: whom another source
// names, else the manager above. Where nobody is above, the people team has
// them on its list.
func (p Practice) handOverPeople(ctx context.Context, tx Tx, leaver Person) error {
	people, err := tx.People(ctx, PersonFilter{Manager: leaver.ID})
	if err != nil {
		return err
	}
	next, err := p.aboveWhoStays(ctx, tx, leaver.ID)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	d := decision{batch: p.IDs.New(), source: LineByLeaving}
	var changes []ManagerChange
	for _, person := range people {
		if !person.Active {
			continue
		}
		// A day, so that a change that waits for a later one comes today.
		d.on = DateOf(tx.Now(), p.zoneOf(person, version.Policy))
		c, changed, err := p.settleLine(ctx, tx, person, d)
		if err != nil {
			return err
		}
		if !changed {
			if c, changed, err = p.changeManager(ctx, tx, person, next, d); err != nil {
				return err
			}
		}
		if changed {
			changes = append(changes, c)
		}
	}
	return p.tellChanges(ctx, tx, d.batch, changes)
}

// aboveWhoStays is the nearest manager above a leaver who has not left.
func (p Practice) aboveWhoStays(ctx context.Context, tx Tx, leaver ID) (ID, error) {
	line, err := tx.LineAbove(ctx, leaver)
	if err != nil {
		return "", err
	}
	people, err := peopleByID(ctx, tx, line)
	if err != nil {
		return "", err
	}
	for _, id := range line {
		if fits, err := p.mayManage(ctx, tx, people[id]); err != nil || fits {
			return id, err
		}
	}
	return "", nil
}

// replacePartner finds another partner for those who talked with somebody who
// was not their manager and left.
func (s ConversationService) replacePartner(ctx context.Context, tx Tx, leaver ID) error {
	f := TalkFilter{Partner: leaver, States: []ConversationState{TalkPlanned, TalkOpen, TalkPaused}}
	list, err := tx.Conversations(ctx, f)
	if err != nil {
		return err
	}
	seen := map[ID]bool{}
	for _, c := range list {
		if seen[c.Employee] {
			continue
		}
		seen[c.Employee] = true
		employee, err := tx.Person(ctx, c.Employee)
		if err != nil {
			return err
		}
		if _, err := s.handOver(ctx, tx, employee); err != nil {
			return err
		}
		if err := tx.MarkForPlanning(ctx, []ID{employee.ID}, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}
