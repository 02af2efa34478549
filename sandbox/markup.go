package sandbox

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	angle = regexp.MustCompile(`<([^<>\n]*)>`)
	// A pair of marks counts where it hugs its words and stands free.
	marked = regexp.MustCompile("(^|[\\s(\\[>\"'])([*_~`])(\\S|\\S[^*_~`\\n]*\\S)([*_~`])($|[\\s.,;:!?)\\]\"'…])")
)

// markup renders mrkdwn: mentions as names, links as their labels, dates in the
// reader's zone, without the marks for bold, italic, strike and code.
func (r *renderer) markup(s string) string {
	// Twice, because neighbours share the space between them and a match uses
	// it up: "*a* _b_".
	s = unmark(unmark(s))
	s = angle.ReplaceAllStringFunc(s, func(m string) string { return r.token(m[1 : len(m)-1]) })
	return plainText.Replace(s)
}

// unmark takes the marks off words, where the same one stands on both sides.
func unmark(s string) string {
	return marked.ReplaceAllStringFunc(s, func(m string) string {
		p := marked.FindStringSubmatch(m)
		if p[2] != p[4] {
			return m
		}
		return p[1] + p[3] + p[5]
	})
}

// token renders what stands between < and >.
func (r *renderer) token(t string) string {
	target, label, labelled := strings.Cut(t, "|")
	switch {
	case strings.HasPrefix(target, "@"), strings.HasPrefix(target, "#"):
		if name := r.name(target[1:]); name != target[1:] {
			return name
		}
		return t
	case strings.HasPrefix(target, "!subteam^"):
		return r.groupName(strings.TrimPrefix(target, "!subteam^"))
	case strings.HasPrefix(target, "!date^"):
		return r.date(target, label)
	case strings.HasPrefix(target, "!"):
		return "@" + target[1:]
	case labelled:
		return label
	}
	return target
}

// date renders !date^seconds^format, or its fallback.
func (r *renderer) date(target, fallback string) string {
	parts := strings.SplitN(target, "^", 4)
	var seconds int64
	if len(parts) < 3 {
		return fallback
	}
	if _, err := fmt.Sscan(parts[1], &seconds); err != nil {
		return fallback
	}
	return formatDate(time.Unix(seconds, 0), parts[2], r.user)
}

// formatDate fills the tokens of Slack's date format in the reader's zone.
func formatDate(t time.Time, format string, u *User) string {
	zone := time.UTC
	if u != nil {
		zone = u.zone()
	}
	t = t.In(zone)
	day := t.Format("January 2, 2006")
	short := t.Format("Jan 2, 2006")
	return strings.NewReplacer(
		"{date_num}", t.Format("2006-01-02"), "{date}", day, "{date_short}", short,
		"{date_long}", t.Format("Monday, January 2, 2006"),
		"{date_pretty}", day, "{date_short_pretty}", short,
		"{date_long_pretty}", t.Format("Monday, January 2, 2006"),
		"{day_divider_pretty}", t.Format("Monday, January 2"),
		"{time}", t.Format("3:04 PM"), "{time_secs}", t.Format("3:04:05 PM"),
		"{ago}", t.Format("Jan 2, 2006 3:04 PM"),
	).Replace(format)
}
