package bot

import (
	"context"
	"slices"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// policyFields are the fields of the policy's form.
var policyFields = []string{
	FieldPolicyChannel, FieldPolicyValues, FieldPolicyCadence, FieldPolicyStart,
	FieldPolicyEmployee, FieldPolicyManager, FieldPolicyTeam, FieldPolicyDigest,
}

func (b *Bot) policyRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.PolicyChanged: b.renderPolicyChanged, domain.PolicyChannel: b.renderPolicyChannel}
}

// renderPolicyChanged tells one of the people team who changed the policy.
func (b *Bot) renderPolicyChanged(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, who, err := b.readerAnd(ctx, m.Recipient, domain.ID(m.Detail))
	if err != nil {
		return blockkit.Message{}, err
	}
	v := b.voiceOf(reader)
	version := strings.TrimPrefix(string(m.Subject), "policy-")
	line := v.Say("policy.told", "Name", who.Name, "Version", version)
	if who.ID == "" {
		line = v.Say("policy.told_console", "Version", version)
	}
	msg := sentences(v, "", line)
	msg.Blocks = append(msg.Blocks, blockkit.Actions(button(v, PressPolicy, "", "home.policy_button")))
	return msg, nil
}

// readerAnd reads the reader of a message and one other person, who may be
// nobody.
func (b *Bot) readerAnd(ctx context.Context, reader, other domain.ID) (domain.Person, domain.Person, error) {
	var r, o domain.Person
	err := b.practice.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		var err error
		if r, err = tx.Person(ctx, reader); err != nil || other == "" {
			return err
		}
		o, err = tx.Person(ctx, other)
		return err
	})
	return r, o, err
}

// openPolicy opens the policy for those who may change it.
func (b *Bot) openPolicy(ctx context.Context, req Request) (Reply, error) {
	version, err := b.policies.Get(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	members, err := b.policies.Members(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(policyForm(req.Voice, version, members, b.formMetadata("", version.Version))), nil
}

// submitPolicy writes the next version. What the form could not show stays.
func (b *Bot) submitPolicy(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	members, err := b.policies.Members(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	lines := func(id string, had []string) []string {
		if !v.Has(id) {
			return had
		}
		return nonEmptyLines(v.Text(id))
	}
	_, err = b.policies.Change(ctx, req.Act, req.Metadata.Version, func(p *domain.Policy) {
		p.Kudos.Channel = v.Place(FieldPolicyChannel)
		p.Kudos.Values = readValues(lines(FieldPolicyValues, writeValues(p.Kudos.Values)), p.Kudos.Values)
		p.Conversations.Cadence = v.Choice(FieldPolicyCadence)
		p.Conversations.Start = v.Date(FieldPolicyStart)
		p.Conversations.EmployeePrompts = lines(FieldPolicyEmployee, p.Conversations.EmployeePrompts)
		p.Conversations.ManagerPrompts = lines(FieldPolicyManager, p.Conversations.ManagerPrompts)
		p.PeopleTeam.Choose(members, v.Users(FieldPolicyTeam))
		p.Digest.Channel = v.Place(FieldPolicyDigest)
	})
	if err != nil {
		return Reply{}, underFields(err)
	}
	b.touchTeam(ctx)
	return notice(req, "policy.saved"), nil
}

// underFields names the form's fields in the place of the document's keys.
func underFields(err error) error {
	names := map[string]string{
		"kudos.values": FieldPolicyValues, "conversations.cadence": FieldPolicyCadence,
		"conversations.employee_prompts": FieldPolicyEmployee, "conversations.manager_prompts": FieldPolicyManager,
	}
	faults := domain.FaultsOf(err)
	if len(faults) == 0 {
		return err
	}
	moved := make(domain.Faults, len(faults))
	for i, f := range faults {
		f.Field = names[f.Field]
		moved[i] = f
	}
	return moved
}

// writeValues writes one value a line: the tag, a colon, the name.
func writeValues(values []domain.Value) []string {
	lines := make([]string, len(values))
	for i, value := range values {
		lines[i] = value.Tag + ": " + value.Name
	}
	return lines
}

// readValues reads what writeValues wrote. The meaning is not in the line; a tag
// that was there before keeps it.
func readValues(lines []string, before []domain.Value) []domain.Value {
	meanings := map[string]string{}
	for _, value := range before {
		meanings[value.Tag] = value.Meaning
	}
	var values []domain.Value
	for _, line := range lines {
		tag, name, _ := strings.Cut(line, ":")
		tag = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(tag), "#"))
		values = append(values, domain.Value{Tag: tag, Name: strings.TrimSpace(name), Meaning: meanings[tag]})
	}
	return values
}

func nonEmptyLines(text string) []string {
	var list []string
	for line := range strings.SplitSeq(domain.Tidy(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

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
	cadences := []blockkit.Option{
		{Value: "monthly", Label: say(v, "policy.cadence_monthly")},
		{Value: "quarterly", Label: say(v, "policy.cadence_quarterly")},
		{Value: "every 2 weeks", Label: say(v, "policy.cadence_weeks", "Count", 2)},
		{Value: "every 6 weeks", Label: say(v, "policy.cadence_weeks", "Count", 6)},
	}
	if !slices.ContainsFunc(cadences, func(o blockkit.Option) bool { return o.Value == p.Conversations.Cadence }) {
		// Set by the policy's file; saving the form must not change it.
		cadences = append(cadences, blockkit.Option{Value: p.Conversations.Cadence, Label: blockkit.User(p.Conversations.Cadence)})
	}
	return form(v, frame{PolicyForm, "policy.form_title", "rapport.save_button"}, meta,
		blockkit.Section(say(v, "policy.intro")),
		blockkit.Input(blockkit.Field{
			ID: FieldPolicyChannel, Label: say(v, "policy.channel_label"), Hint: say(v, "policy.channel_hint"), Optional: true,
			Element: blockkit.ConversationSelect{ID: FieldPolicyChannel, Initial: p.Kudos.Channel},
		}),
		lines(FieldPolicyValues, "policy.values_label", writeValues(p.Kudos.Values)),
		blockkit.Input(blockkit.Field{ID: FieldPolicyCadence, Label: say(v, "policy.cadence_label"), Element: blockkit.Select{ID: FieldPolicyCadence, Options: cadences, Initial: p.Conversations.Cadence, Placeholder: say(v, "goal.choose")}}),
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
		}))
}
