package domain

import (
	"context"
	"time"
)

// The limits of a packet.
const (
	MaxPacketReason = 500 // characters
	MaxPacketMonths = 60
	PacketPage      = 10 // lines on one page of the view
)

// The kinds of messages and files about packets. None of the messages holds words
// of a packet.
const (
	PacketReady   = "packet.ready"   // to who made it: the file is behind it
	PacketFile    = "packet.file"    // the file
	PacketMade    = "packet.made"    // to whom it is about: who made it
	PacketRefused = "packet.refused" // to whom it would have been about: who wanted it
)

// PacketFormat is in what form a packet is made.
type PacketFormat string

// The formats.
const (
	PacketView PacketFormat = "view" // in Slack
	PacketPDF  PacketFormat = "pdf"
	PacketXLSX PacketFormat = "xlsx"
	PacketJSON PacketFormat = "json"
)

// PacketFormats are all, in the order in which they are offered.
func PacketFormats() []PacketFormat {
	return []PacketFormat{PacketView, PacketPDF, PacketXLSX, PacketJSON}
}

// PacketState is what became of a packet.
type PacketState string

// The states of a packet.
const (
	PacketOrdered  PacketState = "ordered"
	PacketFileless PacketState = "fileless" // Slack takes no files from Rapport here
	PacketDenied   PacketState = "refused"  // it was not theirs to make
)

// Packet says that somebody made, or wanted to make, a packet: everything that
// they may read about a person's work in a period. It holds none of the words:
// those are read when it is shown or written.
type Packet struct {
	ID     ID
	Person ID
	// Maker is who; empty for the command line.
	Maker  ID
	Period DateRange
	Format PacketFormat
	// Reason is why; it may be empty for whom it is about and for the manager.
	// Sealed.
	Reason string
	State  PacketState
	At     time.Time
}

// PacketRows keeps who made which packets.
type PacketRows interface {
	// CreatePacket adds one.
	CreatePacket(ctx context.Context, p Packet) error
	// Packet gives one. NotFound otherwise.
	Packet(ctx context.Context, id ID) (Packet, error)
	// SettlePacket writes the state.
	SettlePacket(ctx context.Context, id ID, state PacketState) error
	// RefusedPackets counts how often somebody was refused a person's packets
	// since a time.
	RefusedPackets(ctx context.Context, person, maker ID, since time.Time) (int, error)
}

// Dossier is a packet with everything that it shows.
type Dossier struct {
	Packet Packet
	Person Person
	Maker  Person
	// Lines are what stands, in the order of kinds and then of time.
	Lines    []Evidence
	Expected []Expectation
	Coverage Coverage
	// Away are the person's absences within the period.
	Away []DateRange
	// WithoutRecords is true where the maker may not read what was agreed in
	// conversations.
	WithoutRecords bool
	People         map[ID]Person
	// Missing are the cards that who makes it about another is asked to read first.
	Missing []CoachCard
	// LateAfter is the policy's number of days.
	LateAfter int
	// Team is what the people team calls itself.
	Team string
	// Head is the last sealed entry of the ledger.
	Head LedgerHead
	// Zone is the person's, in which days are told.
	Zone *time.Location
	// At is when it was read.
	At time.Time
}

// Wording gives the text of an expectation as it stands, or nothing.
func (d Dossier) Wording(id ID) string {
	for _, x := range d.Expected {
		if x.ID == id {
			return x.Text
		}
	}
	return ""
}
