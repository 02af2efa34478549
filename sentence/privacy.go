package sentence

import (
	"strings"

	"rapport/domain"
)

// WhoSeesWhat prints a table of permissions noun by noun, in the table's own order:
// what can be done, by whom, and on which condition.
func (v *Voice) WhoSeesWhat(table []domain.Rule, team string) []Chapter {
	return v.byNoun(table, func(rule domain.Rule) string {
		who := make([]string, len(rule.Relations))
		for i, r := range rule.Relations {
			who[i] = v.Relation(r, team)
		}
		return v.Say("privacy.line"+condition(rule), "What", v.action(rule.Action), "Who", v.List(who))
	})
}

// WhatOne prints rows noun by noun for somebody of whom is said besides by which
// relation they hold.
func (v *Voice) WhatOne(rules []domain.Rule) []Chapter {
	return v.byNoun(rules, func(rule domain.Rule) string {
		return v.Say("explain.line"+condition(rule), "What", v.action(rule.Action))
	})
}

// Relation names those who stand in a relation.
func (v *Voice) Relation(r domain.Relation, team string) string {
	return v.Say("privacy.relation_"+string(r), "Team", team)
}

// byNoun puts rows under the nouns of what they allow, in the table's own order.
func (v *Voice) byNoun(table []domain.Rule, line func(domain.Rule) string) []Chapter {
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
		chapters[at].Lines = append(chapters[at].Lines, line(rule))
	}
	return chapters
}

func (v *Voice) action(a domain.Action) string {
	return v.Say("privacy.action_" + strings.ReplaceAll(string(a), ".", "_"))
}

// condition is how the sentence of a row ends that holds on a condition.
func condition(rule domain.Rule) string {
	switch {
	case rule.Second: // and a reason: nobody says yes to what has none
		return "_second"
	case rule.Reason:
		return "_reason"
	}
	return ""
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
