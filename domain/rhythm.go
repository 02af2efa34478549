package domain

import "time"

// RhythmCost is what a rhythm costs one manager, as the set-up tells before
// anything starts.
type RhythmCost struct {
	// PerPeriod is the time in each month, quarter or block of weeks.
	PerPeriod time.Duration
	// PerWeek is the same spread evenly over the weeks.
	PerWeek time.Duration
	// Conversations is how many there are in a year, to the nearest one.
	Conversations int
}

// weeksPerYear of the Gregorian calendar on average: 146,097 days in 400 years.
const weeksPerYear = 146_097.0 / 400 / daysPerWeek

// HoursPerManager is what conversations of that length with so many people cost
// a manager. The zero Cadence costs nothing.
func HoursPerManager(reports int, c Cadence, each time.Duration) RhythmCost {
	if c.IsZero() || reports <= 0 {
		return RhythmCost{}
	}
	perPeriod := time.Duration(reports) * each
	return RhythmCost{
		PerPeriod:     perPeriod,
		PerWeek:       time.Duration(float64(perPeriod) / c.averageWeeks()).Round(time.Minute),
		Conversations: int(float64(reports)*weeksPerYear/c.averageWeeks() + 0.5),
	}
}

// Fits tells whether so many people can each have one conversation a period
// with no more than perWeek in a week. It counts the weeks that every period
// has whole, so that February fits too; 0 and less is no limit.
func Fits(reports int, c Cadence, perWeek int) bool {
	if c.IsZero() || perWeek <= 0 {
		return true
	}
	return reports <= c.wholeWeeks()*perWeek
}

// averageWeeks is the length of a period in weeks, on average.
func (c Cadence) averageWeeks() float64 {
	if c.months > 0 {
		return weeksPerYear * float64(c.months) / monthsPerYear
	}
	return float64(c.weeks)
}

// wholeWeeks is how many times seven days even the shortest period has: 28 days
// of February, 90 of its quarter.
func (c Cadence) wholeWeeks() int {
	const shortestMonth, shortestQuarter = 28, 90
	switch c {
	case Monthly:
		return shortestMonth / daysPerWeek
	case Quarterly:
		return shortestQuarter / daysPerWeek
	}
	return c.weeks
}
