package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// personSamples are what HR and managers see of one person, and what is told
// about partners.
func personSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: aGrace.ID}
	card := domain.PersonCard{
		Person: aGrace, Policy: domain.DefaultPolicy(), Today: sampleToday, Manager: aLee, Partner: anAda, Named: true,
		May: map[domain.Action]bool{domain.NamePartner: true, domain.SetLeaving: true, domain.SetPart: true, domain.SetAway: true, domain.ReadExpected: true},
	}
	step := func(what string, to domain.ID, substitute domain.ID) any {
		return stepInMessage(v, domain.Message{Recipient: to, Subject: aGrace.ID}, domain.StepNews{What: what, Absent: aLee.ID, Substitute: substitute}, samplePeople())
	}
	return map[string]any{
		"person_find":           personFind(v, meta),
		"person_card":           personView(v, card),
		"person_leaving":        leavingForm(v, card, meta),
		"person_part":           partForm(v, card, meta),
		"partner_form":          partnerForm(v, card, meta),
		"partner_peer":          peerForm(v, meta),
		"partner_step_in":       step(domain.SteppedIn, aGrace.ID, anAda.ID),
		"partner_step_in_alone": step(domain.SteppedIn, aGrace.ID, aGrace.ID),
		"partner_step_in_told":  step(domain.SteppedIn, anAda.ID, anAda.ID),
		"partner_step_back":     step(domain.SteppedOut, aGrace.ID, anAda.ID),
	}
}
