package domain

import (
	"context"
	"slices"
)

// RoundAnswers are a form as filled in: a mark for each question that the person
// can say something about, by its place, and two texts.
type RoundAnswers struct {
	Marks     map[int]int
	Keep, Try string
}

// RoundForm is what a giver sees before answering.
type RoundForm struct {
	Round     Round
	As        Perspective
	Answered  bool
	Questions []Expectation
	// Readers are who will read the report at once, and Next who will once the
	// person has read it, by the table.
	Readers, Next []Holder
	People        map[ID]Person
	// Quotes are what the giver has brought of customers.
	Quotes []RoundQuote
	Team   string
	// Missing are the cards that a manager is asked to read first.
	Missing []CoachCard
}

// Form gives a giver what is asked, and who will see what. It writes nothing, not
// even that it was opened. Conflict where nothing can be answered any more.
func (s RoundService) Form(ctx context.Context, actor, id ID) (RoundForm, error) {
	var f RoundForm
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		r, giver, err := s.giver(ctx, tx, Act{Actor: actor}, id)
		if err != nil {
			return err
		}
		f.Round, f.As = r, giver.As
		if f.Answered, err = tx.HasAnswered(ctx, id, actor); err != nil {
			return err
		}
		if f.Questions, err = wordings(ctx, tx, r); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		f.Team = version.Policy.PeopleTeam.Name
		f.Readers, f.Next = r.readers()
		if giver.As == AsManager {
			if f.Missing, err = s.Coached(ctx, tx, actor); err != nil {
				return err
			}
		}
		if giver.As == AsCustomer {
			if f.Quotes, err = s.broughtBy(ctx, tx, id, actor); err != nil {
				return err
			}
		}
		f.People, err = peopleByID(ctx, tx, []ID{r.Subject, r.Reader, actor})
		return err
	})
	return f, err
}

// readers are who will read the report, and who once the person has: as the table
// says about the round as it will be then.
func (r Round) readers() (first, next []Holder) {
	first = WhoCan(Table, ReadRound, r.subject(nil))
	r.ReadAt = r.At // as if it were read
	return first, WhoCan(Table, ReadRoundAfter, r.subject(nil))
}

// giver reads a round and as what somebody is asked in it, where that one may
// still answer.
func (s RoundService) giver(ctx context.Context, tx Tx, act Act, id ID) (Round, RoundGiver, error) {
	r, err := tx.Round(ctx, id)
	if err != nil {
		return r, RoundGiver{}, err
	}
	givers, err := tx.RoundGivers(ctx, id)
	if err != nil {
		return r, RoundGiver{}, err
	}
	var mine RoundGiver
	var asked []ID
	for _, g := range givers {
		if g.Person == act.Actor {
			mine = g
		}
		asked = append(asked, g.Person)
	}
	if r.State == RoundNominating || r.State == RoundApproving {
		asked = nil // named, and perhaps never asked
	}
	if _, err := s.Permitted(ctx, tx, act, AnswerRound, Subject{Receivers: asked}); err != nil {
		return r, mine, err
	}
	switch {
	case r.State != RoundAnswering || !tx.Now().Before(r.DueAt):
		return r, mine, Refuse(Conflict, "round.closed")
	case mine.Declined:
		return r, mine, Refuse(Conflict, "round.declined_before")
	}
	return r, mine, nil
}

// Answer puts a giver's answers into the round's box, once; false where the giver
// has answered before: then nothing changes, since nobody knows any more which
// answers those were. It leaves no request, no ledger entry, no message and no
// time behind, from which the order of the answers could be told; who sends again
// what may have been lost is answered once all the same.
func (s RoundService) Answer(ctx context.Context, actor, id ID, a RoundAnswers) (bool, error) {
	a.Keep, a.Try = Tidy(a.Keep), Tidy(a.Try)
	fresh := false
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		r, giver, err := s.giver(ctx, tx, Act{Actor: actor}, id)
		if err != nil {
			return err
		}
		if giver.As == AsCustomer {
			return Refuse(Forbidden, "round.owner_answers")
		}
		if err := a.check(len(r.Questions)).Err(); err != nil {
			return err
		}
		fresh, err = tx.CastRoundAnswers(ctx, id, actor, a.split(giver.As))
		return err
	})
	return fresh, err
}

// check tells everything that is wrong with a form.
func (a RoundAnswers) check(questions int) Faults {
	var faults Faults
	for q, mark := range a.Marks {
		if q < 0 || q >= questions || mark < 1 || mark > MostMark {
			faults = append(faults, Refuse(Invalid, "form.choice_unknown"))
		}
	}
	faults = append(faults, TooLong("keep", a.Keep, MaxRoundText)...)
	faults = append(faults, TooLong("try", a.Try, MaxRoundText)...)
	if len(a.Marks) == 0 && a.Keep == "" && a.Try == "" {
		faults = append(faults, RefuseField("keep", "round.empty"))
	}
	return faults
}

// split takes a form apart into single answers, which nothing holds together.
func (a RoundAnswers) split(as Perspective) []RoundAnswer {
	var list []RoundAnswer
	for q, mark := range a.Marks {
		list = append(list, RoundAnswer{As: as, Question: q, Mark: mark})
	}
	for _, open := range []RoundAnswer{{As: as, Question: KeepText, Text: a.Keep}, {As: as, Question: TryText, Text: a.Try}} {
		if open.Text != "" {
			list = append(list, open)
		}
	}
	return list
}

// Decline takes a giver out of a round, without a reason and without anybody
// being told. Who has answered has: that stays.
func (s RoundService) Decline(ctx context.Context, act Act, id ID) (RoundReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		_, giver, err := s.giver(ctx, tx, act, id)
		if err != nil {
			return Outcome{}, err
		}
		answered, err := tx.HasAnswered(ctx, id, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		if answered {
			return Outcome{}, Refuse(Conflict, "round.answered_before")
		}
		givers, err := tx.RoundGivers(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		i := slices.Index(givers, giver)
		givers[i].Declined = true
		if err := tx.SetRoundGivers(ctx, id, givers); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "declined", Subject: id}, s.answered(ctx, tx, id, AskRound, act.Actor)
	}, nil}, s.receipt)
}

// roundAskOver tells whether somebody need not be asked about a round any more.
// It is looked at when the next message is planned: closing the ask when somebody
// answers would write down when that was.
func roundAskOver(ctx context.Context, tx Tx, a Ask) (bool, error) {
	r, err := tx.Round(ctx, a.Subject)
	switch {
	case CodeOf(err) == NotFound:
		return true, nil
	case err != nil:
		return false, err
	case r.State != RoundAnswering:
		return true, nil
	}
	return tx.HasAnswered(ctx, a.Subject, a.Person)
}
