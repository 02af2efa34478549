package scheduler

import (
	"slices"

	"rapport/domain"
)

// Services are what the sweeps use.
type Services struct {
	Practice domain.Practice
	Outbox   domain.Outbox
	// Census is Slack's directory; nil reads nobody.
	Census domain.Census
	// Directory tells who reads the digest's channel and who is in a user group;
	// nil reads no group.
	Directory domain.Directory
	// Profiles are the custom fields of Slack's profiles; nil reads none.
	Profiles domain.Profiles
}

// Sweeps is the list of everything that becomes due. A noun adds its own here,
// from a file with its name.
func Sweeps(s Services) []Sweep {
	return slices.Concat(
		accesses(s),
		directory(s),
		reporting(s),
		housekeeping(s),
		retention(s),
		greetings(s),
		conversations(s),
		goals(s),
		priorities(s),
		expectations(s),
		seasons(s),
		funds(s),
		growth(s),
		rounds(s),
		asks(s),
		digests(s),
		scorecards(s),
		ledger(s),
	)
}
