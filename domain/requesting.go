package domain

import (
	"context"
	"slices"
	"time"
)

// The limits of asking for feedback.
const (
	MaxAskedAtOnce  = 5  // people asked with one form
	AskAgainDays    = 30 // days until the same person may be asked about the same one
	answerAfterDays = 3  // working days until a request is asked about once more
)

// The kinds of messages about requests, and of the ask that follows once. None
// holds words.
const (
	FeedbackAsked    = "feedback.asked"      // to the giver: somebody asks
	FeedbackDeclined = "feedback.declined"   // to the asker
	FeedbackGone     = "feedback.giver_left" // to the asker, once
	AskFeedback      = "feedback.answer"
)

// FeedbackRequestState is where a request stands.
type FeedbackRequestState string

// The states of a request.
const (
	RequestOpen     FeedbackRequestState = "open"
	RequestAnswered FeedbackRequestState = "answered"
	RequestDeclined FeedbackRequestState = "declined"
	RequestClosed   FeedbackRequestState = "closed" // somebody of it left
)

// FeedbackRequest is one person's wish for feedback from another: about oneself,
// or of a manager about somebody who reports to them.
type FeedbackRequest struct {
	ID    ID
	Asker ID
	About ID
	Giver ID
	// Question is what it should be about. Sealed.
	Question string
	// Reader is who may read the answer beside giver and About: whom the asker
	// named, or the asker where it is about somebody else.
	Reader ID
	State  FeedbackRequestState
	// Why is the giver's reason for declining. Sealed.
	Why      string
	Feedback ID // the answer
	At       time.Time
	EndedAt  time.Time
}

// Subject is what permission is asked about.
func (r FeedbackRequest) Subject() Subject {
	return Subject{Author: r.Asker, Receivers: []ID{r.Giver}}
}

// people are all who have a part in it.
func (r FeedbackRequest) people() []ID {
	ids := []ID{r.Asker, r.About, r.Giver}
	if r.Reader != "" {
		ids = append(ids, r.Reader)
	}
	return ids
}

// FeedbackRequestFilter selects requests, newest first.
type FeedbackRequestFilter struct {
	Asker ID
	// With is anybody who asks, is asked or is asked about.
	With     ID
	Open     bool
	Before   time.Time
	BeforeID ID
	Limit    int
}

// FeedbackRequestRows keeps requests for feedback.
type FeedbackRequestRows interface {
	// CreateFeedbackRequest adds an open one.
	CreateFeedbackRequest(ctx context.Context, r FeedbackRequest) error
	// FeedbackRequest gives one. NotFound otherwise.
	FeedbackRequest(ctx context.Context, id ID) (FeedbackRequest, error)
	// FeedbackRequests lists by filter.
	FeedbackRequests(ctx context.Context, f FeedbackRequestFilter) ([]FeedbackRequest, error)
	// EndFeedbackRequest writes state, reason, answer and end of one that is
	// still open; false where it is not, and nothing changes.
	EndFeedbackRequest(ctx context.Context, r FeedbackRequest) (bool, error)
	// NoteFeedbackAsked notes that somebody is asked about a person at an
	// instant, if that was last done before another; otherwise it tells when it
	// was, and false.
	NoteFeedbackAsked(ctx context.Context, giver, about ID, at, before time.Time) (last time.Time, ok bool, err error)
}

// FeedbackQuestion is a request as filled in.
type FeedbackQuestion struct {
	Givers []ID
	// Strangers is how many of those named are not of this organisation, and
	// Names are typed names that nobody has.
	Strangers int
	Names     []string
	About     ID // empty for oneself
	Question  string
	Reader    ID // the partner whom the form offered, or empty
}

// FeedbackAskChoices is what an asker sees before anything is sent.
type FeedbackAskChoices struct {
	Partner Person
	// Alone and Shared are who could read an answer beside who gives it.
	Alone, Shared []Holder
	People        map[ID]Person
	// Reports are those about whom the asker may ask beside oneself.
	Reports []Person
	Team    string
}

// reportsOffered is how many people a menu of one's own people offers.
const reportsOffered = 90

