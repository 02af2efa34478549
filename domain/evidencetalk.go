package domain

import (
	"context"
	"time"
)

// addRecords adds the summaries and promises of the person's conversations, to
// those who may read what was agreed, and to who held the very one.
func (g *gathering) addRecords(ctx context.Context) error {
	records, err := g.tx.RecordsAbout(ctx, g.person.ID, g.from)
	if err != nil {
		return err
	}
	ids, ledger, err := marksOf(ctx, g, records, func(r TalkRecord) ID { return r.Conversation.ID })
	if err != nil {
		return err
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, ids)
	if err != nil {
		return err
	}
	for _, r := range records {
		own := r.Conversation.Kind == OwnNotes && g.reader.Person.ID != g.person.ID
		if own || !g.may(g.subject, ReadRecord) && !g.may(r.Conversation.Subject(), ReadTalk) {
			continue
		}
		e := g.summary(r, sights(seen))
		if !g.in(e.HappenedAt) {
			continue
		}
		e.Entry = ledger.of(e.ID, "conversation.summarised", e.RecordedAt)
		g.list = append(g.list, e)
		g.addPromises(r, e)
	}
	return nil
}

// summary is the record of a conversation. The employee has seen it who wrote it,
// confirmed it, or opened it as it stands.
func (g *gathering) summary(r TalkRecord, seen sights) Evidence {
	c, s := r.Conversation, r.Summary
	e := Evidence{Kind: SummaryEvidence, ID: c.ID, Person: c.Employee, Author: s.Author, HappenedAt: s.ProposedAt, RecordedAt: s.ProposedAt, About: c.ID}
	e.Sight = Sighted{Record: c.ID, Version: s.Version}
	if !c.HeldOn.IsZero() {
		if held := c.HeldOn.In(g.zone, NewTimeOfDay(12, 0)); held.Before(s.ProposedAt) {
			e.HappenedAt = held
		}
	}
	e.State = "waiting"
	switch {
	case !s.ConfirmedAt.IsZero():
		e.State = "confirmed"
	case s.Silent:
		e.State = "silent"
	}
	e.SeenAt = seen.since(c.ID, s.ProposedAt)
	if s.Author == c.Employee {
		e.SeenAt = s.ProposedAt
	} else {
		e.SeenAt = earlier(e.SeenAt, s.ConfirmedAt)
	}
	return e.withParts(EvidencePart{TextPart, s.Text}, EvidencePart{AddedPart, s.Added})
}

// addPromises adds what was promised in a conversation: it was recorded, and seen,
// with the summary.
func (g *gathering) addPromises(r TalkRecord, summary Evidence) {
	for _, p := range r.Promises {
		if p.State == PromiseDropped {
			continue
		}
		e := Evidence{
			Kind: PromiseEvidence, ID: p.ID, Person: g.person.ID, Author: summary.Author, Who: p.Who, By: p.By, State: string(p.State),
			HappenedAt: summary.HappenedAt, RecordedAt: summary.RecordedAt, SeenAt: summary.SeenAt, Sight: summary.Sight, About: summary.ID, Entry: summary.Entry,
			Expectation: g.cited(CitedByPromise, p.ID),
		}
		g.list = append(g.list, e.withParts(EvidencePart{TextPart, p.What}))
	}
}

// addFeedback adds what the person was given and the replies below it, to those
// for whom it was written and nobody else.
func (g *gathering) addFeedback(ctx context.Context) error {
	all, err := g.tx.FeedbackAbout(ctx, g.person.ID, g.from)
	if err != nil {
		return err
	}
	ids, ledger, err := marksOf(ctx, g, all, func(f Feedback) ID { return f.ID })
	if err != nil {
		return err
	}
	replies, err := g.tx.FeedbackReplies(ctx, ids)
	if err != nil {
		return err
	}
	for _, list := range replies {
		for _, r := range list {
			ids = append(ids, r.ID)
		}
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, ids)
	if err != nil {
		return err
	}
	for _, f := range all {
		e := g.feedback(f, sights(seen), ledger)
		back := f
		back.State = FeedbackGiven // whoever might have read it may know that it was taken back
		if !g.in(e.HappenedAt) || !g.may(back.Subject(), ReadFeedback) {
			continue
		}
		g.list = append(g.list, e)
		if e.Standing() && !f.ReadAt.IsZero() {
			g.addReplies(f, replies[f.ID], sights(seen), ledger)
		}
	}
	return nil
}

// feedback is what somebody was given. Its receiver has seen it who opened it; who
// may read it alone is the one who did.
func (g *gathering) feedback(f Feedback, seen sights, ledger marks) Evidence {
	e := Evidence{
		Kind: FeedbackEvidence, ID: f.ID, Person: f.Receiver, Author: f.Giver, HappenedAt: f.About.about(f.At), RecordedAt: f.At,
		SeenAt: seen.since(f.ID, f.At), Sight: Sighted{Record: f.ID}, Entry: ledger.of(f.ID, string(GiveFeedback), f.At), About: f.Goal, Link: f.About,
		Expectation: g.cited(CitedByFeedback, f.ID),
	}
	if e.Expectation == "" && f.Goal != "" {
		e.Expectation = g.cited(CitedByGoal, f.Goal)
	}
	if f.Reader == "" {
		e.SeenAt = earlier(e.SeenAt, f.ReadAt)
	}
	switch {
	case f.State == FeedbackWithdrawn:
		e.WithdrawnAt, e.SeenAt = ledger.backAt(f.ID, f.At, WithdrawFeedback), time.Time{}
		return e
	case f.ReadAt.IsZero():
		return e // to put it into a packet is no reading
	}
	return e.withParts(EvidencePart{SituationPart, f.Situation}, EvidencePart{BehaviourPart, f.Behaviour}, EvidencePart{ImpactPart, f.Impact},
		EvidencePart{NextPart, f.Next}, EvidencePart{ValuePart, g.policy.Kudos.nameOf(f.Value)})
}

// addReplies adds what was said below a feedback: it stands wherever that does.
func (g *gathering) addReplies(f Feedback, replies []FeedbackReply, seen sights, ledger marks) {
	for _, r := range replies {
		e := Evidence{
			Kind: ReplyEvidence, ID: r.ID, Person: f.Receiver, Author: r.Author, HappenedAt: r.At, RecordedAt: r.At, About: f.ID,
			SeenAt: seen.since(r.ID, r.At), Sight: Sighted{Record: r.ID}, Entry: ledger.of(f.ID, string(ReplyFeedback), r.At), State: string(r.Kind),
		}
		if r.Author == f.Receiver {
			e.SeenAt = r.At
		}
		g.list = append(g.list, e.withParts(EvidencePart{TextPart, r.Text}))
	}
}
