package sandbox_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// post calls a method as a form, as a client in any language would.
func (b *testBundle) post(t *testing.T, method string, form url.Values) map[string]any {
	t.Helper()
	form.Set("token", b.w.BotToken())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"api/"+method, strings.NewReader(form.Encode()))
	check(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := http.DefaultClient.Do(req)
	check(t, err)
	defer res.Body.Close()
	var out map[string]any
	check(t, json.NewDecoder(res.Body).Decode(&out))
	return out
}

// Shorthands for the cases below.
func txt(s string) string { return `{"type":"plain_text","text":"` + s + `"}` }
func mrk(s string) string { return `{"type":"mrkdwn","text":"` + s + `"}` }
func section(s string) string {
	return `{"type":"section","text":` + mrk(s) + `}`
}
func button(id string) string {
	return `{"type":"button","action_id":"` + id + `","text":` + txt("Go") + `}`
}
func option(s string) string { return `{"text":` + txt(s) + `,"value":"` + s + `"}` }
func rep(s string, n int) string {
	return strings.TrimSuffix(strings.Repeat(s+",", n), ",")
}
func numbered(format string, n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf(format, i))
	}
	return strings.Join(out, ",")
}
func input(element string) string {
	return `{"type":"input","label":` + txt("L") + `,"element":` + element + `}`
}
func row(cells ...string) string {
	var out []string
	for _, c := range cells {
		out = append(out, `{"type":"raw_text","text":"`+c+`"}`)
	}
	return "[" + strings.Join(out, ",") + "]"
}
func pie(segments string) string {
	return `{"type":"data_visualization","title":"T","chart":{"type":"pie","segments":[` + segments + `]}}`
}
func line(categories, series string) string {
	return `{"type":"data_visualization","title":"T","chart":{"type":"line","series":[` + series +
		`],"axis_config":{"categories":[` + categories + `]}}}`
}

const aPoint = `{"label":"a","value":1}`

func long(n int) string { return strings.Repeat("x", n) }

// checked is one list of blocks and what Slack makes of it. An empty pointer
// means that it is accepted.
type checked struct {
	name, blocks, pointer string
}

