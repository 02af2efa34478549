package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// letterRow is one message that waits for its reader's return.
type letterRow struct {
	Seq     int64
	Person  string
	Kind    string
	Subject string
	Detail  string
	At      time.Time
}

// TableName names the table for GORM.
func (letterRow) TableName() string { return "letters" }

// Absence gives one.
func (t *tx) Absence(ctx context.Context, id domain.ID) (domain.Absence, error) {
	var row absenceRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Absence{}, found(err, "absence.not_found", "read an absence")
	}
	return row.absence()
}

// EndAbsence calls off one.
func (t *tx) EndAbsence(ctx context.Context, id domain.ID, at time.Time) error {
	done := t.g(ctx).Exec(`UPDATE absences SET ended_at = ? WHERE id = ? AND ended_at IS NULL`, instant(at), string(id))
	if done.Error == nil && done.RowsAffected == 0 {
		return domain.Refuse(domain.NotFound, "absence.not_found")
	}
	return tried("end an absence", done.Error)
}

// KeepLetter keeps a message for a return.
func (t *tx) KeepLetter(ctx context.Context, l domain.Letter) error {
	return tried("keep a letter", t.g(ctx).Exec(`INSERT INTO letters (seq, person, kind, subject, detail, at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (seq) DO NOTHING`, l.Seq, string(l.Person), l.Kind, string(l.Subject), l.Detail, instant(l.At)).Error)
}

// Letters lists what waits for a return.
func (t *tx) Letters(ctx context.Context, person domain.ID, limit int) ([]domain.Letter, error) {
	var rows []letterRow
	if err := t.g(ctx).Where("person = ?", string(person)).Order("seq").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list letters", err)
	}
	list := make([]domain.Letter, len(rows))
	for i, r := range rows {
		list[i] = domain.Letter{
			Seq: r.Seq, Person: domain.ID(r.Person), Kind: r.Kind, Subject: domain.ID(r.Subject), Detail: r.Detail, At: r.At.UTC(),
		}
	}
	return list, nil
}

// DropLetters forgets what was read.
func (t *tx) DropLetters(ctx context.Context, person domain.ID, upTo int64) error {
	return tried("drop letters", t.g(ctx).Exec(`DELETE FROM letters WHERE person = ? AND seq <= ?`, string(person), upTo).Error)
}

// Places lists the areas and locations of active people.
func (t *tx) Places(ctx context.Context) (areas, locations []string, err error) {
	err = t.g(ctx).Raw(`SELECT DISTINCT area FROM people WHERE active AND area <> '' ORDER BY area`).Scan(&areas).Error
	if err != nil {
		return nil, nil, tried("list areas", err)
	}
	err = t.g(ctx).Raw(`SELECT DISTINCT location FROM people WHERE active AND location <> '' ORDER BY location`).Scan(&locations).Error
	return areas, locations, tried("list locations", err)
}
