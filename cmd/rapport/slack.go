package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot"
)

const (
	// slackTimeout ends a call that Slack does not answer; slack-go has no
	// limit of its own.
	slackTimeout = 30 * time.Second
	// slackConns are kept open, so that a burst of messages does not begin
	// with as many TLS handshakes.
	slackConns = 32
	// idleFor is how long an unused one stays open.
	idleFor = 90 * time.Second
	// handshakeTime is how long one may take to be encrypted.
	handshakeTime = 10 * time.Second
	// scopesHeader is where Slack lists what a token may do.
	scopesHeader = "X-Oauth-Scopes"
)

// identity is who we are in Slack, as the bot token says.
type identity struct {
	workspace bot.Workspace
	// team is the workspace's name, for doctor.
	team   string
	scopes []string
}

// newSlack makes the clients: one for the Web API, with both tokens, and the
// plain HTTP client behind it.
func newSlack(c Config, m *metrics) (*slack.Client, *http.Client) {
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true,
		MaxIdleConnsPerHost: slackConns, IdleConnTimeout: idleFor, TLSHandshakeTimeout: handshakeTime,
	}
	plain := &http.Client{Timeout: slackTimeout, Transport: timed{next: transport, calls: m.calls}}
	api := slack.New(c.BotToken.Reveal(),
		slack.OptionAppLevelToken(c.AppToken.Reveal()),
		slack.OptionAPIURL(c.APIURL),
		slack.OptionHTTPClient(plain))
	return api, plain
}

// secondLook is how long a start waits before it asks Slack again.
const secondLook = time.Second

// askTwice asks Slack for the token's identity, and once more where no answer of
// Slack came: a start must not fail for a request that was lost.
func askTwice(ctx context.Context, api *slack.Client) (*slack.AuthTestResponse, error) {
	answer, err := api.AuthTestContext(ctx)
	var said slack.SlackErrorResponse
	if err == nil || errors.As(err, &said) {
		return answer, err //nolint:wrapcheck // explainSlack reads it
	}
	timer := time.NewTimer(secondLook)
	defer timer.Stop()
	select {
	case <-timer.C:
		return api.AuthTestContext(ctx) //nolint:wrapcheck // as above
	case <-ctx.Done():
		return answer, err //nolint:wrapcheck // as above
	}
}

// identify asks Slack whose bot token this is. Errors name the token and what
// to do about it.
func identify(ctx context.Context, api *slack.Client) (identity, error) {
	answer, err := askTwice(ctx, api)
	if err != nil {
		return identity{}, explainSlack(envBotToken, err)
	}
	if answer.BotID == "" {
		return identity{}, explained{
			fmt.Errorf("%s belongs to a person and not to a bot", envBotToken),
			"Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.",
		}
	}
	return identity{
		workspace: bot.Workspace{
			TeamID: answer.TeamID, EnterpriseID: answer.EnterpriseID, BotUserID: answer.UserID, URL: answer.URL,
		},
		team:   answer.Team,
		scopes: grantedScopes(answer.Header.Get(scopesHeader)),
	}, nil
}

// checkScopes refuses a token that cannot do what Rapport needs, since the
// first person to meet that would be an employee.
func (i identity) checkScopes() error {
	needed, _ := missingScopes(i.scopes)
	if len(needed) == 0 {
		return nil
	}
	return explained{
		fmt.Errorf("the app lacks scopes: %s", scopeNames(needed)),
		"Apply manifest.yaml to the app again (App Manifest at api.slack.com/apps) and reinstall it to the workspace.",
	}
}

// readsChannels tells whether a post in a channel can be looked up.
func (i identity) readsChannels() bool {
	return slices.Contains(i.scopes, "channels:history") || slices.Contains(i.scopes, "groups:history")
}
