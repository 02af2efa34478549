package domain_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

func (h *house) mustChoose(person, manager string) domain.Outcome {
	h.t.Helper()
	out, err := h.service.Choose(h.t.Context(), h.act(person), h.people[manager].SlackID)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// asked tells whether somebody is asked whether they are a person's manager.
func (h *house) asked(manager, person string) bool {
	h.t.Helper()
	found := false
	h.do(func(ctx context.Context, tx domain.Tx) error {
		asks, err := tx.OpenAsks(ctx, h.id(manager))
		for _, a := range asks {
			found = found || a.Kind == domain.AskManager && a.Subject == h.id(person)
		}
		return err
	})
	return found
}

func (h *house) differences() []domain.LineDifference {
	h.t.Helper()
	var list []domain.LineDifference
	h.do(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Differences(ctx, 100)
		return err
	})
	return list
}

func TestReportingService_Choose(t *testing.T) {
	t.Parallel()
	t.Run("the line holds from the yes of the manager named on", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		if out := h.mustChoose("grace", "bo"); out.Word != "asked" {
			t.Errorf("got %q, want asked", out.Word)
		}
		if got := h.managerOf("grace"); got != "lee" || !h.asked("bo", "grace") {
			t.Errorf("got manager %q, Bo asked %t; want lee as before, and Bo asked", got, h.asked("bo", "grace"))
		}
		if _, err := h.service.Answer(t.Context(), h.act("bo"), h.id("grace"), true); err != nil {
			t.Fatal(err)
		}
		if got := h.managerOf("grace"); got != "bo" || h.asked("bo", "grace") {
			t.Errorf("got manager %q, still asked %t", got, h.asked("bo", "grace"))
		}
		if diff := cmp.Diff([]string{"reporting.told grace", "reporting.moved lee"}, h.told()); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
	})
	t.Run("a no is told to the person, who can name another", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustChoose("grace", "bo")
		if _, err := h.service.Answer(t.Context(), h.act("bo"), h.id("grace"), false); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"reporting.answered grace"}, h.told()); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
		h.mustChoose("grace", "hanna")
		if h.asked("bo", "grace") || !h.asked("hanna", "grace") {
			t.Error("want Hanna asked now, and Bo no more")
		}
	})
	t.Run("nobody but the one named answers, and only once", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustChoose("grace", "bo")
		if _, err := h.service.Answer(t.Context(), h.act("lee"), h.id("grace"), true); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Lee answers: %v, want forbidden", err)
		}
		for i, want := range []domain.Code{"", domain.Conflict} {
			if _, err := h.service.Answer(t.Context(), h.act("bo"), h.id("grace"), true); domain.CodeOf(err) != want {
				t.Errorf("answer %d: got %v, want %q", i+1, err, want)
			}
		}
	})
	t.Run("somebody silent is asked again after three working days, and after ten the people team sees it", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustChoose("grace", "bo")
		h.do(func(ctx context.Context, tx domain.Tx) error {
			asks, err := tx.OpenAsks(ctx, h.id("bo"))
			if err != nil || len(asks) != 1 || len(asks[0].Again) != 1 {
				t.Fatalf("got %+v, %v; want one ask that comes again", asks, err)
			}
			if day := domain.DateOf(asks[0].Again[0], time.UTC); day != domain.NewDate(2026, time.November, 5) {
				t.Errorf("asked again on %s, want Thursday", day)
			}
			for day, want := range map[int]int{13: 0, 14: 1} { // ten working days end on Monday the 16th
				late, err := tx.LateLines(ctx, monday.AddDate(0, 0, day).Add(12*time.Hour), 10)
				if err != nil || len(late) != want {
					t.Errorf("after %d days: got %d on the list, %v; want %d", day, len(late), err, want)
				}
			}
			return nil
		})
	})
	t.Run("the people team's word goes before, and the difference is shown once", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustAssign("grace", "lee", domain.Date{})
		h.mustChoose("grace", "bo")
		out, err := h.service.Answer(t.Context(), h.act("bo"), h.id("grace"), true)
		if err != nil || out.Word != "differs" {
			t.Errorf("got %+v, %v; want that it differs", out, err)
		}
		if got := h.managerOf("grace"); got != "lee" {
			t.Errorf("got manager %q, want lee", got)
		}
		want := []domain.LineDifference{{Person: h.id("grace"), Source: domain.LineByChoice, Manager: h.id("bo"), InForce: h.id("lee"), At: monday}}
		if diff := cmp.Diff(want, h.differences()); diff != "" {
			t.Errorf("differences (-want +got):\n%s", diff)
		}
		h.mustAssign("grace", "lee", domain.Date{})
		if got := h.differences(); len(got) != 0 {
			t.Errorf("got %+v after it was looked at, want none", got)
		}
	})
}

