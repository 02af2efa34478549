package domain

import (
	"context"
	"slices"
	"strings"
)

// ConcernService is the use cases around concerns.
type ConcernService struct {
	Practice
}

// ConcernView is a concern with those who are named in it.
type ConcernView struct {
	Concern Concern
	People  map[ID]Person
	Team    string
}

// Raise takes down that something is wrong with what the actor received, and
// tells those who may answer. Nothing is written to the item, nor to anything
// that its sender sees.
func (s ConcernService) Raise(ctx context.Context, act Act, item ConcernItem, about ID, words string) (ConcernView, error) {
	words = Tidy(words)
	if faults := Needed("text", words, MaxConcernText); len(faults) > 0 {
		return ConcernView{}, faults
	}
	act.Digest = DigestOf(string(item), string(about), words)
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		c, subject, err := s.received(ctx, tx, item, about)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, RaiseConcern, subject); err != nil {
			return Outcome{}, err
		}
		c.ID, c.Raiser, c.Words, c.At = s.IDs.New(), act.Actor, words, tx.Now()
		if c.OfTeam, err = s.concernsTeam(ctx, tx, []ID{c.Sender}); err != nil {
			return Outcome{}, err
		}
		who, err := s.answerers(ctx, tx, &c)
		if err != nil {
			return Outcome{}, err
		}
		if len(who) == 0 {
			return Outcome{}, RefuseField("text", "concern.nobody_answers")
		}
		return Outcome{Word: OutcomeDone, Subject: c.ID}, s.write(ctx, tx, c, who)
	}, nil}, s.told)
}

// received reads the item, its words, and who stands around it.
func (s ConcernService) received(ctx context.Context, tx Tx, item ConcernItem, about ID) (Concern, Subject, error) {
	c := Concern{Item: item, About: about}
	switch item {
	case ConcernKudos:
		k, err := tx.Kudos(ctx, about)
		c.Sender, c.Received = k.Giver, k.Text
		return c, k.Subject(), err
	case ConcernFeedback:
		f, err := tx.Feedback(ctx, about)
		c.Sender, c.Received = f.Giver, strings.TrimSpace(f.words())
		return c, f.Subject(), err
	default:
		return c, Subject{}, Refuse(NotFound, "request.unknown")
	}
}

// answerers are those who may answer a concern. Where nobody of the people team
// may, since the raiser stands above them all, it goes to the deputy, too.
func (s ConcernService) answerers(ctx context.Context, tx Tx, c *Concern) ([]ID, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	team, err := s.peopleTeam(ctx, tx, "")
	if err != nil {
		return nil, err
	}
	if !c.OfTeam {
		who, err := s.whoMay(ctx, tx, team, *c)
		if err != nil || len(who) > 0 {
			return who, err
		}
		c.OfTeam = true
	}
	deputies, err := peopleNamed(ctx, tx, version.Policy.PeopleTeam.Deputies)
	if err != nil {
		return nil, err
	}
	return s.whoMay(ctx, tx, deputies, *c)
}

// whoMay keeps those of some people who may answer a concern.
func (s ConcernService) whoMay(ctx context.Context, tx Tx, people []Person, c Concern) ([]ID, error) {
	var who []ID
	for _, p := range people {
		standing, err := s.StandingOf(ctx, tx, p.ID)
		if err != nil {
			return nil, err
		}
		if _, may := Can(standing, c.answering(), c.Subject()); may && !slices.Contains(who, p.ID) {
			who = append(who, p.ID)
		}
	}
	return who, nil
}

// write stores a concern, its ledger entry, which is about the raiser alone, and
// what those who answer are told.
func (s ConcernService) write(ctx context.Context, tx Tx, c Concern, who []ID) error {
	if err := tx.CreateConcern(ctx, c); err != nil {
		return err
	}
	entry := Entry{Actor: c.Raiser, Act: string(RaiseConcern), Subject: c.ID, Person: c.Raiser, Version: 1, Content: c.Words}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	for _, id := range who {
		m := Message{Kind: ConcernRaised, Deed: Post, Class: FromPeople, Recipient: id, Subject: c.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// told reads a concern with the people in it.
func (s ConcernService) told(ctx context.Context, tx Tx, out Outcome) (ConcernView, error) {
	c, err := tx.Concern(ctx, out.Subject)
	if err != nil {
		return ConcernView{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return ConcernView{}, err
	}
	people, err := peopleByID(ctx, tx, []ID{c.Raiser, c.Sender, c.AnsweredBy})
	return ConcernView{Concern: c, People: people, Team: version.Policy.PeopleTeam.Name}, err
}

// Read gives a concern to who may answer it, and notes that; its reason is the
// concern itself. The raiser reads it without a note.
func (s ConcernService) Read(ctx context.Context, act Act, id ID) (ConcernView, error) {
	act.Key = "" // to read twice is to read
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		out := Outcome{Word: OutcomeDone, Subject: id}
		c, err := tx.Concern(ctx, id)
		if err != nil || c.Raiser == act.Actor {
			return out, err
		}
		if _, err := s.Permitted(ctx, tx, act, c.answering(), c.Subject()); err != nil {
			return out, err
		}
		return out, tx.Record(ctx, Entry{Actor: act.Actor, Act: "concern.read", Subject: id, Person: c.Raiser, Version: 1})
	}, nil}, s.told)
}

// Answer is the people team's or the deputy's answer, once. The raiser is told
// privately that there is one.
func (s ConcernService) Answer(ctx context.Context, act Act, id ID, answer string) (ConcernView, error) {
	answer = Tidy(answer)
	if faults := Needed("text", answer, MaxConcernText); len(faults) > 0 {
		return ConcernView{}, faults
	}
	act.Digest = DigestOf(string(id), answer)
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		c, err := tx.Concern(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, c.answering(), c.Subject()); err != nil {
			return Outcome{}, err
		}
		c.Answer, c.AnsweredBy, c.AnsweredAt = answer, act.Actor, tx.Now()
		done, err := tx.AnswerConcern(ctx, c)
		if err != nil {
			return Outcome{}, err
		}
		if !done {
			return Outcome{}, Refuse(Conflict, "concern.answered_before")
		}
		entry := Entry{Actor: act.Actor, Act: string(c.answering()), Subject: id, Person: c.Raiser, Version: 2, Content: answer}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		told := Message{Kind: ConcernAnswered, Deed: Post, Class: FromPeople, Recipient: c.Raiser, Subject: id}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.Tell(ctx, told)
	}, nil}, s.told)
}

// Receives tells whether somebody received an item, and so may raise a concern
// about it.
func (s ConcernService) Receives(ctx context.Context, actor ID, item ConcernItem, about ID) (bool, error) {
	may := false
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		who, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		_, subject, err := s.received(ctx, tx, item, about)
		if err == nil {
			_, may = Can(who, RaiseConcern, subject)
		}
		return err
	})
	return may, err
}

// concernsOnHome is how many open concerns Home looks through.
const concernsOnHome = 50

// addConcerns reads what waits for an answer by the person.
func (h *Home) addConcerns(ctx context.Context, tx Tx) error {
	if !h.Standing.HR && !h.Standing.Deputy {
		return nil
	}
	open, err := tx.OpenConcerns(ctx, concernsOnHome)
	for _, c := range open {
		if _, may := Can(h.Standing, c.answering(), c.Subject()); may {
			h.Concerns = append(h.Concerns, c)
		}
	}
	return err
}
