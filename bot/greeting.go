package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// greetingRoutes are what the first contact offers: who sees what, and quiet.
func (b *Bot) greetingRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressPrivacy, Speed: Opening, Handle: b.openPrivacy},
		{Kind: Command, ID: CommandRapportPrivacy, Alone: true, Speed: Opening, Handle: b.openPrivacy},
		{Kind: Press, ID: PressQuieter, Speed: Doing, Handle: b.makeQuieter},
		{Kind: Press, ID: PressUsual, Speed: Doing, Handle: b.makeUsual},
		{Kind: Command, ID: CommandRapportQuieter, Alone: true, Speed: Doing, Handle: b.makeQuieter},
		{Kind: Command, ID: CommandRapportUsual, Alone: true, Speed: Doing, Handle: b.makeUsual},
	}
}

func (b *Bot) greetingRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.FirstContact: b.renderGreeting}
}

// renderGreeting introduces Rapport to one person.
func (b *Bot) renderGreeting(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	in, err := b.greetings.Introduce(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return greetingMessage(b.voiceOf(in.Person), in), nil
}

// makeQuieter lets at most one message of asks a week through.
func (b *Bot) makeQuieter(ctx context.Context, req Request) (Reply, error) {
	if err := b.people.WantQuieter(ctx, req.Act, true); err != nil {
		return Reply{}, err
	}
	m := sentences(req.Voice, "", req.Voice.Say("greeting.quieter"))
	m.Blocks = append(m.Blocks, blockkit.Actions(button(req.Voice, PressUsual, "", "greeting.usual_button")))
	return Replace(m), nil
}

// makeUsual is the way back.
func (b *Bot) makeUsual(ctx context.Context, req Request) (Reply, error) {
	if err := b.people.WantQuieter(ctx, req.Act, false); err != nil {
		return Reply{}, err
	}
	m := sentences(req.Voice, "", req.Voice.Say("greeting.usual"))
	m.Blocks = append(m.Blocks, blockkit.Actions(button(req.Voice, PressQuieter, "", "greeting.quieter_button")))
	return Replace(m), nil
}

// greetingMessage is the first contact: what this is, who sees what, how much
// of it comes, and what to do about that.
func greetingMessage(v *sentence.Voice, in domain.Introduction) blockkit.Message {
	name := in.Partner.Name
	if name == "" {
		name = v.Say("greeting.somebody")
	}
	first := v.Say("greeting.runs")
	if !in.Started {
		first = v.Say("greeting.starts", "Day", v.ShortDate(in.Start))
	}
	text := blockkit.Separated(" ",
		blockkit.App(first), blockkit.App(rhythm(v, in.Cadence, name)),
		say(v, "greeting.readers", "Name", name, "Team", in.Team), say(v, "greeting.budget", "Count", in.PerWeek))
	return blockkit.Message{
		Fallback: say(v, "greeting.notice"), More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(text),
			blockkit.Actions(button(v, PressPrivacy, "", "greeting.privacy_button"), button(v, PressQuieter, "", "greeting.quieter_button")),
			blockkit.Context(say(v, "greeting.why")),
		},
	}
}

// rhythm says how often the two talk.
func rhythm(v *sentence.Voice, c domain.Cadence, name string) string {
	switch {
	case c.Weeks() > 0:
		return v.Say("greeting.weeks", "Count", c.Weeks(), "Name", name)
	case c == domain.Quarterly:
		return v.Say("greeting.quarterly", "Name", name)
	default:
		return v.Say("greeting.monthly", "Name", name)
	}
}
