package bot

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"rapport/bot/blockkit"
)

// RefreshNow publishes the Homes that changed, as the ticks do.
func (b *Bot) RefreshNow(ctx context.Context) {
	for _, id := range b.touched.take(time.Time{}, 0) {
		b.refreshHome(ctx, id)
	}
}

// Forms are the forms of the samples, as Slack gets them, always in one order.
func Forms(t testing.TB) []map[string]any {
	t.Helper()
	all := allSamples(testVoice(t))
	var forms []map[string]any
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if modal, isForm := all[name].(blockkit.Modal); isForm && !modal.Submit.Empty() {
			forms = append(forms, asSent(t, modal))
		}
	}
	return forms
}
