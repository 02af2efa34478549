package storage

import (
	"context"
	"database/sql"
	"errors"
	"math"

	"rapport/domain"
)

// linkRow is an entry with its place in the chain.
type linkRow struct {
	ledgerRow

	Number  int64
	Hash    []byte
	SealKey string
}

// named is what tells the entry from others, without its words.
func (l linkRow) named() domain.Entry {
	return domain.Entry{ID: domain.ID(l.ID), At: l.At.UTC(), Actor: domain.ID(l.Actor), Act: l.Act}
}

// linkPage is some entries in the order of their numbers.
type linkPage struct {
	links []linkRow
	// erased is the number of the last entry that says that a subject's words
	// were erased.
	erased map[string]int64
	err    error
}

// linksRead is how many entries are read at once.
const linksRead = 2000

// readLinks sends the entries up to a number, page by page, each page on a
// snapshot of its own: what is sealed does not change, and a snapshot that is
// held for long keeps the database from cleaning up.
func (d *DB) readLinks(ctx context.Context, upTo int64, pages chan<- linkPage) {
	last := linkRow{Number: math.MinInt64}
	for {
		var page linkPage
		page.err = d.readTx(ctx, func(ctx context.Context, t *tx) (err error) {
			// The last number is read again, since it may stand there twice.
			page.links, err = t.links(ctx, `WHERE number >= ? AND number <= ? AND id <> ? ORDER BY number LIMIT ?`, last.Number, upTo, last.ID, linksRead)
			if err != nil {
				return err
			}
			page.erased, err = t.erasures(ctx, page.links)
			return err
		})
		select {
		case pages <- page:
		case <-ctx.Done():
			return
		}
		if page.err != nil || len(page.links) < linksRead {
			return
		}
		last = page.links[len(page.links)-1]
	}
}

// links reads entries. They come straight from the driver, because there may be
// millions.
func (t *tx) links(ctx context.Context, where string, args ...any) (list []linkRow, err error) {
	rows, err := t.g(ctx).Raw(`SELECT number, hash, seal_key, id, at, actor, act, subject, person, version, reason, content, salt, commitment
		FROM ledger `+where, args...).Rows()
	if err != nil {
		return nil, tried("read the ledger", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var l linkRow
		var key sql.NullString
		if err := rows.Scan(&l.Number, &l.Hash, &key, &l.ID, &l.At, &l.Actor, &l.Act, &l.Subject, &l.Person, &l.Version,
			&l.Reason, &l.Content, &l.Salt, &l.Commitment); err != nil {
			return nil, tried("read an entry of the ledger", err)
		}
		l.SealKey = key.String
		list = append(list, l)
	}
	return list, tried("read the ledger", rows.Err())
}

// erasures finds what says that the words of some entries were erased.
func (t *tx) erasures(ctx context.Context, links []linkRow) (map[string]int64, error) {
	var subjects []string
	for _, l := range links {
		if l.Salt.empty() {
			subjects = append(subjects, l.Subject)
		}
	}
	erased := map[string]int64{}
	if len(subjects) == 0 {
		return erased, nil
	}
	var rows []struct {
		Subject string
		Last    int64
	}
	err := t.g(ctx).Raw(`SELECT subject, max(coalesce(number, ?)) AS last FROM ledger
		WHERE act = '`+domain.LedgerErase+`' AND subject IN ? GROUP BY subject`, int64(maxNumber), subjects).Scan(&rows).Error
	for _, r := range rows {
		erased[r.Subject] = r.Last
	}
	return erased, tried("look for what says that words were erased", err)
}
