package demo

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"rapport/domain"
)

// Habit is what the people without a story do of their own accord while the
// clock moves: most hold their conversations and write down what they agreed, so
// that the company lives on and its digest has something to say.
type Habit struct {
	talks domain.ConversationService
	rand  *rand.Rand
	zone  *time.Location
	last  domain.Date
}

// NewHabit begins on a practice; days are those of the zone.
func NewHabit(practice domain.Practice, zone *time.Location) *Habit {
	return &Habit{
		talks: domain.ConversationService{Practice: practice}, zone: zone,
		rand: rand.New(rand.NewPCG(3, 5)), //nolint:gosec // everybody sees the same company
	}
}

// The habits: from how many days after it opened a conversation is held, and in
// how many of ten days it then comes about.
const (
	talkAfter  = 2 * 24 * time.Hour
	talkChance = 3
)

// Act lets a day's conversations be held, once a day and in the afternoon.
func (h *Habit) Act(ctx context.Context, now time.Time) error {
	today := domain.DateOf(now, h.zone)
	if !h.last.Before(today) || now.In(h.zone).Hour() < 15 || today.Weekday() == time.Saturday || today.Weekday() == time.Sunday {
		return nil
	}
	h.last = today
	for _, m := range company() {
		if m.story || m.boss == "" {
			continue
		}
		if err := h.talk(ctx, m, now, today); err != nil {
			return fmt.Errorf("let %s talk: %w", m.name, err)
		}
	}
	return nil
}

// talk holds somebody's open conversation, if it is a day for it.
func (h *Habit) talk(ctx context.Context, m member, now time.Time, today domain.Date) error {
	var person domain.Person
	err := h.talks.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		person, err = tx.PersonBySlack(ctx, m.slackID())
		return err
	})
	if err != nil {
		return err
	}
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
