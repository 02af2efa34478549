package domain

import (
	"context"
	"slices"
)

// watched are the relations whose looking at a person's records is kept in the
// ledger: that of whoever looks after others than their own people.
var watched = []Relation{HR, Deputy, SkipLevel, Comparer}

// watchedOnly tells whether the actor may do something only as one who is watched,
// and not as one of those whose business it is anyway.
func watchedOnly(actor Standing, action Action, subject Subject) bool {
	only := false
	for _, rule := range Table {
		if rule.Action != action {
			continue
		}
		for _, r := range rule.Relations {
			if !stands(actor, r, subject) {
				continue
			}
			if !slices.Contains(watched, r) {
				return false
			}
			only = true
		}
	}
	return only
}

// seen keeps in the ledger that somebody looked, before anything is shown: where
// that fails, nothing is.
func (p Practice) seen(ctx context.Context, looks ...Entry) error {
	if len(looks) == 0 {
		return nil
	}
	return p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		for _, look := range looks {
			if err := tx.Record(ctx, look); err != nil {
				return err
			}
		}
		return nil
	})
}
