package domain

import (
	"context"
	"fmt"
)

// PersonLeaves is the kind of message that says on which day somebody leaves,
// to the person, the manager and the people team.
const PersonLeaves = "person.leaves"

// StageService is the use cases around kinds and stages of people: guests and
// contractors, and who leaves.
type StageService struct {
	Practice
}

// farthestLeave is how far ahead a last day may be, in days.
const farthestLeave = 2 * farthestAway

// SetLeaving notes on which day somebody leaves: by the manager or the people
// team. It is known to the person, the manager and the people team; one closing
// conversation is planned, and nothing is asked about goals any more. Quietly
// ends everything without any message. The zero Date takes it back.
func (s StageService) SetLeaving(ctx context.Context, act Act, person ID, on Date, quietly bool) (Outcome, error) {
	return s.change(ctx, act, person, SetLeaving, func(ctx context.Context, tx Tx, p *Person) error {
		w, err := s.calendarByID(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		today := w.Today(tx.Now())
		switch {
		case !on.IsZero() && on.Before(today):
			return RefuseField("leaves", "person.leaves_past", "Day", on)
		case !on.IsZero() && on.DaysSince(today) > farthestLeave:
			return RefuseField("leaves", "person.leaves_far", "Day", on)
		}
		p.Leaves, p.LeavesQuietly = on, quietly && !on.IsZero()
		if quietly || on.IsZero() {
			_, err := tx.Withdraw(ctx, PersonLeaves, p.ID, "taken_back")
			return err
		}
		return s.tellLeaving(ctx, tx, act, *p)
	})
}

// tellLeaving tells the person, the manager and the people team, without who
// said so.
func (s StageService) tellLeaving(ctx context.Context, tx Tx, act Act, p Person) error {
	team, err := s.peopleTeam(ctx, tx, act.Actor)
	if err != nil {
		return err
	}
	told := map[ID]bool{act.Actor: true, "": true}
	for _, id := range append([]ID{p.ID, p.Manager}, idsOf(team)...) {
		if told[id] {
			continue
		}
		told[id] = true
		m := Message{Kind: PersonLeaves, Deed: Post, Class: FromPeople, Recipient: id, Subject: p.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

func idsOf(people []Person) []ID {
	ids := make([]ID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids
}

// SetPart says whether somebody is a contractor, and whether a guest or
// contractor has conversations, goals and a file all the same: by the people
// team.
func (s StageService) SetPart(ctx context.Context, act Act, person ID, contractor, takesPart bool) (Outcome, error) {
	return s.change(ctx, act, person, SetPart, func(_ context.Context, _ Tx, p *Person) error {
		switch {
		case p.Kind == Bot, p.Kind == Outsider:
			return Refuse(Invalid, "person.no_person")
		case contractor:
			p.Kind = Contractor
		case p.Kind == Contractor:
			p.Kind = Member // what Slack says of a guest account comes with the next reading
		}
		p.TakesPart = takesPart && p.Kind != Member
		return nil
	})
}

// change loads a person, asks permission, lets do change it, writes it with its
// ledger entry and plans it anew.
func (s StageService) change(ctx context.Context, act Act, id ID, action Action, do func(context.Context, Tx, *Person) error) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		subject, err := s.about(ctx, tx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, action, subject); err != nil {
			return Outcome{}, err
		}
		person, err := tx.Person(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := do(ctx, tx, &person); err != nil {
			return Outcome{}, err
		}
		if person, err = tx.UpdatePerson(ctx, person); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(action), Subject: id, Person: id, Version: person.Version, Content: person.stage()}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.MarkForPlanning(ctx, []ID{id}, tx.Now())
	}, nil)
}

// stage is a person's kind and stage, as the ledger keeps them.
func (p Person) stage() string {
	return fmt.Sprintf("%s, takes part %t, leaves %s, quietly %t", p.Kind, p.TakesPart, p.Leaves, p.LeavesQuietly)
}

// PersonCard is what those who look after a person see of the arrangement.
type PersonCard struct {
	Person  Person
	Policy  Policy
	Today   Date
	Manager Person
	// Partner is who holds the conversations now; Named is true where it is not
	// by the line. Offer is a suggestion that waits for the person's yes.
	Partner Person
	Named   bool
	Offer   PartnerOffer
	Offered Person
	// Away are the absences from today on.
	Away []Absence
	// May are the actions that the reader may do.
	May map[Action]bool
}

// cardActions are what can be arranged for a person.
var cardActions = []Action{SetAway, NamePartner, SuggestPartner, SetLeaving, ReadLeaving, SetPart}

// Card gives the arrangement of a person to those who may change any of it: the
// people team says why it looks, and the person is told. Managers above the
// manager find on it what they may ask to open, and nothing else.
func (s StageService) Card(ctx context.Context, actor, person ID) (PersonCard, error) {
	card := PersonCard{May: map[Action]bool{}}
	var looks []look
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := s.about(ctx, tx, person)
		if err != nil {
			return err
		}
		standing, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		if err := s.mayOpen(ctx, tx, standing, subject, &card); err != nil {
			return err
		}
		arranges := false
		for _, action := range cardActions {
			if _, ok := Can(standing, action, subject); ok {
				card.May[action], arranges = true, true
			}
		}
		switch {
		case len(card.May) == 0:
			return Refuse(Forbidden, "permission.refused")
		case !arranges:
			card.Person, err = tx.Person(ctx, person)
			return err
		}
		access, err := s.looking(ctx, tx, standing, ReadLeaving, subject)
		if err != nil {
			return err
		}
		looks = looked(access, Entry{Actor: actor, Act: "person.look", Subject: person, Person: person})
		return s.fillCard(ctx, tx, person, &card)
	})
	if err != nil {
		return PersonCard{}, err
	}
	return card, s.opened(ctx, looks...)
}

// mayOpen tells which sheets of a person's record the reader may open, or ask to.
func (s StageService) mayOpen(ctx context.Context, tx Tx, reader Standing, about Subject, card *PersonCard) error {
	if about.Person == reader.Person.ID {
		return nil
	}
	record, err := s.recordSubject(ctx, tx, about.Person)
	if err != nil {
		return err
	}
	for action, subject := range map[Action]Subject{ReadExpected: about, ChangeGoal: about, MakePacket: about, ReadGoal: about, ReadRecord: record, OpenRecord: record} {
		if _, ok := Can(reader, action, subject); ok {
			card.May[action] = true
		}
	}
	return nil
}

func (s StageService) fillCard(ctx context.Context, tx Tx, id ID, card *PersonCard) error {
	var err error
	if card.Person, err = tx.Person(ctx, id); err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	card.Policy = version.Policy
	card.Today = DateOf(tx.Now(), s.zoneOf(card.Person, card.Policy))
	partner, err := s.PartnerOf(ctx, tx, card.Person, card.Policy)
	if err != nil {
		return err
	}
	named, err := tx.NamedPartner(ctx, id)
	if err != nil {
		return err
	}
	card.Named = named != ""
	offer, offered, err := tx.PartnerOffer(ctx, id)
	if err != nil {
		return err
	}
	card.Offer = offer
	people, err := peopleByID(ctx, tx, []ID{partner, card.Person.Manager, card.Offer.Partner})
	if err != nil {
		return err
	}
	card.Partner, card.Manager = people[partner], people[card.Person.Manager]
	if offered {
		card.Offered = people[card.Offer.Partner]
	}
	card.Away, err = tx.Absences(ctx, id, card.Today)
	return err
}
