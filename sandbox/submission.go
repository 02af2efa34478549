package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Submission is what happens when a person presses a modal's submit button.
type Submission struct {
	// Errors are the texts under the inputs, by block_id. Those that Slack's
	// own client gives (a required input is empty) never reach the app.
	Errors map[string]string
	// Closed, Updated, Pushed and Cleared tell what became of the modal.
	Closed, Updated, Pushed, Cleared bool
}

// submit sends view_submission and does what the answer says.
func (w *Workspace) submit(ctx context.Context, p place, state object) (*Submission, error) {
	e, v, missing, err := w.submitEnvelope(p, state)
	if err != nil {
		return nil, fmt.Errorf("submit: %w", err)
	}
	if len(missing) > 0 {
		return &Submission{Errors: missing}, nil
	}
	out := &Submission{}
	err = w.ask(ctx, e, func(payload object) error { return w.applySubmission(v, payload, out) })
	if err != nil {
		return nil, trouble("submit", err)
	}
	return out, nil
}

func (w *Workspace) submitEnvelope(p place, state object) (*envelope, *view, map[string]string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.locate(p)
	if err != nil {
		return nil, nil, nil, err
	}
	v := s.view
	switch {
	case v.kind() != modalView:
		return nil, nil, nil, errors.New("only modals can be submitted")
	case w.client(v.user).modal() != v:
		return nil, nil, nil, errors.New("another view is on top of it")
	case objectOf(v.source, "submit") == nil && len(v.inputBlocks()) == 0:
		return nil, nil, nil, errors.New("the view has no submit button")
	}
	v.state.merge(state)
	if missing := v.incomplete(); len(missing) > 0 {
		return nil, nil, missing, nil
	}
	payload := w.interaction("view_submission", s.user)
	payload["trigger_id"] = w.newTrigger(s.user.ID, v.id)
	payload["view"] = v.wire()
	payload["response_urls"] = w.responseURLs(v)
	return &envelope{kind: interactive, payload: payload}, v, nil, nil
}

// responseURLs are made for conversation inputs with response_url_enabled.
func (w *Workspace) responseURLs(v *view) []any {
	urls := []any{}
	for _, c := range controlsOf(v.blocks()) {
		if !c.isInput() || !flagOf(c.element, "response_url_enabled") {
			continue
		}
		channel := textOf(v.state.get(c.blockID(), c.actionID()), valueKeys[c.kind()])
		if channel == "" {
			continue
		}
		id := w.newHook(&hook{user: v.user, channel: channel})
		urls = append(urls, object{"block_id": c.blockID(), "action_id": c.actionID(),
			"channel_id": channel, "response_url": w.hookURL(id)})
	}
	return urls
}

// applySubmission follows the response_action. An answer that Slack does not
// understand is trouble for the person, and the modal stays as it was.
func (w *Workspace) applySubmission(v *view, payload object, out *Submission) error {
	switch textOf(payload, "response_action") {
	case "":
		if len(payload) > 0 {
			return errBadAnswer
		}
		w.drop(v)
		out.Closed = true
	case "clear":
		w.clear(v.user)
		out.Closed, out.Cleared = true, true
	case "update":
		if w.checkAnswerView(payload, v) != nil || w.views[v.id] == nil {
			return errBadAnswer
		}
		v.rewrite(objectOf(payload, "view"))
		w.notify(note{Type: "modal", to: v.user})
		out.Updated = true
	case "push":
		if w.checkAnswerView(payload, nil) != nil {
			return errBadAnswer
		}
		if _, err := w.push(v.user, objectOf(payload, "view")); err != nil {
			return errBadAnswer
		}
		out.Pushed = true
	case "errors":
		return w.applyErrors(v, objectOf(payload, "errors"), out)
	default:
		return errBadAnswer
	}
	return nil
}

func (w *Workspace) checkAnswerView(payload object, self *view) error {
	source := objectOf(payload, "view")
	if err := w.checkView(source, modalView); err != nil {
		w.log.Warn("view in an acknowledgement is refused", slog.Any("reason", answerOf(nil, err).body))
		return err
	}
	return w.uniqueExternalID(source, self)
}

