package bot_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// What comes in is made by Slack's clients, which a person can replace by their
// own: fields that are missing, of another type or of another form, and metadata
// and values of buttons that name anything. Whatever comes, the person reads a
// sentence, and nobody else notices.

// script is what a fuzzer decides with: each byte is one decision, and there is
// always one more, of the first kind.
type script []byte

func (s *script) next(n int) int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

func pick[T any](s *script, list []T) T { return list[s.next(len(list))] }

// fields are all that an action of Slack's can hold, as far as anybody reads it.
var fields = []string{
	"value", "selected_option", "selected_options", "selected_user", "selected_users", "selected_conversation", "selected_conversations",
	"selected_channel", "selected_date", "selected_time", "selected_date_time", "rich_text_value", "type", "action_ts", "action_id", "block_id",
}

// world is a company on a bench, and what its forms and buttons look like.
type world struct {
	*bench

	forms  []object
	routes []bot.Route
	ids    []string // of records and people
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{bench: setup(t), forms: bot.Forms(t)}
	lee, grace, bo, hanna := w.line()
	w.kudosInPublic()
	talk, _ := w.conversing()
	w.submit("UGRACE", w.form("UGRACE", "/goals", "new"), shorterWaits())
	w.command("UGRACE", "/kudos", "<@ULEE> for the notes")
	for _, id := range []domain.ID{lee.ID, grace.ID, bo.ID, hanna.ID, talk, w.goalsOf("UGRACE")[0].ID} {
		w.ids = append(w.ids, string(id))
	}
	w.tx(func(ctx context.Context, tx domain.Tx) error {
		given, err := tx.ListKudos(ctx, domain.KudosFilter{Giver: grace.ID, Limit: 1})
		for _, k := range given {
			w.ids = append(w.ids, string(k.ID))
		}
		return err
	})
	for _, r := range w.bot.Routes() {
		if r.Kind == bot.Press || r.Kind == bot.Suggest || r.Kind == bot.Submit || r.Kind == bot.Close {
			w.routes = append(w.routes, r)
		}
	}
	return w
}

// content is what may stand where a text is due: of any length that Slack lets
// through in a button.
func (w *world) content(s *script, words string) string {
	longest := strings.Repeat(words+"m", 2000)
	return pick(s, append([]string{
		words, "", " ", "0", "-1", "1e400", "2026-11-30", "2026-13-41", "0000-00-00", "09:30", "25:61", "UGRACE", "UHANNA", "UNOBODY", "CTHANKS",
		"once:n:" + words, "once:", "{", `{"n":1}`, "null", "\x00\uFFFD", longest[:2000], "monthly", "yes_no", "worth",
	}, w.ids...))
}

// shape is any JSON.
func (w *world) shape(s *script, words string, depth int) any {
	if depth > 3 {
		return words
	}
	switch s.next(11) {
	case 0, 1, 2:
		return w.content(s, words)
	case 3:
		return nil
	case 4:
		return true
	case 5:
		return pick(s, []any{0, -1, 1.5, 1e300, -1 << 62, 1700000000})
	case 6:
		return []any{}
	case 7:
		return []any{w.shape(s, words, depth+1), w.shape(s, words, depth+1)}
	case 8:
		return object{"value": w.shape(s, words, depth+1)}
	case 9:
		return []any{object{"value": w.shape(s, words, depth+1)}}
	default:
		return object{pick(s, append(fields, words)): w.shape(s, words, depth+1)}
	}
}

// typedKeys are how Slack sends what stands in a field.
var typedKeys = []struct {
	key  string
	wrap func(content string) any
}{
	{"value", func(c string) any { return c }},
	{"selected_option", func(c string) any { return object{"value": c} }},
	{"selected_options", func(c string) any { return []any{object{"value": c}, object{"value": c}, nil} }},
	{"selected_user", func(c string) any { return c }},
	{"selected_users", func(c string) any { return []any{c, "ULEE", c} }},
	{"selected_conversation", func(c string) any { return c }},
	{"selected_channel", func(c string) any { return c }},
	{"selected_date", func(c string) any { return c }},
	{"selected_time", func(c string) any { return c }},
	{"selected_date_time", func(c string) any { return len(c) * 1e7 }},
	{"rich_text_value", func(c string) any { return object{"type": "rich_text", "elements": []any{c}} }},
	{"selected_option", func(string) any { return nil }},
}

