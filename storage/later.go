package storage

import (
	"context"
	"maps"
	"slices"
	"time"

	"rapport/domain"
)

// later is what a transaction that does the same for many has still to write, by
// table, in the order in which it came.
type later struct {
	created  []domain.Conversation
	updated  []domain.Conversation // with the version that they replace
	talkers  map[domain.ID]bool    // whose conversations these are, on either side, before or after
	closings []closing
	asks     []domain.Ask
	askers   map[domain.ID]bool // the people and subjects of what is closed and asked
	entries  []domain.Entry
	logs     []domain.AskLog
	marks    map[domain.ID]time.Time
	hastened map[time.Time][]domain.ID
}

func (l *later) empty() bool {
	return len(l.created)+len(l.updated)+len(l.closings)+len(l.asks)+len(l.entries)+len(l.logs)+len(l.marks)+len(l.hastened) == 0
}

// note adds ids to a set that may not be there yet.
func note(set *map[domain.ID]bool, ids ...domain.ID) {
	if *set == nil {
		*set = map[domain.ID]bool{}
	}
	for _, id := range ids {
		(*set)[id] = true
	}
}

// CreateConversation keeps one of an employee about whom is known; that there is
// one already with that period and ordinal is told when it is written.
func (a aheadTx) CreateConversation(ctx context.Context, c domain.Conversation) error {
	k := a.remembers()
	if k == nil || !k.asked[c.Employee] {
		return a.tx.CreateConversation(ctx, c)
	}
	l := &a.ahead.later
	l.created = append(l.created, c)
	note(&l.talkers, c.Employee, c.Partner)
	c.Version = 1
	k.talks[c.ID] = c
	return nil
}

// UpdateConversation keeps what becomes of one that is known; that somebody else
// changed it meanwhile is told when it is written.
func (a aheadTx) UpdateConversation(ctx context.Context, c domain.Conversation) (domain.Conversation, error) {
	k := a.remembers()
	if k == nil {
		return a.tx.UpdateConversation(ctx, c)
	}
	before, there := k.talks[c.ID]
	switch {
	case !there:
		return a.tx.UpdateConversation(ctx, c)
	case before.Version != c.Version:
		return c, domain.Refuse(domain.Conflict, "conversation.changed")
	}
	l := &a.ahead.later
	same := func(other domain.Conversation) bool { return other.ID == c.ID }
	if slices.ContainsFunc(l.updated, same) || slices.ContainsFunc(l.created, same) {
		if err := a.writeKept(ctx); err != nil {
			return c, err
		}
	}
	l.updated = append(l.updated, c)
	note(&l.talkers, c.Employee, c.Partner, before.Partner)
	c.Version++
	k.talks[c.ID] = c
	return c, nil
}

// FileAsk keeps an ask.
func (a aheadTx) FileAsk(ctx context.Context, ask domain.Ask) error {
	if a.remembers() == nil {
		return a.tx.FileAsk(ctx, ask)
	}
	l := &a.ahead.later
	same := func(other domain.Ask) bool {
		return other.Person == ask.Person && other.Kind == ask.Kind && other.Subject == ask.Subject
	}
	if slices.ContainsFunc(l.asks, same) {
		if err := a.writeKept(ctx); err != nil {
			return err
		}
	}
	l.asks = append(l.asks, ask)
	a.forgetAsks(ask.Person, ask.Subject)
	note(&l.askers, ask.Person, ask.Subject)
	return nil
}

// Record keeps an entry of the ledger.
func (a aheadTx) Record(ctx context.Context, e domain.Entry) error {
	if a.remembers() == nil {
		return a.tx.Record(ctx, e)
	}
	a.ahead.later.entries = append(a.ahead.later.entries, e)
	return nil
}

// LogAsk keeps what became of an ask.
func (a aheadTx) LogAsk(ctx context.Context, l domain.AskLog) error {
	if a.remembers() == nil {
		return a.tx.LogAsk(ctx, l)
	}
	a.ahead.later.logs = append(a.ahead.later.logs, l)
	return nil
}

