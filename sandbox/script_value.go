package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// pick finds the one control that a story means: by action_id, block_id, or
// what stands on it. A value tells buttons apart that look the same.
func pick(controls []control, target string, value []any) (control, error) {
	var found []control
	for _, c := range controls {
		if c.actionID() == target || c.blockID() == target || c.label() == target ||
			textOf(c.element, "accessibility_label") == target || c.feedback(target) != nil {
			found = append(found, c)
		}
	}
	if len(found) > 1 && len(value) > 0 {
		narrowed := slices.DeleteFunc(slices.Clone(found), func(c control) bool {
			return textOf(c.element, "value") != fmt.Sprint(value[0]) && optionOf(c.element, fmt.Sprint(value[0])) == nil
		})
		if len(narrowed) > 0 {
			found = narrowed
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return control{}, fmt.Errorf("it is not there; there are: %s", labels(controls))
	}
	return control{}, fmt.Errorf("%d controls match", len(found))
}

// labels names what could have been meant.
func labels(controls []control) string {
	var out []string
	for _, c := range controls {
		out = append(out, fmt.Sprintf("%q (%s)", c.label(), c.actionID()))
	}
	return strings.Join(out, ", ")
}

// feedback is the one of two feedback buttons with this text, or nil.
func (c control) feedback(text string) object {
	for _, key := range []string{"positive_button", "negative_button"} {
		if b := objectOf(c.element, key); b != nil && textOf(objectOf(b, "text"), "text") == text {
			return b
		}
	}
	return nil
}

// optionOf finds an option of an element by its text or value, or nil.
func optionOf(e object, name string) object {
	for _, o := range allOptions(e) {
		if textOf(objectOf(o, "text"), "text") == name || textOf(o, "value") == name {
			return o
		}
	}
	return nil
}

// valueFor puts what a story says into the shape that Slack sends for that
// element: {"selected_option": {…}}, {"selected_user": "U…"} and so on.
func (w *Workspace) valueFor(c control, value any) (object, error) {
	kind := c.kind()
	key, stateful := valueKeys[kind]
	switch {
	case kind == "feedback_buttons":
		b := c.feedback(fmt.Sprint(value))
		if b == nil {
			return nil, fmt.Errorf("no feedback button %v", value)
		}
		return object{"text": b["text"], "value": b["value"]}, nil
	case kind == "overflow":
		key = "selected_option"
	case !stateful:
		return object{}, nil // buttons carry their own value
	case value == nil:
		return object{key: emptyValue(kind)}, nil
	}
	if strings.HasPrefix(kind, "multi_") || kind == "checkboxes" {
		list := []any{}
		for _, item := range several(value) {
			one, err := w.singleValue(c, item)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		if most, ok := numberOf(c.element, "max_selected_items"); ok && float64(len(list)) > most {
			return nil, fmt.Errorf("at most %g can be selected", most)
		}
		return object{key: list}, nil
	}
	one, err := w.singleValue(c, value)
	if err != nil {
		return nil, err
	}
	return object{key: one}, nil
}

// several accepts one thing where several can be given.
func several(value any) []any {
	switch v := value.(type) {
	case []any:
		return v
	case []string:
		return anys(v)
	case []*Person:
		return anys(v)
	case []Option:
		return anys(v)
	}
	return []any{value}
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// singleValue is one choice in the form of its element.
func (w *Workspace) singleValue(c control, value any) (any, error) {
	switch kind := strings.TrimPrefix(c.kind(), "multi_"); kind {
	case "static_select", "radio_buttons", "checkboxes", "overflow", "external_select":
		return c.optionValue(value)
	case "users_select":
		return w.userValue(value)
	case "channels_select", "conversations_select":
		if ch := w.channelByName(fmt.Sprint(value)); ch != nil {
			return ch.ID, nil
		}
		if kind == "channels_select" {
			return nil, fmt.Errorf("no channel %v", value)
		}
		return w.userValue(value)
	case "datepicker":
		return timeValue(value, time.DateOnly), nil
	case "timepicker":
		return timeValue(value, "15:04"), nil
	case "datetimepicker":
		if t, ok := value.(time.Time); ok {
			return t.Unix(), nil
		}
		return value, nil
	case "rich_text_input":
		return richText(value), nil
	case "file_input":
		return nil, fmt.Errorf("a file_input cannot be filled by a script")
	}
	return fmt.Sprint(value), nil
}

func (c control) optionValue(value any) (any, error) {
	if o, ok := value.(Option); ok {
		return o.raw, nil
	}
	if o := optionOf(c.element, fmt.Sprint(value)); o != nil {
		return o, nil
	}
	var names []string
	for _, o := range optionsIn(c.element) {
		names = append(names, fmt.Sprintf("%q", o.Text))
	}
	return nil, fmt.Errorf("no option %v; there are: %s", value, strings.Join(names, ", "))
}

func (w *Workspace) userValue(value any) (any, error) {
	if p, ok := value.(*Person); ok {
		return p.id, nil
	}
	if u := w.userByName(fmt.Sprint(value)); u != nil {
		return u.ID, nil
	}
	return nil, fmt.Errorf("nobody is called %v", value)
}

func timeValue(value any, layout string) any {
	if t, ok := value.(time.Time); ok {
		return t.Format(layout)
	}
	return fmt.Sprint(value)
}

// richText is what Slack makes of plain typing into a rich text input.
func richText(value any) any {
	if o, ok := value.(map[string]any); ok {
		return o
	}
	return object{"type": "rich_text", "elements": []any{object{
		"type":     "rich_text_section",
		"elements": []any{object{"type": "text", "text": fmt.Sprint(value)}},
	}}}
}
