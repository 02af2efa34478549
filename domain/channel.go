package domain

import (
	"context"
	"maps"
	"strings"
)

// PolicyChannel is the kind of message that tells the people team what became
// of a channel that the policy names. Its detail is a ChannelNews.
const PolicyChannel = "policy.channel"

// ChannelWord is what became of a channel.
type ChannelWord string

// What can become of a channel.
const (
	ThanksGone   ChannelWord = "thanks_gone"   // that of public thanks was archived
	DigestGone   ChannelWord = "digest_gone"   // that of the digest was archived
	ChannelMoved ChannelWord = "channel_moved" // Slack gave it another id
	DigestJoined ChannelWord = "digest_joined" // somebody outside the team reads the digest's
)

// ChannelNews is the detail of a message about a channel.
type ChannelNews struct {
	Word    ChannelWord
	Channel string
	// Person is who joined; empty for the other words.
	Person ID
}

// String writes the news for the detail of a message.
func (n ChannelNews) String() string {
	return strings.Join([]string{string(n.Word), n.Channel, string(n.Person)}, ":")
}

// ParseChannelNews reads what String wrote.
func ParseChannelNews(text string) ChannelNews {
	word, rest, _ := strings.Cut(text, ":")
	channel, person, _ := strings.Cut(rest, ":")
	return ChannelNews{Word: ChannelWord(word), Channel: channel, Person: ID(person)}
}

// names tells whether the policy names a channel anywhere.
func (p Policy) names(channel string) bool {
	if channel == "" {
		return false
	}
	return channel == p.Digest.Channel || p.thanksIn(channel)
}

// thanksIn tells whether public thanks go to a channel.
func (p Policy) thanksIn(channel string) bool {
	for _, named := range p.Kudos.Channels {
		if named == channel {
			return true
		}
	}
	return channel == p.Kudos.Channel
}

// renamed names another channel in the place of one; an empty one takes it out.
func (p Policy) renamed(old, fresh string) Policy {
	if p.Kudos.Channel == old {
		p.Kudos.Channel = fresh
	}
	if p.Digest.Channel == old {
		p.Digest.Channel = fresh
	}
	p.Kudos.Channels = maps.Clone(p.Kudos.Channels)
	for place, named := range p.Kudos.Channels {
		switch {
		case named == old && fresh == "":
			delete(p.Kudos.Channels, place)
		case named == old:
			p.Kudos.Channels[place] = fresh
		}
	}
	return p
}

// NamesChannel tells whether the policy names a channel: most events are about
// others. IsDigest is true where it is that of the digest.
func (s PolicyService) NamesChannel(ctx context.Context, channel string) (named, isDigest bool, err error) {
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		named = version.Policy.names(channel)
		isDigest = named && channel == version.Policy.Digest.Channel
		return err
	})
	return named, isDigest, err
}

// ChannelGone takes an archived channel out of the policy, so that thanks and
// digests go by message again and no receipt names a post that cannot come. The
// people team is told.
func (s PolicyService) ChannelGone(ctx context.Context, act Act, channel string) error {
	return s.rename(ctx, act, channel, "", func(p Policy) []ChannelNews {
		var news []ChannelNews
		if p.thanksIn(channel) {
			news = append(news, ChannelNews{Word: ThanksGone, Channel: channel})
		}
		if p.Digest.Channel == channel {
			news = append(news, ChannelNews{Word: DigestGone, Channel: channel})
		}
		return news
	})
}

// ChannelChanged follows a channel to its new id, in the policy and for what
// stands in it, which is edited and deleted there.
func (s PolicyService) ChannelChanged(ctx context.Context, act Act, old, fresh string) error {
	if fresh == "" {
		return nil
	}
	return s.rename(ctx, act, old, fresh, func(Policy) []ChannelNews {
		return []ChannelNews{{Word: ChannelMoved, Channel: fresh}}
	})
}

// rename writes the policy's next version, if it names the channel.
func (s PolicyService) rename(ctx context.Context, act Act, old, fresh string, tell func(Policy) []ChannelNews) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		current, err := tx.Policy(ctx)
		if err != nil || !current.Policy.names(old) {
			return Outcome{Word: OutcomeDone}, err
		}
		next := PolicyVersion{Version: current.Version + 1, Policy: current.Policy.renamed(old, fresh), At: tx.Now()}
		if err := tx.SavePolicy(ctx, next); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Act: "policy.change", Subject: policySubject(next.Version), Version: next.Version, Content: changeOf(current.Policy, next.Policy)}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		if fresh != "" {
			if err := tx.MoveDeliveries(ctx, old, fresh); err != nil {
				return Outcome{}, err
			}
		}
		return Outcome{Word: "changed", Subject: policySubject(next.Version)}, s.tellChannel(ctx, tx, next.Version, tell(current.Policy))
	}, nil)
	return err
}

// tellChannel tells the people team.
func (s PolicyService) tellChannel(ctx context.Context, tx Tx, version int, news []ChannelNews) error {
	team, err := s.peopleTeam(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, person := range team {
		for _, n := range news {
			m := Message{Kind: PolicyChannel, Deed: Post, Class: FromPeople, Recipient: person.ID, Subject: policySubject(version), Detail: n.String()}
			if err := tx.Tell(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// DigestRead tells the people team that somebody who is not one of them has
// joined the digest's channel, and so would read it.
func (s PolicyService) DigestRead(ctx context.Context, act Act, channel string, person ID) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		current, err := tx.Policy(ctx)
		if err != nil || current.Policy.Digest.Channel != channel {
			return Outcome{Word: OutcomeDone}, err
		}
		if person != "" {
			who, err := s.StandingOf(ctx, tx, person)
			if err != nil || who.HR {
				return Outcome{Word: OutcomeDone}, err
			}
		}
		news := ChannelNews{Word: DigestJoined, Channel: channel, Person: person}
		return Outcome{Word: "told"}, s.tellChannel(ctx, tx, current.Version, []ChannelNews{news})
	}, nil)
	return err
}