// applyErrors accepts only block_ids of input blocks.
func (w *Workspace) applyErrors(v *view, given object, out *Submission) error {
	if len(given) == 0 {
		return errBadAnswer
	}
	inputs := v.inputBlocks()
	out.Errors = map[string]string{}
	for block, text := range given {
		s, ok := text.(string)
		if !ok || s == "" || !slices.Contains(inputs, block) {
			w.log.Warn("field error names no input block", slog.String("block_id", block))
			return errBadAnswer
		}
		out.Errors[block] = s
	}
	return nil
}

// incomplete is what Slack's client checks before it sends a form.
func (v *view) incomplete() map[string]string {
	out := map[string]string{}
	for _, c := range controlsOf(v.blocks()) {
		if !c.isInput() {
			continue
		}
		value := v.state.get(c.blockID(), c.actionID())[valueKeys[c.kind()]]
		if problem := c.complaint(value); problem != "" {
			out[c.blockID()] = problem
		}
	}
	return out
}

// complaint is the text under an input that cannot be sent as it is.
func (c control) complaint(value any) string {
	list, isList := value.([]any)
	if value == nil || value == "" || isList && len(list) == 0 {
		if flagOf(c.block, "optional") {
			return ""
		}
		return "Please complete this required field."
	}
	text, _ := value.(string)
	switch c.kind() {
	case "plain_text_input":
		n := float64(utf8.RuneCountInString(text))
		if least, ok := numberOf(c.element, "min_length"); ok && n < least {
			return fmt.Sprintf("Use at least %g characters.", least)
		}
		if most, ok := numberOf(c.element, "max_length"); ok && n > most {
			return fmt.Sprintf("Use at most %g characters.", most)
		}
	case "email_text_input":
		if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
			return "Enter a valid email address."
		}
	case "url_text_input":
		if u, err := url.Parse(text); err != nil || u.Host == "" {
			return "Enter a valid link."
		}
	case "number_input":
		return c.numberComplaint(text)
	}
	return ""
}

func (c control) numberComplaint(text string) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return "Enter a number."
	}
	if !flagOf(c.element, "is_decimal_allowed") && n != float64(int64(n)) {
		return "Enter a whole number."
	}
	if least, err := strconv.ParseFloat(asText(c.element["min_value"]), 64); err == nil && n < least {
		return fmt.Sprintf("Enter a number of at least %g.", least)
	}
	if most, err := strconv.ParseFloat(asText(c.element["max_value"]), 64); err == nil && n > most {
		return fmt.Sprintf("Enter a number of at most %g.", most)
	}
	return ""
}

// closeView is the Cancel button (one view) or the X (the whole stack).
func (w *Workspace) closeView(ctx context.Context, p place, cleared bool) error {
	w.mu.Lock()
	s, err := w.locate(p)
	if err == nil && s.view.kind() != modalView {
		err = errors.New("only modals can be closed")
	}
	if err != nil {
		w.mu.Unlock()
		return fmt.Errorf("close the view: %w", err)
	}
	e := w.closing(s.view, cleared)
	if e == nil {
		w.touch()
		w.mu.Unlock()
		return nil
	}
	w.mu.Unlock()
	if err := w.ask(ctx, e, nil); err != nil {
		return trouble("close the view", err)
	}
	return nil
}

// closing takes views off the screen and makes the view_closed payload, if the
// app wants one: for Cancel it names that view, for X the root.
func (w *Workspace) closing(v *view, cleared bool) *envelope {
	stack := w.client(v.user).stack
	told := v
	if cleared = cleared || flagOf(v.source, "clear_on_close"); cleared && len(stack) > 0 {
		told = stack[0]
		w.clear(v.user)
	} else {
		w.drop(v)
	}
	if !flagOf(told.source, "notify_on_close") {
		return nil
	}
	payload := w.interaction("view_closed", w.user(v.user))
	view := told.wire()
	view["state"] = object{"values": object{}} // Slack does not send what stood in the fields
	payload["view"], payload["is_cleared"] = view, cleared
	return &envelope{kind: interactive, payload: payload}
}

// dismiss closes a person's modals as the X does: nobody reaches the composer,
// a message or a shortcut while a modal covers them.
func (w *Workspace) dismiss(user string) {
	if v := w.client(user).modal(); v != nil {
		if e := w.closing(v, true); e != nil {
			w.dispatch(e)
		}
	}
}
