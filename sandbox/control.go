package sandbox

import "strings"

// control is an element that a person can use, and where it stands.
type control struct {
	block   object
	element object
}

func (c control) blockID() string  { return textOf(c.block, "block_id") }
func (c control) actionID() string { return textOf(c.element, "action_id") }
func (c control) kind() string     { return textOf(c.element, "type") }
func (c control) isInput() bool    { return textOf(c.block, "type") == "input" }

// label is what stands on a control: a button's text, an input's label, a
// select's placeholder.
func (c control) label() string {
	if c.isInput() {
		return textOf(objectOf(c.block, "label"), "text")
	}
	for _, key := range []string{"text", "placeholder"} {
		if o := objectOf(c.element, key); o != nil {
			return textOf(o, "text")
		}
	}
	return ""
}

// interactiveTypes are the elements that carry an action_id.
var interactiveTypes = map[string]bool{
	"button": true, "overflow": true, "radio_buttons": true, "checkboxes": true,
	"datepicker": true, "timepicker": true, "datetimepicker": true,
	"plain_text_input": true, "rich_text_input": true, "email_text_input": true,
	"url_text_input": true, "number_input": true, "file_input": true,
	"static_select": true, "external_select": true, "users_select": true,
	"conversations_select": true, "channels_select": true,
	"multi_static_select": true, "multi_external_select": true, "multi_users_select": true,
	"multi_conversations_select": true, "multi_channels_select": true,
	"workflow_button": true, "feedback_buttons": true, "icon_button": true,
}

// elementsOf lists the elements of one block, at whatever place its type keeps
// them: an accessory, a list, an input's element, a cell, a card's actions.
func elementsOf(b object) []object {
	var out []object
	switch textOf(b, "type") {
	case "section":
		out = append(out, objectOf(b, "accessory"))
	case "input":
		out = append(out, objectOf(b, "element"))
	case "card":
		out = append(out, objectsOf(b, "actions")...)
	case "actions", "context_actions":
		out = append(out, objectsOf(b, "elements")...)
	case "table", "data_table":
		for _, row := range listOf(b, "rows") {
			cells, _ := row.([]any)
			for _, cell := range objectsIn(cells) {
				out = append(out, objectOf(cell, "element"))
			}
		}
	}
	return out
}

// flatten lists blocks with the blocks inside them: containers, layouts,
// carousels, plans.
func flatten(blocks []object) []object {
	var out []object
	for _, b := range blocks {
		out = append(out, b)
		switch textOf(b, "type") {
		case "container":
			out = append(out, flatten(objectsOf(b, "child_blocks"))...)
		case "carousel":
			out = append(out, flatten(objectsOf(b, "elements"))...)
		case "plan":
			out = append(out, flatten(objectsOf(b, "tasks"))...)
		case "layout":
			for _, row := range objectsOf(b, "rows") {
				for _, item := range objectsOf(row, "items") {
					if inner := objectOf(item, "block"); inner != nil {
						out = append(out, flatten([]object{inner})...)
					}
				}
			}
		}
	}
	return out
}

// controlsOf lists everything that can be used in a list of blocks.
func controlsOf(blocks []object) []control {
	var out []control
	for _, b := range flatten(blocks) {
		for _, e := range elementsOf(b) {
			if e != nil && interactiveTypes[textOf(e, "type")] {
				out = append(out, control{block: b, element: e})
			}
		}
	}
	return out
}

// withIDs copies blocks and gives an id to each block and element that has none.
func (w *Workspace) withIDs(blocks []object) []object {
	if blocks == nil {
		return nil
	}
	blocks = cloneBlocks(blocks)
	for _, b := range flatten(blocks) {
		if textOf(b, "block_id") == "" {
			b["block_id"] = w.shortID()
		}
		for _, e := range elementsOf(b) {
			if e != nil && interactiveTypes[textOf(e, "type")] && textOf(e, "action_id") == "" {
				e["action_id"] = w.shortID()
			}
		}
	}
	return blocks
}

// controlAt finds a control by its ids, or answers false.
func controlAt(blocks []object, block, action string) (control, bool) {
	for _, c := range controlsOf(blocks) {
		if c.blockID() == block && c.actionID() == action {
			return c, true
		}
	}
	return control{}, false
}

// initialState is the form as it looks before anybody has touched it.
func initialState(blocks []object) values {
	state := values{}
	for _, c := range controlsOf(blocks) {
		if v := initialValue(c.element); v != nil {
			state.set(c.blockID(), c.actionID(), v)
		}
	}
	return state
}

// valueKeys name the field that carries the content of each stateful element,
// in state and in actions.
var valueKeys = map[string]string{
	"plain_text_input": "value", "email_text_input": "value", "url_text_input": "value",
	"number_input": "value", "rich_text_input": "rich_text_value", "file_input": "files",
	"radio_buttons": "selected_option", "checkboxes": "selected_options",
	"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
	"static_select": "selected_option", "external_select": "selected_option",
	"users_select": "selected_user", "conversations_select": "selected_conversation", "channels_select": "selected_channel",
	"multi_static_select": "selected_options", "multi_external_select": "selected_options",
	"multi_users_select": "selected_users", "multi_conversations_select": "selected_conversations",
	"multi_channels_select": "selected_channels",
}

// initialKeys name where an element keeps what it starts with.
func initialKey(kind string) string {
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input":
		return "initial_value"
	}
	return "initial_" + strings.TrimPrefix(valueKeys[kind], "selected_")
}

// emptyValue is what an untouched element reports: an empty list where several
// things can be chosen, else null.
func emptyValue(kind string) any {
	if strings.HasPrefix(kind, "multi_") || kind == "checkboxes" || kind == "file_input" {
		return []any{}
	}
	return nil
}

// initialValue is nil for elements without a state: buttons, overflow menus.
func initialValue(e object) object {
	kind := textOf(e, "type")
	key, ok := valueKeys[kind]
	if !ok {
		return nil
	}
	v, given := e[initialKey(kind)]
	if !given || v == nil {
		v = emptyValue(kind)
	}
	out := object{"type": kind, key: v}
	if kind == "timepicker" && textOf(e, "timezone") != "" {
		out["timezone"] = e["timezone"]
	}
	return out
}

// keeping takes over what was filled in before, where ids and type still match.
func (v values) keeping(old values) values {
	for block, actions := range v {
		for action, fresh := range actions {
			if was := old.get(block, action); was != nil && was["type"] == fresh["type"] {
				v[block][action] = was
			}
		}
	}
	return v
}

// merge lays the state that a page sends over the one that is known, and
// ignores what names no element.
func (v values) merge(sent object) {
	for block, actions := range sent {
		inner, _ := actions.(object)
		for action, value := range inner {
			known := v.get(block, action)
			o, ok := value.(object)
			if known != nil && ok {
				o = clone(o)
				o["type"] = known["type"]
				v[block][action] = o
			}
		}
	}
}
