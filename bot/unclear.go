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

// doubt is a request of which nobody knows yet whether it was saved.
type doubt struct {
	req Request
	// tellings is how often its end was told in vain.
	tellings int
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
func (b *Bot) doubt(req Request) domain.Fault {
	if req.Act.Actor == "" || !b.doubts.add(doubt{req: req}) {
		return domain.Refuse(domain.Unclear, "request.unclear_look")
	}
	return domain.Refuse(domain.Unclear, "request.unclear")
}

// settle goes through the requests in doubt until the context ends. Between two
// tries in vain it waits a little longer each time.
func (b *Bot) settle(ctx context.Context) {
	const least, most = time.Second, 30 * time.Second
	wait := least
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.doubts.wake:
		}
		for _, one := range b.doubts.take() {
			if !b.settleOne(ctx, &one) {
				b.doubts.add(one)
			}
		}
		if !b.doubts.open() {
			wait = least
			continue
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		wait = min(2*wait, most)
	}
}

// open tells whether something is in doubt.
func (d *doubts) open() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.list) > 0
}

// settleOne finds out and tells; false where the database does not answer yet, or
// where Slack does not take the message: finding out again gives the same.
func (b *Bot) settleOne(ctx context.Context, one *doubt) bool {
	req := one.req
	const patience = 5 * time.Second
	trying, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	saved, err := b.practice.Settle(trying, req.Act)
	if err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "request is still in doubt", append(req.attrs(), slog.Any("error", err))...)
		return false
	}
	m := sentences(req.Voice, b.everything(req), req.Voice.Say("request.settled_lost"))
	label := "lost"
	if saved {
		m, label = sentences(req.Voice, "", req.Voice.Say("request.settled_saved")), "saved"
	}
	if err := b.client.Post(ctx, req.SlackUser, m); err != nil {
		one.tellings++
		b.log.LogAttrs(ctx, slog.LevelWarn, "outcome could not be told", append(req.attrs(), slog.Int("tries", one.tellings), slog.Any("error", err))...)
		if one.tellings < mostTellings {
			return false
		}
		b.meter.Count("bot_untold", string(req.Kind), 1)
	}
	b.meter.Count("bot_doubts_settled", label, 1)
	return true
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
