package bot

import "context"

// openRhythms shows what each rhythm would cost those who hold the
// conversations, on top of the policy's form.
func (b *Bot) openRhythms(ctx context.Context, req Request) (Reply, error) {
	costs, err := b.policies.RhythmCosts(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Push(rhythmsView(req.Voice, costs)), nil
}
