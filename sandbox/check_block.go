package sandbox

import "strconv"

// How many blocks each surface takes. Blocks inside others count.
const (
	messageBlocks = 50
	viewBlocks    = 100
)

// blockRule is what Slack knows of a block type.
type blockRule struct {
	on    surface
	check func(*checker, object, string)
	keys  []string // fields besides type and block_id
}

// blockRules are all types that can be sent. They are no variable because the
// checks of nested blocks refer back to them.
func blockRules() map[string]blockRule {
	return map[string]blockRule{
		"section":            {everywhere, (*checker).section, []string{"text", "fields", "accessory", "expand"}},
		"header":             {everywhere, (*checker).header, []string{"text", "level"}},
		"divider":            {everywhere, func(*checker, object, string) {}, nil},
		"context":            {everywhere, (*checker).context, []string{"elements"}},
		"image":              {everywhere, (*checker).imageBlock, []string{"image_url", "slack_file", "alt_text", "title"}},
		"actions":            {everywhere, (*checker).actions, []string{"elements"}},
		"input":              {everywhere, (*checker).input, []string{"label", "element", "hint", "optional", "dispatch_action"}},
		"rich_text":          {everywhere, (*checker).richText, []string{"elements"}},
		"video":              {everywhere, (*checker).video, []string{"video_url", "thumbnail_url", "alt_text", "title", "title_url", "author_name", "provider_name", "provider_icon_url", "description"}},
		"file":               {onMessage, (*checker).fileBlock, []string{"external_id", "source"}},
		"markdown":           {onMessage, (*checker).markdownBlock, []string{"text"}},
		"table":              {onMessage | onHome, (*checker).table, []string{"rows", "column_settings"}},
		"data_table":         {onMessage | onHome, (*checker).dataTable, []string{"caption", "rows", "page_size", "row_header_column_index"}},
		"data_visualization": {onMessage, (*checker).visualization, []string{"title", "chart"}},
		"card":               {everywhere, (*checker).card, []string{"hero_image", "icon", "slack_icon", "title", "subtitle", "body", "subtext", "actions"}},
		"carousel":           {onMessage | onHome, (*checker).carousel, []string{"elements"}},
		"alert":              {onModal, (*checker).alert, []string{"text", "level"}},
		"container":          {onMessage | onHome, (*checker).container, []string{"title", "rich_text_title", "subtitle", "icon", "child_blocks", "width", "is_collapsible", "default_collapsed", "has_header_divider"}},
		"layout":             {everywhere, (*checker).layout, []string{"label", "rows", "is_label_visible", "grid_lines", "fallback"}},
		"context_actions":    {onMessage, (*checker).contextActions, []string{"elements"}},
		"task_card":          {onMessage, (*checker).taskCard, []string{"task_id", "title", "status", "details", "output", "sources", "hide_title"}},
		"plan":               {onMessage, (*checker).plan, []string{"title", "tasks"}},
	}
}

// blocks checks a list of blocks and what counts over all of them.
func (c *checker) blocks(items []any, at string) {
	most := viewBlocks
	if c.on == onMessage {
		most = messageBlocks
	}
	c.count(len(flatten(objectsIn(items))), at, length{0, most})
	c.each(items, at, c.block)
	if c.tables > 1 {
		c.failf(at, "no more than 1 table allowed")
	}
	if c.charts > 2 {
		c.failf(at, "no more than 2 data_visualization blocks allowed")
	}
	if c.cells > dataTableChars {
		c.failf(at, "data tables must have less than %d characters", dataTableChars+1)
	}
	if c.markdown > markdownLimit {
		c.failf(at, "markdown blocks must have less than %d characters", markdownLimit+1)
	}
}

