package sandbox

import (
	"context"
	"fmt"
)

// View is a handle on an open modal or a Home tab. It always speaks of the
// view's present form, also after the app has updated it.
type View struct {
	w        *Workspace
	id, user string
	broken   error // the first Fill that failed
}

func handle(v *view) *View {
	if v == nil {
		return nil
	}
	return &View{w: v.w, id: v.id, user: v.user}
}

// look runs f on the view, with the lock held, if it is still open.
func (v *View) look(f func(*view)) bool {
	v.w.mu.Lock()
	defer v.w.mu.Unlock()
	open := v.w.views[v.id]
	if open != nil {
		f(open)
	}
	return open != nil
}

func (v *View) place() place { return place{user: v.user, view: v.id} }

// ID is the view's id.
func (v *View) ID() string { return v.id }

// Open reports whether the view is still there, on top or under others.
func (v *View) Open() bool { return v.look(func(*view) {}) }

// Title is the view's title, "" for Home.
func (v *View) Title() (title string) {
	v.look(func(open *view) { title = open.title() })
	return title
}

// CallbackID is the view's callback_id.
func (v *View) CallbackID() (id string) {
	v.look(func(open *view) { id = textOf(open.source, "callback_id") })
	return id
}

// JSON is the view as Slack would send it: with ids, hash and state. nil when
// it is closed.
func (v *View) JSON() (wire map[string]any) {
	v.look(func(open *view) { wire = open.wire() })
	return wire
}

// Text is everything that can be read in the view, a line for each thing:
// title, texts, labels, what the inputs hold, buttons in brackets.
func (v *View) Text() (text string) {
	v.look(func(open *view) {
		r := renderer{w: v.w, user: v.w.user(v.user), state: open.state}
		r.view(open.source)
		text = r.text()
	})
	return text
}

// Depth is how many views the stack has up to this one; 1 is the root.
func (v *View) Depth() (depth int) {
	v.look(func(open *view) {
		for i, s := range v.w.client(v.user).stack {
			if s == open {
				depth = i + 1
			}
		}
	})
	return depth
}

// Await waits until match is true of the view: until a loading view is filled,
// for example. match is also called when the view has been closed.
func (v *View) Await(ctx context.Context, match func(*View) bool) error {
	for {
		changed := v.w.nextChange()
		if match(v) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for view %s: %w", v.id, ctx.Err())
		}
	}
}

// Fill puts a value into an input, found by its label, block_id or action_id.
// Options are named by text or value, people and channels by name or id, dates
// as text or time.Time; several as a slice; nil empties it. Like a person's
// typing it sends nothing. The first error comes again from Submit.
func (v *View) Fill(target string, value any) error {
	err := v.fill(target, value)
	if err != nil && v.broken == nil {
		v.broken = err
	}
	return err
}

func (v *View) fill(target string, value any) error {
	err := error(nil)
	open := v.look(func(live *view) {
		c, found := pick(controlsOf(live.blocks()), target, nil)
		if found != nil {
			err = found
			return
		}
		key, stateful := valueKeys[c.kind()]
		if !stateful {
			err = fmt.Errorf("a %s cannot be filled", c.kind())
			return
		}
		chosen, bad := v.w.valueFor(c, value)
		if bad != nil {
			err = bad
			return
		}
		live.state.set(c.blockID(), c.actionID(), object{"type": c.kind(), key: chosen[key]})
		v.w.touch()
	})
	if !open {
		err = fmt.Errorf("the view is closed")
	}
	if err != nil {
		return fmt.Errorf("fill %q: %w", target, err)
	}
	return nil
}

// Value is what an input holds, in Slack's form: a string, an option object, a
// list. nil when it is empty or not there.
func (v *View) Value(target string) (value any) {
	v.look(func(live *view) {
		if c, err := pick(controlsOf(live.blocks()), target, nil); err == nil {
			value = live.state.get(c.blockID(), c.actionID())[valueKeys[c.kind()]]
		}
	})
	return value
}

// Submit presses the submit button.
func (v *View) Submit(ctx context.Context) (*Submission, error) {
	if v.broken != nil {
		return nil, fmt.Errorf("submit: %w", v.broken)
	}
	return v.w.submit(ctx, v.place(), nil)
}

// Click uses a control, found by its text, action_id or block_id, and waits
// until the app has acknowledged it. value tells buttons with the same text
// apart, and is the choice in a select, a menu or a picker.
func (v *View) Click(ctx context.Context, target string, value ...any) error {
	return v.w.click(ctx, v.place(), target, value)
}

// Choose picks an option by its text from whichever menu of the view has it.
func (v *View) Choose(ctx context.Context, option string) error {
	return v.w.choose(ctx, v.place(), option)
}

// Close presses the close (Cancel) button: the view under it comes back.
func (v *View) Close(ctx context.Context) error {
	return v.w.closeView(ctx, v.place(), false)
}

// Dismiss presses the X: all views close.
func (v *View) Dismiss(ctx context.Context) error {
	return v.w.closeView(ctx, v.place(), true)
}

// Option is one of the options that the app offers for an external select. It
// can be given to Fill and Click.
type Option struct {
	Text, Value string
	raw         object
}

// Options are those of a menu of the view, found like an input.
func (v *View) Options(target string) ([]Option, error) {
	var c control
	err := error(nil)
	if !v.look(func(live *view) { c, err = pick(controlsOf(live.blocks()), target, nil) }) {
		err = fmt.Errorf("the view is closed")
	}
	if err != nil {
		return nil, fmt.Errorf("look into %q: %w", target, err)
	}
	return optionsIn(c.element), nil
}

// Search types into an external select and returns what the app offers.
func (v *View) Search(ctx context.Context, target, typed string) ([]Option, error) {
	var c control
	err := error(nil)
	if !v.look(func(live *view) { c, err = pick(controlsOf(live.blocks()), target, nil) }) {
		err = fmt.Errorf("the view is closed")
	}
	if err != nil {
		return nil, fmt.Errorf("search in %q: %w", target, err)
	}
	answer, err := v.w.suggest(ctx, suggestion{place: v.place(), block: c.blockID(), action: c.actionID(), typed: typed})
	if err != nil {
		return nil, err
	}
	return optionsIn(answer), nil
}

// optionsIn lists options, also those inside groups.
func optionsIn(o object) []Option {
	var out []Option
	for _, raw := range allOptions(o) {
		out = append(out, Option{Text: textOf(objectOf(raw, "text"), "text"), Value: textOf(raw, "value"), raw: raw})
	}
	return out
}

func allOptions(o object) []object {
	out := objectsOf(o, "options")
	for _, g := range objectsOf(o, "option_groups") {
		out = append(out, objectsOf(g, "options")...)
	}
	return out
}
