package bot

import (
	"context"
)

func (b *Bot) sentRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressSent, Speed: Opening, Handle: b.openSent},
		{Kind: Press, ID: PressSentFigures, Speed: Opening, Handle: b.openSentFigures},
	}
}

// openSent shows what Rapport sent the person or held back, and why.
func (b *Bot) openSent(ctx context.Context, req Request) (Reply, error) {
	log, err := b.sent.List(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(sentView(req.Voice, log)), nil
}

// openSentFigures shows the people team how much was sent to all.
func (b *Bot) openSentFigures(ctx context.Context, req Request) (Reply, error) {
	figures, err := b.sent.Figures(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(sentFiguresView(req.Voice, figures)), nil
}
