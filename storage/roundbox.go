package storage

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rapport/domain"
)

// roundBoxRow is the ballot box of a round.
type roundBoxRow struct {
	Round    string
	Secret   sealed
	Answered sealed
}

// TableName names the table for GORM.
func (roundBoxRow) TableName() string { return "round_boxes" }

// roundAnswerRow is one answer to one question. That all of it, the perspective
// and the question too, is one sealed text leaves nothing to group or order by.
type roundAnswerRow struct {
	ID      string
	Round   string
	Content sealed
}

// TableName names the table for GORM.
func (roundAnswerRow) TableName() string { return "round_answers" }

// roundContent is what is sealed of an answer.
type roundContent struct {
	As       domain.Perspective `json:"a"`
	Question int                `json:"q"`
	Mark     int                `json:"m,omitempty"`
	Text     string             `json:"t,omitempty"`
}

// The lengths to which answers are filled up, in bytes, before they are sealed:
// all marks have one, and all texts another, which holds the longest text in any
// script. A length that is known from elsewhere finds nothing.
const (
	markLength = 64
	textLength = 4*domain.MaxRoundText + 160
)

// filled writes an answer with spaces up to its length.
func (c roundContent) filled() (string, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(c); err != nil {
		return "", fmt.Errorf("write an answer: %w", err)
	}
	length := markLength
	if c.Text != "" {
		length = textLength
	}
	for length < text.Len() { // quotes and line ends take two bytes each
		length += textLength
	}
	return text.String() + strings.Repeat(" ", length-text.Len()), nil
}

// OpenRoundBox makes the box of a round.
func (t *tx) OpenRoundBox(ctx context.Context, round domain.ID) error {
	row := roundBoxRow{Round: string(round), Secret: t.db.box.Seal("round_boxes", round, "secret", rand.Text())}
	return tried("make the box of a round", t.g(ctx).Create(&row).Error)
}

// openBox is a box that was opened: its key, and who has answered.
type openBox struct {
	secret string
	hashes []string
}

// has gives the keyed hash of a person, and tells whether it is among those who
// have answered.
func (b openBox) has(round, person domain.ID) (string, bool) {
	mac := hmac.New(sha256.New, []byte(b.secret))
	mac.Write([]byte(string(round) + "\x00" + string(person)))
	hash := hex.EncodeToString(mac.Sum(nil))
	return hash, slices.Contains(b.hashes, hash)
}

// roundBox reads a box; to is what the row is read for.
func (t *tx) roundBox(ctx context.Context, round domain.ID, to string) (openBox, error) {
	query := `SELECT round, secret, answered FROM round_boxes WHERE round = ?`
	if t.db.dialect == postgresDialect {
		query += to
	}
	var rows []roundBoxRow
	if err := t.g(ctx).Raw(query, string(round)).Scan(&rows).Error; err != nil {
		return openBox{}, tried("read the box of a round", err)
	}
	if len(rows) == 0 {
		return openBox{}, domain.Refuse(domain.NotFound, "round.closed")
	}
	o := opener{box: t.db.box, table: "round_boxes", id: round}
	box := openBox{secret: o.text("secret", rows[0].Secret), hashes: strings.Fields(o.text("answered", rows[0].Answered))}
	return box, o.err
}

// CastRoundAnswers puts answers in. Who answers at the same time waits at the
// box; then all answers of the round are written anew, and so is the box.
func (t *tx) CastRoundAnswers(ctx context.Context, round, person domain.ID, answers []domain.RoundAnswer) (bool, error) {
	box, err := t.roundBox(ctx, round, ` FOR UPDATE`)
	if err != nil {
		return false, err
	}
	hash, before := box.has(round, person)
	if before {
		return false, nil
	}
	all, err := t.takeAnswers(ctx, round)
	if err != nil {
		return false, err
	}
	if err := t.putAnswers(ctx, round, append(all, answers...)); err != nil {
		return false, err
	}
	hashes := slices.Concat(box.hashes, []string{hash})
	slices.Sort(hashes)
	seal := func(column, text string) sealed { return t.db.box.Seal("round_boxes", round, column, text) }
	done := t.g(ctx).Exec(`UPDATE round_boxes SET secret = ?, answered = ? WHERE round = ?`,
		seal("secret", box.secret), seal("answered", strings.Join(hashes, " ")), string(round))
	return true, tried("note that somebody has answered", done.Error)
}

// takeAnswers reads the answers of a round and deletes them.
func (t *tx) takeAnswers(ctx context.Context, round domain.ID) ([]domain.RoundAnswer, error) {
	var rows []roundAnswerRow
	if err := t.g(ctx).Raw(`DELETE FROM round_answers WHERE round = ? RETURNING id, round, content`, string(round)).Scan(&rows).Error; err != nil {
		return nil, tried("take the answers of a round", err)
	}
	return mapped(rows, func(r roundAnswerRow) (domain.RoundAnswer, error) {
		text, err := t.db.box.Open("round_answers", domain.ID(r.ID), "content", r.Content)
		if err != nil {
			return domain.RoundAnswer{}, err
		}
		var c roundContent
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			return domain.RoundAnswer{}, fmt.Errorf("read an answer: %w", err)
		}
		return domain.RoundAnswer{As: c.As, Question: c.Question, Mark: c.Mark, Text: c.Text}, nil
	})
}

// putAnswers writes all answers of a round. Their ids are random, of version 4,
// and they stand in the order of the ids: so it is random, too.
func (t *tx) putAnswers(ctx context.Context, round domain.ID, answers []domain.RoundAnswer) error {
	rows := make([]roundAnswerRow, len(answers))
	for i, a := range answers {
		id, err := uuid.NewRandom()
		if err != nil {
			return fmt.Errorf("make the id of an answer: %w", err)
		}
		text, err := roundContent{As: a.As, Question: a.Question, Mark: a.Mark, Text: a.Text}.filled()
		if err != nil {
			return err
		}
		rows[i] = roundAnswerRow{ID: id.String(), Round: string(round), Content: t.db.box.Seal("round_answers", domain.ID(id.String()), "content", text)}
	}
	slices.SortFunc(rows, func(a, b roundAnswerRow) int { return strings.Compare(a.ID, b.ID) })
	if len(rows) == 0 {
		return nil
	}
	return tried("write the answers of a round", t.g(ctx).Create(&rows).Error)
}

// HasAnswered tells whether a person has.
func (t *tx) HasAnswered(ctx context.Context, round, person domain.ID) (bool, error) {
	box, err := t.roundBox(ctx, round, "")
	if domain.CodeOf(err) == domain.NotFound {
		return false, nil
	}
	_, answered := box.has(round, person)
	return answered, err
}

// EmptyRoundBox gives all answers, and deletes them and the box.
func (t *tx) EmptyRoundBox(ctx context.Context, round domain.ID) ([]domain.RoundAnswer, error) {
	if _, err := t.roundBox(ctx, round, ` FOR UPDATE`); err != nil {
		if domain.CodeOf(err) == domain.NotFound {
			return nil, nil
		}
		return nil, err
	}
	answers, err := t.takeAnswers(ctx, round)
	if err != nil {
		return nil, err
	}
	return answers, tried("delete the box of a round", t.g(ctx).Exec(`DELETE FROM round_boxes WHERE round = ?`, string(round)).Error)
}
