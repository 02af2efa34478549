package domain

import (
	"context"
	"slices"
)

// FeedbackService is the use cases around feedback.
type FeedbackService struct {
	Practice
}

// FeedbackDraft is a feedback as filled in.
type FeedbackDraft struct {
	Receiver                           ID
	Situation, Behaviour, Impact, Next string
	Goal                               ID
	Value                              string // a tag, without #
	// Reader is the one other person whom the form offered and the giver chose,
	// or empty. Where it is somebody else by now, nothing is sent: the giver has
	// to see the name first.
	Reader ID
	About  MessageLink
	// Request is what it answers; empty where nobody asked.
	Request ID
	// Sure is true where the giver has seen the coach's hints and sends again.
	Sure bool
}

// FeedbackReceipt is a feedback with those who are named in it.
type FeedbackReceipt struct {
	Outcome
	Feedback Feedback
	People   map[ID]Person
	// Goal is what it is linked to; its ID is empty where there is none, or where
	// the reader may not see it.
	Goal Goal
	// Value is the name of the value.
	Value string
	// Replies are what was said below it, oldest first.
	Replies []FeedbackReply
	// Readers are who can read it, by the table.
	Readers []Holder
	Team    string
}

// FeedbackChoices is what a giver sees before anything is written.
type FeedbackChoices struct {
	Receiver Person
	// Partner is who holds the receiver's conversations, and so the one whom the
	// giver may let read it too; empty where there is none but the giver.
	Partner Person
	// Request is what is answered; its ID is empty where nobody asked.
	Request FeedbackRequest
	// Alone and Shared are who can read it, without and with the partner.
	Alone, Shared []Holder
	People        map[ID]Person
	Goals         []Goal
	Values        []Value
	Team          string
}

// Prepare tells a giver what there is to choose, and refuses at once what could
// not be sent. Of the draft it looks at the receiver and at the request.
func (s FeedbackService) Prepare(ctx context.Context, actor ID, draft FeedbackDraft) (FeedbackChoices, error) {
	var c FeedbackChoices
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		giver, err := s.Permitted(ctx, tx, Act{Actor: actor}, GiveFeedback, Subject{})
		if err != nil {
			return err
		}
		if c.Request, err = s.answering(ctx, tx, Act{Actor: actor}, &draft); err != nil {
			return err
		}
		receiver := draft.Receiver
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		if c.Receiver, err = s.receiver(ctx, tx, giver.Person, receiver, version.Policy); err != nil {
			return err
		}
		partner, err := s.offered(ctx, tx, giver.Person, c.Receiver, c.Request)
		if err != nil {
			return err
		}
		if c.Goals, err = s.linkable(ctx, tx, giver, receiver); err != nil {
			return err
		}
		c.Values, c.Team = version.Policy.Kudos.Values, version.Policy.PeopleTeam.Name
		f := Feedback{Giver: actor, Receiver: receiver, State: FeedbackGiven}
		c.Alone = WhoCan(Table, ReadFeedback, f.Subject())
		if f.Reader = partner; partner != "" {
			c.Shared = WhoCan(Table, ReadFeedback, f.Subject())
		}
		c.People, err = peopleByID(ctx, tx, append(f.people(), c.Request.people()...))
		c.Partner = c.People[partner]
		return err
	})
	return c, err
}

// answering reads what a draft answers, and lets the request say whom it is
// about; an empty request where nobody asked.
func (s FeedbackService) answering(ctx context.Context, tx Tx, act Act, draft *FeedbackDraft) (FeedbackRequest, error) {
	if draft.Request == "" {
		return FeedbackRequest{}, nil
	}
	r, err := s.openRequest(ctx, tx, act, draft.Request)
	draft.Receiver = r.About
	return r, err
}

// receiver reads whom feedback is for, and refuses who cannot get any.
func (s FeedbackService) receiver(ctx context.Context, tx Tx, giver Person, id ID, policy Policy) (Person, error) {
	p, err := tx.Person(ctx, id)
	if err != nil {
		return Person{}, err
	}
	switch {
	case p.ID == giver.ID:
		return p, Refuse(Invalid, "feedback.oneself")
	case p.Kind == Bot:
		return p, Refuse(Invalid, "feedback.receiver_bot", "Name", p.Name)
	case p.Kind == Outsider:
		return p, Refuse(Invalid, "feedback.receiver_outsider")
	case !p.Active || s.hasLeft(p, tx.Now(), policy):
		return p, Refuse(Invalid, "feedback.receiver_left", "Name", p.Name)
	case !p.Converses():
		return p, Refuse(Invalid, "feedback.receiver_guest", "Name", p.Name)
	}
	return p, nil
}

// offered is the one other person whom the giver may let read it: who holds the
// receiver's conversations now, unless that is the giver. Where it was asked for,
// it is whom the asker named; a manager who asked has to be one still.
func (s FeedbackService) offered(ctx context.Context, tx Tx, giver, receiver Person, r FeedbackRequest) (ID, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return "", err
	}
	if r.ID == "" {
		partner, err := s.PartnerOf(ctx, tx, receiver, version.Policy)
		if partner == giver.ID {
			partner = ""
		}
		return partner, err
	}
	if r.Reader == "" || r.Reader == giver.ID {
		return "", nil
	}
	reader, err := s.StandingOf(ctx, tx, r.Reader)
	if err != nil {
		return "", err
	}
	line, err := tx.LineAbove(ctx, r.About)
	if err != nil {
		return "", err
	}
	manages := Subject{Person: r.About, Line: line}
	if _, may := Can(reader, AskForFeedback, manages); !reader.Person.CanThank() || r.Asker != r.About && !may {
		return "", nil
	}
	return r.Reader, nil
}

