package blockkit_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/bot/blockkit"
)

// asJSON writes a block as a view or message shows it.
func asJSON(t *testing.T, b blockkit.Block) string {
	t.Helper()
	view, err := blockkit.Modal{Blocks: []blockkit.Block{b}}.Request()
	if err != nil {
		t.Fatal(err)
	}
	blocks := any(view.Blocks.BlockSet)
	if len(view.Blocks.BlockSet) != 1 || b.Empty() {
		t.Fatalf("%d blocks, want 1", len(view.Blocks.BlockSet))
	}
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(raw), "["), "]")
}

func TestBuilders(t *testing.T) {
	t.Parallel()
	app := blockkit.App
	button := blockkit.Button{ID: "goal.open", Value: "g1", Label: app("Open"), Style: blockkit.Primary, Spoken: app("Open goal"), URL: "https://x.example"}
	options := []blockkit.Option{{Value: "a", Label: app("A"), Description: app("first")}, {Value: "b", Label: app("B")}, {Value: "a", Label: app("again")}}
	optionA := `{"text":{"type":"plain_text","text":"A","emoji":true},"value":"a","description":{"type":"plain_text","text":"first","emoji":true}}`
	optionB := `{"text":{"type":"plain_text","text":"B","emoji":true},"value":"b"}`
	optionsJSON := `[` + optionA + `,` + optionB + `]`
	field := func(e blockkit.Element) blockkit.Block {
		return blockkit.Input(blockkit.Field{ID: "f", Label: app("L"), Element: e})
	}
	inField := func(element string) string {
		return `{"type":"input","block_id":"f","label":{"type":"plain_text","text":"L","emoji":true},"element":` + element + `}`
	}
	cases := map[string]struct {
		block blockkit.Block
		want  string
	}{
		"header":  {blockkit.Header(app("H\nh")), `{"type":"header","text":{"type":"plain_text","text":"H h","emoji":true}}`},
		"heading": {blockkit.Heading(app("H"), 9).WithID("h"), `{"type":"header","text":{"type":"plain_text","text":"H","emoji":true},"block_id":"h","level":4}`},
		"divider": {blockkit.Divider(), `{"type":"divider"}`},
		"context": {blockkit.Context(app("a"), blockkit.Text{}), `{"type":"context","elements":[{"type":"plain_text","text":"a","emoji":true}]}`},
		"section with a button": {
			blockkit.SectionWith(blockkit.Bold(app("G")), button).WithID("s"),
			`{"type":"section","text":{"type":"mrkdwn","text":"*G*","verbatim":true},"block_id":"s","accessory":{"type":"button","text":{"type":"plain_text","text":"Open","emoji":true},` +
				`"action_id":"goal.open","url":"https://x.example","value":"g1","style":"primary","accessibility_label":"Open goal"}}`,
		},
		"a button without a text beside it": {
			blockkit.SectionWith(blockkit.Text{}, blockkit.Button{ID: "a"}),
			`{"type":"section","text":{"type":"plain_text","text":"–","emoji":true},"accessory":{"type":"button","text":{"type":"plain_text","text":"–","emoji":true},"action_id":"a"}}`,
		},
		"section with what does not fit there": {
			blockkit.SectionWith(app("a"), blockkit.TextField{ID: "n"}),
			`{"type":"section","text":{"type":"plain_text","text":"a","emoji":true}}`,
		},
		"quote": {
			blockkit.Quote(blockkit.User("*a* :tada:")),
			`{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":"*a* "},{"type":"emoji","name":"tada"}]}]}`,
		},
		"rich text with everything": {
			blockkit.Rich(blockkit.Join(blockkit.Bold(app("B ")), blockkit.Link("https://x.example", "l"), blockkit.Quoted(app("q")), blockkit.Channel("C1", "c"))),
			`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"B","style":{"bold":true}},{"type":"text","text":" "},` +
				`{"type":"link","url":"https://x.example","text":"l"}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]},` +
				`{"type":"rich_text_section","elements":[{"type":"channel","channel_id":"C1"}]}]}`,
		},
		"actions with equal ids": {
			blockkit.Actions(blockkit.Button{ID: "a", Label: app("1")}, nil, blockkit.Button{ID: "a", Label: app("2")}, blockkit.SelectMany{ID: "m", Options: options}),
			`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"1","emoji":true},"action_id":"a"},` +
				`{"type":"button","text":{"type":"plain_text","text":"2","emoji":true},"action_id":"a#2"}]}`,
		},
		"overflow": {
			blockkit.Actions(blockkit.Overflow{ID: "o", Options: options}),
			`{"type":"actions","elements":[{"type":"overflow","action_id":"o","options":` + optionsJSON + `}]}`,
		},
		"text field": {
			blockkit.Input(blockkit.Field{ID: "f", Label: app("L"), Hint: app("h"), Optional: true, Dispatch: true, Element: blockkit.TextField{
				ID: "t", Placeholder: app("p"), Initial: "*as typed* <b>", Multiline: true, Min: 2, Max: 500, Focus: true, OnType: true,
			}}),
			`{"type":"input","block_id":"f","label":{"type":"plain_text","text":"L","emoji":true},"element":{"type":"plain_text_input","action_id":"t",` +
				`"placeholder":{"type":"plain_text","text":"p","emoji":true},"initial_value":"*as typed* \u003cb\u003e","multiline":true,"min_length":2,"max_length":500,` +
				`"dispatch_action_config":{"trigger_actions_on":["on_character_entered"]},"focus_on_load":true},` +
				`"hint":{"type":"plain_text","text":"h","emoji":true},"optional":true,"dispatch_action":true}`,
		},
		"text field at enter": {field(blockkit.TextField{ID: "t", OnEnter: true, Min: -1, Max: 9000}), inField(`{"type":"plain_text_input","action_id":"t","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed"]}}`)},
		"date field":          {field(blockkit.DateField{ID: "d", Initial: "2026-02-28"}), inField(`{"type":"datepicker","action_id":"d","initial_date":"2026-02-28"}`)},
		"bad date":            {field(blockkit.DateField{ID: "d", Initial: "2026-02-30"}), inField(`{"type":"datepicker","action_id":"d"}`)},
		"time field":          {field(blockkit.TimeField{ID: "d", Initial: "09:30", Zone: "Europe/Berlin"}), inField(`{"type":"timepicker","action_id":"d","initial_time":"09:30","timezone":"Europe/Berlin"}`)},
		"bad time":            {field(blockkit.TimeField{ID: "d", Initial: "9:30"}), inField(`{"type":"timepicker","action_id":"d"}`)},
		"select":              {field(blockkit.Select{ID: "s", Options: options, Initial: "b"}), inField(`{"type":"static_select","action_id":"s","options":` + optionsJSON + `,"initial_option":` + optionB + `}`)},
		"select of groups": {
			field(blockkit.Select{ID: "s", Groups: []blockkit.OptionGroup{{Label: app("G"), Options: options[1:2]}, {Label: app("empty")}}, Initial: "gone"}),
			inField(`{"type":"static_select","action_id":"s","option_groups":[{"label":{"type":"plain_text","text":"G","emoji":true},"options":[` + optionB + `]}]}`),
		},
		"select of several": {field(blockkit.SelectMany{ID: "s", Options: options, Initial: []string{"a", "b"}, Max: 1}), inField(`{"type":"multi_static_select","action_id":"s","options":` + optionsJSON + `,"initial_options":` + `[` + optionA + `],"max_selected_items":1}`)},
		"radio":             {field(blockkit.Radio{ID: "r", Options: options, Initial: "b"}), inField(`{"type":"radio_buttons","action_id":"r","options":` + optionsJSON + `,"initial_option":` + optionB + `}`)},
		"checkboxes":        {field(blockkit.Checkboxes{ID: "c", Options: options, Initial: []string{"b"}}), inField(`{"type":"checkboxes","action_id":"c","options":` + optionsJSON + `,"initial_options":[` + optionB + `]}`)},
		"external select":   {field(blockkit.External{ID: "x", Initial: &options[1]}), inField(`{"type":"external_select","action_id":"x","initial_option":` + optionB + `,"min_query_length":0}`)},
		"person":            {field(blockkit.UserSelect{ID: "u", Initial: "U1"}), inField(`{"type":"users_select","action_id":"u","initial_user":"U1"}`)},
		"people":            {field(blockkit.UsersSelect{ID: "u", Initial: []string{"U1", "x", "U1", "W2"}, Max: 10}), inField(`{"type":"multi_users_select","action_id":"u","initial_users":["U1","W2"],"max_selected_items":10}`)},
		"channel":           {field(blockkit.ConversationSelect{ID: "c", Initial: "C1", Public: true}), inField(`{"type":"conversations_select","action_id":"c","initial_conversation":"C1","filter":{"include":["public"],"exclude_external_shared_channels":true,"exclude_bot_users":true}}`)},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, asJSON(t, c.block)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestBuilders_Empty(t *testing.T) {
	t.Parallel()
	none := blockkit.Text{}
	for name, b := range map[string]blockkit.Block{
		"section": blockkit.Section(none), "header": blockkit.Header(none), "context": blockkit.Context(none),
		"quote": blockkit.Quote(none), "actions": blockkit.Actions(nil),
		"overflow without options": blockkit.Actions(blockkit.Overflow{ID: "o"}),
		"input without element":    blockkit.Input(blockkit.Field{ID: "f"}),
		"input of a button":        blockkit.Input(blockkit.Field{ID: "f", Element: blockkit.Button{ID: "b"}}),
		"select without options":   blockkit.Input(blockkit.Field{ID: "f", Element: blockkit.Select{ID: "s"}}),
		"radio without options":    blockkit.Input(blockkit.Field{ID: "f", Element: blockkit.Radio{ID: "s"}}),
		"table without rows":       blockkit.Table{Columns: []blockkit.Text{blockkit.App("a")}}.Block(),
		"chart without series":     blockkit.Chart{Categories: []string{"a"}}.Block(),
	} {
		if !b.Empty() {
			t.Errorf("%s without content is a block", name)
		}
	}
	built := blockkit.Message{Fallback: blockkit.App("hello"), Blocks: []blockkit.Block{{}, {}}}.Build()
	checkBlocks(t, "message", built)
	if len(built) != 1 {
		t.Errorf("%d blocks, want the fallback alone", len(built))
	}
}

func TestBaseID(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"goal.open": "goal.open", "goal.open#2": "goal.open", "goal#x": "goal#x", "#3": "", "": ""} {
		if got := blockkit.BaseID(in); got != want {
			t.Errorf("BaseID(%q) = %q, want %q", in, got, want)
		}
	}
}

// digestTable is a table as the digest has it, with a button in each row.
func digestTable(rows int) blockkit.Table {
	table := blockkit.Table{
		ID: "areas", Caption: blockkit.App("By area"), Page: 500, Heading: 7,
		Columns: []blockkit.Text{blockkit.App("Area"), blockkit.App("People"), blockkit.App("Open")},
	}
	for i := range rows {
		name := blockkit.Name(fmt.Sprintf("Area %d", i))
		table.Rows = append(table.Rows, []blockkit.Cell{
			blockkit.TextCell(name), blockkit.NumberCell(float64(i), blockkit.Text{}),
			blockkit.ButtonCell(blockkit.Button{ID: "area.open", Value: strconv.Itoa(i), Label: blockkit.App("Open")}, blockkit.Text{}),
			blockkit.TextCell(blockkit.App("beyond the columns")),
		})
	}
	return table
}

func TestTable(t *testing.T) {
	t.Parallel()

	t.Run("has cells of each kind and equal rows", func(t *testing.T) {
		t.Parallel()
		table := digestTable(1)
		table.Heading = 0
		table.Rows = append(table.Rows, []blockkit.Cell{blockkit.TextCell(blockkit.Bold(blockkit.App("All"))), blockkit.NumberCell(math.NaN(), blockkit.Text{})})
		home, err := blockkit.Home{Blocks: []blockkit.Block{table.Block()}}.Request()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(home.Blocks)
		if err != nil {
			t.Fatal(err)
		}
		want := `[{"type":"data_table","block_id":"areas","caption":"By area","rows":[` +
			`[{"type":"raw_text","text":"Area"},{"type":"raw_text","text":"People"},{"type":"raw_text","text":"Open"}],` +
			`[{"type":"raw_text","text":"Area 0"},{"type":"raw_number","value":0},{"type":"action_cell","element":{"type":"button","text":{"type":"plain_text","text":"Open","emoji":true},` +
			`"action_id":"area.open","value":"0"},"fallback":{"type":"raw_text","text":"Open"}}],` +
			`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"All","style":{"bold":true}}]}]},{"type":"raw_text","text":"–"},{"type":"raw_text","text":"–"}]],"page_size":100}]`
		if diff := cmp.Diff(want, string(raw)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})

	t.Run("of any size is within the limits", func(t *testing.T) {
		t.Parallel()
		for _, rows := range []int{1, 99, 100, 101, 5000} {
			blocks := []blockkit.Block{digestTable(rows).Block(), digestTable(rows).Block(), digestTable(rows).Block()}
			checkBlocks(t, "message", blockkit.Message{Blocks: blocks}.Build())
		}
	})

	t.Run("is sections in a modal, with their buttons", func(t *testing.T) {
		t.Parallel()
		view, err := blockkit.Modal{Blocks: []blockkit.Block{digestTable(60).Block()}}.Request()
		if err != nil {
			t.Fatal(err)
		}
		checkBlocks(t, "modal", view.Blocks)
		raw, _ := json.Marshal(view.Blocks)
		for _, want := range []string{"*By area*", "Area: Area 0 · People: 0", `"action_id":"area.open"`, `"+ 50"`} {
			if !strings.Contains(string(raw), want) {
				t.Errorf("%s is missing in %s", want, raw)
			}
		}
	})
}

func TestChart(t *testing.T) {
	t.Parallel()
	chart := blockkit.Chart{
		ID: "thanked", Kind: blockkit.Line, Title: blockkit.App("Thanked"), YLabel: blockkit.App("%"), Categories: []string{"W46", "W47"},
		Series: []blockkit.Series{{Name: "All", Values: []float64{69, 73}}, {Name: "Support", Values: []float64{math.Inf(1)}}},
		Figure: func(v float64) string { return fmt.Sprintf("%.0f %%", v) },
	}

	t.Run("is drawn in messages", func(t *testing.T) {
		t.Parallel()
		raw, err := json.Marshal(sent(t, chart.Block()))
		if err != nil {
			t.Fatal(err)
		}
		want := `{"block_id":"thanked","chart":{"axis_config":{"categories":["W46","W47"],"y_label":"%"},"series":[` +
			`{"data":[{"label":"W46","value":69},{"label":"W47","value":73}],"name":"All"},` +
			`{"data":[{"label":"W46","value":0},{"label":"W47","value":0}],"name":"Support"}],"type":"line"},"title":"Thanked","type":"data_visualization"}`
		if diff := cmp.Diff(want, string(raw)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})

	t.Run("is words on Home and where charts are refused", func(t *testing.T) {
		t.Parallel()
		home, err := blockkit.Home{Blocks: []blockkit.Block{chart.Block()}}.Request()
		if err != nil {
			t.Fatal(err)
		}
		raw, _ := json.Marshal(home.Blocks)
		plain, _ := json.Marshal(blockkit.Plain(blockkit.Message{Blocks: []blockkit.Block{chart.Block()}}).Build())
		for _, got := range [][]byte{raw, plain} {
			if want := `"*Thanked*\nAll: W46 69 % · W47 73 %\nSupport: W46 0 % · W47 0 %"`; !strings.Contains(string(got), want) {
				t.Errorf("%s is missing in %s", want, got)
			}
		}
	})

	t.Run("is one of two at most in a message", func(t *testing.T) {
		t.Parallel()
		checkBlocks(t, "message", blockkit.Message{Blocks: []blockkit.Block{chart.Block(), chart.Block(), chart.Block()}}.Build())
	})

	t.Run("keeps the latest points, the first series, and names apart", func(t *testing.T) {
		t.Parallel()
		big := blockkit.Chart{Title: blockkit.App(strings.Repeat("t", 60))}
		for i := range 30 {
			big.Categories = append(big.Categories, fmt.Sprintf("a category with number %d", i))
			big.Series = append(big.Series, blockkit.Series{Name: strings.Repeat("same name ", 4), Values: []float64{29: float64(i)}})
		}
		block := sent(t, big.Block())
		data, _ := block["chart"].(map[string]any)
		axis, _ := data["axis_config"].(map[string]any)
		categories, _ := axis["categories"].([]any)
		series, _ := data["series"].([]any)
		if len(categories) != 20 || len(series) != 6 {
			t.Fatalf("%d categories, %d series, want 20 and 6", len(categories), len(series))
		}
		names := map[any]bool{}
		for _, s := range series {
			one, _ := s.(map[string]any)
			name, _ := one["name"].(string)
			if names[name] || length(name) > 20 {
				t.Errorf("series name %q is too long or there twice", name)
			}
			names[name] = true
			points, _ := one["data"].([]any)
			last, _ := points[19].(map[string]any)
			if last["label"] != categories[19] {
				t.Errorf("the last point is at %v, want %v", last["label"], categories[19])
			}
		}
	})
}

func TestMessage_Fit(t *testing.T) {
	t.Parallel()
	more := blockkit.App("And more at Home.")
	lines := func(n, length int) []blockkit.Block {
		var out []blockkit.Block
		for range n {
			out = append(out, blockkit.Section(blockkit.User(strings.Repeat("x", length))))
		}
		return out
	}
	cases := map[string]struct {
		blocks []blockkit.Block
		want   int
		cut    bool
	}{
		"fifty blocks fit":                       {lines(50, 1), 50, false},
		"of more the last place says so":         {lines(51, 1), 50, true},
		"a hundred blocks":                       {lines(100, 1), 50, true},
		"ten thousand characters fit":            {lines(10, 1000), 10, false},
		"of more characters the last place too":  {lines(11, 1000), 10, true},
		"three long texts fit, the fourth not":   {lines(4, 3000), 4, true},
		"empty blocks count for nothing":         {append(lines(50, 1), blockkit.Block{}), 50, false},
		"forty blocks and fifty more, all empty": {append(lines(40, 1), lines(50, 0)...), 40, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := blockkit.Message{Fallback: blockkit.App("f"), Blocks: c.blocks, More: more}
			built := m.Build()
			checkBlocks(t, "message", built)
			raw, _ := json.Marshal(built)
			if len(built) != c.want || strings.Contains(string(raw), "And more at Home.") != c.cut {
				t.Errorf("%d blocks, want %d; says more: %v, want %v", len(built), c.want, !c.cut, c.cut)
			}
			again, _ := json.Marshal(m.Fit().Build())
			if string(again) != string(raw) {
				t.Error("fitted again it is another message")
			}
		})
	}

	t.Run("block ids are told apart", func(t *testing.T) {
		t.Parallel()
		one := blockkit.Section(blockkit.App("a")).WithID("same")
		checkBlocks(t, "message", blockkit.Message{Blocks: []blockkit.Block{one, one, blockkit.Section(blockkit.App("b")).WithID("same#2"), one}}.Build())
	})
}

func TestMessage_Sending(t *testing.T) {
	t.Parallel()
	m := blockkit.Message{Fallback: blockkit.App("Ada thanked you."), Blocks: []blockkit.Block{blockkit.Section(blockkit.User("<!here>"))}}

	t.Run("an answer is always for one person", func(t *testing.T) {
		t.Parallel()
		raw, _ := json.Marshal(m.Ephemeral())
		want := `{"response_type":"ephemeral","text":"Ada thanked you.","blocks":[{"type":"section","text":{"type":"plain_text","text":"\u003c!here\u003e","emoji":true}}],"replace_original":false}`
		if diff := cmp.Diff(want, string(raw)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if !m.Replacing().ReplaceOriginal {
			t.Error("Replacing does not replace")
		}
	})

	t.Run("suggestions are a list, also an empty one", func(t *testing.T) {
		t.Parallel()
		none, _ := json.Marshal(blockkit.Suggestions())
		one, _ := json.Marshal(blockkit.Suggestions(blockkit.Option{Value: "1", Label: blockkit.Name("Bo")}))
		if string(none) != `{"options":[]}` || string(one) != `{"options":[{"text":{"type":"plain_text","text":"Bo","emoji":true},"value":"1"}]}` {
			t.Errorf("got %s and %s", none, one)
		}
	})
}

func TestModal(t *testing.T) {
	t.Parallel()
	input := func(id string) blockkit.Block {
		return blockkit.Input(blockkit.Field{ID: id, Label: blockkit.App("L"), Element: blockkit.TextField{ID: "t", Focus: true}})
	}

	t.Run("is complete", func(t *testing.T) {
		t.Parallel()
		view, err := blockkit.Modal{
			ID: "kudos.give", Title: blockkit.App("Prepare for November, all of it"), Submit: blockkit.App("Share"), Close: blockkit.App("Keep for later"),
			Blocks: []blockkit.Block{input("a")}, Metadata: `{"n":"1"}`, ExternalID: "x", NotifyOnClose: true, ClearOnClose: true,
		}.Request()
		if err != nil {
			t.Fatal(err)
		}
		got := []any{view.CallbackID, view.Title.Text, view.Submit.Text, view.Close.Text, view.PrivateMetadata, view.ExternalID, view.NotifyOnClose, view.ClearOnClose, string(view.Type)}
		want := []any{"kudos.give", "Prepare for November, a…", "Share", "Keep for later", `{"n":"1"}`, "x", true, true, "modal"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})

	t.Run("with an input can be submitted, and one field has the cursor", func(t *testing.T) {
		t.Parallel()
		view, err := blockkit.Modal{Blocks: []blockkit.Block{input("a"), input("b"), input("a").WithID("c")}}.Request()
		if err != nil {
			t.Fatal(err)
		}
		checkBlocks(t, "modal", view.Blocks)
		if view.Submit == nil {
			t.Error("there is no way to submit it")
		}
		if raw, _ := json.Marshal(view.Blocks); strings.Count(string(raw), "focus_on_load") != 1 || !strings.Contains(string(raw), `"block_id":"c"`) {
			t.Errorf("got %s", raw)
		}
	})

	t.Run("refuses metadata that Slack would not keep", func(t *testing.T) {
		t.Parallel()
		long := strings.Repeat("x", 3001)
		_, modal := blockkit.Modal{Metadata: long}.Request()
		_, home := blockkit.Home{Metadata: long}.Request()
		_, updated := blockkit.Updated(blockkit.Modal{Metadata: long})
		_, pushed := blockkit.Pushed(blockkit.Modal{Metadata: long})
		for _, err := range []error{modal, home, updated, pushed} {
			if !errors.Is(err, blockkit.ErrMetadata) {
				t.Errorf("got %v, want ErrMetadata", err)
			}
		}
		if _, err := (blockkit.Modal{Metadata: long[1:]}).Request(); err != nil {
			t.Errorf("3,000 characters are refused: %v", err)
		}
	})

	t.Run("of a hundred long texts stays within its bytes", func(t *testing.T) {
		t.Parallel()
		var blocks []blockkit.Block
		for range 120 {
			blocks = append(blocks, blockkit.Section(blockkit.User(strings.Repeat("語", 3000)))) //nolint:gosmopolitan // three bytes each
		}
		home, err := blockkit.Home{Blocks: blocks}.Request()
		if err != nil {
			t.Fatal(err)
		}
		checkBlocks(t, "home", home.Blocks)
		if n := len(home.Blocks.BlockSet); n < 20 || n > 30 {
			t.Errorf("%d blocks, want as many as fit into 250 KB", n)
		}
	})

	t.Run("answers in an ack", func(t *testing.T) {
		t.Parallel()
		faults, _ := json.Marshal(blockkit.FormErrors(map[string]blockkit.Text{"a": blockkit.User(strings.Repeat("x", 400)), "b": {}}))
		want := `{"response_action":"errors","errors":{"a":"` + strings.Repeat("x", 299) + `…","b":"–"}}`
		if diff := cmp.Diff(want, string(faults)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		cleared, _ := json.Marshal(blockkit.Cleared())
		if string(cleared) != `{"response_action":"clear"}` {
			t.Errorf("got %s", cleared)
		}
		small, err := blockkit.Updated(blockkit.Modal{Blocks: []blockkit.Block{input("a")}})
		if err != nil || !blockkit.FitsAck(small) {
			t.Errorf("a small view does not fit an ack: %v", err)
		}
		long := blockkit.Quote(blockkit.User(strings.Repeat("語", 3000))) //nolint:gosmopolitan // three bytes each
		large, err := blockkit.Pushed(blockkit.Modal{Blocks: []blockkit.Block{
			long, long, long,
		}})
		if err != nil || blockkit.FitsAck(large) {
			t.Errorf("a view of 27 KB fits an ack: %v", err)
		}
		if blockkit.FitsAck(func() {}) {
			t.Error("what is no JSON fits an ack")
		}
	})
}
