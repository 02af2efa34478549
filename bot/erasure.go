package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// erasureRoutes erase somebody who has left, with the yes of two.
func (b *Bot) erasureRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressErasure, Speed: Opening, Handle: b.openErasure},
		{Kind: Submit, ID: ErasureFindForm, Speed: Doing, Fields: []string{FieldErasureName}, Handle: b.planErasure},
		{Kind: Submit, ID: ErasureForm, Speed: Doing, Fields: []string{FieldErasureWhy}, Handle: b.submitErasure},
		{Kind: Press, ID: PressErasureLook, Speed: Opening, Handle: b.lookAtErasure},
		{Kind: Press, ID: PressErasureYes, Speed: Doing, Handle: b.agreeToErasure},
	}
}

func (b *Bot) erasureRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.ErasureAsked: b.toReader(renderErasure)}
}

// renderErasure asks for the second yes, or says that the machine was told to. It
// names nobody.
func renderErasure(v *sentence.Voice, m domain.Message) blockkit.Message {
	return recordMessage(v, "hold.why", button(v, PressErasureLook, string(m.Subject), "retention.look_button"), v.Say("erasure.asked"))
}

// openErasure asks who, by name: somebody who has left cannot be chosen.
func (b *Bot) openErasure(ctx context.Context, req Request) (Reply, error) {
	if err := b.holds.Prepare(ctx, req.Person.ID); err != nil {
		return Reply{}, err
	}
	return Open(erasureFind(req.Voice, b.formMetadata("", 0))), nil
}

// planErasure says what would go and what would stay, and asks why.
func (b *Bot) planErasure(ctx context.Context, req Request) (Reply, error) {
	person, err := b.holds.Find(ctx, req.Person.ID, strings.TrimSpace(req.Values.Text(FieldErasureName)))
	if err != nil {
		return Reply{}, err
	}
	plan, err := b.erasures.Plan(ctx, req.Act, person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Update(erasureForm(req.Voice, plan, b.formMetadata(person.ID, 0))), nil
}

func (b *Bot) submitErasure(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.erasures.Ask(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldErasureWhy)); err != nil {
		return Reply{}, err
	}
	return notice(req, "erasure.asked_done"), nil
}

// lookAtErasure shows the second person what the first saw, and why.
func (b *Bot) lookAtErasure(ctx context.Context, req Request) (Reply, error) {
	e, plan, err := b.erasures.Look(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(erasureView(req.Voice, e, plan)), nil
}

func (b *Bot) agreeToErasure(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.erasures.Agree(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	return settled(req, "erasure.begun"), nil
}

// erasureFind asks whom it concerns.
func erasureFind(v *sentence.Voice, meta Metadata) blockkit.Modal {
	return form(v, frame{ErasureFindForm, "erasure.title", "pause.next_button"}, meta,
		blockkit.Section(say(v, "erasure.intro")),
		blockkit.Input(blockkit.Field{ID: FieldErasureName, Label: say(v, "erasure.name_label"), Element: blockkit.TextField{ID: FieldErasureName, Focus: true}}))
}

// erasureLines say what goes and what stays, and why.
func erasureLines(v *sentence.Voice, plan domain.ErasurePlan) []blockkit.Block {
	var lines []blockkit.Text
	for _, c := range plan.Counts {
		what := v.Say("retention.record_" + string(c.Type))
		lines = append(lines, say(v, "erasure.count_line", "What", what, "Gone", strconv.Itoa(c.Gone), "Stays", strconv.Itoa(c.Stays)))
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, "erasure.who", "Name", plan.Person.Name))}
	if len(lines) > 0 {
		blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
	}
	return append(blocks, blockkit.Section(say(v, "erasure.stays_why")))
}

// erasureForm shows the plan and asks for the reason: the first yes.
func erasureForm(v *sentence.Voice, plan domain.ErasurePlan, meta Metadata) blockkit.Modal {
	blocks := append(erasureLines(v, plan), blockkit.Input(blockkit.Field{
		ID: FieldErasureWhy, Label: say(v, "hold.why_label"), Element: blockkit.TextField{ID: FieldErasureWhy, Multiline: true, Max: domain.MaxErasureReason},
	}), blockkit.Context(say(v, "erasure.second_needed")))
	return form(v, frame{ErasureForm, "erasure.title", "erasure.ask_button"}, meta, blocks...)
}

// erasureView shows the plan to who says the second yes.
func erasureView(v *sentence.Voice, e domain.Erasure, plan domain.ErasurePlan) blockkit.Modal {
	blocks := append(erasureLines(v, plan), blockkit.Context(say(v, "erasure.reason")), blockkit.Quote(blockkit.User(e.Reason)))
	if e.YesAt.IsZero() {
		yes := button(v, PressErasureYes, string(e.ID), "erasure.yes_button")
		yes.Confirm = &blockkit.Confirm{
			Title: say(v, "erasure.title"), Text: say(v, "erasure.sure", "Name", plan.Person.Name),
			Yes: say(v, "erasure.yes_button"), No: say(v, "rapport.cancel_button"), Danger: true,
		}
		blocks = append(blocks, blockkit.Actions(yes))
	}
	return blockkit.Modal{ID: ErasureView, Title: say(v, "erasure.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}
