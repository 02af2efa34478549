package domain

import (
	"context"
	"errors"
)

// proposalsRead is how many proposals of a goal are shown as its history.
const proposalsRead = 20

// negotiated decides what of a saved goal holds at once, and what waits for the
// other side. before is the goal as it stood, empty for a new one; after is as it
// was filled in. It gives the goal to write, the outcome's word, and the proposal
// to make, if any.
func (s GoalService) negotiated(ctx context.Context, tx Tx, save saving, before, after Goal) (Goal, string, *GoalProposal, error) {
	isNew := before.ID == ""
	waits := save.other != ""
	p := &GoalProposal{ID: s.IDs.New(), Goal: after.ID, Terms: after.terms(), Why: save.draft.Reason, By: save.act.Actor, At: tx.Now(), State: ProposalOpen}
	if !waits { // nobody has a say beside: it holds, and is kept as such
		p.State, p.SettledAt = ProposalAgreed, tx.Now()
	}
	if isNew {
		after.State, after.AgreedAt = GoalProposed, p.SettledAt
		if !waits {
			after.State = GoalAgreed
			return after, "created", p, nil
		}
		return after, "proposed", p, nil
	}
	list, err := tx.GoalProposals(ctx, before.ID, proposalsRead)
	if err != nil {
		return after, "", nil, err
	}
	open, pending := openProposal(list)
	p.Was = before.terms()
	if pending {
		p.Was = open.Terms
	}
	agreed := before.State == GoalAgreed
	if p.Terms.same(p.Was) && (agreed || p.Terms.Title == p.Was.Title) {
		return after.keeping(before), "changed", nil, nil // what waits, waits on
	}
	if pending {
		if err := tx.SettleGoalProposal(ctx, open.replacedBy(save.act.Actor, before.Owner, tx)); err != nil {
			return after, "", nil, err
		}
	}
	if agreed && p.Terms.same(before.terms()) {
		return after.keeping(before), "changed", nil, nil // as it was agreed: nothing is proposed any more
	}
	word := "change_proposed"
	switch {
	case !waits:
		after.State, after.AgreedAt, word = GoalAgreed, tx.Now(), "changed"
	case agreed: // what was agreed holds until the other agrees anew
		after = after.keeping(before)
	case pending && !sameSide(open.By, save.act.Actor, before.Owner):
		word = "countered"
	default:
		word = "proposed"
	}
	return after, word, p, nil
}

// keeping is a goal as filled in, with what was agreed of it: measure and day, and
// the title where it alone says what is to be reached.
func (g Goal) keeping(agreed Goal) Goal {
	title := g.Title
	yesNo := g.Measure.Kind == YesNoMeasure || agreed.Measure.Kind == YesNoMeasure
	if g = g.withTerms(agreed.terms()); !yesNo {
		g.Title = title
	}
	return g
}

// saving is who saves a goal, how it was filled in, and who is on the other side;
// nobody where other is empty.
type saving struct {
	act   Act
	draft GoalDraft
	other ID
}

// sameSide tells whether two people stand on the same side of a goal: the owner
// alone on the one, manager and partner on the other.
func sameSide(a, b, owner ID) bool { return (a == owner) == (b == owner) }

// replacedBy is a proposal as it is settled when somebody proposes something else.
func (p GoalProposal) replacedBy(actor, owner ID, tx Tx) GoalProposal {
	p.State = ProposalTakenBack
	if !sameSide(p.By, actor, owner) {
		p.State = ProposalCountered
	}
	p.AnsweredBy, p.SettledAt = actor, tx.Now()
	return p
}

// ProposeTo gives the person to whom the actor wants to propose a goal. Forbidden
// where that is not theirs to do.
func (s GoalService) ProposeTo(ctx context.Context, actor, owner ID) (Person, error) {
	var person Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := aroundPerson(ctx, tx, owner)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ChangeGoal, subject); err != nil {
			return err
		}
		person, err = tx.Person(ctx, owner)
		return err
	})
	return person, err
}

// Agree lets a proposal hold. Conflict where it is settled already, since what
// was read is not what waits.
func (s GoalService) Agree(ctx context.Context, act Act, proposal ID) (Outcome, error) {
	return s.settle(ctx, act, proposal, func(tx Tx, g *Goal, p *GoalProposal, around Subject) (string, error) {
		if !s.mayAgree(*p, *g, around, act.Actor) {
			return "", Refuse(Forbidden, "permission.refused")
		}
		p.State = ProposalAgreed
		*g = g.withTerms(p.Terms)
		g.State, g.AgreedAt = GoalAgreed, tx.Now()
		return "agreed", nil
	})
}

// mayAgree tells whether the actor stands on the other side of a proposal, or on
// its own while nobody stands on the other.
func (s GoalService) mayAgree(p GoalProposal, g Goal, around Subject, actor ID) bool {
	return mayAccept(p.By, g.Owner, actor) || actor == p.By && counterpart(g.Owner, around, actor) == ""
}

