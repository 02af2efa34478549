package bot

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// The tests of views look inside the package: views are its nouns and are shown
// to nobody but the handlers. A view is a pure function, so each has a sample
// in testdata, which shows a change of it as a change of a file.

var update = flag.Bool("update", false, "write the golden files of views anew")

// samples are the views of each noun by the name of their file: a
// blockkit.Message, Modal or Home. A noun adds its function.
var samples = []func(*sentence.Voice) map[string]any{
	coreSamples,
	kudosSamples,
	feedbackSamples,
	concernSamples, accessSamples, policyPageSamples,
	conversationSamples,
	goalSamples,
	prioritySamples,
	coachingSamples,
	fairnessSamples,
	expectationSamples,
	fundSamples,
	seasonSamples,
	caseSamples,
	growthSamples,
	roundSamples,
	homeSamples,
	sentSamples,
	digestSamples,
	awaySamples,
	personSamples,
	policySamples,
	reportingSamples,
	fileSamples,
	retentionSamples,
	erasureSamples,
}

func allSamples(v *sentence.Voice) map[string]any {
	all := map[string]any{}
	for _, noun := range samples {
		maps.Copy(all, noun(v))
	}
	return all
}

// coreSamples are the views that belong to no noun.
func coreSamples(v *sentence.Voice) map[string]any {
	return map[string]any{
		"help":         helpView(v, ""),
		"help_unknown": helpView(v, "frobnicate"),
		"loading":      loadingView(v),
		"notice":       noticeView(v, sentences(v, "", v.Say("request.busy"))),
		"refusal":      sentences(v, "for *everything* <!channel>", v.Say("kudos.oneself"), v.Say("kudos.broadcast")),
	}
}

func testVoice(t testing.TB) *sentence.Voice {
	t.Helper()
	book, err := sentence.New()
	if err != nil {
		t.Fatalf("read catalogue: %v", err)
	}
	return book.In("en").At(time.UTC)
}

// asSent is a view as Slack gets it.
func asSent(t testing.TB, view any) map[string]any {
	t.Helper()
	var sent any
	var err error
	switch view := view.(type) {
	case blockkit.Message:
		sent = map[string]any{"text": view.FallbackText(), "blocks": view.Build()}
	case blockkit.Modal:
		sent, err = view.Request()
	case blockkit.Home:
		sent, err = view.Request()
	default:
		t.Fatalf("a sample is a %T; it should be a message, a modal or a home", view)
	}
	if err != nil {
		t.Fatalf("build view: %v", err)
	}
	raw, err := json.Marshal(sent)
	if err != nil {
		t.Fatalf("write view: %v", err)
	}
	var object map[string]any
	if err := json.Unmarshal(raw, &object); err != nil {
		t.Fatalf("read view: %v", err)
	}
	return object
}

func TestViews_LookAsReviewed(t *testing.T) {
	t.Parallel()
	for name, view := range allSamples(testVoice(t)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, filepath.Join("testdata", "en", name+".json"), asSent(t, view))
		})
	}
}

// golden compares with a file. A file that is not there yet is written and
// fails, so that somebody looks at it before it counts.
func golden(t *testing.T, file string, view map[string]any) {
	t.Helper()
	var out bytes.Buffer
	writer := json.NewEncoder(&out)
	writer.SetEscapeHTML(false)
	writer.SetIndent("", "  ")
	if err := writer.Encode(view); err != nil {
		t.Fatalf("write view: %v", err)
	}
	want, err := os.ReadFile(file)
	if *update || os.IsNotExist(err) {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatalf("make folder: %v", err)
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatalf("write golden file: %v", err)
		}
		if !*update {
			t.Errorf("%s is new; look at it and run again", file)
		}
		return
	}
	if err != nil {
		t.Fatalf("read golden file: %v", err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("%s (-want +got); run with -update if it should be so\n%s", file, diff)
	}
}

