package domain

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// The kinds of asks and messages about plans. None of them holds a word of a plan.
const (
	AskPlan        = "growth.news"    // how something in the own plan goes
	AskPlanSupport = "growth.support" // whether the manager supports what is new in a plan
	PlanTold       = "growth.told"    // the person is told what somebody else did with the plan
)

// supportDays is how many days the ask for a yes stays open.
const supportDays = 21

// GrowthService is the use cases around what people want to learn.
type GrowthService struct {
	Practice
}

// PlanDraft is an item as filled in.
type PlanDraft struct {
	ID               ID // empty for a new one
	Version          int
	What, Why, Steps string
	// Listed is the Key of an entry of the people team's list, or empty. Title and
	// Link are the person's own; only one of the two ways can be filled in.
	Listed, Title, Link string
	// Cost is as it was typed. Where it and the days are empty, those of the list
	// are taken.
	Cost string
	Days string
	Due  Date
	// Serves is the expectation of the person that it serves, or empty; it counts
	// only where the form asked for it.
	Serves      ID
	ServesAsked bool
}

// Save adds an item to the own plan, or changes one. What is refused, all at once:
// a missing title or day, a day in the past, a cost that cannot be read, an
// expectation that is none of the person's. A yes to it lapses where it costs more
// than before or is about something else. Conflict where it changed or ended
// since the form was opened.
func (s GrowthService) Save(ctx context.Context, act Act, d PlanDraft) (Outcome, error) {
	d = d.tidy()
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		before, by, err := s.draftOf(ctx, tx, act, d)
		if err != nil {
			return Outcome{}, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		item, serves, err := s.checked(ctx, tx, d, drafted{before, by.Person, version.Policy})
		if err != nil {
			return Outcome{}, err
		}
		return s.write(ctx, tx, act, planned{item: item, before: before, serves: serves, asked: d.ServesAsked})
	}, nil)
}

func (d PlanDraft) tidy() PlanDraft {
	d.What, d.Why, d.Steps = oneLine(d.What), Tidy(d.Why), Tidy(d.Steps)
	d.Title, d.Link, d.Cost, d.Days = oneLine(d.Title), oneLine(d.Link), oneLine(d.Cost), oneLine(d.Days)
	return d
}

// draftOf loads the item to change, or makes the new one, and asks permission.
func (s GrowthService) draftOf(ctx context.Context, tx Tx, act Act, d PlanDraft) (PlanItem, Standing, error) {
	item := PlanItem{Person: act.Actor}
	if d.ID != "" {
		var err error
		if item, err = tx.GuardPlanItem(ctx, d.ID); err != nil {
			return PlanItem{}, Standing{}, err
		}
	}
	by, err := s.Permitted(ctx, tx, act, WritePlan, Subject{Person: item.Person})
	switch {
	case err != nil:
		return PlanItem{}, Standing{}, err
	case d.ID != "" && item.Ended():
		return PlanItem{}, Standing{}, Refuse(Conflict, "growth.ended")
	case d.ID != "" && item.Version != d.Version:
		return PlanItem{}, Standing{}, Refuse(Conflict, "growth.changed_meanwhile")
	}
	return item, by, nil
}

// drafted is what a draft is checked against: the item before, whose it is, and
// the policy.
type drafted struct {
	before PlanItem
	person Person
	policy Policy
}

