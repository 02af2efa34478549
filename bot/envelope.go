package bot

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"rapport/bot/blockkit"
	"rapport/bot/socket"
)

// Handle is the socket's handler: what it returns goes into the ack. An error
// leaves the envelope without an ack, so that Slack sends the event again.
func (b *Bot) Handle(ctx context.Context, e socket.Envelope) (any, error) {
	return b.serve(ctx, e.Type, e.Payload)
}

// Refused answers what could not start in time, while everything is busy: no
// database, no words but that nothing was done and what was typed.
func (b *Bot) Refused(ctx context.Context, e socket.Envelope) any {
	req, err := read(e.Type, e.Payload)
	if err != nil {
		b.meter.Count("bot_unreadable", e.Type, 1)
		if req.Kind != Submit {
			return nil
		}
	}
	req.Voice = b.book.In("")
	route, _ := b.router.find(&req) // takes the command's words out of what was typed
	b.meter.Count("bot_busy", string(req.Kind), 1)
	if route.Speed == Noting {
		return nil // a notice would lie over what is being typed, and the end of it brings all
	}
	reply := Say(sentences(req.Voice, b.typed(req), req.Voice.Say("request.busy")))
	if req.Kind == Submit {
		reply = Errors(map[string]string{"": req.Voice.Say("request.busy")})
	}
	d := b.plan(req, reply)
	if len(d.calls) > 0 {
		b.later(ctx, func(ctx context.Context) { b.call(ctx, req, d) })
	}
	return d.ack
}

// Unsent is told of an answer that did not leave. The answer to a command goes
// by its response address. A form that was not answered stays open with its
// words; sent again it has one effect, since its nonce is the same.
func (b *Bot) Unsent(ctx context.Context, e socket.Envelope, answer any, cause error) any {
	b.meter.Count("bot_unsent", e.Type, 1)
	b.log.LogAttrs(ctx, slog.LevelWarn, "answer did not leave with the ack",
		slog.String("envelope", e.Type), slog.Bool("too_large", errors.Is(cause, socket.ErrTooLarge)), slog.Any("error", cause))
	message, isMessage := answer.(blockkit.Answer)
	req, err := read(e.Type, e.Payload)
	if err != nil || !isMessage || req.ResponseURL == "" {
		return nil
	}
	b.later(ctx, func(ctx context.Context) {
		if err := b.client.Respond(ctx, req.ResponseURL, message); err != nil {
			b.meter.Count("bot_untold", string(req.Kind), 1)
			b.log.LogAttrs(ctx, slog.LevelWarn, "answer could not be told", append(req.attrs(), slog.Any("error", err))...)
		}
	})
	return nil
}

// within is how long a handler may take: what is configured, or what is left of
// the time that Slack waits, which began when the frame arrived.
func (b *Bot) within(ctx context.Context) time.Duration {
	end, ok := ctx.Deadline()
	if !ok {
		return b.deadline
	}
	const answering = 50 * time.Millisecond
	left := time.Until(end) //nolint:forbidigo // machine time: the deadline of an ack
	return max(0, min(b.deadline, left-grace-answering))
}
