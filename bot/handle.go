package bot

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"rapport/domain"
)

// outcome is how a handler ended.
type outcome struct {
	reply Reply
	err   error
}

// serve answers one payload. The first result goes into the ack; an error means
// that nothing may be acked, so that Slack sends the event again.
func (b *Bot) serve(ctx context.Context, envelope string, raw []byte) (any, error) {
	req, err := read(envelope, raw)
	if err != nil {
		return b.unreadable(ctx, envelope, req, err)
	}
	req.Voice = b.book.In("")
	route, found := b.router.find(&req)
	if !found {
		return b.unknown(ctx, req)
	}
	b.meter.Count("bot_requests", string(req.Kind)+" "+req.ID, 1)
	req.Values.declared, req.unkept = route.Fields, route.Unkept
	switch route.Speed {
	case Opening:
		b.later(ctx, func(ctx context.Context) { b.open(ctx, route, req) })
		return nil, nil //nolint:nilnil // acked before the view is opened
	case Noting:
		b.later(ctx, func(ctx context.Context) { b.note(ctx, route, req) })
		return nil, nil //nolint:nilnil // acked before the draft is kept
	default:
		out := b.run(ctx, route, &req, b.within(ctx))
		if out.err == nil && route.Speed == Doing {
			b.touch(req.Person.ID)
		}
		return b.answer(ctx, route, req, out)
	}
}

// unreadable answers what has a shape that nothing of Slack's has; it will not
// become readable by being sent again. A form must not close as if it had been
// saved, and who typed or pressed must not be left with silence.
func (b *Bot) unreadable(ctx context.Context, envelope string, req Request, cause error) (any, error) {
	b.meter.Count("bot_unreadable", envelope, 1)
	if req.Kind == "" || req.Kind == Event || req.Kind == Close {
		b.log.LogAttrs(ctx, slog.LevelWarn, "payload cannot be read", slog.String("envelope", envelope), slog.Any("error", cause))
		return nil, nil //nolint:nilnil // an empty ack and no error is the answer
	}
	req.Voice = b.book.In("")
	return b.answer(ctx, Route{}, req, outcome{err: cause})
}

// answer turns an outcome into the ack and starts the calls that follow it.
func (b *Bot) answer(ctx context.Context, route Route, req Request, out outcome) (any, error) {
	if out.err != nil && req.Kind == Event && !told(out.err) {
		b.meter.Count("bot_unacked", req.ID, 1)
		b.log.LogAttrs(ctx, slog.LevelWarn, "event is left for Slack to send again",
			append(req.attrs(), slog.Any("error", out.err))...)
		return nil, fmt.Errorf("handle %s: %w", req.ID, out.err)
	}
	if out.err != nil && route.Nobody {
		b.log.LogAttrs(ctx, slog.LevelInfo, "event concerns nothing here", append(req.attrs(), slog.Any("error", out.err))...)
		return nil, nil //nolint:nilnil // there is nobody to tell
	}
	if out.err != nil && req.Kind == Event && domain.CodeOf(out.err) == domain.Forbidden {
		return nil, nil //nolint:nilnil // bots and outsiders get no answer to what they did elsewhere
	}
	d := b.plan(req, b.replyTo(ctx, req, out))
	if len(d.calls) > 0 {
		b.later(ctx, func(ctx context.Context) { b.call(ctx, req, d) })
	}
	return d.ack, nil
}

// told tells whether an error is a refusal that was decided, as opposed to
// something that may go well the next time.
func told(err error) bool {
	switch domain.CodeOf(err) {
	case domain.NotSaved, domain.Unclear, domain.Unavailable, domain.Internal:
		return false
	default:
		return true
	}
}

func (b *Bot) replyTo(ctx context.Context, req Request, out outcome) Reply {
	if out.err != nil {
		return b.explain(ctx, req, out.err)
	}
	return out.reply
}

// call makes the calls of a reply. A failed one is told by the best voice that
// is left: the person did something and must not be left with silence.
func (b *Bot) call(ctx context.Context, req Request, d delivery) {
	for _, f := range d.calls {
		err := f(ctx)
		if err == nil {
			continue
		}
		b.meter.Count("bot_call_failed", string(req.Kind), 1)
		b.log.LogAttrs(ctx, slog.LevelWarn, "answer did not reach Slack", append(req.attrs(), slog.Any("error", err))...)
		b.apologise(ctx, req)
	}
}

// apologise writes a DM where an answer could not be shown. It takes its own
// time, since what failed may have used up all that there was.
func (b *Bot) apologise(ctx context.Context, req Request) {
	if req.ID == EventHomeOpened {
		b.touch(req.Person.ID) // the opening is noted, so it is shown at the next look
	}
	if req.SlackUser == "" || req.Kind == Event {
		b.meter.Count("bot_untold", string(req.Kind), 1)
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), callTimeout)
	defer cancel()
	m := sentences(req.Voice, b.typed(req), req.Voice.Say("request.not_shown"))
	if err := b.client.Post(ctx, req.dm(), m); err != nil {
		b.meter.Count("bot_untold", string(req.Kind), 1)
		b.log.LogAttrs(ctx, slog.LevelWarn, "nobody could be told", append(req.attrs(), slog.Any("error", err))...)
	}
}

