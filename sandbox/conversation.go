package sandbox

import "slices"

// readScopes are what conversations.* need for each kind of conversation.
var (
	readScopes = map[kind]string{public: "channels:read", private: "groups:read",
		direct: "im:read", group: "mpim:read"}
	historyScopes = map[kind]string{public: "channels:history", private: "groups:history",
		direct: "im:history", group: "mpim:history"}
)

// see finds the conversation of the channel argument, as far as the app may
// know of it, and checks the scope for its kind.
func (c *call) see(scopes map[kind]string) (*channel, error) {
	ch := c.w.channel(c.args.text("channel"))
	if ch == nil || ch.kind != public && !ch.has(c.w.cfg.BotUserID) {
		return nil, refuse("channel_not_found")
	}
	return ch, c.need(scopes[ch.kind])
}

// openDirect is conversations.open: one person, or a group of up to eight.
func openDirect(c *call) (object, error) {
	w := c.w
	if id := c.args.text("channel"); id != "" {
		ch := w.channel(id)
		if ch == nil || ch.kind != direct && ch.kind != group {
			return nil, refuse("channel_not_found")
		}
		return object{"channel": w.opened(c, ch), "no_op": true, "already_open": true}, nil
	}
	users := c.args.list("users")
	scope := "im:write"
	if len(users) > 1 {
		scope = "mpim:write"
	}
	if err := c.need(scope); err != nil {
		return nil, err
	}
	switch {
	case len(users) == 0:
		return nil, refuse("users_list_not_supplied")
	case len(users) > 8:
		return nil, refuse("too_many_users")
	}
	for _, id := range users {
		u := w.user(id)
		if u == nil {
			return nil, refuse("user_not_found")
		}
		// An unsupported tab stops messages, not the opening.
		if err := w.reachable(u); err != nil && err.Error() != "messages_tab_disabled" {
			return nil, err
		}
	}
	if len(users) == 1 {
		return object{"channel": w.opened(c, w.dm(users[0]))}, nil
	}
	return object{"channel": w.opened(c, w.groupDM(users))}, nil
}

// opened is the short form of a conversation, or with return_im the full one.
func (w *Workspace) opened(c *call, ch *channel) object {
	if c.args.flag("return_im") {
		return w.wireChannel(ch)
	}
	return object{"id": ch.ID}
}

func channelInfo(c *call) (object, error) {
	ch, err := c.see(readScopes)
	if err != nil {
		return nil, err
	}
	o := c.w.wireChannel(ch)
	if !c.args.flag("include_num_members") {
		delete(o, "num_members")
	}
	return object{"channel": o}, nil
}

func channelMembers(c *call) (object, error) {
	ch, err := c.see(readScopes)
	if err != nil {
		return nil, err
	}
	from, to, next, err := c.args.page(len(ch.Members), 1000)
	if err != nil {
		return nil, err
	}
	return object{"members": ch.Members[from:to], "response_metadata": cursor(next)}, nil
}

// types reads which kinds of conversations are asked for; Slack's default is
// public channels. Each kind needs its own scope.
func (c *call) types() (map[kind]bool, error) {
	names := c.args.list("types")
	if len(names) == 0 {
		names = []string{string(public)}
	}
	out := map[kind]bool{}
	for _, name := range names {
		scope, ok := readScopes[kind(name)]
		if !ok {
			return nil, refuse("invalid_types")
		}
		if err := c.need(scope); err != nil {
			return nil, err
		}
		out[kind(name)] = true
	}
	return out, nil
}

// list answers conversations.list and users.conversations, page by page.
func (c *call) list(include func(*channel) bool) (object, error) {
	types, err := c.types()
	if err != nil {
		return nil, err
	}
	var found []object
	for _, ch := range c.w.channels {
		visible := ch.kind == public || ch.has(c.w.cfg.BotUserID)
		if types[ch.kind] && visible && include(ch) && (!ch.Archived || !c.args.flag("exclude_archived")) {
			found = append(found, c.w.wireChannel(ch))
		}
	}
	from, to, next, err := c.args.page(len(found), 999)
	if err != nil {
		return nil, err
	}
	page := append([]object{}, found[from:to]...) // an empty list, not null
	return object{"channels": page, "response_metadata": cursor(next)}, nil
}

