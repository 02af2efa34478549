package courier

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// metadataType and metadataID are all that Slack's metadata says about a post:
// anybody in the workspace can read it.
const (
	metadataType = "rapport_message"
	metadataID   = "id"
)

// sheet is a message that is ready to go.
type sheet struct {
	words   blockkit.Message
	address string
}

// post renders a message and posts it. ok is false where the claim was lost.
func (j *job) post(ctx context.Context) (s domain.Settlement, ok bool) {
	ready, s, ok := j.prepare(ctx)
	if !ok {
		return s, true
	}
	if f := j.turn(ctx, methodPost, j.PostsPerMinute); f != nil {
		return j.ended(f), true
	}
	// From here on the message may have arrived: that is noted before, not
	// after, so that a crash in between leaves a doubt and no double.
	if err := j.Outbox.Begin(ctx, j.claim); err != nil {
		if domain.CodeOf(err) == domain.Conflict {
			return domain.Settlement{}, false
		}
		return j.failed(ctx, "begin", err), true
	}
	delivery, f := j.hand(ctx, ready)
	if f != nil && f.fate == malformed {
		j.Meter.Count("courier.plain", j.m.Kind, 1)
		ready.words = blockkit.Plain(ready.words)
		if f := j.turn(ctx, methodPost, j.PostsPerMinute); f != nil {
			return j.ended(f), true // our own pace, of which Slack has not heard
		}
		delivery, f = j.hand(ctx, ready)
	}
	if f != nil {
		return j.posted(ctx, f, ready.address), true
	}
	j.book.note(j.m.Recipient, delivery.Channel)
	j.pace.spend(delivery.Channel)
	return domain.Settlement{State: domain.Sent, Delivery: &delivery, Pause: j.pace.wait(delivery.Channel)}, true
}

// prepare gets everything that does not need Slack. ok is false where the
// message does not go now, and the settlement says why.
func (j *job) prepare(ctx context.Context) (sheet, domain.Settlement, bool) {
	words, err := j.render(ctx, j.m)
	switch {
	case domain.CodeOf(err) == domain.NotFound:
		return sheet{}, domain.Settlement{State: domain.Dropped, Reason: "subject_gone"}, false
	case domain.CodeOf(err) == domain.Forbidden:
		return sheet{}, domain.Settlement{State: domain.Dropped, Reason: "not_theirs"}, false
	case err != nil:
		return sheet{}, j.failed(ctx, "render", err), false
	}
	address, err := j.address(ctx)
	switch {
	case domain.CodeOf(err) == domain.NotFound:
		return sheet{}, domain.Settlement{State: domain.Dropped, Reason: "person_gone"}, false
	case err != nil:
		return sheet{}, j.failed(ctx, "address", err), false
	}
	if wait := j.pace.wait(address); wait > 0 {
		return sheet{}, again("paced", wait), false
	}
	return sheet{words, address}, domain.Settlement{}, true
}

// render finds the function for the kind. A kind without one may be of a newer
// release that runs beside this one during an upgrade, so it is no end yet.
func (j *job) render(ctx context.Context, m domain.Message) (blockkit.Message, error) {
	f := j.Renders[m.Kind]
	if f == nil {
		return blockkit.Message{}, fmt.Errorf("render: no words for kind %q", m.Kind)
	}
	return f(ctx, m)
}

// hand gives the post to Slack and says where it stands.
func (j *job) hand(ctx context.Context, ready sheet) (domain.Delivery, *failure) {
	options := append(ready.words.Options(), slack.MsgOptionMetadata(slack.SlackMetadata{
		EventType: metadataType, EventPayload: map[string]any{metadataID: j.m.Nonce},
	}))
	var channel, ts string
	f := j.send(ctx, methodPost, func(ctx context.Context) (err error) {
		channel, ts, err = j.Client.PostMessageContext(ctx, ready.address, options...)
		return err
	})
	if f == nil && (channel == "" || ts == "") {
		f = &failure{fate: unknown, reason: "answer_incomplete"}
	}
	return j.delivery(channel, ts), f
}

// delivery says that the message stands there since now.
func (j *job) delivery(channel, ts string) domain.Delivery {
	return domain.Delivery{
		Kind: j.m.Kind, Subject: j.m.Subject, Recipient: j.m.Recipient,
		Channel: channel, TS: ts, At: j.Clock.Now().UTC(),
	}
}

// posted is ended for a post that Slack has heard of.
func (j *job) posted(ctx context.Context, f *failure, address string) domain.Settlement {
	switch {
	case f.fate == limited:
		j.rests.refused(address, f.after)
	case f.fate == unknown:
		return domain.Settlement{State: domain.Sending, Reason: f.reason, Pause: doubtAfter}
	case f.reason == "channel_not_found" && j.m.Recipient != "":
		// Slack does not say why a person cannot be written to; opening the DM
		// does.
		if _, why, err := j.openDM(ctx); err == nil && why != nil {
			return j.ended(why)
		}
	}
	return j.ended(f)
}

// ended is what a failed call means for a message that did not arrive.
func (j *job) ended(f *failure) domain.Settlement {
	switch f.fate {
	case limited:
		return again(f.reason, f.after)
	case later, unknown:
		return j.back(f.reason)
	case shut:
		return again(f.reason, shutFor)
	case nobody:
		return domain.Settlement{State: domain.Dropped, Reason: f.reason}
	case malformed, absent, locked, refused:
	}
	return domain.Settlement{State: domain.Dead, Reason: f.reason}
}
