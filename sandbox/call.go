package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxBody is more than any documented argument list needs; a view may have
// 250 KB, and a form encodes that threefold.
const maxBody = 4 << 20

// call is a method call that is being answered.
type call struct {
	w      *Workspace
	method string
	token  string
	args   args
}

// args are the arguments of a call. In a form every value is a string and
// objects are JSON inside it; in a JSON body they are values.
type args object

// fault of a call that Slack reports with ok:false. It is an error value.
type fail struct {
	code   string
	status int    // 0 for 200
	extra  object // further fields of the answer
	after  time.Duration
}

func (f *fail) Error() string { return f.code }

func refuse(code string) error { return &fail{code: code} }

// refuseWith is refuse with the messages that Slack puts into response_metadata.
func refuseWith(code string, messages ...string) error {
	return &fail{code: code, extra: object{
		"errors":            messages,
		"response_metadata": object{"messages": messages},
	}}
}

// readCall takes method, token and arguments from a request. GET with a query,
// forms (also multipart) and JSON are all accepted, as at Slack.
func readCall(w *Workspace, r *http.Request) (*call, error) {
	c := &call{w: w, method: r.PathValue("method"), args: args{}}
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		c.token = token
	}
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && media == "application/json" {
		return c, c.readJSON(r)
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	if media == "multipart/form-data" {
		err = r.ParseMultipartForm(maxBody) //nolint:gosec // the body is limited just above
	} else {
		err = r.ParseForm()
	}
	if err != nil {
		return c, refuse("invalid_form_data")
	}
	for key, values := range r.Form {
		c.args[key] = values[0]
	}
	// A token in a form is accepted everywhere but where connections are
	// opened: there Slack reads the header only.
	if t := c.args.text("token"); t != "" && c.token == "" && c.method != "apps.connections.open" {
		c.token = t
	}
	delete(c.args, "token")
	return c, nil
}

func (c *call) readJSON(r *http.Request) error {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return fmt.Errorf("read the body of %s: %w", c.method, err)
	}
	// slack-go sends its empty argument lists as null.
	if len(body) == 0 || string(body) == "null\n" || string(body) == "null" {
		return nil
	}
	v, err := decode(body)
	if err != nil {
		return refuse("invalid_json")
	}
	if o, ok := v.(object); ok {
		c.args = args(o)
	}
	return nil
}

func (a args) text(key string) string { return asText(a[key]) }

func (a args) has(key string) bool {
	v, ok := a[key]
	return ok && v != nil && v != ""
}

func (a args) flag(key string) bool {
	b, err := strconv.ParseBool(a.text(key))
	return err == nil && b
}

// number returns the integer under key, or the default.
func (a args) number(key string, otherwise int) (int, error) {
	if !a.has(key) {
		return otherwise, nil
	}
	n, err := strconv.Atoi(a.text(key))
	if err != nil {
		return 0, refuse("invalid_arguments")
	}
	return n, nil
}

// json returns the value under key, decoding it where a form carries it as text.
func (a args) json(key string) (any, error) {
	s, ok := a[key].(string)
	if !ok {
		return a[key], nil
	}
	if s == "" {
		s = "null" // an empty field of a form
	}
	return decode([]byte(s))
}

// list returns the comma-separated or JSON list of strings under key.
func (a args) list(key string) []string {
	if items, ok := a[key].([]any); ok {
		var out []string
		for _, v := range items {
			out = append(out, asText(v))
		}
		return out
	}
	var out []string
	for s := range strings.SplitSeq(a.text(key), ",") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// page cuts one page out of n items. Slack's cursors are opaque; ours is the
// index of the next item in a form that nobody mistakes for a number.
func (a args) page(n, most int) (from, to int, next string, err error) {
	limit, err := a.number("limit", most)
	if err != nil || limit < 0 {
		return 0, 0, "", refuse("invalid_limit")
	}
	if limit == 0 || limit > most {
		limit = most
	}
	if cursor := a.text("cursor"); cursor != "" {
		index, found := strings.CutPrefix(cursor, "next:")
		from, err = strconv.Atoi(index)
		if !found || err != nil || from < 0 || from > n {
			return 0, 0, "", refuse("invalid_cursor")
		}
	}
	to = min(n, from+limit)
	if to < n {
		next = "next:" + strconv.Itoa(to)
	}
	return from, to, next, nil
}

// cursor is the part of an answer that leads to the next page.
func cursor(next string) object { return object{"next_cursor": next} }

// answered is the HTTP form of an answer.
type answered struct {
	status int
	after  time.Duration
	body   object
}

// answerOf turns the outcome of a method into ok:true or ok:false.
func answerOf(body object, err error) answered {
	if err == nil {
		if body == nil {
			body = object{}
		}
		body["ok"] = true
		return answered{status: http.StatusOK, body: body}
	}
	f, ok := errors.AsType[*fail](err)
	if !ok {
		return answered{status: http.StatusOK, body: object{"ok": false, "error": "internal_error"}}
	}
	out := object{"ok": false, "error": f.code}
	maps.Copy(out, f.extra)
	return answered{status: max(f.status, http.StatusOK), after: f.after, body: out}
}

func (a answered) encode() []byte {
	data, err := json.Marshal(a.body)
	if err != nil {
		panic(fmt.Sprintf("sandbox: encode own answer: %v", err))
	}
	return data
}
