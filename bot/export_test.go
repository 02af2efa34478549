package bot

import (
	"context"
	"time"
)

// RefreshNow publishes the Homes that changed, as the ticks do.
func (b *Bot) RefreshNow(ctx context.Context) {
	for _, id := range b.touched.take(time.Time{}, 0) {
		b.refreshHome(ctx, id)
	}
}
