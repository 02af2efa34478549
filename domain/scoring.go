package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// ScorecardService counts each quarter for the people team.
type ScorecardService struct {
	Practice
}

// ScorecardView is a scorecard as a reader sees it.
type ScorecardView struct {
	Card Scorecard
	// Before are the earlier ones, newest first.
	Before []Scorecard
	Policy Policy
	Reader Person
}

// Last are the figures of the quarter before, or empty ones.
func (v ScorecardView) Last() ScoreFigures {
	if len(v.Before) == 0 {
		return ScoreFigures{}
	}
	return v.Before[0].Figures
}

// scoreSeries is how many earlier quarters stand beside one.
const scoreSeries = 4

// Show gives a scorecard to those who may read it; with an empty id the newest.
// NotFound where none is made yet.
func (s ScorecardService) Show(ctx context.Context, reader, id ID) (ScorecardView, error) {
	var v ScorecardView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadScorecard, Subject{})
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Reader, v.Policy = by.Person, version.Policy
		until := Quarterly.Period(DateOf(tx.Now(), companyZone(version.Policy))).Key
		if id != "" {
			card, err := tx.Scorecard(ctx, id)
			if err != nil {
				return err
			}
			until = card.Period
		}
		list, err := tx.Scorecards(ctx, until, scoreSeries+1)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return Refuse(NotFound, "scorecard.none")
		}
		v.Card, v.Before = list[0], list[1:]
		return nil
	})
	return v, err
}

// Make counts the last quarter once the new one has begun, and tells the people
// team. It tells how many it made: one or none.
func (s ScorecardService) Make(ctx context.Context, _ int) (int, error) {
	var card Scorecard
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		policy, err := s.digestPolicy(ctx, tx)
		if err != nil {
			return err
		}
		now := Quarterly.Period(DateOf(tx.Now(), s.digestZone(policy)))
		last, start := now.Previous(), policy.Conversations.Start
		if start.IsZero() || start.After(last.End) || s.dueIn(policy, now).After(tx.Now()) {
			return nil
		}
		made, err := tx.Scorecards(ctx, last.Key, 1)
		if err != nil || len(made) > 0 && made[0].Period == last.Key {
			return err
		}
		card = Scorecard{ID: s.IDs.New(), Period: last.Key}
		card.Figures, err = s.figures(ctx, tx, policy, last)
		return err
	})
	if err != nil || card.ID == "" {
		return 0, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		card.MadeAt = tx.Now()
		if err := tx.CreateScorecard(ctx, card); err != nil {
			return err
		}
		return s.tell(ctx, tx, card)
	})
	if CodeOf(err) == Conflict {
		return 0, nil // another replica was first
	}
	return number(err == nil), err
}

