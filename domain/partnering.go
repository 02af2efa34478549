package domain

import (
	"context"
	"strings"
)

// The kinds of messages about who holds somebody's conversations. The employee
// is the subject.
const (
	PartnerNamed    = "partner.named"    // to all three: who holds them from now on
	PartnerOffered  = "partner.offered"  // to the employee: the manager suggests somebody
	PartnerDeclined = "partner.declined" // to who suggested: the employee stays
)

// PartnerService is the use cases around who holds whose conversations. Only
// the partner reads.
type PartnerService struct {
	Practice
}

// Name names a partner: at once where the people team does it, with the
// employee's yes where the manager does. An empty partner is the line manager
// again. The Outcome says "named" or "offered".
func (s PartnerService) Name(ctx context.Context, act Act, employee, partner ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		subject, err := s.about(ctx, tx, employee)
		if err != nil {
			return Outcome{}, err
		}
		actor, err := s.StandingOf(ctx, tx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		_, names := Can(actor, NamePartner, subject)
		if err := Permit(actor, SuggestPartner, subject); !names && err != nil {
			return Outcome{}, err
		}
		if err := s.checkPartner(ctx, tx, employee, partner); err != nil {
			return Outcome{}, err
		}
		if names {
			return s.name(ctx, tx, act, employee, partner)
		}
		offer := PartnerOffer{Employee: employee, Partner: partner, By: act.Actor, At: tx.Now()}
		if err := tx.SavePartnerOffer(ctx, offer); err != nil {
			return Outcome{}, err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "partner.offer", Subject: employee, Person: employee, Content: string(partner)}); err != nil {
			return Outcome{}, err
		}
		m := Message{Kind: PartnerOffered, Deed: Post, Class: FromPeople, Recipient: employee, Subject: employee}
		return Outcome{Word: "offered", Subject: employee}, tx.Tell(ctx, m)
	}, nil)
}

// checkPartner tells whether somebody can hold an employee's conversations.
func (s PartnerService) checkPartner(ctx context.Context, tx Tx, employee, partner ID) error {
	if partner == "" {
		return nil
	}
	person, err := tx.Person(ctx, partner)
	switch {
	case err != nil:
		return err
	case partner == employee:
		return RefuseField("partner", "partner.oneself")
	case !person.Converses():
		return RefuseField("partner", "partner.cannot", "Name", person.Name)
	}
	current, err := tx.NamedPartner(ctx, employee)
	if err != nil {
		return err
	}
	if current == partner {
		return RefuseField("partner", "partner.is_already", "Name", person.Name)
	}
	return nil
}

// name writes the partner, tells all who are concerned and plans anew.
func (s PartnerService) name(ctx context.Context, tx Tx, act Act, employee, partner ID) (Outcome, error) {
	before, err := tx.NamedPartner(ctx, employee)
	if err != nil {
		return Outcome{}, err
	}
	person, err := tx.Person(ctx, employee)
	if err != nil {
		return Outcome{}, err
	}
	if err := tx.NamePartner(ctx, employee, partner, act.Actor, tx.Now()); err != nil {
		return Outcome{}, err
	}
	if err := tx.SavePartnerOffer(ctx, PartnerOffer{Employee: employee}); err != nil {
		return Outcome{}, err
	}
	told := map[ID]bool{"": true, act.Actor: true}
	for _, id := range []ID{employee, partner, before, person.Manager} {
		if told[id] {
			continue
		}
		told[id] = true
		m := Message{Kind: PartnerNamed, Deed: Post, Class: FromPeople, Recipient: id, Subject: employee, Detail: string(act.Actor) + ":" + string(partner)}
		if err := tx.Tell(ctx, m); err != nil {
			return Outcome{}, err
		}
	}
	entry := Entry{Actor: act.Actor, Act: "partner.name", Subject: employee, Person: employee, Content: string(partner)}
	if err := tx.Record(ctx, entry); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: "named", Subject: employee}, tx.MarkForPlanning(ctx, []ID{employee}, tx.Now())
}

// ParsePartnerNews reads the detail of PartnerNamed: who named, and whom; an
// empty partner is the line manager again.
func ParsePartnerNews(detail string) (by, partner ID) {
	first, second, _ := strings.Cut(detail, ":")
	return ID(first), ID(second)
}

