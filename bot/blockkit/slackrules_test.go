package blockkit_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// rules checks JSON against Slack's documented limits. It is written apart from
// the builders, from the documentation, so that a wrong constant there is seen.
type rules struct {
	t       reporter
	surface string          // message, modal or home
	live    map[string]bool // tokens that may be live, such as <@U1>
	charts  int
	cells   int
	ids     map[string]bool
	focused int
}

// reporter is what testing and rapid have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func length(s string) int { return len(utf16.Encode([]rune(s))) }

// checkBlocks fails the test for each block that Slack would refuse, and for each
// live token that is not in live.
func checkBlocks(t reporter, surface string, blocks any, live ...string) {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatalf("blocks cannot be written as JSON: %v", err)
	}
	var list []map[string]any
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatalf("blocks are no list: %v", err)
	}
	r := rules{t: t, surface: surface, live: map[string]bool{}, ids: map[string]bool{}}
	for _, l := range live {
		r.live[l] = true
	}
	most := map[string]int{"message": 50, "modal": 100, "home": 100}[surface]
	if len(list) == 0 || len(list) > most {
		t.Errorf("%d blocks in a %s, want 1 to %d", len(list), surface, most)
	}
	for i, b := range list {
		r.block(fmt.Sprintf("blocks[%d]", i), b)
	}
	if r.charts > 2 {
		t.Errorf("%d charts in one message", r.charts)
	}
	if r.cells > 20000 {
		t.Errorf("%d characters in tables", r.cells)
	}
	if r.focused > 1 {
		t.Errorf("%d elements want the cursor", r.focused)
	}
	if surface != "message" && len(raw) > 250000 {
		t.Errorf("a view of %d bytes", len(raw))
	}
}

func (r *rules) failf(where, format string, args ...any) {
	r.t.Helper()
	r.t.Errorf("%s: %s", where, fmt.Sprintf(format, args...))
}

func (r *rules) block(where string, b map[string]any) {
	if id, ok := b["block_id"].(string); ok {
		r.span(where+".block_id", id, 1, 255)
		if r.ids[id] {
			r.failf(where, "block id %q twice", id)
		}
		r.ids[id] = true
	}
	kind, _ := b["type"].(string)
	where += "(" + kind + ")"
	switch kind {
	case "section":
		r.section(where, b)
	case "header":
		r.plain(where, b["text"], 150)
	case "context":
		elements, _ := b["elements"].([]any)
		r.count(where, len(elements), 1, 10)
		for _, e := range elements {
			r.text(where, e, 3000)
		}
	case "actions":
		elements, _ := b["elements"].([]any)
		r.count(where, len(elements), 1, 25)
		r.elements(where, elements)
	case "input":
		r.plain(where+".label", b["label"], 2000)
		r.optional(where+".hint", b["hint"], 2000)
		r.elements(where, []any{b["element"]})
	case "rich_text":
		r.rich(where, b["elements"])
	case "data_table":
		r.table(where, b)
	case "data_visualization":
		r.chart(where, b)
	case "divider":
	default:
		r.failf(where, "unknown block type")
	}
}

func (r *rules) section(where string, b map[string]any) {
	fields, _ := b["fields"].([]any)
	if b["text"] == nil && len(fields) == 0 {
		r.failf(where, "neither text nor fields")
	}
	if b["text"] != nil {
		r.text(where+".text", b["text"], 3000)
	}
	r.count(where+".fields", len(fields), 0, 10)
	for _, f := range fields {
		r.text(where+".fields", f, 2000)
	}
	if b["accessory"] != nil {
		r.elements(where, []any{b["accessory"]})
	}
}

func (r *rules) elements(where string, elements []any) {
	ids := map[string]bool{}
	for _, raw := range elements {
		e, _ := raw.(map[string]any)
		kind, _ := e["type"].(string)
		at := where + "." + kind
		id, _ := e["action_id"].(string)
		r.span(at+".action_id", id, 0, 255)
		if id != "" && ids[id] {
			r.failf(at, "action id %q twice in one block", id)
		}
		ids[id] = true
		r.element(at, kind, e)
	}
}