// filled is what stands in a field: what belongs there, what could, or nothing.
func (w *world) filled(s *script, kind, words string) any {
	content := object{"type": kind}
	switch s.next(4) {
	case 0:
		content["value"], content["selected_date"], content["selected_time"] = words, "2026-12-01", "10:00"
		content["selected_option"], content["selected_options"] = object{"value": w.content(s, words)}, []any{object{"value": w.content(s, words)}}
		content["selected_users"], content["selected_user"] = []any{"UBO"}, "ULEE"
	case 1:
		for _, k := range typedKeys {
			content[k.key] = k.wrap(w.content(s, words))
		}
	case 2:
		k := pick(s, typedKeys)
		content[k.key] = k.wrap(w.content(s, words))
	default: // nobody touched it
	}
	return content
}

// metadata is what a form carries.
func (w *world) metadata(s *script, form object, words string) any {
	switch s.next(5) {
	case 0:
		return form["private_metadata"]
	case 1:
		raw, err := json.Marshal(object{"n": w.unique("n"), "s": pick(s, append(w.ids, words)), "v": s.next(4), "x": w.shape(s, words, 0)})
		if err != nil {
			w.t.Fatal(err)
		}
		return string(raw)
	case 2:
		raw, err := json.Marshal(w.shape(s, words, 0))
		if err != nil {
			w.t.Fatal(err)
		}
		return string(raw)
	case 3:
		return words
	default:
		return ""
	}
}

// view is a form as it comes back.
func (w *world) view(s *script, words string) object {
	view := maps.Clone(pick(s, w.forms))
	values := object{}
	blocks, _ := view["blocks"].([]any)
	for _, raw := range blocks {
		block, _ := raw.(object)
		element, _ := block["element"].(object)
		if id := text(block["block_id"]); element != nil && s.next(8) < 7 {
			values[id] = object{text(element["action_id"]): w.filled(s, text(element["type"]), words)}
		}
	}
	if s.next(8) == 7 { // one that is of no shape that a field has
		values[pick(s, append(slices.Sorted(maps.Keys(values)), words))] = object{words: object{pick(s, fields): w.shape(s, words, 0)}}
	}
	view["id"], view["state"] = w.unique("V"), object{"values": values}
	view["private_metadata"] = w.metadata(s, view, words)
	if s.next(16) == 15 {
		view[pick(s, []string{"state", "blocks", "id", "hash", "callback_id", "private_metadata", "root_view_id"})] = w.shape(s, words, 0)
	}
	return view
}

// payload is something that somebody does.
func (w *world) payload(s *script, words string) object {
	user := pick(s, []string{"UGRACE", "ULEE", "UHANNA", "UBO"})
	if s.next(2) == 0 {
		p := w.interaction("view_submission", user)
		p["view"] = w.view(s, words)
		return p
	}
	route := pick(s, w.routes)
	var p object
	switch route.Kind {
	case bot.Press:
		p = w.pressPayload(user, pressed{ID: route.ID, Value: w.content(s, words), Option: w.content(s, words), Ephemeral: s.next(2) == 0})
		if s.next(3) == 0 {
			p["view"] = w.view(s, words)
		}
		if s.next(3) == 0 {
			p["actions"] = []any{object{"action_id": route.ID, "action_ts": w.unique("1."), pick(s, fields): w.shape(s, words, 0)}}
		}
	case bot.Suggest:
		p = w.interaction("block_suggestion", user)
		p["action_id"], p["value"], p["view"] = route.ID, w.content(s, words), w.view(s, words)
	default:
		kind := map[bot.Kind]string{bot.Submit: "view_submission", bot.Close: "view_closed"}[route.Kind]
		p = w.interaction(kind, user)
		view := w.view(s, words)
		view["callback_id"] = route.ID
		p["view"] = view
	}
	if s.next(16) == 15 {
		p[pick(s, slices.Sorted(maps.Keys(p)))] = w.shape(s, words, 0)
	}
	return p
}

