package bot_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
	"rapport/storage/storagetest"
)

// The people of the walk: those who live the weeks, and those around them who have
// no right to anything of theirs.
var (
	walkers   = []string{"U0GRACE", "U0LEE", "U0HANNA", "U0MARA", "U0PIA", "U0ADA", "U0BO", "U0LIN", "UNICK"}
	strangers = []string{
		"USTRANGER", // a colleague
		"UFORMER",   // was Grace's manager
		"ULEAD",     // leads others
		"UGUEST",
		"ULEFT", // deactivated
		"UOBSERVER",
		"UDEPUTY",
	}
)

// Why a route does not refuse everybody.
const (
	ownOnly  = "it shows or changes what is the own of who comes, whatever they bring"
	blank    = "it opens a form in which nothing stands; sending it is refused"
	forAll   = "everybody may"
	ofPublic = "what it shows is for everybody"
)

// walkOpen are the routes that are for everybody: strangers try them at the end,
// and read no words of anybody. A form of these that carries a record is refused
// like any other.
var walkOpen = map[string]string{
	"press " + bot.PressAway: ownOnly, "press " + bot.PressAwayYes: ownOnly, "press " + bot.PressAwayNo: ownOnly,
	"press " + bot.PressLetters: ownOnly, "press " + bot.PressLettersRead: ownOnly,
	"press " + bot.PressOpened: ownOnly, "press " + bot.PressAskAll: ownOnly, "press " + bot.PressQuieter: ownOnly, "press " + bot.PressUsual: ownOnly,
	"press " + bot.PressCoaching: ofPublic, "press " + bot.PressCoachCard: ofPublic, "submit " + bot.CoachCardForm: ownOnly,
	"press " + bot.PressTalkAsk: ownOnly, "submit " + bot.TalkAskForm: forAll, "press " + bot.PressTalkTeam: ownOnly,
	"press " + bot.PressFeedbackList: ownOnly, "press " + bot.PressFeedbackForm: forAll, "submit " + bot.FeedbackWhoForm: forAll,
	"submit " + bot.FeedbackForm: forAll, "press " + bot.PressFeedbackAsk: forAll, "submit " + bot.FeedbackAskForm: forAll,
	"press " + bot.PressFile: ownOnly, "press " + bot.PressFilePage: ownOnly, "press " + bot.PressKeep: blank, "submit " + bot.KeepForm: ownOnly,
	"press " + bot.PressBudget: ownOnly, "press " + bot.PressGoals: ownOnly, "press " + bot.PressGrowth: ownOnly, "press " + bot.PressGrowthNew: blank,
	"submit " + bot.GrowthForm: ownOnly, "press " + bot.PressHelp: ofPublic, "press " + bot.PressSent: ownOnly, "press " + bot.PressHours: ownOnly,
	"submit " + bot.HoursForm: ownOnly, "press " + bot.PressKudosAll: ownOnly, "press " + bot.PressKudosMore: ownOnly,
	"press " + bot.PressKudosJoin: forAll, "press " + bot.PressKudosManner: ownOnly, "submit " + bot.KudosMannerForm: ownOnly,
	"press " + bot.PressKudosForm: forAll, "press " + bot.PressKudosReply: ofPublic, "press " + bot.PressKudosSend: forAll,
	"press " + bot.PressKudosWords: blank, "submit " + bot.KudosForm: forAll, "press " + bot.PressMirror: ownOnly, "press " + bot.PressMyData: ownOnly,
	"press " + bot.PressNotes: ownOnly, "submit " + bot.NotesForm: ownOnly, "press " + bot.PressPacket: blank,
	"press " + bot.PressPeer: blank, "submit " + bot.PeerForm: ownOnly, "press " + bot.PressPartnerYes: ownOnly, "press " + bot.PressPartnerNo: ownOnly,
	"press " + bot.PressPartnerTalk: ownOnly, "press " + bot.PressPartnerWait: ownOnly,
	"press " + bot.PressPersonFind: blank, "press " + bot.PressPriorities: ofPublic, "press " + bot.PressPriorityAsk: forAll, "press " + bot.PressPriorityPublish: ofPublic,
	"press " + bot.PressPriorityWrite: ofPublic, "press " + bot.PressPrivacy: ofPublic, "press " + bot.PressLineOpen: ownOnly, "submit " + bot.LineChooseForm: ownOnly,
	"press " + bot.PressRoundBegin: ownOnly, "press " + bot.PressRound: ownOnly, "press " + bot.PressSeasons: ownOnly, "press " + bot.PressSettings: ownOnly,
	"press " + bot.PressPurpose: ownOnly, "press " + bot.PressPurposeSame: ownOnly, "submit " + bot.PurposeForm: ownOnly,
}

