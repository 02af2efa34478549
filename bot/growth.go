package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// growthFields are the fields of the form for an item.
var growthFields = []string{
	FieldGrowthWhat, FieldGrowthWhy, FieldGrowthSteps, FieldGrowthServes, FieldGrowthListed, FieldGrowthTitle, FieldGrowthLink,
	FieldGrowthCost, FieldGrowthDays, FieldGrowthDue,
}

// growthRoutes are the ways to plans.
func (b *Bot) growthRoutes() []Route {
	tell := []string{FieldGrowthConfidence, FieldGrowthText}
	end := []string{FieldGrowthEnding, FieldGrowthReason, FieldGrowthLesson}
	said := []string{FieldGrowthText}
	return []Route{
		{Kind: Command, ID: CommandGrowth, Speed: Opening, Handle: b.openGrowthOf},
		{Kind: Command, ID: CommandGrowthHelp, Alone: true, Speed: Answering, Handle: b.explainGrowth},
		{Kind: Command, ID: CommandGrowthNew, Alone: true, Speed: Opening, Handle: b.openGrowthForm},
		{Kind: Command, ID: CommandGrowthTeam, Alone: true, Speed: Opening, Handle: b.openTeamGrowth},
		{Kind: Press, ID: PressGrowth, Speed: Opening, Handle: b.openGrowth},
		{Kind: Press, ID: PressGrowthNew, Speed: Opening, Handle: b.openGrowthForm},
		{Kind: Press, ID: PressGrowthEdit, Speed: Opening, Handle: b.openGrowthForm},
		{Kind: Submit, ID: GrowthForm, Speed: Doing, Fields: growthFields, Handle: b.submitGrowth, Again: b.openGrowthForm},
		{Kind: Press, ID: PressGrowthOpen, Speed: Opening, Handle: b.openGrowthItem},
		{Kind: Press, ID: PressGrowthTell, Speed: Opening, Handle: b.openGrowthTell},
		{Kind: Submit, ID: GrowthTellForm, Speed: Doing, Fields: tell, Handle: b.submitGrowthTell, Again: b.openGrowthTell},
		{Kind: Press, ID: PressGrowthSame, Speed: Doing, Handle: b.growthUnchanged},
		{Kind: Press, ID: PressGrowthEnd, Speed: Opening, Handle: b.openGrowthEnd},
		{Kind: Submit, ID: GrowthEndForm, Speed: Doing, Fields: end, Handle: b.submitGrowthEnd, Again: b.openGrowthEnd},
		{Kind: Press, ID: PressGrowthSupport, Speed: Opening, Handle: b.openGrowthSupport},
		{Kind: Submit, ID: GrowthSupportForm, Speed: Doing, Fields: said, Handle: b.submitGrowthSupport, Again: b.openGrowthSupport},
		{Kind: Press, ID: PressGrowthComment, Speed: Opening, Handle: b.openGrowthComment},
		{Kind: Submit, ID: GrowthCommentForm, Speed: Doing, Fields: said, Handle: b.submitGrowthComment},
		{Kind: Press, ID: PressGrowthLooked, Speed: Doing, Handle: b.growthLooked},
	}
}

func (b *Bot) growthRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.PlanTold: b.renderGrowthTold}
}

