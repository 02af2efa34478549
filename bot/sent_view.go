package bot

import (
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// sentView lists what a person was sent, merged or held back, newest first.
func sentView(v *sentence.Voice, log domain.SentLog) blockkit.Modal {
	since := v.Date(domain.DateOf(log.Since, v.Zone()))
	key := "sent.since"
	switch {
	case len(log.Lines) == 0:
		key = "sent.none"
	case log.More:
		key = "sent.newest"
	}
	blocks := []blockkit.Block{blockkit.Section(say(v, key, "Day", since, "Lines", len(log.Lines)))}
	for _, l := range log.Lines {
		blocks = append(blocks, blockkit.Section(say(v, "sent.log_"+became(l.What, l.Reason),
			"When", l.At, "Until", l.Until, "What", v.Say("sent.noun_"+sentNoun(l.Kind)), "Class", v.Say("sent.class_"+string(l.Class)))))
	}
	return blockkit.Modal{ID: SentView, Title: say(v, "sent.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// became ends the key of a sentence by what became of something, and why.
func became(what, reason string) string { return strings.TrimSuffix(what+"_"+reason, "_") }

// ownNouns are the kinds that mean something else to people than the noun before
// their dot.
var ownNouns = map[string]string{
	domain.FirstContact: "greeting",
	domain.DigestOffer:  "offer",
	domain.DigestPage:   "page",
	domain.DigestSheet:  "sheet",
}

// sentNoun is what sort of thing a message or an ask of a kind was.
func sentNoun(kind string) string {
	if noun, own := ownNouns[kind]; own {
		return noun
	}
	noun, _, _ := strings.Cut(kind, ".")
	return noun
}

// sentFiguresView counts what everybody was sent, week by week.
func sentFiguresView(v *sentence.Voice, figures domain.SentFigures) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "sent.figures", "Minimum", figures.Minimum))}
	for _, week := range figures.Weeks {
		blocks = append(blocks, blockkit.Header(say(v, "sent.week", "Day", v.Date(week.Monday))))
		if len(week.Counts) == 0 {
			blocks = append(blocks, blockkit.Section(say(v, "sent.too_few", "Minimum", figures.Minimum)))
		}
		for counts := week.Counts; len(counts) > 0; {
			same := 1
			for same < len(counts) && counts[same].Class == counts[0].Class {
				same++
			}
			blocks = append(blocks, blockkit.Section(sentClass(v, counts[:same], figures.Minimum)))
			counts = counts[same:]
		}
	}
	return blockkit.Modal{ID: SentView, Title: say(v, "sent.figures_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// sentClass says what became of one class, in one line for each outcome.
func sentClass(v *sentence.Voice, counts []domain.SentCount, minimum int) blockkit.Text {
	lines := []blockkit.Text{blockkit.Bold(say(v, "sent.of_"+string(counts[0].Class)))}
	for _, c := range counts {
		number := v.Number(c.Count)
		if c.Count == 0 {
			number = v.Say("sent.count_few", "Minimum", minimum)
		}
		lines = append(lines, say(v, "sent.count_"+became(c.What, c.Reason), "Number", number))
	}
	return blockkit.Lines(lines...)
}
