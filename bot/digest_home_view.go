package bot

import (
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// digestBlocks is the newest digest on the people team's Home: its facts with
// their buttons and its table. Home shows no charts.
func digestBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if h.Policy.Policy.Conversations.Start.IsZero() {
		return nil
	}
	now := blockkit.Actions(button(v, PressDigestNow, "", "digest.now_button"))
	if h.Digest.ID == "" {
		return []blockkit.Block{blockkit.Header(say(v, "digest.home_title")), blockkit.Section(say(v, "digest.home_none")), now}
	}
	view := domain.DigestView{Digest: h.Digest, Policy: h.Policy.Policy}
	// People without a manager stand above, as many as they are now.
	view.Digest.Figures.Facts = slices.DeleteFunc(slices.Clone(h.Digest.Figures.Facts), func(f domain.Fact) bool { return f.Kind == domain.FactUnassigned })
	blocks := []blockkit.Block{blockkit.Header(say(v, "digest.home_title")), blockkit.Section(digestOpening(v, view))}
	blocks = append(blocks, factBlocks(v, view)...)
	blocks = append(blocks, areaTable(v, view).Block(),
		blockkit.Context(say(v, "digest.home_charts", "Weekday", v.Weekday(h.Digest.Day.Weekday()))), now)
	return present(blocks)
}
