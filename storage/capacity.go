package storage

import (
	"context"
	"strconv"
)

// DefaultConns is how many connections a replica keeps open unless it is told
// otherwise.
const DefaultConns = defaultConns

// Capacity is how many connections PostgreSQL allows in all, and how many of
// them it keeps for its own administrators. Both are 0 on SQLite.
func (d *DB) Capacity(ctx context.Context) (most, reserved int, err error) {
	if d.dialect != postgresDialect {
		return 0, 0, nil
	}
	for name, value := range map[string]*int{"max_connections": &most, "superuser_reserved_connections": &reserved} {
		var text string
		if err := d.write.gorm.WithContext(ctx).Raw(`SELECT current_setting(?)`, name).Scan(&text).Error; err != nil {
			return 0, 0, tried("read how many connections PostgreSQL allows", err)
		}
		if *value, err = strconv.Atoi(text); err != nil {
			return 0, 0, tried("read "+name, err)
		}
	}
	return most, reserved, nil
}
