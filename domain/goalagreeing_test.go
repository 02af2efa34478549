package domain_test

import (
	"context"
	"slices"
	"testing"

	"rapport/domain"
)

// waitsFor is the proposal about goals that waits on somebody's Home.
func (b *bureau) waitsFor(p domain.Person) []domain.GoalProposal {
	b.t.Helper()
	home, err := domain.HomeService{Practice: b.Practice}.Show(b.t.Context(), p.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return home.Proposed
}

// history are the states of what was proposed about a goal, newest first.
func (b *bureau) history(reader domain.Person, g domain.Goal) (domain.GoalDetail, []domain.ProposalState) {
	b.t.Helper()
	d, err := b.goals().Show(b.t.Context(), reader.ID, g.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	var states []domain.ProposalState
	for _, p := range d.History {
		states = append(states, p.State)
	}
	return d, states
}

func (b *bureau) mustAgreeGoal(by domain.Person, g domain.Goal) domain.Goal {
	b.t.Helper()
	d, _ := b.history(by, g)
	out, err := b.goals().Agree(b.t.Context(), b.act(by), d.Open.ID)
	b.want(out, err, "", "agreed")
	return b.goal(g.ID)
}

// again is a draft of a goal as it stands.
func again(g domain.Goal) domain.GoalDraft {
	return domain.GoalDraft{ID: g.ID, Version: g.Version, Owner: g.Owner, Title: g.Title, Why: g.Why, Measure: g.Measure, Due: g.Due}
}

// settledGoal is one that Grace proposed and Lee agreed to.
func (b *bureau) settledGoal() domain.Goal {
	b.t.Helper()
	return b.mustAgreeGoal(b.lee, b.mustSave(b.grace, b.draft(b.grace)))
}

func TestGoalService_BothHaveASay(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		g := b.mustSave(b.grace, b.draft(b.grace))
		if g.State != domain.GoalProposed || !g.AgreedAt.IsZero() || b.waiting(b.lee, domain.GoalNews) != 1 {
			t.Fatalf("got %s, want it proposed and Lee told", g.State)
		}
		own, _ := b.history(b.grace, g)
		_, err := b.goals().Agree(t.Context(), b.act(b.grace), own.Open.ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "") // not one's own
		_, err = b.goals().Agree(t.Context(), b.act(b.mara), own.Open.ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "")
		if got := b.waitsFor(b.lee); len(got) != 1 || len(b.waitsFor(b.grace))+len(b.waitsFor(b.mara)) > 0 {
			t.Fatalf("%d wait for Lee", len(got))
		}
		// Lee proposes something else in its place; both texts stay readable.
		d := again(g)
		d.Measure.Target, d.Reason = 15, "Ten is for next year."
		out, err := b.goals().Save(t.Context(), b.act(b.lee), d)
		b.want(out, err, "", "countered")
		detail, states := b.history(b.grace, g)
		if !slices.Equal(states, []domain.ProposalState{domain.ProposalOpen, domain.ProposalCountered}) || detail.Open.Was.Measure.Target != 10 || detail.Open.Terms.Measure.Target != 15 || !detail.MayAgree {
			t.Errorf("got %v, %+v", states, detail.Open)
		}
		_, err = b.goals().Agree(t.Context(), b.act(b.lee), own.Open.ID)
		b.want(domain.Outcome{}, err, domain.Conflict, "") // that one is settled
		g = b.mustAgreeGoal(b.grace, g)
		if g.State != domain.GoalAgreed || g.Measure.Target != 15 || g.AgreedAt.IsZero() {
			t.Errorf("got %+v, want it as Lee proposed", g)
		}
		if n := b.waiting(b.lee, domain.GoalNews); n != 1 {
			t.Errorf("Lee is told %d times that Grace agrees", n)
		}
	})
}

func TestGoalService_ChangesOfTargetOrDate(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		g := b.settledGoal()
		older := again(g)
		// What is neither target nor date holds at once.
		d := again(g)
		d.Title, d.Why = "Much shorter waits", "They cost us two customers."
		out, err := b.goals().Save(t.Context(), b.act(b.lee), d)
		b.want(out, err, "", "changed")
		// Target and date wait, and the rest of the same form does not.
		d = again(b.goal(g.ID))
		d.Measure.Target, d.Due, d.Title, d.Reason = 20, g.Due.AddDays(30), "Shorter waits", "The supplier is late."
		out, err = b.goals().Save(t.Context(), b.act(b.grace), d)
		b.want(out, err, "", "change_proposed")
		if got := b.goal(g.ID); got.Measure.Target != 10 || got.Due != g.Due || got.Title != "Shorter waits" || got.State != domain.GoalAgreed {
			t.Errorf("got %+v, want what was agreed", got)
		}
		_, err = b.goals().Save(t.Context(), b.act(b.lee), older)
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		detail, _ := b.history(b.lee, g)
		_, err = b.goals().Decline(t.Context(), b.act(b.lee), detail.Open.ID, " ")
		b.want(domain.Outcome{}, err, domain.Invalid, "")
		out, err = b.goals().Decline(t.Context(), b.act(b.lee), detail.Open.ID, "We need it by then.")
		b.want(out, err, "", "declined")
		if got := b.goal(g.ID); got.Measure.Target != 10 || got.Due != g.Due {
			t.Errorf("got %+v, want it as it was", got)
		}
		// Taken back by who proposed; agreed the third time.
		d.Version = b.goal(g.ID).Version
		out, err = b.goals().Save(t.Context(), b.act(b.grace), d)
		b.want(out, err, "", "change_proposed")
		detail, _ = b.history(b.grace, g)
		_, err = b.goals().TakeBack(t.Context(), b.act(b.lee), detail.Open.ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "")
		out, err = b.goals().TakeBack(t.Context(), b.act(b.grace), detail.Open.ID)
		b.want(out, err, "", "taken_back")
		d.Version = b.goal(g.ID).Version
		if _, err := b.goals().Save(t.Context(), b.act(b.grace), d); err != nil {
			t.Fatal(err)
		}
		if got := b.mustAgreeGoal(b.lee, g); got.Measure.Target != 20 || got.Due != d.Due {
			t.Errorf("got %+v, want the new target and date", got)
		}
		b.mayLook(b.mara, b.grace, domain.GoalSheet)
		_, states := b.history(b.mara, g)
		want := []domain.ProposalState{domain.ProposalAgreed, domain.ProposalTakenBack, domain.ProposalDeclined, domain.ProposalAgreed}
		if !slices.Equal(states, want) {
			t.Errorf("the history is %v, want %v", states, want)
		}
	})
}

