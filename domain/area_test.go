package domain_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// choose lets some people of a role put an expectation into their plans on a day.
func (b *bureau) choose(e domain.Expectation, people int, at time.Time, name string) []domain.PlanItem {
	b.t.Helper()
	var items []domain.PlanItem
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for n := range people {
			i := domain.PlanItem{
				ID: domain.ID(fmt.Sprint(name, n)), Person: domain.ID(fmt.Sprint("chooser", n)), What: "private", Due: b.today(),
				State: domain.PlanOpen, At: at,
			}
			if _, err := tx.CreatePlanItem(ctx, i); err != nil {
				return err
			}
			if err := tx.Cite(ctx, domain.Citation{Kind: domain.CitedByPlan, Record: i.ID, Person: i.Person, Expectation: e.ID, Version: 1, At: at}); err != nil {
				return err
			}
			items = append(items, i)
		}
		return nil
	})
	return items
}

func (b *bureau) mustAreas() domain.LearningAreas {
	b.t.Helper()
	areas, err := b.plans().Areas(b.t.Context(), b.hanna.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return areas
}

// areaNames are the texts of what the people team sees of a role.
func areaNames(areas domain.LearningAreas) []string {
	var texts []string
	for _, role := range areas.Roles {
		for _, a := range role.Areas {
			texts = append(texts, role.Role+": "+a.Expectation.Text)
		}
	}
	return texts
}

func TestGrowthService_Areas(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace)
		b.mustApply(engineer())
		list := b.role("Engineer").Expectations
		closed, present := time.Date(2026, time.September, 30, 12, 0, 0, 0, time.UTC), b.Clock.Now()
		b.choose(list[0], 4, closed, "few")
		b.choose(list[1], 5, closed, "enough")
		b.choose(list[1], 5, closed, "again") // the same people once more are no more people
		b.choose(list[2], 7, closed, "many")
		b.choose(list[0], 9, present, "now")
		b.choose(list[0], 9, closed.AddDate(-2, 0, 0), "long ago")
		want := []string{"Engineer: " + list[2].Text, "Engineer: " + list[1].Text}
		if got := areaNames(b.mustAreas()); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, who := range []domain.Person{b.grace, b.lee, b.mara, b.ada} {
			if _, err := b.plans().Areas(t.Context(), who.ID); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s: got %v", who.Name, err)
			}
		}
		// The policy may ask for more people, and never for fewer.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			if err != nil {
				return err
			}
			v.Version++
			v.Policy.Growth.AreasFrom = 6
			return tx.SavePolicy(ctx, v)
		})
		if got := areaNames(b.mustAreas()); !slices.Equal(got, want[:1]) {
			t.Errorf("got %q", got)
		}
		low := domain.DefaultPolicy()
		low.Growth.AreasFrom = 4
		if faults := low.Validate(); len(faults) != 1 || faults[0].Field != "growth.areas_from_people" {
			t.Errorf("got %v", faults)
		}
	})
}

// What helped before stands beside an area where enough people said so.
func TestGrowthService_AreasSayWhatHelped(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		e := b.learnable()
		places, _, err := b.plans().Places(t.Context(), b.grace.ID, domain.PlanItem{})
		if err != nil {
			t.Fatal(err)
		}
		key := places.Sources[0].Source.Listed
		items := b.choose(e, 5, time.Date(2026, time.September, 1, 12, 0, 0, 0, time.UTC), "item")
		helped := func(items []domain.PlanItem) {
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				for _, i := range items {
					i, err := tx.PlanItem(ctx, i.ID)
					if err != nil {
						return err
					}
					i.Source.Listed, i.State, i.EndedAt = key, domain.PlanFinished, tx.Now()
					if _, err := tx.UpdatePlanItem(ctx, i); err != nil {
						return err
					}
					if err := tx.CreateHelp(ctx, domain.Help{Item: i.ID, Person: i.Person, EndedOn: b.today()}); err != nil {
						return err
					}
					for _, author := range []domain.ID{i.Person, b.lee.ID} {
						if _, err := tx.AnswerHelp(ctx, domain.HelpAnswer{Item: i.ID, Author: author, Answer: domain.Worth, At: tx.Now()}); err != nil {
							return err
						}
					}
				}
				return nil
			})
		}
		helped(items[:4])
		if got := b.mustAreas().Roles[0].Areas[0]; got.Expectation.ID != e.ID || len(got.Helped) > 0 {
			t.Errorf("four people give %+v", got)
		}
		helped(items[4:])
		if got := b.mustAreas().Roles[0].Areas[0]; !slices.Equal(got.Helped, []string{"Evening classes"}) {
			t.Errorf("five people give %+v", got)
		}
	})
}

func TestGrowthService_ListSources(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	e := b.learnable()
	entry := domain.ListedSource{Title: " A  tutor ", Cost: "1.200,50 €", Days: 3}
	_, err := b.plans().ListSources(t.Context(), b.act(b.lee), 2, e.ID, []domain.ListedSource{entry})
	b.want(domain.Outcome{}, err, domain.Forbidden, "")
	_, err = b.plans().ListSources(t.Context(), b.act(b.hanna), 1, e.ID, []domain.ListedSource{entry})
	b.want(domain.Outcome{}, err, domain.Conflict, "") // an older version was shown
	wrong := []domain.ListedSource{{Link: "ftp://x", Cost: "much", Days: 999}, entry, entry}
	_, err = b.plans().ListSources(t.Context(), b.act(b.hanna), 2, e.ID, wrong)
	field := "growth.sources." + string(e.ID)
	if got, want := faultsOf(err), []string{field + ".cost", field + ".days", field + ".link", field + ".title", field + ".title"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err = b.plans().ListSources(t.Context(), b.act(b.hanna), 2, e.ID, []domain.ListedSource{entry, {}}); err != nil {
		t.Fatal(err)
	}
	places, _, err := b.plans().Places(t.Context(), b.grace.ID, domain.PlanItem{})
	if err != nil || len(places.Sources) != 1 || places.Sources[0].Source.Title != "A tutor" || places.Sources[0].Source.Cost.Minor != 120050 {
		t.Errorf("got %+v, %v", places.Sources, err)
	}
	changed, err := (domain.PolicyService{Practice: b.Practice}).Differences(t.Context(), b.hanna.ID, 3)
	if err != nil || len(changed) != 1 || changed[0].Entry != "Engineer: "+e.Text {
		t.Errorf("the change is told as %+v, %v", changed, err)
	}
}
