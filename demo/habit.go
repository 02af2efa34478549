package demo

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"rapport/domain"
)

// Habit is what the people without a story do of their own accord while the
// clock moves: most hold their conversations and write down what they agreed,
// they thank each other and say how their goals go, so that the company lives on
// and its digest has something to say.
type Habit struct {
	talks  domain.ConversationService
	thanks domain.KudosService
	goals  domain.GoalService
	people []member
	// scripted is whose conversations are scenes of a story.
	scripted string
	rand     *rand.Rand // for conversations
	mood     *rand.Rand // for all else
	zone     *time.Location
	last     domain.Date
}

// NewHabit begins on a practice and its Slack; days are those of the zone.
func NewHabit(practice domain.Practice, directory domain.Directory, zone *time.Location) *Habit {
	return &Habit{
		talks:  domain.ConversationService{Practice: practice},
		thanks: domain.KudosService{Practice: practice, Directory: directory},
		goals:  domain.GoalService{Practice: practice},
		people: slices.DeleteFunc(company(), func(m member) bool { return m.story }), zone: zone,
		rand: rand.New(rand.NewPCG(3, 5)),  //nolint:gosec // everybody sees the same company
		mood: rand.New(rand.NewPCG(7, 13)), //nolint:gosec // the same
	}
}

// join lets the people with a story live on, too, where a story is told and nobody
// acts for them by hand. Grace's conversations are scenes.
func (h *Habit) join() {
	h.people, h.scripted = company(), "grace"
}

// The habits: from how many days after it opened a conversation is held, and in
// how many of ten days it then comes about; on one of how many days somebody
// thanks a colleague, and one of how many of these thanks is public; on one of
// how many days a goal has news.
const (
	talkAfter   = 2 * 24 * time.Hour
	talkChance  = 3
	thankEvery  = 12
	publicEvery = 4
	newsEvery   = 20
)

// wakes tells whether it is time to act: once a working day, in the afternoon.
func (h *Habit) wakes(now time.Time) bool {
	today := domain.DateOf(now, h.zone)
	return h.last.Before(today) && now.In(h.zone).Hour() >= 15 && today.Weekday() != time.Saturday && today.Weekday() != time.Sunday && !closed(today)
}

// closed tells whether the company has closed: over the turn of the year.
func closed(d domain.Date) bool {
	return d.Month == time.December && d.Day >= 24 || d.Month == time.January && d.Day == 1
}

// Act lets people do what they do on a day, once a day and in the afternoon.
func (h *Habit) Act(ctx context.Context, now time.Time) error {
	if !h.wakes(now) {
		return nil
	}
	today := domain.DateOf(now, h.zone)
	h.last = today
	for _, m := range h.people {
		if err := h.spend(ctx, m, now, today); err != nil {
			return fmt.Errorf("let %s spend a day: %w", m.name, err)
		}
	}
	return nil
}

// spend is one person's day.
func (h *Habit) spend(ctx context.Context, m member, now time.Time, today domain.Date) error {
	var person domain.Person
	var goals []domain.Goal
	err := h.talks.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		if person, err = tx.PersonBySlack(ctx, m.slackID()); err != nil {
			return err
		}
		goals, err = tx.Goals(ctx, domain.GoalFilter{Owner: person.ID, Level: domain.PersonGoal, Open: true})
		return err
	})
	if err != nil || !person.Active {
		return err // who has left does nothing any more
	}
	if m.boss != "" && m.handle != h.scripted {
		if err := h.talk(ctx, person, now, today); err != nil {
			return err
		}
	}
	if err := h.thank(ctx, person, today); err != nil {
		return err
	}
	for _, g := range goals {
		if err := h.report(ctx, g, today); err != nil {
			return err
		}
	}
	return nil
}

// thank thanks a colleague, if it is a day for it.
func (h *Habit) thank(ctx context.Context, giver domain.Person, today domain.Date) error {
	if h.mood.IntN(thankEvery) > 0 {
		return nil
	}
	to := h.people[h.mood.IntN(len(h.people))].slackID()
	draft := domain.KudosDraft{
		Users: []string{to}, Text: thanksFor[h.mood.IntN(len(thanksFor))], Private: h.mood.IntN(publicEvery) > 0, Sure: true,
	}
	if here, err := h.here(ctx, to); err != nil || !here || to == giver.SlackID {
		return err
	}
	_, err := h.thanks.Give(ctx, domain.Act{Actor: giver.ID, Key: "habit-thank-" + today.String() + "-" + string(giver.ID)}, draft)
	return err
}

// here tells whether a colleague has not left.
func (h *Habit) here(ctx context.Context, slackID string) (bool, error) {
	var p domain.Person
	err := h.thanks.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.PersonBySlack(ctx, slackID)
		return err
	})
	return p.Active, err
}

// report says how a goal goes, if it is a day for it: a little better.
func (h *Habit) report(ctx context.Context, g domain.Goal, today domain.Date) error {
	if h.mood.IntN(newsEvery) > 0 {
		return nil
	}
	word := domain.GoalWord{Version: g.Version, Value: g.Value, Confidence: g.Confidence, Next: "The next step is agreed."}
	for _, m := range g.Measure.Milestones {
		word.Done = append(word.Done, m.Done)
	}
	if at := slices.Index(word.Done, false); at >= 0 {
		word.Done[at] = true
	}
	step := (g.Measure.Target - g.Measure.Start) / 10
	if next := math.Round(g.Value + step); (g.Measure.Target-next)*step >= 0 {
		word.Value = next
	}
	_, err := h.goals.Tell(ctx, domain.Act{Actor: g.Owner, Key: "habit-news-" + today.String() + "-" + string(g.ID)}, g.ID, word)
	return err
}

// talk holds somebody's open conversation, if it is a day for it.
func (h *Habit) talk(ctx context.Context, person domain.Person, now time.Time, today domain.Date) error {
	list, err := h.talks.Mine(ctx, person.ID)
	if err != nil {
		return err
	}
	for _, c := range list.Talks {
		ready := c.State == domain.TalkOpen && c.Partner != "" && c.HeldOn.IsZero() && now.Sub(c.OpenedAt) >= talkAfter
		if !ready || h.rand.IntN(10) >= talkChance {
			continue
		}
		if err := h.hold(ctx, c, today); err != nil {
			return err
		}
	}
	return nil
}

// hold lets the partner write down what was agreed, and the employee confirm it.
func (h *Habit) hold(ctx context.Context, c domain.Conversation, today domain.Date) error {
	worth := []domain.Usefulness{domain.Worth, domain.Worth, domain.PartlyWorth}
	record := domain.SummaryDraft{Text: summaries[h.rand.IntN(len(summaries))], HeldOn: today, Worth: worth[h.rand.IntN(len(worth))]}
	propose := domain.Act{Actor: c.Partner, Key: "habit-propose-" + string(c.ID)}
	if _, err := h.talks.Propose(ctx, propose, c.ID, record); err != nil {
		return err
	}
	talk, err := h.talks.See(ctx, c.Employee, c.ID)
	if err != nil {
		return err
	}
	confirm := domain.Act{Actor: c.Employee, Key: "habit-confirm-" + string(c.ID)}
	yes := domain.Confirmation{Worth: worth[h.rand.IntN(len(worth))], Version: talk.Summary.Version}
	_, err = h.talks.Confirm(ctx, confirm, c.ID, yes)
	return err
}
