package domain_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"rapport/domain"
)

// columns are the unknowns that a table adds up: each stands for so many people
// who are in the same cells, so that no sum can tell them apart. Those named are
// known to every reader.
type column struct {
	people int
	named  bool
}

// publishedRows writes what is shown of one table as rows over its columns: one for
// each cell that stands alone, and one for all who are not named. A reader knows
// the number of answers, so that a mean is as good as a sum.
func publishedRows(cells []domain.Cell, minimum int) [][]int64 {
	shown := domain.Publishable(cells, minimum)
	var rows [][]int64
	sum := make([]int64, len(cells))
	for i, c := range cells {
		if !c.Named && c.People > 0 {
			sum[i] = 1
		}
		if !shown.Alone[i] {
			continue
		}
		row := make([]int64, len(cells))
		row[i] = 1
		rows = append(rows, row)
	}
	if shown.Together {
		rows = append(rows, sum)
	}
	return rows
}

// rank counts the independent rows by elimination over the rationals, looking at
// the columns that are kept alone.
func rank(rows [][]int64, keep func(column int) bool) int {
	var m [][]*big.Rat
	for _, row := range rows {
		var r []*big.Rat
		for c, v := range row {
			if keep(c) {
				r = append(r, new(big.Rat).SetInt64(v))
			}
		}
		m = append(m, r)
	}
	done := 0
	for c := 0; len(m) > 0 && c < len(m[0]); c++ {
		pivot := done
		for pivot < len(m) && m[pivot][c].Sign() == 0 {
			pivot++
		}
		if pivot == len(m) {
			continue
		}
		m[done], m[pivot] = m[pivot], m[done]
		for r := done + 1; r < len(m); r++ {
			if m[r][c].Sign() == 0 {
				continue
			}
			factor := new(big.Rat).Quo(m[r][c], m[done][c])
			for k := c; k < len(m[r]); k++ {
				m[r][k].Sub(m[r][k], new(big.Rat).Mul(factor, m[done][k]))
			}
		}
		done++
	}
	return done
}

// exposed looks for fewer people than the minimum about whom the rows say
// something: a combination of rows that is not nothing, and in which all other
// people who are not named cancel out. It exists exactly where leaving these
// people out of the rows makes rows dependent that were not.
func exposed(rows [][]int64, columns []column, minimum int) string {
	full := rank(rows, func(c int) bool { return !columns[c].named })
	for set := 1; set < 1<<len(columns); set++ {
		people := 0
		for c, col := range columns {
			if set>>c&1 == 1 && !col.named {
				people += col.people
			}
		}
		if people == 0 || people >= minimum {
			continue
		}
		without := rank(rows, func(c int) bool { return !columns[c].named && set>>c&1 == 0 })
		if without < full {
			return fmt.Sprintf("%d people in the columns %b", people, set)
		}
	}
	return ""
}

func columnsOf(cells []domain.Cell) []column {
	var cols []column
	for _, c := range cells {
		cols = append(cols, column{c.People, c.Named})
	}
	return cols
}

// Every table of a round with few people: oneself and the manager named, peers,
// the people who report, a third group, all together, and a round before with
// its own answers and its own sum. Nothing that can be computed from it speaks
// of fewer people than the minimum.
func TestPublishable_NothingFollowsForFewerPeople(t *testing.T) {
	t.Parallel()
	const most = 7
	tables := 0
	for minimum := domain.LeastNumbers; minimum <= 6; minimum++ {
		var one [][]domain.Cell
		for peers := range most {
			for reports := range most {
				for others := range most {
					one = append(one, []domain.Cell{{People: 1, Named: true}, {People: 1, Named: true}, {People: peers}, {People: reports}, {People: others}})
				}
			}
		}
		for i, now := range one {
			before := one[(i*37+11)%len(one)]
			rows := publishedRows(now, minimum)
			for n, row := range rows {
				rows[n] = append(row, make([]int64, len(before))...)
			}
			for _, row := range publishedRows(before, minimum) {
				rows = append(rows, append(make([]int64, len(now)), row...))
			}
			cols := append(columnsOf(now), columnsOf(before)...)
			if hit := exposed(rows, cols, minimum); hit != "" {
				t.Fatalf("minimum %d, %v after %v: something follows for %s", minimum, now, before, hit)
			}
			tables++
		}
	}
	if tables != 3*most*most*most {
		t.Errorf("looked at %d tables", tables)
	}
}

