package domain

import (
	"context"
	"time"
)

// Undo takes a kudos back: by its giver, while the policy's minutes last. Post
// and DMs are deleted; the record stays, as undone.
func (s KudosService) Undo(ctx context.Context, act Act, id ID) (KudosReceipt, error) {
	return s.change(ctx, act, id, UndoKudos, func(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
		if k.State != KudosGiven {
			return k, Refuse(Conflict, "kudos.already_undone")
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return k, err
		}
		policy := version.Policy
		if tx.Now().After(k.At.Add(policy.Kudos.undoTime())) {
			return k, Refuse(Conflict, "kudos.undo_late", "Minutes", policy.Kudos.UndoMinutes, "Team", policy.PeopleTeam.Name)
		}
		giver, err := tx.Person(ctx, k.Giver)
		if err != nil {
			return k, err
		}
		k.State = KudosUndone
		day := DateOf(k.At, s.zoneOf(giver, policy))
		if err := tx.RefundAllowance(ctx, k.Giver, day, k.Units); err != nil {
			return k, err
		}
		return k, s.recall(ctx, tx, k, "undone")
	})
}

// undoTime is how long a giver may take a kudos back.
func (p KudosPolicy) undoTime() time.Duration { return time.Duration(p.UndoMinutes) * time.Minute }

// UndoLast undoes the giver's newest kudos.
func (s KudosService) UndoLast(ctx context.Context, act Act) (KudosReceipt, error) {
	var last ID
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		list, err := tx.ListKudos(ctx, KudosFilter{Giver: act.Actor, Limit: 1})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return Refuse(NotFound, "kudos.nothing_to_undo")
		}
		last = list[0].ID
		return nil
	})
	if err != nil {
		return KudosReceipt{}, err
	}
	return s.Undo(ctx, act, last)
}

// Retract is the people team's way to take a kudos back later, with a reason:
// the post goes, giver and receivers are told privately.
func (s KudosService) Retract(ctx context.Context, act Act, id ID) (KudosReceipt, error) {
	act.Reason = Tidy(act.Reason)
	if act.Reason == "" {
		return KudosReceipt{}, RefuseField("reason", "permission.reason_needed")
	}
	if faults := TooLong("reason", act.Reason, MaxKudosText); len(faults) > 0 {
		return KudosReceipt{}, faults
	}
	return s.change(ctx, act, id, RetractKudos, func(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
		if k.State != KudosGiven {
			return k, Refuse(Conflict, "kudos.already_undone")
		}
		k.State, k.Reason = KudosRetracted, act.Reason
		if err := s.recall(ctx, tx, k, "retracted"); err != nil {
			return k, err
		}
		for _, person := range append(k.ReceiverIDs(), k.Giver) {
			m := Message{Kind: KudosTakenBack, Deed: Post, Class: FromPeople, Recipient: person, Subject: k.ID}
			if err := tx.Tell(ctx, m); err != nil {
				return k, err
			}
		}
		return k, nil
	})
}

// recall deletes what was posted and drops what still waits.
func (s KudosService) recall(ctx context.Context, tx Tx, k Kudos, reason string) error {
	if _, err := tx.Withdraw(ctx, "", k.ID, reason); err != nil {
		return err
	}
	return s.refresh(ctx, tx, k, Delete)
}

