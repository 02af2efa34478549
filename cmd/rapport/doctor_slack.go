package main

import (
	"context"
	"net/http"
	"time"

	"github.com/slack-go/slack"

	"rapport/bot"
)

// clockDrift is from when on a wrong clock matters: due times would come too
// early or too late, and TLS may fail.
const clockDrift = 30 * time.Second

// workspaceSide is what doctor learnt from Slack; nil where Slack gave no
// answer.
type workspaceSide struct {
	api   *slack.Client
	plain *http.Client
	who   identity
}

// directory asks Slack about channels.
func (w *workspaceSide) directory() *bot.Slack {
	return bot.NewSlack(w.api, w.plain, w.who.workspace)
}

// slack looks at both tokens, the scopes, Socket Mode and the clock.
func (e *examination) slack(ctx context.Context) *workspaceSide {
	api, plain := newSlack(e.config, newMetrics())
	if e.config.AppToken.IsSet() {
		e.socketMode(ctx, api)
	}
	if !e.config.BotToken.IsSet() {
		return nil
	}
	answer, err := api.AuthTestContext(ctx)
	if err == nil {
		e.clock(answer.Header.Get("Date"), time.Now())
	}
	who, err := identify(ctx, api)
	if err != nil {
		e.fail("bot token", err)
		return nil
	}
	e.fine("bot token", "serves the workspace %s (%s)", who.team, who.workspace.TeamID)
	e.scopes(who)
	return &workspaceSide{api: api, plain: plain, who: who}
}

// socketMode asks for the address of a connection, and opens none: a second
// connection would take clicks away from the one that serves.
func (e *examination) socketMode(ctx context.Context, api *slack.Client) {
	_, _, err := api.StartSocketModeContext(ctx)
	if err != nil {
		e.fail("socket mode", explainSlack(envAppToken, err))
		return
	}
	e.fine("socket mode", "Slack gives connections to the app token")
}

// scopes compares what the token may do with what Rapport needs.
func (e *examination) scopes(who identity) {
	if len(who.scopes) == 0 {
		e.warn("scopes", "this Slack does not say which scopes the token has.", "Compare manifest.yaml with the app's settings by hand.")
		return
	}
	needed, optional := missingScopes(who.scopes)
	for _, s := range needed {
		e.fail("scope "+s.Name, explained{errorText("it is missing; it is needed for " + s.Why),
			"Apply manifest.yaml to the app again and reinstall it to the workspace."})
	}
	for _, s := range optional {
		e.warn("scope "+s.Name, "it is not granted; without it there is no "+s.Why+".", "Nothing, if that is not wanted; else add it and reinstall the app.")
	}
	if len(needed) == 0 {
		e.fine("scopes", "every scope that is needed is granted")
	}
}

// clock compares this machine's clock with Slack's.
func (e *examination) clock(date string, now time.Time) {
	theirs, err := http.ParseTime(date)
	if err != nil {
		return // a test server without a clock
	}
	drift := now.Sub(theirs).Abs().Round(time.Second)
	if drift > clockDrift {
		e.fail("clock", explained{errorText("this machine's clock differs from Slack's by " + drift.String()), "Let the machine set its clock by NTP."})
		return
	}
	e.fine("clock", "agrees with Slack's")
}

// errorText is an error of one sentence.
type errorText string

// Error is the sentence.
func (e errorText) Error() string { return string(e) }
