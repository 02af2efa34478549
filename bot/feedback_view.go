package bot

import (
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackUsage says how /feedback is used. What was typed stands below, where
// it does not name one person.
func feedbackUsage(v *sentence.Voice, typed string, named int) blockkit.Message {
	lines := []string{v.Say("feedback.usage_line"), v.Say("feedback.usage_others")}
	switch {
	case named > 1:
		lines = append([]string{v.Say("feedback.one_at_a_time")}, lines...)
	case typed != "":
		lines = append([]string{v.Say("feedback.nobody_named")}, lines...)
	}
	return sentences(v, typed, lines...)
}

// readersLine says in a sentence who can read something: by the table, with
// people by their names and offices by what they are called.
func readersLine(v *sentence.Voice, holders []domain.Holder, people map[domain.ID]domain.Person, me domain.ID, team string) blockkit.Text {
	return say(v, "feedback.readers", "Who", holderNames(v, holders, people, me, team))
}

// holderNames lists who can do something; the reader is "you", and comes first.
func holderNames(v *sentence.Voice, holders []domain.Holder, people map[domain.ID]domain.Person, me domain.ID, team string) []string {
	var names []string
	for _, h := range holders {
		if h.People == nil {
			names = append(names, v.Say("privacy.relation_"+string(h.Relation), "Team", team))
		}
		for _, id := range h.People {
			if id == me {
				names = append([]string{v.Say("feedback.you")}, names...)
			} else {
				names = append(names, nameOr(v, people[id]))
			}
		}
	}
	return names
}

// feedbackReceipt tells the giver that it is shared, and who can read it.
func feedbackReceipt(v *sentence.Voice, r domain.FeedbackReceipt) blockkit.Message {
	f := r.Feedback
	m := sentences(v, "", v.Say("feedback.sent", "Name", nameOr(v, r.People[f.Receiver])))
	m.Blocks = append(m.Blocks, blockkit.Section(readersLine(v, r.Readers, r.People, f.Giver, r.Team)), blockkit.Actions(withdrawButton(v, f)))
	return m
}

// withdrawButton takes it back, after a second question.
func withdrawButton(v *sentence.Voice, f domain.Feedback) blockkit.Element {
	press := button(v, PressFeedbackWithdraw, string(f.ID), "feedback.withdraw_button")
	press.Confirm = &blockkit.Confirm{
		Title: say(v, "feedback.withdraw_title"), Text: say(v, "feedback.withdraw_sure"),
		Yes: say(v, "feedback.withdraw_button"), No: say(v, "rapport.cancel_button"), Danger: true,
	}
	return press
}

// narrowButton takes the one other reader away, after a second question.
func narrowButton(v *sentence.Voice, f domain.Feedback, name string) blockkit.Element {
	press := button(v, PressFeedbackNarrow, string(f.ID), "feedback.narrow_button")
	press.Confirm = &blockkit.Confirm{
		Title: say(v, "feedback.narrow_title"), Text: say(v, "feedback.narrow_sure", "Name", name),
		Yes: say(v, "feedback.narrow_button"), No: say(v, "rapport.cancel_button"),
	}
	return press
}

// feedbackWithdrawn tells the giver that nobody read it, and gives the words
// back.
func feedbackWithdrawn(v *sentence.Voice, r domain.FeedbackReceipt) blockkit.Message {
	m := sentences(v, "", v.Say("feedback.withdrawn", "Name", nameOr(v, r.People[r.Feedback.Receiver])))
	m.Blocks = append(m.Blocks, feedbackWords(v, r)...)
	return m
}

// feedbackNarrowed says who can read it now.
func feedbackNarrowed(v *sentence.Voice, r domain.FeedbackReceipt, me domain.ID) blockkit.Message {
	m := sentences(v, "", v.Say("feedback.narrowed"))
	m.Blocks = append(m.Blocks, blockkit.Section(readersLine(v, r.Readers, r.People, me, r.Team)))
	return m
}

// feedbackShared is the message to a reader: that something is there, and
// nothing of what it says.
func feedbackShared(v *sentence.Voice, r domain.FeedbackReceipt, reader domain.ID) blockkit.Message {
	f := r.Feedback
	notice := sharedLine(v, f, r.People, reader)
	return blockkit.Message{
		Fallback: notice, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(notice),
			blockkit.Actions(primary(button(v, PressFeedbackRead, string(f.ID), "feedback.read_button"))),
			blockkit.Context(readersLine(v, r.Readers, r.People, reader, r.Team)),
			blockkit.Context(say(v, "feedback.why")),
		},
	}
}

// sharedLine says that something is there: who shared it, and about whom where
// that is not the reader.
func sharedLine(v *sentence.Voice, f domain.Feedback, people map[domain.ID]domain.Person, reader domain.ID) blockkit.Text {
	giver := nameOr(v, people[f.Giver])
	if reader == f.Receiver {
		return say(v, "feedback.shared_notice", "Giver", giver)
	}
	return say(v, "feedback.shared_about_notice", "Giver", giver, "Name", nameOr(v, people[f.Receiver]))
}

