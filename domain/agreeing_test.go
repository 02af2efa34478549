package domain_test

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// asked are the kinds of what a person is asked at present, about a record.
func (b *bureau) asked(who domain.Person, subject domain.ID) []string {
	b.t.Helper()
	var kinds []string
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		asks, err := tx.OpenAsks(ctx, who.ID)
		for _, a := range asks {
			if a.Subject == subject {
				kinds = append(kinds, a.Kind)
			}
		}
		return err
	})
	slices.Sort(kinds)
	return kinds
}

// read is a conversation as it stands.
func (b *bureau) read(id domain.ID) domain.Conversation {
	b.t.Helper()
	var c domain.Conversation
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		c, err = tx.Conversation(ctx, id)
		return err
	})
	return c
}

// want fails where a use case did not end with a code and a word.
func (b *bureau) want(out domain.Outcome, err error, code domain.Code, word string) {
	b.t.Helper()
	if domain.CodeOf(err) != code || out.Word != word {
		b.t.Fatalf("got %q, %v; want %q, %q", out.Word, err, word, code)
	}
}

func TestConversationService_SayHeld(t *testing.T) {
	t.Parallel()
	t.Run("the other's yes makes it held, and the summary is next", func(t *testing.T) {
		t.Parallel()
		eachBureau(t, func(t *testing.T, b *bureau) {
			c := b.open()
			out, err := b.talks.SayHeld(t.Context(), b.act(b.grace), c.ID, domain.Date{})
			b.want(out, err, "", "said_held")
			if got := b.read(c.ID); !got.HeldOn.IsZero() {
				t.Errorf("held on %v by the word of one alone", got.HeldOn)
			}
			if got := b.asked(b.lee, c.ID); !slices.Contains(got, domain.AskHeld) {
				t.Errorf("the other is asked %v, want whether the two have talked", got)
			}
			_, err = b.talks.AnswerHeld(t.Context(), b.act(b.grace), c.ID, true)
			b.want(domain.Outcome{}, err, domain.Conflict, "") // nobody confirms the own word
			out, err = b.talks.AnswerHeld(t.Context(), b.act(b.lee), c.ID, true)
			b.want(out, err, "", "held")
			got := b.read(c.ID)
			if got.HeldOn != b.today() || got.Turn != domain.RecordTurn || got.State != domain.TalkOpen || got.Ending != "" {
				t.Errorf("got %+v, want it held today, with the summary to write", got)
			}
			if asks := b.asked(b.lee, c.ID); !slices.Equal(asks, []string{domain.AskPartner}) {
				t.Errorf("the partner is asked %v, want the summary alone", asks)
			}
			if asks := b.asked(b.grace, c.ID); len(asks) > 0 {
				t.Errorf("the employee is still asked %v", asks)
			}
		})
	})
	t.Run("both say it, and nobody is asked about it any more", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		yesterday := b.today().AddDays(-1)
		out, err := b.talks.SayHeld(t.Context(), b.act(b.lee), c.ID, yesterday)
		b.want(out, err, "", "said_held")
		out, err = b.talks.SayHeld(t.Context(), b.act(b.grace), c.ID, b.today())
		b.want(out, err, "", "held")
		if asks := b.asked(b.grace, c.ID); len(asks) > 0 {
			t.Errorf("the employee is still asked %v", asks)
		}
		for _, who := range []domain.Person{b.lee, b.grace} {
			out, err := b.talks.SayHeld(t.Context(), b.act(who), c.ID, domain.Date{})
			b.want(out, err, domain.Conflict, "")
		}
		if asks := b.asked(b.grace, c.ID); len(asks) > 0 {
			t.Errorf("the employee is asked %v by a press that came late", asks)
		}
	})
	t.Run("no answer in five working days counts, and is called unconfirmed", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		if _, err := b.talks.SayHeld(t.Context(), b.act(b.lee), c.ID, domain.Date{}); err != nil {
			t.Fatal(err)
		}
		said := b.today()
		b.until(said.AddDays(6))
		if got := b.read(c.ID); !got.HeldOn.IsZero() {
			t.Errorf("it counts after %d days already", b.today().DaysSince(said))
		}
		b.until(said.AddDays(8))
		if got := b.read(c.ID); got.HeldOn != said || got.Ending != domain.Unconfirmed {
			t.Errorf("got held on %v, %q; want the day that was said, unconfirmed", got.HeldOn, got.Ending)
		}
	})
	t.Run("a no leaves it to be held", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		if _, err := b.talks.SayHeld(t.Context(), b.act(b.lee), c.ID, domain.Date{}); err != nil {
			t.Fatal(err)
		}
		out, err := b.talks.AnswerHeld(t.Context(), b.act(b.grace), c.ID, false)
		b.want(out, err, "", "not_yet")
		if got := b.read(c.ID); got.SaidHeldBy != "" || !got.HeldOn.IsZero() {
			t.Errorf("got %+v, want it as before", got)
		}
		if asks := b.asked(b.grace, c.ID); !slices.Equal(asks, []string{domain.AskPrepare}) {
			t.Errorf("the employee is asked %v, want the preparation again", asks)
		}
	})
	t.Run("nobody is asked to plan what one of the two calls held, until the other says no", func(t *testing.T) {
		t.Parallel()
		for _, turn := range []domain.Turn{domain.PartnerTurn, domain.MeetTurn} {
			b := setupBureau(t)
			c := b.open()
			for end := b.Clock.Now().AddDate(0, 0, 20); b.read(c.ID).Turn != turn; {
				if !b.jump(end) {
					t.Fatalf("the %s turn does not come", turn)
				}
			}
			if asks := b.asked(b.lee, c.ID); !slices.Equal(asks, []string{domain.AskPartner}) {
				t.Fatalf("in the %s turn the partner is asked %v", turn, asks)
			}
			out, err := b.talks.SayHeld(t.Context(), b.act(b.lee), c.ID, domain.Date{})
			b.want(out, err, "", "said_held")
			if asks := b.asked(b.lee, c.ID); len(asks) > 0 {
				t.Errorf("in the %s turn who said it is asked %v", turn, asks)
			}
			out, err = b.talks.AnswerHeld(t.Context(), b.act(b.grace), c.ID, false)
			b.want(out, err, "", "not_yet")
			if asks := b.asked(b.lee, c.ID); !slices.Equal(asks, []string{domain.AskPartner}) {
				t.Errorf("in the %s turn the partner is asked %v after a no", turn, asks)
			}
		}
	})
}

