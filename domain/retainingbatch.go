package domain

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// batch does one page of a run: counts it, or purges of it what is due.
func (s RetentionService) batch(ctx context.Context, tx Tx, run RetentionRun, policy Policy, limit int) (int, error) {
	t, _ := RecordTypeOf(run.Type)
	latest := run.AsOf.AddDate(0, -policy.shortestOf(t), 0)
	page, next, err := tx.EndedRecords(ctx, t.Name, latest, run.At, limit)
	if err != nil {
		return 0, err
	}
	judged, err := s.judge(ctx, tx, t, page, verdicts{run: run, policy: policy})
	if err != nil {
		return 0, err
	}
	counts := judged.counts
	if run.State == RunPurging {
		if counts, err = s.purge(ctx, tx, t, judged); err != nil {
			return 0, err
		}
	}
	if err := tx.AddCounts(ctx, run.ID, counts); err != nil {
		return 0, err
	}
	run.At = next
	if next == (RecordCursor{}) {
		run.Type = nextReported(run.Type)
	}
	if run.Type == "" {
		return len(page), s.finish(ctx, tx, run)
	}
	_, err = tx.UpdateRun(ctx, run)
	return len(page), err
}

// verdicts is by what records are judged.
type verdicts struct {
	run    RetentionRun
	policy Policy
}

// judgement is what became of a page.
type judgement struct {
	counts []RetentionCount
	// due are those to be purged, by country.
	due       []ID
	countries map[ID]string
}

// judge tells which records of a page are due, and which are held.
func (s RetentionService) judge(ctx context.Context, tx Tx, t RecordType, page []EndedRecord, v verdicts) (judgement, error) {
	j := judgement{countries: map[ID]string{}}
	if len(page) == 0 {
		return j, nil
	}
	held, err := heldOn(ctx, tx)
	if err != nil {
		return j, err
	}
	var ids, owners []ID
	for _, r := range page {
		ids, owners = append(ids, r.ID), append(owners, r.Owners...)
	}
	concerns, err := tx.AboutConcerns(ctx, ids)
	if err != nil {
		return j, err
	}
	people, err := peopleByID(ctx, tx, eachOnce(owners))
	if err != nil {
		return j, err
	}
	for _, r := range page {
		country, months := v.termOf(t, r.Owners, people)
		if r.Since.AddDate(0, months, 0).After(v.run.AsOf) {
			continue
		}
		count := RetentionCount{Type: t.Name, Country: country, Oldest: r.Since}
		if held.keeps(t.Name, r) || slices.Contains(concerns, r.ID) {
			count.Held = 1
		} else {
			count.Due = 1
			j.due, j.countries[r.ID] = append(j.due, r.ID), country
		}
		j.counts = addCount(j.counts, count)
	}
	return j, nil
}

// termOf is the longest term of those whose record it is, and their country.
func (v verdicts) termOf(t RecordType, owners []ID, people map[ID]Person) (country string, months int) {
	if len(owners) == 0 {
		return "", v.policy.MonthsOf(t, "")
	}
	for _, id := range owners {
		location := people[id].Location
		if m := v.policy.MonthsOf(t, location); m > months {
			country, months = Country(location), m
		}
	}
	return country, months
}

// addCount adds a record to the counts of its type and country.
func addCount(counts []RetentionCount, c RetentionCount) []RetentionCount {
	i := slices.IndexFunc(counts, func(o RetentionCount) bool { return o.Type == c.Type && o.Country == c.Country })
	if i < 0 {
		return append(counts, c)
	}
	counts[i].Due += c.Due
	counts[i].Held += c.Held
	counts[i].Purged += c.Purged
	if c.Oldest.Before(counts[i].Oldest) {
		counts[i].Oldest = c.Oldest
	}
	return counts
}

// purge purges what is due, and counts what went. Of what was counted as due and
// is held meanwhile nothing goes.
func (s RetentionService) purge(ctx context.Context, tx Tx, t RecordType, j judgement) ([]RetentionCount, error) {
	if _, err := tx.PurgeRecords(ctx, t.Name, j.due); err != nil {
		return nil, err
	}
	var counts []RetentionCount
	for _, c := range j.counts {
		n := 0
		for _, id := range j.due {
			if j.countries[id] == c.Country {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, RetentionCount{Type: c.Type, Country: c.Country, Purged: n, Oldest: c.Oldest})
		}
	}
	return counts, nil
}

// finish ends a run, or its counting: then the people team is told, where there is
// something to purge.
func (s RetentionService) finish(ctx context.Context, tx Tx, run RetentionRun) error {
	counts, err := tx.Counts(ctx, run.ID)
	if err != nil {
		return err
	}
	sum := sumOf(counts)
	switch {
	case run.State == RunPurging:
		run.State, run.EndedAt = RunPurged, tx.Now()
	case sum.Due == 0:
		run.State, run.EndedAt = RunEmpty, tx.Now()
	default:
		run.State, run.ReportedAt, run.Type = RunReported, tx.Now(), firstReported()
	}
	if run.Type == "" {
		run.Type = firstReported()
	}
	updated, err := tx.UpdateRun(ctx, run)
	if err != nil {
		return err
	}
	entry := Entry{Act: "retention." + string(run.State), Subject: run.ID, Version: updated.Version, Content: countLines(counts)}
	if err := tx.Record(ctx, entry); err != nil || run.State != RunReported {
		return err
	}
	team, err := s.peopleTeam(ctx, tx, "")
	if err != nil {
		return err
	}
	for _, p := range team {
		m := Message{Kind: RetentionReported, Deed: Post, Class: FromRapport, Recipient: p.ID, Subject: run.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// sumOf adds counts up.
func sumOf(counts []RetentionCount) RetentionCount {
	var sum RetentionCount
	for _, c := range counts {
		sum.Due, sum.Held, sum.Purged = sum.Due+c.Due, sum.Held+c.Held, sum.Purged+c.Purged
		if sum.Oldest.IsZero() || c.Oldest.Before(sum.Oldest) {
			sum.Oldest = c.Oldest
		}
	}
	return sum
}

// countLines are counts as the ledger keeps them.
func countLines(counts []RetentionCount) string {
	lines := make([]string, len(counts))
	for i, c := range counts {
		lines[i] = fmt.Sprintf("%s %s: due %d, held %d, purged %d, oldest %s", c.Type, cmp.Or(c.Country, "-"), c.Due, c.Held, c.Purged, c.Oldest.UTC().Format(time.DateOnly))
	}
	return strings.Join(lines, "\n")
}
