package domain

import (
	"context"
	"time"
)

// SeasonReply is what the person, or who writes, said below a summary. It stays
// with the record for ever, and is shown wherever the summary is.
type SeasonReply struct {
	ID     ID
	Case   ID
	Author ID
	Text   string // sealed
	// Late is true for what the person said after the last day for it. It counts
	// all the same.
	Late bool
	At   time.Time
}

// SeasonReplyRows keeps replies.
type SeasonReplyRows interface {
	// AddSeasonReply adds one.
	AddSeasonReply(ctx context.Context, r SeasonReply) error
	// SeasonReplies lists those below a summary, oldest first.
	SeasonReplies(ctx context.Context, about ID) ([]SeasonReply, error)
	// MarkSeasonRead notes when the person first opened the summary, and leaves
	// the version alone.
	MarkSeasonRead(ctx context.Context, id ID, at time.Time) error
}

// ReplyTo says something below a summary: the person at any time since it was
// shared, also late; who writes, once the person has said something.
func (s SeasonService) ReplyTo(ctx context.Context, act Act, id ID, text string) (SeasonCaseView, error) {
	text = Tidy(text)
	if faults := Needed("text", text, MaxSeasonText); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(id), text)
	return s.alter(ctx, act, caseEdit{id, 0, ReplySeason, func(ctx context.Context, tx Tx, at caseAt) error {
		c := at.c
		if c.SharedAt.IsZero() {
			return Refuse(Conflict, "season.not_shared")
		}
		replies, err := tx.SeasonReplies(ctx, id)
		if err != nil {
			return err
		}
		if err := c.mayReply(act.Actor, replies); err != nil {
			return err
		}
		today, err := s.todayOf(ctx, tx, c.Person)
		if err != nil {
			return err
		}
		r := SeasonReply{ID: s.IDs.New(), Case: id, Author: act.Actor, Text: text, Late: act.Actor == c.Person && today.After(c.ReplyUntil), At: tx.Now()}
		if err := tx.AddSeasonReply(ctx, r); err != nil {
			return err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: string(ReplySeason), Subject: id, Person: c.Person, Version: c.Version, Content: text}); err != nil {
			return err
		}
		other := c.Person
		if act.Actor == c.Person {
			other = c.Writer
		}
		return s.tellCase(ctx, tx, c, "reply", other)
	}})
}

// mayReply refuses who writes where there is nothing to answer, and the eleventh
// reply.
func (c SeasonCase) mayReply(author ID, replies []SeasonReply) error {
	mine, theirs := 0, false
	for _, r := range replies {
		if r.Author == author {
			mine++
		}
		theirs = r.Author == c.Person
	}
	switch {
	case author != c.Person && !theirs:
		return Refuse(Conflict, "season.nothing_to_answer")
	case mine >= MaxReplies:
		return Refuse(Conflict, "season.too_many_replies", "Limit", MaxReplies)
	}
	return nil
}

// todayOf is what day it is for a person.
func (s SeasonService) todayOf(ctx context.Context, tx Tx, id ID) (Date, error) {
	w, err := s.calendarByID(ctx, tx, id)
	return w.Today(tx.Now()), err
}

// Acknowledge is the person's word that they have read the summary. It is no
// agreement. It is taken late, too; that there was silence before stays.
func (s SeasonService) Acknowledge(ctx context.Context, act Act, id ID) (SeasonCaseView, error) {
	act.Digest = DigestOf(string(id))
	return s.alter(ctx, act, caseEdit{id, 0, AckSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		c := at.c
		switch {
		case c.SharedAt.IsZero():
			return Refuse(Conflict, "season.not_shared")
		case !c.AckAt.IsZero():
			return nil // it was said before
		}
		c.AckAt, c.DueAt = tx.Now(), time.Time{}
		if err := tx.UpdateSeasonCase(ctx, c); err != nil {
			return err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: string(AckSeason), Subject: id, Person: c.Person, Version: c.Version + 1}); err != nil {
			return err
		}
		if err := s.answered(ctx, tx, id, AskSeasonRead, c.Person); err != nil {
			return err
		}
		return s.tellCase(ctx, tx, c, "read", c.Writer)
	}})
}
