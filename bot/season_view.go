package bot

import (
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// seasonPage is how many of its people a view of a season shows at once.
const seasonPage = 15

// seasonListView is what somebody has to do with seasons.
func seasonListView(v *sentence.Voice, l domain.SeasonList) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "season.list_intro")), blockkit.Actions(seasonOpeners(v, l)...)}
	if len(l.Own) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "season.own")))
	}
	for _, c := range l.Own {
		line := seasonLine(v, l.Seasons[c.Season], caseState(v, l.Seasons[c.Season], c, l.Today))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressSeasonCase, string(c.ID), "rapport.open_button")))
	}
	blocks = append(blocks, seasonWriting(v, l)...)
	blocks = append(blocks, seasonGroups(v, l, "season.comparing", l.Compare)...)
	blocks = append(blocks, seasonGroups(v, l, "season.all", l.All)...)
	return blockkit.Modal{
		ID: SeasonListView, Title: say(v, "season.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// seasonHome is a person's part in looking back, for Home: the own, how many are
// to be written, and how far the seasons of groups are.
func seasonHome(v *sentence.Voice, l domain.SeasonList) []blockkit.Block {
	var lines []blockkit.Text
	for _, c := range l.Own {
		lines = append(lines, seasonLine(v, l.Seasons[c.Season], caseState(v, l.Seasons[c.Season], c, l.Today)))
	}
	left := 0
	for _, c := range l.Writing {
		if c.State == domain.CaseWriting {
			left++
		}
	}
	if left > 0 {
		lines = append(lines, say(v, "season.home_writing", "Count", left))
	}
	for _, season := range l.All {
		lines = append(lines, seasonLine(v, season, countsLine(v, l.Counts[season.ID])))
	}
	if len(lines) == 0 && len(l.Compare) == 0 {
		return nil
	}
	lines = append(lines[:min(len(lines), shownRows)], say(v, "season.home_compare", "Count", len(l.Compare)))
	if len(l.Compare) == 0 {
		lines = lines[:len(lines)-1]
	}
	return []blockkit.Block{
		blockkit.Header(say(v, "season.title")), blockkit.SectionWith(blockkit.Lines(lines...), button(v, PressSeasons, "", "rapport.open_button")),
	}
}

// seasonOpeners are the ways to open one.
func seasonOpeners(v *sentence.Voice, l domain.SeasonList) []blockkit.Element {
	var row []blockkit.Element
	if l.MayOpen {
		row = append(row, button(v, PressSeasonOpen, string(domain.GroupSeason), "season.open_group_button"))
	}
	if l.Converses || len(l.Reports) > 0 {
		row = append(row, button(v, PressSeasonOpen, string(domain.PersonSeason), "season.open_person_button"))
	}
	return row
}

// seasonWriting are those whom the reader writes about, by name within each
// season.
func seasonWriting(v *sentence.Voice, l domain.SeasonList) []blockkit.Block {
	var blocks []blockkit.Block
	for _, c := range l.Writing {
		if len(blocks) == 0 {
			blocks = append(blocks, blockkit.Header(say(v, "season.writing")))
		}
		season := l.Seasons[c.Season]
		name := blockkit.Bold(blockkit.Name(nameOr(v, l.People[c.Person])))
		line := blockkit.Lines(name, seasonLine(v, season, caseState(v, season, c, l.Today)))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressSeasonCase, string(c.ID), "rapport.open_button")))
	}
	return blocks
}

// seasonGroups are seasons of groups with how far they are.
func seasonGroups(v *sentence.Voice, l domain.SeasonList, heading string, seasons []domain.Season) []blockkit.Block {
	var blocks []blockkit.Block
	for _, season := range seasons {
		if len(blocks) == 0 {
			blocks = append(blocks, blockkit.Header(say(v, heading)))
		}
		line := seasonLine(v, season, countsLine(v, l.Counts[season.ID]))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressSeason, string(season.ID), "rapport.open_button")))
	}
	return blocks
}

// seasonLine is a season's name and what else is to be said of it.
func seasonLine(v *sentence.Voice, season domain.Season, rest blockkit.Text) blockkit.Text {
	if season.State == domain.SeasonCalledOff {
		rest = say(v, "season.is_called_off")
	}
	return blockkit.Separated(" · ", blockkit.Bold(blockkit.User(season.Name)), rest)
}

// countsLine says how far a season is, in counts.
func countsLine(v *sentence.Voice, n domain.SeasonCounts) blockkit.Text {
	return say(v, "season.counts", "Count", n.All, "Handed", n.Handed, "Read", n.Read)
}

// caseState says in a few words where a case stands.
func caseState(v *sentence.Voice, season domain.Season, c domain.SeasonCase, today domain.Date) blockkit.Text {
	switch {
	case c.State == domain.CaseEnded && c.SharedAt.IsZero():
		return say(v, "season.state_"+string(c.Ending))
	case !c.AckAt.IsZero():
		return say(v, "season.state_read", "Day", v.Day(domain.DateOf(c.AckAt, v.Zone()), today))
	case !c.SilentAt.IsZero():
		return say(v, "season.state_silent")
	case !c.SharedAt.IsZero():
		return say(v, "season.state_shared", "Day", v.Day(c.SharedOn, today))
	case !c.HandedAt.IsZero():
		return say(v, "season.state_handed", "Day", v.Day(season.Days.Packet, today))
	case c.Writer == "":
		return say(v, "season.state_no_writer")
	}
	return say(v, "season.state_writing", "Day", v.Day(season.Days.Draft, today))
}

