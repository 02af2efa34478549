package sandbox

import (
	"errors"
	"net/http"
	"slices"
)

var errNobody = errors.New("no such user")

// pageBoot is what the page needs once.
func (w *Workspace) pageBoot(*http.Request) (object, error) {
	users, groups, channels := []object{}, []object{}, []object{}
	for _, u := range w.users {
		users = append(users, object{"id": u.ID, "name": u.Name, "real_name": u.RealName, "title": u.Title,
			"color": u.AvatarColor, "tz": u.TZ, "deleted": u.Deleted, "bot": u.isBot()})
	}
	for _, g := range w.groups {
		groups = append(groups, object{"id": g.ID, "handle": g.Handle, "name": g.Name})
	}
	for _, c := range w.channels {
		if c.kind == public || c.kind == private {
			channels = append(channels, object{"id": c.ID, "name": c.Name, "private": c.kind == private})
		}
	}
	commands, shortcuts, moves := []object{}, []object{}, []object{}
	for _, c := range w.cfg.Commands {
		commands = append(commands, object{"name": c.Name, "description": c.Description, "usage_hint": c.UsageHint})
	}
	for _, s := range w.cfg.Shortcuts {
		shortcuts = append(shortcuts, object{"callback_id": s.CallbackID, "name": s.Name,
			"description": s.Description, "type": s.Type})
	}
	for _, m := range w.cfg.Moves {
		moves = append(moves, object{"id": m.ID, "label": m.Label})
	}
	out := object{
		"team": object{"name": w.cfg.TeamName}, "app": object{"name": w.cfg.BotName, "bot_user_id": w.cfg.BotUserID},
		"users": users, "groups": groups, "channels": channels, "commands": commands, "shortcuts": shortcuts,
		"moves": moves, "suggested": append([]string{}, w.cfg.Suggested...), "now": w.cfg.Now().Unix(),
	}
	if w.cfg.Tour != "" {
		out["tour"] = w.cfg.Tour
	}
	return out, nil
}

// pageState is what one person's sidebar, Home and modal show.
func (w *Workspace) pageState(r *http.Request) (object, error) {
	u := w.user(r.URL.Query().Get("as"))
	if u == nil {
		return nil, errNobody
	}
	cl := w.client(u.ID)
	own := w.dm(u.ID)
	channels := []object{}
	dms := []object{{"id": own.ID, "name": w.cfg.BotName, "user": w.cfg.BotUserID, "unread": cl.unread(own)}}
	for _, c := range w.channels {
		switch {
		case !c.has(u.ID) || c.Archived || c == own:
		case c.kind == group:
			dms = append(dms, object{"id": c.ID, "name": c.Name, "user": "", "unread": cl.unread(c)})
		case c.kind != direct:
			channels = append(channels, object{"id": c.ID, "name": c.Name, "private": c.kind == private,
				"unread": cl.unread(c), "topic": c.Topic})
		}
	}
	out := object{"me": u.ID, "now": w.cfg.Now().Unix(), "channels": channels, "dms": dms, "home": nil, "modal": nil}
	if cl.home != nil {
		out["home"] = cl.home.wire()
	}
	if v := cl.modal(); v != nil {
		modal := v.wire()
		modal["depth"] = len(cl.stack)
		out["modal"] = modal
	}
	return out, nil
}

// pageMessages is one conversation, or one thread of it, with the ephemeral
// messages of the reader among the others.
func (w *Workspace) pageMessages(r *http.Request) (object, error) {
	q := r.URL.Query()
	u, c := w.user(q.Get("as")), w.channel(q.Get("channel"))
	if u == nil || c == nil || c.kind != public && !c.has(u.ID) {
		return nil, errNobody
	}
	thread := q.Get("thread")
	var found []*Message
	for _, m := range c.messages {
		if inThread(m, thread) {
			found = append(found, m)
		}
	}
	for _, m := range w.client(u.ID).ephemerals {
		if m.Channel == c.ID && inThread(m, thread) {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b *Message) int { return compareTS(a.TS, b.TS) })
	out := []object{}
	for _, m := range found {
		out = append(out, w.pageMessage(m, u.ID))
	}
	return object{"messages": out}, nil
}

// inThread tells whether a message belongs to a thread, or without one to the
// channel itself.
func inThread(m *Message, thread string) bool {
	if thread == "" {
		return m.ThreadTS == "" || m.ThreadTS == m.TS
	}
	return m.ThreadTS == thread || m.TS == thread
}

// pageMessage is a message as the page wants it.
func (w *Workspace) pageMessage(m *Message, reader string) object {
	name := m.User
	if u := w.user(m.User); u != nil {
		name = u.RealName
	}
	files := []object{}
	for _, f := range m.Files {
		files = append(files, object{"name": f.Title, "url": w.fileURL(f) + "?as=" + reader, "size": f.Size})
	}
	out := object{
		"ts": m.TS, "channel": m.Channel, "user": m.User, "name": name, "text": m.Body,
		"blocks": append([]object{}, m.Blocks...), "edited": m.EditedAt != "", "ephemeral": m.Ephemeral,
		"thread_ts": m.ThreadTS, "reply_count": m.ReplyCount, "files": files, "bot": m.BotID != "",
		"reactions": append([]Reaction{}, m.Reactions...),
	}
	if len(m.Attachments) > 0 {
		out["attachments"] = m.Attachments
	}
	return out
}