// PrepareAsk tells an asker what there is to choose.
func (s FeedbackService) PrepareAsk(ctx context.Context, actor ID) (FeedbackAskChoices, error) {
	var c FeedbackAskChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		who, err := s.Permitted(ctx, tx, Act{Actor: actor}, AskForFeedback, Subject{Person: actor})
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		c.Team = version.Policy.PeopleTeam.Name
		partner, err := s.PartnerOf(ctx, tx, who.Person, version.Policy)
		if err != nil {
			return err
		}
		answer := Feedback{Receiver: actor, State: FeedbackGiven}
		c.Alone = WhoCan(Table, ReadFeedback, answer.Subject())
		if answer.Reader = partner; partner != "" {
			c.Shared = WhoCan(Table, ReadFeedback, answer.Subject())
		}
		if c.Reports, err = tx.People(ctx, PersonFilter{Manager: actor, Active: true, Limit: reportsOffered}); err != nil {
			return err
		}
		c.People, err = peopleByID(ctx, tx, []ID{actor, partner})
		c.Partner = c.People[partner]
		return err
	})
	return c, err
}

// Ask asks people for feedback: one request and one message to each. All faults
// are told at once, and with one of them nobody is asked.
func (s FeedbackService) Ask(ctx context.Context, act Act, q FeedbackQuestion) (FeedbackAskReceipt, error) {
	q.Question = Tidy(q.Question)
	if q.About == "" {
		q.About = act.Actor
	}
	q.Givers = eachOnce(q.Givers)
	parts := []string{string(q.About), q.Question, string(q.Reader)}
	for _, id := range q.Givers {
		parts = append(parts, string(id))
	}
	act.Digest = DigestOf(parts...)
	ask := func(ctx context.Context, tx Tx) (Outcome, error) { return s.ask(ctx, tx, act, q) }
	return receipted(ctx, s.Practice, asked{act, ask, nil}, func(ctx context.Context, tx Tx, out Outcome) (FeedbackAskReceipt, error) {
		people, err := peopleByID(ctx, tx, append([]ID{q.About}, q.Givers...))
		return FeedbackAskReceipt{Outcome: out, Givers: q.Givers, About: q.About, People: people}, err
	})
}