// walkAlone are routes that are for everybody where they name nobody and nothing.
var walkAlone = map[string]bool{
	"press " + bot.PressExpected: true, "press " + bot.PressGoalNew: true, "press " + bot.PressFundAsk: true, "press " + bot.PressSeasonOpen: true,
}

// may tells whether somebody may do what was offered to another, by the table.
func (w *walker) may(o offer, by string) bool {
	name := o.route()
	switch {
	case walkAlone[name] && (o.value == "" || o.value == string(domain.PersonSeason)):
		return by != "ULEFT"
	case name == "press "+bot.PressTalkMore && strings.HasPrefix(o.value, bot.TalkAway+":"), name == "press "+bot.PressKudosSettle && strings.HasPrefix(o.value, bot.SettleManner):
		return by != "ULEFT" // choices in a menu that are about who chooses
	case name == "press "+bot.PressReceipt: // of packets that they were refused
		return by != "ULEFT"
	case name == "press "+bot.PressGoalOpen && w.shared[o.value]: // goals of teams and the company
		return by != "ULEFT" && by != "UGUEST"
	case by == "UOBSERVER": // reads policy and terms
		return name == "press "+bot.PressPolicy || name == "press "+bot.PressRetention || name == "press "+bot.PressTerms
	case by == "UFORMER": // gathers what was in the own time
		return name == "submit "+bot.PacketForm
	case by == "UDEPUTY": // acts where the people team is concerned itself, and says the second yes where nobody of it can
		return walkDeputy[name] || strings.Contains(o.value, w.hanna) || strings.Contains(o.value, string(w.present("U0PIA").ID))
	}
	return false
}

// walkDeputy are routes that name nobody yet, or where the deputy says the second yes.
var walkDeputy = map[string]bool{
	"press " + bot.PressErasure: true, "press " + bot.PressHold: true, "press " + bot.PressHoldLift: true, "press " + bot.PressAccess: true,
	"submit " + bot.AccessAnswerForm: true,
	"press " + bot.PressErasureLook:  true, "press " + bot.PressErasureYes: true,
}

// close are those around who may much of what is offered, and not this: the people
// team about themselves, and who talks with Grace without being her manager.
func (w *walker) close(o offer) []string {
	var by []string
	if walkOffice[o.route()] && o.to != "U0HANNA" && strings.Contains(o.value, w.hanna) {
		by = append(by, "U0HANNA")
	}
	if walkManager[o.route()] && o.to == "U0LEE" && strings.Contains(o.value, w.grace) {
		by = append(by, "U0YUKI")
	}
	return by
}

// walkOffice is what the people team, and a manager, may about others, and nobody
// about themselves.
var walkOffice = map[string]bool{
	"press " + bot.PressLeaving: true, "submit " + bot.LeavingForm: true, "press " + bot.PressPart: true, "submit " + bot.PartForm: true,
	"press " + bot.PressPartner: true, "submit " + bot.PartnerForm: true,
}

// walkManager is what the manager may, and not who holds the conversation.
var walkManager = map[string]bool{
	"press " + bot.PressLeaving: true, "submit " + bot.LeavingForm: true, "press " + bot.PressPartner: true, "submit " + bot.PartnerForm: true,
}

// walkRefused are the tables in which a packet that was refused stands: whom it is
// about is told.
var walkRefused = map[string]bool{"packets": true, "ledger": true, "outbox": true, "lanes": true, "requests": true}

