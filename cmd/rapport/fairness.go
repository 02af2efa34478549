package main

import (
	"bytes"
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// fairnessOptions are the flags of fairness.
type fairnessOptions struct{ attributes, xlsx string }

// fairnessCommand prints how evenly the practice reaches people.
func fairnessCommand(sh shell) *cobra.Command {
	var o fairnessOptions
	c := &cobra.Command{
		Use:   "fairness",
		Short: "Print how evenly the practice reaches people, by groups",
		Long: "Print, for the last 26 weeks, conversations held, people thanked and feedback that can be acted on, by area,\n" +
			"location and time in the company, each share with the range that chance explains, and what none of it can show.\n" +
			"No group under the policy's minimum is shown, nor can one be computed from what is.\n\n" +
			"A file of attributes is CSV: its first column is email, up to three more are what to divide by. It is read into\n" +
			"memory and stored nowhere; two reports from two files, laid side by side, may tell more than each by itself.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := sh.readAttributes(o.attributes)
			if err != nil {
				return err
			}
			return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error {
				r, err := domain.FairnessService{Practice: p}.ReportWith(ctx, a)
				if err != nil {
					return fmt.Errorf("count for the report: %w", err)
				}
				return sh.writeFairness(r, o.xlsx)
			})
		},
	}
	c.Flags().StringVar(&o.attributes, "attributes", "", "a CSV file of what else to divide by; - for what is piped in")
	c.Flags().StringVar(&o.xlsx, "xlsx", "", "write a workbook to this file, too")
	return c
}

// readAttributes reads the file, if there is one.
func (sh shell) readAttributes(path string) (domain.Attributes, error) {
	if path == "" {
		return domain.Attributes{}, nil
	}
	text, err := sh.readFile(path)
	if err != nil {
		return domain.Attributes{}, err
	}
	return domain.ReadAttributes(bytes.NewReader(text))
}

// writeFairness prints a report, and writes its workbook where one is wanted.
func (sh shell) writeFairness(r domain.FairnessReport, path string) error {
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the catalogue: %w", err)
	}
	v := book.In("en")
	for i, c := range v.Fairness(r) {
		if i > 0 {
			fmt.Fprintln(sh.out)
		}
		fmt.Fprintln(sh.out, c.Heading)
		for _, line := range c.Lines {
			fmt.Fprintln(sh.out, "  "+line)
		}
	}
	if path == "" {
		return nil
	}
	data, err := export.Fairness(v, r)
	if err != nil {
		return err
	}
	const ownerOnly = 0o600
	if err := os.WriteFile(path, data, ownerOnly); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	fmt.Fprintf(sh.out, "\nThe workbook is %s.\n", path)
	return nil
}
