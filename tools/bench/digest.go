package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/tools/service"
)

// What the weekly digest may cost.
const (
	mostOfStatements   = 1.5 // of the time of its own statements, run alone
	mostDigestMegabyte = 200
	youngWeeks         = 8 // kudos older than this are not read
)

// megabyte is how memory is told.
const megabyte = 1 << 20

// kudosTables hold kudos.
var kudosTables = []string{"kudos", "kudos_receivers", "kudos_joins"}

// digest measures the making of a week's digest, from the use case to the
// committed rows, on a long history.
func digest(ctx context.Context, s settings, out io.Writer) (figures []figure, err error) {
	g, err := newGround(ctx, standing(digestNow), service.RoomyFolder)
	defer func() { err = errors.Join(err, g.close()) }()
	if err != nil {
		return nil, err
	}
	admin, err := sql.Open("pgx", g.postgres.URL())
	if err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	defer func() { err = errors.Join(err, admin.Close()) }()
	admin.SetMaxOpenConns(1)
	if err := g.fillHistory(ctx, admin); err != nil {
		return nil, err
	}
	statements, err := g.record(ctx, func(db *storage.DB) error { return makeDigest(ctx, admin, db) })
	if err != nil {
		return nil, err
	}
	ratio, err := g.digestRatio(ctx, s, out, admin, statements)
	if err != nil {
		return nil, err
	}
	plans, err := digestPlans(ctx, admin, statements)
	if err != nil {
		return nil, err
	}
	apart, err := g.digestApart(ctx, admin)
	return append([]figure{ratio, plans}, apart...), err
}

// fillHistory writes the history and the policy.
func (g *ground) fillHistory(ctx context.Context, admin *sql.DB) error {
	if err := writeHistory(ctx, admin); err != nil {
		return err
	}
	return g.db.InTx(ctx, func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: digestPolicy(), At: tx.Now()})
	})
}

// makeDigest makes the week's digest, as if it had not been made before.
func makeDigest(ctx context.Context, admin *sql.DB, db *storage.DB) error {
	if err := forgetDigest(ctx, admin); err != nil {
		return err
	}
	made, err := digestsOn(db).Make(ctx, 1)
	if err == nil && made != 1 {
		err = fmt.Errorf("%d digests were made, one was due", made)
	}
	return err
}

func forgetDigest(ctx context.Context, admin *sql.DB) error {
	if _, err := admin.ExecContext(ctx, `DELETE FROM digests`); err != nil {
		return fmt.Errorf("forget the digest before: %w", err)
	}
	return nil
}

// digestsOn is the use case on a database.
func digestsOn(db *storage.DB) domain.DigestService {
	return domain.DigestService{Practice: domain.Practice{Store: db, Clock: standing(digestNow), IDs: storage.IDs{}, Meter: domain.Unmetered{}}}
}

