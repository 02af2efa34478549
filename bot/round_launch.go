package bot

import (
	"context"

	"rapport/domain"
)

// roundLaunchRoutes are the ways in which the people team begins rounds about a
// group.
func (b *Bot) roundLaunchRoutes() []Route {
	fields := []string{FieldRoundScope, FieldRoundManager, FieldRoundPeople, FieldRoundNominate, FieldRoundBy, FieldRoundRelease}
	return []Route{
		{Kind: Press, ID: PressRounds, Speed: Opening, Handle: b.openRounds},
		{Kind: Press, ID: PressRoundLaunch, Speed: Opening, Handle: b.openRoundLaunch},
		{Kind: Submit, ID: RoundLaunchForm, Speed: Doing, Fields: fields, Handle: b.submitRoundLaunch},
	}
}

// openRounds shows what was begun, in counts.
func (b *Bot) openRounds(ctx context.Context, req Request) (Reply, error) {
	c, err := b.rounds.Launches(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(roundsView(req.Voice, c)), nil
}

func (b *Bot) openRoundLaunch(ctx context.Context, req Request) (Reply, error) {
	c, err := b.rounds.Launches(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, []string{RoundsView}, roundLaunchForm(req.Voice, c, b.formMetadata("", 0))), nil
}

func (b *Bot) submitRoundLaunch(ctx context.Context, req Request) (Reply, error) {
	group, strangers, err := b.groupOf(ctx, req.Values, groupFields{FieldRoundScope, FieldRoundManager, FieldRoundPeople})
	if err != nil {
		return Reply{}, err
	}
	d := domain.RoundLaunchDraft{Group: group, Strangers: strangers}
	d.NominateBy, d.AnswerBy, d.ReleaseOn = req.Values.Date(FieldRoundNominate), req.Values.Date(FieldRoundBy), req.Values.Date(FieldRoundRelease)
	if _, err := b.rounds.Launch(ctx, req.Act, d); err != nil {
		return Reply{}, err
	}
	return notice(req, "round.launched", "Day", req.Voice.Date(d.NominateBy)), nil
}
