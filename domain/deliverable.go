package domain

import (
	"context"
	"time"
)

// Lapse tells why nobody has to be told any more what a message says, or is
// empty while somebody has.
type Lapse func(ctx context.Context, tx Tx, m Message) (reason string, err error)

// lapses holds one Lapse for each kind of message that can outlive its subject.
// A noun adds its kinds here.
var lapses = map[string]Lapse{
	KudosReceived:     kudosLapse,
	KudosPosted:       kudosLapse,
	KudosTakenBack:    kudosReturned,
	FeedbackShared:    feedbackLapse,
	FeedbackAsked:     requestLapse,
	ConcernRaised:     concernLapse,
	RetentionReported: retentionLapse,
	HoldIsSet:         holdLapse,
	HoldEnds:          holdLapse,
	ErasureAsked:      erasureLapse,
	FundWanted:        fundLapse,
	FundOwned:         fundOwnedLapse,
	AccessAsked:       accessLapse,
	AccessAnswered:    accessLapse,
	AccessOpened:      accessLapse,
	RoundStarted:      roundLapse,
	RoundReleased:     roundLapse,
	RoundShared:       roundLapse,
	PriorityQuestion:  priorityLapse,
	SeasonOpened:      seasonLapse,
	SeasonMoved:       seasonLapse,
	SeasonNews:        caseLapse,
	LineTold:          lineLapse,
	LineMoved:         lineLapse,
	TalkMeeting:       meetingLapse,
	TalkDaySet:        meetingLapse,
	TalkCalendar:      meetingLapse,
	FirstContact:      greetingLapse,
	AskCard:           cardLapse,
}

// DeliveryService decides whether a message may go when its turn has come. What
// was right when it was stored may be wrong by then: its subject was undone, its
// reader has left, the practice is paused, the channel has been opened to others.
type DeliveryService struct {
	Practice
	Directory Directory
}

// Deliverable gives the verdict on a message. Edits and deletions always go:
// they notify nobody, and what they replace is there already. A file goes where
// its channel may still read it, or when its reader may be told what it goes
// behind. Errors are those of the store and, for digests, of Slack: without
// knowing who can read the channel no digest goes there.
func (s DeliveryService) Deliverable(ctx context.Context, m Message) (Verdict, error) {
	switch {
	case m.Deed == Attach && m.Channel != "":
		// A file is new words, and the channel may have been opened to others
		// since the post that it goes behind.
		why, err := s.unfit(ctx, s.Directory, m.Channel)
		return Verdict{Send: err == nil && why == "", Reason: why}, err
	case m.Deed != Post && m.Deed != Attach:
		return Verdict{Send: true}, nil
	}
	verdict := Verdict{Send: true}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		verdict, err = s.judge(ctx, tx, m)
		return err
	})
	if err == nil && verdict.Reason == reasonAway && m.Class == FromPeople {
		if m.Deed == Attach {
			return Verdict{Reason: reasonAway}, nil // what it goes behind is gathered
		}
		// What arrived waits in one message for the return.
		return Verdict{Reason: "gathered"}, s.gather(ctx, m)
	}
	if err == nil && m.Kind == AskCard && !verdict.Until.IsZero() {
		// The card is of this day: what it asks is planned for the other one.
		return Verdict{Reason: verdict.Reason}, s.putOffCard(ctx, m, verdict)
	}
	if err != nil || !verdict.Send || m.Channel == "" {
		return verdict, err
	}
	return s.judgeChannel(ctx, m)
}

