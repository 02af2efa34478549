package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// spentOn is something that was learned with money or time of a fund, and what it
// cost in the fund's smallest unit.
type spentOn struct {
	what string
	cost int64
}

// fundStory is a fund and what became of it: what each of those who asked spent,
// and what they and who talks with them answered later.
type fundStory struct {
	fund    domain.Fund
	owner   string
	items   []spentOn
	answers []domain.Usefulness // of the person; who talks with them is a step kinder
}

// fundStories are three funds of this year: one that helps and is nearly used up,
// one that helped few, and one of days.
func fundStories() []fundStory {
	eur, yes, partly, no := domain.Currency("EUR"), domain.Worth, domain.PartlyWorth, domain.NotWorth
	return []fundStory{
		{
			owner: "lee",
			fund: domain.Fund{
				Name: "Training", Purpose: domain.TrainingFund, Amount: eur.Of(1_200_000),
				Measure: domain.FundMeasure{Name: "hours until a customer is back after an incident", Unit: "h", Start: 9, Target: 4, Value: 5.5},
			},
			items:   []spentOn{{"databases under load", 98_000}, {"incident command", 120_000}, {"writing for people in a hurry", 64_500}},
			answers: []domain.Usefulness{yes, yes, partly, yes, yes, yes, no, yes, yes, yes},
		},
		{
			owner: "mara",
			fund: domain.Fund{
				Name: "Tools", Purpose: domain.ToolsFund, Amount: eur.Of(600_000),
				Measure: domain.FundMeasure{Name: "days from an idea to a first trial", Unit: "days", Start: 30, Target: 15, Value: 29},
			},
			items:   []spentOn{{"a licence to try", 24_900}, {"a second screen", 31_000}},
			answers: []domain.Usefulness{no, partly, no, yes, no, partly, no, no, yes, no},
		},
		{
			owner: hr,
			fund: domain.Fund{
				Name: "Days to learn", Purpose: domain.TimeFund, Amount: domain.WorkingDays.Of(600),
				Measure: domain.FundMeasure{Name: "people who can stand in for somebody else", Unit: "people", Start: 6, Target: 14},
			},
			items:   []spentOn{{"two days beside another team", 20}},
			answers: []domain.Usefulness{yes, yes, partly},
		},
	}
}

// funds writes the year's funds with what was spent and whether it helped, and one
// wish of Grace's that is granted and not over yet.
func (s *seeder) funds(ctx context.Context) error {
	year := s.now.Year()
	var training domain.Fund
	for i, story := range fundStories() {
		f := story.fund
		f.ID, f.Owner, f.By, f.At = s.practice.IDs.New(), s.ids[story.owner], s.ids[hr], s.now.AddDate(0, -historyMonths, 0)
		f.Period = domain.DateRange{Start: domain.NewDate(year, time.January, 1), End: domain.NewDate(year, time.December, 31)}
		f.EndsAt = f.Period.End.AddDays(1).In(time.UTC, 0)
		if f.Measure.Value != 0 {
			f.Measure.ValueOn = domain.DateOf(s.now.AddDate(0, 0, -7), time.UTC)
		}
		f, err := s.tx.CreateFund(ctx, f)
		if err != nil {
			return err
		}
		if i == 0 {
			training = f
		}
		if err := s.spent(ctx, f, story, 11*i); err != nil {
			return err
		}
	}
	return s.granted(ctx, training)
}

// spent writes what was finished with a fund's help, by colleagues from the n-th
// of the company on.
func (s *seeder) spent(ctx context.Context, f domain.Fund, story fundStory, n int) error {
	for i, answer := range story.answers {
		m := s.members[(n+i)%len(s.members)]
		if m.boss == "" {
			m = s.members[(n+len(story.answers))%len(s.members)]
		}
		item := story.items[i%len(story.items)]
		began := s.now.AddDate(0, 0, -180+i) // so that the last quarter knows whether it helped
		ended := began.AddDate(0, 0, 70)
		r, err := s.wish(ctx, f, m.handle, item, began)
		if err != nil {
			return err
		}
		if ok, err := s.tx.SpendFund(ctx, f.ID, item.cost, item.cost); err != nil || !ok {
			return err
		}
		r.State, r.Cost, r.EndedAt = domain.FundSpent, f.Amount.Currency.Of(item.cost), ended
		if _, err := s.tx.UpdateFundRequest(ctx, r); err != nil {
			return err
		}
		p, err := s.tx.PlanItem(ctx, r.Item)
		if err != nil {
			return err
		}
		p.State, p.EndedAt, p.EndedBy, p.Lesson = domain.PlanFinished, ended, p.Person, "I tried it on a real case."
		if _, err := s.tx.UpdatePlanItem(ctx, p); err != nil {
			return err
		}
		if err := s.helped(ctx, p, s.ids[m.boss], answer); err != nil {
			return err
		}
	}
	return nil
}

