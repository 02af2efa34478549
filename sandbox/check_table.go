package sandbox

import (
	"slices"
	"unicode/utf8"
)

// The limits of tables. For data tables Slack's newest page says 201 rows and
// 20,000 characters, older ones 101 and 10,000; the smaller pass everywhere.
const (
	tableRows      = 100
	tableColumns   = 20
	tableChars     = 10000
	dataTableRows  = 101
	dataTableChars = 10000
)

// cellRows turns rows into cells and refuses what is none.
func (c *checker) cellRows(b object, at string, l length) [][]object {
	var out [][]object
	for i, v := range c.list(b, at, "rows", l) {
		here := pointerTo(at+"/rows", i)
		cells, ok := v.([]any)
		if !ok {
			c.failf(here, "must be an array")
			continue
		}
		c.count(len(cells), here, length{1, tableColumns})
		var row []object
		c.each(cells, here, func(o object, _ string) { row = append(row, o) })
		out = append(out, row)
	}
	return out
}

func (c *checker) table(b object, at string) {
	c.tables++
	chars := 0
	for i, row := range c.cellRows(b, at, length{1, tableRows}) {
		for j, cell := range row {
			chars += c.cell(cell, pointerTo(pointerTo(at+"/rows", i), j), "raw_text", "raw_number", "rich_text")
		}
	}
	if chars > tableChars {
		c.failf(at+"/rows", "must have less than %d characters", tableChars+1)
	}
	c.each(c.list(b, at, "column_settings", length{0, tableColumns}), at+"/column_settings", func(s object, at string) {
		c.only(s, at, "align", "is_wrapped")
		c.oneOf(s, at, "align", "left", "center", "right")
		c.boolean(s, at, "is_wrapped")
	})
}

// dataTable has a header of texts and rows of the same length.
func (c *checker) dataTable(b object, at string) {
	c.str(b, at, "caption", length{1, textLimit})
	c.integer(b, at, "page_size", 1, 100)
	rows := c.cellRows(b, at, length{2, dataTableRows})
	for i, row := range rows {
		here := pointerTo(at+"/rows", i)
		if len(row) != len(rows[0]) {
			c.failf(here, "all rows must have the same number of cells")
		}
		types := []string{"raw_text", "raw_number", "rich_text", "action_cell"}
		if i == 0 {
			types = types[:1]
		}
		for j, cell := range row {
			c.cells += c.cell(cell, pointerTo(here, j), types...)
		}
	}
	if len(rows) > 0 {
		c.integer(b, at, "row_header_column_index", 0, max(0, len(rows[0])-1))
	}
}

// cell checks one cell and counts its characters.
func (c *checker) cell(cell object, at string, types ...string) int {
	kind := textOf(cell, "type")
	if !slices.Contains(types, kind) {
		c.failf(at+"/type", "unsupported type: %s", kind)
		return 0
	}
	switch kind {
	case "raw_text":
		return utf8.RuneCountInString(c.str(cell, at, "text", length{1, tableChars}))
	case "raw_number":
		if _, ok := numberOf(cell, "value"); !ok {
			c.failf(at, "missing required field: value")
		}
		return utf8.RuneCountInString(c.str(cell, at, "text", length{0, tableChars}))
	case "rich_text":
		c.richText(cell, at)
		return richLength(cell)
	}
	return c.actionCell(cell, at)
}

func (c *checker) actionCell(cell object, at string) int {
	chars := 0
	if e := c.sub(cell, at, "element", true); e != nil {
		c.element(e, at+"/element", inCell)
		chars = utf8.RuneCountInString(textOf(objectOf(e, "text"), "text"))
	}
	if f := c.sub(cell, at, "fallback", false); f != nil {
		c.cell(f, at+"/fallback", "raw_text", "raw_number", "rich_text")
	}
	return chars
}

// richLength counts the characters that a rich text shows.
func richLength(v object) int {
	n := utf8.RuneCountInString(textOf(v, "text"))
	for _, e := range objectsOf(v, "elements") {
		n += richLength(e)
	}
	return n
}