// MarkForPlanning keeps the marks of some; everybody is marked at once.
func (a aheadTx) MarkForPlanning(ctx context.Context, people []domain.ID, at time.Time) error {
	if a.remembers() == nil || people == nil {
		return a.tx.MarkForPlanning(ctx, people, at)
	}
	l := &a.ahead.later
	if l.marks == nil {
		l.marks = map[domain.ID]time.Time{}
	}
	for _, id := range people {
		if earlier, there := l.marks[id]; !there || at.Before(earlier) {
			l.marks[id] = at
		}
	}
	return nil
}

// Hasten keeps that messages for a person are to be judged again earlier.
func (a aheadTx) Hasten(ctx context.Context, recipient domain.ID, at time.Time) error {
	if a.remembers() == nil {
		return a.tx.Hasten(ctx, recipient, at)
	}
	l := &a.ahead.later
	if l.hastened == nil {
		l.hastened = map[time.Time][]domain.ID{}
	}
	l.hastened[instant(at)] = append(l.hastened[instant(at)], recipient)
	return nil
}

// writeTalksOf writes what is kept where it is about conversations of somebody.
func (a aheadTx) writeTalksOf(ctx context.Context, people ...domain.ID) error {
	l := &a.ahead.later
	if len(l.talkers) == 0 {
		return nil
	}
	asked := slices.DeleteFunc(people, func(id domain.ID) bool { return id == "" })
	if len(asked) > 0 && !slices.ContainsFunc(asked, func(id domain.ID) bool { return l.talkers[id] }) {
		return nil
	}
	return a.writeKept(ctx)
}

// writeAsksOf writes what is kept where it asks a person, or about a subject.
func (a aheadTx) writeAsksOf(ctx context.Context, person, subject domain.ID) error {
	l := &a.ahead.later
	if person != "" && l.askers[person] || subject != "" && l.askers[subject] {
		return a.writeKept(ctx)
	}
	return nil
}

// writeKept writes everything that is kept: rows of the same table together, and
// always in the same order, so that two transactions cannot lock each other out.
func (t *tx) writeKept(ctx context.Context) error {
	if t.ahead == nil || t.ahead.later.empty() {
		return nil
	}
	l, before := t.ahead.later, t.ahead.aside
	t.ahead.later, t.ahead.aside = later{}, true
	defer func() { t.ahead.aside = before }()
	if err := t.closeAll(ctx, l.closings); err != nil {
		return err
	}
	writer := t.writeEach
	if t.db.dialect == postgresDialect {
		writer = t.writeTogether
	}
	if err := writer(ctx, l); err != nil {
		return err
	}
	for _, at := range slices.SortedFunc(maps.Keys(l.hastened), time.Time.Compare) {
		err := t.g(ctx).Exec(`UPDATE outbox SET hold_until = ? WHERE recipient `+t.among()+` AND hold_until > ?`,
			instant(at), t.list(l.hastened[at]), instant(at)).Error
		if err != nil {
			return tried("hasten messages", err)
		}
	}
	return nil
}

// writeEach writes one after the other: SQLite is no way away.
func (t *tx) writeEach(ctx context.Context, l later) error {
	for _, c := range l.created {
		if err := t.CreateConversation(ctx, c); err != nil {
			return err
		}
	}
	for _, c := range l.updated {
		if _, err := t.UpdateConversation(ctx, c); err != nil {
			return err
		}
	}
	for _, a := range l.asks {
		if err := t.FileAsk(ctx, a); err != nil {
			return err
		}
	}
	for _, e := range l.entries {
		if err := t.Record(ctx, e); err != nil {
			return err
		}
	}
	for _, log := range l.logs {
		if err := t.LogAsk(ctx, log); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(l.marks)) {
		if err := t.MarkForPlanning(ctx, []domain.ID{id}, l.marks[id]); err != nil {
			return err
		}
	}
	return nil
}
