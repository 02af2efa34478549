package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rapport/calendar"
	"rapport/domain"
	"rapport/sentence"
	"rapport/storage"
)

const (
	// maxRosterFile is more than half a million people need.
	maxRosterFile = 200 << 20
	// peoplePage is how many people are read at once.
	peoplePage = 500
)

// peopleCommand brings reporting lines in and out.
func peopleCommand(sh shell) *cobra.Command {
	c := &cobra.Command{Use: "people", Short: "Import, list and export people and their reporting lines"}
	c.AddCommand(
		peopleImportCommand(sh),
		peopleEraseCommand(sh),
		&cobra.Command{
			Use: "list", Short: "List active people with manager and area",
			RunE: func(cmd *cobra.Command, _ []string) error { return sh.withPeople(cmd.Context(), listPeople) },
		},
		&cobra.Command{
			Use: "export", Short: "Write the active people as a file that import reads",
			RunE: func(cmd *cobra.Command, _ []string) error { return sh.withPeople(cmd.Context(), exportPeople) },
		})
	return c
}

// peopleImportCommand reads a roster: a look by default, all of it with --apply.
func peopleImportCommand(sh shell) *cobra.Command {
	var apply bool
	var on string
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "Bring managers, teams and roles in from a CSV file",
		Long: "Bring managers, teams and roles in from a CSV file.\n\n" +
			"The first line names the columns, in any order: email, manager (an email), team, role, area, location,\n" +
			"start (2026-12-04), cadence (monthly, quarterly, every 2 weeks). Only email has to be there.\n" +
			"An empty cell leaves what is known, a dash takes it away; a dash as manager means the top of the line.\n" +
			"FILE may be - for what is piped in. Without --apply it shows what would change and writes nothing;\n" +
			"with a single bad line nothing is written either.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day := domain.Date{}
			if on != "" {
				var err error
				if day, err = domain.ParseDate(on); err != nil {
					return usageError{fmt.Errorf("%q is no date; write it as 2026-12-04", on)}
				}
			}
			text, err := sh.readFile(args[0])
			if err != nil {
				return err
			}
			return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error {
				return importPeople(ctx, sh, p, rosterImport{roster: domain.ParseRoster(text), on: day, apply: apply})
			})
		},
	}
	c.Flags().BoolVar(&apply, "apply", false, "write what the file says")
	c.Flags().StringVar(&on, "on", "", "the first day with a new manager (2026-12-04); today where none is given")
	return c
}

// readFile reads a file, or what is piped in.
func (sh shell) readFile(path string) ([]byte, error) {
	in := sh.in
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return nil, usageError{fmt.Errorf("open the file: %w", err)}
		}
		defer file.Close() //nolint:errcheck // nothing was written to it
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxRosterFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the file: %w", err)
	}
	if len(text) > maxRosterFile {
		return nil, usageError{fmt.Errorf("the file is longer than %d MB", maxRosterFile>>20)}
	}
	return text, nil
}

// withPeople opens the database for a command about people.
func (sh shell) withPeople(ctx context.Context, do func(context.Context, shell, domain.Practice) error) error {
	return sh.withDatabase(ctx, func(c Config, db *storage.DB) error { return do(ctx, sh, c.practice(db, systemClock{})) })
}

// practice is the practice as a command knows it, without a Slack to talk to.
func (c Config) practice(store domain.Store, clock domain.Clock) domain.Practice {
	return domain.Practice{
		Store: store, Clock: clock, IDs: storage.IDs{}, Meter: newMetrics(), FirstHR: c.HR,
		Holidays: calendar.New(c.Holidays, nil),
	}
}

// rosterImport is one run of an import.
type rosterImport struct {
	roster domain.Roster
	on     domain.Date
	apply  bool
}

