package sentence

import (
	"strings"

	"rapport/domain"
)

// WhoSeesWhat prints a table of permissions noun by noun, in the table's own order:
// what can be done, by whom, and on which condition.
func (v *Voice) WhoSeesWhat(table []domain.Rule, team string) []Chapter {
	var chapters []Chapter
	place := map[string]int{}
	for _, rule := range table {
		noun, _, _ := strings.Cut(string(rule.Action), ".")
		at, there := place[noun]
		if !there {
			at = len(chapters)
			place[noun] = at
			chapters = append(chapters, Chapter{Heading: v.Say("privacy.noun_" + noun)})
		}
		chapters[at].Lines = append(chapters[at].Lines, v.rule(rule, team))
	}
	return chapters
}

// rule says one row: what, who, and on which condition.
func (v *Voice) rule(rule domain.Rule, team string) string {
	who := make([]string, len(rule.Relations))
	for i, r := range rule.Relations {
		who[i] = v.Say("privacy.relation_"+string(r), "Team", team)
	}
	key := "privacy.line"
	switch {
	case rule.Second: // and a reason: nobody says yes to what has none
		key = "privacy.line_second"
	case rule.Reason:
		key = "privacy.line_reason"
	}
	what := v.Say("privacy.action_" + strings.ReplaceAll(string(rule.Action), ".", "_"))
	return v.Say(key, "What", what, "Who", v.List(who))
}

// Disclosed says what figures give away about single people or about a few, and
// what they do not, by the policy.
func (v *Voice) Disclosed(p domain.Policy) []string {
	lines := make([]string, len(domain.Disclosures))
	for i, d := range domain.Disclosures {
		if p.Discloses(d) {
			lines[i] = v.Say("privacy.discloses_" + string(d))
		} else {
			lines[i] = v.Say("privacy.withholds_" + string(d))
		}
	}
	return lines
}

// Looked says of one of domain.LookActs what was looked at, sheets by the words of
// the receipt.
func (v *Voice) Looked(act string) string {
	if sheet := domain.LookActs[act]; sheet != "" {
		return v.Say("mydata.looked_sheet", "Sheet", v.Say("access.sheet_"+string(sheet)))
	}
	return v.Say("mydata.looked_" + strings.ReplaceAll(act, ".", "_"))
}