func TestViews_HaveNoGoldenFileTooMany(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/en/*.json")
	if err != nil {
		t.Fatalf("list golden files: %v", err)
	}
	known := allSamples(testVoice(t))
	for _, file := range files {
		if _, there := known[strings.TrimSuffix(filepath.Base(file), ".json")]; !there {
			t.Errorf("%s belongs to no view", file)
		}
	}
}

// table is the bot's routes, without anything behind them.
func table(t testing.TB) map[routeKey]Route {
	t.Helper()
	return New(Config{Practice: domain.Practice{}}).router.routes
}

func TestViews_PressOnlyWhatIsRouted(t *testing.T) {
	t.Parallel()
	routes := table(t)
	for name, view := range allSamples(testVoice(t)) {
		for _, e := range elementsOf(asSent(t, view)) {
			if e.input && !e.dispatch {
				continue
			}
			if _, there := routes[routeKey{kind: Press, id: blockkit.BaseID(e.action)}]; !there {
				t.Errorf("%s: nothing handles a press on %q", name, e.action)
			}
		}
	}
}

func TestViews_AskOnlyForOptionsThatAreRouted(t *testing.T) {
	t.Parallel()
	routes := table(t)
	for name, view := range allSamples(testVoice(t)) {
		for _, e := range elementsOf(asSent(t, view)) {
			if _, there := routes[routeKey{kind: Suggest, id: e.action}]; strings.Contains(e.kind, "external") && !there {
				t.Errorf("%s: nothing gives options to %q", name, e.action)
			}
		}
	}
}

func TestForms_HoldTheFieldsThatAreRead(t *testing.T) {
	t.Parallel()
	routes := table(t)
	shown := map[string][]string{} // fields by form, over all samples of it
	for name, view := range allSamples(testVoice(t)) {
		modal, isForm := view.(blockkit.Modal)
		if !isForm {
			continue
		}
		route, routed := routes[routeKey{kind: Submit, id: modal.ID}]
		for _, e := range elementsOf(asSent(t, view)) {
			if !e.input {
				continue
			}
			field, _, _ := strings.Cut(e.block, "~")
			if !routed {
				t.Errorf("%s: nothing handles the form %q", name, modal.ID)
			} else if route.Fields != nil && !slices.Contains(route.Fields, field) {
				t.Errorf("%s: the form %q asks for %q, which nothing reads", name, modal.ID, field)
			}
			shown[modal.ID] = append(shown[modal.ID], field)
		}
	}
	for key, route := range routes {
		if key.kind != Submit || shown[key.id] == nil {
			continue // its noun has no samples yet
		}
		for _, field := range route.Fields {
			if !slices.Contains(shown[key.id], field) {
				t.Errorf("%q reads the field %q, which no sample of its form has", key.id, field)
			}
		}
	}
}

// element is something to press or fill in.
type element struct {
	kind, action, block string
	input, dispatch     bool
}

// elementsOf finds all of them in a view as Slack gets it.
func elementsOf(view map[string]any) []element {
	var found []element
	blocks, _ := view["blocks"].([]any)
	for _, b := range blocks {
		block, _ := b.(map[string]any)
		base := element{block: text(block["block_id"]), input: block["type"] == "input", dispatch: block["dispatch_action"] == true}
		walk(block, func(object map[string]any) {
			if action, there := object["action_id"]; there {
				e := base
				e.kind, e.action = text(object["type"]), text(action)
				found = append(found, e)
			}
		})
	}
	return found
}

func walk(value any, visit func(map[string]any)) {
	switch value := value.(type) {
	case map[string]any:
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

// limits are what Slack takes, by the path of keys at whose end a text stands.
var limits = []struct {
	owner, key string
	most       int
}{
	{"button", "text", blockkit.LimitButton}, {"button", "value", blockkit.LimitValue}, {"header", "text", blockkit.LimitHeader},
	{"section", "text", blockkit.LimitText}, {"modal", "title", blockkit.LimitTitle}, {"modal", "submit", blockkit.LimitTitle},
	{"modal", "close", blockkit.LimitTitle}, {"modal", "private_metadata", blockkit.LimitMetadata},
	{"input", "label", blockkit.LimitLabel}, {"input", "hint", blockkit.LimitLabel},
	{"plain_text_input", "initial_value", blockkit.LimitInput}, {"plain_text_input", "placeholder", blockkit.LimitPlaceholder},
	{"mrkdwn", "text", blockkit.LimitText}, {"plain_text", "text", blockkit.LimitText}, {"button", "url", blockkit.LimitURL},
}

func TestViews_StayWithinSlacksLimits(t *testing.T) {
	t.Parallel()
	for name, view := range allSamples(testVoice(t)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkView(t, view)
		})
	}
}

func checkView(t *testing.T, view any) {
	t.Helper()
	sent := asSent(t, view)
	blocks, _ := sent["blocks"].([]any)
	most := blockkit.LimitViewBlocks
	if _, isMessage := view.(blockkit.Message); isMessage {
		most = blockkit.LimitMessageBlocks
	}
	if len(blocks) == 0 || len(blocks) > most {
		t.Errorf("%d blocks, want 1 to %d", len(blocks), most)
	}
	checkSizes(t, view, sent)
	seen := map[string]bool{}
	walk(sent, func(object map[string]any) {
		checkLimits(t, object)
		if id := text(object["block_id"]); id != "" {
			if seen[id] {
				t.Errorf("block id %q stands twice", id)
			}
			seen[id] = true
		}
	})
}

func checkLimits(t *testing.T, object map[string]any) {
	t.Helper()
	for _, limit := range limits {
		if object["type"] != limit.owner {
			continue
		}
		value := object[limit.key]
		if inner, isObject := value.(map[string]any); isObject {
			value = inner["text"]
		}
		if n := blockkit.Units(text(value)); n > limit.most {
			t.Errorf("%s of a %s has %d characters, Slack takes %d", limit.key, limit.owner, n, limit.most)
		}
	}
	for _, limit := range []struct {
		key  string
		most int
	}{{"options", blockkit.LimitOptions}, {"elements", blockkit.LimitElements}, {"rows", blockkit.LimitTableRows}} {
		if list, _ := object[limit.key].([]any); object["type"] != "rich_text_section" && len(list) > limit.most {
			t.Errorf("%d %s in a %v, Slack takes %d", len(list), limit.key, object["type"], limit.most)
		}
	}
	if value, isOption := object["value"].(string); isOption && object["type"] == nil && object["text"] != nil {
		label, _ := object["text"].(map[string]any)
		if blockkit.Units(value) > blockkit.LimitOptionValue || blockkit.Units(text(label["text"])) > blockkit.LimitOptionText {
			t.Errorf("the option %q is too long", text(label["text"]))
		}
	}
}
