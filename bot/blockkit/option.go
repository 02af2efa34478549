package blockkit

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Option is one thing that can be chosen. Options without a value are given "-",
// and of two with the same value only the first is kept, since nobody could say
// which of them was meant.
type Option struct {
	Value       string // cut at 150 characters
	Label       Text
	Description Text // small, below the label; not shown in every element
}

// OptionGroup is a heading with its options in a select.
type OptionGroup struct {
	Label   Text
	Options []Option
}

func (o Option) object() *slack.OptionBlockObject {
	value := prefix(strings.ToValidUTF8(o.Value, ""), LimitOptionValue)
	if strings.TrimSpace(value) == "" {
		value = "-"
	}
	return slack.NewOptionBlockObject(value, o.Label.label(LimitOptionText), o.Description.line(LimitOptionText))
}

// optionObjects builds at most limit options.
func optionObjects(options []Option, limit int) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	seen := map[string]bool{}
	for _, o := range options {
		if len(out) == limit {
			break
		}
		if built := o.object(); !seen[built.Value] {
			seen[built.Value] = true
			out = append(out, built)
		}
	}
	return out
}

// groupObjects builds at most 100 groups, of which none is empty.
func groupObjects(groups []OptionGroup) []*slack.OptionGroupBlockObject {
	var out []*slack.OptionGroupBlockObject
	for _, g := range groups {
		options := optionObjects(g.Options, LimitOptions)
		if len(options) == 0 || len(out) == LimitOptions {
			continue
		}
		out = append(out, slack.NewOptionGroupBlockElement(g.Label.label(LimitOptionText), options...))
	}
	return out
}

// chosen returns those options whose value is in values. Slack refuses an initial
// option that is not among the options, which happens when what was chosen
// earlier is gone.
func chosen(options []*slack.OptionBlockObject, values ...string) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, o := range options {
		if slices.Contains(values, o.Value) {
			out = append(out, o)
		}
	}
	return out
}

// Suggestions is the answer to a search in an External select, to be sent in the
// ack: at most 100 options. It is written out here because slack-go's type leaves
// an empty list away, while Slack wants to see "options":[].
func Suggestions(options ...Option) any {
	objects := optionObjects(options, LimitOptions)
	if objects == nil {
		objects = []*slack.OptionBlockObject{}
	}
	return struct {
		Options []*slack.OptionBlockObject `json:"options"`
	}{objects}
}
