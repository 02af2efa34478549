package storage

import (
	"context"
	"time"

	"rapport/domain"
)

// What a digest counts, for some hundred people at a time. Nothing here opens
// a sealed text.

// TalksDue lists regular conversations by the day on which they are due.
func (t *tx) TalksDue(ctx context.Context, people []domain.ID, due domain.DateRange) ([]domain.DueTalk, error) {
	var rows []struct {
		ID, Employee, Partner, DueOn, HeldOn, State, Ending string
		MeetAt                                              *time.Time
	}
	err := t.g(ctx).Raw(`SELECT id, employee, partner, due_on, held_on, state, ending, meet_at FROM conversations
		WHERE employee IN ? AND kind = 'regular' AND due_on >= ? AND due_on <= ? ORDER BY employee, due_on, id`,
		idTexts(people), due.Start.String(), due.End.String()).Scan(&rows).Error
	if err != nil {
		return nil, tried("list conversations that are due", err)
	}
	list := make([]domain.DueTalk, len(rows))
	for i, r := range rows {
		list[i] = domain.DueTalk{
			ID: domain.ID(r.ID), Employee: domain.ID(r.Employee), Partner: domain.ID(r.Partner),
			State: domain.ConversationState(r.State), Ending: domain.Ending(r.Ending), MeetAt: timeOf(r.MeetAt),
		}
		if list[i].DueOn, err = dayOf(r.DueOn); err != nil {
			return nil, err
		}
		if list[i].HeldOn, err = dayOf(r.HeldOn); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ThankedWithin tells who was thanked in a time. The newest thanks of each
// person answer most of it; the kudos of the time itself answer for weeks that
// are past.
func (t *tx) ThankedWithin(ctx context.Context, people []domain.ID, from, to time.Time) (map[domain.ID]bool, error) {
	var thanked []string
	err := t.g(ctx).Raw(`SELECT person FROM thanked WHERE person IN ? AND at > ? AND at <= ?
		UNION SELECT person FROM kudos_receivers WHERE person IN ? AND state = 'given' AND at > ? AND at <= ?`,
		idTexts(people), instant(from), instant(to), idTexts(people), instant(from), instant(to)).Scan(&thanked).Error
	return idSet(thanked), tried("count who was thanked", err)
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

// GoalCountsOf counts people's own open goals, in one query for all who share a
// time: nearly everybody does, but who was away.
func (t *tx) GoalCountsOf(ctx context.Context, silentSince map[domain.ID]time.Time) (map[domain.ID]domain.GoalCounts, error) {
	people := map[time.Time][]domain.ID{}
	for id, since := range silentSince {
		people[instant(since)] = append(people[instant(since)], id)
	}
	counts := make(map[domain.ID]domain.GoalCounts, len(silentSince))
	for since, ids := range people {
		if err := t.countGoals(ctx, ids, since, counts); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

// countGoals adds the counts of people for whom silence begins at one time.
func (t *tx) countGoals(ctx context.Context, people []domain.ID, silentSince time.Time, counts map[domain.ID]domain.GoalCounts) error {
	var rows []struct {
		Owner                                 string
		Open, AtRisk, OffTrack, Silent, Alone int
	}
	err := t.g(ctx).Raw(`SELECT owner, count(*) AS open,
		sum(CASE WHEN confidence = 'at_risk' THEN 1 ELSE 0 END) AS at_risk,
		sum(CASE WHEN confidence = 'off_track' THEN 1 ELSE 0 END) AS off_track,
		sum(CASE WHEN confidence NOT IN ('at_risk', 'off_track') AND coalesce(last_news, at) <= ? THEN 1 ELSE 0 END) AS silent,
		sum(CASE WHEN parent = '' THEN 1 ELSE 0 END) AS alone
		FROM goals WHERE owner IN ? AND level = 'person' AND state IN ('proposed', 'agreed') GROUP BY owner`,
		instant(silentSince), idTexts(people)).Scan(&rows).Error
	for _, r := range rows {
		counts[domain.ID(r.Owner)] = domain.GoalCounts{Open: r.Open, AtRisk: r.AtRisk, OffTrack: r.OffTrack, Silent: r.Silent, Alone: r.Alone}
	}
	return tried("count goals", err)
}

// RatingsOf lists what people said of the worth of their conversations.
func (t *tx) RatingsOf(ctx context.Context, people []domain.ID, from, to time.Time) (map[domain.ID][]domain.Usefulness, error) {
	var rows []struct{ Person, Answer string }
	err := t.g(ctx).Raw(`SELECT person, answer FROM usefulness WHERE person IN ? AND at > ? AND at <= ?`,
		idTexts(people), instant(from), instant(to)).Scan(&rows).Error
	ratings := map[domain.ID][]domain.Usefulness{}
	for _, r := range rows {
		ratings[domain.ID(r.Person)] = append(ratings[domain.ID(r.Person)], domain.Usefulness(r.Answer))
	}
	return ratings, tried("count how useful conversations were", err)
}

// CountEnding counts the preparations that are deleted within a time.
func (t *tx) CountEnding(ctx context.Context, from, to time.Time) (int, error) {
	var n int
	err := t.g(ctx).Raw(`SELECT count(*) FROM conversations c JOIN preparations p ON p.conversation = c.id
		WHERE c.due_at > ? AND c.due_at <= ? AND c.state = ?`, instant(from), instant(to), string(domain.TalkClosed)).Scan(&n).Error
	return n, tried("count the preparations that end", err)
}
