package courier

import (
	"context"
	"fmt"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// editFor is how long after it was sent a message is still edited. Nobody
// looks further back, and an edit costs as much as a message.
const editFor = 7 * 24 * time.Hour

// change edits or deletes what was sent about the subject. All of it may be
// done twice without harm, so that a doubt is simply another try.
func (j *job) change(ctx context.Context) (s domain.Settlement, ok bool) {
	places, err := j.places(ctx)
	if err != nil {
		return j.failed(ctx, "places", err), true
	}
	if len(places) == 0 {
		return j.nothingThere(ctx)
	}
	end := domain.Settlement{State: domain.Sent}
	for _, d := range places {
		place := d.Channel + " " + d.TS
		if j.memory.has(j.m.Seq, place) {
			continue
		}
		f, err := j.changeOne(ctx, d)
		if err != nil {
			return j.failed(ctx, string(j.m.Deed), err), true
		}
		if f != nil {
			switch s := j.ended(f); s.State {
			case domain.Waiting:
				return s, true // the rest of the places goes with the next try
			case domain.Dead:
				end = s
			default: // sent or dropped: the end of this place alone
			}
		}
		j.memory.did(j.m.Seq, place)
	}
	return end, true
}

// nothingThere ends a change of what was never sent. A post that is to go and of
// which nobody knows whether it arrived may stand there for all to read: that
// is worth an operator's look, as the post itself is.
func (j *job) nothingThere(ctx context.Context) (s domain.Settlement, ok bool) {
	if j.m.Deed == domain.Delete {
		unclear, err := j.Outbox.Unclear(ctx, j.m)
		if err != nil {
			return j.failed(ctx, "unclear", err), true
		}
		if unclear {
			return domain.Settlement{State: domain.Doubt, Reason: "may_stand"}, true
		}
	}
	return domain.Settlement{State: domain.Dropped, Reason: "nothing_there"}, true
}

// places are the deliveries that the message concerns: those of its kind and
// subject, of its recipient or channel where it names one.
func (j *job) places(ctx context.Context) ([]domain.Delivery, error) {
	var all []domain.Delivery
	err := j.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		all, err = tx.Deliveries(ctx, j.m.Kind, j.m.Subject)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find what was sent: %w", err)
	}
	since := j.Clock.Now().Add(-editFor)
	var places []domain.Delivery
	for _, d := range all {
		mine := (j.m.Recipient == "" || j.m.Recipient == d.Recipient) && (j.m.Channel == "" || j.m.Channel == d.Channel)
		if mine && (j.m.Deed == domain.Delete || d.At.After(since)) {
			places = append(places, d)
		}
	}
	return places, nil
}

// changeOne edits or deletes one message. The failure is nil where that was
// done or where it does not matter that it was not.
func (j *job) changeOne(ctx context.Context, d domain.Delivery) (*failure, error) {
	act := j.remove
	if j.m.Deed == domain.Update {
		act = j.edit
	}
	f, err := act(ctx, d)
	switch {
	case err != nil || f == nil:
		return f, err
	case f.fate == absent:
		return nil, j.Outbox.Forget(ctx, d)
	case j.m.Deed == domain.Update && (f.fate == locked || f.fate == refused || f.fate == nobody):
		// An old text in an archived channel harms nobody, and none of this is
		// worth an operator's time. A deletion that failed is.
		f = nil
	}
	return f, nil
}

// edit shows the subject's present state in the place of what stands there.
func (j *job) edit(ctx context.Context, d domain.Delivery) (*failure, error) {
	m := j.m
	m.Recipient = d.Recipient
	if m.Recipient == "" {
		m.Channel = d.Channel
	}
	words, err := j.render(ctx, m)
	if err != nil {
		return nil, unlessGone(err)
	}
	f := j.update(ctx, d, words)
	if f != nil && f.fate == malformed {
		j.Meter.Count("courier.plain", j.m.Kind, 1)
		f = j.update(ctx, d, blockkit.Plain(words))
	}
	return f, nil
}

// unlessGone is nil where there is nothing to show any more; deleting is
// another deed.
func unlessGone(err error) error {
	if domain.CodeOf(err) == domain.NotFound {
		return nil
	}
	return err
}

func (j *job) update(ctx context.Context, d domain.Delivery, words blockkit.Message) *failure {
	return j.call(ctx, methodUpdate, func(ctx context.Context) error {
		_, _, _, err := j.Client.UpdateMessageContext(ctx, d.Channel, d.TS, words.Options()...)
		return err
	})
}

// remove deletes a message, and the delivery with it.
func (j *job) remove(ctx context.Context, d domain.Delivery) (*failure, error) {
	f := j.call(ctx, methodDelete, func(ctx context.Context) error {
		_, _, err := j.Client.DeleteMessageContext(ctx, d.Channel, d.TS)
		return err
	})
	if f != nil {
		return f, nil
	}
	return nil, j.Outbox.Forget(ctx, d)
}