// importPeople shows what a roster changes and, where that is wanted, writes it.
func importPeople(ctx context.Context, sh shell, p domain.Practice, r rosterImport) error {
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	service := domain.ReportingService{Practice: p}
	run := service.PlanImport
	if r.apply {
		run = service.Import
	}
	plan, err := run(ctx, r.roster, r.on)
	if err != nil {
		return fmt.Errorf("import the people: %w", err)
	}
	var out bytes.Buffer
	if len(plan.Problems) > 0 {
		writeProblems(&out, book.In(""), plan.Problems)
		if _, err := sh.out.Write(out.Bytes()); err != nil {
			return fmt.Errorf("show what is wrong: %w", err)
		}
		return fmt.Errorf("nothing was written: problems in the file: %d", len(plan.Problems))
	}
	changed := writeChanges(&out, plan, r.on)
	switch {
	case changed == 0:
		fmt.Fprintf(&out, "The file of %d people says nothing new.\n", plan.Rows)
	case r.apply:
		fmt.Fprintf(&out, "%d of %d people were changed, and told where their manager changes.\n", changed, plan.Rows)
	default:
		fmt.Fprintf(&out, "%d of %d people would change. Nothing was written; add --apply to write it.\n", changed, plan.Rows)
	}
	if _, err := sh.out.Write(out.Bytes()); err != nil {
		return fmt.Errorf("show what changes: %w", err)
	}
	return nil
}

// writeProblems lists what is wrong, by line.
func writeProblems(out *bytes.Buffer, v *sentence.Voice, problems []domain.RosterProblem) {
	for _, problem := range problems {
		if problem.Line > 0 {
			fmt.Fprintf(out, "line %d: ", problem.Line)
		}
		fmt.Fprintln(out, v.Fault(problem.Fault))
	}
}

// writeChanges lists what changes of whom, and tells how many people that are.
func writeChanges(out *bytes.Buffer, plan domain.ImportPlan, on domain.Date) int {
	day := "today"
	if !on.IsZero() {
		day = on.String()
	}
	people := 0
	for _, c := range plan.Changes {
		if len(c.Fields) == 0 {
			continue // the file confirms what is known
		}
		people++
		fmt.Fprintf(out, "line %d  %s <%s>\n", c.Line, c.Person.Name, c.Person.Email)
		for _, f := range c.Fields {
			since := ""
			if f.Column == domain.RosterManager {
				since = ", from " + day
			}
			fmt.Fprintf(out, "    %s: %s → %s%s\n", f.Column, orNone(f.Old), orNone(f.New), since)
		}
		for _, talk := range c.Talks {
			fmt.Fprintf(out, "    the open conversation of %s pauses and goes on with the new manager\n", talk.Rule.Day)
		}
	}
	return people
}

// orNone is a value as a line shows it.
func orNone(text string) string {
	if text == "" {
		return "(none)"
	}
	return text
}

// eachPerson goes through the active people of the organisation, page by page.
func eachPerson(ctx context.Context, p domain.Practice, do func(person, manager domain.Person) error) error {
	service := domain.ReportingService{Practice: p}
	for after := domain.ID(""); ; {
		page, err := service.List(ctx, after, peoplePage)
		if err != nil {
			return fmt.Errorf("list the people: %w", err)
		}
		for _, pair := range page {
			after = pair.Person.ID
			if !pair.Person.CanThank() {
				continue // bots and people of other organisations
			}
			if err := do(pair.Person, pair.Manager); err != nil {
				return err
			}
		}
		if len(page) < peoplePage {
			return nil
		}
	}
}

// listPeople prints a table that shows nothing private.
func listPeople(ctx context.Context, sh shell, p domain.Practice) error {
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tMANAGER\tAREA")
	err := eachPerson(ctx, p, func(person, manager domain.Person) error {
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", person.Name, orNone(manager.Name), orNone(person.Area())); err != nil {
			return fmt.Errorf("print a person: %w", err)
		}
		return nil
	})
	return errors.Join(err, table.Flush())
}

// exportPeople writes what import reads.
func exportPeople(ctx context.Context, sh shell, p domain.Practice) error {
	writer := csv.NewWriter(sh.out)
	if err := writer.Write(domain.RosterColumns); err != nil {
		return fmt.Errorf("write the file: %w", err)
	}
	err := eachPerson(ctx, p, func(person, manager domain.Person) error {
		if person.Email == "" {
			return nil // nobody could be found by it again
		}
		return writer.Write(domain.RosterCells(person, manager))
	})
	writer.Flush()
	return errors.Join(err, writer.Error())
}
