package domain

import (
	"context"
	"slices"
	"time"
)

// Answer is the second person's yes or no. With the last yes that is needed the
// sheet is open for the policy's hours; one no ends the wish.
func (s AccessService) Answer(ctx context.Context, act Act, id ID, yes bool, why string) (AccessView, error) {
	why = Tidy(why)
	if faults := TooLong("why", why, MaxReason); len(faults) > 0 {
		return AccessView{}, faults
	}
	act.Digest = DigestOf(string(id), string(answerWord(yes)), why)
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		a, err := tx.TakeAccess(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		subject, err := s.around(ctx, tx, a)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, AnswerAccess, subject); err != nil {
			return Outcome{}, err
		}
		if !a.Waits(tx.Now()) {
			return Outcome{}, Refuse(Conflict, "access.answered_before")
		}
		answer := AccessAnswer{Access: id, Second: act.Actor, Yes: yes, Why: why, At: tx.Now()}
		added, err := tx.AddAccessAnswer(ctx, answer)
		if err != nil {
			return Outcome{}, err
		}
		if !added {
			return Outcome{}, Refuse(Conflict, "access.answered_already")
		}
		a.Answers = append(a.Answers, answer)
		return Outcome{Word: string(answerWord(yes)), Subject: id}, s.settle(ctx, tx, act, a, answer)
	}, nil}, s.told(act.Actor))
}

// answerWord is the state that an answer leads to.
func answerWord(yes bool) AccessState {
	if yes {
		return AccessOpen
	}
	return AccessRefused
}

// settle writes what follows from an answer, and tells who asked once it is
// decided.
func (s AccessService) settle(ctx context.Context, tx Tx, act Act, a Access, answer AccessAnswer) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	switch {
	case !answer.Yes:
		a.State = AccessRefused
	case len(a.yeses()) >= a.Yeses:
		a.State, a.Until = AccessOpen, tx.Now().Add(time.Duration(version.Policy.Access.OpenHours)*time.Hour)
	}
	a.Version++
	if err := tx.SettleAccess(ctx, a); err != nil {
		return err
	}
	if err := s.record(ctx, tx, act, "access.answer", a); err != nil {
		return err
	}
	if a.State == AccessWaiting {
		return nil
	}
	return tx.Tell(ctx, Message{Kind: AccessAnswered, Deed: Post, Class: FromPeople, Recipient: a.Asker, Subject: a.ID})
}

// End takes a wish back or closes what is open, by who asked.
func (s AccessService) End(ctx context.Context, act Act, id ID) (AccessView, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		a, err := tx.TakeAccess(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		switch {
		case a.Asker != act.Actor:
			return Outcome{}, Refuse(Forbidden, "permission.refused")
		case !a.Waits(tx.Now()) && !a.Holds(tx.Now()):
			return Outcome{Word: string(a.State), Subject: id}, nil
		}
		a.State, a.Version = AccessEnded, a.Version+1
		if err := tx.SettleAccess(ctx, a); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: string(a.State), Subject: id}, s.record(ctx, tx, act, "access.end", a)
	}, nil}, s.told(act.Actor))
}

// Show gives an access to who asked, to who may answer, and to those who have a
// receipt of it.
func (s AccessService) Show(ctx context.Context, reader, id ID) (AccessView, error) {
	var view AccessView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		view, err = s.told(reader)(ctx, tx, Outcome{Subject: id})
		return err
	})
	return view, err
}

// told reads an access for somebody.
func (s AccessService) told(reader ID) func(context.Context, Tx, Outcome) (AccessView, error) {
	return func(ctx context.Context, tx Tx, out Outcome) (AccessView, error) {
		a, err := tx.Access(ctx, out.Subject)
		if err != nil {
			return AccessView{}, err
		}
		return s.view(ctx, tx, reader, a)
	}
}

// view is an access as somebody may see it. Of those concerned nobody sees it
// before being told.
func (s AccessService) view(ctx context.Context, tx Tx, reader ID, a Access) (AccessView, error) {
	view := AccessView{Access: a, Reader: reader}
	subject, err := s.around(ctx, tx, a)
	if err != nil {
		return AccessView{}, err
	}
	told, err := tx.HasReceipt(ctx, a.ID, reader)
	if err != nil {
		return AccessView{}, err
	}
	as := Subject{Author: a.Asker, Concerned: append(subject.Concerned, a.Person), PeopleTeam: subject.PeopleTeam}
	if told {
		as.Person, as.Readers = a.Person, []ID{reader}
	}
	who, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadAccess, as)
	if err != nil {
		return AccessView{}, err
	}
	_, answers := Can(who, AnswerAccess, subject)
	view.MayAnswer = answers && a.Waits(tx.Now()) && !a.answered(reader)
	view.MayLook = reader == a.Asker && a.Holds(tx.Now())
	if view.Looks, err = tx.Looks(ctx, a.ID, accessesShown); err != nil {
		return AccessView{}, err
	}
	if a.Waits(tx.Now()) && reader == a.Asker {
		if view.Seconds, _, err = s.seconds(ctx, tx, AnswerAccess, subject, a.Yeses); err != nil {
			return AccessView{}, err
		}
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return AccessView{}, err
	}
	view.Policy = version.Policy
	ids := []ID{a.Asker, a.Person}
	for _, answer := range a.Answers {
		ids = append(ids, answer.Second)
	}
	view.People, err = peopleByID(ctx, tx, ids)
	return view, err
}