func listChannels(c *call) (object, error) {
	return c.list(func(*channel) bool { return true })
}

// userChannels is users.conversations: of the app, or of a person as far as
// the app can see.
func userChannels(c *call) (object, error) {
	user := c.args.text("user")
	setText(&user, c.w.cfg.BotUserID)
	if c.w.user(user) == nil {
		return nil, refuse("user_not_found")
	}
	return c.list(func(ch *channel) bool { return ch.has(user) })
}

func joinChannel(c *call) (object, error) {
	w := c.w
	ch := w.channel(c.args.text("channel"))
	switch {
	case ch == nil || ch.kind == private && !ch.has(w.cfg.BotUserID):
		return nil, refuse("channel_not_found")
	case ch.kind != public:
		return nil, refuse("method_not_supported_for_channel_type")
	case ch.Archived:
		return nil, refuse("is_archived")
	}
	if ch.has(w.cfg.BotUserID) {
		return object{"channel": w.wireChannel(ch), "warning": "already_in_channel"}, nil
	}
	ch.Members = append(ch.Members, w.cfg.BotUserID)
	w.emitIfIn(ch, "member_joined_channel", object{"user": w.cfg.BotUserID, "channel": ch.ID,
		"channel_type": "C", "team": w.cfg.TeamID})
	w.notify(note{Type: "channel", Channel: ch.ID})
	return object{"channel": w.wireChannel(ch)}, nil
}

// history is conversations.history: newest first, without the replies in threads.
func history(c *call) (object, error) {
	ch, err := c.see(historyScopes)
	if err != nil {
		return nil, err
	}
	if !ch.has(c.w.cfg.BotUserID) {
		return nil, refuse("not_in_channel")
	}
	var found []*Message
	for _, m := range slices.Backward(ch.messages) {
		if (m.ThreadTS == "" || m.ThreadTS == m.TS) && c.between(m.TS) {
			found = append(found, m)
		}
	}
	return c.messages(found, object{"pin_count": 0})
}

// replies is conversations.replies: the thread's first message, then its
// replies, oldest first.
func replies(c *call) (object, error) {
	ch, err := c.see(historyScopes)
	if err != nil {
		return nil, err
	}
	if !ch.has(c.w.cfg.BotUserID) {
		return nil, refuse("not_in_channel")
	}
	parent := ch.find(c.args.text("ts"))
	if parent == nil {
		return nil, refuse("thread_not_found")
	}
	found := []*Message{parent}
	for _, m := range ch.messages {
		if m.ThreadTS == parent.TS && m.TS != parent.TS && c.between(m.TS) {
			found = append(found, m)
		}
	}
	return c.messages(found, object{})
}

// between applies oldest, latest and inclusive.
func (c *call) between(ts string) bool {
	inclusive := c.args.flag("inclusive")
	if oldest := c.args.text("oldest"); oldest != "" && oldest != "0" {
		if d := compareTS(ts, normalTS(oldest)); d < 0 || d == 0 && !inclusive {
			return false
		}
	}
	if latest := c.args.text("latest"); latest != "" && latest != "now" {
		if d := compareTS(ts, normalTS(latest)); d > 0 || d == 0 && !inclusive {
			return false
		}
	}
	return true
}

// normalTS accepts plain seconds where a ts is wanted.
func normalTS(s string) string {
	if _, ok := parseTS(s); ok {
		return s
	}
	return s + ".000000"
}

// messages answers one page of messages. Metadata comes only when asked for.
func (c *call) messages(found []*Message, out object) (object, error) {
	from, to, next, err := c.args.page(len(found), 999)
	if err != nil {
		return nil, err
	}
	list := []object{}
	for _, m := range found[from:to] {
		o := c.w.wireMessage(m)
		if m.Metadata != nil && c.args.flag("include_all_metadata") {
			o["metadata"] = m.Metadata
		}
		list = append(list, o)
	}
	out["messages"], out["has_more"] = list, next != ""
	out["response_metadata"] = cursor(next)
	return out, nil
}
