package domain

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// MessagesKept is how long the outbox tells what was sent or dropped, and why.
const MessagesKept = 90 * 24 * time.Hour

// logShown is how many lines "What I was sent" has.
const logShown = 30

// SentRows tells what became of what people were to be sent: of asks by the
// planner's log, of messages by the outbox. Only what posts something new
// counts, and a card only by its asks.
type SentRows interface {
	// LogAsk notes what became of an ask on a day, for "What I was sent".
	LogAsk(ctx context.Context, l AskLog) error
	// AskLogs lists a person's newest ones.
	AskLogs(ctx context.Context, person ID, limit int) ([]AskLog, error)
	// MessagesTo lists the newest messages to a person that are under way, or
	// ended at or after an instant.
	MessagesTo(ctx context.Context, person ID, since time.Time, limit int) ([]Message, error)
	// CountSent counts the messages and asks of everybody within a time, from
	// included and to not: what ended by when that was, all else by its cause.
	CountSent(ctx context.Context, from, to time.Time) ([]SentCount, error)
	// CountReached counts the people who were sent any message within a time.
	CountReached(ctx context.Context, from, to time.Time) (int, error)
}

// AskLog is what the planner notes of an ask: what was sent, merged or held
// back, and why. It names kinds and records, never words.
type AskLog struct {
	Person  ID
	Kind    string
	Subject ID
	What    string // sent, merged, held, dropped
	Reason  string // why it was held or dropped: week, away, paused, met, expired
	Until   time.Time
	At      time.Time
}

// SentLine is one line of "What I was sent". It holds no words and names nobody.
type SentLine struct {
	// Kind is that of the message or the ask.
	Kind  string
	Class Class
	// What became of it: sent, merged (into one message with others), held,
	// dropped, waiting (its turn has not come), dead (Slack refused it) or
	// unclear (Slack gave no answer).
	What string
	// Reason is why it was held or dropped: one of few words, or empty.
	Reason string
	// Until is when what is held will be looked at again; zero for all else.
	Until time.Time
	// At is when that became of it; of what is under way, when its cause
	// happened.
	At time.Time
}

// SentLog is what one person was sent, newest first.
type SentLog struct {
	Lines []SentLine
	// Since is how far it reaches back.
	Since time.Time
	// More is true where there is more than it holds.
	More bool
}

// SentCount is how often the same became of what was of the same class.
type SentCount struct {
	Class Class
	// What and Reason are as in a SentLine.
	What, Reason string
	// Count is zero where it is not told, as too few people were concerned.
	Count int
	// People is how many were concerned, at least; zero where Count is.
	People int
}

// SentWeek is what everybody was sent within a week, as counts.
type SentWeek struct {
	// Monday is its first day, in the digest's zone.
	Monday Date
	// Counts are by class, then what became of it; none where fewer people than
	// the minimum were sent anything.
	Counts []SentCount
}

// SentFigures are the present and the last full week.
type SentFigures struct {
	Weeks []SentWeek
	// Minimum is how many people a count has to concern to be told.
	Minimum int
}

// SentService tells people what they were sent, and the people team how much
// was sent to all.
type SentService struct {
	Practice
}

// List gives what a person was sent, held back included, as far as that is
// known.
func (s SentService) List(ctx context.Context, person ID) (SentLog, error) {
	var log SentLog
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		log = SentLog{Since: tx.Now().Add(-MessagesKept)}
		messages, err := tx.MessagesTo(ctx, person, log.Since, logShown+1)
		if err != nil {
			return err
		}
		asks, err := tx.AskLogs(ctx, person, logShown+1)
		if err != nil {
			return err
		}
		for _, m := range messages {
			log.Lines = append(log.Lines, lineOfMessage(m))
		}
		for _, a := range asks {
			if !a.At.Before(log.Since) {
				log.Lines = append(log.Lines, SentLine{Kind: a.Kind, Class: FromRapport, What: a.What, Reason: a.Reason, Until: a.Until, At: a.At})
			}
		}
		slices.SortStableFunc(log.Lines, func(a, b SentLine) int { return b.At.Compare(a.At) })
		if log.More = len(log.Lines) > logShown; log.More {
			log.Lines = log.Lines[:logShown]
		}
		for i, l := range log.Lines {
			log.Lines[i].What, log.Lines[i].Reason = becameOf(l.What, l.Reason)
		}
		return nil
	})
	return log, err
}