// refresh edits or deletes, quietly, everything that stands in Slack about a
// kudos.
func (s KudosService) refresh(ctx context.Context, tx Tx, k Kudos, deed Deed) error {
	for _, r := range k.Receivers {
		m := Message{Kind: KudosReceived, Deed: deed, Class: Quiet, Recipient: r.Person, Subject: k.ID}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	if !k.Public() {
		return nil
	}
	return tx.Tell(ctx, Message{Kind: KudosPosted, Deed: deed, Class: Quiet, Channel: k.Channel, Subject: k.ID})
}

// hide takes the public post away, and everybody's name with it; the messages to
// the receivers stay.
func (s KudosService) hide(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
	for i := range k.Receivers {
		k.Receivers[i].Private = true
	}
	if _, err := tx.Withdraw(ctx, KudosPosted, k.ID, "private"); err != nil {
		return k, err
	}
	gone := Message{Kind: KudosPosted, Deed: Delete, Class: Quiet, Channel: k.Channel, Subject: k.ID}
	k.Channel = ""
	return k, tx.Tell(ctx, gone)
}

// AddText says what a bare thanks was for, within the time for undo.
func (s KudosService) AddText(ctx context.Context, act Act, id ID, text string) (KudosReceipt, error) {
	text = Tidy(text)
	if faults := Needed("text", text, MaxKudosText); len(faults) > 0 {
		return KudosReceipt{}, faults
	}
	return s.change(ctx, act, id, UndoKudos, func(ctx context.Context, tx Tx, k Kudos) (Kudos, error) {
		version, err := tx.Policy(ctx)
		if err != nil {
			return k, err
		}
		if k.State != KudosGiven || k.Text != "" || tx.Now().After(k.At.Add(version.Policy.Kudos.undoTime())) {
			return k, Refuse(Conflict, "kudos.text_late", "Text", text)
		}
		k.Text = text
		return k, s.refresh(ctx, tx, k, Update)
	})
}

// regive edits a kudos whose request came again with another content, as when
// a form is corrected after its first answer was lost: words and values
// change, the people stay. A public one becomes private where that was chosen;
// a private one never becomes public, since it was read as private.
func (s KudosService) regive(who addressed) Edit {
	return func(ctx context.Context, tx Tx, first RequestRecord) (Outcome, error) {
		draft := who.draft
		k, err := tx.Kudos(ctx, first.Subject)
		if err != nil {
			return Outcome{}, err
		}
		giver, err := tx.Person(ctx, k.Giver)
		if err != nil {
			return Outcome{}, err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return Outcome{}, err
		}
		if err := draft.check(giver, who, version.Policy.Kudos).Err(); err != nil {
			return Outcome{}, err
		}
		if k.State != KudosGiven || !samePeople(k.ReceiverIDs(), draft.receivers(giver, who)) {
			return Outcome{}, Refuse(Conflict, "request.changed")
		}
		k.Text, k.Values = draft.Text, draft.Tags
		if draft.Private && k.Public() {
			if k, err = s.hide(ctx, tx, k); err != nil {
				return Outcome{}, err
			}
		}
		if k, err = tx.UpdateKudos(ctx, k); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: k.Giver, Act: "kudos.edit", Subject: k.ID, Version: k.Version, Content: k.Text}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return Outcome{Word: "edited", Subject: k.ID}, s.refresh(ctx, tx, k, Update)
	}
}

// subject is what permission for an action is asked about: where the people
// team may act, also whether it is concerned itself.
func (s KudosService) subject(ctx context.Context, tx Tx, action Action, k Kudos) (Subject, error) {
	subject := k.Subject()
	if action != RetractKudos {
		return subject, nil
	}
	var err error
	subject.PeopleTeam, err = s.concernsTeam(ctx, tx, k.people())
	return subject, err
}

// change loads a kudos, asks permission, lets do alter it, and writes it with
// its ledger entry.
func (s KudosService) change(ctx context.Context, act Act, id ID, action Action, do func(context.Context, Tx, Kudos) (Kudos, error)) (KudosReceipt, error) {
	return receipted(ctx, s.Practice, asked{act, func(ctx context.Context, tx Tx) (Outcome, error) {
		k, err := tx.Kudos(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		subject, err := s.subject(ctx, tx, action, k)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.Permitted(ctx, tx, act, action, subject); err != nil {
			return Outcome{}, err
		}
		if k, err = do(ctx, tx, k); err != nil {
			return Outcome{}, err
		}
		if k, err = tx.UpdateKudos(ctx, k); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: string(action), Subject: k.ID, Version: k.Version, Reason: act.Reason, Content: k.Text}
		return Outcome{Word: string(k.State), Subject: k.ID}, tx.Record(ctx, entry)
	}, nil}, s.told)
}
