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
// read.
func (s *seeder) rounds(ctx context.Context) error {
	role, err := s.tx.RoleProfileOf(ctx, "Engineer")
	if err != nil {
		return err
	}
	out := domain.DateOf(s.now, time.UTC).AddMonths(-roundMonths)
	begun := out.AddDays(-roundDays).In(time.UTC, domain.NewTimeOfDay(9, 0))
	r := domain.Round{
		ID: s.practice.IDs.New(), Subject: s.ids["grace"], By: s.ids["grace"], Reader: s.ids["lee"], State: domain.RoundOut,
		RoundDates: domain.RoundDates{NominateBy: out.AddDays(7 - roundDays), AnswerBy: out.AddDays(-3), ReleaseOn: out},
		DueAt:      out.In(time.UTC, domain.NewTimeOfDay(9, 0)), ReadAt: out.In(time.UTC, domain.NewTimeOfDay(11, 0)), At: begun,
		Numbers: domain.LeastNumbers, Texts: domain.LeastTexts,
	}
	for _, e := range role.Expectations[:min(domain.MaxRoundQuestions, len(role.Expectations))] {
		r.Questions = append(r.Questions, domain.RoundQuestion{Expectation: e.ID, Version: e.Version})
	}
	var answers []domain.RoundAnswer
	peers := len(seenIn[domain.KeepText])
	for q := range r.Questions {
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
	r.Report = domain.SumUp(answers, len(r.Questions), []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer}, r.Numbers, r.Texts)
	return s.tx.CreateRound(ctx, r)
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
