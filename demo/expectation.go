package demo

import (
	"context"
	"fmt"
	"strings"

	"rapport/domain"
	"rapport/sandbox"
)

// profiles are the roles of the company that have a profile, and the templates
// from which it was made. The other roles wait for theirs.
var profiles = []struct{ role, template string }{
	{"Engineer", "Software engineer"},
	{"Account manager", "Customer success manager"},
}

// expectations writes what is expected in some roles, with what Grace and Lee
// agreed on a quarter ago.
func (s *seeder) expectations(ctx context.Context) error {
	for _, made := range profiles {
		for _, t := range s.templates {
			if t.Profile.Role != made.template {
				continue
			}
			p := t.Profile
			p.Role = made.role
			if err := s.profile(ctx, p); err != nil {
				return err
			}
		}
	}
	return s.ofGrace(ctx)
}

// profile writes one, as those whose role it is know it.
func (s *seeder) profile(ctx context.Context, p domain.RoleProfile) error {
	p.ID, p.By, p.At = s.practice.IDs.New(), s.ids[hr], s.now.AddDate(0, -historyMonths, 0)
	for i := range p.Expectations {
		p.Expectations[i].ID, p.Expectations[i].Version = s.practice.IDs.New(), 1
		if err := s.tx.KeepWording(ctx, p.Expectations[i]); err != nil {
			return err
		}
	}
	for i := range p.KPIs {
		p.KPIs[i].ID, p.KPIs[i].Version = s.practice.IDs.New(), 1
	}
	_, err := s.tx.SaveRoleProfile(ctx, p)
	return err
}

// ofGrace writes what is different for Grace, how her role serves the company,
// and which expectation her first goal serves.
func (s *seeder) ofGrace(ctx context.Context) error {
	grace, agreed := s.ids["grace"], s.now.AddDate(0, -3, 0)
	role, err := s.tx.RoleProfileOf(ctx, "Engineer")
	if err != nil {
		return err
	}
	about := role.Expectations[2]
	a := domain.Adaptation{
		ID: s.practice.IDs.New(), Person: grace, Profile: role.ID, Kind: domain.RewordExpectation, About: about.ID, Dimension: about.Dimension,
		Was: about.Text, Text: "Takes the cause of an incident out of the system, and tells the other teams how", Why: "Others had the same fault.",
		State: domain.AdaptationAgreed, By: grace, AnsweredBy: s.ids["lee"], Wording: 1, At: agreed.AddDate(0, 0, -2), SettledAt: agreed,
	}
	if err := s.tx.CreateAdaptation(ctx, a); err != nil {
		return err
	}
	own := domain.Expectation{ID: about.ID, Owner: grace, Version: 1, Dimension: about.Dimension, Text: a.Text}
	if err := s.tx.KeepWording(ctx, own); err != nil {
		return err
	}
	purpose := domain.Purpose{
		Person: grace, Profile: role.ID, Seen: role.Version, Priorities: 2, At: agreed,
		Text: "Customers who had a bad night stay, because the next one is quiet.",
	}
	if err := s.tx.SavePurpose(ctx, purpose); err != nil {
		return err
	}
	goals, err := s.tx.Goals(ctx, domain.GoalFilter{Owner: grace, Level: domain.PersonGoal, Limit: 1})
	if err != nil || len(goals) == 0 {
		return err
	}
	if err := s.cites(ctx, own); err != nil {
		return err
	}
	if err := s.negotiate(ctx, goals[0], agreed); err != nil {
		return err
	}
	return s.tx.Cite(ctx, domain.Citation{
		Kind: domain.CitedByGoal, Record: goals[0].ID, Person: grace, Expectation: own.ID, Owner: own.Owner, Version: own.Version, By: grace, At: agreed,
	})
}

// shows waits for a view that says something.
func shows(words string) func(*sandbox.View) bool {
	return func(v *sandbox.View) bool { return strings.Contains(v.Text(), words) }
}

func (t *Tale) graceProposes(ctx context.Context) error {
	t.saysf("Grace types /rapport expectations, and proposes one more thing that is expected of her.")
	grace := t.person("grace")
	if _, err := grace.Command(ctx, "thanks", "/rapport", "expectations"); err != nil {
		return fmt.Errorf("type a command: %w", err)
	}
	view, err := grace.AwaitModal(ctx, shows("Propose another one"))
	if err != nil {
		return fmt.Errorf("await what is expected: %w", err)
	}
	if err := view.Click(ctx, "Propose another one"); err != nil {
		return fmt.Errorf("press in what is expected: %w", err)
	}
	if err := view.Await(ctx, shows("What else is expected?")); err != nil {
		return fmt.Errorf("await the form: %w", err)
	}
	if err := t.fill(ctx, view, "What else is expected?", "Leads the restore drill once a month", "Why? One line", "Nobody else has done it."); err != nil {
		return err
	}
	return closed(ctx, view)
}

// closed closes a view, where it is still open.
func closed(ctx context.Context, view *sandbox.View) error {
	if !view.Open() {
		return nil
	}
	if err := view.Dismiss(ctx); err != nil {
		return fmt.Errorf("close a view: %w", err)
	}
	return nil
}

func (t *Tale) leeAgrees(ctx context.Context) error {
	t.saysf("Lee reads both texts, and agrees.")
	lee := t.person("lee")
	m, err := t.newest("lee", "proposes a change in what is expected")
	if err != nil {
		return err
	}
	if err := m.Click(ctx, lee, "Open"); err != nil {
		return fmt.Errorf("press in a message: %w", err)
	}
	view, err := lee.AwaitModal(ctx, shows("Leads the restore drill"))
	if err != nil {
		return fmt.Errorf("await what is expected: %w", err)
	}
	if err := view.Click(ctx, "Agree"); err != nil {
		return fmt.Errorf("agree: %w", err)
	}
	if err := view.Await(ctx, shows("Agreed beside the role.")); err != nil {
		return fmt.Errorf("await that it holds: %w", err)
	}
	return closed(ctx, view)
}
