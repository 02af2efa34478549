package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// countPage is how many people are counted at a time.
const countPage = 500

// count is the making of a digest's figures.
type count struct {
	Practice
	policy  Policy
	zone    *time.Location
	day     Date
	at      time.Time // the end of what is counted
	period  Period
	before  Date // the same working day of the last period
	figures DigestFigures
	areas   map[string]AreaFigures
	without int    // how many have no manager
	last    Digest // the newest of a week
	weekly  bool   // whether it is a week's own
	pauses  []Pause
	// priorities are those of the company on the day.
	priorities []ID
	// feedback is that of eight weeks, and receivers for how many it was.
	feedback  ToldFigures
	receivers int
}

// newCount prepares the counting for a day, at an instant of it: of the day's
// own period, or of the last one as a whole.
func (p Practice) newCount(policy Policy, day Date, at time.Time, last bool) *count {
	zone := p.digestZone(policy)
	c := &count{Practice: p, policy: policy, zone: zone, day: day, at: at, areas: map[string]AreaFigures{}}
	c.period = digestPeriod(policy).Period(day)
	w := p.calendar(Person{Zone: zone.String()}, policy, nil)
	if last {
		c.period = c.period.Previous()
	}
	c.figures.Period = c.period.Key
	c.figures.Workdays = len(w.WorkingDays(c.period.Range()))
	c.figures.Workday, c.before = c.figures.Workdays, c.period.Previous().End
	if last {
		return c
	}
	c.figures.Workday = len(w.WorkingDays(DateRange{Start: c.period.Start, End: day}))
	if d, ok := w.NthWorkingDayOfPeriod(c.period.Previous(), max(1, c.figures.Workday)); ok {
		c.before = d
	}
	return c
}

// countDay counts the day of a digest.
func (p Practice) countDay(ctx context.Context, tx Tx, policy Policy, of Digest, at time.Time) (DigestFigures, error) {
	figures, err := p.countPeople(ctx, tx, policy, of, at)
	if err != nil {
		return DigestFigures{}, err
	}
	if figures.Ending, err = tx.CountEnding(ctx, at, at.AddDate(0, 0, daysPerWeek)); err != nil {
		return DigestFigures{}, err
	}
	if figures.Funds, err = p.countFunds(ctx, tx, of.Day); err != nil {
		return DigestFigures{}, err
	}
	if figures.Records, err = countRecords(ctx, tx, at); err != nil {
		return DigestFigures{}, err
	}
	return figures, p.countElsewhere(ctx, tx, policy, of.Day, &figures)
}

// countPeople counts what concerns people, by their areas. While nothing is due
// in the digest's period yet, as in the first two weeks of a month, the last
// period is shown whole, if there was one.
func (p Practice) countPeople(ctx context.Context, tx Tx, policy Policy, of Digest, at time.Time) (DigestFigures, error) {
	earlier, err := tx.Digests(ctx, of.Day.WeekStart(), 1)
	if err != nil {
		return DigestFigures{}, err
	}
	var figures [2]DigestFigures
	for i := range figures {
		c := p.newCount(policy, of.Day, at, i > 0)
		c.weekly = !of.Week.IsZero()
		for _, d := range earlier {
			c.last = d
		}
		if figures[i], err = c.run(ctx, tx); err != nil || figures[i].All.Due > 0 {
			return figures[i], err
		}
	}
	return figures[0], nil
}

// together are the areas that were counted together in the last digest of the
// same period.
func (c *count) together() [][]string {
	if c.last.Figures.Period != c.period.Key {
		return nil
	}
	var together [][]string
	for _, g := range c.last.Figures.Groups {
		together = append(together, g.Areas)
	}
	return together
}