// The change against the round before is a row of its own.
func TestPublishable_ChangeTellsNothingNew(t *testing.T) {
	t.Parallel()
	const minimum = domain.LeastNumbers
	for peers := range 6 {
		for reports := range 6 {
			for peersBefore := range 6 {
				for reportsBefore := range 6 {
					now, before := []domain.Cell{{People: peers}, {People: reports}}, []domain.Cell{{People: peersBefore}, {People: reportsBefore}}
					shown, shownBefore := domain.Publishable(now, minimum), domain.Publishable(before, minimum)
					var rows [][]int64
					for _, row := range publishedRows(now, minimum) {
						rows = append(rows, append(row, 0, 0))
					}
					for _, row := range publishedRows(before, minimum) {
						rows = append(rows, append([]int64{0, 0}, row...))
					}
					for i := range now {
						if shown.Alone[i] && shownBefore.Alone[i] {
							change := make([]int64, 4)
							change[i], change[2+i] = 1, -1
							rows = append(rows, change)
						}
					}
					if hit := exposed(rows, append(columnsOf(now), columnsOf(before)...), minimum); hit != "" {
						t.Fatalf("%v after %v: something follows for %s", now, before, hit)
					}
				}
			}
		}
	}
}

// The same with each person as an unknown of one's own, and every set of people
// under the minimum.
func TestPublishable_NothingFollowsForAnyFewPeople(t *testing.T) {
	t.Parallel()
	for peers := range 6 {
		for reports := range 6 {
			cells := []domain.Cell{{People: 1, Named: true}, {People: peers}, {People: reports}}
			var columns []column
			var cellOf []int
			for i, c := range cells {
				for range c.People {
					columns, cellOf = append(columns, column{1, c.Named}), append(cellOf, i)
				}
			}
			var rows [][]int64
			for _, row := range publishedRows(cells, domain.LeastNumbers) {
				wide := make([]int64, len(columns))
				for c := range columns {
					wide[c] = row[cellOf[c]]
				}
				rows = append(rows, wide)
			}
			if hit := exposed(rows, columns, domain.LeastNumbers); hit != "" {
				t.Fatalf("%v: something follows for %s", cells, hit)
			}
		}
	}
}

// Any table at all. And it does not hide what it need not: every cell of enough
// people stands, and so does the sum where it gives nothing away.
func TestPublishable_Property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minimum := rapid.IntRange(domain.LeastNumbers, 9).Draw(t, "minimum")
		cells := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) domain.Cell {
			return domain.Cell{People: rapid.IntRange(0, 12).Draw(t, "people"), Named: rapid.IntRange(0, 4).Draw(t, "named") == 0}
		}), 0, 7).Draw(t, "cells")
		rows := publishedRows(cells, minimum)
		if hit := exposed(rows, columnsOf(cells), minimum); hit != "" {
			t.Fatalf("%v: something follows for %s", cells, hit)
		}
		shown := domain.Publishable(cells, minimum)
		rest, sum := 0, make([]int64, len(cells))
		for i, c := range cells {
			if !c.Named && c.People > 0 {
				sum[i] = 1
			}
			if c.People >= minimum && !shown.Alone[i] {
				t.Fatalf("%v: %d people are hidden, minimum %d", cells, c.People, minimum)
			}
			if !shown.Alone[i] {
				rest += c.People
			}
		}
		if rest != shown.Rest || shown.Whole() && rest != 0 {
			t.Fatalf("%v: rest %d, got %+v", cells, rest, shown)
		}
		if !shown.Together && rank([][]int64{sum}, func(int) bool { return true }) > 0 && exposed(append(rows, sum), columnsOf(cells), minimum) == "" {
			t.Fatalf("%v: the sum is left out and would tell nothing", cells)
		}
	})
}

// What is looked for is found: the sum beside the cells gives three people away.
func TestPublishable_ExposedIsSeen(t *testing.T) {
	t.Parallel()
	cols := []column{{people: 5}, {people: 3}, {people: 1, named: true}}
	if got := exposed([][]int64{{1, 0, 0}, {1, 1, 0}}, cols, 4); got == "" {
		t.Error("three people follow from the sum and nobody sees it")
	}
	if got := exposed([][]int64{{1, 0, 1}, {1, 1, 2}}, cols, 4); got == "" {
		t.Error("who is named can be taken away and nobody sees it")
	}
	if got := exposed([][]int64{{1, 0, 0}, {0, 0, 1}}, cols, 4); got != "" {
		t.Errorf("got %s, want nothing", got)
	}
}
