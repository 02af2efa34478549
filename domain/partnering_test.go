package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

func TestPartnerService_TheManagerNeedsAYes(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.PartnerService{Practice: b.Practice}
	out, err := s.Name(t.Context(), b.act(b.lee), b.grace.ID, b.ada.ID)
	if err != nil || out.Word != "offered" {
		t.Fatalf("got %+v, %v; want it offered", out, err)
	}
	b.tick()
	if got := b.talk().Partner; got != b.lee.ID {
		t.Errorf("got partner %s before the answer, want the manager", got)
	}
	if n := b.waiting(b.grace, domain.PartnerOffered); n != 1 {
		t.Errorf("got %d questions, want one", n)
	}
	if _, err := s.Answer(t.Context(), b.act(b.grace), true); err != nil {
		t.Fatal(err)
	}
	b.tick()
	if got := b.talk().Partner; got != b.ada.ID {
		t.Errorf("got partner %s after the yes, want who was suggested", got)
	}
	if n := b.waiting(b.ada, domain.PartnerNamed); n != 1 {
		t.Errorf("the new partner was told %d times, want once", n)
	}
	if _, err := s.Answer(t.Context(), b.act(b.grace), false); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("got %v for a second answer, want it refused", err)
	}
}

func TestPartnerService_WhoMayName(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.PartnerService{Practice: b.Practice}
	for name, c := range map[string]struct {
		by, employee, partner domain.Person
		word                  string
		want                  domain.Code
	}{
		"the people team names at once":        {by: b.hanna, employee: b.grace, partner: b.mara, word: "named"},
		"a colleague does not":                 {by: b.ada, employee: b.grace, partner: b.mara, want: domain.Forbidden},
		"nobody talks with oneself":            {by: b.hanna, employee: b.ada, partner: b.ada, want: domain.Invalid},
		"hr names none for who is above them":  {by: b.hanna, employee: b.mara, partner: b.ada, want: domain.Forbidden},
		"hr names none in the own case either": {by: b.hanna, employee: b.hanna, partner: b.ada, want: domain.Forbidden},
	} {
		out, err := s.Name(t.Context(), b.act(c.by), c.employee.ID, c.partner.ID)
		if domain.CodeOf(err) != c.want || out.Word != c.word {
			t.Errorf("%s: got %q, %v", name, out.Word, err)
		}
	}
}

func TestPartner_AwayIsSteppedInFor(t *testing.T) { //nolint:tparallel // its parts look at one state before the next step
	t.Parallel()
	b := setupBureau(t)
	b.mustAway(b.lee, b.today(), b.today().AddDays(20)) // fifteen working days
	b.tick()
	if got := b.talk().Partner; got != b.mara.ID {
		t.Fatalf("got partner %s, want the one above", got)
	}
	for _, who := range []domain.Person{b.grace, b.lee, b.mara} {
		b.t.Run(who.Name, func(t *testing.T) {
			var told int
			b.tx(func(ctx context.Context, tx domain.Tx) error {
				step, stands, err := tx.StepIn(ctx, b.grace.ID)
				if err == nil && stands && step.Absent == b.lee.ID && step.Substitute == b.mara.ID {
					told++
				}
				return err
			})
			if told != 1 {
				t.Error("nobody is noted as stepping in")
			}
		})
	}
	b.tick()
	if n := b.waiting(b.grace, domain.TalkStepIn); n != 1 {
		t.Errorf("the employee was told %d times, want once", n)
	}
	s := domain.PartnerService{Practice: b.Practice}
	if _, err := s.Wait(t.Context(), b.act(b.grace), true); err != nil {
		t.Fatal(err)
	}
	b.tick()
	if got := b.talk().Partner; got != b.lee.ID {
		t.Errorf("got partner %s while the employee waits, want the one who is away", got)
	}
	if n := b.waiting(b.mara, domain.TalkStepIn); n != 1 {
		t.Errorf("who stepped in was told %d times that the employee waits, want once", n)
	}
	if _, err := s.Wait(t.Context(), b.act(b.grace), false); err != nil {
		t.Fatal(err)
	}
	b.until(b.today().AddDays(23))
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if _, stands, err := tx.StepIn(ctx, b.grace.ID); err != nil || stands {
			t.Errorf("somebody still steps in after the return: %v", err)
		}
		return nil
	})
	if n := b.waiting(b.grace, domain.TalkStepIn); n == 0 {
		t.Error("the employee was not told of the return")
	}
}

