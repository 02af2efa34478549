package sandbox

import (
	"slices"
	"strings"
	"time"
)

// kind of a conversation, as the types argument of conversations.list names it.
type kind string

const (
	public  kind = "public_channel"
	private kind = "private_channel"
	direct  kind = "im"
	group   kind = "mpim"
)

// channel is a conversation with its messages, oldest first.
type channel struct {
	Channel
	kind      kind
	messages  []*Message
	lastMicro int64 // the newest ts given out
}

// newChannel adds a channel to the workspace.
func (w *Workspace) newChannel(c Channel) *channel {
	k := public
	if c.Private {
		k = private
	}
	if c.ID == "" {
		c.ID = w.nextID("C")
	}
	c.Members = slices.Clone(c.Members)
	return w.open(&channel{Channel: c, kind: k})
}

func (w *Workspace) open(c *channel) *channel {
	w.channels = append(w.channels, c)
	w.rooms[c.ID] = c
	return c
}

// channel finds a conversation by id, or returns nil.
func (w *Workspace) channel(id string) *channel { return w.rooms[id] }

// channelByName finds a channel by id or name, with or without #.
func (w *Workspace) channelByName(name string) *channel {
	if c := w.channel(name); c != nil {
		return c
	}
	name = strings.TrimPrefix(name, "#")
	for _, c := range w.channels {
		if c.Name == name && c.Name != "" {
			return c
		}
	}
	return nil
}

func (c *channel) has(user string) bool { return slices.Contains(c.Members, user) }

// dm is the conversation between the app and one person, made when first needed.
func (w *Workspace) dm(user string) *channel {
	c := w.dms[user]
	if c == nil {
		c = w.open(&channel{kind: direct, Channel: Channel{
			ID: w.nextID("D"), Members: []string{w.cfg.BotUserID, user}}})
		w.dms[user] = c
	}
	return c
}

// groupDM is the conversation between the app and several people.
func (w *Workspace) groupDM(users []string) *channel {
	members := append([]string{w.cfg.BotUserID}, users...)
	slices.Sort(members)
	members = slices.Compact(members)
	for _, c := range w.channels {
		if c.kind == group && slices.Equal(c.Members, members) {
			return c
		}
	}
	var names []string
	for _, id := range members {
		if u := w.user(id); u != nil {
			names = append(names, u.Name)
		}
	}
	return w.open(&channel{kind: group, Channel: Channel{
		ID: w.nextID("G"), Name: "mpdm-" + strings.Join(names, "--") + "-1",
		Private: true, Members: members}})
}

// partner is the person on the other side of a direct conversation.
func (w *Workspace) partner(c *channel) *User {
	for _, id := range c.Members {
		if id != w.cfg.BotUserID {
			return w.user(id)
		}
	}
	return nil
}

// find returns the message with this ts, or nil.
func (c *channel) find(ts string) *Message {
	i, ok := c.index(ts)
	if !ok {
		return nil
	}
	return c.messages[i]
}

// index is where a message with this ts stands or would stand.
func (c *channel) index(ts string) (int, bool) {
	return slices.BinarySearchFunc(c.messages, ts, func(m *Message, ts string) int {
		return compareTS(m.TS, ts)
	})
}

func compareTS(a, b string) int {
	x, _ := parseTS(a)
	y, _ := parseTS(b)
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// insert puts a message at its place in time.
func (c *channel) insert(m *Message) {
	i, _ := c.index(m.TS)
	c.messages = slices.Insert(c.messages, i, m)
	if micro, ok := parseTS(m.TS); ok && micro > c.lastMicro {
		c.lastMicro = micro
	}
}

// stampAt makes the ts of a message that is dated back, unique in the channel.
func (c *channel) stampAt(at time.Time) string {
	for micro := at.UnixMicro(); ; micro++ {
		if _, taken := c.index(formatTS(micro)); !taken {
			return formatTS(micro)
		}
	}
}

// wireChannel renders a conversation as conversations.info does.
func (w *Workspace) wireChannel(c *channel) object {
	o := object{
		"id": c.ID, "created": 1700000000, "is_archived": c.Archived,
		"is_im": c.kind == direct, "is_mpim": c.kind == group,
		"is_group": c.kind == private, "is_channel": c.kind == public,
		"is_private": c.kind != public, "is_org_shared": false,
		"is_shared": c.External, "is_ext_shared": c.External, "is_pending_ext_shared": false,
		"context_team_id": w.cfg.TeamID, "priority": 0,
	}
	if c.kind == direct {
		if u := w.partner(c); u != nil {
			o["user"], o["is_user_deleted"] = u.ID, u.Deleted
		}
		return o
	}
	o["name"], o["name_normalized"] = c.Name, c.Name
	o["is_member"], o["is_general"] = c.has(w.cfg.BotUserID), c.Name == "general"
	o["creator"], o["num_members"] = slackbot, len(c.Members)
	o["topic"] = object{"value": c.Topic, "creator": "", "last_set": 0}
	o["purpose"] = object{"value": "", "creator": "", "last_set": 0}
	return o
}
