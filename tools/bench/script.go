package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver by which the log is switched on

	"rapport/domain"
	"rapport/storage"
)

// statement is one that PostgreSQL was asked, with its parameters.
type statement struct {
	text   string
	params []string // as the log writes them: 'text', or NULL
}

// record lets do ask the database while it writes down everything, and returns
// the statements in their order.
func (g *ground) record(ctx context.Context, do func(*storage.DB) error) (list []statement, err error) {
	admin, err := sql.Open("pgx", g.postgres.URL())
	if err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	if _, err := admin.ExecContext(ctx, `ALTER ROLE rapport SET log_statement = 'all'`); err != nil {
		return nil, fmt.Errorf("let the database write down what it is asked: %w", err)
	}
	db, err := storage.Open(ctx, g.config(g.postgres.URL(), 1))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := do(db); err != nil { // the first time some things are done once
		return nil, err
	}
	before, err := g.written(ctx, admin, "before")
	if err != nil {
		return nil, err
	}
	if err := do(db); err != nil {
		return nil, err
	}
	after, err := g.written(ctx, admin, "after")
	if err != nil {
		return nil, err
	}
	if _, err := admin.ExecContext(ctx, `ALTER ROLE rapport RESET log_statement`); err != nil {
		return nil, fmt.Errorf("let the database be silent again: %w", err)
	}
	return parseLog(after[len(before):])
}

// written is what stands in the log, once a mark is in it: it is written by a
// process of its own.
func (g *ground) written(ctx context.Context, admin *sql.DB, mark string) (string, error) {
	mark = "mark " + mark
	if _, err := admin.ExecContext(ctx, `DO $$ BEGIN RAISE LOG '`+mark+`'; END $$`); err != nil {
		return "", fmt.Errorf("mark the database's log: %w", err)
	}
	for {
		text, err := os.ReadFile(g.log())
		if err != nil {
			return "", fmt.Errorf("read the database's log: %w", err)
		}
		if before, _, found := strings.Cut(string(text), "LOG:  "+mark); found {
			return before, nil
		}
		if err := ctx.Err(); err != nil {
			return "", fmt.Errorf("wait for the database's log: %w", err)
		}
	}
}

// The lines of the log that hold statements. Text that goes over several lines
// is indented by a tab.
var (
	asked    = regexp.MustCompile(`^LOG:  (?:statement|execute [^:]+): (.*)$`)
	withWhat = regexp.MustCompile(`^DETAIL:  parameters: (.*)$`)
	oneParam = regexp.MustCompile(`\$\d+ = (NULL|'(?:[^']|'')*')`)
)

// parseLog reads what the database wrote down.
func parseLog(text string) ([]statement, error) {
	var list []statement
	for line := range strings.SplitSeq(text, "\n") {
		switch m, p := asked.FindStringSubmatch(line), withWhat.FindStringSubmatch(line); {
		case m != nil:
			list = append(list, statement{text: m[1]})
		case p != nil && len(list) > 0:
			for _, one := range oneParam.FindAllStringSubmatch(p[1], -1) {
				list[len(list)-1].params = append(list[len(list)-1].params, one[1])
			}
		case strings.HasPrefix(line, "\t") && len(list) > 0:
			list[len(list)-1].text += " " + strings.TrimSpace(line)
		}
	}
	if len(list) == 0 {
		return nil, errors.New("the database wrote nothing down")
	}
	return list, nil
}

// placeholder is a parameter in a statement.
var placeholder = regexp.MustCompile(`\$(\d+)`)

// script writes statements as pgbench's, in which giver and receiver are chosen
// anew each time and every other id is new.
func script(list []statement, giver, receiver int) string {
	// The ids that were made on the way are each one of the run's own.
	fresh := map[string]string{}
	name := func(id string) string {
		if fresh[id] == "" {
			fresh[id] = fmt.Sprintf("('n%d-' || :k::text)", len(fresh))
		}
		return fresh[id]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\\set g random(1, %d)\n\\set r 1 + :g %% %d\n\\set k random(1, 9000000000000000000)\n", people, people)
	for _, s := range list {
		text := placeholder.ReplaceAllStringFunc(s.text, func(p string) string {
			n, err := strconv.Atoi(p[1:])
			if err != nil || n > len(s.params) {
				return p
			}
			return value(s.params[n-1], giver, receiver, name)
		})
		b.WriteString(strings.TrimSuffix(strings.TrimSpace(text), ";") + ";\n")
	}
	return b.String()
}

// madeID is an id that was made in the recorded run: a UUID, alone.
var madeID = regexp.MustCompile(`^'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'$`)

// value is a parameter as SQL: people become variables, ids new ones.
func value(param string, giver, receiver int, name func(string) string) string {
	who := func(variable, prefix string) string {
		return "(" + literal("'"+prefix+"'") + " || lpad(:" + variable + "::text, 6, '0'))"
	}
	switch {
	case param == "'"+string(personID(giver))+"'":
		return who("g", "p")
	case param == "'"+string(personID(receiver))+"'":
		return who("r", "p")
	case param == "'D:"+string(personID(receiver))+"'":
		return who("r", "D:p")
	case param == "'"+slackID(giver)+"'":
		return who("g", "U")
	case param == "'"+slackID(receiver)+"'":
		return who("r", "U")
	case strings.HasPrefix(param, "'key-"), madeID.MatchString(param):
		return name(param)
	}
	return literal(param)
}

// likeVariable is what pgbench takes for a variable.
var likeVariable = regexp.MustCompile(`:([A-Za-z_])`)

// literal writes a literal so that pgbench sees no variable in it, and a time so
// that it is as far from now as it was.
func literal(text string) string {
	if at, err := time.Parse("'2006-01-02 15:04:05.999999-07'", text); err == nil {
		return fmt.Sprintf("(now() - interval '%d seconds')", int(time.Since(at).Seconds()))
	}
	if !likeVariable.MatchString(text) {
		return text
	}
	return "(" + likeVariable.ReplaceAllString(text, "' || chr(58) || '$1") + ")"
}

// changes are the words by which statements begin that change something.
var changes = []string{"INSERT", "UPDATE", "DELETE"}

// changed tells how many of the statements change something.
func changed(list []statement) int {
	n := 0
	for _, s := range list {
		if slices.Contains(changes, strings.ToUpper(strings.Fields(s.text)[0])) {
			n++
		}
	}
	return n
}

// draft is the kudos that both sides give.
func draft(receiver int, words string) domain.KudosDraft {
	return domain.KudosDraft{Users: []string{slackID(receiver)}, Text: words}
}
