package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rapport/storage"
)

// rekeyCommand seals everything with the present key.
func rekeyCommand(sh shell) *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use:   "rekey",
		Short: "Seal every text anew with the first key of " + envKey + ", also while it is served",
		Long: "Seal every text anew with the first key of " + envKey + ", also while it is served.\n\n" +
			"Give it the new key and the old one (" + envKey + "=NEW,OLD), when every replica runs with both and the new one in front;\n" +
			"it refuses as long as one does not. It may be stopped at any time: run again, it goes on with what is left. At the end it\n" +
			"looks whether anything is left, and says when the old key is not needed any more. docs/operating.md has the whole order.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withDatabase(cmd.Context(), func(_ Config, db *storage.DB) error {
				if check {
					return sh.countToRekey(cmd.Context(), db)
				}
				return sh.rekey(cmd.Context(), db)
			})
		},
	}
	c.Flags().BoolVar(&check, "check", false, "only count what is not sealed with the present key")
	return c
}

func (sh shell) countToRekey(ctx context.Context, db *storage.DB) error {
	left, err := db.ToRekey(ctx)
	if err != nil {
		return fmt.Errorf("count what is to be sealed anew: %w", err)
	}
	return sh.printf("%d rows hold a text that is not sealed with the present key.\n", left.Rows)
}

// rekeyNews is how often it is said how far a table is, in rows.
const rekeyNews = 2_000

// rekey seals anew and says how far it is.
func (sh shell) rekey(ctx context.Context, db *storage.DB) error {
	before, err := db.ToRekey(ctx)
	if err != nil {
		return fmt.Errorf("count what is to be sealed anew: %w", err)
	}
	if err := sh.printf("%d rows are to be sealed anew.\n", before.Rows); err != nil {
		return err
	}
	said := map[string]int64{}
	done, err := db.Rekey(ctx, func(r storage.Rekeyed) {
		if r.Rows-said[r.Table] >= rekeyNews {
			said[r.Table] = r.Rows
			fmt.Fprintf(sh.err, "%s: %d rows\n", r.Table, r.Rows)
		}
	})
	if err != nil {
		return fmt.Errorf("%d rows were sealed anew, and are kept so; then: %w", done.Rows, err)
	}
	if err := sh.printf("%d rows were sealed anew. Nothing is left that another key sealed.\n", done.Rows); err != nil {
		return err
	}
	older, err := db.OlderSeals(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("look which keys sealed the ledger: %w", err)
	case older:
		return sh.printf("Earlier entries of the ledger are sealed with a key that comes from the old one: put the old key behind the others in %s,\n"+
			"where it opens no text, and take it out of %s.\n", envLedgerKey, envKey)
	}
	return sh.printf("The old key is not needed any more: take it out of %s.\n", envKey)
}

// noteEvery is how often a replica notes that it serves, and with which keys.
const noteEvery = time.Minute

// noteKeys keeps noted, while this replica serves, which keys it has.
func (a *App) noteKeys(ctx context.Context) error {
	host, err := os.Hostname()
	if err != nil {
		host = "replica"
	}
	name := host + "-" + rand.Text()[:8]
	note := func(ctx context.Context) {
		if err := a.db.NoteReplica(ctx, name); err != nil && ctx.Err() == nil {
			a.logger.WarnContext(ctx, "keys of this replica are not noted", slog.Any("error", err))
		}
	}
	tick := time.NewTicker(noteEvery)
	defer tick.Stop()
	for note(ctx); ; note(ctx) {
		select {
		case <-ctx.Done():
			a.forgetKeys(ctx, name)
			return nil
		case <-tick.C:
		}
	}
}

// forgetKeys notes that this replica serves no more, in a time of its own.
func (a *App) forgetKeys(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteEvery/10)
	defer cancel()
	if err := a.db.ForgetReplica(ctx, name); err != nil {
		a.logger.WarnContext(ctx, "this replica is noted as serving for some minutes more", slog.Any("error", err))
	}
}

// keys looks whether all replicas have the present key, and whether texts are
// sealed with others.
func (e *examination) keys(ctx context.Context, db *storage.DB) {
	replicas, err := db.Replicas(ctx)
	if err != nil {
		e.fail("keys", err)
		return
	}
	for _, r := range replicas {
		if err := db.FitsReplica(r); err != nil {
			e.warn("keys", err.Error()+".", "Follow the order of docs/operating.md (The key): both keys everywhere, then the new one in front, then `rapport rekey`.")
			return
		}
	}
	used, err := db.KeysInUse(ctx)
	switch {
	case err != nil:
		e.fail("keys", err)
	case len(used) > 1:
		e.warn("keys", fmt.Sprintf("texts may be sealed with %d keys.", len(used)), "Run `rapport rekey` with the new key in front and the old one behind it.")
	default:
		e.fine("keys", "one key seals all texts; %d replicas serve with it", len(replicas))
	}
}
