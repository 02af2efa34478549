package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/storage"
)

// rolesCommand treats role profiles as text that people review.
func rolesCommand(sh shell) *cobra.Command {
	c := &cobra.Command{Use: "roles", Short: "Export, compare and apply what is expected in each role"}
	file := func(use, short string, do func(context.Context, shell, domain.ExpectationService, []domain.RoleProfile) error) *cobra.Command {
		return &cobra.Command{
			Use: use + " FILE", Short: short, Args: cobra.ExactArgs(1),
			Long: short + ".\n\nFILE may be - for what is piped in. Roles that it does not name stay as they are. With a single unknown key or wrong value nothing is written.",
			RunE: func(cmd *cobra.Command, args []string) error {
				profiles, err := sh.readRoles(args[0])
				if err != nil {
					return err
				}
				return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error {
					return do(ctx, sh, domain.ExpectationService{Practice: p}, profiles)
				})
			},
		}
	}
	c.AddCommand(
		&cobra.Command{
			Use: "export", Short: "Print the profiles of all roles",
			RunE: func(cmd *cobra.Command, _ []string) error { return sh.withPeople(cmd.Context(), exportRoles) },
		},
		&cobra.Command{
			Use: "templates [INDUSTRY]", Short: "Print the profiles to start from, of all industries or one", Args: cobra.MaximumNArgs(1),
			RunE: func(_ *cobra.Command, args []string) error { return sh.printTemplates(strings.Join(args, "")) },
		},
		file("diff", "Show what a file would change, and for how many people", diffRoles),
		file("apply", "Put a file in force, and tell those whose role it is", applyRoles))
	return c
}

// readRoles reads a file of profiles and says everything that is wrong with its
// form.
func (sh shell) readRoles(path string) ([]domain.RoleProfile, error) {
	text, err := sh.readFile(path)
	if err != nil {
		return nil, err
	}
	profiles, err := storage.ParseRoles(text)
	if problems, ok := errors.AsType[storage.PolicyProblems](err); ok {
		return nil, fmt.Errorf("nothing was written: problems in the file: %d\n%w", len(problems), problems)
	}
	return profiles, err
}

func exportRoles(ctx context.Context, sh shell, p domain.Practice) error {
	var profiles []domain.RoleProfile
	err := p.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		profiles, err = tx.RoleProfiles(ctx, domain.RoleFilter{})
		return err
	})
	if err != nil {
		return fmt.Errorf("read the role profiles: %w", err)
	}
	return sh.printRoles(profiles)
}

// printTemplates prints the templates of one industry, or of all.
func (sh shell) printTemplates(industry string) error {
	templates, err := storage.RoleTemplates()
	if err != nil {
		return err
	}
	var profiles []domain.RoleProfile
	var known []string
	for _, t := range templates {
		if len(known) == 0 || known[len(known)-1] != t.Industry {
			known = append(known, t.Industry)
		}
		if industry == "" || industry == t.Industry {
			profiles = append(profiles, t.Profile)
		}
	}
	if len(profiles) == 0 {
		return usageError{fmt.Errorf("there are no templates for %q; there are for %s", industry, strings.Join(known, ", "))}
	}
	return sh.printRoles(profiles)
}

func (sh shell) printRoles(profiles []domain.RoleProfile) error {
	text, err := storage.FormatRoles(profiles)
	if err != nil {
		return err
	}
	return sh.printf("%s", text)
}

func diffRoles(ctx context.Context, sh shell, s domain.ExpectationService, profiles []domain.RoleProfile) error {
	changes, err := s.CompareRoleFile(ctx, profiles)
	if err != nil {
		return explainFaults(err)
	}
	_, err = sh.printRoleChanges(changes)
	return err
}

func applyRoles(ctx context.Context, sh shell, s domain.ExpectationService, profiles []domain.RoleProfile) error {
	changes, err := s.ApplyRoleFile(ctx, profiles)
	if err != nil {
		return explainFaults(err)
	}
	people, err := sh.printRoleChanges(changes)
	if err != nil || people < 0 {
		return err
	}
	return sh.printf("In force. People who are told, once the profiles stand still for an hour: %d.\n", people)
}

// printRoleChanges shows one line for each value, role by role, and gives for how
// many people something changes, or -1 where nothing differs.
func (sh shell) printRoleChanges(changes []domain.RoleChange) (int, error) {
	people, differs := 0, false
	for _, c := range changes {
		if len(c.Differences) == 0 {
			continue
		}
		people, differs = people+c.People, true
		word := "changes"
		if c.New {
			word = "is new"
		}
		if err := sh.printf("%s %s, for people: %d\n", c.Role, word, c.People); err != nil {
			return 0, err
		}
		for _, d := range c.Differences {
			if err := sh.printf("  %s: %s -> %s\n", d.What, orNone(d.Was), orNone(d.Is)); err != nil {
				return 0, err
			}
		}
	}
	if !differs {
		return -1, sh.printf("Nothing differs.\n")
	}
	return people, nil
}
