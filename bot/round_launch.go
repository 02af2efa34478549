package bot

import (
	"context"
	"strings"

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
	var d domain.RoundLaunchDraft
	scope := req.Values.Choice(FieldRoundScope)
	if area, is := strings.CutPrefix(scope, pauseArea); is {
		d.Group.Area = area
	}
	if location, is := strings.CutPrefix(scope, pauseLocation); is {
		d.Group.Location = location
	}
	d.NominateBy, d.AnswerBy, d.ReleaseOn = req.Values.Date(FieldRoundNominate), req.Values.Date(FieldRoundBy), req.Values.Date(FieldRoundRelease)
	for _, slackID := range req.Values.Users(FieldRoundPeople) {
		if err := b.meetInto(ctx, slackID, &d.Group.Named, &d.Strangers); err != nil {
			return Reply{}, err
		}
	}
	if slackID := req.Values.User(FieldRoundManager); slackID != "" {
		var manager []domain.ID
		if err := b.meetInto(ctx, slackID, &manager, &d.Strangers); err != nil {
			return Reply{}, err
		}
		if len(manager) > 0 {
			d.Group.Manager = manager[0]
		}
	}
	if _, err := b.rounds.Launch(ctx, req.Act, d); err != nil {
		return Reply{}, err
	}
	return notice(req, "round.launched", "Day", req.Voice.Date(d.NominateBy)), nil
}

// meetInto adds the person behind a Slack id to a list, or counts a stranger.
func (b *Bot) meetInto(ctx context.Context, slackID string, ids *[]domain.ID, strangers *int) error {
	p, err := b.people.Meet(ctx, slackID)
	switch {
	case domain.CodeOf(err) == domain.NotFound:
		*strangers++
	case err != nil:
		return err
	default:
		*ids = append(*ids, p.ID)
	}
	return nil
}
