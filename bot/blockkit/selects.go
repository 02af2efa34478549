package blockkit

import (
	"github.com/slack-go/slack"
)

// Select is a menu with one choice, at most 100 options. Where Groups is set,
// Options is not looked at. Without any option there is no element.
type Select struct {
	ID          string
	Placeholder Text
	Options     []Option
	Groups      []OptionGroup
	Initial     string // value of an option; ignored if none has it
	Focus       bool
	Confirm     *Confirm
}

func (s Select) element() slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, s.Placeholder.line(LimitPlaceholder), ident(s.ID))
	all := setOptions(&e.Options, &e.OptionGroups, s.Options, s.Groups)
	if len(all) == 0 {
		return nil
	}
	if initial := chosen(all, s.Initial); len(initial) > 0 {
		e.InitialOption = initial[0]
	}
	e.FocusOnLoad, e.Confirm = s.Focus, s.Confirm.object()
	return e
}

func (s Select) calmed() Element { s.Focus = false; return s }

// setOptions fills in either options or groups and returns all options there are.
func setOptions(flat *[]*slack.OptionBlockObject, grouped *[]*slack.OptionGroupBlockObject, options []Option, groups []OptionGroup) []*slack.OptionBlockObject {
	if len(groups) == 0 {
		*flat = optionObjects(options, LimitOptions)
		return *flat
	}
	*grouped = groupObjects(groups)
	var all []*slack.OptionBlockObject
	for _, g := range *grouped {
		all = append(all, g.Options...)
	}
	return all
}

// SelectMany is a menu with several choices; Max 0 is any number.
type SelectMany struct {
	ID          string
	Placeholder Text
	Options     []Option
	Groups      []OptionGroup
	Initial     []string
	Max         int
	Focus       bool
}

func (s SelectMany) element() slack.BlockElement {
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, s.Placeholder.line(LimitPlaceholder), ident(s.ID))
	all := setOptions(&e.Options, &e.OptionGroups, s.Options, s.Groups)
	if len(all) == 0 {
		return nil
	}
	e.InitialOptions = atMost(chosen(all, s.Initial...), s.Max)
	e.MaxSelectedItems, e.FocusOnLoad = positive(s.Max), s.Focus
	return e
}

func (s SelectMany) calmed() Element { s.Focus = false; return s }

// Radio shows up to ten options of which one is chosen.
type Radio struct {
	ID      string
	Options []Option
	Initial string
	Focus   bool
}

func (r Radio) element() slack.BlockElement {
	options := optionObjects(r.Options, LimitChoices)
	if len(options) == 0 {
		return nil
	}
	e := slack.NewRadioButtonsBlockElement(ident(r.ID), options...)
	if initial := chosen(options, r.Initial); len(initial) > 0 {
		e.InitialOption = initial[0]
	}
	e.FocusOnLoad = r.Focus
	return e
}

func (r Radio) calmed() Element { r.Focus = false; return r }

// Checkboxes shows up to ten options of which any may be chosen.
type Checkboxes struct {
	ID      string
	Options []Option
	Initial []string
	Focus   bool
}

func (c Checkboxes) element() slack.BlockElement {
	options := optionObjects(c.Options, LimitChoices)
	if len(options) == 0 {
		return nil
	}
	e := slack.NewCheckboxGroupsBlockElement(ident(c.ID), options...)
	e.InitialOptions, e.FocusOnLoad = chosen(options, c.Initial...), c.Focus
	return e
}

func (c Checkboxes) calmed() Element { c.Focus = false; return c }

// External is a menu whose options are asked for while the reader types; they are
// answered with Suggestions.
type External struct {
	ID          string
	Placeholder Text
	Initial     *Option
	MinQuery    int // letters before the first question; 0 asks at once
	Focus       bool
}

func (x External) element() slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, x.Placeholder.line(LimitPlaceholder), ident(x.ID))
	letters := max(x.MinQuery, 0)
	e.MinQueryLength, e.FocusOnLoad = &letters, x.Focus
	if x.Initial != nil {
		e.InitialOption = x.Initial.object()
	}
	return e
}

func (x External) calmed() Element { x.Focus = false; return x }

// UserSelect is Slack's own menu of people, one choice. It also offers bots and
// guests: what was chosen is checked afterwards.
type UserSelect struct {
	ID          string
	Placeholder Text
	Initial     string // user id; ignored if it is not one
	Focus       bool
}

func (u UserSelect) element() slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, u.Placeholder.line(LimitPlaceholder), ident(u.ID))
	if isID(u.Initial, "UW") {
		e.InitialUser = u.Initial
	}
	e.FocusOnLoad = u.Focus
	return e
}

func (u UserSelect) calmed() Element { u.Focus = false; return u }

// UsersSelect is UserSelect with several choices; Max 0 is any number.
type UsersSelect struct {
	ID          string
	Placeholder Text
	Initial     []string
	Max         int
	Focus       bool
}

func (u UsersSelect) element() slack.BlockElement {
	e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, u.Placeholder.line(LimitPlaceholder), ident(u.ID))
	e.InitialUsers = atMost(ids(u.Initial, "UW"), u.Max)
	e.MaxSelectedItems, e.FocusOnLoad = positive(u.Max), u.Focus
	return e
}

func (u UsersSelect) calmed() Element { u.Focus = false; return u }

// ConversationSelect is Slack's own menu of channels. Channels shared with other
// companies are not offered.
type ConversationSelect struct {
	ID          string
	Placeholder Text
	Initial     string // channel id
	Private     bool   // offers private channels; public ones if Public is set
	Public      bool   // if neither is set, both kinds are offered
	Focus       bool
}

func (c ConversationSelect) element() slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, c.Placeholder.line(LimitPlaceholder), ident(c.ID))
	filter := &slack.SelectBlockElementFilter{ExcludeExternalSharedChannels: true, ExcludeBotUsers: true}
	if c.Private || !c.Public {
		filter.Include = append(filter.Include, "private")
	}
	if c.Public || !c.Private {
		filter.Include = append(filter.Include, "public")
	}
	e.Filter, e.FocusOnLoad = filter, c.Focus
	if isID(c.Initial, "CG") {
		e.InitialConversation = c.Initial
	}
	return e
}

func (c ConversationSelect) calmed() Element { c.Focus = false; return c }

// positive returns a pointer to n, or nil for "no limit".
func positive(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

// atMost cuts a list to limit; 0 is no limit.
func atMost[T any](list []T, limit int) []T {
	if limit > 0 && len(list) > limit {
		return list[:limit]
	}
	return list
}

// ids keeps what looks like an id of Slack, each once.
func ids(list []string, first string) []string {
	var out []string
	seen := map[string]bool{}
	for _, id := range list {
		if isID(id, first) && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
