package demo

import (
	"context"
	"fmt"
	"strings"

	"rapport/domain"
	"rapport/sandbox"
)

// toldTo are words of feedback, as people of such a company write them.
var toldTo = []struct{ situation, behaviour, impact, next string }{
	{"In the planning on Tuesday", "You asked what the customer had tried before we talked about solutions.", "We dropped the wrong plan an hour earlier.", "Ask it first next time, too."},
	{"In the call with the auditors last week", "You answered for me before I had found the page.", "I felt as if I had not prepared.", "Give me ten seconds."},
	{"At the handover on Friday", "You wrote the three open points on one page.", "I could begin without a call.", ""},
	{"In the review of the price list", "You said what you did not know, and came back with it after lunch.", "Sales trusted the number.", "Keep that."},
	{"After the outage on the 12th", "You wrote to the customers before the cause was clear.", "We had to correct it twice.", "Send the time of the next news first."},
}

// feedback writes what people told each other in the months before: colleagues
// with the same manager, and all of it read.
func (s *seeder) feedback(ctx context.Context) error {
	n := 0
	for _, m := range s.members {
		peers := s.reports[m.boss]
		if m.boss == "" || len(peers) < 2 {
			continue
		}
		for i, peer := range peers {
			if peer != m.handle || i%2 > 0 {
				continue
			}
			words, to := toldTo[n%len(toldTo)], peers[(i+1)%len(peers)]
			n++
			f := domain.Feedback{
				ID: s.practice.IDs.New(), Giver: s.ids[m.handle], Receiver: s.ids[to], Situation: words.situation, Behaviour: words.behaviour,
				Impact: words.impact, Next: words.next, State: domain.FeedbackGiven, At: s.now.AddDate(0, 0, -3-11*(n%historyWeeks/2)),
			}
			if err := s.tx.CreateFeedback(ctx, f); err != nil {
				return err
			}
			past := domain.Entry{Act: string(domain.GiveFeedback), Subject: f.ID, Actor: f.Giver, Person: f.Receiver, At: f.At, Version: 1, Content: f.Behaviour}
			if err := s.recorded(ctx, past, f.Receiver); err != nil {
				return err
			}
			if _, err := s.tx.MarkFeedbackRead(ctx, f.ID, f.At.AddDate(0, 0, 1)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Tale) adaTells(ctx context.Context) error {
	t.saysf("Ada types /feedback @lin, and tells in four fields what Lin did in the planning.")
	ada := t.person("ada")
	view, err := t.opened(ctx, ada, func() error {
		_, err := ada.Command(ctx, "general", "/feedback", "@lin")
		return err
	})
	if err != nil {
		return err
	}
	words := toldTo[0]
	return t.fill(ctx, view,
		"When and where was it?", words.situation, "What did Lin Wu do or say?", words.behaviour,
		"What came of it, for you or for others?", words.impact, "What to keep, or to try next time?", words.next)
}

func (t *Tale) linReads(ctx context.Context) error {
	t.saysf("Lin reads it, and thanks in one tap.")
	lin := t.person("lin")
	m, err := t.newest("lin", "shared something with you")
	if err != nil {
		return err
	}
	if err := m.Click(ctx, lin, "Read"); err != nil {
		return fmt.Errorf("press in a message: %w", err)
	}
	shows := func(words string) func(*sandbox.View) bool {
		return func(v *sandbox.View) bool { return strings.Contains(v.Text(), words) }
	}
	view, err := lin.AwaitModal(ctx, shows(toldTo[0].behaviour))
	if err != nil {
		return fmt.Errorf("await the words: %w", err)
	}
	if err := view.Click(ctx, "Thank"); err != nil {
		return fmt.Errorf("press in a view: %w", err)
	}
	if err := view.Await(ctx, shows("thanks")); err != nil {
		return fmt.Errorf("await the thanks: %w", err)
	}
	return view.Dismiss(ctx)
}
