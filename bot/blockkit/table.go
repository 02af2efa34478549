package blockkit

import (
	"math"
	"strconv"

	"github.com/slack-go/slack"
)

// Table is a table with pages, for messages and Home tabs; a modal shows its
// rows as sections. Slack sorts a column when its heading is pressed, by number
// if all its cells are numbers.
type Table struct {
	ID      string // block id
	Caption Text   // read out by screen readers; a placeholder if empty
	Columns []Text // headings, at most 20
	Rows    [][]Cell
	Page    int // rows shown at once, 1 to 100; 0 is Slack's own 5
	// Heading is the column that names a row for screen readers.
	Heading int
}

// Cell is one cell of a Table.
type Cell struct {
	text   Text
	number *float64
	button *Button
}

// TextCell holds words. Bold words and links are shown as such.
func TextCell(t Text) Cell { return Cell{text: t} }

// NumberCell is sorted by value and reads shown, or the bare number if shown is
// empty. Values that are no numbers make it a text.
func NumberCell(value float64, shown Text) Cell {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return Cell{text: shown}
	}
	return Cell{number: &value, text: shown}
}

// ButtonCell holds a button; fallback is read where buttons in tables are not
// known, its label if fallback is empty.
func ButtonCell(b Button, fallback Text) Cell {
	return Cell{button: &b, text: fallback.Or(b.Label)}
}

// Block builds the table. Rows beyond what Slack takes are left out from the end;
// a table without a row or a column is no block.
func (t Table) Block() Block {
	columns := t.Columns[:min(len(t.Columns), LimitTableColumns)]
	if len(columns) == 0 || len(t.Rows) == 0 {
		return Block{}
	}
	caption := t.Caption.label(LimitHeader).Text
	block := slack.NewDataTableBlock(caption, slack.DataTableBlockOptionBlockID(ident(t.ID)))
	header := make([]slack.DataTableCell, len(columns))
	size := units(caption)
	for i, c := range columns {
		text := c.label(LimitCell).Text
		header[i], size = slack.NewDataTableRawTextCell(text), size+units(text)
	}
	block.AddRow(header...)
	seen := map[string]int{}
	for _, cells := range t.Rows {
		row, text := tableRow(cells, len(columns), seen)
		if len(block.Rows) == LimitTableRows || size+text > LimitTableText {
			break
		}
		size += text
		block.AddRow(row...)
	}
	if t.Page > 0 {
		block.PageSize = min(t.Page, LimitTablePage)
	}
	block.RowHeaderColumnIndex = min(max(t.Heading, 0), len(columns)-1)
	return Block{main: block, simple: t.simple(), cells: size, where: inMessage | inHome}
}

// tableRow builds one row of exactly width cells and counts its characters.
func tableRow(cells []Cell, width int, seen map[string]int) ([]slack.DataTableCell, int) {
	row := make([]slack.DataTableCell, width)
	size := 0
	for i := range row {
		var c Cell
		if i < len(cells) {
			c = cells[i]
		}
		var n int
		row[i], n = c.build(seen)
		size += n
	}
	return row, size
}

// build makes the cell and counts its characters. seen numbers the action ids.
func (c Cell) build(seen map[string]int) (slack.DataTableCell, int) {
	words := c.words()
	switch {
	case c.button != nil:
		button := c.button.build()
		if seen[button.ActionID]++; seen[button.ActionID] > 1 && button.ActionID != "" {
			button.ActionID = numbered(button.ActionID, seen[button.ActionID])
		}
		cell := slack.NewDataTableActionCell(button).WithFallback(slack.NewDataTableRawTextCell(words))
		return cell, units(words) + units(button.Text.Text)
	case c.number != nil:
		cell := slack.NewDataTableRawNumberCell(*c.number)
		if !c.text.Empty() {
			cell.Text = words
		}
		return cell, units(words)
	case c.text.styled():
		return slack.NewDataTableRichTextCell(c.text.richElements(LimitCell)...), units(words)
	default:
		return slack.NewDataTableRawTextCell(words), units(words)
	}
}

// words is what the cell reads.
func (c Cell) words() string {
	if c.text.Empty() && c.number != nil {
		return strconv.FormatFloat(*c.number, 'f', -1, 64)
	}
	return c.text.label(LimitCell).Text
}

// simpleRows is how many rows are shown where tables are refused, each with its
// button; the count of the others follows.
const simpleRows = 10

// simple shows the table as sections: the heading cell in bold, the others behind
// the names of their columns, the first button at the side.
func (t Table) simple() []slack.Block {
	var out []slack.Block
	if title := Section(Bold(t.Caption)); !title.Empty() {
		out = append(out, title.main)
	}
	for i, cells := range t.Rows {
		if i == simpleRows {
			rest := App("+ " + strconv.Itoa(len(t.Rows)-i))
			return append(out, Context(rest).main)
		}
		if row := t.simpleRow(cells); !row.Empty() {
			out = append(out, row.main)
		}
	}
	return out
}

func (t Table) simpleRow(cells []Cell) Block {
	var name Text
	var rest []Text
	var button Element
	for i, c := range cells[:min(len(cells), len(t.Columns))] {
		switch {
		case c.button != nil:
			if button == nil {
				button = *c.button
			}
		case i == t.Heading:
			name = Bold(words(c.words()))
		default:
			rest = append(rest, Join(t.Columns[i], words(": "), words(c.words())))
		}
	}
	return SectionWith(Lines(name, Separated(" · ", rest...)), button)
}
