package blockkit_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rapport/bot/blockkit"
)

// sent returns one block of a message as JSON, read back.
func sent(t testing.TB, b blockkit.Block) map[string]any {
	t.Helper()
	raw, err := json.Marshal(blockkit.Message{Blocks: []blockkit.Block{b}}.Build())
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
		t.Fatalf("no block: %v", err)
	}
	return list[0]
}

// shown returns the type and the text of a section.
func shown(t testing.TB, text blockkit.Text) (kind, words string) {
	t.Helper()
	object, _ := sent(t, blockkit.Section(text))["text"].(map[string]any)
	kind, _ = object["type"].(string)
	words, _ = object["text"].(string)
	return kind, words
}

func TestText_Mrkdwn(t *testing.T) {
	t.Parallel()
	bold := blockkit.Bold(blockkit.App("b"))
	cases := map[string]struct {
		text blockkit.Text
		want string
	}{
		"words without style are plain text":      {blockkit.User("*a* <@U1> &amp; `c`"), "*a* <@U1> &\u2060amp; `c`"},
		"control characters are escaped":          {blockkit.Join(bold, blockkit.User("<!here> & >")), "*b*&lt;!here&gt; &amp; &gt;"},
		"signs of markup are replaced":            {blockkit.Join(bold, blockkit.App(" "), blockkit.User("*x* _y_ ~z~ `c` a_b :arrow_up:")), "*b* ∗x∗ ˍyˍ ∼z∼ ˋcˋ a_b :arrow_up:"},
		"bold ends before space":                  {blockkit.Join(blockkit.Bold(blockkit.App(" Ada ")), blockkit.App("gave")), "*Ada* gave"},
		"bold spans lines one by one":             {blockkit.Bold(blockkit.User("a\nb")), "*a*\n*b*"},
		"bold inside a word gets a word boundary": {blockkit.Join(blockkit.App("a"), bold, blockkit.App("c")), "a\u200b*b*\u200bc"},
		"bold pieces join":                        {blockkit.Join(bold, bold), "*bb*"},
		"a quotation stands on its own lines":     {blockkit.Join(blockkit.App("said"), blockkit.Quoted(blockkit.User("a\n\nb")), blockkit.App("end")), "said\n> a\n> \n> b\nend"},
		"typed quotations are no quotations":      {blockkit.Join(bold, blockkit.App("\n"), blockkit.User("> a\n ＞ b")), "*b*\n\u00ad&gt; a\n\u00ad＞ b"},
		"a typed quotation inside a quotation":    {blockkit.Quoted(blockkit.User("> a")), "> \u00ad&gt; a"},
		"a link has a label":                      {blockkit.Link("https://x.example/a?b=1&c=<d>|e", "go *there* | <now>"), "<https://x.example/a?b=1&amp;c=%3Cd%3E%7Ce|go ∗there∗ ǀ &lt;now&gt;>"},
		"a link without label shows the host":     {blockkit.Link("https://x.example/a", ""), "<https://x.example/a|x.example>"},
		"a script is no link":                     {blockkit.Join(bold, blockkit.Link("javascript:alert(1)", "x")), "*b*\u200bx"},
		"an address with a name is no link":       {blockkit.Join(bold, blockkit.Link("https://slack.com@evil.example/", " x")), "*b*\u200bx"},
		"a channel is a link":                     {blockkit.Channel("C012AB", "#thanks"), "<#C012AB>"},
		"right to left is isolated":               {blockkit.Join(bold, blockkit.App(" "), blockkit.Name("יוסי"), blockkit.App(" 5")), "*b* \u2068יוסי\u2069 5"},
		"isolation ends with its line":            {blockkit.Join(blockkit.Bold(blockkit.User("שלום\nשלום")), blockkit.App("!")), "*\u2068שלום\u2069*\n*\u2068שלום\u2069*!"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, got := shown(t, c.text); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestText_Weave(t *testing.T) {
	t.Parallel()
	name := blockkit.Bold(blockkit.Name("Ada *L*"))

	t.Run("puts texts where the sentence has its slots", func(t *testing.T) {
		t.Parallel()
		sentence := blockkit.Slot(1) + " heeft " + blockkit.Slot(0) + " bedankt:\n" + blockkit.Slot(2)
		_, got := shown(t, blockkit.Weave(sentence, name, blockkit.App("Bo"), blockkit.Quoted(blockkit.User("x"))))
		if want := "Bo heeft *Ada ∗L∗* bedankt:\n> x"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})

	t.Run("leaves out what has no argument", func(t *testing.T) {
		t.Parallel()
		got := blockkit.Weave("a " + blockkit.Slot(3) + "b" + blockkit.Slot(-1) + blockkit.Slot(32)).Plain()
		if got != "a b" {
			t.Errorf("got %q", got)
		}
	})

	t.Run("cannot be tricked by what people type", func(t *testing.T) {
		t.Parallel()
		got := blockkit.Weave("from "+blockkit.Slot(0), blockkit.User(blockkit.Slot(0)+"x"+blockkit.Slot(1)), blockkit.Name("Bo"))
		if got.Plain() != "from x" {
			t.Errorf("got %q", got.Plain())
		}
	})
}

func TestText_Fallback(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		text blockkit.Text
		want string
	}{
		"is one line without styles":   {blockkit.Lines(blockkit.Bold(blockkit.Name("Ada")), blockkit.Quoted(blockkit.User("a\n\nb"))), "Ada a  b"},
		"names nobody who was typed":   {blockkit.User("@here @ada #general a@b.example"), "@\u2060here @\u2060ada #\u2060general a@\u2060b.\u2060example"},
		"has no address":               {blockkit.User("https://x.example/a 3.14 end."), "https:\u2060//x.\u2060example/a 3.14 end."},
		"reads links and channels":     {blockkit.Join(blockkit.Link("https://x.example", "here"), blockkit.App(", "), blockkit.Channel("C1", "thanks")), "here, #\u2060thanks"},
		"has an id for lack of a name": {blockkit.Channel("C012AB", " "), "#\u2060C012AB"},
		"is never empty":               {blockkit.User(" \n "), "–"},
		"does not begin a quotation":   {blockkit.User("> x"), "\u00ad&gt; x"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := (blockkit.Message{Fallback: c.text}).FallbackText(); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestText_Cut(t *testing.T) {
	t.Parallel()
	family := "👩🏽‍👩🏻‍👧‍👦"
	cases := map[string]struct {
		text  blockkit.Text
		limit int
		want  string
	}{
		"what fits stays":                    {blockkit.User("abc"), 3, "abc"},
		"what is longer ends in a sign":      {blockkit.User("abcd"), 3, "ab…"},
		"space before the sign goes":         {blockkit.User("ab cd"), 4, "ab…"},
		"an emoji is whole or not there":     {blockkit.User("ab" + family + "cd"), 8, "ab…"},
		"a flag is not halved":               {blockkit.User("a🇩🇪🇫🇷"), 7, "a🇩🇪…"},
		"an accent stays with its letter":    {blockkit.User("ae\u0301\u0302b\u0301c"), 4, "a…"},
		"a link is whole or not there":       {blockkit.Join(blockkit.App("see "), blockkit.Link("https://x.example", "the page")), 8, "see…"},
		"words behind what did not fit stay": {blockkit.Join(blockkit.App("abc"), blockkit.App("def")), 5, "abcd…"},
		"nothing fits":                       {blockkit.User("abc"), 0, ""},
		"only the sign fits":                 {blockkit.User("abc"), 1, "…"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.text.Cut(c.limit).Plain(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}

	t.Run("a text object is cut after escaping", func(t *testing.T) {
		t.Parallel()
		text := blockkit.Join(blockkit.Bold(blockkit.App("b")), blockkit.User(strings.Repeat("&", 3000)))
		_, got := shown(t, text)
		if want := "*b*" + strings.Repeat("&amp;", (3000-4)/5) + "…"; got != want {
			t.Errorf("%d characters, ends in %q", length(got), got[len(got)-20:])
		}
	})

	t.Run("what is open at a cut is closed", func(t *testing.T) {
		t.Parallel()
		_, got := shown(t, blockkit.Join(blockkit.App("x"), blockkit.Bold(blockkit.User(strings.Repeat("שלום", 1000)))))
		if !strings.HasSuffix(got, "…\u2069*") || length(got) > 3000 {
			t.Errorf("%d characters, ends in %q", length(got), got[len(got)-20:])
		}
	})
}

func TestClean(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ in, want string }{
		"line ends":               {"a\r\nb\rc\vd\u2028e\u0085f", "a\nb\nc\nd\ne\nf"},
		"blank lines":             {"a\n\n\n\nb", "a\n\nb"},
		"controls":                {"a\x00\x1b[31mb\tc\x7f", "a[31mb c"},
		"overrides":               {"\u202eabc\u202c \u2067def\u2069", "abc def"},
		"direction marks":         {"a\u200fb", "ab"},
		"direction marks in use":  {"שלום\u200f!", "שלום\u200f!"},
		"hidden":                  {"a\u200bb\u2060c\ufeffd\u00ade\u3164f", "abcdef"},
		"family emoji":            {"👩‍👩‍👧", "👩‍👩‍👧"},
		"joiner between letters":  {"a\u200db", "ab"},
		"joiners in a row":        {"👩\u200d\u200d👧", "👩\u200d👧"},
		"persian":                 {"می\u200cخواهم", "می\u200cخواهم"},
		"sinhala":                 {"ශ්\u200dරී ලංකා", "ශ්\u200dරී ලංකා"},
		"flag of a region":        {"🏴󠁧󠁢󠁳󠁣󠁴󠁿!", "🏴󠁧󠁢󠁳󠁣󠁴󠁿!"},
		"tags without a flag":     {"a\U000E0041b", "ab"},
		"emoji selectors":         {"❤️ 1️⃣", "❤️ 1️⃣"},
		"accents without letter":  {"\u0301a \u0301b\n\u0301c", "a b\nc"},
		"a tower of accents":      {"e" + strings.Repeat("\u0301", 50), "e" + strings.Repeat("\u0301", 8)},
		"invalid bytes":           {"a\xffb\xc3", "a\uFFFDb\uFFFD"},
		"no characters":           {"a\uFDD0\uFFFFb", "ab"},
		"space around":            {" \u00a0 a b \n", "a b"},
		"korean in single pieces": {"한국", "한국"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := blockkit.Clean(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}

	t.Run("a name has one line", func(t *testing.T) {
		t.Parallel()
		if got := blockkit.CleanLine(" Ada \n  Lovelace\t"); got != "Ada Lovelace" {
			t.Errorf("got %q", got)
		}
	})
}

func TestText_Parts(t *testing.T) {
	t.Parallel()
	a, b := blockkit.App("a"), blockkit.App("b")
	got := []string{
		blockkit.Lines(a, blockkit.Text{}, b).Plain(),
		blockkit.Separated(" · ", blockkit.User(" "), a, b).Plain(),
		blockkit.Text{}.Or(a).Plain(),
		b.Or(a).Plain(),
		blockkit.App(" x ").Plain(),
		blockkit.App(" ").Plain(),
		blockkit.Name("A\nB").Plain(),
	}
	if diff := cmp.Diff([]string{"a\nb", "a · b", "a", "b", " x ", " ", "A B"}, got); diff != "" {
		t.Error(diff)
	}
}

// texts draws texts of all kinds, joined and nested.
func texts() *rapid.Generator[blockkit.Text] {
	pieces := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"*", "_", "~", "`", "> ", "&gt;", "<", "&", "@here", "👩‍👩‍👧", "e\u0301", "\n", " ", "שלום", "\u202e", "word",
	}))
	return rapid.Custom(func(t *rapid.T) blockkit.Text {
		var out blockkit.Text
		for range rapid.IntRange(0, 12).Draw(t, "pieces") {
			s := strings.Repeat(pieces.Draw(t, "piece"), rapid.IntRange(1, 200).Draw(t, "times"))
			piece := rapid.SampledFrom([]func(string) blockkit.Text{
				blockkit.User, blockkit.Name, blockkit.App,
				func(s string) blockkit.Text { return blockkit.Link("https://x.example/"+s, s) },
			}).Draw(t, "kind")(s)
			if rapid.Bool().Draw(t, "bold") {
				piece = blockkit.Bold(piece)
			}
			if rapid.Bool().Draw(t, "quoted") {
				piece = blockkit.Quoted(piece)
			}
			out = blockkit.Join(out, piece)
		}
		return out
	})
}

func TestText_Properties(t *testing.T) {
	t.Parallel()

	t.Run("any text may stand anywhere", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(rt *rapid.T) {
			text := texts().Draw(rt, "text")
			m := blockkit.Message{Fallback: text, Blocks: []blockkit.Block{
				blockkit.Section(text), blockkit.Rich(text), blockkit.Context(text), blockkit.Header(text),
				blockkit.Actions(blockkit.Button{Label: text}),
			}}
			checkBlocks(rt, "message", m.Build())
			checkFallback(rt, m.FallbackText())
		})
	})

	t.Run("a cut is never longer than its limit", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(rt *rapid.T) {
			text := texts().Draw(rt, "text")
			limit := rapid.IntRange(0, 400).Draw(rt, "limit")
			cut := text.Cut(limit)
			if n := length(cut.Plain()); n > limit {
				rt.Fatalf("%d characters, limit %d", n, limit)
			}
			if again := cut.Cut(limit); again.Plain() != cut.Plain() {
				rt.Fatalf("cut again: %q, once: %q", again.Plain(), cut.Plain())
			}
			if length(text.Plain()) <= limit && cut.Plain() != text.Plain() {
				rt.Fatalf("what fits was cut: %q", cut.Plain())
			}
		})
	})

	t.Run("clean is clean", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(rt *rapid.T) {
			once := blockkit.Clean(rapid.String().Draw(rt, "text"))
			if twice := blockkit.Clean(once); twice != once {
				rt.Fatalf("cleaned again: %q, once: %q", twice, once)
			}
		})
	})
}
