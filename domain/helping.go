package domain

import (
	"cmp"
	"context"
)

// AskHelp is the ask whether something helped; the item is the subject.
const AskHelp = "fund.help"

// helpOpen is for how many days the question stays open.
const helpOpen = 60

// HelpView is the question about an item, with what its reader may see of the
// answers: the own one at once, the other's when the own one is given.
type HelpView struct {
	Help Help
	// Item is empty for who may not read the plan any more.
	Item PlanItem
	// Mine is the reader's answer, Others those of the other; nil before.
	Mine, Others *HelpAnswer
	Readers      []Holder
	People       map[ID]Person
	Team         string
	// Least is from how many people on the answers are counted.
	Least int
}

// askHelpLater notes that it is to be asked whether something helped, in some
// time.
func (p Practice) askHelpLater(ctx context.Context, tx Tx, item PlanItem) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	person, err := tx.Person(ctx, item.Person)
	if err != nil {
		return err
	}
	zone := p.zoneOf(person, version.Policy)
	ended := DateOf(item.EndedAt, zone)
	days := cmp.Or(version.Policy.Funds.HelpAfter, DefaultPolicy().Funds.HelpAfter)
	return tx.CreateHelp(ctx, Help{Item: item.ID, Person: item.Person, EndedOn: ended, AskAt: ended.AddDays(days).In(zone, 0)})
}

// AskHelp asks both sides about what was finished some time ago, at most limit
// items. It tells how many.
func (s FundService) AskHelp(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueHelp(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.askHelp)
}

func (s FundService) askHelp(ctx context.Context, tx Tx, item ID) error {
	h, err := tx.Help(ctx, item)
	if err != nil {
		return err
	}
	person, err := tx.Person(ctx, h.Person)
	if err != nil {
		return err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	asked := []ID{h.Person}
	if !person.Converses() || s.hasLeft(person, tx.Now(), version.Policy) {
		asked = nil // who has left is not asked, and nobody about them
	} else if h.Other, err = s.PartnerOf(ctx, tx, person, version.Policy); err != nil {
		return err
	}
	if first, err := tx.AskedHelp(ctx, item, h.Other); err != nil || !first {
		return err
	}
	if h.Other != "" {
		asked = append(asked, h.Other)
	}
	for _, id := range asked {
		ask := Ask{Person: id, Kind: AskHelp, Subject: item, Urgency: WheneverYouCan, Expires: tx.Now().AddDate(0, 0, helpOpen)}
		if err := s.fileAsk(ctx, tx, ask); err != nil {
			return err
		}
	}
	return nil
}

// Help shows one of the two the question about an item.
func (s FundService) Help(ctx context.Context, reader, item ID) (HelpView, error) {
	var view HelpView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		view, err = s.help(ctx, tx, reader, item)
		return err
	})
	return view, err
}

func (s FundService) help(ctx context.Context, tx Tx, reader, item ID) (HelpView, error) {
	h, err := tx.Help(ctx, item)
	if err != nil {
		return HelpView{}, err
	}
	view := HelpView{Help: h, Readers: WhoCan(Table, ReadHelp, h.Subject()), Least: LeastArea}
	standing, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadHelp, h.Subject())
	if err != nil {
		return HelpView{}, err
	}
	around, err := aroundPerson(ctx, tx, h.Person)
	if err != nil {
		return HelpView{}, err
	}
	if _, may := Can(standing, ReadPlan, around); may {
		if view.Item, err = tx.PlanItem(ctx, item); err != nil && CodeOf(err) != NotFound {
			return HelpView{}, err
		}
	}
	answers, err := tx.HelpAnswers(ctx, item)
	if err != nil {
		return HelpView{}, err
	}
	for _, a := range answers {
		if a.Author == reader {
			view.Mine = &a
		} else {
			view.Others = &a
		}
	}
	if view.Mine == nil {
		view.Others = nil // each answers without having read the other
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return HelpView{}, err
	}
	view.Team = version.Policy.PeopleTeam.Name
	view.People, err = peopleByID(ctx, tx, []ID{h.Person, h.Other})
	return view, err
}

// SayHelp answers whether something helped, with a line that the two alone read.
// It is answered once by each. Conflict where the actor has answered before.
func (s FundService) SayHelp(ctx context.Context, act Act, item ID, answer Usefulness, words string) (HelpView, error) {
	words = oneLine(words)
	faults := TooLong("words", words, MaxHelpWords)
	if answer != Worth && answer != PartlyWorth && answer != NotWorth {
		faults = append(faults, RefuseField("answer", "form.choice_unknown"))
	}
	if err := faults.Err(); err != nil {
		return HelpView{}, err
	}
	act.Digest = DigestOf(string(item), string(answer), words)
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		h, err := tx.Help(ctx, item)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, SayHelp, h.Subject()); err != nil {
			return Outcome{}, err
		}
		if !h.AskAt.IsZero() {
			return Outcome{}, Refuse(Conflict, "fund.help_early")
		}
		first, err := tx.AnswerHelp(ctx, HelpAnswer{Item: item, Author: act.Actor, Answer: answer, Words: words, At: tx.Now()})
		if err != nil {
			return Outcome{}, err
		}
		if !first {
			return Outcome{}, Refuse(Conflict, "fund.help_answered")
		}
		if err := s.answered(ctx, tx, item, AskHelp, act.Actor); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(SayHelp), Subject: item, Person: h.Person, Version: 1, Content: string(answer) + "\n" + words}
		return Outcome{Word: OutcomeDone, Subject: item}, tx.Record(ctx, entry)
	}, nil}, func(ctx context.Context, tx Tx, _ Outcome) (HelpView, error) { return s.help(ctx, tx, act.Actor, item) })
}
