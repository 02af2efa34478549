package domain

import (
	"context"
	"errors"
	"slices"
	"time"
)

// lastSlots are the working days at the end of a period on which nothing opens,
// so that both turns fit before the next one.
const lastSlots = 8

// Replan plans the conversations of people who were marked: after a change of
// zone, hours, partner, cadence or policy, and at the start. At most limit
// people; it tells how many.
func (s ConversationService) Replan(ctx context.Context, limit int) (int, error) {
	var marked []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		marked, err = tx.MarkedForPlanning(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil || len(marked) == 0 {
		return 0, err
	}
	return s.sweep(ctx, marked, sweeping{take: s.takeMarked, taken: s.planMarked, alone: s.replan})
}

// takeMarked takes the marks of some people and reads what planning them asks.
func (s ConversationService) takeMarked(ctx context.Context, tx Tx, people []ID) ([]ID, Tx, error) {
	// The marks go first: one that is set meanwhile stays for the next time.
	mine, err := tx.TakeMarked(ctx, people, tx.Now())
	if err != nil || len(mine) == 0 {
		return nil, tx, err
	}
	ahead, err := tx.Ahead(ctx, mine, aheadSince(tx))
	return mine, ahead, err
}

// aheadSince is from when on absences and pauses are read ahead, whatever the
// zone of a person is.
func aheadSince(tx Tx) Date { return DateOf(tx.Now(), time.UTC).AddDays(-absenceHistory - 1) }

// replan plans one person who may be marked.
func (s ConversationService) replan(ctx context.Context, tx Tx, id ID) error {
	if err := tx.Planned(ctx, id); err != nil {
		return err
	}
	return s.planMarked(ctx, tx, id)
}

// planMarked plans one person whose mark was taken away, and marks them for
// when to look again.
func (s ConversationService) planMarked(ctx context.Context, tx Tx, id ID) error {
	if err := s.plan(ctx, tx, id); err != nil {
		return err
	}
	again, err := s.nextLook(ctx, tx, id)
	if err != nil || again.IsZero() {
		return err
	}
	return tx.MarkForPlanning(ctx, []ID{id}, again)
}

// plan makes sure that an employee has one planned conversation that fits the
// person as they are now: it moves the planned one, adds a missing one, or
// ends what must not be.
func (s ConversationService) plan(ctx context.Context, tx Tx, id ID) error {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	policy := version.Policy
	if err := s.wake(ctx, tx, id); err != nil {
		return err
	}
	if s.hasLeft(person, tx.Now(), policy) {
		if err := s.leaveToOthers(ctx, tx, person); err != nil {
			return err
		}
	}
	if err := s.stepIn(ctx, tx, person, policy); err != nil {
		return err
	}
	planned, err := tx.Conversations(ctx, TalkFilter{Employee: id, States: []ConversationState{TalkPlanned}})
	if err != nil {
		return err
	}
	if !person.Converses() || policy.Conversations.Start.IsZero() {
		return s.endPlans(ctx, tx, planned)
	}
	if err := s.countAnew(ctx, tx, person); err != nil {
		return err
	}
	if !person.Leaves.IsZero() {
		return s.planLeaving(ctx, tx, person, policy, planned)
	}
	if err := s.goOnWith(ctx, tx, person, policy, planned); err != nil {
		return err
	}
	planned = notMoved(planned)
	next, err := s.nextTalk(ctx, tx, person, policy, planned)
	if err != nil {
		return err
	}
	if len(planned) == 0 {
		next.ID = s.IDs.New()
		next.DueAt = next.OpensAt
		return tx.CreateConversation(ctx, next)
	}
	return s.move(ctx, tx, planned[0], next)
}

// move brings a planned conversation to where the rule puts it now.
func (s ConversationService) move(ctx context.Context, tx Tx, c, want Conversation) error {
	if c.Partner == want.Partner && c.Rule == want.Rule && c.Period == want.Period {
		return nil
	}
	c.Partner, c.Rule, c.OpensAt, c.Kind = want.Partner, want.Rule, want.OpensAt, want.Kind
	c.Period, c.Ordinal = want.Period, want.Ordinal
	_, err := s.save(ctx, tx, c)
	return err
}

// nextTalk computes the next conversation of a person: joiner's talks by the
// start date, then the cadence.
func (s ConversationService) nextTalk(ctx context.Context, tx Tx, person Person, policy Policy, planned []Conversation) (Conversation, error) {
	calendar, err := s.clockOf(ctx, tx, person, policy)
	if err != nil {
		return Conversation{}, err
	}
	partner, err := s.PartnerOf(ctx, tx, person, policy)
	if err != nil {
		return Conversation{}, err
	}
	c := Conversation{Employee: person.ID, Partner: partner, State: TalkPlanned, Kind: RegularTalk}
	if partner == "" {
		c.Kind = OwnNotes
	}
	from := laterOf(calendar.Today(tx.Now()), policy.Conversations.Start)
	if day, n, err := s.joinerDay(ctx, tx, person, from, calendar); err != nil || !day.IsZero() {
		c.Kind, c.Period, c.Ordinal = JoinerTalk, joinerPeriod, n
		return s.at(c, day, calendar, policy), err
	}
	cadence, err := s.CadenceOf(ctx, tx, person, policy)
	if err != nil {
		return Conversation{}, err
	}
	morning := nextMorning(calendar, policy, tx.Now())
	if hasDay(planned, partner, calendar.Today(tx.Now())) {
		morning = calendar.Today(tx.Now())
	}
	ahead := horizon{calendar: calendar, policy: policy, from: laterOf(morning, policy.Conversations.Start)}
	period, err := s.nextPeriod(ctx, tx, person.ID, cadence, ahead)
	if err != nil {
		return Conversation{}, err
	}
	c.Period = period.Key
	day, err := s.slot(ctx, tx, c, period, ahead)
	if err != nil {
		return Conversation{}, err
	}
	if kept, ok := keptDay(planned, c, slotDays(period, calendar.Today(tx.Now()), calendar)); ok {
		day = kept
	}
	return s.at(c, day, calendar, policy), nil
}

// nextMorning is the day of the first opening that is still to come: today's
// until it begins, else tomorrow's.
func nextMorning(w WorkCalendar, policy Policy, now time.Time) Date {
	today := w.Today(now)
	if today.In(w.Zone, openingOf(policy).From).After(now) {
		return today
	}
	return today.AddDays(1)
}

// hasDay tells whether the conversation with that partner is planned for a day.
// Who is planned anew at 9:08 keeps what opens at 9:22, also where the period has
// no later day: it would be without a conversation.
func hasDay(planned []Conversation, partner ID, day Date) bool {
	return slices.ContainsFunc(planned, func(c Conversation) bool { return c.Partner == partner && c.Rule.Day == day })
}

// at sets day and time of the opening.
func (s ConversationService) at(c Conversation, day Date, w WorkCalendar, policy Policy) Conversation {
	opening := openingOf(policy)
	key := PairKey(c.Employee, c.Partner)
	opens, ok := w.OpensAt(day, opening, key)
	if !ok {
		opens = day.In(w.Zone, opening.Time(key))
	}
	c.OpensAt = opens.UTC()
	c.Rule = DueRule{Day: day, At: opening.Time(key), Zone: w.Zone.String()}
	return c
}

// openingOf is the policy's window, or the default where it cannot be read.
func openingOf(policy Policy) Opening {
	opening := DefaultOpening()
	if from, err := ParseTimeOfDay(policy.Conversations.OpensFrom); err == nil {
		opening.From = from
	}
	if to, err := ParseTimeOfDay(policy.Conversations.OpensTo); err == nil && to > opening.From {
		opening.Until = to
	}
	return opening
}

// joinerPeriod is the period of a joiner's talks.
const joinerPeriod = "start"

// joinerDays: a joiner talks on working day 2, then after 30, 60 and 90 days.
var joinerDays = [4]int{0, 30, 60, 90}

// joinerSpan is how many working days after its day a joiner's talk may still
// open: the first is due on working day 5 (P7), and "your first week" makes no
// sense later.
const joinerSpan = 3

// joinerOpens are the days on which a joiner's n-th talk may open: from its own
// day, or the first working day after it.
func joinerOpens(start Date, n int, w WorkCalendar) (DateRange, bool) {
	first, ok := w.AddWorkingDays(start.AddDays(joinerDays[n]), 0)
	if n == 0 && ok {
		first, ok = w.AddWorkingDays(start.AddDays(-1), 2)
	}
	last, there := w.AddWorkingDays(first, joinerSpan)
	return DateRange{Start: first, End: last}, ok && there
}

// joinerDay is the day of the joiner's next talk from a day on, and which of
// them it is; no day when all are over.
func (s ConversationService) joinerDay(ctx context.Context, tx Tx, person Person, from Date, w WorkCalendar) (Date, int, error) {
	if person.Start.IsZero() {
		return Date{}, 0, nil
	}
	var had map[int]bool
	for n := range joinerDays {
		days, ok := joinerOpens(person.Start, n, w)
		if !ok || from.After(days.End) {
			continue
		}
		if had == nil {
			var err error
			if had, err = s.joinerTalks(ctx, tx, person.ID); err != nil {
				return Date{}, 0, err
			}
		}
		if !had[n] {
			return laterOf(days.Start, from), n, nil
		}
	}
	return Date{}, 0, nil
}

// joinerTalks tells which of the joiner's talks a person has had; one that
// moved from partner to partner is the same one.
func (s ConversationService) joinerTalks(ctx context.Context, tx Tx, person ID) (map[int]bool, error) {
	f := TalkFilter{Employee: person, Period: joinerPeriod, States: []ConversationState{TalkOpen, TalkPaused, TalkClosed}}
	list, err := tx.Conversations(ctx, f)
	had := map[int]bool{}
	for _, c := range list {
		had[c.Ordinal%movedOrdinal] = true
	}
	return had, err
}

// horizon is what the day of a person's next conversation is chosen from.
type horizon struct {
	calendar WorkCalendar
	policy   Policy
	from     Date // today, or the start of the practice where that is later
}

// nextPeriod is the first period from today (or from the start of the
// practice) in which the person has had no conversation yet.
func (s ConversationService) nextPeriod(ctx context.Context, tx Tx, person ID, cadence Cadence, h horizon) (Period, error) {
	period := cadence.Period(h.from)
	for range 3 {
		had, err := tx.HadTalk(ctx, person, period.Key)
		if err != nil {
			return Period{}, err
		}
		if !had && len(slotDays(period, h.from, h.calendar)) > 0 {
			return period, nil
		}
		period = period.Next()
	}
	return period, nil
}

// slotDays are the days of a period on which a conversation may open.
func slotDays(period Period, from Date, w WorkCalendar) []Date {
	days := w.WorkingDays(DateRange{Start: laterOf(period.Start, from), End: period.End})
	all := len(w.WorkingDays(period.Range()))
	spare := min(lastSlots, all/2)
	if len(days) <= spare {
		return nil
	}
	return days[:len(days)-spare]
}

// slot deals the day, so that no manager has more conversations in a week than
// the policy says.
func (s ConversationService) slot(ctx context.Context, tx Tx, c Conversation, period Period, h horizon) (Date, error) {
	days := slotDays(period, h.from, h.calendar)
	if len(days) == 0 {
		return laterOf(period.Start, h.from), nil
	}
	var taken []Date
	if c.Partner != "" {
		var err error
		around := DateRange{Start: period.Start.WeekStart(), End: period.End.WeekStart().AddDays(daysPerWeek - 1)}
		if taken, err = tx.SlotsOf(ctx, c.Partner, c.Employee, around); err != nil {
			return Date{}, err
		}
	}
	deal := Deal{Days: days, Placed: taken, PerWeek: h.policy.Conversations.PerWeek}
	day, _ := deal.Day(PairKey(c.Employee, c.Partner))
	return day, nil
}

// keptDay is the day that the same two already have in the same period, where
// it is still a day to open on: a change of something else moves nobody.
func keptDay(planned []Conversation, c Conversation, days []Date) (Date, bool) {
	for _, old := range planned {
		if old.Period == c.Period && old.Partner == c.Partner && slices.Contains(days, old.Rule.Day) {
			return old.Rule.Day, true
		}
	}
	return Date{}, false
}

// open opens a planned conversation: unless the rule has moved it, or the
// person is away for long.
func (s ConversationService) open(ctx context.Context, tx Tx, c *Conversation, p pair) error {
	start := p.policy.Conversations.Start
	if !p.employee.Converses() || start.IsZero() || !p.employee.Leaves.IsZero() && c.Kind != ClosingTalk {
		c.State, c.Ending, c.ClosedAt = TalkClosed, Ended, tx.Now()
		return tx.Record(ctx, Entry{Act: "conversation.end", Subject: c.ID, Person: c.Employee, Version: c.Version + 1, Content: string(Ended)})
	}
	today := p.mine.Today(tx.Now())
	if today.Before(start) {
		*c = s.at(*c, start, p.mine, p.policy)
		return nil
	}
	if p.mine.IsAway(today) {
		return s.putOff(c, p, today)
	}
	if met, err := s.metBy(ctx, tx, p.employee, p.mine); err != nil || !met {
		return errors.Join(err, s.putOff(c, p, today)) // Rapport introduces itself first
	}
	if err := s.closeFormer(ctx, tx, c); err != nil {
		return err
	}
	c.State, c.OpenedAt = TalkOpen, tx.Now()
	if due, ok := p.mine.AddWorkingDays(today, turnsOf(*c, p.policy.Conversations.TurnDays)); ok {
		c.DueOn = due
	}
	if err := s.employeesTurn(ctx, tx, c, p); err != nil {
		return err
	}
	entry := Entry{Act: "conversation.open", Subject: c.ID, Person: c.Employee, Version: c.Version + 1}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	return tx.MarkForPlanning(ctx, []ID{c.Employee}, tx.Now())
}

// putOff moves an opening to the first working day after an absence; a long
// one pauses the conversation until the person is back.
func (s ConversationService) putOff(c *Conversation, p pair, today Date) error {
	back, ok := p.mine.AddWorkingDays(today, 1)
	if !ok {
		c.State, c.AwaySince = TalkPaused, p.mine.Today(c.OpensAt).In(p.mine.Zone, 0)
		return nil
	}
	*c = s.at(*c, back, p.mine, p.policy)
	return nil
}

// closeFormer closes what is still open of the employee when the next opens:
// promises move on, and what was not held is called so and no worse.
func (s ConversationService) closeFormer(ctx context.Context, tx Tx, c *Conversation) error {
	f := TalkFilter{Employee: c.Employee, States: []ConversationState{TalkOpen, TalkPaused}}
	former, err := tx.Conversations(ctx, f)
	if err != nil {
		return err
	}
	for _, old := range former {
		if old.ID == c.ID || old.Kind == AskedTalk {
			continue
		}
		ending := NotHeld
		if !old.HeldOn.IsZero() {
			ending = Held
		}
		if err := s.closeNow(ctx, tx, old, ending); err != nil {
			return err
		}
	}
	return nil
}

// close ends a conversation and its asks. An ending that was set before
// (unconfirmed) stays.
func (s ConversationService) close(ctx context.Context, tx Tx, c *Conversation, ending Ending) error {
	if c.Ending == "" {
		c.Ending = ending
	}
	c.State, c.Turn, c.ClosedAt = TalkClosed, NoTurn, tx.Now()
	return s.closeAsks(ctx, tx, c.ID, "", "")
}

// closeNow closes a conversation for which nobody acts, and writes it with its
// ledger entry.
func (s ConversationService) closeNow(ctx context.Context, tx Tx, c Conversation, ending Ending) error {
	if err := s.close(ctx, tx, &c, ending); err != nil {
		return err
	}
	c, err := s.save(ctx, tx, c)
	if err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Act: "conversation.end", Subject: c.ID, Person: c.Employee, Version: c.Version, Content: string(c.Ending)})
}

