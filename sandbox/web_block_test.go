package sandbox_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rapport/sandbox"
)

// messageBlocks has one of each block and element that a message may hold.
const messageBlocks = `[
 {"type":"header","level":1,"text":{"type":"plain_text","text":"Header"}},
 {"type":"section","text":{"type":"mrkdwn","text":"Text"},"fields":[{"type":"mrkdwn","text":"*A*"}],"accessory":{"type":"overflow","action_id":"o","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}},
 {"type":"divider"},
 {"type":"context","elements":[{"type":"mrkdwn","text":"small"},{"type":"image","image_url":"data:,","alt_text":"picture"}]},
 {"type":"image","image_url":"data:,","alt_text":"A picture","title":{"type":"plain_text","text":"Title"}},
 {"type":"actions","elements":[
  {"type":"button","action_id":"b","text":{"type":"plain_text","text":"Button"}},
  {"type":"static_select","action_id":"s","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]},
  {"type":"multi_users_select","action_id":"u"},{"type":"conversations_select","action_id":"c"},{"type":"channels_select","action_id":"ch"},
  {"type":"external_select","action_id":"e"},{"type":"datepicker","action_id":"d"},{"type":"timepicker","action_id":"t"},{"type":"datetimepicker","action_id":"dt"},
  {"type":"radio_buttons","action_id":"r","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]},
  {"type":"checkboxes","action_id":"x","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]},
 {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"rich"}]},{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"item"}]}]},{"type":"rich_text_quote","elements":[{"type":"text","text":"quote"}]},{"type":"rich_text_preformatted","elements":[{"type":"text","text":"pre"}]}]},
 {"type":"markdown","text":"## Title\n\n- **bold**"},
 {"type":"table","rows":[[{"type":"raw_text","text":"Who"}],[{"type":"raw_text","text":"Lin"}]]},
 {"type":"card","title":{"type":"mrkdwn","text":"Card"}},
 {"type":"carousel","elements":[{"type":"card","body":{"type":"plain_text","text":"one"}}]},
 {"type":"container","title":{"type":"plain_text","text":"Box"},"child_blocks":[{"type":"section","text":{"type":"plain_text","text":"inside"}}]},
 {"type":"layout","label":"Grid","rows":[{"items":[{"block":{"type":"section","text":{"type":"plain_text","text":"cell"}}}]}]},
 {"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"f","positive_button":{"text":{"type":"plain_text","text":"Good"},"value":"p"},"negative_button":{"text":{"type":"plain_text","text":"Bad"},"value":"n"}},{"type":"icon_button","icon":"trash","action_id":"i","text":{"type":"plain_text","text":"Delete"}}]},
 {"type":"task_card","task_id":"t","title":"Task","status":"complete"},
 {"type":"plan","title":"Plan","tasks":[{"type":"task_card","task_id":"t","title":"Step","status":"pending"}]}]`

// inputBlocks has each element that needs an input block.
const inputBlocks = `{"type":"modal","title":{"type":"plain_text","text":"All"},"submit":{"type":"plain_text","text":"Go"},"blocks":[
 {"type":"alert","level":"warning","text":{"type":"plain_text","text":"Careful"}},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"Number"},"element":{"type":"number_input","action_id":"n","is_decimal_allowed":false}},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"Mail"},"element":{"type":"email_text_input","action_id":"m"}},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"Link"},"element":{"type":"url_text_input","action_id":"l"}},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"Rich"},"element":{"type":"rich_text_input","action_id":"r"}},
 {"type":"input","optional":true,"label":{"type":"plain_text","text":"Text"},"element":{"type":"plain_text_input","action_id":"t","multiline":true}}]}`

// parsedBlocks reads blocks as a story keeps them.
func parsedBlocks(t *testing.T, source string) []map[string]any {
	t.Helper()
	var out []map[string]any
	check(t, json.Unmarshal([]byte(source), &out))
	return out
}

func (w web) everyBlock(t *testing.T) {
	_, p := w.openForm(t, inputBlocks, nothing)
	if n := ask[int](t, p, `document.querySelectorAll("dialog .field").length`); n != 5 {
		t.Errorf("the modal has %d fields, want 5", n)
	}
	p.gone(t, ".unknown")
	b := setupApp(t)
	want := parsedBlocks(t, messageBlocks)
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "Everything", Blocks: want})
	p = b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.sees(t, "[data-testid=message]", "Header")
	p.gone(t, ".unknown")
	shown := ask[[]string](t, p, `[...document.querySelectorAll(".blocks-message > .block")].map((e) => e.dataset.blockType)`)
	var types []string
	for _, block := range want {
		types = append(types, as[string](t, block["type"]))
	}
	if diff := cmp.Diff(types, shown); diff != "" {
		t.Errorf("blocks of the message (-want +got):\n%s", diff)
	}
	if got := ask[string](t, p, `[...document.querySelectorAll(".blocks-message .block")].filter((e) => e.clientHeight === 0).map((e) => e.dataset.blockType).join()`); got != "" {
		t.Errorf("without any height: %s", got)
	}
}

