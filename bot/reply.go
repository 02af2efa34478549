package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"rapport/bot/blockkit"
)

// Reply is what a handler wants the person to see. How it gets there (the ack,
// the response address, a view, a DM) follows from how the request came in.
type Reply struct{ parts []part }

type verb uint8

const (
	verbSay verb = iota
	verbReplace
	verbOpen
	verbPush
	verbUpdate
	verbClear
	verbErrors
	verbOptions
	verbHome
)

type part struct {
	verb    verb
	message blockkit.Message
	modal   blockkit.Modal
	home    blockkit.Home
	errors  map[string]string
	options []blockkit.Option
}

// Nothing answers with an empty ack: a form closes, a press just counts.
func Nothing() Reply { return Reply{} }

// Say tells the person who acted, and nobody else, where they acted: an
// ephemeral message, or a small modal where there is no message to stand by.
func Say(m blockkit.Message) Reply { return one(part{verb: verbSay, message: m}) }

// Replace is Say in the place of the ephemeral message or small modal that was
// pressed.
func Replace(m blockkit.Message) Reply { return one(part{verb: verbReplace, message: m}) }

// Open opens a form, on top of another where one is open.
func Open(m blockkit.Modal) Reply { return one(part{verb: verbOpen, modal: m}) }

// Push lays a form on top of the one that was sent or pressed in.
func Push(m blockkit.Modal) Reply { return one(part{verb: verbPush, modal: m}) }

// Update shows another form in the place of the one that was sent or pressed in.
func Update(m blockkit.Modal) Reply { return one(part{verb: verbUpdate, modal: m}) }

// Clear closes all forms after one was sent.
func Clear() Reply { return one(part{verb: verbClear}) }

// Errors keeps a form open and puts a sentence under each field named.
func Errors(sentences map[string]string) Reply {
	return one(part{verb: verbErrors, errors: sentences})
}

// Options answers a menu that asks for its options.
func Options(options ...blockkit.Option) Reply {
	return one(part{verb: verbOptions, options: options})
}

// PublishHome shows the person's Home tab.
func PublishHome(h blockkit.Home) Reply { return one(part{verb: verbHome, home: h}) }

// And adds what else is to be shown.
func (r Reply) And(other Reply) Reply {
	return Reply{parts: append(slices.Clip(r.parts), other.parts...)}
}

func one(p part) Reply { return Reply{parts: []part{p}} }

// delivery is a reply on its way: what goes into the ack, and the calls to Slack
// that follow it.
type delivery struct {
	ack   any
	calls []func(context.Context) error
}

func (d *delivery) call(f func(context.Context) error) { d.calls = append(d.calls, f) }

// plan decides how each part of a reply gets to the person.
func (b *Bot) plan(req Request, reply Reply) delivery {
	var d delivery
	for _, p := range reply.parts {
		switch {
		case p.verb == verbHome:
			d.call(func(ctx context.Context) error { return b.client.PublishHome(ctx, req.SlackUser, p.home) })
		case p.verb == verbOptions:
			d.ack = blockkit.Suggestions(p.options...)
		case req.Kind == Submit:
			b.planSubmit(&d, req, p)
		default:
			b.planCall(&d, req, p)
		}
	}
	if req.Kind == Suggest && d.ack == nil {
		d.ack = blockkit.Suggestions()
	}
	return d
}

// planSubmit puts the answer to a form into its ack. A view that is too large
// for an ack goes by a call, behind a small one.
func (b *Bot) planSubmit(d *delivery, req Request, p part) {
	switch p.verb {
	case verbErrors:
		d.ack = b.formErrors(req, p.errors)
	case verbClear:
		d.ack = blockkit.Cleared()
	case verbSay, verbReplace:
		d.ack, _ = blockkit.Updated(noticeView(req.Voice, p.message)) // a notice has no metadata
	default:
		b.planView(d, req, p)
	}
}

func (b *Bot) planView(d *delivery, req Request, p part) {
	payload, err := blockkit.Updated(p.modal)
	if p.verb != verbUpdate {
		payload, err = blockkit.Pushed(p.modal)
	}
	switch {
	case err != nil:
		b.planBroken(d, req, err)
	case blockkit.FitsAck(payload):
		d.ack = payload
	default:
		// An empty ack would close the view that was sent, so it shows
		// something small until the call has brought the rest.
		d.ack, _ = blockkit.Updated(loadingView(req.Voice))
		d.call(func(ctx context.Context) error {
			return b.unlessClosed(ctx, req, b.client.UpdateView(ctx, req.View.ID, p.modal))
		})
	}
}