// open runs a handler whose reply is a view. The trigger lasts 3 seconds from
// the click, so where data takes its time a loading view takes the trigger.
func (b *Bot) open(ctx context.Context, route Route, req Request) {
	done := make(chan outcome, 1)
	running := req
	b.running.Go(func() { done <- b.run(ctx, route, &running, callTimeout) })
	timer := time.NewTimer(b.patience)
	defer timer.Stop()
	var out outcome
	select {
	case out = <-done:
		req = running
	case <-timer.C:
		id, err := b.load(ctx, req)
		out = <-done
		req = running
		req.loading = id
		if err != nil {
			b.log.LogAttrs(ctx, slog.LevelWarn, "loading view was refused", append(req.attrs(), slog.Any("error", err))...)
		}
	}
	req.acked = true
	b.call(ctx, req, b.plan(req, b.replyTo(ctx, req, out)))
}

// load opens the loading view.
func (b *Bot) load(ctx context.Context, req Request) (string, error) {
	b.meter.Count("bot_loading", req.ID, 1)
	if req.Surface == InModal {
		return b.client.PushView(ctx, req.Trigger, loadingView(req.Voice))
	}
	return b.client.OpenView(ctx, req.Trigger, loadingView(req.Voice))
}

// note runs a handler that nobody waits for.
func (b *Bot) note(ctx context.Context, route Route, req Request) {
	if out := b.run(ctx, route, &req, callTimeout); out.err != nil {
		b.meter.Count("bot_notes_lost", req.ID, 1)
		b.log.LogAttrs(ctx, slog.LevelWarn, "note was not kept", append(req.attrs(), slog.Any("error", out.err))...)
	}
}

// run calls the handler, and comes back in time also where the handler does not.
func (b *Bot) run(ctx context.Context, route Route, req *Request, within time.Duration) outcome {
	ctx, cancel := context.WithTimeout(ctx, within)
	done := make(chan outcome, 1)
	acting := *req
	var begun atomic.Bool
	met := make(chan Request, 1)
	b.running.Go(func() {
		defer cancel()
		done <- b.guarded(ctx, route, &acting, func() {
			met <- acting
			begun.Store(true)
		})
	})
	timer := time.NewTimer(within + grace)
	defer timer.Stop()
	select {
	case out := <-done:
		*req = acting
		return out
	case <-timer.C:
	}
	b.meter.Count("bot_hanging", req.ID, 1)
	if !begun.Load() {
		return outcome{err: domain.Refuse(domain.NotSaved, "store.not_saved")}
	}
	*req = <-met
	if route.Speed != Doing {
		return outcome{err: domain.Refuse(domain.NotSaved, "store.not_saved")}
	}
	return outcome{err: domain.Refuse(domain.Unclear, "request.unclear")}
}

// guarded finds out who acts and calls the handler; a panic costs this request
// only.
func (b *Bot) guarded(ctx context.Context, route Route, req *Request, begin func()) (out outcome) {
	defer func() {
		if broken := recover(); broken != nil {
			b.meter.Count("bot_panics", req.ID, 1)
			out = outcome{err: fmt.Errorf("handler panicked: %s\n%s", panicText(broken), debug.Stack())}
		}
	}()
	if !route.Nobody {
		if err := b.meet(ctx, req); err != nil {
			return outcome{err: unsaved(route, err)}
		}
	}
	// From here on something may be saved. Who was too late to begin must not
	// begin at all, since the person has been told that nothing was saved.
	begin()
	if err := ctx.Err(); err != nil {
		return outcome{err: domain.Refuse(domain.NotSaved, "store.not_saved")}
	}
	reply, err := route.Handle(ctx, *req)
	if err != nil {
		reply, err = b.again(ctx, route, *req, err)
	}
	if err != nil {
		reply, err = b.asksReason(ctx, *req, err)
	}
	return outcome{reply: reply, err: unsaved(route, err)}
}

// unsaved says of what was to be saved that it was not, where the database was
// gone before anything was written: "nothing to show" would leave that open. What
// is read behind a commit fails nobody, see saved.
func unsaved(route Route, err error) error {
	if route.Speed == Doing && domain.CodeOf(err) == domain.Unavailable {
		return domain.Refuse(domain.NotSaved, "store.not_saved")
	}
	return err
}

// caught is to be deferred around what no handler's guard covers: views that are
// built and calls that are made after an ack. A panic there costs that answer,
// and not the process with everything else that is under way.
func (b *Bot) caught() {
	if broken := recover(); broken != nil { //nolint:revive // caught is what the callers defer
		b.meter.Count("bot_panics", "after_ack", 1)
		b.log.Error("what follows an ack panicked", slog.String("error", panicText(broken)), slog.String("stack", string(debug.Stack())))
	}
}

// panicText is what may be logged of a panic: the runtime's own sentence, or the
// type of anything else, since a value may hold what a person wrote.
func panicText(broken any) string {
	if err, ok := broken.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a value of type %T", broken)
}

// later runs something after the ack, with a deadline of its own; Drain waits
// for it.
func (b *Bot) later(ctx context.Context, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*callTimeout)
	b.running.Go(func() {
		defer cancel()
		f(ctx)
	})
}

// unknown answers what no row of the table handles: a button of a version that
// is gone, a command that the manifest has and the code does not.
func (b *Bot) unknown(ctx context.Context, req Request) (any, error) {
	b.meter.Count("bot_unknown", string(req.Kind), 1)
	b.log.LogAttrs(ctx, slog.LevelWarn, "no handler", req.attrs()...)
	if req.Kind == Event || req.Kind == Close {
		return nil, nil //nolint:nilnil // nobody waits for an answer
	}
	out := outcome{err: domain.Refuse(domain.NotFound, "request.unknown")}
	return b.answer(ctx, Route{}, req, out)
}
