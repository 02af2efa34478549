package sandbox

import "slices"

// eventScopes are the scopes that a subscription needs; an app without them
// never gets the event.
var eventScopes = map[string]string{
	"message.im": "im:history", "message.channels": "channels:history",
	"message.groups": "groups:history", "message.mpim": "mpim:history",
	"team_join": "users:read", "user_change": "users:read",
	"reaction_added": "reactions:read", "reaction_removed": "reactions:read",
	"channel_archive": "channels:read", "channel_unarchive": "channels:read",
	"channel_rename": "channels:read", "channel_left": "channels:read", "channel_shared": "channels:read",
	"group_archive": "groups:read", "group_unarchive": "groups:read",
	"group_rename": "groups:read", "group_left": "groups:read",
	"subteam_updated": "usergroups:read",
}

// emit sends an event to the app if it has subscribed to it and may see it.
// name is the subscription ("message.im"), event the inner event.
func (w *Workspace) emit(name string, event object, c *channel) {
	if w.cfg.Events != nil && !slices.Contains(w.cfg.Events, name) {
		return
	}
	if !w.reached {
		return // events before the first connection are lost
	}
	if !w.granted(eventScopes[name]) || w.revoked && name != "app_uninstalled" && name != "tokens_revoked" {
		return
	}
	now := w.cfg.Now()
	if textOf(event, "event_ts") == "" {
		event["event_ts"] = formatTS(now.UnixMicro())
	}
	payload := object{
		"token": "verification-token", "team_id": w.cfg.TeamID, "api_app_id": w.cfg.AppID,
		"context_team_id": w.cfg.TeamID, "context_enterprise_id": w.enterprise(),
		"type": "event_callback", "event": event,
		"event_id": w.nextID("Ev"), "event_time": now.Unix(),
		"is_ext_shared_channel": c != nil && c.External,
		"event_context":         "4-" + randomHex(12),
		"authorizations": []any{object{
			"enterprise_id": w.enterprise(), "team_id": w.cfg.TeamID, "user_id": w.cfg.BotUserID,
			"is_bot": true, "is_enterprise_install": false,
		}},
	}
	w.dispatch(&envelope{kind: eventsAPI, payload: payload})
}

// enterprise is null in payloads of workspaces outside an organisation.
func (w *Workspace) enterprise() any {
	if w.cfg.EnterpriseID == "" {
		return nil
	}
	return w.cfg.EnterpriseID
}

// messageEvent is the subscription under which messages of a conversation come.
func messageEvent(c *channel) string {
	switch c.kind {
	case direct:
		return "message.im"
	case group:
		return "message.mpim"
	case private:
		return "message.groups"
	default:
		return "message.channels"
	}
}

// channelType is the channel_type field of message events.
func channelType(c *channel) string {
	switch c.kind {
	case direct:
		return "im"
	case group:
		return "mpim"
	case private:
		return "group"
	default:
		return "channel"
	}
}

// said tells the app about a message where it is present. Its own messages
// come too, with their bot_id: an app that answers them talks to itself.
func (w *Workspace) said(c *channel, m *Message) {
	if !c.has(w.cfg.BotUserID) {
		return
	}
	event := w.wireMessage(m)
	event["channel"], event["channel_type"], event["event_ts"] = c.ID, channelType(c), m.TS
	if m.BotID == "" {
		event["client_msg_id"] = envelopeID()
	}
	w.emit(messageEvent(c), event, c)
}

// altered tells the app that a message was edited, or deleted when now is nil.
func (w *Workspace) altered(c *channel, old, now *Message) {
	if old == nil || !c.has(w.cfg.BotUserID) {
		return
	}
	event := object{"type": "message", "hidden": true, "channel": c.ID, "channel_type": channelType(c),
		"previous_message": w.wireMessage(old), "ts": formatTS(w.cfg.Now().UnixMicro())}
	if now == nil {
		event["subtype"], event["deleted_ts"] = "message_deleted", old.TS
	} else {
		event["subtype"], event["message"] = "message_changed", w.wireMessage(now)
	}
	w.emit(messageEvent(c), event, c)
}

// channelEvent is the name of an event that differs for private channels.
func channelEvent(c *channel, what string) string {
	if c.kind == private {
		return "group_" + what
	}
	return "channel_" + what
}
