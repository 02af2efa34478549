package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// policySamples are the form in which HR sets the policy, untouched and set.
func policySamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Version: 1}
	set := domain.DefaultPolicy()
	set.Kudos.Channel, set.Kudos.Values = "C0THANKS", []domain.Value{{Tag: "craft", Name: "Craft"}}
	set.Conversations.Start = sampleToday
	set.Conversations.EmployeePrompts = []string{"What did you *learn*?"}
	return map[string]any{
		"policy_form":     policyForm(v, domain.PolicyVersion{Policy: domain.DefaultPolicy()}, nil, meta),
		"policy_form_set": policyForm(v, domain.PolicyVersion{Version: 3, Policy: set}, []domain.Person{anAda}, meta),
	}
}
