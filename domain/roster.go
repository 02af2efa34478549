package domain

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// The columns of a roster. Their order is free, and only the email has to be
// there. An empty cell leaves what is known as it is; a dash takes it away.
const (
	RosterEmail    = "email"
	RosterManager  = "manager"
	RosterTeam     = "team"
	RosterRole     = "role"
	RosterArea     = "area"
	RosterLocation = "location"
	RosterStart    = "start"
	RosterCadence  = "cadence"
)

// RosterColumns are all columns, in the order in which an export writes them.
var RosterColumns = []string{
	RosterEmail, RosterManager, RosterArea, RosterTeam, RosterRole, RosterLocation, RosterStart, RosterCadence,
}

const (
	// rosterNone takes away what is known.
	rosterNone = "-"
	// maxRosterCell is the longest cell, in characters.
	maxRosterCell = 200
	// maxRosterProblems is where a file counts as something else than a roster.
	maxRosterProblems = 1000
	byteOrderMark     = "\ufeff"
)

// RosterRow is one line of a roster, with its cells by column.
type RosterRow struct {
	// Line is where the row begins in the file, from 1.
	Line  int
	Cells map[string]string
}

// RosterProblem is one thing that is wrong with a roster, and where.
type RosterProblem struct {
	// Line of the file, from 1; 0 concerns the whole file.
	Line  int
	Fault Fault
}

// Roster is a file of reporting lines as it was read.
type Roster struct {
	Rows     []RosterRow
	Problems []RosterProblem
}

func (r *Roster) fault(line int, sentence string, args ...any) {
	r.Problems = append(r.Problems, RosterProblem{Line: line, Fault: Refuse(Invalid, sentence, args...)})
}

// ParseRoster reads a roster: UTF-8 with or without a byte order mark, any line
// ends, separated by commas, semicolons or tabs as the first line shows. Every
// line that cannot be used is reported, with all others still read.
func ParseRoster(text []byte) Roster {
	var r Roster
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	if bytes.ContainsRune(text[:min(len(text), maxRosterCell)], 0) {
		r.fault(1, "roster.encoding")
		return r
	}
	// Lone carriage returns are line ends too; the reader knows only the others.
	text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = separatorOf(text), -1
	header := r.header(reader)
	if header == nil {
		return r
	}
	seen := map[string]int{}
	for len(r.Problems) < maxRosterProblems {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return r
		}
		if broken, ok := errors.AsType[*csv.ParseError](err); ok {
			r.fault(broken.StartLine, "roster.quotes")
			continue
		}
		if err != nil {
			r.fault(0, "roster.unreadable")
			return r
		}
		line, _ := reader.FieldPos(0)
		r.row(line, header, cells, seen)
	}
	r.fault(0, "roster.hopeless", "Limit", maxRosterProblems)
	return r
}

// separatorOf looks at the first line.
func separatorOf(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', bytes.Count(first, []byte(","))
	for _, other := range []rune{';', '\t'} {
		if n := bytes.Count(first, []byte(string(other))); n > most {
			best, most = other, n
		}
	}
	return best
}

// header reads the names of the columns; nil where they cannot be used.
func (r *Roster) header(reader *csv.Reader) []string {
	cells, err := reader.Read()
	if broken, ok := errors.AsType[*csv.ParseError](err); ok {
		r.fault(broken.StartLine, "roster.quotes")
		return nil
	}
	if err != nil {
		r.fault(1, "roster.empty")
		return nil
	}
	names := make([]string, len(cells))
	for i, cell := range cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		names[i] = name
		near := Nearest(name, RosterColumns)
		switch {
		case name == "" && len(cells) > 1 && i == len(cells)-1:
			// A separator at the end of each line.
		case slices.Contains(names[:i], name):
			r.fault(1, "roster.column_twice", "Name", shortCell(cell))
		case slices.Contains(RosterColumns, name):
		case near != "" && !slices.Contains(names, near):
			r.fault(1, "roster.column_like", "Name", shortCell(cell), "Nearest", near)
		default:
			r.fault(1, "roster.column_unknown", "Name", shortCell(cell), "Columns", RosterColumns)
		}
	}
	if !slices.Contains(names, RosterEmail) {
		r.fault(1, "roster.no_email_column")
	}
	if len(r.Problems) > 0 {
		return nil
	}
	return names
}

// row takes one line over, or says what is wrong with it.
func (r *Roster) row(line int, header, cells []string, seen map[string]int) {
	if !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
		return // a line of separators
	}
	if len(cells) != len(header) {
		r.fault(line, "roster.cells", "Count", len(cells), "Want", len(header))
		return
	}
	row := RosterRow{Line: line, Cells: map[string]string{}}
	for i, name := range header {
		cell := strings.TrimSpace(cells[i])
		switch {
		case !utf8.ValidString(cell):
			r.fault(line, "roster.utf8", "Column", name)
			return
		case Length(cell) > maxRosterCell:
			r.fault(line, "roster.long", "Column", name, "Limit", maxRosterCell, "Text", shortCell(cell))
			return
		case strings.ContainsFunc(cell, isControl):
			r.fault(line, "roster.control", "Column", name)
			return
		case cell != "" && name != "":
			row.Cells[name] = cell
		}
	}
	email := strings.ToLower(row.Cells[RosterEmail])
	first, twice := seen[email]
	switch {
	case email == "" || email == rosterNone:
		r.fault(line, "roster.no_email")
	case twice:
		r.fault(line, "roster.twice", "Email", row.Cells[RosterEmail], "Line", first)
	default:
		seen[email] = line
		if r.checkCells(row) {
			r.Rows = append(r.Rows, row)
		}
	}
}

func isControl(c rune) bool { return c < ' ' || c == 0x7f }

// checkCells looks at the cells that can be judged without knowing the people.
func (r *Roster) checkCells(row RosterRow) bool {
	before := len(r.Problems)
	if text := row.Cells[RosterStart]; text != "" && text != rosterNone {
		if _, err := ParseDate(text); err != nil {
			r.fault(row.Line, "roster.date", "Text", text)
		}
	}
	if text := row.Cells[RosterCadence]; text != "" && text != rosterNone {
		if _, err := ParseCadence(text); err != nil {
			r.fault(row.Line, "roster.cadence", "Text", text)
		}
	}
	if strings.EqualFold(row.Cells[RosterManager], row.Cells[RosterEmail]) {
		r.fault(row.Line, "roster.own_manager", "Email", row.Cells[RosterEmail])
	}
	return len(r.Problems) == before
}

// shortCell is a cell as a problem repeats it.
func shortCell(cell string) string {
	const shown = 60
	runes := []rune(strings.ToValidUTF8(strings.TrimSpace(cell), "\uFFFD"))
	if len(runes) > shown {
		return string(runes[:shown]) + "…"
	}
	return string(runes)
}

// RosterCells writes a person as one line of a roster, in the order of
// RosterColumns. Read again it changes nothing.
func RosterCells(p, manager Person) []string {
	_, below, _ := strings.Cut(p.Team, "/")
	return []string{p.Email, manager.Email, p.Area(), strings.TrimSpace(below), p.Role, p.Location, p.Start.String(), p.Cadence}
}

// Reporting is a person with the manager in force, empty where there is none.
type Reporting struct {
	Person, Manager Person
}
