package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// renderer turns blocks into the text that a person reads, one line for each
// thing. It is for tests and stories: they look for words, not for layout.
type renderer struct {
	w     *Workspace
	user  *User  // whose zone and eyes; nil for nobody's
	state values // what inputs hold; nil outside views
	lines []string
}

func (r *renderer) text() string { return strings.Join(r.lines, "\n") }

func (r *renderer) line(s string) {
	if s != "" {
		r.lines = append(r.lines, s)
	}
}

// view renders title, blocks and the buttons at the bottom.
func (r *renderer) view(source object) {
	r.line(textOf(objectOf(source, "title"), "text"))
	r.blocks(objectsOf(source, "blocks"))
	for _, key := range []string{"submit", "close"} {
		if o := objectOf(source, key); o != nil {
			r.line("[" + textOf(o, "text") + "]")
		}
	}
}

func (r *renderer) blocks(blocks []object) {
	for _, b := range blocks {
		r.block(b)
	}
}

func (r *renderer) block(b object) {
	switch textOf(b, "type") {
	case "section":
		r.line(r.object(b["text"]))
		for _, f := range objectsOf(b, "fields") {
			r.line(r.object(f))
		}
		r.element(b, objectOf(b, "accessory"))
	case "header", "alert":
		r.line(r.object(b["text"]))
	case "markdown":
		r.line(textOf(b, "text"))
	case "context", "actions", "context_actions":
		r.row(b)
	case "image", "video":
		r.line(r.object(b["title"]))
		r.line("[" + textOf(b, "alt_text") + "]")
	case "input":
		r.line(r.object(b["label"]))
		r.line(r.object(b["hint"]))
		r.element(b, objectOf(b, "element"))
	case "rich_text":
		for s := range strings.SplitSeq(r.rich(b), "\n") {
			r.line(s)
		}
	case "table", "data_table":
		r.table(b)
	case "data_visualization":
		r.chart(b)
	default:
		r.nested(b)
	}
}

// nested renders the blocks that hold others.
func (r *renderer) nested(b object) {
	for _, key := range []string{"title", "rich_text_title", "subtitle", "body", "subtext", "details", "output"} {
		r.line(r.object(b[key]))
	}
	if textOf(b, "type") == "card" {
		r.elements(b, objectsOf(b, "actions"))
	}
	r.blocks(objectsOf(b, "child_blocks"))
	r.blocks(objectsOf(b, "tasks"))
	if textOf(b, "type") == "carousel" {
		r.blocks(objectsOf(b, "elements"))
	}
	for _, row := range objectsOf(b, "rows") {
		for _, item := range objectsOf(row, "items") {
			r.blocks([]object{objectOf(item, "block")})
		}
	}
}

// object renders a text object, a rich text or a bare string.
func (r *renderer) object(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case object:
		switch textOf(v, "type") {
		case "mrkdwn":
			return r.markup(textOf(v, "text"))
		case "plain_text":
			return textOf(v, "text")
		}
		return r.rich(v)
	}
	return ""
}

// row renders elements that stand side by side.
func (r *renderer) row(b object) {
	var parts []string
	for _, e := range objectsOf(b, "elements") {
		inner := renderer{w: r.w, user: r.user, state: r.state}
		if s := inner.object(e); s != "" {
			parts = append(parts, s)
			continue
		}
		inner.element(b, e)
		parts = append(parts, inner.lines...)
	}
	r.line(strings.Join(parts, " "))
}

func (r *renderer) elements(b object, list []object) {
	for _, e := range list {
		r.element(b, e)
	}
}

// element renders one control with what it holds.
func (r *renderer) element(b, e object) {
	if e == nil {
		return
	}
	switch kind := textOf(e, "type"); kind {
	case "image":
		r.line("[" + textOf(e, "alt_text") + "]")
	case "button", "workflow_button", "icon_button":
		r.line("[" + textOf(objectOf(e, "text"), "text") + "]")
	case "feedback_buttons":
		for _, key := range []string{"positive_button", "negative_button"} {
			r.line("[" + textOf(objectOf(objectOf(e, key), "text"), "text") + "]")
		}
	default:
		r.input(b, e)
	}
}

