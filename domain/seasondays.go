package domain

import (
	"cmp"
	"context"
	"slices"
)

// shortNamed is how many of those whose days do not suffice a form names.
const shortNamed = 3

// check tells what is wrong with days as filled in. Of a season that is under way
// a day that is over stays as it was.
func (d SeasonDays) check(today Date, until Date, was SeasonDays) Faults {
	var faults Faults
	before := until
	former := was.List()
	for i, day := range d.List() {
		field := string(day.Step)
		kept := !former[i].Day.IsZero() && former[i].Day.Before(today)
		switch {
		case day.Day.IsZero():
			faults = append(faults, RefuseField(field, "season.day_missing"))
			continue
		case kept && day.Day != former[i].Day:
			faults = append(faults, RefuseField(field, "season.day_over", "Day", former[i].Day))
		case !kept && day.Day.Before(today):
			faults = append(faults, RefuseField(field, "season.day_past"))
		case day.Day.Before(before), d.apart(day.Step) && day.Day == before:
			faults = append(faults, RefuseField(field, "season.day_order", "Day", before))
		case day.Day.DaysSince(until) > MaxSeasonSpan:
			faults = append(faults, RefuseField(field, "season.day_far"))
		}
		before = day.Day
	}
	return faults
}

// apart tells which of the days cannot be the same as the one before: who reads
// needs a day, and decisions come after the last word.
func (SeasonDays) apart(step SeasonStep) bool {
	return step == PacketStep || step == ReplyStep || step == DecideStep
}

// checkSpan tells what is wrong with the time that is looked back on.
func checkSpan(from, until Date) Faults {
	switch {
	case from.IsZero():
		return Faults{RefuseField("from", "season.day_missing")}
	case until.IsZero():
		return Faults{RefuseField("until", "season.day_missing")}
	case until.Before(from):
		return Faults{RefuseField("until", "season.day_order", "Day", from)}
	case until.DaysSince(from) > MaxSeasonSpan:
		return Faults{RefuseField("until", "season.day_far")}
	}
	return nil
}

// readDays is how many working days a person has to read before any decision.
func (p SeasonPolicy) readDays() int { return max(p.ReadDays, LeastReadDays) }

// ownDays are a person's days where the summary can be read from a day on: the
// season's, and later where the person's working days need it. Decisions wait
// for the morning after the last of them. Whoever does not work in the next two
// years has no day for decisions.
func (d SeasonDays) ownDays(w WorkCalendar, from Date, read int) (reply, ack, decide Date) {
	last, ok := w.AddWorkingDays(from, read)
	if !ok {
		last = from.AddDays(searchDays)
	}
	return laterOf(d.Reply, last), laterOf(d.Ack, last), laterOf(d.Decide, last.AddDays(1))
}

// short gives the people whose working days between reading and decisions do not
// suffice, by name.
func (d SeasonDays) short(people []Person, calendars map[ID]WorkCalendar, read int) []Person {
	var list []Person
	for _, person := range people {
		w := calendars[person.ID]
		from, works := w.AddWorkingDays(d.Packet, 0)
		if !works {
			continue // away for so long: the case waits for the return
		}
		if _, _, decide := d.ownDays(w, from, read); decide.After(d.Decide) {
			list = append(list, person)
		}
	}
	slices.SortFunc(list, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list
}

// checkPeople looks at the working days of the people, who are at most
// seasonChecked: of a larger group the others get days of their own where they
// need them.
func (s SeasonService) checkPeople(ctx context.Context, tx Tx, people []Person, d SeasonDays) (Faults, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	calendars, err := s.calendarsOf(ctx, tx, people, version.Policy, tx.Now())
	if err != nil {
		return nil, err
	}
	read := version.Policy.Seasons.readDays()
	short := d.short(people, calendars, read)
	if len(short) == 0 {
		return nil, nil
	}
	names := make([]string, 0, shortNamed)
	for _, person := range short[:min(len(short), shortNamed)] {
		names = append(names, person.Name)
	}
	return Faults{RefuseField(string(DecideStep), "season.days_short", "Count", len(short), "Names", names, "Days", read)}, nil
}
