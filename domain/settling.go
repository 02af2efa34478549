package domain

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// decision is why managers change: it is shared by everything that was decided
// at once.
type decision struct {
	batch  ID
	by     ID
	on     Date // the first day with the new manager; zero for today
	source LineSource
	// dropped is true where a source took its word back, so that nobody named
	// means that there is no manager any more.
	dropped bool
	// facts were read of many people at once; nil for one. Then the line is
	// guarded, and loops were looked for: it may be one for a moment, while it is
	// being rewritten.
	facts *lineFacts
}

// lineFacts are what the sources say of some people, and the changes of theirs
// that wait for their day.
type lineFacts struct {
	lines   map[ID][]ReportingLine
	waiting map[ID]ManagerChange
}

func newLineFacts() *lineFacts {
	return &lineFacts{lines: map[ID][]ReportingLine{}, waiting: map[ID]ManagerChange{}}
}

// read adds those of some people.
func (f *lineFacts) read(ctx context.Context, tx Tx, people ...ID) error {
	lines, err := tx.ReportingLines(ctx, people...)
	if err != nil {
		return err
	}
	for _, l := range lines {
		f.lines[l.Person] = append(f.lines[l.Person], l)
	}
	waiting, err := tx.WaitingManagerChanges(ctx, people...)
	maps.Copy(f.waiting, waiting)
	return err
}

// say takes over what a source says now.
func (f *lineFacts) say(line ReportingLine) {
	others := slices.DeleteFunc(f.lines[line.Person], func(l ReportingLine) bool { return l.Source == line.Source })
	f.lines[line.Person] = append(others, line)
}

// of gives what is known of one person of a batch, or reads it.
func (d decision) of(ctx context.Context, tx Tx, person ID) (*lineFacts, error) {
	if d.facts != nil {
		return d.facts, nil
	}
	f := newLineFacts()
	return f, f.read(ctx, tx, person)
}

// settleLine puts the manager in force on whom the sources that go first name,
// and notes where they differ. It gives the change, and whether there is one.
func (p Practice) settleLine(ctx context.Context, tx Tx, person Person, d decision) (ManagerChange, bool, error) {
	facts, err := d.of(ctx, tx, person.ID)
	if err != nil {
		return ManagerChange{}, false, err
	}
	lines := facts.lines[person.ID]
	line, found, err := p.inForce(ctx, tx, lines)
	if err != nil || !found && !d.dropped {
		return ManagerChange{}, false, err
	}
	if err := p.noteDifferences(ctx, tx, line, lines); err != nil {
		return ManagerChange{}, false, err
	}
	if found {
		d.source = line.Source
	}
	return p.changeManager(ctx, tx, person, line.Manager, d)
}

// inForce is the line of the source that goes first. A manager who has left is
// passed over.
func (p Practice) inForce(ctx context.Context, tx Tx, lines []ReportingLine) (ReportingLine, bool, error) {
	for _, source := range lineSources {
		i := slices.IndexFunc(lines, func(l ReportingLine) bool { return l.Source == source && l.State == LineHolds })
		if i < 0 {
			continue
		}
		if lines[i].Manager == "" {
			return lines[i], true, nil // at the top of the line
		}
		manager, err := tx.Person(ctx, lines[i].Manager)
		if err != nil && CodeOf(err) != NotFound {
			return ReportingLine{}, false, err
		}
		if err != nil {
			continue
		}
		if fits, err := p.mayManage(ctx, tx, manager); err != nil || fits {
			return lines[i], fits, err
		}
	}
	return ReportingLine{}, false, nil
}

// mayManage tells whether somebody may be a manager from now on: who converses
// and whose last day is not over.
func (p Practice) mayManage(ctx context.Context, tx Tx, person Person) (bool, error) {
	if !person.Converses() || person.Leaves.IsZero() {
		return person.Converses(), nil
	}
	version, err := tx.Policy(ctx)
	return !p.hasLeft(person, tx.Now(), version.Policy), err
}

