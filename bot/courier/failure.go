package courier

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// The methods of Slack, by which limits count.
const (
	methodPost    = "chat.postMessage"
	methodUpdate  = "chat.update"
	methodDelete  = "chat.delete"
	methodOpen    = "conversations.open"
	methodHistory = "conversations.history"
)

// usualTier3 is how many calls of each method of its tier 3 Slack allows a
// workspace in a minute (docs.slack.dev/apis/web-api/rate-limits).
const usualTier3 = 50

// tier3 is how many calls a minute of each method of tier 3 this workspace
// gets: a plan that allows more messages than usual is taken to allow more of
// these in proportion. Where that is too much Slack says so, and the method
// rests.
func (c *Courier) tier3() int {
	return max(usualTier3, usualTier3*c.PostsPerMinute/domain.UsualPosts)
}

// fate is what a failed call means for its message.
type fate int

const (
	// later: Slack did nothing, and may do it when asked again.
	later fate = iota
	// unknown: Slack may have done it.
	unknown
	// limited: Slack wants to be left alone for a while.
	limited
	// malformed: Slack cannot draw the blocks.
	malformed
	// nobody: there is nobody to be told any more.
	nobody
	// absent: the message to edit or delete is not there any more.
	absent
	// locked: this message cannot be edited any more, others can.
	locked
	// shut: Slack refuses the app as such, whatever the message.
	shut
	// refused: for good, for a reason of this message.
	refused
)

// failure is a failed call, read.
type failure struct {
	fate fate
	// reason is Slack's word, or ours where none came.
	reason string
	// after is Retry-After.
	after time.Duration
}

// missingScope is Slack's word where the app was not granted what a method needs.
const missingScope = "missing_scope"

// lacksScope tells whether the app was not granted what the call needs.
func (f *failure) lacksScope() bool { return strings.HasPrefix(f.reason, missingScope) }

// Severed are Slack's words for a token that it takes for nothing any more, until
// the app is installed again.
func Severed() []string {
	return []string{"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
}

func (f *failure) severed() bool { return slices.Contains(Severed(), f.reason) }

// fates are Slack's words that mean more than a plain refusal.
var fates = map[string]fate{
	// Slack says that some of the operation may have succeeded.
	"internal_error": unknown, "fatal_error": unknown, "service_unavailable": unknown,
	// Limits that come without status 429.
	"ratelimited": limited, "rate_limited": limited, "message_limit_exceeded": limited,
	// Refused before anything was done.
	"team_added_to_org": later, "org_login_required": later, "request_timeout": later,
	// Blocks.
	"invalid_blocks": malformed, "invalid_blocks_format": malformed, "invalid_attachments": malformed,
	"invalid_arguments": malformed,
	"block_mismatch":    malformed, "unsupported_block": malformed,
	// People.
	"user_disabled": nobody, "cannot_dm_bot": nobody, "user_not_visible": nobody, "user_not_found": nobody,
	"users_not_found": nobody,
	// Messages.
	"message_not_found":  absent,
	"edit_window_closed": locked, "cant_update_message": locked, "cant_delete_message": locked,
	// The app.
	"invalid_auth": shut, "not_authed": shut, "account_inactive": shut, "token_revoked": shut,
	"token_expired": shut, "not_allowed_token_type": shut, missingScope: shut, "no_permission": shut,
	"ekm_access_denied": shut, "team_access_not_granted": shut, "access_denied": shut, "accesslimited": shut,
}

// readFailure tells what an error of a call means. Sent is false where the
// request never left this machine.
func readFailure(err error, sent bool) failure {
	var limit *slack.RateLimitedError
	var answer slack.SlackErrorResponse
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &limit):
		return failure{limited, "ratelimited", limit.RetryAfter}
	case errors.As(err, &answer):
		return failure{fate: fateOf(answer.Err), reason: reasonOf(answer)}
	case errors.As(err, &status) && status.Code < http.StatusInternalServerError && status.Code != http.StatusRequestTimeout:
		// Slack refuses with 200 and a word. Another status is that of a proxy
		// or a wrong address, and nothing was done.
		return failure{fate: later, reason: fmt.Sprintf("http_%d", status.Code)}
	case !sent:
		return failure{fate: later, reason: "no_connection"}
	default:
		return failure{fate: unknown, reason: "no_answer"}
	}
}

func fateOf(code string) fate {
	if f, known := fates[code]; known {
		return f
	}
	return refused
}

// reasonOf is Slack's word with the scope that is missing, which an operator
// needs to know.
func reasonOf(answer slack.SlackErrorResponse) string {
	if answer.Needed != "" {
		return answer.Err + ": " + answer.Needed
	}
	return answer.Err
}
