package main

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// askedPlaces counts how often Slack is asked.
type askedPlaces struct {
	domain.Directory

	place domain.Place
	asked int
}

// Place fulfils domain.Directory.
func (d *askedPlaces) Place(context.Context, string) (domain.Place, error) {
	d.asked++
	return d.place, nil
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	slack := &askedPlaces{place: domain.Place{ID: "C1", Public: true}}
	p := newPlaces(slack)
	now := time.Now()
	p.now = func() time.Time { return now }
	ask := func(after time.Duration, want int) domain.Place {
		t.Helper()
		now = now.Add(after)
		place, err := p.Place(t.Context(), "C1")
		if err != nil || slack.asked != want {
			t.Errorf("asked %d times, %v; want %d", slack.asked, err, want)
		}
		return place
	}
	ask(0, 1)
	ask(time.Second, 1)
	slack.place.Archived = true
	ask(placesFor, 2)
	ask(time.Second, 3) // it may be open again, and what is dropped does not come back
	slack.place.Archived = false
	if got := ask(time.Second, 4); got.Archived {
		t.Error("an old word about an archived channel is believed")
	}
	ask(time.Second, 4)
}
