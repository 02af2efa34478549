package domain

import (
	"strings"
	"time"
)

// Hours is when somebody works on a day. The zero Hours is a day off. A shift
// that ends on the next day has an End beyond 24:00 and belongs to the day on
// which it begins.
type Hours struct {
	Start, End TimeOfDay
}

// IsZero tells that the day is off.
func (h Hours) IsZero() bool { return h == Hours{} }

// Valid tells whether the hours begin within the day and end after that, and
// not a whole day later unless they are exactly 0:00 to 24:00.
func (h Hours) Valid() bool {
	whole := Hours{End: EndOfDay}
	return h == whole || h.Start >= 0 && h.Start < EndOfDay && h.End > h.Start && h.End < h.Start+EndOfDay
}

// String gives "9:00-17:00", or "22:00-6:00" for a night shift.
func (h Hours) String() string {
	end := h.End
	if end > EndOfDay {
		end -= EndOfDay
	}
	return h.Start.String() + "-" + end.String()
}

// Pattern is which weekdays somebody works, and from when to when, by
// time.Weekday. The zero Pattern means that none is set. Patterns may be
// compared with ==.
type Pattern [daysPerWeek]Hours

// DefaultPattern is Monday to Friday, 9:00 to 17:00.
func DefaultPattern() Pattern {
	office := Hours{Start: NewTimeOfDay(9, 0), End: NewTimeOfDay(17, 0)}
	var p Pattern
	for day := time.Monday; day <= time.Friday; day++ {
		p[day] = office
	}
	return p
}

// IsZero tells that no pattern is set.
func (p Pattern) IsZero() bool { return p == Pattern{} }

// On gives the hours of a weekday.
func (p Pattern) On(day time.Weekday) Hours { return p[day] }

// dayNames are the weekdays as files write them, by time.Weekday.
var dayNames = [daysPerWeek]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// ParsePattern reads working time as files and the policy write it: parts
// parted by semicolons, each of days and hours, such as
// "sun-thu 8:30-16:30; fri 9:00-12:00" or "mon,wed 13:00-18:00". A range of
// days may go over the weekend ("fri-mon"), hours over midnight
// ("mon-fri 22:00-6:00"). Days that are not named are off. Errors: Faults with
// everything that is wrong.
func ParsePattern(text string) (Pattern, error) {
	var p Pattern
	var faults Faults
	for part := range strings.SplitSeq(text, ";") {
		if words := strings.Fields(tighten(part)); len(words) > 0 {
			faults = append(faults, p.addPart(words)...)
		}
	}
	if len(faults) == 0 && p.IsZero() {
		faults = Faults{Refuse(Invalid, "pattern.empty")}
	}
	if err := faults.Err(); err != nil {
		return Pattern{}, err
	}
	return p, nil
}

// tighten lowers a part, turns the dashes that phones and word processors make
// of "-" back, and drops the blanks beside dashes and commas.
func tighten(part string) string {
	part = strings.Join(strings.Fields(strings.ToLower(part)), " ")
	return untypedBlanks.Replace(typedDashes.Replace(part))
}

var (
	typedDashes   = strings.NewReplacer("–", "-", "—", "-", "−", "-")
	untypedBlanks = strings.NewReplacer(" - ", "-", " -", "-", "- ", "-", " , ", ",", " ,", ",", ", ", ",")
)

// addPart sets the hours of one part: its last word holds the hours, all before
// it name days.
func (p *Pattern) addPart(words []string) Faults {
	last := len(words) - 1
	hours, err := parseHours(words[last])
	if last == 0 && err == nil {
		return Faults{Refuse(Invalid, "pattern.no_days", "Text", words[last])}
	}
	days, faults := parseDays(strings.Join(words[:max(last, 1)], ","))
	switch {
	case last == 0 && len(faults) == 0:
		return Faults{Refuse(Invalid, "pattern.no_hours", "Text", words[last])}
	case err != nil:
		return append(faults, FaultsOf(err)...)
	}
	for _, day := range days {
		if !p[day].IsZero() {
			faults = append(faults, Refuse(Invalid, "pattern.day_twice", "Day", day))
			continue
		}
		p[day] = hours
	}
	return faults
}

