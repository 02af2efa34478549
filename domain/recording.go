package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// SummaryDraft is what one of the two proposes as the record.
type SummaryDraft struct {
	Text     string
	Promises []PromiseDraft
	Worth    Usefulness // empty where not answered
	HeldOn   Date       // the day of the talk, where nobody said it yet
	Version  int        // of the summary that the form showed
	// Serves is the employee's expectation that the promises serve, or empty; it
	// counts only where the form asked for it.
	Serves      ID
	ServesAsked bool
}

// PromiseDraft is one promise in a form.
type PromiseDraft struct {
	Who  ID
	What string
	By   Date
}

// Propose writes the record and the promises; the other is asked to confirm.
// Until then the proposer may change it.
func (s ConversationService) Propose(ctx context.Context, act Act, id ID, draft SummaryDraft) (Outcome, error) {
	draft.Text = Tidy(draft.Text)
	if err := draft.check(); err != nil {
		return Outcome{}, err
	}
	return s.alterWith(ctx, act, talkChange{id, RecordTalk, draft.words()}, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		summary, err := s.proposable(ctx, tx, *c, act.Actor, draft.Version)
		if err != nil {
			return "", err
		}
		p, err := s.pair(ctx, tx, *c)
		if err != nil {
			return "", err
		}
		if err := s.settleHeld(ctx, tx, c, p.calendarOf(act.Actor).Today(tx.Now()), draft.HeldOn); err != nil {
			return "", err
		}
		summary.Text, summary.ProposedAt = draft.Text, tx.Now()
		if _, err := tx.SaveSummary(ctx, summary); err != nil {
			return "", err
		}
		if err := s.promise(ctx, tx, act, *c, draft); err != nil {
			return "", err
		}
		if err := s.rate(ctx, tx, *c, act.Actor, draft.Worth); err != nil {
			return "", err
		}
		return "summarised", s.askToConfirm(ctx, tx, c, p, act.Actor)
	})
}

// words are what was agreed, as the ledger keeps it.
func (d *SummaryDraft) words() string {
	lines := []string{d.Text}
	for _, p := range d.Promises {
		if p.What != "" {
			lines = append(lines, string(p.Who)+": "+p.What+" "+p.By.String())
		}
	}
	return strings.Join(lines, "\n")
}

func (d *SummaryDraft) check() error {
	faults := TooLong("text", d.Text, MaxSummary)
	if d.Text == "" && len(d.Promises) == 0 {
		faults = append(faults, RefuseField("text", "conversation.summary_empty"))
	}
	for i := range d.Promises {
		d.Promises[i].What = Tidy(d.Promises[i].What)
		faults = append(faults, TooLong("promise", d.Promises[i].What, MaxPromise)...)
	}
	return faults.Err()
}

// proposable gives the summary to write: a new one, or the own one that is not
// confirmed yet.
func (s ConversationService) proposable(ctx context.Context, tx Tx, c Conversation, author ID, version int) (Summary, error) {
	if c.State != TalkOpen {
		return Summary{}, Refuse(Conflict, "conversation.closed")
	}
	summary, err := tx.Summary(ctx, c.ID)
	switch {
	case CodeOf(err) == NotFound:
		return Summary{Conversation: c.ID, Author: author}, nil
	case err != nil:
		return Summary{}, err
	case !summary.ConfirmedAt.IsZero():
		return Summary{}, Refuse(Conflict, "conversation.summary_confirmed")
	case summary.Author != author, summary.Version != version:
		return Summary{}, Refuse(Conflict, "conversation.summary_both")
	}
	return summary, nil
}

// settleHeld takes a summary as the word that the two have talked. Today is
// that of its author.
func (s ConversationService) settleHeld(ctx context.Context, tx Tx, c *Conversation, today, on Date) error {
	if !c.HeldOn.IsZero() {
		return nil
	}
	if on.IsZero() {
		on = today
		if !c.SaidHeldFor.IsZero() {
			on = c.SaidHeldFor
		}
	}
	if on.After(today) {
		return RefuseField("on", "conversation.held_future")
	}
	return s.heldOn(ctx, tx, c, on)
}

