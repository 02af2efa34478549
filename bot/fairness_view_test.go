package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// sampleFairness is a report in which thanks reach one area less, and in which a
// column of a file cannot be shown.
func sampleFairness() domain.FairnessReport {
	sales := domain.FairGroup{Keys: []string{"Sales"}, People: 41, Held: domain.Share{Part: 200, Whole: 240}, Thanked: domain.Share{Part: 12, Whole: 41}, Actionable: domain.Share{Part: 9, Whole: 20}, Receivers: 11}
	rest := domain.FairGroup{Keys: []string{"Support", "", "Legal <!channel>"}, People: 60, Held: domain.Share{Part: 300, Whole: 352}, Thanked: domain.Share{Part: 50, Whole: 60}, Actionable: domain.Share{Part: 30, Whole: 44}, Receivers: 20}
	all := domain.FairGroup{People: 101, Held: domain.Share{Part: 500, Whole: 592}, Thanked: domain.Share{Part: 62, Whole: 101}, Actionable: domain.Share{Part: 39, Whole: 64}, Receivers: 31}
	young, old := sales, rest
	young.Keys, old.Keys = []string{"first"}, []string{"few", "more", "long"}
	return domain.FairnessReport{
		From: sampleToday.AddDays(-182), To: sampleToday, Minimum: 5, All: all, Prompts: true, Unknown: 2,
		Divisions: []domain.FairDivision{
			{Kind: "area", Groups: []domain.FairGroup{sales, rest}}, {Kind: "location", Hidden: true},
			{Kind: "tenure", Groups: []domain.FairGroup{young, old}, NoFeedback: true}, {Kind: "schedule", FromFile: true, Hidden: true},
		},
		Roles: []domain.RoleRhythms{{Role: "Nurse *", People: 40, Most: domain.Monthly, Others: 9}, {Role: "Welder", People: 12, Most: domain.Quarterly}},
	}
}

// fairnessSamples are the report and the mirror.
func fairnessSamples(v *sentence.Voice) map[string]any {
	m := domain.Mirror{
		Since: sampleNow.AddDate(0, 0, -56), Team: domain.OwnFigures{People: 2, Thanked: 1, Told: 1}, All: domain.OwnFigures{People: 178, Thanked: 93, Told: 40}, Day: sampleToday,
		Rows: []domain.MirrorRow{{Person: anAda, Thanks: 2, Feedback: 1, Words: 44, Held: 2, Last: sampleToday.AddDays(-6)}, {Person: aGrace}},
	}
	alone := m
	alone.All, alone.Day = domain.OwnFigures{}, domain.Date{}
	same := sampleFairness()
	same.Roles, same.Prompts = nil, false
	return map[string]any{
		"fairness": fairnessView(v, sampleFairness()), "fairness_same": fairnessView(v, same),
		"scorecard": scorecardView(v, sampleScorecard()), "scorecard_ready": scorecardMessage(v, sampleScorecard()),
		"scorecard_first": scorecardView(v, domain.ScorecardView{Card: domain.Scorecard{Period: "2026-Q3"}}),
		"mirror":          mirrorView(v, m), "mirror_alone": mirrorView(v, alone),
	}
}

// sampleScorecard is a quarter beside the one before.
func sampleScorecard() domain.ScorecardView {
	now := domain.ScoreFigures{
		People: 178, Held: domain.Share{Part: 401, Whole: 520}, Timely: domain.Share{Part: 250, Whole: 401}, Reached: domain.Share{Part: 170, Whole: 178},
		Goals: domain.GoalEnds{Achieved: 40, Partly: 20, Missed: 10, Dropped: 7}, Linked: domain.Share{Part: 90, Whole: 263}, Useful: domain.Opinion{Yes: 102, Partly: 31, No: 10},
		Grown: domain.Share{Part: 12, Whole: 20}, Leaders: domain.Share{Part: 30, Whole: 48}, Coached: domain.CoachShare{Leading: 19, Done: 11},
		Funds: []domain.ScoreFund{{Name: "Training *", Finished: 4}, {Name: "Tools", Finished: 9, Helped: domain.Share{Part: 6, Whole: 8}}},
	}
	for i := range now.Funds {
		now.Funds[i].Spent = domain.Money{Minor: 120000, Currency: "EUR"}
	}
	before := now
	before.Held, before.Useful = domain.Share{Part: 450, Whole: 510}, domain.Opinion{}
	return domain.ScorecardView{
		Card: domain.Scorecard{ID: "q2", Period: "2026-Q3", MadeAt: sampleNow, Figures: now}, Before: []domain.Scorecard{{ID: "q1", Period: "2026-Q2", Figures: before}},
		Policy: domain.DefaultPolicy(), Reader: aGrace,
	}
}