func TestGoalService_SetBackToWhatWasAgreed(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	g := b.settledGoal()
	d := again(g)
	d.Due = g.Due.AddDays(10)
	if _, err := b.goals().Save(t.Context(), b.act(b.grace), d); err != nil {
		t.Fatal(err)
	}
	d = again(b.goal(g.ID))
	out, err := b.goals().Save(t.Context(), b.act(b.grace), d)
	b.want(out, err, "", "changed")
	if detail, states := b.history(b.grace, g); detail.Open.ID != "" || states[0] != domain.ProposalTakenBack {
		t.Errorf("got %v, want nothing to wait", states)
	}
}

func TestGoalService_YesOrNoIsAgreedByItsTitle(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	d := b.draft(b.grace)
	d.Measure = domain.Measure{Kind: domain.YesNoMeasure}
	g := b.mustAgreeGoal(b.lee, b.mustSave(b.grace, d))
	d = again(g)
	d.Title = "Something else altogether"
	out, err := b.goals().Save(t.Context(), b.act(b.grace), d)
	b.want(out, err, "", "change_proposed")
	if got := b.goal(g.ID); got.Title != g.Title {
		t.Errorf("got %q before Lee agrees", got.Title)
	}
}

func TestGoalService_ManagerChangesInTheMiddle(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		byGrace := b.mustSave(b.grace, b.draft(b.grace))
		d := b.draft(b.grace)
		d.Title = "Quick help"
		byLee := b.mustSave(b.lee, d)
		b.move(b.grace, b.ada.ID)
		if len(b.waitsFor(b.lee)) > 0 || len(b.waitsFor(b.ada)) != 1 {
			t.Errorf("%d wait for the former manager, %d for the new one", len(b.waitsFor(b.lee)), len(b.waitsFor(b.ada)))
		}
		detail, _ := b.history(b.ada, byGrace)
		_, err := b.goals().Agree(t.Context(), b.act(b.lee), detail.Open.ID)
		b.want(domain.Outcome{}, err, domain.Forbidden, "")
		b.mustAgreeGoal(b.ada, byGrace)
		// What the former manager proposed can be agreed to, and the new one is told.
		b.waiting(b.ada, domain.GoalNews)
		b.mustAgreeGoal(b.grace, byLee)
		if n := b.waiting(b.ada, domain.GoalNews); n != 1 {
			t.Errorf("the new manager is told %d times", n)
		}
	})
}

// move gives somebody another manager, or none.
func (b *bureau) move(p domain.Person, manager domain.ID) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		fresh, err := tx.Person(ctx, p.ID)
		if err != nil {
			return err
		}
		fresh.Manager = manager
		_, err = tx.UpdatePerson(ctx, fresh)
		return err
	})
}

func TestGoalService_NobodyToAgree(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	out, err := b.goals().Save(t.Context(), b.act(b.mara), b.draft(b.mara))
	b.want(out, err, "", "created")
	g := b.goal(out.Subject)
	d := again(g)
	d.Measure.Target = 5
	out, err = b.goals().Save(t.Context(), b.act(b.mara), d)
	b.want(out, err, "", "changed")
	detail, states := b.history(b.mara, g)
	if got := b.goal(g.ID); got.Measure.Target != 5 || !slices.Equal(states, []domain.ProposalState{domain.ProposalAgreed, domain.ProposalAgreed}) || detail.History[0].Was.Measure.Target != 10 {
		t.Errorf("got %+v, %v; want it changed and the history kept", got.Measure, states)
	}
	// Whoever has nobody above any more settles what waits alone.
	waits := b.mustSave(b.grace, b.draft(b.grace))
	b.move(b.grace, "")
	if got := b.mustAgreeGoal(b.grace, waits); got.State != domain.GoalAgreed {
		t.Errorf("got %s", got.State)
	}
	// A closed goal has nothing to agree to.
	closing := b.mustSave(b.ada, b.draft(b.ada))
	open, _ := b.history(b.lee, closing)
	if _, err := b.goals().Close(t.Context(), b.act(b.ada), closing.ID, domain.GoalEnd{State: domain.GoalDropped, Lesson: "Not needed."}); err != nil {
		t.Fatal(err)
	}
	_, err = b.goals().Agree(t.Context(), b.act(b.lee), open.Open.ID)
	b.want(domain.Outcome{}, err, domain.Conflict, "")
}
