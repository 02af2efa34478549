package bot

import (
	"slices"
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// policyForm shows what HR sets most: the rest is in the policy's file.
func policyForm(v *sentence.Voice, version domain.PolicyVersion, members []domain.Person, meta Metadata) blockkit.Modal {
	p := version.Policy
	chosen := make([]string, len(members))
	for i, person := range members {
		chosen[i] = person.SlackID
	}
	lines := func(id, label string, list []string) blockkit.Block {
		if blockkit.Units(strings.Join(list, "\n")) > blockkit.LimitInput {
			// A field would cut it, and saving would keep what is left.
			return blockkit.Section(blockkit.Separated("\n", say(v, label), say(v, "policy.too_long")))
		}
		return blockkit.Input(blockkit.Field{
			ID: id, Label: say(v, label), Optional: true,
			Element: blockkit.TextField{ID: id, Initial: strings.Join(list, "\n"), Multiline: true},
		})
	}
	return form(v, frame{PolicyForm, "policy.form_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "policy.intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyChannel, Label: say(v, "policy.channel_label"), Hint: say(v, "policy.channel_hint"), Optional: true,
			Element: blockkit.ConversationSelect{ID: FieldPolicyChannel, Initial: p.Kudos.Channel},
		}),
		lines(FieldPolicyValues, "policy.values_label", writeValues(p.Kudos.Values)),
		cadenceField(v, p.Conversations.Cadence),
		blockkit.Actions(button(v, PressRhythms, "", "policy.rhythms_button")),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyStart, Label: say(v, "policy.start_label"), Hint: say(v, "policy.start_hint"), Optional: true,
			Element: blockkit.DateField{ID: FieldPolicyStart, Initial: p.Conversations.Start.String()},
		}),
		lines(FieldPolicyEmployee, "policy.employee_label", p.Conversations.EmployeePrompts),
		lines(FieldPolicyManager, "policy.manager_label", p.Conversations.ManagerPrompts),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyTeam, Label: say(v, "policy.team_label"), Optional: true,
			Element: blockkit.UsersSelect{ID: FieldPolicyTeam, Initial: chosen},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyDigest, Label: say(v, "policy.digest_label"), Optional: true,
			Element: blockkit.ConversationSelect{ID: FieldPolicyDigest, Initial: p.Digest.Channel},
		}),
		weekdayField(v, p.Digest.Weekday),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyTime, Label: say(v, "policy.time_label"),
			Element: blockkit.TimeField{ID: FieldPolicyTime, Initial: clock(clockTime(p.Digest.Time))},
		}),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyZone, Label: say(v, "policy.zone_label"), Hint: say(v, "policy.zone_hint"), Optional: true,
			Element: blockkit.TextField{ID: FieldPolicyZone, Initial: p.Digest.Zone},
		}))
}

// cadenceField asks how often people talk.
func cadenceField(v *sentence.Voice, cadence string) blockkit.Block {
	var options []blockkit.Option
	for _, text := range domain.OfferedRhythms() {
		options = append(options, blockkit.Option{Value: text, Label: blockkit.App(rhythmName(v, text))})
	}
	return policySelect(v, FieldPolicyCadence, "policy.cadence_label", options, cadence)
}

// weekdayField asks on which day the digest comes.
func weekdayField(v *sentence.Voice, weekday string) blockkit.Block {
	var options []blockkit.Option
	for day := time.Monday; len(options) < 7; day = (day + 1) % 7 {
		options = append(options, blockkit.Option{Value: strings.ToLower(day.String()), Label: blockkit.App(v.Weekday(day))})
	}
	return policySelect(v, FieldPolicyWeekday, "policy.weekday_label", options, weekday)
}

// policySelect offers the options, and what the policy's file may have set
// beside them: saving the form must not change it.
func policySelect(v *sentence.Voice, id, label string, options []blockkit.Option, set string) blockkit.Block {
	if !slices.ContainsFunc(options, func(o blockkit.Option) bool { return o.Value == set }) {
		options = append(options, blockkit.Option{Value: set, Label: blockkit.User(set)})
	}
	return blockkit.Input(blockkit.Field{
		ID: id, Label: say(v, label),
		Element: blockkit.Select{ID: id, Options: options, Initial: set, Placeholder: say(v, "goal.choose")},
	})
}

// The most values that a message about a change shows, and of each of them the
// most characters.
const (
	mostPolicyLines = 5
	mostPolicyValue = 60
)

// policyNews tells who changed the policy, and what was and is.
func policyNews(v *sentence.Voice, who domain.Person, version int, changed []domain.PolicyDifference) blockkit.Message {
	line := say(v, "policy.told", "Name", who.Name, "Version", version)
	if who.ID == "" {
		line = say(v, "policy.told_console", "Version", version)
	}
	lines := []blockkit.Text{line}
	for _, d := range changed[:min(len(changed), mostPolicyLines)] {
		lines = append(lines, policyLine(v, d))
	}
	if more := len(changed) - mostPolicyLines; more > 0 {
		lines = append(lines, say(v, "policy.told_more", "Count", more))
	}
	return blockkit.Message{
		Fallback: line, More: say(v, "rapport.more"),
		Blocks: []blockkit.Block{
			blockkit.Section(blockkit.Lines(lines...)),
			blockkit.Actions(button(v, PressPolicy, "", "home.policy_button")),
			blockkit.Context(say(v, "policy.told_why")),
		},
	}
}

// policyLine is one value: its name, what it was and what it is.
func policyLine(v *sentence.Voice, d domain.PolicyDifference) blockkit.Text {
	told := v.Say("policy.told_line", "What", policyKey(v, d), "Was", blockkit.Slot(0), "Is", blockkit.Slot(1))
	return blockkit.Weave(told, policyValue(v, d.Key, d.Was), policyValue(v, d.Key, d.Is))
}

// policyKey names a value.
func policyKey(v *sentence.Voice, d domain.PolicyDifference) string {
	name := v.Say("policy.key_" + strings.ReplaceAll(d.Key, ".", "_"))
	if d.Entry != "" {
		name = v.Say("policy.told_entry", "What", name, "Entry", d.Entry)
	}
	return name
}

// policyValue is a value as people read it.
func policyValue(v *sentence.Voice, key, value string) blockkit.Text {
	switch {
	case value == "":
		return say(v, "policy.told_nothing")
	case strings.HasPrefix(key, "kudos.channel"), key == "digest.channel":
		return blockkit.Channel(value, "")
	case key == "conversations.start":
		day, _ := domain.ParseDate(value) // written by a policy that was checked
		return blockkit.App(v.Date(day))
	case value == "true", value == "false":
		return say(v, "policy.told_"+value)
	}
	return blockkit.User(value).Cut(mostPolicyValue)
}
