package bot_test

import (
	"context"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// markers is a bench with Grace, whose manager is Lee, a role with two
// expectations, and their conversation of this month, which is open.
func markers(t *testing.T) *bench {
	t.Helper()
	b := learner(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		grace, err := tx.PersonBySlack(ctx, "UGRACE")
		if err != nil {
			return err
		}
		grace.Role = "Engineer"
		if grace, err = tx.UpdatePerson(ctx, grace); err != nil {
			return err
		}
		role := domain.RoleProfile{ID: "r1", Role: "Engineer", Expectations: []domain.Expectation{
			{ID: "e1", Version: 1, Dimension: domain.ActionGoal, Text: "Tests before mending"},
			{ID: "e2", Version: 1, Dimension: domain.BehaviourGoal, Text: "Says early when a plan does not hold"},
		}}
		for _, e := range role.Expectations {
			if err := tx.KeepWording(ctx, e); err != nil {
				return err
			}
		}
		if _, err := tx.SaveRoleProfile(ctx, role); err != nil {
			return err
		}
		return tx.CreateConversation(ctx, domain.Conversation{
			ID: "t1", Employee: grace.ID, Partner: grace.Manager, Kind: domain.RegularTalk, Period: "2026-11", State: domain.TalkOpen,
			OpensAt: start, OpenedAt: start, Turn: domain.EmployeeTurn,
		})
	})
	return b
}

func TestSkill_FromMarksToThePlan(t *testing.T) {
	t.Parallel()
	b := markers(t)
	b.press("ULEE", pressed{ID: bot.PressTalkPrepare, Value: "t1"})
	lookAt(t, last(t, b.slack.opened)).wants("Once a quarter the two of you mark where Grace stands")
	b.press("ULEE", pressed{ID: bot.PressSkill, Value: "t1"})
	b.submit("ULEE", last(t, b.slack.opened), object{bot.FieldStand + "_1": choice("not_yet"), bot.FieldStand + "_2": choice("solid")}).
		wants("You have marked", "not yet", "solid")
	b.homeOf("UGRACE").wants("Lee Park marked where one of you stands")
	b.press("UGRACE", pressed{ID: bot.PressSkill, Value: "t1"})
	form := last(t, b.slack.opened)
	lookAt(t, form).lacks("not yet\nsolid")
	if problems := b.submit("UGRACE", form, object{}).errors(); problems[bot.FieldStand+"_1"] == "" {
		t.Errorf("nothing marked: %v", problems)
	}
	compared := b.submit("UGRACE", form, object{bot.FieldStand + "_1": choice("growing")})
	compared.wants("Both have marked", "You: growing · Lee: not yet", "You: not marked · Lee: solid", "in no file, figure or packet")
	letters := of(b.delivered(), domain.SkillCompared, domain.Post)
	if len(letters) != 1 {
		t.Fatalf("%d messages, want 1", len(letters))
	}
	letters[0].wants("You and Grace Hopper have both marked.")
	letters[0].lacks("growing", "not yet", "Tests before mending")

	// One press makes it part of the plan; it has one effect.
	learn := compared.button(bot.PressSkillLearn)
	for range 2 {
		b.press("UGRACE", pressed{ID: bot.PressSkillLearn, Value: learn, Modal: true})
	}
	lookAt(t, last(t, b.slack.updated)).wants("In your plan")
	plan := lookAt(t, b.form("UGRACE", "/growth", ""))
	plan.wants("Tests before mending", "due 22 February")
	b.homeOf("UGRACE").lacks("not yet")
	b.press("UADA", pressed{ID: bot.PressSkill, Value: "t1"})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}