// Who waits for a partner waits with the conversation that was open, too.
func TestPartner_WhoWaitsKeepsTheirs(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.open()
	b.mustAway(b.lee, b.today(), b.today().AddDays(20))
	b.tick()
	if got := b.talk(); got.State != domain.TalkPlanned || got.Partner != b.mara.ID {
		t.Fatalf("got %+v, want it planned with who steps in", got)
	}
	s := domain.PartnerService{Practice: b.Practice}
	for _, c := range []struct {
		waits bool
		with  domain.ID
	}{{true, b.lee.ID}, {false, b.mara.ID}} {
		if _, err := s.Wait(t.Context(), b.act(b.grace), c.waits); err != nil {
			t.Fatal(err)
		}
		b.tick()
		b.plannedWith(c.with)
	}
}

// plannedWith fails where Grace has a planned conversation with somebody else.
func (b *bureau) plannedWith(want domain.ID) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.Conversations(ctx, domain.TalkFilter{Employee: b.grace.ID, States: []domain.ConversationState{domain.TalkPlanned}})
		for _, c := range list {
			if c.Partner != want {
				b.t.Errorf("that of %s is planned with %s, want %s", c.Period, c.Partner, want)
			}
		}
		return err
	})
}

func TestPartner_AloneChoosesAPeer(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.PartnerService{Practice: b.Practice}
	if _, err := s.ChoosePeer(t.Context(), b.act(b.grace), b.ada.ID); domain.CodeOf(err) != domain.Conflict {
		t.Errorf("got %v with a manager above, want it refused", err)
	}
	if _, err := s.ChoosePeer(t.Context(), b.act(b.mara), b.hanna.ID); err != nil {
		t.Errorf("nobody is above, and choosing gave %v", err)
	}
	b.tick()
	home, err := domain.HomeService{Practice: b.Practice}.Show(t.Context(), b.mara.ID)
	if err != nil || home.Alone {
		t.Errorf("got alone %v, %v after a peer was chosen", home.Alone, err)
	}
}

func TestPause_HoldsAndIsNotLate(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.PauseService{Practice: b.Practice}
	before := b.open()
	b.waiting(b.grace, domain.AskCard)
	until := b.today().AddDays(13)
	draft := domain.PauseDraft{Until: until}
	effect, err := s.Foresee(t.Context(), b.hanna.ID, draft)
	if err != nil || effect.People != 5 {
		t.Fatalf("got %+v, %v; want five people", effect, err)
	}
	if _, err := s.Start(t.Context(), b.act(b.lee), draft); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v for a manager, want it refused", err)
	}
	out, err := s.Start(t.Context(), b.act(b.hanna), draft)
	if err != nil {
		t.Fatal(err)
	}
	b.tick()
	if got := b.talk(); !got.TurnEnds.After(before.TurnEnds.AddDate(0, 0, 10)) {
		t.Errorf("the turn ends %v, want it moved by the pause from %v", got.TurnEnds, before.TurnEnds)
	}
	b.until(b.today().AddDays(8))
	if n := b.waiting(b.grace, domain.AskCard); n != 0 {
		t.Errorf("got %d cards during the pause", n)
	}
	if got := b.talk(); got.Turn != domain.EmployeeTurn {
		t.Errorf("got the turn %q, want it still the employee's", got.Turn)
	}
	if _, err := s.Lift(t.Context(), b.act(b.hanna), out.Subject); err != nil {
		t.Fatal(err)
	}
	b.until(b.today().AddDays(3))
	if n := b.waiting(b.grace, domain.AskCard); n > 2 {
		t.Errorf("got %d cards in three days after the pause, want no burst", n)
	}
	if _, err := s.Lift(t.Context(), b.act(b.hanna), out.Subject); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("got %v for a pause that is over, want it refused", err)
	}
}

