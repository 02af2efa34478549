package bot

import (
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// noTemplate is the option of an empty profile.
const noTemplate = "none"

// rolesView lists the profiles, and the roles without one.
func rolesView(v *sentence.Voice, list domain.RoleList) blockkit.Modal {
	blocks := []blockkit.Block{blockkit.Section(say(v, "expectation.roles_intro"))}
	if len(list.Profiles) == 0 {
		blocks = append(blocks, blockkit.Section(say(v, "expectation.roles_none")))
	}
	name := func(key, role string) blockkit.Text {
		return blockkit.Weave(v.Say(key, "Role", blockkit.Slot(0), "Count", list.Counts[role]), blockkit.Bold(blockkit.User(role)))
	}
	for _, p := range list.Profiles {
		line := name("expectation.role_line", p.Role)
		if p.Retired {
			line = blockkit.Weave(v.Say("expectation.role_line_retired", "Role", blockkit.Slot(0)), blockkit.Bold(blockkit.User(p.Role)))
		}
		blocks = append(blocks, blockkit.SectionWith(line, button(v, PressRole, string(p.ID), "rapport.open_button")))
	}
	for _, role := range list.Without {
		blocks = append(blocks, blockkit.SectionWith(name("expectation.role_without", role), button(v, PressRoleStart, role, "expectation.role_start_button")))
	}
	row := []blockkit.Element{button(v, PressRoleStart, "", "expectation.start_title")}
	if list.More {
		row = append(row, button(v, PressRoles, list.Profiles[len(list.Profiles)-1].Role, "expectation.roles_more_button"))
	}
	blocks = append(blocks, blockkit.Actions(row...))
	return blockkit.Modal{ID: RolesView, Title: say(v, "expectation.roles_title"), Close: say(v, "rapport.close_button"), Blocks: blocks, More: say(v, "rapport.more")}
}

// roleView shows a profile with the ways to change each part of it.
func roleView(v *sentence.Voice, p domain.RoleProfile, people int) blockkit.Modal {
	id := string(p.ID)
	key := "expectation.role_line"
	if p.Retired {
		key = "expectation.role_line_retired"
	}
	blocks := []blockkit.Block{
		blockkit.Section(blockkit.Weave(v.Say(key, "Role", blockkit.Slot(0), "Count", people), blockkit.Bold(blockkit.User(p.Role)))),
		blockkit.Context(say(v, "expectation.role_version", "Version", p.Version, "Day", v.Date(domain.DateOf(p.At, v.Zone())))),
	}
	blocks = append(blocks, profileView(v, p, profileSides{
		frame:  button(v, PressRoleFrame, id, "expectation.role_change_button"),
		levels: button(v, PressRoleFrame, id, "expectation.role_change_button"),
		expectation: func(e domain.Expectation) blockkit.Element {
			return button(v, PressRoleItem, entryValue(p.ID, e.ID), "expectation.role_change_button")
		},
		kpi: func(k domain.KPI) blockkit.Element {
			return button(v, PressRoleKPI, entryValue(p.ID, k.ID), "expectation.role_change_button")
		},
	})...)
	row := []blockkit.Element{
		button(v, PressRoleItem, entryValue(p.ID, ""), "expectation.role_item_button"), button(v, PressRoleKPI, entryValue(p.ID, ""), "expectation.role_kpi_button"),
		button(v, PressRoleFrame, id, "expectation.role_frame_button"), button(v, PressDiffering, entryValue(p.ID, ""), "expectation.differing_button"),
		button(v, PressSources, id, "growth.sources_button"), button(v, PressRoles, "", "expectation.role_back_button"),
	}
	return blockkit.Modal{
		ID: RoleView, Title: say(v, "expectation.role_title"), Close: say(v, "rapport.close_button"),
		Blocks: append(blocks, blockkit.Actions(row...)), More: say(v, "rapport.more"),
	}
}

// roleText is a field of a profile's forms, for one line of at most limit
// characters.
func roleText(v *sentence.Voice, id, label, initial string, limit int) blockkit.Field {
	return blockkit.Field{ID: id, Label: say(v, label), Element: blockkit.TextField{ID: id, Initial: initial, Max: limit}}
}

// leftEmpty is a field that may be left empty.
func leftEmpty(f blockkit.Field) blockkit.Field {
	f.Optional = true
	return f
}

// roleLines is one for several lines.
func roleLines(v *sentence.Voice, id, label string, lines []string) blockkit.Block {
	return blockkit.Input(blockkit.Field{
		ID: id, Label: say(v, label), Optional: true,
		Element: blockkit.TextField{ID: id, Initial: strings.Join(lines, "\n"), Multiline: true},
	})
}

// roleStartForm asks for which role, and from which template.
func roleStartForm(v *sentence.Voice, role string, templates []domain.RoleTemplate, meta Metadata) blockkit.Modal {
	groups := []blockkit.OptionGroup{{
		Label:   say(v, "expectation.template_none"),
		Options: []blockkit.Option{{Value: noTemplate, Label: say(v, "expectation.template_empty_option")}},
	}}
	last := ""
	for _, t := range templates {
		if t.Industry != last {
			last = t.Industry
			groups = append(groups, blockkit.OptionGroup{Label: say(v, "expectation.industry_"+t.Industry)})
		}
		g := &groups[len(groups)-1]
		g.Options = append(g.Options, blockkit.Option{Value: t.Industry + ":" + t.Profile.Role, Label: blockkit.Name(t.Profile.Role)})
	}
	return form(v, frame{RoleStartForm, "expectation.start_title", "expectation.start_submit"}, meta,
		blockkit.Input(blockkit.Field{
			ID: FieldRole, Label: say(v, "expectation.role_label"), Hint: say(v, "expectation.role_hint"), Optional: true,
			Element: blockkit.TextField{ID: FieldRole, Initial: role, Max: domain.MaxRoleName},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldRoleTemplate, Label: say(v, "expectation.template_label"),
			Element: blockkit.Select{ID: FieldRoleTemplate, Groups: groups, Initial: noTemplate, Placeholder: say(v, "goal.choose")},
		}))
}

// roleFrameForm asks for what the role is for, and its levels.
func roleFrameForm(v *sentence.Voice, p domain.RoleProfile, meta Metadata) blockkit.Modal {
	levels := make([]string, len(p.Levels))
	for i, l := range p.Levels {
		levels[i] = l.Name + ": " + l.Differs
	}
	return form(v, frame{RoleFrameForm, "expectation.frame_title", "rapport.save_button"}, meta,
		blockkit.Input(roleText(v, FieldRole, "expectation.role_label", p.Role, domain.MaxRoleName)),
		roleLines(v, FieldRoleOutcomes, "expectation.outcomes_label", p.Outcomes),
		roleLines(v, FieldRoleProcesses, "expectation.processes_label", p.Processes),
		blockkit.Input(blockkit.Field{
			ID: FieldRoleImpact, Label: say(v, "expectation.impact_label"), Optional: true,
			Element: blockkit.TextField{ID: FieldRoleImpact, Initial: p.Impact, Multiline: true, Max: domain.MaxImpact},
		}),
		roleLines(v, FieldRoleLevels, "expectation.levels_label", levels),
		tick(v, FieldRoleRetired, "expectation.retired_label", "expectation.retired_option", p.Retired))
}

// tick is a field with one box.
func tick(v *sentence.Voice, id, label, option string, ticked bool) blockkit.Block {
	box := blockkit.Checkboxes{ID: id, Options: []blockkit.Option{{Value: "yes", Label: say(v, option)}}}
	if ticked {
		box.Initial = []string{"yes"}
	}
	return blockkit.Input(blockkit.Field{ID: id, Label: say(v, label), Optional: true, Element: box})
}

// roleItemForm asks for an expectation.
func roleItemForm(v *sentence.Voice, e domain.Expectation, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{dimensionField(v, e.Dimension), blockkit.Input(roleText(v, FieldExpectation, "expectation.text_label", e.Text, domain.MaxRoleLine))}
	if e.ID != "" {
		blocks = append(blocks, tick(v, FieldLeaveOut, "expectation.out_label", "expectation.out_option", false))
	}
	return form(v, frame{RoleItemForm, "expectation.item_title", "rapport.save_button"}, meta, blocks...)
}

// dimensionField asks what an expectation is about.
func dimensionField(v *sentence.Voice, d domain.Dimension) blockkit.Block {
	options := labelled(v, string(domain.ResultGoal), "goal.dimension_result", string(domain.ActionGoal), "goal.dimension_action", string(domain.BehaviourGoal), "goal.dimension_behaviour")
	return blockkit.Input(blockkit.Field{
		ID: FieldDimension, Label: say(v, "expectation.dimension_label"),
		Element: blockkit.Radio{ID: FieldDimension, Options: options, Initial: string(d)},
	})
}

// roleKPIForm asks for a figure.
func roleKPIForm(v *sentence.Voice, k domain.KPI, meta Metadata) blockkit.Modal {
	blocks := []blockkit.Block{
		blockkit.Input(roleText(v, FieldKPIName, "expectation.kpi_name_label", k.Name, domain.MaxKPIName)),
		blockkit.Input(leftEmpty(roleText(v, FieldKPIUnit, "expectation.kpi_unit_label", k.Unit, domain.MaxUnit))),
		blockkit.Input(leftEmpty(roleText(v, FieldKPITarget, "expectation.kpi_target_label", k.Target, domain.MaxKPIValue))),
		blockkit.Input(leftEmpty(roleText(v, FieldKPIStandard, "expectation.kpi_standard_label", k.Standard, domain.MaxKPIValue))),
	}
	if k.ID != "" {
		blocks = append(blocks, tick(v, FieldLeaveOut, "expectation.out_label", "expectation.out_option", false))
	}
	return form(v, frame{RoleKPIForm, "expectation.kpi_title", "rapport.save_button"}, meta, blocks...)
}