func TestConversationService_StrangersDoNothing(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		b.hanna.Active = false
		_, err := tx.UpdatePerson(ctx, b.hanna)
		return err
	})
	ctx := t.Context()
	for name, try := range map[string]func(by domain.Person) error{
		"read it":             func(p domain.Person) error { _, err := b.talks.See(ctx, p.ID, c.ID); return err },
		"see when both could": func(p domain.Person) error { _, err := b.talks.Proposals(ctx, p.ID, c.ID); return err },
		"say that it was held": func(p domain.Person) error {
			_, err := b.talks.SayHeld(ctx, b.act(p), c.ID, domain.Date{})
			return err
		},
		"plan a day": func(p domain.Person) error {
			_, err := b.talks.PlanMeeting(ctx, b.act(p), c.ID, b.Clock.Now().Add(time.Hour))
			return err
		},
		"draft":         func(p domain.Person) error { return b.talks.Draft(ctx, p.ID, c.ID, domain.PreparedAnswer{}, "1") },
		"keep a form":   func(p domain.Person) error { return b.talks.Keep(ctx, p.ID, c.ID, nil) },
		"share answers": func(p domain.Person) error { _, err := b.talks.Share(ctx, b.act(p), c.ID, nil); return err },
		"rather talk":   func(p domain.Person) error { _, err := b.talks.RatherTalk(ctx, b.act(p), c.ID); return err },
		"leave it out":  func(p domain.Person) error { _, err := b.talks.LeaveOut(ctx, b.act(p), c.ID, "no time"); return err },
		"let it rest": func(p domain.Person) error {
			_, err := b.talks.AnswerRest(ctx, b.act(p), c.ID, domain.LetItRest)
			return err
		},
		"summarise": func(p domain.Person) error {
			_, err := b.talks.Propose(ctx, b.act(p), c.ID, domain.SummaryDraft{Text: "x"})
			return err
		},
		"confirm": func(p domain.Person) error {
			_, err := b.talks.Confirm(ctx, b.act(p), c.ID, domain.Confirmation{})
			return err
		},
		"snooze": func(p domain.Person) error {
			_, err := b.talks.Snooze(ctx, b.act(p), c.ID, b.Clock.Now().Add(time.Hour))
			return err
		},
	} {
		// A colleague, the manager's manager, and somebody who has left.
		for _, by := range []domain.Person{b.ada, b.mara, b.hanna} {
			if err := try(by); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s could %s: %v", by.Name, name, err)
			}
		}
	}
	if got := b.read(c.ID); got.Version != c.Version {
		t.Errorf("got version %d, want %d as before", got.Version, c.Version)
	}
}

