package sandbox_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// formWith opens a modal with one input of any kind and returns it with the
// callback that its submission made.
func formWith(t *testing.T, b *testBundle, element string) *sandbox.View {
	t.Helper()
	var view slack.ModalViewRequest
	check(t, json.Unmarshal([]byte(modal(`,"submit":`+txt("S"), `{"type":"input","block_id":"b","optional":true,"label":`+txt("L")+`,"element":`+element+`}`)), &view))
	return openForm(t, b, view)
}

func TestFill(t *testing.T) {
	t.Parallel()
	choices := `"options":[` + option("a") + `,` + option("b") + `]`
	noon := time.Date(2000, 1, 3, 12, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name, element string
		value         any
		want          string // the value as Slack sends it, "" where filling is refused
	}{
		{"text", `{"type":"plain_text_input"}`, "x", `{"type":"plain_text_input","value":"x"}`},
		{"nothing", `{"type":"plain_text_input","initial_value":"x"}`, nil, `{"type":"plain_text_input","value":null}`},
		{"a number", `{"type":"number_input","is_decimal_allowed":false}`, 3, `{"type":"number_input","value":"3"}`},
		{"an option by value", `{"type":"static_select",` + choices + `}`, "b", `{"selected_option":` + option("b") + `,"type":"static_select"}`},
		{"an option that is not there", `{"type":"static_select",` + choices + `}`, "c", ""},
		{"several options", `{"type":"checkboxes",` + choices + `}`, []string{"a", "b"}, `{"selected_options":[` + option("a") + `,` + option("b") + `],"type":"checkboxes"}`},
		{"one option where several may be", `{"type":"multi_static_select",` + choices + `}`, "a", `{"selected_options":[` + option("a") + `],"type":"multi_static_select"}`},
		{"more than allowed", `{"type":"multi_static_select","max_selected_items":1,` + choices + `}`, []string{"a", "b"}, ""},
		{"nobody", `{"type":"multi_users_select"}`, nil, `{"selected_users":[],"type":"multi_users_select"}`},
		{"a person", `{"type":"users_select"}`, "@grace", `{"selected_user":"U0GRACE","type":"users_select"}`},
		{"a channel", `{"type":"channels_select"}`, "#general", `{"selected_channel":"C0GENERAL","type":"channels_select"}`},
		{"no channel", `{"type":"channels_select"}`, "grace", ""},
		{"a conversation with a person", `{"type":"conversations_select"}`, "grace", `{"selected_conversation":"U0GRACE","type":"conversations_select"}`},
		{"a date", `{"type":"datepicker"}`, noon, `{"selected_date":"2000-01-03","type":"datepicker"}`},
		{"a time", `{"type":"timepicker"}`, noon, `{"selected_time":"12:30","type":"timepicker"}`},
		{"a moment", `{"type":"datetimepicker"}`, noon, `{"selected_date_time":946902600,"type":"datetimepicker"}`},
		{"a file", `{"type":"file_input"}`, "x", ""},
		{"rich text", `{"type":"rich_text_input"}`, "x", `{"rich_text_value":{"elements":[{"elements":[{"text":"x","type":"text"}],"type":"rich_text_section"}],"type":"rich_text"},"type":"rich_text_input"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := setupApp(t)
			v := formWith(t, b, c.element)
			err := v.Fill("L", c.value)
			if c.want == "" {
				if err == nil {
					t.Error("it was filled")
				}
				return
			}
			check(t, err)
			must(v.Submit(within(t)))(t)
			envelopes := b.w.Envelopes()
			view := as[map[string]any](t, envelopes[len(envelopes)-1].Payload["view"])
			state := as[map[string]any](t, view["state"])
			blocks := as[map[string]any](t, state["values"])
			values := as[map[string]any](t, blocks["b"])
			for _, got := range values {
				if text := string(must(json.Marshal(got))(t)); text != string(sorted(t, c.want)) {
					t.Errorf("got %s, want %s", text, c.want)
				}
			}
		})
	}
}

// sorted writes JSON with its keys in order.
func sorted(t *testing.T, text string) []byte {
	t.Helper()
	var v any
	check(t, json.Unmarshal([]byte(text), &v))
	return must(json.Marshal(v))(t)
}

func TestComplaints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, element string
		value         any
		refused       bool
	}{
		{"an address", `{"type":"email_text_input"}`, "ada@example.com", false},
		{"no address", `{"type":"email_text_input"}`, "ada", true},
		{"a link", `{"type":"url_text_input"}`, "https://x.example", false},
		{"no link", `{"type":"url_text_input"}`, "x", true},
		{"a number", `{"type":"number_input","is_decimal_allowed":true,"min_value":"1","max_value":"3"}`, "2.5", false},
		{"no number", `{"type":"number_input","is_decimal_allowed":true}`, "two", true},
		{"no whole number", `{"type":"number_input","is_decimal_allowed":false}`, "2.5", true},
		{"too little", `{"type":"number_input","is_decimal_allowed":false,"min_value":"3"}`, "2", true},
		{"too much", `{"type":"number_input","is_decimal_allowed":false,"max_value":"1"}`, "2", true},
		{"too short", `{"type":"plain_text_input","min_length":3}`, "ab", true},
		{"too long", `{"type":"plain_text_input","max_length":3}`, "abcd", true},
		{"runes, not bytes", `{"type":"plain_text_input","max_length":3}`, "äöü", false},
		{"empty and optional", `{"type":"plain_text_input","min_length":3}`, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := setupApp(t)
			v := formWith(t, b, c.element)
			check(t, v.Fill("L", c.value))
			s := must(v.Submit(within(t)))(t)
			if refused := s.Errors["b"] != ""; refused != c.refused || s.Closed == c.refused {
				t.Errorf("got %+v, want refused %v", s, c.refused)
			}
		})
	}
}

func TestDispatchAction(t *testing.T) {
	t.Parallel()
	b := setupApp(t)
	var view slack.ModalViewRequest
	check(t, json.Unmarshal([]byte(modal(`,"submit":`+txt("S"),
		`{"type":"input","block_id":"loud","dispatch_action":true,"label":`+txt("Loud")+`,"element":{"type":"users_select","action_id":"who"}},`+
			`{"type":"input","block_id":"quiet","label":`+txt("Quiet")+`,"element":{"type":"users_select","action_id":"who"}}`)), &view))
	v := openForm(t, b, view)
	got := make(chan slack.InteractionCallback, 2)
	b.app.onInteraction(func(i slack.InteractionCallback) any { got <- i; return nil })
	check(t, v.Click(within(t), "Quiet", "ada"))
	check(t, v.Click(within(t), "Loud", "grace"))
	i := <-got
	a := i.ActionCallback.BlockActions[0]
	if a.BlockID != "loud" || a.SelectedUser != "U0GRACE" {
		t.Errorf("got %+v, want only the input that dispatches", a)
	}
	if state := i.View.State.Values; state["quiet"]["who"].SelectedUser != "U0ADA" || state["loud"]["who"].SelectedUser != "U0GRACE" {
		t.Errorf("got state %+v", state)
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	b := setupApp(t)
	v := formWith(t, b, `{"type":"external_select","min_query_length":1}`)
	answers := []any{
		map[string]any{"options": []any{map[string]any{"text": plainText("Grace"), "value": "7"}}},
		map[string]any{"option_groups": []any{map[string]any{"label": plainText("G"), "options": []any{map[string]any{"text": plainText("Lin"), "value": "8"}}}}},
		map[string]any{"options": []any{}},
		map[string]any{}, // what slack-go makes of no options: Slack wants the list
		map[string]any{"options": []any{map[string]any{"text": plainText(long(76)), "value": "9"}}},
	}
	b.app.onInteraction(func(i slack.InteractionCallback) any {
		if i.Type != slack.InteractionTypeBlockSuggestion {
			return nil
		}
		next := answers[0]
		answers = answers[1:]
		return next
	})
	for _, want := range []string{"Grace", "Lin", ""} {
		found := must(v.Search(within(t), "L", "g"))(t)
		if want == "" && len(found) != 0 || want != "" && (len(found) != 1 || found[0].Text != want) {
			t.Errorf("got %v, want %q", found, want)
		}
		if want == "Grace" {
			check(t, v.Fill("L", found[0]))
		}
	}
	for range 2 {
		if _, err := v.Search(within(t), "L", "g"); !isTrouble(err) {
			t.Errorf("got %v, want trouble", err)
		}
	}
	if s := must(v.Submit(within(t)))(t); !s.Closed {
		t.Errorf("got %+v", s)
	}
}
