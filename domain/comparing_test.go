package domain_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

func TestComparePolicies(t *testing.T) {
	t.Parallel()
	was, is := domain.DefaultPolicy(), domain.DefaultPolicy()
	if same := domain.ComparePolicies(was, is); len(same) > 0 {
		t.Fatalf("equal policies differ in %v", same)
	}
	is.Kudos.Daily = 5
	is.Conversations.Teams = map[string]string{"Sales": "quarterly"}
	is.PeopleTeam.Members = []string{"hr@example.com"}
	is.PeopleTeam.Name = ""
	is.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft", Meaning: "Made well."}, {Tag: "care", Name: "Care"}}
	is.Conversations.Start = domain.NewDate(2026, time.December, 1)
	is.WorksCouncil = true
	got := domain.ComparePolicies(was, is)
	want := []domain.PolicyDifference{
		{Key: "conversations.start", Is: "2026-12-01"},
		{Key: "conversations.team_cadences", Entry: "Sales", Is: "quarterly"},
		{Key: "kudos.daily_allowance", Was: "20", Is: "5"},
		{Key: "kudos.values", Is: "craft: Craft: Made well.; care: Care"},
		{Key: "people_team.members", Is: "hr@example.com"},
		{Key: "people_team.name", Was: "the people team"},
		{Key: "works_council", Was: "false", Is: "true"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
	if got := got[1].Path(); got != "conversations.team_cadences.Sales" {
		t.Errorf("got path %q", got)
	}
}
