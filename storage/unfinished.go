package storage

import "rapport/domain"

// unfinished stands in for the nouns whose rows are still being written, so
// that the package compiles in between. A method of *tx goes before its own;
// calling one that is missing panics. It goes when the last noun is there.
type unfinished struct{ domain.Tx }
