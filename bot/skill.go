package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/sentence"
)

// standFields are the fields of the form: one for each expectation that a person
// can have.
func standFields() []string {
	fields := make([]string, domain.MaxExpectations+domain.MaxAdded)
	for i := range fields {
		fields[i] = standField(i)
	}
	return fields
}

func standField(i int) string { return FieldStand + "_" + strconv.Itoa(i+1) }

// skillRoutes are the ways to where people stand.
func (b *Bot) skillRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressSkill, Speed: Opening, Handle: b.openSkill},
		{Kind: Submit, ID: SkillForm, Speed: Doing, Fields: standFields(), Handle: b.submitSkill},
		{Kind: Press, ID: PressSkillLearn, Speed: Doing, Handle: b.learnSkill},
	}
}

func (b *Bot) skillRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.SkillCompared: b.renderCompared}
}

// renderCompared tells who marked first that both have, without a mark.
func (b *Bot) renderCompared(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	sheet, err := b.skills.Sheet(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	return skillTold(b.voiceOf(sheet.People[m.Recipient]), sheet), nil
}

// skillViews lead to each other in one place.
var skillViews = []string{SkillForm, SkillView}

// openSkill opens the form for marking, or what both have marked.
func (b *Bot) openSkill(ctx context.Context, req Request) (Reply, error) {
	sheet, err := b.skills.Sheet(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !sheet.MayMark {
		return sameWay(req, skillViews, skillView(req.Voice, sheet)), nil
	}
	ids := make([]domain.ID, len(sheet.Expectations))
	for i, e := range sheet.Expectations {
		ids[i] = e.ID
	}
	meta, err := b.formMetadata(sheet.Conversation.ID, sheet.MineVersion).With(ids)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, skillViews, skillForm(req.Voice, sheet, meta)), nil
}

func (b *Bot) submitSkill(ctx context.Context, req Request) (Reply, error) {
	var ids []domain.ID
	if err := req.Metadata.Read(&ids); err != nil {
		return Reply{}, err
	}
	stands := map[domain.ID]domain.Stand{}
	for i, id := range ids[:min(len(ids), len(standFields()))] {
		if stand := req.Values.Choice(standField(i)); stand != "" && stand != noParent {
			stands[id] = domain.Stand(stand)
		}
	}
	if _, err := b.skills.Mark(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, stands); err != nil {
		return Reply{}, renamed(err, map[string]string{FieldStand: standField(0)})
	}
	return b.saved(ctx, req, func() (Reply, error) {
		sheet, err := b.skills.Sheet(ctx, req.Person.ID, req.Metadata.Subject)
		return Update(skillView(req.Voice, sheet)), err
	}), nil
}

// learnSkill puts an expectation into the own plan in one press.
func (b *Bot) learnSkill(ctx context.Context, req Request) (Reply, error) {
	conversation, expectation, _ := strings.Cut(req.Value, ":")
	if _, err := b.skills.Learn(ctx, req.Act, domain.ID(conversation), domain.ID(expectation)); err != nil {
		return Reply{}, err
	}
	if req.Surface != InModal {
		return notice(req, "skill.learned"), nil
	}
	return b.saved(ctx, req, func() (Reply, error) {
		sheet, err := b.skills.Sheet(ctx, req.Person.ID, domain.ID(conversation))
		return Update(skillView(req.Voice, sheet)), err
	}), nil
}

// skillRow asks to mark where the other has.
func (b *Bot) skillRow(ctx context.Context, v *sentence.Voice, view domain.CardView, ask domain.Ask) (cardRow, error) {
	sheet, err := b.skills.Sheet(ctx, view.Person.ID, ask.Subject)
	if err != nil || !sheet.MayMark {
		return cardRow{}, err
	}
	return skillCard(v, sheet), nil
}
