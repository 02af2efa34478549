package domain

import (
	"cmp"
	"context"
	"slices"
)

// AdaptationNews is the kind of message that tells one side what the other did
// with a proposal; the proposal is the subject.
const AdaptationNews = "expectation.told"

// AdaptationDraft is a proposal as filled in.
type AdaptationDraft struct {
	Person ID
	Kind   AdaptationKind
	// About is the expectation or KPI; empty to add one. Stand is that of the
	// wording that the form showed, for one that is added nothing.
	About     ID
	Stand     int
	Dimension Dimension
	Text, Why string
}

func (d AdaptationDraft) tidy() AdaptationDraft {
	d.Text, d.Why = oneLine(d.Text), oneLine(d.Why)
	return d
}

// Propose proposes that something be different for a person than the role says.
// All faults are told at once. Conflict where what the form showed was worded
// anew, or where another proposal about the same waits.
func (s ExpectationService) Propose(ctx context.Context, act Act, d AdaptationDraft) (Outcome, error) {
	d = d.tidy()
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		subject, err := aroundPerson(ctx, tx, d.Person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, AgreeExpected, subject); err != nil {
			return Outcome{}, err
		}
		e, err := expectedOf(ctx, tx, d.Person)
		if err != nil {
			return Outcome{}, err
		}
		a, err := e.proposal(d)
		if err != nil {
			return Outcome{}, err
		}
		a.ID, a.By, a.At, a.State = s.IDs.New(), act.Actor, tx.Now(), AdaptationProposed
		a.About = cmp.Or(a.About, s.IDs.New())
		if counterpart(a.Person, subject, act.Actor) == "" {
			return Outcome{}, Refuse(Conflict, "expectation.nobody_to_agree")
		}
		if err := tx.CreateAdaptation(ctx, a); err != nil {
			return Outcome{}, err
		}
		a.Version = 1
		return s.noted(ctx, tx, settling{act, a, subject, "proposed"})
	}, nil)
}

// proposal checks a draft against what is expected now.
func (e Expected) proposal(d AdaptationDraft) (Adaptation, error) {
	a := Adaptation{Person: d.Person, Profile: e.Role.ID, Kind: d.Kind, About: d.About, Dimension: d.Dimension, Text: d.Text, Why: d.Why}
	if e.Role.ID == "" {
		return a, Refuse(NotFound, "expectation.no_profile")
	}
	if len(e.Open) >= MaxOpenProposals {
		return a, Refuse(Conflict, "expectation.too_many_open", "Limit", MaxOpenProposals)
	}
	faults := TooLong("why", d.Why, MaxAdaptationWord)
	i := slices.IndexFunc(e.Own.Expectations, func(x Expectation) bool { return x.ID == d.About })
	k := slices.IndexFunc(e.Own.KPIs, func(x KPI) bool { return x.ID == d.About })
	differs := slices.ContainsFunc(e.Differs, func(x Adaptation) bool { return x.About == d.About })
	gone := Refuse(Conflict, "expectation.meanwhile")
	switch {
	case d.Kind == AddExpectation && d.About == "":
		faults = append(faults, e.checkAdded(d)...)
	case d.Kind == RewordExpectation && i >= 0:
		was := e.Own.Expectations[i]
		if was.Stand() != d.Stand {
			return a, gone
		}
		a.Was, a.Dimension = was.Text, was.Dimension
		faults = append(faults, e.checkText(d)...)
	case d.Kind == SetTarget && k >= 0:
		was := e.Own.KPIs[k]
		if was.Stand() != d.Stand {
			return a, gone
		}
		a.Was = was.Target
		faults = append(faults, checkTarget(d, was)...)
	case d.Kind == LeaveOut && i >= 0:
		a.Was, a.Dimension, a.Text = e.Own.Expectations[i].Text, e.Own.Expectations[i].Dimension, ""
	case d.Kind == LeaveOut && k >= 0:
		a.Was, a.Text = e.Own.KPIs[k].Name, ""
	case d.Kind == AsTheRole && differs && e.Role.has(d.About):
		a.Was, a.Text = e.wordsOf(d.About)
	default:
		return a, gone
	}
	return a, faults.Err()
}

