package domain_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/domain"
)

// change writes Grace anew, and plans what follows from it.
func (b *bureau) change(edit func(*domain.Person)) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, b.grace.ID)
		if err != nil {
			return err
		}
		edit(&p)
		if b.grace, err = tx.UpdatePerson(ctx, p); err != nil {
			return err
		}
		return tx.MarkForPlanning(ctx, []domain.ID{p.ID}, tx.Now())
	})
	b.tick()
}

// jump moves the clock to whatever is due next, and does it; false where that
// lies after an instant.
func (b *bureau) jump(until time.Time) bool {
	b.t.Helper()
	var next time.Time
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, read := range []func(context.Context, time.Time) (time.Time, bool, error){tx.NextConversation, tx.NextPlan} {
			at, ok, err := read(ctx, b.Clock.Now())
			if err != nil {
				return err
			}
			if ok && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
		return nil
	})
	if next.IsZero() || next.After(until) {
		return false
	}
	b.Clock.Set(next)
	b.tick()
	return true
}

// Conversations open once a period, in the morning of a working day of the
// employee's zone, whatever the calendar does there.
func TestOpening_OnceInTheMorning(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone, cadence string
		from          domain.Date
		days, want    int
		holidays      []domain.Date
	}{
		"clocks go forward in Berlin":       {zone: "Europe/Berlin", cadence: "weekly", from: domain.NewDate(2027, time.March, 15), days: 28, want: 4},
		"clocks go back in Berlin":          {zone: "Europe/Berlin", cadence: "weekly", from: domain.NewDate(2027, time.October, 18), days: 28, want: 4},
		"clocks go back in New York":        {zone: "America/New_York", cadence: "weekly", from: domain.NewDate(2027, time.October, 25), days: 28, want: 4},
		"half an hour on Lord Howe":         {zone: "Australia/Lord_Howe", cadence: "weekly", from: domain.NewDate(2027, time.September, 20), days: 28, want: 4},
		"the first zone of the day":         {zone: "Pacific/Kiritimati", cadence: "weekly", from: domain.NewDate(2027, time.May, 3), days: 21, want: 3},
		"the last zone of the day":          {zone: "Pacific/Pago_Pago", cadence: "weekly", from: domain.NewDate(2027, time.May, 3), days: 21, want: 3},
		"months of 31, 28 and 31 days":      {zone: "Asia/Kolkata", cadence: "monthly", from: domain.NewDate(2027, time.January, 1), days: 90, want: 3},
		"the end of a month, beyond a year": {zone: "Europe/London", cadence: "monthly", from: domain.NewDate(2027, time.November, 1), days: 92, want: 3},
		"New Year, with its holidays": {
			zone: "Europe/Berlin", cadence: "weekly", from: domain.NewDate(2027, time.December, 20), days: 21, want: 3,
			holidays: []domain.Date{
				domain.NewDate(2027, time.December, 20), domain.NewDate(2027, time.December, 21),
				domain.NewDate(2027, time.December, 27), domain.NewDate(2028, time.January, 3),
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			b := setupBureau(t)
			for _, day := range c.holidays {
				b.Holidays.Set("Here", day, "a holiday")
			}
			b.Clock.Set(c.from.In(zone, 0))
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				policy := domain.DefaultPolicy()
				policy.Conversations.Start = c.from
				return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 2, Policy: policy, At: tx.Now()})
			})
			b.change(func(p *domain.Person) { p.Zone, p.Cadence, p.Location = c.zone, c.cadence, "Here" })
			for end := c.from.AddDays(c.days).In(zone, 0).Add(-time.Second); b.jump(end); {
			}
			b.checkOpenings(c.want, zone, c.holidays)
		})
	}
}

// checkOpenings looks at every conversation of Grace that has opened.
func (b *bureau) checkOpenings(want int, zone *time.Location, holidays []domain.Date) {
	b.t.Helper()
	var list []domain.Conversation
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Conversations(ctx, domain.TalkFilter{
			Employee: b.grace.ID, States: []domain.ConversationState{domain.TalkOpen, domain.TalkPaused, domain.TalkClosed},
		})
		return err
	})
	periods := map[string]bool{}
	for _, c := range list {
		at := c.OpenedAt.In(zone)
		if periods[c.Period] {
			b.t.Errorf("two of %s", c.Period)
		}
		periods[c.Period] = true
		clock := domain.NewTimeOfDay(at.Hour(), at.Minute())
		day := domain.DateOf(at, zone)
		if clock < domain.NewTimeOfDay(9, 0) || clock > domain.NewTimeOfDay(10, 30) {
			b.t.Errorf("that of %s opened at %v, want between 9:00 and 10:30", c.Period, at)
		}
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || slices.Contains(holidays, day) {
			b.t.Errorf("that of %s opened on %s, %v", c.Period, day, day.Weekday())
		}
		if !c.OpenedAt.Equal(c.OpensAt) {
			b.t.Errorf("that of %s opened at %v, planned for %v", c.Period, c.OpenedAt, c.OpensAt)
		}
	}
	if len(list) != want {
		b.t.Errorf("%d have opened, want %d", len(list), want)
	}
}

