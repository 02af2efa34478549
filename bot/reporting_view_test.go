package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// reportingSamples are the views about who reports to whom.
func reportingSamples(v *sentence.Voice) map[string]any {
	grace := domain.Person{ID: "p-grace", Name: "Grace *Hopper*", SlackID: "UGRACE"}
	lee := domain.Person{ID: "p-lee", Name: "Lee Park", SlackID: "ULEE"}
	bo := domain.Person{ID: "p-bo", Name: "Bo Lindqvist", SlackID: "UBO"}
	people := map[domain.ID]domain.Person{grace.ID: grace, lee.ID: lee, bo.ID: bo}
	day := domain.NewDate(2026, time.December, 1)
	change := domain.ManagerChange{ID: "c1", Person: grace.ID, Former: lee.ID, Manager: bo.ID, On: day, Talks: 1}
	work := domain.LineWork{
		Without: []domain.Person{grace}, Late: []domain.ReportingLine{{Person: grace.ID, Manager: bo.ID}}, People: people, More: true,
		Differences: []domain.LineDifference{
			{Person: grace.ID, Source: domain.LineByField, Manager: bo.ID, InForce: lee.ID},
			{Person: lee.ID, Source: domain.LineByChoice, Manager: grace.ID, Loop: true},
		},
	}
	meta := Metadata{Nonce: "n1", Subject: grace.ID}
	gone := change
	gone.Manager = ""
	return map[string]any{
		"reporting_work":        lineWorkView(v, work, meta),
		"reporting_work_none":   lineWorkView(v, domain.LineWork{}, meta),
		"reporting_assign":      assignForm(v, grace, day, meta),
		"reporting_choose":      chooseForm(v, domain.MyLine{Manager: lee, Asked: bo}, meta),
		"reporting_choose_none": chooseForm(v, domain.MyLine{}, meta),
		"reporting_ask":         cardMessage(v, []cardRow{managerCard(v, grace)}, domain.MonthTally{}),
		"reporting_ask_two":     cardMessage(v, []cardRow{managerCard(v, grace), managerCard(v, lee)}, domain.MonthTally{}),
		"reporting_told":        toldMessage(v, domain.LineNews{Reader: grace, Changes: []domain.ManagerChange{change}, People: people}),
		"reporting_told_nobody": toldMessage(v, domain.LineNews{Reader: grace, Changes: []domain.ManagerChange{gone}, People: people}),
		"reporting_moved_to":    movedMessage(v, domain.LineNews{Reader: bo, Changes: []domain.ManagerChange{change}, People: people}),
		"reporting_moved_from":  movedMessage(v, domain.LineNews{Reader: lee, Changes: []domain.ManagerChange{change}, People: people}),
		"conversation_records": recordsView(v, domain.TalkRecords{
			Employee: grace, People: people,
			Records: []domain.TalkRecord{{
				Conversation: domain.Conversation{Employee: grace.ID, Partner: lee.ID, Period: "2026-10", Kind: domain.RegularTalk},
				Summary:      domain.Summary{Author: grace.ID, Text: "We *agreed* on <!channel> less.", Added: "And on more rest.", Silent: true},
				Promises:     []domain.Commitment{{Who: lee.ID, What: "ask Legal", State: domain.PromiseOpen}},
			}},
		}),
		"conversation_records_none": recordsView(v, domain.TalkRecords{Employee: grace}),
	}
}
