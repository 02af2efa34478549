package bot

import (
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// goalPageValue is a page of goals as the value of a button.
func goalPageValue(p domain.GoalPage) string {
	state := ""
	if p.Closed {
		state = "closed"
	}
	return strings.Join([]string{string(p.Level), string(p.Person), string(p.Below), state, string(p.After)}, ":")
}

// parseGoalPage reads it; an empty one is the reader's own open goals.
func parseGoalPage(value string) domain.GoalPage {
	parts := append(strings.Split(value, ":"), "", "", "", "", "")
	return domain.GoalPage{
		Level: domain.GoalLevel(parts[0]), Person: domain.ID(parts[1]), Below: domain.ID(parts[2]),
		Closed: parts[3] == "closed", After: domain.ID(parts[4]),
	}
}

// goalHeading says whose goals a list holds.
func goalHeading(v *sentence.Voice, list domain.GoalList, reader domain.ID) blockkit.Text {
	switch p := list.Page; {
	case p.Below != "":
		return say(v, "goal.list_below")
	case p.Level == domain.CompanyGoal:
		return say(v, "goal.list_company")
	case p.Level == domain.TeamGoal && list.Team == "":
		return say(v, "goal.list_no_team")
	case p.Level == domain.TeamGoal:
		return say(v, "goal.list_team", "Name", list.Team)
	case p.Person == "" || p.Person == reader:
		return say(v, "goal.list_mine")
	default:
		return say(v, "goal.list_of", "Name", nameOr(v, list.People[p.Person]))
	}
}

// goalList lists goals with what may be done, and what stands below each.
func goalList(v *sentence.Voice, list domain.GoalList, reader domain.ID) blockkit.Message {
	heading := goalHeading(v, list, reader)
	m := blockkit.Message{Fallback: heading, Blocks: []blockkit.Block{blockkit.Header(heading)}, More: say(v, "rapport.more")}
	if list.Page.Closed {
		m.Blocks = append(m.Blocks, blockkit.Context(say(v, "goal.list_closed")))
	}
	if len(list.Goals) == 0 {
		m.Blocks = append(m.Blocks, blockkit.Section(say(v, "goal.list_none")))
	}
	for _, g := range list.Goals {
		open := button(v, PressGoalOpen, string(g.ID), "rapport.open_button")
		if list.May[g.ID] && !g.Closed() {
			m.Blocks = append(m.Blocks, blockkit.Section(goalLine(v, list, g)), blockkit.Actions(button(v, PressGoalUpdate, string(g.ID), "home.update_button"), open))
		} else {
			m.Blocks = append(m.Blocks, blockkit.SectionWith(goalLine(v, list, g), open))
		}
		if below := list.Below[g.ID]; list.Page.Level == domain.CompanyGoal && len(below) > 0 {
			m.Blocks = append(m.Blocks, blockkit.Context(belowLine(v, list, below)))
		}
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(goalPages(v, list)...))
	return m
}

// goalPages lead to further goals of the list, and to the closed or open ones.
func goalPages(v *sentence.Voice, list domain.GoalList) []blockkit.Element {
	row := []blockkit.Element{button(v, PressGoalNew, "", "goal.new_button")}
	if list.MayPropose {
		row = []blockkit.Element{button(v, PressGoalNew, string(list.Page.Person), "goal.propose_button")}
	}
	if list.More {
		next := list.Page
		next.After = list.Goals[len(list.Goals)-1].ID
		row = append(row, button(v, PressGoals, goalPageValue(next), "goal.more_button"))
	}
	other := list.Page
	other.Closed, other.After = !other.Closed, ""
	if other.Closed {
		return append(row, button(v, PressGoals, goalPageValue(other), "goal.closed_button"))
	}
	return append(row, button(v, PressGoals, goalPageValue(other), "goal.open_ones_button"))
}

// belowLine names the goals below one, each with where it stands.
func belowLine(v *sentence.Voice, list domain.GoalList, below []domain.Goal) blockkit.Text {
	lines := []blockkit.Text{say(v, "goal.below_shown")}
	for i, g := range below {
		if i == belowNamed {
			lines = append(lines, say(v, "goal.below_more"))
			break
		}
		lines = append(lines, blockkit.Separated(" · ", blockkit.User(g.Title).Cut(shortened), goalState(v, domain.GoalList{People: list.People}, g)))
	}
	return blockkit.Lines(lines...)
}

// belowNamed is how many goals below another a list names.
const belowNamed = 5