// digestRatio compares the use case with its statements run alone.
func (g *ground) digestRatio(ctx context.Context, s settings, out io.Writer, admin *sql.DB, statements []statement) (_ figure, err error) {
	alone, err := newReplay(ctx, g.postgres.URL(), statements)
	if err != nil {
		return figure{}, err
	}
	defer func() { err = errors.Join(err, alone.close(ctx)) }()
	db, err := storage.Open(ctx, g.config(g.postgres.URL(), 1))
	if err != nil {
		return figure{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var ratios, ours, theirs []float64
	for round := range s.rounds + 1 { // the first one warms both
		if err := forgetDigest(ctx, admin); err != nil {
			return figure{}, err
		}
		their, err := alone.run(ctx)
		if err != nil {
			return figure{}, err
		}
		if err := forgetDigest(ctx, admin); err != nil {
			return figure{}, err
		}
		began := time.Now()
		if err := makeDigest(ctx, admin, db); err != nil {
			return figure{}, err
		}
		our := time.Since(began)
		fmt.Fprintf(out, "digest, round %d: statements alone %.2f s, rapport %.2f s, ratio %.2f\n", round, their.Seconds(), our.Seconds(), our.Seconds()/their.Seconds())
		if round > 0 {
			theirs, ours, ratios = append(theirs, their.Seconds()), append(ours, our.Seconds()), append(ratios, our.Seconds()/their.Seconds())
		}
	}
	return figure{
		what: fmt.Sprintf("the weekly digest of %d people, %d kudos and %d goal updates in the history, of its own statements run alone",
			digestPeople, digestKudos, digestUpdates),
		reached: median(ratios), limit: mostOfStatements, most: true,
		detail: fmt.Sprintf("%.1f s of %.1f s; %d statements", median(ours), median(theirs), len(statements)),
	}, nil
}

// digestPlans looks for plans that may read old kudos.
func digestPlans(ctx context.Context, admin *sql.DB, statements []statement) (figure, error) {
	plans, err := plansOf(ctx, admin, statements)
	if err != nil {
		return figure{}, err
	}
	var old []plan
	for _, p := range plans {
		old = append(old, p.old(kudosTables, digestNow.AddDate(0, 0, -youngWeeks*7))...)
	}
	var detail strings.Builder
	fmt.Fprintf(&detail, "%d plans of %d statements", len(plans), len(statements))
	for _, p := range old {
		fmt.Fprintf(&detail, "; %s of %s by %s", p.Node, p.Relation, p.Index)
	}
	return figure{what: "plans of that digest that may read kudos older than 8 weeks", reached: float64(len(old)), most: true, detail: detail.String()}, nil
}

// digestApart makes the digest in a process of its own, and tells its memory and
// what was read of the kudos.
func (g *ground) digestApart(ctx context.Context, admin *sql.DB) ([]figure, error) {
	if err := forgetDigest(ctx, admin); err != nil {
		return nil, err
	}
	if err := errors.Join(g.db.Close(), settled(ctx, admin)); err != nil {
		return nil, err
	}
	before, err := rowsRead(ctx, admin, kudosTables)
	if err != nil {
		return nil, err
	}
	made, err := apart(ctx, "digest", order{Database: g.postgres.URL(), Now: digestNow})
	if err == nil && made.Done != 1 {
		err = fmt.Errorf("%d digests were made, one was due", made.Done)
	}
	if err != nil {
		return nil, err
	}
	if err := settled(ctx, admin); err != nil {
		return nil, err
	}
	after, err := rowsRead(ctx, admin, kudosTables)
	if err != nil {
		return nil, err
	}
	var young int64
	err = admin.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM kudos WHERE state = 'given' AND at > $1)
		+ (SELECT count(*) FROM kudos_receivers WHERE state = 'given' AND at > $1)`, digestNow.AddDate(0, 0, -youngWeeks*7)).Scan(&young)
	if err != nil {
		return nil, fmt.Errorf("count the young kudos: %w", err)
	}
	return []figure{{
		what: "rows of kudos that the server read for that digest, all tables and indexes of kudos", reached: float64(after - before), limit: float64(young), most: true,
		detail: fmt.Sprintf("%d rows of %d kudos and who received them are younger than %d weeks", young, digestKudos, youngWeeks),
	}, {
		what: "memory of that digest, the whole process at its most", unit: "MB", reached: float64(made.Peak) / megabyte, limit: mostDigestMegabyte, most: true,
		detail: fmt.Sprintf("a process of its own, %.1f s", made.Took.Seconds()),
	}}, nil
}

// digestPart makes a digest in a process of its own.
func digestPart(ctx context.Context, o order) (d deed, err error) {
	db, err := storage.Open(ctx, storage.Config{URL: o.Database, Box: storage.KeyNone(), Clock: standing(o.Now)})
	if err != nil {
		return deed{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	d.Done, err = digestsOn(db).Make(ctx, 1)
	return d, err
}