// try lets somebody do something, and looks for what must not happen.
func (w *world) try(t *testing.T, decisions []byte, words string) {
	t.Helper()
	w.t = t
	s := script(decisions)
	p := w.payload(&s, words)
	answer, strange := w.come(t, socket.TypeInteraction, p)
	w.fits(t, p, answer)
	if p["type"] == "view_submission" && strange && answer == nil {
		t.Error("a form that cannot be read closes as if it were saved")
	}
}

// say lets somebody type something, and looks for what must not happen.
func (w *world) say(t *testing.T, command byte, words string) {
	t.Helper()
	w.t = t
	commands := []string{"/kudos", "/checkin", "/goals", "/rapport"}
	p := commandPayload("UGRACE", commands[int(command)%len(commands)], words, w.unique("trigger"))
	answer, _ := w.come(t, socket.TypeCommand, p)
	views := len(w.slack.opened) + len(w.slack.pushed) + len(w.slack.updated)
	if answer == nil && views+len(w.slack.responses)+len(w.slack.posts) == 0 {
		t.Errorf("%s %q is left without an answer", p["command"], words)
	}
	w.calls(t, look(t, answer).object)
	for _, r := range w.slack.responses {
		w.calls(t, look(t, r).object)
	}
	w.fits(t, p, answer)
}

// pings are what makes Slack call people, where it reads a text as markup.
var pings = regexp.MustCompile(`<[!@](?:channel|here|everyone|subteam|[UW])`)

// calls fails where a message calls somebody: none of the answers here does.
func (w *world) calls(t *testing.T, message object) {
	t.Helper()
	marked := []string{text(message["text"])}
	walk(message["blocks"], func(o object) {
		if o["type"] == "mrkdwn" {
			marked = append(marked, text(o["text"]))
		}
	})
	for _, words := range marked {
		if ping := pings.FindString(words); ping != "" {
			t.Errorf("%s stands in %q", ping, words)
		}
	}
}

// come lets a payload come in; strange tells that it could not be read.
func (w *world) come(t *testing.T, envelope string, p object) (answer any, strange bool) {
	t.Helper()
	w.slack.opened, w.slack.pushed, w.slack.updated, w.slack.responses, w.slack.posts = nil, nil, nil, nil, nil
	w.log.Reset()
	before := w.counts()
	answer, err := w.send(envelope, p)
	if err != nil {
		t.Errorf("not acked: %v", err)
	}
	after := w.counts()
	strange = after["bot_unreadable"] > before["bot_unreadable"]
	if strange { // who acted reads that something broke
		before["broke"] = after["broke"]
	}
	before["bot_unreadable"] = after["bot_unreadable"]
	if !maps.Equal(before, after) {
		raw, err := json.MarshalIndent(p, "", " ")
		t.Errorf("got %v, before %v\n%.4000s\n%s%v", after, before, w.log.String(), raw, err)
	}
	return answer, strange
}

// fits looks whether Slack would take what is answered: an error under a block
// that is no input is refused, and what was typed is lost.
func (w *world) fits(t *testing.T, p object, answer any) {
	t.Helper()
	var inputs []string
	view, _ := p["view"].(object)
	blocks, _ := view["blocks"].([]any)
	for _, raw := range blocks {
		if block, _ := raw.(object); block["type"] == "input" {
			inputs = append(inputs, text(block["block_id"]))
		}
	}
	errors, _ := look(t, answer).object["errors"].(object)
	for block, words := range errors {
		if !slices.Contains(inputs, block) || text(words) == "" {
			t.Errorf("%q stands under %q, which is no input of %v", words, block, inputs)
		}
	}
	for _, modal := range slices.Concat(w.slack.opened, w.slack.pushed, w.slack.updated) {
		lookAt(t, modal)
	}
}

