package storage

import (
	"context"
	"slices"
	"strings"

	"rapport/domain"
)

// PurgeRecords purges records of a type, some hundred at a time.
func (t *tx) PurgeRecords(ctx context.Context, name domain.RecordName, ids []domain.ID) (int, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	if name == domain.RecordLedger {
		return t.eraseEntries(ctx, "id", ids)
	}
	if name == domain.RecordPerson {
		return t.anonymise(ctx, ids)
	}
	if name == domain.RecordPosted {
		return t.unpost(ctx, ids)
	}
	purged := 0
	for i, place := range placesOf(name) {
		if place.since == "" || i > 0 && place.tables[0].name == placesOf(name)[i-1].tables[0].name {
			continue // the same tables as before
		}
		n, err := t.purgeIn(ctx, place, ids)
		if err != nil {
			return purged, err
		}
		purged += n
	}
	return purged, nil
}

// purgeIn purges records in one place: what was posted, the words in the ledger,
// what hangs on them, and the rows.
func (t *tx) purgeIn(ctx context.Context, p recordPlace, ids []domain.ID) (int, error) {
	among, list := t.among(), t.list(ids)
	for _, child := range p.below {
		if err := t.g(ctx).Exec("DELETE FROM "+child[0]+" WHERE "+child[1]+" "+among, list).Error; err != nil {
			return 0, tried("purge what hangs on a record", err)
		}
	}
	if p.cites != "" {
		of := among
		if p.citing != "" {
			of = "IN (" + p.citing + " " + among + ")"
		}
		if err := t.g(ctx).Exec("DELETE FROM citations WHERE kind = ? AND record "+of, p.cites, list).Error; err != nil {
			return 0, tried("purge citations", err)
		}
	}
	purged := 0
	for _, table := range slices.Backward(p.tables) {
		done := t.g(ctx).Exec("DELETE FROM "+table.name+" WHERE "+table.record+" "+among, list)
		if done.Error != nil {
			return 0, tried("purge "+table.name, done.Error)
		}
		purged = int(done.RowsAffected) // of the first table, which is the last to go
	}
	if !p.words {
		return purged, nil
	}
	if _, err := t.eraseEntries(ctx, "subject", ids); err != nil {
		return 0, err
	}
	return purged, t.withdrawAll(ctx, ids)
}

// withdrawAll takes back what was to be told of records, and deletes what stands
// in Slack of them, as there is room.
func (t *tx) withdrawAll(ctx context.Context, ids []domain.ID) error {
	among, list := t.among(), t.list(ids)
	err := t.g(ctx).Exec(`UPDATE outbox SET state = 'dropped', reason = 'subject_gone', queued = NULL, hold_until = NULL, ended_at = ?
		WHERE state = 'waiting' AND deed <> 'delete' AND subject `+among, t.at, list).Error
	if err != nil {
		return tried("withdraw messages", err)
	}
	if err := t.g(ctx).Exec(`DELETE FROM asks WHERE state IN ('waiting', 'told') AND subject `+among, list).Error; err != nil {
		return tried("drop asks", err)
	}
	var posted []string
	if err := t.g(ctx).Raw(`SELECT DISTINCT subject FROM deliveries WHERE subject `+among, list).Scan(&posted).Error; err != nil {
		return tried("find what was posted", err)
	}
	for _, subject := range posted {
		if err := t.Tell(ctx, domain.Message{Deed: domain.Delete, Class: domain.Quiet, Subject: domain.ID(subject), HoldUntil: t.at}); err != nil {
			return err
		}
	}
	return nil
}

// unpost deletes messages in Slack, by channel and time. Nothing else points to
// them: they tell of nothing that is kept longer.
func (t *tx) unpost(ctx context.Context, ids []domain.ID) (int, error) {
	pairs := make([][]string, len(ids))
	for i, id := range ids {
		channel, ts, _ := strings.Cut(string(id), " ")
		pairs[i] = []string{channel, ts}
	}
	var rows []deliveryRow
	if err := t.g(ctx).Where("(channel, ts) IN ?", pairs).Order("at, channel, ts").Find(&rows).Error; err != nil {
		return 0, tried("find what was posted", err)
	}
	going, err := t.goingAlready(ctx, rows)
	if err != nil {
		return 0, err
	}
	told := map[domain.Message]bool{}
	for _, r := range rows {
		if going[r.Subject] {
			continue // with the record that it is about
		}
		m := domain.Message{Kind: r.Kind, Deed: domain.Delete, Class: domain.Quiet, Recipient: domain.ID(r.Recipient), Subject: domain.ID(r.Subject), HoldUntil: t.at}
		if r.Recipient == "" {
			m.Channel = r.Channel
		}
		if told[m] {
			continue
		}
		told[m] = true
		if err := t.Tell(ctx, m); err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

// goingAlready tells about which subjects everything in Slack is being deleted.
func (t *tx) goingAlready(ctx context.Context, rows []deliveryRow) (map[string]bool, error) {
	subjects := make([]domain.ID, len(rows))
	for i, r := range rows {
		subjects[i] = domain.ID(r.Subject)
	}
	var going []string
	err := t.g(ctx).Raw(`SELECT DISTINCT subject FROM outbox WHERE state IN ('waiting', 'sending') AND deed = 'delete' AND kind = '' AND subject `+t.among(),
		t.list(subjects)).Scan(&going).Error
	found := make(map[string]bool, len(going))
	for _, subject := range going {
		found[subject] = true
	}
	return found, tried("find what is being deleted", err)
}

// eraseEntries erases the words of entries of the ledger, and says so in an entry
// for each subject: the chain covers what is left of them. It tells how many had
// words.
func (t *tx) eraseEntries(ctx context.Context, column string, ids []domain.ID) (int, error) {
	var subjects []string
	err := t.g(ctx).Raw(`UPDATE ledger SET reason = NULL, content = NULL, salt = NULL
		WHERE salt IS NOT NULL AND act <> '`+domain.LedgerErase+`' AND `+column+` `+t.among()+` RETURNING subject`, t.list(ids)).Scan(&subjects).Error
	if err != nil {
		return 0, tried("erase words of the ledger", err)
	}
	erased := len(subjects)
	slices.Sort(subjects)
	rows := []ledgerRow{}
	for _, subject := range slices.Compact(subjects) {
		rows = append(rows, t.rowOfEntry(domain.Entry{Act: domain.LedgerErase, Subject: domain.ID(subject)}))
	}
	if len(rows) == 0 {
		return 0, nil
	}
	return erased, tried("say that words were erased", t.g(ctx).CreateInBatches(&rows, 500).Error)
}

// emptied are what the row of somebody who is erased says no more. The ids of the
// account and the person stay.
var emptied = []string{
	"name", "handle", "email", "zone", "locale", "manager", "team", "area", "role", "location", "starts", "leaves", "cadence", "pattern",
	"email_key", "name_key", "first_key", "handle_key",
}

// anonymise empties the rows of people who have left.
func (t *tx) anonymise(ctx context.Context, ids []domain.ID) (int, error) {
	done := t.g(ctx).Exec(`UPDATE people SET `+strings.Join(emptied, " = '', ")+` = '', met = NULL, home_seen = NULL,
		takes_part = ?, privately = ?, quieter = ?, leaves_quietly = ?, erased_at = ?, version = version + 1
		WHERE erased_at IS NULL AND NOT active AND id `+t.among(), false, false, false, false, t.at, t.list(ids))
	if done.Error != nil {
		return 0, tried("empty the rows of people", done.Error)
	}
	_, err := t.eraseEntries(ctx, "subject", ids)
	return int(done.RowsAffected), err
}
