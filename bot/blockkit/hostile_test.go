package blockkit_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"rapport/bot/blockkit"
)

// hostile are texts that people could type to ping, to break the layout, to hide
// something, or to make Slack refuse a message.
var hostile = map[string]string{
	"a broadcast token":         "well done <!channel> <!here> <!everyone>",
	"an escaped broadcast":      "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
	"a mention token":           "thanks <@U012AB3CD> and <@W1|bo>",
	"a group token":             "<!subteam^S012|@everybody>",
	"a link token":              "<https://evil.example|Payroll> <javascript:alert(1)|x>",
	"bare names":                "@here @channel @everyone @ada #general",
	"bare addresses":            "https://evil.example www.evil.example evil.example/a?b=c&d=<e>",
	"bold, italics and strikes": "*bold* _italic_ ~strike~ ***_~x~_***",
	"code":                      "`code` ```\nblock\n``` and ``` unclosed",
	"full-width markup":         "＊bold＊ ＿it＿ ～s～ ｀c｀",
	"quotations":                "> quoted\n&gt; also\n>>> all the rest\n＞ wide\n  > indented",
	"half an entity":            "a & b &am &amp &lt; &#60; &gt",
	"an unclosed token":         "<@U1 <!here <https://x",
	"a bar and a caret":         "a|b^c{date}|<!date^0^{date}|x>",
	"overrides":                 "start \u202egnirts\u202d \u2066isolated \u2067two \u202a\u202bopen",
	"hebrew":                    "תודה רבה על העזרה!",
	"arabic with joiners":       "می\u200cخواهم شكرا",
	"hidden characters":         "in\u200bvis\u2060i\ufeffble\u00ad\u2063",
	"a joiner outside of emoji": "a\u200db\u200d\u200d c",
	"families and flags":        strings.Repeat("👩🏽‍👩🏻‍👧‍👦🇩🇪🏴󠁧󠁢󠁳󠁣󠁴󠁿", 200),
	"a tower of accents":        "Z" + strings.Repeat("\u0310\u0355", 5000),
	"an accent without letter":  "\u0301\u20e3 x",
	"controls":                  "a\x00b\x07\x1b[31mred\x7f\u0085next\u2028line\u2029para\r\nend\rx\v\f",
	"invalid bytes":             "ok \xff\xfe\xc3( \xed\xa0\x80 end",
	"half a rune at the end":    "emoji cut \xf0\x9f\x98",
	"no characters":             "\ufdd0\ufdd1\ufffe\uffff\U0001ffff",
	"only space":                " \t\n\u00a0\u3000 ",
	"nothing":                   "",
	"emoji names":               ":tada: :+1::skin-tone-3: 10:30:45 :not an emoji: ::::",
	"blank lines":               strings.Repeat("\n", 10000) + "x" + strings.Repeat("\n", 10000),
	"very many letters":         strings.Repeat("long ", 26000),
	"very many brackets":        strings.Repeat("<", 1<<17),
	"very many ampersands":      strings.Repeat("&", 1<<17),
	"very many stars":           strings.Repeat("*a* ", 1<<15),
	"very many emoji":           strings.Repeat("😀", 1<<15),
	"very many newlines":        strings.Repeat("> a\n", 1<<15),
	"a megabyte of joiners":     strings.Repeat("👩\u200d", 1<<17),
	"very much hebrew":          strings.Repeat("שלום ", 1<<14),
	"a megabyte of mentions":    strings.Repeat("<@U1> @bo #x ", 80000),
	"very many spaces":          "a" + strings.Repeat(" ", 1<<17) + "b",
}

