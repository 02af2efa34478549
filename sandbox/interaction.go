package sandbox

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"
)

// interaction makes the parts that all interactions of a person share.
func (w *Workspace) interaction(kind string, u *User) object {
	return object{
		"type": kind, "token": "verification-token", "api_app_id": w.cfg.AppID,
		"team":       object{"id": w.cfg.TeamID, "domain": w.domain()},
		"user":       object{"id": u.ID, "username": u.Name, "name": u.Name, "team_id": u.TeamID},
		"enterprise": w.enterpriseObject(), "is_enterprise_install": false,
	}
}

func (w *Workspace) enterpriseObject() any {
	if w.cfg.EnterpriseID == "" {
		return nil
	}
	return object{"id": w.cfg.EnterpriseID, "name": w.cfg.TeamName}
}

// actionTS is the action_ts of an interaction, unique in the workspace.
func (w *Workspace) actionTS() string {
	w.ids++
	return formatTS(w.cfg.Now().UnixMicro() + int64(w.ids%1000))
}

// act is one use of a control. action carries what the person chose, in
// Slack's shape; state is what the whole form holds, nil to leave it.
type act struct {
	place
	block, action string
	value         object
	state         object
}

// runAction sends block_actions and waits for the acknowledgement.
func (w *Workspace) runAction(ctx context.Context, a act) error {
	e, tells, err := w.actionEnvelope(a)
	if err != nil || !tells {
		return err
	}
	if err := w.ask(ctx, e, nil); err != nil {
		return trouble("use "+a.action, err)
	}
	return nil
}