// renderGrowthTold tells the person what somebody else did with the plan.
func (b *Bot) renderGrowthTold(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	detail, by, word, err := b.growth.ShowTold(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return growthTold(b.voiceOf(detail.Person), detail.Item(), by, word), nil
}

// growthViews are the views of this noun that lead to each other in one place:
// Slack lays only three on each other.
var growthViews = []string{GrowthView, GrowthForm, GrowthTellForm, GrowthEndForm, GrowthSupportForm, GrowthCommentForm}

// growthPageValue is a page of items as the value of a button.
func growthPageValue(p domain.PlanPage) string {
	team, ended := "", ""
	if p.Team {
		team = "team"
	}
	if p.Ended {
		ended = "ended"
	}
	return strings.Join([]string{string(p.Person), team, ended, string(p.After)}, ":")
}

// parseGrowthPage reads it; an empty one is what is open in the reader's own plan.
func parseGrowthPage(value string) domain.PlanPage {
	parts := append(strings.Split(value, ":"), "", "", "", "")
	return domain.PlanPage{Person: domain.ID(parts[0]), Team: parts[1] == "team", Ended: parts[2] == "ended", After: domain.ID(parts[3])}
}

// openGrowthOf is /growth, with a person or without. A plan's words stand in forms
// alone, so that a list opens where goals are said.
func (b *Bot) openGrowthOf(ctx context.Context, req Request) (Reply, error) {
	who, rest, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	if rest != "" {
		return b.explainGrowth(ctx, req)
	}
	return b.showGrowth(ctx, req, domain.PlanPage{Person: who.ID})
}

func (b *Bot) openTeamGrowth(ctx context.Context, req Request) (Reply, error) {
	return b.showGrowth(ctx, req, domain.PlanPage{Team: true})
}

func (b *Bot) openGrowth(ctx context.Context, req Request) (Reply, error) {
	return b.showGrowth(ctx, req, parseGrowthPage(req.Value))
}

func (b *Bot) showGrowth(ctx context.Context, req Request, page domain.PlanPage) (Reply, error) {
	list, err := b.growth.List(ctx, req.Person.ID, page)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, growthViews, growthListView(req.Voice, list)), nil
}

func (b *Bot) explainGrowth(_ context.Context, req Request) (Reply, error) {
	return Say(sentences(req.Voice, "", req.Voice.Say("growth.help_line"), req.Voice.Say("growth.help_more"))), nil
}

// openGrowthForm opens the form for a new item of the own plan, or for one that is
// changed.
func (b *Bot) openGrowthForm(ctx context.Context, req Request) (Reply, error) {
	var item domain.PlanItem
	if req.Value != "" {
		detail, err := b.growth.Show(ctx, req.Person.ID, domain.ID(req.Value))
		if err != nil {
			return Reply{}, err
		}
		if item = detail.Item(); item.Ended() || !detail.MayWrite[item.ID] {
			return sameWay(req, growthViews, growthItemView(req.Voice, detail)), nil
		}
	}
	places, serves, err := b.growth.Places(ctx, req.Person.ID, item)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, growthViews, growthForm(req.Voice, item, serves, places, b.formMetadata(item.ID, item.Version))), nil
}

func (b *Bot) submitGrowth(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	draft := domain.PlanDraft{
		ID: req.Metadata.Subject, Version: req.Metadata.Version,
		What: v.Text(FieldGrowthWhat), Why: v.Text(FieldGrowthWhy), Steps: v.Text(FieldGrowthSteps),
		Title: v.Text(FieldGrowthTitle), Link: v.Text(FieldGrowthLink), Cost: v.Text(FieldGrowthCost), Days: v.Text(FieldGrowthDays),
		Due: v.Date(FieldGrowthDue), ServesAsked: v.Has(FieldGrowthServes),
	}
	if serves := v.Choice(FieldGrowthServes); serves != noParent {
		draft.Serves = domain.ID(serves)
	}
	if listed := v.Choice(FieldGrowthListed); listed != noParent {
		draft.Listed = listed
	}
	out, err := b.growth.Save(ctx, req.Act, draft)
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showGrowthItem(ctx, req, out.Subject) }), nil
}

// openGrowthItem shows one item with what was said about it.
func (b *Bot) openGrowthItem(ctx context.Context, req Request) (Reply, error) {
	return b.showGrowthItem(ctx, req, domain.ID(req.Value))
}

func (b *Bot) showGrowthItem(ctx context.Context, req Request, id domain.ID) (Reply, error) {
	detail, err := b.growth.Show(ctx, req.Person.ID, id)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, growthViews, growthItemView(req.Voice, detail)), nil
}

// openGrowthPart opens a form about an item that is open; for one that has ended it
// shows what became of it.
func (b *Bot) openGrowthPart(ctx context.Context, req Request, form func(domain.PlanDetail, Metadata) blockkit.Modal) (Reply, error) {
	detail, err := b.growth.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	item := detail.Item()
	if item.Ended() {
		return sameWay(req, growthViews, growthItemView(req.Voice, detail)), nil
	}
	return sameWay(req, growthViews, form(detail, b.formMetadata(item.ID, item.Version))), nil
}

