package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// causes is the place of what is expected of engineers about the causes of incidents.
const causes = 2

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
	if err := s.chosen(ctx); err != nil {
		return err
	}
	return s.marks(ctx, role)
}

// learnedFor is what many of a role chose, by the place of the expectation that it
// serves; what HR sees of it is that alone.
var learnedFor = []struct {
	role, why string
	whats     []string
	place     int
}{
	{"Engineer", "What I find alone comes back.", []string{"Look for causes with the team on call", "Write down a cause so that others can act on it", "Trace a fault across two services"}, causes},
	{"Account manager", "A plan that is theirs, too, is one that they follow.", []string{"Write a success plan together with a customer", "Find the owner on the other side"}, 3},
}

// chosen writes what people of two roles chose to learn in the summer.
func (s *seeder) chosen(ctx context.Context) error {
	for _, l := range learnedFor {
		role, err := s.tx.RoleProfileOf(ctx, l.role)
		if err != nil {
			return err
		}
		e, n := role.Expectations[l.place], 0
		for _, m := range s.members {
			if m.role != l.role || m.handle == "grace" {
				continue
			}
			n++
			at := s.now.AddDate(0, -2, -7*n)
			i := domain.PlanItem{
				ID: s.practice.IDs.New(), Person: s.ids[m.handle], What: l.whats[n%len(l.whats)], Why: l.why, Due: domain.DateOf(s.now, time.UTC).AddDays(20 + 9*n), At: at,
				State: domain.PlanOpen, Confidence: domain.OnTrack, LastNews: s.now.AddDate(0, 0, -6), AskAt: s.now.AddDate(0, 0, 20+n),
			}
			if n%3 > 0 {
				i.Supporter, i.SupportedAt = s.ids[m.boss], at.AddDate(0, 0, 3)
			}
			if _, err := s.tx.CreatePlanItem(ctx, i); err != nil {
				return err
			}
			cite := domain.Citation{Kind: domain.CitedByPlan, Record: i.ID, Person: i.Person, Expectation: e.ID, Version: e.Version, By: i.Person, At: at}
			if err := s.tx.Cite(ctx, cite); err != nil {
				return err
			}
		}
	}
	return nil
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
		string(role.Expectations[causes].ID): {
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
	e := expectations[causes] // as Grace and Lee worded it for her
	return s.tx.Cite(ctx, domain.Citation{Kind: domain.CitedByPlan, Record: i.ID, Person: i.Person, Expectation: e.ID, Owner: i.Person, Version: 1, By: i.Person, At: i.At})
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

// linWant is what Lin wants to learn, as the plan names it.
const linWant = "Write a test plan that others can run"

func (t *Tale) growthScenes() []scene {
	return []scene{
		{"2026-11-16 08:00", learning, t.linWants},
		{"2026-11-16 17:00", learning, t.leeSupports},
		{"2027-01-20 08:00", learning, t.linTellsHow},
		{"2027-02-24 08:00", learning, t.linHasLearned},
		{"2027-07-07 10:00", learning, t.hannaReadsAreas},
		{"2027-01-07 17:00", marking, t.graceMarks},
		{"2027-01-08 17:00", marking, t.leeMarks},
		{"2027-01-11 16:00", marking, t.graceCompares},
	}
}

func (t *Tale) linWants(ctx context.Context) error {
	t.saysf("Lin types /growth new, and writes what she wants to learn, why, from what, at what cost and by when.")
	lin := t.at(ctx, "lin")
	lin.types("/growth", "new")
	lin.sees("What do you want to learn?")
	lin.fills("What do you want to learn?", t.hidden(linWant), "Why does it help you and the company?", t.hidden("Whoever is on call could test without waiting for Tokyo."),
		"Or from something of your own: a book, a course, a person", "A workshop on test plans", "What does it cost?", "300 EUR",
		"How many working days does it take?", "2", "By when?", "2027-02-26")
	lin.sends()
	return lin.closes()
}

func (t *Tale) leeSupports(ctx context.Context) error {
	t.saysf("Lee types /growth @lin, reads it, and says yes to it with a word; the plan stays Lin's.")
	lee := t.planItem(ctx, "lee", "@lin", linWant, "Support it")
	lee.sees("A word with it, if you like")
	lee.fills("A word with it, if you like", t.hidden("Try it on the restore first; Bo would run it."))
	lee.sends()
	return lee.closes()
}

func (t *Tale) linTellsHow(ctx context.Context) error {
	t.saysf("Lin tells how it goes.")
	lin := t.planItem(ctx, "lin", "", linWant, "Say how it goes")
	lin.sees("What is new? What would help?")
	lin.fills("What is new? What would help?", t.hidden("Bo ran my first plan alone, and stopped at one step."))
	lin.sends()
	return lin.closes()
}

func (t *Tale) linHasLearned(ctx context.Context) error {
	t.saysf("Lin ends it: finished, with one line of what she learned.")
	return t.finishes(ctx, "lin", linWant, "A plan is good when somebody else finds the mistake in it.")
}

// planItem opens something that is to be learned, of the own plan or of whose plan
// is named, and presses a button of it.
func (t *Tale) planItem(ctx context.Context, handle, whose, what, button string) *hand {
	h := t.at(ctx, handle)
	h.types("/growth", whose)
	h.sees(what)
	h.row(what, "Open")
	h.sees(button)
	h.presses(button)
	return h
}

// finishes lets somebody end something of the own plan, with a line of what they
// learned.
func (t *Tale) finishes(ctx context.Context, handle, what, learned string) error {
	h := t.planItem(ctx, handle, "", what, "End it")
	h.sees("How did it end?")
	h.fills("How did it end?", "Finished", "What did you learn? One line", t.hidden(learned))
	h.sends()
	return h.closes()
}

func (t *Tale) hannaReadsAreas(ctx context.Context) error {
	t.saysf("Hanna opens Learning areas on Home: what people of a role want to learn most, three at most, where five or more share the role, beside what helped before. Nobody is named.")
	hanna := t.at(ctx, hr)
	hanna.home("The practice")
	hanna.presses("Learning areas")
	hanna.sees("What most people of a role chose to learn")
	return hanna.closes()
}

// stood is what the form says of who reads where somebody stands.
const stood = "in no file, figure or packet"

func (t *Tale) graceMarks(ctx context.Context) error {
	t.saysf("In her preparation Grace also marks where she sees herself on what is expected of her: not yet, growing, solid or role model. Nobody sees it before Lee has marked, too.")
	grace := t.at(ctx, "grace")
	grace.types("/checkin", "")
	grace.told("January with Lee Park")
	grace.opens("Open", "January with Lee Park", "Your conversations")
	grace.sees("Where you stand")
	grace.presses("Where you stand")
	grace.sees(stood, "Lee does the same")
	grace.fills("stand_1", "growing", "stand_2", "solid", "stand_3", "solid")
	grace.sends()
	grace.sees("You have marked")
	return grace.closes()
}

func (t *Tale) leeMarks(ctx context.Context) error {
	t.saysf("Lee marks where he sees Grace. From now on both see both.")
	lee := t.at(ctx, "lee")
	lee.types("/checkin", "")
	lee.told("Your team")
	lee.opens("Open", "Grace Hopper", "Your team")
	lee.sees("Where you stand")
	lee.presses("Where you stand")
	lee.sees(stood, "Grace")
	lee.fills("stand_1", "solid", "stand_2", "solid", "stand_3", "growing")
	lee.sends()
	lee.sees("Both have marked")
	return lee.closes()
}

func (t *Tale) graceCompares(ctx context.Context) error {
	t.saysf("Grace compares: in one Lee sees more than she does, in one less. What she would like to be surer of she puts into her plan with one press.")
	grace := t.at(ctx, "grace")
	grace.opens("Compare", "You can compare")
	grace.sees("You: growing · Lee: solid", "You: solid · Lee: growing")
	grace.row("You: growing · Lee: solid", "Learn it")
	grace.offers("You: growing · Lee: solid", "In your plan")
	return grace.closes()
}
