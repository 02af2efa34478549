package domain

import (
	"context"
	"strings"
)

// kudosOfCitation is the way back from kudosCite.
func kudosOfCitation(record ID) (kudos, receiver ID) {
	k, r, _ := strings.Cut(string(record), ":")
	return ID(k), ID(r)
}

// CitableByKudos gives the expectations that a kudos can cite for one who received
// it, and which it cites now. Forbidden for who did not.
func (s ExpectationService) CitableByKudos(ctx context.Context, receiver, kudos ID) ([]Expectation, ID, error) {
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		k, err := tx.Kudos(ctx, kudos)
		if err != nil {
			return err
		}
		_, err = s.Permitted(ctx, tx, Act{Actor: receiver}, SettleKudos, k.Subject())
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return s.Citable(ctx, receiver, receiver, CitedByKudos, kudosCite(kudos, receiver))
}

// Cite lets a kudos cite an expectation of the one who received it, or none.
func (s KudosService) Cite(ctx context.Context, act Act, kudos, expectation ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		k, err := tx.Kudos(ctx, kudos)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, SettleKudos, k.Subject()); err != nil {
			return Outcome{}, err
		}
		if k.State != KudosGiven {
			return Outcome{}, Refuse(Conflict, "kudos.already_undone")
		}
		c := Citation{Kind: CitedByKudos, Record: kudosCite(kudos, act.Actor), Person: act.Actor, Expectation: expectation}
		return Outcome{Word: "cited", Subject: kudos}, s.cite(ctx, tx, act, c)
	}, nil)
}
