package domain

import "strconv"

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
)

// Prompts are the questions for one side of a conversation: the organisation's
// own where it has set some, else the built-in ones for that kind.
func (c Conversation) Prompts(reader ID, policy ConversationPolicy) []Prompt {
	employee := reader == c.Employee
	own := policy.promptsFor(employee)
	switch {
	case c.Kind == JoinerTalk && c.Ordinal == 0 && employee:
		return builtIn("conversation.joiner_", "good", "need", "month", "manner")
	case c.Kind == JoinerTalk && c.Ordinal == 0:
		return builtIn("conversation.host_", "thirty", "meet", "ways", "pleased")
	case len(own) > 0:
		return ownPrompts(own)
	case employee:
		prompts := builtIn("conversation.employee_", "well", "harder", "goals", "help")
		prompts[0].Facts, prompts[2].Facts = FactsSince, FactsGoals
		return prompts
	}
	return builtIn("conversation.partner_", "more", "difference", "changed", "ask")
}

// promptsFor gives the organisation's own prompts for the employee or the
// partner; nil where it has set none.
func (p ConversationPolicy) promptsFor(employee bool) []string {
	if employee {
		return p.EmployeePrompts
	}
	return p.ManagerPrompts
}

func builtIn(prefix string, ids ...string) []Prompt {
	prompts := make([]Prompt, len(ids))
	for i, id := range ids {
		prompts[i] = Prompt{ID: id, Sentence: prefix + id}
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
