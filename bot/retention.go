package bot

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// termFields are the fields of the form for terms.
var termFields = []string{FieldTerms, FieldTermWaiting, FieldTermSecond}

// retentionRoutes are what the people team does about records at their end.
func (b *Bot) retentionRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressRetention, Speed: Opening, Handle: b.openRetention},
		{Kind: Command, ID: CommandRapportRecords, Alone: true, Speed: Opening, Handle: b.openRetention},
		{Kind: Press, ID: PressRetentionYes, Speed: Doing, Handle: b.agreeToPurge},
		{Kind: Press, ID: PressRetentionStop, Speed: Doing, Handle: b.stopPurge},
		{Kind: Press, ID: PressTerms, Speed: Opening, Handle: b.openTerms},
		{Kind: Submit, ID: TermsForm, Speed: Doing, Fields: termFields, Handle: b.submitTerms, Again: b.openTerms},
	}
}

func (b *Bot) retentionRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.RetentionReported: b.renderReported}
}

// renderReported tells one of the people team that a report is there.
func (b *Bot) renderReported(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	sum, err := b.retention.Reported(ctx, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return b.toReader(func(v *sentence.Voice, _ domain.Message) blockkit.Message {
		return recordMessage(v, "retention.reported_why", button(v, PressRetention, "", "retention.look_button"),
			v.Say("retention.reported", "Count", sum.Due), v.Say("retention.reported_until"))
	})(ctx, m)
}

// recordMessage tells one of the people team something about records, with the
// way there. It names nobody.
func recordMessage(v *sentence.Voice, why string, there blockkit.Button, lines ...string) blockkit.Message {
	told := sentences(v, "", lines...)
	told.Blocks = append(told.Blocks, blockkit.Actions(there))
	return because(v, told, why)
}

func (b *Bot) openRetention(ctx context.Context, req Request) (Reply, error) {
	view, err := b.retention.Look(ctx, req.Act)
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return Open(retentionView(req.Voice, view)), nil
}

func (b *Bot) agreeToPurge(ctx context.Context, req Request) (Reply, error) {
	view, err := b.retention.Agree(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	if view.Policy.Policy.Retention.SecondYes && view.Run.SecondBy == "" {
		return settled(req, "retention.yes_first"), nil
	}
	return settled(req, "retention.yes_done"), nil
}

func (b *Bot) stopPurge(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.retention.Stop(ctx, req.Act, domain.ID(req.Value)); err != nil {
		return Reply{}, err
	}
	b.touchTeam(ctx)
	return settled(req, "retention.stopped"), nil
}

// openTerms opens the terms for those who may change the policy.
func (b *Bot) openTerms(ctx context.Context, req Request) (Reply, error) {
	version, err := b.policies.Get(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(termsForm(req.Voice, version, b.formMetadata("", version.Version))), nil
}

// submitTerms writes them into the policy.
func (b *Bot) submitTerms(ctx context.Context, req Request) (Reply, error) {
	months, fault := readTerms(req.Values.Text(FieldTerms))
	waiting, err := strconv.Atoi(strings.TrimSpace(req.Values.Text(FieldTermWaiting)))
	errors := map[string]string{}
	if fault != "" {
		errors[FieldTerms] = req.Voice.Say("retention.term_line", "Text", fault)
	}
	if err != nil {
		errors[FieldTermWaiting] = req.Voice.Say("retention.waiting_number")
	}
	if len(errors) > 0 {
		return Errors(errors), nil
	}
	_, err = b.policies.Change(ctx, req.Act, req.Metadata.Version, func(p *domain.Policy) {
		p.Retention.Months, p.Retention.WaitingDays = months, waiting
		p.Retention.SecondYes = len(req.Values.Choices(FieldTermSecond)) > 0
	})
	if err != nil {
		return Reply{}, underTerms(err)
	}
	b.touchTeam(ctx)
	return notice(req, "policy.saved"), nil
}

// underTerms names the form's fields in the place of the document's keys.
func underTerms(err error) error {
	faults := domain.FaultsOf(err)
	moved := make(domain.Faults, len(faults))
	for i, f := range faults {
		f.Field = map[string]string{"retention.months": FieldTerms, "retention.waiting_days": FieldTermWaiting}[f.Field]
		moved[i] = f
	}
	if len(moved) == 0 {
		return err
	}
	return moved
}

// writeTerms writes one term a line: the name, a colon, the months.
func writeTerms(months map[string]int) string {
	lines := make([]string, 0, len(months))
	for _, key := range slices.Sorted(maps.Keys(months)) {
		lines = append(lines, key+": "+strconv.Itoa(months[key]))
	}
	return strings.Join(lines, "\n")
}

// readTerms reads what writeTerms wrote, up to the first line that it is not.
func readTerms(text string) (months map[string]int, fault string) {
	months = map[string]int{}
	for _, line := range nonEmptyLines(text) {
		key, number, _ := strings.Cut(line, ":")
		n, err := strconv.Atoi(strings.TrimSpace(number))
		if err != nil {
			return nil, line
		}
		months[strings.TrimSpace(key)] = n
	}
	if len(months) == 0 {
		return nil, ""
	}
	return months, ""
}