// planBroken keeps a form open whose answer cannot be built: an empty ack would
// close it with everything that was typed.
func (b *Bot) planBroken(d *delivery, req Request, cause error) {
	reference := b.reference()
	d.ack = b.formErrors(req, map[string]string{"": req.Voice.Say("request.broke", "Reference", reference)})
	d.call(func(ctx context.Context) error {
		b.log.LogAttrs(ctx, slog.LevelError, "answer to a form cannot be built",
			append(req.attrs(), slog.String("reference", reference), slog.Any("error", cause))...)
		return nil
	})
}

// planCall answers everything but a form that was sent.
func (b *Bot) planCall(d *delivery, req Request, p part) {
	switch p.verb {
	case verbSay, verbReplace:
		b.planSay(d, req, p)
	case verbClear, verbErrors:
		d.call(func(context.Context) error {
			return errors.New("answer " + string(req.Kind) + ": only a form that was sent can be closed or refused")
		})
	default:
		d.call(func(ctx context.Context) error { return b.unlessClosed(ctx, req, b.show(ctx, req, p.verb, p.modal)) })
	}
}

// unlessClosed passes over that a view could not be shown since the person closed
// the one that was to be updated, or on which it was to lie: they do not wait for
// it. Slack calls that not_found. Refusals are said by a message instead (say).
func (b *Bot) unlessClosed(ctx context.Context, req Request, err error) error {
	if refused, ok := errors.AsType[SlackError](err); !ok || refused.Code != "not_found" {
		return err
	}
	b.meter.Count("bot_view_closed", string(req.Kind), 1)
	b.log.LogAttrs(ctx, slog.LevelInfo, "view was closed before its answer came", req.attrs()...)
	return nil
}

// planSay chooses the voice for a sentence.
func (b *Bot) planSay(d *delivery, req Request, p part) {
	answer := p.message.Ephemeral()
	if p.verb == verbReplace && req.Surface == OnEphemeral {
		answer = p.message.Replacing()
	}
	switch {
	case req.Kind == Command && !req.acked && d.ack == nil && blockkit.FitsAck(answer):
		d.ack = answer
	case req.ResponseURL != "" && req.loading == "":
		d.call(func(ctx context.Context) error { return b.client.Respond(ctx, req.ResponseURL, answer) })
	case req.Kind == Event:
		d.call(func(ctx context.Context) error { return b.client.Post(ctx, req.dm(), p.message) })
	case req.Kind == Suggest || req.Kind == Close:
		// A menu that fills itself and a form that is gone have no place for
		// a sentence; the error behind it was counted.
	default:
		d.call(func(ctx context.Context) error { return b.say(ctx, req, p) })
	}
}

// say shows a small modal, or where that fails writes a DM.
func (b *Bot) say(ctx context.Context, req Request, p part) error {
	how := verbOpen
	if p.verb == verbReplace {
		how = verbUpdate
	}
	err := b.show(ctx, req, how, noticeView(req.Voice, p.message))
	if err == nil {
		return nil
	}
	b.meter.Count("bot_direct_message", string(req.Kind), 1)
	b.log.LogAttrs(ctx, slog.LevelInfo, "notice goes as a direct message", append(req.attrs(), slog.Any("error", err))...)
	return b.client.Post(ctx, req.dm(), p.message)
}

// show opens, lays or updates a view, as the place allows.
func (b *Bot) show(ctx context.Context, req Request, v verb, m blockkit.Modal) error {
	switch {
	case req.loading != "":
		return b.client.UpdateView(ctx, req.loading, m)
	case v == verbUpdate && req.Surface == InModal:
		return b.client.UpdateView(ctx, req.View.ID, m)
	case req.Surface == InModal:
		_, err := b.client.PushView(ctx, req.Trigger, m)
		if refused, ok := errors.AsType[SlackError](err); ok && refused.Code == "push_limit_reached" {
			// Three views are the most that Slack stacks; the way goes on in
			// the place of the third.
			return b.client.UpdateView(ctx, req.View.ID, m)
		}
		return err
	default:
		_, err := b.client.OpenView(ctx, req.Trigger, m)
		return err
	}
}

// dm is where the person is reached: the DM in which they wrote, or the account.
func (r Request) dm() string {
	if r.ID == EventDirectMessage && r.Place != "" {
		return r.Place
	}
	return r.SlackUser
}