func TestPeopleService_Leaving(t *testing.T) {
	t.Parallel()
	leave := func(t *testing.T, h *house, name string, active bool) {
		t.Helper()
		p := h.people[name]
		p.Active = active
		people := domain.PeopleService{Practice: h.Practice, Directory: h.slack}
		if _, err := people.Enrol(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("a manager's people go to the manager above the same day, with one message", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.talk("grace", "lee")
		leave(t, h, "lee", false)
		for _, name := range []string{"grace", "lin"} {
			if got := h.managerOf(name); got != "mara" {
				t.Errorf("%s: got manager %q, want mara", name, got)
			}
		}
		if planned := h.talksOf("grace", domain.TalkPlanned); len(planned) != 1 || planned[0].Partner != h.id("mara") {
			t.Errorf("got %+v, want it to go on with Mara", planned)
		}
		got := map[string]int{}
		for _, m := range h.told() {
			got[m]++
		}
		want := map[string]int{"reporting.told grace": 1, "reporting.told lin": 1, "reporting.moved mara": 1}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
	})
	t.Run("whom another source names goes before the manager above", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustChoose("grace", "bo")
		if _, err := h.service.Answer(t.Context(), h.act("bo"), h.id("grace"), true); err != nil {
			t.Fatal(err)
		}
		h.mustAssign("grace", "lee", domain.Date{})
		leave(t, h, "lee", false)
		if got := h.managerOf("grace"); got != "bo" {
			t.Errorf("got manager %q, want bo", got)
		}
	})
	t.Run("a leaver's conversations close, nothing is asked, and a rejoiner finds the file", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		old := h.talk("grace", "lee")
		leave(t, h, "grace", false)
		if got := h.talksOf("grace", domain.TalkOpen, domain.TalkPlanned); len(got) != 0 {
			t.Errorf("got %+v still open", got)
		}
		if got := h.talksOf("grace"); len(got) != 1 || got[0].ID != old.ID || got[0].Ending != domain.Ended {
			t.Errorf("got %+v, want the one that ended", got)
		}
		leave(t, h, "grace", true)
		talks := domain.ConversationService{Practice: h.Practice}
		if _, err := talks.Replan(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		if planned := h.talksOf("grace", domain.TalkPlanned); len(planned) != 1 || len(h.talksOf("grace")) != 2 {
			t.Errorf("got %+v planned, want one beside the old one", planned)
		}
	})
	t.Run("who comes back after the last day leaves no more", func(t *testing.T) {
		t.Parallel()
		for name, c := range map[string]struct {
			last domain.Date
			want bool
		}{
			"a last day that is past":      {domain.NewDate(2026, time.October, 30), false},
			"a last day that is to come":   {domain.NewDate(2026, time.November, 30), true},
			"a last day that is this very": {domain.NewDate(2026, time.November, 2), true},
		} {
			h := newHouse(t)
			h.do(func(ctx context.Context, tx domain.Tx) error {
				p, err := tx.Person(ctx, h.id("grace"))
				if err != nil {
					return err
				}
				p.Leaves, p.LeavesQuietly = c.last, true
				_, err = tx.UpdatePerson(ctx, p)
				return err
			})
			leave(t, h, "grace", false)
			leave(t, h, "grace", true)
			h.do(func(ctx context.Context, tx domain.Tx) error {
				p, err := tx.Person(ctx, h.id("grace"))
				if !p.Leaves.IsZero() != c.want || p.LeavesQuietly != c.want {
					t.Errorf("%s: got %v, quietly %v", name, p.Leaves, p.LeavesQuietly)
				}
				return err
			})
		}
	})
	t.Run("a leaver's people go on the same day, wherever they are", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.Clock.Set(monday.Add(17 * time.Hour)) // Tuesday by UTC, Monday evening in Los Angeles
		h.do(func(ctx context.Context, tx domain.Tx) error {
			p, err := tx.Person(ctx, h.id("grace"))
			if err != nil {
				return err
			}
			p.Zone = "America/Los_Angeles"
			_, err = tx.UpdatePerson(ctx, p)
			return err
		})
		leave(t, h, "lee", false)
		if got := h.managerOf("grace"); got != "mara" {
			t.Errorf("got manager %q, want mara at once", got)
		}
	})
	t.Run("what Slack leaves out of a closed account stays known", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		people := domain.PeopleService{Practice: h.Practice, Directory: h.slack}
		got, err := people.Enrol(t.Context(), domain.Person{SlackID: "UGRACE", Name: "Grace", Kind: domain.Member})
		if err != nil || got.Email != "grace@example.com" || got.Zone != "UTC" || got.Active {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a member who joins begins today", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		people := domain.PeopleService{Practice: h.Practice, Directory: h.slack}
		got, err := people.Join(t.Context(), domain.Person{SlackID: "UNEW", Name: "New", Zone: "UTC", Kind: domain.Member, Active: true})
		if want := domain.DateOf(monday, time.UTC); err != nil || got.Start != want {
			t.Errorf("got start %s, %v; want %s", got.Start, err, want)
		}
	})
}

// Each of two changes is right by itself; together they would be a loop.
func TestReportingService_TwoChangesAtOnce(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		service := domain.ReportingService{Practice: b.Practice}
		for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
			left, right := b.hire("left-"+name, b.mara.ID), b.hire("right-"+name, b.mara.ID)
			acts := []domain.Act{b.act(b.hanna), b.act(b.hanna)}
			answers := make(chan error, 2)
			for i, pair := range [][2]domain.Person{{left, right}, {right, left}} {
				go func() {
					_, err := service.Assign(t.Context(), acts[i], domain.Assignment{Person: pair[0].ID, Manager: pair[1].SlackID})
					answers <- err
				}()
			}
			done := 0
			for range 2 {
				switch err := <-answers; {
				case err == nil:
					done++
				case domain.CodeOf(err) != domain.Invalid:
					t.Errorf("%s: got %v, want the loop spelled out", name, err)
				}
			}
			if done != 1 {
				t.Errorf("%s: %d of the two were done, want one", name, done)
			}
		}
	})
}
