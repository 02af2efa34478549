package domain

import (
	"context"
	"slices"
	"time"
)

// RetentionReported is the kind of message that tells the people team of a report:
// how much has come to the end of its life.
const RetentionReported = "retention.reported"

// RunState is where a run stands.
type RunState string

// The states of a run.
const (
	RunCounting RunState = "counting" // it goes through the records and writes nothing to them
	RunReported RunState = "reported" // the people team has its report, or is to read it
	RunPurging  RunState = "purging"
	RunPurged   RunState = "purged"
	RunEmpty    RunState = "empty"   // nothing had come to its end
	RunStopped  RunState = "stopped" // by the people team
	RunOutdated RunState = "outdated"
)

// RetentionRun is one going through all records that have come to the end of their
// life: first it counts, then the people team reads what it counted, then it
// purges, going the same way again. It never purges what was not due at AsOf, so
// nothing goes that its report did not count.
type RetentionRun struct {
	ID    ID
	State RunState
	// Terms tells by which terms it counts. Where others come into force it is
	// outdated, and another one counts anew.
	Terms string
	AsOf  time.Time
	// Type and At are how far it has come.
	Type RecordName
	At   RecordCursor
	// ReportedAt is when the counting was done; SeenBy the first of the people team
	// who read the report; YesBy and SecondBy who said yes.
	ReportedAt              time.Time
	SeenBy, YesBy, SecondBy ID
	SeenAt, YesAt, SecondAt time.Time
	// EndedBy is who stopped it, empty where it came to its end by itself.
	EndedBy ID
	EndedAt time.Time
	Version int
}

// PurgesOn is when it purges without anybody's yes; zero where it does not.
func (r RetentionRun) PurgesOn(p RetentionPolicy) time.Time {
	if r.SeenAt.IsZero() || p.SecondYes {
		return time.Time{}
	}
	return r.SeenAt.AddDate(0, 0, p.WaitingDays)
}

// RetentionCount is how many records of a type, in a country, have come to their
// end.
type RetentionCount struct {
	Type    RecordName
	Country string // empty where it is not known
	// Due are those to be purged, Held those that a hold or an open concern keeps,
	// Purged those that went.
	Due, Held, Purged int
	// Oldest is from when the term of the oldest counts.
	Oldest time.Time
}

// RetentionRows keeps runs.
type RetentionRows interface {
	// OpenRun gives the run that has not ended. NotFound where there is none.
	OpenRun(ctx context.Context) (RetentionRun, error)
	// LastRun gives the newest that has ended with something done or stopped.
	// NotFound where there is none.
	LastRun(ctx context.Context) (RetentionRun, error)
	// CreateRun adds one. Conflict where one is open.
	CreateRun(ctx context.Context, r RetentionRun) error
	// UpdateRun writes one whose version is still r.Version. Conflict otherwise.
	UpdateRun(ctx context.Context, r RetentionRun) (RetentionRun, error)
	// AddCounts adds to what a run counted.
	AddCounts(ctx context.Context, run ID, counts []RetentionCount) error
	// Counts lists what a run counted, by type and country.
	Counts(ctx context.Context, run ID) ([]RetentionCount, error)
	// AboutConcerns tells which of some records an open concern is about.
	AboutConcerns(ctx context.Context, ids []ID) ([]ID, error)
}

// retentionLapse ends what tells of a report that is over.
func retentionLapse(ctx context.Context, tx Tx, m Message) (string, error) {
	run, err := tx.OpenRun(ctx)
	switch {
	case CodeOf(err) == NotFound, err == nil && (run.ID != m.Subject || run.State != RunReported):
		return "over", nil
	}
	return "", err
}

// RetentionService goes through records, reports and purges.
type RetentionService struct {
	Practice
}

// How often a run begins, and for how long the replica that begins it has it.
const (
	retentionName  = "retention.run"
	retentionLease = 10 * time.Minute
)

