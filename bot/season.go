package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// seasonDayFields are the fields of the days, in order.
var seasonDayFields = []string{
	FieldSeasonFacts, FieldSeasonDraft, FieldSeasonCompare, FieldSeasonPacket, FieldSeasonReply, FieldSeasonAck, FieldSeasonDecide,
}

// seasonRoutes are all ways around seasons.
func (b *Bot) seasonRoutes() []Route {
	return slices.Concat(b.seasonSteerRoutes(), b.seasonPeopleRoutes(), b.seasonWriteRoutes(), b.seasonDecideRoutes())
}

// seasonSteerRoutes are the ways to seasons, and to open and steer them.
func (b *Bot) seasonSteerRoutes() []Route {
	opened := append([]string{
		FieldSeasonName, FieldSeasonFrom, FieldSeasonUntil, FieldSeasonScope, FieldSeasonManager, FieldSeasonNamed, FieldSeasonComparers,
	}, seasonDayFields...)
	moved := append([]string{FieldSeasonWhy}, seasonDayFields...)
	return []Route{
		{Kind: Command, ID: CommandSeason, Speed: Opening, Handle: b.openSeasons},
		{Kind: Press, ID: PressSeasons, Speed: Opening, Handle: b.openSeasons},
		{Kind: Press, ID: PressSeason, Speed: Opening, Handle: b.openSeason},
		{Kind: Press, ID: PressSeasonOpen, Speed: Opening, Handle: b.openSeasonForm},
		{Kind: Submit, ID: SeasonForm, Speed: Doing, Fields: opened, Handle: b.submitSeason},
		{Kind: Press, ID: PressSeasonMove, Speed: Opening, Handle: b.openSeasonMove},
		{Kind: Submit, ID: SeasonMoveForm, Speed: Doing, Fields: moved, Handle: b.submitSeasonMove, Again: b.openSeasonMove},
		{Kind: Press, ID: PressSeasonStop, Speed: Opening, Handle: b.openSeasonStop},
		{Kind: Submit, ID: SeasonStopForm, Speed: Doing, Fields: []string{FieldSeasonWhy}, Handle: b.submitSeasonStop, Again: b.openSeasonStop},
	}
}

// seasonRenders are the messages about seasons. None holds words of a summary.
func (b *Bot) seasonRenders() map[string]courier.Render {
	return map[string]courier.Render{
		domain.SeasonOpened: b.renderSeason, domain.SeasonMoved: b.renderSeason, domain.SeasonStopped: b.renderSeason,
		domain.SeasonNews: b.renderSeasonNews,
	}
}

