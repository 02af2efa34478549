package bot

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// Kind is the way in which something comes in.
type Kind string

// The kinds.
const (
	Command         Kind = "command"          // a slash command
	Shortcut        Kind = "shortcut"         // from the lightning menu
	MessageShortcut Kind = "message_shortcut" // from a message's menu
	Press           Kind = "press"            // a button, a menu, a field that sends while typing
	Submit          Kind = "submit"           // a form sent
	Close           Kind = "close"            // a form closed without sending
	Suggest         Kind = "suggest"          // a menu that asks for its options
	Event           Kind = "event"            // something happened in the workspace
)

// Surface is where a press happened.
type Surface string

// The surfaces.
const (
	OnMessage   Surface = "message"
	OnEphemeral Surface = "ephemeral" // a message that only the reader sees
	InModal     Surface = "modal"
	AtHome      Surface = "home"
)

// Secret is a capability that Slack hands out: a trigger or a response address.
// It never appears in a log.
type Secret string

// LogValue hides the secret.
func (Secret) LogValue() slog.Value { return slog.StringValue("hidden") }

// String hides the secret from everything that formats; convert to string to
// use it.
func (Secret) String() string { return "hidden" }

// Request is one wish of one person, or one event, whatever Slack called it.
type Request struct {
	Kind Kind
	// ID is the constant id by which the handler is found: a command with its
	// word ("/kudos help"), an action, a form, a shortcut or an event type.
	ID string
	// Act is who and by which request key; services take it as it is.
	Act domain.Act
	// Person is who acts, as the directory knows them.
	Person domain.Person
	// Voice speaks the person's language and zone.
	Voice *sentence.Voice

	SlackUser string
	userTeam  string // the workspace of that account
	team      team   // the workspace in which it happened

	unkept bool // nothing of it may be remembered beside what its use case keeps

	// Text is what follows a command's word, or what was typed in a DM.
	Text string
	// Value is the button's value or the option chosen.
	Value string
	// Values is what stands in the fields.
	Values Values
	// Metadata is what the form carried.
	Metadata Metadata
	// Place is the channel in which it happened, or empty.
	Place string
	// Surface is where a press happened.
	Surface Surface
	// Message is the message that was pressed or chosen.
	Message MessageRef
	// View is the form or Home tab.
	View ViewRef
	// Field is the block in which a press happened, as our field id.
	Field string
	// ActionTS is when Slack says that it happened; notes are ordered by it.
	ActionTS string
	// Event is the inner event as Slack sent it, and EventID its id.
	Event   json.RawMessage
	EventID string

	Trigger     Secret
	ResponseURL Secret

	// acked tells that the ack has left, so that no answer fits into it.
	acked bool
	// loading is the view that was opened while data was read.
	loading string
}

// MessageRef points to a message in Slack.
type MessageRef struct {
	Channel, TS string
	// Author is the Slack id of who wrote it; empty for apps.
	Author string
	Thread string
	// sender is the account that posted it, also where that is an app.
	sender string
	// buttons are the values of the message's own buttons by action id.
	buttons map[string]string
	// text is what it says, in Slack's format.
	text string
}

// ViewRef points to a form or Home tab.
type ViewRef struct {
	ID, RootID, Hash, Callback string
	inputs                     []string // block ids of its inputs, in order
}

// FirstInput is the block id under which a fault of the whole form is shown;
// empty where the form has no field.
func (v ViewRef) FirstInput() string {
	if len(v.inputs) == 0 {
		return ""
	}
	return v.inputs[0]
}

// read turns an envelope's payload into a Request. The person is filled later,
// since that needs the database. With an error comes what could be read, so
// that whoever acted can be told.
func read(envelope string, raw []byte) (Request, error) {
	switch envelope {
	case "slash_commands":
		c, err := decode[command](raw)
		return c.request(), err
	case "interactive":
		p, err := decode[payload](raw)
		r, unknown := p.request()
		if err == nil {
			err = unknown
		}
		return r, err
	case "events_api":
		c, err := decode[callback](raw)
		if err != nil {
			return Request{}, err
		}
		return c.request()
	default:
		return Request{}, fmt.Errorf("read envelope: unknown type %q", envelope)
	}
}

func (c command) request() Request {
	return Request{
		Kind: Command, ID: strings.ToLower(c.Command), Text: strings.TrimSpace(c.Text),
		SlackUser: c.UserID, userTeam: c.TeamID, team: team{ID: c.TeamID, EnterpriseID: c.EnterpriseID},
		Place: c.ChannelID, Trigger: Secret(c.TriggerID), ResponseURL: Secret(c.ResponseURL),
		Act: domain.Act{Key: "command:" + c.TriggerID, Digest: domain.DigestOf(c.Command, c.Text)},
	}
}

