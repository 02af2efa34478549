package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// launch is what Hanna fills in.
func launch(group domain.Group) domain.RoundLaunchDraft {
	day := domain.DateOf(officeTuesday, time.UTC)
	return domain.RoundLaunchDraft{
		Group: group, RoundDates: domain.RoundDates{NominateBy: day.AddDays(7), AnswerBy: day.AddDays(21), ReleaseOn: day.AddDays(24)},
	}
}

// spread does what the ticks do with launches.
func (c *circle) spread() {
	c.t.Helper()
	for range 20 {
		if n, err := c.rounds.Spread(c.t.Context(), 10); err != nil || n == 0 {
			if err != nil {
				c.t.Fatal(err)
			}
			return
		}
	}
	c.t.Fatal("the launch does not come to an end")
}

func TestRoundService_LaunchForAGroup(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 3, 60)
	out, err := c.rounds.Launch(t.Context(), c.act(c.hanna), launch(domain.Group{Area: "Engineering"}))
	if err != nil {
		t.Fatal(err)
	}
	c.spread()
	choices, err := c.rounds.Launches(t.Context(), c.hanna.ID)
	if err != nil {
		t.Fatal(err)
	}
	// Mara has no manager, and stands above Hanna; Hanna is herself.
	l := choices.Launches[0]
	if l.ID != out.Subject || !l.Done || l.LeftOut != 2 || l.Begun != 66 || choices.Counts[l.ID][domain.RoundNominating] != 66 {
		t.Errorf("got %+v and %v", l, choices.Counts)
	}
	var mine []domain.Round
	c.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		mine, err = tx.Rounds(ctx, domain.RoundFilter{Subject: c.hanna.ID})
		return err
	})
	if len(mine) > 0 {
		t.Error("the people team began a round about itself")
	}
	// What belongs to a group is not called off by one of them.
	list, err := c.rounds.Mine(t.Context(), c.grace.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.rounds.CallOff(t.Context(), c.act(c.grace), list.Now.Round.ID)
	c.refused(err, domain.Forbidden, "round.of_group")
	// All come out, or end, in one morning.
	if n, err := c.rounds.Spread(t.Context(), 10); n != 0 || err != nil {
		t.Errorf("a launch that is done is gone on with: %d, %v", n, err)
	}
}

func TestRoundService_LaunchRefuses(t *testing.T) {
	t.Parallel()
	c := setupCircle(t, 3, 0)
	area := domain.Group{Area: "Engineering"}
	for sentence, change := range map[string]func(*domain.RoundLaunchDraft){
		"round.group_one":     func(d *domain.RoundLaunchDraft) { d.Group.Manager = c.lee.ID },
		"round.day_past":      func(d *domain.RoundLaunchDraft) { d.NominateBy = domain.DateOf(officeTuesday, time.UTC) },
		"round.answer_early":  func(d *domain.RoundLaunchDraft) { d.AnswerBy = d.NominateBy.AddDays(2) },
		"round.release_early": func(d *domain.RoundLaunchDraft) { d.ReleaseOn = d.AnswerBy },
		"round.release_late":  func(d *domain.RoundLaunchDraft) { d.ReleaseOn = d.AnswerBy.AddDays(domain.MaxRoundDays) },
	} {
		d := launch(area)
		change(&d)
		_, err := c.rounds.Launch(t.Context(), c.act(c.hanna), d)
		c.refused(err, domain.Invalid, sentence)
	}
	_, err := c.rounds.Launch(t.Context(), c.act(c.lee), launch(area))
	c.refused(err, domain.Forbidden, "permission.refused")
	_, err = c.rounds.Launches(t.Context(), c.lee.ID)
	c.refused(err, domain.Forbidden, "permission.refused")
}