var messageCases = []checked{
	{"a section with text", section("x"), ""},
	{"a section with 3000 characters", section(long(3000)), ""},
	{"a section with 3001 characters", section(long(3001)), "/blocks/0/text/text"},
	{"an empty section text", section(""), "/blocks/0/text/text"},
	{"a section without text and fields", `{"type":"section"}`, "/blocks/0"},
	{"ten fields", `{"type":"section","fields":[` + rep(mrk("x"), 10) + `]}`, ""},
	{"eleven fields", `{"type":"section","fields":[` + rep(mrk("x"), 11) + `]}`, "/blocks/0/fields"},
	{"a field of 2001 characters", `{"type":"section","fields":[` + mrk(long(2001)) + `]}`, "/blocks/0/fields/0/text"},
	{"an unknown field", `{"type":"section","text":` + mrk("x") + `,"colour":"red"}`, "/blocks/0"},
	{"an unknown type", `{"type":"sections"}`, "/blocks/0/type"},
	{"no type", `{"text":` + mrk("x") + `}`, "/blocks/0"},
	{"a string for a block", `"x"`, "/blocks/0"},
	{"emoji on mrkdwn", `{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`, "/blocks/0/text"},
	{"verbatim on plain_text", `{"type":"section","text":{"type":"plain_text","text":"x","verbatim":true}}`, "/blocks/0/text"},
	{"a header", `{"type":"header","text":` + txt("x") + `,"level":2}`, ""},
	{"a header with mrkdwn", `{"type":"header","text":` + mrk("x") + `}`, "/blocks/0/text/type"},
	{"a header of 151 characters", `{"type":"header","text":` + txt(long(151)) + `}`, "/blocks/0/text/text"},
	{"a header of level 5", `{"type":"header","text":` + txt("x") + `,"level":5}`, "/blocks/0/level"},
	{"ten context elements", `{"type":"context","elements":[` + rep(mrk("x"), 10) + `]}`, ""},
	{"eleven context elements", `{"type":"context","elements":[` + rep(mrk("x"), 11) + `]}`, "/blocks/0/elements"},
	{"an image without alt text", `{"type":"image","image_url":"https://x.example/i.png"}`, "/blocks/0"},
	{"25 buttons", `{"type":"actions","elements":[` + numbered(button("b%d"), 25) + `]}`, ""},
	{"26 buttons", `{"type":"actions","elements":[` + numbered(button("b%d"), 26) + `]}`, "/blocks/0/elements"},
	{"no buttons", `{"type":"actions","elements":[]}`, "/blocks/0/elements"},
	{"the same action_id twice in a block", `{"type":"actions","elements":[` + rep(button("b"), 2) + `]}`, "/blocks/0"},
	{"the same block_id twice", rep(`{"type":"divider","block_id":"d"}`, 2), "/blocks/1/block_id"},
	{"a block_id of 256 characters", `{"type":"divider","block_id":"` + long(256) + `"}`, "/blocks/0/block_id"},
	{"50 blocks", rep(`{"type":"divider"}`, 50), ""},
	{"51 blocks", rep(`{"type":"divider"}`, 51), "/blocks"},
	{"a button text of 76 characters", `{"type":"actions","elements":[{"type":"button","text":` + txt(long(76)) + `}]}`, "/blocks/0/elements/0/text/text"},
	{"a button value of 2001 characters", `{"type":"actions","elements":[{"type":"button","text":` + txt("x") + `,"value":"` + long(2001) + `"}]}`, "/blocks/0/elements/0/value"},
	{"a button style", `{"type":"actions","elements":[{"type":"button","text":` + txt("x") + `,"style":"warning"}]}`, "/blocks/0/elements/0/style"},
	{"a confirm title of 101 characters", `{"type":"actions","elements":[{"type":"button","text":` + txt("x") + `,"confirm":{"title":` + txt(long(101)) + `,"text":` + txt("x") + `,"confirm":` + txt("y") + `,"deny":` + txt("n") + `}}]}`, "/blocks/0/elements/0/confirm/title/text"},
	{"a select with 100 options", `{"type":"actions","elements":[{"type":"static_select","options":[` + rep(option("x"), 100) + `]}]}`, ""},
	{"a select with 101 options", `{"type":"actions","elements":[{"type":"static_select","options":[` + rep(option("x"), 101) + `]}]}`, "/blocks/0/elements/0/options"},
	{"an option of 76 characters", `{"type":"actions","elements":[{"type":"static_select","options":[{"text":` + txt(long(76)) + `,"value":"v"}]}]}`, "/blocks/0/elements/0/options/0/text/text"},
	{"an option value of 151 characters", `{"type":"actions","elements":[{"type":"static_select","options":[{"text":` + txt("x") + `,"value":"` + long(151) + `"}]}]}`, "/blocks/0/elements/0/options/0/value"},
	{"an initial option that is none", `{"type":"actions","elements":[{"type":"static_select","options":[` + option("a") + `],"initial_option":` + option("b") + `}]}`, "/blocks/0/elements/0/initial_option"},
	{"options and groups", `{"type":"actions","elements":[{"type":"static_select","options":[` + option("a") + `],"option_groups":[{"label":` + txt("g") + `,"options":[` + option("a") + `]}]}]}`, "/blocks/0/elements/0"},
	{"a placeholder of 151 characters", `{"type":"actions","elements":[{"type":"users_select","placeholder":` + txt(long(151)) + `}]}`, "/blocks/0/elements/0/placeholder/text"},
	{"five overflow options", `{"type":"section","text":` + mrk("x") + `,"accessory":{"type":"overflow","options":[` + rep(option("x"), 5) + `]}}`, ""},
	{"six overflow options", `{"type":"section","text":` + mrk("x") + `,"accessory":{"type":"overflow","options":[` + rep(option("x"), 6) + `]}}`, "/blocks/0/accessory/options"},
	{"eleven radio buttons", input(`{"type":"radio_buttons","options":[` + rep(option("x"), 11) + `]}`), "/blocks/0/element/options"},
	{"a multi select in actions", `{"type":"actions","elements":[{"type":"multi_users_select"}]}`, "/blocks/0/elements/0/type"},
	{"a text input in a message", input(`{"type":"plain_text_input","max_length":3000}`), ""},
	{"a text input in actions", `{"type":"actions","elements":[{"type":"plain_text_input"}]}`, "/blocks/0/elements/0/type"},
	{"max_length of 3001", input(`{"type":"plain_text_input","max_length":3001}`), "/blocks/0/element/max_length"},
	{"min_length over max_length", input(`{"type":"plain_text_input","min_length":9,"max_length":3}`), "/blocks/0/element/min_length"},
	{"an email input in a message", input(`{"type":"email_text_input"}`), "/blocks/0/element/type"},
	{"a rich text input in a message", input(`{"type":"rich_text_input"}`), "/blocks/0/element/type"},
	{"a date that is none", input(`{"type":"datepicker","initial_date":"3 May"}`), "/blocks/0/element/initial_date"},
	{"a time that is none", input(`{"type":"timepicker","initial_time":"9:00"}`), "/blocks/0/element/initial_time"},
	{"an alert in a message", `{"type":"alert","text":` + txt("x") + `}`, "/blocks/0/type"},
	{"markdown", `{"type":"markdown","text":"**x**"}`, ""},
	{"markdown of 12001 characters in two blocks", `{"type":"markdown","text":"` + long(6001) + `"},{"type":"markdown","text":"` + long(6000) + `"}`, "/blocks"},
	{"rich text", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"x","style":{"bold":true}},{"type":"user","user_id":"U1"}]}]}`, ""},
	{"rich text with an unknown piece", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"shout","text":"x"}]}]}`, "/blocks/0/elements/0/elements/0/type"},
	{"rich text with an empty piece", `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":""}]}]}`, "/blocks/0/elements/0/elements/0/text"},
	{"a table", `{"type":"table","rows":[` + row("a", "b") + `,` + row("c", "d") + `]}`, ""},
	{"two tables", rep(`{"type":"table","rows":[`+row("a")+`]}`, 2), "/blocks"},
	{"a table of 101 rows", `{"type":"table","rows":[` + rep(row("a"), 101) + `]}`, "/blocks/0/rows"},
	{"a table of 21 columns", `{"type":"table","rows":[` + row(strings.Split(long(21), "")...) + `]}`, "/blocks/0/rows/0"},
	{"a table of 10001 characters", `{"type":"table","rows":[` + row(long(5001)) + `,` + row(long(5000)) + `]}`, "/blocks/0/rows"},
	{"a data table", `{"type":"data_table","caption":"C","rows":[` + row("a") + `,[{"type":"raw_number","value":3,"text":"3"}]]}`, ""},
	{"a data table with a button", `{"type":"data_table","caption":"C","rows":[` + row("a") + `,[{"type":"action_cell","element":` + button("x") + `}]]}`, ""},
	{"a data table without caption", `{"type":"data_table","rows":[` + rep(row("a"), 2) + `]}`, "/blocks/0"},
	{"a data table with a header only", `{"type":"data_table","caption":"C","rows":[` + row("a") + `]}`, "/blocks/0/rows"},
	{"a data table of 102 rows", `{"type":"data_table","caption":"C","rows":[` + rep(row("a"), 102) + `]}`, "/blocks/0/rows"},
	{"a data table with uneven rows", `{"type":"data_table","caption":"C","rows":[` + row("a", "b") + `,` + row("c") + `]}`, "/blocks/0/rows/1"},
	{"a number in a header", `{"type":"data_table","caption":"C","rows":[[{"type":"raw_number","value":3,"text":"3"}],` + row("c") + `]}`, "/blocks/0/rows/0/0/type"},
	{"a page of 101 rows", `{"type":"data_table","caption":"C","page_size":101,"rows":[` + rep(row("a"), 2) + `]}`, "/blocks/0/page_size"},
	{"data tables of 10001 characters", rep(`{"type":"data_table","caption":"C","rows":[`+row("a")+`,`+row(long(5000))+`]}`, 2), "/blocks"},
	{"a pie", pie(aPoint), ""},
	{"a pie with an empty slice", pie(`{"label":"a","value":0}`), "/blocks/0/chart/segments/0/value"},
	{"a pie of seven slices", pie(rep(aPoint, 7)), "/blocks/0/chart/segments"},
	{"two charts", rep(pie(aPoint), 2), ""},
	{"three charts", rep(pie(aPoint), 3), "/blocks"},
	{"a line", line(`"a"`, `{"name":"s","data":[`+aPoint+`]}`), ""},
	{"a series without a point", line(`"a","b"`, `{"name":"s","data":[`+aPoint+`]}`), "/blocks/0/chart/series/0/data"},
	{"a point outside the categories", line(`"b"`, `{"name":"s","data":[`+aPoint+`]}`), "/blocks/0/chart/series/0/data/0/label"},
	{"two series of one name", line(`"a"`, rep(`{"name":"s","data":[`+aPoint+`]}`, 2)), "/blocks/0/chart/series/1/name"},
	{"seven series", line(`"a"`, numbered(`{"name":"s%d","data":[`+aPoint+`]}`, 7)), "/blocks/0/chart/series"},
	{"a category of 21 characters", line(`"`+long(21)+`"`, `{"name":"s","data":[{"label":"`+long(21)+`","value":1}]}`), "/blocks/0/chart/axis_config/categories/0"},
	{"a chart title of 51 characters", `{"type":"data_visualization","title":"` + long(51) + `","chart":{"type":"pie","segments":[` + aPoint + `]}}`, "/blocks/0/title"},
	{"a chart title that is an object", `{"type":"data_visualization","title":` + txt("T") + `,"chart":{"type":"pie","segments":[` + aPoint + `]}}`, "/blocks/0/title"},
	{"a donut", `{"type":"data_visualization","title":"T","chart":{"type":"donut"}}`, "/blocks/0/chart/type"},
	{"a card", `{"type":"card","title":` + mrk("x") + `,"actions":[` + button("a") + `]}`, ""},
	{"an empty card", `{"type":"card"}`, "/blocks/0"},
	{"a card body of 201 characters", `{"type":"card","body":` + txt(long(201)) + `}`, "/blocks/0/body/text"},
	{"a card with four buttons", `{"type":"card","body":` + txt("x") + `,"actions":[` + numbered(button("b%d"), 4) + `]}`, "/blocks/0/actions"},
	{"a carousel of a section", `{"type":"carousel","elements":[` + section("x") + `]}`, "/blocks/0/elements/0/type"},
	{"a container", `{"type":"container","title":` + txt("x") + `,"child_blocks":[` + section("x") + `]}`, ""},
	{"a container with eleven children", `{"type":"container","title":` + txt("x") + `,"child_blocks":[` + rep(section("x"), 11) + `]}`, "/blocks/0/child_blocks"},
	{"a container with a chart", `{"type":"container","title":` + txt("x") + `,"child_blocks":[` + pie(aPoint) + `]}`, "/blocks/0/child_blocks/0/type"},
	{"a container without title", `{"type":"container","child_blocks":[` + section("x") + `]}`, "/blocks/0"},
	{"a bad block inside a container", `{"type":"container","title":` + txt("x") + `,"child_blocks":[` + section("") + `]}`, "/blocks/0/child_blocks/0/text/text"},
	{"a layout", `{"type":"layout","label":"x","rows":[{"items":[{"block":` + section("x") + `}]}]}`, ""},
	{"a layout with markdown", `{"type":"layout","label":"x","rows":[{"items":[{"block":{"type":"markdown","text":"x"}}]}]}`, "/blocks/0/rows/0/items/0/block/type"},
	{"a layout of six rows", `{"type":"layout","label":"x","rows":[` + rep(`{"items":[{"block":{"type":"divider"}}]}`, 6) + `]}`, "/blocks/0/rows"},
	{"a layout of four items", `{"type":"layout","label":"x","rows":[{"items":[` + rep(`{"block":{"type":"divider"}}`, 4) + `]}]}`, "/blocks/0/rows/0/items"},
	{"feedback buttons", `{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":` + txt("Good") + `,"value":"1"},"negative_button":{"text":` + txt("Bad") + `,"value":"0"}}]}`, ""},
	{"feedback buttons in actions", `{"type":"actions","elements":[{"type":"feedback_buttons"}]}`, "/blocks/0/elements/0/type"},
	{"a plan", `{"type":"plan","title":"x","tasks":[{"type":"task_card","task_id":"t","title":"x","status":"pending"}]}`, ""},
	{"a pending task outside a plan", `{"type":"task_card","task_id":"t","title":"x","status":"pending"}`, "/blocks/0/status"},
	{"a plan title that is an object", `{"type":"plan","title":` + txt("x") + `,"tasks":[]}`, "/blocks/0/title"},
	{"an undocumented block", `{"type":"auth_provider"}`, "/blocks/0/type"},
}