const teamTable = `[{"type":"data_table","block_id":"team","caption":"My team","page_size":2,"rows":[
 [{"type":"raw_text","text":"Name"},{"type":"raw_text","text":"Open"},{"type":"raw_text","text":"Act"}],
 [{"type":"raw_text","text":"Bo"},{"type":"raw_number","value":10},{"type":"action_cell","element":{"type":"button","action_id":"open_bo","value":"bo","text":{"type":"plain_text","text":"Open"}}}],
 [{"type":"raw_text","text":"Ada"},{"type":"raw_number","value":9},{"type":"action_cell","element":{"type":"button","action_id":"open_ada","value":"ada","text":{"type":"plain_text","text":"Open"}}}],
 [{"type":"raw_text","text":"Cem"},{"type":"raw_number","value":100},{"type":"action_cell","element":{"type":"button","action_id":"open_cem","value":"cem","text":{"type":"plain_text","text":"Open"}}}]]}]`

func (w web) dataTable(t *testing.T) {
	b := setupApp(t)
	heard := make(chan slack.InteractionCallback, 1)
	b.app.onInteraction(func(c slack.InteractionCallback) any {
		heard <- c
		return nil
	})
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "My team", Blocks: parsedBlocks(t, teamTable)})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.sees(t, ".data-table caption", "My team")
	rows := `[...document.querySelectorAll(".data-table tbody tr")].map((r) => r.cells[0].textContent).join()`
	p.eventually(t, rows+` === "Bo,Ada"`)
	p.sees(t, ".table-note", "1–2 of 3")
	p.click(t, ".table-foot [aria-label='Later rows']")
	p.eventually(t, rows+` === "Cem"`)
	p.click(t, ".data-table th:nth-child(2) .sort") // by number, not by letter
	p.eventually(t, rows+` === "Ada,Bo"`)
	p.click(t, ".data-table th:nth-child(2) .sort")
	p.eventually(t, rows+` === "Cem,Bo"`)
	p.click(t, "[data-action-id=open_cem]")
	if a := await(t, heard).ActionCallback.BlockActions[0]; a.BlockID != "team" || a.Value != "cem" {
		t.Errorf("the app hears %s %s, want team cem", a.BlockID, a.Value)
	}
}

const chartBlocks = `[
 {"type":"data_visualization","title":"By value","chart":{"type":"pie","segments":[{"label":"Craft","value":3},{"label":"Care","value":1}]}},
 {"type":"data_visualization","title":"Held","chart":{"type":"bar","series":[{"name":"Held","data":[{"label":"Sales","value":21},{"label":"Support","value":25}]},{"name":"Late","data":[{"label":"Sales","value":10},{"label":"Support","value":3}]}],"axis_config":{"categories":["Sales","Support"]}}},
 {"type":"data_visualization","title":"Thanked","chart":{"type":"line","series":[{"name":"All","data":[{"label":"W1","value":63},{"label":"W2","value":-4}]}],"axis_config":{"categories":["W1","W2"],"y_label":"%"}}},
 {"type":"data_visualization","title":"Rate","chart":{"type":"area","series":[{"name":"All","data":[{"label":"W1","value":1},{"label":"W2","value":2}]}],"axis_config":{"categories":["W1","W2"]}}}]`

func (w web) charts(t *testing.T) {
	b := setupApp(t)
	b.w.Seed(sandbox.SeedMessage{Channel: "general", Text: "Charts", Blocks: parsedBlocks(t, chartBlocks)})
	p := b.open(t, w.browser, at{user: "U0ADA", place: "C0GENERAL"})
	p.eventually(t, `document.querySelectorAll("[data-testid=chart] svg").length === 4`)
	drawn := ask[[]int](t, p, `[".chart-wedge", "rect", ".chart-line", ".chart-area"].map((s) => document.querySelectorAll("[data-testid=chart] " + s).length)`)
	if want := []int{2, 4, 2, 1}; !cmp.Equal(drawn, want) {
		t.Errorf("wedges, bars, lines and areas: %v, want %v", drawn, want)
	}
	if bad := ask[int](t, p, `[...document.querySelectorAll("[data-testid=chart] svg *")].filter((e) => [...e.attributes].some((a) => /NaN|undefined|Infinity/.test(a.value))).length`); bad != 0 {
		t.Errorf("%d shapes have no proper place", bad)
	}
	spoken := ask[string](t, p, `[...document.querySelectorAll("[data-testid=chart] table")].map((e) => [...e.rows].map((r) => [...r.cells].map((c) => c.textContent).join(" ")).join(";")).join("|")`)
	if want := "Part Value;Craft 3;Care 1| Sales Support;Held 21 25;Late 10 3| W1 W2;All 63 -4| W1 W2;All 1 2"; spoken != want {
		t.Errorf("readers hear %q, want %q", spoken, want)
	}
	if got := ask[string](t, p, `document.querySelector(".chart-legend").textContent`); got != "Craft 3 (75 %)Care 1 (25 %)" {
		t.Errorf("the legend is %q", got)
	}
}
