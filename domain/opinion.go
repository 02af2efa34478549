package domain

import "time"

// Opinion counts answers to "Was it worth the time?" in this period and the
// last.
type Opinion struct {
	Yes    int `json:"yes"`
	Partly int `json:"partly"`
	No     int `json:"no"`
	// Anew is how many people have answered since opinions were published last.
	Anew int `json:"-"`
}

// Answers is how many there are.
func (o Opinion) Answers() int { return o.Yes + o.Partly + o.No }

func (o Opinion) add(b Opinion) Opinion {
	return Opinion{Yes: o.Yes + b.Yes, Partly: o.Partly + b.Partly, No: o.No + b.No, Anew: o.Anew + b.Anew}
}

// opinionOf counts one person's answers, and whether one of them came after a
// time.
func opinionOf(answers []Rating, anewFrom time.Time) Opinion {
	var o Opinion
	for _, r := range answers {
		if r.At.After(anewFrom) {
			o.Anew = 1
		}
		o.Yes += number(r.Answer == Worth)
		o.Partly += number(r.Answer == PartlyWorth)
		o.No += number(r.Answer == NotWorth)
	}
	return o
}

// AreaOpinion is the opinion of areas that are counted together.
type AreaOpinion struct {
	Areas []string `json:"areas"`
	Opinion
}

// Opinions are published together, at one time, and stay until they are
// published again.
type Opinions struct {
	// At is until when answers are counted, and Day that of the digest; no time
	// and no day where nothing was published.
	At  time.Time `json:"at"`
	Day Date      `json:"day"`
	All Opinion   `json:"all"`
	// Groups sum up to All; none where they cannot be divided.
	Groups []AreaOpinion `json:"groups,omitempty"`
}

// PublishOpinions counts opinions by groups of areas, of which Opinion.Anew was
// counted since the last were published. A group in which fewer than minimum
// people have answered anew is counted in the next larger one; false where even
// everybody together is too few, so that the last have to stay.
//
// Whatever is taken from whatever was published, now or in any week before, at
// least minimum people's answers are left.
func PublishOpinions(groups []AreaFigures, all Opinion, minimum int) (Opinions, bool) {
	if !Publishable([]Cell{{People: all.Anew}}, minimum).Together {
		return Opinions{}, false
	}
	next := Opinions{All: all}
	for _, g := range fold(groups, minimum, func(a AreaFigures) int { return a.Opinion.Anew }) {
		next.Groups = append(next.Groups, AreaOpinion{g.Areas, g.Opinion})
	}
	return next, true
}
