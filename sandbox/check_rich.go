package sandbox

import "slices"

// inlineTypes are the smallest pieces of a rich text, with the field that each
// must have.
var inlineTypes = map[string]string{
	"text": "text", "link": "url", "emoji": "name", "user": "user_id", "channel": "channel_id",
	"usergroup": "usergroup_id", "broadcast": "range", "team": "team_id", "color": "value", "date": "format",
	"tag": "text",
}

func (c *checker) richText(b object, at string) {
	c.each(c.list(b, at, "elements", length{1, textLimit}), at+"/elements", c.richElement)
}

// richTextOnly checks a rich text where nothing else may stand.
func (c *checker) richTextOnly(v object, at string) {
	if kind := textOf(v, "type"); kind != "rich_text" {
		c.failf(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.richText(v, at)
}

func (c *checker) richElement(e object, at string) {
	switch kind := textOf(e, "type"); kind {
	case "rich_text_section", "rich_text_quote", "rich_text_preformatted":
		c.each(c.list(e, at, "elements", length{0, textLimit}), at+"/elements", c.inline)
	case "rich_text_list":
		c.oneOf(e, at, "style", "bullet", "ordered")
		c.str(e, at, "style", length{1, idLimit})
		c.integer(e, at, "indent", 0, 8)
		c.each(c.list(e, at, "elements", length{1, textLimit}), at+"/elements", func(item object, at string) {
			if kind := textOf(item, "type"); kind != "rich_text_section" {
				c.failf(at+"/type", "unsupported type: %s", kind)
				return
			}
			c.richElement(item, at)
		})
	default:
		c.failf(at+"/type", "unsupported type: %s", kind)
	}
}

func (c *checker) inline(e object, at string) {
	kind := textOf(e, "type")
	field, known := inlineTypes[kind]
	if !known {
		c.failf(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.str(e, at, field, length{1, 1 << 20})
	switch kind {
	case "broadcast":
		c.oneOf(e, at, "range", "here", "channel", "everyone")
	case "date":
		if _, ok := numberOf(e, "timestamp"); !ok {
			c.failf(at, "missing required field: timestamp")
		}
	}
	if style := c.sub(e, at, "style", false); style != nil {
		for key := range style {
			if !slices.Contains([]string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"}, key) {
				c.failf(at+"/style", "invalid additional property: %s", key)
			}
		}
	}
}
