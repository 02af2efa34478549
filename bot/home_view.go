package bot

import (
	"slices"
	"strconv"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// goalsOnHome is how many goals stand on Home; the rest is behind a button.
const goalsOnHome = 3

// homePage is a person's dashboard: what waits on top, people before forms,
// then the own conversation, goals and thanks; for a partner the team, for the
// people team the practice.
func homePage(v *sentence.Voice, h domain.Home, rows []cardRow, now time.Time) blockkit.Home {
	blocks := []blockkit.Block{homeButtons(v, h)}
	blocks = append(blocks, waitingBlocks(v, rows, workWaits(v, h, now))...)
	if len(h.Team) > 0 {
		blocks = append(blocks, teamBlocks(v, h, now)...)
		blocks = append(blocks, teamGrowthBlocks(v, h)...)
	}
	if h.Standing.HR {
		blocks = append(blocks, digestBlocks(v, h)...)
		blocks = append(blocks, practiceBlocks(v, h)...)
		blocks = append(blocks, pauseBlocks(v, h)...)
		blocks = append(blocks, retentionBlocks(v, h)...)
		blocks = append(blocks, ledgerBlocks(v, h, now)...)
		blocks = append(blocks, accessCounts(v, h)...)
		blocks = append(blocks, blockkit.Header(say(v, "home.own")))
	}
	if h.Standing.Observer && !h.Standing.HR {
		blocks = append(blocks, observerBlocks(v, h, now)...)
	}
	if h.Standing.Person.Converses() {
		blocks = append(blocks, talkBlocks(v, h, now)...)
	}
	blocks = append(blocks, priorityBlocks(v, h)...)
	if h.Standing.Person.Converses() {
		blocks = append(blocks, goalBlocks(v, h)...)
		blocks = append(blocks, growthBlocks(v, h)...)
		blocks = append(blocks, roleBlocks(v, h)...)
	}
	blocks = append(blocks, thanksBlocks(v, h)...)
	blocks = append(blocks, seasonHome(v, h.Seasons)...)
	if h.Standing.Person.Converses() {
		blocks = append(blocks, feedbackBlocks(v)...)
		blocks = append(blocks, roundHomeBlocks(v)...)
		blocks = append(blocks, fileBlocks(v, h)...)
	}
	blocks = append(blocks, fundBlocks(v, h)...)
	blocks = append(blocks, openedBlocks(v, h, now)...)
	blocks = append(blocks, awayBlocks(v, h)...)
	blocks = append(blocks, homeFoot(v, h)...)
	return blockkit.Home{Blocks: blocks, More: say(v, "rapport.more")}
}

func homeButtons(v *sentence.Voice, h domain.Home) blockkit.Block {
	row := []blockkit.Element{primary(button(v, PressKudosForm, "", "kudos.thank_button"))}
	if h.Standing.Person.Converses() {
		row = append(row, button(v, PressFeedbackAsk, "", "feedback.ask_button"), button(v, PressTalkAsk, "", "home.ask_button"))
	}
	if len(h.Team) > 0 {
		row = append(row, button(v, PressTalkTeam, "", "home.team_button"))
	}
	return blockkit.Actions(row...)
}

// workWaits is what waits for the person beside what Rapport asks.
func workWaits(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	return slices.Concat(
		concernWaits(v, h),
		accessWaits(v, h, now),
		proposedWaits(v, h),
		feedbackWaits(v, h),
		roundWaits(v, h),
		lineWaits(v, h),
		retentionWaits(v, h),
	)
}

// waitingBlocks are what waits for the person, and what the office brings.
func waitingBlocks(v *sentence.Voice, rows []cardRow, work []blockkit.Block) []blockkit.Block {
	if len(rows)+len(work) == 0 {
		return []blockkit.Block{blockkit.Header(say(v, "home.nothing_waits"))}
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.waits"))}
	blocks = append(blocks, firstRows(rows)...)
	if all := allButton(v, rows); len(all) > 0 {
		blocks = append(blocks, blockkit.Actions(all...))
	}
	return append(blocks, work...)
}

// teamBlocks is the table of the people whose conversations are with the reader.
func teamBlocks(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	table := blockkit.Table{
		ID: "team", Caption: say(v, "home.team"), Page: 10,
		Columns: []blockkit.Text{
			say(v, "home.column_name"), say(v, "home.column_talk"), say(v, "home.column_promises"), say(v, "home.column_goals"), say(v, "home.column_open"),
		},
	}
	for _, c := range firstOfEach(h.Team) {
		open := blockkit.TextCell(say(v, "home.not_open"))
		if c.State != domain.TalkPlanned {
			press := button(v, PressTalkRead, string(c.ID), "rapport.open_button")
			open = blockkit.ButtonCell(press, press.Label)
		}
		table.Rows = append(table.Rows, []blockkit.Cell{
			blockkit.TextCell(blockkit.Name(nameOr(v, h.People[c.Employee]))),
			blockkit.TextCell(blockkit.App(teamState(v, h, c, now))),
			countCell(h.TeamOpen[c.Employee]), countCell(h.TeamGoals[c.Employee].Silent), open,
		})
	}
	tools := []blockkit.Element{
		button(v, PressPersonFind, "", "person.find_button"), button(v, PressGrowth, growthPageValue(domain.PlanPage{Team: true}), "growth.team_button"),
		button(v, PressCoaching, "", "coaching.home_button"),
	}
	if h.Policy.Policy.Discloses(domain.ManagerMirror) {
		tools = append(tools, button(v, PressMirror, "", "mirror.button"))
	}
	return []blockkit.Block{
		blockkit.Header(say(v, "home.team")), table.Block(),
		blockkit.Context(say(v, "home.own_thanks", "Thanked", len(h.TeamThanked), "Count", len(h.TeamIDs()))),
		blockkit.Actions(tools...),
	}
}

func countCell(n int) blockkit.Cell {
	return blockkit.NumberCell(float64(n), blockkit.App(strconv.Itoa(n)))
}

// teamState is where a conversation of the team stands; time away comes first.
func teamState(v *sentence.Voice, h domain.Home, c domain.Conversation, now time.Time) string {
	if until, away := h.TeamAway[c.Employee]; away {
		return v.Say("absence.state_away", "Day", v.Day(until, h.Today))
	}
	return stateLine(v, c, now)
}

// practiceBlocks are for the people team.
func practiceBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	p := h.Policy.Policy
	state := say(v, "home.not_started")
	if !p.Conversations.Start.IsZero() {
		state = say(v, "home.started", "Day", v.Date(p.Conversations.Start))
	}
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.practice")), blockkit.Section(state)}
	return append(blocks, blockkit.Actions(button(v, PressPolicy, "", "home.policy_button"), button(v, PressScorecard, "", "scorecard.button"), button(v, PressFairness, "", "fairness.button"),
		button(v, PressRoles, "", "expectation.roles_button"), button(v, PressAreas, "", "growth.areas_button"), button(v, PressSeasons, "", "season.button"), button(v, PressRounds, "", "round.rounds_button"), button(v, PressSentFigures, "", "sent.figures_button")))
}

// talkBlocks are the own conversation and what is promised around it.
func talkBlocks(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.talk"))}
	talks := firstOfEach(h.Talk.Talks)
	if len(talks) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "home.no_talk")))
	}
	if h.Alone {
		blocks = append(blocks, blockkit.SectionWith(say(v, "partner.alone"), button(v, PressPeer, "", "partner.peer_button")))
	}
	for _, c := range talks {
		line := say(v, "conversation.list_line", "Period", periodName(v, c), "Name", nameOr(v, h.People[c.Partner]), "State", stateLine(v, c, now))
		var press blockkit.Element
		switch {
		case c.State == domain.TalkOpen && c.EmployeeShared.IsZero() && c.HeldOn.IsZero():
			press = button(v, PressTalkPrepare, string(c.ID), "conversation.prepare_button")
		case c.State != domain.TalkPlanned:
			press = button(v, PressTalkRead, string(c.ID), "rapport.open_button")
		}
		blocks = append(blocks, blockkit.SectionWith(line, press))
	}
	talk := domain.Talk{People: h.People, Promises: h.Promises}
	return append(blocks, openPromises(v, talk, h.Standing.Person.ID)...)
}

func goalBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.goals"))}
	list := domain.GoalList{Goals: h.Goals}
	for i, g := range h.Goals {
		if i == goalsOnHome {
			blocks = append(blocks, blockkit.Context(say(v, "home.more_goals", "Count", len(h.Goals)-goalsOnHome)))
			break
		}
		blocks = append(blocks, blockkit.SectionWith(goalLine(v, list, g), button(v, PressGoalUpdate, string(g.ID), "home.update_button")))
	}
	if len(h.Goals) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "home.no_goals")))
	}
	return append(blocks, blockkit.Actions(button(v, PressGoals, "", "home.goals_button"), button(v, PressGoalNew, "", "goal.new_button")))
}

// shortened is how much of a thanks stands on Home.
const shortened = 140

func thanksBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.thanks"))}
	if given := h.Given; given.ID != "" {
		line := say(v, "kudos.given_lately", "People", namesOf(pick(h.People, given.ReceiverIDs())), "Time", v.Time(given.At))
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressKudosUndo, string(given.ID), "kudos.undo_button")))
	}
	if len(h.Thanks) == 0 {
		return append(blocks, blockkit.Section(say(v, "home.no_thanks")))
	}
	for _, k := range h.Thanks {
		head := blockkit.Bold(say(v, "home.thanks_from", "Name", nameOr(v, h.People[k.Giver]), "Day", v.ShortDate(domain.DateOf(k.At, v.Zone()))))
		blocks = append(blocks, blockkit.Section(blockkit.Lines(head, blockkit.User(k.Text).Cut(shortened))))
	}
	return append(blocks, blockkit.Actions(button(v, PressKudosAll, listReceived, "home.thanks_button")))
}

// homeFoot is where people say that they are away, set how they are reached, and
// find what Rapport sent, and help.
func homeFoot(v *sentence.Voice, h domain.Home) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Actions(
		button(v, PressAway, "", "absence.away_button"), button(v, PressSettings, "", "settings.button"),
		button(v, PressPrivacy, "", "greeting.privacy_button"), button(v, PressSent, "", "home.sent_button"), button(v, PressHelp, "", "home.help_button"),
	)}
	team := h.Policy.Policy.PeopleTeam
	if team.HelpContact != "" {
		blocks = append(blocks, blockkit.Context(say(v, "home.contact", "Team", team.Name, "Contact", team.HelpContact)))
	}
	return blocks
}
