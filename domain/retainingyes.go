package domain

import "context"

// RetentionView is what the people team reads of records and their end.
type RetentionView struct {
	// Run is the open one, Last the newest that ended; their ids are empty where
	// there is none.
	Run, Last          RetentionRun
	Counts, LastCounts []RetentionCount
	Policy             PolicyVersion
	Holds              HoldList
	People             map[ID]Person
	// MayPurge is true for who may say yes or stop it, MaySecond for who may say the
	// second yes. MayHold is true for who may set holds.
	MayPurge, MaySecond, MayHold bool
}

// Sum adds up what a run counted.
func (v RetentionView) Sum() RetentionCount { return sumOf(v.Counts) }

// LastSum adds up what the run before did.
func (v RetentionView) LastSum() RetentionCount { return sumOf(v.LastCounts) }

// Look gives the report to those who may read it. The first of the people team who
// reads it is noted: from then on the waiting days count. It holds counts, never a
// record.
func (s RetentionService) Look(ctx context.Context, act Act) (RetentionView, error) {
	var view RetentionView
	act.Key = "" // to read twice is to read
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.Permitted(ctx, tx, act, ReadRetention, Subject{})
		if err != nil {
			return err
		}
		if err := s.see(ctx, tx, act, by); err != nil {
			return err
		}
		view, err = s.view(ctx, tx, by)
		return err
	})
	return view, err
}

// see notes who read the report first.
func (s RetentionService) see(ctx context.Context, tx Tx, act Act, by Standing) error {
	run, err := tx.OpenRun(ctx)
	if CodeOf(err) == NotFound || err == nil && (run.State != RunReported || !run.SeenAt.IsZero() || !by.HR) {
		return nil
	}
	if err != nil {
		return err
	}
	run.SeenBy, run.SeenAt = act.Actor, tx.Now()
	updated, err := tx.UpdateRun(ctx, run)
	if err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Actor: act.Actor, Act: "retention.see", Subject: run.ID, Version: updated.Version})
}

// view reads the open run and the last one, each with its counts.
func (s RetentionService) view(ctx context.Context, tx Tx, by Standing) (RetentionView, error) {
	var view RetentionView
	var err error
	if view.Policy, err = tx.Policy(ctx); err != nil {
		return view, err
	}
	if view.Run, err = tx.OpenRun(ctx); err != nil && CodeOf(err) != NotFound {
		return view, err
	}
	if view.Last, err = tx.LastRun(ctx); err != nil && CodeOf(err) != NotFound {
		return view, err
	}
	for _, r := range []struct {
		run    RetentionRun
		counts *[]RetentionCount
	}{{view.Run, &view.Counts}, {view.Last, &view.LastCounts}} {
		if r.run.ID == "" {
			continue
		}
		if *r.counts, err = tx.Counts(ctx, r.run.ID); err != nil {
			return view, err
		}
	}
	if by.HR || by.Deputy {
		if view.Holds, err = HoldService(s).list(ctx, tx, by); err != nil {
			return view, err
		}
	}
	_, view.MayPurge = Can(by, PurgeRecords, Subject{})
	_, view.MaySecond = Can(by, SecondPurge, Subject{Author: view.Run.YesBy})
	view.MaySecond = view.MaySecond && view.Run.YesBy != ""
	_, view.MayHold = Can(by, SetHold, Subject{PeopleTeam: true})
	view.People, err = peopleByID(ctx, tx, []ID{view.Run.SeenBy, view.Run.YesBy, view.Last.EndedBy})
	return view, err
}

// Reported is the sum of a report, for the message that tells of it.
func (s RetentionService) Reported(ctx context.Context, run ID) (RetentionCount, error) {
	var sum RetentionCount
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		counts, err := tx.Counts(ctx, run)
		sum = RetentionView{Counts: counts}.Sum()
		return err
	})
	return sum, err
}

// Agree says yes to what a report counted: the first yes, or the second where the
// policy wants two. It names the run, so that nobody agrees to another than was
// read.
func (s RetentionService) Agree(ctx context.Context, act Act, id ID) (RetentionView, error) {
	return s.decide(ctx, act, id, func(tx Tx, by Standing, run *RetentionRun, policy RetentionPolicy) (string, error) {
		switch {
		case run.YesBy == "":
			run.YesBy, run.YesAt = act.Actor, tx.Now()
			return "retention.yes", Permit(by, PurgeRecords, Subject{})
		case !policy.SecondYes || run.SecondBy != "":
			return "", Refuse(Conflict, "retention.agreed_before")
		case run.YesBy == act.Actor:
			return "", Refuse(Forbidden, "retention.second_other")
		}
		run.SecondBy, run.SecondAt = act.Actor, tx.Now()
		return "retention.second_yes", Permit(by, SecondPurge, Subject{Author: run.YesBy})
	})
}

// Stop ends a run without a purge: the next one counts anew.
func (s RetentionService) Stop(ctx context.Context, act Act, id ID) (RetentionView, error) {
	return s.decide(ctx, act, id, func(tx Tx, by Standing, run *RetentionRun, _ RetentionPolicy) (string, error) {
		run.State, run.EndedBy, run.EndedAt = RunStopped, act.Actor, tx.Now()
		return "retention.stop", Permit(by, PurgeRecords, Subject{})
	})
}

// decide changes a run that waits for the people team.
func (s RetentionService) decide(ctx context.Context, act Act, id ID,
	do func(Tx, Standing, *RetentionRun, RetentionPolicy) (string, error),
) (RetentionView, error) {
	act.Digest = DigestOf(string(id))
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		by, err := s.Permitted(ctx, tx, act, PurgeRecords, Subject{})
		if err != nil {
			return Outcome{}, err
		}
		run, err := tx.OpenRun(ctx)
		if CodeOf(err) == NotFound || err == nil && (run.ID != id || run.State != RunReported) {
			return Outcome{}, Refuse(Conflict, "retention.run_over")
		}
		if err != nil {
			return Outcome{}, err
		}
		if run.SeenAt.IsZero() {
			return Outcome{}, Refuse(Conflict, "retention.not_seen")
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		word, err := do(tx, by, &run, version.Policy.Retention)
		if err != nil {
			return Outcome{}, err
		}
		updated, err := tx.UpdateRun(ctx, run)
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: word, Subject: id}, tx.Record(ctx, Entry{Actor: act.Actor, Act: word, Subject: id, Version: updated.Version})
	}, nil}, func(ctx context.Context, tx Tx, _ Outcome) (RetentionView, error) {
		by, err := s.StandingOf(ctx, tx, act.Actor)
		if err != nil {
			return RetentionView{}, err
		}
		return s.view(ctx, tx, by)
	})
}
