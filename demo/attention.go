package demo

import (
	"context"

	"rapport/domain"
)

// How those who lead people spread their attention: in how many weeks they come to
// each of theirs, and whom they pass over, so that a mirror has something to show.
const (
	attentionWeeks = 8
	passedOver     = 4 // every fourth is thanked by others only
)

// seenByManager are thanks and feedback of people's own managers.
var seenByManager = []string{
	"for telling me on Monday what would not be ready on Friday.",
	"for taking the two new colleagues along to the customer.",
	"for the page that made the meeting needless.",
	"for saying that the numbers were wrong, and for bringing better ones.",
}

// managers writes what those who lead people thanked theirs for, and told them.
func (s *seeder) managers(ctx context.Context) error {
	n := 0
	for _, boss := range s.members {
		for i, handle := range s.reports[boss.handle] {
			n++
			at := s.now.AddDate(0, 0, -2-7*(n%attentionWeeks))
			if i%passedOver != passedOver-1 {
				k := domain.Kudos{
					ID: s.practice.IDs.New(), Giver: s.ids[boss.handle], Units: 1, State: domain.KudosGiven, At: at,
					Receivers: []domain.KudosReceiver{{Person: s.ids[handle]}}, Text: seenByManager[n%len(seenByManager)],
				}
				if err := s.thank(ctx, k, false); err != nil {
					return err
				}
			}
			if n%3 == 0 {
				continue // nobody tells everybody something
			}
			if err := s.tell(ctx, boss.handle, handle, n, at.AddDate(0, 0, -1)); err != nil {
				return err
			}
		}
	}
	return nil
}
