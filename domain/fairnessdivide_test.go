package domain

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Of whatever company: no sum or difference of the figures shown, with small whole
// factors, tells of fewer people than the minimum. All such combinations of the
// groups are tried.
func TestDivide_GivesNobodyAway(t *testing.T) {
	t.Parallel()
	const minimum = 5
	rapid.Check(t, func(t *rapid.T) {
		var atoms []fairAtom
		for _, area := range []string{"a", "b", "c"} {
			for _, place := range []string{"x", "y", "z"} {
				if n := rapid.IntRange(0, 9).Draw(t, area+place); n > 0 {
					atoms = append(atoms, fairAtom{keys: []string{area, place}, FairGroup: FairGroup{People: n, Receivers: n}})
				}
			}
		}
		divisions := []FairDivision{{Kind: "area"}, {Kind: "location"}}
		divide(divisions, atoms, minimum)
		var sets [][]int // for each group shown its atoms, as 0 and 1
		for d, division := range divisions {
			for _, g := range division.Groups {
				set := make([]int, len(atoms))
				for i, a := range atoms {
					set[i] = number(slices.Contains(g.Keys, a.keys[d]))
				}
				sets = append(sets, set)
			}
		}
		combine(sets, make([]int, len(atoms)), func(sum []int) {
			people := 0
			for i, factor := range sum {
				if factor != 0 {
					people += atoms[i].People
				}
			}
			if people > 0 && people < minimum {
				t.Fatalf("%v gives %d people away in %+v", sum, people, divisions)
			}
		})
	})
}

// combine calls with every sum of the sets, each taken -1, 0 or 1 times.
func combine(sets [][]int, sum []int, look func([]int)) {
	if len(sets) == 0 {
		look(sum)
		return
	}
	for factor := -1; factor <= 1; factor++ {
		next := slices.Clone(sum)
		for i, x := range sets[0] {
			next[i] += factor * x
		}
		combine(sets[1:], next, look)
	}
}
