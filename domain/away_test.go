package domain_test

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// bureau is a company of five in Berlin: Mara above Lee above Grace, Ada beside
// her, and Hanna of the people team. Its clock stands at Tuesday, 24 November
// 2026, 10:00 in Berlin, and conversations open from that week on.
type bureau struct {
	storagetest.Bench
	t                            *testing.T
	mara, lee, grace, ada, hanna domain.Person
	talks                        domain.ConversationService
	asks                         domain.AskService
	away                         domain.AwayService
	keys                         int
}

func setupBureau(t *testing.T) *bureau {
	t.Helper()
	b := &bureau{Bench: storagetest.Practice(t), t: t}
	b.Clock.Set(officeTuesday)
	b.FirstHR = []string{"hanna@example.com"}
	b.talks = domain.ConversationService{Practice: b.Practice}
	b.asks = domain.AskService{Practice: b.Practice}
	b.away = domain.AwayService{Practice: b.Practice}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		policy := domain.DefaultPolicy()
		policy.Conversations.Start = domain.NewDate(2026, time.November, 23)
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy, At: tx.Now()})
	})
	b.mara = b.hire("mara", "")
	b.lee = b.hire("lee", b.mara.ID)
	b.grace = b.hire("grace", b.lee.ID)
	b.ada = b.hire("ada", b.lee.ID)
	b.hanna = b.hire("hanna", b.mara.ID)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.MarkForPlanning(ctx, []domain.ID{b.grace.ID}, tx.Now())
	})
	b.tick()
	return b
}

func (b *bureau) hire(name string, manager domain.ID) domain.Person {
	b.t.Helper()
	p := domain.Person{
		SlackID: "U" + strings.ToUpper(name), Name: name, Email: name + "@example.com", Zone: "Europe/Berlin",
		Kind: domain.Member, Active: true, Manager: manager, Team: "Engineering", Met: officeTuesday.AddDate(0, -1, 0),
	}
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p
}

func (b *bureau) tx(do func(context.Context, domain.Tx) error) {
	b.t.Helper()
	if err := b.DB.InTx(b.t.Context(), do); err != nil {
		b.t.Fatal(err)
	}
}

// act is a fresh wish of somebody.
func (b *bureau) act(p domain.Person) domain.Act {
	b.keys++
	return domain.Act{Actor: p.ID, Key: "key" + strconv.Itoa(b.keys)}
}

// tick does everything that is due.
func (b *bureau) tick() {
	b.t.Helper()
	for range 20 {
		done := 0
		for _, sweep := range []func(context.Context, int) (int, error){b.talks.Replan, b.talks.Advance, b.asks.Plan} {
			n, err := sweep(b.t.Context(), 100)
			if err != nil {
				b.t.Fatal(err)
			}
			done += n
		}
		if done == 0 {
			return
		}
	}
	b.t.Fatal("the sweeps do not come to rest")
}

// until lets the days pass, four looks a day.
func (b *bureau) until(day domain.Date) {
	b.t.Helper()
	end := day.In(time.UTC, domain.NewTimeOfDay(12, 0))
	for now := b.Clock.Now(); now.Before(end); now = b.Clock.Now() {
		b.Clock.Set(now.Add(6 * time.Hour))
		b.tick()
	}
}

// open opens Grace's conversation, whose turn begins.
func (b *bureau) open() domain.Conversation {
	b.t.Helper()
	for range 60 {
		if c := b.talk(); c.State == domain.TalkOpen {
			return c
		}
		b.until(domain.DateOf(b.Clock.Now(), time.UTC).AddDays(1))
	}
	b.t.Fatal("no conversation opens")
	return domain.Conversation{}
}

// talk is Grace's newest conversation that is open or paused, else the planned one.
func (b *bureau) talk() domain.Conversation {
	b.t.Helper()
	var c domain.Conversation
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, state := range []domain.ConversationState{domain.TalkPlanned, domain.TalkPaused, domain.TalkOpen} {
			list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID, States: []domain.ConversationState{state}, Limit: 1})
			if err != nil {
				return err
			}
			if len(list) > 0 {
				c = list[0]
			}
		}
		return nil
	})
	return c
}

func (b *bureau) today() domain.Date {
	return domain.DateOf(b.Clock.Now(), time.UTC)
}

func (b *bureau) mustAway(who domain.Person, from, until domain.Date) domain.AwayReceipt {
	b.t.Helper()
	r, err := b.away.Set(b.t.Context(), b.act(who), who.ID, domain.DateRange{Start: from, End: until})
	if err != nil {
		b.t.Fatal(err)
	}
	return r
}