// promise writes the promises of a proposal. A changed proposal replaces those
// of the first, but for what was done meanwhile.
func (s ConversationService) promise(ctx context.Context, tx Tx, act Act, c Conversation, draft SummaryDraft) error {
	var done []Commitment
	if draft.Version > 0 { // of what the form showed, which is what stands
		var err error
		if done, err = s.dropPromises(ctx, tx, c); err != nil {
			return err
		}
	}
	for _, d := range draft.Promises {
		if d.What == "" || slices.ContainsFunc(done, func(p Commitment) bool { return p.Who == d.Who && p.What == d.What }) {
			continue
		}
		if !c.Has(d.Who) {
			return RefuseField("promise", "conversation.promise_who")
		}
		promise := Commitment{ID: s.IDs.New(), Conversation: c.ID, Employee: c.Employee, Who: d.Who, What: d.What, By: d.By, State: PromiseOpen}
		if err := tx.CreateCommitment(ctx, promise); err != nil {
			return err
		}
		if draft.ServesAsked {
			c := Citation{Kind: CitedByPromise, Record: promise.ID, Person: c.Employee, Expectation: draft.Serves}
			if err := s.cite(ctx, tx, act, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropPromises takes back the open promises of a conversation, and gives those
// that are done.
func (s ConversationService) dropPromises(ctx context.Context, tx Tx, c Conversation) ([]Commitment, error) {
	all, err := tx.CommitmentsOf(ctx, c.Employee, c.ID)
	if err != nil {
		return nil, err
	}
	var done []Commitment
	for _, p := range all {
		switch p.State {
		case PromiseDone:
			done = append(done, p)
		case PromiseOpen:
			p.State = PromiseDropped
			if _, err := tx.UpdateCommitment(ctx, p); err != nil {
				return nil, err
			}
		case PromiseDropped:
		}
	}
	return done, nil
}

// askToConfirm asks the other, with one reminder after five working days.
func (s ConversationService) askToConfirm(ctx context.Context, tx Tx, c *Conversation, p pair, author ID) error {
	other := c.Other(author)
	if err := s.answered(ctx, tx, c.ID, AskPartner, ""); err != nil {
		return err
	}
	w := p.calendarOf(other)
	c.SilentAt = w.after(tx.Now(), p.policy.Conversations.UnconfirmedAfter)
	reminder := w.morning(tx.Now(), p.policy.Conversations.TurnDays)
	ask := Ask{Person: other, Kind: AskSummary, Subject: c.ID, Urgency: SomebodyWaits, NotBefore: reminder, Expires: c.SilentAt}
	if err := s.fileAsk(ctx, tx, ask); err != nil {
		return err
	}
	return tx.Tell(ctx, Message{Kind: TalkProposed, Deed: Post, Class: FromPeople, Recipient: other, Subject: c.ID})
}

// Confirmation is the other's yes to a record.
type Confirmation struct {
	Added   string     // what is missing in it; may be empty
	Worth   Usefulness // empty where not answered
	Version int        // of the summary that was read
}

// Confirm is the other's yes to the record, with something added if wanted.
// Both texts stay unchanged from now on, and the conversation closes. A yes to
// words that were changed since they were read is none: it is refused with
// Conflict.
func (s ConversationService) Confirm(ctx context.Context, act Act, id ID, yes Confirmation) (Outcome, error) {
	yes.Added = Tidy(yes.Added)
	if faults := TooLong("added", yes.Added, MaxSummary); len(faults) > 0 {
		return Outcome{}, faults
	}
	return s.alterWith(ctx, act, talkChange{id, RecordTalk, yes.Added}, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		summary, err := tx.Summary(ctx, id)
		if err != nil {
			return "", err
		}
		if summary.Author == act.Actor || !summary.ConfirmedAt.IsZero() {
			return "", Refuse(Conflict, "conversation.nothing_to_confirm")
		}
		if summary.Version != yes.Version {
			return "", Refuse(Conflict, "conversation.summary_changed")
		}
		summary.ConfirmedAt, summary.Added = tx.Now(), yes.Added
		if _, err := tx.SaveSummary(ctx, summary); err != nil {
			return "", err
		}
		if err := s.rate(ctx, tx, *c, act.Actor, yes.Worth); err != nil {
			return "", err
		}
		if err := tx.Tell(ctx, Message{Kind: TalkConfirmed, Deed: Post, Class: FromPeople, Recipient: summary.Author, Subject: c.ID}); err != nil {
			return "", err
		}
		if err := s.answered(ctx, tx, c.ID, AskSummary, act.Actor); err != nil {
			return "", err
		}
		if c.State == TalkClosed {
			return "confirmed", nil // confirmed after the silence
		}
		return "confirmed", s.close(ctx, tx, c, Held)
	})
}

// silent closes a conversation whose summary nobody confirmed: no answer is
// not agreement.
func (s ConversationService) silent(ctx context.Context, tx Tx, c *Conversation) error {
	summary, err := tx.Summary(ctx, c.ID)
	if err != nil {
		return err
	}
	p, err := s.pair(ctx, tx, *c)
	if err != nil {
		return err
	}
	until := p.calendarOf(c.Other(summary.Author)).after(summary.ProposedAt, p.policy.Conversations.UnconfirmedAfter)
	if until.After(tx.Now()) { // the other was away meanwhile
		c.SilentAt = until.UTC()
		return nil
	}
	summary.Silent = true
	if _, err := tx.SaveSummary(ctx, summary); err != nil {
		return err
	}
	if err := tx.Record(ctx, Entry{Act: "conversation.silent", Subject: c.ID, Person: c.Employee, Version: c.Version + 1}); err != nil {
		return err
	}
	return s.close(ctx, tx, c, Held)
}

// rate keeps the answer to "Was it worth the time?".
func (s ConversationService) rate(ctx context.Context, tx Tx, c Conversation, person ID, worth Usefulness) error {
	switch worth {
	case "":
		return nil
	case Worth, PartlyWorth, NotWorth:
		return tx.Rate(ctx, c.ID, person, worth, tx.Now())
	}
	return RefuseField("worth", "form.choice_unknown")
}

// KeepPromise marks a promise as done: by the one who made it.
func (s ConversationService) KeepPromise(ctx context.Context, act Act, id ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.Commitment(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		c, err := tx.Conversation(ctx, p.Conversation)
		if err != nil {
			return Outcome{}, err
		}
		subject := c.Subject()
		subject.Author = p.Who
		if _, err := s.Permitted(ctx, tx, act, KeepPromise, subject); err != nil {
			return Outcome{}, err
		}
		if p.State != PromiseOpen {
			return Outcome{Word: OutcomeDone, Subject: id}, nil
		}
		p.State, p.DoneAt = PromiseDone, tx.Now()
		if p, err = tx.UpdateCommitment(ctx, p); err != nil {
			return Outcome{}, err
		}
		if err := s.editCards(ctx, tx, c.ID); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "promise.keep", Subject: id, Person: c.Employee, Version: p.Version, Content: p.What}
		return Outcome{Word: OutcomeDone, Subject: id}, tx.Record(ctx, entry)
	}, nil)
}

// WriteNote keeps the author's own note about a person.
func (s ConversationService) WriteNote(ctx context.Context, act Act, n Note) (Outcome, error) {
	n.Text, n.Author = Tidy(n.Text), act.Actor
	if faults := TooLong("text", n.Text, MaxNote); len(faults) > 0 {
		return Outcome{}, faults
	}
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, WriteNote, Subject{Author: act.Actor}); err != nil {
			return Outcome{}, err
		}
		if n.ID == "" {
			n.ID = s.IDs.New()
		}
		n.At = tx.Now()
		saved, err := tx.SaveNote(ctx, n)
		if err != nil {
			return Outcome{}, err
		}
		// Neither about whom nor what: a note is its author's alone.
		return Outcome{Word: OutcomeDone, Subject: saved.ID}, tx.Record(ctx, Entry{Actor: act.Actor, Act: string(WriteNote), Subject: saved.ID, Version: saved.Version})
	}, nil)
}

