package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver by which the database is looked into

	"rapport/tools/service"
	"rapport/tools/town"
)

// stage is everything that stands while it blows.
type stage struct {
	folder     string
	town       *town.Town
	postgres   *service.Postgres
	redis      *service.Redis
	precursor  *precursor // nil where nothing is upgraded
	fleet      *fleet
	db         *sql.DB
	migrations int  // when it begins
	revoked    bool // Slack takes the token of the replicas no more; the weather alone looks at it
	fresh      footprint
}

// ownName is what the storm calls itself where it looks into the database.
const ownName = "storm"

// newStage starts the servers and the replicas and brings the company in. What
// was started is in the stage also where a later step fails.
func newStage(ctx context.Context, s settings) (*stage, error) {
	st := &stage{}
	var err error
	if s.has("upgrade") {
		if st.precursor, err = newPrecursor(ctx, s.before); err != nil {
			return st, err
		}
	}
	if err := st.startServers(ctx); err != nil {
		return st, err
	}
	if st.town, err = town.New(ctx, s.people, s.channels); err != nil {
		return st, err
	}
	if st.db, err = sql.Open("pgx", st.postgres.URL()+"&application_name="+ownName); err != nil {
		return st, fmt.Errorf("open the database: %w", err)
	}
	st.fleet = newFleet(s, st)
	if err := st.fleet.start(ctx); err != nil {
		return st, err
	}
	if st.migrations, err = st.schema(ctx); err != nil {
		return st, err
	}
	if err := st.settle(ctx); err != nil {
		return st, err
	}
	st.fresh, err = st.fleet.footprint(ctx)
	return st, err
}

// startServers starts a PostgreSQL and a Redis of the storm's own.
func (st *stage) startServers(ctx context.Context) error {
	bin, err := service.FindPostgres()
	if err != nil {
		return err
	}
	program, err := service.FindRedis()
	if err != nil {
		return err
	}
	if st.folder, err = service.Folder("rapport-storm-"); err != nil {
		return err
	}
	if st.postgres, err = service.NewPostgres(ctx, bin, st.folder, service.Lasting()); err != nil {
		return err
	}
	if err := st.postgres.Start(ctx); err != nil {
		return err
	}
	if st.redis, err = service.NewRedis(ctx, program, st.folder); err != nil {
		return err
	}
	return st.redis.Start(ctx)
}

// settle waits until the first replica has read the directory, and puts people
// into areas and the policy in force, by the commands of the operator.
func (st *stage) settle(ctx context.Context) error {
	within, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for known := 0; known < len(st.town.People); {
		if err := st.db.QueryRowContext(within, `SELECT count(*) FROM people WHERE email LIKE '%@example.com'`).Scan(&known); err != nil && within.Err() != nil {
			return fmt.Errorf("wait for the directory, %d of %d people are known: %w: %s", known, len(st.town.People), err, st.fleet.words())
		}
		if err := pause(within, 100*time.Millisecond); err != nil {
			return fmt.Errorf("wait for the directory, %d of %d people are known: %w: %s", known, len(st.town.People), err, st.fleet.words())
		}
	}
	if err := st.fleet.operate(ctx, st.town.Roster(), "people", "import", "-", "--apply"); err != nil {
		return err
	}
	return st.applyPolicy(ctx)
}

// applyPolicy puts the storm's policy in force. Where somebody else changed it
// in the same moment it tries again, as a person would.
func (st *stage) applyPolicy(ctx context.Context) error {
	var err error
	for range 5 {
		if err = st.fleet.operate(ctx, st.town.Policy(), "policy", "apply", "-"); err == nil {
			return nil
		}
	}
	return err
}

// pause waits, unless the context ends before.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // who waits says for what
	}
}

// drain waits until nothing is on its way any more, and says how long that took.
func (st *stage) drain(ctx context.Context) (time.Duration, error) {
	began := time.Now()
	within, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	for {
		left := -1
		err := st.db.QueryRowContext(within, `SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')
			AND (hold_until IS NULL OR hold_until < now())`).Scan(&left)
		if err == nil && left == 0 {
			return time.Since(began), nil
		}
		if waited := pause(within, 200*time.Millisecond); waited != nil {
			return 0, fmt.Errorf("drain, %d messages are still on their way: %w", left, errors.Join(err, waited))
		}
	}
}

// close stops everything, the last started first.
func (st *stage) close() error {
	var faults []error
	if st.fleet != nil {
		st.fleet.end()
	}
	if st.db != nil {
		faults = append(faults, st.db.Close())
	}
	if st.town != nil && st.town.Server != nil {
		faults = append(faults, st.town.Server.Close())
	}
	if st.redis != nil && st.redis.Process() != nil {
		faults = append(faults, st.redis.Process().Kill())
	}
	if st.postgres != nil && st.postgres.Process() != nil {
		faults = append(faults, st.postgres.Process().Stop())
	}
	if st.folder != "" {
		faults = append(faults, os.RemoveAll(st.folder)) //nolint:gosec // the folder that this run has made
	}
	faults = append(faults, st.precursor.close())
	return errors.Join(faults...)
}
