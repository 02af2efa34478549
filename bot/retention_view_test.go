package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

func sampleRetention() domain.RetentionView {
	oldest := sampleNow.AddDate(-4, 0, 0)
	return domain.RetentionView{
		Run: domain.RetentionRun{ID: "r1", State: domain.RunReported, SeenBy: anAda.ID, SeenAt: sampleNow, ReportedAt: sampleNow},
		Counts: []domain.RetentionCount{
			{Type: domain.RecordNote, Due: 4, Oldest: oldest}, {Type: domain.RecordKudos, Country: "DE", Due: 308, Held: 2, Oldest: oldest},
		},
		Last:       domain.RetentionRun{ID: "r0", State: domain.RunPurged, EndedAt: sampleNow.AddDate(0, -1, 0)},
		LastCounts: []domain.RetentionCount{{Type: domain.RecordKudos, Due: 12, Purged: 12, Held: 1, Oldest: oldest}},
		Policy:     domain.PolicyVersion{Policy: domain.DefaultPolicy()}, People: samplePeople(), MayPurge: true, MayHold: true,
		Holds: domain.HoldList{People: samplePeople(), Holds: []domain.Hold{
			{ID: "h1", Person: aGrace.ID, Reason: "A dispute about *hours*.", Ends: sampleToday.AddDays(90), By: anAda.ID},
			{ID: "h2", Type: domain.RecordFeedback, Item: "f1", Reason: "An inquiry.", Ends: sampleToday.AddDays(9), By: anAda.ID},
		}},
	}
}

// retentionSamples are the report in each of its states, and the forms beside it.
func retentionSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Version: 3}
	waits, second, none, counting := sampleRetention(), sampleRetention(), sampleRetention(), sampleRetention()
	second.Policy.Policy.Retention.SecondYes, second.MaySecond = true, true
	second.Policy.Policy.Retention.Months = map[string]int{"DE/kudos": 12, "goal": 24}
	second.Run.YesBy, second.Run.YesAt, second.Last.State, second.Last.EndedBy = aLee.ID, sampleNow, domain.RunStopped, aLee.ID
	none.Run, none.Counts, none.Last.State = domain.RetentionRun{}, nil, domain.RunEmpty
	none.Holds, none.MayPurge = domain.HoldList{}, false
	counting.Run.State, counting.MayHold = domain.RunCounting, false
	return map[string]any{
		"retention_report": retentionView(v, waits), "retention_second": retentionView(v, second),
		"retention_none": retentionView(v, none), "retention_counting": retentionView(v, counting),
		"retention_terms": termsForm(v, second.Policy, meta),
		"hold_form":       holdForm(v, true, meta), "hold_form_item": holdForm(v, false, meta), "hold_lift_form": liftForm(v, meta),
	}
}

func worstRetentionViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	view := sampleRetention()
	view.People, view.Holds.People, view.Run.SeenBy, view.Counts, view.Holds.Holds = people, people, ids[0], nil, nil
	for _, t := range domain.RecordTypes {
		for _, country := range []string{"", "DE", "FR", "JP", "US-CA"} {
			view.Counts = append(view.Counts, domain.RetentionCount{Type: t.Name, Country: country, Due: 999_999, Held: 999_999, Oldest: sampleNow})
		}
	}
	for _, id := range ids {
		view.Holds.Holds = append(view.Holds.Holds, domain.Hold{ID: id, Person: id, Reason: longest(domain.MaxHoldReason), Ends: sampleToday, By: id})
	}
	months := map[string]int{}
	for _, c := range view.Counts {
		months[c.Country+"/"+string(c.Type)] = 1200
	}
	view.Policy.Policy.Retention.Months = months
	return map[string]any{"retention": retentionView(v, view), "terms": termsForm(v, view.Policy, Metadata{})}
}