// opinions publishes anew with a week's digest. What somebody asked for between
// two shows what was published last, and so does a company too small to.
func (c *count) opinions() Opinions {
	last := c.last.Figures.Opinions
	groups := c.figures.Groups
	if !c.policy.Discloses(UsefulByArea) {
		groups, last.Groups = nil, nil
	}
	if !c.weekly || c.figures.Small() {
		return last
	}
	fresh, ok := PublishOpinions(groups, c.figures.All.Opinion, max(c.policy.Conversations.UsefulFrom, LeastArea))
	if !ok {
		return last
	}
	fresh.At, fresh.Day = c.at, c.day
	return fresh
}

// anewFrom is from when on an answer was in none of the published opinions.
func (c *count) anewFrom() time.Time {
	if at := c.last.Figures.Opinions.At; at.After(c.answersFrom()) {
		return at
	}
	return c.answersFrom()
}

// answersFrom is from when on answers to "Was it worth the time?" are counted.
func (c *count) answersFrom() time.Time { return c.period.Previous().Start.In(c.zone, 0) }

// digestPeriod is what the digest counts by: the quarter where that is the
// organisation's rhythm, else the month.
func digestPeriod(policy Policy) Cadence {
	if c, err := ParseCadence(policy.Conversations.Cadence); err == nil && c == Quarterly {
		return Quarterly
	}
	return Monthly
}

// digestPolicy is the policy in force with the zone of the digest filled in:
// where none is set, that of the first of the people team, who read it.
func (p Practice) digestPolicy(ctx context.Context, tx Tx) (Policy, error) {
	version, err := tx.Policy(ctx)
	if err != nil || version.Policy.Digest.Zone != "" {
		return version.Policy, err
	}
	team, err := p.peopleTeam(ctx, tx, "")
	if len(team) > 0 {
		version.Policy.Digest.Zone = team[0].Zone
	}
	return version.Policy, err
}

// digestZone is the digest's own zone, else the organisation's.
func (p Practice) digestZone(policy Policy) *time.Location {
	return p.zoneOf(Person{Zone: policy.Digest.Zone}, policy)
}

// run counts everybody, page by page, on the snapshot of tx.
func (c *count) run(ctx context.Context, tx Tx) (DigestFigures, error) {
	var err error
	if c.pauses, err = tx.Pauses(ctx, historyFrom(c.at)); err != nil {
		return DigestFigures{}, err
	}
	first, err := tx.PrioritiesOn(ctx, c.day)
	if err != nil {
		return DigestFigures{}, err
	}
	for _, p := range first.Entries {
		c.priorities = append(c.priorities, p.ID)
	}
	c.figures.Priorities = len(c.priorities)
	if c.figures.Seasons, err = seasonFigures(ctx, tx, c.day, max(c.policy.Digest.Minimum, LeastArea)); err != nil {
		return DigestFigures{}, err
	}
	for after := ID(""); ; {
		people, err := tx.People(ctx, PersonFilter{Active: true, After: after, Limit: countPage})
		if err != nil {
			return DigestFigures{}, err
		}
		if err := c.page(ctx, tx, people); err != nil {
			return DigestFigures{}, err
		}
		if len(people) < countPage {
			break
		}
		after = people[len(people)-1].ID
	}
	f := &c.figures
	f.Coached = f.Coached.shown()
	if f.Told, err = c.told(ctx, tx); err != nil {
		return DigestFigures{}, err
	}
	if f.Unassigned, err = tx.CountWithoutManager(ctx); err != nil {
		return DigestFigures{}, err
	}
	f.Others += max(0, c.without-f.Unassigned) // the people team knows that they need none
	var areas []AreaFigures
	for _, a := range c.areas {
		areas = append(areas, a)
		f.All = f.All.Add(a)
	}
	f.All.Areas = nil
	if !f.Small() {
		f.Groups = FoldAreas(areas, max(c.policy.Digest.Minimum, LeastArea), c.together())
	}
	f.Facts = f.facts()
	f.Opinions = c.opinions()
	return *f, nil
}