func TestConversationService_PlanMeeting(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	times, err := b.talks.Proposals(t.Context(), b.lee.ID, c.ID)
	if err != nil || len(times) != 5 {
		t.Fatalf("got %v, %v; want five times", times, err)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range times {
		if !at.After(b.Clock.Now()) || at.In(berlin).Hour() < 9 || i > 0 && !at.After(times[i-1]) {
			t.Errorf("got %v among the times", at.In(berlin))
		}
	}
	for what, c := range map[string]struct {
		at   time.Time
		code domain.Code
	}{
		"an hour ago":        {b.Clock.Now().Add(-time.Hour), domain.Invalid},
		"in seven months":    {b.Clock.Now().AddDate(0, 7, 0), domain.Invalid},
		"one of the offered": {times[2], ""},
	} {
		if _, err := b.talks.PlanMeeting(t.Context(), b.act(b.grace), b.talk().ID, c.at); domain.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", what, err, c.code)
		}
	}
	toBoth := []string{
		"post conversation.meeting lee", "attach conversation.calendar lee",
		"post conversation.planned grace", "attach conversation.calendar grace",
	}
	if told := b.heard(c.ID); !slices.Equal(told, toBoth) {
		t.Errorf("the two are told %q, want %q", told, toBoth)
	}
	// Who changes the day that the other planned tells them, too.
	twice := b.act(b.lee)
	for range 2 {
		if _, err := b.talks.PlanMeeting(t.Context(), twice, c.ID, times[3]); err != nil {
			t.Fatal(err)
		}
	}
	if n := b.waiting(b.grace, domain.TalkMeeting); n != 1 {
		t.Errorf("the same press told the other %d times, want once", n)
	}
}

// heard is what was told of a conversation by posts and files to Grace and Lee,
// in its order.
func (b *bureau) heard(id domain.ID) []string {
	b.t.Helper()
	names := map[domain.ID]string{b.lee.ID: "lee", b.grace.ID: "grace"}
	var list []domain.Message
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for who := range names {
			messages, err := tx.MessagesTo(ctx, who, time.Time{}, 100)
			if err != nil {
				return err
			}
			list = append(list, messages...)
		}
		return nil
	})
	slices.SortFunc(list, func(a, b domain.Message) int { return cmp.Compare(a.Seq, b.Seq) })
	var told []string
	for _, m := range list {
		if m.Subject == id && (m.Deed == domain.Post || m.Deed == domain.Attach) {
			told = append(told, string(m.Deed)+" "+m.Kind+" "+names[m.Recipient])
		}
	}
	return told
}

// A day that does not hold any more is told to nobody.
func TestConversationService_PlanMeetingLapses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	judge := domain.DeliveryService{Practice: b.Practice}
	verdicts := func(want domain.Verdict) {
		t.Helper()
		for kind, deed := range map[string]domain.Deed{domain.TalkMeeting: domain.Post, domain.TalkDaySet: domain.Post, domain.TalkCalendar: domain.Attach} {
			m := domain.Message{Kind: kind, Deed: deed, Class: domain.Answer, Recipient: b.grace.ID, Subject: c.ID}
			if got, err := judge.Deliverable(t.Context(), m); err != nil || got != want {
				t.Errorf("%s: got %+v, %v; want %+v", kind, got, err, want)
			}
		}
	}
	verdicts(droppedFor("no_meeting"))
	if _, err := b.talks.PlanMeeting(t.Context(), b.act(b.grace), c.ID, b.Clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	verdicts(sendNow)
	if _, err := b.talks.LeaveOut(t.Context(), b.act(b.lee), c.ID, "The launch."); err != nil {
		t.Fatal(err)
	}
	verdicts(droppedFor("no_meeting"))
	c.ID = "t0"
	verdicts(droppedFor("subject_gone"))
}

