package bot

import (
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// policyPage is the policy to read, for those who may not change it: its values
// by subject, and what was changed lately.
func policyPage(v *sentence.Voice, page domain.PolicyPage) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "policy.page_intro", "Version", page.Version.Version))}
	var lines []blockkit.Text
	for i, d := range page.Values {
		lines = append(lines, blockkit.Weave(v.Say("policy.page_line", "What", policyKey(v, d), "Is", blockkit.Slot(0)), policyValue(v, d.Key, d.Is)))
		if i+1 == len(page.Values) || subjectOf(page.Values[i+1]) != subjectOf(d) {
			blocks = append(blocks, blockkit.Section(blockkit.Lines(lines...)))
			lines = nil
		}
	}
	if len(page.Changes) > 0 {
		blocks = append(blocks, blockkit.Header(say(v, "policy.page_changes")))
	}
	for _, c := range page.Changes {
		changed := []blockkit.Text{blockkit.Bold(say(v, "policy.page_change", "Version", c.Version, "Day", v.Date(domain.DateOf(c.At, v.Zone()))))}
		for i, d := range c.Changed {
			if i == mostPolicyLines {
				changed = append(changed, say(v, "policy.told_more", "Count", len(c.Changed)-mostPolicyLines))
				break
			}
			changed = append(changed, policyLine(v, d))
		}
		blocks = append(blocks, blockkit.Section(blockkit.Lines(changed...)))
	}
	return blockkit.Modal{
		ID: PolicyView, Title: say(v, "home.policy_button"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more"),
	}
}

// subjectOf is the part of the policy that a value stands in.
func subjectOf(d domain.PolicyDifference) string {
	subject, _, _ := strings.Cut(d.Key, ".")
	return subject
}

// observerBlocks are for the works council's observer: the policy, who sees what,
// and how often records were opened. Nobody is named.
func observerBlocks(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	blocks := []blockkit.Block{blockkit.Header(say(v, "home.observer"))}
	preset := say(v, "home.preset_off")
	if h.Policy.Policy.WorksCouncil {
		preset = say(v, "home.preset_on")
	}
	blocks = append(blocks, blockkit.Section(preset))
	blocks = append(blocks, accessCounts(v, h)...)
	blocks = append(blocks, ledgerBlocks(v, h, now)...)
	return append(blocks, blockkit.Actions(button(v, PressPolicy, "", "home.policy_button"), button(v, PressPrivacy, "", "greeting.privacy_button")))
}
