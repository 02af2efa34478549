package domain

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Attributes are what a file says of people beside what Rapport knows, for one
// report. They are held in memory while it is made, and stored nowhere.
type Attributes struct {
	// Names are the columns.
	Names []string
	// Of are the values of a person, by the email in lower case.
	Of map[string][]string
}

// MaxAttributes is the most columns of a file of attributes, beside the email.
const MaxAttributes = 3

// ReadAttributes reads a CSV file whose first column is called email. Errors name
// every line that is wrong; nothing of such a file is used.
func ReadAttributes(r io.Reader) (Attributes, error) {
	lines := csv.NewReader(r)
	lines.FieldsPerRecord = -1
	lines.TrimLeadingSpace = true
	all, err := lines.ReadAll()
	if err != nil {
		return Attributes{}, fmt.Errorf("read the file of attributes: %w", err)
	}
	if len(all) == 0 || len(all[0]) < 2 || !strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(all[0][0], "\uFEFF")), "email") {
		return Attributes{}, errors.New("read the file of attributes: the first line names its columns, and the first column is email")
	}
	a := Attributes{Of: map[string][]string{}}
	for _, name := range all[0][1:] {
		a.Names = append(a.Names, oneLine(name))
	}
	var wrong []error
	if len(a.Names) > MaxAttributes || slices.Contains(a.Names, "") {
		wrong = append(wrong, fmt.Errorf("line 1: name one to %d columns behind email", MaxAttributes))
	}
	for i, line := range all[1:] {
		email := strings.ToLower(strings.TrimSpace(line[0]))
		_, twice := a.Of[email]
		switch {
		case !strings.Contains(email, "@"):
			wrong = append(wrong, fmt.Errorf("line %d: the first column is no email", i+2))
			continue
		case twice:
			wrong = append(wrong, fmt.Errorf("line %d: this email stood in an earlier line", i+2))
		case len(line) != len(all[0]):
			wrong = append(wrong, fmt.Errorf("line %d: it has %d columns, the first line %d", i+2, len(line), len(all[0])))
		}
		values := make([]string, len(line)-1)
		for j, value := range line[1:] {
			values[j] = oneLine(value)
		}
		a.Of[email] = values
	}
	return a, errors.Join(wrong...)
}
