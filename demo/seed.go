package demo

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"rapport/domain"
)

// seeder writes the company's history.
type seeder struct {
	practice domain.Practice
	tx       domain.Tx
	rand     *rand.Rand
	now      time.Time
	members  []member
	ids      map[string]domain.ID
	reports  map[string][]string
	goals    []domain.ID // of the company
	first    []domain.ID // the company's priorities
	// templates are the profiles from which the company has made its own.
	templates []domain.RoleTemplate
}

// How far back the company's history goes, and the posts in its channel.
const (
	historyWeeks  = 26
	historyMonths = 6
	postedWeeks   = 8
)

// Seed writes people, policy and six months of history into an empty database.
// It writes records only, never messages: what is past was told long ago.
func Seed(ctx context.Context, practice domain.Practice, templates []domain.RoleTemplate) error {
	return practice.Store.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		s := &seeder{
			practice: practice, tx: tx, now: tx.Now(), members: company(),
			// A fixed seed: everybody sees the same company.
			rand: rand.New(rand.NewPCG(7, 11)), //nolint:gosec // a story, not a secret
			ids:  map[string]domain.ID{}, reports: map[string][]string{}, templates: templates,
		}
		for _, part := range []struct {
			name string
			do   func(context.Context) error
		}{
			{"people", s.people}, {"policy", s.policy}, {"thanks", s.thanks}, {"priorities", s.priorities}, {"goals", s.writeGoals}, {"conversations", s.conversations},
			{"feedback", s.feedback}, {"attention of managers", s.managers}, {"goals that ended", s.endedGoals}, {"records that were opened", s.opened},
			{"digests", s.digests}, {"expectations", s.expectations}, {"growth", s.growth},
			{"seasons", s.seasons}, {"rounds", s.rounds},
			{"funds", s.funds},
			{"coaching", s.coached}, {"scorecards", s.scorecards},
		} {
			if err := part.do(ctx); err != nil {
				return fmt.Errorf("seed the %s: %w", part.name, err)
			}
		}
		return tx.MarkForPlanning(ctx, nil, tx.Now())
	})
}

// people writes everybody with manager and team. Managers stand above their
// reports in the roster.
func (s *seeder) people(ctx context.Context) error {
	for _, m := range s.members {
		p := m.person()
		p.ID = s.practice.IDs.New()
		p.Manager = s.ids[m.boss]
		p.Start = domain.DateOf(s.now, time.UTC).AddDays(-800 - s.rand.IntN(900))
		p.JoinedAt = s.now.AddDate(0, -historyMonths, 0)
		p.Met = p.JoinedAt
		saved, err := s.tx.CreatePerson(ctx, p)
		if err != nil {
			return err
		}
		s.ids[m.handle] = saved.ID
		if m.boss == "" {
			top := domain.ReportingLine{Person: saved.ID, Source: domain.LineByHR, State: domain.LineHolds, At: p.JoinedAt}
			if err := s.tx.SaveReportingLine(ctx, top); err != nil {
				return err
			}
			continue
		}
		s.reports[m.boss] = append(s.reports[m.boss], m.handle)
		if err := s.tx.NoteManaging(ctx, s.ids[m.boss], s.now.AddDate(-2, 0, 0)); err != nil {
			return err
		}
	}
	return nil
}

// policy is that of a company that has used Rapport for half a year.
func (s *seeder) policy(ctx context.Context) error {
	p := domain.DefaultPolicy()
	for _, handle := range peopleTeam {
		p.PeopleTeam.Members = append(p.PeopleTeam.Members, member{handle: handle}.email())
	}
	// Pia reports to Hanna, so that neither can say the second yes to the other.
	p.PeopleTeam.Deputies = []string{member{handle: deputy}.email()}
	p.PeopleTeam.Observers = []string{member{handle: observer}.email()}
	p.PeopleTeam.HelpContact = HR()
	p.Kudos.Channel = thanks
	p.Kudos.Values = []domain.Value{
		{Tag: "craft", Name: "Craft", Meaning: "done so well that the next one can build on it"},
		{Tag: "courage", Name: "Courage", Meaning: "said or tried what was not comfortable"},
		{Tag: "care", Name: "Care", Meaning: "made somebody else's day easier"},
	}
	p.Priorities.Leaders = []string{member{handle: "mara"}.email()}
	p.Time.Zone = "Europe/Berlin"
	p.Digest.Zone, p.Digest.Channel = "Europe/Berlin", private
	p.Conversations.Start = domain.DateOf(s.now, time.UTC).AddMonths(-historyMonths).MonthStart()
	return s.tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: p, By: s.ids[hr], At: s.now.AddDate(0, -historyMonths, 0)})
}

