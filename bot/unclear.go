package bot

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"rapport/domain"
)

// maxDoubts bounds what is remembered of requests in doubt; it is reached only
// while the database is away under full load.
const maxDoubts = 10000

// mostTellings is how often the end of a doubt is told before it is given up:
// with the waits between them, some minutes. Where an answer of Slack was lost
// the person may read it twice, which harms less than never.
const mostTellings = 8

// The times of doubts, in machine time.
const (
	// rememberWithin is how long an answer waits for its doubt to be on the disk.
	// The promise is given anyway: it holds as long as the process lives.
	rememberWithin = 100 * time.Millisecond
	// adoptEvery is how often it is looked for what others have left.
	adoptEvery = 20 * time.Second
	// settlePatience is how long the database may take to say how one ended.
	settlePatience = 5 * time.Second
)

// doubt is a request of which nobody knows yet whether it was saved.
type doubt struct {
	domain.RequestDoubt

	// tellings is how often its end was told in vain.
	tellings int
	// kept is closed when it is remembered, or cannot be; nil where it was.
	kept chan struct{}
}

func (d doubt) attrs() []slog.Attr {
	return []slog.Attr{slog.String("doubt", string(d.ID)), slog.String("user", d.SlackUser)}
}

// doubts are the requests of which nobody knows yet whether they were saved.
type doubts struct {
	mu   sync.Mutex
	list []doubt
	wake chan struct{}
}

func newDoubts() *doubts { return &doubts{wake: make(chan struct{}, 1)} }

// add remembers a request; false where there is no room for one more.
func (d *doubts) add(one doubt) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.list) >= maxDoubts {
		return false
	}
	d.list = append(d.list, one)
	select {
	case d.wake <- struct{}{}:
	default: // it is awake already
	}
	return true
}

// back puts doubts back that are still open, however many there are.
func (d *doubts) back(list ...doubt) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.list = append(d.list, list...)
}

// open tells whether something is in doubt.
func (d *doubts) open() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.list) > 0
}

// take gives all and forgets them.
func (d *doubts) take() []doubt {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := d.list
	d.list = nil
	return list
}

// doubt notes a request that may or may not have been saved, and gives the
// sentence for now. Where Rapport cannot promise to come back it says so.
func (b *Bot) doubt(ctx context.Context, req Request) domain.Fault {
	if req.unkept {
		return domain.Refuse(domain.Unclear, "round.unclear")
	}
	one := doubt{
		RequestDoubt: domain.RequestDoubt{
			ID: b.practice.IDs.New(), SlackUser: req.SlackUser, Locale: req.Person.Locale, Typed: b.everything(req),
			Act: domain.Act{Actor: req.Act.Actor, Key: req.Act.Key, Attempt: req.Act.Attempt},
		},
		kept: make(chan struct{}),
	}
	if req.Act.Actor == "" || !b.doubts.add(one) {
		return domain.Refuse(domain.Unclear, "request.unclear_look")
	}
	b.log.LogAttrs(ctx, slog.LevelWarn, "request is in doubt", append(req.attrs(), slog.String("doubt", string(one.ID)))...)
	b.remember(ctx, one)
	return domain.Refuse(domain.Unclear, "request.unclear")
}

// remember keeps a doubt where the death of the process leaves it, and waits a
// moment for that.
func (b *Bot) remember(ctx context.Context, one doubt) {
	if b.memory == nil {
		close(one.kept)
		return
	}
	ctx = context.WithoutCancel(ctx) // whose time is over
	b.running.Go(func() {
		defer close(one.kept)
		if err := b.memory.Remember(ctx, one.RequestDoubt); err != nil {
			b.meter.Count("bot_doubts_volatile", "", 1)
			b.log.LogAttrs(ctx, slog.LevelWarn, "doubt is remembered by this process alone", append(one.attrs(), slog.Any("error", err))...)
		}
	})
	timer := time.NewTimer(rememberWithin)
	defer timer.Stop()
	select {
	case <-one.kept:
	case <-timer.C:
	}
}

