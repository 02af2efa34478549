package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"rapport/sandbox"
)

// hostile is text that would do harm if any part of the page took it for HTML.
var hostile = []string{
	`<script>window.harm = 1</script>`,
	`<img src=x onerror="window.harm = 1">`,
	`"><svg/onload=window.harm=1>`,
	`<javascript:window.harm=1|press me>`,
	`</textarea><b>x</b>`,
	"```<b>pre</b>``` `<i>code</i>` *<u>bold</u>*",
	"\u202eright to left\u200b \u200d zero width \x00",
}

func (w web) textIsNoMarkup(t *testing.T) {
	b := setupApp(t)
	for _, text := range hostile {
		plain := map[string]any{"type": "plain_text", "text": text}
		rich := map[string]any{"type": "rich_text_section", "elements": []any{
			map[string]any{"type": "text", "text": text}, map[string]any{"type": "link", "url": "javascript:window.harm=1", "text": text},
		}}
		b.w.Seed(sandbox.SeedMessage{Channel: "general", User: "grace", Text: text})
		b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: text, Blocks: []map[string]any{
			{"type": "header", "text": plain},
			{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": text}, "accessory": buttonObject(map[string]any{"text": plain, "url": "javascript:window.harm=1"})},
			{"type": "rich_text", "elements": []any{rich}},
			{"type": "markdown", "text": text + "\n\n[x](javascript:window.harm=1) ![y](javascript:window.harm=1)"},
			{"type": "data_table", "caption": text, "rows": []any{[]any{map[string]any{"type": "raw_text", "text": text}}, []any{map[string]any{"type": "raw_text", "text": text}}}},
			{"type": "data_visualization", "title": text, "chart": map[string]any{"type": "pie", "segments": []any{map[string]any{"label": text, "value": 1}}}},
		}})
	}
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.eventually(t, fmt.Sprintf(`document.querySelectorAll("[data-testid=message]").length === %d`, 2*len(hostile)))
	for selector, claim := range map[string]string{
		".message script, .message img, .message iframe, .message [onerror], .message [onload]": "elements of the text's own making",
		"a[href^='javascript' i]":                  "links that run code",
		".message-body b, .message-body > .text u": "tags that were typed",
	} {
		if n := ask[int](t, p, fmt.Sprintf(`document.querySelectorAll(%s).length`, quoted(selector))); n != 0 {
			t.Errorf("the page has %d %s, want none", n, claim)
		}
	}
	if ask[bool](t, p, `"harm" in window`) {
		t.Error("text of a message ran as code")
	}
	p.sees(t, "[data-testid=message]", hostile[0])
}

func (w web) broadcastIsLoud(t *testing.T) {
	b := setupApp(t)
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "live <!here> and <!channel|x>"})
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "not live &lt;!here&gt; @here `&lt;!channel&gt;`"})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.sees(t, "[data-testid=message]", "not live <!here> @here <!channel>")
	got := ask[string](t, p, `[...document.querySelectorAll("[data-testid=ping]")].map((e) => e.textContent).join()`)
	if want := "@here,@channel"; got != want {
		t.Errorf("loud are %q, want %q", got, want)
	}
}

// outline writes what the parser found as one line: kind(content …).
const outline = `const outline = (n) => n.nodes ? n.kind + "(" + n.nodes.map(outline).join("") + ")"
	: n.kind === "text" ? n.text : n.kind + "[" + (n.id || n.range || n.url || n.char || n.format) + (n.label ? "|" + n.label : "") + "]";`

func (w web) mrkdwnTable(t *testing.T) {
	p := setup(t).open(t, w.browser, at{user: "U0ADA", place: "home"})
	for source, want := range map[string]string{
		"*bold* _it *x* y_ ~s~":          "para(bold(bold) italic(it bold(x) y) strike(s))",
		"a*b*c snake_case_name 2 * 3 *":  "para(a*b*c snake_case_name 2 * 3 *)",
		"(*x*), *y*: _z_.":               "para((bold(x)), bold(y): italic(z).)",
		"*a\nb*":                         "para(*a\nb*)",
		"`*no* &amp;` *`yes`*":           "para(code(*no* &) bold(code(yes)))",
		"> q1\n&gt; q2\nafter":           "quote(q1\nq2)para(after)",
		"a\n>>> all\nrest":               "para(a)quote(all\nrest)",
		"x\n```\ncode <@U1>\n```\ny":     "para(x\n)pre(code user[U1])para(y)",
		"<@U1> <@U1|name> <@W2>":         "para(user[U1] <@U1|name> user[W2])",
		"<#C1|general> <!subteam^S1|@h>": "para(channel[C1|general] group[S1|@h])",
		"<https://a.b/?x=1&amp;y=2|la *b*> <mailto:a@b.c|a@b.c>": "para(link[https://a.b/?x=1&y=2|la *b*] link[mailto:a@b.c|a@b.c])",
		"<!date^1700000000^{date} at {time}|then>":               "para(date[{date} at {time}])",
		"<!date^nonsense^{date}|then>":                           "para(then)",
		"see https://x.y/z). and evil.com, a.b":                  "para(see link[https://x.y/z|https://x.y/z]). and link[http://evil.com|evil.com], a.b)",
		"me@x.com @here foo@here.de #general":                    "para(link[mailto:me@x.com|me@x.com] ping[here] link[mailto:foo@here.de|foo@here.de] channel[C9|general])",
		":tada: :nope: 10:30:45":                                 "para(emoji[🎉] :nope: 10:30:45)",
		"&lt;!here&gt; &amp;lt; &quot;":                          "para(<!here> &lt; &quot;)",
	} {
		got := ask[string](t, p, fmt.Sprintf(`import("/kit/mrkdwn.js").then(({parse}) => { %s
			return parse(%s, {urls: true, names: true, channelID: (n) => n === "general" ? "C9" : ""}).map(outline).join(""); })`, outline, quoted(source)))
		if got != want {
			t.Errorf("%q is read as %q, want %q", source, got, want)
		}
	}
}

