package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// openPrivacy shows who sees what.
func (b *Bot) openPrivacy(ctx context.Context, req Request) (Reply, error) {
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(privacyView(req.Voice, domain.Table, choices.Team)), nil
}

// privacyView prints the table of permissions.
func privacyView(v *sentence.Voice, table []domain.Rule, team string) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "privacy.intro"))}
	blocks = append(blocks, tableBlocks(v, table, team)...)
	blocks = append(blocks, blockkit.Divider(), myDataLine(v), blockkit.Section(say(v, "privacy.words", "Team", team)), blockkit.Context(say(v, "privacy.legal")))
	blocks = append(blocks, blockkit.Actions(button(v, PressOpened, "", "access.title")))
	return blockkit.Modal{
		ID: PrivacyView, Title: say(v, "privacy.title"), Close: say(v, "rapport.close_button"),
		Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// tableBlocks are rows of the table, noun by noun.
func tableBlocks(v *sentence.Voice, table []domain.Rule, team string) []blockkit.Block {
	var blocks []blockkit.Block
	for _, c := range v.WhoSeesWhat(table, team) {
		blocks = append(blocks, blockkit.Header(blockkit.App(c.Heading)), blockkit.Section(appLines(c.Lines)))
	}
	return blocks
}

// appLines are sentences of the catalogue, one a line.
func appLines(list []string) blockkit.Text {
	lines := make([]blockkit.Text, len(list))
	for i, line := range list {
		lines[i] = blockkit.App(line)
	}
	return blockkit.Lines(lines...)
}
