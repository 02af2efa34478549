package bot

import (
	"context"

	"rapport/domain"
)

// goalAgreeRoutes are the ways in which the two sides agree on a person's goal.
func (b *Bot) goalAgreeRoutes() []Route {
	return []Route{
		{Kind: Press, ID: PressGoalAgree, Speed: Doing, Handle: b.agreeGoal},
		{Kind: Press, ID: PressGoalDecline, Speed: Opening, Handle: b.openGoalDecline},
		{Kind: Submit, ID: GoalDeclineForm, Speed: Doing, Fields: []string{FieldGoalAnswer}, Handle: b.submitGoalDecline},
		{Kind: Press, ID: PressGoalBack, Speed: Doing, Handle: b.takeGoalBack},
	}
}

// agreeGoal lets a proposal hold.
func (b *Bot) agreeGoal(ctx context.Context, req Request) (Reply, error) {
	out, err := b.goals.Agree(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return b.goalSettled(ctx, req, out), nil
}

// goalSettled shows the goal after something about it was settled.
func (b *Bot) goalSettled(ctx context.Context, req Request, out domain.Outcome) Reply {
	return b.saved(ctx, req, func() (Reply, error) {
		detail, err := b.goals.Show(ctx, req.Person.ID, out.Subject)
		if err != nil {
			return Reply{}, err
		}
		return sameWay(req, []string{GoalView, GoalDeclineForm}, goalView(req.Voice, detail)), nil
	})
}

// openGoalDecline asks why what was agreed should stay.
func (b *Bot) openGoalDecline(ctx context.Context, req Request) (Reply, error) {
	detail, p, err := b.goals.Proposed(ctx, req.Person.ID, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	if p.State != domain.ProposalOpen || !detail.MayAgree {
		return inPlace(req, goalView(req.Voice, detail)), nil
	}
	return inPlace(req, goalDeclineForm(req.Voice, detail, b.formMetadata(p.ID, 0))), nil
}

func (b *Bot) submitGoalDecline(ctx context.Context, req Request) (Reply, error) {
	out, err := b.goals.Decline(ctx, req.Act, req.Metadata.Subject, req.Values.Text(FieldGoalAnswer))
	if err != nil {
		return Reply{}, err
	}
	return b.goalSettled(ctx, req, out), nil
}

func (b *Bot) takeGoalBack(ctx context.Context, req Request) (Reply, error) {
	out, err := b.goals.TakeBack(ctx, req.Act, domain.ID(req.Value))
	if err != nil {
		return Reply{}, err
	}
	return b.goalSettled(ctx, req, out), nil
}
