package main

import (
	"context"
	"sync"
	"time"

	"rapport/domain"
)

// placesFor is how long what Slack said of a channel is believed. Posts come at
// one a second, and Slack answers 50 questions a minute.
const placesFor = time.Minute

// places is a directory that remembers channels for a while.
type places struct {
	domain.Directory
	now func() time.Time

	mu    sync.Mutex
	known map[string]knownPlace
}

type knownPlace struct {
	place domain.Place
	until time.Time
}

func newPlaces(d domain.Directory) *places {
	return &places{Directory: d, now: time.Now, known: map[string]knownPlace{}}
}

// Place reads a channel, from memory where it was read lately. Errors are not
// remembered, nor is that a channel is archived.
func (p *places) Place(ctx context.Context, channel string) (domain.Place, error) {
	p.mu.Lock()
	k := p.known[channel]
	p.mu.Unlock()
	if p.now().Before(k.until) {
		return k.place, nil
	}
	place, err := p.Directory.Place(ctx, channel)
	if err != nil || place.Archived {
		// A post to an archived channel is dropped for good: that must not be
		// decided by what was so a minute ago.
		return place, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[channel] = knownPlace{place, p.now().Add(placesFor)}
	return place, nil
}
