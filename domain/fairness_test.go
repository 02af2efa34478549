package domain_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

func (b *bureau) fairness() domain.FairnessService {
	return domain.FairnessService{Practice: b.Practice}
}

// The bounds of Wilson's interval, by his formula worked out by hand.
func TestShare_Interval(t *testing.T) {
	t.Parallel()
	for share, want := range map[domain.Share][2]float64{
		{Part: 0, Whole: 10}: {0, 0.2775}, {Part: 10, Whole: 10}: {0.7225, 1}, {Part: 5, Whole: 10}: {0.2366, 0.7634},
		{Part: 81, Whole: 263}: {0.2553, 0.3662}, {}: {0, 1},
	} {
		low, high := share.Interval()
		if math.Abs(low-want[0]) > 0.0001 || math.Abs(high-want[1]) > 0.0001 {
			t.Errorf("%+v: got %.4f to %.4f, want %.4f to %.4f", share, low, high, want[0], want[1])
		}
	}
	if !(domain.Share{Part: 5, Whole: 40}).Differs(domain.Share{Part: 80, Whole: 100}) || (domain.Share{Part: 5, Whole: 10}).Differs(domain.Share{Part: 60, Whole: 100}) {
		t.Error("what chance explains is told from what it does not")
	}
}

// town hires people in two areas and places, given by how many are in each.
func (b *bureau) town(counts map[[2]string]int) {
	b.t.Helper()
	n := 0
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for place, count := range counts {
			for range count {
				n++
				p := domain.Person{
					SlackID: fmt.Sprintf("UT%d", n), Name: fmt.Sprintf("town%d", n), Email: fmt.Sprintf("town%d@example.com", n), Zone: "Europe/Berlin",
					Kind: domain.Member, Active: true, Manager: b.lee.ID, Team: place[0], Location: place[1], Start: domain.NewDate(2020, 1, 1),
				}
				if _, err := tx.CreatePerson(ctx, p); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func TestFairnessService_Report(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.town(map[[2]string]int{{"Sales", "DE"}: 12, {"Sales", "US"}: 9, {"Support", "DE"}: 8, {"Support", "US"}: 6})
		if _, err := b.fairness().Report(t.Context(), b.lee.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Fatalf("a manager reads it: %v", err)
		}
		r, err := b.fairness().Report(t.Context(), b.hanna.ID)
		if err != nil || r.All.People != 39 || len(r.Divisions) != 3 {
			t.Fatalf("got %+v, %v", r, err)
		}
		for _, d := range r.Divisions {
			people := 0
			for _, g := range d.Groups {
				people += g.People
				if g.People < r.Minimum {
					t.Errorf("%s shows a group of %d", d.Kind, g.People)
				}
			}
			if !d.Hidden && people != r.All.People {
				t.Errorf("%s holds %d people, want all %d", d.Kind, people, r.All.People)
			}
		}
		if len(r.Divisions[0].Groups) != 2 { // Engineering has four people with a manager
			t.Errorf("got the areas %+v, want the small one with the next larger", r.Divisions[0].Groups)
		}
	})
}

// What a second division would give away by a difference is not shown: all but two
// of Sales are in Germany, and all of Germany is in Sales.
func TestFairnessService_GivesNoSmallGroupAway(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.town(map[[2]string]int{{"Sales", "DE"}: 12, {"Sales", "US"}: 2, {"Support", "US"}: 10})
	r, err := b.fairness().Report(t.Context(), b.hanna.ID)
	if err != nil || len(r.Divisions[0].Groups) < 2 {
		t.Fatalf("got %+v, %v", r.Divisions, err)
	}
	for _, g := range r.Divisions[1].Groups {
		if slices.Equal(g.Keys, []string{"DE"}) {
			t.Errorf("Germany is shown with %d people beside Sales with 14", g.People)
		}
	}
}

func TestFairnessService_ReportWithAFile(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.town(map[[2]string]int{{"Sales", "DE"}: 40})
	var file strings.Builder
	file.WriteString("email,schedule\n")
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&file, "town%d@example.com,%s\n", i, map[bool]string{true: "part-time", false: "full-time"}[i%3 == 0])
	}
	file.WriteString("nobody@example.com,full-time\n")
	a, err := domain.ReadAttributes(strings.NewReader(file.String()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := b.fairness().ReportWith(t.Context(), a)
	if err != nil || r.Unknown != 1 {
		t.Fatalf("%d unknown, %v", r.Unknown, err)
	}
	d := r.Divisions[len(r.Divisions)-1]
	if d.Kind != "schedule" || !d.FromFile || d.Hidden || len(d.Groups) < 2 {
		t.Errorf("got %+v", d)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		entries, err := tx.EntriesOf(ctx, "fairness")
		if len(entries) != 1 || strings.Contains(entries[0].Content, "schedule") || strings.Contains(entries[0].Content, "part-time") {
			t.Errorf("the ledger has %+v, want that there was a file and nothing of it", entries)
		}
		return err
	})
	for _, wrong := range []string{"", "name,schedule\n", "email,a\nx,1\n", "email,a\nx@y,1\nx@y,2\n", "email,a\nx@y,1,2\n", "email,a,b,c,d\nx@y,1,2,3,4\n", "email,\"a\n"} {
		if _, err := domain.ReadAttributes(strings.NewReader(wrong)); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

func TestMirrorService(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if err := tx.CreateKudos(ctx, domain.Kudos{ID: b.IDs.New(), Giver: b.lee.ID, State: domain.KudosGiven, At: tx.Now(), Receivers: []domain.KudosReceiver{{Person: b.grace.ID}}}); err != nil {
			return err
		}
		return tx.CreateFeedback(ctx, domain.Feedback{ID: b.IDs.New(), Giver: b.lee.ID, Receiver: b.ada.ID, State: domain.FeedbackGiven, Behaviour: "two words", At: tx.Now()})
	})
	mirrors := domain.MirrorService{Practice: b.Practice}
	m, err := mirrors.Show(t.Context(), b.lee.ID)
	if err != nil || len(m.Rows) != 2 || m.Team != (domain.OwnFigures{People: 2, Thanked: 1, Told: 1}) {
		t.Fatalf("got %+v, %v", m, err)
	}
	if ada := m.Rows[0]; ada.Person.ID != b.ada.ID || ada.Feedback != 1 || ada.Words != 2 || ada.Thanks != 0 {
		t.Errorf("got %+v", ada)
	}
	if _, err := mirrors.Show(t.Context(), b.grace.ID); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("somebody who leads nobody: %v", err)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		v.Policy.WorksCouncil, v.Version = true, v.Version+1
		if err != nil {
			return err
		}
		return tx.SavePolicy(ctx, v)
	})
	if _, err := mirrors.Show(t.Context(), b.lee.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("under the works council's preset: %v", err)
	}
}
