package domain

import (
	"context"
)

// The kinds of lists of feedback.
const (
	FeedbackReceivedList = "received" // given to me, or shared with me
	FeedbackGivenList    = "given"
)

// told reads the record as the reader sees it, also for a repetition.
func (s FeedbackService) told(reader ID) func(context.Context, Tx, Outcome) (FeedbackReceipt, error) {
	return func(ctx context.Context, tx Tx, out Outcome) (FeedbackReceipt, error) {
		receipt := FeedbackReceipt{Outcome: out}
		f, err := tx.Feedback(ctx, out.Subject)
		if err != nil {
			return receipt, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return receipt, err
		}
		receipt.Feedback, receipt.Team = f, version.Policy.PeopleTeam.Name
		receipt.Readers = WhoCan(Table, ReadFeedback, f.Subject())
		receipt.Value = version.Policy.Kudos.nameOf(f.Value)
		if receipt.Goal, err = s.goalFor(ctx, tx, reader, f.Goal); err != nil {
			return receipt, err
		}
		replies, err := tx.FeedbackReplies(ctx, []ID{f.ID})
		if err != nil {
			return receipt, err
		}
		receipt.Replies = replies[f.ID]
		receipt.People, err = peopleByID(ctx, tx, f.people())
		return receipt, err
	}
}

// nameOf is what the company calls a value; a tag that the policy does not hold
// any more stands for itself.
func (p KudosPolicy) nameOf(tag string) string {
	for _, v := range p.Values {
		if v.Tag == tag && v.Name != "" {
			return v.Name
		}
	}
	return tag
}

// goalFor gives a goal to who may read it, and nothing to anybody else.
func (s FeedbackService) goalFor(ctx context.Context, tx Tx, reader, id ID) (Goal, error) {
	if id == "" {
		return Goal{}, nil
	}
	goal, err := tx.Goal(ctx, id)
	if err != nil {
		return Goal{}, err
	}
	who, err := s.StandingOf(ctx, tx, reader)
	if err != nil {
		return Goal{}, err
	}
	err = GoalService(s).mustRead(ctx, tx, who, goal)
	if CodeOf(err) == Forbidden {
		return Goal{}, nil
	}
	return goal, err
}

// Open gives the words to one who may read them. For anybody but the giver this
// is the reading after which it cannot be withdrawn any more: it is noted before
// the words are shown.
func (s FeedbackService) Open(ctx context.Context, act Act, id ID) (FeedbackReceipt, error) {
	act.Key = "" // to read twice is to read
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		out := Outcome{Word: OutcomeDone, Subject: id}
		f, err := s.readable(ctx, tx, act.Actor, id)
		if err != nil || f.Giver == act.Actor {
			return out, err
		}
		if err := sightFeedback(ctx, tx, act.Actor, f); err != nil || !f.ReadAt.IsZero() {
			return out, err
		}
		first, err := tx.MarkFeedbackRead(ctx, id, tx.Now())
		if err != nil || first {
			return out, err
		}
		// Somebody was faster: another reader, or the giver, who took it back.
		_, err = s.readable(ctx, tx, act.Actor, id)
		return out, err
	}, nil}, s.told(act.Actor))
}

// sightFeedback keeps that the receiver sees the words, and what the giver said
// below them.
func sightFeedback(ctx context.Context, tx Tx, reader ID, f Feedback) error {
	if reader != f.Receiver {
		return nil
	}
	replies, err := tx.FeedbackReplies(ctx, []ID{f.ID})
	if err != nil {
		return err
	}
	seen := []Sighted{{Record: f.ID}}
	for _, r := range replies[f.ID] {
		if r.Author != f.Receiver {
			seen = append(seen, Sighted{Record: r.ID})
		}
	}
	return tx.NoteSights(ctx, reader, seen, tx.Now())
}

// readable reads a feedback for one who may read it. What was withdrawn says so
// to those to whom it was given.
func (s FeedbackService) readable(ctx context.Context, tx Tx, reader, id ID) (Feedback, error) {
	f, err := tx.Feedback(ctx, id)
	if err != nil {
		return Feedback{}, err
	}
	if f.State == FeedbackWithdrawn && (reader == f.Receiver || reader == f.Reader) {
		return Feedback{}, Refuse(Conflict, "feedback.was_withdrawn")
	}
	_, err = s.Permitted(ctx, tx, Act{Actor: reader}, ReadFeedback, f.Subject())
	return f, err
}

// Announce gives what a message about a feedback shows: who shared it, with
// whom and when. The words are not for messages, and are left out.
func (s FeedbackService) Announce(ctx context.Context, reader, id ID) (FeedbackReceipt, error) {
	var receipt FeedbackReceipt
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		receipt, err = s.told(reader)(ctx, tx, Outcome{Subject: id})
		f := &receipt.Feedback
		receipt.Replies = nil
		f.Situation, f.Behaviour, f.Impact, f.Next = "", "", "", ""
		return err
	})
	return receipt, err
}

// FeedbackList is one page of feedback and the people in it.
type FeedbackList struct {
	Which    string
	Feedback []Feedback
	People   map[ID]Person
	// More is true where there is an older page, which follows the last one.
	More bool
}

// List gives a page of what the actor received or gave, newest first, after the
// feedback given ("" for the first page). The words of what nobody has read yet
// are left out of what was received: a list is no reading.
func (s FeedbackService) List(ctx context.Context, actor ID, which string, after ID) (FeedbackList, error) {
	page := FeedbackList{Which: which}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		who, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		scope := ScopeOf(who, ReadFeedback)
		f := FeedbackFilter{Readable: &scope, Limit: FeedbackPage + 1}
		switch which {
		case FeedbackReceivedList:
			f.For = actor
		case FeedbackGivenList:
			f.Giver = actor
		default:
			return Refuse(NotFound, "request.unknown")
		}
		if after != "" {
			last, err := tx.Feedback(ctx, after)
			if err != nil {
				return err
			}
			f.Before, f.BeforeID = last.At, last.ID
		}
		return page.fill(ctx, tx, f)
	})
	return page, err
}

func (l *FeedbackList) fill(ctx context.Context, tx Tx, f FeedbackFilter) error {
	list, err := tx.ListFeedback(ctx, f)
	if err != nil {
		return err
	}
	if l.More = len(list) > FeedbackPage; l.More {
		list = list[:FeedbackPage]
	}
	var ids []ID
	for i, one := range list {
		if f.For != "" && one.ReadAt.IsZero() {
			list[i].Situation, list[i].Behaviour, list[i].Impact, list[i].Next = "", "", "", ""
		}
		ids = append(ids, one.people()...)
	}
	l.Feedback = list
	l.People, err = peopleByID(ctx, tx, ids)
	return err
}
