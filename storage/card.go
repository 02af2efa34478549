package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// cardRow is one card, without its asks.
type cardRow struct {
	ID     string
	Person string
	Day    string
	At     time.Time
}

// TableName names the table for GORM.
func (cardRow) TableName() string { return "cards" }

// cardAskRow puts an ask on a card.
type cardAskRow struct {
	Card  string
	Ask   string
	Place int
}

// TableName names the table for GORM.
func (cardAskRow) TableName() string { return "card_asks" }

// cards adds the asks to rows, with one query.
func (t *tx) cards(ctx context.Context, rows []cardRow) ([]domain.Card, error) {
	list, place, ids := make([]domain.Card, len(rows)), map[string]int{}, make([]string, len(rows))
	for i, r := range rows {
		day, err := dayOf(r.Day)
		if err != nil {
			return nil, err
		}
		list[i] = domain.Card{ID: domain.ID(r.ID), Person: domain.ID(r.Person), Day: day, At: r.At.UTC()}
		place[r.ID], ids[i] = i, r.ID
	}
	if len(rows) == 0 {
		return nil, nil
	}
	var asks []cardAskRow
	if err := t.g(ctx).Where("card IN ?", ids).Order("card, place, ask").Find(&asks).Error; err != nil {
		return nil, tried("list the asks of cards", err)
	}
	for _, a := range asks {
		card := &list[place[a.Card]]
		card.Asks = append(card.Asks, domain.ID(a.Ask))
	}
	return list, nil
}

// CreateCard adds a card with its asks. Conflict where the person has one for
// that day.
func (t *tx) CreateCard(ctx context.Context, c domain.Card) error {
	row := cardRow{ID: string(c.ID), Person: string(c.Person), Day: c.Day.String(), At: instant(c.At)}
	if err := t.g(ctx).Create(&row).Error; err != nil {
		if duplicate(err) {
			return domain.Refuse(domain.Conflict, "ask.card_there")
		}
		return tried("create a card", err)
	}
	return t.addAsks(ctx, c.ID, 0, c.Asks)
}

func (t *tx) addAsks(ctx context.Context, card domain.ID, from int, asks []domain.ID) error {
	for i, ask := range asks {
		err := t.g(ctx).Exec(`INSERT INTO card_asks (card, ask, place) VALUES (?, ?, ?) ON CONFLICT (card, ask) DO NOTHING`,
			string(card), string(ask), from+i).Error
		if err != nil {
			return tried("put an ask on a card", err)
		}
	}
	return nil
}

// RemoveCard takes a card away that was never sent, with all that was noted of
// its being sent.
func (t *tx) RemoveCard(ctx context.Context, c domain.Card) error {
	for _, step := range []struct {
		statement string
		args      []any
	}{
		{`DELETE FROM ask_log WHERE person = ? AND at >= ? AND what IN ('sent', 'merged')
			AND EXISTS (SELECT 1 FROM asks WHERE asks.id IN ? AND asks.kind = ask_log.kind AND asks.subject = ask_log.subject)`,
			[]any{string(c.Person), instant(c.At), idTexts(c.Asks)}},
		{`UPDATE ask_weeks SET spent = spent - 1 WHERE person = ? AND week = ? AND spent > 0`, []any{string(c.Person), c.Day.WeekStart().String()}},
		{`DELETE FROM card_asks WHERE card = ?`, []any{string(c.ID)}},
		{`DELETE FROM cards WHERE id = ?`, []any{string(c.ID)}},
	} {
		if err := t.g(ctx).Exec(step.statement, step.args...).Error; err != nil {
			return tried("remove a card", err)
		}
	}
	return nil
}

// AddToCard puts further asks on a card, after those that are there.
func (t *tx) AddToCard(ctx context.Context, card domain.ID, asks []domain.ID) error {
	var count int
	if err := t.g(ctx).Raw(`SELECT count(*) FROM card_asks WHERE card = ?`, string(card)).Scan(&count).Error; err != nil {
		return tried("count the asks of a card", err)
	}
	return t.addAsks(ctx, card, count, asks)
}

// Card gives one.
func (t *tx) Card(ctx context.Context, id domain.ID) (domain.Card, error) {
	return t.takeCard(ctx, "id = ?", string(id))
}

// CardOf gives the card of a person's day.
func (t *tx) CardOf(ctx context.Context, person domain.ID, day domain.Date) (domain.Card, error) {
	return t.takeCard(ctx, "person = ? AND day = ?", string(person), day.String())
}

func (t *tx) takeCard(ctx context.Context, where string, args ...any) (domain.Card, error) {
	var row cardRow
	if err := t.g(ctx).Where(where, args...).Take(&row).Error; err != nil {
		return domain.Card{}, found(err, "ask.card_gone", "read a card")
	}
	list, err := t.cards(ctx, []cardRow{row})
	if err != nil {
		return domain.Card{}, err
	}
	return list[0], nil
}

// SpendAsk counts one message in the person's week where it fits. The day
// is guarded by the card, of which there is one a day.
func (t *tx) SpendAsk(ctx context.Context, person domain.ID, week domain.Date, perWeek int) (bool, error) {
	if perWeek < 1 {
		return false, nil
	}
	done := t.g(ctx).Exec(`INSERT INTO ask_weeks (person, week, spent) VALUES (?, ?, 1)
		ON CONFLICT (person, week) DO UPDATE SET spent = ask_weeks.spent + 1 WHERE ask_weeks.spent < ?`,
		string(person), week.String(), perWeek)
	return done.RowsAffected > 0, tried("spend of the week's asks", done.Error)
}
