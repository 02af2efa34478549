package domain

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// TimeOfDay is a time on the wall clock, in minutes since midnight. Midnight at
// the end of a day is 24:00. Inside Hours it may go beyond, into the next day.
type TimeOfDay int

// The whole day in minutes, and the hour.
const (
	minutesPerHour = 60
	minutesPerDay  = 24 * minutesPerHour
	// EndOfDay is 24:00.
	EndOfDay TimeOfDay = minutesPerDay
)

// NewTimeOfDay makes a TimeOfDay of hours and minutes.
func NewTimeOfDay(hour, minute int) TimeOfDay { return TimeOfDay(hour*minutesPerHour + minute) }

// ParseTimeOfDay reads "9:00", "09:00" and "17:30", up to "24:00". Errors:
// Invalid.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	hours, minutes, found := strings.Cut(text, ":")
	if found && len(hours) <= 2 && len(minutes) == 2 {
		h, hErr := strconv.ParseUint(hours, 10, 8)
		m, mErr := strconv.ParseUint(minutes, 10, 8)
		at := NewTimeOfDay(int(h), int(m))
		if hErr == nil && mErr == nil && m < minutesPerHour && at <= EndOfDay {
			return at, nil
		}
	}
	return 0, Refuse(Invalid, "time.unreadable", "Text", text)
}

// Hour is the hour, from 0.
func (t TimeOfDay) Hour() int { return int(t) / minutesPerHour }

// Minute is the minute within the hour.
func (t TimeOfDay) Minute() int { return int(t) % minutesPerHour }

// Valid tells whether the time is between 0:00 and 24:00.
func (t TimeOfDay) Valid() bool { return t >= 0 && t <= EndOfDay }

// String gives "9:00".
func (t TimeOfDay) String() string { return fmt.Sprintf("%d:%02d", t.Hour(), t.Minute()) }

// MarshalText writes the time as String does.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what ParseTimeOfDay reads.
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTimeOfDay(string(text))
	if err != nil {
		return err
	}
	*t = parsed
	return nil
}

// Resolve is the first instant at which the clocks of the zone have reached
// that time on that day. One rule covers both changes of the clock: a time that
// the clocks skip gives the first instant after the gap, a time that comes
// twice gives its first occurrence, and a day that a zone left out (Apia has no
// 30 December 2011) gives the beginning of the next. Later times of day never
// give earlier instants. A nil zone is UTC.
//
// It takes for granted that a zone changes its offset at most once within 40
// hours, as all zones do. time.Date leaves open which side of a change it
// takes, and Time.ZoneBounds may give an end before the time itself (on the
// last day of leap years), so neither is used.
func Resolve(d Date, at TimeOfDay, zone *time.Location) time.Time {
	zone = zoneOrUTC(zone)
	wall := time.Date(d.Year, d.Month, d.Day, 0, int(at), 0, 0, time.UTC).Unix()
	// No zone was ever as much as 16 hours off UTC, so the clocks are not there
	// yet a day before.
	start := wall - minutesPerDay*60
	before := offsetAt(start, zone)
	candidate := wall - before
	if offsetAt(candidate, zone) == before {
		return time.Unix(candidate, 0).In(zone)
	}
	change := offsetChange(start, candidate, zone)
	after := offsetAt(change, zone)
	// Set forward past the time, the change itself is the answer; set back, the
	// time comes again later, and only then for the first time.
	return time.Unix(max(change, wall-after), 0).In(zone)
}

// offsetAt is how many seconds the zone is ahead of UTC at the Unix second.
func offsetAt(second int64, zone *time.Location) int64 {
	_, offset := time.Unix(second, 0).In(zone).Zone()
	return int64(offset)
}

// offsetChange finds the second from which on the zone no longer has the offset
// that it had at from, no later than to, by halving.
func offsetChange(from, to int64, zone *time.Location) int64 {
	before := offsetAt(from, zone)
	for from+1 < to {
		middle := from + (to-from)/2
		if offsetAt(middle, zone) == before {
			from = middle
		} else {
			to = middle
		}
	}
	return to
}

func zoneOrUTC(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}