// tell sends word that it is there, with its files, to each of the people team. It
// is no digest, which is dropped on a day on which it cannot go: there is no other
// one for a quarter.
func (s ScorecardService) tell(ctx context.Context, tx Tx, card Scorecard) error {
	team, err := s.peopleTeam(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, person := range team {
		m := Message{Kind: ScorecardReady, Class: FromRapport, Recipient: person.ID, Subject: card.ID}
		if err := tellWithFile(ctx, tx, m, ScorecardSheet); err != nil {
			return err
		}
		m.Kind, m.Deed = ScorecardPaper, Attach
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// dueIn is when the scorecard of the quarter before is made: on the first morning
// of a quarter that is a working day, at the digest's hour.
func (s ScorecardService) dueIn(policy Policy, quarter Period) time.Time {
	at, err := ParseTimeOfDay(policy.Digest.Time)
	if err != nil {
		at = NewTimeOfDay(9, 0)
	}
	zone := s.digestZone(policy)
	day := quarter.Start
	if first, ok := s.calendar(Person{Zone: zone.String()}, policy, nil).NthWorkingDayOfPeriod(quarter, 1); ok {
		day = first
	}
	return day.In(zone, at)
}

// Next is when the next one is due after an instant; no time while conversations
// have not been started.
func (s ScorecardService) Next(ctx context.Context, after time.Time) (time.Time, bool, error) {
	var at time.Time
	var ok bool
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		policy, err := s.digestPolicy(ctx, tx)
		if err != nil || policy.Conversations.Start.IsZero() {
			return err
		}
		quarter := Quarterly.Period(DateOf(after, s.digestZone(policy)))
		for ; !ok; quarter = quarter.Next() {
			at = s.dueIn(policy, quarter)
			ok = at.After(after) && !policy.Conversations.Start.After(quarter.Previous().End)
		}
		return nil
	})
	return at, ok, err
}

// Backfill counts a quarter that is past and keeps it without sending, for a
// company with a history. What counts only now is that of now.
func (s ScorecardService) Backfill(ctx context.Context, tx Tx, quarter Period) error {
	policy, err := s.digestPolicy(ctx, tx)
	if err != nil {
		return err
	}
	card := Scorecard{ID: s.IDs.New(), Period: quarter.Key, MadeAt: s.dueIn(policy, quarter.Next())}
	if card.Figures, err = s.figures(ctx, tx, policy, quarter); err != nil {
		return err
	}
	return tx.CreateScorecard(ctx, card)
}

// figures counts a quarter.
func (s ScorecardService) figures(ctx context.Context, tx Tx, policy Policy, quarter Period) (ScoreFigures, error) {
	zone := s.digestZone(policy)
	from, to := quarter.Start.In(zone, 0), quarter.End.AddDays(1).In(zone, 0)
	var f ScoreFigures
	people := scorePeople{from: from, to: to, quarter: quarter}
	for after := ID(""); ; {
		page, err := tx.People(ctx, PersonFilter{Active: true, After: after, Limit: countPage})
		if err != nil {
			return f, err
		}
		if err := people.page(ctx, tx, page, &f); err != nil {
			return f, err
		}
		if len(page) < countPage {
			break
		}
		after = page[len(page)-1].ID
	}
	if people.answered >= max(policy.Conversations.UsefulFrom, LeastArea) && f.People >= SmallCompany {
		f.Useful = people.opinion
	}
	if people.leading < LeastArea {
		f.Leaders = Share{}
	}
	return f, s.addWhole(ctx, tx, quarter, &f)
}

// addWhole adds what is counted of the organisation as a whole.
func (s ScorecardService) addWhole(ctx context.Context, tx Tx, quarter Period, f *ScoreFigures) error {
	policy, err := s.digestPolicy(ctx, tx)
	if err != nil {
		return err
	}
	zone := s.digestZone(policy)
	from, to := quarter.Start.In(zone, 0), quarter.End.AddDays(1).In(zone, 0)
	if f.Goals, err = tx.GoalsEnded(ctx, from, to); err != nil {
		return err
	}
	newest, err := tx.Digests(ctx, quarter.End.WeekStart(), 1)
	if err != nil {
		return err
	}
	if len(newest) > 0 && newest[0].Figures.Priorities > 0 {
		f.Linked = Share{Part: newest[0].Figures.All.Linked, Whole: newest[0].Figures.All.Goals}
	}
	ended, err := tx.PlanItems(ctx, PlanFilter{Ended: true, EndedFrom: from, EndedBefore: to})
	if err != nil {
		return err
	}
	for _, item := range ended {
		f.Grown = f.Grown.add(Share{number(item.State == PlanFinished), 1})
	}
	funds, err := s.FundFigures(ctx, tx, quarter.Range())
	if err != nil {
		return err
	}
	for _, fund := range funds {
		f.Funds = append(f.Funds, ScoreFund{
			Name: fund.Fund.Name, Spent: fund.Spent, Finished: fund.Finished, Helped: Share{Part: fund.Mine.Yes, Whole: fund.Mine.Answers()},
		})
	}
	slices.SortFunc(f.Funds, func(a, b ScoreFund) int { return strings.Compare(a.Name, b.Name) })
	f.Coached = f.Coached.shown()
	return nil
}

// scorePeople counts what is counted person by person.
type scorePeople struct {
	from, to          time.Time
	quarter           Period
	opinion           Opinion
	answered, leading int
}

func (c *scorePeople) page(ctx context.Context, tx Tx, people []Person, f *ScoreFigures) error {
	people = slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return !p.Converses() || p.Manager == "" })
	if len(people) == 0 {
		return nil
	}
	ids := make([]ID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	talks, err := tx.TalksDue(ctx, ids, c.quarter.Range())
	if err != nil {
		return err
	}
	leads, err := tx.Leading(ctx, ids)
	if err != nil {
		return err
	}
	if f.Coached, err = f.Coached.add(ctx, tx, leads, c.to); err != nil {
		return err
	}
	ratings, err := tx.RatingsOf(ctx, ids, c.from, c.to)
	if err != nil {
		return err
	}
	due := map[ID]Share{}
	for _, t := range talks {
		if notToHold[t.Ending] || t.State == TalkPaused {
			continue
		}
		held := !t.HeldOn.IsZero()
		one := Share{number(held), 1}
		due[t.Employee] = due[t.Employee].add(one)
		f.Held = f.Held.add(one)
		if held {
			f.Timely = f.Timely.add(Share{number(!t.HeldOn.After(t.DueOn)), 1})
		}
		if leads[t.Employee] {
			f.Leaders = f.Leaders.add(one)
		}
	}
	f.People += len(people)
	c.leading += len(leads)
	for _, id := range ids {
		if s := due[id]; s.Whole > 0 {
			f.Reached = f.Reached.add(Share{number(s.Part > 0), 1})
		}
		c.opinion = c.opinion.add(opinionOf(ratings[id], c.to))
		c.answered += number(len(ratings[id]) > 0)
	}
	return nil
}
