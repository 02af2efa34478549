package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/sentence"
	"rapport/storage"
)

// policyCommand treats the policy as text that people review.
func policyCommand(sh shell) *cobra.Command {
	c := &cobra.Command{Use: "policy", Short: "Export, compare and apply the policy as a YAML file"}
	file := func(use, short string, do func(context.Context, shell, domain.Practice, domain.Policy) error) *cobra.Command {
		return &cobra.Command{
			Use: use + " FILE", Short: short, Args: cobra.ExactArgs(1),
			Long: short + ".\n\nFILE may be - for what is piped in. What it leaves out has its default. With a single unknown key or wrong value nothing is written.",
			RunE: func(cmd *cobra.Command, args []string) error {
				policy, err := sh.readPolicy(args[0])
				if err != nil {
					return err
				}
				return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error { return do(ctx, sh, p, policy) })
			},
		}
	}
	c.AddCommand(
		rolesCommand(sh), whoSeesWhatCommand(sh),
		&cobra.Command{
			Use: "export", Short: "Print the policy in force, or the defaults",
			RunE: func(cmd *cobra.Command, _ []string) error { return sh.withPeople(cmd.Context(), exportPolicy) },
		},
		file("diff", "Show what a file would change", diffPolicy),
		file("apply", "Put a file in force, and tell the people team", applyPolicy))
	return c
}

// readPolicy reads a policy file and says everything that is wrong with it.
func (sh shell) readPolicy(path string) (domain.Policy, error) {
	text, err := sh.readFile(path)
	if err != nil {
		return domain.Policy{}, err
	}
	policy, err := storage.ParsePolicy(text)
	var problems storage.PolicyProblems
	switch {
	case errors.As(err, &problems):
		return policy, fmt.Errorf("nothing was written: problems in the file: %d\n%w", len(problems), problems)
	case err != nil:
		return policy, err
	}
	return policy, explainFaults(policy.Validate().Err())
}

// explainFaults says in sentences what values do not fit.
func explainFaults(err error) error {
	faults := domain.FaultsOf(err)
	if len(faults) == 0 {
		return err
	}
	book, bookErr := sentence.New()
	if bookErr != nil {
		return fmt.Errorf("read the sentences: %w", bookErr)
	}
	lines := make([]string, len(faults))
	for i, f := range faults {
		lines[i] = strings.TrimPrefix(f.Field+": ", ": ") + book.In("").Fault(f)
	}
	return fmt.Errorf("nothing was written: values that do not fit: %d\n%s", len(faults), strings.Join(lines, "\n"))
}

// currentPolicy is the version in force.
func currentPolicy(ctx context.Context, p domain.Practice) (domain.PolicyVersion, error) {
	var version domain.PolicyVersion
	err := p.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		version, err = tx.Policy(ctx)
		return err
	})
	if err != nil {
		return version, fmt.Errorf("read the policy: %w", err)
	}
	return version, nil
}

func exportPolicy(ctx context.Context, sh shell, p domain.Practice) error {
	version, err := currentPolicy(ctx, p)
	if err != nil {
		return err
	}
	text, err := storage.FormatPolicy(version.Policy)
	if err != nil {
		return err
	}
	return sh.printf("%s", text)
}

func diffPolicy(ctx context.Context, sh shell, p domain.Practice, policy domain.Policy) error {
	version, err := currentPolicy(ctx, p)
	if err != nil {
		return err
	}
	return sh.printDifferences(version.Policy, policy)
}

func applyPolicy(ctx context.Context, sh shell, p domain.Practice, policy domain.Policy) error {
	version, err := currentPolicy(ctx, p)
	if err != nil {
		return err
	}
	if len(domain.ComparePolicies(version.Policy, policy)) == 0 {
		return sh.printf("Nothing differs from version %d; nothing was written.\n", version.Version)
	}
	service := domain.PolicyService{Practice: p}
	next, err := service.Apply(ctx, version.Version, policy)
	if domain.CodeOf(err) == domain.Conflict {
		return errors.New("nothing was written: somebody changed the policy at the same moment; run diff, then apply again")
	}
	if err != nil {
		return explainFaults(err)
	}
	if err := sh.printDifferences(version.Policy, policy); err != nil {
		return err
	}
	return sh.printf("Version %d is in force, and the people team is told.\n", next.Version)
}

// printDifferences shows one line for each value.
func (sh shell) printDifferences(was, is domain.Policy) error {
	differences := domain.ComparePolicies(was, is)
	if len(differences) == 0 {
		return sh.printf("Nothing differs.\n")
	}
	for _, d := range differences {
		if err := sh.printf("%s: %s -> %s\n", d.Path(), orNone(d.Was), orNone(d.Is)); err != nil {
			return err
		}
	}
	return nil
}