// noteDifferences keeps where another source names somebody else. The people
// team is shown each difference once.
func (p Practice) noteDifferences(ctx context.Context, tx Tx, force ReportingLine, lines []ReportingLine) error {
	for _, other := range lines {
		if other.Source == force.Source || other.State != LineHolds || other.Manager == force.Manager || force.Person == "" {
			continue
		}
		d := LineDifference{Person: force.Person, Source: other.Source, Manager: other.Manager, InForce: force.Manager}
		if _, err := tx.NoteDifference(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// changeManager gives a person another manager from a day on: at once where the
// day has come, else a change that waits. A loop is refused.
func (p Practice) changeManager(ctx context.Context, tx Tx, person Person, manager ID, d decision) (ManagerChange, bool, error) {
	if d.facts == nil {
		if err := tx.GuardLine(ctx); err != nil {
			return ManagerChange{}, false, err
		}
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return ManagerChange{}, false, err
	}
	zone := p.zoneOf(person, version.Policy)
	today := DateOf(tx.Now(), zone)
	facts, err := d.of(ctx, tx, person.ID)
	if err != nil {
		return ManagerChange{}, false, err
	}
	waiting, waits := facts.waiting[person.ID]
	if waits && waiting.Manager == manager && d.on.IsZero() {
		return ManagerChange{}, false, nil // it has its day already
	}
	if d.facts == nil && manager != person.Manager {
		if err := p.refuseLoop(ctx, tx, person, manager); err != nil {
			return ManagerChange{}, false, err
		}
	}
	if waits {
		err = dropChange(ctx, tx, waiting)
	}
	if err != nil || manager == person.Manager {
		return ManagerChange{}, false, err
	}
	d.on = laterOf(d.on, today)
	c := ManagerChange{
		ID: p.IDs.New(), Person: person.ID, Batch: d.batch, Former: person.Manager, Manager: manager,
		Source: d.source, By: d.by, On: d.on, DueAt: d.on.In(zone, 0).UTC(), At: tx.Now(),
	}
	if d.on.After(today) {
		if err := tx.CreateManagerChange(ctx, c); err != nil {
			return ManagerChange{}, false, err
		}
		entry := Entry{Actor: c.By, Act: "person.plan_manager", Subject: c.ID, Person: person.ID, Version: person.Version, Content: c.who() + " " + c.On.String()}
		if err := tx.Record(ctx, entry); err != nil {
			return ManagerChange{}, false, err
		}
		talks, err := p.touchedTalks(ctx, tx, person)
		c.Talks = len(talks)
		return c, true, err
	}
	c, err = p.carryOut(ctx, tx, person, c, tx.CreateManagerChange)
	return c, true, err
}

// who is the former and the new manager, as the ledger keeps them.
func (c ManagerChange) who() string { return string(c.Former) + " -> " + string(c.Manager) }

// dropChange takes a change back that waited for its day.
func dropChange(ctx context.Context, tx Tx, c ManagerChange) error {
	c.Dropped = true
	if err := tx.UpdateManagerChange(ctx, c); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Act: "person.drop_manager", Subject: c.ID, Person: c.Person, Content: c.who()})
}

// carryOut does a change whose day has come, and saves it as done.
func (p Practice) carryOut(ctx context.Context, tx Tx, person Person, c ManagerChange, save func(context.Context, ManagerChange) error) (ManagerChange, error) {
	c.Former, person.Manager = person.Manager, c.Manager
	person, err := tx.UpdatePerson(ctx, person)
	if err != nil {
		return c, err
	}
	if c.Manager != "" {
		if err := tx.NoteManaging(ctx, c.Manager, managedFrom(person, c, tx.Now())); err != nil {
			return c, err
		}
	}
	talks := ConversationService{Practice: p}
	if c.Talks, err = talks.handOver(ctx, tx, person); err != nil {
		return c, err
	}
	if err := (SeasonService{Practice: p}).handOver(ctx, tx, person.ID, c.Former); err != nil {
		return c, err
	}
	if err := (RoundService{Practice: p}).handOver(ctx, tx, person); err != nil {
		return c, err
	}
	c.DoneAt = tx.Now()
	if err := save(ctx, c); err != nil {
		return c, err
	}
	entry := Entry{Actor: c.By, Act: "person.manager", Subject: c.ID, Person: person.ID, Version: person.Version, Content: c.who()}
	if err := tx.Record(ctx, entry); err != nil {
		return c, err
	}
	marked := []ID{person.ID}
	for _, id := range []ID{c.Manager, c.Former} {
		if id != "" {
			marked = append(marked, id)
		}
	}
	return c, tx.MarkForPlanning(ctx, marked, tx.Now())
}

// managedFrom is since when a change's manager manages the person. Of somebody
// who had another it is now. The first manager of whom is read has been it for
// as long as the person is there: zero where the first day is not known.
func managedFrom(person Person, c ManagerChange, now time.Time) time.Time {
	if c.Former != "" {
		return now
	}
	if person.Start.IsZero() {
		return time.Time{}
	}
	return person.Start.In(time.UTC, 0)
}

// refuseLoop refuses a manager who stands below the person, and spells the loop
// out by name.
func (p Practice) refuseLoop(ctx context.Context, tx Tx, person Person, manager ID) error {
	if manager == "" {
		return nil
	}
	line, err := tx.LineAbove(ctx, manager)
	if err != nil {
		return err
	}
	loop := append([]ID{person.ID, manager}, line...)
	end := slices.Index(loop[1:], person.ID)
	if end < 0 {
		return nil
	}
	people, err := peopleByID(ctx, tx, loop)
	if err != nil {
		return err
	}
	return RefuseField("manager", "reporting.loop", "Line", spellLine(loop[:end+2], func(id ID) string { return people[id].Name }))
}

// spellLine writes a line from the employee upwards: A → B → A.
func spellLine(ids []ID, name func(ID) string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = name(id)
	}
	return strings.Join(names, " → ")
}

// tellChanges tells each manager once of all changes of a batch, and each
// person of the own. The one who decided is told by the answer.
func (p Practice) tellChanges(ctx context.Context, tx Tx, batch ID, changes []ManagerChange) error {
	var managers []ID
	known := map[ID]bool{} // of a large company they are thousands
	for _, c := range changes {
		m := Message{Kind: LineTold, Deed: Post, Class: FromPeople, Recipient: c.Person, Subject: c.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
		for _, id := range []ID{c.Former, c.Manager} {
			if id != "" && id != c.By && !known[id] {
				known[id], managers = true, append(managers, id)
			}
		}
	}
	people, err := peopleByID(ctx, tx, managers)
	if err != nil {
		return err
	}
	for _, id := range managers {
		if !people[id].Active {
			continue // nothing is sent to a leaver
		}
		m := Message{Kind: LineMoved, Deed: Post, Class: FromPeople, Recipient: id, Subject: batch}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