func TestConversationService_LeaveOut(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	c := b.open()
	out, err := b.talks.LeaveOut(t.Context(), b.act(b.lee), c.ID, "  ")
	b.want(out, err, domain.Invalid, "")
	out, err = b.talks.LeaveOut(t.Context(), b.act(b.grace), c.ID, "I would rather not")
	b.want(out, err, domain.Forbidden, "") // the employee lets it rest instead
	out, err = b.talks.LeaveOut(t.Context(), b.act(b.lee), c.ID, "The fair takes all of this month.")
	b.want(out, err, "", "left_out")
	if got := b.read(c.ID); got.State != domain.TalkClosed || got.Ending != domain.LeftOut || got.LeftOutWhy == "" {
		t.Errorf("got %+v, want it left out, with the reason", got)
	}
	if n := b.waiting(b.grace, domain.TalkLeftOut); n != 1 {
		t.Errorf("the employee was told %d times, want once", n)
	}
	next := b.open()
	out, err = b.talks.LeaveOut(t.Context(), b.act(b.lee), next.ID, "Still the fair.")
	b.want(out, err, "", "leave_out_asked")
	if got := b.read(next.ID); got.State != domain.TalkOpen {
		t.Errorf("got %q, want it open until the employee agrees", got.State)
	}
	out, err = b.talks.AnswerLeaveOut(t.Context(), b.act(b.lee), next.ID, true)
	b.want(out, err, domain.Forbidden, "")
	out, err = b.talks.AnswerLeaveOut(t.Context(), b.act(b.grace), next.ID, false)
	b.want(out, err, "", "kept")
	if got := b.read(next.ID); got.State != domain.TalkOpen || got.LeftOutWhy != "" {
		t.Errorf("got %+v, want it open as if nothing had been asked", got)
	}
	if n := b.waiting(b.lee, domain.TalkWanted); n != 1 {
		t.Errorf("the partner was told %d times of the no, want once", n)
	}
	out, err = b.talks.AnswerLeaveOut(t.Context(), b.act(b.grace), next.ID, true)
	b.want(out, err, domain.Conflict, "")
}

func TestConversationService_Rest(t *testing.T) {
	t.Parallel()
	t.Run("the employee is asked once, and letting it rest is no verdict", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		b.until(b.today().AddDays(24)) // both turns, and five working days more
		if got := b.asked(b.grace, c.ID); !slices.Equal(got, []string{domain.AskRest}) {
			t.Fatalf("the employee is asked %v, want what to do with it", got)
		}
		out, err := b.talks.AnswerRest(t.Context(), b.act(b.grace), c.ID, domain.LetItRest)
		b.want(out, err, "", "rested")
		if got := b.read(c.ID); got.State != domain.TalkClosed || got.Ending != domain.Rested {
			t.Errorf("got %+v, want it rested", got)
		}
		if got := append(b.asked(b.grace, c.ID), b.asked(b.lee, c.ID)...); len(got) > 0 {
			t.Errorf("%v is still asked about it", got)
		}
	})
	t.Run("asking again puts it on the partner's card", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		b.until(b.today().AddDays(24))
		out, err := b.talks.AnswerRest(t.Context(), b.act(b.grace), c.ID, "shred_it")
		b.want(out, err, domain.NotFound, "")
		if got := b.asked(b.grace, c.ID); !slices.Equal(got, []string{domain.AskRest}) || b.read(c.ID).State != domain.TalkOpen {
			t.Errorf("a choice that there is not leaves her with %v", got)
		}
		out, err = b.talks.AnswerRest(t.Context(), b.act(b.grace), c.ID, domain.AskAgain)
		b.want(out, err, "", "asked_again")
		if got := b.asked(b.lee, c.ID); !slices.Equal(got, []string{domain.AskPartner}) {
			t.Errorf("the partner is asked %v", got)
		}
		if got := b.asked(b.grace, c.ID); len(got) > 0 {
			t.Errorf("the employee is still asked %v", got)
		}
	})
	t.Run("what nobody answered is closed as not held when the next opens", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		c := b.open()
		for range 60 {
			if b.read(c.ID).State == domain.TalkClosed {
				break
			}
			b.until(b.today().AddDays(1))
		}
		if got := b.read(c.ID); got.Ending != domain.NotHeld || b.talk().ID == c.ID || b.talk().State != domain.TalkOpen {
			t.Errorf("got %+v, want it not held, and the next one open", got)
		}
	})
	t.Run("who has nobody to talk with is not asked whom else to ask", func(t *testing.T) {
		t.Parallel()
		b := setupBureau(t)
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.MarkForPlanning(ctx, []domain.ID{b.mara.ID}, tx.Now())
		})
		b.until(b.today().AddDays(50))
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			own, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.mara.ID})
			if err != nil || len(own) == 0 || own[0].Kind != domain.OwnNotes {
				t.Errorf("got %+v, %v; want own notes", own, err)
			}
			for _, c := range own {
				if !c.RestAskedAt.IsZero() {
					t.Errorf("it was asked about %s", c.Period)
				}
			}
			return nil
		})
	})
}

