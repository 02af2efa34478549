package domain

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// fairAtom is the people who are alike in every division, with their figures.
type fairAtom struct {
	keys []string // one for each division
	FairGroup
}

// divide groups people by one division after the other, each as finely as nothing
// that can be computed from all that is shown tells of fewer people than the
// minimum. What is counted first is shown finest: areas before locations.
func divide(divisions []FairDivision, atoms []fairAtom, minimum int) {
	var shown, told [][]int // the groups of the divisions shown, by their atoms
	for d := range divisions {
		groups, of := fairGroups(atoms, d)
		for len(groups) > 1 {
			fits := !slices.ContainsFunc(groups, func(g FairGroup) bool { return g.People < minimum })
			if fits && apart(append(slices.Clone(shown), of), weights(atoms, func(g FairGroup) int { return g.People }), minimum) {
				break
			}
			groups, of = merged(groups, of)
		}
		if len(groups) < 2 {
			divisions[d].Hidden = true
			continue
		}
		divisions[d].Groups, shown = groups, append(shown, of)
		few := slices.ContainsFunc(groups, func(g FairGroup) bool { return g.Receivers < minimum })
		if few || !apart(append(slices.Clone(told), of), weights(atoms, func(g FairGroup) int { return g.Receivers }), minimum) {
			divisions[d].NoFeedback = true
			continue
		}
		told = append(told, of)
	}
}

func weights(atoms []fairAtom, of func(FairGroup) int) []int {
	list := make([]int, len(atoms))
	for i, a := range atoms {
		list[i] = of(a.FairGroup)
	}
	return list
}

// fairGroups sums atoms by the key of a division, smallest group first, and tells
// the group of each atom.
func fairGroups(atoms []fairAtom, d int) ([]FairGroup, []int) {
	sums := map[string]FairGroup{}
	for _, a := range atoms {
		key := a.keys[d]
		sum := sums[key].add(a.FairGroup)
		sum.Keys = []string{key}
		sums[key] = sum
	}
	groups := make([]FairGroup, 0, len(sums))
	for _, g := range sums {
		groups = append(groups, g)
	}
	sortFair(groups)
	return groups, placesOf(atoms, d, groups)
}

func sortFair(groups []FairGroup) {
	slices.SortFunc(groups, func(a, b FairGroup) int {
		return cmp.Or(cmp.Compare(a.People, b.People), strings.Compare(strings.Join(a.Keys, "\n"), strings.Join(b.Keys, "\n")))
	})
}

// placesOf tells in which group each atom is.
func placesOf(atoms []fairAtom, d int, groups []FairGroup) []int {
	place := map[string]int{}
	for i, g := range groups {
		for _, key := range g.Keys {
			place[key] = i
		}
	}
	of := make([]int, len(atoms))
	for i, a := range atoms {
		of[i] = place[a.keys[d]]
	}
	return of
}

// merged counts the smallest group in the next larger one.
func merged(groups []FairGroup, of []int) ([]FairGroup, []int) {
	sum := groups[1].add(groups[0])
	rest := append([]FairGroup{sum}, groups[2:]...)
	// Where each of the old groups stands now.
	order := make([]FairGroup, len(rest))
	copy(order, rest)
	sortFair(order)
	moved := make([]int, len(groups))
	for i := range groups {
		now := max(0, i-1)
		moved[i] = slices.IndexFunc(order, func(g FairGroup) bool { return slices.Equal(g.Keys, rest[now].Keys) })
	}
	next := make([]int, len(of))
	for i, g := range of {
		next[i] = moved[g]
	}
	return order, next
}

// apart tells whether no sum or difference of the figures shown tells of fewer
// people than the minimum. Each division gives every atom to one of its groups;
// weights are how many people an atom has.
//
// Whatever is computed from the figures is a combination of the groups, and gives
// every atom of the same groups the same factor. Atoms are put together so, and
// those of at least minimum people can stay in a combination. The question is
// whether one exists that leaves them all out and not everybody: the rank of the
// matrix of groups and atoms falls when the small ones are left away. Where it
// falls by one there is a single such combination, and the people in it are
// counted; where it falls by more, it is taken as unsafe without looking further.
func apart(divisions [][]int, weights []int, minimum int) bool {
	rows := 0
	starts := make([]int, len(divisions))
	for d, of := range divisions {
		starts[d] = rows
		for _, g := range of {
			rows = max(rows, starts[d]+g+1)
		}
	}
	people := map[string]int{}
	columns := map[string][]float64{}
	for i, w := range weights {
		if w == 0 {
			continue
		}
		column := make([]float64, rows)
		for d, of := range divisions {
			column[starts[d]+of[i]] = 1
		}
		key := columnKey(column)
		people[key] += w
		columns[key] = column
	}
	var large, small [][]float64
	var sizes []int
	for key, column := range columns {
		if people[key] >= minimum {
			large = append(large, column)
			continue
		}
		small, sizes = append(small, column), append(sizes, people[key])
	}
	without := rank(large)
	switch rank(append(slices.Clone(large), small...)) - without {
	case 0:
		return true
	case 1:
	default:
		return false
	}
	within := 0
	for i, column := range small {
		if rank(append(slices.Clone(large), column)) > without {
			within += sizes[i]
		}
	}
	return within >= minimum
}

func columnKey(column []float64) string {
	var key strings.Builder
	for _, x := range column {
		key.WriteByte('0' + byte(x))
	}
	return key.String()
}

// rank is the number of independent vectors, by elimination with the largest
// pivot. The entries are 0 and 1, so that rounding stays far below the limit.
func rank(vectors [][]float64) int {
	rows := make([][]float64, len(vectors))
	for i, v := range vectors {
		rows[i] = slices.Clone(v)
	}
	const nothing = 1e-9
	found := 0
	for c := 0; len(rows) > 0 && c < len(rows[0]) && found < len(rows); c++ {
		best := found
		for r := found; r < len(rows); r++ {
			if math.Abs(rows[r][c]) > math.Abs(rows[best][c]) {
				best = r
			}
		}
		if math.Abs(rows[best][c]) < nothing {
			continue
		}
		rows[found], rows[best] = rows[best], rows[found]
		for r := found + 1; r < len(rows); r++ {
			factor := rows[r][c] / rows[found][c]
			if factor == 0 {
				continue
			}
			for k := c; k < len(rows[r]); k++ {
				rows[r][k] -= factor * rows[found][k]
			}
		}
		found++
	}
	return found
}
