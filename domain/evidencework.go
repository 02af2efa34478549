package domain

import (
	"context"
	"slices"
	"strings"
)

// addExpected adds what is expected of the person now.
func (g *gathering) addExpected(ctx context.Context) error {
	if !g.may(g.subject, ReadExpected, MakePacket) {
		return nil
	}
	e, err := expectedOf(ctx, g.tx, g.person.ID)
	if err != nil || e.Role.ID == "" {
		return err
	}
	subjects := []ID{e.Role.ID}
	for _, a := range e.Differs {
		subjects = append(subjects, a.ID)
	}
	_, ledger, err := marksOf(ctx, g, subjects, func(id ID) ID { return id })
	if err != nil {
		return err
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, []ID{e.Role.ID})
	if err != nil {
		return err
	}
	role := Evidence{Person: g.person.ID, Kind: ExpectationEvidence, Author: e.Role.By, HappenedAt: e.Role.At, RecordedAt: e.Role.At, About: e.Role.ID}
	role.Sight = Sighted{Record: e.Role.ID, Version: e.Role.Version}
	role.SeenAt = seen[role.Sight]
	if e.Purpose.Profile == e.Role.ID && e.Purpose.Seen >= e.Role.Version {
		role.SeenAt = earlier(role.SeenAt, e.Purpose.At) // they said how the role serves, having read it
	}
	role.Entry = ledger.of(e.Role.ID, "role.change", e.Role.At)
	for _, x := range e.Own.Expectations {
		line := role
		if i := slices.IndexFunc(e.Differs, func(a Adaptation) bool { return x.Owner != "" && a.About == x.ID }); i >= 0 {
			line = g.adaptation(e.Differs[i], ledger)
		}
		line.ID, line.Expectation, line.State = x.ID, x.ID, string(x.Dimension)
		g.list = append(g.list, line.withParts(EvidencePart{TextPart, x.Text}))
	}
	return nil
}

// adaptation is what the person and the other side agreed on: both saw it then.
func (g *gathering) adaptation(a Adaptation, ledger marks) Evidence {
	return Evidence{
		Kind: ExpectationEvidence, Person: g.person.ID, Author: a.By, HappenedAt: a.SettledAt, RecordedAt: a.SettledAt, SeenAt: a.SettledAt,
		About: a.ID, Entry: ledger.of(a.ID, "expectation.agreed", a.SettledAt),
	}
}

// addGoals adds the goals that were open in the period, the news on them, and how
// those ended that did.
func (g *gathering) addGoals(ctx context.Context) error {
	if !g.may(g.subject, ReadGoal, MakePacket) {
		return nil
	}
	all, err := g.tx.Goals(ctx, GoalFilter{Owner: g.person.ID, Level: PersonGoal})
	if err != nil {
		return err
	}
	news, err := g.tx.GoalNewsAbout(ctx, g.person.ID, g.from)
	if err != nil {
		return err
	}
	ids, ledger, err := marksOf(ctx, g, all, func(goal Goal) ID { return goal.ID })
	if err != nil {
		return err
	}
	for _, u := range news {
		ids = append(ids, u.ID)
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, ids)
	if err != nil {
		return err
	}
	for _, goal := range all {
		goal.Standard = ""
		if DateOf(goal.At, g.zone).After(g.period.End) || !goal.ClosedAt.IsZero() && goal.ClosedAt.Before(g.from) {
			continue
		}
		g.addGoal(goal, sights(seen), ledger)
		for _, u := range news {
			if u.Goal == goal.ID && g.in(u.At) {
				g.list = append(g.list, g.goalNews(goal, u, sights(seen), ledger))
			}
		}
	}
	return nil
}

// addGoal adds a goal, and how it ended where it did in the period. Its owner has
// seen it who proposed it, or opened it.
func (g *gathering) addGoal(goal Goal, seen sights, ledger marks) {
	entry := ledger.of(goal.ID, "goal.created", goal.At)
	if entry.ID == "" { // it waited for the other side
		entry = ledger.of(goal.ID, "goal.proposed", goal.At)
	}
	e := Evidence{
		Kind: GoalEvidence, ID: goal.ID, Person: goal.Owner, Author: goal.ProposedBy, HappenedAt: goal.At, RecordedAt: goal.At,
		SeenAt: seen.since(goal.ID, goal.At), Sight: Sighted{Record: goal.ID}, Entry: entry, Goal: goal, State: string(goal.State),
		Expectation: g.cited(CitedByGoal, goal.ID), About: goal.ID,
	}
	if goal.ProposedBy == goal.Owner {
		e.SeenAt = goal.At
	}
	g.list = append(g.list, e.withParts(EvidencePart{TextPart, goal.Title}, EvidencePart{WhyPart, goal.Why}))
	if goal.ClosedAt.IsZero() || !g.in(goal.ClosedAt) {
		return
	}
	end := e
	end.Kind, end.HappenedAt, end.RecordedAt, end.Parts = GoalEndEvidence, goal.ClosedAt, goal.ClosedAt, nil
	end.Entry = ledger.of(goal.ID, "goal.closed", goal.ClosedAt)
	end.Author, end.SeenAt = end.Entry.Actor, seen.since(goal.ID, goal.ClosedAt)
	end.Sight.Version = goal.Version
	if end.Author == "" {
		end.Author = goal.Owner
	}
	if end.Author == goal.Owner {
		end.SeenAt = goal.ClosedAt
	}
	g.list = append(g.list, end.withParts(EvidencePart{TextPart, goal.Title}, EvidencePart{LessonPart, goal.Lesson}))
}

