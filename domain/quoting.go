package domain

import "context"

// Quote adds what a customer said, in the name of who brings it: with the source
// and the day, to be read by everybody who reads the report. All faults are told
// at once.
func (s RoundService) Quote(ctx context.Context, act Act, id ID, q RoundQuote) (RoundReceipt, error) {
	q.Words, q.Source = Tidy(q.Words), oneLine(q.Source)
	act.Digest = DigestOf(string(id), q.Words, q.Source, q.On.String())
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, giver, err := s.giver(ctx, tx, act, id)
		if err != nil {
			return Outcome{}, err
		}
		if giver.As != AsCustomer {
			return Outcome{}, Refuse(Forbidden, "permission.refused")
		}
		if err := s.checkQuote(ctx, tx, r, act.Actor, q); err != nil {
			return Outcome{}, err
		}
		q.ID, q.Round, q.Author, q.At = s.IDs.New(), id, act.Actor, tx.Now()
		if err := tx.CreateRoundQuote(ctx, q); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "round.quote", Subject: id, Person: r.Subject, Version: r.Version, Content: q.Source + "\n" + q.Words}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "quoted", Subject: id}, s.answered(ctx, tx, id, AskRound, act.Actor)
	}, nil}, s.receipt)
}

// checkQuote tells everything that is wrong with a quote.
func (s RoundService) checkQuote(ctx context.Context, tx Tx, r Round, author ID, q RoundQuote) error {
	var faults Faults
	faults = append(faults, Needed("words", q.Words, MaxRoundText)...)
	if q.Source == "" {
		faults = append(faults, RefuseField("source", "round.source_missing"))
	}
	faults = append(faults, TooLong("source", q.Source, MaxRoundSource)...)
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	switch today := DateOf(tx.Now(), s.zoneOf(Person{}, version.Policy)); {
	case q.On.IsZero():
		faults = append(faults, RefuseField("on", "round.day_missing"))
	case q.On.After(today.AddDays(1)): // tomorrow is today somewhere
		faults = append(faults, RefuseField("on", "round.day_ahead"))
	}
	mine, err := s.broughtBy(ctx, tx, r.ID, author)
	if err != nil {
		return err
	}
	if len(mine) >= MaxRoundQuotes {
		faults = append(faults, Refuse(Conflict, "round.many_quotes", "Limit", MaxRoundQuotes))
	}
	return faults.Err()
}

// broughtBy are what one person has brought for a round.
func (s RoundService) broughtBy(ctx context.Context, tx Tx, round, author ID) ([]RoundQuote, error) {
	all, err := tx.RoundQuotes(ctx, round)
	if err != nil {
		return nil, err
	}
	var mine []RoundQuote
	for _, q := range all {
		if q.Author == author {
			mine = append(mine, q)
		}
	}
	return mine, nil
}

// AskTalk asks the people team to hold a talk with those who report to the person
// of a round, who are too few to answer unnamed.
func (s RoundService) AskTalk(ctx context.Context, act Act, id ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, _, err := s.mine(ctx, tx, act, id, NominateRound)
		if err != nil {
			return Outcome{}, err
		}
		team, err := s.peopleTeam(ctx, tx, act.Actor)
		if err != nil {
			return Outcome{}, err
		}
		if len(team) == 0 {
			return Outcome{}, Refuse(Conflict, "round.no_team")
		}
		entry := Entry{Actor: act.Actor, Act: "round.ask_talk", Subject: id, Person: r.Subject, Version: r.Version}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		for _, member := range team {
			if err := s.tell(ctx, tx, r, RoundTalk, member.ID); err != nil {
				return Outcome{}, err
			}
		}
		return Outcome{Word: "asked", Subject: id}, nil
	}, nil)
}

// Announce gives a round for a message about it to its recipient, with names and
// without anything that was said.
func (s RoundService) Announce(ctx context.Context, id ID) (RoundReceipt, error) {
	var receipt RoundReceipt
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		receipt, err = s.receipt(ctx, tx, Outcome{Subject: id})
		receipt.Round.Report = RoundReport{}
		return err
	})
	return receipt, err
}
