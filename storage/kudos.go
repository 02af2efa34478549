package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// kudosRow is one kudos without the people thanked.
type kudosRow struct {
	ID          string
	Giver       string
	Text        sealed
	Tags        list
	Channel     string
	LinkChannel string
	LinkTS      string
	LinkURL     string
	LinkPrivate bool
	Units       int
	State       string
	Reason      sealed
	At          time.Time
	Version     int
}

// TableName names the table for GORM.
func (kudosRow) TableName() string { return "kudos" }

// receiverRow is one person thanked.
type receiverRow struct {
	Kudos     string
	Person    string
	Place     int
	Private   bool
	OutOfFile bool
	At        time.Time
	State     string
}

// TableName names the table for GORM.
func (receiverRow) TableName() string { return "kudos_receivers" }

// joinRow is one person who thanked too.
type joinRow struct {
	Kudos  string
	Person string
	At     time.Time
}

// TableName names the table for GORM.
func (joinRow) TableName() string { return "kudos_joins" }

func (t *tx) rowOfKudos(k domain.Kudos) kudosRow {
	box := t.db.box
	return kudosRow{
		ID: string(k.ID), Giver: string(k.Giver), Text: box.Seal("kudos", k.ID, "text", k.Text),
		Tags: k.Values, Channel: plain(k.Channel),
		LinkChannel: plain(k.About.Channel), LinkTS: plain(k.About.TS), LinkURL: plain(k.About.URL), LinkPrivate: k.About.Private,
		Units: k.Units, State: string(k.State), Reason: box.Seal("kudos", k.ID, "reason", k.Reason),
		At: instant(k.At), Version: k.Version,
	}
}

func (t *tx) kudosOf(r kudosRow) (domain.Kudos, error) {
	o := opener{box: t.db.box, table: "kudos", id: domain.ID(r.ID)}
	return domain.Kudos{
		ID: domain.ID(r.ID), Giver: domain.ID(r.Giver), Text: o.text("text", r.Text), Values: r.Tags, Channel: r.Channel,
		About: domain.MessageLink{Channel: r.LinkChannel, TS: r.LinkTS, URL: r.LinkURL, Private: r.LinkPrivate},
		Units: r.Units, State: domain.KudosState(r.State), Reason: o.text("reason", r.Reason),
		At: r.At.UTC(), Version: r.Version,
	}, o.err
}

// CreateKudos adds a kudos and notes its receivers as thanked.
func (t *tx) CreateKudos(ctx context.Context, k domain.Kudos) error {
	if k.At.IsZero() {
		k.At = t.at
	}
	k.Version = 1
	row := t.rowOfKudos(k)
	if err := t.g(ctx).Create(&row).Error; err != nil {
		return tried("create a kudos", err)
	}
	if err := t.createReceivers(ctx, k); err != nil {
		return err
	}
	return t.thank(ctx, k.ReceiverIDs(), k.At)
}

