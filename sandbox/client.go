package sandbox

import "slices"

// client is the Slack app of one person: what only they see, and what they
// have typed into forms and not sent.
type client struct {
	user       string
	ephemerals []*Message
	home       *view
	homeCount  int     // how often Home was published
	stack      []*view // open modals, root first
	lastRead   map[string]string
	typed      map[string]values // by message, "channel/ts"
}

// client is made when a person first needs one.
func (w *Workspace) client(user string) *client {
	c := w.clients[user]
	if c == nil {
		c = &client{user: user, lastRead: map[string]string{}, typed: map[string]values{}}
		w.clients[user] = c
	}
	return c
}

// read marks a conversation as read up to ts.
func (c *client) read(channel, ts string) {
	if compareTS(c.lastRead[channel], ts) < 0 {
		c.lastRead[channel] = ts
	}
}

// unread counts the messages of others since the person last looked.
func (c *client) unread(ch *channel) int {
	n := 0
	for _, m := range slices.Backward(ch.messages) {
		if compareTS(m.TS, c.lastRead[ch.ID]) <= 0 {
			break
		}
		if m.User != c.user {
			n++
		}
	}
	return n
}

// modal is the view on top of the stack, or nil.
func (c *client) modal() *view {
	if len(c.stack) == 0 {
		return nil
	}
	return c.stack[len(c.stack)-1]
}
