package storage

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm"
)

// OpenPatientRedis is OpenRedis for tests of what Redis does, on machines that
// have much else to do.
func OpenPatientRedis(url string) (*Redis, error) {
	return openRedis(url, &breaker{}, time.Minute)
}

// Busy is how many connections are at work.
func (d *DB) Busy() int {
	busy := d.write.sql.Stats().InUse
	if d.read.sql != d.write.sql {
		busy += d.read.sql.Stats().InUse
	}
	return busy
}

// Slow gives statements to a database for which every one is slow.
func (d *DB) Slow(ctx context.Context, logger *slog.Logger) *gorm.DB {
	return d.write.gorm.Session(&gorm.Session{Context: ctx, Logger: slowLog{logger: logger}})
}