// seasonView shows a season: what is looked back on, its days, and its people as
// far as they are the reader's business.
func seasonView(v *sentence.Voice, view domain.SeasonView, skip int) blockkit.Modal {
	s := view.Season
	blocks := []blockkit.Block{
		blockkit.Section(blockkit.Lines(blockkit.Bold(blockkit.User(s.Name)), say(v, "season.span", "From", v.Date(s.From), "Until", v.Date(s.Until)))),
	}
	if s.State == domain.SeasonCalledOff {
		blocks = append(blocks, blockkit.Section(say(v, "season.is_called_off")))
	}
	blocks = append(blocks, seasonDaysBlock(v, s, view.Today))
	for _, c := range view.Moves {
		blocks = append(blocks, blockkit.Context(moveLine(v, view, c)))
	}
	if s.Busy() {
		blocks = append(blocks, blockkit.Context(say(v, "season.busy_line")))
	}
	blocks = append(blocks, seasonTools(v, view)...)
	if view.MayCompare {
		blocks = append(blocks, blockkit.Actions(button(v, PressSeasonCompare, string(s.ID)+":", "season.compare_button")))
	}
	blocks = append(blocks, seasonPeople(v, view, skip)...)
	blocks = append(blocks, blockkit.Divider(), blockkit.Context(say(v, "season.foot", "Team", view.Team)))
	return blockkit.Modal{
		ID: SeasonView, Title: say(v, "season.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// seasonDaysBlock lists the days, the next one in bold.
func seasonDaysBlock(v *sentence.Voice, s domain.Season, today domain.Date) blockkit.Block {
	next, coming := s.Days.Next(today)
	var lines []blockkit.Text
	for _, day := range s.Days.List() {
		line := say(v, "season.step_"+string(day.Step), "Day", v.Date(day.Day))
		if coming && s.State == domain.SeasonOpen && day.Step == next.Step {
			line = blockkit.Bold(line)
		}
		lines = append(lines, line)
	}
	return blockkit.Section(blockkit.Lines(lines...))
}

// moveLine says who changed the days, when and why.
func moveLine(v *sentence.Voice, view domain.SeasonView, c domain.SeasonChange) blockkit.Text {
	name, day := nameOr(v, view.People[c.By]), v.Date(domain.DateOf(c.At, v.Zone()))
	return blockkit.Weave(v.Say("season.change_"+string(c.Kind), "Name", name, "Day", day, "Why", blockkit.Slot(0)), blockkit.User(c.Why))
}

// seasonTools are what who steers a season can do.
func seasonTools(v *sentence.Voice, view domain.SeasonView) []blockkit.Block {
	if !steerable(view) {
		return nil
	}
	id := string(view.Season.ID)
	row := []blockkit.Element{button(v, PressSeasonMove, id, "season.move_button")}
	if view.Season.Kind == domain.GroupSeason {
		row = append(row, button(v, PressSeasonWho, id, "season.people_button"))
	}
	return []blockkit.Block{blockkit.Actions(append(row, button(v, PressSeasonStop, id, "season.stop_button"))...)}
}

// seasonPeople are the people of a season, by name, a page at a time.
func seasonPeople(v *sentence.Voice, view domain.SeasonView, skip int) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "season.people")), blockkit.Context(countsLine(v, view.Counts))}
	if names := pick(view.People, view.Season.Comparers); len(names) > 0 {
		blocks = append(blocks, blockkit.Context(say(v, "season.compared_by", "Names", namesOf(names))))
	}
	skip = max(0, min(skip, len(view.Cases)))
	page := view.Cases[skip:min(len(view.Cases), skip+seasonPage)]
	for _, c := range page {
		name := blockkit.Bold(blockkit.Name(nameOr(v, view.People[c.Person])))
		line := blockkit.Lines(name, caseState(v, view.Season, c, view.Today))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressSeasonCase, string(c.ID), "rapport.open_button")))
	}
	if rest := skip + len(page); rest < len(view.Cases) {
		blocks = append(blocks, blockkit.Actions(button(v, PressSeason, string(view.Season.ID)+":"+strconv.Itoa(rest), "kudos.more_button")))
	}
	return blocks
}

// seasonTold tells somebody concerned that a season begins, that its days
// changed, or that it was called off; what was said to it stands in the view.
func seasonTold(v *sentence.Voice, view domain.SeasonView, m domain.Message) blockkit.Message {
	word := strings.TrimPrefix(m.Kind, "season.") + "_" + m.Detail
	line := say(v, "season.told_"+word)
	blocks := []blockkit.Block{blockkit.Section(line)}
	if m.Kind != domain.SeasonStopped {
		blocks = append(blocks, seasonDaysBlock(v, view.Season, view.Today))
	}
	return seasonMessage(v, line, append(blocks, blockkit.Actions(button(v, PressSeason, string(view.Season.ID), "rapport.open_button"))))
}

// seasonNews tells somebody concerned what happened with a case.
func seasonNews(v *sentence.Voice, view domain.SeasonCaseView, word string) blockkit.Message {
	c := view.Case
	if view.Reader == c.Person {
		word += "_mine"
	}
	line := say(v, "season.news_"+word, "Name", nameOr(v, view.People[c.Person]), "Writer", nameOr(v, view.People[c.Writer]))
	return seasonMessage(v, line, []blockkit.Block{
		blockkit.Section(line), blockkit.Actions(button(v, PressSeasonCase, string(c.ID), "rapport.open_button")),
	})
}

// seasonMessage is a message with why it came.
func seasonMessage(v *sentence.Voice, line blockkit.Text, blocks []blockkit.Block) blockkit.Message {
	return because(v, blockkit.Message{Fallback: line, More: say(v, "rapport.more"), Blocks: blocks}, "season.why")
}
