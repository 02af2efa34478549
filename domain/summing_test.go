package domain_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rapport/domain"
)

// ballots are answers to one question: so many of each perspective, with marks
// that take turns, and texts of which no two are alike.
func ballots(of map[domain.Perspective]int) []domain.RoundAnswer {
	var list []domain.RoundAnswer
	for _, as := range []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer, domain.AsReport} {
		for i := range of[as] {
			list = append(list,
				domain.RoundAnswer{As: as, Mark: 1 + i%domain.MostMark},
				domain.RoundAnswer{As: as, Question: domain.KeepText, Text: fmt.Sprint(as, " says ", i)})
		}
	}
	return list
}

var everybodyAsked = []domain.Perspective{domain.AsSelf, domain.AsManager, domain.AsPeer, domain.AsReport}

// Every report that can be made of few people: for each figure and each list of
// texts that stands in it, written as a row over the people behind it, nothing
// follows for fewer people than were promised.
func TestSumUp_NothingFollowsForFewerPeople(t *testing.T) {
	t.Parallel()
	unnamed := []domain.Perspective{domain.AsPeer, domain.AsReport}
	for peers := range 8 {
		for reports := range 8 {
			for named := range 4 {
				of := map[domain.Perspective]int{domain.AsPeer: peers, domain.AsReport: reports, domain.AsSelf: named & 1, domain.AsManager: named >> 1}
				r := domain.SumUp(ballots(of), 1, everybodyAsked, domain.LeastNumbers, domain.LeastTexts)
				row := func(as domain.Perspective, rest []int64) []int64 {
					if as == domain.AsEverybody {
						return rest
					}
					row := []int64{0, 0}
					row[slices.Index(unnamed, as)] = 1
					return row
				}
				var figures, texts [][]int64
				all, left := []int64{1, 1}, []int64{1, 1}
				for _, c := range r.Lines[0].Others {
					figures = append(figures, row(c.As, all))
				}
				for _, text := range r.Texts {
					if i := slices.Index(unnamed, text.As); i >= 0 {
						left[i] = 0 // what stands by itself is not in the rest
					}
				}
				for _, text := range r.Texts {
					if text.As != domain.AsSelf && text.As != domain.AsManager {
						texts = append(texts, row(text.As, left))
					}
				}
				columns := []column{{people: peers}, {people: reports}}
				if hit := exposed(figures, columns, domain.LeastNumbers); hit != "" {
					t.Fatalf("%v: a figure follows for %s", of, hit)
				}
				if hit := exposed(texts, columns, domain.LeastTexts); hit != "" {
					t.Fatalf("%v: texts follow for %s", of, hit)
				}
			}
		}
	}
}

// The order of the answers leaves no trace in a report.
func TestSumUp_IsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	list := ballots(map[domain.Perspective]int{domain.AsPeer: 6, domain.AsReport: 5, domain.AsSelf: 1, domain.AsManager: 1})
	want := domain.SumUp(list, 1, everybodyAsked, 4, 5)
	rapid.Check(t, func(t *rapid.T) {
		if diff := cmp.Diff(want, domain.SumUp(rapid.Permutation(list).Draw(t, "order"), 1, everybodyAsked, 4, 5)); diff != "" {
			t.Error(diff)
		}
	})
}

// From no figure, of however unanimous people, anything follows for certain about
// one of them: there are always others with whom it would read the same.
func TestSumUp_NoFigureTellsOneMark(t *testing.T) {
	t.Parallel()
	for people := domain.LeastNumbers; people <= 6; people++ {
		marksOf := map[int]map[int]bool{} // by figure: the marks that the first could have given
		for code := range pow(domain.MostMark, people) {
			var list []domain.RoundAnswer
			for range people {
				list, code = append(list, domain.RoundAnswer{As: domain.AsPeer, Mark: 1 + code%domain.MostMark}), code/domain.MostMark
			}
			figure := domain.SumUp(list, 1, everybodyAsked, domain.LeastNumbers, domain.LeastTexts).Lines[0].Others[0].Halves
			if marksOf[figure] == nil {
				marksOf[figure] = map[int]bool{}
			}
			marksOf[figure][list[0].Mark] = true
		}
		for figure, could := range marksOf {
			if figure < 2 || figure > 2*domain.MostMark || len(could) < 2 {
				t.Errorf("%d people: the figure %d leaves only %v open", people, figure, could)
			}
		}
	}
}

func pow(base, exponent int) int {
	n := 1
	for range exponent {
		n *= base
	}
	return n
}

func TestSumUp_WhatIsShown(t *testing.T) {
	t.Parallel()
	perspectives := func(r domain.RoundReport) (figures, texts []domain.Perspective) {
		for _, c := range r.Lines[0].Others {
			figures = append(figures, c.As)
		}
		for _, text := range r.Texts {
			texts = append(texts, text.As)
		}
		return figures, texts
	}
	all := domain.AsEverybody
	for name, c := range map[string]struct {
		of             map[domain.Perspective]int
		figures, texts []domain.Perspective
		few            []domain.Perspective
	}{
		"three peers are not shown": {map[domain.Perspective]int{domain.AsPeer: 3}, nil, nil, []domain.Perspective{domain.AsPeer, domain.AsReport}},
		"four have figures and no texts": {
			map[domain.Perspective]int{domain.AsPeer: 4}, []domain.Perspective{domain.AsPeer}, nil, []domain.Perspective{domain.AsReport},
		},
		"three who report are not told by the sum": {
			map[domain.Perspective]int{domain.AsPeer: 5, domain.AsReport: 3}, []domain.Perspective{domain.AsPeer}, []domain.Perspective{domain.AsPeer},
			[]domain.Perspective{domain.AsReport},
		},
		"three and three stand together": {
			map[domain.Perspective]int{domain.AsPeer: 3, domain.AsReport: 3}, []domain.Perspective{all}, []domain.Perspective{all},
			[]domain.Perspective{domain.AsPeer, domain.AsReport},
		},
		"five and five stand alone and together": {
			map[domain.Perspective]int{domain.AsPeer: 5, domain.AsReport: 5}, []domain.Perspective{domain.AsPeer, domain.AsReport, all},
			[]domain.Perspective{domain.AsPeer, domain.AsReport}, nil,
		},
		"the named stand by name": {
			map[domain.Perspective]int{domain.AsSelf: 1, domain.AsManager: 1}, nil, []domain.Perspective{domain.AsSelf, domain.AsManager},
			[]domain.Perspective{domain.AsPeer, domain.AsReport},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := domain.SumUp(ballots(c.of), 1, everybodyAsked, domain.LeastNumbers, domain.LeastTexts)
			figures, texts := perspectives(r)
			if !slices.Equal(figures, c.figures) || !slices.Equal(texts, c.texts) || !slices.Equal(r.Few, c.few) {
				t.Errorf("got %v, %v and few of %v", figures, texts, r.Few)
			}
		})
	}
}
