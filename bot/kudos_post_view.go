package bot

import (
	"net/url"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// shownJoiners is how many of those who thanked too are named; the rest are
// "others", without a number.
const shownJoiners = 3

// kudosPosted is the post in the channel. Names stand as text, so that nobody is
// pinged by somebody else's thanks.
func kudosPosted(v *sentence.Voice, l kudosLetter) blockkit.Message {
	var named []domain.Person
	for _, r := range l.Kudos.Receivers {
		if p, there := l.People[r.Person]; there && !r.Private {
			named = append(named, p)
		}
	}
	giver := l.People[l.Kudos.Giver]
	list, texts := boldNames(v, named, 1)
	texts = append([]blockkit.Text{blockkit.Bold(blockkit.Name(giver.Name))}, texts...)
	headline := blockkit.Weave(v.Say("kudos.thanked", "Giver", blockkit.Slot(0), "People", list), texts...)
	about := l.Kudos.About
	if about.Private {
		about = domain.MessageLink{}
	}
	return blockkit.Message{
		Fallback: say(v, "kudos.thanked_notice", "Giver", giver.Name, "People", namesOf(named)),
		Blocks: []blockkit.Block{
			blockkit.Section(headline),
			blockkit.Quote(blockkit.User(l.Kudos.Text)),
			blockkit.Context(kudosFacts(v, l, about)),
			blockkit.Actions(button(v, PressKudosJoin, string(l.Kudos.ID), "kudos.join_button")),
		},
		More: say(v, "rapport.more"),
	}
}

// kudosReceived is the DM to one receiver. What the others wished to have
// privately is not told to them.
func kudosReceived(v *sentence.Voice, l kudosLetter) blockkit.Message {
	giver := l.People[l.Kudos.Giver]
	names := thankedNames(v, l.fellows(), l.Reader)
	key := "kudos.thanked"
	if l.Kudos.Text != "" {
		key = "kudos.thanked_words"
	}
	headline := blockkit.Weave(v.Say(key, "Giver", blockkit.Slot(0), "People", names), blockkit.Bold(blockkit.Name(giver.Name)))
	return blockkit.Message{
		Fallback: say(v, "kudos.thanked_notice", "Giver", giver.Name, "People", names),
		Blocks: []blockkit.Block{
			blockkit.Section(headline),
			blockkit.Quote(blockkit.User(l.Kudos.Text)),
			blockkit.Context(blockkit.Separated(" · ", kudosFacts(v, l, l.Kudos.About), kudosPlace(v, l), say(v, l.fileLine()))),
			blockkit.Actions(l.replyButton(v, giver), l.settleMenu(v)),
		},
		More: say(v, "rapport.more"),
	}
}

// kudosTakenBack tells one of those concerned that the people team took it back.
func kudosTakenBack(v *sentence.Voice, l kudosLetter, team string) blockkit.Message {
	giver := l.People[l.Kudos.Giver]
	names := thankedNames(v, l.fellows(), l.Reader)
	line := v.Say("kudos.taken_back", "Giver", giver.Name, "People", names, "Team", team)
	if l.Reader == l.Kudos.Giver {
		line = v.Say("kudos.taken_back_yours", "People", names, "Team", team)
	}
	return blockkit.Message{
		Fallback: say(v, "kudos.taken_back_notice", "Team", team),
		Blocks: []blockkit.Block{
			blockkit.Section(blockkit.App(line)),
			blockkit.Quote(blockkit.User(l.Kudos.Reason)),
			blockkit.Context(say(v, "kudos.taken_back_seen")),
		},
		More: say(v, "rapport.more"),
	}
}

// fellows are the receivers that the reader may be told of.
func (l kudosLetter) fellows() []domain.Person { return fellows(l.Kudos, l.People, l.Reader) }

// fellows are the receivers of a kudos that a reader may be told of: all but
// those who are thanked privately, the reader apart. The giver named them all.
func fellows(k domain.Kudos, people map[domain.ID]domain.Person, reader domain.ID) []domain.Person {
	var list []domain.Person
	for _, r := range k.Receivers {
		p, there := people[r.Person]
		hidden := p.Privately || r.Private && k.Public()
		if there && (p.ID == reader || reader == k.Giver || !hidden) {
			list = append(list, p)
		}
	}
	return list
}

// kudosFacts is the small print that post and DM share.
func kudosFacts(v *sentence.Voice, l kudosLetter, about domain.MessageLink) blockkit.Text {
	values := make([]blockkit.Text, len(l.Values))
	for i, name := range l.Values {
		values[i] = blockkit.Name(name)
	}
	parts := []blockkit.Text{blockkit.Separated(", ", values...), kudosJoined(v, l)}
	if about.URL != "" {
		parts = append(parts, blockkit.Link(about.URL, v.Say("kudos.about_message")))
	}
	return blockkit.Separated(" · ", parts...)
}

// kudosJoined names those who thanked too.
func kudosJoined(v *sentence.Voice, l kudosLetter) blockkit.Text {
	joined := namesOf(pick(l.People, l.Kudos.Joined))
	if len(joined) == 0 {
		return blockkit.Text{}
	}
	if len(joined) > shownJoiners {
		joined = append(joined[:shownJoiners:shownJoiners], v.Say("kudos.others"))
	}
	return say(v, "kudos.also_from", "People", joined)
}

// kudosPlace is where the post stands, for somebody who is named in it.
func kudosPlace(v *sentence.Voice, l kudosLetter) blockkit.Text {
	if !l.Kudos.Public() || l.private() {
		return blockkit.Text{}
	}
	return blockkit.Weave(v.Say("kudos.in_channel", "Channel", blockkit.Slot(0)), blockkit.Channel(l.Kudos.Channel, ""))
}

// receiver is what the reader decided.
func (l kudosLetter) receiver() domain.KudosReceiver {
	for _, r := range l.Kudos.Receivers {
		if r.Person == l.Reader {
			return r
		}
	}
	return domain.KudosReceiver{}
}

func (l kudosLetter) private() bool { return l.receiver().Private }

func (l kudosLetter) fileLine() string {
	if l.receiver().OutOfFile {
		return "kudos.out_of_file"
	}
	return "kudos.in_file"
}

// replyButton leads to the DM with the giver: an answer to thanks is between
// two people, and Rapport does not read it.
func (l kudosLetter) replyButton(v *sentence.Voice, giver domain.Person) blockkit.Element {
	if l.Home == "" {
		return nil
	}
	first, _, _ := strings.Cut(giver.Name, " ")
	return blockkit.Button{ID: PressKudosReply, Label: say(v, "kudos.reply_button", "Name", first), URL: directAddress(l.Home, giver)}
}

// directAddress is the address of the DM with a person, in the workspace whose own
// address is home.
func directAddress(home string, p domain.Person) string {
	return strings.TrimSuffix(home, "/") + "/app_redirect?channel=" + url.QueryEscape(p.SlackID)
}

// settleMenu is what a receiver may do with it.
func (l kudosLetter) settleMenu(v *sentence.Voice) blockkit.Element {
	id := ":" + string(l.Kudos.ID)
	var options []blockkit.Option
	if l.Kudos.Public() && !l.private() {
		options = append(options, blockkit.Option{Value: SettlePrivate + id, Label: say(v, "kudos.private_option")})
	}
	file := blockkit.Option{Value: SettleOut + id, Label: say(v, "kudos.leave_out_option")}
	if l.receiver().OutOfFile {
		file = blockkit.Option{Value: SettleIn + id, Label: say(v, "kudos.put_back_option")}
	}
	options = append(options, file,
		blockkit.Option{Value: SettleCite + id, Label: say(v, "kudos.cite_option")},
		blockkit.Option{Value: SettleManner + id, Label: say(v, "kudos.manner_option")},
		blockkit.Option{Value: SettleWrong + id, Label: say(v, "kudos.wrong_option")})
	return blockkit.Overflow{ID: PressKudosSettle, Options: options}
}
