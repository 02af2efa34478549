package domain

import (
	"context"
	"time"
)

// AskPurpose is the kind of the ask after a profile has changed: to read it, and
// to say in one sentence how the role serves the company.
const AskPurpose = "expectation.serve"

// MaxPurpose is the most characters of the sentence.
const MaxPurpose = 300

// purposeDays is how many days the ask for it stays open.
const purposeDays = 30

// Purpose is the sentence in which a person says how the own role serves the
// company's priorities.
type Purpose struct {
	Person ID
	// Profile and Seen are the profile, and its version, for which it was said.
	Profile ID
	Seen    int
	// Priorities is the version of the priorities for which it was said.
	Priorities int
	Text       string // sealed
	At         time.Time
	Version    int
}

// PurposeRows keeps the sentences, one a person.
type PurposeRows interface {
	// Purpose gives a person's, or an empty one of version 0.
	Purpose(ctx context.Context, person ID) (Purpose, error)
	// SavePurpose writes one by version. Conflict otherwise.
	SavePurpose(ctx context.Context, p Purpose) error
}

// Expected is what is expected of a person.
type Expected struct {
	Person Person
	// Role is the profile of the person's role, and Own the same as it was agreed
	// for the person. Both have no id where the role has no profile.
	Role, Own RoleProfile
	// Differs are the adaptations in force, Open those that wait for somebody.
	Differs, Open []Adaptation
	Purpose       Purpose
	// Priorities are those of the company in force.
	Priorities PriorityList
	// MayAgree is true for who may propose and accept; Reader is who reads.
	MayAgree bool
	Reader   ID
	People   map[ID]Person
}

// UpToDate tells whether the person has said the sentence since the profile and
// the company's priorities changed.
func (e Expected) UpToDate() bool {
	p := e.Purpose
	return p.Text != "" && p.Profile == e.Role.ID && p.Seen == e.Role.Version && p.Priorities == e.Priorities.Worded
}

// Show gives what is expected of a person, to those who may read it. Somebody
// above the manager says why, and the person is told.
func (s ExpectationService) Show(ctx context.Context, reader, person ID) (Expected, error) {
	var e Expected
	var looks []look
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		subject, err := aroundPerson(ctx, tx, person)
		if err != nil {
			return err
		}
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		access, err := s.looking(ctx, tx, by, ReadExpected, subject)
		if err != nil {
			return err
		}
		looks = looked(access, Entry{Actor: reader, Act: "expectation.look", Subject: person, Person: person})
		if e, err = expectedOf(ctx, tx, person); err != nil {
			return err
		}
		_, e.MayAgree = Can(by, AgreeExpected, subject)
		e.Reader = reader
		ids := []ID{person, reader}
		for _, a := range append(e.Open, e.Differs...) {
			ids = append(ids, a.By, a.AnsweredBy)
		}
		e.People, err = peopleByID(ctx, tx, ids)
		return err
	})
	if err != nil {
		return Expected{}, err
	}
	return e, s.opened(ctx, looks...)
}

// Open is Show for a view that shows the role's words: that the person saw them is
// kept.
func (s ExpectationService) Open(ctx context.Context, reader, person ID) (Expected, error) {
	e, err := s.Show(ctx, reader, person)
	if err != nil || reader != person || e.Role.ID == "" {
		return e, err
	}
	return e, s.sighted(ctx, reader, []Sighted{{Record: e.Role.ID, Version: e.Role.Version}})
}

// aroundPerson is who stands around what is expected of a person.
func aroundPerson(ctx context.Context, tx Tx, person ID) (Subject, error) {
	line, err := tx.LineAbove(ctx, person)
	if err != nil {
		return Subject{}, err
	}
	partner, err := tx.NamedPartner(ctx, person)
	return Subject{Person: person, Partner: partner, Line: line}, err
}

// expectedOf reads what is expected of a person.
func expectedOf(ctx context.Context, tx Tx, id ID) (Expected, error) {
	person, err := tx.Person(ctx, id)
	if err != nil {
		return Expected{}, err
	}
	e := Expected{Person: person}
	if e.Role, err = roleInForce(ctx, tx, person); err != nil || e.Role.ID == "" {
		return e, err
	}
	all, err := tx.Adaptations(ctx, AdaptationFilter{Person: id, Profile: e.Role.ID})
	if err != nil {
		return e, err
	}
	for _, a := range all {
		if a.Open() {
			e.Open = append(e.Open, a)
		}
	}
	e.Differs = inForce(e.Role, all)
	e.Own = e.Role.adapted(id, e.Differs)
	if e.Purpose, err = tx.Purpose(ctx, id); err != nil {
		return e, err
	}
	e.Priorities, err = prioritiesNow(ctx, tx)
	return e, err
}

