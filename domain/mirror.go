package domain

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// mirrorWeeks is how far back a mirror looks, as the digest does for thanks.
const mirrorWeeks = reachWeeks

// Mirror shows somebody who leads people how their own attention is spread, beside
// the organisation's. Nobody else reads it, and it is kept nowhere.
type Mirror struct {
	Since time.Time
	Rows  []MirrorRow
	// Team is what the figures of the organisation say of the own people.
	Team OwnFigures
	// All is that of everybody with a manager, as of Day; no day where no digest
	// has counted it yet.
	All OwnFigures
	Day Date
}

// MirrorRow is one of the own people.
type MirrorRow struct {
	Person Person
	// Thanks and Feedback are how often the reader thanked this person and gave
	// feedback, Words how many words that feedback has.
	Thanks, Feedback, Words int
	// Held is how many conversations the reader held with this person, Last the day
	// of the last one.
	Held int
	Last Date
}

// OwnFigures count people with a manager by what came from that manager within
// eight weeks.
type OwnFigures struct {
	People  int `json:"people"`
	Thanked int `json:"thanked"`
	Told    int `json:"told"` // were given feedback
}

// MirrorService is the use case around the mirror.
type MirrorService struct {
	Practice
}

// Show gives the own mirror. Forbidden where the works council's preset is in
// force; NotFound for who leads nobody.
func (s MirrorService) Show(ctx context.Context, reader ID) (Mirror, error) {
	var m Mirror
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadMirror, Subject{Person: reader}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		if !version.Policy.Discloses(ManagerMirror) {
			return Refuse(Forbidden, "mirror.off")
		}
		people, err := tx.People(ctx, PersonFilter{Manager: reader, Active: true, Limit: maxReports})
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return Refuse(NotFound, "mirror.nobody")
		}
		m, err = mirrorOf(ctx, tx, reader, people)
		return err
	})
	return m, err
}

// mostMirrored is the most records of a kind that a mirror reads: more than
// anybody gives in eight weeks.
const mostMirrored = 500

func mirrorOf(ctx context.Context, tx Tx, reader ID, people []Person) (Mirror, error) {
	m := Mirror{Since: tx.Now().AddDate(0, 0, -mirrorWeeks*daysPerWeek)}
	rows := map[ID]*MirrorRow{}
	for _, p := range people {
		rows[p.ID] = &MirrorRow{Person: p}
	}
	thanks, err := tx.ListKudos(ctx, KudosFilter{Giver: reader, Since: m.Since, Limit: mostMirrored})
	if err != nil {
		return m, err
	}
	for _, k := range thanks {
		for _, id := range k.ReceiverIDs() {
			if row := rows[id]; row != nil {
				row.Thanks++
			}
		}
	}
	given, err := tx.ListFeedback(ctx, FeedbackFilter{Giver: reader, Limit: mostMirrored})
	if err != nil {
		return m, err
	}
	for _, f := range given {
		if row := rows[f.Receiver]; row != nil && f.At.After(m.Since) {
			row.Feedback, row.Words = row.Feedback+1, row.Words+len(strings.Fields(f.words()))
		}
	}
	talks, err := tx.Conversations(ctx, TalkFilter{Partner: reader, Limit: mostTallied})
	if err != nil {
		return m, err
	}
	since := DateOf(m.Since, time.UTC)
	for _, t := range talks {
		if row := rows[t.Employee]; row != nil && !t.HeldOn.IsZero() && !t.HeldOn.Before(since) {
			row.Held++
			if t.HeldOn.After(row.Last) {
				row.Last = t.HeldOn
			}
		}
	}
	for _, row := range rows {
		m.Rows = append(m.Rows, *row)
		m.Team.People++
		m.Team.Thanked += number(row.Thanks > 0)
		m.Team.Told += number(row.Feedback > 0)
	}
	slices.SortFunc(m.Rows, func(a, b MirrorRow) int { return cmp.Compare(a.Person.Name, b.Person.Name) })
	newest, err := tx.Digests(ctx, DateOf(tx.Now(), time.UTC).AddDays(1), 1)
	if err == nil && len(newest) > 0 && newest[0].Figures.Own.People >= LeastArea {
		m.All, m.Day = newest[0].Figures.Own, newest[0].Day
	}
	return m, err
}
