package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// payload is the part of Slack's payloads that is used here, of all kinds in
// one. slack-go's own types are not used for reading: they refuse a whole
// payload for one element that they do not know, and the message under a
// message shortcut may hold anything.
type payload struct {
	Type         string    `json:"type"`
	User         user      `json:"user"`
	Team         team      `json:"team"`
	Enterprise   team      `json:"enterprise"`
	TriggerID    string    `json:"trigger_id"`
	ResponseURL  string    `json:"response_url"`
	CallbackID   string    `json:"callback_id"`
	ActionTS     string    `json:"action_ts"`
	MessageTS    string    `json:"message_ts"`
	IsCleared    bool      `json:"is_cleared"`
	ActionID     string    `json:"action_id"` // of a suggestion
	BlockID      string    `json:"block_id"`
	Value        string    `json:"value"`
	Channel      place     `json:"channel"`
	Container    container `json:"container"`
	Message      message   `json:"message"`
	View         view      `json:"view"`
	Actions      []action  `json:"actions"`
	MessageState state     `json:"state"`
}

type user struct {
	ID     string `json:"id"`
	TeamID string `json:"team_id"`
	Name   string `json:"name"`
}

type team struct {
	ID           string `json:"id"`
	EnterpriseID string `json:"enterprise_id"`
}

type place struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type container struct {
	Type        string `json:"type"`
	MessageTS   string `json:"message_ts"`
	ChannelID   string `json:"channel_id"`
	IsEphemeral bool   `json:"is_ephemeral"`
}

type message struct {
	TS       string `json:"ts"`
	ThreadTS string `json:"thread_ts"`
	User     string `json:"user"`
	BotID    string `json:"bot_id"`
	Text     string `json:"text"`

	Blocks []json.RawMessage `json:"blocks"`
}

// buttons gives the values of the buttons in a message by action id. Blocks are
// read one by one and loosely: the message may be anybody's.
func (m message) buttons() map[string]string {
	values := map[string]string{}
	for _, raw := range m.Blocks {
		var block struct {
			Elements []json.RawMessage `json:"elements"`
		}
		if json.Unmarshal(raw, &block) != nil {
			continue
		}
		for _, element := range block.Elements {
			var button action
			if json.Unmarshal(element, &button) == nil && button.Type == "button" {
				values[button.ActionID] = button.Value
			}
		}
	}
	return values
}

type view struct {
	ID              string `json:"id"`
	RootID          string `json:"root_view_id"`
	PreviousID      string `json:"previous_view_id"`
	Type            string `json:"type"`
	Hash            string `json:"hash"`
	CallbackID      string `json:"callback_id"`
	PrivateMetadata string `json:"private_metadata"`
	Blocks          []struct {
		Type    string `json:"type"`
		BlockID string `json:"block_id"`
	} `json:"blocks"`
	State state `json:"state"`
}

// state is what stands in the fields, by block and action.
type state struct {
	Values map[string]map[string]action `json:"values"`
}

// action is a press, or the content of one field.
type action struct {
	Type                  string          `json:"type"`
	ActionID              string          `json:"action_id"`
	BlockID               string          `json:"block_id"`
	ActionTS              string          `json:"action_ts"`
	Value                 string          `json:"value"`
	SelectedOption        *option         `json:"selected_option"`
	SelectedOptions       []option        `json:"selected_options"`
	SelectedUser          string          `json:"selected_user"`
	SelectedUsers         []string        `json:"selected_users"`
	SelectedConversation  string          `json:"selected_conversation"`
	SelectedConversations []string        `json:"selected_conversations"`
	SelectedChannel       string          `json:"selected_channel"`
	SelectedDate          string          `json:"selected_date"`
	SelectedTime          string          `json:"selected_time"`
	SelectedDateTime      int64           `json:"selected_date_time"`
	RichTextValue         json.RawMessage `json:"rich_text_value"`
}

type option struct {
	Value string `json:"value"`
}

// command is the payload of a slash command. is_enterprise_install is left out:
// it is a text here and a truth value elsewhere.
type command struct {
	Command      string `json:"command"`
	Text         string `json:"text"`
	UserID       string `json:"user_id"`
	ChannelID    string `json:"channel_id"`
	ChannelName  string `json:"channel_name"`
	TeamID       string `json:"team_id"`
	EnterpriseID string `json:"enterprise_id"`
	TriggerID    string `json:"trigger_id"`
	ResponseURL  string `json:"response_url"`
}

// callback is the payload of an event.
type callback struct {
	EventID      string          `json:"event_id"`
	EventTime    int64           `json:"event_time"`
	TeamID       string          `json:"team_id"`
	EnterpriseID string          `json:"enterprise_id"`
	Event        json.RawMessage `json:"event"`
}

// event is what the events that people cause have in common. The user is a
// text in most and an object in those about an account.
type event struct {
	Type        string          `json:"type"`
	Subtype     string          `json:"subtype"`
	User        json.RawMessage `json:"user"`
	UserTeam    string          `json:"user_team"`
	BotID       string          `json:"bot_id"`
	Channel     json.RawMessage `json:"channel"`
	ChannelType string          `json:"channel_type"`
	Tab         string          `json:"tab"`
	Text        string          `json:"text"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	Hidden      bool            `json:"hidden"`
}

// textOr gives the text in raw, or the "id" of the object in it.
func textOr(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var object struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &object) == nil {
		return object.ID
	}
	return ""
}

// decode reads a payload; what it does not know it passes over. What has another
// shape than it should is left empty, and named without its content.
func decode[T any](raw []byte) (T, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	if mismatch, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		kind, _, _ := strings.Cut(mismatch.Value, " ")
		return v, fmt.Errorf("read payload: %q is of the kind %s", mismatch.Field, kind)
	}
	if err != nil {
		return v, fmt.Errorf("read payload: %w", err)
	}
	return v, nil
}
