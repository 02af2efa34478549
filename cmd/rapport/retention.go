package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/sentence"
)

// retentionCommand tells how long records are kept.
func retentionCommand(sh shell) *cobra.Command {
	c := &cobra.Command{Use: "retention", Short: "Print how long records are kept, and what happens then"}
	c.AddCommand(
		&cobra.Command{
			Use: "terms", Short: "Print the terms that are in force, those of countries too",
			RunE: func(cmd *cobra.Command, _ []string) error {
				return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error {
					version, err := currentPolicy(ctx, p)
					if err != nil {
						return err
					}
					return writeTerms(sh.out, version.Policy)
				})
			},
		},
		&cobra.Command{
			Use: "defaults", Short: "Print the terms that hold where the policy says nothing, as docs/retention.md shows them",
			RunE: func(*cobra.Command, []string) error { return writeTerms(sh.out, domain.DefaultPolicy()) },
		})
	return c
}

// writeTerms prints the terms of a policy as a table in Markdown, with a row for
// each country or location that has one of its own.
func writeTerms(out io.Writer, policy domain.Policy) error {
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	v := book.In("")
	var table strings.Builder
	row := func(cells ...string) { fmt.Fprintf(&table, "| %s |\n", strings.Join(cells, " | ")) }
	row(v.Say("retention.column_record"), v.Say("retention.column_name"), v.Say("retention.column_kept"), v.Say("retention.column_from"), v.Say("retention.column_then"))
	row("---", "---", "---", "---", "---")
	for _, t := range domain.RecordTypes {
		from := ""
		if t.From != "" {
			from = v.Say("retention.from_" + t.From)
		}
		row(v.Say("retention.record_"+string(t.Name)), "`"+string(t.Name)+"`", keptFor(v, policy, t, ""), from, endOf(v, t))
		for _, place := range policy.Retention.Places() {
			if _, set := policy.Retention.Months[place+"/"+string(t.Name)]; set {
				row("", "`"+place+"/"+string(t.Name)+"`", keptFor(v, policy, t, place), "", "")
			}
		}
	}
	if _, err := io.WriteString(out, table.String()); err != nil {
		return fmt.Errorf("print the terms: %w", err)
	}
	return nil
}

// keptFor is how long a record of a type is kept at a location.
func keptFor(v *sentence.Voice, policy domain.Policy, t domain.RecordType, location string) string {
	switch {
	case t.Way == domain.PurgeNever:
		return ""
	case t.Routine:
		return v.Say("retention.days", "Count", t.Days)
	}
	return v.Say("retention.months", "Count", policy.MonthsOf(t, location))
}

// endOf is what happens at the end.
func endOf(v *sentence.Voice, t domain.RecordType) string {
	if t.Routine {
		return v.Say("retention.way_routine")
	}
	return v.Say("retention.way_" + string(t.Way))
}