func (r *rules) element(at, kind string, e map[string]any) {
	if e["focus_on_load"] == true {
		r.focused++
	}
	r.optional(at+".placeholder", e["placeholder"], 150)
	switch kind {
	case "button":
		r.plain(at+".text", e["text"], 75)
		value, _ := e["value"].(string)
		r.span(at+".value", value, 0, 2000)
		spoken, _ := e["accessibility_label"].(string)
		r.span(at+".accessibility_label", spoken, 0, 75)
		if c, ok := e["confirm"].(map[string]any); ok {
			r.plain(at+".confirm.title", c["title"], 100)
			r.plain(at+".confirm.text", c["text"], 300)
			r.plain(at+".confirm.confirm", c["confirm"], 30)
			r.plain(at+".confirm.deny", c["deny"], 30)
		}
	case "overflow":
		r.options(at, e["options"], 5)
	case "radio_buttons", "checkboxes":
		r.options(at, e["options"], 10)
	case "static_select", "multi_static_select":
		if groups, ok := e["option_groups"].([]any); ok {
			r.count(at+".option_groups", len(groups), 1, 100)
			for _, g := range groups {
				group, _ := g.(map[string]any)
				r.plain(at+".label", group["label"], 75)
				r.options(at, group["options"], 100)
			}
			return
		}
		r.options(at, e["options"], 100)
	case "plain_text_input":
		initial, _ := e["initial_value"].(string)
		most := 3000
		if m, ok := e["max_length"].(float64); ok {
			most = int(m)
		}
		r.span(at+".initial_value", initial, 0, most)
		if most > 3000 {
			r.failf(at, "max_length %d", most)
		}
	case "number_input":
		if r.surface != "modal" {
			r.failf(at, "only modals have number inputs")
		}
	case "external_select", "users_select", "multi_users_select", "conversations_select", "datepicker", "timepicker":
	default:
		r.failf(at, "unknown element")
	}
}

func (r *rules) options(at string, raw any, most int) {
	list, _ := raw.([]any)
	r.count(at+".options", len(list), 1, most)
	for _, o := range list {
		option, _ := o.(map[string]any)
		r.plain(at+".option", option["text"], 75)
		r.optional(at+".description", option["description"], 75)
		value, _ := option["value"].(string)
		r.span(at+".value", value, 1, 150)
	}
}

func (r *rules) optional(where string, raw any, most int) {
	if raw != nil {
		r.plain(where, raw, most)
	}
}

func (r *rules) plain(where string, raw any, most int) {
	o, _ := raw.(map[string]any)
	if o["type"] != "plain_text" {
		r.failf(where, "type is %v, want plain_text", o["type"])
	}
	text, _ := o["text"].(string)
	r.span(where, text, 1, most)
}

func (r *rules) text(where string, raw any, most int) {
	o, _ := raw.(map[string]any)
	if o["type"] == "plain_text" {
		r.plain(where, raw, most)
		return
	}
	text, _ := o["text"].(string)
	r.span(where, text, 1, most)
	if o["type"] != "mrkdwn" || o["verbatim"] != true {
		r.failf(where, "type %v, verbatim %v: names and addresses would become live", o["type"], o["verbatim"])
	}
	r.mrkdwn(where, text)
}

var (
	tokens       = regexp.MustCompile(`<[^>]*>`)
	entity       = regexp.MustCompile(`&(amp|lt|gt);`)
	deadDate     = regexp.MustCompile(`^<!date\^-?[0-9]+\^[^|<>]+\|[^<>|^]+>$`)
	deadLink     = regexp.MustCompile(`^<https?://[^|<>\s]+\|[^|<>]+>$`)
	quotedPrefix = regexp.MustCompile(`(?m)^> `)
)

