package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

const (
	modalView = "modal"
	homeView  = "home"

	// mostViews is the depth of a modal's stack.
	mostViews = 3
	// viewLimit is the biggest view, in bytes of JSON: 250 KB, read as the
	// smaller of the two kilobytes.
	viewLimit = 250000
)

// view is an open modal or a published Home tab.
type view struct {
	w        *Workspace
	id       string
	user     string
	source   object // as the app gave it, with ids for all blocks and elements
	state    values // what the person has filled in
	hash     string
	root     string
	previous string
	version  int
}

// values are the contents of a form by block_id and action_id, in the shape
// that Slack sends: {"type":"plain_text_input","value":"…"}.
type values map[string]map[string]object

func (v values) get(block, action string) object { return v[block][action] }

func (v values) set(block, action string, value object) {
	if v[block] == nil {
		v[block] = map[string]object{}
	}
	v[block][action] = value
}

func (v *view) blocks() []object { return objectsOf(v.source, "blocks") }
func (v *view) kind() string     { return textOf(v.source, "type") }

// newView keeps a checked view.
func (w *Workspace) newView(user string, source object) *view {
	v := &view{w: w, id: w.nextID("V"), user: user, state: values{}}
	v.root = v.id
	v.rewrite(source)
	w.views[v.id] = v
	return v
}

// rewrite replaces the content. What a person has typed survives where block_id
// and action_id stay the same; everything else starts from its initial value.
func (v *view) rewrite(source object) {
	source = clone(source)
	blocks := v.w.withIDs(objectsOf(source, "blocks"))
	source["blocks"] = toList(blocks)
	v.source = source
	v.state = initialState(blocks).keeping(v.state)
	v.version++
	v.hash = fmt.Sprintf("%d.%s", v.w.cfg.Now().Unix(), randomHex(4))
}

func toList(blocks []object) []any {
	out := make([]any, len(blocks))
	for i, b := range blocks {
		out[i] = b
	}
	return out
}

// wire renders a view as it stands in answers and payloads.
func (v *view) wire() object {
	o := object{
		"id": v.id, "team_id": v.w.cfg.TeamID, "type": v.kind(), "blocks": v.source["blocks"],
		"private_metadata": textOf(v.source, "private_metadata"),
		"callback_id":      textOf(v.source, "callback_id"),
		"external_id":      textOf(v.source, "external_id"),
		"state":            object{"values": v.state.wire()}, "hash": v.hash,
		"clear_on_close":  flagOf(v.source, "clear_on_close"),
		"notify_on_close": flagOf(v.source, "notify_on_close"),
		"title":           v.source["title"], "close": v.source["close"], "submit": v.source["submit"],
		"previous_view_id": nil, "root_view_id": v.root, "app_id": v.w.cfg.AppID,
		"app_installed_team_id": v.w.cfg.TeamID, "bot_id": v.w.botID,
	}
	if v.previous != "" {
		o["previous_view_id"] = v.previous
	}
	return o
}

func (v values) wire() object {
	out := object{}
	for block, actions := range v {
		inner := object{}
		for action, value := range actions {
			inner[action] = value
		}
		out[block] = inner
	}
	return out
}

// push puts a modal on top of a person's stack.
func (w *Workspace) push(user string, source object) (*view, error) {
	c := w.client(user)
	if len(c.stack) >= mostViews {
		return nil, refuse("push_limit_reached")
	}
	v := w.newView(user, source)
	if top := c.modal(); top != nil {
		v.root, v.previous = c.stack[0].id, top.id
	}
	c.stack = append(c.stack, v)
	w.notify(note{Type: "modal", to: user})
	return v, nil
}

// drop takes a view off its stack, and everything above it.
func (w *Workspace) drop(v *view) {
	c := w.client(v.user)
	i := slices.Index(c.stack, v)
	if i < 0 {
		return
	}
	for _, gone := range c.stack[i:] {
		delete(w.views, gone.id)
	}
	c.stack = c.stack[:i:i]
	w.notify(note{Type: "modal", to: v.user})
}

// clear closes all modals of a person.
func (w *Workspace) clear(user string) {
	if c := w.client(user); len(c.stack) > 0 {
		w.drop(c.stack[0])
	}
}

