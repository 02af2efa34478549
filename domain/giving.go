package domain

import (
	"context"
	"slices"
	"time"
)

// MostAtOnce is the most people that one kudos can reach through groups, once
// the giver has seen the names.
const MostAtOnce = 100

// KudosService is the use cases around thanks.
type KudosService struct {
	Practice
	Directory Directory
}

// KudosDraft is what a giver typed or filled in.
type KudosDraft struct {
	// Users and Groups are Slack ids.
	Users, Groups []string
	// Unresolved are typed @names that Slack did not turn into a person.
	Unresolved []string
	// Broadcast is true where @here or the like was addressed.
	Broadcast bool
	Text      string
	// Tags are company values, without #.
	Tags []string
	// Private is the giver's choice; without a channel it is always so.
	Private bool
	// About is the message that the thanks are for.
	About MessageLink
	// Sure is the yes to what was asked before: the same thanks again, or many
	// people through a group.
	Sure bool
}

// KudosReceipt is what the giver is told.
type KudosReceipt struct {
	Outcome
	Kudos Kudos
	// People are those named in it, giver included, by id.
	People map[ID]Person
	// Unknown are the tags that the giver typed and that are no values.
	Unknown []UnknownTag
	// UndoUntil is when undo ends.
	UndoUntil time.Time
}

// addressed is a draft whose names were looked up.
type addressed struct {
	draft  KudosDraft
	people []Person
	// units is what it costs of the allowance: a group counts once.
	units int
	// viaGroup is true where a group brought people.
	viaGroup bool
}

// Give sends thanks: one record, one message to each receiver and, where it is
// public, one post. All problems are told at once.
func (s KudosService) Give(ctx context.Context, act Act, draft KudosDraft) (KudosReceipt, error) {
	draft.Text = Tidy(draft.Text)
	if act.Digest == "" {
		act.Digest = draft.digest()
	}
	who, err := s.address(ctx, draft)
	if err != nil {
		return KudosReceipt{}, err
	}
	if draft.About.Channel != "" {
		draft.About.Private = !s.open(ctx, draft.About.Channel)
		who.draft = draft
	}
	give := func(ctx context.Context, tx Tx) (Outcome, error) { return s.give(ctx, tx, act, who) }
	return receipted(ctx, s.Practice, asked{act, give, s.regive(who)}, func(ctx context.Context, tx Tx, out Outcome) (KudosReceipt, error) {
		receipt, policy, err := s.receipt(ctx, tx, out)
		_, receipt.Unknown = matchTags(draft.Tags, policy.Values)
		return receipt, err
	})
}

// digest tells whether a repeated request says the same.
func (d KudosDraft) digest() string {
	parts := slices.Concat([]string{d.Text}, d.Users, d.Groups, d.Tags)
	if d.Private {
		parts = append(parts, "private")
	}
	return DigestOf(parts...)
}

// open tells whether everybody in the organisation may read a channel. Where
// Slack does not say, it counts as closed.
func (s KudosService) open(ctx context.Context, channel string) bool {
	place, err := s.Directory.Place(ctx, channel)
	return err == nil && place.Public && !place.Direct
}

