package sandbox

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
)

// pageRoutes are the page and its API.
func (w *Workspace) pageRoutes(mux *http.ServeMux) {
	mux.Handle("/", pageFiles())
	mux.HandleFunc("GET /archives/{channel}/{message}", w.serveArchive)
	mux.HandleFunc("GET /ui/boot", w.read(w.pageBoot))
	mux.HandleFunc("GET /ui/state", w.read(w.pageState))
	mux.HandleFunc("GET /ui/messages", w.read(w.pageMessages))
	mux.HandleFunc("GET /ui/events", w.serveStream)
	for name, handler := range map[string]func(context.Context, object) object{
		"command": w.pageCommand, "say": w.pageSay, "shortcut": w.pageShortcut, "action": w.pageAction,
		"submit": w.pageSubmit, "close": w.pageClose, "suggest": w.pageSuggest, "home": w.pageHome,
		"open": w.pageOpen, "move": w.pageMove,
	} {
		mux.HandleFunc("POST /ui/"+name, w.write(handler))
	}
}

// read answers a GET with what get finds, with the lock held.
func (w *Workspace) read(get func(*http.Request) (object, error)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.learnBase(r)
		out, err := get(r)
		w.mu.Unlock()
		status := http.StatusOK
		if err != nil {
			status, out = http.StatusNotFound, object{"ok": false, "error": err.Error()}
		}
		w.writeJSON(rw, status, out)
	}
}

// write answers a POST. Only JSON is accepted: other pages in the same browser
// cannot send that here without being asked first.
func (w *Workspace) write(do func(context.Context, object) object) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if err != nil || media != "application/json" {
			w.writeJSON(rw, http.StatusUnsupportedMediaType, object{"ok": false, "error": "send JSON"})
			return
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
		if err != nil {
			return // the page has gone
		}
		v, err := decode(body)
		in, ok := v.(object)
		if err != nil || !ok {
			w.writeJSON(rw, http.StatusBadRequest, object{"ok": false, "error": "send a JSON object"})
			return
		}
		w.writeJSON(rw, http.StatusOK, do(r.Context(), in))
	}
}

func (w *Workspace) writeJSON(rw http.ResponseWriter, status int, out object) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.Header().Set("Cache-Control", "no-store")
	rw.WriteHeader(status)
	if _, err := rw.Write(mustEncode(out)); err != nil {
		w.log.Debug("page did not read its answer", slog.Any("error", err))
	}
}

// result is the answer to a POST: ok, or what the person sees instead.
func result(err error) object {
	if err == nil {
		return object{"ok": true}
	}
	text := err.Error()
	if errors.Is(err, ErrTrouble) {
		text = "trouble_connecting"
	}
	return object{"ok": false, "error": text}
}

// serveArchive leads a permalink to the page.
func (w *Workspace) serveArchive(rw http.ResponseWriter, r *http.Request) {
	place := url.Values{"channel": {r.PathValue("channel")}, "message": {r.PathValue("message")}}
	http.Redirect(rw, r, "/?"+place.Encode(), http.StatusFound)
}

func (w *Workspace) pageCommand(ctx context.Context, in object) object {
	reply, err := w.runCommand(ctx, typedCommand{user: textOf(in, "as"), channel: textOf(in, "channel"),
		name: textOf(in, "command"), text: textOf(in, "text")})
	if err != nil {
		return result(err)
	}
	if reply.Failed != "" {
		return object{"ok": false, "error": reply.Failed}
	}
	out := object{"ok": true}
	if reply.Ephemeral != nil {
		w.mu.Lock()
		out["reply"] = w.pageMessage(reply.Ephemeral, textOf(in, "as"))
		w.mu.Unlock()
	}
	return out
}

func (w *Workspace) pageSay(_ context.Context, in object) object {
	_, err := w.say(typedMessage{user: textOf(in, "as"), channel: textOf(in, "channel"),
		text: textOf(in, "text"), thread: textOf(in, "thread")})
	return result(err)
}

func (w *Workspace) pageShortcut(ctx context.Context, in object) object {
	return result(w.runShortcut(ctx, textOf(in, "callback_id"), placeOf(in)))
}

// placeOf reads where a page acts.
func placeOf(in object) place {
	p := place{user: textOf(in, "as"), channel: textOf(in, "channel"), ts: textOf(in, "ts"), view: textOf(in, "view_id")}
	setText(&p.ts, textOf(in, "message_ts"))
	return p
}

func (w *Workspace) pageAction(ctx context.Context, in object) object {
	return result(w.runAction(ctx, act{place: placeOf(in), block: textOf(in, "block_id"),
		action: textOf(in, "action_id"), value: objectOf(in, "action"),
		state: objectOf(objectOf(in, "state"), "values")}))
}

func (w *Workspace) pageSubmit(ctx context.Context, in object) object {
	s, err := w.submit(ctx, placeOf(in), objectOf(objectOf(in, "state"), "values"))
	if err != nil {
		return result(err)
	}
	if len(s.Errors) > 0 {
		return object{"ok": true, "errors": s.Errors}
	}
	return object{"ok": true, "closed": s.Closed}
}

func (w *Workspace) pageClose(ctx context.Context, in object) object {
	return result(w.closeView(ctx, placeOf(in), flagOf(in, "cleared")))
}

func (w *Workspace) pageSuggest(ctx context.Context, in object) object {
	answer, err := w.suggest(ctx, suggestion{place: placeOf(in), block: textOf(in, "block_id"),
		action: textOf(in, "action_id"), typed: textOf(in, "value")})
	if err != nil {
		return result(err)
	}
	return answer
}

func (w *Workspace) pageHome(_ context.Context, in object) object {
	w.mu.Lock()
	defer w.mu.Unlock()
	user := textOf(in, "as")
	if w.user(user) == nil {
		return result(errors.New("no such user"))
	}
	w.visit(user, homeView)
	return result(nil)
}

// pageOpen marks a conversation as read; opening the app's own one is an event.
func (w *Workspace) pageOpen(_ context.Context, in object) object {
	w.mu.Lock()
	defer w.mu.Unlock()
	user, c := textOf(in, "as"), w.channel(textOf(in, "channel"))
	if c == nil || w.user(user) == nil || !c.has(user) {
		return result(errors.New("no such conversation"))
	}
	if n := len(c.messages); n > 0 {
		w.client(user).read(c.ID, c.messages[n-1].TS)
	}
	if c.kind == direct {
		w.visit(user, "messages")
	}
	return result(nil)
}

// pageMove runs a clock button and tells the pages the new time.
func (w *Workspace) pageMove(ctx context.Context, in object) object {
	i := slices.IndexFunc(w.cfg.Moves, func(m Move) bool { return m.ID == textOf(in, "id") })
	if i < 0 {
		return result(errors.New("no such move"))
	}
	err := w.cfg.Moves[i].Do(ctx)
	w.Moved()
	out := result(err)
	out["now"] = w.cfg.Now().Unix()
	return out
}
