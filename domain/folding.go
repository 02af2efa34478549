package domain

import (
	"cmp"
	"slices"
	"strings"
)

// FoldAreas counts areas under a minimum in the next larger one until none is
// left under it, and gives the groups, largest first; none where everybody
// together is under it or only one group remains, which would say nothing that
// the sum does not.
//
// The groups of the last digest of the same period are kept together, so that
// no group can be had by taking the one week from the other. Since every area
// is in exactly one group, no group can be had from the sum and the others
// either.
func FoldAreas(areas []AreaFigures, minimum int, together [][]string) []AreaFigures {
	return fold(joinGroups(areas, together), minimum, peopleOf)
}

func peopleOf(a AreaFigures) int { return a.People }

// fold counts groups whose size is under a minimum in the next larger one.
func fold(groups []AreaFigures, minimum int, size func(AreaFigures) int) []AreaFigures {
	groups = slices.Clone(groups)
	for {
		slices.SortFunc(groups, func(a, b AreaFigures) int { return bySize(a, b, size) })
		if len(groups) < 2 {
			return nil
		}
		cells := make([]Cell, len(groups))
		for i, g := range groups {
			cells[i].People = size(g)
		}
		if shown := Publishable(cells, minimum); !slices.Contains(shown.Alone, false) && shown.Together {
			break
		}
		groups = append([]AreaFigures{groups[1].Add(groups[0])}, groups[2:]...)
	}
	slices.Reverse(groups)
	return groups
}

// bySize orders the smallest first; equals by their names, from the end, so
// that the reversed list reads in alphabetical order.
func bySize(a, b AreaFigures, size func(AreaFigures) int) int {
	return cmp.Or(cmp.Compare(size(a), size(b)), -strings.Compare(a.name(), b.name()))
}

func (a AreaFigures) name() string { return strings.Join(a.Areas, ", ") }

// joinGroups adds up the areas that were counted together.
func joinGroups(areas []AreaFigures, together [][]string) []AreaFigures {
	var groups []AreaFigures
	left := slices.Clone(areas)
	slices.SortFunc(left, func(a, b AreaFigures) int { return -bySize(a, b, peopleOf) })
	for _, names := range together {
		var sum AreaFigures
		left = slices.DeleteFunc(left, func(a AreaFigures) bool {
			if !slices.Contains(names, a.Areas[0]) {
				return false
			}
			sum = sum.Add(a)
			return true
		})
		if len(sum.Areas) > 0 {
			groups = append(groups, sum)
		}
	}
	return append(groups, left...)
}
