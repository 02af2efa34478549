package domain

import (
	"context"
	"time"
)

// RecordFigures is what of records the people team has to know or to do in a week:
// counts alone, no person and no reason.
type RecordFigures struct {
	// Opened is how many records were opened in the week with a reason; of Held of
	// them the receipt waits under a hold.
	Opened int `json:"opened,omitempty"`
	Held   int `json:"held,omitempty"`
	// Due is how many records have come to their end and wait for a yes.
	Due int `json:"due,omitempty"`
	// Concerns wait for an answer by the people team. Those about the team itself go
	// to its deputy and are not among them.
	Concerns int `json:"concerns,omitempty"`
}

// concernsCounted is the most concerns that a digest counts.
const concernsCounted = 500

// countRecords counts them for the week that ends with an instant.
func countRecords(ctx context.Context, tx Tx, at time.Time) (RecordFigures, error) {
	var f RecordFigures
	opened, err := tx.CountAccesses(ctx, at.AddDate(0, 0, -daysPerWeek), at)
	if err != nil {
		return f, err
	}
	for _, c := range opened {
		f.Opened, f.Held = f.Opened+c.Opened, f.Held+c.Held
	}
	concerns, err := tx.OpenConcerns(ctx, concernsCounted)
	if err != nil {
		return f, err
	}
	for _, c := range concerns {
		f.Concerns += number(!c.OfTeam)
	}
	run, err := tx.OpenRun(ctx)
	if CodeOf(err) == NotFound || err == nil && run.State != RunReported {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	counts, err := tx.Counts(ctx, run.ID)
	f.Due = sumOf(counts).Due
	return f, err
}

// countElsewhere counts what goes on beside conversations: rounds, and what people
// of a role chose to learn.
func (p Practice) countElsewhere(ctx context.Context, tx Tx, policy Policy, day Date, f *DigestFigures) error {
	rounds, err := tx.CountOpenRounds(ctx)
	if err != nil {
		return err
	}
	if rounds >= max(policy.Digest.Minimum, LeastArea) {
		f.Rounds = rounds
	}
	areas, err := learningAreas(ctx, tx, policy.Growth, day)
	f.Learning = len(areas.Roles)
	return err
}
