package storage

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// wakeChannel is where replicas tell each other that something may be due.
const wakeChannel = "rapport:wake"

// listenPause is how long the listener waits before it asks a Redis again that
// did not answer.
const listenPause = time.Second

// waker tells couriers that something may be due: in this process by a signal,
// in other replicas by a publication. Neither is the truth; a courier also
// looks by itself each second.
type waker struct {
	signal  chan struct{}
	publish chan struct{}
	redis   *Redis
	logger  *slog.Logger
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// newWaker starts what listens and publishes; it ends with close and not with
// the context of Open.
func newWaker(ctx context.Context, r *Redis, logger *slog.Logger) *waker {
	w := &waker{signal: make(chan struct{}, 1), publish: make(chan struct{}, 1), redis: r, logger: logger}
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	w.stop = stop
	if r != nil {
		w.work.Go(func() { w.send(life) })
		w.work.Go(func() { w.listen(life) })
	}
	return w
}

// stir signals here and to the other replicas. It never waits: a signal that
// is there already says the same.
func (w *waker) stir() {
	nudge(w.signal)
	if w.redis != nil {
		nudge(w.publish)
	}
}

func nudge(signal chan<- struct{}) {
	select {
	case signal <- struct{}{}:
	default:
	}
}

// send publishes what stir asked for, one publication at a time.
func (w *waker) send(life context.Context) {
	for {
		select {
		case <-life.Done():
			return
		case <-w.publish:
		}
		if err := w.redis.publish(life, wakeChannel); err != nil && life.Err() == nil {
			w.logger.Debug("wake-up was not published", slog.Any("error", err))
		}
	}
}

// listen signals here what other replicas publish.
func (w *waker) listen(life context.Context) {
	for life.Err() == nil {
		err := w.redis.subscribe(life, wakeChannel, func() { nudge(w.signal) })
		if life.Err() != nil {
			return
		}
		w.logger.Debug("listening for wake-ups ended", slog.Any("error", err))
		pause := time.NewTimer(listenPause)
		select {
		case <-life.Done():
		case <-pause.C:
		}
		pause.Stop()
	}
}

func (w *waker) close() {
	w.stop()
	w.work.Wait()
}
