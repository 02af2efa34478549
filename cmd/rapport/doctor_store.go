package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"rapport/domain"
	"rapport/storage"
)

// redis asks Redis for an answer, where there is one.
func (e *examination) redis(ctx context.Context) {
	if !e.config.Redis.IsSet() {
		e.fine("redis", "none is set; one replica needs none")
		return
	}
	r, err := storage.OpenRedis(e.config.Redis.Reveal(), slog.New(slog.DiscardHandler), domain.Unmetered{})
	if err != nil {
		e.fail("redis", err)
		return
	}
	defer e.sh.close("redis", r.Close)
	if err := r.Ping(ctx); err != nil {
		e.warn("redis", "it does not answer ("+err.Error()+"); replicas pace themselves apart meanwhile.",
			"Start it, or correct "+envRedis+".")
		return
	}
	e.fine("redis", "answers")
}

// store looks at the database and at what is in it.
func (e *examination) store(ctx context.Context, slackSide *workspaceSide) {
	e.key()
	if path, ok := e.config.freshSQLite(); ok {
		e.freshFolder(path)
		return
	}
	db, err := openStore(ctx, e.config, storeOptions{Clock: systemClock{}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		e.fail("database", err)
		return
	}
	defer e.sh.close("database", db.Close)
	pending, err := db.Pending(ctx)
	if err != nil {
		e.fail("database", err)
		return
	}
	e.capacity(ctx, db)
	if len(pending) > 0 {
		e.warn("database", fmt.Sprintf("it lacks %d migrations of this version.", len(pending)), migrateFirst)
		return
	}
	e.fine("database", "answers, and its schema is up to date")
	if slackSide != nil {
		e.owner(ctx, db, slackSide.who)
	}
	e.outbox(ctx, db)
	e.ledger(ctx, db)
	e.keys(ctx, db)
	e.practice(ctx, db, slackSide)
}

// freshFolder looks whether the file can be made.
func (e *examination) freshFolder(path string) {
	folder := filepath.Dir(path)
	for {
		if _, err := os.Stat(folder); err == nil || folder == filepath.Dir(folder) {
			break
		}
		folder = filepath.Dir(folder) // made by serve
	}
	probe, err := os.CreateTemp(folder, ".rapport-doctor-*")
	if err != nil {
		e.fail("database", explained{fmt.Errorf("write in %s: %w", folder, err),
			"Let the user that runs rapport write there, or set " + envData + " to another folder."})
		return
	}
	e.sh.close("probe", probe.Close)
	e.sh.close("probe", func() error { return os.Remove(probe.Name()) })
	e.fine("database", "%s will be made at the first start", path)
}

// key warns where whoever gets the database gets its key with it.
func (e *examination) key() {
	switch {
	case strings.EqualFold(e.config.Key.Reveal(), disabled):
		e.warn("key", "free text is stored as it is, since "+envKey+" is none.",
			"Encrypt the whole database by other means, or set a key: what is written from then on is sealed.")
	case e.config.Key.IsSet():
		e.fine("key", "is given apart from the database")
	case !e.config.Postgres():
		path := filepath.Join(filepath.Dir(strings.TrimPrefix(e.config.Database.Reveal(), "sqlite:")), storage.KeyFile)
		e.warn("key", "it lies beside the database, so that a copy of the folder opens every text.",
			"Move what is in "+path+" to a secret store, give it as "+envKey+" or "+envKey+fileTwin+", and keep it out of backups of the database.")
	}
}

// capacity compares the connections of this replica with what PostgreSQL
// allows.
func (e *examination) capacity(ctx context.Context, db *storage.DB) {
	most, reserved, err := db.Capacity(ctx)
	if err != nil {
		e.fail("connections", err)
		return
	}
	if most == 0 {
		return // SQLite
	}
	replicas := (most - reserved) / storage.DefaultConns
	if replicas < 2 {
		e.warn("connections", fmt.Sprintf("PostgreSQL allows %d connections, and each replica keeps %d open: %d replicas fit.", most, storage.DefaultConns, replicas),
			"Raise max_connections; a rolling upgrade runs one replica more.")
		return
	}
	e.fine("connections", "PostgreSQL has room for %d replicas", replicas)
}

// owner looks whose database this is.
func (e *examination) owner(ctx context.Context, db *storage.DB, who identity) {
	owner, known, err := db.Organisation(ctx)
	switch {
	case err != nil:
		e.fail("organisation", err)
	case !known:
		e.fine("organisation", "the database is nobody's yet; the first serve takes it for %s", who.workspace.TeamID)
	case owner.Same(who.organisation()):
		e.fine("organisation", "the database is that of this workspace")
	default:
		e.fail("organisation", explained{fmt.Errorf("the database belongs to %s, and the bot token to %s", owner.TeamID, who.workspace.TeamID),
			"Use the tokens of that workspace or another database; after a move into an Enterprise organisation run `rapport doctor --adopt`."})
	}
}

// outbox counts what waits for an operator.
func (e *examination) outbox(ctx context.Context, db *storage.DB) {
	states, err := db.Outbox().Backlog(ctx)
	if err != nil {
		e.fail("outbox", err)
		return
	}
	if stuck := states[domain.Dead] + states[domain.Doubt]; stuck > 0 {
		e.warn("outbox", fmt.Sprintf("%d messages were refused by Slack or are unclear.", stuck), "Look at them with `rapport outbox`, and requeue those that should go.")
		return
	}
	e.fine("outbox", "nothing is stuck, %d wait", states[domain.Waiting]+states[domain.Sending])
}

// ledger looks whether what was done is sealed.
func (e *examination) ledger(ctx context.Context, db *storage.DB) {
	var head domain.LedgerHead
	var tail domain.LedgerTail
	err := db.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		if head, err = tx.LedgerHead(ctx); err != nil {
			return err
		}
		tail, err = tx.LedgerTail(ctx)
		return err
	})
	switch {
	case err != nil:
		e.fail("ledger", err)
	case tail.Late(systemClock{}.Now()):
		e.warn("ledger", fmt.Sprintf("%d entries wait for their seal, the oldest since %s.", tail.Count, moment(tail.Since)),
			"Serve seals each minute: let it run, or look in its log for the sweep ledger.seal.")
	default:
		e.fine("ledger", "sealed up to entry %d, %d wait; `rapport verify` proves it", head.Number, tail.Count)
	}
}