// settle goes through the requests in doubt until the context ends: those of
// this process and those that others left. Between two tries in vain it waits a
// little longer each time.
func (b *Bot) settle(ctx context.Context) {
	const least, most = time.Second, 8 * time.Second
	wait, adopted := least, time.Time{}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.doubts.wake:
		case <-timer.C:
		}
		//nolint:forbidigo // machine time
		if now := time.Now(); now.Sub(adopted) >= adoptEvery {
			b.adopt(ctx)
			adopted = now
		}
		b.settleAll(ctx)
		if b.doubts.open() {
			timer.Reset(wait)
			wait = min(2*wait, most)
			continue
		}
		wait = least
		timer.Reset(adoptEvery)
	}
}

// adopt takes over what processes left that have died.
func (b *Bot) adopt(ctx context.Context) {
	if b.memory == nil {
		return
	}
	list, err := b.memory.Adopt(ctx)
	if err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "doubts of others cannot be looked for", slog.Any("error", err))
	}
	for _, one := range list {
		b.log.LogAttrs(ctx, slog.LevelInfo, "doubt of another process is taken over", doubt{RequestDoubt: one}.attrs()...)
		b.doubts.back(doubt{RequestDoubt: one})
	}
}

// settleAll tries each once. When the database does not answer about one, it
// does not about the others either; that one goes behind them.
func (b *Bot) settleAll(ctx context.Context) {
	list := b.doubts.take()
	for i, one := range list {
		saved, err := b.settled(ctx, one)
		if err != nil {
			b.log.LogAttrs(ctx, slog.LevelWarn, "request is still in doubt", append(one.attrs(), slog.Any("error", err))...)
			b.doubts.back(append(list[i+1:], one)...)
			return
		}
		if !b.tellEnd(ctx, &one, saved) {
			b.doubts.back(one)
		}
	}
}

// settled finds out whether a request was saved. It gives the same however often
// it is asked.
func (b *Bot) settled(ctx context.Context, one doubt) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, settlePatience)
	defer cancel()
	return b.practice.Settle(ctx, one.Act)
}

// tellEnd tells how a doubt ended, and forgets it; false where Slack does not take
// the message.
func (b *Bot) tellEnd(ctx context.Context, one *doubt, saved bool) bool {
	v := b.book.In(one.Locale)
	m, label := sentences(v, one.Typed, v.Say("request.settled_lost")), "lost"
	if saved {
		m, label = sentences(v, "", v.Say("request.settled_saved")), "saved"
	}
	if err := b.client.Post(ctx, one.SlackUser, m); err != nil {
		one.tellings++
		b.log.LogAttrs(ctx, slog.LevelWarn, "outcome could not be told", append(one.attrs(), slog.Int("tries", one.tellings), slog.Any("error", err))...)
		if one.tellings < mostTellings {
			return false
		}
		b.meter.Count("bot_untold", label, 1)
	}
	b.meter.Count("bot_doubts_settled", label, 1)
	b.forget(ctx, *one)
	return true
}

// forget drops a doubt that ended. One that cannot be dropped may be told again
// after the next start.
func (b *Bot) forget(ctx context.Context, one doubt) {
	if b.memory == nil {
		return
	}
	if one.kept != nil {
		<-one.kept
	}
	if err := b.memory.Forget(ctx, one.ID); err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "doubt cannot be forgotten", append(one.attrs(), slog.Any("error", err))...)
	}
}

// everything is all that was typed, to be given back when it was lost after the
// form had closed.
func (b *Bot) everything(req Request) string {
	if req.Kind != Submit {
		return b.typed(req)
	}
	var texts []string
	for _, name := range req.Values.Names() {
		if text := req.Values.fields[name].Value; text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "\n\n")
}
