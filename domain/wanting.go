package domain

import (
	"context"
)

// Want asks for a digest of today, sent to the one who asks. Counting a large
// organisation takes longer than a click may, so it is done with the next tick.
func (s DigestService) Want(ctx context.Context, act Act) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ReadDigest, Subject{}); err != nil {
			return Outcome{}, err
		}
		policy, err := s.digestPolicy(ctx, tx)
		if err != nil {
			return Outcome{}, err
		}
		d := Digest{ID: s.IDs.New(), For: act.Actor, Day: DateOf(tx.Now(), s.digestZone(policy))}
		if err := tx.CreateDigest(ctx, d); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: OutcomeDone, Subject: d.ID}, tx.Record(ctx, Entry{Actor: act.Actor, Act: "digest.want", Subject: d.ID})
	}, nil)
	return err
}

// makeWanted fills and sends those that were asked for.
func (s DigestService) makeWanted(ctx context.Context, limit int) (int, error) {
	var wanted []Digest
	var policy Policy
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if policy, err = s.digestPolicy(ctx, tx); err != nil {
			return err
		}
		wanted, err = tx.WantedDigests(ctx, limit)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, d := range wanted {
		if d.Figures, err = s.figures(ctx, policy, d); err != nil {
			return 0, err
		}
		err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
			d.MadeAt = tx.Now()
			filled, err := tx.FillDigest(ctx, d)
			if err != nil || !filled {
				return err
			}
			return tx.Tell(ctx, Message{Kind: DigestWeekly, Deed: Post, Class: Answer, Recipient: d.For, Subject: d.ID})
		})
		if err != nil {
			return 0, err
		}
	}
	return len(wanted), nil
}

// DigestView is a digest with what its reader sees around it.
type DigestView struct {
	Digest Digest
	Policy Policy
	// Before are the digests of the weeks before, oldest first.
	Before []Digest
	// Done is what became of what the team did about the week before.
	Done []ActionOutcome
	// Taken are the actions about this digest's own facts.
	Taken []DigestAction
	// People are the named ones: the pairs, and who acted.
	People map[ID]Person
}

// ActionOutcome is what became of an action: of Told managers, how many have a
// day for each of the conversations that it was about, or have held them.
type ActionOutcome struct {
	Action  DigestAction
	Told    int
	Planned int
}

// Read gives a digest to one who may read it.
func (s DigestService) Read(ctx context.Context, actor, id ID) (DigestView, error) {
	var view DigestView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadDigest, Subject{}); err != nil {
			return err
		}
		var err error
		view, err = s.view(ctx, tx, id)
		return err
	})
	return view, err
}

// Pairs gives a digest to one who may read it, for the people whom it names. That
// they were looked up is kept in the ledger, for each of them.
func (s DigestService) Pairs(ctx context.Context, actor, id ID) (DigestView, error) {
	view, err := s.Read(ctx, actor, id)
	if err != nil {
		return DigestView{}, err
	}
	var looks []Entry
	for _, pair := range view.Digest.Figures.Pairs {
		for _, person := range pair {
			looks = append(looks, Entry{Actor: actor, Act: "digest.pairs", Subject: id, Person: person})
		}
	}
	return view, s.seen(ctx, looks...)
}

// Render gives a digest for sending it: whoever is told was chosen when it was
// stored, and is judged again just before it goes.
func (s DigestService) Render(ctx context.Context, id ID) (DigestView, error) {
	var view DigestView
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		view, err = s.view(ctx, tx, id)
		return err
	})
	return view, err
}

func (s DigestService) view(ctx context.Context, tx Tx, id ID) (DigestView, error) {
	view := DigestView{}
	var err error
	if view.Digest, err = tx.Digest(ctx, id); err != nil {
		return DigestView{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return DigestView{}, err
	}
	view.Policy = version.Policy
	view.Digest.Figures = view.Digest.Figures.disclosed(version.Policy)
	until := view.Digest.Day.WeekStart()
	if !view.Digest.Week.IsZero() {
		until = view.Digest.Week.AddDays(-daysPerWeek)
	}
	before, err := tx.Digests(ctx, until, digestSeries-1)
	if err != nil {
		return DigestView{}, err
	}
	for _, d := range before {
		d.Figures = d.Figures.disclosed(version.Policy)
		view.Before = append([]Digest{d}, view.Before...)
	}
	if len(before) > 0 {
		if view.Done, err = s.outcomes(ctx, tx, before[0].ID); err != nil {
			return DigestView{}, err
		}
	}
	if view.Taken, err = tx.DigestActions(ctx, id); err != nil {
		return DigestView{}, err
	}
	var ids []ID
	for _, p := range view.Digest.Figures.Pairs {
		ids = append(ids, p[0], p[1])
	}
	for _, a := range view.Taken {
		ids = append(ids, a.By)
	}
	view.People, err = peopleByID(ctx, tx, ids)
	return view, err
}

// outcomes looks at what became of the actions about a digest.
func (s DigestService) outcomes(ctx context.Context, tx Tx, digest ID) ([]ActionOutcome, error) {
	actions, err := tx.DigestActions(ctx, digest)
	if err != nil {
		return nil, err
	}
	var list []ActionOutcome
	for _, a := range actions {
		waiting := map[ID]bool{}
		for _, id := range a.Talks {
			c, err := tx.Conversation(ctx, id)
			if CodeOf(err) == NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			if c.MeetAt.IsZero() && c.HeldOn.IsZero() && c.State == TalkOpen {
				waiting[c.Partner] = true
			}
		}
		list = append(list, ActionOutcome{Action: a, Told: len(a.Told), Planned: len(a.Told) - len(waiting)})
	}
	return list, nil
}
