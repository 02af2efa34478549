package domain_test

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"rapport/domain"
)

func TestHoursPerManager(t *testing.T) {
	t.Parallel()
	const each = 45 * time.Minute
	tests := []struct {
		name    string
		reports int
		cadence domain.Cadence
		want    domain.RhythmCost
	}{
		{"twelve a month", 12, domain.Monthly, domain.RhythmCost{PerPeriod: 9 * time.Hour, PerWeek: 124 * time.Minute, Conversations: 144}},
		{"twelve a quarter", 12, domain.Quarterly, domain.RhythmCost{PerPeriod: 9 * time.Hour, PerWeek: 41 * time.Minute, Conversations: 48}},
		{"eight every two weeks", 8, domain.EveryWeeks(2), domain.RhythmCost{PerPeriod: 6 * time.Hour, PerWeek: 3 * time.Hour, Conversations: 209}},
		{"nobody", 0, domain.Monthly, domain.RhythmCost{}},
		{"no rhythm", 12, domain.Cadence{}, domain.RhythmCost{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := domain.HoursPerManager(test.reports, test.cadence, each); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestFits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cadence domain.Cadence
		most    int // with 4 a week
	}{{domain.Monthly, 16}, {domain.Quarterly, 48}, {domain.EveryWeeks(1), 4}, {domain.EveryWeeks(2), 8}} {
		if !domain.Fits(test.most, test.cadence, 4) || domain.Fits(test.most+1, test.cadence, 4) {
			t.Errorf("%v: %d people are not the most", test.cadence, test.most)
		}
	}
	if !domain.Fits(1000, domain.Monthly, 0) || !domain.Fits(1000, domain.Cadence{}, 4) {
		t.Error("without a limit or a rhythm something does not fit")
	}
}

// HR reads what each rhythm costs, and whom it does not fit; nobody else does.
func TestPolicyService_RhythmCosts(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	policies := domain.PolicyService{Practice: b.Practice}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for i := range 17 {
			p := domain.Person{
				SlackID: "UTEAM" + strconv.Itoa(i), Name: "One of Ada's", Zone: "UTC", Kind: domain.Member, Active: true, Manager: b.ada.ID,
			}
			if _, err := tx.CreatePerson(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	version, err := policies.Get(t.Context(), b.hanna.ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = policies.Change(t.Context(), b.act(b.hanna), version.Version, func(p *domain.Policy) { p.Conversations.Cadence = "every 8 weeks" })
	if err != nil {
		t.Fatal(err)
	}
	costs, err := policies.RhythmCosts(t.Context(), b.hanna.ID)
	if err != nil {
		t.Fatal(err)
	}
	if costs.Most != 17 || costs.People[b.ada.ID].ID != b.ada.ID {
		t.Errorf("got %+v, want Ada with seventeen", costs)
	}
	type fit struct {
		text    string
		over    int
		instead string
		week    time.Duration
	}
	got := []fit{}
	for _, r := range costs.Rhythms {
		got = append(got, fit{r.Text, r.OverAll, r.Instead, r.Most.PerWeek})
		if r.OverAll > 0 && r.Over[0] != (domain.Span{Partner: b.ada.ID, People: 17}) {
			t.Errorf("%s: got %v over, want Ada", r.Text, r.Over)
		}
	}
	want := []fit{
		{"every 2 weeks", 1, "every 6 weeks", 383 * time.Minute}, {"monthly", 1, "every 6 weeks", 176 * time.Minute},
		{"every 6 weeks", 0, "", 128 * time.Minute}, {"every 8 weeks", 0, "", 96 * time.Minute}, {"quarterly", 0, "", 59 * time.Minute},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, who := range []domain.Person{b.lee, b.grace} {
		if _, err := policies.RhythmCosts(t.Context(), who.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s: got %v, want it forbidden", who.Name, err)
		}
	}
}
