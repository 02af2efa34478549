package storage

import (
	"context"
	"log/slog"
	"regexp"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slowStatement is from when on a statement is worth an operator's attention.
const slowStatement = 500 * time.Millisecond

// literal is a text as it stands in a statement. GORM writes parameters into
// what it says of Scan, past ParamsFilter, and they may be what people wrote.
var literal = regexp.MustCompile(`'(?:[^']|'')*'`)

// slowLog is all that GORM may log: statements that took long, without their
// parameters. Errors are reported by whoever gets them.
type slowLog struct {
	logger *slog.Logger
	slow   time.Duration // from when on
}

// LogMode fulfils GORM's interface; the level is slog's business.
func (l slowLog) LogMode(logger.LogLevel) logger.Interface { return l }

// Info drops what GORM says about itself.
func (l slowLog) Info(context.Context, string, ...any) {}

// Warn drops it, too.
func (l slowLog) Warn(context.Context, string, ...any) {}

// Error drops it, too: its arguments may hold values of rows.
func (l slowLog) Error(context.Context, string, ...any) {}

// Trace logs a slow statement.
func (l slowLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	took := time.Since(begin) //nolint:forbidigo // machine time, not the practice's
	if took < l.slow {
		return
	}
	text, rows := statement()
	l.logger.WarnContext(ctx, "slow statement", slog.Duration("took", took), slog.Int64("rows", rows), slog.String("sql", literal.ReplaceAllString(text, "?")))
}

// ParamsFilter keeps parameters out of the text that Trace gets.
func (l slowLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

var (
	_ logger.Interface  = slowLog{}
	_ gorm.ParamsFilter = slowLog{}
)