// checked is the item as the draft makes it, with the expectation that it serves.
// Every fault is told at once.
func (s GrowthService) checked(ctx context.Context, tx Tx, d PlanDraft, on drafted) (PlanItem, ID, error) {
	before, person, policy := on.before, on.person, on.policy
	faults := d.check()
	if !person.Converses() {
		faults = append(faults, RefuseField("what", "growth.not_for_guests"))
	}
	today := DateOf(tx.Now(), s.zoneOf(person, policy))
	if !d.Due.IsZero() && d.Due.Before(today) && (before.ID == "" || d.Due != before.Due) {
		faults = append(faults, RefuseField("due", "growth.due_past"))
	}
	source, serves, wrong := d.source(before.Source, policy.Growth)
	faults = append(faults, wrong...)
	if d.ServesAsked && d.Serves == "" && serves != "" {
		mine, err := expectedOf(ctx, tx, person.ID)
		if err != nil {
			return PlanItem{}, "", err
		}
		if !mine.has(serves) {
			serves = "" // the list is for a role that the person has no more
		}
	} else {
		serves = d.Serves
	}
	item := before
	item.What, item.Why, item.Steps, item.Source, item.Due = d.What, d.Why, d.Steps, source, d.Due
	return item, serves, faults.Err()
}

// has tells whether an expectation is among those of the person.
func (e Expected) has(id ID) bool {
	for _, x := range e.Own.Expectations {
		if x.ID == id {
			return true
		}
	}
	return false
}

// check tells what is wrong with a draft by itself.
func (d PlanDraft) check() Faults {
	var faults Faults
	if d.What == "" {
		faults = append(faults, RefuseField("what", "growth.what_missing"))
	}
	faults = append(faults, TooLong("what", d.What, MaxPlanTitle)...)
	faults = append(faults, TooLong("why", d.Why, MaxPlanText)...)
	faults = append(faults, TooLong("steps", d.Steps, MaxPlanText)...)
	faults = append(faults, TooLong("title", d.Title, MaxSourceTitle)...)
	if d.Due.IsZero() {
		faults = append(faults, RefuseField("due", "growth.due_missing"))
	}
	if d.Listed != "" && d.Title+d.Link != "" {
		faults = append(faults, RefuseField("title", "growth.source_twice"))
	}
	return append(faults, checkLink(d.Link)...)
}

// source reads from what it is learned, and for which expectation the list has
// it. An entry that left the list stays with the item that took it.
func (d PlanDraft) source(before Source, policy GrowthPolicy) (Source, ID, Faults) {
	source, serves := Source{Title: d.Title, Link: d.Link}, ID("")
	var faults Faults
	if d.Listed != "" {
		offer, there := policy.listed(d.Listed)
		switch {
		case there:
			source, serves = offer.Source, offer.Expectation.ID
		case before.Listed == d.Listed:
			source = before
		default:
			faults = append(faults, RefuseField("listed", "growth.source_gone"))
		}
	}
	if d.Cost != "" || d.Listed == "" {
		cost, err := ParseCost(d.Cost, policy.Currency)
		faults = append(faults, FaultsOf(err)...)
		source.Cost = cost
	}
	if d.Days != "" || d.Listed == "" {
		days, err := parseCount(d.Days)
		if err != nil {
			days = -1
		}
		faults = append(faults, checkDays(days)...)
		source.Days = days
	}
	return source, serves, faults
}

// parseCount reads a whole number; nothing is none.
func parseCount(text string) (int, error) {
	if text == "" {
		return 0, nil
	}
	return strconv.Atoi(strings.Map(asciiDigit, text)) //nolint:wrapcheck // whoever asks says which field it is
}

// planned is an item that is about to be written, and what stood there before.
type planned struct {
	item, before PlanItem
	serves       ID
	// asked is true where the form asked which expectation it serves.
	asked bool
}