// request reads everything that Slack calls interactive.
func (p payload) request() (Request, error) {
	r := Request{
		SlackUser: p.User.ID, userTeam: p.User.TeamID, team: p.team(),
		Place: p.place(), Trigger: Secret(p.TriggerID), ResponseURL: Secret(p.ResponseURL),
		Message: p.message(), View: p.View.ref(), Metadata: metadataOf(p.View.PrivateMetadata),
		ActionTS: p.ActionTS,
	}
	switch p.Type {
	case "shortcut":
		r.Kind, r.ID = Shortcut, p.CallbackID
		r.Act.Key = "shortcut:" + p.ActionTS + ":" + p.TriggerID
	case "message_action":
		r.Kind, r.ID = MessageShortcut, p.CallbackID
		r.Act.Key = "shortcut:" + p.ActionTS + ":" + p.TriggerID
	case "block_actions":
		return p.press(r)
	case "view_submission":
		r.Kind, r.ID, r.Values = Submit, p.View.CallbackID, valuesOf(p.View.State)
		r.Act.Key, r.Act.Attempt = "form:"+string(r.Metadata.Nonce), domain.DigestOf(p.TriggerID)
		if r.Metadata.Nonce == "" {
			r.Act.Key = "view:" + p.View.ID
		}
	case "view_closed":
		r.Kind, r.ID, r.Values = Close, p.View.CallbackID, valuesOf(p.View.State)
		r.Act.Key = "close:" + p.View.ID
	case "block_suggestion":
		r.Kind, r.ID, r.Text = Suggest, blockkit.BaseID(p.ActionID), p.Value
		r.Values = valuesOf(p.View.State)
	default:
		return r, fmt.Errorf("read interaction: unknown type %q", p.Type)
	}
	r.Act.Digest = domain.DigestOf(append([]string{string(r.Kind), r.ID, r.Text}, r.Values.digest()...)...)
	return r, nil
}

// press reads a pressed button. Slack sends one action at a time.
func (p payload) press(r Request) (Request, error) {
	if len(p.Actions) == 0 {
		return r, fmt.Errorf("read press: it names no action")
	}
	a := p.Actions[0]
	r.Kind, r.ID, r.Value = Press, blockkit.BaseID(a.ActionID), a.chosen()
	r.Field, _, _ = strings.Cut(a.BlockID, "~")
	r.ActionTS = a.ActionTS
	r.Surface = p.surface()
	r.Values = valuesOf(p.MessageState)
	at := r.Message.Channel + ":" + r.Message.TS
	if p.View.ID != "" {
		at, r.Values = p.View.ID, valuesOf(p.View.State)
	}
	r.Act.Key = strings.Join([]string{"press", at, a.ActionID, a.ActionTS}, ":")
	if nonce, value, found := cutOnce(r.Value); found {
		r.Act.Key, r.Act.Attempt, r.Value = "button:"+nonce, domain.DigestOf(a.ActionTS), value
	}
	r.Act.Digest = domain.DigestOf(r.ID, r.Value)
	return r, nil
}

// once marks the value of a button that creates something: pressed twice, by an
// impatient finger and not by Slack, it has one effect all the same.
func once(nonce domain.ID, value string) string { return "once:" + string(nonce) + ":" + value }

func cutOnce(value string) (nonce, rest string, found bool) {
	marked, found := strings.CutPrefix(value, "once:")
	if !found {
		return "", value, false
	}
	return strings.Cut(marked, ":")
}

func (p payload) surface() Surface {
	switch {
	case p.View.Type == "home":
		return AtHome
	case p.View.ID != "":
		return InModal
	case p.Container.IsEphemeral:
		return OnEphemeral
	default:
		return OnMessage
	}
}

func (p payload) team() team {
	t := p.Team
	if p.Enterprise.ID != "" {
		t.EnterpriseID = p.Enterprise.ID
	}
	return t
}

func (p payload) place() string {
	if p.Channel.ID != "" {
		return p.Channel.ID
	}
	return p.Container.ChannelID
}

func (p payload) message() MessageRef {
	m := MessageRef{
		Channel: p.place(), TS: p.Message.TS, Author: p.Message.User, Thread: p.Message.ThreadTS,
		sender: p.Message.User, buttons: p.Message.buttons(), text: p.Message.Text,
	}
	if m.TS == "" {
		m.TS = p.Container.MessageTS // an ephemeral message comes without itself
	}
	if m.TS == "" {
		m.TS = p.MessageTS
	}
	if p.Message.BotID != "" {
		m.Author = ""
	}
	return m
}

func (v view) ref() ViewRef {
	ref := ViewRef{ID: v.ID, RootID: v.RootID, Hash: v.Hash, Callback: v.CallbackID}
	for _, b := range v.Blocks {
		if b.Type == "input" {
			ref.inputs = append(ref.inputs, b.BlockID)
		}
	}
	return ref
}

// request reads an event. Its id is its type; a message that somebody typed to
// Rapport is "message.im".
func (c callback) request() (Request, error) {
	e, err := decode[event](c.Event)
	if err != nil {
		return Request{}, err
	}
	r := Request{
		Kind: Event, ID: e.Type, Event: c.Event, EventID: c.EventID,
		SlackUser: textOr(e.User), userTeam: e.UserTeam, team: team{ID: c.TeamID, EnterpriseID: c.EnterpriseID},
		Place: textOr(e.Channel), Text: strings.TrimSpace(e.Text), Value: e.Tab,
		Act: domain.Act{Key: "event:" + c.EventID, Digest: domain.DigestOf(string(c.Event))},
	}
	r.Message = MessageRef{Channel: r.Place, TS: e.TS, Author: r.SlackUser, Thread: e.ThreadTS}
	if e.Type == "message" {
		r.ID = e.messageID()
	}
	return r, nil
}

// messageID tells what a person typed in a DM from everything else that Slack
// calls a message: edits, joins, and what apps post, Rapport itself included.
func (e event) messageID() string {
	typed := e.Subtype == "" || e.Subtype == "file_share" || e.Subtype == "thread_broadcast"
	if typed && e.BotID == "" && !e.Hidden && e.ChannelType == "im" {
		return EventDirectMessage
	}
	return EventOtherMessage
}
