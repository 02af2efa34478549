package domain_test

import (
	"testing"
	"time"

	"rapport/domain"
)

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
		m := domain.Message{Seq: seq + 1, Kind: domain.TalkShared, Deed: domain.Post, Class: domain.FromPeople, Recipient: b.ada.ID, Subject: "t1", At: b.Clock.Now()}
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
