package domain

import (
	"context"
	"errors"
	"time"
)

// PlanReport is how something in the own plan goes, as filled in.
type PlanReport struct {
	Version    int // that the form showed; 0 for any
	Confidence Confidence
	Text       string
	NoChange   bool
}

// Tell keeps news of an item of the own plan. Each is kept.
func (s GrowthService) Tell(ctx context.Context, act Act, id ID, r PlanReport) (Outcome, error) {
	r.Text = Tidy(r.Text)
	faults := TooLong("text", r.Text, MaxPlanText)
	if !r.NoChange && r.Confidence != OnTrack && !r.Confidence.worries() {
		faults = append(faults, RefuseField("confidence", "form.choice_unknown"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	change := planChange{id: id, version: r.Version, action: WritePlan, word: "told", words: string(r.Confidence) + "\n" + r.Text}
	return s.alter(ctx, act, change, func(ctx context.Context, tx Tx, i *PlanItem) error {
		if !r.NoChange {
			i.Confidence = r.Confidence
		}
		if err := s.say(ctx, tx, PlanWord{Item: i.ID, Author: act.Actor, Kind: PlanNews, Confidence: i.Confidence, Text: r.Text}); err != nil {
			return err
		}
		return s.heard(ctx, tx, i)
	})
}

// Comment keeps what one of those who read an item says about it.
func (s GrowthService) Comment(ctx context.Context, act Act, id ID, text string) (Outcome, error) {
	text = Tidy(text)
	faults := TooLong("text", text, MaxPlanText)
	if text == "" {
		faults = append(faults, RefuseField("text", "growth.comment_missing"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	change := planChange{id: id, action: WordOnPlan, word: "commented", words: text, beside: true}
	return s.alter(ctx, act, change, func(ctx context.Context, tx Tx, i *PlanItem) error {
		return s.say(ctx, tx, PlanWord{Item: i.ID, Author: act.Actor, Kind: PlanComment, Text: text})
	})
}

// Support is the yes of the manager, or of who holds the conversation, to an item
// as the form showed it, with a word or without. It changes nothing else: the
// plan stays the person's. Conflict where the item changed since.
func (s GrowthService) Support(ctx context.Context, act Act, id ID, version int, text string) (Outcome, error) {
	text = Tidy(text)
	if err := TooLong("text", text, MaxPlanText).Err(); err != nil {
		return Outcome{}, err
	}
	change := planChange{id: id, version: version, action: SupportPlan, word: "supported", words: text}
	return s.alter(ctx, act, change, func(ctx context.Context, tx Tx, i *PlanItem) error {
		if i.Supporter == act.Actor {
			return Refuse(Conflict, "growth.supported_already")
		}
		i.Supporter, i.SupportedAt = act.Actor, tx.Now()
		return s.say(ctx, tx, PlanWord{Item: i.ID, Author: act.Actor, Kind: PlanSupport, Text: text})
	})
}

// PlanEnd is how an item ended, as filled in.
type PlanEnd struct {
	Version int // that the form showed; 0 for any
	State   PlanState
	Reason  string
	Lesson  string
}

// End ends an item of the own plan as finished or dropped, with what was learned
// in one line. Dropping needs a reason. Conflict where it changed meanwhile.
func (s GrowthService) End(ctx context.Context, act Act, id ID, end PlanEnd) (Outcome, error) {
	end.Reason, end.Lesson = oneLine(end.Reason), oneLine(end.Lesson)
	faults := append(TooLong("reason", end.Reason, MaxPlanReason), TooLong("lesson", end.Lesson, MaxPlanReason)...)
	switch end.State {
	case PlanFinished:
		end.Reason = ""
	case PlanDropped:
		if end.Reason == "" {
			faults = append(faults, RefuseField("reason", "growth.drop_reason"))
		}
	default:
		faults = append(faults, RefuseField("ending", "form.choice_unknown"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	change := planChange{id: id, version: end.Version, action: WritePlan, word: string(end.State), words: end.Reason + "\n" + end.Lesson}
	return s.alter(ctx, act, change, func(ctx context.Context, tx Tx, i *PlanItem) error {
		i.State, i.Reason, i.Lesson, i.EndedAt, i.EndedBy = end.State, end.Reason, end.Lesson, tx.Now(), act.Actor
		return errors.Join(s.heard(ctx, tx, i), s.planEnded(ctx, tx, *i))
	})
}

// say keeps a word.
func (s GrowthService) say(ctx context.Context, tx Tx, w PlanWord) error {
	w.ID, w.At = s.IDs.New(), tx.Now()
	return tx.AddPlanWord(ctx, w)
}

// planChange is which item is changed, from which version (0 for any), what has to
// be allowed, the outcome's word for it, and the words that the ledger keeps.
type planChange struct {
	id      ID
	version int
	action  Action
	word    string
	words   string
	// beside is true for what is said beside an item and leaves it as it is: it
	// may have ended, and forms that show it stay good.
	beside bool
}

// alter loads an item, asks permission, lets do change it and writes it with its
// ledger entry. The asks that it answers end, and the person is told what somebody
// else did.
func (s GrowthService) alter(ctx context.Context, act Act, c planChange, do func(context.Context, Tx, *PlanItem) error) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		i, err := tx.GuardPlanItem(ctx, c.id)
		if err != nil {
			return Outcome{}, err
		}
		around, err := aroundPerson(ctx, tx, i.Person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, c.action, around); err != nil {
			return Outcome{}, err
		}
		switch {
		case i.Ended() && !c.beside:
			return Outcome{}, Refuse(Conflict, "growth.ended")
		case c.version != 0 && c.version != i.Version:
			return Outcome{}, Refuse(Conflict, "growth.changed_meanwhile")
		}
		if err := do(ctx, tx, &i); err != nil {
			return Outcome{}, err
		}
		if !c.beside {
			if i, err = tx.UpdatePlanItem(ctx, i); err != nil {
				return Outcome{}, err
			}
		}
		if err := s.settle(ctx, tx, act, i, c); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "growth." + c.word, Subject: i.ID, Person: i.Person, Version: i.Version, Content: c.words}
		return Outcome{Word: c.word, Subject: i.ID}, tx.Record(ctx, entry)
	}, nil)
}

// settle ends the asks that were answered and tells the person what somebody else
// did.
func (s GrowthService) settle(ctx context.Context, tx Tx, act Act, i PlanItem, c planChange) error {
	if act.Actor != i.Person {
		if err := s.looked(ctx, tx, act.Actor, i.Person); err != nil {
			return err
		}
		return tx.Tell(ctx, Message{Kind: PlanTold, Deed: Post, Class: FromPeople, Recipient: i.Person, Subject: i.ID, Detail: c.word + " " + string(act.Actor)})
	}
	if c.beside {
		return nil
	}
	if err := s.answered(ctx, tx, i.ID, AskPlan, i.Person); err != nil || !i.Ended() {
		return err
	}
	// Whoever was asked for a yes may have nothing left to say it to.
	to, err := s.supporterOf(ctx, tx, i.Person)
	if err != nil || to == "" {
		return err
	}
	return s.looked(ctx, tx, to, i.Person)
}

// looked ends the ask for a yes where nothing in the plan waits for one.
func (s GrowthService) looked(ctx context.Context, tx Tx, supporter, person ID) error {
	wait, err := tx.PlanItems(ctx, PlanFilter{People: []ID{person}, Open: true, Unsupported: true, Limit: 1})
	if err != nil || len(wait) > 0 {
		return err
	}
	return s.answered(ctx, tx, person, AskPlanSupport, supporter)
}

// Looked is the manager's "seen": nothing in a person's plan needs a yes now, and
// the ask for it ends.
func (s GrowthService) Looked(ctx context.Context, act Act, person ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		around, err := aroundPerson(ctx, tx, person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, SupportPlan, around); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "looked", Subject: person}, s.answered(ctx, tx, person, AskPlanSupport, act.Actor)
	}, nil)
}

// Remind asks about the items that are due to be asked about, at most limit. Where
// a conversation is near, its preparation asks instead.
func (s GrowthService) Remind(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		due, err = tx.DuePlanItems(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.remind)
}

func (s GrowthService) remind(ctx context.Context, tx Tx, id ID) error {
	i, err := tx.GuardPlanItem(ctx, id)
	if err != nil || i.Ended() || i.AskAt.After(tx.Now()) {
		return err
	}
	w, policy, err := s.planClock(ctx, tx, i.Person)
	if err != nil {
		return err
	}
	if later, err := s.putOff(ctx, tx, i, w, policy); err != nil || !later.IsZero() {
		return errors.Join(err, s.askLater(ctx, tx, i, later))
	}
	ask := Ask{Person: i.Person, Kind: AskPlan, Subject: i.ID, Urgency: WheneverYouCan, Expires: i.nextAsk(tx.Now(), w, policy.Growth)}
	if err := s.askLater(ctx, tx, i, ask.Expires); err != nil {
		return err
	}
	return s.fileAsk(ctx, tx, ask)
}

// putOff keeps quiet about the plan of somebody who rests, where an absence or a
// pause has moved the day by the rule, and before a conversation; it tells until
// when, or zero.
func (s GrowthService) putOff(ctx context.Context, tx Tx, i PlanItem, w WorkCalendar, policy Policy) (time.Time, error) {
	until, err := s.restsUntil(ctx, tx, i.Person, w, policy)
	if err != nil || !until.IsZero() {
		return until, err
	}
	if at := i.nextAsk(i.LastNews, w, policy.Growth); at.After(tx.Now()) {
		return at, nil
	}
	near, err := s.conversationNear(ctx, tx, i.Person)
	if err != nil || !near {
		return time.Time{}, err
	}
	return tx.Now().Add(conversationNear), nil
}

// askLater writes when an item is asked about next; the version that forms show
// stays as it is.
func (s GrowthService) askLater(ctx context.Context, tx Tx, i PlanItem, at time.Time) error {
	return tx.PutPlanItemOff(ctx, i.ID, at)
}
