package demo

import (
	"context"
	"fmt"
)

func (t *Tale) concernScenes() []scene {
	return []scene{
		{"2026-11-12 10:00", givingBack, t.boTells},
		{"2026-11-12 10:20", takingBack, t.boTakesBack},
		{"2026-11-12 10:30", takingBack, t.cemIsLate},
		{"2026-11-13 10:00", givingBack, t.adaTellsCem},
		{"2026-11-13 11:00", reporting, t.cemReports},
		{"2026-11-16 10:00", reporting, t.hannaAnswers},
		{"2026-11-16 11:00", reporting, t.cemReadsAnswer},
	}
}

// tells lets somebody give feedback.
func (t *Tale) tells(ctx context.Context, handle, to, name string, words [4]string) error {
	h := t.at(ctx, handle)
	h.types("/feedback", "@"+to)
	h.sees("When and where was it?")
	h.fills("When and where was it?", t.hidden(words[0]), "What did "+name+" do or say?", t.hidden(words[1]),
		"What came of it, for you or for others?", t.hidden(words[2]), "What to keep, or to try next time?", t.hidden(words[3]))
	h.sends()
	return h.closes()
}

func (t *Tale) boTells(ctx context.Context) error {
	t.saysf("Bo types /feedback @cem.")
	return t.tells(ctx, "bo", "cem", "Cem Aydin", [4]string{
		"In the demo yesterday afternoon", "You changed the screen while I was explaining it.", "Two of the guests asked me what was true.", "Change it after the demo.",
	})
}

func (t *Tale) boTakesBack(ctx context.Context) error {
	t.saysf("Bo thinks again, and takes it back before Cem has opened it. He gets his own words back.")
	bo := t.at(ctx, "bo")
	bo.types("/feedback", "")
	bo.sees("Given")
	bo.presses("Given")
	bo.sees("Given by you")
	bo.row("12 November 2026", "Read")
	bo.sees("Take it back")
	bo.presses("Take it back")
	bo.sees("Taken back before Cem Aydin read it")
	return bo.closes()
}

func (t *Tale) cemIsLate(ctx context.Context) error {
	t.saysf("The message to Cem is gone, too: there is nothing left to read.")
	cem := t.at(ctx, "cem")
	cem.step("look whether the message is gone", func() error {
		if m, err := newestOf(cem.p.DM(), []string{"Bo Lindqvist shared something with you"}); err == nil {
			return fmt.Errorf("%w: %s", errOtherwise, m.Text())
		}
		return nil
	})
	return cem.err
}

func (t *Tale) adaTellsCem(ctx context.Context) error {
	t.saysf("Ada types /feedback @cem.")
	return t.tells(ctx, "ada", "cem", "Cem Aydin", [4]string{
		"In the review on Thursday", "You said that the plan of the others was childish.", "Nobody asked a question after that.", "Say what you would do instead.",
	})
}

func (t *Tale) cemReports(ctx context.Context) error {
	t.saysf("Cem reads it. He was not in that review at all, and presses “Something is wrong”: it goes with his words to the people team, and Ada is not told.")
	cem := t.at(ctx, "cem")
	cem.opens("Read", "Ada Lovelace shared something with you")
	cem.sees("Something is wrong")
	cem.presses("Something is wrong")
	cem.sees("What is wrong with it?")
	cem.fills("What is wrong with it?", t.hidden("I was on a train that day; it must have been somebody else."))
	cem.sends()
	cem.sees("You are told when it is answered")
	return cem.closes()
}

func (t *Tale) hannaAnswers(ctx context.Context) error {
	t.saysf("Hanna reads both, and answers Cem. That she opened it is in the ledger.")
	hanna := t.at(ctx, hr)
	hanna.opens("Read", "Something was reported, and waits for an answer")
	hanna.sees("What do you answer Cem Aydin?")
	hanna.fills("What do you answer Cem Aydin?", t.hidden("You are right. Please write it below the feedback; it stays there for ever."))
	hanna.sends()
	return hanna.closes()
}

func (t *Tale) cemReadsAnswer(ctx context.Context) error {
	t.saysf("Cem reads the answer.")
	cem := t.at(ctx, "cem")
	cem.opens("Read", "What you reported is answered")
	cem.sees("Answered by Hanna Weiss")
	return cem.closes()
}
