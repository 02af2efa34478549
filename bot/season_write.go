package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/domain"
	"rapport/sentence"
)

// seasonWriteRoutes are the ways to write about a person, and to say something to
// what is written.
func (b *Bot) seasonWriteRoutes() []Route {
	cited := []string{FieldSeasonLines, FieldSeasonServes, FieldSeasonWhy}
	return []Route{
		{Kind: Press, ID: PressSeasonWrite, Speed: Opening, Handle: b.openSeasonWrite},
		{Kind: Submit, ID: SeasonWriteForm, Speed: Doing, Fields: []string{FieldSeasonText}, Handle: b.submitSeasonWrite, Again: b.openSeasonWrite},
		{Kind: Press, ID: PressSeasonHandIn, Speed: Doing, Handle: b.handSeasonIn},
		{Kind: Press, ID: PressSeasonEdit, Speed: Opening, Handle: b.openSeasonEdit},
		{Kind: Submit, ID: SeasonEditForm, Speed: Doing, Fields: []string{FieldSeasonText, FieldSeasonWhy}, Handle: b.submitSeasonEdit, Again: b.openSeasonEdit},
		{Kind: Press, ID: PressSeasonCite, Speed: Opening, Handle: b.openSeasonCite},
		{Kind: Submit, ID: SeasonCiteForm, Speed: Doing, Fields: cited, Handle: b.submitSeasonCite, Again: b.openSeasonCite},
		{Kind: Press, ID: PressSeasonWords, Speed: Opening, Handle: b.openSeasonWords},
		{Kind: Submit, ID: SeasonWordsForm, Speed: Doing, Fields: []string{FieldSeasonText}, Handle: b.submitSeasonWords},
		{Kind: Press, ID: PressSeasonAck, Speed: Doing, Handle: b.acknowledgeSeason},
	}
}

// openSeasonWrite opens the draft of who writes.
func (b *Bot) openSeasonWrite(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ShowCase(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.May[domain.WriteSeason] || view.Case.State != domain.CaseWriting {
		return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
	}
	return Open(seasonWriteForm(req.Voice, view, b.formMetadata(view.Case.ID, view.Draft.Version))), nil
}

func (b *Bot) submitSeasonWrite(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.SaveDraft(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, req.Values.Text(FieldSeasonText))
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}

// handSeasonIn hands the draft in, as the view showed it.
func (b *Bot) handSeasonIn(ctx context.Context, req Request) (Reply, error) {
	id, number, _ := strings.Cut(req.Value, ":")
	version, err := strconv.Atoi(number)
	if err != nil {
		return Reply{}, domain.Refuse(domain.NotFound, "season.gone")
	}
	view, err := b.seasons.HandIn(ctx, req.Act, domain.ID(id), version)
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
}

// openSeasonEdit asks for other words of what was handed in, and why.
func (b *Bot) openSeasonEdit(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ShowCase(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !view.May[domain.WriteSeason] || view.Case.State != domain.CaseHanded {
		return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
	}
	return Open(seasonEditForm(req.Voice, view, b.formMetadata(view.Case.ID, view.Case.Version))), nil
}

func (b *Bot) submitSeasonEdit(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.ChangeSummary(ctx, req.Act, seasonEditOf(req), req.Values.Text(FieldSeasonText))
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}

// openSeasonCite offers what the summary can rest on.
func (b *Bot) openSeasonCite(ctx context.Context, req Request) (Reply, error) {
	e, err := b.seasons.Citable(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if c := e.View.Case; c.State != domain.CaseWriting && c.State != domain.CaseHanded || len(e.Lines)+len(e.Cited) == 0 {
		return notice(req, "season.nothing_citable", "Count", e.Unseen), nil
	}
	return Open(seasonCiteForm(req.Voice, e, b.formMetadata(e.View.Case.ID, e.View.Case.Version))), nil
}

func (b *Bot) submitSeasonCite(ctx context.Context, req Request) (Reply, error) {
	d := domain.SeasonCitationDraft{}
	for _, value := range req.Values.Choices(FieldSeasonLines) {
		kind, id, _ := strings.Cut(value, ":")
		d.Refs = append(d.Refs, domain.EvidenceRef{Kind: domain.EvidenceKind(kind), ID: domain.ID(id)})
	}
	if req.Values.Has(FieldSeasonServes) {
		d.Expectation = chosenParent(req.Values.Choice(FieldSeasonServes))
	}
	if req.Values.Has(FieldSeasonWhy) {
		d.Why = req.Values.Text(FieldSeasonWhy)
	}
	view, err := b.seasons.SetCitations(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, d)
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}

// openSeasonWords asks for a remark, an input or a reply.
func (b *Bot) openSeasonWords(ctx context.Context, req Request) (Reply, error) {
	kind, id, _ := strings.Cut(req.Value, ":")
	view, err := b.seasons.ShowCase(ctx, req.Person.ID, domain.ID(id))
	if err != nil {
		return Reply{}, err
	}
	version := 0
	if kind == SeasonInputWords {
		version = view.Draft.Version
	}
	meta, err := b.formMetadata(view.Case.ID, version).With(kind)
	if err != nil {
		return Reply{}, err
	}
	return Open(seasonWordsForm(req.Voice, view, kind, meta)), nil
}

func (b *Bot) submitSeasonWords(ctx context.Context, req Request) (Reply, error) {
	kind, view := "", domain.SeasonCaseView{}
	err := req.Metadata.Read(&kind)
	if err != nil {
		return Reply{}, err
	}
	id, text := req.Metadata.Subject, req.Values.Text(FieldSeasonText)
	switch kind {
	case SeasonRemarkWords:
		view, err = b.seasons.AddRemark(ctx, req.Act, id, text)
	case SeasonInputWords:
		view, err = b.seasons.GiveInput(ctx, req.Act, id, req.Metadata.Version, text)
	case SeasonReplyWords:
		view, err = b.seasons.ReplyTo(ctx, req.Act, id, text)
	default:
		err = domain.Refuse(domain.NotFound, "request.unknown")
	}
	if err != nil {
		return Reply{}, err
	}
	return Update(seasonCaseView(req.Voice, view)), nil
}

// acknowledgeSeason is the person's word that they have read it.
func (b *Bot) acknowledgeSeason(ctx context.Context, req Request) (Reply, error) {
	view, err := b.seasons.Acknowledge(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, seasonViews, seasonCaseView(req.Voice, view)), nil
}

// seasonDraftRow asks for the summaries that somebody has to write in a season.
func (b *Bot) seasonDraftRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	season, err := b.seasons.Show(ctx, view.Person.ID, ask.Subject)
	if err != nil || season.Season.State != domain.SeasonOpen {
		return cardRow{}, err
	}
	left := 0
	for _, c := range season.Cases {
		if c.Writer == view.Person.ID && c.State == domain.CaseWriting {
			left++
		}
	}
	if left == 0 {
		return cardRow{}, nil
	}
	return seasonDraftCard(v, season, left), nil
}

// seasonReadRow asks to read the own summary.
func (b *Bot) seasonReadRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	c, err := b.seasons.ShowCase(ctx, view.Person.ID, ask.Subject)
	if err != nil || c.Case.SharedAt.IsZero() || !c.Case.AckAt.IsZero() {
		return cardRow{}, err
	}
	return seasonReadCard(v, c), nil
}
