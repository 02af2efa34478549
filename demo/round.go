package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// The round that was held about Grace: how long ago it came out, in months, and
// how many days it ran.
const (
	roundMonths = 4
	roundDays   = 24
)

// seenIn are words of a round, as peers of such a company write them.
var seenIn = map[int][]string{
	domain.KeepText: {
		"Asks what the customer has tried before anybody talks about solutions.", "Her notes after an outage. I learn from each.",
		"Stays calm when three people talk at once.", "Says no early, with a reason.", "Takes the time to explain the restore to whoever is new.",
	},
	domain.TryText: {
		"Hand the drill to somebody else once.", "Tell us a day earlier when a plan slips.", "Ask for help before the third evening.",
		"Say more in the planning; you know it best.", "Write down what you decided on the phone.",
	},
}

// rounds writes the one that was held about Grace, whose report she and Lee have
// read, and those of the people of Tom, which HR began.
func (s *seeder) rounds(ctx context.Context) error {
	out := domain.DateOf(s.now, time.UTC).AddMonths(-roundMonths)
	grace, err := s.round(ctx, "grace", out)
	if err != nil {
		return err
	}
	grace.By = grace.Subject
	if err := s.tx.CreateRound(ctx, grace); err != nil {
		return err
	}
	quote := domain.RoundQuote{
		ID: s.practice.IDs.New(), Round: grace.ID, Author: s.ids["ines"], Source: "Kestrel Shipping, who runs their warehouse", On: out.AddDays(-20), At: grace.DueAt.AddDate(0, 0, -8),
		Words: "She told us at six in the morning what would not work today. That was the first time that somebody did.",
	}
	if err := s.tx.CreateRoundQuote(ctx, quote); err != nil {
		return err
	}
	past := domain.Entry{Act: "round.quote", Subject: grace.ID, Actor: quote.Author, Person: grace.Subject, At: quote.At, Version: 1, Content: quote.Words}
	if err := s.recorded(ctx, past, ""); err != nil {
		return err
	}
	if err := s.came(ctx, grace); err != nil {
		return err
	}
	return s.roundsOfTom(ctx)
}

// roundsOfTom are those of a group, begun by HR two months ago.
func (s *seeder) roundsOfTom(ctx context.Context) error {
	out := domain.DateOf(s.now, time.UTC).AddMonths(-2)
	l := domain.RoundLaunch{
		ID: s.practice.IDs.New(), By: s.ids[hr], Group: domain.Group{Manager: s.ids["tom"]}, Done: true, Begun: len(s.reports["tom"]),
		At: out.AddDays(-roundDays).In(time.UTC, domain.NewTimeOfDay(9, 0)),
	}
	for _, handle := range s.reports["tom"] {
		r, err := s.round(ctx, handle, out)
		if err != nil {
			return err
		}
		l.RoundDates, l.Worked, r.Launch, r.By = r.RoundDates, r.Subject, l.ID, l.By
		if err := s.tx.CreateRound(ctx, r); err != nil {
			return err
		}
		if err := s.came(ctx, r); err != nil {
			return err
		}
	}
	return s.tx.CreateRoundLaunch(ctx, l)
}

// came keeps that a report came out.
func (s *seeder) came(ctx context.Context, r domain.Round) error {
	return s.recorded(ctx, domain.Entry{Act: "round.release", Subject: r.ID, Person: r.Subject, At: r.DueAt, Version: 1}, "")
}

// round is one whose report came out on a day and was read in two hours, with
// answers of the person, the manager and peers.
func (s *seeder) round(ctx context.Context, handle string, out domain.Date) (domain.Round, error) {
	var of member
	for _, m := range s.members {
		if m.handle == handle {
			of = m
		}
	}
	r := domain.Round{
		ID: s.practice.IDs.New(), Subject: s.ids[handle], Reader: s.ids[of.boss], State: domain.RoundOut,
		RoundDates: domain.RoundDates{NominateBy: out.AddDays(7 - roundDays), AnswerBy: out.AddDays(-3), ReleaseOn: out},
		DueAt:      out.In(time.UTC, domain.NewTimeOfDay(9, 0)), ReadAt: out.In(time.UTC, domain.NewTimeOfDay(11, 0)),
		At: out.AddDays(-roundDays).In(time.UTC, domain.NewTimeOfDay(9, 0)), Numbers: domain.LeastNumbers, Texts: domain.LeastTexts,
	}
	role, err := s.tx.RoleProfileOf(ctx, of.role)
	if err != nil && domain.CodeOf(err) != domain.NotFound {
		return r, err
	}
	for _, e := range role.Expectations[:min(domain.MaxRoundQuestions, len(role.Expectations))] {
		r.Questions = append(r.Questions, domain.RoundQuestion{Expectation: e.ID, Version: e.Version})
	}
	r.Report = domain.SumUp(s.answers(len(r.Questions)), len(r.Questions), []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer}, r.Numbers, r.Texts)
	return r, nil
}

// answers are what was put into the box of a round.
func (s *seeder) answers(questions int) []domain.RoundAnswer {
	var answers []domain.RoundAnswer
	peers := len(seenIn[domain.KeepText])
	for q := range questions {
		answers = append(answers, domain.RoundAnswer{As: domain.AsSelf, Question: q, Mark: 2 + s.rand.IntN(2)}, domain.RoundAnswer{As: domain.AsManager, Question: q, Mark: 3})
		for range peers {
			answers = append(answers, domain.RoundAnswer{As: domain.AsPeer, Question: q, Mark: 2 + s.rand.IntN(3)})
		}
	}
	for question, texts := range seenIn {
		for _, text := range texts {
			answers = append(answers, domain.RoundAnswer{As: domain.AsPeer, Question: question, Text: text})
		}
	}
	return answers
}

func (t *Tale) graceLooksBack(ctx context.Context) error {
	t.saysf("Grace types /rapport round, and reads again what came back to her in the summer.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "round")
	grace.sees("Report of")
	grace.presses("Read")
	grace.sees("Peers (5)")
	return grace.closes()
}