func (b *Bot) openGrowthTell(ctx context.Context, req Request) (Reply, error) {
	return b.openGrowthPart(ctx, req, func(d domain.PlanDetail, meta Metadata) blockkit.Modal {
		return growthTellForm(req.Voice, d.Item(), meta)
	})
}

func (b *Bot) submitGrowthTell(ctx context.Context, req Request) (Reply, error) {
	report := domain.PlanReport{
		Version: req.Metadata.Version, Confidence: domain.Confidence(req.Values.Choice(FieldGrowthConfidence)), Text: req.Values.Text(FieldGrowthText),
	}
	out, err := b.growth.Tell(ctx, req.Act, req.Metadata.Subject, report)
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showGrowthItem(ctx, req, out.Subject) }), nil
}

// growthUnchanged is "no change" in one tap.
func (b *Bot) growthUnchanged(ctx context.Context, req Request) (Reply, error) {
	_, err := b.growth.Tell(ctx, req.Act, domain.ID(req.Value), domain.PlanReport{NoChange: true})
	return notice(req, "goal.unchanged"), err
}

func (b *Bot) openGrowthEnd(ctx context.Context, req Request) (Reply, error) {
	return b.openGrowthPart(ctx, req, func(d domain.PlanDetail, meta Metadata) blockkit.Modal {
		return growthEndForm(req.Voice, d.Item(), meta)
	})
}

func (b *Bot) submitGrowthEnd(ctx context.Context, req Request) (Reply, error) {
	end := domain.PlanEnd{
		Version: req.Metadata.Version, State: domain.PlanState(req.Values.Choice(FieldGrowthEnding)),
		Reason: req.Values.Text(FieldGrowthReason), Lesson: req.Values.Text(FieldGrowthLesson),
	}
	out, err := b.growth.End(ctx, req.Act, req.Metadata.Subject, end)
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showGrowthItem(ctx, req, out.Subject) }), nil
}

func (b *Bot) openGrowthSupport(ctx context.Context, req Request) (Reply, error) {
	return b.openGrowthPart(ctx, req, func(d domain.PlanDetail, meta Metadata) blockkit.Modal {
		return growthSupportForm(req.Voice, d, meta)
	})
}

func (b *Bot) submitGrowthSupport(ctx context.Context, req Request) (Reply, error) {
	out, err := b.growth.Support(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, req.Values.Text(FieldGrowthText))
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showGrowthItem(ctx, req, out.Subject) }), nil
}

func (b *Bot) openGrowthComment(ctx context.Context, req Request) (Reply, error) {
	detail, err := b.growth.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, growthViews, growthCommentForm(req.Voice, detail, b.formMetadata(detail.Item().ID, 0))), nil
}

func (b *Bot) submitGrowthComment(ctx context.Context, req Request) (Reply, error) {
	out, err := b.growth.Comment(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldGrowthText))
	if err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showGrowthItem(ctx, req, out.Subject) }), nil
}

// growthLooked is "seen" in one tap.
func (b *Bot) growthLooked(ctx context.Context, req Request) (Reply, error) {
	_, err := b.growth.Looked(ctx, req.Act, domain.ID(req.Value))
	return notice(req, "growth.looked_done"), err
}

// growthRow asks how something in the own plan goes.
func (b *Bot) growthRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	detail, err := b.growth.Show(ctx, view.Person.ID, ask.Subject)
	if err != nil || detail.Item().Ended() {
		return cardRow{}, err
	}
	return growthCard(v, detail.Item(), domain.DateOf(view.Now, v.Zone())), nil
}

// growthSupportRow asks whether the manager supports what is new in a plan.
func (b *Bot) growthSupportRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	list, err := b.growth.List(ctx, view.Person.ID, domain.PlanPage{Person: ask.Subject})
	if err != nil || len(list.Items) == 0 {
		return cardRow{}, err
	}
	return growthSupportCard(v, list.Person), nil
}
