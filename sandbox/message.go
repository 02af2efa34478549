package sandbox

import (
	"slices"
	"strings"
	"time"
)

// Message is one message as it stood when it was read. Click and Choose act on
// its present form.
type Message struct {
	Channel, TS, ThreadTS string
	User                  string // author's user id
	BotID                 string // set when the app wrote it
	Body                  string // the text field: notification and screen reader
	Blocks                []map[string]any
	Attachments           []map[string]any
	Metadata              map[string]any
	Files                 []File
	Subtype               string
	EditedAt              string // ts of the last edit, "" if never
	Ephemeral             bool   // only User To sees it
	To                    string
	ReplyCount            int
	Reactions             []Reaction

	w      *Workspace
	viewer string // whose eyes render names and dates
}

// Reaction is an emoji on a message and who put it there.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// SeedMessage is history to be written directly, without the app or an event.
type SeedMessage struct {
	Channel  string // id or name
	DM       string // user id or handle, for the conversation with the app
	User     string // author; empty for the app
	Text     string
	Blocks   []map[string]any
	Metadata map[string]any
	ThreadTS string
	At       time.Time // zero for now
	Files    []SeedFile
	Reads    bool // everybody has read it already
}

// SeedFile is a file of a seeded message.
type SeedFile struct {
	Name string
	Data []byte
}

// Seed writes a message into the past and returns its ts. It panics when the
// channel does not exist, since that is a mistake in the story.
func (w *Workspace) Seed(s SeedMessage) (ts string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := w.channelByName(s.Channel)
	if s.DM != "" {
		if u := w.userByName(s.DM); u != nil {
			c = w.dm(u.ID)
		}
	}
	if c == nil {
		panic("sandbox: seed a message into unknown channel " + s.Channel + s.DM)
	}
	m := &Message{Channel: c.ID, User: s.User, Body: s.Text, ThreadTS: s.ThreadTS, Metadata: s.Metadata, w: w}
	if s.User == "" {
		m.User, m.BotID = w.cfg.BotUserID, w.botID
	} else if u := w.userByName(s.User); u != nil {
		m.User = u.ID
	}
	m.Blocks = w.withIDs(plainBlocks(s.Blocks))
	for _, f := range s.Files {
		stored := w.storeFile(f.Name, f.Data)
		stored.channels = append(stored.channels, c.ID)
		m.Files = append(m.Files, stored.File)
	}
	if s.At.IsZero() {
		s.At = w.cfg.Now()
	}
	m.TS = c.stampAt(s.At)
	c.insert(m)
	c.countReply(m)
	if s.Reads {
		for _, id := range c.Members {
			w.client(id).read(c.ID, m.TS)
		}
	}
	w.notify(note{Type: "message", Channel: c.ID, TS: m.TS})
	return m.TS
}

// plainBlocks turns blocks that a caller wrote in Go into decoded JSON.
func plainBlocks(blocks []map[string]any) []object {
	if len(blocks) == 0 {
		return nil
	}
	v, err := plain(blocks)
	if err != nil {
		panic("sandbox: seed blocks that are no JSON: " + err.Error())
	}
	list, _ := v.([]any)
	return objectsIn(list)
}

// countReply keeps the reply count of the thread's first message.
func (c *channel) countReply(m *Message) {
	if m.ThreadTS == "" || m.ThreadTS == m.TS {
		return
	}
	if i, ok := c.index(m.ThreadTS); ok {
		parent := *c.messages[i]
		parent.ReplyCount++
		c.messages[i] = &parent
	}
}

// post puts a new message at the end of a conversation and tells its readers.
func (w *Workspace) post(c *channel, m *Message) *Message {
	m.Channel, m.w = c.ID, w
	m.TS = c.stamp(w.cfg.Now())
	c.insert(m)
	c.countReply(m)
	w.client(m.User).read(c.ID, m.TS)
	w.notify(note{Type: "message", Channel: c.ID, TS: m.TS})
	return m
}

// replace changes a stored message through edit. Stored messages are immutable,
// so readers of the old form are not disturbed.
func (c *channel) replace(w *Workspace, ts string, edit func(*Message)) *Message {
	i, ok := c.index(ts)
	if !ok {
		return nil
	}
	changed := *c.messages[i]
	edit(&changed)
	c.messages[i] = &changed
	w.notify(note{Type: "update", Channel: c.ID, TS: ts})
	return &changed
}

// remove deletes a message.
func (c *channel) remove(w *Workspace, ts string) *Message {
	i, ok := c.index(ts)
	if !ok {
		return nil
	}
	m := c.messages[i]
	c.messages = slices.Delete(c.messages, i, i+1)
	w.notify(note{Type: "delete", Channel: c.ID, TS: ts})
	return m
}

// seenBy is a copy of the message that renders for one reader.
func (m *Message) seenBy(user string) *Message {
	c := *m
	c.viewer = user
	return &c
}

// wireMessage renders a message as Slack sends it.
func (w *Workspace) wireMessage(m *Message) object {
	o := object{"type": "message", "ts": m.TS, "user": m.User, "text": m.Body, "team": w.cfg.TeamID}
	if m.BotID != "" {
		o["bot_id"], o["app_id"] = m.BotID, w.cfg.AppID
		o["bot_profile"] = object{"id": m.BotID, "app_id": w.cfg.AppID, "user_id": w.cfg.BotUserID,
			"name": w.cfg.BotName, "team_id": w.cfg.TeamID, "deleted": false, "updated": 1700000000}
	}
	if m.Subtype != "" {
		o["subtype"] = m.Subtype
	}
	if len(m.Blocks) > 0 {
		o["blocks"] = m.Blocks
	}
	if len(m.Attachments) > 0 {
		o["attachments"] = m.Attachments
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if m.ReplyCount > 0 {
		o["reply_count"], o["thread_ts"] = m.ReplyCount, m.TS
	}
	if m.EditedAt != "" {
		o["edited"] = object{"user": m.User, "ts": m.EditedAt}
	}
	if len(m.Files) > 0 {
		o["files"] = w.wireFiles(m.Files)
	}
	if len(m.Reactions) > 0 {
		o["reactions"] = m.Reactions
	}
	return o
}

// permalink is the address of a message in the browser.
func (w *Workspace) permalink(m *Message) string {
	link := w.base + "/archives/" + m.Channel + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + m.Channel
	}
	return link
}
