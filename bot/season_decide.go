package bot

import (
	"context"

	"rapport/domain"
)

// seasonDecideRoutes are the ways to compare, and to record what was decided.
func (b *Bot) seasonDecideRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressSeasonCompare, Speed: Opening, Handle: b.openSeasonCompare},
		{Kind: Press, ID: PressSeasonDecide, Speed: Opening, Handle: b.openSeasonDecide},
		{Kind: Submit, ID: SeasonDecideForm, Speed: Doing, Fields: []string{FieldSeasonKind, FieldSeasonWhat, FieldSeasonWhy}, Handle: b.submitSeasonDecide},
		{Kind: Press, ID: PressSeasonConfirm, Speed: Doing, Handle: b.confirmSeasonDecision},
	}
}

// openSeasonCompare lays side by side what summaries rest on: all expectations
// with their people, or one with its lines.
func (b *Bot) openSeasonCompare(ctx context.Context, req Request) (Reply, error) {
	id, expectation := roleEntry(req.Value)
	comparison, err := b.seasons.Compare(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	if expectation == "" {
		return sameWay(req, seasonViews, seasonCompareView(req.Voice, comparison)), nil
	}
	return sameWay(req, seasonViews, seasonTopicView(req.Voice, comparison, expectation)), nil
}

// openSeasonDecide asks what was decided, and why.
func (b *Bot) openSeasonDecide(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ShowCase(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.May[domain.DecideSeason] {
		return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
	}
	return Open(seasonDecideForm(req.Voice, view, b.formMetadata(view.Case.ID, 0))), nil
}

func (b *Bot) submitSeasonDecide(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	d := domain.SeasonDecision{Kind: domain.DecisionKind(v.Choice(FieldSeasonKind)), What: v.Text(FieldSeasonWhat), Why: v.Text(FieldSeasonWhy)}
	view, err := b.seasons.Decide(ctx, req.Act, req.Metadata.Subject, d)
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}

// confirmSeasonDecision is the second yes.
func (b *Bot) confirmSeasonDecision(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ConfirmDecision(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
}
