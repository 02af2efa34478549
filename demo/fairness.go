package demo

import "context"

func (t *Tale) fairnessScenes() []scene {
	return []scene{{"2027-07-06 10:00", fairing, t.hannaCompares}}
}

func (t *Tale) hannaCompares(ctx context.Context) error {
	t.saysf("Hanna opens Fairness on Home: conversations, thanks and feedback by area, location and time in the company, each share with its range, and in plain words what none of it can show. Small groups are not shown.")
	hanna := t.at(ctx, hr)
	hanna.home("The practice")
	hanna.presses("Fairness")
	hanna.sees("By area", "By time in the company", "What this cannot show")
	return hanna.closes()
}
