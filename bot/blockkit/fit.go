package blockkit

import (
	"encoding/json"

	"github.com/slack-go/slack"
)

// layout is what a surface can take.
type layout struct {
	where  surface
	blocks int
	text   int // 0 is no bound
	bytes  int // 0 is no bound
	charts int
	more   Text // says that something was left out
}

// fit returns blocks that the surface accepts, in their order: what it does not
// know in a simpler form, equal block ids told apart, at most one wish for the
// cursor, and as many blocks as fit. Where some had to go, they go from the end
// and the sentence "more" stands there instead.
func (l layout) fit(blocks []Block) []Block {
	known := l.accepted(blocks)
	kept, size, text := []Block{}, 0, 0
	more := Context(l.more.Or(App(ellipsis)))
	room := jsonSize(more.main)
	for i, b := range known {
		size += jsonSize(b.main)
		text += b.text
		last := i == len(known)-1
		if l.over(i+1, text, size) || (!last && l.fullAfter(known, i, text, size+room)) {
			return append(kept, more)
		}
		kept = append(kept, b)
	}
	return kept
}

// slackBlocks takes the blocks apart again for slack-go; never nil, since Slack wants a
// list.
func slackBlocks(blocks []Block) []slack.Block {
	out := make([]slack.Block, len(blocks))
	for i, b := range blocks {
		out[i] = b.main
	}
	return out
}

// over reports whether so many blocks, characters and bytes are too much.
func (l layout) over(blocks, text, size int) bool {
	return blocks > l.blocks || (l.text > 0 && text > l.text) || (l.bytes > 0 && size > l.bytes)
}

// fullAfter reports whether, with block i, there is no room left for "more"
// although more will be needed, because the rest does not fit.
func (l layout) fullAfter(known []Block, i, text, sizeWithMore int) bool {
	if !l.over(i+2, text+units(l.more.Plain()), sizeWithMore) {
		return false
	}
	rest, restText, restSize := i+1, text, sizeWithMore
	for _, b := range known[i+1:] {
		rest, restText, restSize = rest+1, restText+b.text, restSize+jsonSize(b.main)
	}
	return l.over(rest, restText, restSize)
}

// accepted replaces what the surface does not know and drops what is empty.
func (l layout) accepted(blocks []Block) []Block {
	var out []Block
	charts, cells, focused := 0, 0, false
	seen := map[string]bool{}
	for _, b := range blocks {
		if b.Empty() {
			continue
		}
		if b.calm != nil && wantsCursor(b.main) {
			if focused {
				b = b.calm()
			}
			focused = true
		}
		if b.main.BlockType() == slack.MBTDataVisualization {
			charts++
		}
		cells += b.cells
		refused := b.where != anywhere && b.where&l.where == 0
		if refused || (b.main.BlockType() == slack.MBTDataVisualization && charts > l.charts) || (b.cells > 0 && cells > LimitTableText) {
			cells -= b.cells
			out = append(out, simplified(b)...)
			continue
		}
		out = append(out, distinct(b, seen))
	}
	return out
}

// simplified returns the sections that stand for a block.
func simplified(b Block) []Block {
	out := make([]Block, 0, len(b.simple))
	for _, s := range b.simple {
		out = append(out, Block{main: s, text: sectionText(s)})
	}
	return out
}

func sectionText(b slack.Block) int {
	if s, ok := b.(*slack.SectionBlock); ok && s.Text != nil {
		return units(s.Text.Text) + elementText
	}
	return elementText
}

// distinct gives a block another id if its own was used before.
func distinct(b Block, seen map[string]bool) Block {
	id := b.main.ID()
	if id == "" {
		return b
	}
	for n := 2; seen[b.main.ID()]; n++ {
		b = b.WithID(numbered(id, n))
	}
	seen[b.main.ID()] = true
	return b
}

// wantsCursor reports whether the element of an input asks for the cursor. Slack
// refuses a view in which two do.
func wantsCursor(b slack.Block) bool {
	input, ok := b.(*slack.InputBlock)
	if !ok {
		return false
	}
	switch e := input.Element.(type) {
	case *slack.PlainTextInputBlockElement:
		return e.FocusOnLoad
	case *slack.NumberInputBlockElement:
		return e.FocusOnLoad
	case *slack.SelectBlockElement:
		return e.FocusOnLoad
	case *slack.MultiSelectBlockElement:
		return e.FocusOnLoad
	case *slack.RadioButtonsBlockElement:
		return e.FocusOnLoad
	case *slack.CheckboxGroupsBlockElement:
		return e.FocusOnLoad
	case *slack.DatePickerBlockElement:
		return e.FocusOnLoad
	case *slack.TimePickerBlockElement:
		return e.FocusOnLoad
	default:
		return false
	}
}

// jsonSize is the size of a block as JSON, with the comma behind it. Everything
// that blocks are made of here can be written as JSON; what could not would be
// left out of a view by being too large for it.
func jsonSize(b slack.Block) int {
	raw, err := json.Marshal(b)
	if err != nil {
		return LimitViewBytes + 1
	}
	return len(raw) + 1
}
