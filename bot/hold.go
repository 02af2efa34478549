package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

var holdFields = []string{FieldHoldWho, FieldHoldName, FieldHoldWhy, FieldHoldEnds}

// holdRoutes keep records from purge and erasure.
func (b *Bot) holdRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressHold, Speed: Opening, Handle: b.openHold},
		{Kind: Submit, ID: HoldForm, Speed: Doing, Fields: holdFields, Handle: b.submitHold},
		{Kind: Press, ID: PressHoldLift, Speed: Opening, Handle: b.openLift},
		{Kind: Submit, ID: HoldLiftForm, Speed: Doing, Fields: []string{FieldHoldWhy}, Handle: b.submitLift},
	}
}

// holdRenders tell those of the people team who may know. They name nobody.
func (b *Bot) holdRenders() map[string]courier.Render {
	say := func(key string) courier.Render {
		return b.toReader(func(v *sentence.Voice, _ domain.Message) blockkit.Message {
			return recordMessage(v, "hold.why", button(v, PressRetention, "", "retention.look_button"), v.Say(key))
		})
	}
	return map[string]courier.Render{domain.HoldIsSet: say("hold.told_set"), domain.HoldEnds: say("hold.told_end")}
}

// heldItem is one record that a hold is about, in the form.
type heldItem struct {
	Type domain.RecordName `json:"t,omitempty"`
	Item domain.ID         `json:"i,omitempty"`
}

// openHold asks whose records are held, or holds the one that the button names.
func (b *Bot) openHold(ctx context.Context, req Request) (Reply, error) {
	if err := b.holds.Prepare(ctx, req.Person.ID); err != nil {
		return Reply{}, err
	}
	kind, id, _ := strings.Cut(req.Value, ":")
	meta, err := b.formMetadata("", 0).With(heldItem{Type: domain.RecordName(kind), Item: domain.ID(id)})
	if err != nil {
		return Reply{}, err
	}
	return Open(holdForm(req.Voice, id == "", meta)), nil
}

func (b *Bot) submitHold(ctx context.Context, req Request) (Reply, error) {
	var item heldItem
	if err := req.Metadata.Read(&item); err != nil {
		return Reply{}, err
	}
	draft := domain.HoldDraft{Type: item.Type, Item: item.Item, Reason: req.Values.Text(FieldHoldWhy), Ends: req.Values.Date(FieldHoldEnds)}
	if item.Item == "" {
		person, err := b.heldPerson(ctx, req)
		if err != nil {
			return Reply{}, err
		}
		draft.Person = person.ID
	}
	hold, err := b.holds.Set(ctx, req.Act, draft)
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return notice(req, "hold.done", "Until", hold.Ends), nil
}

// heldPerson is who was chosen, or named: somebody who has left cannot be chosen.
func (b *Bot) heldPerson(ctx context.Context, req Request) (domain.Person, error) {
	if slackID := req.Values.User(FieldHoldWho); slackID != "" {
		return b.people.Meet(ctx, slackID)
	}
	return b.holds.Find(ctx, req.Person.ID, strings.TrimSpace(req.Values.Text(FieldHoldName)))
}

func (b *Bot) openLift(ctx context.Context, req Request) (Reply, error) {
	if err := b.holds.Prepare(ctx, req.Person.ID); err != nil {
		return Reply{}, err
	}
	return Open(liftForm(req.Voice, b.formMetadata(domain.ID(req.Value), 0))), nil
}

func (b *Bot) submitLift(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.holds.Lift(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldHoldWhy)); err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return notice(req, "hold.lifted"), nil
}

// holdForm asks whose records are held, why and until when.
func holdForm(v *sentence.Voice, ofPerson bool, meta Metadata) blockkit.Modal {
	intro := "hold.intro_item"
	var blocks []blockkit.Block
	if ofPerson {
		intro = "hold.intro"
		blocks = append(blocks,
			blockkit.Input(blockkit.Field{
				ID: FieldHoldWho, Label: say(v, "hold.who_label"), Optional: true,
				Element: blockkit.UserSelect{ID: FieldHoldWho, Placeholder: say(v, "conversation.with_hint")},
			}),
			blockkit.Input(blockkit.Field{
				ID: FieldHoldName, Label: say(v, "hold.name_label"), Optional: true, Element: blockkit.TextField{ID: FieldHoldName},
			}))
	}
	blocks = append([]blockkit.Block{blockkit.Section(say(v, intro))}, blocks...)
	blocks = append(blocks, holdReason(v), blockkit.Input(blockkit.Field{
		ID: FieldHoldEnds, Label: say(v, "hold.ends_label"), Element: blockkit.DateField{ID: FieldHoldEnds},
	}), blockkit.Context(say(v, "hold.seen")))
	return form(v, frame{HoldForm, "hold.title", "rapport.save_button"}, meta, blocks...)
}

// holdReason asks for the reason of a hold, or of its end.
func holdReason(v *sentence.Voice) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: FieldHoldWhy, Label: say(v, "hold.why_label"), Element: blockkit.TextField{ID: FieldHoldWhy, Multiline: true, Max: domain.MaxHoldReason},
	})
}

// liftForm asks why a hold ends before its day.
func liftForm(v *sentence.Voice, meta Metadata) blockkit.Modal {
	return form(v, frame{HoldLiftForm, "hold.lift_title", "hold.lift_button"}, meta, blockkit.Section(say(v, "hold.lift_intro")), holdReason(v))
}

// holdBlocks are the holds in force that the reader may know of.
func holdBlocks(v *sentence.Voice, view domain.RetentionView) []blockkit.Block {
	if len(view.Holds.Holds) == 0 {
		return []blockkit.Block{blockkit.Header(say(v, "hold.list_title")), blockkit.Section(say(v, "hold.none"))}
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "hold.list_title"))}
	for _, h := range view.Holds.Holds[:min(len(view.Holds.Holds), holdsShown)] {
		whose := nameOr(v, view.Holds.People[h.Person])
		if h.Person == "" {
			whose = v.Say("retention.record_" + string(h.Type))
		}
		head := say(v, "hold.line", "Whose", whose, "Until", h.Ends, "Name", nameOr(v, view.Holds.People[h.By]))
		blocks = append(blocks, blockkit.SectionWith(
			blockkit.Lines(head, blockkit.User(h.Reason).Cut(listedText)), button(v, PressHoldLift, string(h.ID), "hold.lift_button")))
	}
	if more := len(view.Holds.Holds) - holdsShown; more > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "hold.more", "Count", more)))
	}
	return blocks
}

// holdsShown is how many holds a view lists.
const holdsShown = 20
