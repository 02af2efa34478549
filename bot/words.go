package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// say is a sentence of the catalogue as text for Slack.
func say(v *sentence.Voice, key string, args ...any) blockkit.Text {
	return blockkit.App(v.Say(key, args...))
}

// because ends a message with the sentence of why it came.
func because(v *sentence.Voice, m blockkit.Message, key string) blockkit.Message {
	m.Blocks = append(m.Blocks, blockkit.Context(say(v, key)))
	return m
}

// button is a button with a label of the catalogue.
func button(v *sentence.Voice, id, value, key string, args ...any) blockkit.Button {
	return blockkit.Button{ID: id, Value: value, Label: say(v, key, args...)}
}

// mostBold is how many names of a list stand in bold; a longer list stands as
// plain words, since a sentence has room for only so many pieces.
const mostBold = 20

// boldNames joins people's names as the reader's language does, each in bold,
// and gives what Weave puts into the sentence. first is the number of the first
// slot that is free.
func boldNames(v *sentence.Voice, people []domain.Person, first int) (string, []blockkit.Text) {
	names := make([]string, len(people))
	var texts []blockkit.Text
	for i, p := range people {
		names[i] = p.Name
		if len(people) <= mostBold {
			names[i] = blockkit.Slot(first + i)
			texts = append(texts, blockkit.Bold(blockkit.Name(p.Name)))
		}
	}
	return v.List(names), texts
}

// namesOf lists people's names.
func namesOf(people []domain.Person) []string {
	names := make([]string, len(people))
	for i, p := range people {
		names[i] = p.Name
	}
	return names
}

// pick gives the people of these ids, in order; who is gone is left out.
func pick(people map[domain.ID]domain.Person, ids []domain.ID) []domain.Person {
	var list []domain.Person
	for _, id := range ids {
		if p, there := people[id]; there {
			list = append(list, p)
		}
	}
	return list
}
