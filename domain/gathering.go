package domain

import (
	"context"
	"maps"
)

// MyDataService gives people everything about themselves.
type MyDataService struct {
	Practice
}

// Want asks for the actor's own data. They are gathered and written when the files
// go out, so that they are of that moment and nothing waits for them here.
func (s MyDataService) Want(ctx context.Context, act Act) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ReadMyData, Subject{Person: act.Actor}); err != nil {
			return Outcome{}, err
		}
		id := s.IDs.New()
		ready := Message{Kind: MyDataReady, Class: Answer, Recipient: act.Actor, Subject: id}
		if err := tellWithFile(ctx, tx, ready, MyDataPage); err != nil {
			return Outcome{}, err
		}
		ready.Kind, ready.Deed = MyDataFile, Attach
		if err := tx.Tell(ctx, ready); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.Record(ctx, Entry{Actor: act.Actor, Act: "mydata.want", Subject: id, Person: act.Actor})
	}, nil)
}

// Gather reads everything about a person that the person may read by the table of
// permissions: nothing else decides. It is for that person alone; Forbidden for
// whoever has left.
func (s MyDataService) Gather(ctx context.Context, person ID) (MyData, error) {
	var data MyData
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, Act{Actor: person}, ReadMyData, Subject{Person: person})
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		data = MyData{Person: by.Person, At: tx.Now(), Policy: version.Policy}
		var named []ID
		for _, t := range RecordTypes {
			section, err := readSection(ctx, tx, by, t)
			if err != nil {
				return err
			}
			if len(section.Records) == 0 {
				continue
			}
			section.Months, section.Days = version.Policy.stays(t, by.Person.Location)
			data.Sections = append(data.Sections, section)
			named = append(named, section.named()...)
		}
		if data.Looks, err = looksAt(ctx, tx, person); err != nil {
			return err
		}
		for _, look := range data.Looks {
			named = append(named, look.Actor)
		}
		data.People, err = peopleOfAll(ctx, tx, named)
		return err
	})
	return data, err
}

// stays is how long records of a type stay, in months or in days.
func (p Policy) stays(t RecordType, location string) (months, days int) {
	switch {
	case t.Way == PurgeNever:
		return 0, 0
	case t.Routine:
		return 0, t.Days
	}
	return p.MonthsOf(t, location), 0
}

// readSection reads the rows of a type that their reader may read, each once.
func readSection(ctx context.Context, tx Tx, by Standing, t RecordType) (MyDataSection, error) {
	section := MyDataSection{Type: t}
	if t.Reads == "" {
		return section, nil
	}
	rows, err := tx.RecordsOf(ctx, t.Name, by.Person.ID)
	if err != nil {
		return section, err
	}
	there := map[[2]string]bool{}
	for _, r := range rows {
		reads := t.Reads
		if r.Reads != "" {
			reads = r.Reads
		}
		_, may := Can(by, reads, standingAs(by.Person.ID, r.Stands))
		if row := [2]string{r.Table, r.ID}; may && !there[row] {
			there[row] = true
			section.Records = append(section.Records, r)
		}
	}
	return section, nil
}

// standingAs is a subject around which somebody stands in one way.
func standingAs(id ID, r Relation) Subject {
	switch r {
	case Partner:
		return Subject{Partner: id}
	case Author:
		return Subject{Author: id}
	case Receiver:
		return Subject{Receivers: []ID{id}}
	case Reader:
		return Subject{Readers: []ID{id}}
	default:
		return Subject{Person: id}
	}
}

// named are the people in a section.
func (s MyDataSection) named() []ID {
	var ids []ID
	for _, r := range s.Records {
		for _, p := range r.People {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// peopleAtOnce is how many people are read with one question.
const peopleAtOnce = 500

// peopleOfAll reads any number of people, each once.
func peopleOfAll(ctx context.Context, tx Tx, ids []ID) (map[ID]Person, error) {
	all, some, there := map[ID]Person{}, []ID{}, map[ID]bool{"": true}
	read := func() error {
		people, err := peopleByID(ctx, tx, some)
		maps.Copy(all, people)
		some = some[:0]
		return err
	}
	for _, id := range ids {
		if there[id] {
			continue
		}
		there[id] = true
		if some = append(some, id); len(some) == peopleAtOnce {
			if err := read(); err != nil {
				return nil, err
			}
		}
	}
	return all, read()
}

// looksAt are the entries about a person by which somebody else looked.
func looksAt(ctx context.Context, tx Tx, person ID) ([]Entry, error) {
	entries, err := tx.LooksAt(ctx, person)
	var looks []Entry
	for _, e := range entries {
		if e.looks() {
			looks = append(looks, e)
		}
	}
	return looks, err
}

// LookActs are the acts by which the ledger keeps that somebody looked at what is
// about somebody else, with the sheet that was opened where it is one.
var LookActs = map[string]Sheet{
	"conversation.look": RecordSheet, "goal.look": GoalSheet, "expectation.look": ExpectedSheet, "absence.look": ArrangedSheet, "person.look": ArrangedSheet,
	"person.look_at_line": "", "fund.look": "", "erasure.look": "", "concern.read": "", "digest.pairs": "",
	string(MakePacket): "", string(ReadSeasonCase): "", string(CompareSeason): "",
}

// looks tells whether an entry is of looking and not of changing.
func (e Entry) looks() bool {
	_, look := LookActs[e.Act]
	return look
}
