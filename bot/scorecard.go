package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// scorecardRoutes are the ways to what a quarter came to.
func (b *Bot) scorecardRoutes() []Route {
	return []Route{{Kind: Press, ID: PressScorecard, Speed: Opening, Handle: b.openScorecard}}
}

func (b *Bot) scorecardRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.ScorecardReady: b.renderScorecard}
}

// renderScorecard says that a scorecard is there.
func (b *Bot) renderScorecard(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	view, err := b.scores.Show(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return scorecardMessage(b.voiceOf(view.Reader), view), nil
}

func (b *Bot) openScorecard(ctx context.Context, req Request) (Reply, error) {
	view, err := b.scores.Show(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return Open(scorecardView(req.Voice, view)), nil
}

// scorecardMessage says that it is there, with what to look at first.
func scorecardMessage(v *sentence.Voice, view domain.ScorecardView) blockkit.Message {
	f := view.Card.Figures
	line := say(v, "scorecard.ready", "Period", v.Quarter(view.Card.Period))
	what := v.ScoreAdvice(view)[0]
	m := blockkit.Message{Fallback: line, More: say(v, "rapport.more"), Blocks: []blockkit.Block{
		blockkit.SectionWith(blockkit.Bold(line), button(v, PressScorecard, string(view.Card.ID), "rapport.open_button")),
		blockkit.Section(say(v, "scorecard.ready_line", "Held", f.Held.Part, "Due", f.Held.Whole, "What", what)),
		blockkit.Context(say(v, "scorecard.ready_why", "Team", view.Policy.PeopleTeam.Name)),
	}}
	return m
}

// scorecardView is the whole of it.
func scorecardView(v *sentence.Voice, view domain.ScorecardView) blockkit.Modal {
	return blockkit.Modal{
		ID: ScorecardView, Title: say(v, "scorecard.title"), Close: say(v, "rapport.close_button"), More: say(v, "rapport.more"),
		Blocks: chapterBlocks(v.Scorecard(view)),
	}
}
