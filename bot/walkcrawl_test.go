package bot_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// The crawl: those who have the rights open everything that they are offered, and
// what they could press and send is kept. Nothing is pressed that changes records.

// offer is something that was offered to somebody: a press, a choice or a form,
// as it would come back from Slack.
type offer struct {
	kind bot.Kind
	id   string
	// to is the Slack id of whom it was offered to.
	to string
	// value tells offers of the same id apart.
	value string
	// payload makes it come from somebody.
	payload func(user string) (envelope string, payload object)
}

// route is the row of the table that takes it.
func (o offer) route() string { return string(o.kind) + " " + o.id }

// The bounds of the crawl.
const (
	offersKept   = 24 // of one route
	offersOpened = 7  // of one route by one person
	offersOfOne  = 2  // of one route and value
)

// crawl walks through what people are offered.
type crawl struct {
	*bench

	routes map[string]bot.Route
	offers map[string][]offer
	queue  []offer
	seen   map[string]int
	// post is where thanks stand in a channel.
	post domain.Delivery
}

func newCrawl(b *bench) *crawl {
	c := &crawl{bench: b, routes: map[string]bot.Route{}, offers: map[string][]offer{}, seen: map[string]int{}}
	for _, r := range b.bot.Routes() {
		c.routes[string(r.Kind)+" "+r.ID] = r
	}
	return c
}

// show lets somebody do something, and gives all that anybody gets to see of it.
func (b *bench) show(envelope string, payload object) (shown []seen, refusals map[string]int) {
	b.t.Helper()
	s := b.slack
	s.opened, s.pushed, s.updated, s.homes, s.responses, s.posts = nil, nil, nil, nil, nil, nil
	before := b.refusals()
	answer, err := b.send(envelope, payload)
	if err != nil {
		b.t.Errorf("not acked: %v", err)
	}
	refusals = b.refusals()
	for code, n := range before {
		if refusals[code] -= n; refusals[code] == 0 {
			delete(refusals, code)
		}
	}
	if answer != nil {
		shown = append(shown, look(b.t, answer))
	}
	for _, m := range slices.Concat(s.opened, s.pushed, s.updated) {
		shown = append(shown, lookAt(b.t, m))
	}
	for _, h := range s.homes {
		shown = append(shown, lookAt(b.t, h))
	}
	for _, r := range s.responses {
		shown = append(shown, look(b.t, r))
	}
	for _, p := range s.posts {
		shown = append(shown, lookAt(b.t, p.Message))
	}
	return shown, refusals
}

// begin types and chooses everything that needs no id.
func (c *crawl) begin(user string, about ...string) {
	c.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(c.routes)) {
		r := c.routes[name]
		switch {
		case r.Kind == bot.Shortcut:
			p := c.interaction("shortcut", user)
			p["callback_id"] = r.ID
			c.take(user, p)
		case r.Kind == bot.MessageShortcut:
			c.take(user, c.messageShortcut(user, r.ID))
		case r.Kind == bot.Command && (r.Speed == bot.Opening || r.Speed == bot.Answering):
			c.takeCommand(user, r.ID, "")
			for _, text := range about {
				if !r.Alone {
					c.takeCommand(user, r.ID, text)
				}
			}
		}
	}
}

// messageShortcut chooses something on a public post of Rapport's.
func (c *crawl) messageShortcut(user, id string) object {
	p := c.interaction("message_action", user)
	p["callback_id"], p["message_ts"], p["channel"] = id, c.post.TS, object{"id": c.post.Channel}
	p["message"] = object{"ts": c.post.TS, "user": "UBOT", "bot_id": "BBOT", "text": "a post"}
	return p
}

func homeOpened(b *bench, user string) object {
	return b.eventPayload(object{"type": "app_home_opened", "user": user, "tab": "home"})
}

// take lets a payload come, and keeps what is offered behind it.
func (c *crawl) take(user string, payload object) {
	c.t.Helper()
	envelope := socket.TypeInteraction
	if payload["event"] != nil {
		envelope = socket.TypeEvent
	}
	shown, _ := c.show(envelope, payload)
	for _, s := range shown {
		c.keep(user, s.object)
	}
}

func (c *crawl) takeCommand(user, id, text string) {
	c.t.Helper()
	name, word, _ := strings.Cut(id, " ")
	shown, _ := c.show(socket.TypeCommand, commandPayload(user, name, strings.TrimSpace(word+" "+text), c.unique("trigger")))
	for _, s := range shown {
		c.keep(user, s.object)
	}
}

// run goes on until nothing new is offered.
func (c *crawl) run() {
	c.t.Helper()
	for len(c.queue) > 0 {
		o := c.queue[0]
		c.queue = c.queue[1:]
		_, payload := o.payload(o.to)
		c.take(o.to, payload)
	}
}

