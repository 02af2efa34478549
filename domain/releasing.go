package domain

import (
	"context"
	"time"
)

// What Rapport sends of its own accord is released into the lanes only so far
// ahead of what Slack takes: what waits longer can still be merged, or be wanted
// no more, and what another feature releases next is not behind all of it.
const releaseAhead = 10 * time.Minute

// UsualPosts is how many messages Slack allows a workspace in a minute where
// nothing else is said, and usualEdits how many edits; a plan that allows more of
// the first is taken to allow more of both.
const (
	UsualPosts = 300
	usualEdits = 50
)

// room is how many messages may be released: posts of Rapport's own accord, which
// are asks, digests and what everybody gets once, and edits of what stands in
// Slack.
type room struct{ posts, edits int }

// Queued counts what is on its way.
type Queued struct {
	// Asks, Digests and Bulk are posts of Rapport's own accord in their lanes.
	Asks, Digests, Bulk int
	// Edits are edits and deletions in their lanes.
	Edits int
	// People is how many posts people have caused lately: those that were sent,
	// and those that wait.
	People int
}

// Own is how many posts of Rapport's own accord are in their lanes.
func (q Queued) Own() int { return q.Asks + q.Digests + q.Bulk }

// ReleaseRows tells how much is on its way.
type ReleaseRows interface {
	// GuardRelease lets one transaction at a time release, so that what it counts
	// stays true until it ends.
	GuardRelease(ctx context.Context) error
	// CountQueued counts what is on its way, up to most of each; of what people
	// caused also what was sent since an instant.
	CountQueued(ctx context.Context, since time.Time, most int) (Queued, error)
	// CountHeld counts messages of a class that are held, up to most.
	CountHeld(ctx context.Context, class Class, most int) (int, error)
	// HeldDue tells whether any hold ended by now.
	HeldDue(ctx context.Context, now time.Time) (bool, error)
	// Release gives messages of some classes whose hold ended by now back to their
	// lanes, those that waited longest first, at most limit, and returns how many.
	Release(ctx context.Context, now time.Time, limit int, classes ...Class) (int, error)
}

// posts is how many posts Slack takes in the time ahead.
func (p Practice) posts() int {
	perMinute := p.PostsPerMinute
	if perMinute == 0 {
		perMinute = UsualPosts
	}
	return perMinute * int(releaseAhead/time.Minute)
}

// room is how many messages may be released in this transaction, beside what is
// on its way: what Slack takes in the time ahead, less what people cause in as
// long a time. Until it ends nobody else may release any.
func (p Practice) room(ctx context.Context, tx Tx) (room, Queued, error) {
	if err := tx.GuardRelease(ctx); err != nil {
		return room{}, Queued{}, err
	}
	posts := p.posts()
	edits := usualEdits * max(posts/UsualPosts, int(releaseAhead/time.Minute))
	q, err := tx.CountQueued(ctx, tx.Now().Add(-releaseAhead), max(posts, edits))
	return room{posts: max(0, posts-q.Own()-q.People), edits: max(0, edits-q.Edits)}, q, err
}

// ReleaseService lets messages go that were held.
type ReleaseService struct {
	Practice
}

// Release gives messages back to their lanes whose hold has ended, at most limit
// of those that Rapport sends of its own accord and as many of the others, and
// tells how many. What people did goes in any case; all else where there is room,
// and stays until there is.
func (s ReleaseService) Release(ctx context.Context, limit int) (int, error) {
	due := false
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		due, err = tx.HeldDue(ctx, tx.Now())
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	released := 0
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		people, err := tx.Release(ctx, tx.Now(), limit, FromPeople, Answer)
		if err != nil {
			return err
		}
		room, _, err := s.room(ctx, tx)
		if err != nil {
			return err
		}
		posts, err := tx.Release(ctx, tx.Now(), min(limit, room.posts), FromRapport, OnItsDay, Bulk)
		if err != nil {
			return err
		}
		edits, err := tx.Release(ctx, tx.Now(), min(limit, room.edits), Quiet)
		released = people + posts + edits
		return err
	})
	return released, err
}

// patient is a transaction in which nobody does anything but Rapport: what it
// edits waits until there is room.
type patient struct{ Tx }

// Tell holds edits. Deletions are not held, since what is posted again after one
// would be deleted by it.
func (p patient) Tell(ctx context.Context, m Message) error {
	if m.Deed == Update && m.Class == Quiet && m.HoldUntil.IsZero() {
		m.HoldUntil = p.Now()
	}
	return p.Tx.Tell(ctx, m)
}

// Ahead gives a transaction that is patient too.
func (p patient) Ahead(ctx context.Context, employees []ID, since Date) (Tx, error) {
	tx, err := p.Tx.Ahead(ctx, employees, since)
	return patient{tx}, err
}
