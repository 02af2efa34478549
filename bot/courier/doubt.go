package courier

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// A doubtful post is looked for among the newest messages of its channel: so
// many pages of so many. Its own lane has stood still since, so in a DM it is
// near the top.
const (
	historyPages = 3
	historyPage  = 200
)

// resolve finds out whether an earlier attempt arrived. done is false where it
// did not, so that the message can be posted.
func (j *job) resolve(ctx context.Context) (s domain.Settlement, done bool) {
	if rest := doubtAfter - j.claim.BegunAgo; rest > 0 {
		return domain.Settlement{State: domain.Sending, Reason: j.m.Reason, Pause: rest}, true
	}
	channel, s, ok := j.whereToLook(ctx)
	if !ok {
		return s, true
	}
	ts, f := j.find(ctx, channel)
	switch {
	case f != nil:
		return j.undecided(f), true
	case ts == "":
		j.Meter.Count("courier.doubt", "not_there", 1)
		return domain.Settlement{}, false
	default:
		j.Meter.Count("courier.doubt", "arrived", 1)
		delivery := j.delivery(channel, ts)
		return domain.Settlement{State: domain.Sent, Delivery: &delivery}, true
	}
}

// whereToLook is the channel whose history may hold the post.
func (j *job) whereToLook(ctx context.Context) (channel string, s domain.Settlement, ok bool) {
	if j.m.Recipient == "" {
		if j.ChannelHistory() {
			return j.m.Channel, s, true
		}
		return "", domain.Settlement{State: domain.Doubt, Reason: "no_answer"}, false
	}
	dm, f, err := j.openDM(ctx)
	switch {
	case domain.CodeOf(err) == domain.NotFound:
		return "", domain.Settlement{State: domain.Dropped, Reason: "person_gone"}, false
	case err != nil:
		s = j.failed(ctx, "address", err)
		s.State = domain.Sending // the doubt stays
		return "", s, false
	case f != nil:
		return "", j.undecided(f), false
	}
	return dm, s, true
}

// scopePatience is how long a doubt waits for a scope without which nobody can
// look into it: while the app is being installed anew the scopes go and come
// back. What is behind it in its lane waits as long.
const scopePatience = 5 * time.Minute

// undecided keeps a doubt that could not be looked into, or ends it as unclear
// where looking is refused.
func (j *job) undecided(f *failure) domain.Settlement {
	if f.lacksScope() && j.claim.BegunAgo < scopePatience {
		return domain.Settlement{State: domain.Sending, Reason: f.reason, Pause: shutFor}
	}
	s := j.ended(f)
	switch s.State {
	case domain.Waiting:
		s.State = domain.Sending
	case domain.Dead:
		s.State = domain.Doubt
	default:
	}
	return s
}

// find looks for the nonce in the history. ts is empty where it is not there.
func (j *job) find(ctx context.Context, channel string) (ts string, f *failure) {
	p := &slack.GetConversationHistoryParameters{ChannelID: channel, Limit: historyPage, IncludeAllMetadata: true}
	for range historyPages {
		var page *slack.GetConversationHistoryResponse
		f := j.call(ctx, methodHistory, func(ctx context.Context) (err error) {
			page, err = j.Client.GetConversationHistoryContext(ctx, p)
			return err
		})
		if f != nil {
			return "", f
		}
		for _, m := range page.Messages {
			if m.Metadata.EventType == metadataType && m.Metadata.EventPayload[metadataID] == j.m.Nonce {
				return m.Timestamp, nil
			}
		}
		if p.Cursor = page.ResponseMetaData.NextCursor; !page.HasMore || p.Cursor == "" {
			break
		}
	}
	return "", nil
}
