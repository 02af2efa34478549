package sandbox

import "strings"

// The limits of texts, in characters.
const (
	textLimit        = 3000
	fieldLimit       = 2000
	headerLimit      = 150
	labelLimit       = 2000
	placeholderLimit = 150
	buttonLimit      = 75
	optionTextLimit  = 75
	optionValueLimit = 150
	valueLimit       = 2000
	urlLimit         = 3000
	altLimit         = 2000
	idLimit          = 255
	markdownLimit    = 12000
)

// textRule says what a text object must be like.
type textRule struct {
	most     int
	plain    bool // no mrkdwn
	optional bool
}

// text checks the text object under key.
func (c *checker) text(o object, at, key string, r textRule) {
	t := c.sub(o, at, key, !r.optional)
	if t != nil {
		c.textObject(t, at+"/"+key, r)
	}
}

func (c *checker) textObject(t object, at string, r textRule) {
	switch kind := textOf(t, "type"); {
	case kind == "plain_text":
		c.only(t, at, "text", "emoji")
		c.boolean(t, at, "emoji")
	case kind == "mrkdwn" && !r.plain:
		c.only(t, at, "text", "verbatim")
		c.boolean(t, at, "verbatim")
	case kind == "mrkdwn":
		c.failf(at+"/type", "unsupported type: mrkdwn, must be plain_text")
	default:
		c.failf(at+"/type", "unsupported type: %s", kind)
	}
	c.str(t, at, "text", length{1, r.most})
}

// link checks an optional URL.
func (c *checker) link(o object, at, key string, required bool) {
	l := length{0, urlLimit}
	if required {
		l.least = 1
	}
	if s := c.str(o, at, key, l); s != "" && !strings.Contains(s, ":") {
		c.failf(at+"/"+key, "must be a valid URL")
	}
}

// confirm checks an optional confirmation dialog.
func (c *checker) confirm(o object, at string) {
	d := c.sub(o, at, "confirm", false)
	if d == nil {
		return
	}
	at += "/confirm"
	c.only(d, at, "title", "text", "confirm", "deny", "style")
	c.text(d, at, "title", textRule{most: 100, plain: true})
	c.text(d, at, "text", textRule{most: 300})
	c.text(d, at, "confirm", textRule{most: 30, plain: true})
	c.text(d, at, "deny", textRule{most: 30, plain: true})
	c.oneOf(d, at, "style", "primary", "danger")
}

// optionRule says what the options of an element may hold.
type optionRule struct {
	most   int
	mrkdwn bool // radio buttons and checkboxes
	url    bool // overflow menus
}

// options checks a required list of options.
func (c *checker) options(o object, at string, r optionRule) {
	items := c.list(o, at, "options", length{1, r.most})
	c.each(items, at+"/options", func(o object, at string) { c.option(o, at, r) })
}

func (c *checker) option(o object, at string, r optionRule) {
	keys := []string{"text", "value", "description"}
	if r.url {
		keys = append(keys, "url")
		c.link(o, at, "url", false)
	}
	c.only(o, at, keys...)
	c.text(o, at, "text", textRule{most: optionTextLimit, plain: !r.mrkdwn})
	c.text(o, at, "description", textRule{most: optionTextLimit, plain: !r.mrkdwn, optional: true})
	c.str(o, at, "value", length{1, optionValueLimit})
}

// optionsOrGroups checks that exactly one of the two is there.
func (c *checker) optionsOrGroups(o object, at string) {
	_, flat := o["options"]
	_, grouped := o["option_groups"]
	switch {
	case flat && grouped:
		c.failf(at, "only one of options and option_groups is allowed")
	case grouped:
		items := c.list(o, at, "option_groups", length{1, 100})
		c.each(items, at+"/option_groups", func(g object, at string) {
			c.only(g, at, "label", "options")
			c.text(g, at, "label", textRule{most: optionTextLimit, plain: true})
			c.options(g, at, optionRule{most: 100})
		})
	default:
		c.options(o, at, optionRule{most: 100})
	}
}

// initialOptions checks that what is chosen at the start can be chosen.
func (c *checker) initialOptions(o object, at string) {
	if first := c.sub(o, at, "initial_option", false); first != nil {
		c.isOption(o, first, at+"/initial_option")
	}
	items := c.list(o, at, "initial_options", length{0, 100})
	c.each(items, at+"/initial_options", func(first object, at string) { c.isOption(o, first, at) })
}

func (c *checker) isOption(o, first object, at string) {
	for _, known := range allOptions(o) {
		if string(mustEncode(known)) == string(mustEncode(first)) {
			return
		}
	}
	c.failf(at, "initial option must exactly match one of the options")
}

// validateOptions checks the answer to block_suggestion: options or groups, at
// most 100. No options at all must still be a list.
func validateOptions(payload object) []problem {
	c := newChecker(onModal, nil)
	flat, isFlat := payload["options"].([]any)
	grouped, isGrouped := payload["option_groups"].([]any)
	switch {
	case isFlat && len(flat) == 0, isGrouped && len(grouped) == 0:
		return nil
	case !isFlat && !isGrouped:
		c.failf("", "missing required field: options")
	default:
		c.optionsOrGroups(payload, "")
	}
	return c.problems
}
