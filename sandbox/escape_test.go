package sandbox_test

import (
	"regexp"
	"strings"
	"testing"

	"rapport/sandbox"
)

// FuzzEscape types texts as messages: whatever is typed, only tokens that the
// sandbox made stand between angle brackets, and unescaping gives every
// character back that is no name or link.
func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "@grace", "<!channel>", "a@b.c", "https://x.example/?a=1&b=<", "#general#thanks", "@@ada", "&lt;", "@ada@grace.", "\x00\xff<", "https://.", "httpd@example.com", "http://@ada"} {
		f.Add(seed)
	}
	cfg := config()
	cfg.Limits.Unlimited = true
	w := sandbox.New(cfg)
	f.Cleanup(w.Close)
	token := regexp.MustCompile(`<(@U[A-Z0-9]+|#C[A-Z0-9]+\|[a-z-]*|!here|!channel|!everyone|!subteam\^S[A-Z0-9]+\|@[a-z]+|https?://[^<>]+|mailto:[^<>|]+\|[^<>]+)>`)
	f.Fuzz(func(t *testing.T, typed string) {
		m, err := w.As("ada").SayIn(t.Context(), "general", typed)
		check(t, err)
		rest := token.ReplaceAllString(m.Body, "")
		if strings.ContainsAny(rest, "<>") {
			t.Errorf("typed %q: markup that nobody made in %q", typed, m.Body)
		}
		if strings.ContainsAny(typed, "@#:") {
			return
		}
		if got := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m.Body); got != typed {
			t.Errorf("typed %q, got back %q", typed, got)
		}
	})
}
