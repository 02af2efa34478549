package domain

import "context"

// RequestDoubt is a request of which nobody knows yet whether it was saved: COMMIT was
// sent and no answer came. Whoever asked was promised to be told how it ended.
type RequestDoubt struct {
	ID ID
	// Act is the request. Settle finds out what became of it.
	Act Act
	// SlackUser is whom to tell, by Slack's id, in the language of that Locale.
	SlackUser string
	Locale    string
	// Typed is what was typed, to be given back where it was lost.
	Typed string
}

// Doubts remembers doubts where the database is not needed, since it does not
// answer when there are any, and where the death of the process leaves them.
type Doubts interface {
	// Remember keeps one until it is forgotten.
	Remember(ctx context.Context, d RequestDoubt) error
	// Forget drops one whose end was told.
	Forget(ctx context.Context, id ID) error
	// Adopt takes over, and remembers as ours, what other processes of this
	// machine remembered that have died.
	Adopt(ctx context.Context) ([]RequestDoubt, error)
}
