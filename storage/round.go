package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"rapport/domain"
)

// roundRow is one round.
type roundRow struct {
	ID         string
	Subject    string
	Launch     string
	BegunBy    string
	Reader     string
	State      string
	Ending     string
	NominateBy string
	AnswerBy   string
	ReleaseOn  string
	DueAt      time.Time
	Numbers    int
	Texts      int
	Questions  string
	Report     sealed
	ReadAt     *time.Time
	At         time.Time
	Version    int
}

// TableName names the table for GORM.
func (roundRow) TableName() string { return "rounds" }

// roundIsOpen is the condition of the indexes.
const roundIsOpen = `state IN ('nominating', 'approving', 'answering')`

func (t *tx) rowOfRound(r domain.Round) (roundRow, error) {
	questions, err := json.Marshal(r.Questions)
	if err != nil {
		return roundRow{}, fmt.Errorf("write the questions of a round: %w", err)
	}
	var report []byte
	if r.State == domain.RoundOut {
		if report, err = json.Marshal(r.Report); err != nil {
			return roundRow{}, fmt.Errorf("write the report of a round: %w", err)
		}
	}
	return roundRow{
		ID: string(r.ID), Subject: string(r.Subject), Launch: string(r.Launch), BegunBy: string(r.By), Reader: string(r.Reader),
		State: string(r.State), Ending: string(r.Ending), NominateBy: r.NominateBy.String(), AnswerBy: r.AnswerBy.String(),
		ReleaseOn: r.ReleaseOn.String(), DueAt: instant(r.DueAt), Numbers: r.Numbers, Texts: r.Texts, Questions: string(questions),
		Report: t.db.box.Seal("rounds", r.ID, "report", string(report)), ReadAt: optional(r.ReadAt), At: instant(r.At), Version: r.Version,
	}, nil
}

func (t *tx) roundOf(row roundRow) (domain.Round, error) {
	o := opener{box: t.db.box, table: "rounds", id: domain.ID(row.ID)}
	r := domain.Round{
		ID: domain.ID(row.ID), Subject: domain.ID(row.Subject), Launch: domain.ID(row.Launch), By: domain.ID(row.BegunBy),
		Reader: domain.ID(row.Reader), State: domain.RoundState(row.State), Ending: domain.RoundEnding(row.Ending), DueAt: row.DueAt.UTC(),
		Numbers: row.Numbers, Texts: row.Texts, ReadAt: timeOf(row.ReadAt), At: row.At.UTC(), Version: row.Version,
	}
	var err error
	if r.RoundDates, err = roundDatesOf(row.NominateBy, row.AnswerBy, row.ReleaseOn); err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(row.Questions), &r.Questions); err != nil {
		return r, fmt.Errorf("read the questions of a round: %w", err)
	}
	report := o.text("report", row.Report)
	if o.err != nil || report == "" {
		return r, o.err
	}
	if err := json.Unmarshal([]byte(report), &r.Report); err != nil {
		return r, fmt.Errorf("read the report of a round: %w", err)
	}
	return r, nil
}

// roundDatesOf reads the days of a round.
func roundDatesOf(nominate, answer, release string) (domain.RoundDates, error) {
	var d domain.RoundDates
	for text, day := range map[string]*domain.Date{nominate: &d.NominateBy, answer: &d.AnswerBy, release: &d.ReleaseOn} {
		var err error
		if *day, err = dayOf(text); err != nil {
			return d, err
		}
	}
	return d, nil
}

// CreateRound adds one, as its first version.
func (t *tx) CreateRound(ctx context.Context, r domain.Round) error {
	r.Version = 1
	row, err := t.rowOfRound(r)
	if err != nil {
		return err
	}
	done := t.g(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row)
	return written(done, "create a round", "round.runs_already")
}

// Round gives one.
func (t *tx) Round(ctx context.Context, id domain.ID) (domain.Round, error) {
	var row roundRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Round{}, found(err, "round.not_found", "read a round")
	}
	return t.roundOf(row)
}

