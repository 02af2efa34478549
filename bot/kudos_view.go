package bot

import (
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// kudosUsage says how /kudos is used. What was typed stands below, where it
// could not be read as thanks.
func kudosUsage(v *sentence.Voice, c domain.KudosChoices, typed string) blockkit.Message {
	lines := []string{v.Say("kudos.usage_line"), v.Say("kudos.usage_others")}
	if typed != "" {
		lines = append([]string{v.Say("kudos.nobody_named")}, lines...)
	}
	if len(c.Values) > 0 {
		tags := make([]string, len(c.Values))
		for i, value := range c.Values {
			tags[i] = "#" + value.Tag
		}
		lines = append(lines, v.Say("kudos.usage_values", "Tags", tags))
	}
	return sentences(v, typed, lines...)
}

// kudosReceipt tells the giver what was sent, and lets them take it back.
func kudosReceipt(v *sentence.Voice, r domain.KudosReceipt, askedPrivate bool) blockkit.Message {
	people := pick(r.People, r.Kudos.ReceiverIDs())
	sent := v.Say("kudos.sent", "People", namesOf(people))
	text := blockkit.App(sent)
	if r.Kudos.Public() {
		posted := v.Say("kudos.sent_posted", "People", namesOf(people), "Channel", blockkit.Slot(0))
		text = blockkit.Weave(posted, blockkit.Channel(r.Kudos.Channel, ""))
	}
	m := blockkit.Message{Fallback: blockkit.App(sent), More: say(v, "rapport.more")}
	m.Blocks = append(m.Blocks, blockkit.Section(text))
	if quiet := unnamed(r, people); len(quiet) > 0 && !askedPrivate {
		m.Blocks = append(m.Blocks, blockkit.Context(say(v, "kudos.wished_privately", "People", namesOf(quiet), "Count", len(quiet))))
	}
	for _, u := range r.Unknown {
		m.Blocks = append(m.Blocks, blockkit.Context(say(v, unknownTag(u), "Tag", u.Tag, "Nearest", u.Nearest)))
	}
	id := string(r.Kudos.ID)
	buttons := []blockkit.Element{button(v, PressKudosUndo, id, "kudos.undo_button")}
	if r.Kudos.Text == "" {
		buttons = append(buttons, button(v, PressKudosWords, id, "kudos.words_button"))
	}
	m.Blocks = append(m.Blocks, blockkit.Actions(buttons...))
	return m
}

// unknownTag is the sentence about a tag that is no value.
func unknownTag(u domain.UnknownTag) string {
	if u.Nearest == "" {
		return "kudos.tag_unknown"
	}
	return "kudos.tag_like"
}

// unnamed are the people who are thanked privately because they wish it.
func unnamed(r domain.KudosReceipt, people []domain.Person) []domain.Person {
	var quiet []domain.Person
	for _, receiver := range r.Kudos.Receivers {
		i := slices.IndexFunc(people, func(p domain.Person) bool { return p.ID == receiver.Person })
		if i >= 0 && receiver.Private && people[i].Privately {
			quiet = append(quiet, people[i])
		}
	}
	return quiet
}

// kudosUndone tells the giver that it is taken back, and gives the words back.
func kudosUndone(v *sentence.Voice, r domain.KudosReceipt) blockkit.Message {
	people := pick(r.People, r.Kudos.ReceiverIDs())
	return sentences(v, r.Kudos.Text, v.Say("kudos.undone", "People", namesOf(people)))
}

// kudosListView is a page of kudos, to be read by the one person whom they all
// concern.
func kudosListView(v *sentence.Voice, list domain.KudosList, which string, me domain.ID) blockkit.Message {
	title, empty := "kudos.received_title", "kudos.received_none"
	if which == listGiven {
		title, empty = "kudos.given_title", "kudos.given_none"
	}
	m := blockkit.Message{Fallback: say(v, title), More: say(v, "rapport.more")}
	if len(list.Kudos) == 0 {
		m.Blocks = []blockkit.Block{blockkit.Section(say(v, empty))}
		return m
	}
	m.Blocks = append(m.Blocks, blockkit.Header(say(v, title)))
	for _, k := range list.Kudos {
		m.Blocks = append(m.Blocks, kudosListItem(v, list, k, me)...)
	}
	if list.More {
		last := list.Kudos[len(list.Kudos)-1]
		m.Blocks = append(m.Blocks, blockkit.Actions(button(v, PressKudosMore, which+":"+string(last.ID), "kudos.more_button")))
	}
	return m
}

// listedText is how much of a kudos a list shows; the whole stands in the DM.
const listedText = 500

func kudosListItem(v *sentence.Voice, list domain.KudosList, k domain.Kudos, me domain.ID) []blockkit.Block {
	giver := list.People[k.Giver]
	names := thankedNames(v, fellows(k, list.People, me), me)
	headline := v.Say("kudos.listed", "Giver", giver.Name, "People", names, "Date", v.Date(domain.DateOf(k.At, v.Zone())))
	if k.Giver == me {
		headline = v.Say("kudos.listed_mine", "People", names, "Date", v.Date(domain.DateOf(k.At, v.Zone())))
	}
	blocks := []blockkit.Block{blockkit.Section(blockkit.App(headline))}
	if k.Text != "" {
		blocks = append(blocks, blockkit.Quote(blockkit.User(k.Text).Cut(listedText)))
	}
	return blocks
}

// thankedNames lists who was thanked; the reader is "you", and comes first.
func thankedNames(v *sentence.Voice, people []domain.Person, me domain.ID) []string {
	var names []string
	for _, p := range people {
		if p.ID == me {
			names = append([]string{v.Say("kudos.you")}, names...)
		} else {
			names = append(names, p.Name)
		}
	}
	return names
}