func laterOf(a, b Date) Date {
	if b.After(a) {
		return b
	}
	return a
}

// CadenceOf is the person's rhythm: the narrowest of person, role, team and
// organisation; new managers have one of their own for the first months.
func (s ConversationService) CadenceOf(ctx context.Context, tx Tx, person Person, policy Policy) (Cadence, error) {
	talks := policy.Conversations
	texts := []string{person.Cadence, talks.Roles[person.Role], talks.Teams[person.Team], talks.Teams[person.Area()], talks.Cadence}
	if fresh, err := s.newManager(ctx, tx, person, policy); err != nil {
		return Cadence{}, err
	} else if fresh {
		texts = append([]string{person.Cadence, talks.NewManagerCadence}, texts...)
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		if cadence, err := ParseCadence(text); err == nil {
			return cadence, nil
		}
	}
	return ParseCadence("monthly")
}

// newManager tells whether the person has had reports for less than the
// policy's months.
func (s ConversationService) newManager(ctx context.Context, tx Tx, person Person, policy Policy) (bool, error) {
	since, err := tx.ManagesSince(ctx, person.ID)
	if err != nil || since.IsZero() {
		return false, err
	}
	return tx.Now().Before(since.AddDate(0, policy.Conversations.NewManagerMonths, 0)), nil
}

// awayLong tells whether a person is away today, in an absence of more than n
// working days from its first day to its last.
func awayLong(w WorkCalendar, now time.Time, n int) bool {
	today := w.Today(now)
	for _, absence := range w.Absences {
		if absence.Contains(today) && w.AbsenceLength(absence) > n {
			return true
		}
	}
	return false
}
