package sandbox

import "strings"

// unpaged is how many users users.list gives without a limit argument; in
// bigger workspaces it answers limit_required.
const unpaged = 1000

func listUsers(c *call) (object, error) {
	w := c.w
	if !c.args.has("limit") && len(w.users) > unpaged {
		return nil, refuse("limit_required")
	}
	from, to, next, err := c.args.page(len(w.users), 1000)
	if err != nil {
		return nil, err
	}
	members := make([]object, 0, to-from)
	for _, u := range w.users[from:to] {
		members = append(members, w.wire(u, c.args.flag("include_locale")))
	}
	return object{"members": members, "cache_ts": w.cfg.Now().Unix(), "response_metadata": cursor(next)}, nil
}

func userInfo(c *call) (object, error) {
	u := c.w.user(c.args.text("user"))
	switch {
	case u == nil:
		return nil, refuse("user_not_found")
	case u.Stranger && !c.w.shares(u):
		return nil, refuse("user_not_visible")
	}
	return object{"user": c.w.wire(u, c.args.flag("include_locale"))}, nil
}

// userByEmail is users.lookupByEmail: active people of this workspace only.
func userByEmail(c *call) (object, error) {
	email := c.args.text("email")
	for _, u := range c.w.users {
		if email != "" && strings.EqualFold(u.Email, email) && !u.Deleted && !u.Stranger {
			return object{"user": c.w.wire(u, c.args.flag("include_locale"))}, nil
		}
	}
	return nil, refuse("users_not_found")
}

// userProfile is users.profile.get, the only place with custom fields. Labels
// come only when asked for.
func userProfile(c *call) (object, error) {
	w := c.w
	id := c.args.text("user")
	setText(&id, w.cfg.BotUserID)
	u := w.user(id)
	if u == nil {
		return nil, refuse("user_not_found")
	}
	p := w.profile(u)
	fields := object{}
	for _, f := range w.cfg.ProfileFields {
		value, ok := u.Fields[f.ID]
		if !ok || value == "" {
			continue
		}
		field := object{"value": value, "alt": ""}
		if c.args.flag("include_labels") {
			field["label"] = f.Label
		}
		fields[f.ID] = field
	}
	p["fields"] = fields
	return object{"profile": p}, nil
}

// dndInfo tells the hours without notifications: nobody has any here.
func dndInfo(c *call) (object, error) {
	if id := c.args.text("user"); id != "" && c.w.user(id) == nil {
		return nil, refuse("user_not_found")
	}
	return object{"dnd_enabled": false, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": false}, nil
}

func botInfo(c *call) (object, error) {
	w := c.w
	if id := c.args.text("bot"); id != "" && id != w.botID {
		return nil, refuse("bot_not_found")
	}
	return object{"bot": object{"id": w.botID, "deleted": w.revoked, "name": w.cfg.BotName,
		"updated": 1700000000, "app_id": w.cfg.AppID, "user_id": w.cfg.BotUserID, "icons": object{}}}, nil
}

func teamInfo(c *call) (object, error) {
	w := c.w
	o := object{"id": w.cfg.TeamID, "name": w.cfg.TeamName, "domain": w.domain(),
		"email_domain": "", "icon": object{"image_default": true}}
	if w.cfg.EnterpriseID != "" {
		o["enterprise_id"], o["enterprise_name"] = w.cfg.EnterpriseID, w.cfg.TeamName
	}
	return object{"team": o}, nil
}

// teamProfile is team.profile.get: the custom fields that profiles can have.
func teamProfile(c *call) (object, error) {
	fields := []object{}
	for i, f := range c.w.cfg.ProfileFields {
		fields = append(fields, object{"id": f.ID, "ordering": i, "label": f.Label, "hint": "",
			"type": f.Type, "possible_values": nil, "options": nil, "is_hidden": false})
	}
	return object{"profile": object{"fields": fields, "sections": []any{}}}, nil
}

func reactionsOf(c *call) (object, error) {
	ch := c.w.channel(c.args.text("channel"))
	if ch == nil || !ch.has(c.w.cfg.BotUserID) {
		return nil, refuse("channel_not_found")
	}
	m := ch.find(c.args.text("timestamp"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return object{"type": "message", "channel": ch.ID, "message": c.w.wireMessage(m)}, nil
}
