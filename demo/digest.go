package demo

import "context"

func (t *Tale) digestScenes() []scene {
	return []scene{{"2026-11-10 11:00", digesting, t.hannaActs}}
}

func (t *Tale) hannaActs(ctx context.Context) error {
	t.saysf("Hanna acts on a fact of the digest, after she has seen what would be sent.")
	hanna := t.at(ctx, hr)
	hanna.inChannel("people-team", "Suggest a round", "Suggest a round")
	hanna.sees("What would be sent")
	hanna.sends()
	return hanna.closes()
}