// waiting takes everything out of the outbox and counts the new messages of a
// kind for a person.
func (b *bureau) waiting(to domain.Person, kind string) int {
	b.t.Helper()
	n := 0
	outbox := b.DB.Outbox()
	for {
		claimed, err := outbox.Claim(b.t.Context(), 100, time.Minute)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return n
		}
		for _, c := range claimed {
			if c.Message.Recipient == to.ID && c.Message.Kind == kind && c.Message.Deed == domain.Post {
				n++
			}
			if err := outbox.Settle(b.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}

func TestAwayService_Set(t *testing.T) {
	t.Parallel()
	day := func(d int) domain.Date { return domain.NewDate(2026, time.November, d) }
	for name, c := range map[string]struct {
		before, said, want domain.DateRange
	}{
		"days without a start begin today":         {said: domain.DateRange{End: day(27)}, want: domain.DateRange{Start: day(24), End: day(27)}},
		"what runs is made longer":                 {before: domain.DateRange{Start: day(20), End: day(25)}, said: domain.DateRange{End: day(30)}, want: domain.DateRange{Start: day(20), End: day(30)}},
		"what runs is made shorter":                {before: domain.DateRange{Start: day(20), End: day(30)}, said: domain.DateRange{End: day(26)}, want: domain.DateRange{Start: day(20), End: day(26)}},
		"what overlaps is joined":                  {before: domain.DateRange{Start: day(25), End: day(27)}, said: domain.DateRange{Start: day(26), End: day(30)}, want: domain.DateRange{Start: day(25), End: day(30)}},
		"what lies inside a later one corrects it": {before: domain.DateRange{Start: day(25), End: day(30)}, said: domain.DateRange{Start: day(26), End: day(27)}, want: domain.DateRange{Start: day(26), End: day(27)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			if !c.before.IsEmpty() {
				b.mustAway(b.grace, c.before.Start, c.before.End)
			}
			got := b.mustAway(b.grace, c.said.Start, c.said.End)
			if got.Absence.Days != c.want {
				t.Errorf("got %v, want %v", got.Absence.Days, c.want)
			}
			if n := len(got.Calendar.Absences); n != 1 {
				t.Errorf("got %d absences, want one", n)
			}
		})
	}
}

func TestAwayService_RefusesAndPermits(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	friday := domain.DateRange{End: domain.NewDate(2026, time.November, 27)}
	for name, c := range map[string]struct {
		by   domain.Person
		days domain.DateRange
		want domain.Code
	}{
		"the person may":           {by: b.ada, days: friday},
		"the manager may":          {by: b.lee, days: friday},
		"the people team may":      {by: b.hanna, days: friday},
		"a colleague may not":      {by: b.grace, days: friday, want: domain.Forbidden},
		"no end":                   {by: b.ada, want: domain.Invalid},
		"an end before today":      {by: b.ada, days: domain.DateRange{End: domain.NewDate(2026, time.November, 20)}, want: domain.Invalid},
		"more than two years":      {by: b.ada, days: domain.DateRange{End: domain.NewDate(2029, time.November, 20)}, want: domain.Invalid},
		"an end before a start":    {by: b.ada, days: domain.DateRange{Start: domain.NewDate(2026, time.December, 4), End: domain.NewDate(2026, time.December, 1)}, want: domain.Invalid},
		"a start a year away":      {by: b.ada, days: domain.DateRange{Start: domain.NewDate(2028, time.January, 4), End: domain.NewDate(2028, time.January, 7)}, want: domain.Invalid},
		"a start long in the past": {by: b.ada, days: domain.DateRange{Start: domain.NewDate(2026, time.June, 4), End: domain.NewDate(2026, time.December, 1)}, want: domain.Invalid},
	} {
		_, err := b.away.Set(t.Context(), b.act(c.by), b.ada.ID, c.days)
		if got := domain.CodeOf(err); got != c.want {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if got := b.waiting(b.ada, domain.AwaySet); got != 2 {
		t.Errorf("got %d messages that somebody else noted it, want those of the manager and the people team", got)
	}
}

func TestAwayService_BackKeepsWhatIsPast(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.mustAway(b.grace, domain.NewDate(2026, time.November, 20), domain.NewDate(2026, time.December, 4))
	got, err := b.away.Back(t.Context(), b.act(b.grace), b.grace.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := []domain.DateRange{{Start: domain.NewDate(2026, time.November, 20), End: domain.NewDate(2026, time.November, 23)}}
	if len(got.Calendar.Absences) != 1 || got.Calendar.Absences[0] != want[0] {
		t.Errorf("got %v, want %v", got.Calendar.Absences, want)
	}
	if _, err := b.away.Back(t.Context(), b.act(b.grace), b.grace.ID); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("got %v when nobody is away, want it refused", err)
	}
}

func TestAbsence_MovesATurn(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	before := b.open()
	today := b.today()
	b.mustAway(b.grace, today.AddDays(1), today.AddDays(14)) // ten working days
	b.tick()
	moved := b.talk()
	if !moved.TurnEnds.After(before.TurnEnds.AddDate(0, 0, 5)) || !moved.DueOn.After(before.DueOn) {
		t.Errorf("the turn ends %v, due %v; want it a week after %v, %v", moved.TurnEnds, moved.DueOn, before.TurnEnds, before.DueOn)
	}
	b.until(domain.DateOf(before.TurnEnds, time.UTC).AddDays(1))
	if got := b.talk(); got.Turn != domain.EmployeeTurn {
		t.Errorf("got the turn %q during the absence, want it still the employee's", got.Turn)
	}
	if _, err := b.away.CallOff(t.Context(), b.act(b.grace), b.absence(b.grace)); err != nil {
		t.Fatal(err)
	}
	b.tick()
	if got := b.talk(); !got.TurnEnds.Before(moved.TurnEnds) {
		t.Errorf("the turn still ends %v after the return; want it earlier than %v", got.TurnEnds, moved.TurnEnds)
	}
}

// absence is the id of somebody's absence.
func (b *bureau) absence(who domain.Person) domain.ID {
	b.t.Helper()
	plan, err := b.away.Plan(b.t.Context(), who.ID, who.ID)
	if err != nil || len(plan.Absences) == 0 {
		b.t.Fatalf("no absence: %v", err)
	}
	return plan.Absences[0].ID
}

func TestAbsence_LongPausesAndResumes(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	opened := b.open()
	today := b.today()
	r := b.mustAway(b.grace, today.AddDays(1), today.AddDays(45))
	if !r.Long {
		t.Fatal("more than twenty working days are not long")
	}
	b.until(today.AddDays(2))
	if got := b.talk(); got.ID != opened.ID || got.State != domain.TalkPaused || got.AwaySince.IsZero() {
		t.Fatalf("got %+v, want it paused", got)
	}
	b.until(today.AddDays(30))
	if got := b.talk(); got.State != domain.TalkPaused {
		t.Errorf("got %s in the middle of the absence, want it paused", got.State)
	}
	if n := b.waiting(b.grace, domain.AskCard); n > 1 {
		t.Errorf("got %d cards, want none after the first", n)
	}
	b.until(today.AddDays(50))
	got := b.talk()
	if got.ID == opened.ID && (got.State != domain.TalkOpen || got.Turn != domain.EmployeeTurn || !got.TurnEnds.After(b.Clock.Now())) {
		t.Errorf("got %+v after the return, want the employee's turn to have begun again", got)
	}
	if n := b.waiting(b.grace, domain.AskCard); n == 0 {
		t.Error("nothing is asked after the return")
	}
}

func TestLetters_WaitInOnePlaceForTheReturn(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.mustAway(b.ada, b.today(), b.today().AddDays(45))
	judge := domain.DeliveryService{Practice: b.Practice}
	for seq := range int64(3) {
		m := domain.Message{Seq: seq + 1, Kind: domain.TalkMeeting, Deed: domain.Post, Class: domain.FromPeople, Recipient: b.ada.ID, Subject: "t1", At: b.Clock.Now()}
		for range 2 { // the courier may ask twice
			v, err := judge.Deliverable(t.Context(), m)
			if err != nil || v.Send || v.Reason != "gathered" {
				t.Fatalf("got %+v, %v; want it gathered", v, err)
			}
		}
	}
	back, err := b.away.Returned(t.Context(), b.ada.ID)
	if err != nil || len(back.Letters) != 3 {
		t.Fatalf("got %d letters, %v; want 3", len(back.Letters), err)
	}
	b.until(b.today().AddDays(40))
	if n := b.waiting(b.ada, domain.AskCard); n != 0 {
		t.Errorf("got %d cards during the absence", n)
	}
	b.until(domain.NewDate(2027, time.January, 11)) // the first working day
	if n := b.waiting(b.ada, domain.AskCard); n != 1 {
		t.Errorf("got %d cards on the return, want one", n)
	}
	if err := b.away.Read(t.Context(), b.act(b.ada), back.UpTo); err != nil {
		t.Fatal(err)
	}
	view, err := b.asks.Waiting(t.Context(), b.ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range view.Asks {
		if a.Kind == domain.AskReturned {
			t.Error("what was read still waits")
		}
	}
}

func TestStatus_SuggestsOnce(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	count := func() int {
		view, err := b.asks.Waiting(t.Context(), b.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, a := range view.Asks {
			if a.Kind == domain.AskSuggest {
				n++
			}
		}
		return n
	}
	suggest := func(ends time.Time) {
		if err := b.away.SuggestFromStatus(t.Context(), b.ada.ID, ends); err != nil {
			t.Fatal(err)
		}
	}
	suggest(b.Clock.Now().Add(4 * time.Hour)) // a meeting
	if n := count(); n != 0 {
		t.Errorf("got %d suggestions for a status of today, want none", n)
	}
	ends := domain.NewDate(2026, time.December, 5).In(mustZone(t, "Europe/Berlin"), 0)
	suggest(ends)
	if n := count(); n != 1 {
		t.Fatalf("got %d suggestions, want one", n)
	}
	if err := b.away.Decline(t.Context(), b.act(b.ada), domain.NewDate(2026, time.December, 4)); err != nil {
		t.Fatal(err)
	}
	suggest(ends)
	if n := count(); n != 0 {
		t.Errorf("got %d suggestions after a no, want none", n)
	}
}