// feedbackView shows the words.
func feedbackView(v *sentence.Voice, r domain.FeedbackReceipt, me domain.ID) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(blockkit.Bold(feedbackHeadline(v, r.Feedback, r.People, me)))}
	blocks = append(blocks, feedbackWords(v, r)...)
	blocks = append(blocks, feedbackReplies(v, r.Replies, r.People, me)...)
	blocks = append(blocks, blockkit.Divider(), blockkit.Context(readersLine(v, r.Readers, r.People, me, r.Team)), blockkit.Actions(feedbackButtons(v, r, me)...))
	return blockkit.Modal{
		ID: FeedbackView, Title: say(v, "feedback.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// feedbackButtons are what the reader can do about it.
func feedbackButtons(v *sentence.Voice, r domain.FeedbackReceipt, me domain.ID) []blockkit.Element {
	f := r.Feedback
	var row []blockkit.Element
	if me == f.Giver && f.ReadAt.IsZero() && f.State == domain.FeedbackGiven {
		row = append(row, withdrawButton(v, f))
	}
	id := string(f.ID)
	if me == f.Receiver {
		if !thanked(r.Replies, me) {
			row = append(row, button(v, PressFeedbackThank, id, "feedback.thank_button"))
		}
		row = append(row,
			button(v, PressFeedbackReply, string(domain.ReplyWords)+":"+id, "feedback.reply_button"),
			button(v, PressFeedbackReply, string(domain.ReplyIntent)+":"+id, "feedback.intent_button"))
		if f.InFile {
			row = append(row, button(v, PressFeedbackOut, id, "feedback.out_button"))
		} else {
			row = append(row, button(v, PressFeedbackKeep, id, "feedback.keep_button"))
		}
		row = append(row, button(v, PressConcern, string(domain.ConcernFeedback)+":"+id, "concern.open_button"))
	}
	if me == f.Giver && f.Answerable(r.Replies) {
		row = append(row, button(v, PressFeedbackReply, string(domain.ReplyWords)+":"+id, "feedback.reply_button"))
	}
	if f.Reader != "" && me != f.Reader && f.State == domain.FeedbackGiven {
		row = append(row, narrowButton(v, f, nameOr(v, r.People[f.Reader])))
	}
	return row
}

// feedbackHeadline is who told whom, and when.
func feedbackHeadline(v *sentence.Voice, f domain.Feedback, people map[domain.ID]domain.Person, me domain.ID) blockkit.Text {
	day := v.Date(domain.DateOf(f.At, v.Zone()))
	giver, receiver := nameOr(v, people[f.Giver]), nameOr(v, people[f.Receiver])
	switch me {
	case f.Giver:
		return say(v, "feedback.to_name", "Name", receiver, "Day", day)
	case f.Receiver:
		return say(v, "feedback.from_name", "Giver", giver, "Day", day)
	}
	return say(v, "feedback.from_to", "Giver", giver, "Name", receiver, "Day", day)
}

// feedbackWords are the parts of a feedback under what was asked for each, and
// what it is linked to.
func feedbackWords(v *sentence.Voice, r domain.FeedbackReceipt) []blockkit.Block {
	f, name := r.Feedback, nameOr(v, r.People[r.Feedback.Receiver])
	var blocks []blockkit.Block
	for _, part := range []struct{ label, text string }{
		{"feedback.situation_label", f.Situation}, {"feedback.behaviour_label", f.Behaviour},
		{"feedback.impact_label", f.Impact}, {"feedback.next_label", f.Next},
	} {
		if part.text != "" {
			blocks = append(blocks, blockkit.Context(say(v, part.label, "Name", name)), blockkit.Quote(blockkit.User(part.text)))
		}
	}
	var links []blockkit.Text
	if r.Goal.ID != "" {
		links = append(links, say(v, "feedback.linked_goal", "Goal", r.Goal.Title))
	}
	if r.Value != "" {
		links = append(links, blockkit.Name(r.Value))
	}
	if f.About.URL != "" {
		links = append(links, messageLine(v, "feedback.about", f.About))
	}
	return append(blocks, blockkit.Context(blockkit.Separated(" · ", links...)))
}

// feedbackListView is a page of what was received or given.
func feedbackListView(v *sentence.Voice, list domain.FeedbackList, me domain.ID) blockkit.Modal {
	blocks := append(feedbackTop(v), blockkit.Header(say(v, "feedback.heading_"+list.Which)))
	if len(list.Feedback) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "feedback.none_"+list.Which)))
	}
	for _, f := range list.Feedback {
		blocks = append(blocks, blockkit.SectionWith(feedbackLine(v, list, f, me), button(v, PressFeedbackRead, string(f.ID), "feedback.read_button")))
	}
	if list.More {
		last := list.Feedback[len(list.Feedback)-1]
		blocks = append(blocks, blockkit.Actions(button(v, PressFeedbackList, list.Which+":"+string(last.ID), "kudos.more_button")))
	}
	return blockkit.Modal{
		ID: FeedbackListView, Title: say(v, "feedback.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// feedbackTop is what can be begun, and the ways to the lists.
func feedbackTop(v *sentence.Voice) []blockkit.Block {
	begin := blockkit.Actions(
		primary(button(v, PressFeedbackForm, "", "feedback.give_button")), button(v, PressFeedbackAsk, "", "feedback.ask_button"))
	return []blockkit.Block{begin, blockkit.Actions(
		button(v, PressFeedbackList, domain.FeedbackReceivedList, "feedback.received_button"),
		button(v, PressFeedbackList, domain.FeedbackGivenList, "feedback.given_button"),
		button(v, PressFeedbackList, feedbackAskedList, "feedback.asked_button"))}
}

// feedbackLine is one entry of a list: what was not read yet shows no words.
func feedbackLine(v *sentence.Voice, list domain.FeedbackList, f domain.Feedback, me domain.ID) blockkit.Text {
	head := blockkit.Bold(feedbackHeadline(v, f, list.People, me))
	words := strings.TrimSpace(f.Behaviour)
	if words != "" {
		return blockkit.Lines(head, blockkit.User(words).Cut(shortened))
	}
	return blockkit.Lines(head, say(v, "feedback.unread"))
}