func TestPause_OfAnotherPlaceHoldsNothing(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	before := b.open()
	s := domain.PauseService{Practice: b.Practice}
	if _, err := s.Start(t.Context(), b.act(b.hanna), domain.PauseDraft{Area: "Sales", Until: b.today().AddDays(9)}); err != nil {
		t.Fatal(err)
	}
	b.tick()
	if got := b.talk(); !got.TurnEnds.Equal(before.TurnEnds) {
		t.Errorf("the turn of another area moved from %v to %v", before.TurnEnds, got.TurnEnds)
	}
}

func TestStageService_Leaving(t *testing.T) {
	t.Parallel()
	for name, quietly := range map[string]bool{"told": false, "quietly": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setupBureau(t)
			s := domain.StageService{Practice: b.Practice}
			last := b.today().AddDays(28)
			if _, err := s.SetLeaving(t.Context(), b.act(b.ada), b.grace.ID, last, quietly); domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("got %v for a colleague, want it refused", err)
			}
			if _, err := s.SetLeaving(t.Context(), b.act(b.lee), b.grace.ID, last, quietly); err != nil {
				t.Fatal(err)
			}
			b.tick()
			got := b.talk()
			told := b.waiting(b.grace, domain.PersonLeaves)
			if quietly && (got.ID != "" || told != 0) {
				t.Errorf("got the conversation %+v and %d messages, want neither", got, told)
			}
			if !quietly && (got.Kind != domain.ClosingTalk || told != 1) {
				t.Errorf("got %+v and %d messages, want a closing conversation and one message", got, told)
			}
			if _, err := s.SetLeaving(t.Context(), b.act(b.hanna), b.grace.ID, domain.Date{}, false); err != nil {
				t.Fatal(err)
			}
			b.tick()
			if got := b.talk(); got.Kind != domain.RegularTalk || got.State != domain.TalkPlanned {
				t.Errorf("got %+v once no day is known any more, want the usual rhythm", got)
			}
		})
	}
}

func TestStageService_LeaversLastDay(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.StageService{Practice: b.Practice}
	last := b.today().AddDays(9)
	if _, err := s.SetLeaving(t.Context(), b.act(b.hanna), b.grace.ID, last, false); err != nil {
		t.Fatal(err)
	}
	b.until(last)
	if got := b.talk(); got.State != domain.TalkOpen || got.Kind != domain.ClosingTalk {
		t.Errorf("got %+v before the last day, want the closing conversation open", got)
	}
	b.until(last.AddDays(2))
	if got := b.talk(); got.ID != "" {
		t.Errorf("got %+v after the last day, want nothing open", got)
	}
}

// A leaver's people do not wait until Slack closes the account.
func TestStageService_LeavingManager(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.StageService{Practice: b.Practice}
	last := b.today().AddDays(3)
	if _, err := s.SetLeaving(t.Context(), b.act(b.hanna), b.lee.ID, last, false); err != nil {
		t.Fatal(err)
	}
	managerOf := func() (id domain.ID) {
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			p, err := tx.Person(ctx, b.grace.ID)
			id = p.Manager
			return err
		})
		return id
	}
	b.until(last)
	if got := managerOf(); got != b.lee.ID {
		t.Errorf("got manager %q on the last day, want Lee", got)
	}
	b.until(last.AddDays(1))
	if got := managerOf(); got != b.mara.ID {
		t.Errorf("got manager %q on the day after, want Mara", got)
	}
	if got := b.talk(); got.Partner != b.mara.ID {
		t.Errorf("got partner %q on the day after, want Mara", got.Partner)
	}
	if n := b.waiting(b.grace, domain.LineTold); n != 1 {
		t.Errorf("Grace was told %d times, want once", n)
	}
	lines := domain.ReportingService{Practice: b.Practice}
	plan, err := lines.PlanImport(t.Context(), roster("email,manager", "grace@example.com,lee@example.com"), domain.Date{})
	if err != nil || len(plan.Problems) != 1 {
		t.Errorf("got %+v, %v; want a file that names the leaver refused", plan.Problems, err)
	}
	b.until(last.AddDays(5))
	if got := managerOf(); got != b.mara.ID {
		t.Errorf("got manager %q some days later, want Mara", got)
	}
}