// AccessList are accesses with those who are named in them, newest first.
type AccessList struct {
	Accesses []Access
	People   map[ID]Person
}

// Received lists what was opened about somebody, as far as they have been told.
func (s AccessService) Received(ctx context.Context, person ID) (AccessList, error) {
	var list AccessList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		list, err = accessList(ctx, tx, AccessFilter{Concerns: person, Limit: accessesShown})
		return err
	})
	return list, err
}

// Asked lists what somebody asked to look at.
func (s AccessService) Asked(ctx context.Context, person ID) (AccessList, error) {
	var list AccessList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		list, err = accessList(ctx, tx, AccessFilter{Asker: person, Limit: accessesShown})
		return err
	})
	return list, err
}

func accessList(ctx context.Context, tx Tx, f AccessFilter) (AccessList, error) {
	list := AccessList{}
	var err error
	if list.Accesses, err = tx.Accesses(ctx, f); err != nil {
		return list, err
	}
	var ids []ID
	for _, a := range list.Accesses {
		ids = append(ids, a.Asker, a.Person)
	}
	list.People, err = peopleByID(ctx, tx, ids)
	return list, err
}

// Release tells those whose receipt was held back and is due now.
func (s AccessService) Release(ctx context.Context, limit int) (int, error) {
	released := 0
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		due, err := tx.DueReceipts(ctx, tx.Now(), limit)
		if err != nil {
			return err
		}
		for _, r := range due {
			if err := s.tellReceipt(ctx, tx, r); err != nil {
				return err
			}
		}
		released = len(due)
		return nil
	})
	return released, err
}

// Counts gives how often each sheet was opened within a time, to those who may
// see the counts: no person, no reason.
func (s AccessService) Counts(ctx context.Context, reader ID, from, to time.Time) ([]AccessCount, error) {
	var counts []AccessCount
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, CountAccess, Subject{}); err != nil {
			return err
		}
		var err error
		counts, err = tx.CountAccesses(ctx, from, to)
		return err
	})
	return counts, err
}

// HomeAccess is what of looking at records stands on a person's Home.
type HomeAccess struct {
	// Answer waits for the person's yes or no, Mine are the person's own wishes
	// that wait or hold.
	Answer, Mine []Access
	// Opened are the newest receipts of the last weeks.
	Opened []Access
	// Month is how often records were opened this month, for those who see counts.
	Month []AccessCount
}

// receiptDays is for how many days Home says that something was opened.
const receiptDays = 30

// addAccess reads the person's part in looking at records.
func (h *Home) addAccess(ctx context.Context, tx Tx, p Practice) error {
	me, now := h.Standing, tx.Now()
	var err error
	if h.Access.Mine, err = tx.Accesses(ctx, AccessFilter{Asker: me.Person.ID, Live: now, Limit: accessesShown}); err != nil {
		return err
	}
	h.Access.Mine = slices.DeleteFunc(h.Access.Mine, func(a Access) bool { return a.Yeses == 0 || !a.Waits(now) && !a.Holds(now) })
	lately := AccessFilter{Concerns: me.Person.ID, ToldSince: now.AddDate(0, 0, -receiptDays), Limit: thanksOnHome}
	if h.Access.Opened, err = tx.Accesses(ctx, lately); err != nil {
		return err
	}
	if held(me, SecondPerson) {
		if err := h.addAnswers(ctx, tx, AccessService{Practice: p}); err != nil {
			return err
		}
	}
	if _, counts := Can(me, CountAccess, Subject{}); counts {
		day := DateOf(now, p.zoneOf(Person{}, h.Policy.Policy))
		first := Date{Year: day.Year, Month: day.Month, Day: 1}
		h.Access.Month, err = tx.CountAccesses(ctx, first.In(p.zoneOf(Person{}, h.Policy.Policy), 0), now)
	}
	return err
}

// addAnswers reads what waits for the person's yes or no.
func (h *Home) addAnswers(ctx context.Context, tx Tx, s AccessService) error {
	waiting, err := tx.Accesses(ctx, AccessFilter{State: AccessWaiting, Live: tx.Now(), Limit: accessesShown})
	if err != nil {
		return err
	}
	for _, a := range waiting {
		subject, err := s.around(ctx, tx, a)
		if err != nil {
			return err
		}
		if _, may := Can(h.Standing, AnswerAccess, subject); may && !a.answered(h.Standing.Person.ID) {
			h.Access.Answer = append(h.Access.Answer, a)
		}
	}
	return nil
}

// people are those who are named in it.
func (h HomeAccess) people() []ID {
	var ids []ID
	for _, a := range slices.Concat(h.Answer, h.Mine, h.Opened) {
		ids = append(ids, a.Asker, a.Person)
	}
	return ids
}
