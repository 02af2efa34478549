package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// surface is where blocks are shown.
type surface int

const (
	onMessage surface = 1 << iota
	onModal
	onHome

	onViews    = onModal | onHome
	everywhere = onMessage | onModal | onHome
)

func (s surface) String() string {
	switch s {
	case onMessage:
		return "message"
	case onModal:
		return "modal"
	default:
		return "home"
	}
}

// problem is one thing that Slack refuses, and where.
type problem struct {
	pointer string // JSON pointer
	code    string // as blocks.validate names it
	message string
}

// messagesOf is how methods report problems, in response_metadata.messages.
func messagesOf(problems []problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, "[ERROR] "+p.message+" [json-pointer:"+p.pointer+"]")
	}
	return out
}

// checker walks blocks and collects what is wrong with them. Its methods take
// the JSON pointer of the value they look at.
type checker struct {
	on       surface
	granted  func(scope string) bool
	rules    map[string]blockRule
	problems []problem

	blockIDs map[string]bool
	inputs   int  // input blocks, which make a submit button necessary
	focused  bool // an element wants the cursor already
	tables   int
	charts   int
	cells    int // characters in data tables
	markdown int // characters in markdown blocks
	depth    int // blocks around the present one
}

func newChecker(on surface, granted func(string) bool) *checker {
	return &checker{on: on, granted: granted, rules: blockRules(), blockIDs: map[string]bool{}}
}

func (c *checker) failf(at, format string, values ...any) {
	c.problems = append(c.problems, problem{pointer: at, code: "failed_constraint", message: fmt.Sprintf(format, values...)})
}

// only refuses fields that Slack does not know there.
func (c *checker) only(o object, at string, keys ...string) {
	for key := range o {
		if key != "type" && !slices.Contains(keys, key) {
			c.failf(at, "invalid additional property: %s", key)
		}
	}
}

// length is how long a text may be, in characters. least 1 makes it required.
type length struct{ least, most int }

// str checks a bare string under key.
func (c *checker) str(o object, at, key string, l length) string {
	v, present := o[key]
	if !present || v == nil {
		if l.least > 0 {
			c.failf(at, "missing required field: %s", key)
		}
		return ""
	}
	s, ok := v.(string)
	if !ok {
		c.failf(at+"/"+key, "must be a string")
		return ""
	}
	c.size(s, at+"/"+key, l)
	return s
}

func (c *checker) size(s, at string, l length) {
	switch n := utf8.RuneCountInString(s); {
	case n < l.least:
		c.failf(at, "must be more than %d characters", l.least-1)
	case n > l.most:
		c.failf(at, "must be less than %d characters", l.most+1)
	}
}

// sub returns the object under key. A missing one is a problem if required, a
// value of another type always is.
func (c *checker) sub(o object, at, key string, required bool) object {
	v, present := o[key]
	if !present || v == nil {
		if required {
			c.failf(at, "missing required field: %s", key)
		}
		return nil
	}
	inner, ok := v.(object)
	if !ok {
		c.failf(at+"/"+key, "must be an object")
	}
	return inner
}

// list returns the array under key, whose length must be in bounds.
func (c *checker) list(o object, at, key string, l length) []any {
	v, present := o[key]
	if !present || v == nil {
		if l.least > 0 {
			c.failf(at, "missing required field: %s", key)
		}
		return nil
	}
	items, ok := v.([]any)
	if !ok {
		c.failf(at+"/"+key, "must be an array")
		return nil
	}
	c.count(len(items), at+"/"+key, l)
	return items
}

func (c *checker) count(n int, at string, l length) {
	switch {
	case n < l.least:
		c.failf(at, "no fewer than %d items allowed", l.least)
	case n > l.most:
		c.failf(at, "no more than %d items allowed", l.most)
	}
}

// each calls f for every object of a list and refuses anything else in it.
func (c *checker) each(items []any, at string, f func(object, string)) {
	for i, v := range items {
		here := at + "/" + strconv.Itoa(i)
		if o, ok := v.(object); ok {
			f(o, here)
		} else {
			c.failf(here, "must be an object")
		}
	}
}

// oneOf checks a word that has few values; empty is allowed.
func (c *checker) oneOf(o object, at, key string, words ...string) {
	v, present := o[key]
	if !present || v == nil {
		return
	}
	if s, ok := v.(string); !ok || !slices.Contains(words, s) {
		c.failf(at+"/"+key, "must be a valid enum value")
	}
}

// boolean checks optional flags.
func (c *checker) boolean(o object, at string, keys ...string) {
	for _, key := range keys {
		if v, present := o[key]; present && v != nil {
			if _, ok := v.(bool); !ok {
				c.failf(at+"/"+key, "must be a boolean")
			}
		}
	}
}

// integer checks an optional whole number.
func (c *checker) integer(o object, at, key string, least, most int) {
	if v, present := o[key]; !present || v == nil {
		return
	}
	n, ok := numberOf(o, key)
	if !ok || n != float64(int(n)) {
		c.failf(at+"/"+key, "must be an integer")
		return
	}
	if int(n) < least || int(n) > most {
		c.failf(at+"/"+key, "must be between %d and %d", least, most)
	}
}
