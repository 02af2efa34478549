package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/storage"
)

// stuckShown is how many messages a list shows.
const stuckShown = 200

// outboxCommand shows what Slack refused and what is unclear, and puts it back.
func outboxCommand(sh shell) *cobra.Command {
	list := &cobra.Command{
		Use:   "list",
		Short: "List messages that are dead or unclear, newest first",
		RunE:  func(cmd *cobra.Command, _ []string) error { return sh.withOutbox(cmd.Context(), listStuck) },
	}
	var all bool
	requeue := &cobra.Command{
		Use:   "requeue NUMBER...",
		Short: "Send messages again that are dead or unclear",
		Long: "Send messages again that are dead or unclear.\n\n" +
			"Mend the reason first. An unclear message may have arrived: look into the channel before, or it may stand there twice.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			seqs, err := numbers(args, all)
			if err != nil {
				return err
			}
			return sh.withOutbox(cmd.Context(), func(ctx context.Context, sh shell, o *storage.Outbox) error {
				return requeueStuck(ctx, sh, o, seqs)
			})
		},
	}
	requeue.Flags().BoolVar(&all, "all-dead", false, "every dead message; unclear ones have to be named")
	c := &cobra.Command{Use: "outbox", Short: "Show and requeue messages that did not reach Slack", RunE: list.RunE}
	c.AddCommand(list, requeue)
	return c
}

// withOutbox opens the database for a command about the outbox.
func (sh shell) withOutbox(ctx context.Context, do func(context.Context, shell, *storage.Outbox) error) error {
	return sh.withDatabase(ctx, func(_ Config, db *storage.DB) error { return do(ctx, sh, db.Outbox()) })
}

// numbers reads the messages named; none with all.
func numbers(args []string, all bool) ([]int64, error) {
	if all == (len(args) > 0) {
		return nil, usageError{errors.New("name the messages by their numbers, or say --all-dead")}
	}
	if all {
		return nil, nil
	}
	seqs := make([]int64, len(args))
	for i, arg := range args {
		n, err := strconv.ParseInt(arg, 10, 64)
		if err != nil || n <= 0 {
			return nil, usageError{fmt.Errorf("%q is no number of a message; `rapport outbox` shows them", arg)}
		}
		seqs[i] = n
	}
	return seqs, nil
}

// listStuck prints a table. It names records and reasons and no words.
func listStuck(ctx context.Context, sh shell, o *storage.Outbox) error {
	list, err := o.Stuck(ctx, stuckShown)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return sh.printf("Nothing is stuck.\n")
	}
	table := tabwriter.NewWriter(sh.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NUMBER\tSTATE\tREASON\tKIND\tDEED\tTO\tSUBJECT\tSINCE")
	for _, m := range list {
		to := m.Channel
		if to == "" {
			to = "person " + string(m.Recipient)
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			m.Seq, m.State, m.Reason, m.Kind, m.Deed, to, m.Subject, m.At.UTC().Format(time.DateTime))
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print what is stuck: %w", err)
	}
	if len(list) == stuckShown {
		return sh.printf("The newest %d are shown.\n", stuckShown)
	}
	return nil
}

// requeueStuck puts messages back. A serve that runs finds them by itself.
func requeueStuck(ctx context.Context, sh shell, o *storage.Outbox, seqs []int64) error {
	if seqs == nil {
		list, err := o.Stuck(ctx, stuckShown)
		if err != nil {
			return err
		}
		for _, m := range list {
			if m.State == domain.Dead {
				seqs = append(seqs, m.Seq)
			}
		}
	}
	n, err := o.Requeue(ctx, seqs)
	if err != nil {
		return err
	}
	return sh.printf("%d of %d messages are on their way again.\n", n, len(seqs))
}
