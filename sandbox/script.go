package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Person is somebody in the workspace who types, clicks and reads, as a test
// or a story tells it.
type Person struct {
	w  *Workspace
	id string
}

// As is the person with this user id, handle or full name. It panics when there
// is nobody: a story that names strangers is wrong.
func (w *Workspace) As(name string) *Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	u := w.userByName(name)
	if u == nil {
		panic("sandbox: nobody here is called " + name)
	}
	return &Person{w: w, id: u.ID}
}

// ID is the person's user id.
func (p *Person) ID() string { return p.id }

// Command types a slash command into a channel (id or name; "" for the
// conversation with the app) and waits for the app's answer. An app that does
// not answer is no error here: the reply says what the person sees.
func (p *Person) Command(ctx context.Context, channel, name, text string) (*Reply, error) {
	if channel == "" {
		channel = p.dm()
	}
	return p.w.runCommand(ctx, typedCommand{user: p.id, channel: channel, name: name, text: text})
}

func (p *Person) dm() string {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.w.dm(p.id).ID
}

// Shortcut picks a global shortcut of the app.
func (p *Person) Shortcut(ctx context.Context, callbackID string) error {
	return p.w.runShortcut(ctx, callbackID, place{user: p.id})
}

// MessageShortcut picks a shortcut from the menu of a message.
func (p *Person) MessageShortcut(ctx context.Context, m *Message, callbackID string) error {
	return p.w.runShortcut(ctx, callbackID, place{user: p.id, channel: m.Channel, ts: m.TS})
}

// Say types a message to the app.
func (p *Person) Say(ctx context.Context, text string) (*Message, error) {
	return p.SayIn(ctx, p.dm(), text)
}

// SayIn types a message into a channel the person is in.
func (p *Person) SayIn(ctx context.Context, channel, text string) (*Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("say something: %w", err)
	}
	return p.w.say(typedMessage{user: p.id, channel: channel, text: text})
}

// ReplyTo types a message into the thread of another.
func (p *Person) ReplyTo(ctx context.Context, m *Message, text string) (*Message, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reply to a message: %w", err)
	}
	thread := m.ThreadTS
	setText(&thread, m.TS)
	return p.w.say(typedMessage{user: p.id, channel: m.Channel, text: text, thread: thread})
}

// React puts an emoji on a message.
func (p *Person) React(m *Message, emoji string) error { return p.w.react(p.id, m, emoji) }

// OpenHome opens the Home tab and returns it once the app has published it,
// after this opening.
func (p *Person) OpenHome(ctx context.Context) (*View, error) {
	if p.w.cfg.HomeTabDisabled {
		return nil, errors.New("open Home: the app has none")
	}
	p.w.mu.Lock()
	before := p.w.client(p.id).homeCount
	p.w.visit(p.id, homeView)
	p.w.mu.Unlock()
	err := p.w.await(ctx, "Home to be published", func() bool {
		return p.w.client(p.id).homeCount > before
	})
	if err != nil {
		return nil, err
	}
	return p.Home(), nil
}

// OpenMessages opens the conversation with the app.
func (p *Person) OpenMessages() {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	p.w.visit(p.id, "messages")
}

// Home is the Home tab as last published, or nil.
func (p *Person) Home() *View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return handle(p.w.client(p.id).home)
}

// Modal is the view on top, or nil.
func (p *Person) Modal() *View {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return handle(p.w.client(p.id).modal())
}

// AwaitModal waits until a modal is on top for which every match is true.
func (p *Person) AwaitModal(ctx context.Context, match ...func(*View) bool) (*View, error) {
	return p.awaitView(ctx, "a modal", p.Modal, match)
}

// AwaitHome waits until Home is published in a form for which every match is true.
func (p *Person) AwaitHome(ctx context.Context, match ...func(*View) bool) (*View, error) {
	return p.awaitView(ctx, "Home", p.Home, match)
}

// awaitView calls matches without the lock: they use the vocabulary themselves.
func (p *Person) awaitView(ctx context.Context, what string, find func() *View, match []func(*View) bool) (*View, error) {
	for {
		changed := p.w.nextChange()
		v := find()
		if v != nil && !slices.ContainsFunc(match, func(ok func(*View) bool) bool { return !ok(v) }) {
			return v, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for %s of %s: %w", what, p.id, ctx.Err())
		}
	}
}

// nextChange is closed by the next change of the workspace.
func (w *Workspace) nextChange() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// DM is the conversation with the app, oldest message first.
func (p *Person) DM() []*Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	return p.w.dm(p.id).seenBy(p.id)
}

// AwaitDM waits for a message of the app to the person for which match is true;
// nil matches any. Messages that are already there count.
func (p *Person) AwaitDM(ctx context.Context, match func(*Message) bool) (*Message, error) {
	return p.w.awaitMessage(ctx, "a direct message to "+p.id, func() []*Message {
		return slices.DeleteFunc(p.DM(), func(m *Message) bool { return m.BotID == "" })
	}, match)
}

// Ephemerals are the messages in a channel (id or name; "" for all) that only
// this person sees, oldest first.
func (p *Person) Ephemerals(channel string) []*Message {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	id := channel
	if c := p.w.channelByName(channel); c != nil {
		id = c.ID
	}
	var out []*Message
	for _, m := range p.w.client(p.id).ephemerals {
		if id == "" || m.Channel == id {
			out = append(out, m.seenBy(p.id))
		}
	}
	return out
}

// AwaitEphemeral waits for a message that only this person sees.
func (p *Person) AwaitEphemeral(ctx context.Context, channel string, match func(*Message) bool) (*Message, error) {
	return p.w.awaitMessage(ctx, "an ephemeral message to "+p.id, func() []*Message {
		return p.Ephemerals(channel)
	}, match)
}

// Reads renders a message as this person reads it: names, and dates in their zone.
func (p *Person) Reads(m *Message) string { return m.seenBy(p.id).Text() }

// Room is a conversation as a test looks at it.
type Room struct {
	w  *Workspace
	id string
}

// Channel is the conversation with this id or name. It panics when there is
// none.
func (w *Workspace) Channel(name string) *Room {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channelByName(name)
	if c == nil {
		panic("sandbox: no channel is called " + name)
	}
	return &Room{w: w, id: c.ID}
}

// ID is the id of the conversation.
func (r *Room) ID() string { return r.id }

// Messages are all messages, replies in threads included, oldest first.
func (r *Room) Messages() []*Message {
	r.w.mu.Lock()
	defer r.w.mu.Unlock()
	return r.w.channel(r.id).seenBy("")
}

// Await waits for a message for which match is true; nil matches any.
func (r *Room) Await(ctx context.Context, match func(*Message) bool) (*Message, error) {
	return r.w.awaitMessage(ctx, "a message in "+r.id, r.Messages, match)
}

func (c *channel) seenBy(user string) []*Message {
	out := make([]*Message, 0, len(c.messages))
	for _, m := range c.messages {
		out = append(out, m.seenBy(user))
	}
	return out
}

// awaitMessage looks for the newest matching message until there is one.
func (w *Workspace) awaitMessage(ctx context.Context, what string, list func() []*Message, match func(*Message) bool) (*Message, error) {
	for {
		changed := w.nextChange()
		for _, m := range slices.Backward(list()) {
			if match == nil || match(m) {
				return m, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for %s: %w", what, ctx.Err())
		}
	}
}
