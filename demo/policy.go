package demo

import "context"

func (t *Tale) policyScenes() []scene {
	return []scene{{"2027-05-11 16:00", observing, t.unaLooks}}
}

func (t *Tale) unaLooks(ctx context.Context) error {
	t.saysf("Una of the works council opens Home. She reads the policy value by value with its last changes, who sees what, and how often records were opened this month. She sees no name.")
	una := t.at(ctx, observer)
	una.home("For the works council", "record")
	una.presses("Policy")
	una.sees("What was changed lately")
	una.never("Sam Ortiz", "Tom Becker")
	return una.closes()
}
