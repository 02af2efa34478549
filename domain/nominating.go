package domain

import (
	"context"
	"slices"
	"strings"
)

// RoundNames are the people whom somebody names for a round.
type RoundNames struct {
	Peers []ID
	// Owners bring what customers said.
	Owners []ID
	// Strangers is how many of those named are not of this organisation.
	Strangers int
}

func (n *RoundNames) tidy() {
	n.Peers, n.Owners = eachOnce(n.Peers), eachOnce(n.Owners)
}

func (n RoundNames) digest() string {
	var parts []string
	for _, list := range [][]ID{n.Peers, n.Owners} {
		for _, id := range list {
			parts = append(parts, string(id))
		}
		parts = append(parts, "/")
	}
	return DigestOf(parts...)
}

// Nominate writes whom the person of a round would like to be asked, and asks the
// manager to look at it. It may be changed until the manager has approved. All
// faults are told at once.
func (s RoundService) Nominate(ctx context.Context, act Act, id ID, version int, names RoundNames) (RoundReceipt, error) {
	names.tidy()
	act.Digest = names.digest()
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, subject, err := s.mine(ctx, tx, act, id, NominateRound)
		if err != nil {
			return Outcome{}, err
		}
		switch {
		case r.State != RoundNominating && r.State != RoundApproving:
			return Outcome{}, Refuse(Conflict, "round.named_before")
		case r.Version != version:
			return Outcome{}, Refuse(Conflict, "round.changed")
		}
		givers, err := s.check(ctx, tx, r, subject, names)
		if err != nil {
			return Outcome{}, err
		}
		if err := tx.SetRoundGivers(ctx, r.ID, givers); err != nil {
			return Outcome{}, err
		}
		r.State = RoundApproving
		if r.DueAt, err = s.dueAt(ctx, tx, r); err != nil {
			return Outcome{}, err
		}
		if r, err = tx.UpdateRound(ctx, r); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(NominateRound), Subject: r.ID, Person: r.Subject, Version: r.Version, Content: giverLines(givers)}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		if err := s.answered(ctx, tx, r.ID, AskNominate, act.Actor); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "nominated", Subject: r.ID}, s.ask(ctx, tx, r, AskApprove, subject.Manager)
	}, nil}, s.receipt)
}

// mine reads a round and whom it is about, where the table allows the action.
func (s RoundService) mine(ctx context.Context, tx Tx, act Act, id ID, action Action) (Round, Person, error) {
	r, err := tx.Round(ctx, id)
	if err != nil {
		return r, Person{}, err
	}
	line, err := tx.LineAbove(ctx, r.Subject)
	if err != nil {
		return r, Person{}, err
	}
	if _, err := s.Permitted(ctx, tx, act, action, r.subject(line)); err != nil {
		return r, Person{}, err
	}
	p, err := tx.Person(ctx, r.Subject)
	return r, p, err
}

// giverLines writes who is named and asked, for the ledger.
func giverLines(givers []RoundGiver) string {
	lines := make([]string, len(givers))
	for i, g := range givers {
		lines[i] = string(g.As) + " " + string(g.Person)
	}
	return strings.Join(lines, "\n")
}

