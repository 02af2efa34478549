package domain

import (
	"context"
	"slices"
	"time"
)

// address looks up everybody that a draft names: groups are expanded, people
// that Rapport has not met yet are read from Slack. It runs before the
// transaction, since Slack may be slow.
func (s KudosService) address(ctx context.Context, draft KudosDraft) (addressed, error) {
	who := addressed{draft: draft}
	ids := slices.Clone(draft.Users)
	seen := make(map[string]bool, len(ids))
	for _, id := range draft.Users {
		if !seen[id] {
			seen[id] = true
			who.units++
		}
	}
	for _, group := range draft.Groups {
		_, members, err := s.Directory.GroupMembers(ctx, group)
		if err != nil {
			return addressed{}, RefuseField("recipients", "kudos.group_unknown")
		}
		who.units, who.viaGroup = who.units+1, true
		ids = append(ids, members...)
	}
	people, err := s.meet(ctx, unique(ids))
	if err != nil {
		return addressed{}, err
	}
	who.people = people
	return who, nil
}

// meet gives the people behind Slack ids, in order; the unknown ones are read
// from Slack and remembered.
func (s KudosService) meet(ctx context.Context, slackIDs []string) ([]Person, error) {
	people := PeopleService(s)
	list := make([]Person, 0, len(slackIDs))
	for _, id := range slackIDs {
		p, err := people.Meet(ctx, id)
		if CodeOf(err) == NotFound {
			p, err = Person{SlackID: id, Kind: Outsider}, nil
		}
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// unique keeps the first of each, in order.
func unique(list []string) []string {
	var kept []string
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// check tells everything that is wrong with a draft, and leaves the company's
// values of its tags. The giver who is in a group that was addressed is left out
// silently; named alone it is a fault. A tag that is no value is in nobody's way:
// it is told along with the faults there are, else in the receipt.
func (d *KudosDraft) check(giver Person, who addressed, policy KudosPolicy) Faults {
	var faults Faults
	if d.Broadcast {
		faults = append(faults, RefuseField("recipients", "kudos.broadcast"))
	}
	for _, name := range d.Unresolved {
		faults = append(faults, RefuseField("recipients", "kudos.name_unknown", "Name", name))
	}
	faults = append(faults, d.checkPeople(giver, who)...)
	count := len(d.receivers(giver, who))
	switch {
	case count == 0 && len(faults) == 0:
		faults = append(faults, RefuseField("recipients", "kudos.nobody"))
	case count > policy.MaxRecipients && !who.viaGroup:
		faults = append(faults, RefuseField("recipients", "kudos.too_many", "Limit", policy.MaxRecipients, "Count", count))
	case count > MostAtOnce:
		faults = append(faults, RefuseField("recipients", "kudos.too_many", "Limit", MostAtOnce, "Count", count))
	}
	faults = append(faults, TooLong("text", d.Text, MaxKudosText)...)
	tags, unknown := matchTags(d.Tags, policy.Values)
	if d.Tags = tags; len(faults) > 0 {
		faults = append(faults, unknownFaults(unknown)...)
	}
	return faults
}

// checkPeople tells which of those addressed by name cannot be thanked.
func (d *KudosDraft) checkPeople(giver Person, who addressed) Faults {
	var faults Faults
	for _, p := range who.people {
		if !slices.Contains(d.Users, p.SlackID) {
			continue
		}
		switch {
		case p.ID == giver.ID:
			faults = append(faults, RefuseField("recipients", "kudos.oneself"))
		case p.Kind == Bot:
			faults = append(faults, RefuseField("recipients", "kudos.recipient_bot", "Name", p.Name))
		case p.Kind == Outsider:
			faults = append(faults, RefuseField("recipients", "kudos.recipient_outsider"))
		case !p.Active:
			faults = append(faults, RefuseField("recipients", "kudos.recipient_left", "Name", p.Name))
		}
	}
	return faults
}

// receivers are those who will be thanked.
func (d *KudosDraft) receivers(giver Person, who addressed) []Person {
	var list []Person
	for _, p := range who.people {
		if p.ID != giver.ID && p.CanThank() {
			list = append(list, p)
		}
	}
	return list
}

// askFirst stops what is probably not meant: many people through a group, and
// the same thanks again within two minutes.
func (s KudosService) askFirst(ctx context.Context, tx Tx, giver Person, who addressed, policy KudosPolicy) error {
	d := who.draft
	if d.Sure {
		return nil
	}
	people := d.receivers(giver, who)
	if len(people) > policy.MaxRecipients {
		names := make([]string, len(people))
		for i, p := range people {
			names[i] = p.Name
		}
		return Refuse(Confirm, "kudos.group_names", "Names", names, "Count", len(people))
	}
	recent, err := tx.ListKudos(ctx, KudosFilter{Giver: giver.ID, Since: tx.Now().Add(-SameWithin), Limit: 20})
	if err != nil {
		return err
	}
	for _, k := range recent {
		if k.Text == d.Text && samePeople(k.ReceiverIDs(), people) {
			return Refuse(Confirm, "kudos.same_again", "Ago", tx.Now().Sub(k.At).Truncate(time.Second))
		}
	}
	return nil
}

func samePeople(ids []ID, people []Person) bool {
	if len(ids) != len(people) {
		return false
	}
	for _, p := range people {
		if !slices.Contains(ids, p.ID) {
			return false
		}
	}
	return true
}