// thanks writes kudos over six months: mostly within an area, now and then
// across, and fewer in Support, where the practice has grown quiet.
func (s *seeder) thanks(ctx context.Context) error {
	tags := []string{"craft", "courage", "care"}
	for week := historyWeeks; week > 0; week-- {
		for range 12 + s.rand.IntN(8) {
			giver := s.members[s.rand.IntN(len(s.members))]
			receiver := s.members[s.rand.IntN(len(s.members))]
			quiet := receiver.area == "Support" && week < historyWeeks/2 && s.rand.IntN(3) > 0
			if giver.handle == receiver.handle || quiet || giver.area != receiver.area && s.rand.IntN(3) > 0 {
				continue
			}
			at := s.workingMinute(week)
			k := domain.Kudos{
				ID: s.practice.IDs.New(), Giver: s.ids[giver.handle], Units: 1, State: domain.KudosGiven, At: at,
				Receivers: []domain.KudosReceiver{{Person: s.ids[receiver.handle]}}, Text: thanksFor[s.rand.IntN(len(thanksFor))],
			}
			if s.rand.IntN(2) == 0 {
				k.Values = []string{tags[s.rand.IntN(len(tags))]}
			}
			if err := s.thank(ctx, k, week <= postedWeeks && len(k.Values) > 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// workingMinute is an instant from Monday to Thursday some weeks ago, in the
// hours in which most of the company works.
func (s *seeder) workingMinute(weeksAgo int) time.Time {
	const days, hours = 4, 8
	n := s.rand.IntN(days * hours * 60)
	monday := domain.DateOf(s.now, time.UTC).AddDays(-7 * weeksAgo)
	return monday.AddDays(n/(hours*60)).In(time.UTC, domain.NewTimeOfDay(9, 0)).Add(time.Duration(n%(hours*60)) * time.Minute)
}

// thank writes one kudos, and its post where it is public.
func (s *seeder) thank(ctx context.Context, k domain.Kudos, public bool) error {
	for _, r := range k.Receivers {
		past := domain.Entry{Act: "kudos.give", Subject: k.ID, Actor: k.Giver, At: k.At, Version: 1, Content: k.Text}
		if err := s.recorded(ctx, past, r.Person); err != nil {
			return err
		}
	}
	if !public {
		return s.tx.CreateKudos(ctx, k)
	}
	k.Channel = thanks
	if err := s.tx.CreateKudos(ctx, k); err != nil {
		return err
	}
	return s.tx.Tell(ctx, domain.Message{
		Kind: domain.KudosPosted, Deed: domain.Post, Class: domain.FromPeople, Channel: thanks, Subject: k.ID, At: k.At,
	})
}

// conversations writes what was talked about in the months before this one.
func (s *seeder) conversations(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	for _, m := range s.members {
		if m.boss == "" {
			continue
		}
		for back := historyMonths; back > 0; back-- {
			if err := s.conversation(ctx, m, today.AddMonths(-back).MonthStart(), back); err != nil {
				return err
			}
		}
	}
	return nil
}

// conversation writes one month of one person: mostly held, sometimes not.
func (s *seeder) conversation(ctx context.Context, m member, month domain.Date, back int) error {
	monthly, err := domain.ParseCadence("monthly")
	if err != nil {
		return err
	}
	day := month.AddDays(3 + s.rand.IntN(8))
	opened := day.In(time.UTC, domain.NewTimeOfDay(8, 0))
	c := domain.Conversation{
		ID: s.practice.IDs.New(), Employee: s.ids[m.handle], Partner: s.ids[m.boss], Kind: domain.RegularTalk,
		Period: monthly.Period(month).Key, State: domain.TalkClosed, OpensAt: opened, OpenedAt: opened,
		Rule: domain.DueRule{Day: day, At: domain.NewTimeOfDay(9, 0), Zone: places[m.place].zone}, DueOn: day.AddDays(14),
		ClosedAt: month.MonthEnd().In(time.UTC, domain.NewTimeOfDay(9, 0)),
	}
	held := s.rand.IntN(100) < s.heldShare(m)
	if !held {
		c.Ending = domain.NotHeld
		return s.tx.CreateConversation(ctx, c)
	}
	c.Ending, c.HeldOn = domain.Held, day.AddDays(5+s.rand.IntN(6))
	c.EmployeeShared, c.PartnerShared = opened.Add(30*time.Hour), opened.Add(70*time.Hour)
	if err := s.tx.CreateConversation(ctx, c); err != nil {
		return err
	}
	if err := s.record(ctx, c, back); err != nil {
		return err
	}
	answers := []domain.Usefulness{domain.Worth, domain.Worth, domain.Worth, domain.PartlyWorth, domain.NotWorth}
	return s.tx.Rate(ctx, c.ID, c.Employee, answers[s.rand.IntN(len(answers))], c.ClosedAt)
}

// digestWeeks is how many weeks the first digest's line goes back.
const digestWeeks = 7

// digests counts the weeks before this one, as they were then.
func (s *seeder) digests(ctx context.Context) error {
	service := domain.DigestService{Practice: s.practice}
	week := domain.DateOf(s.now, time.UTC).WeekStart()
	for back := digestWeeks; back > 0; back-- {
		if err := service.Backfill(ctx, s.tx, week.AddDays(-7*back)); err != nil {
			return err
		}
	}
	return nil
}

// heldShare is how often somebody's conversations take place, in percent: Sales
// struggles.
func (s *seeder) heldShare(m member) int {
	if m.area == "Sales" {
		return 60
	}
	return 90
}

// record writes what was agreed, with a promise that is still open for the
// last month of those with a story.
func (s *seeder) record(ctx context.Context, c domain.Conversation, back int) error {
	summary := domain.Summary{
		Conversation: c.ID, Author: c.Partner, Text: summaries[s.rand.IntN(len(summaries))],
		ProposedAt: c.ClosedAt.Add(-72 * time.Hour), ConfirmedAt: c.ClosedAt.Add(-48 * time.Hour),
	}
	if _, err := s.tx.SaveSummary(ctx, summary); err != nil {
		return err
	}
	past := domain.Entry{Act: "conversation.summarised", Subject: c.ID, Actor: c.Partner, Person: c.Employee, At: summary.ProposedAt, Content: summary.Text}
	if err := s.recorded(ctx, past, ""); err != nil {
		return err
	}
	who := c.Employee
	if s.rand.IntN(2) == 0 {
		who = c.Partner
	}
	p := domain.Commitment{
		ID: s.practice.IDs.New(), Conversation: c.ID, Employee: c.Employee, Who: who,
		What: promises[s.rand.IntN(len(promises))], By: c.HeldOn.AddDays(21), State: domain.PromiseDone, DoneAt: c.ClosedAt,
	}
	if back == 1 {
		p.State, p.DoneAt = domain.PromiseOpen, time.Time{}
	}
	return s.tx.CreateCommitment(ctx, p)
}

// writeGoals writes the company's goals and one or two of each person.
func (s *seeder) writeGoals(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	for _, g := range companyGoals {
		goal := s.goal("mara", g.title, g.why, today.AddMonths(4).MonthEnd())
		goal.Level, goal.Measure = domain.CompanyGoal, domain.Measure{Kind: domain.YesNoMeasure}
		if _, err := s.tx.CreateGoal(ctx, goal); err != nil {
			return err
		}
		s.goals = append(s.goals, goal.ID)
	}
	for i, m := range s.members {
		for n := range 1 + s.rand.IntN(2) {
			t := goalTitles[(i+3*n)%len(goalTitles)]
			goal := s.goal(m.handle, t.title, t.why, today.AddMonths(1+s.rand.IntN(4)).MonthEnd())
			top := s.rand.IntN(len(s.goals))
			goal.Parent = s.goals[top]
			if n == 0 { // a second goal of somebody is about something else
				goal.Priority = s.first[top]
			}
			goal.Measure = domain.Measure{Kind: domain.NumberMeasure, Unit: t.unit, Start: t.start, Target: t.target}
			goal.Value = math.Round(t.start + (t.target-t.start)*float64(s.rand.IntN(10))/10)
			if t.unit == "" {
				goal.Measure = domain.Measure{Kind: domain.MilestoneMeasure}
				reached := s.rand.IntN(len(steps))
				for j, title := range steps {
					goal.Measure.Milestones = append(goal.Measure.Milestones, domain.Milestone{Title: title, Done: j < reached})
				}
			}
			if err := s.writeGoal(ctx, goal); err != nil {
				return err
			}
		}
	}
	return nil
}

// goal is the common part of a goal.
func (s *seeder) goal(owner, title, why string, due domain.Date) domain.Goal {
	news := s.now.AddDate(0, 0, -s.rand.IntN(45))
	return domain.Goal{
		ID: s.practice.IDs.New(), Owner: s.ids[owner], Level: domain.PersonGoal, Weight: 1, Dimension: domain.ResultGoal,
		Title: title, Why: why, Due: due, State: domain.GoalAgreed, ProposedBy: s.ids[owner], AgreedAt: s.now.AddDate(0, -4, 0),
		Confidence: domain.OnTrack, LastNews: news, AskAt: news.AddDate(0, 0, 30), At: s.now.AddDate(0, -4, 0),
	}
}

// writeGoal writes a goal with a piece of news.
func (s *seeder) writeGoal(ctx context.Context, g domain.Goal) error {
	if s.rand.IntN(4) == 0 {
		g.Confidence = domain.AtRisk
	}
	if _, err := s.tx.CreateGoal(ctx, g); err != nil {
		return err
	}
	past := domain.Entry{Act: "goal.created", Subject: g.ID, Actor: g.Owner, Person: g.Owner, At: g.At, Version: 1, Content: g.Title}
	if err := s.recorded(ctx, past, ""); err != nil {
		return err
	}
	past.Act, past.At, past.Version = "goal.told", g.LastNews, 2
	if err := s.recorded(ctx, past, ""); err != nil {
		return err
	}
	u := domain.GoalUpdate{
		ID: s.practice.IDs.New(), Goal: g.ID, Author: g.Owner, Value: g.Value, Confidence: g.Confidence,
		Why: "As planned, a little slower than hoped.", Next: "The next step is agreed.", At: g.LastNews,
	}
	return s.tx.AddGoalUpdate(ctx, u)
}
