package domain

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// RecordName names a kind of record: what a term is set for, what a report
// counts, and what a person's data are sorted by. It stands in policies and in
// exports, so a shipped one is never renamed.
type RecordName string

// The kinds of records.
const (
	RecordKudos        RecordName = "kudos"
	RecordFeedback     RecordName = "feedback"
	RecordRequest      RecordName = "feedback_request"
	RecordConcern      RecordName = "concern"
	RecordAccess       RecordName = "access"
	RecordConversation RecordName = "conversation"
	RecordPreparation  RecordName = "preparation"
	RecordSummary      RecordName = "summary"
	RecordCommitment   RecordName = "commitment"
	RecordNote         RecordName = "note"
	RecordGoal         RecordName = "goal"
	RecordGrowth       RecordName = "growth"
	RecordSeason       RecordName = "season"
	RecordFundRequest  RecordName = "fund_request"
	RecordHelp         RecordName = "help"
	RecordFund         RecordName = "fund"
	RecordRound        RecordName = "round"
	RecordExpected     RecordName = "expectation"
	RecordRole         RecordName = "role"
	RecordKept         RecordName = "file"
	RecordAbsence      RecordName = "absence"
	RecordLine         RecordName = "reporting_line"
	RecordDigest       RecordName = "digest"
	RecordPosted       RecordName = "slack_message"
	RecordLedger       RecordName = "ledger"
	RecordPerson       RecordName = "person"
	RecordPriority     RecordName = "priority"
	RecordPolicy       RecordName = "policy"
	RecordErasure      RecordName = "erasure"
	RecordHold         RecordName = "hold"
	RecordSight        RecordName = "sight"
	RecordAsk          RecordName = "ask"
	RecordMessage      RecordName = "message"
	RecordTrace        RecordName = "request"
)

// PurgeWay is what happens to a record at the end of its life.
type PurgeWay string

// The ways. A record goes with its replies and updates, with what was posted of
// it in Slack, and with its words in the ledger.
const (
	PurgeWhole PurgeWay = "delete" // the rows are deleted
	PurgeWords PurgeWay = "words"  // the words are erased, the row stays
	PurgeNever PurgeWay = "never"  // it is the organisation's own, and about nobody
)

// RecordType is what the practice says about one kind of record. In which rows it
// lies, and whose they are, is storage's to know; a test holds the two together,
// and the schema to both.
type RecordType struct {
	Name RecordName
	// Months is how long it is kept where the policy says nothing else; Days the
	// same for what is purged by routine.
	Months, Days int
	// From says from when that counts, as the key of a sentence ends.
	From string
	Way  PurgeWay
	// Routine is true for traces that hold no words: they go daily, by a fixed
	// term and without a report.
	Routine bool
	// Reads is what somebody has to be allowed to read one of them; their own data
	// are chosen by it. Empty: nobody reads it about oneself.
	Reads Action
}

// RecordTypes is the registry. The order is that of reports and exports, and of a
// purge: what belongs to something goes before it.
var RecordTypes = []RecordType{
	{Name: RecordKudos, Months: 36, From: "given", Way: PurgeWhole, Reads: ReadKudos},
	{Name: RecordFeedback, Months: 36, From: "given", Way: PurgeWhole, Reads: ReadFeedback},
	{Name: RecordRequest, Months: 12, From: "asked", Way: PurgeWhole, Reads: ReadFeedbackRequest},
	{Name: RecordConcern, Months: 36, From: "answered", Way: PurgeWhole, Reads: ReadMyData},
	{Name: RecordAccess, Months: 36, From: "done", Way: PurgeWhole, Reads: ReadAccess},
	{Name: RecordPreparation, Months: 12, From: "closed", Way: PurgeWhole, Reads: ReadTalk},
	{Name: RecordSummary, Months: 36, From: "closed", Way: PurgeWhole, Reads: ReadRecord},
	{Name: RecordCommitment, Months: 36, From: "promised", Way: PurgeWhole, Reads: ReadRecord},
	{Name: RecordConversation, Months: 36, From: "closed", Way: PurgeWhole, Reads: ReadTalk},
	{Name: RecordNote, Months: 24, From: "written", Way: PurgeWhole, Reads: WriteNote},
	{Name: RecordGoal, Months: 36, From: "closed", Way: PurgeWhole, Reads: ReadGoal},
	{Name: RecordGrowth, Months: 36, From: "ended", Way: PurgeWhole, Reads: ReadPlan},
	{Name: RecordFundRequest, Months: 36, From: "ended", Way: PurgeWhole, Reads: ReadFundRequest},
	{Name: RecordHelp, Months: 36, From: "ended", Way: PurgeWhole, Reads: ReadHelp},
	{Name: RecordFund, Way: PurgeNever},
	{Name: RecordRound, Months: 24, From: "released", Way: PurgeWhole, Reads: ReadRound},
	{Name: RecordSeason, Months: 36, From: "decided", Way: PurgeWhole, Reads: ReadSeasonCase},
	{Name: RecordExpected, Months: 12, From: "left", Way: PurgeWhole, Reads: ReadExpected},
	{Name: RecordRole, Way: PurgeNever},
	{Name: RecordKept, Months: 6, From: "left", Way: PurgeWhole, Reads: ReadFile},
	{Name: RecordAbsence, Months: 12, From: "over", Way: PurgeWhole, Reads: ReadMyData},
	{Name: RecordLine, Months: 36, From: "changed", Way: PurgeWhole, Reads: ReadMyData},
	{Name: RecordDigest, Months: 36, From: "made", Way: PurgeWhole},
	{Name: RecordPosted, Months: 36, From: "sent", Way: PurgeWhole, Reads: ReadMyData},
	{Name: RecordLedger, Months: 72, From: "done", Way: PurgeWords, Reads: ReadMyData},
	{Name: RecordPerson, Months: 36, From: "left", Way: PurgeWords, Reads: ReadMyData},
	{Name: RecordPriority, Way: PurgeNever},
	{Name: RecordPolicy, Way: PurgeNever},
	{Name: RecordErasure, Months: 72, From: "done", Way: PurgeWhole},
	{Name: RecordHold, Months: 72, From: "over", Way: PurgeWhole},
	{Name: RecordSight, Days: 3 * 366, From: "seen", Way: PurgeWhole, Routine: true, Reads: ReadMyData},
	{Name: RecordAsk, Days: 365, From: "sent", Way: PurgeWhole, Routine: true, Reads: ReadMyData},
	{Name: RecordMessage, Days: int(MessagesKept / (24 * time.Hour)), From: "sent", Way: PurgeWhole, Routine: true, Reads: ReadMyData},
	{Name: RecordTrace, Days: 30, From: "done", Way: PurgeWhole, Routine: true, Reads: ReadMyData},
}

