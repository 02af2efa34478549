package socket

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/slack-go/slack"
)

// FatalError ends Run: trying again cannot help before somebody changes a token
// or a setting. Its text names it and says what to do.
type FatalError struct {
	Code string // Slack's own word for it
	Fix  string
}

// Error returns the sentence for whoever runs the program.
func (e *FatalError) Error() string {
	return fmt.Sprintf("connect to slack: %s: %s", e.Code, e.Fix)
}

const (
	newAppToken = "create an app-level token with the scope connections:write (app settings, Basic Information, " +
		"App-Level Tokens) and set SLACK_APP_TOKEN to it"
	socketModeOff = "Socket Mode is switched off for this app; switch it on (app settings, Socket Mode) and start again"
)

// fatal lists Slack's answers to apps.connections.open that stay as they are, and
// the disconnect reason that does.
var fatal = map[string]string{
	"invalid_auth":            "SLACK_APP_TOKEN is not a valid token; " + newAppToken,
	"not_authed":              "SLACK_APP_TOKEN is empty; " + newAppToken,
	"token_revoked":           "SLACK_APP_TOKEN was revoked; " + newAppToken,
	"token_expired":           "SLACK_APP_TOKEN has expired; " + newAppToken,
	"not_allowed_token_type":  "SLACK_APP_TOKEN holds another kind of token; it must begin with xapp-, and SLACK_BOT_TOKEN with xoxb-",
	"missing_scope":           "SLACK_APP_TOKEN lacks the scope connections:write; " + newAppToken,
	"no_permission":           "SLACK_APP_TOKEN may not open connections; " + newAppToken,
	"access_denied":           "SLACK_APP_TOKEN may not open connections; " + newAppToken,
	"account_inactive":        "the app or its workspace was deactivated; install the app again and renew both tokens",
	"app_not_installed":       "the app is not installed in any workspace; install it and start again",
	"team_access_not_granted": "an administrator of the organisation has to grant the app access to the workspace",
	"forbidden_team":          "this workspace may not use Socket Mode for the app; ask its administrators",
	"ekm_access_denied":       "the organisation has suspended the use of its keys; ask its administrators",
	"link_disabled":           socketModeOff,
	"socket_mode_disabled":    socketModeOff,
	"insecure_request":        "SLACK_API_URL must begin with https://",
}

// fatalFor returns the FatalError for a code, or nil.
func fatalFor(code string) error {
	if fix, ok := fatal[code]; ok {
		return &FatalError{Code: code, Fix: fix}
	}
	return nil
}

// fatalIn returns the FatalError for an error of the Web API, or nil.
func fatalIn(err error) error {
	if already, ok := errors.AsType[*FatalError](err); ok {
		return already
	}
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return fatalFor(refused.Err)
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusNotFound {
		return &FatalError{Code: status.Status, Fix: "there is no Slack at SLACK_API_URL; it must be the full base and end in /api/"}
	}
	return nil
}
