package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// note tells pages that something has changed. to is the only person whom it
// concerns; empty for all who are in the channel.
type note struct {
	Type    string `json:"type"`
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`
	View    object `json:"view,omitempty"`
	Text    string `json:"text,omitempty"`
	Now     int64  `json:"now,omitempty"`

	to string
}

// backlog is how many notes a slow page may owe before it is told to fetch
// everything again.
const backlog = 500

// stream is one open page.
type stream struct {
	user  string
	queue []note
	wake  chan struct{}
	gone  chan struct{}
	ended bool
}

func (s *stream) stop() {
	if !s.ended {
		s.ended = true
		close(s.gone)
	}
}

// notify puts a note on the queue of each page that may see it, and wakes
// everybody who waits for a change. Call it with the lock held.
func (w *Workspace) notify(n note) {
	for s := range w.streams {
		if n.to != "" && n.to != s.user || n.to == "" && !w.mayFollow(s.user, n.Channel) {
			continue
		}
		if len(s.queue) >= backlog {
			s.queue = []note{{Type: "channel"}}
		}
		s.queue = append(s.queue, n)
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
	w.touch()
}

func (w *Workspace) mayFollow(user, channel string) bool {
	c := w.channel(channel)
	return c == nil || c.has(user)
}

// serveStream sends notes as Server-Sent Events until the page is closed.
func (w *Workspace) serveStream(rw http.ResponseWriter, r *http.Request) {
	s := &stream{user: r.URL.Query().Get("as"), wake: make(chan struct{}, 1), gone: make(chan struct{})}
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return
	}
	w.streams[s] = true
	w.running.Add(1)
	w.mu.Unlock()
	defer w.endStream(s)

	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	if !push(rw, "retry: 500\n\n") {
		return
	}
	alive := time.NewTicker(15 * time.Second)
	defer alive.Stop()
	for {
		var text strings.Builder
		select {
		case <-s.wake:
			for _, n := range w.takeNotes(s) {
				fmt.Fprintf(&text, "data: %s\n\n", mustEncode(n))
			}
		case <-alive.C:
			text.WriteString(": alive\n\n")
		case <-s.gone:
			return
		case <-r.Context().Done():
			return
		}
		if !push(rw, text.String()) {
			return
		}
	}
}

// push sends text at once. It answers false when the page has gone.
func push(rw http.ResponseWriter, text string) bool {
	if _, err := io.WriteString(rw, text); err != nil {
		return false
	}
	return http.NewResponseController(rw).Flush() == nil
}

func (w *Workspace) endStream(s *stream) {
	w.mu.Lock()
	delete(w.streams, s)
	w.mu.Unlock()
	w.running.Done()
}

// takeNotes empties the queue. Of equal notes in a row one is enough.
func (w *Workspace) takeNotes(s *stream) []note {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := slices.CompactFunc(s.queue, func(a, b note) bool {
		return a.Type == b.Type && a.Channel == b.Channel && a.TS == b.TS && a.Text == b.Text && a.Type != "clock"
	})
	s.queue = nil
	return out
}

// Toast shows a short text on every open page, for stories that explain
// themselves.
func (w *Workspace) Toast(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notify(note{Type: "toast", Text: text})
}

// Moved tells the pages that the workspace's clock has been moved.
func (w *Workspace) Moved() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notify(note{Type: "clock", Now: w.cfg.Now().Unix()})
}