func (r *renderer) input(b, e object) {
	kind := textOf(e, "type")
	held := r.state.get(textOf(b, "block_id"), textOf(e, "action_id"))
	if held == nil {
		held = initialValue(e)
	}
	shown := r.held(held[valueKeys[kind]])
	if shown == "" {
		shown = textOf(objectOf(e, "placeholder"), "text")
	}
	var names []string
	for _, o := range optionsIn(e) {
		names = append(names, o.Text)
	}
	if len(names) > 0 {
		shown = strings.TrimSpace(shown + " {" + strings.Join(names, " | ") + "}")
	}
	if shown != "" {
		r.line("<" + shown + ">")
	}
}

// held renders the content of an input.
func (r *renderer) held(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return r.name(v)
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, r.held(item))
		}
		return strings.Join(parts, ", ")
	case object:
		if t := objectOf(v, "text"); t != nil {
			return textOf(t, "text")
		}
		return r.rich(v)
	}
	return asText(v)
}

// name is what people read for the id of a user or a channel; anything else
// stays as it is.
func (r *renderer) name(id string) string {
	if u := r.w.user(id); u != nil {
		return "@" + u.RealName
	}
	if c := r.w.channel(id); c != nil && c.Name != "" {
		return "#" + c.Name
	}
	return id
}

func (r *renderer) table(b object) {
	r.line(textOf(b, "caption"))
	for _, row := range listOf(b, "rows") {
		cells, _ := row.([]any)
		var parts []string
		for _, cell := range objectsIn(cells) {
			parts = append(parts, r.cell(cell))
		}
		r.line(strings.Join(parts, " | "))
	}
}

func (r *renderer) cell(c object) string {
	if e := objectOf(c, "element"); e != nil {
		return "[" + textOf(objectOf(e, "text"), "text") + "]"
	}
	if textOf(c, "type") == "rich_text" {
		return r.rich(c)
	}
	if s := textOf(c, "text"); s != "" {
		return s
	}
	return asText(c["value"])
}

func (r *renderer) chart(b object) {
	r.line(textOf(b, "title"))
	chart := objectOf(b, "chart")
	for _, s := range objectsOf(chart, "segments") {
		r.line(fmt.Sprintf("%s: %s", textOf(s, "label"), asText(s["value"])))
	}
	for _, s := range objectsOf(chart, "series") {
		var points []string
		for _, p := range objectsOf(s, "data") {
			points = append(points, fmt.Sprintf("%s %s", textOf(p, "label"), asText(p["value"])))
		}
		r.line(textOf(s, "name") + ": " + strings.Join(points, ", "))
	}
}

// rich renders a rich text: lists with a line for each item.
func (r *renderer) rich(v object) string {
	var b strings.Builder
	for _, e := range objectsOf(v, "elements") {
		switch textOf(e, "type") {
		case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			b.WriteString(r.rich(e))
			if textOf(v, "type") != "rich_text_section" {
				b.WriteByte('\n')
			}
		case "rich_text_list":
			for _, item := range objectsOf(e, "elements") {
				b.WriteString("• " + r.rich(item) + "\n")
			}
		default:
			b.WriteString(r.inline(e))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// inline renders the smallest pieces of a rich text.
func (r *renderer) inline(e object) string {
	switch textOf(e, "type") {
	case "text":
		return textOf(e, "text")
	case "link":
		if s := textOf(e, "text"); s != "" {
			return s
		}
		return textOf(e, "url")
	case "emoji":
		return ":" + textOf(e, "name") + ":"
	case "user":
		return r.name(textOf(e, "user_id"))
	case "channel":
		return r.name(textOf(e, "channel_id"))
	case "usergroup":
		return r.groupName(textOf(e, "usergroup_id"))
	case "broadcast":
		return "@" + textOf(e, "range")
	case "date":
		seconds, _ := numberOf(e, "timestamp")
		return formatDate(time.Unix(int64(seconds), 0), textOf(e, "format"), r.user)
	}
	return ""
}

func (r *renderer) groupName(id string) string {
	for _, g := range r.w.groups {
		if g.ID == id {
			return "@" + g.Handle
		}
	}
	return id
}
