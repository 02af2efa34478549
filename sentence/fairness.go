package sentence

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"rapport/domain"
)

// Chapter is a heading with the sentences below it.
type Chapter struct {
	Heading string
	Lines   []string
}

// wholePercent writes a part of one as a whole number of percent.
func wholePercent(x float64) string {
	const percent = 100
	return strconv.Itoa(int(math.Round(percent * x)))
}

// Fairness says a report in chapters: each way to divide people, the rhythms, and
// what none of it can show.
func (v *Voice) Fairness(r domain.FairnessReport) []Chapter {
	if r.All.People == 0 {
		return []Chapter{{Heading: v.Say("fairness.title"), Lines: []string{v.Say("fairness.nobody")}}}
	}
	first := Chapter{Heading: v.Say("fairness.title"), Lines: []string{
		v.Say("fairness.intro", "From", v.Date(r.From), "To", v.Date(r.To), "People", r.All.People, "Minimum", r.Minimum),
		v.fairLine(v.Say("fairness.all"), r.All, r.All, r.All.Actionable.Whole > 0),
	}}
	if r.Unknown > 0 {
		first.Lines = append(first.Lines, v.Say("fairness.unknown", "Count", r.Unknown))
	}
	chapters := []Chapter{first}
	for _, d := range r.Divisions {
		chapters = append(chapters, v.fairDivision(r, d))
	}
	return append(chapters, v.fairRoles(r), Chapter{Heading: v.Say("fairness.limits"), Lines: v.FairnessLimits()})
}

// FairnessLimits are what the report cannot show.
func (v *Voice) FairnessLimits() []string {
	return []string{
		v.Say("fairness.limit_cause"), v.Say("fairness.limit_interval"), v.Say("fairness.limit_many"), v.Say("fairness.limit_absence"), v.Say("fairness.limit_small"),
	}
}

// FairDivision names a way to divide people.
func (v *Voice) FairDivision(d domain.FairDivision) string {
	if d.FromFile {
		return v.Say("fairness.division_file", "Name", d.Kind)
	}
	return v.Say("fairness.division_" + d.Kind)
}

// FairGroup names a group.
func (v *Voice) FairGroup(d domain.FairDivision, g domain.FairGroup) string {
	names := make([]string, len(g.Keys))
	for i, key := range g.Keys {
		switch {
		case key == "":
			names[i] = v.Say("fairness.group_none")
		case d.Kind == "tenure" && !d.FromFile:
			names[i] = v.Say("fairness.group_tenure_" + key)
		default:
			names[i] = key
		}
	}
	const most = 4
	return v.ListAtMost(names, most)
}

func (v *Voice) fairDivision(r domain.FairnessReport, d domain.FairDivision) Chapter {
	c := Chapter{Heading: v.FairDivision(d)}
	if d.Hidden {
		c.Lines = []string{v.Say("fairness.hidden", "Minimum", r.Minimum)}
		return c
	}
	for _, g := range slices.Backward(d.Groups) {
		c.Lines = append(c.Lines, v.fairLine(v.FairGroup(d, g), g, rest(r.All, g), !d.NoFeedback))
	}
	if d.NoFeedback {
		c.Lines = append(c.Lines, v.Say("fairness.no_feedback"))
	}
	return c
}

// rest is everybody but a group.
func rest(all, g domain.FairGroup) domain.FairGroup {
	less := func(a, b domain.Share) domain.Share {
		return domain.Share{Part: a.Part - b.Part, Whole: a.Whole - b.Whole}
	}
	return domain.FairGroup{Held: less(all.Held, g.Held), Thanked: less(all.Thanked, g.Thanked), Actionable: less(all.Actionable, g.Actionable)}
}

// fairLine says the figures of a group, and what chance does not explain beside
// the others.
func (v *Voice) fairLine(name string, g, others domain.FairGroup, feedback bool) string {
	var parts, differs []string
	share := func(s domain.Share, other domain.Share, say func(part, whole int, low, high string) string, what string) {
		if s.Whole == 0 {
			return
		}
		low, high := s.Interval()
		parts = append(parts, say(s.Part, s.Whole, wholePercent(low), wholePercent(high)))
		if s.Differs(other) {
			differs = append(differs, what)
		}
	}
	share(g.Held, others.Held, func(part, whole int, low, high string) string {
		return v.Say("fairness.held", "Part", part, "Whole", whole, "Low", low, "High", high)
	}, v.Say("fairness.differs_held"))
	share(g.Thanked, others.Thanked, func(part, whole int, low, high string) string {
		return v.Say("fairness.thanked", "Part", part, "Whole", whole, "Low", low, "High", high)
	}, v.Say("fairness.differs_thanked"))
	if feedback {
		share(g.Actionable, others.Actionable, func(part, whole int, low, high string) string {
			return v.Say("fairness.actionable", "Part", part, "Whole", whole, "Low", low, "High", high)
		}, v.Say("fairness.differs_actionable"))
	}
	if len(differs) > 0 {
		parts = append(parts, v.Say("fairness.differs", "What", v.List(differs)))
	}
	return v.Say("fairness.line", "Group", name, "People", g.People, "What", strings.Join(parts, "; "))
}

func (v *Voice) fairRoles(r domain.FairnessReport) Chapter {
	c := Chapter{Heading: v.Say("fairness.roles")}
	for _, role := range r.Roles {
		if role.Others == 0 {
			c.Lines = append(c.Lines, v.Say("fairness.role_line_few", "Role", role.Role, "People", role.People, "Most", role.Most.String(), "Minimum", r.Minimum))
			continue
		}
		c.Lines = append(c.Lines, v.Say("fairness.role_line", "Role", role.Role, "People", role.People, "Most", role.Most.String(), "Others", role.Others))
	}
	if len(r.Roles) == 0 {
		c.Lines = append(c.Lines, v.Say("fairness.roles_same", "Minimum", r.Minimum))
	}
	key := "fairness.prompts_built_in"
	if r.Prompts {
		key = "fairness.prompts_own"
	}
	return Chapter{Heading: c.Heading, Lines: append(c.Lines, v.Say(key))}
}
