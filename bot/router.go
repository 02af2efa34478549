package bot

import (
	"context"
	"fmt"
	"strings"
)

// Speed is when a request is acked.
type Speed string

// The speeds.
const (
	// Answering acks with the answer and writes nothing: form checks, lists.
	Answering Speed = "answer"
	// Opening acks at once and opens a view; where data is slow, a loading view
	// comes first.
	Opening Speed = "open"
	// Doing acks after the commit.
	Doing Speed = "do"
	// Noting acks at once and keeps a draft; nobody is told when it fails.
	Noting Speed = "note"
)

// Handler is one verb. It calls one use case and decides nothing.
type Handler func(context.Context, Request) (Reply, error)

// Route is one row of the table.
type Route struct {
	Kind Kind
	ID   string
	// Alone is for commands: nothing may follow the words in ID.
	Alone bool
	Speed Speed
	// Fields are those of a form that the handler reads; a test compares them
	// with the form.
	Fields []string
	// Unkept is true for a form of which nothing may be kept beside what its use
	// case keeps, not even while it is unclear whether that was saved. It has to
	// count once however often it is sent.
	Unkept bool
	// Nobody is true for events that concern no person who acts.
	Nobody bool
	Handle Handler
	// Again opens the form anew, for one that was sent after its record had
	// changed; its Value is the form's subject.
	Again Handler
}

type routeKey struct {
	kind  Kind
	id    string
	alone bool
}

// router is the table.
type router struct {
	routes   map[routeKey]Route
	commands map[string]bool
}

// newRouter builds the table. Two rows for the same key, or a row that cannot
// work, are a mistake in code and panic at the start.
func newRouter(rows []Route) *router {
	r := &router{routes: map[routeKey]Route{}, commands: map[string]bool{}}
	for _, row := range rows {
		key := routeKey{row.Kind, row.ID, row.Alone}
		if _, twice := r.routes[key]; twice {
			panic(fmt.Sprintf("route %s %q stands twice in the table", row.Kind, row.ID))
		}
		if row.Handle == nil || row.Speed == "" || row.ID == "" {
			panic(fmt.Sprintf("route %s %q lacks a handler, a speed or an id", row.Kind, row.ID))
		}
		if row.Speed == Opening && (row.Kind == Submit || row.Kind == Suggest) {
			panic(fmt.Sprintf("route %s %q cannot open: its answer has to be in the ack", row.Kind, row.ID))
		}
		r.routes[key] = row
		if row.Kind == Command {
			name, _, _ := strings.Cut(row.ID, " ")
			r.commands[name] = true
		}
	}
	return r
}

// find looks the request's handler up. For a command it takes the word after it
// out of the text; "/rapport X" is "/X".
func (r *router) find(req *Request) (Route, bool) {
	if req.Kind != Command {
		route, ok := r.routes[routeKey{kind: req.Kind, id: req.ID}]
		return route, ok
	}
	if route, ok := r.word(req); ok {
		return route, true
	}
	if req.ID == CommandRapport {
		word, rest := firstWord(req.Text)
		if other := "/" + strings.TrimPrefix(word, "/"); other != CommandRapport && r.commands[other] {
			req.ID, req.Text = other, rest
			return r.find(req)
		}
	}
	if req.Text == "" {
		if route, ok := r.routes[routeKey{Command, req.ID, true}]; ok {
			return route, true
		}
	}
	route, ok := r.routes[routeKey{kind: Command, id: req.ID}]
	return route, ok
}

// word tries the command with its first word, such as "/kudos help".
func (r *router) word(req *Request) (Route, bool) {
	word, rest := firstWord(req.Text)
	if word == "" {
		return Route{}, false
	}
	id := req.ID + " " + word
	if rest == "" {
		if route, ok := r.routes[routeKey{Command, id, true}]; ok {
			req.ID, req.Text = id, ""
			return route, true
		}
	}
	route, ok := r.routes[routeKey{kind: Command, id: id}]
	if ok {
		req.ID, req.Text = id, rest
	}
	return route, ok
}

// firstWord cuts a text after its first word, which comes in lower case.
func firstWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	i := strings.IndexAny(text, " \t\n")
	if i < 0 {
		return strings.ToLower(text), ""
	}
	return strings.ToLower(text[:i]), strings.TrimSpace(text[i:])
}