// wish writes an item of somebody's plan, and what was granted for it.
func (s *seeder) wish(ctx context.Context, f domain.Fund, handle string, on spentOn, at time.Time) (domain.FundRequest, error) {
	amount := f.Amount.Currency.Of(on.cost)
	item, err := s.tx.CreatePlanItem(ctx, domain.PlanItem{
		ID: s.practice.IDs.New(), Person: s.ids[handle], What: on.what, Why: "It helps me and whoever is on call.", Due: domain.DateOf(at.AddDate(0, 0, 80), time.UTC),
		State: domain.PlanOpen, Confidence: domain.OnTrack, LastNews: at, At: at,
	})
	if err != nil {
		return domain.FundRequest{}, err
	}
	if _, err := s.tx.ReserveFund(ctx, f.ID, f.Version, on.cost); err != nil {
		return domain.FundRequest{}, err
	}
	return s.tx.CreateFundRequest(ctx, domain.FundRequest{
		ID: s.practice.IDs.New(), Fund: f.ID, Person: s.ids[handle], Item: item.ID, What: on.what, Asked: amount, Granted: amount,
		Cost: f.Amount.Currency.Of(0), State: domain.FundGranted, Decider: f.Owner, At: at, DecidedAt: at.AddDate(0, 0, 1),
	})
}

