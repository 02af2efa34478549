package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rapport/domain"
)

// area is one area with a few figures that sum up.
func area(name string, people int) domain.AreaFigures {
	return domain.AreaFigures{Areas: []string{name}, People: people, Due: people, Held: people / 2, Thanked: people / 3}
}

func names(groups []domain.AreaFigures) [][]string {
	var list [][]string
	for _, g := range groups {
		list = append(list, g.Areas)
	}
	return list
}

func TestFoldAreas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		areas    []domain.AreaFigures
		together [][]string
		want     [][]string
	}{
		{"areas that are large enough stay", []domain.AreaFigures{area("A", 6), area("B", 5)}, nil, [][]string{{"A"}, {"B"}}},
		{"a small area joins the next larger one, not the largest",
			[]domain.AreaFigures{area("Big", 60), area("Mid", 9), area("Tiny", 4)}, nil, [][]string{{"Big"}, {"Mid", "Tiny"}}},
		{"small ones join each other until they are large enough",
			[]domain.AreaFigures{area("A", 20), area("B", 2), area("C", 3)}, nil, [][]string{{"A"}, {"C", "B"}}},
		{"with one group left there is nothing to divide", []domain.AreaFigures{area("A", 20), area("B", 4)}, nil, nil},
		{"everybody together can be too few", []domain.AreaFigures{area("A", 2), area("B", 2)}, nil, nil},
		{"what was counted together in this period stays so, also when it grows",
			[]domain.AreaFigures{area("A", 20), area("B", 9), area("C", 9)}, [][]string{{"B", "C"}}, [][]string{{"A"}, {"B", "C"}}},
		{"a group that shrinks joins the next", []domain.AreaFigures{area("A", 20), area("B", 12), area("C", 3)}, [][]string{{"A"}, {"B"}, {"C"}}, [][]string{{"A"}, {"B", "C"}}},
		{"an area that is gone leaves its group", []domain.AreaFigures{area("A", 20), area("B", 12)}, [][]string{{"B", "Gone"}}, [][]string{{"A"}, {"B"}}},
		{"nobody at all", nil, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, names(domain.FoldAreas(test.areas, 5, test.together))); diff != "" {
				t.Errorf("groups (-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever the areas are, and whatever was counted together before, no group
// and nothing that is left when groups are taken from the sum is under the
// minimum.
func TestFoldAreas_Property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.IntRange(1, 30), 0, 12).Draw(t, "sizes")
		var areas []domain.AreaFigures
		var sum domain.AreaFigures
		for i, people := range sizes {
			areas = append(areas, area(fmt.Sprintf("A%02d", i), people))
			sum = sum.Add(areas[i])
		}
		var together [][]string
		for i := 0; i+1 < len(areas); i += 2 {
			if rapid.Bool().Draw(t, "together") {
				together = append(together, []string{areas[i].Areas[0], areas[i+1].Areas[0]})
			}
		}
		minimum := rapid.IntRange(5, 9).Draw(t, "minimum")
		groups := domain.FoldAreas(slices.Clone(areas), minimum, together)
		if groups == nil {
			return
		}
		var total domain.AreaFigures
		for _, g := range groups {
			total = total.Add(g)
			if g.People < minimum || sum.People-g.People < minimum {
				t.Fatalf("group %v has %d of %d people, minimum %d", g.Areas, g.People, sum.People, minimum)
			}
		}
		seen := slices.Sorted(slices.Values(total.Areas))
		if len(seen) != len(areas) || len(slices.Compact(seen)) != len(areas) {
			t.Fatalf("the groups hold %v, want each of %d areas once", total.Areas, len(areas))
		}
		total.Areas, sum.Areas = nil, nil
		if diff := cmp.Diff(sum, total); diff != "" {
			t.Fatalf("sums (-all +groups):\n%s", diff)
		}
		for _, pair := range together {
			i := slices.IndexFunc(groups, func(g domain.AreaFigures) bool { return slices.Contains(g.Areas, pair[0]) })
			if !slices.Contains(groups[i].Areas, pair[1]) {
				t.Fatalf("%v were counted together and are not in %v", pair, names(groups))
			}
		}
	})
}