// UpdateRound writes the next version.
func (t *tx) UpdateRound(ctx context.Context, r domain.Round) (domain.Round, error) {
	before := r.Version
	r.Version++
	row, err := t.rowOfRound(r)
	if err != nil {
		return r, err
	}
	done := t.g(ctx).Model(&roundRow{}).Where("id = ? AND version = ?", row.ID, before).Select("*").Omit("ID").Updates(&row)
	return r, written(done, "update a round", "round.changed")
}

// Rounds lists by filter, newest first.
func (t *tx) Rounds(ctx context.Context, f domain.RoundFilter) ([]domain.Round, error) {
	q := t.g(ctx)
	for column, id := range map[string]domain.ID{"subject": f.Subject, "reader": f.Reader, "launch": f.Launch} {
		if id != "" {
			q = q.Where(column+" = ?", string(id))
		}
	}
	if len(f.States) > 0 {
		q = q.Where("state IN ?", f.States)
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	var rows []roundRow
	if err := q.Order("at DESC, id DESC").Find(&rows).Error; err != nil {
		return nil, tried("list rounds", err)
	}
	return mapped(rows, t.roundOf)
}

// CountOpenRounds counts those that are open.
func (t *tx) CountOpenRounds(ctx context.Context) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM rounds WHERE ` + roundIsOpen).Scan(&n).Error
	return n, tried("count open rounds", err)
}

// DueRounds lists open ones that time takes on.
func (t *tx) DueRounds(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM rounds WHERE `+roundIsOpen+` AND due_at <= ? ORDER BY due_at, id LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due rounds", err)
}

// NextRound is when time takes one on next.
func (t *tx) NextRound(ctx context.Context, after time.Time) (time.Time, bool, error) {
	var next []time.Time
	err := t.g(ctx).Raw(`SELECT due_at FROM rounds WHERE `+roundIsOpen+` AND due_at > ? ORDER BY due_at LIMIT 1`, instant(after)).Scan(&next).Error
	if err != nil || len(next) == 0 {
		return time.Time{}, false, tried("find the next round that is due", err)
	}
	return next[0].UTC(), true, nil
}

// roundGiverRow is somebody who is named or asked.
type roundGiverRow struct {
	Round       string
	Person      string
	Perspective string
	Declined    bool
}

// TableName names the table for GORM.
func (roundGiverRow) TableName() string { return "round_givers" }

// SetRoundGivers replaces who is named or asked. They stand in the order of their
// ids, so that the order of the rows says nothing.
func (t *tx) SetRoundGivers(ctx context.Context, round domain.ID, givers []domain.RoundGiver) error {
	if err := t.g(ctx).Exec(`DELETE FROM round_givers WHERE round = ?`, string(round)).Error; err != nil || len(givers) == 0 {
		return tried("replace who is asked in a round", err)
	}
	rows := make([]roundGiverRow, len(givers))
	for i, g := range givers {
		rows[i] = roundGiverRow{Round: string(round), Person: string(g.Person), Perspective: string(g.As), Declined: g.Declined}
	}
	slices.SortFunc(rows, func(a, b roundGiverRow) int { return strings.Compare(a.Person, b.Person) })
	return tried("replace who is asked in a round", t.g(ctx).Create(&rows).Error)
}

// RoundGivers lists who is named or asked.
func (t *tx) RoundGivers(ctx context.Context, round domain.ID) ([]domain.RoundGiver, error) {
	var rows []roundGiverRow
	if err := t.g(ctx).Where("round = ?", string(round)).Order("person").Find(&rows).Error; err != nil {
		return nil, tried("list who is asked in a round", err)
	}
	return mapped(rows, func(r roundGiverRow) (domain.RoundGiver, error) {
		return domain.RoundGiver{Round: domain.ID(r.Round), Person: domain.ID(r.Person), As: domain.Perspective(r.Perspective), Declined: r.Declined}, nil
	})
}

// CountAsked counts the rounds in which people are asked as peers.
func (t *tx) CountAsked(ctx context.Context, people []domain.ID) (map[domain.ID]int, error) {
	var rows []struct {
		Person domain.ID
		N      int
	}
	err := t.g(ctx).Raw(`SELECT g.person AS person, COUNT(*) AS n FROM round_givers g JOIN rounds r ON r.id = g.round
		WHERE g.person `+t.among()+` AND g.perspective = ? AND NOT g.declined AND r.state = ? GROUP BY g.person`,
		t.list(people), string(domain.AsPeer), string(domain.RoundAnswering)).Scan(&rows).Error
	counts := map[domain.ID]int{}
	for _, r := range rows {
		counts[r.Person] = r.N
	}
	return counts, tried("count rounds that ask", err)
}

// RoundsAsking lists the rounds that take answers from a person.
func (t *tx) RoundsAsking(ctx context.Context, person domain.ID) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT r.id FROM round_givers g JOIN rounds r ON r.id = g.round
		WHERE g.person = ? AND NOT g.declined AND r.state = ? ORDER BY r.answer_by, r.id`,
		string(person), string(domain.RoundAnswering)).Scan(&ids).Error
	return ids, tried("list rounds that ask", err)
}

