package bot

import (
	"context"
	"strconv"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// priorityFields are the fields of the form of priorities.
func priorityFields() []string {
	var fields []string
	for i := range domain.MostPriorities {
		place := strconv.Itoa(i + 1)
		fields = append(fields, FieldPriorityText+place, FieldPriorityOwner+place)
	}
	return fields
}

// priorityRoutes are the ways to what the company puts first.
func (b *Bot) priorityRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandPriorities, Alone: true, Speed: Opening, Handle: b.openPriorities},
		{Kind: Press, ID: PressPriorities, Speed: Opening, Handle: b.openPriorities},
		{Kind: Press, ID: PressPriorityAsk, Speed: Doing, Handle: b.askAboutPriority},
		{Kind: Press, ID: PressPriorityWrite, Speed: Answering, Handle: b.followLink},
		{Kind: Press, ID: PressPriorityPublish, Speed: Opening, Handle: b.openPriorityForm},
		{Kind: Submit, ID: PriorityForm, Speed: Doing, Fields: priorityFields(), Handle: b.submitPriorities, Again: b.openPriorityForm},
	}
}

func (b *Bot) priorityRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.PriorityQuestion: b.renderPriorityQuestion}
}

// renderPriorityQuestion tells the owner who has a question about which priority.
func (b *Bot) renderPriorityQuestion(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	p, owner, asker, err := b.first.ShowAsked(ctx, m)
	if err != nil {
		return blockkit.Message{}, err
	}
	return priorityQuestion(b.voiceOf(owner), p, asker, b.home.URL), nil
}

// priorityViews lead to each other in one place.
var priorityViews = []string{PriorityView, PriorityForm}

func (b *Bot) openPriorities(ctx context.Context, req Request) (Reply, error) {
	p, err := b.first.Show(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, priorityViews, priorityView(req.Voice, p)), nil
}

// askAboutPriority lets the owner know that somebody has a question, in one press.
func (b *Bot) askAboutPriority(ctx context.Context, req Request) (Reply, error) {
	owner, err := b.first.Ask(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Say(priorityAsked(req.Voice, owner, req.Person.ID, b.home.URL)), nil
}

// openPriorityForm opens the form for the present period or the next one.
func (b *Bot) openPriorityForm(ctx context.Context, req Request) (Reply, error) {
	p, err := b.first.Show(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	if !p.MayPublish {
		return sameWay(req, priorityViews, priorityView(req.Voice, p)), nil
	}
	period, err := domain.ParsePeriod(req.Value)
	if err != nil || period != p.Coming {
		period = p.Present
	}
	return sameWay(req, priorityViews, priorityForm(req.Voice, p, period, b.formMetadata(domain.ID(period.Key), p.Newest))), nil
}

func (b *Bot) submitPriorities(ctx context.Context, req Request) (Reply, error) {
	draft := domain.PriorityDraft{Version: req.Metadata.Version, Period: string(req.Metadata.Subject)}
	for i := range domain.MostPriorities {
		place := strconv.Itoa(i + 1)
		p := domain.Priority{Text: req.Values.Text(FieldPriorityText + place)}
		if user := req.Values.User(FieldPriorityOwner + place); user != "" {
			owner, err := b.people.Meet(ctx, user)
			if err != nil && domain.CodeOf(err) != domain.NotFound {
				return Reply{}, err
			}
			p.Owner = owner.ID
		}
		draft.Entries = append(draft.Entries, p)
	}
	if _, err := b.first.Publish(ctx, req.Act, draft); err != nil {
		return Reply{}, err
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.openPriorities(ctx, req) }), nil
}