// renderSeason tells somebody concerned what happened with a season.
func (b *Bot) renderSeason(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	view, err := b.seasons.Show(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return seasonTold(b.voiceOf(view.People[m.Recipient]), view, m), nil
}

// renderSeasonNews tells somebody concerned what happened with a case.
func (b *Bot) renderSeasonNews(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	view, err := b.seasons.ShowCase(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return seasonNews(b.voiceOf(view.People[m.Recipient]), view, m.Detail), nil
}

// seasonViews are the views of this noun that lead to each other in one place.
var seasonViews = []string{SeasonListView, SeasonView, SeasonCaseView, SeasonCompareView}

// openSeasons shows what somebody has to do with seasons.
func (b *Bot) openSeasons(ctx context.Context, req Request) (Reply, error) {
	list, err := b.seasons.List(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, seasonViews, seasonListView(req.Voice, list)), nil
}

// openSeason shows a season, from one of its people on.
func (b *Bot) openSeason(ctx context.Context, req Request) (Reply, error) {
	id, number, _ := strings.Cut(req.Value, ":")
	skip, err := strconv.Atoi(number)
	if err != nil {
		skip = 0 // a button that leads to the first page holds none
	}
	return b.showSeason(ctx, req, domain.ID(id), skip)
}

func (b *Bot) showSeason(ctx context.Context, req Request, id domain.ID, skip int) (Reply, error) {
	view, err := b.seasons.Show(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, seasonViews, seasonView(req.Voice, view, skip)), nil
}

// openSeasonForm asks what is looked back on, of whom, and on which days.
func (b *Bot) openSeasonForm(ctx context.Context, req Request) (Reply, error) {
	kind := domain.SeasonKind(req.Value)
	if kind != domain.PersonSeason {
		kind = domain.GroupSeason // a value that is neither is a button of nobody's
	}
	choices, err := b.seasons.Prepare(ctx, req.Person.ID, kind)
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata("", 0).With(kind)
	if err != nil {
		return Reply{}, err
	}
	return Open(seasonForm(req.Voice, choices, kind, meta)), nil
}

func (b *Bot) submitSeason(ctx context.Context, req Request) (Reply, error) {
	var kind domain.SeasonKind
	if err := req.Metadata.Read(&kind); err != nil {
		return Reply{}, err
	}
	v := req.Values
	draft := domain.SeasonDraft{Name: v.Text(FieldSeasonName), From: v.Date(FieldSeasonFrom), Until: v.Date(FieldSeasonUntil), Days: seasonDaysOf(v)}
	if kind == domain.PersonSeason {
		draft.Person = domain.ID(v.Choice(FieldSeasonScope))
	} else if err := b.addSeasonGroup(ctx, v, &draft); err != nil {
		return Reply{}, err
	}
	view, err := b.seasons.Open(ctx, req.Act, draft)
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return b.saved(ctx, req, func() (Reply, error) { return Update(seasonView(req.Voice, view, 0)), nil }), nil
}

// addSeasonGroup reads whom a season of a group is about, and who compares.
func (b *Bot) addSeasonGroup(ctx context.Context, v Values, d *domain.SeasonDraft) (err error) {
	d.Group, d.Strangers, err = b.groupOf(ctx, v, groupFields{FieldSeasonScope, FieldSeasonManager, FieldSeasonNamed})
	if err != nil {
		return err
	}
	return b.addPeople(ctx, v.Users(FieldSeasonComparers), &d.Comparers, &d.Strangers)
}

// seasonDaysOf reads the days of a form.
func seasonDaysOf(v Values) domain.SeasonDays {
	return domain.SeasonDays{
		Facts: v.Date(FieldSeasonFacts), Draft: v.Date(FieldSeasonDraft), Compare: v.Date(FieldSeasonCompare), Packet: v.Date(FieldSeasonPacket),
		Reply: v.Date(FieldSeasonReply), Ack: v.Date(FieldSeasonAck), Decide: v.Date(FieldSeasonDecide),
	}
}

// seasonEditOf reads which version of what a form changes, and why.
func seasonEditOf(req Request) domain.SeasonEdit {
	return domain.SeasonEdit{ID: req.Metadata.Subject, Version: req.Metadata.Version, Why: req.Values.Text(FieldSeasonWhy)}
}

// openSeasonMove asks for other days, and why.
func (b *Bot) openSeasonMove(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !steerable(view) {
		return sameWay(req, seasonViews, seasonView(req.Voice, view, 0)), nil
	}
	return Open(seasonMoveForm(req.Voice, view, b.formMetadata(view.Season.ID, view.Season.Version))), nil
}

// steerable tells whether the reader may change a season now.
func steerable(view domain.SeasonView) bool {
	return view.MaySteer && view.Season.State == domain.SeasonOpen && !view.Season.Busy()
}

func (b *Bot) submitSeasonMove(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.Move(ctx, req.Act, seasonEditOf(req), seasonDaysOf(req.Values))
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonView(req.Voice, view, 0)), nil
}

// openSeasonStop asks why a season is called off.
func (b *Bot) openSeasonStop(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !steerable(view) {
		return sameWay(req, seasonViews, seasonView(req.Voice, view, 0)), nil
	}
	return Open(seasonStopForm(req.Voice, view, b.formMetadata(view.Season.ID, view.Season.Version))), nil
}

func (b *Bot) submitSeasonStop(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.CallOff(ctx, req.Act, seasonEditOf(req))
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return Update(seasonView(req.Voice, view, 0)), nil
}