// eachOnce keeps the first of each, in order.
func eachOnce(ids []ID) []ID {
	var kept []ID
	for _, id := range ids {
		if !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// FeedbackAskReceipt is who was asked about whom.
type FeedbackAskReceipt struct {
	Outcome
	Givers []ID
	About  ID
	People map[ID]Person
}

// ask is the inside of the transaction.
func (s FeedbackService) ask(ctx context.Context, tx Tx, act Act, q FeedbackQuestion) (Outcome, error) {
	line, err := tx.LineAbove(ctx, q.About)
	if err != nil {
		return Outcome{}, err
	}
	who, err := s.Permitted(ctx, tx, act, AskForFeedback, Subject{Person: q.About, Line: line})
	if err != nil {
		return Outcome{}, err
	}
	about, err := tx.Person(ctx, q.About)
	if err != nil {
		return Outcome{}, err
	}
	if !about.Converses() {
		return Outcome{}, Refuse(Forbidden, "feedback.about_guest", "Name", about.Name)
	}
	faults := q.check()
	if faults, err = s.checkAnswerReader(ctx, tx, who.Person, &q, faults); err != nil {
		return Outcome{}, err
	}
	if len(q.Givers) > MaxAskedAtOnce {
		return Outcome{}, faults.Err()
	}
	for _, id := range q.Givers {
		giver, err := s.askable(ctx, tx, who.Person, about, id)
		if code := CodeOf(err); code == Invalid {
			faults = append(faults, FaultsOf(err)...)
			continue
		}
		if err != nil {
			return Outcome{}, err
		}
		if err := s.request(ctx, tx, q, who.Person, giver); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Word: OutcomeDone, Subject: q.About}, faults.Err()
}

// check tells what is wrong with what was filled in.
func (q FeedbackQuestion) check() Faults {
	var faults Faults
	for _, name := range q.Names {
		faults = append(faults, RefuseField("givers", "kudos.name_unknown", "Name", name))
	}
	if q.Strangers > 0 {
		faults = append(faults, RefuseField("givers", "feedback.receiver_outsider"))
	}
	switch n := len(q.Givers); {
	case n == 0 && len(faults) == 0:
		faults = append(faults, RefuseField("givers", "feedback.nobody_asked"))
	case n > MaxAskedAtOnce:
		faults = append(faults, RefuseField("givers", "feedback.too_many_asked", "Count", n, "Limit", MaxAskedAtOnce))
	}
	if q.Question == "" {
		faults = append(faults, RefuseField("question", "feedback.question_missing"))
	}
	return append(faults, TooLong("question", q.Question, MaxFeedbackText)...)
}

// checkAnswerReader fixes who may read the answers. About somebody else it is
// the asker; about oneself, whom the asker named, if that is still the partner.
func (s FeedbackService) checkAnswerReader(ctx context.Context, tx Tx, asker Person, q *FeedbackQuestion, faults Faults) (Faults, error) {
	if q.About != asker.ID {
		q.Reader = asker.ID
		return faults, nil
	}
	if q.Reader == "" {
		return faults, nil
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	partner, err := s.PartnerOf(ctx, tx, asker, version.Policy)
	if err != nil || partner == q.Reader {
		return faults, err
	}
	return append(faults, RefuseField("reach", "feedback.answer_reader_changed")), nil
}

// askable reads somebody to ask, and refuses whom it would be wrong to ask.
func (s FeedbackService) askable(ctx context.Context, tx Tx, asker, about Person, id ID) (Person, error) {
	p, err := tx.Person(ctx, id)
	if err != nil {
		return Person{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Person{}, err
	}
	switch {
	case p.ID == asker.ID:
		return p, RefuseField("givers", "feedback.ask_oneself")
	case p.ID == about.ID:
		return p, RefuseField("givers", "feedback.ask_about_themselves", "Name", p.Name)
	case p.Kind == Bot:
		return p, RefuseField("givers", "feedback.receiver_bot", "Name", p.Name)
	case p.Kind == Outsider:
		return p, RefuseField("givers", "feedback.receiver_outsider")
	case !p.Active || s.hasLeft(p, tx.Now(), version.Policy):
		return p, RefuseField("givers", "feedback.receiver_left", "Name", p.Name)
	}
	if _, may := Can(Standing{Person: p}, GiveFeedback, Subject{}); !may {
		return p, RefuseField("givers", "feedback.receiver_guest", "Name", p.Name)
	}
	zone := s.zoneOf(asker, version.Policy)
	before := DateOf(tx.Now(), zone).AddDays(1-AskAgainDays).In(zone, 0)
	last, ok, err := tx.NoteFeedbackAsked(ctx, p.ID, about.ID, tx.Now(), before)
	if err == nil && !ok {
		err = RefuseField("givers", "feedback.asked_lately", "Name", p.Name, "About", about.Name, "Day", DateOf(last, zone).AddDays(AskAgainDays))
	}
	return p, err
}

// request writes one request, tells the giver at once and asks once more after
// some working days.
func (s FeedbackService) request(ctx context.Context, tx Tx, q FeedbackQuestion, asker, giver Person) error {
	r := FeedbackRequest{
		ID: s.IDs.New(), Asker: asker.ID, About: q.About, Giver: giver.ID, Question: q.Question, Reader: q.Reader,
		State: RequestOpen, At: tx.Now(),
	}
	if err := tx.CreateFeedbackRequest(ctx, r); err != nil {
		return err
	}
	entry := Entry{Actor: asker.ID, Act: string(AskForFeedback), Subject: r.ID, Person: q.About, Version: 1, Content: q.Question}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	calendar, err := s.CalendarOf(ctx, tx, giver, version.Policy)
	if err != nil {
		return err
	}
	again := Ask{
		Person: giver.ID, Kind: AskFeedback, Subject: r.ID, Urgency: SomebodyWaits, PlanAt: calendar.morning(tx.Now(), answerAfterDays),
		Expires: tx.Now().AddDate(0, 0, AskAgainDays),
	}
	if err := s.fileAsk(ctx, tx, again); err != nil {
		return err
	}
	return tx.Tell(ctx, Message{Kind: FeedbackAsked, Deed: Post, Class: FromPeople, Recipient: giver.ID, Subject: r.ID})
}
