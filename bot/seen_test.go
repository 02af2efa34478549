package bot_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/domain"
)

// seen is something that a person sees, as Slack got it.
type seen struct {
	t      testing.TB
	object object
}

// look reads an ack or anything else that is sent as JSON.
func look(t testing.TB, sent any) seen {
	t.Helper()
	s := seen{t: t}
	if sent == nil {
		return s
	}
	raw, err := json.Marshal(sent)
	if err != nil {
		t.Fatalf("write what is sent: %v", err)
	}
	if err := json.Unmarshal(raw, &s.object); err != nil {
		t.Fatalf("read what is sent: %v", err)
	}
	return s
}

// lookAt reads a message or form.
func lookAt(t testing.TB, view any) seen {
	t.Helper()
	switch view := view.(type) {
	case blockkit.Message:
		return look(t, view.Ephemeral())
	case blockkit.Modal:
		request, err := view.Request()
		if err != nil {
			t.Fatalf("build modal: %v", err)
		}
		return look(t, request)
	case blockkit.Home:
		request, err := view.Request()
		if err != nil {
			t.Fatalf("build home: %v", err)
		}
		return look(t, request)
	default:
		t.Fatalf("cannot look at a %T", view)
		return seen{}
	}
}

// words is everything that can be read in it, each text on its line.
func (s seen) words() string {
	var lines []string
	walk(s.object, func(o object) {
		for _, key := range []string{"text", "title", "label", "submit"} {
			if words, ok := o[key].(string); ok {
				lines = append(lines, words)
			}
		}
	})
	return strings.Join(lines, "\n")
}

// wants fails where words are not to be read in it.
func (s seen) wants(words ...string) {
	s.t.Helper()
	for _, w := range words {
		if !strings.Contains(s.words(), w) {
			s.t.Errorf("%q is not in\n%s", w, s.words())
		}
	}
}

// lacks fails where words are to be read in it.
func (s seen) lacks(words ...string) {
	s.t.Helper()
	for _, w := range words {
		if strings.Contains(s.words(), w) {
			s.t.Errorf("%q is in\n%s", w, s.words())
		}
	}
}

// errors are the sentences under the fields of a form that stays open.
func (s seen) errors() map[string]string {
	found := map[string]string{}
	texts, _ := s.object["errors"].(object)
	for field, words := range texts {
		found[field] = text(words)
	}
	return found
}

// stands is what stands in a field to type in.
func (s seen) stands(field string) string {
	words := ""
	walk(s.object, func(o object) {
		if element, ok := o["element"].(object); ok && o["block_id"] == field {
			words = text(element["initial_value"])
		}
	})
	return words
}

// button finds a button by its id and gives its value.
func (s seen) button(id string) string {
	s.t.Helper()
	value, found := "", false
	walk(s.object, func(o object) {
		if blockkit.BaseID(text(o["action_id"])) == id && !found {
			value, found = text(o["value"]), true
		}
	})
	if !found {
		s.t.Fatalf("there is no button %q in\n%s", id, s.words())
	}
	return value
}

// has tells whether there is something to press with this id.
func (s seen) has(id string) bool {
	found := false
	walk(s.object, func(o object) { found = found || blockkit.BaseID(text(o["action_id"])) == id })
	return found
}

// option finds an option by its label and gives its value.
func (s seen) option(label string) string {
	s.t.Helper()
	value := ""
	walk(s.object, func(o object) {
		if name, ok := o["text"].(object); ok && o["value"] != nil && text(name["text"]) == label {
			value = text(o["value"])
		}
	})
	if value == "" {
		s.t.Fatalf("there is no option %q in\n%s", label, s.words())
	}
	return value
}