// helped writes what the two answered two months after the end. Who talks with
// the person is a step kinder.
func (s *seeder) helped(ctx context.Context, item domain.PlanItem, other domain.ID, answer domain.Usefulness) error {
	asked := item.EndedAt.AddDate(0, 0, domain.DefaultPolicy().Funds.HelpAfter)
	help := domain.Help{Item: item.ID, Person: item.Person, EndedOn: domain.DateOf(item.EndedAt, time.UTC), AskAt: asked}
	if err := s.tx.CreateHelp(ctx, help); err != nil {
		return err
	}
	if _, err := s.tx.AskedHelp(ctx, item.ID, other); err != nil {
		return err
	}
	kinder := map[domain.Usefulness]domain.Usefulness{domain.Worth: domain.Worth, domain.PartlyWorth: domain.Worth, domain.NotWorth: domain.PartlyWorth}
	for _, a := range []domain.HelpAnswer{
		{Author: item.Person, Answer: answer, Words: "I use it when I am on call."}, {Author: other, Answer: kinder[answer]},
	} {
		a.Item, a.At = item.ID, asked.Add(time.Hour)
		if _, err := s.tx.AnswerHelp(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// granted is Grace's wish that is not over yet.
func (s *seeder) granted(ctx context.Context, f domain.Fund) error {
	_, err := s.wish(ctx, f, "grace", spentOn{"a course on restoring from backups", 85_000}, s.now.AddDate(0, 0, -10))
	return err
}

func (t *Tale) fundScenes() []scene {
	return []scene{
		{"2026-11-17 08:00", funding, t.linAsks},
		{"2026-11-17 17:00", funding, t.leeGrantsPart},
		{"2026-11-18 10:00", funding, t.adaAsksTooMuch},
		{"2026-11-18 17:00", funding, t.leeRefuses},
		{"2026-12-14 16:00", funding, t.graceFinishesCourse},
		{"2026-12-15 16:00", funding, t.graceSaysCost},
		{"2027-01-12 10:00", funding, t.hannaSetsUp},
		{"2027-02-15 16:00", helping, t.graceSaysHelped},
		{"2027-02-16 17:00", helping, t.leeSaysHelped},
		{"2027-02-17 17:00", helping, t.leeReadsFigures},
	}
}

// asks lets somebody ask a fund for something of the own plan.
func (t *Tale) asks(ctx context.Context, handle, item, what, amount string) *hand {
	h := t.at(ctx, handle)
	h.types("/growth", "")
	h.sees(item)
	h.row(item, "Open")
	h.sees("Ask a fund")
	h.presses("Ask a fund")
	h.sees("From which fund?", "Training: You and Lee Park can read it")
	h.fills("From which fund?", h.option("From which fund?", "Training"), "What exactly?", t.hidden(what), "How much?", amount)
	return h
}

func (t *Tale) linAsks(ctx context.Context) error {
	t.saysf("Out of her plan Lin asks the training fund for 300 EUR. The form says who will read what for.")
	lin := t.asks(ctx, "lin", linWant, "The workshop on test plans, with travel to Osaka", "300")
	lin.sends()
	return lin.closes()
}

func (t *Tale) leeGrantsPart(ctx context.Context) error {
	t.saysf("Lee decides about this fund. He grants 250 of the 300, and says why.")
	lee := t.at(ctx, "lee")
	lee.opens("Decide", "Lin Wu asks for")
	lee.sees("Your decision")
	lee.fills("How much?", "250", "Why?", t.hidden("The train instead of the flight, so that two more can go."))
	lee.sends()
	return lee.closes()
}

func (t *Tale) adaAsksTooMuch(ctx context.Context) error {
	t.saysf("Ada asks the same fund for 2,000 EUR. So much is not left in it, and the form says so before anybody is asked. She asks for 1,200.")
	ada := t.asks(ctx, "ada", "Guide a student", "Two weeks at a school for coaches", "2000")
	ada.refused("is left in this fund")
	ada.fills("How much?", "1200")
	ada.sends()
	return ada.closes()
}

func (t *Tale) leeRefuses(ctx context.Context) error {
	t.saysf("Lee does not grant it, and says why; without a reason the form does not let him.")
	lee := t.at(ctx, "lee")
	lee.opens("Decide", "Ada Lovelace asks for")
	lee.sees("Your decision")
	lee.fills("Your decision", "Not this time")
	lee.refused("Say why")
	lee.fills("Why?", t.hidden("The student comes in autumn; the next fund begins in January."))
	lee.sends()
	return lee.closes()
}

// graceCourse is what the fund granted to Grace before the story.
const graceCourse = "a course on restoring from backups"

func (t *Tale) graceFinishesCourse(ctx context.Context) error {
	t.saysf("Grace has finished the course that the fund granted her before.")
	return t.finishes(ctx, "grace", graceCourse, "Restore first what the others wait for.")
}

func (t *Tale) graceSaysCost(ctx context.Context) error {
	t.saysf("Grace says what it cost in the end: 790 of the 850 EUR that were granted. The rest is free for others.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "budget")
	grace.sees("What you asked for", graceCourse)
	grace.row(graceCourse, "Open")
	grace.sees("Say what it cost")
	grace.presses("Say what it cost")
	grace.sees("What did it cost?")
	grace.fills("What did it cost?", "790")
	grace.sends()
	return grace.closes()
}

func (t *Tale) hannaSetsUp(ctx context.Context) error {
	t.saysf("Hanna sets up the training fund of the new year: 10,000 EUR, in Lee's hands, with one number that is to change.")
	hanna := t.at(ctx, hr)
	hanna.types("/rapport", "budget")
	hanna.sees("Funds in numbers")
	hanna.presses("New fund")
	hanna.sees("Who decides?")
	hanna.fills("Name", "Training 2027", "How much is there?", "10000", "From", "2027-01-12", "Until", "2027-12-31", "Who decides?", []string{"Lee Park"},
		"What is to change?", "hours until a customer is back after an incident", "Counted in", "h", "Where does it stand now?", "5.5", "Where should it be at the end?", "3")
	hanna.sends()
	return hanna.closes()
}

// says answers whether something helped.
func (t *Tale) saysHelped(ctx context.Context, handle, asked, answer, why string) error {
	h := t.at(ctx, handle)
	h.opens("Answer", asked)
	h.sees("Did it help?", "never who answered what")
	h.fills("Did it help?", answer, "Why? One line", t.hidden(why))
	h.sends()
	return h.closes()
}

func (t *Tale) graceSaysHelped(ctx context.Context) error {
	t.saysf("Two months after the course Grace is asked whether it helped. She says yes.")
	return t.saysHelped(ctx, "grace", "You finished something of your plan", "Yes", "Both drills since took half the time.")
}

func (t *Tale) leeSaysHelped(ctx context.Context) error {
	t.saysf("Lee is asked the same, without seeing her answer before. He says yes.")
	return t.saysHelped(ctx, "lee", "Grace Hopper finished something of their plan", "Yes", "She explains now why a step comes first.")
}

func (t *Tale) leeReadsFigures(ctx context.Context) error {
	t.saysf("Lee types /rapport budget. He reads what was spent, how many said that it helped, what each yes and each hour gained cost, and what is suggested for the next year, with its arithmetic.")
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "budget")
	lee.sees("Did it help?", "for each yes", "Next period:")
	return lee.closes()
}