func TestOpening_MovesWhatIsStored(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		before := b.talk()
		if before.State != domain.TalkPlanned {
			t.Fatalf("got %+v, want it planned", before)
		}
		kolkata, err := time.LoadLocation("Asia/Kolkata")
		if err != nil {
			t.Fatal(err)
		}
		b.change(func(p *domain.Person) { p.Zone = "Asia/Kolkata" })
		moved := b.talk()
		if moved.ID != before.ID || moved.Rule.Zone != "Asia/Kolkata" || moved.Rule.Day != before.Rule.Day {
			t.Errorf("after another zone: got %+v, want the same day there", moved.Rule)
		}
		if at := moved.OpensAt.In(kolkata); at.Hour() < 9 || at.Hour() > 10 {
			t.Errorf("it opens at %v there, want in the morning", at)
		}
		// The step's own due time moved with it: nothing happens at the old one.
		if !moved.DueAt.Equal(moved.OpensAt) || moved.OpensAt.Equal(before.OpensAt) {
			t.Errorf("got due %v, opening %v, before %v", moved.DueAt, moved.OpensAt, before.OpensAt)
		}
		b.change(func(p *domain.Person) { p.Manager = b.mara.ID })
		if got := b.talk(); got.Partner != b.mara.ID || got.ID != before.ID {
			t.Errorf("after another manager: got partner %s, want Mara", got.Partner)
		}
		b.change(func(p *domain.Person) { p.Cadence = "weekly" })
		if got := b.talk(); got.Period == before.Period {
			t.Errorf("after another cadence: still of %s", got.Period)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID})
			if err != nil || len(list) != 1 {
				t.Errorf("got %d conversations, %v; want one that moved", len(list), err)
			}
			return nil
		})
	})
}

// Who changes zone while a turn runs gets their own end of day.
func TestOpening_ZoneMovesAnOpenTurn(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	before := b.open()
	b.change(func(p *domain.Person) { p.Zone = "America/Los_Angeles" })
	after := b.read(before.ID)
	if got := after.TurnEnds.Sub(before.TurnEnds); got != 9*time.Hour {
		t.Errorf("the turn ends %v later, want nine hours", got)
	}
	if !after.DueAt.Equal(after.TurnEnds) {
		t.Errorf("got due %v, want the turn's end %v", after.DueAt, after.TurnEnds)
	}
}

func TestOpening_ByManyReplicasAtOnce(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		planned := b.talk()
		b.Clock.Set(planned.OpensAt)
		var replicas sync.WaitGroup
		for range 4 {
			replicas.Go(func() {
				for range 10 {
					for _, sweep := range []func(context.Context, int) (int, error){b.talks.Advance, b.talks.Replan, b.asks.Plan} {
						if _, err := sweep(t.Context(), 10); err != nil {
							t.Errorf("a replica stops: %v", err)
						}
					}
				}
			})
		}
		replicas.Wait()
		b.tick()
		if got := b.read(planned.ID); got.State != domain.TalkOpen {
			t.Errorf("got %q, want it open", got.State)
		}
		if n := b.waiting(b.grace, domain.AskCard); n != 1 {
			t.Errorf("the employee got %d messages, want one", n)
		}
		opened := 0
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID, States: []domain.ConversationState{domain.TalkOpen}})
			opened = len(list)
			return err
		})
		if opened != 1 {
			t.Errorf("%d are open, want one", opened)
		}
	})
}

// A program that did not run for three days asks everybody once for all that
// came due meanwhile.
func TestOpening_AfterThreeDaysOfDowntime(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	grace := b.open()
	b.until(b.today().AddDays(1))
	for _, who := range []domain.Person{b.grace, b.lee, b.ada, b.hanna} {
		b.waiting(who, domain.AskCard)
	}
	now := b.Clock.Now()
	down := now.AddDate(0, 0, 3)
	for down.Weekday() == time.Saturday || down.Weekday() == time.Sunday {
		down = down.AddDate(0, 0, 1)
	}
	// Within these days a reminder, two questions and a promise come due.
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		for i, kind := range []string{domain.AskGoal, domain.AskHeld, domain.AskSummary} {
			at := now.Add(time.Duration(i+1) * 20 * time.Hour)
			ask := domain.Ask{
				ID: b.IDs.New(), Person: b.grace.ID, Kind: kind, Subject: grace.ID, Urgency: domain.HasDate, NotBefore: at, At: tx.Now(),
			}
			if err := tx.FileAsk(ctx, ask); err != nil {
				return err
			}
		}
		return nil
	})
	b.Clock.Set(down)
	b.tick()
	if n := b.waiting(b.grace, domain.AskCard); n != 1 {
		t.Errorf("got %d messages after three days, want one", n)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		card, err := tx.CardOf(ctx, b.grace.ID, domain.DateOf(down, time.UTC))
		if err != nil {
			return err
		}
		asks, err := tx.AsksOfCard(ctx, card)
		if err != nil || len(asks) < 3 {
			t.Errorf("the message holds %d asks, %v; want all that came due", len(asks), err)
		}
		return nil
	})
}

