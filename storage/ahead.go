package storage

import (
	"context"
	"slices"
	"time"

	"rapport/domain"
)

// aheadTx is a transaction that does the same for many people. It answers from
// memory what it read about all of them at once, and keeps what it writes of each
// until something is asked that may depend on it, or the transaction ends.
//
// The methods below are those that the rules use for everybody. Whatever else is
// asked goes to the database, after what was kept is written; from then on
// nothing is answered from memory, since it may have changed that.
type aheadTx struct {
	*tx
}

// ahead is what an aheadTx has read and keeps.
type ahead struct {
	known *known // nil once it may not be true any more
	later later
	// aside is true while a statement runs that depends on nothing kept, and
	// changes nothing known.
	aside bool
}

// known is what was read about many people.
type known struct {
	since  domain.Date // from when on absences and pauses were read
	people map[domain.ID]domain.Person
	// asked holds the employees about whom all of the following is known.
	asked   map[domain.ID]bool
	away    map[domain.ID][]domain.Absence
	pauses  []domain.Pause
	lines   map[domain.ID][]domain.ID
	named   map[domain.ID]domain.ID
	stepIns map[domain.ID]domain.StepIn
	manages map[domain.ID]time.Time
	met     map[domain.ID][]domain.Delivery
	// talks are all conversations of the employees that are planned, open or
	// paused, and all of which they are the partner that are open or paused.
	talks map[domain.ID]domain.Conversation
	// asks are the open ones of each employee; who is missing is read anew.
	asks map[domain.ID][]domain.Ask
	// about are the open asks about a conversation, by its id; what is missing is
	// asked of the database. showing are the cards that show one of them.
	about   map[domain.ID][]domain.Ask
	showing map[domain.ID][]domain.Card
}

// managersKnown is how far up the line people are read: as far as rules look as
// a rule.
const managersKnown = 3

// Ahead reads about employees what the rules ask.
func (t *tx) Ahead(ctx context.Context, employees []domain.ID, since domain.Date) (domain.Tx, error) {
	k := &known{since: since, asked: map[domain.ID]bool{}, people: map[domain.ID]domain.Person{}, talks: map[domain.ID]domain.Conversation{}}
	for _, id := range employees {
		k.asked[id] = true
	}
	for _, read := range []func(context.Context, *known, []domain.ID) error{
		t.readTalks, t.readAsks, t.readLines, t.readPartners, t.readMet, t.readPeople,
	} {
		if err := read(ctx, k, employees); err != nil {
			return nil, err
		}
	}
	t.ahead = &ahead{known: k}
	return aheadTx{t}, nil
}

func (t *tx) readTalks(ctx context.Context, k *known, employees []domain.ID) error {
	for _, which := range []string{
		`employee ` + t.among() + ` AND state IN ('planned', 'open', 'paused')`,
		`partner ` + t.among() + ` AND state IN ('open', 'paused')`,
	} {
		var rows []conversationRow
		if err := t.g(ctx).Where(which, t.list(employees)).Find(&rows).Error; err != nil {
			return tried("list the conversations of many", err)
		}
		for _, row := range rows {
			c, err := t.conversationOf(row)
			if err != nil {
				return err
			}
			k.talks[c.ID] = c
		}
	}
	return nil
}

// readAsks reads what the employees are or will be asked.
func (t *tx) readAsks(ctx context.Context, k *known, employees []domain.ID) error {
	asks, err := t.asksWhere(ctx, "person "+t.among()+" AND "+askIsOpen, t.list(employees))
	if err != nil {
		return err
	}
	k.asks = make(map[domain.ID][]domain.Ask, len(employees))
	for _, id := range employees {
		k.asks[id] = nil
	}
	for _, ask := range asks {
		k.asks[ask.Person] = append(k.asks[ask.Person], ask)
	}
	return nil
}

