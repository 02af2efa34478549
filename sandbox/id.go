package sandbox

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// nextID makes an id that looks like Slack's: a letter that tells the kind and
// nine characters. Ids are unique in the workspace and the same in every run.
func (w *Workspace) nextID(prefix string) string {
	w.ids++
	s := strings.ToUpper(strconv.FormatInt(int64(w.ids), 36))
	return prefix + strings.Repeat("0", max(0, 9-len(s))) + s
}

// shortID makes the five characters that Slack gives to a block or an element
// without an id of its own.
func (w *Workspace) shortID() string {
	w.ids++
	s := strconv.FormatInt(int64(w.ids), 36)
	return "=" + strings.Repeat("0", max(0, 4-len(s))) + s
}

func randomHex(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b) // documented never to fail
	return hex.EncodeToString(b)
}

// envelopeID makes a UUID, as Slack uses for envelopes.
func envelopeID() string {
	h := randomHex(16)
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-a" + h[17:20] + "-" + h[20:]
}

// stamp makes the ts of a new message: the workspace's time, moved on by a
// microsecond wherever the clock stands still or was turned back, so that a ts
// is unique and increasing in its channel.
func (c *channel) stamp(now time.Time) string {
	micro := now.UnixMicro()
	if micro <= c.lastMicro {
		micro = c.lastMicro + 1
	}
	c.lastMicro = micro
	return formatTS(micro)
}

func formatTS(micro int64) string {
	return fmt.Sprintf("%d.%06d", micro/1e6, micro%1e6)
}

// parseTS reads a ts back into microseconds. ok is false for anything else.
func parseTS(ts string) (micro int64, ok bool) {
	sec, frac, found := strings.Cut(ts, ".")
	if !found || len(frac) != 6 {
		return 0, false
	}
	s, err1 := strconv.ParseInt(sec, 10, 64)
	f, err2 := strconv.ParseInt(frac, 10, 64)
	return s*1e6 + f, err1 == nil && err2 == nil
}