// goalNews is a piece of news on a goal. The owner has seen it who told it, or
// opened the goal since.
func (g *gathering) goalNews(goal Goal, u GoalUpdate, seen sights, ledger marks) Evidence {
	e := Evidence{
		Kind: GoalNewsEvidence, ID: u.ID, Person: goal.Owner, Author: u.Author, HappenedAt: u.At, RecordedAt: u.At,
		SeenAt: seen.since(u.ID, u.At), Sight: Sighted{Record: u.ID}, Entry: ledger.of(goal.ID, "goal.told", u.At), Goal: goal, Value: u.Value, Confidence: u.Confidence,
		Expectation: g.cited(CitedByGoal, goal.ID), About: goal.ID,
	}
	if u.NoChange {
		e.State = "no_change"
	}
	if u.Author == goal.Owner {
		e.SeenAt = u.At
	}
	return e.withParts(EvidencePart{TextPart, goal.Title}, EvidencePart{WhyPart, u.Why}, EvidencePart{NextPart, u.Next})
}

// addGrowth adds the items of the person's plan that were open in the period, as
// they stand or ended, to those who may read the plan. The person alone writes it.
func (g *gathering) addGrowth(ctx context.Context) error {
	if !g.may(g.subject, ReadPlan) {
		return nil
	}
	all, err := g.tx.PlanItems(ctx, PlanFilter{People: []ID{g.person.ID}})
	if err != nil {
		return err
	}
	_, ledger, err := marksOf(ctx, g, all, func(item PlanItem) ID { return item.ID })
	if err != nil {
		return err
	}
	for _, item := range all {
		if DateOf(item.At, g.zone).After(g.period.End) || !item.EndedAt.IsZero() && item.EndedAt.Before(g.from) {
			continue
		}
		e := Evidence{
			Kind: GrowthEvidence, ID: item.ID, Person: item.Person, Author: item.Person, HappenedAt: item.At, RecordedAt: item.At, SeenAt: item.At,
			Entry: ledger.of(item.ID, "growth.created", item.At), State: string(item.State), Expectation: g.cited(CitedByPlan, item.ID),
		}
		g.list = append(g.list, e.withParts(EvidencePart{TextPart, item.What}, EvidencePart{WhyPart, item.Why}, EvidencePart{StepsPart, item.Steps},
			EvidencePart{LessonPart, item.Lesson}))
	}
	return nil
}

// addKudos adds what the person was thanked for and did not leave out of the own
// file: all of it to them, and what was posted to others.
func (g *gathering) addKudos(ctx context.Context) error {
	all, err := g.tx.KudosAbout(ctx, g.person.ID, g.from)
	if err != nil {
		return err
	}
	ids, ledger, err := marksOf(ctx, g, all, func(k Kudos) ID { return k.ID })
	if err != nil {
		return err
	}
	reached, err := g.tx.DeliveredTo(ctx, g.person.ID, KudosReceived, ids)
	if err != nil {
		return err
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, ids)
	if err != nil {
		return err
	}
	for _, k := range all {
		e := Evidence{
			Kind: KudosEvidence, ID: k.ID, Person: g.person.ID, Author: k.Giver, HappenedAt: k.About.about(k.At), RecordedAt: k.At,
			SeenAt: earlier(reached[k.ID], sights(seen).since(k.ID, k.At)), Sight: Sighted{Record: k.ID},
			Entry: ledger.of(k.ID, "kudos.give", k.At), Link: k.About, Expectation: g.cited(CitedByKudos, kudosCite(k.ID, g.person.ID)),
		}
		posted := k.postedAbout(g.person.ID) && g.may(g.subject, ReadPosted)
		if !g.in(e.HappenedAt) || !posted && !g.may(k.Subject(), ReadKudos) {
			continue
		}
		if k.State != KudosGiven {
			e.WithdrawnAt = ledger.backAt(k.ID, k.At, UndoKudos, RetractKudos)
			g.list = append(g.list, e)
			continue
		}
		names := make([]string, len(k.Values))
		for i, tag := range k.Values {
			names[i] = g.policy.Kudos.nameOf(tag)
		}
		g.list = append(g.list, e.withParts(EvidencePart{TextPart, k.Text}, EvidencePart{ValuePart, strings.Join(names, ", ")}))
	}
	return nil
}

// postedAbout tells whether a post names a person as thanked.
func (k Kudos) postedAbout(person ID) bool {
	return k.Public() && slices.ContainsFunc(k.Receivers, func(r KudosReceiver) bool { return r.Person == person && !r.Private })
}

// addKept adds what the person keeps: all of it to them, to others what they put
// into a packet or a preparation, from then on.
func (g *gathering) addKept(ctx context.Context) error {
	mine := g.may(Kept{Owner: g.person.ID}.Subject(), ReadFile)
	if !mine && !g.may(g.subject, ReadShown) {
		return nil
	}
	all, err := g.tx.KeptAbout(ctx, g.person.ID, g.from)
	if err != nil {
		return err
	}
	_, ledger, err := marksOf(ctx, g, all, func(k Kept) ID { return k.ID })
	if err != nil {
		return err
	}
	for _, k := range all {
		e := Evidence{
			Kind: KeptEvidence, ID: k.ID, Person: k.Owner, Author: k.Owner, HappenedAt: k.About.about(k.At), RecordedAt: k.At, SeenAt: k.At,
			Entry: ledger.of(k.ID, "file.keep", k.At), Link: k.About, Expectation: g.cited(CitedByKept, k.ID), State: KeptPrivate,
		}
		if !k.SharedAt.IsZero() {
			e.State = KeptShown
		}
		if g.in(e.HappenedAt) && (mine || !k.SharedAt.IsZero()) {
			g.list = append(g.list, e.withParts(EvidencePart{TextPart, k.Words}, EvidencePart{QuotePart, k.Quote}))
		}
	}
	return nil
}
