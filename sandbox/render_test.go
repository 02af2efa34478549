package sandbox_test

import (
	"encoding/json"
	"testing"

	"rapport/sandbox"
)

// blocksOf reads blocks that a case gives as JSON.
func blocksOf(t *testing.T, text string) []map[string]any {
	t.Helper()
	var out []map[string]any
	check(t, json.Unmarshal([]byte("["+text+"]"), &out))
	return out
}

func TestMessageText(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, c := range []struct{ name, blocks, want string }{
		{"mentions are names", section("<@U0GRACE>, <#C0GENERAL>, <#C0GENERAL|general>, <!subteam^S0CREW>, <!here>"), "@Grace Hopper, #general, #general, @crew, @here"},
		{"unknown mentions stay", section("<@U9> <!subteam^S9>"), "@U9 S9"},
		{"links are their labels", section("<https://x.example|the page> <https://y.example>"), "the page https://y.example"},
		{"marks are gone, but only pairs that hug words", section("*bold* _it_ ~no~ 2 * 3 * 4 snake_case_name (*x*)."), "bold it no 2 * 3 * 4 snake_case_name (x)."},
		{"entities are read", section("a &lt;b&gt; &amp;amp;"), "a <b> &amp;"},
		{"plain text is left alone", `{"type":"section","text":` + txt("*a* <@U0GRACE>") + `}`, "*a* <@U0GRACE>"},
		{"dates in the reader's zone", section("<!date^946890000^{date_short} {time}|soon>"), "Jan 3, 2000 4:00 AM"},
		{"a date that is none shows its fallback", section("<!date^x^{time}|soon>"), "soon"},
		{"fields, accessory, context", `{"type":"section","fields":[` + mrk("a") + `,` + mrk("b") + `],"accessory":` + button("x") + `},{"type":"context","elements":[` + mrk("c") + `,` + mrk("d") + `]}`, "a\nb\n[Go]\nc d"},
		{"an image is its description", `{"type":"image","image_url":"https://x.example/i.png","alt_text":"a cat","title":` + txt("Cat") + `}`, "Cat\n[a cat]"},
		{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"Hi "},{"type":"user","user_id":"U0ADA"},{"type":"emoji","name":"tada"},{"type":"link","url":"https://x.example"},{"type":"broadcast","range":"here"},{"type":"channel","channel_id":"C0GENERAL"},{"type":"usergroup","usergroup_id":"S0CREW"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},{"type":"rich_text_section","elements":[{"type":"text","text":"two"}]}]}]}`,
			"Hi @Ada Lovelace:tada:https://x.example@here#general@crew\n• one\n• two"},
		{"a table", `{"type":"data_table","caption":"Goals","rows":[` + row("Goal", "Done", "Act") + `,[{"type":"raw_text","text":"Ship"},{"type":"raw_number","value":80,"text":"80 %"},{"type":"action_cell","element":` + button("x") + `}]]}`, "Goals\nGoal | Done | Act\nShip | 80 % | [Go]"},
		{"charts", pie(aPoint) + `,` + line(`"a","b"`, `{"name":"s","data":[{"label":"a","value":1},{"label":"b","value":2.5}]}`), "T\na: 1\nT\ns: a 1, b 2.5"},
		{"a card", `{"type":"card","title":` + mrk("*Ship*") + `,"body":` + txt("80 %") + `,"actions":[` + button("x") + `]}`, "Ship\n80 %\n[Go]"},
		{"a carousel", `{"type":"carousel","elements":[{"type":"card","body":` + txt("one") + `}]}`, "one"},
		{"a container with a layout", `{"type":"container","title":` + txt("Q4") + `,"child_blocks":[{"type":"layout","label":"x","rows":[{"items":[{"block":` + section("in") + `},{"block":{"type":"divider"}}]}]}]}`, "Q4\nin"},
		{"a plan", `{"type":"plan","title":"P","tasks":[{"type":"task_card","task_id":"1","title":"Ask peers"}]}`, "P\nAsk peers"},
		{"feedback buttons and a thumb", `{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":` + txt("Good") + `,"value":"1"},"negative_button":{"text":` + txt("Bad") + `,"value":"0"}},{"type":"icon_button","icon":"trash","text":` + txt("Delete") + `}]}`, "[Good] [Bad] [Delete]"},
		{"inputs show what they hold or could hold", input(`{"type":"static_select","options":[`+option("a")+`,`+option("b")+`],"initial_option":`+option("b")+`}`) + `,` + input(`{"type":"multi_users_select","initial_users":["U0ADA","U0LIN"]}`) + `,` + input(`{"type":"plain_text_input","placeholder":`+txt("Say")+`}`) + `,` + input(`{"type":"datepicker","initial_date":"2000-01-03"}`),
			"L\n<b {a | b}>\nL\n<@Ada Lovelace, @Lin Wu>\nL\n<Say>\nL\n<2000-01-03>"},
		{"markdown", `{"type":"markdown","text":"**x**"}`, "**x**"},
		{"a header", `{"type":"header","text":` + txt("Top") + `},{"type":"divider"}`, "Top"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ts := b.w.Seed(sandbox.SeedMessage{DM: "grace", Text: c.name, Blocks: blocksOf(t, c.blocks)})
			m := must(b.w.As("grace").AwaitDM(within(t), func(m *sandbox.Message) bool { return m.TS == ts }))(t)
			if got := m.Text(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("a message without blocks is its text, each reader in their zone", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "At <!date^946890000^{time}|nine>, *all*."})
		m := b.w.Channel("general").Messages()[0]
		for name, want := range map[string]string{"grace": "At 4:00 AM, all.", "lin.wu": "At 6:00 PM, all."} {
			if got := b.w.As(name).Reads(m); got != want {
				t.Errorf("%s reads %q, want %q", name, got, want)
			}
		}
		if got := m.Text(); got != "At 9:00 AM, all." {
			t.Errorf("nobody in particular reads %q", got)
		}
	})
}
