package domain

import "context"

// HomeRetention is what the people team's Home says of records and their end.
type HomeRetention struct {
	// Run is the open run; its id is empty where there is none. Sum is what it
	// counted.
	Run RetentionRun
	Sum RetentionCount
	// Holds is how many holds the reader may know of are in force.
	Holds int
}

// addRetention reads what has come to its end, for the people team.
func (h *Home) addRetention(ctx context.Context, tx Tx, p Practice) error {
	holds, err := HoldService{Practice: p}.list(ctx, tx, h.Standing)
	if err != nil {
		return err
	}
	h.Retention.Holds = len(holds.Holds)
	run, err := tx.OpenRun(ctx)
	if CodeOf(err) == NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	counts, err := tx.Counts(ctx, run.ID)
	h.Retention.Run, h.Retention.Sum = run, sumOf(counts)
	return err
}