// everything builds one of each block that carries words, with s in every place
// that takes words.
func everything(s string) []blockkit.Block {
	user, name := blockkit.User(s), blockkit.Name(s)
	mixed := blockkit.Join(blockkit.Bold(name), blockkit.App(" in "),
		blockkit.App(": "), user, blockkit.Link("https://app.example/a?b=1&c=2", s))
	button := blockkit.Button{ID: "kudos.open", Value: s, Label: name, Spoken: user, Confirm: &blockkit.Confirm{
		Title: user, Text: user, Yes: user, No: user,
	}}
	options := []blockkit.Option{{Value: s, Label: user, Description: user}, {Value: "2", Label: name}}
	return []blockkit.Block{
		blockkit.Section(user),
		blockkit.Section(mixed),
		blockkit.SectionWith(blockkit.Lines(mixed, blockkit.Quoted(user), blockkit.Bold(user), blockkit.App(s)), button),
		blockkit.Heading(user, 2),
		blockkit.Context(user, mixed),
		blockkit.Quote(user),
		blockkit.Rich(mixed),
		blockkit.Actions(button, button, blockkit.Overflow{ID: "kudos.more", Options: options}),
		blockkit.Input(blockkit.Field{ID: s, Label: user, Hint: mixed, Element: blockkit.TextField{
			ID: s, Placeholder: user, Initial: s, Max: 100, Focus: true,
		}}),
		blockkit.Input(blockkit.Field{ID: "choice", Label: name, Element: blockkit.Select{ID: "c", Options: options, Initial: s, Focus: true}}),
		blockkit.Table{
			Caption: user, Columns: []blockkit.Text{name, user, name},
			Rows: [][]blockkit.Cell{
				{blockkit.TextCell(user), blockkit.NumberCell(1, user), blockkit.ButtonCell(button, user)},
				{blockkit.TextCell(mixed), blockkit.TextCell(blockkit.Bold(user))},
			},
		}.Block(),
		blockkit.Chart{
			Title: user, Categories: []string{s, s, "x"}, XLabel: user,
			Series: []blockkit.Series{{Name: s, Values: []float64{1}}, {Name: s, Values: []float64{2, 3, 4}}},
		}.Block(),
	}
}

func checkEverywhere(t testing.TB, s string) {
	t.Helper()
	blocks := everything(s)
	message := blockkit.Message{Fallback: blockkit.Bold(blockkit.User(s)), Blocks: blocks}
	checkBlocks(t, "message", message.Build())
	checkBlocks(t, "message", blockkit.Plain(message).Build())
	checkFallback(t, message.FallbackText())
	modal, err := blockkit.Modal{Title: blockkit.User(s), Submit: blockkit.User(s), Blocks: blocks}.Request()
	if err != nil {
		t.Fatalf("modal: %v", err)
	}
	checkBlocks(t, "modal", modal.Blocks)
	if n := length(modal.Title.Text); n < 1 || n > 24 {
		t.Errorf("title has %d characters", n)
	}
	home, err := blockkit.Home{Blocks: blocks}.Request()
	if err != nil {
		t.Fatalf("home: %v", err)
	}
	checkBlocks(t, "home", home.Blocks)
}

// checkFallback holds the top-level text to more than blocks, since Slack has no
// verbatim switch for it.
func checkFallback(t reporter, s string) {
	t.Helper()
	r := rules{t: t}
	r.span("fallback", s, 1, 4000)
	r.mrkdwn("fallback", s)
	if strings.ContainsAny(s, "<>*\n") {
		t.Errorf("fallback has markup: %q", s)
	}
	for _, live := range []string{"@here", "@channel", "@everyone", "#general", "://"} {
		if strings.Contains(s, live) {
			t.Errorf("%s could become live in the fallback %q", live, s)
		}
	}
}

func TestBlocks_HostileText(t *testing.T) {
	t.Parallel()
	for name, text := range hostile {
		t.Run(name+" is never live and never too long", func(t *testing.T) {
			t.Parallel()
			checkEverywhere(t, text)
			if len(text) < 1<<16 {
				checkEverywhere(t, "x "+text)
			}
		})
		t.Run(name+" is cleaned once and for all", func(t *testing.T) {
			t.Parallel()
			once := blockkit.Clean(text)
			if twice := blockkit.Clean(once); twice != once {
				t.Errorf("cleaned again: %.100q, once: %.100q", twice, once)
			}
			if !utf8.ValidString(once) {
				t.Error("invalid UTF-8")
			}
		})
		t.Run(name+" is a command like any other", func(t *testing.T) {
			t.Parallel()
			c := blockkit.ParseCommand(text)
			if blockkit.Clean(c.Text) != c.Text {
				t.Errorf("the message is not clean: %.100q", c.Text)
			}
		})
	}
}

func FuzzBlocks(f *testing.F) {
	for _, text := range hostile {
		if len(text) < 5000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkEverywhere(t, s)
		if once := blockkit.Clean(s); blockkit.Clean(once) != once {
			t.Errorf("Clean is not idempotent: %q, then %q", once, blockkit.Clean(once))
		}
	})
}