// Begin begins the month's run, where none is open. It tells how many began.
func (s RetentionService) Begin(ctx context.Context) (int, error) {
	now, begun := s.Clock.Now(), 0
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		begun = 0
		next := DateOf(now, time.UTC).MonthStart().AddMonths(1).In(time.UTC, 0)
		if _, due, err := tx.ClaimSweep(ctx, retentionName, now, next); err != nil || !due {
			return err
		}
		if _, err := tx.OpenRun(ctx); CodeOf(err) != NotFound {
			return err // one that waits for the people team goes on, and is enough
		}
		begun = 1
		return s.begin(ctx, tx)
	})
	if CodeOf(err) == Conflict {
		return 0, nil // another replica began it
	}
	return begun, err
}

// begin writes a run that has not come anywhere yet.
func (s RetentionService) begin(ctx context.Context, tx Tx) error {
	version, err := tx.Policy(ctx)
	if err != nil {
		return err
	}
	run := RetentionRun{ID: s.IDs.New(), State: RunCounting, Terms: version.Policy.terms(), AsOf: tx.Now(), Type: firstReported(), Version: 1}
	if err := tx.CreateRun(ctx, run); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Act: "retention.count", Subject: run.ID, Version: run.Version})
}

// firstReported is the type with which a run begins.
func firstReported() RecordName { return nextReported("") }

// nextReported is the next type that is reported behind one, or empty.
func nextReported(after RecordName) RecordName {
	from := 0
	if after != "" {
		from = 1 + slices.IndexFunc(RecordTypes, func(t RecordType) bool { return t.Name == after })
	}
	for _, t := range RecordTypes[from:] {
		if t.Reported() {
			return t.Name
		}
	}
	return ""
}

// Advance does one batch of the open run, of at most limit records, and tells how
// many it looked at and whether there is more. What it did and how far it came are
// one transaction: a replica that dies leaves it to the next one, which goes on
// there, and two at once do nothing twice.
func (s RetentionService) Advance(ctx context.Context, limit int) (int, bool, error) {
	waits := false
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		_, err := tx.OpenRun(ctx)
		waits = err == nil
		if CodeOf(err) == NotFound {
			return nil
		}
		return err
	})
	if err != nil || !waits {
		return 0, false, err
	}
	done, more := 0, false
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		done, more = 0, false
		run, err := tx.OpenRun(ctx)
		if CodeOf(err) == NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		switch {
		case run.Terms != version.Policy.terms():
			more = true
			return s.outdate(ctx, tx, run)
		case run.State == RunReported:
			more = run.mayPurge(version.Policy.Retention, tx.Now())
			return s.startPurge(ctx, tx, run, more)
		}
		done, err = s.batch(ctx, tx, run, version.Policy, limit)
		more = true
		return err
	})
	if CodeOf(err) == Conflict {
		return 0, false, nil // another replica did this batch
	}
	return done, more && err == nil, err
}

// mayPurge tells whether what the report said may be purged now.
func (r RetentionRun) mayPurge(p RetentionPolicy, now time.Time) bool {
	switch {
	case r.SeenAt.IsZero():
		return false
	case p.SecondYes:
		return !r.YesAt.IsZero() && !r.SecondAt.IsZero()
	}
	return !r.YesAt.IsZero() || !r.PurgesOn(p).After(now)
}

// startPurge lets a run go its way a second time.
func (s RetentionService) startPurge(ctx context.Context, tx Tx, run RetentionRun, may bool) error {
	if !may {
		return nil
	}
	run.State, run.Type, run.At = RunPurging, firstReported(), RecordCursor{}
	_, err := tx.UpdateRun(ctx, run)
	return err
}

// outdate ends a run whose terms do not hold any more, and begins another.
func (s RetentionService) outdate(ctx context.Context, tx Tx, run RetentionRun) error {
	run.State, run.EndedAt = RunOutdated, tx.Now()
	if _, err := tx.UpdateRun(ctx, run); err != nil {
		return err
	}
	return s.begin(ctx, tx)
}
