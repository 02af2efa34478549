package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"rapport/domain"
	"rapport/storage"
)

// verifyCommand proves the ledger.
func verifyCommand(sh shell) *cobra.Command {
	var head string
	c := &cobra.Command{
		Use:   "verify",
		Short: "Prove that nothing in the ledger was changed, removed or put in, also while it is served",
		Long: "Prove that nothing in the ledger was changed, removed or put in, also while it is served.\n\n" +
			"It reads every entry, writes nothing, and names the first one that is broken. A head from outside the database,\n" +
			"such as the one in a digest for the people team, proves also that nothing was cut off at the end, and that nobody\n" +
			"who has the key wrote another past. Code 0: proved; 1: broken; 2: wrong use.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			var noted []domain.LedgerHead
			if head != "" {
				h, err := domain.ParseLedgerHead(head)
				if err != nil {
					return usageError{err}
				}
				noted = append(noted, h)
			}
			return sh.withReadOnly(cmd.Context(), func(_ Config, db *storage.DB) error {
				return sh.verify(cmd.Context(), db, noted)
			})
		},
	}
	c.Flags().StringVar(&head, "head", "", "NUMBER:HASH of an entry, as a digest shows it")
	return c
}

// verify looks through the ledger and tells what it found.
func (sh shell) verify(ctx context.Context, db *storage.DB, noted []domain.LedgerHead) error {
	proof, err := db.VerifyLedger(ctx, noted...)
	if err != nil {
		return fmt.Errorf("read the ledger: %w", err)
	}
	if proof.Break != nil {
		return brokenAt(proof)
	}
	lines := []string{proved(proof)}
	if proof.Erased > 0 {
		lines = append(lines, fmt.Sprintf("%d of them have no words any more, and other entries say that they were erased.", proof.Erased))
	}
	if proof.Open > 0 {
		lines = append(lines, fmt.Sprintf("The words of %d are not sealed: they were written under %s=none, or by somebody without the key.", proof.Open, envKey))
	}
	lines = append(lines, unsealed(proof.Tail), compared(proof, len(noted) > 0))
	for _, line := range lines {
		if err := sh.printf("%s\n", line); err != nil {
			return err
		}
	}
	return nil
}

// proved says what is certain.
func proved(p storage.Proof) string {
	if p.Sealed == 0 {
		return "Nothing is sealed yet."
	}
	return fmt.Sprintf("Proved: all %d entries are as they were written, each in its place.\nSealed up to %s at %s.", p.Sealed, p.Head, moment(p.Head.At))
}

// unsealed names what nothing is proved of yet.
func unsealed(t domain.LedgerTail) string {
	if t.Count == 0 {
		return "Nothing waits for its seal."
	}
	return fmt.Sprintf("Not sealed yet, and so not proved: %d, the oldest of %s. `rapport serve` seals each minute.", t.Count, moment(t.Since))
}

// compared says with what else the ledger agrees, and what nobody can tell from
// the database alone.
func compared(p storage.Proof, given bool) string {
	if given {
		return fmt.Sprintf("It agrees with the head that you gave, and with %d in digests: nothing up to there was cut off or sealed anew.", p.Compared-1)
	}
	return fmt.Sprintf("It agrees with %d heads in digests. A head from outside is not compared: whether the newest entries were cut off,\n"+
		"or somebody who has the key sealed another past, only `rapport verify --head NUMBER:HASH` can tell.", p.Compared)
}

// brokenAt says where the ledger is broken, and what is whole.
func brokenAt(p storage.Proof) error {
	b := p.Break
	what := b.What
	switch {
	case b.Entry.ID != "":
		what = fmt.Sprintf("entry %d (%s, %s of %s) %s", b.Number, b.Entry.ID, b.Entry.Act, moment(b.Entry.At), b.What)
	case b.Number > 0:
		what = fmt.Sprintf("entry %d %s", b.Number, b.What)
	}
	if p.Sealed > 0 {
		what += fmt.Sprintf(". Entries 1 to %d are whole", p.Sealed)
	}
	return explained{
		fmt.Errorf("the ledger is broken: %s", what),
		"Change nothing, keep a copy of the database, and compare it with the last backup that `rapport verify` proves; docs/operating.md says how.",
	}
}

// moment is a time as an operator reads it.
func moment(t time.Time) string { return t.UTC().Format(time.DateTime) + " UTC" }
