package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// absenceRow is one absence.
type absenceRow struct {
	ID      string
	Person  string
	Starts  string
	Ends    string
	SetBy   string
	At      time.Time
	EndedAt *time.Time
}

// TableName names the table for GORM.
func (absenceRow) TableName() string { return "absences" }

func (r absenceRow) absence() (domain.Absence, error) {
	days, err := rangeOf(r.Starts, r.Ends)
	return domain.Absence{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Days: days, SetBy: domain.ID(r.SetBy),
		At: r.At.UTC(), EndedAt: timeOf(r.EndedAt),
	}, err
}

// rangeOf reads two stored dates.
func rangeOf(start, end string) (domain.DateRange, error) {
	from, err := dayOf(start)
	if err != nil {
		return domain.DateRange{}, err
	}
	until, err := dayOf(end)
	return domain.DateRange{Start: from, End: until}, err
}

// CreateAbsence adds one.
func (t *tx) CreateAbsence(ctx context.Context, a domain.Absence) error {
	if a.At.IsZero() {
		a.At = t.at
	}
	row := absenceRow{
		ID: string(a.ID), Person: string(a.Person), Starts: a.Days.Start.String(), Ends: a.Days.End.String(),
		SetBy: string(a.SetBy), At: instant(a.At), EndedAt: optional(a.EndedAt),
	}
	return tried("create an absence", t.g(ctx).Create(&row).Error)
}

// EndAbsences calls off those that reach beyond a day.
func (t *tx) EndAbsences(ctx context.Context, person domain.ID, day domain.Date, at time.Time) ([]domain.Absence, error) {
	list, err := t.Absences(ctx, person, day)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = string(a.ID)
	}
	return list, tried("end absences", t.g(ctx).Exec(`UPDATE absences SET ended_at = ? WHERE id IN ?`, instant(at), ids).Error)
}

// Absences lists those of a person that count and end on or after a day.
func (t *tx) Absences(ctx context.Context, person domain.ID, from domain.Date) ([]domain.Absence, error) {
	lists, err := t.AbsencesOf(ctx, []domain.ID{person}, from)
	return lists[person], err
}

// AbsencesOf lists for many people with one query.
func (t *tx) AbsencesOf(ctx context.Context, people []domain.ID, from domain.Date) (map[domain.ID][]domain.Absence, error) {
	if len(people) == 0 {
		return map[domain.ID][]domain.Absence{}, nil
	}
	var rows []absenceRow
	err := t.g(ctx).Where("person IN ? AND ends >= ? AND ended_at IS NULL", idTexts(people), from.String()).Order("starts, id").Find(&rows).Error
	if err != nil {
		return nil, tried("list absences", err)
	}
	return byPerson(rows)
}

// byPerson gives each person's absences, in their order.
func byPerson(rows []absenceRow) (map[domain.ID][]domain.Absence, error) {
	out := map[domain.ID][]domain.Absence{}
	for _, row := range rows {
		a, err := row.absence()
		if err != nil {
			return nil, err
		}
		out[a.Person] = append(out[a.Person], a)
	}
	return out, nil
}
