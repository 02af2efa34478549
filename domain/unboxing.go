package domain

import (
	"context"
	"slices"
)

// Advance takes on what time alone takes on: rounds for which nobody was named or
// that nobody approved end, and those whose day has come close and come out, all
// in the same morning. It tells how many it did.
func (s RoundService) Advance(ctx context.Context, limit int) (int, error) {
	var due []ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.DueRounds(ctx, s.Clock.Now(), limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	return s.each(ctx, due, s.advance)
}

func (s RoundService) advance(ctx context.Context, tx Tx, id ID) error {
	r, err := tx.Round(ctx, id)
	if err != nil || !r.Open() || tx.Now().Before(r.DueAt) {
		return err
	}
	why := RoundUnnamed
	switch r.State {
	case RoundAnswering:
		return s.release(ctx, tx, r)
	case RoundApproving:
		why = RoundUnapproved
	case RoundNominating, RoundOut, RoundOver:
	}
	if r, err = s.end(ctx, tx, Act{}, r, why); err != nil {
		return err
	}
	return s.tell(ctx, tx, r, RoundEnded, r.Subject)
}

// tell says in a message without words where a round stands.
func (s RoundService) tell(ctx context.Context, tx Tx, r Round, kind string, to ID) error {
	return tx.Tell(ctx, Message{Kind: kind, Deed: Post, Class: FromPeople, Recipient: to, Subject: r.ID})
}

// release sums the answers up, deletes them with all that tells who answered, and
// tells the person that the report is there. What was shown to nobody is gone.
func (s RoundService) release(ctx context.Context, tx Tx, r Round) error {
	givers, err := tx.RoundGivers(ctx, r.ID)
	if err != nil {
		return err
	}
	var invited []Perspective
	for _, g := range givers {
		if !slices.Contains(invited, g.As) {
			invited = append(invited, g.As)
		}
	}
	answers, err := tx.EmptyRoundBox(ctx, r.ID)
	if err != nil {
		return err
	}
	r.State = RoundOut
	r.Report = SumUp(answers, len(r.Questions), invited, r.Numbers, r.Texts)
	if r, err = tx.UpdateRound(ctx, r); err != nil {
		return err
	}
	entry := Entry{Act: "round.release", Subject: r.ID, Person: r.Subject, Version: r.Version}
	if err := tx.Record(ctx, entry); err != nil {
		return err
	}
	if err := s.closeAsks(ctx, tx, r.ID, AskRound, ""); err != nil {
		return err
	}
	return s.tell(ctx, tx, r, RoundReleased, r.Subject)
}

// leave does to rounds what a leaver's last day brings. A round about a leaver
// ends; as a giver a leaver is asked no more, and what was answered stays; a
// report that a leaver would have read next is the person's alone.
func (s RoundService) leave(ctx context.Context, tx Tx, leaver ID) error {
	open := []RoundState{RoundNominating, RoundApproving, RoundAnswering}
	mine, err := tx.Rounds(ctx, RoundFilter{Subject: leaver, States: open})
	if err != nil {
		return err
	}
	for _, r := range mine {
		if _, err := s.end(ctx, tx, Act{}, r, RoundLeft); err != nil {
			return err
		}
	}
	read, err := tx.Rounds(ctx, RoundFilter{Reader: leaver})
	if err != nil {
		return err
	}
	for _, r := range read {
		r.Reader = ""
		if _, err := tx.UpdateRound(ctx, r); err != nil {
			return err
		}
	}
	asking, err := tx.RoundsAsking(ctx, leaver)
	if err != nil {
		return err
	}
	for _, id := range asking {
		givers, err := tx.RoundGivers(ctx, id)
		if err != nil {
			return err
		}
		givers = slices.DeleteFunc(givers, func(g RoundGiver) bool { return g.Person == leaver })
		if err := tx.SetRoundGivers(ctx, id, givers); err != nil {
			return err
		}
	}
	return nil
}
