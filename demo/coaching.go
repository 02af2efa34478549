package demo

import (
	"context"

	"rapport/domain"
)

// coached writes which cards of one minute those who lead people have read: some
// all, some none.
func (s *seeder) coached(ctx context.Context) error {
	for i, handle := range []string{"lee", "mara", "tom", "yuki", "carl"} {
		for n, card := range domain.CoachCards() {
			if n > 11-2*i {
				break
			}
			if err := s.tx.NoteCoached(ctx, s.ids[handle], card, s.now.AddDate(0, -n, -i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Tale) coachingScenes() []scene {
	return []scene{
		{"2026-11-10 16:00", coaching, t.tomReadsCard},
	}
}

func (t *Tale) tomReadsCard(ctx context.Context) error {
	t.saysf("Tom types /rapport coaching, reads a card of one minute on saying hard things, and answers its question. Only he sees which ones he has read.")
	tom := t.at(ctx, "tom")
	tom.types("/rapport", "coaching")
	tom.sees("Saying hard things", "Only you see which ones you have read")
	tom.row("Saying hard things", "Read")
	tom.sees("Somebody does not get the role. How do you begin?")
	tom.fills("Which of these fits?", "With the decision and its reasons, then time for questions.")
	tom.sends()
	tom.sees("Yes, that fits.")
	return tom.closes()
}
