package sandbox

import (
	"fmt"
	"slices"
)

// typedMessage is a message as a person writes it.
type typedMessage struct{ user, channel, text, thread string }

// say posts what a person writes, with Slack's markup, and tells the app.
func (w *Workspace) say(t typedMessage) (*Message, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	u, c := w.userByName(t.user), w.channelByName(t.channel)
	switch {
	case u == nil:
		return nil, fmt.Errorf("say something: no user %s", t.user)
	case u.Deleted:
		return nil, fmt.Errorf("say something: %s is deactivated", u.Name)
	case c == nil:
		return nil, fmt.Errorf("say something: no channel %s", t.channel)
	case !c.has(u.ID):
		return nil, fmt.Errorf("say something: %s is not in %s", u.Name, t.channel)
	case c.Archived:
		return nil, fmt.Errorf("say something: %s is archived", t.channel)
	case c.kind == direct && w.cfg.MessagesTabDisabled:
		return nil, fmt.Errorf("say something: the app takes no messages")
	}
	m := w.post(c, &Message{User: u.ID, Body: w.escape(t.text), ThreadTS: t.thread})
	w.said(c, m)
	return m.seenBy(u.ID), nil
}

// visit is a person who opens the app: its Home or its messages.
func (w *Workspace) visit(user, tab string) {
	c := w.dm(user)
	event := object{"type": "app_home_opened", "user": user, "channel": c.ID, "tab": tab}
	if home := w.client(user).home; home != nil && tab == "home" {
		event["view"] = home.wire()
	}
	w.emit("app_home_opened", event, nil)
}

// react puts an emoji of a person on a message: reaction_added.
func (w *Workspace) react(user string, m *Message, emoji string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channel(m.Channel)
	if c == nil || c.find(m.TS) == nil {
		return fmt.Errorf("react with %s: no such message", emoji)
	}
	c.replace(w, m.TS, func(m *Message) {
		m.Reactions = slices.Clone(m.Reactions)
		i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == emoji })
		if i < 0 {
			m.Reactions = append(m.Reactions, Reaction{Name: emoji})
			i = len(m.Reactions) - 1
		}
		r := m.Reactions[i]
		r.Users = append(slices.Clone(r.Users), user)
		r.Count = len(r.Users)
		m.Reactions[i] = r
	})
	w.emitIfIn(c, "reaction_added", object{"user": user, "reaction": emoji, "item_user": m.User,
		"item": object{"type": "message", "channel": c.ID, "ts": m.TS}})
	return nil
}