// parseHours reads "9:00-17:00". An end before the start is on the next day;
// the same time twice says nothing and is refused.
func parseHours(text string) (Hours, error) {
	from, until, found := strings.Cut(text, "-")
	start, startErr := ParseTimeOfDay(from)
	end, endErr := ParseTimeOfDay(until)
	if !found || startErr != nil || endErr != nil || start == EndOfDay {
		return Hours{}, Refuse(Invalid, "pattern.hours_unreadable", "Text", text)
	}
	if end < start {
		end += EndOfDay
	}
	h := Hours{Start: start, End: end}
	if !h.Valid() {
		return Hours{}, Refuse(Invalid, "pattern.hours_empty", "Text", text)
	}
	return h, nil
}

// parseDays reads "mon", "mon-fri", "mon,wed,fri" and mixtures of them.
func parseDays(text string) ([]time.Weekday, Faults) {
	var days []time.Weekday
	var faults Faults
	for item := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(item, "-")
		first, firstOK := parseDay(from)
		final, finalOK := first, true
		if isRange {
			final, finalOK = parseDay(to)
		}
		if !firstOK || !finalOK {
			faults = append(faults, Refuse(Invalid, "pattern.day_unknown", "Text", item))
			continue
		}
		for day := first; ; day = (day + 1) % daysPerWeek {
			days = append(days, day)
			if day == final {
				break
			}
		}
	}
	return days, faults
}

// parseDay reads a weekday by its first three letters or its full English name.
func parseDay(text string) (time.Weekday, bool) {
	for day, name := range dayNames {
		if text == name || text == strings.ToLower(time.Weekday(day).String()) {
			return time.Weekday(day), true
		}
	}
	return 0, false
}

// String gives the shortest text that ParsePattern reads as this Pattern:
// "mon-fri 9:00-17:00". The zero Pattern gives none.
func (p Pattern) String() string {
	var order []Hours
	runs := map[Hours][]string{}
	first := p.firstDay()
	for i := 0; i < daysPerWeek; {
		h := p[(first+time.Weekday(i))%daysPerWeek]
		length := 1
		for i+length < daysPerWeek && p[(first+time.Weekday(i+length))%daysPerWeek] == h {
			length++
		}
		if !h.IsZero() {
			if runs[h] == nil {
				order = append(order, h)
			}
			runs[h] = append(runs[h], runName(first+time.Weekday(i), length))
		}
		i += length
	}
	parts := make([]string, len(order))
	for i, h := range order {
		parts[i] = strings.Join(runs[h], ",") + " " + h.String()
	}
	return strings.Join(parts, "; ")
}

// firstDay is where the working week begins: on a day that follows a day off,
// Monday if it is one, else the first of them from Sunday on. A week without a
// day off begins on Monday.
func (p Pattern) firstDay() time.Weekday {
	for _, day := range []time.Weekday{time.Monday, time.Sunday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday} {
		if !p[day].IsZero() && p[(day+daysPerWeek-1)%daysPerWeek].IsZero() {
			return day
		}
	}
	return time.Monday
}

// runName names so many days from the first on: "mon", "mon-fri".
func runName(first time.Weekday, length int) string {
	name := dayNames[first%daysPerWeek]
	if length > 1 {
		name += "-" + dayNames[(first+time.Weekday(length-1))%daysPerWeek]
	}
	return name
}

// MarshalText writes the Pattern as String does.
func (p Pattern) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what ParsePattern reads; an empty text is the zero
// Pattern.
func (p *Pattern) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*p = Pattern{}
		return nil
	}
	parsed, err := ParsePattern(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}
