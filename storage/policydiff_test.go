package storage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage"
)

func TestComparePolicies(t *testing.T) {
	t.Parallel()
	was, is := domain.DefaultPolicy(), domain.DefaultPolicy()
	if same, err := storage.ComparePolicies(was, is); err != nil || len(same) > 0 {
		t.Fatalf("equal policies differ in %v, %v", same, err)
	}
	is.Kudos.Daily = 5
	is.Conversations.Teams = map[string]string{"Sales": "quarterly"}
	is.PeopleTeam.Members = []string{"hr@example.com"}
	is.PeopleTeam.Name = ""
	got, err := storage.ComparePolicies(was, is)
	if err != nil {
		t.Fatal(err)
	}
	want := []storage.PolicyDifference{
		{Key: "conversations.team_cadences.Sales", Is: "quarterly"},
		{Key: "kudos.daily_allowance", Was: "20", Is: "5"},
		{Key: "people_team.members", Is: "[hr@example.com]"},
		{Key: "people_team.name", Was: "the people team"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
