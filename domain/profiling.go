package domain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What a profile is checked for, and how two of them differ.

// oneLine brings a text to one line.
func oneLine(text string) string { return strings.Join(strings.Fields(Tidy(text)), " ") }

// oneLines tidies a list and leaves out what is empty.
func oneLines(list []string) []string {
	var lines []string
	for _, text := range list {
		if text = oneLine(text); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

// tidy brings every text into the form that is stored.
func (p RoleProfile) tidy() RoleProfile {
	p.Role, p.Impact = oneLine(p.Role), oneLine(p.Impact)
	p.Outcomes, p.Processes = oneLines(p.Outcomes), oneLines(p.Processes)
	p.Expectations, p.KPIs, p.Levels = slices.Clone(p.Expectations), slices.Clone(p.KPIs), slices.Clone(p.Levels)
	for i, e := range p.Expectations {
		e.Text = oneLine(e.Text)
		p.Expectations[i] = e
	}
	for i, k := range p.KPIs {
		k.Name, k.Unit, k.Target, k.Standard = oneLine(k.Name), oneLine(k.Unit), oneLine(k.Target), oneLine(k.Standard)
		p.KPIs[i] = k
	}
	for i, l := range p.Levels {
		p.Levels[i] = RoleLevel{Name: oneLine(l.Name), Differs: oneLine(l.Differs)}
	}
	return p
}

// Validate tells everything that is wrong with a profile. Fields are named as in
// the file, entries of lists by their number from 1.
func (p RoleProfile) Validate() Faults {
	var faults Faults
	if p.Role == "" {
		faults = append(faults, RefuseField("role", "expectation.role_missing"))
	}
	faults = append(faults, TooLong("role", p.Role, MaxRoleName)...)
	faults = append(faults, TooLong("impact", p.Impact, MaxImpact)...)
	for _, list := range []struct {
		field string
		lines []string
		most  int
	}{{"outcomes", p.Outcomes, MaxOutcomes}, {"processes", p.Processes, MaxProcesses}} {
		faults = append(faults, tooMany(list.field, len(list.lines), list.most)...)
		for i, line := range list.lines {
			if n := Length(line); n > MaxRoleLine {
				faults = append(faults, RefuseField(list.field, "expectation.line_long", "Place", i+1, "Limit", MaxRoleLine, "Over", n-MaxRoleLine))
			}
		}
	}
	faults = append(faults, p.checkExpectations()...)
	faults = append(faults, p.checkKPIs()...)
	return append(faults, p.checkLevels()...)
}

func tooMany(field string, n, most int) Faults {
	if n > most {
		return Faults{RefuseField(field, "expectation.too_many", "Limit", most)}
	}
	return nil
}

func (p RoleProfile) checkExpectations() Faults {
	faults := tooMany("expectations", len(p.Expectations), MaxExpectations)
	seen := map[string]bool{}
	for i, e := range p.Expectations {
		at := fmt.Sprintf("expectations.%d.", i+1)
		faults = append(faults, e.check(at)...)
		if key := strings.ToLower(e.Text); key != "" {
			if seen[key] {
				faults = append(faults, RefuseField(at+"text", "expectation.text_twice"))
			}
			seen[key] = true
		}
	}
	return faults
}

func (e Expectation) check(at string) Faults {
	faults := TooLong(at+"text", e.Text, MaxRoleLine)
	if e.Text == "" {
		faults = append(faults, RefuseField(at+"text", "expectation.text_missing"))
	}
	if !slices.Contains(Dimensions(), e.Dimension) {
		faults = append(faults, RefuseField(at+"dimension", "expectation.dimension_unknown"))
	}
	return faults
}

// Dimensions are all dimensions, in the order in which they are shown.
func Dimensions() []Dimension { return []Dimension{ResultGoal, ActionGoal, BehaviourGoal} }

func (p RoleProfile) checkKPIs() Faults {
	faults := tooMany("kpis", len(p.KPIs), MaxKPIs)
	seen := map[string]bool{}
	for i, k := range p.KPIs {
		at := fmt.Sprintf("kpis.%d.", i+1)
		key := strings.ToLower(k.Name)
		switch {
		case key == "":
			faults = append(faults, RefuseField(at+"name", "expectation.kpi_missing"))
		case seen[key]:
			faults = append(faults, RefuseField(at+"name", "expectation.kpi_twice"))
		}
		seen[key] = true
		faults = append(faults, TooLong(at+"name", k.Name, MaxKPIName)...)
		faults = append(faults, TooLong(at+"unit", k.Unit, MaxUnit)...)
		faults = append(faults, TooLong(at+"target", k.Target, MaxKPIValue)...)
		faults = append(faults, TooLong(at+"standard", k.Standard, MaxKPIValue)...)
	}
	return faults
}

func (p RoleProfile) checkLevels() Faults {
	faults := tooMany("levels", len(p.Levels), MaxLevels)
	for i, l := range p.Levels {
		switch {
		case l.Name == "" || l.Differs == "":
			faults = append(faults, RefuseField("levels", "expectation.level_half", "Place", i+1))
		case Length(l.Name) > MaxLevelName:
			faults = append(faults, RefuseField("levels", "expectation.level_name_long", "Place", i+1, "Limit", MaxLevelName))
		case Length(l.Differs) > MaxLevelText:
			faults = append(faults, RefuseField("levels", "expectation.line_long", "Place", i+1, "Limit", MaxLevelText, "Over", Length(l.Differs)-MaxLevelText))
		}
	}
	return faults
}

// identified gives ids to what is new, and the next version to what is worded
// anew. An entry without an id that says what stood there before is that one. An
// id that the profile does not have is refused: it was mistyped, and taken as
// new would leave out the one that was meant.
func (p RoleProfile) identified(before RoleProfile, ids IDs) (RoleProfile, Faults) {
	var faults Faults
	p.ID = before.ID
	if p.ID == "" {
		p.ID = ids.New()
	}
	taken := map[ID]bool{}
	for i, e := range p.Expectations {
		known := slices.IndexFunc(before.Expectations, func(b Expectation) bool {
			return e.ID == b.ID || e.ID == "" && strings.EqualFold(e.Text, b.Text)
		})
		switch {
		case known < 0 && e.ID != "" || known >= 0 && taken[before.Expectations[known].ID]:
			faults = append(faults, RefuseField(fmt.Sprintf("expectations.%d.id", i+1), "expectation.id_unknown", "Id", string(e.ID)))
			continue
		case known < 0:
			e.ID, e.Version = ids.New(), 1
		default:
			b := before.Expectations[known]
			e.ID, e.Version = b.ID, b.Version
			if e.Text != b.Text || e.Dimension != b.Dimension {
				e.Version++
			}
		}
		taken[e.ID], p.Expectations[i] = true, e
	}
	for i, k := range p.KPIs {
		known := slices.IndexFunc(before.KPIs, func(b KPI) bool { return k.ID == b.ID || k.ID == "" && strings.EqualFold(k.Name, b.Name) })
		switch {
		case known < 0 && k.ID != "" || known >= 0 && taken[before.KPIs[known].ID]:
			faults = append(faults, RefuseField(fmt.Sprintf("kpis.%d.id", i+1), "expectation.id_unknown", "Id", string(k.ID)))
			continue
		case known < 0:
			k.ID, k.Version = ids.New(), 1
		default:
			b := before.KPIs[known]
			k.ID, k.Version = b.ID, b.Version
			if k != b {
				k.Version++
			}
		}
		taken[k.ID], p.KPIs[i] = true, k
	}
	return p, faults
}

// RoleDifference is one thing that two versions of a profile do not share.
type RoleDifference struct {
	// What is the field: role, outcomes, processes, impact, expectation, kpi,
	// levels or retired.
	What string
	// Was and Is are the texts; empty where there is none.
	Was, Is string
}

// CompareRoles lists what changes from one version of a profile to another.
// Expectations and KPIs are compared one by one, by their ids.
func CompareRoles(was, is RoleProfile) []RoleDifference {
	var list []RoleDifference
	add := func(what, was, is string) {
		if was != is {
			list = append(list, RoleDifference{What: what, Was: was, Is: is})
		}
	}
	add("role", was.Role, is.Role)
	add("outcomes", strings.Join(was.Outcomes, listed), strings.Join(is.Outcomes, listed))
	add("processes", strings.Join(was.Processes, listed), strings.Join(is.Processes, listed))
	add("impact", was.Impact, is.Impact)
	before, after := map[ID]string{}, map[ID]string{}
	for _, e := range was.Expectations {
		before[e.ID] = e.line()
	}
	for _, e := range is.Expectations {
		after[e.ID] = e.line()
		add("expectation", before[e.ID], after[e.ID])
	}
	for _, e := range was.Expectations {
		if after[e.ID] == "" {
			add("expectation", e.line(), "")
		}
	}
	for _, k := range was.KPIs {
		before[k.ID] = k.line()
	}
	for _, k := range is.KPIs {
		after[k.ID] = k.line()
		add("kpi", before[k.ID], after[k.ID])
	}
	for _, k := range was.KPIs {
		if after[k.ID] == "" {
			add("kpi", k.line(), "")
		}
	}
	add("levels", levelLine(was.Levels), levelLine(is.Levels))
	if was.Retired != is.Retired {
		list = append(list, RoleDifference{What: "retired", Was: strconv.FormatBool(was.Retired), Is: strconv.FormatBool(is.Retired)})
	}
	return list
}

// line is an expectation in one line.
func (e Expectation) line() string { return string(e.Dimension) + ": " + e.Text }

// line is a KPI in one line.
func (k KPI) line() string {
	return fmt.Sprintf("%s, %s: target %s, ideal %s", k.Name, k.Unit, k.Target, k.Standard)
}

func levelLine(levels []RoleLevel) string {
	lines := make([]string, len(levels))
	for i, l := range levels {
		lines[i] = l.Name + ": " + l.Differs
	}
	return strings.Join(lines, listed)
}
