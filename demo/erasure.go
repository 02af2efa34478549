package demo

import (
	"context"
	"fmt"
)

func (t *Tale) erasureScenes() []scene {
	return []scene{
		{"2027-06-14 10:00", erasing, t.ottoGivesNotice},
		{"2027-06-30 18:00", erasing, t.ottoLeaves},
		{"2027-08-16 10:00", erasing, t.hannaErases},
		{"2027-08-17 10:00", erasing, t.larsAgrees},
		{"2027-08-18 10:00", erasing, t.hannaSeesErased},
	}
}

func (t *Tale) ottoGivesNotice(ctx context.Context) error {
	t.saysf("Otto leaves at the end of June. Hanna notes his last day: one closing conversation, and nothing on goals any more. Otto is told, and offered his own file.")
	hanna := t.at(ctx, hr)
	hanna.types("/rapport", "person @otto")
	hanna.sees("You are about to open this of Otto Lang")
	hanna.fills("Why do you open it?", t.hidden("He gave notice, and his last day is to be noted."))
	hanna.sends()
	hanna.sees("Last day …")
	hanna.presses("Last day …")
	hanna.sees("Last working day")
	hanna.fills("Last working day", "2027-06-30")
	hanna.sends()
	return hanna.closes()
}

func (t *Tale) ottoLeaves(context.Context) error {
	t.saysf("Otto's account in Slack is closed. From now on nothing is sent to him.")
	if err := t.Space.Deactivate(member{handle: "otto"}.slackID()); err != nil {
		return fmt.Errorf("close an account: %w", err)
	}
	return nil
}

func (t *Tale) hannaErases(ctx context.Context) error {
	t.saysf("Otto asks to be erased. Hanna sees first what goes and what stays, says why, and asks for it.")
	hanna := t.records(ctx, hr, "Erase somebody")
	hanna.presses("Erase somebody")
	hanna.sees("Name or email of who has left")
	hanna.fills("Name or email of who has left", "Otto Lang")
	hanna.sends()
	hanna.sees("Otto Lang: what erasing does", "Thanks")
	hanna.fills("Why?", t.hidden("He asked for it in his letter of 12 August."))
	hanna.sends()
	hanna.sees("Asked. A second of your team says yes")
	return hanna.closes()
}

func (t *Tale) larsAgrees(ctx context.Context) error {
	t.saysf("Lars sees the same, and says the second yes. Records and messages go; the ledger keeps that something was there, and can still be proved.")
	lars := t.at(ctx, deputy)
	lars.opens("Look", "Somebody who has left is to be erased")
	lars.sees("Erase", "Otto Lang")
	lars.presses("Erase")
	lars.sees("It is being erased")
	return lars.closes()
}

func (t *Tale) hannaSeesErased(ctx context.Context) error {
	t.saysf("Hanna looks for Otto by his name. Nobody is known by it any more.")
	hanna := t.records(ctx, hr, "Erase somebody")
	hanna.presses("Erase somebody")
	hanna.sees("Name or email of who has left")
	hanna.fills("Name or email of who has left", "Otto Lang")
	hanna.refused("Nobody is known as")
	return hanna.closes()
}
