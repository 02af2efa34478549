package domain

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// FieldChange is one cell that differs from what is known. The manager is told
// by name.
type FieldChange struct {
	Column   string
	Old, New string
}

// PersonChange is what one line of a roster would change.
type PersonChange struct {
	Line   int
	Person Person // as known now
	Fields []FieldChange
	// Talks are the open conversations that pause and go on with the new
	// manager.
	Talks []Conversation

	after   Person
	manager *ID // the new manager as the line says; nil where it says nothing
	moves   bool
}

// ImportPlan is what a roster would change. With a problem nothing of it is
// written.
type ImportPlan struct {
	Changes  []PersonChange
	Problems []RosterProblem
	// Rows is how many lines were read.
	Rows int
	// Batch names the import that was written; empty for a plan.
	Batch ID

	facts *lineFacts // of the people whom the lines name
}

// PlanImport tells what a roster would change, and writes nothing. The date is
// the first day with a new manager; zero is today.
func (s ReportingService) PlanImport(ctx context.Context, r Roster, on Date) (ImportPlan, error) {
	var plan ImportPlan
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		plan, err = s.planImport(ctx, tx, r, on)
		return err
	})
	return plan, err
}

// Import writes a roster: all of it, or nothing where a line cannot be used. It
// acts as the command line, which whoever runs the machine may use. Each person
// and each manager gets one message, the people team one.
func (s ReportingService) Import(ctx context.Context, r Roster, on Date) (ImportPlan, error) {
	var plan ImportPlan
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		if err := tx.GuardLine(ctx); err != nil {
			return err
		}
		plan, err = s.planImport(ctx, tx, r, on)
		if err != nil || len(plan.Problems) > 0 {
			return err
		}
		return s.writeImport(ctx, tx, &plan, on)
	})
	return plan, err
}

// importer reads what a roster names, each person once.
type importer struct {
	Practice
	tx      Tx
	byEmail map[string]*Person
	byID    map[ID]*Person
	manages map[ID]bool // who may be named as a manager
	// line is the manager of each person after the import, as far as known.
	line map[ID]ID
	plan *ImportPlan
}

// importChunk is about how many people something is read at once.
const importChunk = 500

func (s ReportingService) planImport(ctx context.Context, tx Tx, r Roster, on Date) (ImportPlan, error) {
	plan := ImportPlan{Problems: slices.Clone(r.Problems), Rows: len(r.Rows), facts: newLineFacts()}
	m := importer{
		Practice: s.Practice, tx: tx, plan: &plan,
		byEmail: map[string]*Person{}, byID: map[ID]*Person{}, manages: map[ID]bool{}, line: map[ID]ID{},
	}
	if err := m.load(ctx, r.Rows); err != nil {
		return ImportPlan{}, err
	}
	changes := make([]PersonChange, 0, len(r.Rows))
	for _, row := range r.Rows {
		if c, ok := m.change(row); ok {
			changes = append(changes, c)
		}
	}
	if err := m.findLoops(ctx, changes); err != nil {
		return ImportPlan{}, err
	}
	plan.Changes = changes[:0] // in their place: a large company has many
	for part := range slices.Chunk(changes, importChunk) {
		if err := plan.facts.read(ctx, tx, changedPeople(part)...); err != nil {
			return ImportPlan{}, err
		}
		for _, c := range part {
			c, differs, err := s.compare(ctx, m, c, on)
			if err != nil {
				return ImportPlan{}, err
			}
			if differs {
				plan.Changes = append(plan.Changes, c)
			}
		}
	}
	slices.SortStableFunc(plan.Problems, func(a, b RosterProblem) int { return a.Line - b.Line })
	return plan, nil
}

// changedPeople are the people of some lines.
func changedPeople(changes []PersonChange) []ID {
	ids := make([]ID, len(changes))
	for i, c := range changes {
		ids[i] = c.Person.ID
	}
	return ids
}

