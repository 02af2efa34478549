package domain

import (
	"strconv"
	"strings"
)

// Prompt is one question of a preparation.
type Prompt struct {
	// ID names the question for its answer.
	ID string
	// Sentence is the catalogue's key of a built-in prompt; Text is the
	// organisation's own wording. One of the two is set.
	Sentence string
	Text     string
	// Facts names the line of facts that stands above it, or is empty.
	Facts string
}

// MostPrompts is the most questions that a preparation asks.
const MostPrompts = 4

// The facts that can stand above a prompt.
const (
	FactsSince = "since" // what happened since last time
	FactsGoals = "goals" // the goals, and how long without news
	// FactsGrowth are what the employee is learning.
	FactsGrowth = "growth"
)

// Prompts are the questions for one side of a conversation: the organisation's
// own where it has set some, else the built-in ones for that kind.
func (c Conversation) Prompts(reader ID, policy ConversationPolicy) []Prompt {
	employee := reader == c.Employee
	own := policy.promptsFor(employee)
	switch {
	case c.FirstOfJoiner() && employee:
		return builtIn("conversation.joiner_good", "conversation.joiner_need", "conversation.joiner_month", "conversation.joiner_manner")
	case c.FirstOfJoiner():
		return builtIn("conversation.host_thirty", "conversation.host_meet", "conversation.host_ways", "conversation.host_pleased")
	case c.Kind == ClosingTalk && employee:
		return builtIn("conversation.closing_keep", "conversation.closing_hand", "conversation.closing_wish")
	case c.Kind == ClosingTalk:
		return builtIn("conversation.farewell_stays", "conversation.farewell_learn", "conversation.farewell_help")
	case len(own) > 0:
		return ownPrompts(own)
	case employee:
		prompts := builtIn("conversation.employee_well", "conversation.employee_harder", "conversation.employee_goals", "conversation.employee_help")
		prompts[0].Facts, prompts[2].Facts, prompts[3].Facts = FactsSince, FactsGoals, FactsGrowth
		return prompts
	}
	prompts := builtIn("conversation.partner_more", "conversation.partner_difference", "conversation.partner_changed", "conversation.partner_ask")
	prompts[1].Facts = FactsGrowth
	return prompts
}

// Prompts are the questions for one side. Where a report waits to be spoken about
// it is asked about last, in the place of another question where there are as many
// as there can be.
func (t Talk) Prompts(reader ID) []Prompt {
	prompts := t.Conversation.Prompts(reader, t.Policy.Conversations)
	if t.Round == "" || len(prompts) == 0 {
		return prompts
	}
	about := Prompt{ID: "round", Sentence: "round.partner_prompt"}
	if reader == t.Conversation.Employee {
		about.Sentence = "round.employee_prompt"
	}
	return append(prompts[:min(len(prompts), MostPrompts-1)], about)
}

// promptsFor gives the organisation's own prompts for the employee or the
// partner; nil where it has set none.
func (p ConversationPolicy) promptsFor(employee bool) []string {
	if employee {
		return p.EmployeePrompts
	}
	return p.ManagerPrompts
}

// builtIn makes prompts of catalogue keys; the id is the key's last word.
func builtIn(keys ...string) []Prompt {
	prompts := make([]Prompt, len(keys))
	for i, key := range keys {
		_, id, _ := strings.Cut(key, "_")
		prompts[i] = Prompt{ID: id, Sentence: key}
	}
	return prompts
}

func ownPrompts(texts []string) []Prompt {
	var prompts []Prompt
	for i, text := range texts {
		if i == MostPrompts {
			break
		}
		prompts = append(prompts, Prompt{ID: "own_" + strconv.Itoa(i+1), Text: text})
	}
	return prompts
}