// A joiner has each of the talks at most once and within its own days, on
// whatever day of them Rapport learns of the person, planned anew every day.
func TestOpening_JoinersTalks(t *testing.T) {
	t.Parallel()
	for since, want := range map[int][]int{6: {0, 1, 2, 3}, 31: {1, 2, 3}, 40: {2, 3}, 75: {3}} {
		t.Run(strconv.Itoa(since)+" days after the start", func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			b.Clock.Advance(2 * time.Hour) // after the hours in which conversations open
			start := b.today().AddDays(-since)
			b.change(func(p *domain.Person) { p.Start = start })
			for range 110 - since {
				b.Clock.Advance(24 * time.Hour)
				b.tx(func(ctx context.Context, tx domain.Tx) error {
					return tx.MarkForPlanning(ctx, []domain.ID{b.grace.ID}, tx.Now())
				})
				b.tick()
			}
			var got []int
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID, Period: "start"})
				for _, c := range list {
					got = append(got, c.Ordinal)
					age := domain.DateOf(c.OpenedAt, time.UTC).DaysSince(start)
					if due := []int{0, 30, 60, 90}[c.Ordinal]; age < due || age > due+10 {
						t.Errorf("the one after %d days opened after %d", due, age)
					}
				}
				return err
			})
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// Nothing opens before the day on which HR starts conversations.
func TestOpening_NotBeforeTheStart(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	start := b.today().AddDays(20)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		policy := domain.DefaultPolicy()
		policy.Conversations.Start = start
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 2, Policy: policy, At: tx.Now()})
	})
	for name, change := range map[string]func(*domain.Person){
		"a joiner": func(p *domain.Person) { p.Start = b.today() },
		"a leaver": func(p *domain.Person) { p.Start, p.Leaves = domain.Date{}, start.AddDays(3) },
	} {
		b.change(change)
		if got := b.talk(); got.State != domain.TalkPlanned || got.Rule.Day.Before(start) {
			t.Errorf("%s: got %+v, want it on %v or later", name, got, start)
		}
	}
}

// One record that cannot be done stops nobody else.
func TestReplan_GoesOnAfterAFailure(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if err := tx.MarkForPlanning(ctx, []domain.ID{"nobody"}, tx.Now().Add(-time.Hour)); err != nil {
			return err
		}
		return tx.MarkForPlanning(ctx, []domain.ID{b.ada.ID}, tx.Now())
	})
	if _, err := b.talks.Replan(t.Context(), 10); domain.CodeOf(err) != domain.NotFound || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("got %v, want who could not be planned", err)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.ada.ID})
		if len(list) != 1 {
			t.Errorf("got %d conversations of the next, want one planned", len(list))
		}
		return err
	})
}

// Who is planned anew on the morning of the last day on which the period's
// conversation can open keeps it, however often that happens.
func TestOpening_PlannedAnewOnItsMorning(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	morning := time.Date(2026, 12, 21, 8, 8, 0, 0, time.UTC) // 9:08 in Berlin
	opens := morning.Add(14 * time.Minute)
	c := b.talk()
	c.Period, c.Rule.Day, c.OpensAt, c.DueAt = "2026-12", domain.NewDate(2026, 12, 21), opens, opens
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		c, err = tx.UpdateConversation(ctx, c)
		return err
	})
	b.Clock.Set(morning)
	for range 3 {
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.MarkForPlanning(ctx, []domain.ID{b.grace.ID}, tx.Now())
		})
		b.tick()
		if got := b.read(c.ID); got.Period != "2026-12" || got.Rule.Day != c.Rule.Day || got.State != domain.TalkPlanned {
			t.Fatalf("got %s on %s, %s; want it where it was", got.Period, got.Rule.Day, got.State)
		}
	}
	b.Clock.Set(opens.Add(time.Hour))
	b.tick()
	if got := b.read(c.ID); got.State != domain.TalkOpen {
		t.Errorf("an hour later it is %s of %s, want it open", got.State, got.Period)
	}
}
