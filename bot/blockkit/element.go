package blockkit

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/slack-go/slack"
)

// Element is something that can be pressed, chosen or filled in: a Button, an
// Overflow, or one of the fields and selects of this package.
type Element interface {
	// element builds it for Slack within Slack's limits; nil leaves it out.
	element() slack.BlockElement
}

func buildElement(e Element) slack.BlockElement {
	if e == nil {
		return nil
	}
	return e.element()
}

// Style says how much a button asks to be pressed.
type Style slack.Style

// The styles of a button. A set of buttons has at most one primary one; danger
// is for what cannot be taken back, together with a Confirm.
const (
	Normal  Style = ""
	Primary Style = Style(slack.StylePrimary)
	Danger  Style = Style(slack.StyleDanger)
)

// Button sends its id and value when it is pressed. Ids and values are visible
// to whoever sees the button: they name things, they prove nothing.
type Button struct {
	ID    string // action id, constant
	Value string // id of what it acts on; cut at 2,000 characters
	Label Text
	Style Style
	// Spoken is read out instead of the label, for labels that repeat: "Open
	// goal Ship v1".
	Spoken  Text
	URL     string // opens a page as well; ignored unless http or https
	Confirm *Confirm
}

func (b Button) element() slack.BlockElement { return b.build() }

func (b Button) build() *slack.ButtonBlockElement {
	e := slack.NewButtonBlockElement(ident(b.ID), prefix(strings.ToValidUTF8(b.Value, ""), LimitValue), b.Label.label(LimitButton))
	e.Style = slack.Style(b.Style)
	if spoken := b.Spoken.line(LimitButton); spoken != nil {
		e.AccessibilityLabel = spoken.Text
	}
	if u, err := url.Parse(b.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && len(b.URL) <= LimitURL {
		e.URL = b.URL
	}
	e.Confirm = b.Confirm.object()
	return e
}

// Confirm asks once more before a press counts.
type Confirm struct {
	Title, Text Text
	Yes, No     Text
	Danger      bool // Yes is shown in red
}

func (c *Confirm) object() *slack.ConfirmationBlockObject {
	if c == nil {
		return nil
	}
	o := slack.NewConfirmationBlockObject(c.Title.label(LimitConfirmTitle), c.Text.label(LimitConfirmText),
		c.Yes.label(LimitConfirmButton), c.No.label(LimitConfirmButton))
	if c.Danger {
		o.Style = slack.StyleDanger
	}
	return o
}

// Overflow is the button with three dots. Slack shows at most five options.
type Overflow struct {
	ID      string
	Options []Option
	Confirm *Confirm
}

func (o Overflow) element() slack.BlockElement {
	options := optionObjects(o.Options, LimitOverflow)
	if len(options) == 0 {
		return nil
	}
	e := slack.NewOverflowBlockElement(ident(o.ID), options...)
	e.Confirm = o.Confirm.object()
	return e
}

// ident brings an id to what Slack takes. Ids are constants of ours, or made of
// them; a longer one is cut, so that it is not found rather than refused.
func ident(id string) string { return prefix(strings.TrimSpace(strings.ToValidUTF8(id, "")), LimitID) }

// BaseID returns the action id that a builder was given, without the number that
// Actions and Table add to tell equal ids apart.
func BaseID(actionID string) string {
	base, number, found := strings.Cut(actionID, "#")
	if _, err := strconv.Atoi(number); !found || err != nil {
		return actionID
	}
	return base
}

// distinctActions numbers equal action ids.
func distinctActions(set []slack.BlockElement) {
	seen := map[string]int{}
	for _, e := range set {
		id := actionID(e)
		if id == nil || *id == "" {
			continue
		}
		if seen[*id]++; seen[*id] > 1 {
			*id = numbered(*id, seen[*id])
		}
	}
}

func numbered(id string, n int) string {
	suffix := "#" + strconv.Itoa(n)
	return prefix(id, LimitID-len(suffix)) + suffix
}

// actionID returns the place of an element's action id.
func actionID(e slack.BlockElement) *string {
	switch e := e.(type) {
	case *slack.ButtonBlockElement:
		return &e.ActionID
	case *slack.OverflowBlockElement:
		return &e.ActionID
	case *slack.SelectBlockElement:
		return &e.ActionID
	case *slack.MultiSelectBlockElement:
		return &e.ActionID
	case *slack.RadioButtonsBlockElement:
		return &e.ActionID
	case *slack.CheckboxGroupsBlockElement:
		return &e.ActionID
	case *slack.DatePickerBlockElement:
		return &e.ActionID
	case *slack.TimePickerBlockElement:
		return &e.ActionID
	default:
		return nil
	}
}

// fitsAside reports whether Slack takes the element at the side of a section.
func fitsAside(e slack.BlockElement) bool {
	switch e.(type) {
	case *slack.ButtonBlockElement, *slack.OverflowBlockElement, *slack.SelectBlockElement,
		*slack.MultiSelectBlockElement, *slack.RadioButtonsBlockElement, *slack.CheckboxGroupsBlockElement,
		*slack.DatePickerBlockElement, *slack.TimePickerBlockElement:
		return true
	default:
		return false
	}
}

// fitsActions reports whether Slack takes the element in a row of actions.
func fitsActions(e slack.BlockElement) bool {
	_, several := e.(*slack.MultiSelectBlockElement)
	return fitsAside(e) && !several
}