// give is the inside of the transaction.
func (s KudosService) give(ctx context.Context, tx Tx, act Act, who addressed) (Outcome, error) {
	draft := who.draft
	giver, err := s.Permitted(ctx, tx, act, GiveKudos, Subject{})
	if err != nil {
		return Outcome{}, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	policy := version.Policy.Kudos
	if err := draft.check(giver.Person, who, policy).Err(); err != nil {
		return Outcome{}, err
	}
	if err := s.askFirst(ctx, tx, giver.Person, who, policy); err != nil {
		return Outcome{}, err
	}
	if err := s.spend(ctx, tx, giver.Person, who.units, version.Policy); err != nil {
		return Outcome{}, err
	}
	kudos := draft.kudos(s.IDs.New(), giver.Person, draft.receivers(giver.Person, who), policy)
	kudos.At, kudos.Units = tx.Now(), who.units
	if err := s.write(ctx, tx, act, kudos); err != nil {
		return Outcome{}, err
	}
	return Outcome{Word: string(KudosGiven), Subject: kudos.ID}, nil
}

// kudos makes the record of a draft.
func (d KudosDraft) kudos(id ID, giver Person, people []Person, policy KudosPolicy) Kudos {
	k := Kudos{ID: id, Giver: giver.ID, Text: d.Text, Values: d.Tags, About: d.About, State: KudosGiven}
	if !d.Private {
		k.Channel = policy.channelOf(giver)
	}
	named := 0
	for _, p := range people {
		private := k.Channel == "" || p.Privately
		k.Receivers = append(k.Receivers, KudosReceiver{Person: p.ID, Private: private})
		if !private {
			named++
		}
	}
	if named == 0 {
		k.Channel = ""
	}
	return k
}

// channelOf chooses the channel: that of the giver's area, of the location, or
// the one of all.
func (p KudosPolicy) channelOf(giver Person) string {
	for _, key := range []string{giver.Area(), giver.Location} {
		if channel := p.Channels[key]; key != "" && channel != "" {
			return channel
		}
	}
	return p.Channel
}

// write stores the record, its ledger entry and what people are told.
func (s KudosService) write(ctx context.Context, tx Tx, act Act, k Kudos) error {
	if err := tx.CreateKudos(ctx, k); err != nil {
		return err
	}
	if err := tx.Record(ctx, Entry{Actor: act.Actor, Act: "kudos.give", Subject: k.ID, Version: 1, Content: k.Text}); err != nil {
		return err
	}
	for _, r := range k.Receivers {
		m := Message{Kind: KudosReceived, Deed: Post, Class: FromPeople, Recipient: r.Person, Subject: k.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	if !k.Public() {
		return nil
	}
	return tx.Tell(ctx, Message{Kind: KudosPosted, Deed: Post, Class: FromPeople, Channel: k.Channel, Subject: k.ID})
}

// spend takes the kudos from the giver's allowance of today, in the giver's
// zone.
func (s KudosService) spend(ctx context.Context, tx Tx, giver Person, units int, policy Policy) error {
	day := DateOf(tx.Now(), s.zoneOf(giver, policy))
	left, ok, err := tx.SpendAllowance(ctx, giver.ID, day, units, policy.Kudos.Daily)
	if err != nil {
		return err
	}
	if !ok {
		return Refuse(Invalid, "kudos.allowance_spent", "Left", left, "Limit", policy.Kudos.Daily, "Day", day.AddDays(1))
	}
	return nil
}

// receipt reads the record as it stands and the people in it, also for a
// repetition, and by which policy.
func (s KudosService) receipt(ctx context.Context, tx Tx, out Outcome) (KudosReceipt, KudosPolicy, error) {
	receipt := KudosReceipt{Outcome: out}
	version, err := tx.Policy(ctx)
	if err != nil {
		return receipt, KudosPolicy{}, err
	}
	policy := version.Policy.Kudos
	k, err := tx.Kudos(ctx, out.Subject)
	if err != nil {
		return receipt, policy, err
	}
	receipt.Kudos = k
	receipt.UndoUntil = k.At.Add(policy.undoTime())
	receipt.People, err = peopleByID(ctx, tx, append(k.ReceiverIDs(), k.Giver))
	return receipt, policy, err
}

// told is receipt for what is told of a change.
func (s KudosService) told(ctx context.Context, tx Tx, out Outcome) (KudosReceipt, error) {
	receipt, _, err := s.receipt(ctx, tx, out)
	return receipt, err
}

// peopleByID reads people for showing their names.
func peopleByID(ctx context.Context, tx Tx, ids []ID) (map[ID]Person, error) {
	if len(ids) == 0 {
		return map[ID]Person{}, nil
	}
	list, err := tx.People(ctx, PersonFilter{IDs: ids})
	if err != nil {
		return nil, err
	}
	byID := make(map[ID]Person, len(list))
	for _, p := range list {
		byID[p.ID] = p
	}
	return byID, nil
}
