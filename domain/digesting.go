package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// digestSeries is how many weeks a digest's line goes back.
const digestSeries = 8

// DigestService counts the practice each week for the people team.
type DigestService struct {
	Practice
	Directory Directory
}

// Make writes the digest of the newest week whose hour has come, and those that
// somebody asked for. After a downtime it makes one, not one for each week. It
// tells how many it made.
func (s DigestService) Make(ctx context.Context, limit int) (int, error) {
	wanted, err := s.makeWanted(ctx, limit)
	if err != nil {
		return wanted, err
	}
	made, err := s.makeWeek(ctx)
	return wanted + number(made), err
}

// Next is when the next week's digest is due after an instant. It is no time
// while conversations have not been started: there is nothing to count.
func (s DigestService) Next(ctx context.Context, after time.Time) (time.Time, bool, error) {
	var at time.Time
	var ok bool
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		policy, err := s.digestPolicy(ctx, tx)
		if err != nil {
			return err
		}
		start := policy.Conversations.Start
		if start.IsZero() {
			return nil
		}
		week := DateOf(after, s.digestZone(policy)).WeekStart()
		for ; !ok; week = week.AddDays(daysPerWeek) {
			day, due := s.due(policy, week)
			at, ok = due, due.After(after) && !day.Before(start)
		}
		return nil
	})
	return at, ok, err
}

// due is the digest's day and hour in a week.
func (s DigestService) due(policy Policy, week Date) (Date, time.Time) {
	weekday, ok := parseDay(strings.ToLower(policy.Digest.Weekday))
	if !ok {
		weekday = time.Tuesday
	}
	at, err := ParseTimeOfDay(policy.Digest.Time)
	if err != nil {
		at = NewTimeOfDay(9, 0)
	}
	day := week.AddDays((int(weekday) - int(time.Monday) + daysPerWeek) % daysPerWeek)
	return day, day.In(s.digestZone(policy), at)
}

// makeWeek makes the digest of the newest week whose hour has come, if it has
// none.
func (s DigestService) makeWeek(ctx context.Context) (bool, error) {
	digest, policy, err := s.newest(ctx)
	if err != nil || digest.Week.IsZero() {
		return false, err
	}
	if digest.Figures, err = s.figures(ctx, policy, digest); err != nil {
		return false, err
	}
	if digest.Detour, err = s.detour(ctx, policy.Digest.Channel); err != nil {
		return false, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		digest.ID, digest.MadeAt = s.IDs.New(), tx.Now()
		paused, err := pausedForAll(ctx, tx, digest.Day)
		if err != nil {
			return err
		}
		if digest.Figures.Page, err = s.pageDue(ctx, tx, digest, paused); err != nil {
			return err
		}
		if err := tx.CreateDigest(ctx, digest); err != nil || paused {
			return err
		}
		return s.send(ctx, tx, digest, policy)
	})
	if CodeOf(err) == Conflict {
		return false, nil // another replica was first
	}
	return err == nil, err
}

// newest is the week whose digest is to be made; no week where it was made, or
// where there is nothing to count yet.
func (s DigestService) newest(ctx context.Context) (Digest, Policy, error) {
	var digest Digest
	var policy Policy
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if policy, err = s.digestPolicy(ctx, tx); err != nil {
			return err
		}
		week := DateOf(tx.Now(), s.digestZone(policy)).WeekStart()
		day, due := s.due(policy, week)
		if due.After(tx.Now()) {
			week = week.AddDays(-daysPerWeek)
			day, _ = s.due(policy, week)
		}
		start := policy.Conversations.Start
		if start.IsZero() || day.Before(start) {
			return nil
		}
		last, err := tx.Digests(ctx, week, 1)
		if err != nil || len(last) > 0 && last[0].Week == week {
			return err
		}
		digest = Digest{Week: week, Day: day}
		return nil
	})
	return digest, policy, err
}

// figures counts a digest's.
func (s DigestService) figures(ctx context.Context, policy Policy, d Digest) (DigestFigures, error) {
	var figures DigestFigures
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		if figures, err = s.countDay(ctx, tx, policy, d, tx.Now()); err != nil {
			return err
		}
		figures.Head, err = tx.LedgerHead(ctx)
		return err
	})
	return figures, err
}

// Backfill counts a week that is past and keeps it without sending, so that the
// line of the first digest has a history. What counts only now, such as goals,
// is that of now.
func (s DigestService) Backfill(ctx context.Context, tx Tx, week Date) error {
	policy, err := s.digestPolicy(ctx, tx)
	if err != nil {
		return err
	}
	day, due := s.due(policy, week)
	digest := Digest{ID: s.IDs.New(), Week: week, Day: day, MadeAt: due}
	if digest.Figures, err = s.countDay(ctx, tx, policy, digest, due); err != nil {
		return err
	}
	return tx.CreateDigest(ctx, digest)
}

// pageDue tells whether a digest of a small company is the first of its month
// that is sent.
func (s DigestService) pageDue(ctx context.Context, tx Tx, d Digest, paused bool) (bool, error) {
	if paused || !d.Figures.Small() {
		return false, nil
	}
	earlier, err := tx.Digests(ctx, d.Week.AddDays(-daysPerWeek), mostWeeks)
	return !slices.ContainsFunc(earlier, func(e Digest) bool { return e.Figures.Page && !e.Day.Before(d.Day.MonthStart()) }), err
}

// mostWeeks is how many weeks a month can touch.
const mostWeeks = 6

// send tells those who read it: the team's channel, or each of the team; of a
// small company everybody, once a month.
func (s DigestService) send(ctx context.Context, tx Tx, d Digest, policy Policy) error {
	if d.Figures.Small() {
		if !d.Figures.Page {
			return nil
		}
		return s.sendPage(ctx, tx, d)
	}
	if policy.Digest.Channel != "" && d.Detour == "" {
		return s.tellDigest(ctx, tx, Message{Channel: policy.Digest.Channel, Subject: d.ID})
	}
	return s.digestToTeam(ctx, tx, d.ID)
}

// tellDigest sends a digest, and its figures as a file behind it.
func (p Practice) tellDigest(ctx context.Context, tx Tx, m Message) error {
	m.Kind, m.Class = DigestWeekly, OnItsDay
	return tellWithFile(ctx, tx, m, DigestSheet)
}

// digestToTeam sends a digest to each of the people team.
func (p Practice) digestToTeam(ctx context.Context, tx Tx, digest ID) error {
	team, err := p.peopleTeam(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, person := range team {
		if err := p.tellDigest(ctx, tx, Message{Recipient: person.ID, Subject: digest}); err != nil {
			return err
		}
	}
	return nil
}

// sendPage sends the month's page to everybody, guests too, as there is room.
func (s DigestService) sendPage(ctx context.Context, tx Tx, d Digest) error {
	for after := ID(""); ; {
		people, err := tx.People(ctx, PersonFilter{Active: true, After: after, Limit: countPage})
		if err != nil {
			return err
		}
		for _, person := range people {
			if !person.CanThank() {
				continue
			}
			m := Message{Kind: DigestPage, Deed: Post, Class: OnItsDay, Recipient: person.ID, Subject: d.ID, HoldUntil: tx.Now()}
			if err := tx.Tell(ctx, m); err != nil {
				return err
			}
		}
		if len(people) < countPage {
			return nil
		}
		after = people[len(people)-1].ID
	}
}