// linkable are the goals to which the giver may link: open ones of the receiver
// that the giver may read, and those of the company, which everybody may.
func (s FeedbackService) linkable(ctx context.Context, tx Tx, giver Standing, receiver ID) ([]Goal, error) {
	own := GoalFilter{Owner: receiver, Level: PersonGoal, Open: true, Readable: goalScopeOf(giver), Limit: goalsShown}
	goals, err := tx.Goals(ctx, own)
	if err != nil {
		return nil, err
	}
	shared, err := tx.Goals(ctx, GoalFilter{Level: CompanyGoal, Open: true, Readable: goalScopeOf(giver), Limit: goalsShown})
	return append(goals, shared...), err
}

// Give sends feedback: one record, and one message without words to each who may
// read it. All faults are told at once.
func (s FeedbackService) Give(ctx context.Context, act Act, draft FeedbackDraft) (FeedbackReceipt, error) {
	draft.tidy()
	act.Digest = draft.digest()
	give := func(ctx context.Context, tx Tx) (Outcome, error) { return s.give(ctx, tx, act, draft) }
	return receipted(ctx, s.Practice, asked{act, give, nil}, s.told(act.Actor))
}

func (d *FeedbackDraft) tidy() {
	d.Situation, d.Behaviour, d.Impact, d.Next = Tidy(d.Situation), Tidy(d.Behaviour), Tidy(d.Impact), Tidy(d.Next)
}

// digest tells whether a repeated request says the same.
func (d FeedbackDraft) digest() string {
	return DigestOf(string(d.Receiver), d.Situation, d.Behaviour, d.Impact, d.Next, string(d.Goal), d.Value, string(d.Reader), string(d.Request))
}

// give is the inside of the transaction.
func (s FeedbackService) give(ctx context.Context, tx Tx, act Act, draft FeedbackDraft) (Outcome, error) {
	giver, err := s.Permitted(ctx, tx, act, GiveFeedback, Subject{})
	if err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	request, err := s.answering(ctx, tx, act, &draft)
	if err != nil {
		return Outcome{}, err
	}
	receiver, err := s.receiver(ctx, tx, giver.Person, draft.Receiver, version.Policy)
	if err != nil {
		return Outcome{}, err
	}
	offered, err := s.offered(ctx, tx, giver.Person, receiver, request)
	if err != nil {
		return Outcome{}, err
	}
	if draft.Reader != "" && draft.Reader != offered {
		return Outcome{}, Refuse(Confirm, "feedback.reader_changed", "Name", receiver.Name)
	}
	faults := draft.check(version.Policy.Kudos.Values)
	goal, err := s.checkGoal(ctx, tx, giver, draft)
	if err != nil {
		return Outcome{}, err
	}
	if err := append(faults, goal...).Err(); err != nil {
		return Outcome{}, err
	}
	if err := draft.coach().Err(); err != nil {
		return Outcome{}, err
	}
	f := draft.feedback(s.IDs.New(), act.Actor)
	f.At = tx.Now()
	if request.ID != "" {
		request.State, request.Feedback = RequestAnswered, f.ID
		if err := s.endRequest(ctx, tx, act, request); err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Word: string(FeedbackGiven), Subject: f.ID}, s.write(ctx, tx, act, f)
}

// feedback makes the record of a draft.
func (d FeedbackDraft) feedback(id, giver ID) Feedback {
	return Feedback{
		ID: id, Giver: giver, Receiver: d.Receiver, Reader: d.Reader, Situation: d.Situation, Behaviour: d.Behaviour,
		Impact: d.Impact, Next: d.Next, Goal: d.Goal, Value: d.Value, About: d.About, State: FeedbackGiven, Version: 1,
		Actionable: hear(d.Situation+"\n"+d.Behaviour).anchored && d.Next != "",
	}
}

// check tells everything that is wrong with the words.
func (d FeedbackDraft) check(values []Value) Faults {
	var faults Faults
	for _, part := range []struct {
		field, text string
		needed      bool
	}{{"situation", d.Situation, true}, {"behaviour", d.Behaviour, true}, {"impact", d.Impact, true}, {"next", d.Next, false}} {
		if part.needed && part.text == "" {
			faults = append(faults, RefuseField(part.field, "text.empty"))
		}
		faults = append(faults, TooLong(part.field, part.text, MaxFeedbackText)...)
	}
	if d.Value != "" && !slices.ContainsFunc(values, func(v Value) bool { return v.Tag == d.Value }) {
		faults = append(faults, RefuseField("value", "form.choice_unknown"))
	}
	return faults
}

// checkGoal refuses a goal that the giver could not have chosen.
func (s FeedbackService) checkGoal(ctx context.Context, tx Tx, giver Standing, d FeedbackDraft) (Faults, error) {
	if d.Goal == "" {
		return nil, nil
	}
	goals, err := s.linkable(ctx, tx, giver, d.Receiver)
	if err != nil || slices.ContainsFunc(goals, func(g Goal) bool { return g.ID == d.Goal }) {
		return nil, err
	}
	return Faults{RefuseField("goal", "form.choice_unknown")}, nil
}

// write stores the record, its ledger entry and what people are told.
func (s FeedbackService) write(ctx context.Context, tx Tx, act Act, f Feedback) error {
	if err := tx.CreateFeedback(ctx, f); err != nil {
		return err
	}
	entry := Entry{Actor: act.Actor, Act: string(GiveFeedback), Subject: f.ID, Person: f.Receiver, Version: 1, Content: f.words()}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	for _, reader := range f.people()[1:] {
		m := Message{Kind: FeedbackShared, Deed: Post, Class: FromPeople, Recipient: reader, Subject: f.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
