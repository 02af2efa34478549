package domain

import (
	"context"
)

// FeedbackRequestView is a request with those who are named in it.
type FeedbackRequestView struct {
	Request FeedbackRequest
	People  map[ID]Person
}

// Request gives a request to its asker or its giver.
func (s FeedbackService) Request(ctx context.Context, actor, id ID) (FeedbackRequestView, error) {
	var view FeedbackRequestView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		r, err := tx.FeedbackRequest(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadFeedbackRequest, r.Subject()); err != nil {
			return err
		}
		view.Request = r
		view.People, err = peopleByID(ctx, tx, r.people())
		return err
	})
	return view, err
}

// FeedbackRequestList is one page of what somebody asked for.
type FeedbackRequestList struct {
	Requests []FeedbackRequest
	People   map[ID]Person
	More     bool
}

// Asked gives a page of what the actor asked for, newest first.
func (s FeedbackService) Asked(ctx context.Context, actor, after ID) (FeedbackRequestList, error) {
	var page FeedbackRequestList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		f := FeedbackRequestFilter{Asker: actor, Limit: FeedbackPage + 1}
		if after != "" {
			last, err := tx.FeedbackRequest(ctx, after)
			if err != nil {
				return err
			}
			f.Before, f.BeforeID = last.At, last.ID
		}
		list, err := tx.FeedbackRequests(ctx, f)
		if err != nil {
			return err
		}
		if page.More = len(list) > FeedbackPage; page.More {
			list = list[:FeedbackPage]
		}
		var ids []ID
		for _, r := range list {
			ids = append(ids, r.people()...)
		}
		page.Requests = list
		page.People, err = peopleByID(ctx, tx, ids)
		return err
	})
	return page, err
}

// Decline ends a request without feedback: by who was asked, with a reason that
// the asker reads.
func (s FeedbackService) Decline(ctx context.Context, act Act, id ID, why string) (FeedbackRequestView, error) {
	why = Tidy(why)
	if why == "" {
		return FeedbackRequestView{}, RefuseField("why", "feedback.why_missing")
	}
	if faults := TooLong("why", why, MaxFeedbackText); len(faults) > 0 {
		return FeedbackRequestView{}, faults
	}
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, err := s.openRequest(ctx, tx, act, id)
		if err != nil {
			return Outcome{}, err
		}
		r.State, r.Why = RequestDeclined, why
		if err := s.endRequest(ctx, tx, act, r); err != nil {
			return Outcome{}, err
		}
		told := Message{Kind: FeedbackDeclined, Deed: Post, Class: FromPeople, Recipient: r.Asker, Subject: r.ID}
		return Outcome{Word: string(RequestDeclined), Subject: id}, tx.Tell(ctx, told)
	}, nil}, func(ctx context.Context, tx Tx, _ Outcome) (FeedbackRequestView, error) {
		r, err := tx.FeedbackRequest(ctx, id)
		if err != nil {
			return FeedbackRequestView{}, err
		}
		people, err := peopleByID(ctx, tx, r.people())
		return FeedbackRequestView{Request: r, People: people}, err
	})
}

// openRequest reads a request that the actor may still answer, and says what
// became of it where that is not so.
func (s FeedbackService) openRequest(ctx context.Context, tx Tx, act Act, id ID) (FeedbackRequest, error) {
	r, err := tx.FeedbackRequest(ctx, id)
	if err != nil {
		return r, err
	}
	if _, err := s.Permitted(ctx, tx, act, AnswerFeedback, r.Subject()); err != nil {
		return r, err
	}
	return r, r.stillOpen()
}

// stillOpen refuses a request that has ended, and says how.
func (r FeedbackRequest) stillOpen() error {
	switch r.State {
	case RequestAnswered:
		return Refuse(Conflict, "feedback.request_answered")
	case RequestDeclined:
		return Refuse(Conflict, "feedback.request_declined")
	case RequestClosed:
		return Refuse(Conflict, "feedback.request_closed")
	case RequestOpen:
	}
	return nil
}

// endRequest ends an open request, with what waits for its giver, and shows the
// giver's message as it stands now.
func (s FeedbackService) endRequest(ctx context.Context, tx Tx, act Act, r FeedbackRequest) error {
	r.EndedAt = tx.Now()
	ended, err := tx.EndFeedbackRequest(ctx, r)
	if err != nil {
		return err
	}
	if !ended { // at the same moment it was ended otherwise
		return Refuse(Conflict, "feedback.request_closed")
	}
	entry := Entry{Actor: act.Actor, Act: "feedback.request_" + string(r.State), Subject: r.ID, Person: r.About, Version: 2, Content: r.Why}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.answered(ctx, tx, r.ID, AskFeedback, r.Giver); err != nil {
		return err
	}
	return tx.Tell(ctx, Message{Kind: FeedbackAsked, Deed: Update, Class: Quiet, Recipient: r.Giver, Subject: r.ID})
}

// endRequests closes what a leaver asked for or was asked for. Who waited for a
// leaver's words is told, once.
func (s FeedbackService) endRequests(ctx context.Context, tx Tx, leaver ID) error {
	list, err := tx.FeedbackRequests(ctx, FeedbackRequestFilter{With: leaver, Open: true})
	if err != nil {
		return err
	}
	for _, r := range list {
		r.State = RequestClosed
		if err := s.endRequest(ctx, tx, Act{}, r); err != nil {
			return err
		}
		if r.Giver != leaver {
			continue
		}
		told := Message{Kind: FeedbackGone, Deed: Post, Class: FromPeople, Recipient: r.Asker, Subject: r.ID}
		if err := tx.Tell(ctx, told); err != nil {
			return err
		}
	}
	return nil
}

// requestLapse ends what asks for something that was answered or closed before
// the message went out.
func requestLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	r, err := tx.FeedbackRequest(ctx, m.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return "subject_gone", nil
	case err == nil && r.State != RequestOpen:
		return "over", nil
	}
	return "", err
}