// check makes the givers from those named, and tells all that is wrong with them.
// A round in which nobody's answer could hide among enough others does not begin.
func (s RoundService) check(ctx context.Context, tx Tx, r Round, subject Person, names RoundNames) ([]RoundGiver, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	least := version.Policy.Rounds.NumbersFrom
	reports, err := s.reportsOf(ctx, tx, subject.ID)
	if err != nil {
		return nil, err
	}
	var faults Faults
	if names.Strangers > 0 {
		faults = append(faults, RefuseField("peers", "feedback.receiver_outsider"))
	}
	switch n := len(names.Peers); {
	case n > MaxRoundPeers:
		faults = append(faults, RefuseField("peers", "round.many_peers", "Limit", MaxRoundPeers))
	case n < least && (n > 0 || len(reports) < least):
		faults = append(faults, RefuseField("peers", "round.few_peers", "Least", least))
	}
	if len(names.Owners) > MaxRoundOwners {
		faults = append(faults, RefuseField("owners", "round.many_owners", "Limit", MaxRoundOwners))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	busy, err := tx.CountAsked(ctx, names.Peers)
	if err != nil {
		return nil, err
	}
	var givers []RoundGiver
	for _, id := range names.Peers {
		found, err := s.checkPeer(ctx, tx, subject, id, busy[id] >= version.Policy.Rounds.PerGiver)
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
		givers = append(givers, RoundGiver{Round: r.ID, Person: id, As: AsPeer})
	}
	for _, id := range names.Owners {
		found, err := s.checkOwner(ctx, tx, subject, id, slices.Contains(names.Peers, id))
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
		givers = append(givers, RoundGiver{Round: r.ID, Person: id, As: AsCustomer})
	}
	return givers, faults.Err()
}

// checkPeer tells what is wrong with somebody named as a peer. One person looks
// from one place.
func (s RoundService) checkPeer(ctx context.Context, tx Tx, subject Person, id ID, busy bool) (Faults, error) {
	return s.checkGiver(ctx, tx, id, "peers", func(p Person, fits bool) string {
		switch {
		case p.ID == subject.ID:
			return "round.peer_self"
		case p.ID == subject.Manager:
			return "round.peer_manager"
		case p.Manager == subject.ID:
			return "round.peer_report"
		case fits && busy:
			return "round.peer_busy"
		}
		return ""
	})
}

// checkOwner tells what is wrong with somebody named to bring what customers
// said.
func (s RoundService) checkOwner(ctx context.Context, tx Tx, subject Person, id ID, peer bool) (Faults, error) {
	return s.checkGiver(ctx, tx, id, "owners", func(p Person, _ bool) string {
		switch {
		case p.ID == subject.ID:
			return "round.owner_self"
		case peer || p.ID == subject.Manager || p.Manager == subject.ID:
			return "round.owner_twice"
		}
		return ""
	})
}

// checkGiver tells what is wrong with somebody named in a field: what barred says
// of them, or else that they can give nothing.
func (s RoundService) checkGiver(ctx context.Context, tx Tx, id ID, field string, barred func(p Person, fits bool) string) (Faults, error) {
	p, err := tx.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	fits, sentence, err := s.mayGive(ctx, tx, p)
	if err != nil {
		return nil, err
	}
	if why := barred(p, fits); why != "" {
		sentence = why
	} else if fits {
		return nil, nil
	}
	return Faults{RefuseField(field, sentence, "Name", p.Name)}, nil
}

// CallOff ends a round about the person who acts, before anybody was asked.
func (s RoundService) CallOff(ctx context.Context, act Act, id ID) (RoundReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		r, _, err := s.mine(ctx, tx, act, id, NominateRound)
		if err != nil {
			return Outcome{}, err
		}
		switch {
		case !r.Open():
			return Outcome{}, Refuse(Conflict, "round.over")
		case r.State == RoundAnswering:
			return Outcome{}, Refuse(Conflict, "round.too_late")
		case r.Launch != "":
			return Outcome{}, Refuse(Forbidden, "round.of_group")
		}
		_, err = s.end(ctx, tx, act, r, RoundCalledOff)
		return Outcome{Word: "called_off", Subject: id}, err
	}, nil}, s.receipt)
}

// end ends a round without a report, with all that waits for anybody in it.
func (s RoundService) end(ctx context.Context, tx Tx, act Act, r Round, why RoundEnding) (Round, error) {
	if _, err := tx.EmptyRoundBox(ctx, r.ID); err != nil {
		return r, err
	}
	r.State, r.Ending = RoundOver, why
	r, err := tx.UpdateRound(ctx, r)
	if err != nil {
		return r, err
	}
	entry := Entry{Actor: act.Actor, Act: "round.end", Subject: r.ID, Person: r.Subject, Version: r.Version, Content: string(why)}
	if err := tx.Record(ctx, entry); err != nil {
		return r, err
	}
	for _, kind := range []string{AskNominate, AskApprove, AskRound} {
		if err := s.closeAsks(ctx, tx, r.ID, kind, ""); err != nil {
			return r, err
		}
	}
	return r, nil
}
