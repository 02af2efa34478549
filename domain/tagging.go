package domain

import (
	"slices"
	"strings"
)

// UnknownTag is a typed tag that is none of the company's values.
type UnknownTag struct {
	// Tag is what was typed, without #.
	Tag string
	// Nearest is the tag of the value that was probably meant; empty where none
	// is near.
	Nearest string
}

// matchTags parts typed tags into the company's values, each once and as they
// are stored, and those that are none. Where the company has no values, a tag is
// a word like any other.
func matchTags(typed []string, values []Value) (tags []string, unknown []UnknownTag) {
	known := make([]string, len(values))
	for i, v := range values {
		known[i] = v.Tag
	}
	for _, tag := range typed {
		i := slices.IndexFunc(known, func(k string) bool { return strings.EqualFold(k, tag) })
		switch {
		case i >= 0 && !slices.Contains(tags, known[i]):
			tags = append(tags, known[i])
		case i < 0 && len(known) > 0:
			unknown = append(unknown, UnknownTag{Tag: tag, Nearest: Nearest(tag, known)})
		}
	}
	return tags, unknown
}

// unknownFaults tells of tags that are no values where something else stands in
// the way.
func unknownFaults(unknown []UnknownTag) Faults {
	var faults Faults
	for _, u := range unknown {
		if u.Nearest != "" {
			faults = append(faults, RefuseField("values", "kudos.value_like", "Tag", u.Tag, "Nearest", u.Nearest))
		} else {
			faults = append(faults, RefuseField("values", "kudos.value_unknown", "Tag", u.Tag))
		}
	}
	return faults
}

// Tag gives the value that a typed tag names, whatever its case; empty where it
// names none.
func (c KudosChoices) Tag(typed string) string {
	tags, _ := matchTags([]string{typed}, c.Values)
	return strings.Join(tags, "")
}
