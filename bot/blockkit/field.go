package blockkit

import (
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// Field is one question of a form.
type Field struct {
	// ID is the block id: what an answer is found by and what errors are put
	// under. It stays the same when a form is shown again, or the answer is
	// wiped. An empty one is filled by Slack and cannot be found.
	ID       string
	Label    Text
	Hint     Text
	Optional bool
	// Dispatch sends the answer while it is typed or chosen, not only at the end.
	Dispatch bool
	Element  Element
}

// Input is a question with the element that takes its answer. Without an element,
// or with a menu that has nothing to choose, it is no block.
func Input(f Field) Block {
	element := buildElement(f.Element)
	if element == nil || !fitsInput(element) {
		return Block{}
	}
	label := f.Label.label(LimitLabel)
	block := slack.NewInputBlock(ident(f.ID), label, f.Hint.line(LimitLabel), element)
	block.Optional, block.DispatchAction = f.Optional, f.Dispatch
	out := Block{main: block, text: units(label.Text) + elementText}
	if element.ElementType() == slack.METNumber {
		out.where = inModal
	}
	if focused, ok := f.Element.(interface{ calmed() Element }); ok {
		out.calm = func() Block {
			f := f
			f.Element = focused.calmed()
			return Input(f)
		}
	}
	return out
}

// fitsInput reports whether Slack takes the element in an input.
func fitsInput(e slack.BlockElement) bool {
	switch e.(type) {
	case *slack.ButtonBlockElement, *slack.OverflowBlockElement:
		return false
	default:
		return true
	}
}

// TextField takes words. Slack accepts up to 3,000 characters.
type TextField struct {
	ID          string
	Placeholder Text
	// Initial is what stands in it: the person's own words, as stored.
	Initial   string
	Multiline bool
	Min, Max  int // 0 is no bound of our own
	Focus     bool
	// OnType sends a draft on each change and OnEnter at Enter; both need
	// Dispatch in the Field.
	OnType, OnEnter bool
}

func (f TextField) element() slack.BlockElement {
	e := slack.NewPlainTextInputBlockElement(f.Placeholder.line(LimitPlaceholder), ident(f.ID))
	e.Multiline, e.FocusOnLoad = f.Multiline, f.Focus
	limit := LimitInput
	if f.Max > 0 && f.Max < LimitInput {
		e.MaxLength, limit = f.Max, f.Max
	}
	e.MinLength = min(max(f.Min, 0), limit)
	if initial := strings.ToValidUTF8(bounded(f.Initial), ""); initial != "" {
		e.InitialValue = prefix(initial, limit)
	}
	if f.OnType {
		e.DispatchActionConfig = dispatchOn("on_character_entered")
	} else if f.OnEnter {
		e.DispatchActionConfig = dispatchOn("on_enter_pressed")
	}
	return e
}

func (f TextField) calmed() Element { f.Focus = false; return f }

func dispatchOn(what string) *slack.DispatchActionConfig {
	return &slack.DispatchActionConfig{TriggerActionsOn: []string{what}}
}

// DateField takes a day. Initial is written 2006-01-02 and ignored otherwise.
type DateField struct {
	ID          string
	Placeholder Text
	Initial     string
	Focus       bool
}

func (f DateField) element() slack.BlockElement {
	e := slack.NewDatePickerBlockElement(ident(f.ID))
	e.Placeholder, e.FocusOnLoad = f.Placeholder.line(LimitPlaceholder), f.Focus
	if _, err := time.Parse(time.DateOnly, f.Initial); err == nil {
		e.InitialDate = f.Initial
	}
	return e
}

func (f DateField) calmed() Element { f.Focus = false; return f }

// TimeField takes a time of day. Initial is written 15:04. Zone is the name of the
// zone that is shown beside it, such as Europe/Berlin.
type TimeField struct {
	ID          string
	Placeholder Text
	Initial     string
	Zone        string
	Focus       bool
}

func (f TimeField) element() slack.BlockElement {
	e := slack.NewTimePickerBlockElement(ident(f.ID))
	e.Placeholder, e.FocusOnLoad, e.Timezone = f.Placeholder.line(LimitPlaceholder), f.Focus, f.Zone
	if _, err := time.Parse("15:04", f.Initial); err == nil && len(f.Initial) == len("15:04") {
		e.InitialTime = f.Initial
	}
	return e
}

func (f TimeField) calmed() Element { f.Focus = false; return f }
