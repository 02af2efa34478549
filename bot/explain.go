package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// explainRoutes are the ways to what the table says of somebody.
func (b *Bot) explainRoutes() []Route {
	return []Route{{Kind: Command, ID: CommandWhy, Speed: Opening, Handle: b.openWhy}}
}

// openWhy explains what somebody who is named may do with what is about the person
// who asks; without anybody it shows who sees what.
func (b *Bot) openWhy(ctx context.Context, req Request) (Reply, error) {
	who, _, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	if who.ID == req.Person.ID {
		return b.openPrivacy(ctx, req)
	}
	e, err := b.why.Why(ctx, req.Person.ID, who.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(whyView(req.Voice, e)), nil
}

// whyView says by which lines somebody may do what.
func whyView(v *sentence.Voice, e domain.Explained) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "explain.intro", "Name", e.Person.Name))}
	for _, r := range e.Stands {
		blocks = append(blocks, blockkit.Header(say(v, "explain.as", "Who", v.Relation(r, e.Team))))
		for _, c := range v.WhatOne(e.By(r)) {
			blocks = append(blocks, blockkit.Section(blockkit.Lines(blockkit.Bold(blockkit.App(c.Heading)), appLines(c.Lines))))
		}
	}
	if len(e.Rules) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "explain.nothing", "Name", e.Person.Name)))
	}
	blocks = append(blocks, blockkit.Divider(), blockkit.Context(say(v, "explain.given", "Name", e.Person.Name)))
	return blockkit.Modal{
		ID: WhyView, Title: say(v, "explain.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Actions(button(v, PressPrivacy, "", "explain.all_button"), button(v, PressOpened, "", "access.title"))),
	}
}