// judge looks at the subject and the reader.
func (s DeliveryService) judge(ctx context.Context, tx Tx, m Message) (Verdict, error) {
	if lapse := lapses[m.Kind]; lapse != nil {
		reason, err := lapse(ctx, tx, m)
		if err != nil || reason != "" {
			return Verdict{Reason: reason}, err
		}
	}
	if m.Recipient == "" {
		return s.judgePublic(ctx, tx, m)
	}
	to, err := tx.Person(ctx, m.Recipient)
	if CodeOf(err) == NotFound {
		return Verdict{Reason: "person_gone"}, nil
	}
	if err != nil {
		return Verdict{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Verdict{}, err
	}
	if !to.CanThank() || s.hasLeft(to, tx.Now(), version.Policy) {
		return Verdict{Reason: "person_left"}, nil
	}
	calendar, err := s.CalendarOf(ctx, tx, to, version.Policy)
	if err != nil {
		return Verdict{}, err
	}
	pauses, err := tx.Pauses(ctx, calendar.Today(tx.Now()))
	if err != nil {
		return Verdict{}, err
	}
	reader := reader{person: to, calendar: calendar, pauses: pauses, pauseAfter: version.Policy.Time.PauseAfter}
	verdict := reader.verdict(m.Class, tx.Now())
	if m.Kind == AskCard && verdict.Send {
		return onItsDay(ctx, tx, m, calendar.Today(tx.Now()))
	}
	return verdict, nil
}

// judgePublic looks at a post in a channel, for which no person's time counts: a
// digest is not sent on a day on which everything is paused.
func (s DeliveryService) judgePublic(ctx context.Context, tx Tx, m Message) (Verdict, error) {
	if m.Class != OnItsDay {
		return Verdict{Send: true}, nil
	}
	policy, err := s.digestPolicy(ctx, tx)
	if err != nil {
		return Verdict{}, err
	}
	paused, err := pausedForAll(ctx, tx, DateOf(tx.Now(), s.digestZone(policy)))
	if err != nil || !paused {
		return Verdict{Send: err == nil}, err
	}
	return Verdict{Reason: "paused"}, nil
}

// reader is whom a message is for, as far as time is concerned.
type reader struct {
	person     Person
	calendar   WorkCalendar
	pauses     []Pause
	pauseAfter int // working days of absence from which everything waits
}

// verdict is what time says. What people do for each other goes at once, unless
// the reader is away for long: then it waits for the return. Asks keep to the
// hours of work and wait for the end of a pause. A digest keeps to the hours
// too; of a day that was paused, or on which its reader was away, it is not sent
// at all: the next one tells more, and several at once would be a burst.
func (r reader) verdict(class Class, now time.Time) Verdict {
	today := r.calendar.Today(now)
	until, away := r.longAway(today)
	pausedTo, paused := pausedOn(r.pauses, r.person, today)
	switch class {
	case Answer, Quiet:
		return Verdict{Send: true}
	case OnItsDay:
		if r.calendar.IsAway(today) {
			return Verdict{Reason: "away"}
		}
		if paused {
			return Verdict{Reason: "paused"}
		}
		return r.allowed(now, now, "hours")
	case FromPeople:
		if away {
			return r.from(until.AddDays(1), now, reasonAway)
		}
		return Verdict{Send: true}
	case FromRapport, Bulk: // below: they keep to the hours of work
	}
	if paused {
		return r.from(pausedTo.AddDays(1), now, "paused")
	}
	return r.allowed(now, now, "hours")
}

// reasonAway is why a message waits for its reader's return.
const reasonAway = "away"

// longAway is the last day of an absence that today is in and that is longer
// than the policy's working days.
func (r reader) longAway(today Date) (Date, bool) {
	for _, absence := range r.calendar.Absences {
		if absence.Contains(today) && !absence.End.IsZero() && r.calendar.AbsenceLength(absence) > r.pauseAfter {
			return absence.End, true
		}
	}
	return Date{}, false
}

// from holds until the first working hour from a day on.
func (r reader) from(day Date, now time.Time, reason string) Verdict {
	return r.allowed(day.In(r.calendar.Zone, 0), now, reason)
}

// allowed holds until the first working hour at or after an instant. Whoever
// never works can be written to at any time.
func (r reader) allowed(at, now time.Time, reason string) Verdict {
	until, ok := r.calendar.NextAllowed(at)
	if !ok || !until.After(now) {
		return Verdict{Send: true}
	}
	return Verdict{Until: until.UTC(), Reason: reason}
}

// judgeChannel looks at who can read the channel now. Slack itself refuses what
// cannot be posted, so that only a digest needs Slack's answer for certain: it
// goes to the people team alone, by their DMs where the channel has been opened
// to others.
func (s DeliveryService) judgeChannel(ctx context.Context, m Message) (Verdict, error) {
	if m.Class == OnItsDay {
		why, err := s.unfit(ctx, s.Directory, m.Channel)
		if err != nil || why == "" {
			return Verdict{Send: err == nil}, err
		}
		return Verdict{Reason: why}, s.redirect(ctx, m, why)
	}
	place, err := s.Directory.Place(ctx, m.Channel)
	if err != nil {
		return Verdict{Send: true}, nil //nolint:nilerr // a post needs no answer of Slack's to be tried
	}
	switch {
	case place.Archived:
		return Verdict{Reason: channelArchived}, nil
	case place.Shared:
		return Verdict{Reason: channelShared}, nil // people of other organisations read it
	}
	return Verdict{Send: true}, nil
}

// kudosLapse ends what says that somebody was thanked.
func kudosLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	k, err := tx.Kudos(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err != nil:
		return "", err
	case k.State != KudosGiven:
		return string(k.State), nil
	case m.Kind == KudosPosted && !k.Public():
		return "private", nil
	}
	return "", nil
}

// kudosReturned ends what says that a kudos was taken back.
func kudosReturned(ctx context.Context, tx Tx, m Message) (string, error) {
	k, err := tx.Kudos(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && k.State != KudosRetracted:
		return string(k.State), nil
	}
	return "", err
}