// walkLate are routes that take from others what they need; they are used at the end.
var walkLate = map[string]bool{
	"submit " + bot.PauseSureForm: true, "submit " + bot.SeasonStopForm: true, "press " + bot.PressRoundOff: true, "submit " + bot.LeavingForm: true,
	"press " + bot.PressErasureYes: true, "submit " + bot.AwayForm: true, "submit " + bot.SeasonWhoForm: true, "submit " + bot.FundForm: true,
	"press " + bot.PressPartnerLine: true, "submit " + bot.PartForm: true, "submit " + bot.LineAssignForm: true, "submit " + bot.SeasonMoveForm: true,
	"submit " + bot.PolicyForm: true, "submit " + bot.HoursForm: true, "press " + bot.PressRetentionYes: true, "press " + bot.PressAwayOff: true,
	"press " + bot.PressSeasonAck: true,
}

// walkMenus are routes whose every choice is something else.
var walkMenus = map[string]bool{"press " + bot.PressTalkMore: true, "press " + bot.PressTalkElse: true, "press " + bot.PressKudosSettle: true}

// byHand are routes that no round offers, with what they would carry about Grace or
// the people team: the noun whose id is the value.
var byHand = map[string]func(w *walker) string{
	"press " + bot.PressAwayNo:           func(*walker) string { return "" },
	"press " + bot.PressLetters:          func(*walker) string { return "" },
	"press " + bot.PressLettersRead:      func(*walker) string { return "1" },
	"press " + bot.PressErasureLook:      func(w *walker) string { return w.any("erasures", "") },
	"press " + bot.PressErasureYes:       func(w *walker) string { return w.any("erasures", "") },
	"press " + bot.PressGrowthSame:       func(w *walker) string { return w.any("plan_items", "person") },
	"press " + bot.PressFilePage:         func(*walker) string { return "" },
	"press " + bot.PressKudosMore:        func(*walker) string { return "received:" },
	"press " + bot.PressKudosSend:        func(*walker) string { return "" },
	"press " + bot.PressKudosWords:       func(w *walker) string { return w.any("kudos", "") },
	"submit " + bot.KudosWordsForm:       func(w *walker) string { return w.any("kudos", "") },
	"press " + bot.PressPartnerTalk:      func(*walker) string { return "" },
	"press " + bot.PressPartnerWait:      func(*walker) string { return "" },
	"press " + bot.PressTalkLeaveNo:      func(w *walker) string { return w.any("conversations", "employee") },
	"press " + bot.PressTalkLeaveYes:     func(w *walker) string { return w.any("conversations", "employee") },
	"press " + bot.PressTalkHeldNo:       func(w *walker) string { return w.any("conversations", "employee") },
	"press " + bot.PressTalkHeldYes:      func(w *walker) string { return w.any("conversations", "employee") },
	"press " + bot.PressTalkRest:         func(w *walker) string { return "rest:" + w.any("conversations", "employee") },
	"press " + bot.PressDigestPairs:      func(w *walker) string { return w.any("digests", "") },
	"press " + bot.PressFeedbackNarrow:   func(w *walker) string { return w.any("feedback", "receiver") },
	"press " + bot.PressFeedbackWithdraw: func(w *walker) string { return w.any("feedback", "receiver") },
	"press " + bot.PressHelped:           func(w *walker) string { return w.any("plan_items", "person") },
	"submit " + bot.HelpedForm:           func(w *walker) string { return w.any("plan_items", "person") },
	"press " + bot.PressPacketShow:       func(w *walker) string { return w.any("packets", "person") },
	"press " + bot.PressPauseEnd:         func(*walker) string { return "walk-pause" },
	"press " + bot.PressRoundTalk:        func(w *walker) string { return w.any("rounds", "subject") },
	"submit " + bot.RoundQuoteForm:       func(w *walker) string { return w.any("rounds", "subject") },
	"press " + bot.PressSeasonAck:        func(w *walker) string { return w.any("season_cases", "person") },
	"press " + bot.PressSeasonConfirm:    func(w *walker) string { return w.any("season_decisions", "") },
	"submit " + bot.SeasonCiteForm:       func(w *walker) string { return w.any("season_cases", "person") },
	"submit " + bot.AccessAnswerForm:     func(w *walker) string { return w.any("accesses", "person") },
	"submit " + bot.KudosRetractForm:     func(w *walker) string { return w.any("kudos", "") },
	"submit " + bot.LineWorkForm:         func(w *walker) string { return w.any("people", "") },
}

