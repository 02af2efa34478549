package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"rapport/domain"
)

// askRow is one ask.
type askRow struct {
	ID        string
	Person    string
	Kind      string
	Subject   string
	Urgency   int
	NotBefore time.Time
	Expires   *time.Time
	Again     string
	PlanAt    time.Time
	State     string
	At        time.Time
}

// TableName names the table for GORM.
func (askRow) TableName() string { return "asks" }

func rowOfAsk(a domain.Ask) askRow {
	return askRow{
		ID: string(a.ID), Person: string(a.Person), Kind: a.Kind, Subject: string(a.Subject), Urgency: int(a.Urgency),
		NotBefore: instant(a.NotBefore), Expires: optional(a.Expires), Again: joinTimes(a.Again),
		PlanAt: instant(a.PlanAt), State: string(a.State), At: instant(a.At),
	}
}

func (r askRow) ask() (domain.Ask, error) {
	again, err := splitTimes(r.Again)
	return domain.Ask{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Kind: r.Kind, Subject: domain.ID(r.Subject),
		Urgency: domain.Urgency(r.Urgency), NotBefore: r.NotBefore.UTC(), Expires: timeOf(r.Expires), Again: again,
		PlanAt: r.PlanAt.UTC(), State: domain.AskState(r.State), At: r.At.UTC(),
	}, err
}

// joinTimes writes a few times into one column.
func joinTimes(times []time.Time) string {
	texts := make([]string, len(times))
	for i, t := range times {
		texts[i] = instant(t).Format(time.RFC3339Nano)
	}
	return strings.Join(texts, " ")
}

func splitTimes(text string) ([]time.Time, error) {
	var times []time.Time
	for part := range strings.FieldsSeq(text) {
		t, err := time.Parse(time.RFC3339Nano, part)
		if err != nil {
			return nil, tried("read stored times", err)
		}
		times = append(times, t.UTC())
	}
	return times, nil
}

const askIsOpen = `state IN ('waiting', 'told')`

// fileAgain moves the open ask that is filed again.
const fileAgain = `ON CONFLICT (person, kind, subject) WHERE state IN ('waiting', 'told') DO UPDATE SET urgency = excluded.urgency,
	not_before = excluded.not_before, expires = excluded.expires, again = excluded.again, plan_at = excluded.plan_at, state = excluded.state`

// FileAsk adds an ask, or moves the open one.
func (t *tx) FileAsk(ctx context.Context, a domain.Ask) error {
	r := rowOfNewAsk(a)
	return tried("file an ask", t.g(ctx).Exec(`INSERT INTO asks
		(id, person, kind, subject, urgency, not_before, expires, again, plan_at, state, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) `+fileAgain,
		r.ID, r.Person, r.Kind, r.Subject, r.Urgency, r.NotBefore, r.Expires, r.Again, r.PlanAt, r.State, r.At).Error)
}

// rowOfNewAsk makes the row of an ask that is filed.
func rowOfNewAsk(a domain.Ask) askRow {
	if a.PlanAt.IsZero() {
		a.PlanAt = a.NotBefore
	}
	a.State = domain.AskWaiting
	return rowOfAsk(a)
}

// CloseAsks ends the open asks about a subject and gives the cards with them.
func (t *tx) CloseAsks(ctx context.Context, subject domain.ID, kind string, person domain.ID, state domain.AskState) ([]domain.Card, error) {
	where, args := askIsOpen, []any{string(state)}
	if subject != "" || kind == "" || person == "" {
		where, args = where+` AND subject = ?`, append(args, string(subject))
	}
	if kind != "" {
		where, args = where+` AND kind = ?`, append(args, kind)
	}
	if person != "" {
		where, args = where+` AND person = ?`, append(args, string(person))
	}
	var ids []string
	err := t.g(ctx).Raw(`UPDATE asks SET state = ? WHERE `+where+` RETURNING id`, args...).Scan(&ids).Error
	if err != nil || len(ids) == 0 {
		return nil, tried("close asks", err)
	}
	return t.cardsWith(ctx, ids)
}