// load reads everybody whom the roster names, some hundred at a time.
func (m *importer) load(ctx context.Context, rows []RosterRow) error {
	var emails []string
	for _, row := range rows {
		for _, column := range []string{RosterEmail, RosterManager} {
			if e := strings.ToLower(row.Cells[column]); e != "" && e != rosterNone {
				emails = append(emails, e)
			}
		}
	}
	slices.Sort(emails)
	for part := range slices.Chunk(slices.Compact(emails), importChunk) {
		people, err := m.tx.People(ctx, PersonFilter{Emails: part})
		if err != nil {
			return err
		}
		for i := range people {
			p := &people[i]
			key := strings.ToLower(p.Email)
			// Where an account was closed and made anew, the open one counts.
			if known, there := m.byEmail[key]; !there || !known.Active {
				m.byEmail[key] = p
			}
			m.byID[p.ID] = p
			if m.manages[p.ID], err = m.mayManage(ctx, m.tx, *p); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *importer) fault(line int, sentence string, args ...any) {
	m.plan.Problems = append(m.plan.Problems, RosterProblem{Line: line, Fault: Refuse(Invalid, sentence, args...)})
}

// change reads one row over the person whom it names.
func (m *importer) change(row RosterRow) (PersonChange, bool) {
	email := row.Cells[RosterEmail]
	person, known := m.byEmail[strings.ToLower(email)]
	switch {
	case !known:
		m.fault(row.Line, "roster.unknown", "Email", email)
		return PersonChange{}, false
	case !person.Active:
		m.fault(row.Line, "roster.left", "Email", email)
		return PersonChange{}, false
	case person.Kind == Bot || person.Kind == Outsider:
		m.fault(row.Line, "roster.no_member", "Email", email)
		return PersonChange{}, false
	}
	c := PersonChange{Line: row.Line, Person: *person, after: *person}
	manager, ok := m.manager(row)
	if !ok {
		return PersonChange{}, false
	}
	if c.manager = manager; manager != nil {
		m.line[person.ID] = *manager
	}
	c.after.overlay(row)
	return c, true
}

// manager reads the manager's cell: nil for an empty one.
func (m *importer) manager(row RosterRow) (*ID, bool) {
	cell := row.Cells[RosterManager]
	if cell == "" {
		return nil, true
	}
	var id ID
	if cell == rosterNone {
		return &id, true
	}
	manager, known := m.byEmail[strings.ToLower(cell)]
	switch {
	case !known:
		m.fault(row.Line, "roster.manager_unknown", "Email", cell)
	case !m.manages[manager.ID]:
		m.fault(row.Line, "roster.manager_cannot", "Email", cell)
	default:
		id = manager.ID
		return &id, true
	}
	return nil, false
}

// overlay takes over the cells of a row. They were checked when it was read.
func (p *Person) overlay(row RosterRow) {
	for column, field := range map[string]*string{RosterRole: &p.Role, RosterLocation: &p.Location, RosterCadence: &p.Cadence} {
		switch cell := row.Cells[column]; cell {
		case "":
		case rosterNone:
			*field = ""
		default:
			*field = cell
		}
	}
	p.Team = teamOf(p.Team, row.Cells[RosterArea], row.Cells[RosterTeam])
	switch text := row.Cells[RosterStart]; text {
	case "":
	case rosterNone:
		p.Start = Date{}
	default:
		if day, err := ParseDate(text); err == nil {
			p.Start = day
		}
	}
}

// teamOf puts area and team together to the path that is kept: the area is its
// first part.
func teamOf(known, area, team string) string {
	knownArea, below, _ := strings.Cut(known, "/")
	switch {
	case area == rosterNone:
		return ""
	case area == "" && team == "":
		return known
	case area == "" && team == rosterNone:
		return knownArea
	case area == "":
		if strings.Contains(team, "/") || knownArea == "" {
			return team
		}
		return knownArea + "/" + team
	case team == rosterNone:
		return area
	case team == "":
		if area == knownArea && below != "" {
			return known
		}
		return area
	case team == area, strings.HasPrefix(team, area+"/"):
		return team
	}
	return area + "/" + team
}

// findLoops reports each loop of the lines as they would be, once, with the
// loop spelled out.
func (m *importer) findLoops(ctx context.Context, changes []PersonChange) error {
	reported := map[ID]bool{}
	safe := map[ID]bool{} // from here on upwards there is none
	for _, c := range changes {
		if c.manager == nil || reported[c.Person.ID] {
			continue
		}
		path := []ID{}
		for id := c.Person.ID; id != "" && !safe[id]; {
			if start := slices.Index(path, id); start >= 0 {
				m.reportLoop(changes, append(path[start:len(path):len(path)], id), reported)
				break
			}
			path = append(path, id)
			above, err := m.above(ctx, id)
			if err != nil {
				return err
			}
			id = above
		}
		for _, id := range path {
			safe[id] = true // also where it was reported: once is enough
		}
	}
	return nil
}

// above is a person's manager after the import.
func (m *importer) above(ctx context.Context, id ID) (ID, error) {
	if manager, said := m.line[id]; said {
		return manager, nil
	}
	person, known := m.byID[id]
	if !known {
		above, err := m.tx.Person(ctx, id)
		if err != nil {
			return "", err
		}
		person = &above
		m.byID[id] = person
	}
	return person.Manager, nil
}

// reportLoop names the lines of the file that make the loop.
func (m *importer) reportLoop(changes []PersonChange, loop []ID, reported map[ID]bool) {
	text := spellLine(loop, func(id ID) string { return m.byID[id].Email })
	for _, c := range changes {
		if c.manager != nil && slices.Contains(loop, c.Person.ID) && !reported[c.Person.ID] {
			reported[c.Person.ID] = true
			m.fault(c.Line, "roster.loop", "Line", text)
		}
	}
}

// compare tells what of a line differs from what is known.
func (s ReportingService) compare(ctx context.Context, m importer, c PersonChange, on Date) (PersonChange, bool, error) {
	old, after := c.Person, c.after
	for _, f := range []FieldChange{
		{RosterTeam, old.Team, after.Team}, {RosterRole, old.Role, after.Role}, {RosterLocation, old.Location, after.Location},
		{RosterStart, old.Start.String(), after.Start.String()}, {RosterCadence, old.Cadence, after.Cadence},
	} {
		if f.Old != f.New {
			c.Fields = append(c.Fields, f)
		}
	}
	if c.manager == nil {
		return c, len(c.Fields) > 0, nil
	}
	said := slices.ContainsFunc(m.plan.facts.lines[old.ID], func(l ReportingLine) bool { return l.Source == LineByHR && l.Manager == *c.manager })
	waiting, waits := m.plan.facts.waiting[old.ID]
	from := old.Manager
	switch {
	case *c.manager != old.Manager:
		c.moves = !waits || waiting.Manager != *c.manager || !on.IsZero() && on != waiting.On
		var err error
		if c.Talks, err = s.touchedTalks(ctx, m.tx, old); err != nil {
			return c, false, err
		}
	case waits:
		c.moves, from = true, waiting.Manager // what was planned is taken back
	}
	if !c.moves {
		c.Talks = nil
		return c, !said || len(c.Fields) > 0, nil
	}
	names, err := m.names(ctx, from, *c.manager)
	c.Fields = append([]FieldChange{{RosterManager, names[0], names[1]}}, c.Fields...)
	return c, true, err
}

// names are those of two people; nobody's is empty.
func (m *importer) names(ctx context.Context, ids ...ID) ([2]string, error) {
	var names [2]string
	for i, id := range ids {
		if id == "" {
			continue
		}
		who, err := m.tx.Person(ctx, id)
		if err != nil {
			return names, err
		}
		names[i] = who.Name
	}
	return names, nil
}

// writeImport writes everything that a plan holds.
func (s ReportingService) writeImport(ctx context.Context, tx Tx, plan *ImportPlan, on Date) error {
	d := decision{batch: s.IDs.New(), on: on, source: LineByHR, facts: plan.facts}
	plan.Batch = d.batch
	var moved []ManagerChange
	shown := 0
	for _, c := range plan.Changes {
		change, changed, err := s.writeLine(ctx, tx, c, d)
		if err != nil {
			return err
		}
		if changed {
			moved = append(moved, change)
		}
		if len(c.Fields) > 0 {
			shown++
		}
	}
	if err := s.tellChanges(ctx, tx, d.batch, moved); err != nil {
		return err
	}
	entry := Entry{Act: "person.import", Subject: d.batch, Content: strconv.Itoa(shown) + " of " + strconv.Itoa(plan.Rows)}
	if err := tx.Record(ctx, entry); err != nil || shown == 0 {
		return err
	}
	team, err := s.peopleTeam(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, member := range team {
		m := Message{
			Kind: LineImported, Deed: Post, Class: FromPeople, Recipient: member.ID, Subject: d.batch,
			Detail: strconv.Itoa(shown) + ":" + strconv.Itoa(len(moved)),
		}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// writeLine writes one line of a roster.
func (s ReportingService) writeLine(ctx context.Context, tx Tx, c PersonChange, d decision) (ManagerChange, bool, error) {
	person := c.Person
	if after := c.after; after != person {
		var err error
		if person, err = tx.UpdatePerson(ctx, after); err != nil {
			return ManagerChange{}, false, err
		}
		entry := Entry{Act: "person.change", Subject: person.ID, Person: person.ID, Version: person.Version, Content: c.text()}
		if err := tx.Record(ctx, entry); err != nil {
			return ManagerChange{}, false, err
		}
		if err := tx.MarkForPlanning(ctx, []ID{person.ID}, tx.Now()); err != nil {
			return ManagerChange{}, false, err
		}
		if err := s.roleGiven(ctx, tx, c.Person.Role, person); err != nil {
			return ManagerChange{}, false, err
		}
	}
	if c.manager == nil {
		return ManagerChange{}, false, nil
	}
	line := ReportingLine{Person: person.ID, Source: LineByHR, Manager: *c.manager, State: LineHolds, At: tx.Now()}
	if err := tx.SaveReportingLine(ctx, line); err != nil {
		return ManagerChange{}, false, err
	}
	d.facts.say(line)
	return s.settleLine(ctx, tx, person, d)
}

// text is a change as the ledger keeps it.
func (c PersonChange) text() string {
	lines := make([]string, len(c.Fields))
	for i, f := range c.Fields {
		lines[i] = f.Column + ": " + f.Old + " → " + f.New
	}
	return strings.Join(lines, "\n")
}
