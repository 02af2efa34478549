package domain

import (
	"context"
)

// feedbackOnHome is how many entries of each sort Home shows; the rest is behind
// a button.
const feedbackOnHome = 3

// HomeFeedback is a person's part in feedback, as Home shows it: without words.
type HomeFeedback struct {
	// Unread are those shared with the person that nobody has opened.
	Unread []Feedback
}

// people are all who are named.
func (h HomeFeedback) people() []ID {
	var ids []ID
	for _, f := range h.Unread {
		ids = append(ids, f.people()...)
	}
	return ids
}

// addFeedback reads what was shared with the person and nobody has opened. The
// words stay behind a press, by which it counts as read.
func (h *Home) addFeedback(ctx context.Context, tx Tx) error {
	scope := ScopeOf(h.Standing, ReadFeedback)
	f := FeedbackFilter{For: h.Standing.Person.ID, Unread: true, Readable: &scope, Limit: feedbackOnHome}
	list, err := tx.ListFeedback(ctx, f)
	for i := range list {
		list[i].Situation, list[i].Behaviour, list[i].Impact, list[i].Next = "", "", "", ""
	}
	h.Feedback.Unread = list
	return err
}
