package bot

import (
	"context"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// helpLines are the sentences of the help, one for each command; a noun adds
// its own.
var helpLines = []string{
	"kudos.help_line",
	"feedback.help_line",
	"conversation.help_line",
	"goal.help_line",
	"priority.help_line",
	"coaching.help_line",
	"mirror.help_line",
	"expectation.help_line",
	"fund.help_line",
	"season.help_line",
	"growth.help_line",
	"round.help_line",
	"file.help_line",
	"dossier.help_line",
	"greeting.help_line",
	"privacy.help_line",
	"explain.help_line",
	"access.help_line",
	"absence.help_line",
	"hours.help_line",
	"settings.help_line",
	"person.help_line",
	"retention.help_line",
	"mydata.help_line",
}

func (b *Bot) helpRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandRapport, Speed: Answering, Handle: b.showHelp},
		{Kind: Command, ID: CommandRapportHelp, Speed: Answering, Handle: b.showHelp},
		{Kind: Press, ID: PressHelp, Speed: Answering, Handle: b.showHelp},
		{Kind: Event, ID: EventDirectMessage, Speed: Doing, Handle: b.answerMessage},
		{Kind: Event, ID: EventOtherMessage, Speed: Answering, Nobody: true, Handle: b.passOver},
	}
}

// showHelp says what there is. A word that is no command is named, so that
// nobody wonders whether something happened.
func (b *Bot) showHelp(_ context.Context, req Request) (Reply, error) {
	word, _ := firstWord(req.Text)
	if req.Kind != Command || req.ID == CommandRapportHelp {
		word = ""
	}
	return Say(helpView(req.Voice, word)), nil
}

// passOver is for events that Slack sends along with those that are wanted:
// edits, joins, posts of apps.
func (b *Bot) passOver(context.Context, Request) (Reply, error) { return Nothing(), nil }

// answerMessage answers what a person typed to Rapport, once however often Slack
// delivers it.
func (b *Bot) answerMessage(ctx context.Context, req Request) (Reply, error) {
	reply, err := b.messageAnswer(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	first, err := b.practice.First(ctx, req.Act)
	if err != nil || !first {
		return Nothing(), err
	}
	return reply, nil
}

// messageAnswer is the answer. A command that only shows something is answered
// as if it had been one. Everything else does not run in a message: what looks
// like thanks becomes a button that sends them.
func (b *Bot) messageAnswer(ctx context.Context, req Request) (Reply, error) {
	if route, typed, found := b.typedCommand(req); found {
		return route.Handle(ctx, typed)
	}
	text := strings.TrimPrefix(req.Text, "/")
	if word, rest := firstWord(text); word == strings.TrimPrefix(CommandKudos, "/") {
		text = rest
	}
	choices, err := b.kudos.Choices(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	note := b.readKudos(ctx, text, choices)
	if len(note.Users) == 0 {
		return Say(helpView(req.Voice, "")), nil
	}
	people := make([]string, 0, len(note.Users))
	for _, id := range note.Users {
		p, err := b.people.Meet(ctx, id)
		if err != nil && domain.CodeOf(err) != domain.NotFound {
			return Reply{}, err
		}
		people = append(people, p.Name)
	}
	m := sentences(req.Voice, note.Text, req.Voice.Say("help.message_is_no_kudos"))
	yes := kudosYes{note: note, label: say(req.Voice, "kudos.send_to", "People", people)}
	return b.offerKudos(ctx, req, note, m, yes)
}

// typedCommand finds the command that a message consists of, with or without
// its slash, where it shows something and changes nothing: a sentence that
// begins like a command must do no harm.
func (b *Bot) typedCommand(req Request) (Route, Request, bool) {
	typed := req
	typed.Kind, typed.ID = Command, CommandRapport
	typed.Text = strings.TrimPrefix(strings.TrimPrefix(req.Text, "/"), "rapport ")
	route, found := b.router.find(&typed)
	shows := found && route.Speed == Answering && typed.ID != CommandRapport
	return route, typed, shows && (route.Alone || typed.Text == "")
}

// helpView is what /rapport says.
func helpView(v *sentence.Voice, unknown string) blockkit.Message {
	var list []string
	if unknown != "" {
		list = append(list, v.Say("help.unknown", "Word", unknown))
	}
	list = append(list, v.Say("help.intro"))
	for _, key := range helpLines {
		list = append(list, v.Say(key))
	}
	m := sentences(v, "", list...)
	m.Fallback = say(v, "help.intro")
	m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressKudosForm, "", "kudos.thank_button")))
	return m
}
