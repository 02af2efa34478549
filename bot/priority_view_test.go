package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// samplePriorities are lists of the present, the next and an earlier quarter, as
// Grace, who answers for one, reads them.
func samplePriorities() domain.Priorities {
	entries := []domain.Priority{
		{ID: "y1", Text: "No *night* is lost to an <!channel> outage.", Owner: aLee.ID, List: 3},
		{ID: "y2", Text: "Customers find help within an hour.", Owner: aGrace.ID, List: 3},
		{ID: "y3", Text: "Nobody works alone on call.", Owner: anAda.ID, List: 3},
	}
	present := domain.Quarterly.Period(sampleToday)
	list := domain.PriorityList{Version: 3, Period: present.Key, Start: present.Start, Worded: 3, Entries: entries}
	next, earlier := list, list
	next.Version, next.Period, next.Start, next.Entries = 4, present.Next().Key, present.Next().Start, entries[1:]
	earlier.Version, earlier.Period, earlier.Start, earlier.Entries = 1, present.Previous().Key, present.Previous().Start, entries[:2]
	return domain.Priorities{
		Now: list, Next: next, Earlier: []domain.PriorityList{earlier}, Present: present, Coming: present.Next(), Newest: 4,
		MayPublish: true, Reader: aGrace.ID, People: samplePeople(),
	}
}

// prioritySamples are the views of what the company puts first.
func prioritySamples(v *sentence.Voice) map[string]any {
	p := samplePriorities()
	meta := Metadata{Nonce: "n1", Subject: domain.ID(p.Present.Key), Version: 4}
	none := domain.Priorities{Present: p.Present, Coming: p.Coming, Reader: aGrace.ID}
	return map[string]any{
		"priority_list":      priorityView(v, p),
		"priority_none":      priorityView(v, none),
		"priority_form":      priorityForm(v, p, p.Coming, meta),
		"priority_form_none": priorityForm(v, none, p.Present, meta),
		"priority_asked":     priorityAsked(v, aLee, aGrace.ID, "https://acme.example/"),
		"priority_asked_own": priorityAsked(v, aGrace, aGrace.ID, "https://acme.example/"),
		"priority_question":  priorityQuestion(v, p.Now.Entries[0], aGrace, "https://acme.example/"),
	}
}
