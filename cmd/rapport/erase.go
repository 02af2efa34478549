package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/sentence"
)

// erasedAtOnce is how many rows one transaction erases.
const erasedAtOnce = 500

// peopleEraseCommand erases somebody who has left: a look by default.
func peopleEraseCommand(sh shell) *cobra.Command {
	var confirm, reason string
	c := &cobra.Command{
		Use:   "erase WHO",
		Short: "Show what erasing somebody who has left would do; with --confirm and --reason, do it",
		Long: "Show what erasing somebody who has left would do; with --confirm and --reason, do it.\n\n" +
			"WHO is an email or a name. --confirm takes the name again, as it is shown: that is the second yes. The people team is told.\n" +
			"Refused while the account is open, and during a hold. The messages in Slack are deleted by `rapport serve`.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return sh.withPeople(cmd.Context(), func(ctx context.Context, sh shell, p domain.Practice) error {
				return explainFaults(erasePerson(ctx, sh, p, eraseWish{who: args[0], confirm: confirm, reason: reason}))
			})
		},
	}
	c.Flags().StringVar(&confirm, "confirm", "", "the person's name, typed again")
	c.Flags().StringVar(&reason, "reason", "", "why, for the ledger")
	return c
}

// eraseWish is what was typed.
type eraseWish struct{ who, confirm, reason string }

// erasePerson shows what an erasure does and, where the name is typed again, does it.
func erasePerson(ctx context.Context, sh shell, p domain.Practice, wish eraseWish) error {
	service := domain.ErasureService{Practice: p}
	person, err := service.Find(ctx, wish.who)
	if err != nil {
		return err
	}
	plan, err := service.Plan(ctx, domain.Act{}, person.ID)
	if err != nil {
		return err
	}
	book, err := sentence.New()
	if err != nil {
		return fmt.Errorf("read the sentences: %w", err)
	}
	v := book.In("")
	var out strings.Builder
	fmt.Fprintln(&out, v.Say("erasure.who", "Name", plan.Person.Name))
	for _, c := range plan.Counts {
		fmt.Fprintln(&out, "  "+v.Say("erasure.count_line", "What", v.Say("retention.record_"+string(c.Type)), "Gone", strconv.Itoa(c.Gone), "Stays", strconv.Itoa(c.Stays)))
	}
	fmt.Fprintln(&out, v.Say("erasure.stays_why"))
	if err := sh.printf("%s", out.String()); err != nil {
		return err
	}
	switch {
	case wish.confirm == "":
		return sh.printf("Nothing was erased; add --confirm and --reason to do it.\n")
	case wish.confirm != plan.Person.Name:
		return usageError{errors.New("--confirm is not the name that is shown; nothing was erased")}
	}
	if _, err := service.Ask(ctx, domain.Act{}, person.ID, wish.reason); err != nil {
		return err
	}
	for more := true; more; {
		if _, more, err = service.Advance(ctx, erasedAtOnce); err != nil {
			return err
		}
	}
	return sh.printf("Erased. `rapport verify` proves that the ledger is whole.\n")
}
