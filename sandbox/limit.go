package sandbox

import (
	"math"
	"net/http"
	"time"
)

// bucket holds the calls that may still be made at once. It fills up again
// with time, on the machine's clock.
type bucket struct {
	tokens, size, perSecond float64
	at                      time.Time
}

// take uses one token, or tells how long to wait for one.
func (b *bucket) take(now time.Time) time.Duration {
	b.tokens = min(b.size, b.tokens+now.Sub(b.at).Seconds()*b.perSecond)
	b.at = now
	if b.tokens >= 1 {
		b.tokens--
		return 0
	}
	return time.Duration((1 - b.tokens) / b.perSecond * float64(time.Second))
}

// bucketFor is made full when first asked for.
func (w *Workspace) bucketFor(key string, size, perSecond float64) *bucket {
	b := w.buckets[key]
	if b == nil {
		b = &bucket{tokens: size, size: size, perSecond: perSecond, at: time.Now()}
		w.buckets[key] = b
	}
	return b
}

// limit refuses a call that comes too soon after the others. Slack counts by
// method and workspace; chat.postMessage by channel and in all.
func (w *Workspace) limit(c *call, t tier) error {
	channel := c.args.text("channel")
	if err := w.stillBlocked(c.method, channel); err != nil || w.cfg.Limits.Unlimited {
		return err
	}
	l := w.cfg.Limits
	if t == posted {
		if wait := w.bucketFor("posts", float64(l.PostsPerMinute), float64(l.PostsPerMinute)/60).take(time.Now()); wait > 0 {
			return tooMany("ratelimited", wait)
		}
		wait := w.bucketFor("channel "+w.conversationKey(channel), float64(l.ChannelBurst), l.ChannelPerSecond).take(time.Now())
		if wait > 0 {
			return tooMany("rate_limited", wait)
		}
		return nil
	}
	perMinute := map[tier]int{tier1: l.Tier1, tier2: l.Tier2, tier3: l.Tier3, tier4: l.Tier4}[t]
	if perMinute == 0 {
		return nil
	}
	if wait := w.bucketFor(c.method, float64(perMinute), float64(perMinute)/60).take(time.Now()); wait > 0 {
		return tooMany("ratelimited", wait)
	}
	return nil
}

// conversationKey makes a user id and that user's direct conversation one.
func (w *Workspace) conversationKey(id string) string {
	if w.user(id) != nil {
		return w.dm(id).ID
	}
	return id
}

// stillBlocked enforces the waits that a RateLimit fault has announced.
func (w *Workspace) stillBlocked(method, channel string) error {
	for _, key := range []string{blockKey(method, ""), blockKey(method, channel)} {
		if wait := time.Until(w.blocked[key]); wait > 0 {
			return tooMany("ratelimited", wait)
		}
	}
	return nil
}

func blockKey(method, channel string) string { return method + "\x00" + channel }

// tooMany is HTTP 429. Retry-After has whole seconds, rounded up.
func tooMany(code string, wait time.Duration) error {
	seconds := time.Duration(math.Ceil(wait.Seconds())) * time.Second
	return &fail{code: code, status: http.StatusTooManyRequests, after: max(seconds, time.Second)}
}
