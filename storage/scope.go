package storage

import (
	"fmt"
	"strings"

	"rapport/domain"
)

// standsAbove looks for the actor in the reporting line above a person's column:
// upwards from the one, since a line is short and what is below is not.
const standsAbove = `EXISTS (WITH RECURSIVE line (person, manager, steps) AS (
		SELECT id, manager, 0 FROM people WHERE id = %s
		UNION ALL
		SELECT p.id, p.manager, line.steps + 1 FROM line JOIN people p ON p.id = line.manager
		WHERE line.manager <> '' AND line.steps < %d)
	SELECT 1 FROM line WHERE person = ? AND steps %s)`

// scopeOn translates a scope to a condition on the column that holds whom a
// record is about, with its arguments. A relation that a person's column cannot
// tell is a mistake of the program, and opens nothing.
func scopeOn(column string, s domain.Scope) (condition string, args []any, err error) {
	actor := string(s.Actor)
	var parts []string
	for _, r := range s.Relations {
		switch r {
		case domain.Self:
			parts, args = append(parts, column+" = ?"), append(args, actor)
		case domain.Manager:
			parts, args = append(parts, fmt.Sprintf(standsAbove, column, maxLine, "= 1")), append(args, actor)
		case domain.SkipLevel:
			parts, args = append(parts, fmt.Sprintf(standsAbove, column, maxLine, "> 1")), append(args, actor)
		case domain.Partner:
			parts = append(parts, "EXISTS (SELECT 1 FROM partners WHERE employee = "+column+" AND partner = ?)")
			args = append(args, actor)
		case domain.Colleague, domain.AnyGuest, domain.Admin, domain.Observer:
			parts = append(parts, "1 = 1")
		default:
			return "", nil, fmt.Errorf("translate a scope: the relation %q is not told by a person's column", r)
		}
	}
	if len(parts) == 0 {
		return "1 = 0", nil, nil
	}
	return "(" + strings.Join(parts, " OR ") + ")", args, nil
}
