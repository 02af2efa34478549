package domain_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// cell is one published figure, as the set of answers that it counts.
type cell map[string]bool

// gap is how many answers one figure counts and the other does not.
func gap(a, b cell) int {
	n := 0
	for answer := range a {
		if !b[answer] {
			n++
		}
	}
	for answer := range b {
		if !a[answer] {
			n++
		}
	}
	return n
}

// unions are all sums of some of the figures that were published together.
func unions(cells []cell) []cell {
	list := []cell{{}}
	for _, c := range cells {
		for _, sum := range slices.Clip(list) {
			both := cell{}
			for _, of := range []cell{sum, c} {
				for answer := range of {
					both[answer] = true
				}
			}
			list = append(list, both)
		}
	}
	return list
}

// Whatever people answer from week to week, no sums of published figures differ
// by fewer than five answers, unless they are the same: not the whole from its
// areas, and no week from another.
func TestPublishOpinions_Property(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		const areas = 4
		answers := make([]cell, areas) // so far, by area
		anew := make([]int, areas)
		for i := range answers {
			answers[i] = cell{}
		}
		var sums []cell
		for week := range rapid.IntRange(1, 6).Draw(t, "weeks") {
			var groups []domain.AreaFigures
			var all domain.Opinion
			for i := range areas {
				for n := range rapid.IntRange(0, 8).Draw(t, "answers") {
					answers[i][fmt.Sprint(week, i, n)] = true
					anew[i]++
				}
				o := domain.Opinion{Yes: len(answers[i]), Anew: anew[i]}
				groups = append(groups, domain.AreaFigures{Areas: []string{strconv.Itoa(i)}, People: 9, Opinion: o})
				all.Yes, all.Anew = all.Yes+o.Yes, all.Anew+o.Anew
			}
			o, ok := domain.PublishOpinions(groups, all, 5)
			if !ok {
				continue
			}
			clear(anew)
			cells := cellsOf(t, o, answers)
			for _, now := range unions(cells) {
				for _, before := range append(sums, unions(cells)...) {
					if n := gap(now, before); n > 0 && n < 5 {
						t.Fatalf("two sums differ by %d answers in week %d: %+v", n, week, o)
					}
				}
			}
			sums = append(sums, unions(cells)...)
		}
	})
}

// cellsOf gives the answers behind what is published; the sum of the areas is
// that of all.
func cellsOf(t *rapid.T, o domain.Opinions, answers []cell) []cell {
	groups := o.Groups
	if len(groups) == 0 {
		groups = []domain.AreaOpinion{{Areas: []string{"0", "1", "2", "3"}, Opinion: o.All}}
	}
	var cells []cell
	sum := 0
	for _, g := range groups {
		c := cell{}
		for _, area := range g.Areas {
			for answer := range answers[area[0]-'0'] {
				c[answer] = true
			}
		}
		if g.Answers() != len(c) {
			t.Fatalf("%v shows %d answers, want %d", g.Areas, g.Answers(), len(c))
		}
		cells, sum = append(cells, c), sum+len(c)
	}
	if sum != o.All.Answers() {
		t.Fatalf("the areas sum up to %d of %d", sum, o.All.Answers())
	}
	return cells
}

// answer has people say that a conversation was worth the time.
func (o *office) answer(at time.Time, people ...domain.Person) {
	o.t.Helper()
	for _, p := range people {
		talk := o.talk(p, domain.DateOf(at, time.UTC), func(c *domain.Conversation) {
			held(c)
			c.Period += "-" + string(c.ID) // as many as one likes
		})
		o.tx(func(ctx context.Context, tx domain.Tx) error { return tx.Rate(ctx, talk, p.ID, domain.Worth, at) })
	}
}

func TestDigest_Opinions(t *testing.T) {
	t.Parallel()
	o := setupOffice(t, storagetest.Config(t))
	sales, support := o.people["Sales"], o.people["Support"]
	week := func(n int) time.Time { return nine.AddDate(0, 0, 7*n) }
	want := func(when string, all int, areas ...int) {
		t.Helper()
		f := o.newest().Figures.Opinions
		got := []int{}
		for _, g := range f.Groups {
			got = append(got, g.Answers())
		}
		if f.All.Answers() != all || fmt.Sprint(got) != fmt.Sprint(areas) {
			t.Errorf("%s: published %d, by area %v, want %d and %v", when, f.All.Answers(), got, all, areas)
		}
	}
	o.answer(week(0).Add(-time.Hour), sales[:4]...)
	o.make(week(0))
	want("four answers", 0)
	o.answer(week(0).Add(time.Hour), sales[4:6]...)
	o.make(week(1))
	want("six answers of one area", 6)
	o.answer(week(1).Add(time.Hour), support[0])
	if err := o.digests.Want(t.Context(), domain.Act{Actor: o.hr.ID, Key: "want"}); err != nil {
		t.Fatal(err)
	}
	o.make(week(1).Add(2 * time.Hour))
	o.make(week(2))
	want("one more", 6)
	o.answer(week(2).Add(time.Hour), append(support[1:5:5], sales[:5]...)...)
	o.make(week(3))
	want("five more of each of two", 16, 11, 5)
	o.answer(week(3).Add(time.Hour), sales[0], sales[0], sales[0], sales[0], sales[0])
	o.make(week(4))
	want("five more of one person", 16, 11, 5)
}
