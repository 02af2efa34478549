package blockkit

import (
	"github.com/slack-go/slack"
)

// Block is one block of a message, a modal or a Home tab. The zero value is no
// block at all: surfaces leave it out, so builders return it for empty content.
type Block struct {
	main slack.Block
	// simple is shown instead where Slack does not accept main: sections only.
	simple []slack.Block
	// text counts towards LimitMessageText, cells towards LimitTableText.
	text, cells int
	// where is the set of surfaces that accept main.
	where surface
	// calm is the same block without the wish for the cursor.
	calm func() Block
}

// surface is a set of places that blocks are shown in.
type surface uint8

const (
	anywhere  surface = 0
	inMessage surface = 1 << iota
	inModal
	inHome
)

// Empty reports whether the block would show nothing.
func (b Block) Empty() bool { return b.main == nil }

// Section is a paragraph. A text without bold words or tokens is sent as plain
// text, in which nothing can be markup; an empty one is no block.
func Section(t Text) Block { return SectionWith(t, nil) }

// SectionWith is a paragraph with one element at its side: a Button, an Overflow,
// a select, a date. With a nil element, or one that Slack does not take there
// (fields to type in), it is Section.
func SectionWith(t Text, side Element) Block {
	element := buildElement(side)
	aside := element != nil && fitsAside(element)
	object := t.object(LimitText)
	if object == nil {
		if !aside {
			return Block{}
		}
		object = textOf(placeholder)
	}
	block := slack.NewSectionBlock(object, nil, nil)
	size := units(object.Text)
	if aside {
		block.Accessory = slack.NewAccessory(element)
		size += elementText
	}
	return Block{main: block, text: size}
}

// Header is a heading of the first level.
func Header(t Text) Block { return Heading(t, 1) }

// Heading is a heading of level 1 to 4; levels beyond are brought within. Screen
// readers use them to find their way.
func Heading(t Text, level int) Block {
	object := t.line(LimitHeader)
	if object == nil {
		return Block{}
	}
	block := slack.NewHeaderBlock(object)
	if level = min(max(level, 1), 4); level > 1 {
		block.Level = level
	}
	return Block{main: block, text: units(object.Text)}
}

// Context is small print: up to ten texts side by side, 3,000 characters
// together.
func Context(texts ...Text) Block {
	var elements []slack.MixedElement
	size := 0
	for _, t := range texts {
		if object := t.object(LimitText - size); object != nil && len(elements) < LimitContext {
			elements = append(elements, object)
			size += units(object.Text)
		}
	}
	if len(elements) == 0 {
		return Block{}
	}
	return Block{main: slack.NewContextBlock("", elements...), text: size}
}

// Divider is a line across.
func Divider() Block { return Block{main: slack.NewDividerBlock()} }

// Quote shows what a person wrote, word for word and sign for sign, with a bar
// at its side.
func Quote(t Text) Block { return Rich(Quoted(t)) }

// Rich is a paragraph in which styles are data and not signs, so that nothing
// in it can be read as markup. It takes no element at its side.
func Rich(t Text) Block {
	elements := t.richElements(LimitText)
	if len(elements) == 0 {
		return Block{}
	}
	simple := Section(t)
	return Block{
		main:   slack.NewRichTextBlock("", elements...),
		simple: []slack.Block{simple.main},
		text:   simple.text,
	}
}

// Actions is a row of elements, at most 25. Nil elements, and those that Slack
// takes in forms only (fields to type in, menus with several choices), are left
// out.
//
// Slack refuses two elements of one block with the same action id, while our
// ids name what is done and several buttons may do the same to different things.
// The second and later ones get "#2", "#3" … at their end; BaseID takes it off.
func Actions(elements ...Element) Block {
	var set []slack.BlockElement
	for _, e := range elements {
		if built := buildElement(e); built != nil && fitsActions(built) && len(set) < LimitElements {
			set = append(set, built)
		}
	}
	if len(set) == 0 {
		return Block{}
	}
	distinctActions(set)
	return Block{main: slack.NewActionBlock("", set...), text: elementText * len(set)}
}

// elementText is what one element is taken to add to the text of a message.
const elementText = 40

// WithID returns the block under an id of our own, by which it can be found in
// what Slack sends back. Ids longer than 255 characters are cut. Blocks without
// one get an id from Slack.
func (b Block) WithID(id string) Block {
	id = ident(id)
	switch block := b.main.(type) {
	case *slack.SectionBlock:
		b.main = renamed(block, func(c *slack.SectionBlock) { c.BlockID = id })
	case *slack.ActionBlock:
		b.main = renamed(block, func(c *slack.ActionBlock) { c.BlockID = id })
	case *slack.ContextBlock:
		b.main = renamed(block, func(c *slack.ContextBlock) { c.BlockID = id })
	case *slack.HeaderBlock:
		b.main = renamed(block, func(c *slack.HeaderBlock) { c.BlockID = id })
	case *slack.RichTextBlock:
		b.main = renamed(block, func(c *slack.RichTextBlock) { c.BlockID = id })
	case *slack.InputBlock:
		b.main = renamed(block, func(c *slack.InputBlock) { c.BlockID = id })
	case *slack.DataTableBlock:
		b.main = renamed(block, func(c *slack.DataTableBlock) { c.BlockID = id })
	case *slack.DataVisualizationBlock:
		b.main = renamed(block, func(c *slack.DataVisualizationBlock) { c.BlockID = id })
	}
	if calm := b.calm; calm != nil {
		b.calm = func() Block { return calm().WithID(id) }
	}
	return b
}

// renamed changes a copy, so that a Block stays a value.
func renamed[B any](block *B, change func(*B)) *B {
	c := *block
	change(&c)
	return &c
}

// placeholder stands where Slack demands a text and there is none: a label left
// out by mistake must not cost the message.
const placeholder = "–"

// object renders t as a text object: plain where nothing is styled, mrkdwn
// otherwise. It returns nil for an empty text, which Slack would refuse.
func (t Text) object(limit int) *slack.TextBlockObject {
	if t.Empty() || limit < 1 {
		return nil
	}
	if !t.styled() {
		shown := t.render(modePlain, limit)
		return textOf(shown)
	}
	shown := t.render(modeMrkdwn, limit)
	return slack.NewTextBlockObject(slack.MarkdownType, shown, false, true)
}

// line renders t as a plain text object of one line, nil if it is empty.
func (t Text) line(limit int) *slack.TextBlockObject {
	if t.Empty() {
		return nil
	}
	shown := t.render(modeLine, limit)
	return textOf(shown)
}

// label is line for places where Slack demands a text.
func (t Text) label(limit int) *slack.TextBlockObject {
	if object := t.line(limit); object != nil {
		return object
	}
	return textOf(placeholder)
}

func textOf(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, true, false)
}

// styled reports whether t needs markup to look as it should.
func (t Text) styled() bool {
	for _, s := range t.spans {
		if s.bold || s.quote || s.kind != kindWords {
			return true
		}
	}
	return false
}
