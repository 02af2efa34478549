package sandbox

import (
	"regexp"
	"slices"
	"strings"
)

// position is where in a block an element stands.
type position int

const (
	inSection position = 1 << iota
	inActions
	inInput
	inContext
	inContextActions
	inCard
	inCell
)

// elementRule is what Slack knows of an element type.
type elementRule struct {
	in    position
	on    surface
	check func(*checker, object, string)
	keys  []string // fields besides type and action_id
}

var (
	choiceKeys = []string{"options", "option_groups", "placeholder", "confirm", "focus_on_load"}
	inputKeys  = []string{"placeholder", "initial_value", "dispatch_action_config", "focus_on_load"}
	pickerKeys = []string{"placeholder", "confirm", "focus_on_load"}
)

func with(keys []string, more ...string) []string { return append(slices.Clip(keys), more...) }

// elementRules are all element types.
var elementRules = map[string]elementRule{
	"button":           {inSection | inActions | inCard | inCell, everywhere, (*checker).button, []string{"text", "url", "value", "style", "confirm", "accessibility_label", "visible_to_user_ids", "agent_prompt", "agent_prompt_display"}},
	"image":            {inSection | inContext, everywhere, (*checker).image, []string{"image_url", "slack_file", "alt_text"}},
	"overflow":         {inSection | inActions, everywhere, (*checker).overflow, []string{"options", "confirm"}},
	"radio_buttons":    {inSection | inActions | inInput, everywhere, (*checker).choices, []string{"options", "initial_option", "confirm", "focus_on_load"}},
	"checkboxes":       {inSection | inActions | inInput, everywhere, (*checker).choices, []string{"options", "initial_options", "confirm", "focus_on_load", "visible_to_user_ids"}},
	"datepicker":       {inSection | inActions | inInput, everywhere, (*checker).picker, with(pickerKeys, "initial_date")},
	"timepicker":       {inSection | inActions | inInput, everywhere, (*checker).picker, with(pickerKeys, "initial_time", "timezone")},
	"datetimepicker":   {inActions | inInput, onMessage | onModal, (*checker).picker, []string{"initial_date_time", "confirm", "focus_on_load"}},
	"plain_text_input": {inInput, everywhere, (*checker).plainInput, with(inputKeys, "multiline", "min_length", "max_length")},
	"rich_text_input":  {inInput, onViews, (*checker).richInput, with(inputKeys, "min_lines", "max_lines")},
	"email_text_input": {inInput, onModal, (*checker).typed, inputKeys},
	"url_text_input":   {inInput, onModal, (*checker).typed, inputKeys},
	"number_input":     {inInput, onModal, (*checker).number, with(inputKeys, "is_decimal_allowed", "min_value", "max_value")},
	"file_input":       {inInput, onModal, (*checker).fileInput, []string{"filetypes", "max_files"}},

	"static_select":        {inSection | inActions | inInput, everywhere, (*checker).staticSelect, with(choiceKeys, "initial_option")},
	"external_select":      {inSection | inActions | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_option", "min_query_length")},
	"users_select":         {inSection | inActions | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_user")},
	"conversations_select": {inSection | inActions | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_conversation", "default_to_current_conversation", "response_url_enabled", "filter")},
	"channels_select":      {inSection | inActions | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_channel", "response_url_enabled")},

	"multi_static_select":        {inSection | inInput, everywhere, (*checker).staticSelect, with(choiceKeys, "initial_options", "max_selected_items")},
	"multi_external_select":      {inSection | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_options", "min_query_length", "max_selected_items")},
	"multi_users_select":         {inSection | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_users", "max_selected_items")},
	"multi_conversations_select": {inSection | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_conversations", "default_to_current_conversation", "filter", "max_selected_items")},
	"multi_channels_select":      {inSection | inInput, everywhere, (*checker).otherSelect, with(pickerKeys, "initial_channels", "max_selected_items")},

	"workflow_button":  {inSection | inActions, onMessage, (*checker).workflowButton, []string{"text", "workflow", "style", "accessibility_label"}},
	"feedback_buttons": {inContextActions, onMessage, (*checker).feedbackButtons, []string{"positive_button", "negative_button"}},
	"icon_button":      {inContextActions, onMessage, (*checker).iconButton, []string{"icon", "text", "value", "confirm", "accessibility_label", "visible_to_user_ids"}},
}

// element checks one element of any type that its place takes.
func (c *checker) element(e object, at string, in position) {
	kind := textOf(e, "type")
	rule, known := elementRules[kind]
	if !known || rule.in&in == 0 || rule.on&c.on == 0 {
		c.failf(at+"/type", "unsupported type: %s", kind)
		return
	}
	c.only(e, at, append([]string{"action_id"}, rule.keys...)...)
	c.str(e, at, "action_id", length{0, idLimit})
	c.boolean(e, at, "focus_on_load")
	if flagOf(e, "focus_on_load") {
		if c.focused {
			c.failf(at+"/focus_on_load", "only one element can be focused on load")
		}
		c.focused = true
	}
	rule.check(c, e, at)
}

func (c *checker) button(e object, at string) {
	c.text(e, at, "text", textRule{most: buttonLimit, plain: true})
	c.str(e, at, "value", length{0, valueLimit})
	c.str(e, at, "accessibility_label", length{0, buttonLimit})
	c.link(e, at, "url", false)
	c.oneOf(e, at, "style", "primary", "danger")
	c.confirm(e, at)
}

func (c *checker) overflow(e object, at string) {
	c.options(e, at, optionRule{most: 5, url: true})
	c.confirm(e, at)
}

// choices are radio buttons and checkboxes: all options in sight, ten at most.
func (c *checker) choices(e object, at string) {
	c.options(e, at, optionRule{most: 10, mrkdwn: true})
	c.initialOptions(e, at)
	c.confirm(e, at)
}

func (c *checker) placeholder(e object, at string) {
	c.text(e, at, "placeholder", textRule{most: placeholderLimit, plain: true, optional: true})
}

var (
	dateForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	timeForm = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

func (c *checker) picker(e object, at string) {
	c.placeholder(e, at)
	c.confirm(e, at)
	if s := textOf(e, "initial_date"); e["initial_date"] != nil && !dateForm.MatchString(s) {
		c.failf(at+"/initial_date", "must be in the form YYYY-MM-DD")
	}
	if s := textOf(e, "initial_time"); e["initial_time"] != nil && !timeForm.MatchString(s) {
		c.failf(at+"/initial_time", "must be in the form HH:mm")
	}
	if n, ok := numberOf(e, "initial_date_time"); e["initial_date_time"] != nil && (!ok || n < 1e9 || n > 9999999999) {
		c.failf(at+"/initial_date_time", "must be ten digits of unix time")
	}
}

func (c *checker) dispatchConfig(e object, at string) {
	d := c.sub(e, at, "dispatch_action_config", false)
	if d == nil {
		return
	}
	at += "/dispatch_action_config"
	for i, v := range c.list(d, at, "trigger_actions_on", length{1, 2}) {
		if v != "on_enter_pressed" && v != "on_character_entered" {
			c.failf(pointerTo(at+"/trigger_actions_on", i), "must be a valid enum value")
		}
	}
}

// typed is what all text-like inputs share.
func (c *checker) typed(e object, at string) {
	c.placeholder(e, at)
	c.dispatchConfig(e, at)
	c.str(e, at, "initial_value", length{0, textLimit})
}

func (c *checker) plainInput(e object, at string) {
	c.typed(e, at)
	c.boolean(e, at, "multiline")
	c.integer(e, at, "min_length", 0, textLimit)
	c.integer(e, at, "max_length", 1, textLimit)
	least, hasLeast := numberOf(e, "min_length")
	most, hasMost := numberOf(e, "max_length")
	if hasLeast && hasMost && least > most {
		c.failf(at+"/min_length", "must not be more than max_length")
	}
}

func (c *checker) richInput(e object, at string) {
	c.placeholder(e, at)
	c.dispatchConfig(e, at)
	if v := c.sub(e, at, "initial_value", false); v != nil {
		c.richTextOnly(v, at+"/initial_value")
	}
}

func (c *checker) number(e object, at string) {
	c.typed(e, at)
	if _, ok := e["is_decimal_allowed"].(bool); !ok {
		c.failf(at, "missing required field: is_decimal_allowed")
	}
	c.str(e, at, "min_value", length{0, textLimit})
	c.str(e, at, "max_value", length{0, textLimit})
}

func (c *checker) fileInput(e object, at string) {
	c.integer(e, at, "max_files", 1, 10)
	if c.granted != nil && !c.granted("files:read") {
		c.failf(at, "file inputs need the scope files:read")
	}
}

func (c *checker) staticSelect(e object, at string) {
	c.placeholder(e, at)
	c.confirm(e, at)
	c.optionsOrGroups(e, at)
	c.initialOptions(e, at)
	c.integer(e, at, "max_selected_items", 1, 100)
}

// otherSelect are the selects whose options Slack or the app supplies later.
func (c *checker) otherSelect(e object, at string) {
	c.placeholder(e, at)
	c.confirm(e, at)
	c.integer(e, at, "max_selected_items", 1, 100)
	c.integer(e, at, "min_query_length", 0, 100)
	c.boolean(e, at, "default_to_current_conversation", "response_url_enabled")
	if strings.HasSuffix(textOf(e, "type"), "external_select") {
		if first := c.sub(e, at, "initial_option", false); first != nil {
			c.option(first, at+"/initial_option", optionRule{})
		}
	}
	f := c.sub(e, at, "filter", false)
	if f == nil {
		return
	}
	c.only(f, at+"/filter", "include", "exclude_external_shared_channels", "exclude_bot_users")
	for i, v := range c.list(f, at+"/filter", "include", length{0, 4}) {
		if v != "im" && v != "mpim" && v != "private" && v != "public" {
			c.failf(pointerTo(at+"/filter/include", i), "must be a valid enum value")
		}
	}
}

func (c *checker) workflowButton(e object, at string) {
	c.text(e, at, "text", textRule{most: buttonLimit, plain: true})
	c.sub(e, at, "workflow", true)
	c.oneOf(e, at, "style", "primary", "danger")
}

func (c *checker) feedbackButtons(e object, at string) {
	for _, key := range []string{"positive_button", "negative_button"} {
		b := c.sub(e, at, key, true)
		if b == nil {
			continue
		}
		c.only(b, at+"/"+key, "text", "value", "accessibility_label")
		c.text(b, at+"/"+key, "text", textRule{most: buttonLimit, plain: true})
		c.str(b, at+"/"+key, "value", length{1, valueLimit})
	}
}

func (c *checker) iconButton(e object, at string) {
	c.oneOf(e, at, "icon", "trash")
	c.str(e, at, "icon", length{1, idLimit})
	c.text(e, at, "text", textRule{most: buttonLimit, plain: true})
	c.str(e, at, "value", length{0, valueLimit})
	c.confirm(e, at)
}