func TestConversationService_AskNow(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	for name, c := range map[string]struct {
		with domain.Person
		code domain.Code
	}{
		"the manager":           {b.lee, ""},
		"the manager's manager": {b.mara, ""},
		"the people team":       {b.hanna, ""},
		"a colleague":           {b.ada, domain.Invalid},
		"oneself":               {b.grace, domain.Invalid},
	} {
		out, err := b.talks.AskNow(t.Context(), b.act(b.grace), c.with.ID, "About my contract")
		if domain.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %q", name, err, c.code)
		}
		if c.code != "" {
			continue
		}
		if got := b.read(out.Subject); got.Partner != c.with.ID || got.State != domain.TalkOpen || got.Kind != domain.AskedTalk {
			t.Errorf("%s: got %+v", name, got)
		}
		if n := b.waiting(c.with, domain.TalkAskedFor); n != 1 {
			t.Errorf("%s was told %d times, want once", name, n)
		}
	}
}

// Who is passed over hears nothing of what the employee agreed with somebody
// else, and whom the employee asked reads nothing that was agreed with others.
func TestConversationService_PassedOver(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		first := b.open()
		b.agree(b.lee, first.ID, domain.PromiseDraft{Who: b.lee.ID, What: "Ask for the budget"})
		asked, err := b.talks.AskNow(t.Context(), b.act(b.grace), b.hanna.ID, "About my manager")
		b.want(asked, err, "", "asked")
		b.agree(b.hanna, asked.Subject,
			domain.PromiseDraft{Who: b.grace.ID, What: "Write down what was said"}, domain.PromiseDraft{Who: b.hanna.ID, What: "Look for another team"})
		regular := b.open()

		b.seesPromises(b.lee, regular.ID, "Ask for the budget")
		b.seesPromises(b.grace, regular.ID, "Ask for the budget")
		b.seesPromises(b.hanna, asked.Subject, "Look for another team", "Write down what was said")
		for id, want := range map[domain.ID]domain.ID{regular.ID: first.ID, asked.Subject: ""} {
			if got := b.sees(b.grace, id).Before.ID; got != want {
				t.Errorf("before %s was %q, want %q", id, got, want)
			}
		}
		facts, err := b.talks.Facts(t.Context(), b.lee.ID, regular.ID)
		if want := domain.DateOf(first.OpenedAt, time.UTC); err != nil || facts.Since != want || len(facts.Open) != 1 {
			t.Errorf("got facts %+v, %v; want those since %v, with one promise", facts, err, want)
		}
		home, err := domain.HomeService{Practice: b.Practice}.Show(t.Context(), b.lee.ID)
		if err != nil || home.TeamOpen[b.grace.ID] != 1 {
			t.Errorf("the manager's Home counts %d open promises, %v; want one", home.TeamOpen[b.grace.ID], err)
		}
	})
}

// agree writes the record of a conversation, and Grace confirms it.
func (b *bureau) agree(author domain.Person, id domain.ID, promises ...domain.PromiseDraft) {
	b.t.Helper()
	out, err := b.talks.Propose(b.t.Context(), b.act(author), id, domain.SummaryDraft{Text: "We agreed.", Promises: promises})
	b.want(out, err, "", "summarised")
	out, err = b.talks.Confirm(b.t.Context(), b.act(b.grace), id, b.yes(id, "", ""))
	b.want(out, err, "", "confirmed")
}

// seesPromises fails where somebody reads others than these in a conversation.
func (b *bureau) seesPromises(who domain.Person, id domain.ID, want ...string) {
	b.t.Helper()
	var got []string
	for _, p := range b.sees(who, id).Promises {
		got = append(got, p.What)
	}
	if slices.Sort(got); !slices.Equal(got, want) {
		b.t.Errorf("%s reads the promises %q, want %q", who.Name, got, want)
	}
}