func walk(value any, visit func(object)) {
	switch value := value.(type) {
	case object:
		visit(value)
		for _, key := range slices.Sorted(maps.Keys(value)) {
			walk(value[key], visit)
		}
	case []any:
		for _, inner := range value {
			walk(inner, visit)
		}
	}
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// recorder is a Slack that remembers what it was asked for.
type recorder struct {
	mu        sync.Mutex
	opened    []blockkit.Modal // views.open
	pushed    []blockkit.Modal // views.push
	updated   []blockkit.Modal // views.update
	homes     []blockkit.Home
	responses []blockkit.Answer
	posts     []posted
	// fail gives an error for a method, such as "OpenView".
	fail map[string]error
	// hook is called on each call, before it is answered.
	hook func(method string)

	people map[string]domain.Person
	groups map[string][]string
	places map[string]domain.Place
}

// posted is one message outside of the outbox.
type posted struct {
	Channel string
	Message blockkit.Message
}

var _ bot.Client = (*recorder)(nil)

func newRecorder() *recorder {
	return &recorder{
		fail: map[string]error{}, people: map[string]domain.Person{}, groups: map[string][]string{},
		places: map[string]domain.Place{
			"CTHANKS":  {ID: "CTHANKS", Name: "thanks", Public: true, Member: true},
			"CGENERAL": {ID: "CGENERAL", Name: "general", Public: true},
			"CSECRET":  {ID: "CSECRET", Name: "secret"},
		},
	}
}

// do answers one call under the lock.
func (r *recorder) do(method string, note func()) error {
	if r.hook != nil {
		r.hook(method)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.fail[method]; err != nil {
		return err
	}
	note()
	return nil
}

func (r *recorder) OpenView(_ context.Context, _ bot.Secret, m blockkit.Modal) (string, error) {
	return "VOPENED", r.do("OpenView", func() { r.opened = append(r.opened, m) })
}

func (r *recorder) PushView(_ context.Context, _ bot.Secret, m blockkit.Modal) (string, error) {
	return "VPUSHED", r.do("PushView", func() { r.pushed = append(r.pushed, m) })
}

func (r *recorder) UpdateView(_ context.Context, _ string, m blockkit.Modal) error {
	return r.do("UpdateView", func() { r.updated = append(r.updated, m) })
}

func (r *recorder) PublishHome(_ context.Context, _ string, h blockkit.Home) error {
	return r.do("PublishHome", func() { r.homes = append(r.homes, h) })
}

func (r *recorder) Respond(_ context.Context, _ bot.Secret, a blockkit.Answer) error {
	return r.do("Respond", func() { r.responses = append(r.responses, a) })
}

func (r *recorder) Post(_ context.Context, channel string, m blockkit.Message) error {
	return r.do("Post", func() { r.posts = append(r.posts, posted{channel, m}) })
}

func (r *recorder) Permalink(_ context.Context, channel, ts string) (string, error) {
	err := r.do("Permalink", func() {})
	return "https://acme.example/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", ""), err
}

func (r *recorder) Profile(_ context.Context, id string) (domain.Person, error) {
	if err := r.do("Profile", func() {}); err != nil {
		return domain.Person{}, err
	}
	p, there := r.people[id]
	if !there {
		return p, domain.Refuse(domain.NotFound, "person.unknown")
	}
	return p, nil
}

func (r *recorder) GroupMembers(_ context.Context, group string) (string, []string, error) {
	members, there := r.groups[group]
	if !there {
		return "", nil, domain.Refuse(domain.NotFound, "person.unknown")
	}
	return "group", members, nil
}

func (r *recorder) Place(_ context.Context, channel string) (domain.Place, error) {
	p, there := r.places[channel]
	if !there {
		return p, domain.Refuse(domain.NotFound, "person.unknown")
	}
	return p, nil
}

func (r *recorder) PlaceMembers(context.Context, string) ([]string, error) { return nil, nil }

// last gives the newest of a list, which must not be empty.
func last[T any](t testing.TB, list []T) T {
	t.Helper()
	if len(list) == 0 {
		var none T
		t.Fatalf("there is no %T", none)
	}
	return list[len(list)-1]
}
