package storage_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"rapport/storage"
)

func TestSlowStatements_AreLoggedWithoutParameters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, open func(testing.TB) *storage.DB) {
		var log bytes.Buffer
		g := open(t).Slow(t.Context(), slog.New(slog.NewTextHandler(&log, nil)))
		if err := g.Exec(`CREATE TABLE words (a text, b text)`).Error; err != nil {
			t.Fatal(err)
		}
		words := []any{"it's secret-1", "secret-2' 'secret-3"}
		for how, err := range map[string]error{
			"exec":  g.Exec(`INSERT INTO words (a, b) VALUES (?, ?)`, words...).Error,
			"scan":  g.Raw(`SELECT count(*) FROM words WHERE a = ? OR b = ?`, words...).Scan(new(int)).Error,
			"find":  g.Table("words").Where("a = ? OR b = ?", words...).Find(&[]map[string]any{}).Error,
			"count": g.Table("words").Where("a = ? OR b = ?", words...).Count(new(int64)).Error,
		} {
			if err != nil {
				t.Errorf("%s: %v", how, err)
			}
		}
		if text := log.String(); strings.Contains(text, "secret") || strings.Count(text, "slow statement") != 5 {
			t.Errorf("got\n%s\nwant five statements without what was in them", text)
		}
	})
}