// RecordTypeOf finds a type by its name.
func RecordTypeOf(name RecordName) (RecordType, bool) {
	i := slices.IndexFunc(RecordTypes, func(t RecordType) bool { return t.Name == name })
	if i < 0 {
		return RecordType{}, false
	}
	return RecordTypes[i], true
}

// Reported tells whether a type is purged only after HR has read how much of it.
func (t RecordType) Reported() bool { return !t.Routine && t.Way != PurgeNever }

// RetentionPolicy rules how long records are kept.
type RetentionPolicy struct {
	// Months are the terms that differ from the usual ones: by the name of a type
	// ("kudos"), of a type in a country ("DE/kudos") or at a location
	// ("DE-BY/kudos"). The narrowest holds.
	Months map[string]int `yaml:"months"`
	// WaitingDays is how long a report waits, from when somebody of the people team
	// has read it, until the purge begins without a yes (14).
	WaitingDays int `yaml:"waiting_days"`
	// SecondYes wants the yes of two people of the people team for every purge;
	// then it never begins by waiting.
	SecondYes bool `yaml:"second_yes"`
}

// The bounds of a term, in months, and of the waiting, in days.
const (
	mostMonths  = 1200
	mostWaiting = 90
)

// Country is that of a location as the holiday calendar writes it: "DE" of
// "DE-BY".
func Country(location string) string {
	country, _, _ := strings.Cut(placeCode(location), "-")
	return country
}

// placeCode writes a location as the calendar does.
func placeCode(location string) string {
	return strings.ReplaceAll(strings.ToUpper(strings.TrimSpace(location)), "_", "-")
}

// MonthsOf is how many months a record of the type is kept for somebody at a
// location.
func (p Policy) MonthsOf(t RecordType, location string) int {
	place := placeCode(location)
	for _, key := range []string{place + "/" + string(t.Name), Country(location) + "/" + string(t.Name), string(t.Name)} {
		if months, set := p.Retention.Months[key]; set {
			return months
		}
	}
	if t.Name == RecordPreparation {
		return p.Conversations.PreparationMonths
	}
	return t.Months
}

// shortestOf is the shortest term of a type anywhere: what is younger is due
// nowhere.
func (p Policy) shortestOf(t RecordType) int {
	shortest := p.MonthsOf(t, "")
	for key, months := range p.Retention.Months {
		if _, name, _ := strings.Cut(key, "/"); name == string(t.Name) {
			shortest = min(shortest, months)
		}
	}
	return shortest
}

// Places are the countries and locations that have a term of their own, sorted.
func (p RetentionPolicy) Places() []string {
	var places []string
	for key := range p.Months {
		if place, _, split := strings.Cut(key, "/"); split && !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	slices.Sort(places)
	return places
}

// terms shortens what decides how long everything is kept, so that a run can tell
// whether it counts by what still holds.
func (p Policy) terms() string {
	parts := []string{strconv.Itoa(p.Conversations.PreparationMonths)}
	for _, key := range slices.Sorted(maps.Keys(p.Retention.Months)) {
		parts = append(parts, key, strconv.Itoa(p.Retention.Months[key]))
	}
	return DigestOf(parts...)
}

// check tells what is wrong with the terms.
func (p RetentionPolicy) check() Faults {
	var faults Faults
	if p.WaitingDays < 0 || p.WaitingDays > mostWaiting {
		faults = append(faults, RefuseField("retention.waiting_days", "policy.number", "Value", p.WaitingDays, "From", 0, "To", mostWaiting))
	}
	for _, key := range slices.Sorted(maps.Keys(p.Months)) {
		place, name, split := strings.Cut(key, "/")
		if !split {
			place, name = "", key
		}
		t, known := RecordTypeOf(RecordName(name))
		switch months := p.Months[key]; {
		case !known || !t.Reported():
			faults = append(faults, RefuseField("retention.months", "retention.term_unknown", "Text", name))
		case split && (place == "" || place != placeCode(place)):
			faults = append(faults, RefuseField("retention.months", "retention.term_place", "Text", place))
		case months < 1 || months > mostMonths:
			faults = append(faults, RefuseField("retention.months", "policy.number", "Value", months, "From", 1, "To", mostMonths))
		}
	}
	return faults
}
