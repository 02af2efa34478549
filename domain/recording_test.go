package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"rapport/domain"
)

// yes confirms a summary as it stands now.
func (b *bureau) yes(id domain.ID, added string, worth domain.Usefulness) domain.Confirmation {
	b.t.Helper()
	return domain.Confirmation{Added: added, Worth: worth, Version: b.sees(b.grace, id).Summary.Version}
}

func TestConversationService_Propose(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		c := b.open()
		draft := domain.SummaryDraft{
			Text: "We agreed on the order.", Worth: domain.Worth,
			Promises: []domain.PromiseDraft{{Who: b.lee.ID, What: "Ask for the budget", By: b.today().AddDays(7)}, {Who: b.grace.ID}},
		}
		twice := b.act(b.lee)
		for range 2 { // the same submission comes twice
			out, err := b.talks.Propose(t.Context(), twice, c.ID, draft)
			b.want(out, err, "", "summarised")
		}
		if got := b.read(c.ID); got.HeldOn != b.today() || got.State != domain.TalkOpen {
			t.Errorf("got %+v, want it held by the summary's word", got)
		}
		if n := b.waiting(b.grace, domain.TalkProposed); n != 1 {
			t.Errorf("the other was told %d times, want once", n)
		}
		talk := b.sees(b.grace, c.ID)
		if len(talk.Promises) != 1 || talk.Promises[0].What != "Ask for the budget" {
			t.Errorf("got promises %+v, want the one with words", talk.Promises)
		}
		// The author may change it until it is confirmed; the other may not write over it.
		other := domain.SummaryDraft{Text: "I remember it otherwise.", Version: talk.Summary.Version}
		out, err := b.talks.Propose(t.Context(), b.act(b.grace), c.ID, other)
		b.want(out, err, domain.Conflict, "")
		read := b.yes(c.ID, "And the test plan.", domain.PartlyWorth)
		draft.Version, draft.Text = talk.Summary.Version, "We agreed on the order, and on Friday."
		out, err = b.talks.Propose(t.Context(), b.act(b.lee), c.ID, draft)
		b.want(out, err, "", "summarised")
		stale := draft
		out, err = b.talks.Propose(t.Context(), b.act(b.lee), c.ID, stale)
		b.want(out, err, domain.Conflict, "") // by a form that shows an older one

		out, err = b.talks.Confirm(t.Context(), b.act(b.lee), c.ID, b.yes(c.ID, "", ""))
		b.want(out, err, domain.Conflict, "") // nobody confirms the own words
		out, err = b.talks.Confirm(t.Context(), b.act(b.grace), c.ID, read)
		b.want(out, err, domain.Conflict, "") // nor words that were changed since they were read
		if s := b.sees(b.lee, c.ID).Summary; !s.ConfirmedAt.IsZero() || s.Added != "" {
			t.Errorf("got %+v, want nothing confirmed", s)
		}
		out, err = b.talks.Confirm(t.Context(), b.act(b.grace), c.ID, b.yes(c.ID, "And the test plan.", domain.PartlyWorth))
		b.want(out, err, "", "confirmed")
		got := b.sees(b.lee, c.ID)
		if got.Conversation.State != domain.TalkClosed || got.Conversation.Ending != domain.Held {
			t.Errorf("got %+v, want it closed as held", got.Conversation)
		}
		if s := got.Summary; s.Text != draft.Text || s.Added != "And the test plan." || s.ConfirmedAt.IsZero() || s.Silent {
			t.Errorf("got %+v, want both texts", s)
		}
		if len(got.Promises) != 1 || got.Promises[0].State != domain.PromiseOpen {
			t.Errorf("got promises %+v, want one that is open", got.Promises)
		}
		if n := b.waiting(b.lee, domain.TalkConfirmed); n != 1 {
			t.Errorf("the author was told %d times, want once", n)
		}
		if asks := append(b.asked(b.lee, c.ID), b.asked(b.grace, c.ID)...); len(asks) > 0 {
			t.Errorf("%v is still asked", asks)
		}
		out, err = b.talks.Propose(t.Context(), b.act(b.lee), c.ID, draft)
		b.want(out, err, domain.Conflict, "") // it is closed
	})
}

func TestConversationService_ProposeRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	for name, d := range map[string]domain.SummaryDraft{
		"nothing at all":                {Text: " \n "},
		"too many words":                {Text: strings.Repeat("a", domain.MaxSummary+1)},
		"a promise of somebody else":    {Text: "x", Promises: []domain.PromiseDraft{{Who: b.ada.ID, What: "Do it"}}},
		"a promise with too many words": {Promises: []domain.PromiseDraft{{Who: b.lee.ID, What: strings.Repeat("a", domain.MaxPromise+1)}}},
		"a day that is still to come":   {Text: "x", HeldOn: b.today().AddDays(1)},
		"an answer that is no choice":   {Text: "x", Worth: "perhaps"},
	} {
		if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, d); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	talk := b.sees(b.lee, c.ID)
	if talk.Summary.Text != "" || len(talk.Promises) > 0 || talk.Conversation.Version != c.Version {
		t.Errorf("got %+v, want nothing written", talk.Summary)
	}
}