// block checks one block of any type that its surface takes.
func (c *checker) block(b object, at string) {
	kind := textOf(b, "type")
	rule, known := c.rules[kind]
	if kind == "" {
		c.failf(at, "missing required field: type")
		return
	}
	if !known || rule.on&c.on == 0 {
		c.failf(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.only(b, at, append([]string{"block_id"}, rule.keys...)...)
	c.blockID(b, at)
	c.uniqueActions(b, at)
	rule.check(c, b, at)
}

func (c *checker) blockID(b object, at string) {
	id := c.str(b, at, "block_id", length{0, idLimit})
	if id == "" {
		return
	}
	if c.blockIDs[id] {
		c.failf(at+"/block_id", "`block_id` %s already exists", id)
	}
	c.blockIDs[id] = true
}

// uniqueActions refuses an action_id twice in one block.
func (c *checker) uniqueActions(b object, at string) {
	seen := map[string]bool{}
	for _, e := range elementsOf(b) {
		id := textOf(e, "action_id")
		if id != "" && seen[id] {
			c.failf(at, "`action_id` %s already exists in this block", id)
		}
		seen[id] = true
	}
}

func (c *checker) section(b object, at string) {
	if b["text"] == nil && b["fields"] == nil {
		c.failf(at, "missing required field: text or fields")
	}
	c.text(b, at, "text", textRule{most: textLimit, optional: true})
	if b["fields"] != nil {
		c.each(c.list(b, at, "fields", length{1, 10}), at+"/fields", func(t object, at string) {
			c.textObject(t, at, textRule{most: fieldLimit})
		})
	}
	c.boolean(b, at, "expand")
	if e := c.sub(b, at, "accessory", false); e != nil {
		c.element(e, at+"/accessory", inSection)
	}
}

func (c *checker) header(b object, at string) {
	c.text(b, at, "text", textRule{most: headerLimit, plain: true})
	c.integer(b, at, "level", 1, 4)
}

func (c *checker) context(b object, at string) {
	c.each(c.list(b, at, "elements", length{1, 10}), at+"/elements", func(e object, at string) {
		if textOf(e, "type") == "image" {
			c.element(e, at, inContext)
			return
		}
		c.textObject(e, at, textRule{most: textLimit})
	})
}

func (c *checker) imageBlock(b object, at string) {
	c.image(b, at)
	c.text(b, at, "title", textRule{most: 2000, plain: true, optional: true})
}

// image checks what image blocks and image elements share.
func (c *checker) image(o object, at string) {
	c.str(o, at, "alt_text", length{1, altLimit})
	file := c.sub(o, at, "slack_file", false)
	switch {
	case file != nil && o["image_url"] != nil:
		c.failf(at, "only one of image_url and slack_file is allowed")
	case file != nil:
		if textOf(file, "id") == "" && textOf(file, "url") == "" {
			c.failf(at+"/slack_file", "missing required field: id or url")
		}
	default:
		c.link(o, at, "image_url", true)
	}
}

func (c *checker) actions(b object, at string) {
	c.each(c.list(b, at, "elements", length{1, 25}), at+"/elements", func(e object, at string) {
		c.element(e, at, inActions)
	})
}

func (c *checker) input(b object, at string) {
	c.inputs++
	c.text(b, at, "label", textRule{most: labelLimit, plain: true})
	c.text(b, at, "hint", textRule{most: labelLimit, plain: true, optional: true})
	c.boolean(b, at, "optional", "dispatch_action")
	if e := c.sub(b, at, "element", true); e != nil {
		c.element(e, at+"/element", inInput)
	}
}

func (c *checker) video(b object, at string) {
	if c.granted != nil && !c.granted("links.embed:write") {
		c.failf(at, "video blocks need the scope links.embed:write")
	}
	c.link(b, at, "video_url", true)
	c.link(b, at, "thumbnail_url", true)
	c.link(b, at, "title_url", false)
	c.str(b, at, "alt_text", length{1, altLimit})
	c.text(b, at, "title", textRule{most: 200, plain: true})
	c.text(b, at, "description", textRule{most: 200, plain: true, optional: true})
	c.str(b, at, "author_name", length{0, 50})
}

func (c *checker) fileBlock(b object, at string) {
	c.str(b, at, "external_id", length{1, idLimit})
	c.oneOf(b, at, "source", "remote")
}

func (c *checker) markdownBlock(b object, at string) {
	c.markdown += len([]rune(c.str(b, at, "text", length{1, markdownLimit})))
}

func (c *checker) alert(b object, at string) {
	c.text(b, at, "text", textRule{most: 200})
	c.oneOf(b, at, "level", "default", "info", "warning", "error", "success")
}

// pointerTo is the JSON pointer of an item.
func pointerTo(at string, i int) string { return at + "/" + strconv.Itoa(i) }
