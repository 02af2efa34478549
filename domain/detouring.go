package domain

import (
	"context"
	"slices"
)

// The reasons why a digest leaves its channel for the team's DMs.
const (
	channelUnknown  = "channel_unknown"
	channelArchived = "channel_archived"
	channelShared   = "channel_shared"
	channelPublic   = "channel_public"
	channelMembers  = "channel_members" // somebody who is not of the people team reads it
)

// detour tells why a digest cannot go to a channel, or nothing where it can or
// none is set. It asks Slack, so it stands outside of a transaction.
func (s DigestService) detour(ctx context.Context, channel string) (string, error) {
	if channel == "" {
		return "", nil
	}
	return s.unfit(ctx, s.Directory, channel)
}

// unfit tells why a channel is not the people team's own: it has to be private,
// and each person in it of the team. Errors are Slack's and the store's; until
// they pass nothing goes there.
func (p Practice) unfit(ctx context.Context, directory Directory, channel string) (string, error) {
	place, err := directory.Place(ctx, channel)
	switch {
	case CodeOf(err) == NotFound:
		return channelUnknown, nil
	case err != nil:
		return "", err
	case place.Archived:
		return channelArchived, nil
	case place.Shared:
		return channelShared, nil
	case place.Public:
		return channelPublic, nil
	}
	members, err := directory.PlaceMembers(ctx, channel)
	if CodeOf(err) == NotFound {
		return channelUnknown, nil
	}
	if err != nil {
		return "", err
	}
	strangers, err := p.strangers(ctx, members)
	if err != nil {
		return "", err
	}
	for _, slackID := range strangers {
		account, err := directory.Profile(ctx, slackID)
		if CodeOf(err) == NotFound || err == nil && account.Kind == Bot {
			continue // Rapport itself is a member
		}
		return channelMembers, err
	}
	return "", nil
}

// strangers are the members of a channel who are not of the people team, as far
// as the directory knows: whoever is new to it is one of them.
func (p Practice) strangers(ctx context.Context, members []string) ([]string, error) {
	var strangers []string
	err := p.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		team, err := p.peopleTeam(ctx, tx, "")
		strangers = slices.DeleteFunc(slices.Clone(members), func(slackID string) bool {
			return slices.ContainsFunc(team, func(q Person) bool { return q.SlackID == slackID })
		})
		return err
	})
	return strangers, err
}

// redirect sends a digest to the team's DMs, once, because its channel is not
// the team's own any more.
func (s DeliveryService) redirect(ctx context.Context, m Message, why string) error {
	return s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		first, err := tx.DetourDigest(ctx, m.Subject, why)
		if err != nil || !first {
			return err
		}
		return s.digestToTeam(ctx, tx, m.Subject)
	})
}