// counts are what must not grow, and what cannot be read.
func (w *world) counts() map[string]int {
	counts := map[string]int{"broke": w.Meter.Of("bot_refusals", string(domain.Internal))}
	for _, name := range []string{"bot_panics", "bot_hanging", "bot_untold", "bot_call_failed", "bot_unreadable"} {
		counts[name] = w.Meter.Sum(name)
	}
	return counts
}

func FuzzInteractions(f *testing.F) {
	w := newWorld(f)
	dice := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		f.Add(throws(dice), "Grüße <@UGRACE> *x*")
	}
	f.Fuzz(func(t *testing.T, decisions []byte, words string) { w.try(t, decisions, words) })
}

// throws are decisions for one payload.
func throws(dice *rand.Rand) []byte {
	decisions := make([]byte, 200)
	for i := range decisions {
		decisions[i] = byte(dice.IntN(256))
	}
	return decisions
}

// A thousand throws of the dice, the same each time, so that each route meets
// each shape also where nobody fuzzes.
func TestInteractions_WhateverComes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dice := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		if w.try(t, throws(dice), "Grüße <@UGRACE> *x*"); t.Failed() {
			return
		}
	}
}

// typedByHand are texts behind a command that nobody means well with.
var typedByHand = []string{
	"", "<@UGRACE> <@ULEE> for it", "<@ULEE|lee> #craft &lt;!channel&gt; <!here> for it", "<!subteam^S1|@all> <#CTHANKS|thanks> for it", "@lee for it #", "<<<@",
	"<@U\x00>", "give", "undo", "help", "received", "given", "new", "away until 31.2.2027", "away until \u202e2", "why <@ULEE>", "keep " + "#", "😀 \u200d\u200d <@ULEE> \ufffd",
	"privacy", "file", "pause", "hours", "prefer", "who", "<@UNOBODY> for it", "<https://x.example|<!channel>> <mailto:a@x|b>", "list 999999999999999999999", "<@ULEE> <@ULEE>",
}

func FuzzCommands(f *testing.F) {
	w := newWorld(f)
	for i, words := range typedByHand {
		f.Add(byte(i), words)
	}
	f.Fuzz(func(t *testing.T, command byte, words string) { w.say(t, command, words) })
}

func TestInteractions_UnreadableForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	form := w.submitPayload("UGRACE", w.form("UGRACE", "/goals", "new"), shorterWaits())
	view, _ := form["view"].(object)
	state, _ := view["state"].(object)
	values, _ := state["values"].(object)
	values[bot.FieldGoalTitle] = object{"text": object{"value": []any{"a list where a text is due", 7}}}
	problems := w.answered(socket.TypeInteraction, form).errors()
	if len(problems) != 1 || !strings.Contains(problems[bot.FieldGoalTitle], "reference") {
		t.Errorf("got %v, want the form to stay open with a reference", problems)
	}
	if log := w.log.String(); !strings.Contains(log, `\"view.state.values.value\" is of the kind array`) || strings.Contains(log, "where a text is due") {
		t.Errorf("the log says %s", log)
	}
	if n := len(w.goalsOf("UGRACE")); n != 1 {
		t.Errorf("got %d goals, want the one from before", n)
	}
}

func TestInteractions_NoteOfAnotherVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.press("UGRACE", pressed{ID: bot.PressKudosForm, Value: "v0:ULEE"})
	said := last(t, w.slack.responses)
	if words := look(t, said).words(); !strings.Contains(words, "earlier version of Rapport") {
		t.Errorf("got %q", words)
	}
	form := w.submitPayload("UGRACE", w.form("UGRACE", "/kudos", ""), object{"recipients": people("ULEE"), "text": typed("thanks")})
	view, _ := form["view"].(object)
	view["private_metadata"] = `{"n":"n1","x":["another note"]}`
	for _, problem := range w.answered(socket.TypeInteraction, form).errors() {
		if !strings.Contains(problem, "earlier version of Rapport") {
			t.Errorf("got %q", problem)
		}
	}
}
