package sandbox

import (
	"fmt"
	"maps"
	"slices"
)

// AddUser lets a person join the workspace: team_join. It returns the id.
func (w *Workspace) AddUser(u User) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	added := w.newUser(u)
	w.emit("team_join", object{"type": "team_join", "user": w.wire(added, true)}, nil)
	w.notify(note{Type: "channel"})
	return added.ID
}

// ChangeUser edits a person: user_change, unless only custom profile fields
// differ, for which Slack sends nothing. id may be a handle.
func (w *Workspace) ChangeUser(id string, edit func(*User)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	old := w.userByName(id)
	if old == nil {
		return fmt.Errorf("change user %s: no such user", id)
	}
	changed := *old
	changed.Fields = map[string]string{}
	maps.Copy(changed.Fields, old.Fields)
	edit(&changed)
	changed.ID = old.ID
	w.users[slices.Index(w.users, old)] = &changed
	w.people[old.ID] = &changed
	if !sameButFields(*old, changed) {
		w.emit("user_change", object{"type": "user_change", "user": w.wire(&changed, true),
			"cache_ts": w.cfg.Now().Unix()}, nil)
	}
	w.notify(note{Type: "channel"})
	return nil
}

func sameButFields(a, b User) bool {
	a.Fields, b.Fields = nil, nil
	return fmt.Sprint(a) == fmt.Sprint(b)
}

// Deactivate closes a person's account: user_change with deleted true.
func (w *Workspace) Deactivate(id string) error {
	return w.ChangeUser(id, func(u *User) { u.Deleted = true })
}

// Reactivate opens it again under the same id.
func (w *Workspace) Reactivate(id string) error {
	return w.ChangeUser(id, func(u *User) { u.Deleted = false })
}

// changeChannel runs edit on a channel and tells the page.
func (w *Workspace) changeChannel(name string, edit func(*channel)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channelByName(name)
	if c == nil {
		return fmt.Errorf("change channel %s: no such channel", name)
	}
	edit(c)
	w.notify(note{Type: "channel", Channel: c.ID})
	return nil
}

// AddChannel makes a channel and returns its id.
func (w *Workspace) AddChannel(c Channel) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	added := w.newChannel(c)
	w.notify(note{Type: "channel", Channel: added.ID})
	return added.ID
}

// Archive closes a channel: channel_archive or group_archive.
func (w *Workspace) Archive(name string) error {
	return w.changeChannel(name, func(c *channel) {
		c.Archived = true
		w.emitIfIn(c, channelEvent(c, "archive"), object{"channel": c.ID, "user": slackbot})
	})
}

// Unarchive opens it again.
func (w *Workspace) Unarchive(name string) error {
	return w.changeChannel(name, func(c *channel) {
		c.Archived = false
		w.emitIfIn(c, channelEvent(c, "unarchive"), object{"channel": c.ID, "user": slackbot})
	})
}

// Rename gives a channel another name: channel_rename or group_rename.
func (w *Workspace) Rename(name, to string) error {
	return w.changeChannel(name, func(c *channel) {
		c.Name = to
		w.emitIfIn(c, channelEvent(c, "rename"),
			object{"channel": object{"id": c.ID, "name": to, "created": 1700000000}})
	})
}

// RemoveBot takes the app out of a channel: channel_left or group_left.
func (w *Workspace) RemoveBot(name string) error {
	return w.changeChannel(name, func(c *channel) {
		w.emitIfIn(c, channelEvent(c, "left"), object{"channel": c.ID, "actor_id": slackbot})
		c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == w.cfg.BotUserID })
	})
}

// Invite brings a person or the app into a channel: member_joined_channel, if
// the app is (now) in it.
func (w *Workspace) Invite(name, user string) error {
	return w.changeChannel(name, func(c *channel) {
		u := w.userByName(user)
		if u == nil || c.has(u.ID) {
			return
		}
		c.Members = append(c.Members, u.ID)
		w.emitIfIn(c, "member_joined_channel", object{"user": u.ID, "channel": c.ID,
			"channel_type": "C", "team": u.TeamID, "inviter": slackbot})
	})
}

// Kick takes a person out of a channel: member_left_channel.
func (w *Workspace) Kick(name, user string) error {
	return w.changeChannel(name, func(c *channel) {
		u := w.userByName(user)
		if u == nil || !c.has(u.ID) {
			return
		}
		c.Members = slices.DeleteFunc(c.Members, func(id string) bool { return id == u.ID })
		w.emitIfIn(c, "member_left_channel", object{"user": u.ID, "channel": c.ID,
			"channel_type": "C", "team": u.TeamID})
	})
}

// Share opens a channel to another organisation: channel_shared.
func (w *Workspace) Share(name string) error {
	return w.changeChannel(name, func(c *channel) {
		c.External = true
		w.emitIfIn(c, "channel_shared", object{"channel": c.ID, "connected_team_id": "T0ELSEWHER"})
	})
}

// emitIfIn sends an event of a channel when the app is a member of it.
func (w *Workspace) emitIfIn(c *channel, name string, event object) {
	if c.has(w.cfg.BotUserID) {
		event["type"] = name
		w.emit(name, event, c)
	}
}

// SetGroup adds or replaces a user group: subteam_updated.
func (w *Workspace) SetGroup(g Group) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i := slices.IndexFunc(w.groups, func(old *Group) bool { return old.ID == g.ID })
	if i < 0 {
		w.groups = append(w.groups, &g)
	} else {
		w.groups[i] = &g
	}
	w.emit("subteam_updated", object{"type": "subteam_updated", "subteam": w.wireGroup(&g, true)}, nil)
}

// RevokeToken uninstalls the app: tokens_revoked and app_uninstalled are sent,
// and every call from now on answers token_revoked.
func (w *Workspace) RevokeToken() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.revoked = true
	w.emit("tokens_revoked", object{"type": "tokens_revoked",
		"tokens": object{"oauth": []any{}, "bot": []any{w.cfg.BotUserID}}}, nil)
	w.emit("app_uninstalled", object{"type": "app_uninstalled"}, nil)
}

// Reinstall installs the app again and returns its new bot token; the one before
// stays revoked for ever.
func (w *Workspace) Reinstall() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.retired = append(w.retired, w.cfg.BotToken)
	w.cfg.BotToken = "xoxb-" + w.nextID("T")
	w.revoked = false
	return w.cfg.BotToken
}
