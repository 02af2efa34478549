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
	// Directory tells who reads the digest's channel.
	Directory domain.Directory
}

// Sweeps is the list of everything that becomes due. A noun adds its own here,
// from a file with its name.
func Sweeps(s Services) []Sweep {
	return slices.Concat(
		directory(s),
		housekeeping(s),
		greetings(s),
		conversations(s),
		goals(s),
		asks(s),
		digests(s),
	)
}