// checkAdded checks an expectation that is to be added.
func (e Expected) checkAdded(d AdaptationDraft) Faults {
	faults := Expectation{Dimension: d.Dimension, Text: d.Text}.check("")
	added := 0
	for _, a := range append(slices.Clone(e.Differs), e.Open...) {
		if a.Kind == AddExpectation {
			added++
		}
	}
	if added >= MaxAdded {
		faults = append(faults, RefuseField("text", "expectation.too_many", "Limit", MaxAdded))
	}
	return append(faults, e.checkTwice(d)...)
}

// checkText checks a wording.
func (e Expected) checkText(d AdaptationDraft) Faults {
	faults := TooLong("text", d.Text, MaxRoleLine)
	if d.Text == "" {
		faults = append(faults, RefuseField("text", "expectation.text_missing"))
	}
	return append(faults, e.checkTwice(d)...)
}

// checkTwice refuses what is expected already.
func (e Expected) checkTwice(d AdaptationDraft) Faults {
	if d.Text != "" && slices.ContainsFunc(e.Own.Expectations, func(x Expectation) bool { return x.Text == d.Text }) {
		return Faults{RefuseField("text", "expectation.said_already")}
	}
	return nil
}

func checkTarget(d AdaptationDraft, was KPI) Faults {
	switch d.Text {
	case "":
		return Faults{RefuseField("text", "expectation.target_missing")}
	case was.Target:
		return Faults{RefuseField("text", "expectation.said_already")}
	}
	return TooLong("text", d.Text, MaxKPIValue)
}

// wordsOf gives what holds for the person, and what the role says.
func (e Expected) wordsOf(id ID) (own, role string) {
	for _, a := range e.Differs {
		if a.About == id {
			own = a.Text
		}
	}
	for _, x := range e.Role.Expectations {
		if x.ID == id {
			role = x.Text
		}
	}
	for _, k := range e.Role.KPIs {
		if k.ID == id {
			role = k.Target
		}
	}
	return own, role
}

// mayAccept tells whether somebody stands on the other side of what was proposed
// by one of a person and the manager or partner: the person for one of these two,
// else one of them.
func mayAccept(by, person, actor ID) bool {
	if by == person {
		return actor != person
	}
	return actor == person
}

// counterpart is who is told what somebody did: the person, or for the person the
// partner who is named, else the manager.
func counterpart(person ID, around Subject, actor ID) ID {
	if actor != person {
		return person
	}
	if around.Partner != "" {
		return around.Partner
	}
	if len(around.Line) > 0 {
		return around.Line[0]
	}
	return ""
}

// Accept lets a proposal hold. The version is that which was read. Conflict where
// it changed meanwhile, or is settled.
func (s ExpectationService) Accept(ctx context.Context, act Act, id ID, version int) (Outcome, error) {
	return s.settle(ctx, act, id, func(ctx context.Context, tx Tx, a *Adaptation) (string, error) {
		switch {
		case !mayAccept(a.By, a.Person, act.Actor):
			return "", Refuse(Forbidden, "permission.refused")
		case a.Version != version:
			return "", Refuse(Conflict, "expectation.proposal_changed")
		}
		e, err := expectedOf(ctx, tx, a.Person)
		if err != nil {
			return "", err
		}
		if a.Profile != e.Role.ID || a.Kind != AddExpectation && !e.expects(a.About) {
			return "", Refuse(Conflict, "expectation.meanwhile")
		}
		a.State, a.AnsweredBy, a.SettledAt = AdaptationAgreed, act.Actor, tx.Now()
		if a.Wording, err = nextWording(ctx, tx, *a); err != nil {
			return "", err
		}
		if a.Kind == AddExpectation || a.Kind == RewordExpectation {
			worded := Expectation{ID: a.About, Owner: a.Person, Version: a.Wording, Dimension: a.Dimension, Text: a.Text}
			return "agreed", tx.KeepWording(ctx, worded)
		}
		return "agreed", nil
	})
}

