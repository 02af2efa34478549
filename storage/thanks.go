package storage

import (
	"context"
	"slices"
	"time"

	"rapport/domain"
)

// What is counted around kudos: who was last thanked when, and what each
// giver spent of a day.

// thankedRow notes when a person was last thanked.
type thankedRow struct {
	Person string
	At     time.Time
}

// TableName names the table for GORM.
func (thankedRow) TableName() string { return "thanked" }

// thank moves the time forward for each person. The people come in the same
// order for everybody, so that two kudos to the same people cannot lock each
// other out.
func (t *tx) thank(ctx context.Context, people []domain.ID, at time.Time) error {
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	for _, person := range people {
		err := t.g(ctx).Exec(`INSERT INTO thanked (person, at) VALUES (?, ?)
			ON CONFLICT (person) DO UPDATE SET at = excluded.at WHERE thanked.at < excluded.at`,
			string(person), instant(at)).Error
		if err != nil {
			return tried("note who was thanked", err)
		}
	}
	return nil
}

// unthank looks up again when people were last thanked, after a kudos was
// taken back.
func (t *tx) unthank(ctx context.Context, people []domain.ID) error {
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	for _, person := range people {
		if err := t.g(ctx).Exec(`DELETE FROM thanked WHERE person = ?`, string(person)).Error; err != nil {
			return tried("forget when somebody was thanked", err)
		}
		err := t.g(ctx).Exec(`INSERT INTO thanked (person, at)
			SELECT r.person, max(CASE WHEN j.at > r.at THEN j.at ELSE r.at END)
			FROM kudos_receivers r LEFT JOIN kudos_joins j ON j.kudos = r.kudos
			WHERE r.person = ? AND r.state = ? GROUP BY r.person
			ON CONFLICT (person) DO UPDATE SET at = excluded.at WHERE thanked.at < excluded.at`,
			string(person), string(domain.KudosGiven)).Error
		if err != nil {
			return tried("look up when somebody was thanked", err)
		}
	}
	return nil
}

// LastThanked tells when the person was last thanked; zero for never.
func (t *tx) LastThanked(ctx context.Context, person domain.ID) (time.Time, error) {
	var rows []thankedRow
	err := t.g(ctx).Where("person = ?", string(person)).Limit(1).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return time.Time{}, tried("read when somebody was thanked", err)
	}
	return rows[0].At.UTC(), nil
}

// SpendAllowance counts n on the person's day where it fits. The row of person
// and day is the guard: rivals of the same giver wait for each other, and
// nobody else does.
func (t *tx) SpendAllowance(ctx context.Context, giver domain.ID, day domain.Date, n, limit int) (int, bool, error) {
	var spent []int
	if n <= limit {
		err := t.g(ctx).Raw(`INSERT INTO allowances (person, day, spent) VALUES (?, ?, ?)
			ON CONFLICT (person, day) DO UPDATE SET spent = allowances.spent + excluded.spent
			WHERE allowances.spent + excluded.spent <= ?
			RETURNING spent`, string(giver), day.String(), n, limit).Scan(&spent).Error
		if err != nil {
			return 0, false, tried("spend of an allowance", err)
		}
	}
	if len(spent) > 0 {
		return limit - spent[0], true, nil
	}
	err := t.g(ctx).Raw(`SELECT spent FROM allowances WHERE person = ? AND day = ?`, string(giver), day.String()).Scan(&spent).Error
	if err != nil {
		return 0, false, tried("read an allowance", err)
	}
	left := limit
	if len(spent) > 0 {
		left = max(0, limit-spent[0])
	}
	return left, false, nil
}

// RefundAllowance takes n back; never below nothing.
func (t *tx) RefundAllowance(ctx context.Context, giver domain.ID, day domain.Date, n int) error {
	return tried("refund an allowance", t.g(ctx).Exec(
		`UPDATE allowances SET spent = CASE WHEN spent > ? THEN spent - ? ELSE 0 END WHERE person = ? AND day = ?`,
		n, n, string(giver), day.String()).Error)
}
