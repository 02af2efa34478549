package domain

import (
	"context"
	"time"
)

// silence is how many whole days somebody said nothing between two instants,
// without days away and paused ones, which the calendar holds as absences: time
// in which nothing is asked is no silence (P5, N7).
func (w WorkCalendar) silence(from, to time.Time) int {
	const day = 24 * time.Hour
	return int(to.Sub(from)/day) - w.daysAway(from, to)
}

// silentAt is when a silence since an instant will have lasted so many days, as
// far as absences and pauses are known. It looks two years ahead at most.
func (w WorkCalendar) silentAt(from time.Time, days int) time.Time {
	at := from.AddDate(0, 0, days)
	for range searchDays {
		missing := days - w.silence(from, at)
		if missing <= 0 {
			break
		}
		at = at.AddDate(0, 0, missing)
	}
	return at
}

// silentSince is the latest instant since which a silence until now has lasted
// so many days. It looks two years back at most.
func (w WorkCalendar) silentSince(now time.Time, days int) time.Time {
	at := now.AddDate(0, 0, -days)
	for range searchDays {
		missing := days - w.silence(at, now)
		if missing <= 0 {
			break
		}
		at = at.AddDate(0, 0, -missing)
	}
	return at
}

// historyFrom is from when on absences and pauses matter at an instant.
func historyFrom(at time.Time) Date { return DateOf(at, time.UTC).AddDays(-absenceHistory) }

// calendarsOf are people's calendars, with the absences that matter at an
// instant.
func (p Practice) calendarsOf(ctx context.Context, tx Tx, people []Person, policy Policy, at time.Time) (map[ID]WorkCalendar, error) {
	ids := make([]ID, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	absences, err := tx.AbsencesOf(ctx, ids, historyFrom(at))
	if err != nil {
		return nil, err
	}
	calendars := make(map[ID]WorkCalendar, len(people))
	for _, person := range people {
		calendars[person.ID] = p.calendar(person, policy, absences[person.ID])
	}
	return calendars, nil
}

// goalsSilentSince tells for each person since when a goal must have had no news
// to stand as one without news at an instant.
func (p Practice) goalsSilentSince(ctx context.Context, tx Tx, people []Person, policy Policy, at time.Time) (map[ID]time.Time, error) {
	calendars, err := p.calendarsOf(ctx, tx, people, policy, at)
	if err != nil {
		return nil, err
	}
	pauses, err := tx.Pauses(ctx, historyFrom(at))
	if err != nil {
		return nil, err
	}
	since := make(map[ID]time.Time, len(people))
	for _, person := range people {
		since[person.ID] = calendars[person.ID].pausedBy(pauses, person).silentSince(at, policy.Goals.SilentDays)
	}
	return since, nil
}

// goalClock is the calendar by which the silence of a goal is counted: that of
// who answers for it.
func (s GoalService) goalClock(ctx context.Context, tx Tx, g Goal, policy Policy) (WorkCalendar, error) {
	owner, err := tx.Person(ctx, g.Owner)
	if err != nil {
		return WorkCalendar{}, err
	}
	return s.clockOf(ctx, tx, owner, policy)
}

// closeLook is after how many days without news something is asked about that is
// at risk or due soon.
const closeLook = 7

// undertaking is what a person has taken on, by what decides when to ask for its
// news.
type undertaking struct {
	due Date
	// worried is true where the person sees it at risk.
	worried bool
	// soon is how many days before it is due it is looked at closely, and silent
	// after how many days without news it is asked about anyway.
	soon, silent int
}

// nextAsk is when to ask for news of what was last spoken of, by its owner or by
// an ask, at an instant (G7): after long silence; after a week at risk; when it
// comes due soon, and from then on after a week, on its due day at the latest.
func (u undertaking) nextAsk(spoken time.Time, w WorkCalendar) time.Time {
	at := w.silentAt(spoken, u.silent)
	sooner := func(other time.Time) {
		if other.After(spoken) && other.Before(at) {
			at = other
		}
	}
	if u.worried {
		sooner(w.silentAt(spoken, closeLook))
	}
	soon, due := u.due.AddDays(-u.soon).In(w.Zone, 0), u.due.In(w.Zone, 0)
	sooner(soon)
	if !soon.After(spoken) && due.After(spoken) {
		sooner(w.silentAt(spoken, closeLook))
		sooner(due)
	}
	return at.UTC()
}

// worries tells whether somebody sees something at risk.
func (c Confidence) worries() bool { return c == AtRisk || c == OffTrack }

// nextAsk is when a goal should be asked about that was last spoken of at an
// instant; never where it is closed.
func (g Goal) nextAsk(spoken time.Time, w WorkCalendar, policy GoalPolicy) time.Time {
	if g.Closed() {
		return time.Time{}
	}
	u := undertaking{due: g.Due, worried: g.Confidence.worries(), soon: policy.DueSoonDays, silent: policy.SilentDays}
	return u.nextAsk(spoken, w)
}
