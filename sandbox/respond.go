package sandbox

import (
	"io"
	"log/slog"
	"net/http"
	"time"
)

// mostResponses is how often one response_url works.
const mostResponses = 5

// hook is a response_url: the right to answer where the person acted, even
// where the app is no member.
type hook struct {
	user, channel string
	thread        string
	typed         string // the command, which an in_channel reply shows to all
	message       string // ts of the message with the button, "" for commands
	ephemeral     bool   // that message is ephemeral
	uses          int
	ends          time.Time
}

func (w *Workspace) newHook(h *hook) string {
	id := randomHex(16)
	h.ends = time.Now().Add(w.cfg.ResponseURLLife)
	w.hooks[id] = h
	return id
}

func (w *Workspace) hookURL(id string) string { return w.base + "/respond/" + id }

// serveRespond answers a POST to a response_url. Slack answers with the text
// "ok", or with an error code and HTTP 404 or 400.
func (w *Workspace) serveRespond(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	w.inflight++
	w.mu.Unlock()
	defer w.finished()

	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		http.Error(rw, "invalid_payload", http.StatusBadRequest)
		return
	}
	c := &call{w: w, method: "response_url", args: args{}}
	v, err := decode(body)
	payload, ok := v.(object)
	if err != nil || !ok {
		http.Error(rw, "invalid_payload", http.StatusBadRequest)
		return
	}
	c.args = args(payload)
	status, out := http.StatusOK, object{"ok": true}
	if err := w.useHook(r.PathValue("hook"), payload); err != nil {
		made := answerOf(nil, err)
		status, out = http.StatusNotFound, made.body
	}
	w.record(c, &answered{status: status, body: out})
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	if _, err := rw.Write(mustEncode(out)); err != nil {
		w.log.Warn("answer of a response_url was not read", slog.Any("error", err))
	}
}

// useHook counts a use and applies the payload.
func (w *Workspace) useHook(id string, payload object) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.hooks[id]
	switch {
	case h == nil:
		return refuse("invalid_url")
	case time.Now().After(h.ends):
		return refuse("expired_url")
	case h.uses >= mostResponses:
		return refuse("used_url")
	}
	h.uses++
	_, _, err := w.respond(h, payload)
	return err
}

// respond applies the payload of a response_url or of a command's
// acknowledgement. It returns the message that it made or changed, if any.
func (w *Workspace) respond(h *hook, payload object) (m *Message, made bool, err error) {
	c := w.channel(h.channel)
	if c == nil {
		return nil, false, refuse("channel_not_found")
	}
	if flagOf(payload, "delete_original") {
		return nil, false, w.deleteOriginal(h, c)
	}
	if len(payload) == 0 {
		return nil, false, nil
	}
	m, err = w.content(args(payload), contentLimits{})
	if err != nil {
		return nil, false, err
	}
	m.User, m.BotID, m.ThreadTS = w.cfg.BotUserID, w.botID, h.thread
	if flagOf(payload, "replace_original") && h.message != "" {
		m, err = w.replaceOriginal(h, c, m)
		return m, err == nil, err
	}
	if textOf(payload, "response_type") == "in_channel" {
		if t := textOf(payload, "thread_ts"); t != "" {
			m.ThreadTS = t
		}
		if h.typed != "" {
			w.said(c, w.post(c, &Message{User: h.user, Body: h.typed}))
		}
		w.said(c, w.post(c, m))
		return m, true, nil
	}
	return w.whisper(c, h.user, m), true, nil
}

// whisper shows a message to one person only. It is not stored in the channel.
func (w *Workspace) whisper(c *channel, user string, m *Message) *Message {
	m.Ephemeral, m.To, m.Channel, m.w = true, user, c.ID, w
	m.TS = c.stamp(w.cfg.Now())
	cl := w.client(user)
	cl.ephemerals = append(cl.ephemerals, m)
	w.notify(note{Type: "ephemeral", Channel: c.ID, TS: m.TS, to: user})
	return m
}

// ephemeral finds an ephemeral message of a person by its ts.
func (c *client) ephemeral(channel, ts string) (int, *Message) {
	for i, m := range c.ephemerals {
		if m.Channel == channel && m.TS == ts {
			return i, m
		}
	}
	return -1, nil
}

func (w *Workspace) deleteOriginal(h *hook, c *channel) error {
	if h.message == "" {
		return refuse("message_not_found")
	}
	if h.ephemeral {
		cl := w.client(h.user)
		if i, m := cl.ephemeral(c.ID, h.message); m != nil {
			cl.ephemerals = append(cl.ephemerals[:i:i], cl.ephemerals[i+1:]...)
			w.notify(note{Type: "delete", Channel: c.ID, TS: m.TS, to: h.user})
		}
		return nil
	}
	gone := c.remove(w, h.message)
	if gone == nil {
		return refuse("message_not_found")
	}
	w.altered(c, gone, nil)
	return nil
}

// replaceOriginal swaps the content of the message with the button.
func (w *Workspace) replaceOriginal(h *hook, c *channel, m *Message) (*Message, error) {
	if h.ephemeral {
		cl := w.client(h.user)
		i, old := cl.ephemeral(c.ID, h.message)
		if old == nil {
			return nil, refuse("message_not_found")
		}
		m.TS, m.Channel, m.w, m.Ephemeral, m.To = old.TS, old.Channel, w, true, h.user
		cl.ephemerals[i] = m
		w.notify(note{Type: "update", Channel: c.ID, TS: m.TS, to: h.user})
		return m, nil
	}
	before := c.find(h.message)
	changed := c.replace(w, h.message, func(old *Message) {
		old.Body, old.Blocks, old.Attachments = m.Body, m.Blocks, m.Attachments
		old.EditedAt = formatTS(w.cfg.Now().UnixMicro())
	})
	if changed == nil {
		return nil, refuse("message_not_found")
	}
	w.altered(c, before, changed)
	return changed, nil
}
