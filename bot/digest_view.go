package bot

import (
	"math"
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// digestMessage is the weekly digest: one headline, at most three facts with a
// button each, two charts and one table that carry them, what became of last
// week's actions, and who reads it.
func digestMessage(v *sentence.Voice, view domain.DigestView, inChannel bool) blockkit.Message {
	blocks := []blockkit.Block{blockkit.Header(digestHeadline(v, view)), blockkit.Section(digestOpening(v, view))}
	if facts := factBlocks(v, view); len(facts) > 0 {
		blocks = append(append(blocks, blockkit.Divider()), facts...)
	}
	blocks = append(blocks, heldChart(v, view).Block(), thankedChart(v, view).Block(), areaTable(v, view).Block())
	if since := sinceLast(v, view); !since.Empty() {
		blocks = append(blocks, blockkit.Section(since))
	}
	blocks = append(blocks, digestRecords(v, view.Digest.Figures))
	id := string(view.Digest.ID)
	tools := []blockkit.Element{button(v, PressDigestMore, id, "digest.more_button")}
	if pairs := view.Digest.Figures.Pairs; len(pairs) > 0 {
		blocks = append(blocks, blockkit.Section(say(v, "digest.pairs", "Count", len(pairs))))
		tools = append([]blockkit.Element{button(v, PressDigestPairs, id, "digest.pairs_button")}, tools...)
	}
	blocks = append(blocks, blockkit.Actions(tools...))
	if head := ledgerHead(v, view.Digest.Figures.Head); !head.Empty() {
		blocks = append(blocks, blockkit.Context(head))
	}
	blocks = append(blocks, blockkit.Context(digestFoot(v, view, inChannel)))
	return blockkit.Message{Fallback: digestNotification(v, view), Blocks: present(blocks), More: say(v, "rapport.more")}
}

// digestRecords says how many records were opened, and how many come to their end,
// with the way to these.
func digestRecords(v *sentence.Voice, f domain.DigestFigures) blockkit.Block {
	r := f.Records
	var lines []blockkit.Text
	if r.Opened > 0 {
		key := "digest.opened"
		if r.Held > 0 {
			key = "digest.opened_held"
		}
		lines = append(lines, say(v, key, "Count", r.Opened, "Held", r.Held))
	}
	if r.Due == 0 {
		if f.Ending > 0 {
			lines = append(lines, say(v, "digest.ending", "Count", f.Ending))
		}
		return blockkit.Section(blockkit.Separated(" ", lines...))
	}
	lines = append(lines, say(v, "digest.due", "Count", r.Due))
	return blockkit.SectionWith(blockkit.Separated(" ", lines...), button(v, PressRetention, "", "digest.look_button"))
}

// present leaves out the blocks that have nothing to show.
func present(blocks []blockkit.Block) []blockkit.Block {
	var list []blockkit.Block
	for _, b := range blocks {
		if !b.Empty() {
			list = append(list, b)
		}
	}
	return list
}

// digestPeriods names the digest's period and the one before.
func digestPeriods(v *sentence.Voice, d domain.Digest) (string, string) {
	period, err := domain.ParsePeriod(d.Figures.Period)
	if err != nil {
		return v.MonthOf(d.Day), v.MonthOf(d.Day.AddMonths(-1))
	}
	last := period.Previous()
	return periodName(v, domain.Conversation{Period: period.Key}), periodName(v, domain.Conversation{Period: last.Key})
}

func digestHeadline(v *sentence.Voice, view domain.DigestView) blockkit.Text {
	all := view.Digest.Figures.All
	if all.Due == 0 {
		period, _ := digestPeriods(v, view.Digest)
		return say(v, "digest.nothing_due", "Period", period)
	}
	return say(v, "digest.headline", "Held", all.Held, "Due", all.Due)
}

// digestNotification says the same figures in one sentence, for lock screens
// and for those who cannot see charts.
func digestNotification(v *sentence.Voice, view domain.DigestView) blockkit.Text {
	f := view.Digest.Figures
	period, before := digestPeriods(v, view.Digest)
	return say(v, "digest.notification", "Day", v.Date(view.Digest.Day), "Held", f.All.Held, "Due", f.All.Due, "Period", period,
		"Share", v.Percent(f.All.Held, f.All.Due), "Before", before, "BeforeShare", v.Percent(f.All.BeforeHeld, f.All.BeforeDue),
		"Thanked", v.Percent(f.All.Thanked, f.All.People))
}

// digestOpening compares with the same working day of the last period, and says
// what people said of the worth, where that was published.
func digestOpening(v *sentence.Voice, view domain.DigestView) blockkit.Text {
	f := view.Digest.Figures
	period, before := digestPeriods(v, view.Digest)
	key := "digest.opening"
	if f.All.BeforeDue == 0 {
		key = "digest.opening_first"
	}
	lines := []blockkit.Text{say(v, key, "Period", period, "Workday", f.Workday, "Workdays", f.Workdays,
		"Share", v.Percent(f.All.Held, f.All.Due), "Before", before, "BeforeShare", v.Percent(f.All.BeforeHeld, f.All.BeforeDue))}
	if f.All.Due == 0 {
		lines = nil
	}
	if f.Opinions.All.Answers() > 0 && !f.Small() {
		lines = append(lines, opinionLine(v, view.Digest, f.Opinions.All))
	}
	return blockkit.Separated(" ", lines...)
}

// opinionLine says what people said, and as of when where that was published
// earlier.
func opinionLine(v *sentence.Voice, d domain.Digest, o domain.Opinion) blockkit.Text {
	key := "digest.worth"
	if d.Figures.Opinions.Day != d.Day {
		key = "digest.worth_kept"
	}
	return say(v, key, "Day", v.Date(d.Figures.Opinions.Day), "Count", o.Answers(), "Yes", o.Yes, "Partly", o.Partly, "No", o.No)
}

// factBlocks are what can be acted on, each with its button. Somebody who has
// acted already is named in the place of the button by what it opens.
func factBlocks(v *sentence.Voice, view domain.DigestView) []blockkit.Block {
	var blocks []blockkit.Block
	for _, fact := range view.Digest.Figures.Facts {
		text, key := factText(v, view, fact)
		if text.Empty() {
			continue
		}
		press := button(v, PressDigestAct, string(fact.Kind)+":"+string(view.Digest.ID), key)
		if fact.Kind == domain.FactUnassigned {
			press = button(v, PressLineWork, "", key)
		}
		numbered := blockkit.Join(blockkit.App(strconv.Itoa(len(blocks)+1)+". "), text)
		blocks = append(blocks, blockkit.SectionWith(numbered, press))
	}
	return blocks
}

// factText says a fact, and names the label of its button.
func factText(v *sentence.Voice, view domain.DigestView, fact domain.Fact) (blockkit.Text, string) {
	f := view.Digest.Figures
	if fact.Kind == domain.FactUnassigned {
		return say(v, "digest.unassigned", "Count", f.Unassigned), "digest.assign_button"
	}
	if fact.Group >= len(f.Groups) {
		return blockkit.Text{}, ""
	}
	a := f.Groups[fact.Group]
	area := AreaName(v, a)
	switch fact.Kind {
	case domain.FactLate:
		lines := []blockkit.Text{say(v, "digest.late", "Area", area, "Past", a.Past, "Due", a.Due)}
		if a.BeforeDue > 0 {
			_, before := digestPeriods(v, view.Digest)
			lines = append(lines, say(v, "digest.late_before", "Before", before, "Past", a.BeforePast, "Due", a.BeforeDue))
		}
		if a.NoDay > 0 {
			lines = append(lines, say(v, "digest.late_days", "Count", a.NoDay))
		}
		return blockkit.Separated(" ", lines...), "digest.late_button"
	case domain.FactThanks:
		return say(v, "digest.thanks", "Area", area, "Count", a.People-a.Thanked, "People", a.People,
			"Others", f.All.People-f.All.Thanked-(a.People-a.Thanked), "OtherPeople", f.All.People-a.People), "digest.thanks_button"
	case domain.FactGoals:
		return say(v, "digest.goals", "Area", area, "Look", a.Look(), "Goals", a.Goals), "digest.goals_button"
	case domain.FactUnassigned:
	}
	return blockkit.Text{}, ""
}

// heldChart shows what is held and what is past its date, by area.
func heldChart(v *sentence.Voice, view domain.DigestView) blockkit.Chart {
	f := view.Digest.Figures
	period, _ := digestPeriods(v, view.Digest)
	c := blockkit.Chart{ID: "held", Kind: blockkit.Bar, Title: say(v, "digest.chart_held", "Period", period)}
	held, past := blockkit.Series{Name: v.Say("digest.series_held")}, blockkit.Series{Name: v.Say("digest.series_past")}
	if f.All.Due == 0 {
		return c
	}
	for _, a := range groupsOr(f) {
		c.Categories = append(c.Categories, AreaName(v, a))
		held.Values, past.Values = append(held.Values, float64(a.Held)), append(past.Values, float64(a.Past))
	}
	c.Series = []blockkit.Series{held, past}
	return c
}

// groupsOr are the groups, or the whole where it is not divided.
func groupsOr(f domain.DigestFigures) []domain.AreaFigures {
	if len(f.Groups) > 0 {
		return f.Groups
	}
	return []domain.AreaFigures{f.All}
}

// thankedChart is the line of everybody, and of the area that a fact is about
// in the weeks in which it was counted as it is now.
func thankedChart(v *sentence.Voice, view domain.DigestView) blockkit.Chart {
	weeks := append(append([]domain.Digest{}, view.Before...), view.Digest)
	c := blockkit.Chart{ID: "thanked", Kind: blockkit.Line, Title: say(v, "digest.chart_thanked")}
	all := blockkit.Series{Name: v.Say("digest.series_all")}
	var area blockkit.Series
	f := view.Digest.Figures
	for _, fact := range f.Facts {
		if fact.Kind == domain.FactThanks && fact.Group < len(f.Groups) {
			area.Name = AreaName(v, f.Groups[fact.Group])
		}
	}
	for _, d := range weeks {
		if d.Figures.All.People == 0 {
			continue
		}
		share, found := groupShare(v, d.Figures, area.Name)
		if area.Name != "" && !found {
			// Counted in other groups then: a gap would be drawn as nothing.
			c.Categories, all.Values, area.Values = nil, nil, nil
			continue
		}
		c.Categories = append(c.Categories, v.ShortDate(d.Day))
		all.Values = append(all.Values, percent(d.Figures.All.Thanked, d.Figures.All.People))
		area.Values = append(area.Values, share)
	}
	const leastPoints = 2
	if len(c.Categories) < leastPoints {
		return blockkit.Chart{}
	}
	c.Series = []blockkit.Series{all}
	if area.Name != "" {
		c.Series = append(c.Series, area)
	}
	return c
}

// groupShare is how many percent of a group were thanked, found by its name.
func groupShare(v *sentence.Voice, f domain.DigestFigures, name string) (float64, bool) {
	for _, g := range f.Groups {
		if AreaName(v, g) == name {
			return percent(g.Thanked, g.People), true
		}
	}
	return 0, false
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return math.Round(100 * float64(part) / float64(whole))
}

// areaTable has a row for each group and the sum.
func areaTable(v *sentence.Voice, view domain.DigestView) blockkit.Table {
	f := view.Digest.Figures
	table := blockkit.Table{ID: "areas", Caption: say(v, "digest.table", "Day", v.Date(view.Digest.Day)), Page: 20}
	for _, column := range []string{"digest.column_area", "digest.column_people", "digest.column_held", "digest.column_thanked", "digest.column_goals"} {
		table.Columns = append(table.Columns, say(v, column))
	}
	rows := append(append([]domain.AreaFigures{}, f.Groups...), f.All)
	for _, a := range rows {
		held := say(v, "digest.nothing_of")
		if a.Due > 0 {
			held = say(v, "digest.held_of", "Held", a.Held, "Due", a.Due)
		}
		table.Rows = append(table.Rows, []blockkit.Cell{
			blockkit.TextCell(blockkit.Name(AreaName(v, a))),
			blockkit.NumberCell(float64(a.People), blockkit.App(v.Number(a.People))),
			blockkit.TextCell(held),
			blockkit.NumberCell(percent(a.Thanked, a.People), blockkit.App(v.Percent(a.Thanked, a.People))),
			blockkit.NumberCell(float64(a.Look()), blockkit.App(v.Number(a.Look()))),
		})
	}
	return table
}

// sinceLast says what became of last week's actions.
func sinceLast(v *sentence.Voice, view domain.DigestView) blockkit.Text {
	var lines []blockkit.Text
	for _, o := range view.Done {
		switch o.Action.Kind {
		case domain.FactLate:
			key := "digest.since_late"
			if o.Told < domain.LeastArea {
				key = "digest.since_late_few"
			}
			lines = append(lines, say(v, key, "Planned", o.Planned, "Told", o.Told))
		case domain.FactThanks:
			lines = append(lines, say(v, "digest.since_thanks", "Told", o.Told))
		case domain.FactGoals:
			lines = append(lines, say(v, "digest.since_goals", "Told", o.Told))
		case domain.FactUnassigned:
		}
	}
	if len(lines) == 0 {
		return blockkit.Text{}
	}
	return blockkit.Weave(v.Say("digest.since", "What", blockkit.Slot(0)), blockkit.Separated(" ", lines...))
}

// toldLines say how much feedback can be acted on, and how long those waited who
// had asked for it.
func toldLines(v *sentence.Voice, f domain.ToldFigures) blockkit.Text {
	var lines []blockkit.Text
	if f.Given > 0 {
		lines = append(lines, say(v, "digest.told", "Given", f.Given, "Actionable", f.Actionable))
	}
	if f.Answers > 0 {
		lines = append(lines, say(v, "digest.answers", "Days", f.Days, "Count", f.Answers))
	}
	return blockkit.Separated(" ", lines...)
}

// digestFoot says what it does not hold, and who reads it.
func digestFoot(v *sentence.Voice, view domain.DigestView, inChannel bool) blockkit.Text {
	p, d := view.Policy, view.Digest
	lines := []blockkit.Text{say(v, "digest.foot", "Minimum", p.Digest.Minimum)}
	weekday := v.Weekday(d.Day.Weekday())
	switch {
	case d.For != "":
		lines = append(lines, say(v, "digest.foot_now", "Day", v.Date(d.Day)))
	case inChannel:
		lines = append(lines, say(v, "digest.foot_channel", "Team", p.PeopleTeam.Name, "Weekday", weekday, "Time", p.Digest.Time))
	default:
		lines = append(lines, say(v, "digest.foot_team", "Team", p.PeopleTeam.Name, "Weekday", weekday, "Time", p.Digest.Time))
	}
	if d.Detour != "" {
		lines = append(lines, say(v, "digest.detour_"+d.Detour))
	}
	return blockkit.Separated(" ", lines...)
}

// digestPage is the monthly page of a small company, which everybody reads:
// numbers only, and nothing of what people said.
func digestPage(v *sentence.Voice, view domain.DigestView) blockkit.Message {
	a := view.Digest.Figures.All
	period, _ := digestPeriods(v, view.Digest)
	headline := say(v, "digest.page_headline", "Held", a.Held, "Due", a.Due)
	if a.Due == 0 {
		headline = say(v, "digest.nothing_due", "Period", period)
	}
	return blockkit.Message{Fallback: headline, Blocks: []blockkit.Block{
		blockkit.Header(headline),
		blockkit.Section(say(v, "digest.page_opening", "Thanked", a.Thanked, "People", a.People, "Look", a.Look(), "Goals", a.Goals)),
		blockkit.Context(say(v, "digest.page_foot")),
	}}
}