// page counts some people.
func (c *count) page(ctx context.Context, tx Tx, people []Person) error {
	calendars, err := c.calendarsOf(ctx, tx, people, c.policy, c.at)
	if err != nil {
		return err
	}
	counted := c.sift(people, calendars)
	if len(counted) == 0 {
		return nil
	}
	ids, silent := make([]ID, len(counted)), make(map[ID]time.Time, len(counted))
	for i, p := range counted {
		ids[i], silent[p.ID] = p.ID, c.silentSince(p, calendars[p.ID])
	}
	talks, err := c.talks(ctx, tx, ids)
	if err != nil {
		return err
	}
	thanked, err := tx.ThankedWithin(ctx, ids, c.reachFrom(), c.at)
	if err != nil {
		return err
	}
	goals, err := tx.GoalCountsOf(ctx, silent)
	if err != nil {
		return err
	}
	linked, err := c.linked(ctx, tx, ids)
	if err != nil {
		return err
	}
	if err := c.addOwn(ctx, tx, ids); err != nil {
		return err
	}
	ratings, err := tx.RatingsOf(ctx, ids, c.answersFrom(), c.at)
	if err != nil {
		return err
	}
	for _, p := range counted {
		one := c.person(talks[p.ID])
		one.Areas = []string{p.Area()}
		if thanked[p.ID] {
			one.Thanked = 1
		}
		g := goals[p.ID]
		one.Goals, one.AtRisk, one.OffTrack, one.Silent, one.Alone = g.Open, g.AtRisk, g.OffTrack, g.Silent, g.Alone
		one.Linked = linked[p.ID]
		one.Opinion = opinionOf(ratings[p.ID], c.anewFrom())
		sum := c.areas[p.Area()].Add(one)
		sum.Areas = one.Areas
		c.areas[p.Area()] = sum
	}
	return nil
}

// linked counts the goals of people that serve a priority, where there are any.
func (c *count) linked(ctx context.Context, tx Tx, people []ID) (map[ID]int, error) {
	if len(c.priorities) == 0 {
		return map[ID]int{}, nil
	}
	return tx.LinkedGoals(ctx, people, c.priorities)
}

// silentSince is since when a goal of somebody must have had no news to stand as
// one without news.
func (c *count) silentSince(p Person, w WorkCalendar) time.Time {
	return w.pausedBy(c.pauses, p).silentSince(c.at, c.policy.Goals.SilentDays)
}

// sift leaves out who is not counted, and says why in the figures.
func (c *count) sift(people []Person, calendars map[ID]WorkCalendar) []Person {
	var counted []Person
	for _, p := range people {
		r := reader{person: p, calendar: calendars[p.ID], pauseAfter: c.policy.Time.PauseAfter}
		_, away := r.longAway(c.day)
		gone := !p.Leaves.IsZero() && p.Leaves.Before(c.day)
		switch {
		case p.Kind == Bot || p.Kind == Outsider || gone:
		case !p.Converses():
			c.figures.Others++
		case p.Manager == "":
			c.without++
		case away:
			c.figures.Away++
		case !p.Start.IsZero() && c.day.DaysSince(p.Start) <= joinerDays[len(joinerDays)-1]:
			c.figures.Joiners++
		default:
			counted = append(counted, p)
		}
		c.figures.Converse += number(p.Converses() && !gone)
	}
	return counted
}

// talks reads the conversations of this period and the last, by employee.
func (c *count) talks(ctx context.Context, tx Tx, people []ID) (map[ID][]DueTalk, error) {
	list, err := tx.TalksDue(ctx, people, DateRange{Start: c.period.Previous().Start, End: c.day})
	if err != nil {
		return nil, err
	}
	byEmployee := map[ID][]DueTalk{}
	for _, t := range list {
		byEmployee[t.Employee] = append(byEmployee[t.Employee], t)
	}
	return byEmployee, nil
}