// keep takes all offers out of something that somebody sees.
func (c *crawl) keep(user string, shown object) {
	c.t.Helper()
	view := shown
	if inner, pushed := shown["view"].(object); pushed {
		view = inner
	}
	if view["type"] == "modal" && view["submit"] != nil {
		for _, kind := range []bot.Kind{bot.Submit, bot.Close} {
			c.offer(c.form(kind, user, view))
		}
	}
	walk(view, func(element object) {
		id := blockkit.BaseID(text(element["action_id"]))
		if id == "" {
			return
		}
		if element["type"] == "external_select" || element["type"] == "multi_external_select" {
			c.offer(c.suggestion(user, id, element, view))
		}
		for _, action := range actionsOf(element) {
			c.offer(c.pressing(user, id, action, view))
		}
	})
}

// actionsOf are what pressing an element can send.
func actionsOf(element object) []object {
	base := object{"type": element["type"], "action_id": element["action_id"]}
	var actions []object
	walk([]any{element["options"], element["option_groups"]}, func(o object) {
		if value, is := o["value"].(string); is {
			action := maps.Clone(base)
			action["selected_option"] = object{"value": value}
			actions = append(actions, action)
		}
	})
	if len(actions) > 0 {
		return actions
	}
	base["value"] = element["value"]
	if element["type"] == "plain_text_input" {
		base["value"] = "walked words"
	}
	return []object{base}
}

// pressing is one press, at the place where it was offered.
func (c *crawl) pressing(user, id string, action, view object) offer {
	value := text(action["value"])
	if option, chosen := action["selected_option"].(object); chosen {
		value = text(option["value"])
	}
	return offer{kind: bot.Press, id: id, to: user, value: value, payload: func(by string) (string, object) {
		p := c.interaction("block_actions", by)
		pressed := maps.Clone(action)
		pressed["action_ts"] = p["action_ts"]
		p["actions"] = []any{pressed}
		switch view["type"] {
		case "home", "modal":
			p["view"] = c.sent(view)
		default:
			p["channel"] = object{"id": "CGENERAL"}
			p["container"] = object{"type": "message", "message_ts": "1.1", "channel_id": "CGENERAL"}
			p["message"] = object{"ts": "1.1", "blocks": view["blocks"], "text": view["text"]}
			p["response_url"] = "https://respond.example/press"
		}
		return socket.TypeInteraction, p
	}}
}

// form is a form that is sent or closed, with something in each field.
func (c *crawl) form(kind bot.Kind, user string, view object) offer {
	slack := map[bot.Kind]string{bot.Submit: "view_submission", bot.Close: "view_closed"}[kind]
	return offer{kind: kind, id: text(view["callback_id"]), to: user, value: text(view["private_metadata"]), payload: func(by string) (string, object) {
		p := c.interaction(slack, by)
		p["view"] = c.sent(view)
		return socket.TypeInteraction, p
	}}
}

func (c *crawl) suggestion(user, id string, element, view object) offer {
	return offer{kind: bot.Suggest, id: id, to: user, payload: func(by string) (string, object) {
		p := c.interaction("block_suggestion", by)
		p["action_id"], p["value"], p["view"] = element["action_id"], "", c.sent(view)
		return socket.TypeInteraction, p
	}}
}

// sent is a view as Slack sends it back, with something in each field.
func (c *crawl) sent(view object) object {
	sent := maps.Clone(view)
	sent["id"] = "VWALK"
	values := object{}
	blocks, _ := view["blocks"].([]any)
	for _, raw := range blocks {
		block, _ := raw.(object)
		if element, isInput := block["element"].(object); isInput && block["type"] == "input" {
			values[text(block["block_id"])] = object{text(element["action_id"]): c.filledIn(text(view["callback_id"]), text(block["block_id"]), element)}
		}
	}
	sent["state"] = object{"values": values}
	return sent
}

// peopleNamed are those whom the forms name; nobody of them walks.
var peopleNamed = []any{"U0SAM", "U0CEM", "U0YUKI", "U0EMIL", "U0NORA", "U0INES"}

// belonging are words that belong into single fields, by the form or by nothing,
// and by the field without its number.
var belonging = map[[2]string]string{
	{bot.ErasureFindForm, bot.FieldErasureName}: "Zoe Left", {bot.HoldForm, bot.FieldHoldName}: "Grace Hopper",
	{"", bot.FieldHoursExactly}: "mon-fri 9:00-17:00", {"", bot.FieldRoleLevels}: "Junior: with help", {"", bot.FieldTerms}: "kudos: 24",
	{"", bot.FieldSourceLink}: "https://example.com/course", {"", bot.FieldSourceCost}: "100 EUR", {"", bot.FieldSourceDays}: "2",
	{"", bot.FieldGrowthLink}: "https://example.com/course", {"", bot.FieldGrowthCost}: "100 EUR", {bot.GrowthForm, bot.FieldGrowthDays}: "2",
	{"", bot.FieldFundAmount}: "100", {"", bot.FieldFundCurrency}: "EUR", {"", bot.FieldGoalValue}: "2",
	{bot.FundForm, bot.FieldFundStart}: "1", {bot.FundForm, bot.FieldFundAmount}: "20000", {bot.AdaptForm, bot.FieldExpectation}: "walked otherwise", {bot.GoalForm, bot.FieldGoalStart}: "1", {"", bot.FieldGoalTarget}: "3",
	{"", bot.FieldGoalWeight}: "1", {"", bot.FieldGoalSteps}: "First\nSecond",
}

