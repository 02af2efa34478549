package main

import (
	"errors"
	"fmt"
	"net"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/slack-go/slack"

	"rapport/domain"
	"rapport/storage"
)

// explained is a failure with what to do about it, in one line each.
type explained struct {
	err error
	fix string
}

// Error is the failure and below it the fix.
func (e explained) Error() string { return e.err.Error() + "\n      Fix: " + e.fix }

// Unwrap gives the failure.
func (e explained) Unwrap() error { return e.err }

// PostgreSQL's words for what an operator can mend.
const (
	pgInvalidPassword  = "28P01"
	pgInvalidAuth      = "28000"
	pgUnknownDatabase  = "3D000"
	pgTooManyClients   = "53300"
	pgPermissionDenied = "42501"
)

// explainDatabase adds what to do about a database that cannot be used.
func explainDatabase(c Config, err error) error {
	var refused *pgconn.PgError
	var dns *net.DNSError
	var old storage.TooOld
	fix := ""
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		fix = map[string]string{
			pgInvalidPassword:  "Correct user and password in " + envDatabase + ".",
			pgInvalidAuth:      "Let the user of " + envDatabase + " connect (pg_hba.conf), or correct it.",
			pgUnknownDatabase:  "Create it (createdb NAME), or correct the name after the last / in " + envDatabase + ".",
			pgTooManyClients:   fmt.Sprintf("Raise max_connections: each replica keeps %d connections open.", storage.DefaultConns),
			pgPermissionDenied: "Make the user of " + envDatabase + " the owner of the database.",
		}[refused.Code]
	case errors.As(err, &old):
		fix = "Run " + old.Oldest + " or newer; the way back to this release is a backup from before the upgrade."
	case errors.As(err, &dns):
		fix = "Correct the host in " + envDatabase + "; its name is not known here."
	case errors.Is(err, syscall.ECONNREFUSED):
		fix = "Start PostgreSQL, or correct host and port in " + envDatabase + "."
	case !c.Postgres() && (errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EROFS) || errors.Is(err, syscall.EPERM)):
		fix = "Let the user that runs rapport write there, or set " + envData + " to another folder."
	}
	if fix == "" {
		return err
	}
	return explained{err, fix}
}

// slackFixes are what to do about Slack's refusals of a token.
var slackFixes = map[string]string{
	"invalid_auth":            "Copy the token again; this one is wrong or of another Slack (GovSlack needs " + envAPIURL + ").",
	"not_authed":              "Set the token.",
	"account_inactive":        "Install the app again: it was removed from the workspace.",
	"token_revoked":           "Install the app again and copy the new token: this one was revoked.",
	"token_expired":           "Switch token rotation off in the app's settings, install again, and copy the new token.",
	"not_allowed_token_type":  "Use xapp-… in " + envAppToken + " and xoxb-… in " + envBotToken + ".",
	"missing_scope":           "Add the scope to the app (or apply manifest.yaml again) and install it again.",
	"forbidden_team":          "Make the app-level token anew in the workspace where the app is installed.",
	"access_denied":           "Let an administrator of the workspace approve the app.",
	"team_access_not_granted": "Let an administrator of the organisation add the app to the workspace.",
}

// explainSlack says which token Slack refuses and what to do.
func explainSlack(variable string, err error) error {
	if err == nil {
		return nil
	}
	var refused slack.SlackErrorResponse
	var dns *net.DNSError
	switch {
	case errors.As(err, &refused):
		said := refused.Err
		if refused.Needed != "" {
			said += ", needed: " + refused.Needed
		}
		fix := slackFixes[refused.Err]
		if fix == "" {
			fix = "Look the word up at https://docs.slack.dev, or try again later."
		}
		return explained{fmt.Errorf("slack refuses %s (%s): %w", variable, said, err), fix}
	case errors.As(err, &dns), errors.Is(err, syscall.ECONNREFUSED):
		return explained{fmt.Errorf("reach slack: %w", err), "Let this machine connect to the host of " + envAPIURL + " (443), or correct it."}
	default:
		return fmt.Errorf("ask slack about %s: %w", variable, err)
	}
}

// explainServe tells why a second serve may not start.
func explainServe(err error) error {
	if domain.CodeOf(err) != domain.Conflict {
		return err
	}
	return explained{
		fmt.Errorf("another rapport serves this database already: %w", err),
		"Stop that one first; several replicas need PostgreSQL (" + envDatabase + ").",
	}
}
