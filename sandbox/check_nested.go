package sandbox

import "slices"

// The blocks that hold other blocks, and what may stand in them.
var (
	containerChildren = []string{"actions", "context", "divider", "file", "header", "image",
		"input", "rich_text", "section", "table", "video", "layout"}
	// deepest is how many containers and layouts may stand around a block.
	deepest = 2
)

// inside checks a block within another one.
func (c *checker) inside(b object, at string) {
	c.depth++
	defer func() { c.depth-- }()
	if kind := textOf(b, "type"); c.depth >= deepest && (kind == "container" || kind == "layout") {
		c.failf(at, "blocks can be nested %d levels deep", deepest)
		return
	}
	c.block(b, at)
}

func (c *checker) container(b object, at string) {
	if b["title"] == nil && b["rich_text_title"] == nil {
		c.failf(at, "missing required field: title or rich_text_title")
	}
	c.text(b, at, "title", textRule{most: 150, plain: true, optional: true})
	c.text(b, at, "subtitle", textRule{most: 150, optional: true})
	if v := c.sub(b, at, "rich_text_title", false); v != nil {
		c.richTextOnly(v, at+"/rich_text_title")
	}
	c.oneOf(b, at, "width", "narrow", "standard", "wide", "full")
	c.boolean(b, at, "is_collapsible", "default_collapsed", "has_header_divider")
	if flagOf(b, "has_header_divider") && flagOf(b, "is_collapsible") {
		c.failf(at+"/has_header_divider", "not allowed for collapsible containers")
	}
	if icon := c.sub(b, at, "icon", false); icon != nil {
		c.image(icon, at+"/icon")
	}
	items := c.list(b, at, "child_blocks", length{1, 10})
	c.each(items, at+"/child_blocks", func(child object, at string) {
		if kind := textOf(child, "type"); !slices.Contains(containerChildren, kind) {
			c.failf(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.inside(child, at)
	})
}

func (c *checker) layout(b object, at string) {
	c.str(b, at, "label", length{1, 150})
	c.boolean(b, at, "is_label_visible")
	c.oneOf(b, at, "grid_lines", "none", "rows", "outer")
	rows := c.list(b, at, "rows", length{1, 5})
	c.each(rows, at+"/rows", func(row object, at string) {
		c.only(row, at, "items")
		c.each(c.list(row, at, "items", length{1, 3}), at+"/items", c.layoutItem)
	})
	fallback := c.list(b, at, "fallback", length{0, messageBlocks})
	c.each(fallback, at+"/fallback", func(child object, at string) {
		if kind := textOf(child, "type"); kind == "layout" {
			c.failf(at+"/type", "unsupported type: %s", kind)
			return
		}
		// Ids may repeat there: only one of the two forms is ever shown.
		stand := newChecker(c.on, c.granted)
		stand.block(child, at)
		c.problems = append(c.problems, stand.problems...)
	})
}

func (c *checker) layoutItem(item object, at string) {
	c.only(item, at, "block", "width", "horizontal_alignment")
	c.oneOf(item, at, "width", "narrow", "standard", "wide")
	c.oneOf(item, at, "horizontal_alignment", "start", "center", "end")
	child := c.sub(item, at, "block", true)
	if child == nil {
		return
	}
	if textOf(child, "type") == "markdown" {
		c.failf(at+"/block/type", "unsupported type: markdown")
		return
	}
	c.inside(child, at+"/block")
}

func (c *checker) card(b object, at string) {
	if b["hero_image"] == nil && b["title"] == nil && b["body"] == nil && b["actions"] == nil {
		c.failf(at, "missing required field: hero_image, title, body or actions")
	}
	if b["icon"] != nil && b["slack_icon"] != nil {
		c.failf(at, "only one of icon and slack_icon is allowed")
	}
	c.text(b, at, "title", textRule{most: 150, optional: true})
	c.text(b, at, "subtitle", textRule{most: 150, optional: true})
	c.text(b, at, "body", textRule{most: 200, optional: true})
	c.text(b, at, "subtext", textRule{most: 200, optional: true})
	for _, key := range []string{"hero_image", "icon"} {
		if image := c.sub(b, at, key, false); image != nil {
			c.image(image, at+"/"+key)
		}
	}
	if icon := c.sub(b, at, "slack_icon", false); icon != nil {
		c.str(icon, at+"/slack_icon", "name", length{1, idLimit})
	}
	if b["actions"] != nil {
		c.each(c.list(b, at, "actions", length{1, 3}), at+"/actions", func(e object, at string) {
			c.element(e, at, inCard)
		})
	}
}

func (c *checker) carousel(b object, at string) {
	c.each(c.list(b, at, "elements", length{1, 10}), at+"/elements", func(child object, at string) {
		if kind := textOf(child, "type"); kind != "card" {
			c.failf(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.inside(child, at)
	})
}

func (c *checker) contextActions(b object, at string) {
	c.each(c.list(b, at, "elements", length{1, 5}), at+"/elements", func(e object, at string) {
		c.element(e, at, inContextActions)
	})
}

func (c *checker) taskCard(b object, at string) { c.task(b, at, false) }

func (c *checker) task(b object, at string, planned bool) {
	c.str(b, at, "task_id", length{1, idLimit})
	c.str(b, at, "title", length{1, textLimit})
	states := []string{"in_progress", "complete", "error"}
	if planned {
		states = append(states, "pending")
	}
	c.oneOf(b, at, "status", states...)
	c.boolean(b, at, "hide_title")
	for _, key := range []string{"details", "output"} {
		if v := c.sub(b, at, key, false); v != nil {
			c.richTextOnly(v, at+"/"+key)
		}
	}
	c.each(c.list(b, at, "sources", length{0, 100}), at+"/sources", func(s object, at string) {
		c.link(s, at, "url", true)
		c.str(s, at, "text", length{1, textLimit})
	})
}

func (c *checker) plan(b object, at string) {
	c.str(b, at, "title", length{1, textLimit})
	c.each(c.list(b, at, "tasks", length{0, messageBlocks}), at+"/tasks", func(t object, at string) {
		if kind := textOf(t, "type"); kind != "task_card" {
			c.failf(at+"/type", "unsupported type: %s", kind)
			return
		}
		c.blockID(t, at)
		c.task(t, at, true)
	})
}