// Answer is the employee's yes or no to a suggestion.
func (s PartnerService) Answer(ctx context.Context, act Act, yes bool) (Outcome, error) {
	return s.own(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		offer, open, err := tx.PartnerOffer(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		if !open {
			return Outcome{}, Refuse(Conflict, "partner.no_offer")
		}
		if yes {
			if err := s.checkPartner(ctx, tx, act.Actor, offer.Partner); err != nil {
				return Outcome{}, err
			}
			return s.name(ctx, tx, act, act.Actor, offer.Partner)
		}
		if err := tx.SavePartnerOffer(ctx, PartnerOffer{Employee: act.Actor}); err != nil {
			return Outcome{}, err
		}
		if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "partner.decline", Subject: act.Actor, Person: act.Actor}); err != nil {
			return Outcome{}, err
		}
		m := Message{Kind: PartnerDeclined, Deed: Post, Class: FromPeople, Recipient: offer.By, Subject: act.Actor}
		return Outcome{Word: "declined", Subject: act.Actor}, tx.Tell(ctx, m)
	})
}

// own is a use case of the employee's own word.
func (s PartnerService) own(ctx context.Context, act Act, do func(context.Context, Tx) (Outcome, error)) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ChoosePartner, Subject{Person: act.Actor}); err != nil {
			return Outcome{}, err
		}
		return do(ctx, tx)
	}, nil)
}

// ChoosePeer lets somebody above whom nobody is talk with a peer.
func (s PartnerService) ChoosePeer(ctx context.Context, act Act, peer ID) (Outcome, error) {
	return s.own(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		line, err := tx.LineAbove(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		for _, above := range line {
			fits, err := s.canPartner(ctx, tx, above, version.Policy, false)
			if err != nil {
				return Outcome{}, err
			}
			if fits {
				return Outcome{}, Refuse(Conflict, "partner.somebody_above")
			}
		}
		if err := s.checkPartner(ctx, tx, act.Actor, peer); err != nil {
			return Outcome{}, err
		}
		return s.name(ctx, tx, act, act.Actor, peer)
	})
}

// Wait is the employee's wish to wait for a partner who is away, or to talk
// with who steps in after all.
func (s PartnerService) Wait(ctx context.Context, act Act, waits bool) (Outcome, error) {
	return s.own(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		step, stands, err := tx.StepIn(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		if !stands {
			return Outcome{}, Refuse(Conflict, "partner.nobody_away")
		}
		absent, err := tx.Person(ctx, step.Absent)
		if err != nil {
			return Outcome{}, err
		}
		if waits && !absent.Active {
			return Outcome{}, Refuse(Conflict, "partner.has_left", "Name", absent.Name)
		}
		if step.Waits == waits {
			return Outcome{Word: OutcomeDone, Subject: act.Actor}, nil
		}
		step.Waits = waits
		if err := saveStep(ctx, tx, act.Actor, step); err != nil {
			return Outcome{}, err
		}
		what := SteppedIn
		if waits {
			what = StepWaits
		}
		for _, id := range []ID{step.Absent, step.Substitute} {
			if id == act.Actor {
				continue
			}
			detail := StepNews{What: what, Absent: step.Absent, Substitute: step.Substitute}.String()
			if err := tx.Tell(ctx, Message{Kind: TalkStepIn, Deed: Post, Class: FromPeople, Recipient: id, Subject: act.Actor, Detail: detail}); err != nil {
				return Outcome{}, err
			}
		}
		return Outcome{Word: OutcomeDone, Subject: act.Actor}, tx.MarkForPlanning(ctx, []ID{act.Actor}, tx.Now())
	})
}

// Offer gives the suggestion that waits for a person's answer. NotFound where
// none does.
func (s PartnerService) Offer(ctx context.Context, employee ID) (PartnerOffer, map[ID]Person, error) {
	var offer PartnerOffer
	var people map[ID]Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var open bool
		var err error
		if offer, open, err = tx.PartnerOffer(ctx, employee); err != nil {
			return err
		}
		if !open {
			return Refuse(NotFound, "partner.no_offer")
		}
		person, err := tx.Person(ctx, employee)
		if err != nil {
			return err
		}
		if offer.Partner == "" {
			offer.Partner = person.Manager
		}
		people, err = peopleByID(ctx, tx, []ID{employee, offer.Partner, offer.By})
		return err
	})
	return offer, people, err
}