// Who talks with a partner that HR named goes on with the own line when the
// partner's last day is over.
func TestStageService_LeavingPartner(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if err := tx.NamePartner(ctx, b.grace.ID, b.ada.ID, b.hanna.ID, tx.Now()); err != nil {
			return err
		}
		return tx.MarkForPlanning(ctx, []domain.ID{b.grace.ID}, tx.Now())
	})
	b.tick()
	if got := b.talk(); got.Partner != b.ada.ID {
		t.Fatalf("got partner %q, want Ada", got.Partner)
	}
	s := domain.StageService{Practice: b.Practice}
	last := b.today().AddDays(3)
	if _, err := s.SetLeaving(t.Context(), b.act(b.hanna), b.ada.ID, last, true); err != nil {
		t.Fatal(err)
	}
	b.until(last.AddDays(1))
	if got := b.talk(); got.Partner != b.lee.ID {
		t.Errorf("got partner %q on the day after, want Lee", got.Partner)
	}
}

func TestStageService_Part(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.StageService{Practice: b.Practice}
	set := func(contractor, takesPart bool) domain.Person {
		if _, err := s.SetPart(t.Context(), b.act(b.hanna), b.grace.ID, contractor, takesPart); err != nil {
			t.Fatal(err)
		}
		b.tick()
		b.mayLook(b.hanna, b.grace, domain.ArrangedSheet)
		card, err := s.Card(t.Context(), b.hanna.ID, b.grace.ID)
		if err != nil {
			t.Fatal(err)
		}
		return card.Person
	}
	if p := set(true, false); p.Converses() || b.talk().ID != "" {
		t.Errorf("a contractor converses: %+v", p)
	}
	if p := set(true, true); !p.Converses() || b.talk().State != domain.TalkPlanned {
		t.Errorf("a contractor of whom HR says so does not: %+v", p)
	}
	if p := set(false, false); p.Kind != domain.Member || p.TakesPart {
		t.Errorf("got %+v, want a member again", p)
	}
	if _, err := s.SetPart(t.Context(), b.act(b.lee), b.grace.ID, true, false); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v for a manager, want it refused", err)
	}
}

func TestPeopleService_OwnHours(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := domain.PeopleService{Practice: b.Practice}
	early, err := domain.EvenPattern([]int{int(time.Sunday), int(time.Monday)}, domain.NewTimeOfDay(7, 0), domain.NewTimeOfDay(13, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetHours(t.Context(), b.act(b.grace), early); err != nil {
		t.Fatal(err)
	}
	got, err := s.Hours(t.Context(), b.grace.ID)
	if err != nil || got.Own != early || got.Usual != domain.DefaultPattern() {
		t.Errorf("got %+v, %v; want the own hours beside the usual ones", got, err)
	}
	b.tick()
	if day := b.talk().Rule.Day.Weekday(); day != time.Sunday && day != time.Monday {
		t.Errorf("the conversation opens on a %s, want one of the own days", day)
	}
	if _, err := domain.EvenPattern([]int{1}, domain.NewTimeOfDay(9, 0), domain.NewTimeOfDay(9, 0)); err == nil {
		t.Error("hours of no length were taken")
	}
}