// notToHold are the endings of conversations that were not to take place.
var notToHold = map[Ending]bool{LeftOut: true, Rested: true, Ended: true, Moved: true}

// person counts one person's conversations. What was left out, rested or
// paused was not to take place, so it is not due.
func (c *count) person(talks []DueTalk) AreaFigures {
	one := AreaFigures{People: 1}
	for _, t := range talks {
		if notToHold[t.Ending] || t.State == TalkPaused {
			continue
		}
		switch {
		case c.period.Contains(t.DueOn):
			held := !t.HeldOn.IsZero() && !t.HeldOn.After(c.day)
			past := !held && t.DueOn.Before(c.day)
			one.Due, one.Held, one.Past = one.Due+1, one.Held+number(held), one.Past+number(past)
			one.NoDay += number(past && t.State == TalkOpen && t.MeetAt.IsZero())
		case !t.DueOn.After(c.before):
			held := !t.HeldOn.IsZero() && !t.HeldOn.After(c.before)
			one.BeforeDue, one.BeforeHeld = one.BeforeDue+1, one.BeforeHeld+number(held)
			one.BeforePast += number(!held && t.DueOn.Before(c.before))
		}
	}
	if pair, missed := missedTwice(talks); missed && c.policy.Discloses(NamedPairs) {
		c.figures.Pairs = append(c.figures.Pairs, pair)
	}
	return one
}

// missedTwice tells whether the last two that closed were both not held, with
// the same partner.
func missedTwice(talks []DueTalk) ([2]ID, bool) {
	closed := slices.DeleteFunc(slices.Clone(talks), func(t DueTalk) bool { return t.State != TalkClosed })
	slices.SortFunc(closed, func(a, b DueTalk) int { return cmp.Or(b.DueOn.Compare(a.DueOn), cmp.Compare(a.ID, b.ID)) })
	if len(closed) < 2 || closed[0].Ending != NotHeld || closed[1].Ending != NotHeld || closed[0].Partner != closed[1].Partner {
		return [2]ID{}, false
	}
	return [2]ID{closed[0].Employee, closed[0].Partner}, true
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// The sizes from which something is a fact.
const (
	mostFacts  = 3
	leastLate  = 3  // conversations past their date
	reachGap   = 10 // percentage points below the others
	leastGoals = 3
)

// facts picks what can be acted on, people before numbers: conversations past
// their date, thanks that do not reach an area, people without a manager, and
// where there is room goals to look at.
func (f *DigestFigures) facts() []Fact {
	var facts []Fact
	if i, ok := f.most(func(a AreaFigures) int { return a.Past }); ok && f.Groups[i].Past >= leastLate {
		facts = append(facts, Fact{FactLate, i})
	}
	if i, ok := f.most(f.unreached); ok && f.unreached(f.Groups[i]) >= reachGap {
		facts = append(facts, Fact{FactThanks, i})
	}
	if f.Unassigned > 0 {
		facts = append(facts, Fact{Kind: FactUnassigned})
	}
	if i, ok := f.most(AreaFigures.Look); ok && f.Groups[i].Look() >= leastGoals {
		facts = append(facts, Fact{FactGoals, i})
	}
	return facts[:min(len(facts), mostFacts)]
}

// unreached is by how many percentage points fewer people of an area were
// thanked than elsewhere.
func (f *DigestFigures) unreached(a AreaFigures) int {
	others, elsewhere := f.All.People-a.People, f.All.Thanked-a.Thanked
	if others <= 0 || a.People <= 0 {
		return 0
	}
	const percent = 100
	return percent*elsewhere/others - percent*a.Thanked/a.People
}

// most finds the group with the largest value.
func (f *DigestFigures) most(of func(AreaFigures) int) (int, bool) {
	best := -1
	for i, a := range f.Groups {
		if best < 0 || of(a) > of(f.Groups[best]) {
			best = i
		}
	}
	return best, best >= 0
}
