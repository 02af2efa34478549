package sandbox

import (
	"errors"
	"fmt"
)

// place is where a person uses a control: a message or a view.
type place struct {
	user    string
	channel string // of the message
	ts      string
	view    string // or the view
}

// spot is a place that was found, with what stands there.
type spot struct {
	user    *User
	channel *channel
	message *Message
	view    *view
	state   values
}

func (s *spot) blocks() []object {
	if s.view != nil {
		return s.view.blocks()
	}
	return s.message.Blocks
}

// locate finds a place as one person sees it.
func (w *Workspace) locate(p place) (*spot, error) {
	u := w.user(p.user)
	if u == nil {
		return nil, fmt.Errorf("no user %s", p.user)
	}
	if u.Deleted {
		return nil, fmt.Errorf("%s is deactivated", u.Name)
	}
	s := &spot{user: u}
	if p.view != "" {
		if s.view = w.views[p.view]; s.view == nil || s.view.user != u.ID {
			return nil, errors.New("the view is closed")
		}
		s.state = s.view.state
		return s, nil
	}
	s.channel = w.channel(p.channel)
	if s.channel == nil {
		return nil, fmt.Errorf("no conversation %s", p.channel)
	}
	cl := w.client(u.ID)
	if _, s.message = cl.ephemeral(p.channel, p.ts); s.message == nil {
		s.message = s.channel.find(p.ts)
	}
	if s.message == nil || !s.message.Ephemeral && s.channel.kind != public && !s.channel.has(u.ID) {
		return nil, fmt.Errorf("%s sees no message %s in %s", u.Name, p.ts, p.channel)
	}
	key := p.channel + "/" + p.ts
	s.state = initialState(s.message.Blocks).keeping(cl.typed[key])
	cl.typed[key] = s.state
	return s, nil
}

// describe adds container, message or view, channel and response_url.
func (w *Workspace) describe(s *spot, payload object) {
	if s.view != nil {
		payload["container"] = object{"type": "view", "view_id": s.view.id}
		payload["view"] = s.view.wire()
		return
	}
	m := s.message
	container := object{"type": "message", "message_ts": m.TS, "channel_id": s.channel.ID, "is_ephemeral": m.Ephemeral}
	if m.ThreadTS != "" {
		container["thread_ts"] = m.ThreadTS
	}
	payload["container"] = container
	payload["channel"] = object{"id": s.channel.ID, "name": channelName(s.channel)}
	payload["state"] = object{"values": s.state.wire()}
	if !m.Ephemeral {
		payload["message"] = w.wireMessage(m)
	}
	payload["response_url"] = w.hookURL(w.newHook(&hook{user: s.user.ID, channel: s.channel.ID,
		thread: m.ThreadTS, message: m.TS, ephemeral: m.Ephemeral}))
}
