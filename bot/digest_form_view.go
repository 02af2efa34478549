package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// offerLine is what a manager reads.
func offerLine(v *sentence.Voice, kind domain.FactKind, by domain.Person, policy domain.Policy) string {
	return v.Say("digest.told_"+string(kind), "Name", by.Name, "Team", policy.PeopleTeam.Name)
}

// offerMessage is what the people team sends to a manager, with the way to
// what it speaks of.
func offerMessage(v *sentence.Voice, kind domain.FactKind, by domain.Person, policy domain.Policy) blockkit.Message {
	m := sentences(v, "", offerLine(v, kind, by, policy))
	press := button(v, PressTalkTeam, "", "home.team_button")
	if kind == domain.FactThanks {
		press = button(v, PressKudosForm, "", "kudos.thank_button")
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(press), blockkit.Context(say(v, "digest.told_why")))
	return m
}

// offerForm shows what would be sent, to how many, before it is sent.
func offerForm(v *sentence.Voice, o domain.Offer, by domain.Person, policy domain.Policy, meta Metadata) blockkit.Modal {
	area := AreaName(v, domain.AreaFigures{Areas: o.Areas})
	return form(v, frame{DigestActForm, "digest.offer_title", "digest.offer_button"}, meta,
		blockkit.Section(blockkit.Bold(say(v, "digest.managers", "Count", len(o.Managers)))),
		blockkit.Section(say(v, "digest.offer_"+string(o.Fact.Kind), "Area", area)),
		blockkit.Quote(blockkit.App(offerLine(v, o.Fact.Kind, by, policy))))
}

// pairsView names who missed two conversations running.
func pairsView(v *sentence.Voice, view domain.DigestView) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "digest.pairs_intro"))}
	for _, pair := range view.Digest.Figures.Pairs {
		employee, partner := view.People[pair[0]], view.People[pair[1]]
		blocks = append(blocks, blockkit.Section(say(v, "digest.pair", "Employee", employee.Name, "Partner", partner.Name)))
	}
	return figuresModal(v, "digest.pairs_title", blocks)
}

// figuresView are the figures that have no place in the message.
func figuresView(v *sentence.Voice, view domain.DigestView) blockkit.Modal {
	f := view.Digest.Figures
	blocks := []blockkit.Block{blockkit.Section(say(v, "digest.more_people", "Counted", f.All.People, "Away", f.Away,
		"Joiners", f.Joiners, "Unassigned", f.Unassigned, "Others", f.Others))}
	for _, a := range append(append([]domain.AreaFigures{}, f.Groups...), f.All) {
		lines := []blockkit.Text{say(v, "digest.more_area", "Area", AreaName(v, a), "Held", a.Held, "Due", a.Due, "Past", a.Past, "NoDay", a.NoDay,
			"Goals", a.Goals, "AtRisk", a.AtRisk, "OffTrack", a.OffTrack, "Silent", a.Silent, "Alone", a.Alone)}
		if n := a.Answers(); n >= view.Policy.Conversations.UsefulFrom && !view.Policy.WorksCouncil {
			lines = append(lines, say(v, "digest.worth", "Count", n, "Yes", a.Yes, "Partly", a.Partly, "No", a.No))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Separated(" ", lines...)))
	}
	return figuresModal(v, "digest.more_title", blocks)
}

func figuresModal(v *sentence.Voice, title string, blocks []blockkit.Block) blockkit.Modal {
	return blockkit.Modal{
		ID: NoticeView, Title: say(v, title), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}
