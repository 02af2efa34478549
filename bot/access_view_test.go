package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

func sampleAccess(change func(*domain.AccessView)) domain.AccessView {
	view := domain.AccessView{People: samplePeople(), Reader: anAda.ID, Policy: domain.DefaultPolicy(), Access: domain.Access{
		ID: "x1", Asker: anAda.ID, Person: aGrace.ID, Sheet: domain.RecordSheet, Reason: "A *complaint* about <@U1> promises", Yeses: 1,
		State: domain.AccessWaiting, At: sampleNow, Until: sampleNow.AddDate(0, 0, 7),
	}}
	if change != nil {
		change(&view)
	}
	return view
}

// accessSamples are the messages, forms and views of looking at records.
func accessSamples(v *sentence.Voice) map[string]any {
	choices := domain.AccessChoices{Person: aGrace, Sheet: domain.RecordSheet, Second: true, Today: domain.DateOf(sampleNow, time.UTC), Policy: domain.DefaultPolicy()}
	alone := choices
	alone.Sheet, alone.Second = domain.GoalSheet, false
	waits := sampleAccess(func(view *domain.AccessView) { view.Seconds = []domain.Person{aLee} })
	open := sampleAccess(func(view *domain.AccessView) {
		view.Access.State, view.Access.Until, view.MayLook = domain.AccessOpen, sampleNow.Add(72*time.Hour), true
		view.Access.Answers = []domain.AccessAnswer{{Second: aLee.ID, Yes: true, Why: "I have *seen* the complaint.", At: sampleNow}}
	})
	receipt := open
	receipt.Reader, receipt.MayLook = aGrace.ID, false
	receipt.Access.HoldUntil, receipt.Access.HoldWhy = domain.DateOf(sampleNow, time.UTC), "An *inquiry*"
	receipt.Looks = []domain.AccessLook{{At: sampleNow}, {At: sampleNow.Add(time.Hour)}}
	refused := sampleAccess(func(view *domain.AccessView) {
		view.Access.State, view.Access.Answers = domain.AccessRefused, []domain.AccessAnswer{{Second: aLee.ID, At: sampleNow}}
	})
	list := domain.AccessList{Accesses: []domain.Access{receipt.Access}, People: samplePeople()}
	return map[string]any{
		"access_form":        accessForm(v, choices, Metadata{Nonce: "n1", Subject: aGrace.ID}),
		"access_form_alone":  accessForm(v, alone, Metadata{Nonce: "n1", Subject: aGrace.ID}),
		"access_answer_form": accessAnswerForm(v, waits, Metadata{Nonce: "n1", Subject: "x1"}),
		"access_view_waits":  accessView(v, waits, sampleNow),
		"access_view_open":   accessView(v, open, sampleNow),
		"access_receipt":     accessView(v, receipt, sampleNow),
		"access_refused":     accessView(v, refused, sampleNow),
		"access_asked":       accessMessage(v, "asked", "x1"),
		"access_answered":    accessMessage(v, "answered", "x1"),
		"access_opened":      accessMessage(v, "opened", "x1"),
		"access_list":        openedView(v, list, list, sampleNow),
		"access_list_none":   openedView(v, domain.AccessList{}, domain.AccessList{}, sampleNow),
	}
}

func worstAccessViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	view := domain.AccessView{People: people, Reader: ids[1], Policy: domain.DefaultPolicy(), MayLook: true, Access: domain.Access{
		ID: ids[0], Asker: ids[1], Person: ids[2], Sheet: domain.RecordSheet, Reason: longest(domain.MaxReason), Yeses: 3, HoldUntil: domain.DateOf(sampleNow, time.UTC),
		HoldWhy: longest(domain.MaxReason), State: domain.AccessOpen, At: sampleNow, Until: sampleNow.AddDate(0, 0, 7), OpenedAt: sampleNow,
	}}
	list := domain.AccessList{People: people}
	for i := range 3 {
		view.Access.Answers = append(view.Access.Answers, domain.AccessAnswer{Second: ids[i+3], Yes: true, Why: longest(domain.MaxReason), At: sampleNow})
	}
	for range 50 {
		view.Looks = append(view.Looks, domain.AccessLook{At: sampleNow})
		list.Accesses = append(list.Accesses, view.Access)
	}
	return map[string]any{
		"access": accessView(v, view, sampleNow), "access_answer": accessAnswerForm(v, view, Metadata{}), "access_list": openedView(v, list, list, sampleNow),
	}
}
