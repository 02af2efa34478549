package domain

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PriorityService is the use cases around what the company puts first.
type PriorityService struct {
	Practice
}

// PriorityDraft is a list as filled in.
type PriorityDraft struct {
	// Version is that of the newest list when the form was opened.
	Version int
	// Period is the key of the present period or of the next one.
	Period string
	// Entries are the sentences with their owners, in their places; one without a
	// text is left out.
	Entries []Priority
}

// Publish puts a list in force, from the beginning of its period on. All faults
// are told at once, the fields named text_1 and owner_1 by the place. Conflict
// where another list was published meanwhile.
func (s PriorityService) Publish(ctx context.Context, act Act, d PriorityDraft) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		by, err := s.Permitted(ctx, tx, act, PublishPriorities, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		newest, before, err := s.priorityBase(ctx, tx, d.Period)
		if err != nil {
			return Outcome{}, err
		}
		if newest != d.Version {
			return Outcome{}, Refuse(Conflict, "priority.changed")
		}
		list := PriorityList{Version: newest + 1, Period: d.Period, By: act.Actor, At: tx.Now()}
		if list.Entries, err = s.checkPriorities(ctx, tx, d, before); err != nil {
			return Outcome{}, err
		}
		if err := s.dated(ctx, tx, &list, before); err != nil {
			return Outcome{}, err
		}
		if err := tx.SavePriorities(ctx, list); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: by.Person.ID, Act: string(PublishPriorities), Subject: prioritySubject(list.Version), Version: list.Version, Content: list.words()}
		return Outcome{Word: "published", Subject: prioritySubject(list.Version)}, tx.Record(ctx, entry)
	}, nil)
}

// prioritySubject names a version of the list in the ledger.
func prioritySubject(version int) ID { return ID("priorities-" + strconv.Itoa(version)) }

// words are a list as the ledger keeps it.
func (l PriorityList) words() string {
	lines := []string{l.Period}
	for _, p := range l.Entries {
		lines = append(lines, string(p.Owner)+": "+p.Text)
	}
	return strings.Join(lines, "\n")
}

// priorityBase gives the newest version, and the list that a new one of a period
// starts from: the newest of that period, else the one in force before it.
func (s PriorityService) priorityBase(ctx context.Context, tx Tx, period string) (int, PriorityList, error) {
	newest, err := tx.PriorityLists(ctx, 0, 1)
	if err != nil {
		return 0, PriorityList{}, err
	}
	version := 0
	if len(newest) > 0 {
		version = newest[0].Version
	}
	p, err := ParsePeriod(period)
	if err != nil {
		return version, PriorityList{}, RefuseField("period", "form.choice_unknown")
	}
	base, err := tx.PrioritiesOn(ctx, p.Start)
	return version, base, err
}

// periods are the present period and the next, in which a list can be published.
func (s PriorityService) periods(ctx context.Context, tx Tx) ([2]Period, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return [2]Period{}, err
	}
	now := version.Policy.Priorities.cadence().Period(DateOf(tx.Now(), companyZone(version.Policy)))
	return [2]Period{now, now.Next()}, nil
}

// cadence is how long a period of priorities lasts.
func (p PriorityPolicy) cadence() Cadence {
	if c, err := ParseCadence(p.Cadence); err == nil {
		return c
	}
	return Quarterly
}

// dated fills in since when a list holds, and when people are asked what their
// role serves: once it stands still for an hour, and not before its period.
func (s PriorityService) dated(ctx context.Context, tx Tx, l *PriorityList, before PriorityList) error {
	periods, err := s.periods(ctx, tx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(periods[:], func(p Period) bool { return p.Key == l.Period })
	if i < 0 {
		return RefuseField("period", "priority.period_over")
	}
	l.Start, l.Worded = periods[i].Start, before.Worded
	reworded := !sameSentences(l.Entries, before.Entries)
	if reworded {
		l.Worded = l.Version
	}
	if !reworded && (before.Period != l.Period || before.TellAt.IsZero()) {
		return nil // the same sentences ask nobody anything
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	l.TellAt = tx.Now().Add(tellAfter)
	if from := l.Start.In(companyZone(version.Policy), 0); from.After(l.TellAt) {
		l.TellAt = from
	}
	return nil
}

// sameSentences tells whether two lists say the same, in whichever order and
// whoever answers for it.
func sameSentences(a, b []Priority) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(p Priority) bool {
		return !slices.ContainsFunc(b, func(q Priority) bool { return p.ID == q.ID && p.Text == q.Text })
	})
}

