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
	managers := say(v, "digest.managers", "Count", len(o.Managers))
	if len(o.Managers) < domain.LeastArea {
		managers = say(v, "digest.managers_few")
	}
	return form(v, frame{DigestActForm, "digest.offer_title", "digest.offer_button"}, meta,
		blockkit.Section(blockkit.Bold(managers)),
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
		line := say(v, "digest.more_area", "Area", AreaName(v, a), "Held", a.Held, "Due", a.Due, "Past", a.Past, "NoDay", a.NoDay,
			"Goals", a.Goals, "AtRisk", a.AtRisk, "OffTrack", a.OffTrack, "Silent", a.Silent, "Alone", a.Alone)
		blocks = append(blocks, blockkit.Section(line))
	}
	blocks = append(blocks, opinionBlocks(v, view)...)
	blocks = append(blocks, elsewhereBlocks(v, f)...)
	if head := f.Head; head.Number > 0 {
		blocks = append(blocks, blockkit.Divider(), blockkit.Section(say(v, "ledger.why", "Number", head.Number, "Head", head.String())))
	}
	return figuresModal(v, "digest.more_title", blocks)
}

// elsewhereBlocks are what goes on beside conversations, each with the way to where
// the people team can do something about it.
func elsewhereBlocks(v *sentence.Voice, f domain.DigestFigures) []blockkit.Block {
	var blocks []blockkit.Block
	add := func(line blockkit.Text, press, label string) {
		blocks = append(blocks, blockkit.SectionWith(line, button(v, press, "", label)))
	}
	if f.Priorities > 0 && f.All.Goals > 0 {
		add(say(v, "digest.linked", "Linked", f.All.Linked, "Goals", f.All.Goals), PressPriorities, "priority.all_button")
	}
	if f.Funds != (domain.FundCounts{}) {
		add(say(v, "digest.funds", "Waiting", f.Funds.Waiting, "Granted", f.Funds.Granted, "Finished", f.Funds.Finished), PressBudget, "fund.budget_button")
	}
	if f.Learning > 0 {
		add(say(v, "digest.learning", "Count", f.Learning), PressAreas, "growth.areas_button")
	}
	if n := f.Seasons; n.All > 0 {
		add(say(v, "digest.seasons", "Count", n.All, "Handed", n.Handed, "Read", n.Read), PressSeasons, "season.button")
	}
	if f.Rounds > 0 {
		add(say(v, "digest.rounds", "Count", f.Rounds), PressRounds, "round.rounds_button")
	}
	lines := []blockkit.Text{toldLines(v, f.Told)}
	if f.Records.Concerns > 0 {
		lines = append(lines, say(v, "digest.concerns", "Count", f.Records.Concerns))
	}
	if f.Ending > 0 {
		lines = append(lines, say(v, "digest.ending", "Count", f.Ending))
	}
	if c := f.Coached; c.Leading > 0 {
		lines = append(lines, say(v, "digest.coached", "Done", c.Done, "Leading", c.Leading))
	}
	for _, line := range lines {
		blocks = append(blocks, blockkit.Section(line))
	}
	if blocks = present(blocks); len(blocks) == 0 {
		return nil
	}
	return append([]blockkit.Block{blockkit.Divider()}, blocks...)
}

// opinionBlocks are what people said of the worth, by the areas that were
// published together; never by area under the works-council preset.
func opinionBlocks(v *sentence.Voice, view domain.DigestView) []blockkit.Block {
	d := view.Digest
	if d.Figures.Opinions.All.Answers() == 0 || d.Figures.Small() {
		return nil
	}
	blocks := []blockkit.Block{blockkit.Divider()}
	if view.Policy.Discloses(domain.UsefulByArea) {
		for _, g := range d.Figures.Opinions.Groups {
			area := blockkit.Join(blockkit.App(AreaName(v, domain.AreaFigures{Areas: g.Areas})), blockkit.App(": "))
			blocks = append(blocks, blockkit.Section(blockkit.Join(area, opinionLine(v, d, g.Opinion))))
		}
	}
	return append(blocks, blockkit.Section(opinionLine(v, d, d.Figures.Opinions.All)))
}

func figuresModal(v *sentence.Voice, title string, blocks []blockkit.Block) blockkit.Modal {
	return blockkit.Modal{
		ID: NoticeView, Title: say(v, title), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}
