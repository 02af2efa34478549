package sandbox

import "errors"

// What a person's Slack says when an interaction fails. They are returned by
// the scripting vocabulary.
var (
	// ErrTrouble is the warning triangle: the app did not answer in time, or
	// not in a way that Slack understands ("We had some trouble connecting").
	ErrTrouble = errors.New("slack shows: we had some trouble connecting, try again")

	errTimeout      = errors.New("operation_timeout")
	errNoConnection = errors.New("dispatch_failed")
	errBadAnswer    = errors.New("invalid_answer")
)
