package domain

import (
	"context"
)

// priorityHistory is how many earlier lists are shown.
const priorityHistory = 8

// Priorities are what the company puts first, as a reader sees them.
type Priorities struct {
	// Now is the list in force, Next the one that holds from the next period on;
	// of version 0 where there is none.
	Now, Next PriorityList
	// Earlier are those of periods that are over, each as it stood at its end.
	Earlier []PriorityList
	// Present and Coming are the periods for which a list can be published.
	Present, Coming Period
	// Newest is the newest version of any period.
	Newest     int
	MayPublish bool
	Reader     ID
	People     map[ID]Person
}

// Show gives the priorities to those who may read them.
func (s PriorityService) Show(ctx context.Context, reader ID) (Priorities, error) {
	p := Priorities{Reader: reader}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadPriorities, Subject{})
		if err != nil {
			return err
		}
		_, p.MayPublish = Can(by, PublishPriorities, Subject{})
		periods, err := s.periods(ctx, tx)
		if err != nil {
			return err
		}
		p.Present, p.Coming = periods[0], periods[1]
		if p.Now, err = prioritiesNow(ctx, tx); err != nil {
			return err
		}
		if err := p.addOthers(ctx, tx); err != nil {
			return err
		}
		ids := append(p.Now.owners(), p.Next.owners()...)
		for _, l := range p.Earlier {
			ids = append(ids, l.owners()...)
		}
		p.People, err = peopleByID(ctx, tx, append(ids, p.Now.By))
		return err
	})
	return p, err
}

// addOthers adds the lists of the next period and of those that are over. Of a
// period that has several the last one counts.
func (p *Priorities) addOthers(ctx context.Context, tx Tx) error {
	const versionsRead = 40
	lists, err := tx.PriorityLists(ctx, 0, versionsRead)
	if err != nil {
		return err
	}
	if len(lists) > 0 {
		p.Newest = lists[0].Version
	}
	seen := map[string]bool{p.Now.Period: true}
	for _, l := range lists {
		if seen[l.Period] {
			continue
		}
		seen[l.Period] = true
		switch {
		case l.Start.After(p.Present.End):
			p.Next = l
		case len(p.Earlier) < priorityHistory:
			p.Earlier = append(p.Earlier, l)
		}
	}
	return nil
}

// ShowAsked gives a priority, its owner and who has a question about it, for the
// message that tells of it.
func (s PriorityService) ShowAsked(ctx context.Context, m Message) (Priority, Person, Person, error) {
	var p Priority
	var owner, asker Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		if p, err = tx.Priority(ctx, m.Subject); err != nil {
			return err
		}
		if owner, err = tx.Person(ctx, m.Recipient); err != nil {
			return err
		}
		asker, err = tx.Person(ctx, ID(m.Detail))
		return err
	})
	return p, owner, asker, err
}
