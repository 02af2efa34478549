package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// growth writes what some people want to learn, what HR recommends, and where
// Grace and Lee saw Grace stand a quarter ago.
func (s *seeder) growth(ctx context.Context) error {
	role, err := s.tx.RoleProfileOf(ctx, "Engineer")
	if err != nil {
		return err
	}
	if err := s.recommend(ctx, role); err != nil {
		return err
	}
	today := domain.DateOf(s.now, time.UTC)
	month := func(back int) time.Time { return s.now.AddDate(0, -back, 0) }
	for _, i := range []domain.PlanItem{
		{
			Person: s.ids["grace"], What: "Lead a post-incident talk without blame", Why: "People tell what happened sooner, and I hear it in time.",
			Steps: "sit in on two of Ada’s\nlead one with her\nlead one alone", Due: today.AddDays(50), Confidence: domain.OnTrack, At: month(2),
			Supporter: s.ids["lee"], SupportedAt: month(2),
		},
		{
			Person: s.ids["grace"], What: "Read a query plan", Why: "Two of our last three incidents began there.", Due: today.AddMonths(-1),
			Source: domain.Source{Title: "A book about databases", Cost: domain.Money{Minor: 4500, Currency: "EUR"}, Days: 2}, At: month(5),
			Supporter: s.ids["lee"], SupportedAt: month(5), State: domain.PlanFinished, EndedAt: month(1), EndedBy: s.ids["grace"],
			Lesson: "An hour with a colleague’s query was worth a chapter.",
		},
		{
			Person: s.ids["lin"], What: "Speak in front of customers", Why: "I know the product best, and stay silent.", Due: today.AddDays(80),
			Source: domain.Source{Title: "Two evenings with a trainer", Cost: domain.Money{Minor: 60000, Currency: "EUR"}, Days: 1}, Confidence: domain.AtRisk, At: month(1),
		},
		{
			Person: s.ids["ada"], What: "Guide a student", Why: "Explaining shows me what I do not know.", Due: today.AddDays(120), Confidence: domain.OnTrack, At: month(3),
			Supporter: s.ids["lee"], SupportedAt: month(3),
		},
	} {
		if err := s.planItem(ctx, i, role.Expectations); err != nil {
			return err
		}
	}
	return s.marks(ctx, role)
}

// recommend puts two sources for an expectation into the policy.
func (s *seeder) recommend(ctx context.Context, role domain.RoleProfile) error {
	v, err := s.tx.Policy(ctx)
	if err != nil {
		return err
	}
	v.Version++
	v.Policy.Growth.Currency = "EUR"
	v.Policy.Growth.Sources = map[string][]domain.ListedSource{
		string(role.Expectations[0].ID): {
			{Title: "Restore drills, two afternoons", Cost: "250", Days: 1},
			{Title: "A day beside the team on call", Days: 1},
		},
	}
	return s.tx.SavePolicy(ctx, v)
}

// planItem writes one item; what is open is for an expectation of the role, and
// asked about in its time.
func (s *seeder) planItem(ctx context.Context, i domain.PlanItem, expectations []domain.Expectation) error {
	i.ID, i.LastNews = s.practice.IDs.New(), s.now.AddDate(0, 0, -6)
	if i.State == "" {
		i.State, i.AskAt = domain.PlanOpen, s.now.AddDate(0, 0, 20)
	}
	if i.Confidence == "" {
		i.Confidence = domain.OnTrack
	}
	if _, err := s.tx.CreatePlanItem(ctx, i); err != nil {
		return err
	}
	if i.Person != s.ids["grace"] {
		return nil
	}
	e := expectations[0]
	return s.tx.Cite(ctx, domain.Citation{Kind: domain.CitedByPlan, Record: i.ID, Person: i.Person, Expectation: e.ID, Version: e.Version, By: i.Person, At: i.At})
}

// marks are where Grace and Lee saw Grace stand in the quarter before.
func (s *seeder) marks(ctx context.Context, role domain.RoleProfile) error {
	before := domain.DateOf(s.now, time.UTC).AddMonths(-3)
	at := before.In(time.UTC, domain.NewTimeOfDay(9, 0))
	talk := domain.SkillTalk{
		ID: s.practice.IDs.New(), Person: s.ids["grace"], Partner: s.ids["lee"], Quarter: domain.QuarterOf(before), PersonAt: at, PartnerAt: at.Add(time.Hour), At: at,
	}
	if _, err := s.tx.CreateSkillTalk(ctx, talk); err != nil {
		return err
	}
	seen := map[domain.ID][]domain.Stand{
		talk.Person: {domain.Growing, domain.Solid, domain.NotYet}, talk.Partner: {domain.Solid, domain.Solid, domain.Growing},
	}
	for author, stands := range seen {
		var marks []domain.SkillMark
		for n, stand := range stands[:min(len(stands), len(role.Expectations))] {
			e := role.Expectations[n]
			marks = append(marks, domain.SkillMark{Expectation: e.ID, Version: e.Version, Stand: stand})
		}
		if err := s.tx.SaveSkillMarks(ctx, talk.ID, author, marks, 0); err != nil {
			return err
		}
	}
	return nil
}