// expects tells whether something is the role's, or was added for the person.
func (e Expected) expects(id ID) bool {
	return e.Role.has(id) || slices.ContainsFunc(e.Differs, func(a Adaptation) bool { return a.About == id })
}

// nextWording counts the texts that were agreed on for the same.
func nextWording(ctx context.Context, tx Tx, a Adaptation) (int, error) {
	all, err := tx.Adaptations(ctx, AdaptationFilter{Person: a.Person, Profile: a.Profile})
	wording := 1
	for _, before := range all {
		if before.About == a.About && before.State == AdaptationAgreed {
			wording = max(wording, before.Wording+1)
		}
	}
	return wording, err
}

// Answer says something to a proposal in place of accepting it; it stays open.
func (s ExpectationService) Answer(ctx context.Context, act Act, id ID, version int, words string) (Outcome, error) {
	words = oneLine(words)
	faults := TooLong("answer", words, MaxAdaptationWord)
	if words == "" {
		faults = append(faults, RefuseField("answer", "expectation.answer_missing"))
	}
	if err := faults.Err(); err != nil {
		return Outcome{}, err
	}
	return s.settle(ctx, act, id, func(_ context.Context, _ Tx, a *Adaptation) (string, error) {
		switch {
		case !mayAccept(a.By, a.Person, act.Actor):
			return "", Refuse(Forbidden, "permission.refused")
		case a.Version != version:
			return "", Refuse(Conflict, "expectation.proposal_changed")
		}
		a.State, a.Answer, a.AnsweredBy = AdaptationAnswered, words, act.Actor
		return "answered", nil
	})
}

// Withdraw takes the own proposal back.
func (s ExpectationService) Withdraw(ctx context.Context, act Act, id ID) (Outcome, error) {
	return s.settle(ctx, act, id, func(_ context.Context, tx Tx, a *Adaptation) (string, error) {
		if a.By != act.Actor {
			return "", Refuse(Forbidden, "permission.refused")
		}
		a.State, a.SettledAt = AdaptationWithdrawn, tx.Now()
		return "withdrawn", nil
	})
}

// settle loads an open proposal, asks permission, lets do change it, and writes it
// with its ledger entry and what the other side is told.
func (s ExpectationService) settle(ctx context.Context, act Act, id ID, do func(context.Context, Tx, *Adaptation) (string, error)) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		a, err := tx.Adaptation(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		subject, err := aroundPerson(ctx, tx, a.Person)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, AgreeExpected, subject); err != nil {
			return Outcome{}, err
		}
		if !a.Open() {
			return Outcome{}, Refuse(Conflict, "expectation.proposal_settled")
		}
		word, err := do(ctx, tx, &a)
		if err != nil {
			return Outcome{}, err
		}
		if err := tx.UpdateAdaptation(ctx, a); err != nil {
			return Outcome{}, err
		}
		a.Version++
		return s.noted(ctx, tx, settling{act, a, subject, word})
	}, nil)
}

// settling is what somebody did with a proposal, and who stands around it.
type settling struct {
	act    Act
	about  Adaptation
	around Subject
	word   string
}

// noted writes the ledger and tells the other side.
func (s ExpectationService) noted(ctx context.Context, tx Tx, done settling) (Outcome, error) {
	a, actor := done.about, done.act.Actor
	entry := Entry{
		Actor: actor, Act: "expectation." + done.word, Subject: a.ID, Person: a.Person, Version: a.Version,
		Content: string(a.Kind) + ": " + a.Was + " -> " + a.Text,
	}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	to := counterpart(a.Person, done.around, actor)
	if actor == a.Person && a.By != a.Person {
		to = a.By // who proposed is answered
	}
	out := Outcome{Word: done.word, Subject: a.ID}
	if to == "" || to == actor {
		return out, nil
	}
	m := Message{Kind: AdaptationNews, Deed: Post, Class: FromPeople, Recipient: to, Subject: a.ID, Detail: done.word + " " + string(actor)}
	return out, tx.Tell(ctx, m)
}
