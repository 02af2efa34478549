package demo

import (
	"context"
	"slices"

	"rapport/domain"
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
	saved, err := s.tx.SaveRoleProfile(ctx, p)
	if err != nil {
		return err
	}
	return s.recorded(ctx, domain.Entry{Act: "role.change", Subject: saved.ID, Actor: p.By, At: p.At, Version: 1, Content: p.Role}, "")
}

// cites lets what Grace was thanked for and told show what is expected of her: the
// newest thanks the causes of incidents, the others this and that, and some nothing.
func (s *seeder) cites(ctx context.Context, expected []domain.Expectation) error {
	grace, since := s.ids["grace"], s.now.AddDate(0, -historyMonths, 0)
	thanks, err := s.tx.KudosAbout(ctx, grace, since)
	if err != nil {
		return err
	}
	told, err := s.tx.FeedbackAbout(ctx, grace, since)
	if err != nil {
		return err
	}
	var list []domain.Citation
	for _, k := range slices.Backward(thanks) {
		list = append(list, domain.Citation{Kind: domain.CitedByKudos, Record: k.ID + ":" + grace, By: grace, At: k.At})
	}
	for _, f := range told {
		list = append(list, domain.Citation{Kind: domain.CitedByFeedback, Record: f.ID, By: f.Giver, At: f.At})
	}
	for n, c := range list {
		if n%4 == 3 {
			continue
		}
		e := expected[(causes+3*n)%len(expected)]
		c.Person, c.Expectation, c.Owner, c.Version = grace, e.ID, e.Owner, e.Version
		if err := s.tx.Cite(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// ofGrace writes what is different for Grace, how her role serves the company,
// and which expectation her first goal serves.
func (s *seeder) ofGrace(ctx context.Context) error {
	grace, agreed := s.ids["grace"], s.now.AddDate(0, -3, 0)
	role, err := s.tx.RoleProfileOf(ctx, "Engineer")
	if err != nil {
		return err
	}
	about := role.Expectations[causes]
	a := domain.Adaptation{
		ID: s.practice.IDs.New(), Person: grace, Profile: role.ID, Kind: domain.RewordExpectation, About: about.ID, Dimension: about.Dimension,
		Was: about.Text, Text: "Takes the cause of an incident out of the system, and tells the other teams how", Why: "Others had the same fault.",
		State: domain.AdaptationAgreed, By: grace, AnsweredBy: s.ids["lee"], Wording: 1, At: agreed.AddDate(0, 0, -2), SettledAt: agreed,
	}
	if err := s.tx.CreateAdaptation(ctx, a); err != nil {
		return err
	}
	past := domain.Entry{Act: "expectation.agreed", Subject: a.ID, Actor: a.AnsweredBy, Person: grace, At: a.SettledAt, Version: 2, Content: a.Text}
	if err := s.recorded(ctx, past, ""); err != nil {
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
	expected := slices.Clone(role.Expectations)
	expected[causes] = own
	if err := s.cites(ctx, expected); err != nil {
		return err
	}
	if err := s.negotiate(ctx, goals[0], agreed); err != nil {
		return err
	}
	return s.tx.Cite(ctx, domain.Citation{
		Kind: domain.CitedByGoal, Record: goals[0].ID, Person: grace, Expectation: own.ID, Owner: own.Owner, Version: own.Version, By: grace, At: agreed,
	})
}

func (t *Tale) expectationScenes() []scene {
	return []scene{
		{"2026-11-04 15:00", expecting, t.graceProposes},
		{"2026-11-04 17:00", expecting, t.leeAgrees},
		{"2027-01-12 17:00", expecting, t.graceLooksAgain},
	}
}

func (t *Tale) graceProposes(ctx context.Context) error {
	t.saysf("Grace types /rapport expectations, and proposes one more thing that is expected of her.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "expectations")
	grace.sees("Propose another one")
	grace.presses("Propose another one")
	grace.sees("What else is expected?")
	grace.fills("What else is expected?", t.hidden("Leads the restore drill once a month"), "Why? One line", t.hidden("Nobody else has done it."))
	grace.sends()
	return grace.closes()
}

func (t *Tale) leeAgrees(ctx context.Context) error {
	t.saysf("Lee reads both texts, and agrees.")
	lee := t.at(ctx, "lee")
	lee.opens("Open", "proposes a change in what is expected")
	lee.sees("Leads the restore drill")
	lee.presses("Agree")
	lee.sees("Agreed beside the role.")
	return lee.closes()
}

func (t *Tale) graceLooksAgain(ctx context.Context) error {
	t.saysf("The company's priorities have changed. Grace reads her own sentence on how her role serves it, and says with one press that it still holds.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "expectations")
	grace.sees("Said before the profile or the priorities changed", "It still holds")
	grace.presses("It still holds")
	grace.sees("it still holds")
	return grace.closes()
}
