package sandbox

import "slices"

// target finds the conversation that a message is meant for, as
// chat.postMessage understands its channel argument: an id, a name, or a user.
func (w *Workspace) target(id string) (*channel, error) {
	if u := w.user(id); u != nil {
		if err := w.reachable(u); err != nil {
			return nil, err
		}
		return w.dm(u.ID), nil
	}
	c := w.channelByName(id)
	if c == nil || c.kind != public && !c.has(w.cfg.BotUserID) {
		return nil, refuse("channel_not_found")
	}
	if c.kind == direct {
		if err := w.reachable(w.partner(c)); err != nil {
			return nil, err
		}
	}
	if c.Archived {
		return nil, refuse("is_archived")
	}
	return c, nil
}

// reachable refuses people who cannot get a message from the app.
func (w *Workspace) reachable(u *User) error {
	switch {
	case u == nil:
		return refuse("channel_not_found")
	case u.Deleted:
		return refuse("user_disabled")
	case u.isBot():
		return refuse("cannot_dm_bot")
	case w.cfg.MessagesTabDisabled:
		return refuse("messages_tab_disabled")
	case u.Stranger && !w.shares(u):
		return refuse("user_not_visible")
	}
	return nil
}

// shares reports whether a stranger is in a channel with the app.
func (w *Workspace) shares(u *User) bool {
	return slices.ContainsFunc(w.channels, func(c *channel) bool {
		return c.kind != direct && c.has(u.ID) && c.has(w.cfg.BotUserID)
	})
}

// postMessage is chat.postMessage.
func postMessage(c *call) (object, error) {
	w := c.w
	ch, err := w.target(c.args.text("channel"))
	if err != nil {
		return nil, err
	}
	if !ch.has(w.cfg.BotUserID) && !w.granted("chat:write.public") {
		return nil, refuse("not_in_channel")
	}
	if (c.args.has("username") || c.args.has("icon_emoji") || c.args.has("icon_url")) && !w.granted("chat:write.customize") {
		return nil, c.need("chat:write.customize")
	}
	m, err := w.content(c.args, contentLimits{})
	if err != nil {
		return nil, err
	}
	if m.ThreadTS != "" && ch.find(m.ThreadTS) == nil {
		return nil, refuse("thread_not_found")
	}
	m.User, m.BotID = w.cfg.BotUserID, w.botID
	w.post(ch, m)
	w.said(ch, m)
	return object{"channel": ch.ID, "ts": m.TS, "message": w.wireMessage(m)}, nil
}

// postEphemeral is chat.postEphemeral: seen by one member, stored nowhere.
func postEphemeral(c *call) (object, error) {
	w := c.w
	ch, user := w.channelByName(c.args.text("channel")), w.user(c.args.text("user"))
	switch {
	case ch == nil || ch.kind != public && !ch.has(w.cfg.BotUserID):
		return nil, refuse("channel_not_found")
	case ch.Archived:
		return nil, refuse("is_archived")
	case !ch.has(w.cfg.BotUserID):
		return nil, refuse("not_in_channel")
	case user == nil || !ch.has(user.ID) || user.Deleted:
		return nil, refuse("user_not_in_channel")
	}
	m, err := w.content(c.args, contentLimits{})
	if err != nil {
		return nil, err
	}
	m.User, m.BotID = w.cfg.BotUserID, w.botID
	w.whisper(ch, user.ID, m)
	return object{"message_ts": m.TS}, nil
}

// own finds a message that the app may change.
func (c *call) own(code string) (*channel, *Message, error) {
	ch := c.w.channel(c.args.text("channel"))
	if ch == nil || ch.kind != public && !ch.has(c.w.cfg.BotUserID) {
		return nil, nil, refuse("channel_not_found")
	}
	m := ch.find(c.args.text("ts"))
	switch {
	case m == nil: // also every ephemeral message: those have no stored form
		return nil, nil, refuse("message_not_found")
	case m.BotID != c.w.botID:
		return nil, nil, refuse(code)
	case ch.Archived:
		return nil, nil, refuse("is_archived")
	}
	return ch, m, nil
}

// updateMessage is chat.update. Text without blocks takes the blocks away.
func updateMessage(c *call) (object, error) {
	ch, m, err := c.own("cant_update_message")
	if err != nil {
		return nil, err
	}
	fresh, err := c.w.content(c.args, contentLimits{text: updatedText})
	if err != nil {
		return nil, err
	}
	changed := ch.replace(c.w, m.TS, func(old *Message) {
		if fresh.Body != "" || fresh.Blocks == nil {
			old.Body = fresh.Body
		}
		old.Blocks, old.Attachments = fresh.Blocks, fresh.Attachments
		if fresh.Metadata != nil {
			old.Metadata = fresh.Metadata
		}
		old.EditedAt = formatTS(c.w.cfg.Now().UnixMicro())
	})
	c.w.altered(ch, m, changed)
	return object{"channel": ch.ID, "ts": m.TS, "text": changed.Body, "message": c.w.wireMessage(changed)}, nil
}

// deleteMessage is chat.delete.
func deleteMessage(c *call) (object, error) {
	ch, m, err := c.own("cant_delete_message")
	if err != nil {
		return nil, err
	}
	ch.remove(c.w, m.TS)
	c.w.altered(ch, m, nil)
	return object{"channel": ch.ID, "ts": m.TS}, nil
}

// permalinkOf is chat.getPermalink.
func permalinkOf(c *call) (object, error) {
	ch := c.w.channel(c.args.text("channel"))
	if ch == nil || ch.kind != public && !ch.has(c.w.cfg.BotUserID) {
		return nil, refuse("channel_not_found")
	}
	m := ch.find(c.args.text("message_ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return object{"channel": ch.ID, "permalink": c.w.permalink(m)}, nil
}
