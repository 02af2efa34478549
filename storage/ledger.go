package storage

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"rapport/domain"
)

// ledgerRow is one line of the ledger. Number and hash come later, from the
// sealer; until then the line belongs to the unsealed tail.
type ledgerRow struct {
	ID         string
	At         time.Time
	Actor      string
	Act        string
	Subject    string
	Person     string
	Version    int
	Reason     sealed
	Content    sealed
	Salt       sealed
	Commitment []byte
}

// TableName names the table for GORM.
func (ledgerRow) TableName() string { return "ledger" }

// commitment binds an entry's ids to its words without telling them: the chain
// keeps it when words and salt are erased. The salt keeps short words from being
// guessed, and an entry from being changed before it is sealed, since it is
// stored sealed itself.
func commitment(salt string, r ledgerRow, reason, content string) []byte {
	mac := hmac.New(sha256.New, []byte(salt))
	text := appendFields(make([]byte, 0, 512), r)
	text = appendText(text, reason)
	mac.Write(appendText(text, content))
	return mac.Sum(nil)
}

// appendFields writes the part of an entry that is never erased, so that no two
// entries are written alike: each text stands behind its length.
func appendFields(b []byte, r ledgerRow) []byte {
	b = appendText(b, r.ID)
	b = binary.BigEndian.AppendUint64(b, uint64(r.At.UnixMicro()))
	for _, text := range []string{r.Actor, r.Act, r.Subject, r.Person} {
		b = appendText(b, text)
	}
	return binary.BigEndian.AppendUint64(b, uint64(r.Version))
}

func appendText(b []byte, text string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
	return append(b, text...)
}

// Record appends an entry.
func (t *tx) Record(ctx context.Context, e domain.Entry) error {
	row := t.rowOfEntry(e)
	return tried("record in the ledger", t.g(ctx).Create(&row).Error)
}

func (t *tx) rowOfEntry(e domain.Entry) ledgerRow {
	if e.ID == "" {
		e.ID = newID()
	}
	if e.At.IsZero() {
		e.At = t.at
	}
	salt, box := rand.Text(), t.db.box
	row := ledgerRow{
		ID: string(e.ID), At: instant(e.At), Actor: string(e.Actor), Act: e.Act, Subject: string(e.Subject),
		Person: string(e.Person), Version: e.Version,
		Reason:  box.Seal("ledger", e.ID, "reason", e.Reason),
		Content: box.Seal("ledger", e.ID, "content", e.Content),
		Salt:    box.Seal("ledger", e.ID, "salt", salt),
	}
	row.Commitment = commitment(salt, row, e.Reason, e.Content)
	return row
}

// EntriesOf lists the entries about a subject, oldest first.
func (t *tx) EntriesOf(ctx context.Context, subject domain.ID) ([]domain.Entry, error) {
	var rows []ledgerRow
	if err := t.g(ctx).Where("subject = ?", string(subject)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list entries of the ledger", err)
	}
	return mapped(rows, t.entry)
}

func (t *tx) entry(row ledgerRow) (domain.Entry, error) {
	o := opener{box: t.db.box, table: "ledger", id: domain.ID(row.ID)}
	return domain.Entry{
		ID: domain.ID(row.ID), At: row.At.UTC(), Actor: domain.ID(row.Actor), Act: row.Act,
		Subject: domain.ID(row.Subject), Person: domain.ID(row.Person), Version: row.Version,
		Reason: o.text("reason", row.Reason), Content: o.text("content", row.Content),
	}, o.err
}
