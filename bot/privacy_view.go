package bot

import (
	"context"
	"strings"

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

// privacyView prints the table of permissions in sentences, noun by noun, in
// the table's own order.
func privacyView(v *sentence.Voice, table []domain.Rule, team string) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "privacy.intro"))}
	var nouns []string
	lines := map[string][]blockkit.Text{}
	for _, rule := range table {
		noun, _, _ := strings.Cut(string(rule.Action), ".")
		if len(lines[noun]) == 0 {
			nouns = append(nouns, noun)
		}
		lines[noun] = append(lines[noun], ruleLine(v, rule, team))
	}
	for _, noun := range nouns {
		blocks = append(blocks, blockkit.Header(say(v, "privacy.noun_"+noun)), blockkit.Section(blockkit.Lines(lines[noun]...)))
	}
	blocks = append(blocks, blockkit.Divider(), myDataLine(v), blockkit.Section(say(v, "privacy.words", "Team", team)), blockkit.Context(say(v, "privacy.legal")))
	blocks = append(blocks, blockkit.Actions(button(v, PressOpened, "", "access.title")))
	return blockkit.Modal{
		ID: PrivacyView, Title: say(v, "privacy.title"), Close: say(v, "rapport.close_button"),
		Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// ruleLine says one row: what, who, and on which condition.
func ruleLine(v *sentence.Voice, rule domain.Rule, team string) blockkit.Text {
	who := make([]string, len(rule.Relations))
	for i, r := range rule.Relations {
		who[i] = v.Say("privacy.relation_"+string(r), "Team", team)
	}
	key := "privacy.line"
	switch {
	case rule.Second:
		key = "privacy.line_second"
	case rule.Reason:
		key = "privacy.line_reason"
	}
	what := v.Say("privacy.action_" + strings.ReplaceAll(string(rule.Action), ".", "_"))
	return say(v, key, "What", what, "Who", v.List(who))
}
