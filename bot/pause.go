package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

var pauseFields = []string{FieldPauseScope, FieldPauseUntil}

// pauseRoutes let the people team pause all prompts, with a second question.
func (b *Bot) pauseRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressPause, Speed: Opening, Handle: b.openPause},
		{Kind: Submit, ID: PauseForm, Speed: Answering, Fields: pauseFields, Handle: b.submitPause},
		{Kind: Submit, ID: PauseSureForm, Speed: Doing, Handle: b.confirmPause},
		{Kind: Press, ID: PressPauseEnd, Speed: Doing, Handle: b.endPause},
	}
}

// pauseNote is a pause between the two questions.
type pauseNote struct {
	Area     string      `json:"a,omitempty"`
	Location string      `json:"l,omitempty"`
	Until    domain.Date `json:"u"`
}

func (b *Bot) openPause(ctx context.Context, req Request) (Reply, error) {
	choices, err := b.pauses.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(pauseForm(req.Voice, choices, b.formMetadata("", 0))), nil
}

// The scopes of a pause, as Slack sends them back.
const (
	pauseAll      = "all"
	pauseArea     = "area:"
	pauseLocation = "location:"
)

// submitPause asks a second time, and says what the pause would do.
func (b *Bot) submitPause(ctx context.Context, req Request) (Reply, error) {
	draft := domain.PauseDraft{Until: req.Values.Date(FieldPauseUntil)}
	scope := req.Values.Choice(FieldPauseScope)
	draft.Area, _ = strings.CutPrefix(scope, pauseArea)
	draft.Location, _ = strings.CutPrefix(scope, pauseLocation)
	if !strings.HasPrefix(scope, pauseArea) {
		draft.Area = ""
	}
	if !strings.HasPrefix(scope, pauseLocation) {
		draft.Location = ""
	}
	effect, err := b.pauses.Foresee(ctx, req.Person.ID, draft)
	if err != nil {
		return Reply{}, err
	}
	meta, err := b.formMetadata("", 0).With(pauseNote{Area: draft.Area, Location: draft.Location, Until: draft.Until})
	if err != nil {
		return Reply{}, err
	}
	return Push(pauseSure(req.Voice, effect, meta)), nil
}

func (b *Bot) confirmPause(ctx context.Context, req Request) (Reply, error) {
	var note pauseNote
	if err := req.Metadata.Read(&note); err != nil {
		return Reply{}, err
	}
	draft := domain.PauseDraft{Area: note.Area, Location: note.Location, Until: note.Until}
	if _, err := b.pauses.Start(ctx, req.Act, draft); err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return notice(req, "pause.done", "Until", draft.Until), nil
}

func (b *Bot) endPause(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.pauses.Lift(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return notice(req, "pause.lifted"), nil
}

// pauseForm asks whom and until when.
func pauseForm(v *sentence.Voice, c domain.PauseChoices, meta Metadata) blockkit.Modal {
	all := blockkit.Option{Value: pauseAll, Label: say(v, "pause.all_option")}
	groups := []blockkit.OptionGroup{{Label: say(v, "pause.everybody"), Options: []blockkit.Option{all}}}
	add := func(label, prefix string, names []string) {
		var options []blockkit.Option
		for _, name := range names {
			options = append(options, blockkit.Option{Value: prefix + name, Label: blockkit.Name(name)})
		}
		if len(options) > 0 {
			groups = append(groups, blockkit.OptionGroup{Label: say(v, label), Options: options})
		}
	}
	add("pause.areas", pauseArea, c.Areas)
	add("pause.locations", pauseLocation, c.Locations)
	return form(v, frame{PauseForm, "pause.form_title", "pause.next_button"}, meta,
		blockkit.Section(say(v, "pause.intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPauseScope, Label: say(v, "pause.scope_label"),
			Element: blockkit.Select{ID: FieldPauseScope, Groups: groups, Initial: pauseAll, Placeholder: say(v, "goal.choose")},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldPauseUntil, Label: say(v, "pause.until_label"), Element: blockkit.DateField{ID: FieldPauseUntil},
		}))
}

// pauseSure is the second question: it says whom it concerns, and until when.
func pauseSure(v *sentence.Voice, e domain.PauseEffect, meta Metadata) blockkit.Modal {
	m := form(v, frame{PauseSureForm, "pause.form_title", "pause.sure_button"}, meta,
		blockkit.Section(say(v, "pause.sure", "Count", e.People, "Until", e.Until, "Scope", pauseScope(v, e.Area, e.Location))),
		blockkit.Section(say(v, "pause.effect")))
	m.Close = say(v, "pause.back_button")
	return m
}

// pauseScope says for whom a pause is.
func pauseScope(v *sentence.Voice, area, location string) string {
	switch {
	case area != "":
		return area
	case location != "":
		return location
	}
	return v.Say("pause.everybody")
}

// pauseBlocks stand on the Home of the people team.
func pauseBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	open := button(v, PressPause, "", "pause.open_button")
	find := button(v, PressPersonFind, "", "person.find_button")
	if len(h.Pauses) == 0 {
		return []blockkit.Block{blockkit.SectionWith(say(v, "pause.none"), open), blockkit.Actions(find)}
	}
	blocks := []blockkit.Block{}
	for _, p := range h.Pauses {
		blocks = append(blocks, blockkit.SectionWith(
			say(v, "pause.line", "Scope", pauseScope(v, p.Area, p.Location), "Until", p.Until), button(v, PressPauseEnd, string(p.ID), "pause.end_button")))
	}
	return append(blocks, blockkit.Actions(open, find))
}
