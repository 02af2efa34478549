package bot

import (
	"context"
	"slices"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// expectationRoutes are the ways to what is expected of people.
func (b *Bot) expectationRoutes() []Route {
	return []Route{
		{Kind: Command, ID: CommandExpectations, Speed: Opening, Handle: b.openExpectedOf},
		{Kind: Press, ID: PressExpected, Speed: Opening, Handle: b.openExpected},
		{Kind: Press, ID: PressPurpose, Speed: Opening, Handle: b.openPurpose},
		{Kind: Submit, ID: PurposeForm, Speed: Doing, Fields: []string{FieldPurpose}, Handle: b.submitPurpose, Again: b.openPurpose},
		{Kind: Press, ID: PressPurposeSame, Speed: Doing, Handle: b.keepPurpose},
	}
}

// expectedViews are the views of this noun that lead to each other in one place:
// Slack lays only three on each other.
var expectedViews = []string{ExpectedView, PurposeForm, AdaptForm, AdaptAnswerForm}

// sameWay shows a view in the place of one of those that it belongs to; elsewhere
// it opens it.
func sameWay(req Request, views []string, m blockkit.Modal) Reply {
	if req.Kind == Submit || req.Surface == InModal && slices.Contains(views, req.View.Callback) {
		return Update(m)
	}
	return Open(m)
}

// openExpectedOf is /rapport expectations, with a person or without.
func (b *Bot) openExpectedOf(ctx context.Context, req Request) (Reply, error) {
	who, _, err := b.named(ctx, req)
	if err != nil {
		return Reply{}, err
	}
	return b.showExpected(ctx, req, who.ID)
}

func (b *Bot) openExpected(ctx context.Context, req Request) (Reply, error) {
	if req.Value == "" {
		return b.showExpected(ctx, req, req.Person.ID)
	}
	return b.showExpected(ctx, req, domain.ID(req.Value))
}

// showExpected shows what is expected of a person.
func (b *Bot) showExpected(ctx context.Context, req Request, person domain.ID) (Reply, error) {
	e, err := b.expected.Open(ctx, req.Person.ID, person)
	if err != nil {
		return Reply{}, err
	}
	return sameWay(req, expectedViews, expectedView(req.Voice, e)), nil
}

// openPurpose asks how the own role serves the company.
func (b *Bot) openPurpose(ctx context.Context, req Request) (Reply, error) {
	e, err := b.expected.Open(ctx, req.Person.ID, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	if e.Role.ID == "" {
		return sameWay(req, expectedViews, expectedView(req.Voice, e)), nil
	}
	return sameWay(req, expectedViews, purposeForm(req.Voice, e, b.formMetadata(e.Person.ID, e.Purpose.Version))), nil
}

func (b *Bot) submitPurpose(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.expected.Serve(ctx, req.Act, req.Metadata.Version, req.Values.Text(FieldPurpose)); err != nil {
		return Reply{}, renamed(err, map[string]string{"text": FieldPurpose})
	}
	return b.saved(ctx, req, func() (Reply, error) { return b.showExpected(ctx, req, req.Person.ID) }), nil
}

// renamed names the fields of a form in the place of those that the domain names.
func renamed(err error, names map[string]string) error {
	var moved domain.Faults
	for _, f := range domain.FaultsOf(err) {
		if name, known := names[f.Field]; known {
			f.Field = name
		}
		moved = append(moved, f)
	}
	if len(moved) == 0 {
		return err
	}
	return moved
}

// keepPurpose is "it still holds" in one tap.
func (b *Bot) keepPurpose(ctx context.Context, req Request) (Reply, error) {
	if _, err := b.expected.Keep(ctx, req.Act); err != nil {
		return Reply{}, err
	}
	return notice(req, "expectation.purpose_kept"), nil
}

// purposeRow asks to read the profile, and for the sentence.
func (b *Bot) purposeRow(ctx context.Context, v *sentence.Voice, view domain.CardView, _ domain.Ask) (cardRow, error) {
	e, err := b.expected.Show(ctx, view.Person.ID, view.Person.ID)
	if err != nil || e.Role.ID == "" || e.UpToDate() {
		return cardRow{}, err
	}
	return purposeCard(v, e), nil
}
