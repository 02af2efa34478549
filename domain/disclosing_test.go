package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// What was counted before the preset was on is not shown any more.
func TestDiscloses_NotWhatWasCountedBefore(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	figures := domain.DigestFigures{
		Pairs:    [][2]domain.ID{{b.grace.ID, b.lee.ID}},
		Opinions: domain.Opinions{All: domain.Opinion{Yes: 9}, Groups: []domain.AreaOpinion{{Areas: []string{"Engineering"}, Opinion: domain.Opinion{Yes: 9}}}},
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for id, back := range map[domain.ID]int{"d0": 7, "d1": 0} {
			day := b.today().AddDays(-back)
			if err := tx.CreateDigest(ctx, domain.Digest{ID: id, Week: day.WeekStart(), Day: day, MadeAt: tx.Now(), Figures: figures}); err != nil {
				return err
			}
		}
		return nil
	})
	digests, homes := domain.DigestService{Practice: b.Practice}, domain.HomeService{Practice: b.Practice}
	shown := func() (pairs, groups int) {
		t.Helper()
		for _, get := range []func(context.Context, domain.ID, domain.ID) (domain.DigestView, error){digests.Read, digests.Pairs} {
			view, err := get(t.Context(), b.hanna.ID, "d1")
			b.must(view, err)
			for _, d := range append(view.Before, view.Digest) {
				pairs, groups = pairs+len(d.Figures.Pairs), groups+len(d.Figures.Opinions.Groups)
			}
		}
		home, err := homes.Show(t.Context(), b.hanna.ID)
		b.must(home, err)
		return pairs + len(home.Digest.Figures.Pairs), groups + len(home.Digest.Figures.Opinions.Groups)
	}
	if pairs, groups := shown(); pairs == 0 || groups == 0 {
		t.Fatalf("got %d pairs, %d groups, want some without the preset", pairs, groups)
	}
	b.policy(func(p *domain.Policy) { p.WorksCouncil = true })
	if pairs, groups := shown(); pairs+groups > 0 {
		t.Errorf("got %d pairs, %d groups", pairs, groups)
	}
	for _, d := range domain.Disclosures {
		if (domain.Policy{WorksCouncil: true}).Discloses(d) || !(domain.Policy{}).Discloses(d) {
			t.Errorf("%s is not the preset's", d)
		}
	}
}

// The observer reads values and changes of the policy, and nobody's name.
func TestPolicy_PageForTheObserver(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	olga := b.hire("olga", b.mara.ID)
	b.policy(func(p *domain.Policy) {
		p.PeopleTeam.Observers, p.PeopleTeam.Deputies, p.Access.Seconds = []string{olga.Email}, []string{b.ada.SlackID, "dora@example.com"}, []string{b.lee.Email}
	})
	policies := domain.PolicyService{Practice: b.Practice}
	for _, c := range []struct {
		reader domain.Person
		named  bool
	}{{olga, false}, {b.hanna, true}} {
		page, err := policies.Page(t.Context(), c.reader.ID)
		b.must(page, err)
		if page.MayChange != c.named || len(page.Changes) != 2 {
			t.Errorf("%s: may change %t, %d changes", c.reader.Name, page.MayChange, len(page.Changes))
		}
		all := slices.Concat(page.Values, page.Changes[0].Changed)
		names := slices.ContainsFunc(all, func(d domain.PolicyDifference) bool {
			return strings.Contains(d.Is, "@") || strings.Contains(d.Is, b.ada.SlackID) || strings.Contains(d.Is, "ada")
		})
		if names != c.named {
			t.Errorf("%s reads names %t: %+v", c.reader.Name, names, all)
		}
	}
	if _, err := policies.Page(t.Context(), b.grace.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v", err)
	}
	for _, call := range []func() error{
		func() error {
			_, err := domain.StageService{Practice: b.Practice}.Card(t.Context(), olga.ID, b.grace.ID)
			return err
		},
		func() error { _, err := b.talks.Records(t.Context(), olga.ID, b.grace.ID); return err },
		func() error {
			_, err := domain.DigestService{Practice: b.Practice}.Read(t.Context(), olga.ID, "d1")
			return err
		},
	} {
		if err := call(); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("the observer: %v", err)
		}
	}
}
