package demo

import "context"

func (t *Tale) absenceScenes() []scene {
	return []scene{
		{"2026-12-21 10:00", pausingPeople, t.hannaPauses},
		{"2027-06-18 10:00", pausingPeople, t.cemGoesAway},
		{"2027-08-02 10:00", pausingPeople, t.cemIsBack},
	}
}

func (t *Tale) hannaPauses(ctx context.Context) error {
	t.saysf("Hanna pauses all that Rapport asks for over the turn of the year. Thanks still travel, nothing is late because of it, and nothing comes in a burst afterwards.")
	hanna := t.at(ctx, hr)
	hanna.home("Pause …")
	hanna.presses("Pause …")
	hanna.sees("Last day of the pause")
	hanna.fills("Last day of the pause", "2027-01-01")
	hanna.sends()
	hanna.sees("Back")
	hanna.sends()
	hanna.sees("Paused up to and including")
	return hanna.closes()
}

func (t *Tale) cemGoesAway(ctx context.Context) error {
	t.saysf("Cem types /rapport away, for six weeks with his child. Nobody is told why; nothing is asked of him, nothing is late, and reports show the time as away.")
	cem := t.at(ctx, "cem")
	cem.types("/rapport", "away from 21 June until 30 July")
	return cem.err
}

func (t *Tale) cemIsBack(ctx context.Context) error {
	t.saysf("Cem is back. What arrived meanwhile waits for him in one message.")
	cem := t.at(ctx, "cem")
	cem.opens("Read", "arrived while you were away")
	cem.sees("While you were away")
	return cem.closes()
}