// readLines follows the managers of all upwards at once.
func (t *tx) readLines(ctx context.Context, k *known, employees []domain.ID) error {
	var rows []struct{ Employee, Person domain.ID }
	err := t.g(ctx).Raw(`WITH RECURSIVE line (employee, person, manager, steps) AS (
			SELECT id AS employee, id AS person, manager, 0 FROM people WHERE id `+t.among()+`
			UNION ALL
			SELECT line.employee, p.id, p.manager, line.steps + 1 FROM line JOIN people p ON p.id = line.manager
			WHERE line.manager <> '' AND line.steps < ?)
		SELECT employee, person FROM line WHERE steps > 0 ORDER BY employee, steps`, t.list(employees), maxLine).Scan(&rows).Error
	k.lines = make(map[domain.ID][]domain.ID, len(employees))
	for _, r := range rows {
		k.lines[r.Employee] = append(k.lines[r.Employee], r.Person)
	}
	for id, line := range k.lines {
		k.lines[id] = withoutLoop(id, line)
	}
	return tried("read the reporting lines of many", err)
}

func (t *tx) readPartners(ctx context.Context, k *known, employees []domain.ID) error {
	var named []struct{ Employee, Partner domain.ID }
	if err := t.g(ctx).Raw(`SELECT employee, partner FROM partners WHERE employee `+t.among(), t.list(employees)).Scan(&named).Error; err != nil {
		return tried("read the partners of many", err)
	}
	k.named = map[domain.ID]domain.ID{}
	for _, r := range named {
		k.named[r.Employee] = r.Partner
	}
	var stepIns []stepInRow
	if err := t.g(ctx).Where("employee "+t.among(), t.list(employees)).Find(&stepIns).Error; err != nil {
		return tried("read who steps in for many", err)
	}
	k.stepIns = map[domain.ID]domain.StepIn{}
	for _, r := range stepIns {
		k.stepIns[domain.ID(r.Employee)] = r.stepIn()
	}
	var manages []struct {
		Manager domain.ID
		Since   time.Time
	}
	if err := t.g(ctx).Raw(`SELECT manager, since FROM managing WHERE manager `+t.among(), t.list(employees)).Scan(&manages).Error; err != nil {
		return tried("read since when many manage", err)
	}
	k.manages = map[domain.ID]time.Time{}
	for _, r := range manages {
		k.manages[r.Manager] = r.Since.UTC()
	}
	return nil
}

// readMet reads where first-contact messages stand.
func (t *tx) readMet(ctx context.Context, k *known, employees []domain.ID) error {
	var rows []deliveryRow
	err := t.g(ctx).Where("kind = ? AND subject "+t.among(), domain.FirstContact, t.list(employees)).Order("at, channel, ts").Find(&rows).Error
	k.met = map[domain.ID][]domain.Delivery{}
	for _, r := range rows {
		k.met[domain.ID(r.Subject)] = append(k.met[domain.ID(r.Subject)], r.delivery())
	}
	return tried("list the first contacts of many", err)
}

// readPeople reads the employees, with whom they talk, and who is above them.
func (t *tx) readPeople(ctx context.Context, k *known, employees []domain.ID) error {
	ids := slices.Clone(employees)
	for _, c := range k.talks {
		ids = append(ids, c.Employee, c.Partner)
	}
	for _, id := range employees {
		line := k.lines[id]
		ids = append(append(ids, line[:min(managersKnown, len(line))]...), k.named[id])
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var rows []personRow
	if err := t.g(ctx).Where("id "+t.among(), t.list(ids)).Find(&rows).Error; err != nil {
		return tried("list many people", err)
	}
	for _, row := range rows {
		person, err := row.person()
		if err != nil {
			return err
		}
		k.people[person.ID] = person
	}
	return t.readAway(ctx, k, ids)
}

// readAway reads when people are away, and when the practice is paused.
func (t *tx) readAway(ctx context.Context, k *known, ids []domain.ID) error {
	var err error
	k.away, err = byPerson(t.g(ctx).Where("person "+t.among()+" AND ends >= ? AND ended_at IS NULL", t.list(ids), k.since.String()))
	if err != nil {
		return err
	}
	k.pauses, err = t.Pauses(ctx, k.since)
	return err
}