func (t *tx) createReceivers(ctx context.Context, k domain.Kudos) error {
	rows := make([]receiverRow, len(k.Receivers))
	for i, r := range k.Receivers {
		rows[i] = receiverRow{
			Kudos: string(k.ID), Person: string(r.Person), Place: i, Private: r.Private, OutOfFile: r.OutOfFile,
			At: instant(k.At), State: string(k.State),
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return tried("add the receivers of a kudos", t.g(ctx).Create(&rows).Error)
}

// Kudos gives one with its people.
func (t *tx) Kudos(ctx context.Context, id domain.ID) (domain.Kudos, error) {
	var row kudosRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Kudos{}, found(err, "kudos.not_found", "read a kudos")
	}
	list, err := t.assemble(ctx, []kudosRow{row})
	if err != nil {
		return domain.Kudos{}, err
	}
	return list[0], nil
}

// assemble opens rows and adds receivers and joined people, with one query for
// each and not one for each kudos.
func (t *tx) assemble(ctx context.Context, rows []kudosRow) ([]domain.Kudos, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	out, ids, place := make([]domain.Kudos, len(rows)), make([]string, len(rows)), map[string]int{}
	for i, row := range rows {
		var err error
		if out[i], err = t.kudosOf(row); err != nil {
			return nil, err
		}
		ids[i], place[row.ID] = row.ID, i
	}
	var receivers []receiverRow
	if err := t.g(ctx).Where("kudos IN ?", ids).Order("kudos, place").Find(&receivers).Error; err != nil {
		return nil, tried("list the receivers of kudos", err)
	}
	for _, r := range receivers {
		k := &out[place[r.Kudos]]
		k.Receivers = append(k.Receivers, domain.KudosReceiver{Person: domain.ID(r.Person), Private: r.Private, OutOfFile: r.OutOfFile})
	}
	var joins []joinRow
	if err := t.g(ctx).Where("kudos IN ?", ids).Order("kudos, at, person").Find(&joins).Error; err != nil {
		return nil, tried("list who joined kudos", err)
	}
	for _, j := range joins {
		k := &out[place[j.Kudos]]
		k.Joined = append(k.Joined, domain.ID(j.Person))
	}
	return out, nil
}

// UpdateKudos writes what may change. The people thanked stay the same; what
// each of them decided may change.
func (t *tx) UpdateKudos(ctx context.Context, k domain.Kudos) (domain.Kudos, error) {
	before := k.Version
	k.Version++
	row := t.rowOfKudos(k)
	done := t.g(ctx).Model(&kudosRow{}).Where("id = ? AND version = ?", row.ID, before).
		Select("Text", "Tags", "State", "Reason", "Channel", "Version").Updates(&row)
	if done.Error != nil {
		return domain.Kudos{}, tried("update a kudos", done.Error)
	}
	if done.RowsAffected == 0 {
		if _, err := t.Kudos(ctx, k.ID); err != nil {
			return domain.Kudos{}, err
		}
		return domain.Kudos{}, domain.Refuse(domain.Conflict, "kudos.changed")
	}
	for _, r := range k.Receivers {
		err := t.g(ctx).Exec(`UPDATE kudos_receivers SET private = ?, out_of_file = ?, state = ? WHERE kudos = ? AND person = ?`,
			r.Private, r.OutOfFile, string(k.State), string(k.ID), string(r.Person)).Error
		if err != nil {
			return domain.Kudos{}, tried("update a receiver of a kudos", err)
		}
	}
	if k.State != domain.KudosGiven {
		if err := t.unthank(ctx, k.ReceiverIDs()); err != nil {
			return domain.Kudos{}, err
		}
	}
	return k, nil
}

// ListKudos lists given ones, newest first, from one range of one index.
func (t *tx) ListKudos(ctx context.Context, f domain.KudosFilter) ([]domain.Kudos, error) {
	var rows []kudosRow
	q := t.g(ctx).Table("kudos").Where("kudos.state = ?", string(domain.KudosGiven))
	at, id := "kudos.at", "kudos.id"
	if f.Receiver != "" {
		q = q.Joins("JOIN kudos_receivers r ON r.kudos = kudos.id").
			Where("r.person = ? AND r.state = ?", string(f.Receiver), string(domain.KudosGiven))
		at, id = "r.at", "r.kudos"
		if f.InFile {
			q = q.Where("NOT r.out_of_file")
		}
	}
	if f.Giver != "" {
		q = q.Where("kudos.giver = ?", string(f.Giver))
	}
	q = pageBack(q, at, id, f)
	if err := q.Order(at + " DESC, " + id + " DESC").Find(&rows).Error; err != nil {
		return nil, tried("list kudos", err)
	}
	return t.assemble(ctx, rows)
}

// pageBack bounds a list that is read from new to old.
func pageBack(q *gorm.DB, at, id string, f domain.KudosFilter) *gorm.DB {
	if !f.Since.IsZero() {
		q = q.Where(at+" >= ?", instant(f.Since))
	}
	if !f.Before.IsZero() {
		q = q.Where("("+at+", "+id+") < (?, ?)", instant(f.Before), string(f.BeforeID))
	}
	if f.Limit > 0 {
		q = q.Limit(f.Limit)
	}
	return q
}

// JoinKudos adds a person who thanks too, which counts as thanks to everybody
// who was thanked.
func (t *tx) JoinKudos(ctx context.Context, kudos, person domain.ID, at time.Time) (bool, error) {
	done := t.g(ctx).Exec(`INSERT INTO kudos_joins (kudos, person, at) VALUES (?, ?, ?) ON CONFLICT (kudos, person) DO NOTHING`,
		string(kudos), string(person), instant(at))
	if done.Error != nil || done.RowsAffected == 0 {
		return false, tried("join a kudos", done.Error)
	}
	receivers, err := t.receiversOf(ctx, kudos)
	if err != nil {
		return false, err
	}
	return true, t.thank(ctx, receivers, at)
}

// LeaveKudos takes the person out again, and what counted as thanks with it.
func (t *tx) LeaveKudos(ctx context.Context, kudos, person domain.ID) (bool, error) {
	done := t.g(ctx).Exec(`DELETE FROM kudos_joins WHERE kudos = ? AND person = ?`, string(kudos), string(person))
	if done.Error != nil || done.RowsAffected == 0 {
		return false, tried("leave a kudos", done.Error)
	}
	receivers, err := t.receiversOf(ctx, kudos)
	if err != nil {
		return false, err
	}
	return true, t.unthank(ctx, receivers)
}

// receiversOf lists whom a kudos thanks.
func (t *tx) receiversOf(ctx context.Context, kudos domain.ID) ([]domain.ID, error) {
	var receivers []domain.ID
	err := t.g(ctx).Raw(`SELECT person FROM kudos_receivers WHERE kudos = ?`, string(kudos)).Scan(&receivers).Error
	return receivers, tried("list the receivers of a kudos", err)
}
