package bot

import (
	"context"
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
	FieldPolicyWeekday, FieldPolicyTime, FieldPolicyZone,
}

func (b *Bot) policyRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.PolicyChanged: b.renderPolicyChanged, domain.PolicyChannel: b.renderPolicyChannel}
}

// renderPolicyChanged tells one of the people team who changed the policy, and
// what.
func (b *Bot) renderPolicyChanged(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	reader, who, err := b.readerAnd(ctx, m.Recipient, domain.ID(m.Detail))
	if err != nil {
		return blockkit.Message{}, err
	}
	version, err := domain.PolicyOf(m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	changed, err := b.policies.Differences(ctx, reader.ID, version)
	if err != nil {
		return blockkit.Message{}, err
	}
	return policyNews(b.voiceOf(reader), who, version, changed), nil
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

// toReader renders messages that need nothing but who reads them.
func (b *Bot) toReader(write func(v *sentence.Voice, m domain.Message) blockkit.Message) courier.Render {
	return func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
		reader, _, err := b.readerAnd(ctx, m.Recipient, "")
		if err != nil {
			return blockkit.Message{}, err
		}
		return write(b.voiceOf(reader), m), nil
	}
}

// openPolicy opens the policy: as a form for those who may change it, else to
// read.
func (b *Bot) openPolicy(ctx context.Context, req Request) (Reply, error) {
	page, err := b.policies.Page(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	if !page.MayChange {
		return Open(policyPage(req.Voice, page)), nil
	}
	version := page.Version
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
		if v.Has(FieldPolicyWeekday) {
			p.Digest.Weekday = v.Choice(FieldPolicyWeekday)
		}
		if v.Has(FieldPolicyZone) {
			p.Digest.Zone = strings.TrimSpace(v.Text(FieldPolicyZone))
		}
		if at, chosen := v.Time(FieldPolicyTime); chosen && at != clockTime(p.Digest.Time) {
			p.Digest.Time = at.String()
		}
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
		"digest.weekday": FieldPolicyWeekday, "digest.time": FieldPolicyTime, "digest.zone": FieldPolicyZone,
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

// clockTime reads a time of the policy, which was checked when it was saved.
func clockTime(text string) domain.TimeOfDay {
	at, err := domain.ParseTimeOfDay(text)
	if err != nil {
		return 0
	}
	return at
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
