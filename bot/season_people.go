package bot

import (
	"context"

	"rapport/domain"
)

// seasonPeopleRoutes are the ways to change who is in a season, who compares and
// who writes.
func (b *Bot) seasonPeopleRoutes() []Route {
	people := []string{FieldSeasonAdd, FieldSeasonOut, FieldSeasonComparers, FieldSeasonWhy}
	return []Route{
		{Kind: Press, ID: PressSeasonWho, Speed: Opening, Handle: b.openSeasonWho},
		{Kind: Submit, ID: SeasonWhoForm, Speed: Doing, Fields: people, Handle: b.submitSeasonWho, Again: b.openSeasonWho},
		{Kind: Press, ID: PressSeasonCase, Speed: Opening, Handle: b.openSeasonCase},
		{Kind: Press, ID: PressSeasonWriter, Speed: Opening, Handle: b.openSeasonWriter},
		{Kind: Submit, ID: SeasonWriterForm, Speed: Doing, Fields: []string{FieldSeasonWriter, FieldSeasonWhy}, Handle: b.submitSeasonWriter, Again: b.openSeasonWriter},
	}
}

// openSeasonWho asks who is added or taken out, and who compares.
func (b *Bot) openSeasonWho(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !steerable(view) || view.Season.Kind != domain.GroupSeason {
		return sameWay(req, seasonViews, seasonView(req.Voice, view, 0)), nil
	}
	return Open(seasonWhoForm(req.Voice, view, b.formMetadata(view.Season.ID, view.Season.Version))), nil
}

func (b *Bot) submitSeasonWho(ctx context.Context, req Request) (Reply, error) {
	d := domain.SeasonPeopleDraft{Why: req.Values.Text(FieldSeasonWhy)}
	for field, into := range map[string]*[]domain.ID{FieldSeasonAdd: &d.Add, FieldSeasonOut: &d.TakeOut, FieldSeasonComparers: &d.Comparers} {
		if err := b.addPeople(ctx, req.Values.Users(field), into, &d.Strangers); err != nil {
			return Reply{}, err
		}
	}
	view, err := b.seasons.ChangePeople(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, d)
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonView(req.Voice, view, 0)), nil
}

// openSeasonCase shows one person's part in a season.
func (b *Bot) openSeasonCase(ctx context.Context, req Request) (Reply, error) {
	return b.showSeasonCase(ctx, req, domain.ID(req.Value))
}

// showSeasonCase opens it before the person's eyes, which is noted where it has to
// be.
func (b *Bot) showSeasonCase(ctx context.Context, req Request, id domain.ID) (Reply, error) {
	view, err := b.seasons.LookInto(ctx, req.Act, id)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
}

// openSeasonWriter asks who writes about a person, and why.
func (b *Bot) openSeasonWriter(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ShowCase(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.May[domain.NameSeasonWriter] || !view.Case.Open() {
		return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
	}
	return Open(seasonWriterForm(req.Voice, view, b.formMetadata(view.Case.ID, view.Case.Version))), nil
}

func (b *Bot) submitSeasonWriter(ctx context.Context, req Request) (Reply, error) {
	var writer []domain.ID
	strangers := 0
	if err := b.addPeople(ctx, req.Values.Users(FieldSeasonWriter), &writer, &strangers); err != nil {
		return Reply{}, err
	}
	if strangers > 0 {
		return Reply{}, domain.RefuseField(FieldSeasonWriter, "season.outsider")
	}
	var id domain.ID
	if len(writer) > 0 {
		id = writer[0]
	}
	view, err := b.seasons.NameWriter(ctx, req.Act, seasonEditOf(req), id)
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}
