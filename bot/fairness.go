package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// fairnessRoutes are the ways to the report for the people team, and to the mirror.
func (b *Bot) fairnessRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressFairness, Speed: Opening, Handle: b.openFairness},
		{Kind: Command, ID: CommandMirror, Alone: true, Speed: Opening, Handle: b.openMirror},
		{Kind: Press, ID: PressMirror, Speed: Opening, Handle: b.openMirror},
	}
}

func (b *Bot) openFairness(ctx context.Context, req Request) (Reply, error) {
	r, err := b.fairness.Report(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(fairnessView(req.Voice, r)), nil
}

// openMirror shows how the own attention is spread.
func (b *Bot) openMirror(ctx context.Context, req Request) (Reply, error) {
	m, err := b.mirrors.Show(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(mirrorView(req.Voice, m)), nil
}

// chapterBlocks are chapters as blocks.
func chapterBlocks(chapters []sentence.Chapter) []blockkit.Block {
	var blocks []blockkit.Block
	for _, c := range chapters {
		blocks = append(blocks, blockkit.Header(blockkit.Name(c.Heading)))
		for _, line := range c.Lines {
			blocks = append(blocks, blockkit.Section(blockkit.User(line)))
		}
	}
	return blocks
}

// fairnessView is the report.
func fairnessView(v *sentence.Voice, r domain.FairnessReport) blockkit.Modal {
	return blockkit.Modal{
		ID: FairnessView, Title: say(v, "fairness.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: chapterBlocks(v.Fairness(r)),
	}
}

// mirrorView is the reader's own spread beside the organisation's.
func mirrorView(v *sentence.Voice, m domain.Mirror) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Context(say(v, "mirror.intro", "Day", v.Date(domain.DateOf(m.Since, v.Zone()))))}
	if m.All.People > 0 {
		blocks = append(blocks,
			blockkit.Section(say(v, "mirror.team_thanked", "Part", m.Team.Thanked, "People", m.Team.People, "Share", v.Percent(m.All.Thanked, m.All.People))),
			blockkit.Section(say(v, "mirror.team_told", "Part", m.Team.Told, "People", m.Team.People, "Share", v.Percent(m.All.Told, m.All.People))),
			blockkit.Context(say(v, "mirror.as_of", "Day", v.Date(m.Day))))
	} else {
		blocks = append(blocks, blockkit.Context(say(v, "mirror.no_organisation")))
	}
	for _, row := range m.Rows {
		last := v.Say("mirror.never")
		if !row.Last.IsZero() {
			last = v.ShortDate(row.Last)
		}
		blocks = append(blocks, blockkit.Section(say(v, "mirror.row", "Name", row.Person.Name, "Thanks", row.Thanks, "Feedback", row.Feedback,
			"Words", row.Words, "Held", row.Held, "Last", last)))
	}
	return blockkit.Modal{
		ID: MirrorView, Title: say(v, "mirror.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: append(blocks, blockkit.Context(say(v, "mirror.limits"))),
	}
}
