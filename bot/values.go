package bot

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// Values is what stands in the fields of a form or message. A field is found by
// the id of its block; what follows a "~" in it only tells Slack that the field
// was emptied on purpose.
type Values struct {
	fields   map[string]action
	blocks   map[string]string // the block id in the view, by field
	declared []string          // what the route says it reads; nil is anything
}

// valuesOf reads Slack's state.
func valuesOf(s state) Values {
	v := Values{fields: map[string]action{}, blocks: map[string]string{}}
	for block, elements := range s.Values {
		field, _, _ := strings.Cut(block, "~")
		for _, content := range elements {
			v.fields[field] = content
			v.blocks[field] = block
		}
	}
	return v
}

// field finds a field. A handler that reads what its route does not declare
// fails in tests: the declared fields are compared with the form.
func (v Values) field(name string) action {
	if testing.Testing() && v.declared != nil && !slices.Contains(v.declared, name) {
		panic(fmt.Sprintf("field %q is read and not declared in the route", name))
	}
	return v.fields[name]
}

// Has tells whether the form held the field at all.
func (v Values) Has(name string) bool {
	_, there := v.fields[name]
	return there
}

// Names lists the fields that the form held, sorted; forms with a changing
// number of questions go through them.
func (v Values) Names() []string { return slices.Sorted(maps.Keys(v.fields)) }

// Text is what was typed.
func (v Values) Text(name string) string { return v.field(name).Value }

// Rich is what was typed into a field with formatting, as Slack sends it.
func (v Values) Rich(name string) json.RawMessage { return v.field(name).RichTextValue }

// Choice is the chosen option, or empty.
func (v Values) Choice(name string) string {
	f := v.field(name)
	if f.SelectedOption != nil {
		return f.SelectedOption.Value
	}
	return ""
}

// Choices are the chosen options.
func (v Values) Choices(name string) []string {
	var list []string
	for _, o := range v.field(name).SelectedOptions {
		list = append(list, o.Value)
	}
	return list
}

// Users are the Slack ids of the people chosen, also where only one can be.
func (v Values) Users(name string) []string {
	f := v.field(name)
	if f.SelectedUser != "" {
		return []string{f.SelectedUser}
	}
	return f.SelectedUsers
}

// User is the Slack id of the one person chosen, or empty.
func (v Values) User(name string) string {
	if users := v.Users(name); len(users) > 0 {
		return users[0]
	}
	return ""
}

// Place is the Slack id of the channel chosen, or empty.
func (v Values) Place(name string) string {
	f := v.field(name)
	if f.SelectedConversation != "" {
		return f.SelectedConversation
	}
	return f.SelectedChannel
}

// Date is the day chosen; zero where none was.
func (v Values) Date(name string) domain.Date {
	d, err := domain.ParseDate(v.field(name).SelectedDate)
	if err != nil {
		return domain.Date{} // Slack sends a date or nothing
	}
	return d
}

// Time is the time of day chosen, and whether one was.
func (v Values) Time(name string) (domain.TimeOfDay, bool) {
	t, err := domain.ParseTimeOfDay(v.field(name).SelectedTime)
	return t, err == nil
}

// Moment is the instant chosen in a field for day and time; zero where none was.
func (v Values) Moment(name string) time.Time {
	if unix := v.field(name).SelectedDateTime; unix > 0 {
		return time.Unix(unix, 0).UTC()
	}
	return time.Time{}
}

// digest is all contents in a fixed order, for telling an edited submission from
// a repeated one.
func (v Values) digest() []string {
	var parts []string
	for _, name := range v.Names() {
		f := v.fields[name]
		parts = append(parts, name, f.content())
	}
	return parts
}

// content is everything that an action holds but its time.
func (a action) content() string {
	a.ActionTS = ""
	raw, err := json.Marshal(a)
	if err != nil {
		return a.Value // strings and raw JSON that was read before; it cannot fail
	}
	return string(raw)
}

// chosen is what a press says: the button's value or the chosen option.
func (a action) chosen() string {
	switch {
	case a.SelectedOption != nil:
		return a.SelectedOption.Value
	case a.SelectedUser != "":
		return a.SelectedUser
	case a.SelectedDate != "":
		return a.SelectedDate
	case a.SelectedConversation != "":
		return a.SelectedConversation
	default:
		return a.Value
	}
}