// write stores the item with its citation and its ledger entry, and asks the
// manager for a yes where there is something new to say it to.
func (s GrowthService) write(ctx context.Context, tx Tx, act Act, p planned) (Outcome, error) {
	item, word, write := p.item, "changed", tx.UpdatePlanItem
	if item.ID == "" {
		word, write = "created", tx.CreatePlanItem
		item.ID, item.At, item.State, item.Confidence = s.IDs.New(), tx.Now(), PlanOpen, OnTrack
	}
	lapsed := item.Supporter != "" && (item.What != p.before.What || item.Source.Cost.costBeyond(p.before.Source.Cost))
	if lapsed {
		item.Supporter, item.SupportedAt = "", time.Time{}
		word = "changed_unsupported"
	}
	if err := s.heard(ctx, tx, &item); err != nil {
		return Outcome{}, err
	}
	item, err := write(ctx, item)
	if err != nil {
		return Outcome{}, err
	}
	if p.asked {
		cited := Citation{Kind: CitedByPlan, Record: item.ID, Person: item.Person, Expectation: p.serves}
		if err := s.cite(ctx, tx, act, cited); err != nil {
			return Outcome{}, err
		}
	}
	if p.before.ID == "" || lapsed {
		if err := s.askSupport(ctx, tx, item.Person); err != nil {
			return Outcome{}, err
		}
	}
	entry := Entry{Actor: act.Actor, Act: "growth." + word, Subject: item.ID, Person: item.Person, Version: item.Version, Content: item.words()}
	return Outcome{Word: word, Subject: item.ID}, tx.Record(ctx, entry)
}

// words are an item as the ledger keeps it.
func (i PlanItem) words() string {
	lines := []string{i.What, i.Why, i.Steps, i.Source.Title, i.Source.Link, "due " + i.Due.String()}
	if i.Source.Cost.Minor > 0 {
		lines = append(lines, i.Source.Cost.String())
	}
	var kept []string
	for _, line := range lines {
		if line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// heard notes that there is news of an item, from which is counted when to ask
// for the next.
func (s GrowthService) heard(ctx context.Context, tx Tx, item *PlanItem) error {
	item.LastNews = tx.Now()
	if item.Ended() {
		item.AskAt = time.Time{}
		return nil
	}
	w, policy, err := s.planClock(ctx, tx, item.Person)
	if err != nil {
		return err
	}
	item.AskAt = item.nextAsk(tx.Now(), w, policy.Growth)
	return nil
}

// planClock is the calendar by which the silence of a person's plan is counted.
func (s GrowthService) planClock(ctx context.Context, tx Tx, id ID) (WorkCalendar, Policy, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return WorkCalendar{}, Policy{}, err
	}
	person, err := tx.Person(ctx, id)
	if err != nil {
		return WorkCalendar{}, Policy{}, err
	}
	w, err := s.clockOf(ctx, tx, person, version.Policy)
	return w, version.Policy, err
}

// nextAsk is when an item should be asked about that was last spoken of at an
// instant; never where it has ended.
func (i PlanItem) nextAsk(spoken time.Time, w WorkCalendar, policy GrowthPolicy) time.Time {
	if i.Ended() {
		return time.Time{}
	}
	u := undertaking{due: i.Due, worried: i.Confidence.worries(), soon: policy.DueSoonDays, silent: policy.SilentDays}
	return u.nextAsk(spoken, w)
}

// supporterOf is who is asked for a yes: the manager, or where there is none who
// holds the conversation. Empty where nobody could be asked.
func (s GrowthService) supporterOf(ctx context.Context, tx Tx, id ID) (ID, error) {
	around, err := aroundPerson(ctx, tx, id)
	if err != nil {
		return "", err
	}
	if len(around.Line) > 0 {
		return around.Line[0], nil
	}
	return around.Partner, nil
}

// askSupport asks the manager to look at what is new in a person's plan, once
// however much is new, and not before the practice has started.
func (s GrowthService) askSupport(ctx context.Context, tx Tx, id ID) error {
	version, err := tx.Policy(ctx)
	if err != nil || version.Policy.Conversations.Start.IsZero() {
		return err
	}
	to, err := s.supporterOf(ctx, tx, id)
	if err != nil || to == "" || to == id {
		return err
	}
	return s.fileAsk(ctx, tx, Ask{
		Person: to, Kind: AskPlanSupport, Subject: id, Urgency: SomebodyWaits, Expires: tx.Now().AddDate(0, 0, supportDays),
	})
}
