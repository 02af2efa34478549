package domain

import (
	"context"
)

// Draft keeps what somebody types while they type, so that a closed window
// loses nothing. It is a note: no request key, no ledger entry, no message.
// An older keystroke than the one kept, and one after sharing, changes nothing.
func (s ConversationService) Draft(ctx context.Context, actor, id ID, answer PreparedAnswer, typedAt string) error {
	if Length(answer.Text) > MaxAnswer {
		return TooLong(answer.Question, answer.Text, MaxAnswer)
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, PrepareTalk, c.Subject()); err != nil {
			return err
		}
		_, err = tx.SaveDraft(ctx, id, actor, answer, typedAt)
		return err
	})
}

// Keep saves all answers of a form that was closed with "Keep for later".
func (s ConversationService) Keep(ctx context.Context, actor, id ID, answers []PreparedAnswer) error {
	if err := checkAnswers(answers); err != nil {
		return err
	}
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, PrepareTalk, c.Subject()); err != nil {
			return err
		}
		p, err := tx.Preparation(ctx, id, actor)
		if err != nil || !p.Shared.IsZero() {
			return err
		}
		p.Answers = answers
		_, err = tx.SavePreparation(ctx, p)
		if CodeOf(err) == Conflict {
			return nil // shared at the same moment: that holds
		}
		return err
	})
}

func checkAnswers(answers []PreparedAnswer) error {
	var faults Faults
	for i := range answers {
		answers[i].Text = Tidy(answers[i].Text)
		faults = append(faults, TooLong(answers[i].Question, answers[i].Text, MaxAnswer)...)
	}
	return faults.Err()
}

// Share shows the preparation to the other of the two. Answers may be shared
// again with changes until the conversation closes.
func (s ConversationService) Share(ctx context.Context, act Act, id ID, answers []PreparedAnswer) (Outcome, error) {
	return s.share(ctx, act, id, answers, func(context.Context, Tx) error { return nil })
}

// ShareAsJoiner is Share for the preparation in which joiners also say whether
// they like to be thanked privately: both are saved, or none.
func (s ConversationService) ShareAsJoiner(ctx context.Context, act Act, id ID, answers []PreparedAnswer, privately bool) (Outcome, error) {
	return s.share(ctx, act, id, answers, func(ctx context.Context, tx Tx) error { return wantPrivately(ctx, tx, act.Actor, privately) })
}

// share saves and shows the answers, and does what else the form asked for.
func (s ConversationService) share(
	ctx context.Context, act Act, id ID, answers []PreparedAnswer, also func(context.Context, Tx) error,
) (Outcome, error) {
	if err := checkAnswers(answers); err != nil {
		return Outcome{}, err
	}
	return s.alter(ctx, act, id, PrepareTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen {
			return "", Refuse(Conflict, "conversation.closed")
		}
		p, err := tx.Preparation(ctx, id, act.Actor)
		if err != nil {
			return "", err
		}
		p.Answers, p.Shared = answers, tx.Now()
		if _, err := tx.SavePreparation(ctx, p); err != nil {
			return "", err
		}
		if err := also(ctx, tx); err != nil {
			return "", err
		}
		return "shared", s.shared(ctx, tx, c, act.Actor)
	})
}

// RatherTalk says that the employee would rather just talk; it counts as
// prepared.
func (s ConversationService) RatherTalk(ctx context.Context, act Act, id ID) (Outcome, error) {
	return s.alter(ctx, act, id, PrepareTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen {
			return "", Refuse(Conflict, "conversation.closed")
		}
		c.RatherTalk = c.RatherTalk || act.Actor == c.Employee
		return "rather_talk", s.shared(ctx, tx, c, act.Actor)
	})
}

// shared moves the turn on and lets the other know: on their card, or at once
// when the two talk today.
func (s ConversationService) shared(ctx context.Context, tx Tx, c *Conversation, who ID) error {
	pair, err := s.pair(ctx, tx, *c)
	if err != nil {
		return err
	}
	first := c.EmployeeShared.IsZero()
	if who == c.Partner {
		c.PartnerShared = tx.Now()
	} else {
		c.EmployeeShared = tx.Now()
	}
	if who == c.Employee {
		if err := s.answered(ctx, tx, c.ID, AskPrepare, who); err != nil {
			return err
		}
	}
	if err := s.tellOther(ctx, tx, *c, who, pair); err != nil {
		return err
	}
	switch {
	case who == c.Employee && c.Turn == EmployeeTurn && first:
		return s.partnersTurn(ctx, tx, c, pair)
	case who == c.Partner && c.Turn == PartnerTurn:
		c.Turn = MeetTurn
		return s.editCards(ctx, tx, c.ID)
	}
	return s.editCards(ctx, tx, c.ID)
}

// tellOther sends a message at once where the two talk today.
func (s ConversationService) tellOther(ctx context.Context, tx Tx, c Conversation, who ID, p pair) error {
	other := c.Other(who)
	if other == "" || c.MeetAt.IsZero() {
		return nil
	}
	w := p.calendarOf(other)
	if w.Today(c.MeetAt) != w.Today(tx.Now()) {
		return nil
	}
	return tx.Tell(ctx, Message{Kind: TalkShared, Deed: Post, Class: FromPeople, Recipient: other, Subject: c.ID})
}

// editCards brings the cards that show a conversation up to date.
func (s ConversationService) editCards(ctx context.Context, tx Tx, id ID) error {
	cards, err := tx.CardsShowing(ctx, id)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if err := s.edit(ctx, tx, card); err != nil {
			return err
		}
	}
	return nil
}
