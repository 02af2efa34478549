package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

func (b *Bot) settingsRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressSettings, Speed: Opening, Handle: b.openSettings},
		{Kind: Command, ID: CommandRapportSettings, Alone: true, Speed: Opening, Handle: b.openSettings},
	}
}

// openSettings opens what a person may set about how Rapport reaches them.
func (b *Bot) openSettings(_ context.Context, req Request) (Reply, error) {
	return Open(settingsView(req.Voice, req.Person)), nil
}

// settingsView leads to each setting. It does not show their values: it lies
// below the forms that change them, and Slack would show the old ones again.
func settingsView(v *sentence.Voice, person domain.Person) blockkit.Modal {
	often, press := "settings.often", button(v, PressQuieter, "", "greeting.quieter_button")
	if person.Quieter {
		often, press = "settings.quieter", button(v, PressUsual, "", "greeting.usual_button")
	}
	blocks := []blockkit.Block{
		blockkit.SectionWith(say(v, "settings.hours"), button(v, PressHours, "", "hours.settings_button")),
		blockkit.SectionWith(say(v, "settings.thanks"), button(v, PressKudosManner, "", "settings.thanks_button")),
		blockkit.SectionWith(say(v, often), press),
	}
	if person.Converses() {
		blocks = append(blocks, blockkit.SectionWith(say(v, "settings.manager"), button(v, PressLineOpen, "", "reporting.choose_button")))
	}
	blocks = append(blocks, myDataLine(v))
	return blockkit.Modal{ID: SettingsView, Title: say(v, "settings.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}
