package domain

import (
	"cmp"
	"slices"
)

// RoundReport is all that is shown of a round's answers. It is made once, when
// the round closes; the answers themselves are deleted with that.
type RoundReport struct {
	Lines []RoundLine `json:"lines,omitempty"`
	Texts []RoundText `json:"texts,omitempty"`
	// Few are the perspectives from which somebody was asked and too few answered
	// for anything to be shown by itself.
	Few []Perspective `json:"few,omitempty"`
}

// RoundLine is what was said about one expectation.
type RoundLine struct {
	// Self and Manager are marks, named; 0 where there is none.
	Self    int `json:"self,omitempty"`
	Manager int `json:"manager,omitempty"`
	// Others are the figures of those who are not named.
	Others []RoundCell `json:"others,omitempty"`
}

// RoundCell is the mean of one perspective, or of everybody who is not named.
type RoundCell struct {
	As     Perspective `json:"as"`
	People int         `json:"n"`
	// Halves is the mean in half steps of the scale, from 2 to 2*MostMark: finer
	// would let who answered in two rounds be told apart.
	Halves int `json:"halves"`
}

// Gap is by how many half steps others see it higher than the person does, and
// whether both said something.
func (l RoundLine) Gap() (int, bool) {
	if l.Self == 0 || len(l.Others) == 0 {
		return 0, false
	}
	// Everybody stands last, where it stands.
	return l.Others[len(l.Others)-1].Halves - 2*l.Self, true
}

// RoundText is what was said in words to one of the open questions, from one
// perspective, in alphabetical order.
type RoundText struct {
	Question int         `json:"q"`
	As       Perspective `json:"as"`
	Texts    []string    `json:"texts"`
}

// SumUp makes the report of a number of questions about expectations from the
// answers, in whatever order they are. Invited are the perspectives from which
// people were asked; numbers and texts the least people behind what is shown.
// Oneself and the manager are named; all else stands as Publishable allows, each
// question by itself, and no figure adds up different questions.
func SumUp(answers []RoundAnswer, questions int, invited []Perspective, numbers, texts int) RoundReport {
	var r RoundReport
	enough := map[Perspective]bool{}
	for q := range questions {
		r.Lines = append(r.Lines, sumMarks(answers, q, numbers, enough))
	}
	for _, q := range []int{KeepText, TryText} {
		r.Texts = append(r.Texts, sumTexts(answers, q, texts, enough)...)
	}
	for _, as := range unnamed {
		if slices.Contains(invited, as) && !enough[as] {
			r.Few = append(r.Few, as)
		}
	}
	return r
}

// sumMarks makes the line of one expectation.
func sumMarks(answers []RoundAnswer, question, minimum int, enough map[Perspective]bool) RoundLine {
	var line RoundLine
	marks := map[Perspective][]int{}
	for _, a := range answers {
		if a.Question == question && a.Mark > 0 {
			marks[a.As] = append(marks[a.As], a.Mark)
		}
	}
	named := func(as Perspective) int {
		if list := marks[as]; len(list) > 0 {
			return list[0]
		}
		return 0
	}
	line.Self, line.Manager = named(AsSelf), named(AsManager)
	cells := make([]Cell, len(unnamed))
	var all []int
	for i, as := range unnamed {
		cells[i].People = len(marks[as])
		all = append(all, marks[as]...)
	}
	shown := Publishable(cells, minimum)
	alone := 0
	for i, as := range unnamed {
		if shown.Alone[i] {
			line.Others = append(line.Others, RoundCell{As: as, People: cells[i].People, Halves: halves(marks[as])})
			enough[as] = true
			alone++
		}
	}
	if shown.Together && (alone != 1 || shown.Rest > 0) {
		line.Others = append(line.Others, RoundCell{As: AsEverybody, People: len(all), Halves: halves(all)})
	}
	return line
}

// halves is the mean of marks in half steps, rounded to the nearest, and between
// two to that nearer to the end of the scale: so that from four people on also
// the ends of the scale leave open what each of them said.
func halves(marks []int) int {
	sum, n := 0, len(marks)
	for _, m := range marks {
		sum += m
	}
	if 2*sum < n*(1+MostMark) {
		return (4*sum + n - 1) / (2 * n)
	}
	return (4*sum + n) / (2 * n)
}

// sumTexts gathers the words to one open question. What stands from no
// perspective by itself stands together, where it is enough; never both, since
// the one list taken from the other would be a third.
func sumTexts(answers []RoundAnswer, question, minimum int, enough map[Perspective]bool) []RoundText {
	words := map[Perspective][]string{}
	for _, a := range answers {
		if a.Question == question && a.Text != "" {
			words[a.As] = append(words[a.As], a.Text)
		}
	}
	var list []RoundText
	add := func(as Perspective, texts []string) {
		if len(texts) > 0 {
			slices.SortFunc(texts, cmp.Compare[string])
			list = append(list, RoundText{Question: question, As: as, Texts: texts})
		}
	}
	add(AsSelf, words[AsSelf])
	add(AsManager, words[AsManager])
	cells := make([]Cell, len(unnamed))
	for i, as := range unnamed {
		cells[i].People = len(words[as])
	}
	shown := Publishable(cells, minimum)
	var rest []string
	for i, as := range unnamed {
		if shown.Alone[i] {
			add(as, words[as])
			enough[as] = true
			continue
		}
		rest = append(rest, words[as]...)
	}
	if shown.Together {
		add(AsEverybody, rest)
	}
	return list
}
