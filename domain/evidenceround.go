package domain

import (
	"context"
	"time"
)

// EvidentRound is what the report of a round shows, as it was released: figures
// and words only from as many people as everybody who was asked was promised.
type EvidentRound struct {
	Report    RoundReport
	Questions []Expectation
	// Numbers and Texts are the least people behind a figure and behind words.
	Numbers, Texts int
	// Manager answered by name; empty where they have left.
	Manager ID
}

// addRounds adds the reports about the person that came out in the period, and
// what customers said for them, to those who read the report: the person, and
// after them the one manager who was named to everybody who was asked. To put a
// report into a packet is no reading: what its person has not opened is without
// words.
func (g *gathering) addRounds(ctx context.Context) error {
	all, err := g.tx.Rounds(ctx, RoundFilter{Subject: g.person.ID, States: []RoundState{RoundOut}})
	if err != nil {
		return err
	}
	_, ledger, err := marksOf(ctx, g, all, func(r Round) ID { return r.ID })
	if err != nil {
		return err
	}
	for _, r := range all {
		if !g.may(r.subject(nil), ReadRound, ReadRoundAfter) {
			continue
		}
		entry := ledger.of(r.ID, "round.release", time.Time{})
		released := entry.At
		if released.IsZero() {
			released = r.ReleaseOn.In(g.zone, NewTimeOfDay(12, 0))
		}
		e := Evidence{
			Kind: RoundEvidence, ID: r.ID, Person: r.Subject, HappenedAt: released, RecordedAt: released, SeenAt: r.ReadAt,
			Sight: Sighted{Record: r.ID}, Entry: entry,
		}
		if !r.ReadAt.IsZero() {
			if e.Round, err = evidentRound(ctx, g.tx, r); err != nil {
				return err
			}
		}
		if g.in(released) {
			g.list = append(g.list, e)
		}
		if err := g.addCustomers(ctx, r, ledger); err != nil {
			return err
		}
	}
	return nil
}

// evidentRound reads the wordings that a report is about.
func evidentRound(ctx context.Context, tx Tx, r Round) (*EvidentRound, error) {
	questions, err := wordings(ctx, tx, r)
	return &EvidentRound{Report: r.Report, Questions: questions, Numbers: r.Numbers, Texts: r.Texts, Manager: r.Reader}, err
}

// addCustomers adds what customers said: it was said on a day, and stands by the
// name of who brought it.
func (g *gathering) addCustomers(ctx context.Context, r Round, ledger marks) error {
	quotes, err := g.tx.RoundQuotes(ctx, r.ID)
	if err != nil {
		return err
	}
	for _, q := range quotes {
		e := Evidence{
			Kind: CustomerEvidence, ID: q.ID, Person: r.Subject, Author: q.Author, HappenedAt: q.On.In(g.zone, NewTimeOfDay(12, 0)), RecordedAt: q.At,
			SeenAt: r.ReadAt, Sight: Sighted{Record: r.ID}, Entry: ledger.of(r.ID, "round.quote", q.At), About: r.ID,
		}
		if e.RecordedAt.Before(e.HappenedAt) {
			e.HappenedAt = e.RecordedAt // the same day, before noon
		}
		if !r.ReadAt.IsZero() {
			e = e.withParts(EvidencePart{TextPart, q.Words}, EvidencePart{SourcePart, q.Source})
		}
		if g.in(e.HappenedAt) {
			g.list = append(g.list, e)
		}
	}
	return nil
}