// empty are fields that stand for one choice of several, and stay empty.
var empty = map[[2]string]bool{
	{bot.RoundLaunchForm, bot.FieldRoundScope}: true, {bot.RoundLaunchForm, bot.FieldRoundPeople}: true,
	{bot.SeasonForm, bot.FieldSeasonScope}: true, {bot.SeasonForm, bot.FieldSeasonNamed}: true,
}

// belongs is what belongs into a field, where that is not anything of its kind.
func (c *crawl) belongs(form, field string) (object, bool) {
	name := strings.TrimRight(field, "_0123456789")
	in := func(days int) object {
		return object{"selected_date": domain.DateOf(c.Clock.Now(), time.UTC).AddDays(days).String()}
	}
	switch {
	case empty[[2]string{form, name}]:
		return object{}, true
	case form == bot.HeldForm && name == bot.FieldTalkDay:
		return in(-1), true
	case form == bot.SeasonMoveForm && name == bot.FieldSeasonDecide:
		return in(90), true
	case form == bot.PacketForm && name == bot.FieldPacketPerson:
		return user("U0GRACE"), true
	case form == bot.PersonFindForm:
		return user("U0SAM"), true
	case name == bot.FieldRoundOwners:
		return people(), true
	case strings.HasPrefix(field, bot.FieldStand):
		return choice(string(domain.Solid)), true
	case name == bot.FieldFeedbackGivers:
		return people("U0CEM", "U0EMIL"), true
	case name == bot.FieldSourceTitle:
		return typed("walked words " + field), true
	case form == bot.PriorityForm && name == strings.TrimRight(bot.FieldPriorityText, "_"):
		return typed("walked words " + field), true
	case form == bot.RoundLaunchForm && name == bot.FieldRoundManager, form == bot.SeasonForm && name == bot.FieldSeasonManager:
		return user("U0LEE"), true
	case form == bot.PacketForm && name == bot.FieldPacketFormat:
		return choice(string(domain.PacketView)), true
	}
	for _, key := range [][2]string{{form, name}, {"", name}} {
		if words, known := belonging[key]; known {
			return typed(words), true
		}
	}
	return nil, false
}

// filledIn is what stands in a field: what belongs there, what stood there, or
// something of its kind.
func (c *crawl) filledIn(form, field string, element object) object {
	content := initial(element)
	if own, known := c.belongs(form, field); known {
		maps.Copy(content, own)
		return content
	}
	if len(content) > 1 {
		return content
	}
	option := func(n int) object {
		var all []object
		walk([]any{element["options"], element["option_groups"]}, func(o object) {
			if value, is := o["value"].(string); is {
				all = append(all, object{"value": value})
			}
		})
		if len(all) == 0 {
			return nil
		}
		return all[min(n, len(all)-1)]
	}
	switch element["type"] {
	case "plain_text_input":
		content["value"] = "walked words"
	case "number_input":
		content["value"] = "3"
	case "datepicker":
		content["selected_date"] = domain.DateOf(c.Clock.Now(), time.UTC).AddDays(10).String()
	case "timepicker":
		content["selected_time"] = "10:00"
	case "radio_buttons", "static_select":
		content["selected_option"] = option(1)
	case "checkboxes", "multi_static_select":
		content["selected_options"] = []any{option(0)}
	case "users_select":
		content["selected_user"] = "U0LARS"
	case "multi_users_select":
		content["selected_users"] = peopleNamed
	}
	return content
}

// offer keeps an offer that is new, and opens what only opens.
func (c *crawl) offer(o offer) {
	route, known := c.routes[o.route()]
	if !known {
		return
	}
	same := o.route() + "\x00" + o.to + "\x00"
	if o.kind == bot.Press { // a form has a key of its own at each opening
		same += o.value
	}
	if c.seen[same]++; c.seen[same] > offersOfOne {
		return
	}
	if len(c.offers[o.route()]) < offersKept {
		c.offers[o.route()] = append(c.offers[o.route()], o)
	}
	opens := route.Speed == bot.Opening || route.Speed == bot.Answering
	mine := o.route() + "\x00by " + o.to
	if o.kind == bot.Press && opens && c.seen[mine] < offersOpened {
		c.seen[mine]++
		c.queue = append(c.queue, o)
	}
}

// refusals are how often something was refused, by its code.
func (b *bench) refusals() map[string]int {
	counts := map[string]int{}
	for _, code := range []string{"forbidden", "not_found", "invalid", "internal", "unclear", "not_saved", "conflict", "unavailable"} {
		if n := b.Meter.Of("bot_refusals", code); n > 0 {
			counts[code] = n
		}
	}
	return counts
}
