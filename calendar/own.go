package calendar

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"rapport/domain"
)

// Day is one day of an organisation's own file.
type Day struct {
	Date domain.Date
	// Location is a code or name as in the directory of people, or "*" for
	// everywhere.
	Location string
	// Name is what the holiday is called. It is empty on a working day.
	Name string
	// Working takes a holiday away: people work on that day.
	Working bool
}

// everywhere is the location of days that hold for all.
const everywhere = "*"

// Limits on the own file.
const (
	maxLine = 64 * 1024 // bytes
	maxSpan = 366       // days of one entry
)

// Problem is what is wrong with one line of the own file.
type Problem struct {
	Line int // counted from 1
	Text string
}

// FileError is everything that is wrong with the own file, so that it can be
// mended in one go.
type FileError struct {
	File     string // its name, or empty
	Problems []Problem
}

// Error names each line and what is wrong with it.
func (e *FileError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = fmt.Sprintf("line %d: %s", p.Line, p.Text)
	}
	name := "own holidays"
	if e.File != "" {
		name += " in " + e.File
	}
	return name + ": " + strings.Join(lines, "; ")
}

// ReadFile reads an own file. See Parse. Errors: those of the file system, and
// *FileError.
func ReadFile(path string) ([]Day, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read own holidays: %w", err)
	}
	days, err := Parse(file)
	if problems, ok := errors.AsType[*FileError](err); ok {
		problems.File = filepath.Base(path)
	}
	if closeErr := file.Close(); err == nil && closeErr != nil {
		return nil, fmt.Errorf("read own holidays: %w", closeErr)
	}
	return days, err
}

// Parse reads own holidays: a line each with date, location and name,
//
//	2026-12-24,DE,Heiligabend
//	2026-12-28/2026-12-31,*,Company closed
//	2026-10-12,US,-
//
// parted by commas or semicolons. Two dates with a slash are all days from the
// first to the last; the location "*" is everywhere; a name that begins with a
// dash takes a holiday away. Empty lines, lines that begin with # and a heading
// "date,location,name" are passed over. With any problem there are no days.
// Errors: *FileError with every bad line, and those of the reader.
func Parse(r io.Reader) ([]Day, error) {
	p := parser{seen: map[Day]int{}}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		p.line++
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text != "" && !strings.HasPrefix(text, "#") {
			p.entry(text)
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		p.line++
		p.problemf("it is longer than %d bytes", maxLine)
	} else if err != nil {
		return nil, fmt.Errorf("read own holidays: %w", err)
	}
	if len(p.problems) > 0 {
		return nil, &FileError{Problems: p.problems}
	}
	return p.days, nil
}

// parser gathers days and problems line by line.
type parser struct {
	line     int
	days     []Day
	problems []Problem
	seen     map[Day]int // the line of each date and location
}

func (p *parser) problemf(format string, args ...any) {
	p.problems = append(p.problems, Problem{Line: p.line, Text: fmt.Sprintf(format, args...)})
}

// entry reads one line that holds something.
func (p *parser) entry(text string) {
	fields, err := split(text)
	switch {
	case err != nil:
		p.problemf("its quotes do not match")
		return
	case len(fields) != 3:
		p.problemf("it has %d fields, not three: date, location, name", len(fields))
		return
	case strings.EqualFold(fields[0], "date"):
		return
	}
	span, ok := p.span(fields[0])
	location, name := fields[1], fields[2]
	if location == "" {
		p.problemf("the location is missing; write * for everywhere")
	}
	if name == "" {
		p.problemf("the name is missing; write - for a working day")
	}
	if !ok || location == "" || name == "" {
		return
	}
	day := Day{Location: location, Name: name}
	if strings.HasPrefix(name, "-") {
		day.Name, day.Working = "", true
	}
	for i := range span.Days() {
		day.Date = span.Start.AddDays(i)
		p.add(day)
	}
}

// span reads a date or two.
func (p *parser) span(text string) (domain.DateRange, bool) {
	from, to, isRange := strings.Cut(text, "/")
	if !isRange {
		to = from
	}
	var span domain.DateRange
	var err error
	if span.Start, err = domain.ParseDate(strings.TrimSpace(from)); err != nil {
		p.problemf("%q is no date; write it like 2026-12-24", from)
		return span, false
	}
	if span.End, err = domain.ParseDate(strings.TrimSpace(to)); err != nil {
		p.problemf("%q is no date; write it like 2026-12-24", to)
		return span, false
	}
	if days := span.Days(); days < 1 || days > maxSpan {
		p.problemf("%q is no span of 1 to %d days", text, maxSpan)
		return span, false
	}
	return span, true
}

func (p *parser) add(day Day) {
	key := Day{Date: day.Date, Location: canonical(day.Location)}
	if line, twice := p.seen[key]; twice {
		p.problemf("%v in %s stands in line %d already", day.Date, day.Location, line)
		return
	}
	p.seen[key] = p.line
	p.days = append(p.days, day)
}

// split cuts a line at its commas, or at its semicolons where one of those comes
// first, as spreadsheets write it in many languages.
func split(text string) ([]string, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	reader.TrimLeadingSpace = true
	if i := strings.IndexAny(text, ",;"); i >= 0 && text[i] == ';' {
		reader.Comma = ';'
	}
	fields, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("split a line: %w", err)
	}
	for i, field := range fields {
		fields[i] = strings.TrimSpace(field)
	}
	return fields, nil
}
