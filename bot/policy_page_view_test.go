package bot

import (
	"rapport/domain"
	"rapport/sentence"
)

// policyPageSamples are the policy to read, and the observer's Home.
func policyPageSamples(v *sentence.Voice) map[string]any {
	p := domain.DefaultPolicy()
	p.WorksCouncil, p.Kudos.Channel = true, "CTHANKS"
	page := domain.PolicyPage{
		Version: domain.PolicyVersion{Version: 7, Policy: p}, Values: domain.ComparePolicies(domain.DefaultPolicy(), p),
		Changes: []domain.PolicyChange{{Version: 7, At: sampleNow, Changed: domain.ComparePolicies(domain.DefaultPolicy(), p)}},
	}
	home := domain.Home{
		Standing: domain.Standing{Person: aGrace, Observer: true}, Policy: page.Version, People: samplePeople(),
		Access: domain.HomeAccess{Month: []domain.AccessCount{{Sheet: domain.RecordSheet, Opened: 2, Held: 1}, {Sheet: domain.GoalSheet, Opened: 1}}},
	}
	return map[string]any{"policy_page": policyPage(v, page), "home_observer": homePage(v, home, nil, sampleNow)}
}
