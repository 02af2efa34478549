package domain

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The names of the parts of evidence, beside those of a feedback's form.
const (
	TextPart      = "text"
	SituationPart = "situation"
	BehaviourPart = "behaviour"
	ImpactPart    = "impact"
	NextPart      = "next"
	ValuePart     = "value"  // of the company
	WhyPart       = "why"    // of a goal or of news on it
	LessonPart    = "lesson" // of a goal that ended
	StepsPart     = "steps"  // of an item of a plan
	AddedPart     = "added"  // to a summary by who confirmed it
	QuotePart     = "quote"  // of a message
	SourcePart    = "source" // which customer said it
)

// gathering is evidence about a person, as it is read for somebody.
type gathering struct {
	Practice
	tx      Tx
	reader  Standing
	person  Person
	subject Subject
	period  DateRange
	zone    *time.Location
	// from is the first instant of the period.
	from time.Time
	// within are the days for which somebody was the manager who is not any more;
	// nil for all others, whom no time binds.
	within []DateRange
	policy Policy
	cites  map[Citation]ID
	list   []Evidence
}

// evidenceOf gathers what is evidence about a person in a period, oldest first,
// as far as the reader may see each line by the table: what the person shared
// with one reader alone is read by nobody else. A former manager sees the time in
// which they were the manager. What was taken back is among it, without words;
// conversations that were asked for, preparations and notes never are. Goals and
// expectations are those that stood in the period.
func (p Practice) evidenceOf(ctx context.Context, tx Tx, reader Standing, person ID, period DateRange) ([]Evidence, error) {
	g := gathering{Practice: p, tx: tx, reader: reader, period: period}
	if err := g.begin(ctx, person); err != nil {
		return nil, err
	}
	for _, add := range []func(context.Context) error{
		g.addExpected, g.addGoals, g.addRecords, g.addGrowth, g.addFeedback, g.addKudos, g.addRounds, g.addKept, g.addSeasons,
	} {
		if err := add(ctx); err != nil {
			return nil, err
		}
	}
	g.list = slices.DeleteFunc(g.list, func(e Evidence) bool { return !g.inTime(e.RecordedAt) })
	byTime(g.list)
	return g.list, nil
}

// EvidenceOf is evidenceOf for one who acts. Errors: Forbidden where the actor may
// not see any evidence about the person.
func (s DossierService) EvidenceOf(ctx context.Context, actor, person ID, period DateRange) ([]Evidence, error) {
	var list []Evidence
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := s.aroundEvidence(ctx, tx, person)
		if err != nil {
			return err
		}
		reader, err := s.Permitted(ctx, tx, Act{Actor: actor}, MakePacket, subject)
		if err != nil {
			return err
		}
		list, err = s.evidenceOf(ctx, tx, reader, person, period)
		return err
	})
	return list, err
}

// aroundEvidence is who stands around a person's evidence: former managers and
// the people team's deputy, too.
func (p Practice) aroundEvidence(ctx context.Context, tx Tx, person ID) (Subject, error) {
	subject, err := p.about(ctx, tx, person)
	if err != nil {
		return Subject{}, err
	}
	if subject.Partner, err = tx.NamedPartner(ctx, person); err != nil {
		return Subject{}, err
	}
	subject.Former, err = tx.FormerManagers(ctx, person)
	return subject, err
}

// begin reads who stands around the person and what cites what.
func (g *gathering) begin(ctx context.Context, person ID) error {
	version, err := g.tx.Policy(ctx)
	if err != nil {
		return err
	}
	g.policy = version.Policy
	if g.person, err = g.tx.Person(ctx, person); err != nil {
		return err
	}
	g.zone = g.zoneOf(g.person, g.policy)
	g.from = g.period.Start.In(g.zone, 0)
	if g.subject, err = g.aroundEvidence(ctx, g.tx, person); err != nil {
		return err
	}
	if g.subject, g.within, err = g.inTheirTime(ctx, g.tx, g.reader, person, g.subject); err != nil {
		return err
	}
	list, err := g.tx.CitationsAbout(ctx, person)
	g.cites = make(map[Citation]ID, len(list))
	for _, c := range list {
		g.cites[Citation{Kind: c.Kind, Record: c.Record}] = c.Expectation
	}
	return err
}