// readView takes the view argument of a method and checks it.
func (c *call) readView(want string) (object, error) {
	raw, err := c.args.json("view")
	if err != nil {
		return nil, refuseWith("invalid_arguments", "[ERROR] failed to parse JSON [json-pointer:/view]")
	}
	source, ok := raw.(object)
	if !ok {
		return nil, refuseWith("invalid_arguments", "[ERROR] missing required field: view")
	}
	return source, c.w.checkView(source, want)
}

// checkView refuses what views.open and its kin refuse.
func (w *Workspace) checkView(source object, want string) error {
	if len(mustEncode(source)) > viewLimit {
		return refuse("view_too_large")
	}
	if problems := w.validateView(source, want, "/view"); len(problems) > 0 {
		return refuseWith("invalid_arguments", messagesOf(problems)...)
	}
	return nil
}

// uniqueExternalID refuses an external_id that another open view has.
func (w *Workspace) uniqueExternalID(source object, self *view) error {
	id := textOf(source, "external_id")
	for _, v := range w.views {
		if id != "" && v != self && textOf(v.source, "external_id") == id {
			return refuse("duplicate_external_id")
		}
	}
	return nil
}

// openView is views.open. It shows the first view of a modal; from within an
// open modal it behaves as a push.
func openView(c *call) (object, error) { return c.addView(false) }

// pushView is views.push, for a trigger that comes out of a modal.
func pushView(c *call) (object, error) { return c.addView(true) }

func (c *call) addView(nested bool) (object, error) {
	source, err := c.readView(modalView)
	if err != nil {
		return nil, err
	}
	if err := c.w.uniqueExternalID(source, nil); err != nil {
		return nil, err
	}
	t, err := c.w.exchange(c.args.text("trigger_id"))
	if err != nil {
		return nil, err
	}
	if nested && (t.view == "" || c.w.views[t.view] == nil) {
		return nil, refuse("not_found")
	}
	v, err := c.w.push(t.user, source)
	if err != nil {
		return nil, err
	}
	return object{"view": v.wire()}, nil
}

// updateView is views.update. A closed view is not found; a stale hash is a
// conflict.
func updateView(c *call) (object, error) {
	source, err := c.readView("")
	if err != nil {
		return nil, err
	}
	v := c.w.views[c.args.text("view_id")]
	if external := c.args.text("external_id"); v == nil && external != "" {
		for _, open := range c.w.views {
			if textOf(open.source, "external_id") == external {
				v = open
			}
		}
	}
	switch hash := c.args.text("hash"); {
	case v == nil:
		return nil, refuse("not_found")
	case hash != "" && hash != v.hash:
		return nil, refuse("hash_conflict")
	case textOf(source, "type") != v.kind():
		return nil, refuseWith("invalid_arguments", "[ERROR] view type cannot be changed [json-pointer:/view/type]")
	}
	if err := c.w.uniqueExternalID(source, v); err != nil {
		return nil, err
	}
	v.rewrite(source)
	c.w.notify(note{Type: v.kind(), to: v.user})
	return object{"view": v.wire()}, nil
}

// publishView is views.publish: the Home tab of one person.
func publishView(c *call) (object, error) {
	source, err := c.readView(homeView)
	if err != nil {
		return nil, err
	}
	w, user := c.w, c.args.text("user_id")
	person := w.user(user)
	if person == nil || person.isBot() {
		return nil, refuse("user_not_found")
	}
	if w.cfg.HomeTabDisabled {
		return nil, refuse("not_enabled")
	}
	cl := w.client(user)
	hash := c.args.text("hash")
	if hash != "" && (cl.home == nil || cl.home.hash != hash) {
		return nil, refuse("hash_conflict")
	}
	if err := w.uniqueExternalID(source, cl.home); err != nil {
		return nil, err
	}
	if cl.home == nil {
		cl.home = w.newView(user, source)
	} else {
		cl.home.rewrite(source)
	}
	cl.homeCount++
	w.notify(note{Type: "home", to: user})
	return object{"view": cl.home.wire()}, nil
}

// inputBlocks are the ids of the input blocks of a view: the only ones that
// errors may be shown under.
func (v *view) inputBlocks() []string {
	var out []string
	for _, b := range flatten(v.blocks()) {
		if textOf(b, "type") == "input" {
			out = append(out, textOf(b, "block_id"))
		}
	}
	return out
}

// titleOf is the title of a view as people read it.
func (v *view) title() string { return strings.TrimSpace(textOf(objectOf(v.source, "title"), "text")) }
