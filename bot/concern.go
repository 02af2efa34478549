package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// concernRoutes are the ways to say that something is wrong, and to answer.
func (b *Bot) concernRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressConcern, Speed: Opening, Handle: b.openConcern},
		{Kind: Submit, ID: ConcernForm, Speed: Doing, Fields: []string{FieldConcernText}, Handle: b.submitConcern},
		{Kind: Press, ID: PressConcernRead, Speed: Opening, Handle: b.readConcern},
		{Kind: Submit, ID: ConcernAnswerForm, Speed: Doing, Fields: []string{FieldConcernAnswer}, Handle: b.submitConcernAnswer},
	}
}

// concernRenders are the messages about concerns. None holds a word of them.
func (b *Bot) concernRenders() map[string]courier.Render {
	say := func(key string) courier.Render {
		return b.toReader(func(v *sentence.Voice, m domain.Message) blockkit.Message { return concernMessage(v, key, m.Subject) })
	}
	return map[string]courier.Render{
		domain.ConcernRaised: say("concern.raised_notice"), domain.ConcernAnswered: say("concern.answered_notice"),
	}
}

// concernNote is what the form carries: what it is about.
type concernNote struct {
	Item domain.ConcernItem `json:"i,omitempty"`
}

func (b *Bot) openConcern(ctx context.Context, req Request) (Reply, error) {
	item, id, _ := strings.Cut(req.Value, ":")
	return b.openConcernAbout(ctx, req, domain.ConcernItem(item), domain.ID(id))
}

// openConcernAbout opens the form to who received the item.
func (b *Bot) openConcernAbout(ctx context.Context, req Request, item domain.ConcernItem, id domain.ID) (Reply, error) {
	mine, err := b.concerns.Receives(ctx, req.Person.ID, item, id)
	if err != nil {
		return Reply{}, err
	}
	if !mine {
		return Reply{}, domain.Refuse(domain.Forbidden, "permission.refused")
	}
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata(id, 0).With(concernNote{Item: item})
	if err != nil {
		return Reply{}, err
	}
	return Open(concernForm(req.Voice, choices.Team, meta)), nil
}

func (b *Bot) submitConcern(ctx context.Context, req Request) (Reply, error) {
	var note concernNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	view, err := b.concerns.Raise(ctx, req.Act, note.Item, req.Metadata.Subject, req.Values.Text(FieldConcernText))
	if err != nil {
		return Reply{}, err
	}
	key := "concern.raised_team"
	if view.Concern.OfTeam {
		key = "concern.raised_deputy"
	}
	return notice(req, key, "Team", view.Team), nil
}

// readConcern shows a concern to who may answer it, with the form for that; to
// who raised it, and once it is answered, without.
func (b *Bot) readConcern(ctx context.Context, req Request) (Reply, error) {
	view, err := b.concerns.Read(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if view.Concern.Raiser == req.Person.ID || !view.Concern.AnsweredAt.IsZero() {
		return Open(concernView(req.Voice, view)), nil
	}
	return Open(concernAnswerForm(req.Voice, view, b.formMetadata(view.Concern.ID, 0))), nil
}

func (b *Bot) submitConcernAnswer(ctx context.Context, req Request) (Reply, error) {
	view, err := b.concerns.Answer(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldConcernAnswer))
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return notice(req, "concern.answered_done", "Name", nameOr(req.Voice, view.People[view.Concern.Raiser])), nil
}

// concernMessage says that something is there, and names nobody.
func concernMessage(v *sentence.Voice, key string, id domain.ID) blockkit.Message {
	line := say(v, key)
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(line), blockkit.Actions(button(v, PressConcernRead, string(id), "feedback.read_button")),
			blockkit.Context(say(v, "concern.why")),
		},
	}
}

// concernForm asks what is wrong, and says who reads it.
func concernForm(v *sentence.Voice, team string, meta Metadata) blockkit.Modal {
	return form(v, frame{ConcernForm, "concern.title", "feedback.send_button"}, meta,
		blockkit.Section(say(v, "concern.form_intro", "Team", team)),
		blockkit.Input(blockkit.Field{
			ID: FieldConcernText, Label: say(v, "concern.words_label"),
			Element: blockkit.TextField{ID: FieldConcernText, Multiline: true, Max: domain.MaxConcernText, Focus: true},
		}),
		blockkit.Context(say(v, "concern.form_seen", "Team", team)))
}

// concernBlocks are who raised what about whose words.
func concernBlocks(v *sentence.Voice, view domain.ConcernView) []blockkit.Block {
	c := view.Concern
	head := say(v, "concern.headline_"+string(c.Item), "Name", nameOr(v, view.People[c.Raiser]), "Sender", nameOr(v, view.People[c.Sender]),
		"Day", v.Date(domain.DateOf(c.At, v.Zone())))
	return []blockkit.Block{
		blockkit.Section(blockkit.Bold(head)), blockkit.Context(say(v, "concern.received")), blockkit.Quote(blockkit.User(c.Received)),
		blockkit.Context(say(v, "concern.words")), blockkit.Quote(blockkit.User(c.Words)),
	}
}

// concernAnswerForm shows a concern to who answers it.
func concernAnswerForm(v *sentence.Voice, view domain.ConcernView, meta Metadata) blockkit.Modal {
	blocks := append(concernBlocks(v, view), blockkit.Input(blockkit.Field{
		ID: FieldConcernAnswer, Label: say(v, "concern.answer_label", "Name", nameOr(v, view.People[view.Concern.Raiser])),
		Element: blockkit.TextField{ID: FieldConcernAnswer, Multiline: true, Max: domain.MaxConcernText},
	}), blockkit.Actions(button(v, PressHold, string(view.Concern.Item)+":"+string(view.Concern.About), "concern.hold_button")),
		blockkit.Context(say(v, "concern.answer_seen")))
	return form(v, frame{ConcernAnswerForm, "concern.title", "concern.answer_button"}, meta, blocks...)
}

// concernView shows a concern and its answer.
func concernView(v *sentence.Voice, view domain.ConcernView) blockkit.Modal {
	c := view.Concern
	blocks := concernBlocks(v, view)
	if c.AnsweredAt.IsZero() {
		blocks = append(blocks, blockkit.Section(say(v, "concern.no_answer")))
	} else {
		line := say(v, "concern.answered", "Name", nameOr(v, view.People[c.AnsweredBy]), "Day", v.Date(domain.DateOf(c.AnsweredAt, v.Zone())))
		blocks = append(blocks, blockkit.Context(line), blockkit.Quote(blockkit.User(c.Answer)))
	}
	return blockkit.Modal{
		ID: ConcernView, Title: say(v, "concern.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// concernWaits is what was reported, for the Home of who answers.
func concernWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var blocks []blockkit.Block
	for i, c := range h.Concerns {
		if i == shownRows {
			break
		}
		line := say(v, "concern.waits", "Day", v.Date(domain.DateOf(c.At, v.Zone())))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressConcernRead, string(c.ID), "feedback.read_button")))
	}
	return blocks
}
