package domain

import (
	"context"
	"slices"
	"time"
)

// Sighted is a record as it stood when somebody saw its words; Version is that of
// the words, 0 for records whose words never change.
type Sighted struct {
	Record  ID
	Version int
}

// SightRows keeps when people first had words about them before their eyes, where
// nothing else tells: no message holds these words.
type SightRows interface {
	// NoteSights keeps those that are new; seeing the same again changes nothing.
	NoteSights(ctx context.Context, person ID, seen []Sighted, at time.Time) error
	// Sights tells when a person first saw some records.
	Sights(ctx context.Context, person ID, records []ID) (map[Sighted]time.Time, error)
}

// sighted keeps that a person is shown something, before it is shown. Most views
// show nothing that is new to their reader, and write nothing.
func (p Practice) sighted(ctx context.Context, person ID, list []Sighted) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]ID, len(list))
	for i, s := range list {
		ids[i] = s.Record
	}
	var known map[Sighted]time.Time
	err := p.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		known, err = tx.Sights(ctx, person, ids)
		return err
	})
	fresh := slices.DeleteFunc(list, func(s Sighted) bool { return !known[s].IsZero() })
	if err != nil || len(fresh) == 0 {
		return err
	}
	return p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		return tx.NoteSights(ctx, person, fresh, tx.Now())
	})
}