// inTheirTime gives as whom a reader sees what is about a person, and the days to
// which one is limited who does so as a former manager alone; nil is no limit.
func (p Practice) inTheirTime(ctx context.Context, tx Tx, reader Standing, person ID, subject Subject) (Subject, []DateRange, error) {
	now := subject
	now.Former = nil
	if _, may := Can(reader, MakePacket, now); may {
		return now, nil, nil
	}
	if !slices.Contains(subject.Former, reader.Person.ID) {
		return subject, nil, nil
	}
	within, err := p.managedBy(ctx, tx, person, reader.Person.ID)
	return subject, within, err
}

// managedBy gives the days in which somebody was a person's manager before, never
// nil.
func (p Practice) managedBy(ctx context.Context, tx Tx, person, manager ID) ([]DateRange, error) {
	changes, err := tx.ManagerChangesOf(ctx, person)
	if err != nil {
		return nil, err
	}
	spans := []DateRange{}
	since := Date{Year: 1, Month: time.January, Day: 1} // the first of all is not known by a change
	for _, c := range changes {
		if c.Former == manager {
			spans = append(spans, DateRange{Start: since, End: c.On.AddDays(-1)})
		}
		since = c.On
	}
	return spans, nil
}

// inTime tells whether the reader may see what was recorded then.
func (g *gathering) inTime(at time.Time) bool {
	if g.within == nil {
		return true
	}
	day := DateOf(at, g.zone)
	return slices.ContainsFunc(g.within, func(r DateRange) bool { return r.Contains(day) })
}

// in tells whether something happened in the period.
func (g *gathering) in(at time.Time) bool { return g.period.Contains(DateOf(at, g.zone)) }

// may asks the table whether the reader does something of these by themselves.
func (g *gathering) may(subject Subject, actions ...Action) bool {
	return slices.ContainsFunc(actions, func(a Action) bool {
		rule, ok := Can(g.reader, a, subject)
		return ok && !rule.Second
	})
}

// cited is the expectation that a record cites.
func (g *gathering) cited(kind CitationKind, record ID) ID {
	return g.cites[Citation{Kind: kind, Record: record}]
}

// marks finds lines of the ledger by what they are about.
type marks map[ID][]LedgerMark

// marksOf reads the lines about some records, and gives the records' ids, too.
func marksOf[R any](ctx context.Context, g *gathering, records []R, id func(R) ID) ([]ID, marks, error) {
	ids, found := make([]ID, len(records)), marks{}
	for i, r := range records {
		ids[i] = id(r)
	}
	list, err := g.tx.LedgerMarks(ctx, ids)
	for _, m := range list {
		found[m.Subject] = append(found[m.Subject], m)
	}
	return ids, found, err
}

// of is the line about a subject with an act, written in the same instant as the
// record; the last one with that act where none was, which is none where there is
// no such line at all.
func (m marks) of(subject ID, act string, at time.Time) LedgerMark {
	var last LedgerMark
	for _, mark := range m[subject] {
		if mark.Act != act {
			continue
		}
		if mark.At.Equal(at) {
			return mark
		}
		last = mark
	}
	return last
}

// backAt is when something was taken back by one of some acts: by the ledger, or
// at once where that does not tell.
func (m marks) backAt(subject ID, recorded time.Time, acts ...Action) time.Time {
	at := recorded
	for _, mark := range m[subject] {
		if slices.Contains(acts, Action(mark.Act)) {
			at = mark.At
		}
	}
	return at
}

// sights are when the person first saw what.
type sights map[Sighted]time.Time

// since is when a record was first seen at or after a time, in whichever of its
// versions.
func (s sights) since(record ID, after time.Time) time.Time {
	var first time.Time
	for seen, at := range s {
		if seen.Record == record && !at.Before(after) {
			first = earlier(first, at)
		}
	}
	return first
}

// earlier is the earlier of two times, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// about is when the message that something is about was written, where that is
// known and before it was recorded; Slack numbers messages by their time.
func (m MessageLink) about(recorded time.Time) time.Time {
	seconds, _, _ := strings.Cut(m.TS, ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if at := time.Unix(n, 0).UTC(); err == nil && n > 0 && at.Before(recorded) {
		return at
	}
	return recorded
}