// mrkdwnKeepsLetters feeds random runs of all signs that mean something. No
// letter may get lost or be made up, and no run may take the page's time.
func (w web) mrkdwnKeepsLetters(t *testing.T) {
	p := setup(t).open(t, w.browser, at{user: "U0ADA", place: "home"})
	lost := ask[[]string](t, p, `import("/kit/mrkdwn.js").then(({parse}) => {
		const signs = ["*", "_", "~", "`+"`"+`", "<", ">", "&", ";", ":", "@", "#", "|", "!", "^", "\n", " ", "a", "é", "🎉", "\\", "&amp;", "<!here>", "https://x.y"];
		const letters = (s) => s.replace(/[^aé🎉]/gu, "");
		const text = (n) => n.nodes ? n.nodes.map(text).join("") : n.kind === "ping" ? "" : n.kind === "text" ? n.text : n.label || "";
		let seed = 1;
		const random = (n) => (seed = (seed * 48271) % 2147483647) % n;
		const lost = [];
		for (let i = 0; i < 3000; i++) {
			const source = Array.from({length: random(24)}, () => signs[random(signs.length)]).join("");
			const read = parse(source, {urls: true, names: true}).map(text).join("");
			const want = letters(source.replace(/&amp;/g, "&").replace(/<[^<>\n]+>/g, (m) => /^<(!here|https?:)/.test(m) ? "" : m));
			if (!/<https?:|<!here[^>]|<!date|<[!#@]/.test(source.replaceAll("<!here>", "")) && letters(read) !== want) lost.push(source + " → " + read);
		}
		return lost.slice(0, 5);
	})`)
	if len(lost) > 0 {
		t.Errorf("letters differ: %q", lost)
	}
	for _, run := range []string{"*a ", "_*~", "<", "`", "`a", "www.a.", "&gt;", "*a* ", "```a"} {
		source := strings.Repeat(run, 40000/len(run))
		if took := ask[float64](t, p, fmt.Sprintf(`import("/kit/mrkdwn.js").then(({parse}) => {
			const from = performance.now(); parse(%s, {urls: true, names: true}); return performance.now() - from; })`, quoted(source))); took > 10000 {
			t.Errorf("%d times %q took %.0f ms", 40000/len(run), run, took)
		}
	}
}

func (w web) dateTokens(t *testing.T) {
	p := setup(t).open(t, w.browser, at{user: "U0ADA", place: "home"})
	const now = 1795510800 // Tuesday 24 November 2026, 09:00 UTC
	for format, want := range map[string]string{
		"x {date_num} {date_slash}":    "x 2026-11-21 21/11/2026",
		"x {date_long}":                "x Saturday, November 21st, 2026",
		"x {date_long_full}":           "x November 21, 2026",
		"x {date} {date_pretty}":       "x November 21st November 21st",
		"x {date_short}":               "x Nov 21, 2026",
		"x {day_divider_pretty} {ago}": "x Saturday, November 21st 3 days ago",
		"{time} {time_secs} {nope}":    "10:00 10:00:00 {nope}",
	} {
		got := ask[string](t, p, fmt.Sprintf(`import("/core/zone.js").then((z) => z.dateToken(%s, %d, "Europe/Berlin", %d))`, quoted(format), now-3*86400, now))
		if got != want {
			t.Errorf("%s is %q, want %q", format, got, want)
		}
	}
	for script, want := range map[string]string{
		`z.dateToken("{date_pretty} {time}", 1795510800, "Asia/Tokyo", 1795510800)`:                    "Today 18:00",
		`z.dateToken("by {date_long_pretty}", 1795597200, "Asia/Tokyo", 1795510800)`:                   "by tomorrow",
		`z.dateToken("{date_short_pretty}", 1795424400, "No/Where", 1795510800)`:                       "Yesterday",
		`new Date(z.unixOf("2026-03-29", "02:30", "Europe/Berlin") * 1000).toISOString()`:              "2026-03-29T01:30:00.000Z",
		`new Date(z.unixOf("2026-10-25", "02:30", "Europe/Berlin") * 1000).toISOString()`:              "2026-10-25T00:30:00.000Z",
		`new Date(z.unixOf("2026-11-26", "14:00", "America/Los_Angeles") * 1000).toISOString()`:        "2026-11-26T22:00:00.000Z",
		`String(z.fromISO("2026-02-30")) + z.toISO(z.fromISO("2028-02-29")) + z.dayText("2026-11-26")`: "null2028-02-29Thu 26 November 2026",
	} {
		if got := ask[string](t, p, `import("/core/zone.js").then((z) => `+script+`)`); got != want {
			t.Errorf("%s is %q, want %q", script, got, want)
		}
	}
}