// editDays is how long a message is edited after it was sent.
const editDays = 7

// cardsWith gives the cards of the last days that show any of the asks.
func (t *tx) cardsWith(ctx context.Context, asks []string) ([]domain.Card, error) {
	var rows []cardRow
	err := t.g(ctx).Where("id IN (SELECT card FROM card_asks WHERE ask IN ?) AND at >= ?", asks, instant(t.at.AddDate(0, 0, -editDays))).
		Order("at, id").Find(&rows).Error
	if err != nil {
		return nil, tried("list cards", err)
	}
	return t.cards(ctx, rows)
}

// CardsShowing gives the cards that show open asks about a subject.
func (t *tx) CardsShowing(ctx context.Context, subject domain.ID) ([]domain.Card, error) {
	var ids []string
	if err := t.g(ctx).Model(&askRow{}).Where("subject = ? AND "+askIsOpen, string(subject)).Pluck("id", &ids).Error; err != nil {
		return nil, tried("list open asks", err)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return t.cardsWith(ctx, ids)
}

// DuePeople lists whom the planner should look at: those of the earliest asks,
// however many are due.
func (t *tx) DuePeople(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT person FROM (
			SELECT person, plan_at FROM asks WHERE state = 'waiting' AND plan_at <= ? ORDER BY plan_at, person LIMIT ?
		) AS first GROUP BY person ORDER BY min(plan_at), person`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list people with due asks", err)
}

// NextPlan is the earliest planned time after a time.
func (t *tx) NextPlan(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT plan_at AS at FROM asks WHERE state = 'waiting' AND plan_at > ? ORDER BY plan_at LIMIT 1`, after)
}

// earliest reads one time, or none.
func (t *tx) earliest(ctx context.Context, query string, after time.Time) (time.Time, bool, error) {
	var rows []struct{ At time.Time }
	if err := t.g(ctx).Raw(query, instant(after)).Scan(&rows).Error; err != nil {
		return time.Time{}, false, tried("look for the next due time", err)
	}
	if len(rows) == 0 {
		return time.Time{}, false, nil
	}
	return rows[0].At.UTC(), true, nil
}

// GuardAsks takes the rows of a person's open asks.
func (t *tx) GuardAsks(ctx context.Context, person domain.ID) error {
	return tried("guard the asks of a person", t.g(ctx).Exec(`UPDATE asks SET state = state WHERE person = ? AND `+askIsOpen, string(person)).Error)
}

// OpenAsks lists what a person is or will be asked.
func (t *tx) OpenAsks(ctx context.Context, person domain.ID) ([]domain.Ask, error) {
	return t.asksWhere(ctx, "person = ? AND "+askIsOpen, string(person))
}

// AsksOfCard lists the asks of a card, open or not, as they were put on it.
func (t *tx) AsksOfCard(ctx context.Context, card domain.Card) ([]domain.Ask, error) {
	asks, err := t.asksWhere(ctx, "id IN ?", idTexts(card.Asks))
	slices.SortStableFunc(asks, func(a, b domain.Ask) int {
		return slices.Index(card.Asks, a.ID) - slices.Index(card.Asks, b.ID)
	})
	return asks, err
}

func (t *tx) asksWhere(ctx context.Context, where string, arg any) ([]domain.Ask, error) {
	var rows []askRow
	if err := t.g(ctx).Where(where, arg).Order("urgency, not_before, id").Find(&rows).Error; err != nil {
		return nil, tried("list asks", err)
	}
	return mapped(rows, askRow.ask)
}

// MoveAsk writes what the planner decides.
func (t *tx) MoveAsk(ctx context.Context, a domain.Ask) error {
	return tried("move an ask", t.g(ctx).Exec(`UPDATE asks SET plan_at = ?, again = ?, state = ? WHERE id = ?`,
		instant(a.PlanAt), joinTimes(a.Again), string(a.State), string(a.ID)).Error)
}
