package sandbox

import (
	"context"
	"fmt"
)

// Text is everything that can be read in a message: its blocks, a line for each
// thing, or its text where it has none. Buttons stand in brackets. The text
// that only notifications and screen readers use is Body.
func (m *Message) Text() string {
	m.w.mu.Lock()
	defer m.w.mu.Unlock()
	r := renderer{w: m.w, user: m.w.user(m.viewer)}
	if len(m.Blocks) == 0 {
		r.line(r.markup(m.Body))
	}
	r.blocks(m.Blocks)
	for _, a := range m.Attachments {
		r.line(r.markup(textOf(a, "text")))
		r.blocks(objectsOf(a, "blocks"))
	}
	for _, f := range m.Files {
		r.line("[" + f.Title + "]")
	}
	return r.text()
}

// Now is the message in its present form, or nil when it has been deleted.
func (m *Message) Now() *Message {
	m.w.mu.Lock()
	defer m.w.mu.Unlock()
	if m.Ephemeral {
		if _, now := m.w.client(m.To).ephemeral(m.Channel, m.TS); now != nil {
			return now.seenBy(m.viewer)
		}
		return nil
	}
	c := m.w.channel(m.Channel)
	if c == nil {
		return nil
	}
	if now := c.find(m.TS); now != nil {
		return now.seenBy(m.viewer)
	}
	return nil
}

// Await waits until match is true of the present form of the message, which is
// nil once it has been deleted.
func (m *Message) Await(ctx context.Context, match func(*Message) bool) (*Message, error) {
	for {
		changed := m.w.nextChange()
		if now := m.Now(); match(now) {
			return now, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for message %s: %w", m.TS, ctx.Err())
		}
	}
}

// Replies are the messages in the thread under this one, oldest first.
func (m *Message) Replies() []*Message {
	m.w.mu.Lock()
	defer m.w.mu.Unlock()
	var out []*Message
	c := m.w.channel(m.Channel)
	if c == nil {
		return nil
	}
	for _, r := range c.messages {
		if r.ThreadTS == m.TS && r.TS != m.TS {
			out = append(out, r.seenBy(m.viewer))
		}
	}
	return out
}

// Click lets a person use a control of the message, found by its text,
// action_id or block_id, and waits until the app has acknowledged it. value
// tells buttons with the same text apart, and is the choice in a select.
func (m *Message) Click(ctx context.Context, p *Person, target string, value ...any) error {
	return m.w.click(ctx, m.place(p), target, value)
}

// Choose lets a person pick an option by its text from whichever menu of the
// message has it, overflow menus above all.
func (m *Message) Choose(ctx context.Context, p *Person, option string) error {
	return m.w.choose(ctx, m.place(p), option)
}

func (m *Message) place(p *Person) place {
	return place{user: p.id, channel: m.Channel, ts: m.TS}
}

// click finds a control and uses it.
func (w *Workspace) click(ctx context.Context, p place, target string, value []any) error {
	a, err := w.actFor(p, func(controls []control) (control, object, error) {
		c, err := pick(controls, target, value)
		if err != nil {
			return c, nil, err
		}
		var chosen any
		if len(value) > 0 {
			chosen = value[0]
		} else if c.kind() == "feedback_buttons" {
			chosen = target
		}
		out, err := w.valueFor(c, chosen)
		return c, out, err
	})
	if err != nil {
		return fmt.Errorf("click %q: %w", target, err)
	}
	return w.runAction(ctx, a)
}

// choose finds the menu that has an option.
func (w *Workspace) choose(ctx context.Context, p place, option string) error {
	a, err := w.actFor(p, func(controls []control) (control, object, error) {
		var found []control
		for _, c := range controls {
			if optionOf(c.element, option) != nil {
				found = append(found, c)
			}
		}
		if len(found) != 1 {
			return control{}, nil, fmt.Errorf("%d menus have it", len(found))
		}
		out, err := w.valueFor(found[0], option)
		return found[0], out, err
	})
	if err != nil {
		return fmt.Errorf("choose %q: %w", option, err)
	}
	return w.runAction(ctx, a)
}

// actFor looks at a place and turns the wanted control into an act.
func (w *Workspace) actFor(p place, find func([]control) (control, object, error)) (act, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, err := w.locate(p)
	if err != nil {
		return act{}, err
	}
	c, chosen, err := find(controlsOf(s.blocks()))
	if err != nil {
		return act{}, err
	}
	return act{place: p, block: c.blockID(), action: c.actionID(), value: chosen}, nil
}
