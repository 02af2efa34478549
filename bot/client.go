package bot

import (
	"context"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// Client is what handlers and replies need of Slack. Its errors are SlackError
// where Slack refused.
type Client interface {
	// OpenView opens a form and returns its id. A trigger lasts 3 seconds and
	// serves once.
	OpenView(ctx context.Context, trigger Secret, m blockkit.Modal) (string, error)
	// PushView lays a form on top of the one in which the trigger arose.
	PushView(ctx context.Context, trigger Secret, m blockkit.Modal) (string, error)
	// UpdateView shows another form in the place of one that is open.
	UpdateView(ctx context.Context, id string, m blockkit.Modal) error
	// PublishHome shows a person's Home tab.
	PublishHome(ctx context.Context, slackUser string, h blockkit.Home) error
	// Respond answers where somebody acted: 5 times within 30 minutes.
	Respond(ctx context.Context, address Secret, a blockkit.Answer) error
	// Post writes into a channel, or into the DM of a person whose Slack id is
	// given.
	Post(ctx context.Context, channel string, m blockkit.Message) error
	// Permalink gives the address of a message.
	Permalink(ctx context.Context, channel, ts string) (string, error)
	// Directory is what Slack knows about people and places.
	domain.Directory
}

// SlackError is a refusal by Slack.
type SlackError struct {
	// Method is what was called, such as "views.open".
	Method string
	// Code is Slack's word for it, such as "expired_trigger_id".
	Code string
	// Detail is what Slack adds, such as the scope that is missing.
	Detail string
}

// Error says what was called and what Slack answered.
func (e SlackError) Error() string {
	text := "call " + e.Method + ": " + e.Code
	if e.Detail != "" {
		text += " (" + e.Detail + ")"
	}
	return text
}
