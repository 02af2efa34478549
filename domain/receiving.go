package domain

import (
	"context"
	"maps"
	"slices"
)

// KudosPage is the number of kudos on one page of a list.
const KudosPage = 10

// Join adds the person's own thanks to somebody else's, or takes them away
// again: one tap each. Post and DMs are edited in place. Being joined counts
// as being thanked.
func (s KudosService) Join(ctx context.Context, act Act, id ID) (KudosReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		k, err := tx.Kudos(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, JoinKudos, k.Subject()); err != nil {
			return Outcome{}, err
		}
		word, err := s.toggle(ctx, tx, act.Actor, k)
		if err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "kudos." + word, Subject: k.ID, Version: k.Version}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: word, Subject: id}, s.refresh(ctx, tx, k, Update)
	}, nil}, s.told)
}

// toggle joins or leaves.
func (s KudosService) toggle(ctx context.Context, tx Tx, me ID, k Kudos) (string, error) {
	switch {
	case k.State != KudosGiven:
		return "", Refuse(Conflict, "kudos.already_undone")
	case !k.Public():
		return "", Refuse(NotFound, "kudos.not_there")
	case k.Giver == me:
		return "", Refuse(Conflict, "kudos.join_own")
	case slices.Contains(k.ReceiverIDs(), me):
		return "", Refuse(Conflict, "kudos.join_oneself")
	}
	if slices.Contains(k.Joined, me) {
		_, err := tx.LeaveKudos(ctx, k.ID, me)
		return "left", err
	}
	_, err := tx.JoinKudos(ctx, k.ID, me, tx.Now())
	return "joined", err
}

// MakePrivate takes a receiver's name out of the public post; the post goes
// when nobody is named in it any more.
func (s KudosService) MakePrivate(ctx context.Context, act Act, id ID) (KudosReceipt, error) {
	return s.change(ctx, act, id, SettleKudos, func(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
		named := 0
		for i, r := range k.Receivers {
			if r.Person == act.Actor {
				k.Receivers[i].Private = true
			}
			if !k.Receivers[i].Private {
				named++
			}
		}
		if !k.Public() || k.State != KudosGiven {
			return k, nil
		}
		if named > 0 {
			return k, s.refresh(ctx, tx, k, Update)
		}
		k, err := s.hide(ctx, tx, k)
		if err != nil {
			return k, err
		}
		return k, s.refresh(ctx, tx, k, Update)
	})
}

// LeaveOutOfFile takes a kudos out of the receiver's file, or puts it back.
func (s KudosService) LeaveOutOfFile(ctx context.Context, act Act, id ID, out bool) (KudosReceipt, error) {
	return s.change(ctx, act, id, SettleKudos, func(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
		for i, r := range k.Receivers {
			if r.Person == act.Actor {
				k.Receivers[i].OutOfFile = out
			}
		}
		mine := Message{Kind: KudosReceived, Deed: Update, Class: Quiet, Recipient: act.Actor, Subject: k.ID}
		return k, tx.Tell(ctx, mine)
	})
}

// KudosList is one page of kudos and the people in them.
type KudosList struct {
	Kudos  []Kudos
	People map[ID]Person
	// More is true where there is an older page, which follows the last one.
	More bool
}

// Received lists what the actor was thanked for, newest first, after the
// kudos given ("" for the first page). That they saw it is kept: where somebody
// was away, no message brought the words.
func (s KudosService) Received(ctx context.Context, actor, after ID) (KudosList, error) {
	list, err := s.list(ctx, KudosFilter{Receiver: actor}, after)
	if err != nil {
		return list, err
	}
	seen := make([]Sighted, len(list.Kudos))
	for i, k := range list.Kudos {
		seen[i] = Sighted{Record: k.ID}
	}
	return list, s.sighted(ctx, actor, seen)
}

// Given lists what the actor thanked for, newest first.
func (s KudosService) Given(ctx context.Context, actor, after ID) (KudosList, error) {
	return s.list(ctx, KudosFilter{Giver: actor}, after)
}

// Show gives one kudos for rendering a message about it.
func (s KudosService) Show(ctx context.Context, id ID) (KudosReceipt, error) {
	var receipt KudosReceipt
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if receipt, err = s.told(ctx, tx, Outcome{Subject: id}); err != nil {
			return err
		}
		joined, err := peopleByID(ctx, tx, receipt.Kudos.Joined)
		maps.Copy(receipt.People, joined)
		return err
	})
	return receipt, err
}

func (s KudosService) list(ctx context.Context, f KudosFilter, after ID) (KudosList, error) {
	var page KudosList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if after != "" {
			last, err := tx.Kudos(ctx, after)
			if err != nil {
				return err
			}
			f.Before, f.BeforeID = last.At, last.ID
		}
		f.Limit = KudosPage + 1
		list, err := tx.ListKudos(ctx, f)
		if err != nil {
			return err
		}
		if page.More = len(list) > KudosPage; page.More {
			list = list[:KudosPage]
		}
		page.Kudos = list
		var ids []ID
		for _, k := range list {
			ids = append(append(ids, k.Giver), k.ReceiverIDs()...)
		}
		page.People, err = peopleByID(ctx, tx, ids)
		return err
	})
	return page, err
}