func TestMessageBlocks(t *testing.T) {
	t.Parallel()
	b := setup(t, unlimited)
	for _, c := range messageCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := b.post(t, "chat.postMessage", url.Values{
				"channel": {"C0GENERAL"}, "text": {"x"}, "blocks": {"[" + c.blocks + "]"}})
			if c.pointer == "" {
				if got["ok"] != true {
					t.Fatalf("got %v, want ok", got)
				}
				return
			}
			if got["error"] != "invalid_blocks" {
				t.Fatalf("got error %v, want invalid_blocks", got["error"])
			}
			if text := fmt.Sprint(got["response_metadata"]); !strings.Contains(text, "[json-pointer:"+c.pointer+"]") {
				t.Errorf("got %s, want a problem at %s", text, c.pointer)
			}
		})
	}
}

func unlimited(c *sandbox.Config) { c.Limits.Unlimited = true }

func modal(rest, blocks string) string {
	return `{"type":"modal","title":` + txt("T") + rest + `,"blocks":[` + blocks + `]}`
}

var viewCases = []checked{
	{"a modal", modal("", section("x")), ""},
	{"a modal with 100 blocks", modal("", rep(`{"type":"divider"}`, 100)), ""},
	{"a modal with 101 blocks", modal("", rep(`{"type":"divider"}`, 101)), "/view/blocks"},
	{"a title of 25 characters", `{"type":"modal","title":` + txt(long(25)) + `,"blocks":[]}`, "/view/title/text"},
	{"no title", `{"type":"modal","blocks":[]}`, "/view"},
	{"a submit of 25 characters", modal(`,"submit":`+txt(long(25)), ""), "/view/submit/text"},
	{"metadata of 3001 characters", modal(`,"private_metadata":"`+long(3001)+`"`, ""), "/view/private_metadata"},
	{"a callback_id of 256 characters", modal(`,"callback_id":"`+long(256)+`"`, ""), "/view/callback_id"},
	{"an input without submit", modal("", input(`{"type":"plain_text_input"}`)), "/view"},
	{"an input with submit", modal(`,"submit":`+txt("S"), input(`{"type":"plain_text_input"}`)), ""},
	{"an alert", modal("", `{"type":"alert","level":"warning","text":`+txt("x")+`}`), ""},
	{"an alert of an unknown level", modal("", `{"type":"alert","level":"loud","text":`+txt("x")+`}`), "/view/blocks/0/level"},
	{"a chart in a modal", modal("", pie(aPoint)), "/view/blocks/0/type"},
	{"a table in a modal", modal("", `{"type":"table","rows":[`+row("a")+`]}`), "/view/blocks/0/type"},
	{"markdown in a modal", modal("", `{"type":"markdown","text":"x"}`), "/view/blocks/0/type"},
	{"an email input", modal(`,"submit":`+txt("S"), input(`{"type":"email_text_input"}`)), ""},
	{"a number input without is_decimal_allowed", modal(`,"submit":`+txt("S"), input(`{"type":"number_input"}`)), "/view/blocks/0/element"},
	{"two inputs that want the cursor", modal(`,"submit":`+txt("S"), rep(input(`{"type":"plain_text_input","focus_on_load":true}`), 2)), "/view/blocks/1/element/focus_on_load"},
	{"eleven files", modal(`,"submit":`+txt("S"), input(`{"type":"file_input","max_files":11}`)), "/view/blocks/0/element/max_files"},
	{"a Home tab", `{"type":"home","blocks":[` + section("x") + `]}`, ""},
	{"a title on Home", `{"type":"home","title":` + txt("T") + `,"blocks":[]}`, "/view"},
	{"an alert on Home", `{"type":"home","blocks":[{"type":"alert","text":` + txt("x") + `}]}`, "/view/blocks/0/type"},
	{"a chart on Home", `{"type":"home","blocks":[` + pie(aPoint) + `]}`, "/view/blocks/0/type"},
	{"a data table on Home", `{"type":"home","blocks":[{"type":"data_table","caption":"C","rows":[` + rep(row("a"), 2) + `]}]}`, ""},
	{"a view of no type", `{"type":"workflow","blocks":[]}`, "/view/type"},
	{"a view without blocks", `{"type":"home"}`, "/view"},
}

