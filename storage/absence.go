package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

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
	return byPerson(t.g(ctx).Where("person "+t.among()+" AND ends >= ? AND ended_at IS NULL", t.list(people), from.String()))
}

// byPerson gives each person's absences, in their order.
func byPerson(query *gorm.DB) (map[domain.ID][]domain.Absence, error) {
	out := map[domain.ID][]domain.Absence{}
	query = query.Model(&absenceRow{}).Select("id, person, starts, ends, set_by, at, ended_at").Order("starts, id")
	err := eachRow(query, func(scan func(...any) error) error {
		var row absenceRow
		if err := scan(&row.ID, &row.Person, &row.Starts, &row.Ends, &row.SetBy, &row.At, &row.EndedAt); err != nil {
			return err
		}
		a, err := row.absence()
		out[a.Person] = append(out[a.Person], a)
		return err
	})
	return out, tried("list absences of many", err)
}
