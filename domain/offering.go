package domain

import (
	"context"
	"slices"
)

// Offer is what acting on a fact of a digest would send.
type Offer struct {
	Digest Digest
	Fact   Fact
	Areas  []string
	// Managers would be written to; they are counted, not named: who is late
	// once is no matter for the people team.
	Managers []ID
	// Talks are the conversations without a day that it is about.
	Talks []ID
	// Done is who did it already, if anybody did.
	Done DigestAction
	By   Person
}

// Preview says what acting on a fact would send.
func (s DigestService) Preview(ctx context.Context, actor, digest ID, kind FactKind) (Offer, error) {
	var offer Offer
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		offer, err = s.offer(ctx, tx, Act{Actor: actor}, digest, kind)
		return err
	})
	return offer, err
}

// Act does it: each manager concerned gets one message from the people team.
// One action for each fact of a digest; the second is told who was first.
func (s DigestService) Act(ctx context.Context, act Act, digest ID, kind FactKind) (Offer, error) {
	var offer Offer
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		var err error
		if offer, err = s.offer(ctx, tx, act, digest, kind); err != nil {
			return Outcome{}, err
		}
		switch {
		case offer.Done.ID != "":
			return Outcome{}, Refuse(Conflict, "digest.done_already", "Name", offer.By.Name)
		case len(offer.Managers) == 0:
			return Outcome{}, Refuse(Conflict, "digest.nobody_left")
		}
		action := DigestAction{
			ID: s.IDs.New(), Digest: digest, Kind: kind, Areas: offer.Areas, By: act.Actor, At: tx.Now(),
			Told: offer.Managers, Talks: offer.Talks,
		}
		if err := tx.CreateDigestAction(ctx, action); err != nil {
			return Outcome{}, err
		}
		for _, manager := range offer.Managers {
			m := Message{Kind: DigestOffer, Deed: Post, Class: FromPeople, Recipient: manager, Subject: action.ID}
			if err := tx.Tell(ctx, m); err != nil {
				return Outcome{}, err
			}
		}
		entry := Entry{Actor: act.Actor, Act: "digest." + string(kind), Subject: action.ID, Version: 1}
		return Outcome{Word: OutcomeDone, Subject: action.ID}, tx.Record(ctx, entry)
	}, nil)
	return offer, err
}

// Offered gives an action to the renderer of its message, with who did it.
func (s DigestService) Offered(ctx context.Context, id ID) (DigestAction, Person, Policy, error) {
	var action DigestAction
	var by Person
	var policy Policy
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if action, err = tx.DigestAction(ctx, id); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		policy = version.Policy
		by, err = tx.Person(ctx, action.By)
		return err
	})
	return action, by, policy, err
}

func (s DigestService) offer(ctx context.Context, tx Tx, act Act, id ID, kind FactKind) (Offer, error) {
	if _, err := s.Permitted(ctx, tx, act, ActOnDigest, Subject{}); err != nil {
		return Offer{}, err
	}
	digest, err := tx.Digest(ctx, id)
	if err != nil {
		return Offer{}, err
	}
	i := slices.IndexFunc(digest.Figures.Facts, func(f Fact) bool { return f.Kind == kind })
	if i < 0 || kind == FactUnassigned || digest.Figures.Facts[i].Group >= len(digest.Figures.Groups) {
		return Offer{}, Refuse(NotFound, "digest.no_fact")
	}
	offer := Offer{Digest: digest, Fact: digest.Figures.Facts[i]}
	offer.Areas = digest.Figures.Groups[offer.Fact.Group].Areas
	taken, err := tx.DigestActions(ctx, id)
	if err != nil {
		return Offer{}, err
	}
	for _, a := range taken {
		if a.Kind == kind {
			offer.Done = a
			offer.By, err = tx.Person(ctx, a.By)
			return offer, err
		}
	}
	return offer, s.concerned(ctx, tx, &offer)
}

// concerned finds the managers of an area's people: for conversations past
// their date those with one that has no day, else all of them.
func (s DigestService) concerned(ctx context.Context, tx Tx, o *Offer) error {
	managers := map[ID]bool{}
	for _, area := range o.Areas {
		// People of no area cannot be selected by it, so that all are read.
		for after := ID(""); ; {
			people, err := tx.People(ctx, PersonFilter{Active: true, Area: area, After: after, Limit: countPage})
			if err != nil {
				return err
			}
			of := slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return p.Area() != area })
			if err := s.concernedPage(ctx, tx, o, of, managers); err != nil {
				return err
			}
			if len(people) < countPage {
				break
			}
			after = people[len(people)-1].ID
		}
	}
	for id := range managers {
		o.Managers = append(o.Managers, id)
	}
	slices.Sort(o.Managers)
	return nil
}

func (s DigestService) concernedPage(ctx context.Context, tx Tx, o *Offer, people []Person, managers map[ID]bool) error {
	if o.Fact.Kind != FactLate {
		for _, p := range people {
			if p.Manager != "" && p.Converses() {
				managers[p.Manager] = true
			}
		}
		return nil
	}
	ids := make([]ID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	period, err := ParsePeriod(o.Digest.Figures.Period)
	if err != nil {
		return err
	}
	talks, err := tx.TalksDue(ctx, ids, DateRange{Start: period.Start, End: o.Digest.Day.AddDays(-1)})
	if err != nil {
		return err
	}
	for _, t := range talks {
		if t.State == TalkOpen && t.HeldOn.IsZero() && t.MeetAt.IsZero() && t.Partner != "" {
			managers[t.Partner] = true
			o.Talks = append(o.Talks, t.ID)
		}
	}
	return nil
}
