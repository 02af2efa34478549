package storage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rapport/domain"
)

// helpRow is the question about one item.
type helpRow struct {
	Item    string
	Person  string
	Other   string
	EndedOn string
	AskAt   *time.Time
}

// TableName names the table for GORM.
func (helpRow) TableName() string { return "helps" }

// helpAnswerRow is one answer.
type helpAnswerRow struct {
	Item   string
	Author string
	Answer string
	Words  sealed
	At     time.Time
}

// TableName names the table for GORM.
func (helpAnswerRow) TableName() string { return "help_answers" }

// CreateHelp adds one, once.
func (t *tx) CreateHelp(ctx context.Context, h domain.Help) error {
	return tried("keep a question about help", t.g(ctx).Exec(
		`INSERT INTO helps (item, person, other, ended_on, ask_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (item) DO NOTHING`,
		string(h.Item), string(h.Person), string(h.Other), h.EndedOn.String(), optional(h.AskAt)).Error)
}

// Help gives that of an item.
func (t *tx) Help(ctx context.Context, item domain.ID) (domain.Help, error) {
	var row helpRow
	if err := t.g(ctx).Where("item = ?", string(item)).Take(&row).Error; err != nil {
		return domain.Help{}, found(err, "fund.help_not_found", "read a question about help")
	}
	day, err := dayOf(row.EndedOn)
	return domain.Help{Item: item, Person: domain.ID(row.Person), Other: domain.ID(row.Other), EndedOn: day, AskAt: timeOf(row.AskAt)}, err
}

// AskedHelp notes that it was asked.
func (t *tx) AskedHelp(ctx context.Context, item, other domain.ID) (bool, error) {
	done := t.g(ctx).Exec(`UPDATE helps SET ask_at = NULL, other = ? WHERE item = ? AND ask_at IS NOT NULL`, string(other), string(item))
	return done.RowsAffected > 0, tried("note that a question about help was asked", done.Error)
}

// DueHelp lists what is to be asked.
func (t *tx) DueHelp(ctx context.Context, now time.Time, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT item FROM helps WHERE ask_at <= ? ORDER BY ask_at, item LIMIT ?`, instant(now), limit).Scan(&ids).Error
	return ids, tried("list due questions about help", err)
}

// NextHelp is when the next is to be asked.
func (t *tx) NextHelp(ctx context.Context, after time.Time) (time.Time, bool, error) {
	return t.earliest(ctx, `SELECT ask_at AS at FROM helps WHERE ask_at > ? ORDER BY ask_at LIMIT 1`, after)
}

// helpAnswerID is what an answer's words are bound to: the row has a key of two.
func helpAnswerID(item, author domain.ID) domain.ID { return item + "/" + author }

// AnswerHelp keeps the first answer of its author.
func (t *tx) AnswerHelp(ctx context.Context, a domain.HelpAnswer) (bool, error) {
	done := t.g(ctx).Exec(
		`INSERT INTO help_answers (item, author, answer, words, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (item, author) DO NOTHING`,
		string(a.Item), string(a.Author), string(a.Answer), t.db.box.Seal("help_answers", helpAnswerID(a.Item, a.Author), "words", a.Words), instant(a.At))
	return done.RowsAffected > 0, tried("keep an answer about help", done.Error)
}

// HelpAnswers lists those about an item.
func (t *tx) HelpAnswers(ctx context.Context, item domain.ID) ([]domain.HelpAnswer, error) {
	var rows []helpAnswerRow
	if err := t.g(ctx).Where("item = ?", string(item)).Order("at, author").Find(&rows).Error; err != nil {
		return nil, tried("list answers about help", err)
	}
	return mapped(rows, func(r helpAnswerRow) (domain.HelpAnswer, error) {
		o := opener{box: t.db.box, table: "help_answers", id: helpAnswerID(domain.ID(r.Item), domain.ID(r.Author))}
		a := domain.HelpAnswer{
			Item: domain.ID(r.Item), Author: domain.ID(r.Author), Answer: domain.Usefulness(r.Answer), Words: o.text("words", r.Words), At: r.At.UTC(),
		}
		return a, o.err
	})
}

// helpCountRow is an answer beside one of the requests that its item cost.
type helpCountRow struct {
	Fund, Item, Person, Author, Answer string
	Cost                               int64
	At, EndedAt                        time.Time
}

// CountHelp lists the answers about items that cost funds something. An answer
// counts from when it was given and the cost was known.
func (t *tx) CountHelp(ctx context.Context, funds []domain.ID, to time.Time) ([]domain.HelpCount, error) {
	var rows []helpCountRow
	err := t.g(ctx).Raw(`SELECT r.fund, r.item, r.person, a.author, a.answer, r.cost, a.at, r.ended_at
		FROM fund_requests r JOIN help_answers a ON a.item = r.item
		WHERE r.fund `+t.among()+` AND r.state = 'spent' AND r.cost > 0 AND r.ended_at <= ? AND a.at <= ? ORDER BY r.ended_at, r.id`,
		t.list(funds), instant(to), instant(to)).Scan(&rows).Error
	if err != nil {
		return nil, tried("count answers about help", err)
	}
	return countedOnce(rows), nil
}

// countedOnce brings the answers in order, each once, with all that its item cost.
func countedOnce(rows []helpCountRow) []domain.HelpCount {
	var counts []domain.HelpCount
	known := map[[3]string]int{}
	for _, r := range rows {
		key := [3]string{r.Fund, r.Item, r.Author}
		if i, again := known[key]; again {
			counts[i].Cost += r.Cost
			continue
		}
		known[key] = len(counts)
		at := r.At
		if r.EndedAt.After(at) {
			at = r.EndedAt
		}
		counts = append(counts, domain.HelpCount{
			Fund: domain.ID(r.Fund), Item: domain.ID(r.Item), Person: domain.ID(r.Person), Author: domain.ID(r.Author),
			Answer: domain.Usefulness(r.Answer), Cost: r.Cost, At: at.UTC(),
		})
	}
	slices.SortStableFunc(counts, func(a, b domain.HelpCount) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Author, b.Author))
	})
	return counts
}
