// Package domain is the practice itself: people, kudos, conversations, goals,
// asks and digests, with their rules, permissions and dates.
//
// It imports nothing but the standard library. What it needs from outside
// stands in ports.go as small interfaces, which storage, calendar and cmd
// fulfil. One file holds one noun: its type, its Validate, the rows it keeps
// and the service with its use cases.
//
// Every use case has the same shape: normalise, report all faults at once, ask
// Can, and write the record, its ledger entry and the messages that tell people
// of it in one transaction.
package domain