// Decline leaves what was agreed as it is, with a line why. A goal that is new is
// closed or worded differently instead.
func (s GoalService) Decline(ctx context.Context, act Act, proposal ID, words string) (Outcome, error) {
	words = oneLine(words)
	faults := TooLong("answer", words, MaxProposalWord)
	if words == "" {
		faults = append(faults, RefuseField("answer", "goal.answer_missing"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	return s.settle(ctx, act, proposal, func(_ Tx, g *Goal, p *GoalProposal, _ Subject) (string, error) {
		switch {
		case !mayAccept(p.By, g.Owner, act.Actor):
			return "", Refuse(Forbidden, "permission.refused")
		case g.State != GoalAgreed:
			return "", Refuse(Conflict, "goal.not_agreed_yet")
		}
		p.State, p.Answer = ProposalDeclined, words
		return "declined", nil
	})
}

// TakeBack takes the own side's proposal back; what was agreed goes on.
func (s GoalService) TakeBack(ctx context.Context, act Act, proposal ID) (Outcome, error) {
	return s.settle(ctx, act, proposal, func(_ Tx, g *Goal, p *GoalProposal, _ Subject) (string, error) {
		switch {
		case !sameSide(p.By, act.Actor, g.Owner):
			return "", Refuse(Forbidden, "permission.refused")
		case g.State != GoalAgreed:
			return "", Refuse(Conflict, "goal.not_agreed_yet")
		}
		p.State = ProposalTakenBack
		return "taken_back", nil
	})
}

// settle loads a proposal that waits with its goal, asks permission, lets do
// change both, and writes them with the ledger and what the other side is told.
func (s GoalService) settle(ctx context.Context, act Act, id ID, do func(Tx, *Goal, *GoalProposal, Subject) (string, error)) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.GoalProposal(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		g, err := tx.Goal(ctx, p.Goal)
		if err != nil {
			return Outcome{}, err
		}
		around, err := s.subject(ctx, tx, g, act)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, AgreeGoal, around); err != nil {
			return Outcome{}, err
		}
		if p.State != ProposalOpen || g.Closed() {
			return Outcome{}, Refuse(Conflict, "goal.proposal_settled")
		}
		word, err := do(tx, &g, &p, around)
		if err != nil {
			return Outcome{}, err
		}
		p.AnsweredBy, p.SettledAt = act.Actor, tx.Now()
		if err := errors.Join(tx.SettleGoalProposal(ctx, p), s.heard(ctx, tx, &g)); err != nil {
			return Outcome{}, err
		}
		if g, err = tx.UpdateGoal(ctx, g); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "goal." + word, Subject: g.ID, Person: g.Owner, Version: g.Version, Content: p.words()}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: word, Subject: g.ID}, tellGoal(ctx, tx, act, goalWord{g, p.concerns(g, around, act.Actor), string(p.State)})
	}, nil)
}

// words are a proposal as the ledger keeps it.
func (p GoalProposal) words() string {
	was := ""
	if p.Was.Title != "" {
		was = Goal{Title: p.Was.Title, Measure: p.Was.Measure, Due: p.Was.Due}.words() + "\n->\n"
	}
	return was + Goal{Title: p.Terms.Title, Measure: p.Terms.Measure, Due: p.Terms.Due}.words() + "\n" + p.Why + "\n" + p.Answer
}

// concerns is whom it concerns that a proposal was settled: who proposed; where
// that person has no say any more, who has it now, since an agreement with a
// former manager binds the next one.
func (p GoalProposal) concerns(g Goal, around Subject, actor ID) ID {
	if p.By != actor && (p.By == g.Owner || p.By == around.Partner || len(around.Line) > 0 && p.By == around.Line[0]) {
		return p.By
	}
	return counterpart(g.Owner, around, actor)
}

// goalWord is what somebody is told about a goal.
type goalWord struct {
	goal Goal
	to   ID
	word string
}

// tellGoal tells somebody what another did with a goal.
func tellGoal(ctx context.Context, tx Tx, act Act, w goalWord) error {
	if w.to == "" || w.to == act.Actor {
		return nil
	}
	return tx.Tell(ctx, Message{
		Kind: GoalNews, Deed: Post, Class: FromPeople, Recipient: w.to, Subject: w.goal.ID, Detail: w.word + " " + string(act.Actor),
	})
}

// endProposals ends what waits about a goal that is closed.
func endProposals(ctx context.Context, tx Tx, goal ID) error {
	list, err := tx.GoalProposals(ctx, goal, proposalsRead)
	if err != nil {
		return err
	}
	p, waits := openProposal(list)
	if !waits {
		return nil
	}
	p.State, p.SettledAt = ProposalOver, tx.Now()
	return tx.SettleGoalProposal(ctx, p)
}

// addHistory reads what was proposed about a person's goal, and by whom.
func (s GoalService) addHistory(ctx context.Context, tx Tx, reader Standing, d *GoalDetail) error {
	g, me := d.Goals[0], reader.Person.ID
	var err error
	if d.History, err = tx.GoalProposals(ctx, g.ID, proposalsRead); err != nil || len(d.History) == 0 {
		return err
	}
	around, err := s.subject(ctx, tx, g, Act{Actor: me})
	if err != nil {
		return err
	}
	var waits bool
	if d.Open, waits = openProposal(d.History); waits {
		_, may := Can(reader, AgreeGoal, around)
		d.MayAgree = may && s.mayAgree(d.Open, g, around, me)
		d.MayTakeBack = may && g.State == GoalAgreed && sameSide(d.Open.By, me, g.Owner)
	}
	ids := []ID{g.Owner}
	for _, p := range d.History {
		ids = append(ids, p.By, p.AnsweredBy)
	}
	d.People, err = peopleByID(ctx, tx, ids)
	return err
}

// Proposed gives a goal by a proposal about it, as Show does.
func (s GoalService) Proposed(ctx context.Context, actor, proposal ID) (GoalDetail, GoalProposal, error) {
	var p GoalProposal
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		p, err = tx.GoalProposal(ctx, proposal)
		return err
	})
	if err != nil {
		return GoalDetail{}, p, err
	}
	detail, err := s.Show(ctx, actor, p.Goal)
	return detail, p, err
}
