package main

import (
	"slices"
	"strings"
)

// scope is a permission of the app in Slack, with what it is for. The
// manifest lists the same ones; a test compares the two.
type scope struct {
	Name string
	// Why is what does not work without it.
	Why string
	// Optional scopes may be refused by an administrator.
	Optional bool
}

// neededScopes are all that Rapport asks for.
func neededScopes() []scope {
	return []scope{
		{"commands", "slash commands and shortcuts", false},
		{"chat:write", "messages, their edits and their deletion", false},
		{"chat:write.public", "posting in a public channel without an invitation", true},
		{"im:write", "opening direct messages", false},
		{"im:history", "hearing what is typed to Rapport, and looking up a message whose answer was lost", false},
		{"users:read", "who is there, their names and time zones", false},
		{"users:read.email", "matching people with imported reporting lines", false},
		{"users.profile:read", "managers named in a profile field", true},
		{"usergroups:read", "kudos to a user group, and the people team as one", true},
		{"channels:read", "knowing who reads a channel before something is posted there", false},
		{"channels:history", "looking up a channel post whose answer was lost", true},
		{"groups:read", "knowing that the digest's channel holds the people team alone", false},
		{"files:write", "figures as a spreadsheet, and packets as files", true},
	}
}

// grantedScopes reads the header in which Slack lists what a token may do.
func grantedScopes(header string) []string {
	var granted []string
	for name := range strings.SplitSeq(header, ",") {
		if name = strings.TrimSpace(name); name != "" {
			granted = append(granted, name)
		}
	}
	return granted
}

// missingScopes lists what is not granted, optional ones apart. A header that
// is empty proves nothing: test servers leave it out.
func missingScopes(granted []string) (needed, optional []scope) {
	if len(granted) == 0 {
		return nil, nil
	}
	for _, s := range neededScopes() {
		switch {
		case slices.Contains(granted, s.Name):
		case s.Optional:
			optional = append(optional, s)
		default:
			needed = append(needed, s)
		}
	}
	return needed, optional
}

// scopeNames lists names with commas.
func scopeNames(scopes []scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = s.Name
	}
	return strings.Join(names, ", ")
}