// roundQuoteRow is what a customer said.
type roundQuoteRow struct {
	ID     string
	Round  string
	Author string
	Words  sealed
	Source sealed
	SaidOn string
	At     time.Time
}

// TableName names the table for GORM.
func (roundQuoteRow) TableName() string { return "round_quotes" }

// CreateRoundQuote adds what a customer said.
func (t *tx) CreateRoundQuote(ctx context.Context, q domain.RoundQuote) error {
	seal := func(column, text string) sealed { return t.db.box.Seal("round_quotes", q.ID, column, text) }
	row := roundQuoteRow{
		ID: string(q.ID), Round: string(q.Round), Author: string(q.Author), Words: seal("words", q.Words), Source: seal("source", q.Source),
		SaidOn: q.On.String(), At: instant(q.At),
	}
	return tried("add what a customer said", t.g(ctx).Create(&row).Error)
}

// RoundQuotes lists what was brought for a round, oldest first.
func (t *tx) RoundQuotes(ctx context.Context, round domain.ID) ([]domain.RoundQuote, error) {
	var rows []roundQuoteRow
	if err := t.g(ctx).Where("round = ?", string(round)).Order("at, id").Find(&rows).Error; err != nil {
		return nil, tried("list what customers said", err)
	}
	return mapped(rows, func(r roundQuoteRow) (domain.RoundQuote, error) {
		o := opener{box: t.db.box, table: "round_quotes", id: domain.ID(r.ID)}
		q := domain.RoundQuote{
			ID: domain.ID(r.ID), Round: domain.ID(r.Round), Author: domain.ID(r.Author),
			Words: o.text("words", r.Words), Source: o.text("source", r.Source), At: r.At.UTC(),
		}
		var err error
		if q.On, err = dayOf(r.SaidOn); err != nil {
			return q, err
		}
		return q, o.err
	})
}

// roundPlaces is where rounds lie. Whose an answer is nobody knows, so that no
// erasure of a giver finds it; it goes with the round.
var roundPlaces = []recordPlace{{
	tables: []recordTable{
		own("rounds", "subject", "at").with(others("begun_by", "reader"), []string{"launch"}, []string{"report"}),
		{
			name: "round_givers", key: []string{"round", "person"}, record: "round", others: []string{"round"},
			people: []personColumn{{name: "person", erased: rowGone}},
			mine:   []finding{{where: "person = ?", stands: domain.Self, reads: domain.ReadMyData}},
		},
		{name: "round_boxes", key: []string{"round"}, record: "round", others: []string{"round"}, words: []string{"secret", "answered"}},
		{name: "round_answers", key: []string{"id"}, record: "round", others: []string{"round"}, words: []string{"content"}},
		{
			name: "round_quotes", key: []string{"id"}, record: "round", at: "at", people: others("author"), others: []string{"round"},
			words: []string{"words", "source"},
			mine: []finding{
				{where: "author = ?", stands: domain.Author, reads: domain.ReadMyData},
				{where: "round IN (SELECT id FROM rounds WHERE state = 'released' AND subject = ?)", stands: domain.Self},
			},
		},
	},
	from: "rounds r", since: "r.due_at", where: "r.state IN ('released', 'ended')", words: true,
}, {tables: []recordTable{{name: "round_launches", key: []string{"id"}, record: "id", people: others("launched_by", "manager", "worked"), at: "at"}}}}
