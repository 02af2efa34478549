package bot

import (
	"context"

	"rapport/domain"
)

// coachingRoutes are the ways to the cards of one minute.
func (b *Bot) coachingRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandCoaching, Alone: true, Speed: Opening, Handle: b.openCoaching},
		{Kind: Press, ID: PressCoaching, Speed: Opening, Handle: b.openCoaching},
		{Kind: Press, ID: PressCoachCard, Speed: Opening, Handle: b.openCoachCard},
		{Kind: Submit, ID: CoachCardForm, Speed: Doing, Fields: []string{FieldCoachAnswer}, Handle: b.submitCoachCard},
	}
}

// coachingViews lead to each other in one place.
var coachingViews = []string{CoachingView, CoachCardForm}

func (b *Bot) openCoaching(ctx context.Context, req Request) (Reply, error) {
	c, err := b.coaching.Show(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, coachingViews, coachingView(req.Voice, c)), nil
}

// openCoachCard opens the card of the value, else the next one.
func (b *Bot) openCoachCard(ctx context.Context, req Request) (Reply, error) {
	c, err := b.coaching.Show(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	card := c.Next
	for _, known := range domain.CoachCards() {
		if string(known) == req.Value {
			card = known
		}
	}
	return sameWay(req, coachingViews, coachCardForm(req.Voice, card, b.formMetadata(domain.ID(card), 0))), nil
}

// submitCoachCard says whether the answer fits, and leads to what is still asked for.
func (b *Bot) submitCoachCard(ctx context.Context, req Request) (Reply, error) {
	answer, err := b.coaching.Answer(ctx, req.Act, domain.CoachCard(req.Metadata.Subject), req.Values.Choice(FieldCoachAnswer))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, coachingViews, coachAnswerView(req.Voice, answer)), nil
}
