package domain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Act is who does something and by which request. The bot fills it from the
// envelope; the scheduler acts as the practice itself (Actor empty).
type Act struct {
	// Actor is the person, or empty for Rapport itself.
	Actor ID
	// Key is unique for one wish of one person: the event id, the trigger of a
	// command, the nonce of a form, or message, action and action time of a
	// click. Slack may deliver it twice.
	Key string
	// Digest tells an identical repetition from an edited one (DigestOf).
	Digest string
	// Attempt names one sending of a form, or one press of a button that works
	// once, whose Key stays the same: empty where the key is of a single sending.
	Attempt string
	// Reason is what HR or a skip-level manager gave as the reason for looking.
	Reason string
}

// DigestOf shortens what was sent to a value that can be compared and says
// nothing about the words.
func DigestOf(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// The outcomes that every noun shares; nouns add their own words.
const (
	OutcomeVoid = "void" // a resolver proved that the request can never commit
	OutcomeDone = "done"
)

// RequestRecord is the memory of one request: no texts, kept 30 days.
type RequestRecord struct {
	Actor   ID
	Key     string
	Digest  string
	Outcome string
	Subject ID
	At      time.Time
}

// RequestRows keeps requests.
type RequestRows interface {
	// ClaimRequest inserts the request. Where actor and key are there already
	// it changes nothing and returns the first record and false.
	ClaimRequest(ctx context.Context, r RequestRecord) (RequestRecord, bool, error)
	// FinishRequest writes outcome and subject of a request claimed in this
	// transaction.
	FinishRequest(ctx context.Context, r RequestRecord) error
	// AmendRequest replaces the digest of a request whose subject was edited
	// by a resubmission.
	AmendRequest(ctx context.Context, r RequestRecord) error
}

// Outcome is what a use case did, and to which record.
type Outcome struct {
	// Word is the outcome, such as "given".
	Word string
	// Subject is the record.
	Subject ID
	// Repeated is true when the same request had been done before and nothing
	// was written now.
	Repeated bool
}

// Edit is what a use case does when the same request comes again with another
// content, as after a late ack: it changes the subject of the first.
type Edit func(ctx context.Context, tx Tx, first RequestRecord) (Outcome, error)

// once runs a use case with exactly one effect for one request. An identical
// repetition gives the first outcome; another content under the same key goes
// to edit, or is refused where edit is nil.
func (p Practice) once(ctx context.Context, act Act, do func(context.Context, Tx) (Outcome, error), edit Edit) (Outcome, error) {
	return receipted(ctx, p, asked{act, do, edit}, func(_ context.Context, _ Tx, out Outcome) (Outcome, error) { return out, nil })
}

// First claims a request that writes nothing but itself, such as an answer to
// what somebody typed; false where it was claimed before.
func (p Practice) First(ctx context.Context, act Act) (bool, error) {
	out, err := p.once(ctx, act, func(context.Context, Tx) (Outcome, error) { return Outcome{Word: OutcomeDone}, nil }, nil)
	return !out.Repeated, err
}

// asked is what one request asks for: by whom and under which key, what is done
// the first time, and what with another content under the same key.
type asked struct {
	act  Act
	do   func(context.Context, Tx) (Outcome, error)
	edit Edit
}

// receipted is once for a use case that tells more than its outcome. The receipt
// is read in the transaction: it says what was committed, and nothing can fail
// behind the commit.
func receipted[R any](ctx context.Context, p Practice, a asked, tell func(context.Context, Tx, Outcome) (R, error)) (R, error) {
	var receipt, none R
	err := p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		out, err := claimed(ctx, tx, a)
		if err != nil {
			return err
		}
		receipt, err = tell(ctx, tx, out)
		return err
	})
	if err != nil {
		return none, err
	}
	return receipt, nil
}

// claimed does what is asked for the first time, and answers a repetition.
func claimed(ctx context.Context, tx Tx, a asked) (Outcome, error) {
	if a.act.Key == "" {
		return a.do(ctx, tx)
	}
	record := RequestRecord{Actor: a.act.Actor, Key: a.act.Key, Digest: a.act.Digest, At: tx.Now()}
	first, fresh, err := claim(ctx, tx, &record, a.act.Attempt)
	if err != nil {
		return Outcome{}, err
	}
	if !fresh {
		return repeat(ctx, tx, first, record, a.edit)
	}
	out, err := a.do(ctx, tx)
	if err != nil {
		return Outcome{}, err
	}
	record.Outcome, record.Subject = out.Word, out.Subject
	return out, tx.FinishRequest(ctx, record)
}

// mostSendings bounds how often one form is sent again after it was given up.
const mostSendings = 50

// claim takes the place of a request. Where another sending of the same form was
// given up there, its words went back to the person, who now sends them again:
// that has the next place, once, however often this sending is delivered. The
// sending that was given up stays so, since the person was told.
func claim(ctx context.Context, tx Tx, r *RequestRecord, attempt string) (RequestRecord, bool, error) {
	for range mostSendings {
		first, fresh, err := tx.ClaimRequest(ctx, *r)
		if err != nil || fresh || first.Outcome != OutcomeVoid || first.Digest == attempt {
			return first, fresh, err
		}
		r.Key += "~"
	}
	return RequestRecord{Outcome: OutcomeVoid}, false, nil
}

// repeat answers a request whose key is known.
func repeat(ctx context.Context, tx Tx, first, now RequestRecord, edit Edit) (Outcome, error) {
	if first.Outcome == OutcomeVoid {
		return Outcome{}, Refuse(NotSaved, "request.void")
	}
	if first.Digest == now.Digest {
		return Outcome{Word: first.Outcome, Subject: first.Subject, Repeated: true}, nil
	}
	if edit == nil {
		return Outcome{}, Refuse(Conflict, "request.changed")
	}
	out, err := edit(ctx, tx, first)
	if err != nil {
		return Outcome{}, err
	}
	first.Digest = now.Digest
	return out, tx.AmendRequest(ctx, first)
}

// Settle finds out what became of a request that was left unclear. It takes
// the request's place with the outcome "void": where that succeeds the first
// can never commit any more, else it has. Saved tells which.
func (p Practice) Settle(ctx context.Context, act Act) (saved bool, err error) {
	err = p.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		// What was given up tells its sending in the place of its digest.
		void := RequestRecord{Actor: act.Actor, Key: act.Key, Digest: act.Attempt, Outcome: OutcomeVoid, At: tx.Now()}
		first, fresh, err := claim(ctx, tx, &void, act.Attempt)
		if err != nil {
			return err
		}
		if fresh {
			saved = false
			return tx.FinishRequest(ctx, void)
		}
		saved = first.Outcome != OutcomeVoid
		return nil
	})
	return saved, err
}
