package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/blockkit"
	"rapport/bot/courier"
	"rapport/domain"
)

// adaptationRoutes are the ways in which a person and the other side agree.
func (b *Bot) adaptationRoutes() []Route {
	fields := []string{FieldAdaptKind, FieldDimension, FieldExpectation, FieldAdaptWhy}
	return []Route{
		{Kind: Press, ID: PressAdapt, Speed: Opening, Handle: b.openAdapt},
		{Kind: Submit, ID: AdaptForm, Speed: Doing, Fields: fields, Handle: b.submitAdapt, Again: b.openAdapt},
		{Kind: Press, ID: PressAdaptAgree, Speed: Doing, Handle: b.agreeAdapt},
		{Kind: Press, ID: PressAdaptAnswer, Speed: Opening, Handle: b.openAdaptAnswer},
		{Kind: Submit, ID: AdaptAnswerForm, Speed: Doing, Fields: []string{FieldAdaptAnswer}, Handle: b.submitAdaptAnswer, Again: b.openAdaptAnswer},
		{Kind: Press, ID: PressAdaptBack, Speed: Doing, Handle: b.takeAdaptBack},
		{Kind: Press, ID: PressDiffering, Speed: Opening, Handle: b.openDiffering},
	}
}

func (b *Bot) expectationRenders() map[string]courier.Render {
	return map[string]courier.Render{domain.AdaptationNews: b.renderAdaptation}
}

// renderAdaptation tells one side what the other did; the words stay in Slack's
// views.
func (b *Bot) renderAdaptation(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	word, by, _ := strings.Cut(m.Detail, " ")
	e, _, err := b.expected.ShowAdaptation(ctx, m.Recipient, m.Subject)
	if err != nil {
		return blockkit.Message{}, err
	}
	reader, actor, err := b.readerAnd(ctx, m.Recipient, domain.ID(by))
	if err != nil {
		return blockkit.Message{}, err
	}
	return adaptationTold(b.voiceOf(reader), e, actor, word), nil
}

// openAdapt asks what should be different.
func (b *Bot) openAdapt(ctx context.Context, req Request) (Reply, error) {
	person, id := roleEntry(req.Value)
	e, err := b.expected.Show(ctx, req.Person.ID, person)
	if err != nil {
		return Reply{}, err
	}
	about := adaptable(e, id)
	if e.Role.ID == "" || !e.MayAgree || id != "" && about.id == "" {
		return sameWay(req, expectedViews, expectedView(req.Voice, e)), nil
	}
	meta := b.formMetadata(domain.ID(entryValue(person, about.id)), about.stand)
	return sameWay(req, expectedViews, adaptForm(req.Voice, about, meta)), nil
}

// subjectOfChange is what a proposal is about; without an id it adds something.
type subjectOfChange struct {
	id    domain.ID
	stand int
	// name is of a figure, text what holds now.
	name, text string
	// out is true for what was left out: only what the role says can come back.
	// differs tells whether what holds is not what the role says.
	out, differs bool
}

// adaptable finds what a proposal is about.
func adaptable(e domain.Expected, id domain.ID) subjectOfChange {
	about := subjectOfChange{}
	for _, x := range e.Own.Expectations {
		if x.ID == id {
			about = subjectOfChange{id: id, stand: x.Stand(), text: x.Text}
		}
	}
	for _, k := range e.Own.KPIs {
		if k.ID == id {
			about = subjectOfChange{id: id, stand: k.Stand(), name: k.Name, text: k.Target}
		}
	}
	for _, a := range e.Differs {
		if a.About == id && a.Kind == domain.LeaveOut {
			about = subjectOfChange{id: id, out: true, text: a.Was}
		}
		if a.About == id {
			about.differs = a.Kind != domain.AddExpectation
		}
	}
	return about
}

func (b *Bot) submitAdapt(ctx context.Context, req Request) (Reply, error) {
	v := req.Values
	person, about := roleEntry(string(req.Metadata.Subject))
	draft := domain.AdaptationDraft{
		Person: person, About: about, Stand: req.Metadata.Version, Kind: domain.AdaptationKind(v.Choice(FieldAdaptKind)),
		Dimension: domain.Dimension(v.Choice(FieldDimension)), Text: v.Text(FieldExpectation), Why: v.Text(FieldAdaptWhy),
	}
	if about == "" {
		draft.Kind = domain.AddExpectation
	}
	if _, err := b.expected.Propose(ctx, req.Act, draft); err != nil {
		return Reply{}, renamed(err, map[string]string{"text": FieldExpectation, "why": FieldAdaptWhy, "dimension": FieldDimension})
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showExpected(ctx, req, person) }), nil
}

// agreeAdapt lets a proposal hold.
func (b *Bot) agreeAdapt(ctx context.Context, req Request) (Reply, error) {
	id, number, _ := strings.Cut(req.Value, ":")
	version, err := strconv.Atoi(number)
	if err != nil {
		return Reply{}, domain.Refuse(domain.NotFound, "expectation.proposal_gone")
	}
	out, err := b.expected.Accept(ctx, req.Act, domain.ID(id), version)
	if err != nil {
		return Reply{}, err
	}
	return b.adapted(ctx, req, out), nil
}

// adapted shows what is expected of the person after something was settled.
func (b *Bot) adapted(ctx context.Context, req Request, out domain.Outcome) Reply {
	return b.saved(ctx, req, func() (Reply, error) {
		e, _, err := b.expected.ShowAdaptation(ctx, req.Person.ID, out.Subject)
		if err != nil {
			return Reply{}, err
		}
		return sameWay(req, expectedViews, expectedView(req.Voice, e)), nil
	})
}

func (b *Bot) openAdaptAnswer(ctx context.Context, req Request) (Reply, error) {
	e, a, err := b.expected.ShowAdaptation(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if !a.Open() {
		return sameWay(req, expectedViews, expectedView(req.Voice, e)), nil
	}
	return sameWay(req, expectedViews, adaptAnswerForm(req.Voice, e, a, b.formMetadata(a.ID, a.Version))), nil
}

func (b *Bot) submitAdaptAnswer(ctx context.Context, req Request) (Reply, error) {
	out, err := b.expected.Answer(ctx, req.Act, req.Metadata.Subject, req.Metadata.Version, req.Values.Text(FieldAdaptAnswer))
	if err != nil {
		return Reply{}, renamed(err, map[string]string{"answer": FieldAdaptAnswer})
	}
	return b.adapted(ctx, req, out), nil
}

func (b *Bot) takeAdaptBack(ctx context.Context, req Request) (Reply, error) {
	out, err := b.expected.Withdraw(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return b.adapted(ctx, req, out), nil
}

// openDiffering shows the people team what differs from a role.
func (b *Bot) openDiffering(ctx context.Context, req Request) (Reply, error) {
	profile, after := roleEntry(req.Value)
	page, err := b.expected.Differing(ctx, req.Person.ID, profile, after)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, roleViews, differingView(req.Voice, page)), nil
}
