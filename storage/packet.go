package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// packetRow is one packet that was made or wanted.
type packetRow struct {
	ID       string
	Person   string
	Maker    string
	FirstDay string
	LastDay  string
	Format   string
	Reason   sealed
	State    string
	At       time.Time
}

// TableName names the table for GORM.
func (packetRow) TableName() string { return "packets" }

func (t *tx) packetOf(r packetRow) (domain.Packet, error) {
	first, err := dayOf(r.FirstDay)
	if err != nil {
		return domain.Packet{}, err
	}
	last, err := dayOf(r.LastDay)
	if err != nil {
		return domain.Packet{}, err
	}
	o := opener{box: t.db.box, table: "packets", id: domain.ID(r.ID)}
	return domain.Packet{
		ID: domain.ID(r.ID), Person: domain.ID(r.Person), Maker: domain.ID(r.Maker), Period: domain.DateRange{Start: first, End: last},
		Format: domain.PacketFormat(r.Format), Reason: o.text("reason", r.Reason), State: domain.PacketState(r.State), At: r.At.UTC(),
	}, o.err
}

// CreatePacket adds one.
func (t *tx) CreatePacket(ctx context.Context, p domain.Packet) error {
	row := packetRow{
		ID: string(p.ID), Person: string(p.Person), Maker: string(p.Maker), FirstDay: p.Period.Start.String(), LastDay: p.Period.End.String(),
		Format: plain(string(p.Format)), Reason: t.db.box.Seal("packets", p.ID, "reason", p.Reason), State: string(p.State), At: instant(p.At),
	}
	return tried("create a packet", t.g(ctx).Create(&row).Error)
}

// Packet gives one.
func (t *tx) Packet(ctx context.Context, id domain.ID) (domain.Packet, error) {
	var row packetRow
	if err := t.g(ctx).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Packet{}, found(err, "dossier.not_there", "read a packet")
	}
	return t.packetOf(row)
}

// SettlePacket writes the state.
func (t *tx) SettlePacket(ctx context.Context, id domain.ID, state domain.PacketState) error {
	return tried("settle a packet", t.g(ctx).Exec(`UPDATE packets SET state = ? WHERE id = ?`, string(state), string(id)).Error)
}

// RefusedPackets counts refusals.
func (t *tx) RefusedPackets(ctx context.Context, person, maker domain.ID, since time.Time) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM packets WHERE person = ? AND maker = ? AND at > ? AND state = ?`,
		string(person), string(maker), instant(since), string(domain.PacketDenied)).Scan(&n).Error
	return n, tried("count refused packets", err)
}
