package storage

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"rapport/domain"
)

// laneRow is a lane: there as long as messages are queued in it or it rests.
type laneRow struct {
	Lane   string `gorm:"primaryKey"`
	Class  int
	NextAt time.Time
	Fence  int64
}

// TableName names the table for GORM.
func (laneRow) TableName() string { return "lanes" }

// laneOf tells in which lane a message goes: that of the person for a DM, that
// of the channel for a post, and one of its own for what edits or deletes a
// subject's messages wherever they stand.
func laneOf(m domain.Message) string {
	switch {
	case m.Recipient != "":
		return "D:" + string(m.Recipient)
	case m.Channel != "":
		return "C:" + plain(m.Channel)
	}
	return "S:" + string(m.Subject)
}

// rankOf orders lanes by who waits for them. All that Rapport sends of its own
// accord is of one rank: of it the first to be released goes first, so that none
// of it keeps another from going.
func rankOf(c domain.Class) int {
	switch c {
	case domain.FromPeople, domain.Answer:
		return 1
	case domain.FromRapport, domain.OnItsDay, domain.Bulk:
		return 2
	case domain.Quiet:
		return 4
	}
	return 5
}

// openLanes makes the lanes that are not there. One that is there stays
// untouched, so that strangers who write to the same channel never wait for
// each other; only a lane of lower rank is raised, which happens once.
func (t *tx) openLanes(ctx context.Context, ranks map[string]int) error {
	if len(ranks) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(ranks))
	for some := range slices.Chunk(names, 500) {
		if err := openLanes(ctx, t.orm, t.db.machine(), some, ranks); err != nil {
			return err
		}
	}
	return nil
}

func openLanes(ctx context.Context, orm *gorm.DB, m machine, names []string, ranks map[string]int) error {
	values, args := make([]string, len(names)), []any{}
	byRank := map[int][]string{}
	for i, name := range names {
		values[i] = "(?, ?, " + m.now + ", 0)"
		args = append(append(args, name, ranks[name]), m.args...)
		byRank[ranks[name]] = append(byRank[ranks[name]], name)
	}
	err := orm.WithContext(ctx).Exec(`INSERT INTO lanes (lane, class, next_at, fence) VALUES `+
		strings.Join(values, ", ")+` ON CONFLICT (lane) DO NOTHING`, args...).Error
	if err != nil {
		return tried("open lanes", err)
	}
	for _, rank := range slices.Sorted(maps.Keys(byRank)) {
		err := orm.WithContext(ctx).Exec(`UPDATE lanes SET class = ? WHERE lane IN ? AND class > ?`, rank, byRank[rank], rank).Error
		if err != nil {
			return tried("raise lanes", err)
		}
	}
	return nil
}

// machine writes machine time into SQL: the database's own clock where several
// replicas share it, this machine's where the file is ours alone. Within one
// transaction it stands still.
type machine struct {
	now  string
	args []any
	at   time.Time // the same as a value, where it is this machine's
}

func (d *DB) machine() machine {
	if d.dialect == postgresDialect {
		skew := d.skew()
		if skew == 0 {
			return machine{now: "now()"}
		}
		return machine{now: "(now() + ? * interval '1 microsecond')", args: []any{skew.Microseconds()}}
	}
	now := time.Now() //nolint:forbidigo // machine time, not the practice's
	return machineAt(instant(now.Add(d.skew())))
}

// machineAt is an instant of this machine.
func machineAt(at time.Time) machine {
	return machine{now: "?", args: []any{at}, at: at}
}

// after is the instant a duration from now.
func (m machine) after(d *DB, wait time.Duration) machine {
	if wait <= 0 {
		return m
	}
	if d.dialect == postgresDialect {
		return machine{
			now:  fmt.Sprintf("(%s + ? * interval '1 microsecond')", m.now),
			args: append(slices.Clone(m.args), wait.Microseconds()),
		}
	}
	return machineAt(m.at.Add(wait))
}