// roleInForce is the profile of a person's role, or an empty one.
func roleInForce(ctx context.Context, tx Tx, person Person) (RoleProfile, error) {
	if person.Role == "" || !person.Converses() {
		return RoleProfile{}, nil
	}
	role, err := roleBefore(ctx, tx, person.Role)
	if role.Retired {
		return RoleProfile{}, err
	}
	return role, err
}

// Serve keeps the sentence of the person who acts. The version is that of the
// sentence that the form showed. Conflict where it changed meanwhile.
func (s ExpectationService) Serve(ctx context.Context, act Act, version int, text string) (Outcome, error) {
	text = oneLine(text)
	return s.purpose(ctx, act, func(p *Purpose) error {
		switch {
		case text == "":
			return RefuseField("text", "expectation.purpose_missing")
		case p.Version != version:
			return Refuse(Conflict, "expectation.purpose_changed")
		}
		p.Text = text
		return TooLong("text", text, MaxPurpose).Err()
	})
}

// Keep says that the sentence still holds.
func (s ExpectationService) Keep(ctx context.Context, act Act) (Outcome, error) {
	return s.purpose(ctx, act, func(p *Purpose) error {
		if p.Text == "" {
			return Refuse(NotFound, "expectation.purpose_missing")
		}
		return nil
	})
}

// purpose lets edit change the sentence of who acts, and answers the ask for it.
func (s ExpectationService) purpose(ctx context.Context, act Act, edit func(*Purpose) error) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		by, err := s.Permitted(ctx, tx, act, SayPurpose, Subject{Person: act.Actor})
		if err != nil {
			return Outcome{}, err
		}
		role, err := roleInForce(ctx, tx, by.Person)
		if err == nil && role.ID == "" {
			err = Refuse(NotFound, "expectation.no_profile")
		}
		if err != nil {
			return Outcome{}, err
		}
		p, err := tx.Purpose(ctx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		p.Person = act.Actor
		if err := edit(&p); err != nil {
			return Outcome{}, err
		}
		priorities, err := prioritiesNow(ctx, tx)
		if err != nil {
			return Outcome{}, err
		}
		p.Profile, p.Seen, p.Priorities, p.At = role.ID, role.Version, priorities.Worded, tx.Now()
		if err := tx.SavePurpose(ctx, p); err != nil {
			return Outcome{}, err
		}
		if err := s.answered(ctx, tx, act.Actor, AskPurpose, act.Actor); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "expectation.serve", Subject: act.Actor, Person: act.Actor, Version: p.Version + 1, Content: p.Text}
		return Outcome{Word: "said", Subject: act.Actor}, tx.Record(ctx, entry)
	}, nil)
}

// The steps in which the people of a role are told: profiles looked at in a
// sweep, and people in a transaction.
const rolePage = 200

// TellRoles tells those whose profile changed and stands still since: with the
// asks of the day, which also ask for the sentence. It looks at no more than
// limit profiles, a page of people each, and tells for how many it was done.
func (s ExpectationService) TellRoles(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueRoles(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.tellRole)
}

func (s ExpectationService) tellRole(ctx context.Context, tx Tx, id ID) error {
	p, err := tx.RoleProfile(ctx, id)
	if err != nil || p.TellAt.IsZero() || p.TellAt.After(tx.Now()) {
		return err
	}
	policy, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	if policy.Policy.Conversations.Start.IsZero() {
		// Nobody is asked anything before the practice has started.
		p.TellAt = tx.Now().AddDate(0, 0, 1)
		return tx.NoteTold(ctx, p)
	}
	people, err := tx.People(ctx, PersonFilter{Role: p.Role, Active: true, After: p.Told, Limit: rolePage})
	if err != nil {
		return err
	}
	for _, person := range people {
		p.Told = person.ID
		if err := s.askPurpose(ctx, tx, person, p); err != nil {
			return err
		}
	}
	if len(people) < rolePage {
		p.TellAt, p.Told = time.Time{}, ""
	}
	return tx.NoteTold(ctx, p)
}

// askPurpose asks a person to read the profile of the role, or asks no more where
// there is none in force.
func (p Practice) askPurpose(ctx context.Context, tx Tx, person Person, role RoleProfile) error {
	if role.ID == "" || role.Retired || !person.Converses() || !person.Leaves.IsZero() {
		return p.closeAsks(ctx, tx, person.ID, AskPurpose, person.ID)
	}
	return p.fileAsk(ctx, tx, Ask{
		Person: person.ID, Kind: AskPurpose, Subject: person.ID, Urgency: WheneverYouCan, Expires: tx.Now().AddDate(0, 0, purposeDays),
	})
}

// roleGiven asks a person who got another role to read what is expected in it,
// once the practice has started.
func (p Practice) roleGiven(ctx context.Context, tx Tx, before string, person Person) error {
	policy, err := tx.Policy(ctx)
	if err != nil || before == person.Role || policy.Policy.Conversations.Start.IsZero() {
		return err
	}
	role, err := roleInForce(ctx, tx, person)
	if err != nil {
		return err
	}
	return p.askPurpose(ctx, tx, person, role)
}