// checkPriorities checks a draft and gives its sentences their ids.
func (s PriorityService) checkPriorities(ctx context.Context, tx Tx, d PriorityDraft, before PriorityList) ([]Priority, error) {
	var faults Faults
	var list []Priority
	for i, p := range d.Entries {
		text, owner := "text_"+strconv.Itoa(i+1), "owner_"+strconv.Itoa(i+1)
		p.Text = oneLine(p.Text)
		if p.Text == "" {
			continue
		}
		faults = append(faults, TooLong(text, p.Text, MaxPriority)...)
		if slices.ContainsFunc(list, func(q Priority) bool { return strings.EqualFold(q.Text, p.Text) }) {
			faults = append(faults, RefuseField(text, "priority.twice"))
		}
		fault, err := s.checkOwner(ctx, tx, owner, p.Owner)
		if err != nil {
			return nil, err
		}
		p.ID = cmp.Or(continued(p.Text, i, list, before), s.IDs.New())
		faults, list = append(faults, fault...), append(list, p)
	}
	if len(list) < LeastPriorities || len(list) > MostPriorities {
		faults = append(faults, RefuseField("text_1", "priority.how_many", "Least", LeastPriorities, "Most", MostPriorities))
	}
	return list, faults.Err()
}

// checkOwner wants somebody who works here and can answer.
func (s PriorityService) checkOwner(ctx context.Context, tx Tx, field string, id ID) (Faults, error) {
	if id == "" {
		return Faults{RefuseField(field, "priority.owner_missing")}, nil
	}
	person, err := tx.Person(ctx, id)
	if err != nil && CodeOf(err) != NotFound {
		return nil, err
	}
	if err != nil || !person.Converses() {
		return Faults{RefuseField(field, "priority.owner_cannot")}, nil
	}
	return nil, nil
}

// continued is the id of the sentence that another one continues: the one with
// the same words, else the one in whose place it stands, where less than half of
// that was changed. What was written anew in its place is another priority, to
// which no goal is linked.
func continued(text string, place int, taken []Priority, before PriorityList) ID {
	free := func(id ID) bool { return !slices.ContainsFunc(taken, func(q Priority) bool { return q.ID == id }) }
	for _, q := range before.Entries {
		if strings.EqualFold(q.Text, text) && free(q.ID) {
			return q.ID
		}
	}
	if place >= len(before.Entries) {
		return ""
	}
	const half = 2
	if q := before.Entries[place]; free(q.ID) && half*Edits(q.Text, text) < Length(q.Text) {
		return q.ID
	}
	return ""
}

// TellPriorities asks those whose role has a profile what their role serves, once
// the priorities have changed: with the asks of the day, a page of people in a
// transaction. It tells for how many pages it was done, at most limit.
func (s PriorityService) TellPriorities(ctx context.Context, limit int) (int, error) {
	for done := range limit {
		told := false
		err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
			told, err = s.tellPage(ctx, tx)
			return err
		})
		if err != nil || !told {
			return done, err
		}
	}
	return limit, nil
}

func (s PriorityService) tellPage(ctx context.Context, tx Tx) (bool, error) {
	due, err := tx.DuePriorities(ctx, tx.Now())
	if err != nil || due == 0 {
		return false, err
	}
	lists, err := tx.PriorityLists(ctx, due+1, 1)
	if err != nil || len(lists) == 0 {
		return false, err
	}
	l := lists[0]
	policy, err := tx.Policy(ctx)
	if err != nil {
		return false, err
	}
	if policy.Policy.Conversations.Start.IsZero() {
		// Nobody is asked anything before the practice has started.
		l.TellAt = tx.Now().AddDate(0, 0, 1)
		return true, tx.NotePrioritiesTold(ctx, l)
	}
	people, err := tx.People(ctx, PersonFilter{Active: true, After: l.Told, Limit: rolePage})
	if err != nil {
		return false, err
	}
	roles := map[string]RoleProfile{}
	for _, person := range people {
		l.Told = person.ID
		if _, known := roles[person.Role]; !known {
			if roles[person.Role], err = roleInForce(ctx, tx, person); err != nil {
				return false, err
			}
		}
		if role := roles[person.Role]; role.ID != "" {
			if err := s.askPurpose(ctx, tx, person, role); err != nil {
				return false, err
			}
		}
	}
	if len(people) < rolePage {
		l.TellAt, l.Told = time.Time{}, ""
	}
	return true, tx.NotePrioritiesTold(ctx, l)
}

// Ask tells the owner of a priority that somebody has a question about it. A
// second question of the same person on the same day tells nothing more.
func (s PriorityService) Ask(ctx context.Context, act Act, id ID) (Person, error) {
	var owner Person
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		by, err := s.Permitted(ctx, tx, act, AskAboutPriority, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		p, err := tx.Priority(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if owner, err = tx.Person(ctx, p.Owner); err != nil {
			return Outcome{}, err
		}
		if !owner.CanThank() {
			return Outcome{}, Refuse(Conflict, "priority.owner_left", "Name", owner.Name)
		}
		day, err := companyDay(ctx, tx)
		if err != nil {
			return Outcome{}, err
		}
		first, err := tx.AskAboutPriority(ctx, id, act.Actor, day)
		out := Outcome{Word: "asked", Subject: id}
		if err != nil || !first || owner.ID == by.Person.ID {
			return out, err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: string(AskAboutPriority), Subject: id, Person: owner.ID}); err != nil {
			return out, err
		}
		return out, tx.Tell(ctx, Message{Kind: PriorityQuestion, Deed: Post, Class: FromPeople, Recipient: owner.ID, Subject: id, Detail: string(act.Actor)})
	}, nil)
	return owner, err
}
