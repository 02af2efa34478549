package bot

import (
	"strconv"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// retentionView is the report: how many records of which kind, in which country,
// have come to their end, and since when. It holds no record.
func retentionView(v *sentence.Voice, view domain.RetentionView) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(runLine(v, view))}
	if lines := countLines(v, view.Counts); len(lines) > 0 {
		blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
	}
	blocks = append(blocks, runButtons(v, view)...)
	if view.Last.ID != "" {
		blocks = append(blocks, blockkit.Context(lastLine(v, view)))
	}
	if view.MayHold {
		blocks = append(blocks, holdBlocks(v, view)...)
		blocks = append(blocks, blockkit.Actions(button(v, PressHold, "", "hold.open_button"), button(v, PressErasure, "", "erasure.open_button"), button(v, PressTerms, "", "retention.terms_button")))
	}
	blocks = append(blocks, blockkit.Context(say(v, "retention.seen_by")))
	return blockkit.Modal{ID: RetentionView, Title: say(v, "retention.title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// dayOfTime is the day of an instant, as the reader sees it.
func dayOfTime(v *sentence.Voice, h domain.RetentionRun) string {
	return v.Date(domain.DateOf(h.SeenAt, v.Zone()))
}

// runLine says where the open run stands, and what happens next.
func runLine(v *sentence.Voice, view domain.RetentionView) blockkit.Text {
	run, sum := view.Run, view.Sum()
	switch run.State {
	case domain.RunCounting:
		return say(v, "retention.counting")
	case domain.RunPurging:
		return say(v, "retention.purging", "Purged", sum.Purged, "Count", sum.Due)
	case domain.RunReported:
		oldest := v.Date(domain.DateOf(sum.Oldest, v.Zone()))
		head := say(v, "retention.due", "Count", sum.Due, "Oldest", oldest)
		return blockkit.Lines(head, nextLine(v, view))
	case domain.RunPurged, domain.RunEmpty, domain.RunStopped, domain.RunOutdated:
	}
	return say(v, "retention.nothing")
}

// nextLine says what has to happen before the purge begins.
func nextLine(v *sentence.Voice, view domain.RetentionView) blockkit.Text {
	run, policy := view.Run, view.Policy.Policy.Retention
	switch {
	case policy.SecondYes && run.YesBy == "":
		return say(v, "retention.wants_two")
	case policy.SecondYes && run.SecondBy == "":
		return say(v, "retention.wants_second", "Name", nameOr(v, view.People[run.YesBy]))
	case run.YesBy != "":
		return say(v, "retention.begins", "Name", nameOr(v, view.People[run.YesBy]))
	case run.SeenAt.IsZero():
		return say(v, "retention.unseen")
	}
	on := v.Date(domain.DateOf(run.PurgesOn(policy), v.Zone()))
	return say(v, "retention.waits", "Name", nameOr(v, view.People[run.SeenBy]), "Day", dayOfTime(v, run), "On", on)
}

// countLines are the counts, by kind and country.
func countLines(v *sentence.Voice, counts []domain.RetentionCount) []blockkit.Text {
	var lines []blockkit.Text
	for _, t := range domain.RecordTypes {
		for _, c := range counts {
			if c.Type != t.Name {
				continue
			}
			what := v.Say("retention.record_" + string(t.Name))
			if c.Country != "" {
				what = v.Say("retention.in_country", "What", what, "Country", c.Country)
			}
			key := "retention.count_line"
			if c.Held > 0 {
				key = "retention.count_held"
			}
			lines = append(lines, say(v, key, "What", what, "Count", strconv.Itoa(c.Due), "Held", strconv.Itoa(c.Held),
				"Day", v.Date(domain.DateOf(c.Oldest, v.Zone()))))
		}
	}
	return lines
}

// runButtons are what may be decided about the run.
func runButtons(v *sentence.Voice, view domain.RetentionView) []blockkit.Block {
	run := view.Run
	if run.State != domain.RunReported || !view.MayPurge {
		return nil
	}
	var row []blockkit.Element
	if run.YesBy == "" || view.Policy.Policy.Retention.SecondYes && view.MaySecond && run.SecondBy == "" {
		yes := button(v, PressRetentionYes, string(run.ID), "retention.yes_button")
		yes.Confirm = &blockkit.Confirm{
			Title: say(v, "retention.yes_title"), Text: say(v, "retention.yes_sure", "Count", view.Sum().Due),
			Yes: say(v, "retention.yes_button"), No: say(v, "rapport.cancel_button"), Danger: true,
		}
		row = append(row, yes)
	}
	row = append(row, button(v, PressRetentionStop, string(run.ID), "retention.stop_button"))
	return []blockkit.Block{blockkit.Actions(row...)}
}

// lastLine says what became of the run before.
func lastLine(v *sentence.Voice, view domain.RetentionView) blockkit.Text {
	day, sum := v.Date(domain.DateOf(view.Last.EndedAt, v.Zone())), view.LastSum()
	switch view.Last.State {
	case domain.RunPurged:
		return say(v, "retention.last_purged", "Day", day, "Count", sum.Purged, "Held", strconv.Itoa(sum.Held))
	case domain.RunStopped:
		return say(v, "retention.last_stopped", "Day", day, "Name", nameOr(v, view.People[view.Last.EndedBy]))
	case domain.RunEmpty, domain.RunCounting, domain.RunReported, domain.RunPurging, domain.RunOutdated:
	}
	return say(v, "retention.last_empty", "Day", day)
}

// termsForm asks for the terms that differ from the usual ones.
func termsForm(v *sentence.Voice, version domain.PolicyVersion, meta Metadata) blockkit.Modal {
	p := version.Policy
	var usual []blockkit.Text
	for _, t := range domain.RecordTypes {
		if t.Reported() {
			kept := v.Say("retention.months", "Count", domain.DefaultPolicy().MonthsOf(t, ""))
			usual = append(usual, say(v, "retention.term_usual", "What", v.Say("retention.record_"+string(t.Name)), "Name", string(t.Name), "Kept", kept))
		}
	}
	second := blockkit.Option{Value: "yes", Label: say(v, "retention.second_option")}
	var chosen []string
	if p.Retention.SecondYes {
		chosen = []string{"yes"}
	}
	return form(v, frame{TermsForm, "retention.terms_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "retention.terms_intro")), blockkit.Section(blockkit.Lines(usual...)),
		blockkit.Input(blockkit.Field{
			ID: FieldTerms, Label: say(v, "retention.terms_label"), Hint: say(v, "retention.terms_hint"), Optional: true,
			Element: blockkit.TextField{ID: FieldTerms, Initial: writeTerms(p.Retention.Months), Multiline: true},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldTermWaiting, Label: say(v, "retention.waiting_label"), Hint: say(v, "retention.waiting_hint"),
			Element: blockkit.TextField{ID: FieldTermWaiting, Initial: strconv.Itoa(p.Retention.WaitingDays)},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldTermSecond, Label: say(v, "retention.second_label"), Optional: true,
			Element: blockkit.Checkboxes{ID: FieldTermSecond, Options: []blockkit.Option{second}, Initial: chosen},
		}))
}

// retentionWaits is on the people team's Home what waits for a look.
func retentionWaits(v *sentence.Voice, h domain.Home) []blockkit.Block {
	if h.Retention.Run.State != domain.RunReported || h.Retention.Run.YesBy != "" {
		return nil
	}
	return []blockkit.Block{blockkit.SectionWith(
		say(v, "retention.waits_home", "Count", h.Retention.Sum.Due), button(v, PressRetention, "", "retention.look_button"))}
}

// retentionBlocks are the people team's line on records.
func retentionBlocks(v *sentence.Voice, h domain.Home) []blockkit.Block {
	key := "retention.home_line"
	if h.Retention.Holds > 0 {
		key = "retention.home_holds"
	}
	return []blockkit.Block{blockkit.SectionWith(say(v, key, "Count", h.Retention.Holds), button(v, PressRetention, "", "retention.open_button"))}
}