// trouble turns the outcome of an envelope into what the person sees.
func trouble(what string, err error) error {
	if errors.Is(err, errTimeout) || errors.Is(err, errNoConnection) || errors.Is(err, errBadAnswer) {
		return fmt.Errorf("%s: %w (%w)", what, ErrTrouble, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// actionEnvelope notes the choice in the form and makes the payload. It
// tells the app nothing where an input does not dispatch actions: then only the
// form changes.
func (w *Workspace) actionEnvelope(a act) (e *envelope, tells bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.locate(a.place)
	if err != nil {
		return nil, false, fmt.Errorf("use %s: %w", a.action, err)
	}
	c, ok := controlAt(s.blocks(), a.block, a.action)
	if !ok {
		return nil, false, fmt.Errorf("use %s: no such control in block %s", a.action, a.block)
	}
	if s.view == nil {
		w.dismiss(s.user.ID) // an open modal covers the messages
	}
	s.state.merge(a.state)
	if key, stateful := valueKeys[c.kind()]; stateful {
		s.state.set(a.block, a.action, object{"type": c.kind(), key: a.value[key]})
	}
	if c.isInput() && !flagOf(c.block, "dispatch_action") {
		w.touch()
		return nil, false, nil
	}
	payload := w.interaction("block_actions", s.user)
	viewID := ""
	if s.view != nil && s.view.kind() == modalView {
		viewID = s.view.id
	}
	payload["trigger_id"] = w.newTrigger(s.user.ID, viewID)
	payload["actions"] = []any{w.actionOf(c, a.value)}
	w.describe(s, payload)
	return &envelope{kind: interactive, payload: payload}, true, nil
}

// actionOf is one entry of actions: the ids, the type, what was chosen, and
// what the element carries.
func (w *Workspace) actionOf(c control, chosen object) object {
	out := object{
		"type": c.kind(), "block_id": c.blockID(), "action_id": c.actionID(), "action_ts": w.actionTS(),
	}
	for key, v := range chosen {
		if _, fixed := out[key]; !fixed {
			out[key] = v
		}
	}
	switch c.kind() {
	case "button", "icon_button":
		out["text"] = c.element["text"]
		if v := textOf(c.element, "value"); v != "" {
			out["value"] = v
		}
		if style := textOf(c.element, "style"); style != "" {
			out["style"] = style
		}
	default:
		for _, key := range []string{"placeholder", initialKey(c.kind())} {
			if v, ok := c.element[key]; ok && key != "initial_" {
				out[key] = v
			}
		}
	}
	return out
}

// suggestion is a request of an external select for options.
type suggestion struct {
	place
	block, action, typed string
}

// fewestTyped is Slack's min_query_length where an element does not give one.
const fewestTyped = 3

// suggest sends block_suggestion and returns the answer: options or
// option_groups. Below min_query_length nobody is asked, and there are none.
func (w *Workspace) suggest(ctx context.Context, q suggestion) (object, error) {
	e, asks, err := w.suggestEnvelope(q)
	if err != nil {
		return nil, err
	}
	if !asks {
		return object{"options": []any{}}, nil
	}
	var answer object
	err = w.ask(ctx, e, func(payload object) error {
		if len(validateOptions(payload)) > 0 {
			return errBadAnswer
		}
		answer = payload
		return nil
	})
	if err != nil {
		return nil, trouble("ask for options of "+q.action, err)
	}
	return answer, nil
}

// suggestEnvelope makes the payload. It asks nothing where too little is typed.
func (w *Workspace) suggestEnvelope(q suggestion) (e *envelope, asks bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.locate(q.place)
	if err != nil {
		return nil, false, fmt.Errorf("ask for options of %s: %w", q.action, err)
	}
	c, ok := controlAt(s.blocks(), q.block, q.action)
	if !ok {
		return nil, false, fmt.Errorf("ask for options of %s: no such control in block %s", q.action, q.block)
	}
	least, given := numberOf(c.element, "min_query_length")
	if !given {
		least = fewestTyped
	}
	if utf8.RuneCountInString(q.typed) < int(least) {
		return nil, false, nil
	}
	payload := w.interaction("block_suggestion", s.user)
	w.describe(s, payload)
	delete(payload, "response_url")
	payload["block_id"], payload["action_id"], payload["value"] = q.block, q.action, q.typed
	return &envelope{kind: interactive, payload: payload}, true, nil
}

// runShortcut sends a global shortcut, or with a message's place a message
// shortcut, and waits for the acknowledgement.
func (w *Workspace) runShortcut(ctx context.Context, callback string, p place) error {
	e, err := w.shortcutEnvelope(callback, p)
	if err != nil {
		return fmt.Errorf("run shortcut %s: %w", callback, err)
	}
	if err := w.ask(ctx, e, nil); err != nil {
		return trouble("run shortcut "+callback, err)
	}
	return nil
}

func (w *Workspace) shortcutEnvelope(callback string, p place) (*envelope, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	kind := "global"
	if p.ts != "" {
		kind = "message"
	}
	if !w.hasShortcut(callback, kind) {
		return nil, fmt.Errorf("the app has no such %s shortcut", kind)
	}
	u := w.user(p.user)
	if u == nil || u.Stranger || u.Deleted {
		return nil, fmt.Errorf("%s cannot see it", p.user)
	}
	w.dismiss(u.ID)
	if kind == "global" {
		payload := w.interaction("shortcut", u)
		payload["callback_id"], payload["action_ts"] = callback, w.actionTS()
		payload["trigger_id"] = w.newTrigger(u.ID, "")
		return &envelope{kind: interactive, payload: payload}, nil
	}
	s, err := w.locate(p)
	if err != nil {
		return nil, err
	}
	payload := w.interaction("message_action", u)
	w.describe(s, payload)
	delete(payload, "container")
	delete(payload, "state")
	payload["message"] = w.wireMessage(s.message)
	payload["callback_id"], payload["action_ts"] = callback, w.actionTS()
	payload["message_ts"], payload["trigger_id"] = s.message.TS, w.newTrigger(u.ID, "")
	return &envelope{kind: interactive, payload: payload}, nil
}

func (w *Workspace) hasShortcut(callback, kind string) bool {
	for _, s := range w.cfg.Shortcuts {
		if s.CallbackID == callback && s.Type == kind {
			return true
		}
	}
	return false
}