// mrkdwn fails for each token that is neither a date nor a link nor allowed, for a
// half entity, and for text outside of tokens that Slack would format.
func (r *rules) mrkdwn(where, text string) {
	for _, token := range tokens.FindAllString(text, -1) {
		if !r.live[token] && !deadDate.MatchString(token) && !deadLink.MatchString(token) {
			r.failf(where, "live token %q", token)
		}
	}
	bare := quotedPrefix.ReplaceAllString(tokens.ReplaceAllString(text, "T"), "")
	if strings.ContainsAny(bare, "<>`~") {
		r.failf(where, "sign of markup left in %q", bare)
	}
	if strings.Contains(entity.ReplaceAllString(bare, ""), "&") {
		r.failf(where, "half an entity in %q", bare)
	}
	for line := range strings.SplitSeq(bare, "\n") {
		if strings.Count(line, "*")%2 != 0 {
			r.failf(where, "bold is not closed in %q", line)
		}
		if trimmed := strings.TrimSpace(line); strings.HasPrefix(trimmed, "&gt;") || strings.HasPrefix(trimmed, "＞") {
			r.failf(where, "a quotation begins in %q", line)
		}
	}
}

func (r *rules) rich(where string, raw any) {
	elements, _ := raw.([]any)
	total := 0
	r.count(where, len(elements), 1, 1000)
	for _, e := range elements {
		part, _ := e.(map[string]any)
		inner, _ := part["elements"].([]any)
		r.count(where, len(inner), 1, 10000)
		for _, i := range inner {
			item, _ := i.(map[string]any)
			switch item["type"] {
			case "text":
				text, _ := item["text"].(string)
				if total += length(text); text == "" || !utf8.ValidString(text) {
					r.failf(where, "bad text %q", text)
				}
			case "emoji", "link", "date":
			default:
				if !r.live[fmt.Sprint(item["type"])] {
					r.failf(where, "live element %v", item)
				}
			}
		}
	}
	if total > 3000 {
		r.failf(where, "%d characters", total)
	}
}

func (r *rules) table(where string, b map[string]any) {
	if r.surface == "modal" {
		r.failf(where, "no tables in modals")
	}
	caption, _ := b["caption"].(string)
	r.span(where+".caption", caption, 1, 1000)
	rows, _ := b["rows"].([]any)
	r.count(where+".rows", len(rows), 2, 201)
	width := 0
	for i, raw := range rows {
		cells, _ := raw.([]any)
		if i == 0 {
			width = len(cells)
			r.count(where+".columns", width, 1, 20)
		}
		if len(cells) != width {
			r.failf(where, "row %d has %d cells of %d", i, len(cells), width)
		}
		for _, c := range cells {
			r.cell(where, i == 0, c)
		}
	}
}

func (r *rules) cell(where string, header bool, raw any) {
	cell, _ := raw.(map[string]any)
	text, _ := cell["text"].(string)
	switch kind := cell["type"]; {
	case header && kind != "raw_text":
		r.failf(where, "header cell of type %v", kind)
	case kind == "raw_text":
		r.span(where, text, 1, 20000)
	case kind == "rich_text":
		r.rich(where, cell["elements"])
	case kind == "action_cell":
		r.elements(where, []any{cell["element"]})
	}
	r.cells += length(text)
}

func (r *rules) chart(where string, b map[string]any) {
	if r.surface != "message" {
		r.failf(where, "charts exist in messages only")
	}
	r.charts++
	title, _ := b["title"].(string)
	r.span(where+".title", title, 1, 50)
}

func (r *rules) count(where string, n, least, most int) {
	if n < least || n > most {
		r.failf(where, "%d of them, want %d to %d", n, least, most)
	}
}

// span checks the length of a text and that it is a text at all.
func (r *rules) span(where, s string, least, most int) {
	if n := length(s); n < least || n > most {
		r.failf(where, "%d characters, want %d to %d", n, least, most)
	}
	if !utf8.ValidString(s) {
		r.failf(where, "invalid UTF-8")
	}
	if least > 0 && strings.TrimSpace(s) == "" {
		r.failf(where, "nothing but space")
	}
}
