package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// roundLaunchRow is the wish for rounds about a group.
type roundLaunchRow struct {
	ID         string
	LaunchedBy string
	Area       string
	Location   string
	Manager    string
	Named      list
	NominateBy string
	AnswerBy   string
	ReleaseOn  string
	Worked     string
	Done       bool
	Begun      int
	LeftOut    int
	At         time.Time
}

// TableName names the table for GORM.
func (roundLaunchRow) TableName() string { return "round_launches" }

func roundLaunchOf(r roundLaunchRow) (domain.RoundLaunch, error) {
	l := domain.RoundLaunch{
		ID: domain.ID(r.ID), By: domain.ID(r.LaunchedBy), Group: domain.Group{Area: r.Area, Location: r.Location, Manager: domain.ID(r.Manager)},
		Worked: domain.ID(r.Worked), Done: r.Done, Begun: r.Begun, LeftOut: r.LeftOut, At: r.At.UTC(),
	}
	for _, id := range r.Named {
		l.Group.Named = append(l.Group.Named, domain.ID(id))
	}
	var err error
	l.RoundDates, err = roundDatesOf(r.NominateBy, r.AnswerBy, r.ReleaseOn)
	return l, err
}

// CreateRoundLaunch adds one.
func (t *tx) CreateRoundLaunch(ctx context.Context, l domain.RoundLaunch) error {
	row := roundLaunchRow{
		ID: string(l.ID), LaunchedBy: string(l.By), Area: plain(l.Group.Area), Location: plain(l.Group.Location), Manager: string(l.Group.Manager),
		Named: list(idTexts(l.Group.Named)), NominateBy: l.NominateBy.String(), AnswerBy: l.AnswerBy.String(), ReleaseOn: l.ReleaseOn.String(),
		Worked: string(l.Worked), Done: l.Done, Begun: l.Begun, LeftOut: l.LeftOut, At: instant(l.At),
	}
	return tried("create a launch of rounds", t.g(ctx).Create(&row).Error)
}

// RoundLaunch gives one.
func (t *tx) RoundLaunch(ctx context.Context, id domain.ID) (domain.RoundLaunch, error) {
	var row roundLaunchRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.RoundLaunch{}, found(err, "round.not_found", "read a launch of rounds")
	}
	return roundLaunchOf(row)
}

// NoteRoundLaunch writes how far it has come.
func (t *tx) NoteRoundLaunch(ctx context.Context, before, now domain.RoundLaunch) error {
	done := t.g(ctx).Exec(`UPDATE round_launches SET worked = ?, done = ?, begun = ?, left_out = ? WHERE id = ? AND worked = ? AND NOT done`,
		string(now.Worked), now.Done, now.Begun, now.LeftOut, string(now.ID), string(before.Worked))
	return written(done, "note how far a launch of rounds has come", "round.changed")
}

// RoundLaunches lists the newest.
func (t *tx) RoundLaunches(ctx context.Context, limit int) ([]domain.RoundLaunch, error) {
	var rows []roundLaunchRow
	if err := t.g(ctx).Order("at DESC, id DESC").Limit(limit).Find(&rows).Error; err != nil {
		return nil, tried("list launches of rounds", err)
	}
	return mapped(rows, roundLaunchOf)
}

// OpenRoundLaunches lists those that are not done.
func (t *tx) OpenRoundLaunches(ctx context.Context, limit int) ([]domain.ID, error) {
	var ids []domain.ID
	err := t.g(ctx).Raw(`SELECT id FROM round_launches WHERE NOT done ORDER BY at, id LIMIT ?`, limit).Scan(&ids).Error
	return ids, tried("list open launches of rounds", err)
}

// CountRounds counts the rounds of launches.
func (t *tx) CountRounds(ctx context.Context, launches []domain.ID) (map[domain.ID]map[domain.RoundState]int, error) {
	var rows []struct {
		Launch domain.ID
		State  domain.RoundState
		N      int
	}
	err := t.g(ctx).Raw(`SELECT launch, state, COUNT(*) AS n FROM rounds WHERE launch <> '' AND launch `+t.among()+` GROUP BY launch, state`,
		t.list(launches)).Scan(&rows).Error
	counts := map[domain.ID]map[domain.RoundState]int{}
	for _, r := range rows {
		if counts[r.Launch] == nil {
			counts[r.Launch] = map[domain.RoundState]int{}
		}
		counts[r.Launch][r.State] = r.N
	}
	return counts, tried("count rounds", err)
}
