package domain

import (
	"context"
	"math"
)

// FairnessReport says whether the practice reaches people alike: by areas,
// locations, time in the company, and what a file adds. It holds counts of groups
// and names nobody.
type FairnessReport struct {
	// From and To are the days that are counted.
	From, To Date
	// Minimum is the least number of people in a group shown by itself.
	Minimum int
	All     FairGroup
	// Divisions are ways to divide the same people.
	Divisions []FairDivision
	// Roles are those in which people have different rhythms.
	Roles []RoleRhythms
	// Prompts is true where the company asks its own questions in the place of the
	// built-in ones; either way they are the same for everybody of one side.
	Prompts bool
	// Unknown is how many people of a file are not known here.
	Unknown int
}

// fairWeeks is how far back the report counts. Nothing older is read.
const fairWeeks = 26

// FairGroup is the figures of one group.
type FairGroup struct {
	// Keys are the areas, locations or values that are counted together.
	Keys   []string
	People int
	// Held are the conversations of those that were due.
	Held Share
	// Thanked are the people who were thanked.
	Thanked Share
	// Actionable is the feedback that names an occasion and what to keep or try,
	// Receivers how many people the feedback was for.
	Actionable Share
	Receivers  int
}

// add sums two groups that share nobody.
func (g FairGroup) add(b FairGroup) FairGroup {
	return FairGroup{
		Keys: append(append([]string{}, g.Keys...), b.Keys...), People: g.People + b.People, Held: g.Held.add(b.Held), Thanked: g.Thanked.add(b.Thanked),
		Actionable: g.Actionable.add(b.Actionable), Receivers: g.Receivers + b.Receivers,
	}
}

// FairDivision is one way to divide the people.
type FairDivision struct {
	// Kind is area, location or tenure, or the name of a column of a file, which
	// FromFile tells.
	Kind     string
	FromFile bool
	Groups   []FairGroup
	// Hidden is true where it cannot be shown without giving a small group away.
	Hidden bool
	// NoFeedback is true where that holds for feedback alone.
	NoFeedback bool
}

// RoleRhythms is how many people of one role have which rhythm.
type RoleRhythms struct {
	Role   string
	People int
	// Most is the rhythm of most of them, Others how many have another; 0 where
	// those are fewer than the minimum.
	Most   Cadence
	Others int
}

// Share is a part of a whole, both counted.
type Share struct{ Part, Whole int }

func (s Share) add(b Share) Share { return Share{s.Part + b.Part, s.Whole + b.Whole} }

// Interval gives the bounds between which the share behind the counted one lies in
// 19 of 20 such counts (95 %), by Wilson's score interval (E. B. Wilson, Probable
// Inference, the Law of Succession, and Statistical Inference, Journal of the
// American Statistical Association 22, 1927). Unlike the usual one it stays
// between 0 and 1 and says something true about small counts. Nothing counted is
// the whole range.
func (s Share) Interval() (low, high float64) {
	if s.Whole <= 0 {
		return 0, 1
	}
	const z = 1.959964 // the standard normal's 97.5 % point
	n, p := float64(s.Whole), float64(s.Part)/float64(s.Whole)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// Differs tells whether a share lies outside of what chance alone would explain
// beside another: their intervals have nothing in common. Of twenty groups that
// are alike one may look so all the same.
func (s Share) Differs(other Share) bool {
	if s.Whole == 0 || other.Whole == 0 {
		return false
	}
	low, high := s.Interval()
	otherLow, otherHigh := other.Interval()
	return high < otherLow || low > otherHigh
}

// FairnessService is the use cases around the report.
type FairnessService struct {
	Practice
}

// Report counts for the people team.
func (s FairnessService) Report(ctx context.Context, reader ID) (FairnessReport, error) {
	var r FairnessReport
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadFairness, Subject{}); err != nil {
			return err
		}
		var err error
		r, err = s.count(ctx, tx, Attributes{})
		return err
	})
	return r, err
}

// ReportWith counts by the columns of a file, too, which are kept nowhere. It acts
// as the command line, which whoever runs the machine may use; that it was made
// with a file is in the ledger.
func (s FairnessService) ReportWith(ctx context.Context, a Attributes) (FairnessReport, error) {
	var r FairnessReport
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		r, err = s.count(ctx, tx, a)
		return err
	})
	if err != nil || len(a.Names) == 0 {
		return r, err
	}
	return r, s.seen(ctx, Entry{Act: string(ReadFairness), Subject: "fairness", Content: "with a file of attributes"})
}