// No answer is not agreement.
func TestConversationService_Silence(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, domain.SummaryDraft{Text: "We agreed."}); err != nil {
		t.Fatal(err)
	}
	proposed := b.today()
	b.until(proposed.AddDays(8))
	if got := b.asked(b.grace, c.ID); !slices.Equal(got, []string{domain.AskSummary}) {
		t.Errorf("the other is asked %v, want to confirm", got)
	}
	b.until(proposed.AddDays(16)) // ten working days, and a little
	talk := b.sees(b.grace, c.ID)
	if !talk.Summary.Silent || !talk.Summary.ConfirmedAt.IsZero() || talk.Conversation.State != domain.TalkClosed {
		t.Fatalf("got %+v of %q, want it closed and not confirmed", talk.Summary, talk.Conversation.State)
	}
	// An answer that comes late is taken.
	out, err := b.talks.Confirm(t.Context(), b.act(b.grace), c.ID, b.yes(c.ID, "", ""))
	b.want(out, err, "", "confirmed")
	if talk := b.sees(b.lee, c.ID); talk.Summary.ConfirmedAt.IsZero() {
		t.Errorf("got %+v, want the late yes", talk.Summary)
	}
}

func TestConversationService_KeepPromise(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	draft := domain.SummaryDraft{Promises: []domain.PromiseDraft{{Who: b.lee.ID, What: "Ask for the budget"}, {Who: b.grace.ID, What: "Write the plan"}}}
	if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, draft); err != nil {
		t.Fatal(err)
	}
	byWho := map[domain.ID]domain.ID{}
	for _, p := range b.sees(b.lee, c.ID).Promises {
		byWho[p.Who] = p.ID
	}
	out, err := b.talks.KeepPromise(t.Context(), b.act(b.grace), byWho[b.lee.ID])
	b.want(out, err, domain.Forbidden, "") // only who made it says that it is kept
	for range 2 {
		out, err := b.talks.KeepPromise(t.Context(), b.act(b.lee), byWho[b.lee.ID])
		b.want(out, err, "", domain.OutcomeDone)
	}
	// Changing the summary keeps what is done, and does not promise it again.
	draft.Version = b.sees(b.lee, c.ID).Summary.Version
	draft.Promises = append(draft.Promises, domain.PromiseDraft{Who: b.lee.ID, What: "Book the room"})
	if _, err := b.talks.Propose(t.Context(), b.act(b.lee), c.ID, draft); err != nil {
		t.Fatal(err)
	}
	states := map[string][]domain.CommitmentState{}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.CommitmentsOf(ctx, b.grace.ID, c.ID)
		for _, p := range list {
			if p.State != domain.PromiseDropped {
				states[p.What] = append(states[p.What], p.State)
			}
		}
		return err
	})
	for what, want := range map[string]domain.CommitmentState{
		"Ask for the budget": domain.PromiseDone, "Write the plan": domain.PromiseOpen, "Book the room": domain.PromiseOpen,
	} {
		if got := states[what]; !slices.Equal(got, []domain.CommitmentState{want}) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
}

// Notes are their author's own.
func TestConversationService_Notes(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	out, err := b.talks.WriteNote(t.Context(), b.act(b.lee), domain.Note{About: b.grace.ID, Text: "Ask about the course."})
	b.want(out, err, "", domain.OutcomeDone)
	for _, who := range []domain.Person{b.grace, b.mara, b.hanna, b.ada} {
		if list, err := b.talks.Notes(t.Context(), who.ID, b.grace.ID); err != nil || len(list) > 0 {
			t.Errorf("%s reads %+v, %v", who.Name, list, err)
		}
	}
	if list, err := b.talks.Notes(t.Context(), b.lee.ID, b.grace.ID); err != nil || len(list) != 1 {
		t.Errorf("the author reads %+v, %v", list, err)
	}
	// An id of somebody else's note proves nothing.
	_, err = b.talks.WriteNote(t.Context(), b.act(b.ada), domain.Note{ID: out.Subject, About: b.grace.ID, Text: "Mine now", Version: 1})
	if err == nil {
		t.Error("somebody else wrote over the note")
	}
	if list, err := b.talks.Notes(t.Context(), b.lee.ID, b.grace.ID); err != nil || len(list) != 1 || list[0].Text != "Ask about the course." {
		t.Errorf("the author reads %+v, %v", list, err)
	}
}

func TestConversationService_HeldIsNotLeftOut(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	_, err := b.talks.LeaveOut(t.Context(), b.act(b.lee), b.open().ID, "The fair.")
	b.want(domain.Outcome{}, err, "", "")
	c := b.open()
	out, err := b.talks.LeaveOut(t.Context(), b.act(b.lee), c.ID, "Still the fair.")
	b.want(out, err, "", "leave_out_asked")
	b.agreeHeld(c.ID)
	out, err = b.talks.AnswerLeaveOut(t.Context(), b.act(b.grace), c.ID, true)
	b.want(out, err, domain.Conflict, "")
	if got := b.read(c.ID); got.State != domain.TalkOpen || got.LeftOutWhy != "" || !got.LeaveOutAsked.IsZero() {
		t.Errorf("got %+v, want it held, and nothing asked", got)
	}
}

// agreeHeld lets both say that they have talked.
func (b *bureau) agreeHeld(id domain.ID) {
	b.t.Helper()
	for _, who := range []domain.Person{b.lee, b.grace} {
		if _, err := b.talks.SayHeld(b.t.Context(), b.act(who), id, domain.Date{}); err != nil {
			b.t.Fatal(err)
		}
	}
}
