package demo

import (
	"context"
	"time"

	"rapport/domain"
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
			n++
			if err := s.tell(ctx, m.handle, peers[(i+1)%len(peers)], n, s.now.AddDate(0, 0, -3-11*(n%historyWeeks/2))); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Tale) feedbackScenes() []scene {
	return []scene{
		{"2026-11-04 15:00", givingBack, t.adaTells},
		{"2026-11-05 07:30", givingBack, t.linReads},
	}
}

// tell writes that somebody told another something, with the n-th of the words,
// and that it was read the next day.
func (s *seeder) tell(ctx context.Context, giver, receiver string, n int, at time.Time) error {
	words := toldTo[n%len(toldTo)]
	f := domain.Feedback{
		ID: s.practice.IDs.New(), Giver: s.ids[giver], Receiver: s.ids[receiver], Situation: words.situation, Behaviour: words.behaviour,
		Impact: words.impact, Next: words.next, Actionable: words.next != "", State: domain.FeedbackGiven, At: at,
	}
	if err := s.tx.CreateFeedback(ctx, f); err != nil {
		return err
	}
	past := domain.Entry{Act: string(domain.GiveFeedback), Subject: f.ID, Actor: f.Giver, Person: f.Receiver, At: f.At, Version: 1, Content: f.Behaviour}
	if err := s.recorded(ctx, past, f.Receiver); err != nil {
		return err
	}
	_, err := s.tx.MarkFeedbackRead(ctx, f.ID, f.At.AddDate(0, 0, 1))
	return err
}

func (t *Tale) adaTells(ctx context.Context) error {
	t.saysf("Ada types /feedback @lin, and tells in four fields what Lin did in the planning.")
	ada, words := t.at(ctx, "ada"), toldTo[0]
	ada.types("/feedback", "@lin")
	ada.sees("When and where was it?")
	ada.fills("When and where was it?", t.hidden(words.situation), "What did Lin Wu do or say?", t.hidden(words.behaviour),
		"What came of it, for you or for others?", t.hidden(words.impact), "What to keep, or to try next time?", t.hidden(words.next))
	ada.sends()
	return ada.closes()
}

func (t *Tale) linReads(ctx context.Context) error {
	t.saysf("Lin reads it, and thanks in one tap.")
	lin := t.at(ctx, "lin")
	lin.opens("Read", "shared something with you")
	lin.sees(toldTo[0].behaviour)
	lin.presses("Thank")
	lin.sees("thanks")
	return lin.closes()
}