func lineOfMessage(m Message) SentLine {
	l := SentLine{Kind: m.Kind, Class: m.Class, What: string(m.State), Reason: m.Reason, Until: m.HoldUntil, At: m.At}
	if !m.EndedAt.IsZero() {
		l.At = m.EndedAt
	}
	if !m.HoldUntil.IsZero() {
		l.What = "held"
	}
	return l
}

// heldReasons are why something waits for a later time, as people are told; a
// message that has no reason waits for its turn among many.
var heldReasons = []string{"week", "away", "paused", "hours", "met"}

// droppedReasons are the codes of why something was dropped, by what people are
// told. Any other code is Slack's.
var droppedReasons = map[string]string{
	"away": "away", "paused": "paused", "expired": "expired",
	"undone": "taken_back", "retracted": "taken_back", "taken_back": "taken_back",
	"person_gone": "left", "person_left": "left",
	"": "over", "subject_gone": "over", "not_theirs": "over", "no_part": "over", "post_gone": "over", "given": "over",
	"no_meeting": "over", "over": "over",
}

// becameOf folds what became of something, and why, into what people are told.
func becameOf(what, reason string) (string, string) {
	switch what {
	case "held":
		if slices.Contains(heldReasons, reason) {
			return what, reason
		}
	case string(Dropped):
		if reason == "gathered" {
			return "held", "return" // not dropped: shown with all that waits for the return
		}
		if told, known := droppedReasons[reason]; known {
			return what, told
		}
		return what, "slack"
	case string(Sending):
		return string(Waiting), ""
	}
	return what, ""
}

// Figures counts what everybody was sent in the present and in the last full
// week, for those who read the digest. Nobody is named, and no count concerns
// fewer people than the policy's least area. Errors: Forbidden.
func (s SentService) Figures(ctx context.Context, actor ID) (SentFigures, error) {
	var figures SentFigures
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadDigest, Subject{}); err != nil {
			return err
		}
		policy, err := s.digestPolicy(ctx, tx)
		if err != nil {
			return err
		}
		figures = SentFigures{Minimum: max(policy.Digest.Minimum, LeastArea)}
		zone := s.digestZone(policy)
		monday := DateOf(tx.Now(), zone).WeekStart()
		for _, week := range []SentWeek{{Monday: monday}, {Monday: monday.AddDays(-daysPerWeek)}} {
			from, to := week.Monday.In(zone, 0), week.Monday.AddDays(daysPerWeek).In(zone, 0)
			if week.Counts, err = countSent(ctx, tx, from, to, figures.Minimum); err != nil {
				return err
			}
			figures.Weeks = append(figures.Weeks, week)
		}
		return nil
	})
	return figures, err
}

// countSent counts one week; nothing where it reached fewer people than the
// minimum.
func countSent(ctx context.Context, tx Tx, from, to time.Time, minimum int) ([]SentCount, error) {
	reached, err := tx.CountReached(ctx, from, to)
	if err != nil || !Publishable([]Cell{{People: reached}}, minimum).Together {
		return nil, err
	}
	counts, err := tx.CountSent(ctx, from, to)
	return foldSent(counts, minimum), err
}

// classesTold is the order in which classes are told.
var classesTold = []Class{FromPeople, Answer, FromRapport, OnItsDay, Bulk}

// outcomesTold is the order in which it is told what became of something.
var outcomesTold = []string{string(Sent), "merged", "held", string(Waiting), string(Dropped), string(Dead), string(Doubt)}

// foldSent sums what is told as the same, and takes the number away from what
// concerns fewer people than the minimum: it stands without one.
func foldSent(counts []SentCount, minimum int) []SentCount {
	var folded []SentCount
	for _, c := range counts {
		c.What, c.Reason = becameOf(c.What, c.Reason)
		same := slices.IndexFunc(folded, func(f SentCount) bool {
			return f.Class == c.Class && f.What == c.What && f.Reason == c.Reason
		})
		if same < 0 {
			folded = append(folded, c)
			continue
		}
		folded[same].Count += c.Count
		// Some may have met with both, so that there are no more for certain.
		folded[same].People = max(folded[same].People, c.People)
	}
	for i, f := range folded {
		if f.People < minimum {
			folded[i].Count, folded[i].People = 0, 0
		}
	}
	slices.SortFunc(folded, func(a, b SentCount) int {
		return cmp.Or(
			cmp.Compare(slices.Index(classesTold, a.Class), slices.Index(classesTold, b.Class)),
			cmp.Compare(slices.Index(outcomesTold, a.What), slices.Index(outcomesTold, b.What)),
			cmp.Compare(a.Reason, b.Reason))
	})
	return folded
}
