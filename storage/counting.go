package storage

import (
	"context"
	"maps"
	"slices"
	"time"

	"rapport/domain"
)

// What a digest counts, for some hundred people at a time. Nothing here opens
// a sealed text.

// TalksDue lists regular conversations by the day on which they are due.
func (t *tx) TalksDue(ctx context.Context, people []domain.ID, due domain.DateRange) ([]domain.DueTalk, error) {
	var list []domain.DueTalk
	query := t.g(ctx).Raw(`SELECT id, employee, partner, due_on, held_on, state, ending, meet_at FROM conversations
		WHERE employee `+t.among()+` AND kind = 'regular' AND due_on >= ? AND due_on <= ? ORDER BY employee, due_on, id`,
		t.list(people), due.Start.String(), due.End.String())
	err := eachRow(query, func(scan func(...any) error) error {
		var id, employee, partner, dueOn, heldOn, state, ending string
		var meets *time.Time
		err := scan(&id, &employee, &partner, &dueOn, &heldOn, &state, &ending, &meets)
		if err != nil {
			return err
		}
		d := domain.DueTalk{
			ID: domain.ID(id), Employee: domain.ID(employee), Partner: domain.ID(partner),
			State: domain.ConversationState(state), Ending: domain.Ending(ending), MeetAt: timeOf(meets),
		}
		if d.DueOn, err = dayOf(dueOn); err != nil {
			return err
		}
		d.HeldOn, err = dayOf(heldOn)
		list = append(list, d)
		return err
	})
	return list, tried("list conversations that are due", err)
}

// ThankedWithin tells who was thanked in a time. The newest thanks of each
// person answer it, but for those who were thanked again after it: of them the
// kudos of the time itself are read, which is seldom, for weeks that are past.
// The times are compared here: asked for people and times at once, PostgreSQL
// may plan for any times, and then reads everybody's.
func (t *tx) ThankedWithin(ctx context.Context, people []domain.ID, from, to time.Time) (map[domain.ID]bool, error) {
	thanked := make(map[domain.ID]bool, len(people))
	var later []string
	query := t.g(ctx).Raw(`SELECT person, at FROM thanked WHERE person `+t.among(), t.list(people))
	err := eachRow(query, func(scan func(...any) error) error {
		var person string
		var newest time.Time
		if err := scan(&person, &newest); err != nil {
			return err
		}
		switch {
		case newest.After(to):
			later = append(later, person)
		case newest.After(from):
			thanked[domain.ID(person)] = true
		}
		return nil
	})
	if err != nil || len(later) == 0 {
		return thanked, tried("count who was thanked", err)
	}
	var within []string
	err = t.g(ctx).Raw(`SELECT DISTINCT person FROM kudos_receivers WHERE person IN ? AND state = 'given' AND at > ? AND at <= ?`,
		later, instant(from), instant(to)).Scan(&within).Error
	for _, person := range within {
		thanked[domain.ID(person)] = true
	}
	return thanked, tried("count who was thanked", err)
}

// ThankedBy tells whom of the people somebody has thanked since a time.
func (t *tx) ThankedBy(ctx context.Context, giver domain.ID, people []domain.ID, since time.Time) (map[domain.ID]bool, error) {
	var thanked []string
	err := t.g(ctx).Raw(`SELECT DISTINCT r.person FROM kudos_receivers r JOIN kudos k ON k.id = r.kudos
		WHERE r.person IN ? AND r.state = 'given' AND r.at > ? AND k.giver = ?`,
		idTexts(people), instant(since), string(giver)).Scan(&thanked).Error
	return idSet(thanked), tried("look whom somebody thanked", err)
}

// idSet makes a set of ids.
func idSet(texts []string) map[domain.ID]bool {
	set := make(map[domain.ID]bool, len(texts))
	for _, text := range texts {
		set[domain.ID(text)] = true
	}
	return set
}

// GoalCountsOf counts people's own open goals. They are read in one query and
// counted here, because the time since which silence counts is each owner's own:
// in summer a page of people has dozens.
func (t *tx) GoalCountsOf(ctx context.Context, silentSince map[domain.ID]time.Time) (map[domain.ID]domain.GoalCounts, error) {
	counts := make(map[domain.ID]domain.GoalCounts, len(silentSince))
	query := t.g(ctx).Raw(`SELECT owner, confidence, last_news, at, parent = '' AS alone FROM goals
		WHERE owner `+t.among()+` AND level = 'person' AND state IN ('proposed', 'agreed')`, t.list(slices.Sorted(maps.Keys(silentSince))))
	err := eachRow(query, func(scan func(...any) error) error {
		var owner, confidence string
		var news *time.Time
		var spoken time.Time
		var alone bool
		if err := scan(&owner, &confidence, &news, &spoken, &alone); err != nil {
			return err
		}
		if news != nil {
			spoken = *news
		}
		id := domain.ID(owner)
		counts[id] = counted(counts[id], domain.Confidence(confidence), alone, !spoken.After(silentSince[id]))
		return nil
	})
	return counts, tried("count goals", err)
}

// counted adds one goal to a person's.
func counted(c domain.GoalCounts, confidence domain.Confidence, alone, silent bool) domain.GoalCounts {
	c.Open++
	if alone {
		c.Alone++
	}
	switch {
	case confidence == domain.AtRisk:
		c.AtRisk++
	case confidence == domain.OffTrack:
		c.OffTrack++
	case silent:
		c.Silent++
	}
	return c
}

// LinkedGoals counts people's own open goals that serve one of some priorities.
func (t *tx) LinkedGoals(ctx context.Context, people, priorities []domain.ID) (map[domain.ID]int, error) {
	counts := make(map[domain.ID]int, len(people))
	query := t.g(ctx).Raw(`SELECT owner, count(*) FROM goals WHERE owner `+t.among()+` AND level = 'person' AND state IN ('proposed', 'agreed')
		AND priority IN ? GROUP BY owner`, t.list(people), idTexts(priorities))
	err := eachRow(query, func(scan func(...any) error) error {
		var owner string
		var n int
		err := scan(&owner, &n)
		counts[domain.ID(owner)] = n
		return err
	})
	return counts, tried("count the goals that serve a priority", err)
}

// RatingsOf lists what people said of the worth of their conversations.
func (t *tx) RatingsOf(ctx context.Context, people []domain.ID, from, to time.Time) (map[domain.ID][]domain.Rating, error) {
	ratings := make(map[domain.ID][]domain.Rating, len(people))
	query := t.g(ctx).Raw(`SELECT person, answer, at FROM usefulness WHERE person `+t.among()+` AND at > ? AND at <= ?`,
		t.list(people), instant(from), instant(to))
	err := eachRow(query, func(scan func(...any) error) error {
		var person, answer string
		var at time.Time
		err := scan(&person, &answer, &at)
		ratings[domain.ID(person)] = append(ratings[domain.ID(person)], domain.Rating{Answer: domain.Usefulness(answer), At: at.UTC()})
		return err
	})
	return ratings, tried("count how useful conversations were", err)
}

// CountEnding counts the preparations that are deleted within a time.
func (t *tx) CountEnding(ctx context.Context, from, to time.Time) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM conversations c JOIN preparations p ON p.conversation = c.id
		WHERE c.due_at > ? AND c.due_at <= ? AND c.state = ?`, instant(from), instant(to), string(domain.TalkClosed)).Scan(&n).Error
	return n, tried("count the preparations that end", err)
}