// Notes lists the actor's own notes about a person.
func (s ConversationService) Notes(ctx context.Context, actor, about ID) ([]Note, error) {
	var list []Note
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		list, err = tx.Notes(ctx, actor, about, 20)
		return err
	})
	return list, err
}

// Snooze puts the ask to prepare off until a time that the person chose, or the
// first hour after it at which the person may be asked. It gives that time.
func (s ConversationService) Snooze(ctx context.Context, act Act, id ID, until time.Time) (time.Time, error) {
	var at time.Time
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		plan, err := AskService(s).planning(ctx, tx, act.Actor)
		if err == nil {
			at, _ = plan.firstAllowed(until)
		}
		return err
	})
	if err != nil {
		return time.Time{}, err
	}
	_, err = s.alter(ctx, act, id, PrepareTalk, func(ctx context.Context, tx Tx, c *Conversation) (string, error) {
		if c.State != TalkOpen {
			return "", Refuse(Conflict, "conversation.closed")
		}
		kind := AskPrepare
		if act.Actor == c.Partner {
			kind = AskPartner
		}
		ask := Ask{Person: act.Actor, Kind: kind, Subject: id, Urgency: HasDate, NotBefore: at, PlanAt: at}
		if err := s.fileAsk(ctx, tx, ask); err != nil {
			return "", err
		}
		return "snoozed", s.editCards(ctx, tx, id)
	})
	return at, err
}
