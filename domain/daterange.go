package domain

// DateRange is the days from Start to End, both included. Without an End it
// goes on until further notice; without a Start it holds no day at all, so that
// the zero DateRange is empty.
type DateRange struct {
	Start Date
	End   Date
}

// Contains tells whether the day is in the range.
func (r DateRange) Contains(d Date) bool {
	if r.Start.IsZero() || d.Before(r.Start) {
		return false
	}
	return r.End.IsZero() || !d.After(r.End)
}

// IsEmpty tells whether the range holds no day.
func (r DateRange) IsEmpty() bool {
	return r.Start.IsZero() || !r.End.IsZero() && r.End.Before(r.Start)
}

// Overlaps tells whether some day is in both ranges.
func (r DateRange) Overlaps(other DateRange) bool {
	if r.IsEmpty() || other.IsEmpty() {
		return false
	}
	return (r.End.IsZero() || !other.Start.After(r.End)) && (other.End.IsZero() || !r.Start.After(other.End))
}

// Days counts the days of the range. It is 0 for an empty range and for one
// without an End.
func (r DateRange) Days() int {
	if r.IsEmpty() || r.End.IsZero() {
		return 0
	}
	return r.End.DaysSince(r.Start) + 1
}
