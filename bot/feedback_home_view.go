package bot

import (
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// feedbackWaits is what was shared with the person and is not read yet, for the
// top of Home. It shows no words: to read them is a press.
func feedbackWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	var blocks []blockkit.Block
	for _, f := range h.Feedback.Unread {
		line := sharedLine(v, f, h.People, h.Standing.Person.ID)
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressFeedbackRead, string(f.ID), "feedback.read_button")))
	}
	return blocks
}

// feedbackBlocks are the ways to feedback on Home.
func feedbackBlocks(v *sentence.Voice) []blockkit.Block {
	return []blockkit.Block{
		blockkit.Header(say(v, "feedback.home")), blockkit.Section(say(v, "feedback.home_line")),
		blockkit.Actions(
			button(v, PressFeedbackForm, "", "feedback.give_button"), button(v, PressFeedbackAsk, "", "feedback.ask_button"),
			button(v, PressFeedbackList, domain.FeedbackReceivedList, "feedback.home_all_button")),
	}
}
