package domain

// Calendar knows public holidays. It is asked very often, so its answers come
// from memory.
type Calendar interface {
	// Holiday names the holiday on that day at the location, a code such as
	// "DE-BY". ok is false on every other day and for a location that the
	// calendar does not know.
	Holiday(location string, d Date) (name string, ok bool)
}
