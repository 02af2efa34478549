package courier

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"rapport/domain"
)

// The waits after something went wrong, in machine time.
const (
	// doubtAfter is when a post without an answer is looked up: as long as a
	// request can still be on its way.
	doubtAfter = callTime
	// shutFor is how long everything rests when Slack refuses the app itself.
	shutFor = time.Minute
	// firstRetry doubles with each attempt up to lastRetry.
	firstRetry = time.Second
	lastRetry  = 5 * time.Minute
	// limitRest is taken for a Retry-After that did not come.
	limitRest = 30 * time.Second
	// mostTries ends what fails in Rapport itself and not for lack of a
	// database or of Slack: about an hour with the waits between.
	mostTries = 20
)

// job is one claimed message on its way.
type job struct {
	*Courier
	claim domain.Claimed
	m     domain.Message
	// stop is closed when the courier is to stop: nothing is begun after that.
	stop <-chan struct{}
}

// stopping tells that the courier is to stop.
func (j *job) stopping() bool {
	select {
	case <-j.stop:
		return true
	default:
		return false
	}
}

// deliver does everything for one message and settles it.
func (c *Courier) deliver(stop context.Context, claim domain.Claimed) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), attemptTime)
	defer cancel()
	j := &job{Courier: c, claim: claim, m: claim.Message, stop: stop.Done()}
	s, ok := j.attempt(ctx)
	if ok {
		j.settle(ctx, s)
	}
	if ok && s.State == domain.Sent && atOnce[j.m.Class] {
		j.Meter.Took(metricAge, j.m.Kind, j.Clock.Now().Sub(j.m.At))
	}
}

// atOnce are the classes of messages that nothing holds back but Slack's limits.
var atOnce = map[domain.Class]bool{domain.FromPeople: true, domain.Answer: true, domain.Quiet: true}

// attempt tries the message once. ok is false where the claim is lost and
// nothing is to be settled. A panic is this message's failure and no other's.
func (j *job) attempt(ctx context.Context) (s domain.Settlement, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			j.Logger.ErrorContext(ctx, "delivery panicked", j.about(), slog.String("stack", string(debug.Stack())))
			s, ok = j.broken("panic"), true
		}
	}()
	if j.claim.Doubtful && j.m.Deed == domain.Post {
		if s, done := j.resolve(ctx); done {
			return s, true
		}
	}
	verdict, err := j.Judge(ctx, j.m)
	if err != nil {
		return j.failed(ctx, "judge", err), true
	}
	switch {
	case !verdict.Send && verdict.Until.IsZero():
		return domain.Settlement{State: domain.Dropped, Reason: verdict.Reason}, true
	case !verdict.Send:
		return domain.Settlement{State: domain.Waiting, Reason: verdict.Reason, HoldUntil: verdict.Until}, true
	case j.m.Deed == domain.Post:
		return j.post(ctx)
	case j.m.Deed == domain.Update || j.m.Deed == domain.Delete:
		return j.change(ctx)
	case j.m.Deed == domain.Attach:
		return j.attach(ctx)
	default:
		return j.broken("unknown_deed"), true
	}
}

// settle writes what became of the message, again and again while the lease
// lasts: a post that is not settled would be in doubt.
func (j *job) settle(ctx context.Context, s domain.Settlement) {
	j.Meter.Count("courier."+string(j.m.Deed), outcome(s), 1)
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		err := j.Outbox.Settle(ctx, j.claim, s)
		switch {
		case err == nil:
			j.report(ctx, s)
			if s.State != domain.Waiting && s.State != domain.Sending {
				j.memory.forget(j.m.Seq)
			}
			return
		case domain.CodeOf(err) == domain.Conflict:
			j.Logger.WarnContext(ctx, "message belongs to another replica now", j.about())
			return
		case !sleep(ctx, pause):
			j.Logger.ErrorContext(ctx, "message not settled", j.about(), slog.String("error", err.Error()))
			return
		}
	}
}

// report logs what an operator may want to know; all else is counted.
func (j *job) report(ctx context.Context, s domain.Settlement) {
	level := slog.LevelDebug
	if s.State == domain.Dead || s.State == domain.Doubt {
		level = slog.LevelWarn
	}
	j.Logger.Log(ctx, level, "message settled", j.about(),
		slog.String("state", string(s.State)), slog.String("reason", s.Reason), slog.Duration("pause", s.Pause))
}

// about names the message in logs, by ids and words from code.
func (j *job) about() slog.Attr {
	return slog.Group("message", slog.Int64("seq", j.m.Seq), slog.String("kind", j.m.Kind),
		slog.String("deed", string(j.m.Deed)), slog.String("subject", string(j.m.Subject)))
}

// outcome is the settlement as a metric's label.
func outcome(s domain.Settlement) string {
	switch {
	case s.State == domain.Waiting && !s.HoldUntil.IsZero():
		return "held"
	case s.State == domain.Waiting:
		return "again"
	case s.State == domain.Sending:
		return "unanswered"
	default:
		return string(s.State)
	}
}

// again puts the message back, to be tried after the pause.
func again(reason string, pause time.Duration) domain.Settlement {
	return domain.Settlement{State: domain.Waiting, Reason: reason, Pause: pause}
}

// back puts the message back after a wait that grows with each try.
func (j *job) back(reason string) domain.Settlement {
	tries := j.memory.tried(j.m.Seq)
	return again(reason, backOff(tries))
}

// broken is back for a fault of Rapport itself, which ends as dead after many
// tries, so that a lane does not stand still for ever.
func (j *job) broken(reason string) domain.Settlement {
	if j.memory.triedSoFar(j.m.Seq)+1 >= mostTries {
		return domain.Settlement{State: domain.Dead, Reason: reason}
	}
	return j.back(reason)
}

// failed is back for a database that is away, and broken for every other error:
// a refusal will not become a yes by being asked for ever.
func (j *job) failed(ctx context.Context, doing string, err error) domain.Settlement {
	j.Logger.WarnContext(ctx, "message not ready", j.about(), slog.String("doing", doing), slog.String("error", err.Error()))
	switch domain.CodeOf(err) {
	case domain.NotSaved, domain.Unavailable:
		return j.back(doing + "_failed")
	default:
		return j.broken(doing + "_failed")
	}
}

// backOff doubles with each try.
func backOff(tries int) time.Duration {
	pause := firstRetry
	for range tries - 1 {
		if pause *= 2; pause >= lastRetry {
			return lastRetry
		}
	}
	return pause
}

// sleep waits; false where the context ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
