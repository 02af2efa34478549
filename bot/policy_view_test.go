package bot

import (
	"reflect"
	"strings"
	"testing"
	"time"

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
	before := domain.DefaultPolicy()
	before.Conversations.Teams = map[string]string{"Sales": "quarterly"}
	changed := domain.ComparePolicies(before, set)
	costs := domain.RhythmCosts{
		Policy: set.Conversations, Partners: 9, Typical: 6, Most: 61,
		People: map[domain.ID]domain.Person{aLee.ID: aLee, anAda.ID: anAda},
		Rhythms: []domain.RhythmFit{
			{Text: "monthly", Typical: domain.HoursPerManager(6, domain.Monthly, 45*time.Minute), Most: domain.HoursPerManager(61, domain.Monthly, 45*time.Minute),
				Over: []domain.Span{{Partner: aLee.ID, People: 61}, {Partner: anAda.ID, People: 17}}, OverAll: 3, Instead: "every 20 weeks"},
			{Text: "quarterly", Typical: domain.HoursPerManager(6, domain.Quarterly, 45*time.Minute), Most: domain.HoursPerManager(61, domain.Quarterly, 45*time.Minute),
				Over: []domain.Span{{Partner: "gone", People: 61}}, OverAll: 1},
			{Text: "every 20 weeks"},
		},
	}
	return map[string]any{
		"policy_rhythms":      rhythmsView(v, costs),
		"policy_rhythms_none": rhythmsView(v, domain.RhythmCosts{Policy: set.Conversations}),
		"policy_told":         policyNews(v, anAda, 3, changed),
		"policy_told_console": policyNews(v, domain.Person{}, 3, changed[:1]),
		"policy_form":         policyForm(v, domain.PolicyVersion{Policy: domain.DefaultPolicy()}, nil, meta),
		"policy_form_set":     policyForm(v, domain.PolicyVersion{Version: 3, Policy: set}, []domain.Person{anAda}, meta),
	}
}

// Every value of the policy is called something where its change is told.
func TestPolicy_EveryValueHasAName(t *testing.T) {
	t.Parallel()
	set := domain.Policy{WorksCouncil: true}
	fill(reflect.ValueOf(&set).Elem())
	changed := domain.ComparePolicies(domain.Policy{}, set)
	if len(changed) < 40 {
		t.Fatalf("only %d values differ", len(changed))
	}
	v := testVoice(t)
	for _, d := range changed {
		if said := policyLine(v, d).Plain(); strings.Contains(said, "key_") || strings.Contains(said, "…") {
			t.Errorf("%s is told as %q", d.Path(), said)
		}
	}
}

// fill sets every value that is not set.
func fill(value reflect.Value) {
	switch value.Kind() {
	case reflect.Struct:
		for _, part := range value.Fields() {
			fill(part)
		}
	case reflect.Map:
		entry := reflect.New(value.Type().Elem()).Elem()
		fill(entry)
		value.Set(reflect.MakeMap(value.Type()))
		value.SetMapIndex(reflect.ValueOf("Sales"), entry)
	case reflect.Slice:
		value.Set(reflect.MakeSlice(value.Type(), 1, 1))
		fill(value.Index(0))
	case reflect.Int:
		value.SetInt(1)
	case reflect.String:
		value.SetString("something")
	default:
	}
}