// any is the id of a record about Grace, or of any where no column says about whom.
func (w *walker) any(table, column string) string {
	w.t.Helper()
	grace := string(w.present("U0GRACE").ID)
	for _, t := range storagetest.Dump(w.t, w.Config) {
		if t.Name != table {
			continue
		}
		id, of := slices.Index(t.Columns, "id"), slices.Index(t.Columns, column)
		for _, row := range t.Rows {
			if column == "" || of >= 0 && row[of] == grace {
				return row[id]
			}
		}
	}
	w.t.Errorf("there is no row in %s whose %s is Grace", table, column)
	return ""
}

// tryByHand lets strangers try what no round offered.
func (w *walker) tryByHand() {
	w.t.Helper()
	before := storagetest.Dump(w.t, w.Config)
	for _, name := range slices.Sorted(maps.Keys(byHand)) {
		route := w.routes[name]
		w.tried[name]++
		o := w.madeUp(route, byHand[name](w))
		if walkOpen[name] != "" {
			w.left = append(w.left, o)
			continue
		}
		for _, by := range strangers {
			if !w.may(o, by) {
				w.try(o, by)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(walkOffice)) {
		w.tried["U0HANNA "+name]++
		w.try(w.madeUp(w.routes[name], w.hanna), "U0HANNA")
	}
	w.same(before)
}

// madeUp is an offer that nobody was made: a press with a value, or a form about a
// record with anything in its fields.
func (w *walker) madeUp(route bot.Route, value string) offer {
	if route.Kind == bot.Press {
		return w.pressing("nobody", route.ID, object{"type": "button", "action_id": route.ID, "value": value}, object{"type": "home"})
	}
	blocks := []any{}
	for _, field := range route.Fields {
		element := object{"type": "plain_text_input", "action_id": field}
		switch field {
		case bot.FieldHelped:
			element = object{"type": "radio_buttons", "action_id": field, "options": []any{object{"value": string(domain.Worth)}}}
		case bot.FieldPartner:
			element["type"] = "users_select"
		}
		blocks = append(blocks, object{"type": "input", "block_id": field, "element": element})
	}
	meta := fmt.Sprintf(`{"n":%q,"s":%q,"v":1}`, w.unique("walk"), value)
	return w.form(route.Kind, "nobody", object{"type": "modal", "callback_id": route.ID, "private_metadata": meta, "blocks": blocks, "submit": object{}})
}

// tryTyped lets strangers type each command about Grace, and choose each shortcut:
// they read no word of hers.
func (w *walker) tryTyped() {
	w.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(w.routes)) {
		r := w.routes[name]
		for _, by := range strangers {
			switch r.Kind {
			case bot.Command:
				command, word, _ := strings.Cut(r.ID, " ")
				for _, text := range []string{"", "<@U0GRACE>", "<@U0GRACE> about the walk"} {
					w.reads(by, name, socket.TypeCommand, commandPayload(by, command, strings.TrimSpace(word+" "+text), w.unique("trigger")))
				}
			case bot.Shortcut:
				p := w.interaction("shortcut", by)
				p["callback_id"] = r.ID
				w.reads(by, name, socket.TypeInteraction, p)
			case bot.MessageShortcut:
				w.reads(by, name, socket.TypeInteraction, w.messageShortcut(by, r.ID))
			default:
				continue
			}
			w.tried[name]++
		}
	}
}

// tryOpen lets strangers do what everybody may, and what is theirs to do.
func (w *walker) tryOpen() {
	w.t.Helper()
	for _, o := range w.left {
		for _, by := range strangers {
			envelope, payload := o.payload(by)
			w.reads(by, o.route(), envelope, payload)
		}
	}
	for _, by := range strangers {
		w.reads(by, "home", socket.TypeEvent, homeOpened(w.bench, by))
	}
}

// reads lets somebody do something who reads an answer, and no word of others; who
// has left is refused.
func (w *walker) reads(by, name, envelope string, payload object) {
	w.t.Helper()
	shown, refusals := w.show(envelope, payload)
	var texts []string
	for _, s := range shown {
		texts = append(texts, s.words())
	}
	read := strings.Join(texts, "\n")
	w.leaks(name, by, read)
	if by == "ULEFT" && refusals[string(domain.Forbidden)] == 0 && read != "" {
		w.t.Errorf("%s answers somebody who has left: %.200s", name, read)
	}
	if refusals[string(domain.Internal)] > 0 {
		w.t.Errorf("%s breaks for %s", name, by)
	}
}