func TestViews(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, c := range viewCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := b.post(t, "blocks.validate", url.Values{"view": {c.blocks}})
			if c.pointer == "" {
				if got["ok"] != true {
					t.Fatalf("got %v, want ok", got)
				}
				return
			}
			text := fmt.Sprint(got["errors"])
			pointer := "pointer:" + strings.TrimPrefix(c.pointer, "/view")
			if got["error"] != "invalid_view" || !strings.Contains(text, pointer+"]") && !strings.Contains(text, pointer+" ") {
				t.Errorf("got %v, want a problem at %s", got, c.pointer)
			}
		})
	}
}

func TestPostMessage_Blocks(t *testing.T) {
	t.Parallel()

	t.Run("slack-go reads the refusal", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, _, err := b.api.PostMessageContext(t.Context(), "C0GENERAL", slack.MsgOptionBlocks(
			slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", long(3001), false, false), nil, nil)))
		var refused slack.SlackErrorResponse
		if !errors.As(err, &refused) || refused.Err != "invalid_blocks" || len(refused.ResponseMetadata.Messages) != 1 {
			t.Errorf("got %#v, want invalid_blocks with one message", err)
		}
	})
	t.Run("too much text in all blocks together", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		got := b.post(t, "chat.postMessage", url.Values{"channel": {"C0GENERAL"}, "text": {"x"},
			"blocks": {"[" + rep(section(long(2800)), 4) + "]"}})
		if got["error"] != "msg_blocks_too_long" {
			t.Errorf("got %v, want msg_blocks_too_long", got["error"])
		}
	})
	t.Run("blocks that are no list", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for _, blocks := range []string{`{}`, `[`, `"x"`} {
			got := b.post(t, "chat.postMessage", url.Values{"channel": {"C0GENERAL"}, "blocks": {blocks}})
			if got["error"] != "invalid_blocks_format" {
				t.Errorf("blocks %s: got %v, want invalid_blocks_format", blocks, got["error"])
			}
		}
	})
	t.Run("blocks.validate wants exactly one thing", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for _, form := range []url.Values{{}, {"blocks": {"[]"}, "view": {"{}"}}, {"blocks": {long(100001)}}} {
			if got := b.post(t, "blocks.validate", form); got["error"] != "invalid_arguments" {
				t.Errorf("got %v, want invalid_arguments", got)
			}
		}
		if got := b.post(t, "blocks.validate", url.Values{"blocks": {"[" + section("") + "]"}}); got["error"] != "invalid_blocks" {
			t.Errorf("got %v, want invalid_blocks", got)
		}
	})
}
