package domain

import (
	"context"
	"slices"
	"time"
)

// watched are the relations whose looking is kept in the
// ledger also where no reason has to be given: that of whoever looks after others
// than their own people.
var watched = []Relation{HR, Deputy, SkipLevel, Comparer}

// watchedOnly tells whether the actor may do something only as one who is watched,
// and not as one of those whose business it is anyway.
func watchedOnly(actor Standing, action Action, subject Subject) bool {
	only := false
	for _, rule := range Table {
		if rule.Action != action {
			continue
		}
		for _, r := range rule.Relations {
			if !stands(actor, r, subject) {
				continue
			}
			if !slices.Contains(watched, r) {
				return false
			}
			only = true
		}
	}
	return only
}

// ReasonNeeded is that somebody may look only with a reason that is kept, and has
// not given one. It counts as Forbidden.
type ReasonNeeded struct {
	// Person is whose record it is, Sheet the part of it.
	Person ID
	Sheet  Sheet
}

// Error names the sheet.
func (r ReasonNeeded) Error() string { return "a reason is needed for the sheet " + string(r.Sheet) }

// Unwrap gives the fault that people read where nobody asks them for the reason.
func (r ReasonNeeded) Unwrap() error { return Refuse(Forbidden, "access.reason_first") }

// look is that somebody looks, as the ledger keeps it, and the access by which it
// is allowed.
type look struct {
	entry  Entry
	access Access
}

// looking tells by which access somebody may look, where the table wants a reason
// for it; nothing where it is their business anyway. Forbidden where the table
// has no rule, ReasonNeeded where no reason is given that still holds.
func (p Practice) looking(ctx context.Context, tx Tx, actor Standing, action Action, subject Subject) (*Access, error) {
	rule, ok := Can(actor, action, subject)
	switch {
	case !ok:
		return nil, Refuse(Forbidden, "permission.refused")
	case !rule.Reason:
		return nil, nil //nolint:nilnil // nothing has to be kept
	}
	access, open, err := tx.OpenAccess(ctx, actor.Person.ID, subject.Person, sheets[action], tx.Now())
	switch {
	case err != nil:
		return nil, err
	case !open:
		return nil, ReasonNeeded{Person: subject.Person, Sheet: sheets[action]}
	}
	return &access, nil
}

// looked makes what is kept of a look by an access; nothing where there is none.
func looked(access *Access, entry Entry) []look {
	if access == nil {
		return nil
	}
	return []look{{entry, *access}}
}

// seen keeps in the ledger that somebody looked whose business it is, before
// anything is shown: where that fails, nothing is.
func (p Practice) seen(ctx context.Context, looks ...Entry) error {
	if len(looks) == 0 {
		return nil
	}
	return p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		for _, look := range looks {
			if err := tx.Record(ctx, look); err != nil {
				return err
			}
		}
		return nil
	})
}

// opened keeps in the ledger that somebody looked by an access, and tells those
// concerned, before anything is shown: where that fails, nothing is.
func (p Practice) opened(ctx context.Context, looks ...look) error {
	if len(looks) == 0 {
		return nil
	}
	return p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		for _, l := range looks {
			if err := p.keepLook(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepLook keeps one look. Under a hold the entry names nobody, since whoever asks
// for everything about themselves reads what names them.
func (p Practice) keepLook(ctx context.Context, tx Tx, l look) error {
	zone, err := p.practiceZone(ctx, tx)
	if err != nil {
		return err
	}
	l.entry.Reason = l.access.Reason
	if l.access.held(zone, tx.Now()) {
		l.entry.Person, l.entry.Subject = "", l.access.ID
	}
	if err := tx.Record(ctx, l.entry); err != nil {
		return err
	}
	if err := tx.NoteLook(ctx, AccessLook{Access: l.access.ID, Act: l.entry.Act, At: tx.Now()}); err != nil {
		return err
	}
	return p.receiptsFor(ctx, tx, l.access, zone)
}

// practiceZone is the organisation's zone, in which a hold ends.
func (p Practice) practiceZone(ctx context.Context, tx Tx) (*time.Location, error) {
	version, err := tx.Policy(ctx)
	return p.zoneOf(Person{}, version.Policy), err
}

// receiptsFor tells those concerned that something was opened, or notes when they
// will be told: each once, also who came to be concerned after the first look.
func (p Practice) receiptsFor(ctx context.Context, tx Tx, a Access, zone *time.Location) error {
	parties, err := p.parties(ctx, tx, a.Person, a.Sheet)
	if err != nil {
		return err
	}
	due := tx.Now()
	if a.held(zone, due) {
		due = a.HoldUntil.In(zone, 0)
	}
	for _, person := range append([]ID{a.Person}, parties...) {
		if person == a.Asker {
			continue
		}
		r := AccessReceipt{Access: a.ID, Person: person, Due: due}
		if err := tx.OweReceipt(ctx, r); err != nil {
			return err
		}
		if due.After(tx.Now()) {
			continue
		}
		if err := p.tellReceipt(ctx, tx, r); err != nil {
			return err
		}
	}
	return nil
}

// tellReceipt tells one of those concerned, once.
func (p Practice) tellReceipt(ctx context.Context, tx Tx, r AccessReceipt) error {
	told, err := tx.TellReceipt(ctx, r, tx.Now())
	if err != nil || !told {
		return err
	}
	if err := tx.Record(ctx, Entry{Act: AccessOpened, Subject: r.Access, Person: r.Person}); err != nil {
		return err
	}
	return tx.Tell(ctx, Message{Kind: AccessOpened, Deed: Post, Class: FromPeople, Recipient: r.Person, Subject: r.Access})
}

// parties are the others whose record a sheet is, beside the person: who held the
// conversations that it shows, and who holds them now.
func (p Practice) parties(ctx context.Context, tx Tx, person ID, sheet Sheet) ([]ID, error) {
	if sheet != RecordSheet {
		return nil, nil
	}
	who, err := tx.Person(ctx, person)
	if err != nil {
		return nil, err
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	partner, err := p.PartnerOf(ctx, tx, who, version.Policy)
	if err != nil {
		return nil, err
	}
	list, err := readRecords(ctx, tx, person)
	if err != nil {
		return nil, err
	}
	ids := []ID{partner}
	for _, r := range list.Records {
		ids = append(ids, r.Conversation.Partner)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id ID) bool { return id == "" || id == person }), nil
}
