package domain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// changesOf lists what a plan would change as "name column: old > new".
func changesOf(plan domain.ImportPlan) []string {
	var list []string
	for _, c := range plan.Changes {
		for _, f := range c.Fields {
			list = append(list, fmt.Sprintf("%s %s: %s > %s", c.Person.Name, f.Column, f.Old, f.New))
		}
	}
	return list
}

func roster(lines ...string) domain.Roster {
	return domain.ParseRoster([]byte(strings.Join(lines, "\n") + "\n"))
}

func (h *house) mustImport(r domain.Roster, on domain.Date) domain.ImportPlan {
	h.t.Helper()
	plan, err := h.service.Import(h.t.Context(), r, on)
	if err != nil {
		h.t.Fatal(err)
	}
	return plan
}

func TestReportingService_Import(t *testing.T) {
	t.Parallel()
	t.Run("a plan shows what would change and writes nothing", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.talk("grace", "lee")
		plan, err := h.service.PlanImport(t.Context(), roster(
			"email,manager,area,team,start",
			"GRACE@example.com,bo@example.com,Engineering,Platform,2024-02-01",
			"lin@example.com,lee@example.com,,,",
		), domain.Date{})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"Grace manager: Lee > Bo", "Grace team:  > Engineering/Platform", "Grace start:  > 2024-02-01"}
		if diff := cmp.Diff(want, changesOf(plan)); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
		if len(plan.Changes[0].Talks) != 1 {
			t.Errorf("got %d conversations touched, want Grace's", len(plan.Changes[0].Talks))
		}
		if got := h.managerOf("grace"); got != "lee" || len(h.told()) != 0 {
			t.Errorf("got manager %q; want lee, and nobody told", got)
		}
	})
	t.Run("each manager gets one message for all, and the people team one", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustImport(roster("email,manager", "grace@example.com,bo@example.com", "lin@example.com,bo@example.com"), domain.Date{})
		got := map[string]int{}
		for _, m := range h.told() {
			got[m]++
		}
		want := map[string]int{
			"reporting.told grace": 1, "reporting.told lin": 1, "reporting.moved lee": 1, "reporting.moved bo": 1, "reporting.imported hanna": 1,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
		if again := h.mustImport(roster("email,manager", "grace@example.com,bo@example.com"), domain.Date{}); len(changesOf(again)) != 0 || len(h.told()) != 0 {
			t.Errorf("the same file again: got %v, want nothing", changesOf(again))
		}
	})
	t.Run("one bad line and nothing is written", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		plan := h.mustImport(roster("email,manager,role",
			"grace@example.com,bo@example.com,Engineer",
			"nobody@example.com,bo@example.com,",
			"lin@example.com,who@example.com,"), domain.Date{})
		if diff := cmp.Diff([]string{"3 roster.unknown", "4 roster.manager_unknown"}, problemsOf(domain.Roster{Problems: plan.Problems})); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
		if got := h.managerOf("grace"); got != "lee" {
			t.Errorf("got manager %q, want lee", got)
		}
	})
	t.Run("a loop is spelled out at each line that makes it, also through people who are not in the file", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		plan := h.mustImport(roster("email,manager", "lin@example.com,bo@example.com", "mara@example.com,grace@example.com"), domain.Date{})
		if len(plan.Problems) != 1 || plan.Problems[0].Line != 3 {
			t.Fatalf("got %+v, want one in line 3", plan.Problems)
		}
		want := "mara@example.com → grace@example.com → lee@example.com → mara@example.com"
		if got := plan.Problems[0].Fault.Args["Line"]; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("two who change places are no loop", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		plan := h.mustImport(roster("email,manager", "lee@example.com,grace@example.com", "grace@example.com,mara@example.com"), domain.Date{})
		if len(plan.Problems) != 0 || h.managerOf("lee") != "grace" || h.managerOf("grace") != "mara" {
			t.Errorf("got %+v, Lee below %q, Grace below %q", plan.Problems, h.managerOf("lee"), h.managerOf("grace"))
		}
	})
	t.Run("who has left can neither be a person nor a manager", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		p := h.people["bo"]
		p.Active = false
		people := domain.PeopleService{Practice: h.Practice, Directory: h.slack}
		if _, err := people.Enrol(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		plan := h.mustImport(roster("email,manager", "bo@example.com,lee@example.com", "grace@example.com,bo@example.com"), domain.Date{})
		if diff := cmp.Diff([]string{"2 roster.left", "3 roster.manager_cannot"}, problemsOf(domain.Roster{Problems: plan.Problems})); diff != "" {
			t.Errorf("problems (-want +got):\n%s", diff)
		}
	})
	t.Run("a day still to come waits, and the same file again does not bring it forward", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		file := roster("email,manager", "grace@example.com,bo@example.com")
		h.mustImport(file, domain.NewDate(2026, time.December, 1))
		if got := h.mustImport(file, domain.Date{}); len(changesOf(got)) != 0 {
			t.Errorf("got %v, want nothing new", changesOf(got))
		}
		if got := h.managerOf("grace"); got != "lee" {
			t.Errorf("got manager %q, want lee until December", got)
		}
		h.Clock.Set(time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC))
		mustCarry(t, h, 1)
		if got := h.managerOf("grace"); got != "bo" {
			t.Errorf("got manager %q, want bo", got)
		}
	})
	t.Run("an empty cell leaves what is known, a dash takes it away", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustImport(roster("email,area,team,role", "grace@example.com,Engineering,Platform,Engineer"), domain.Date{})
		plan := h.mustImport(roster("email,manager,team,role", "grace@example.com,,,-", "mara@example.com,-,,"), domain.Date{})
		if diff := cmp.Diff([]string{"Grace role: Engineer > "}, changesOf(plan)); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
		if got := h.unassigned(); got != 0 {
			t.Errorf("got %d without a manager, want none: Mara is at the top by the file", got)
		}
	})
	t.Run("a field in profiles that names somebody else is shown once", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.do(func(ctx context.Context, tx domain.Tx) error {
			return tx.SaveReportingLine(ctx, domain.ReportingLine{Person: h.id("grace"), Source: domain.LineByField, Manager: h.id("lee"), State: domain.LineHolds})
		})
		for range 2 {
			h.mustImport(roster("email,manager", "grace@example.com,bo@example.com"), domain.Date{})
		}
		if got := h.differences(); len(got) != 1 || got[0].Source != domain.LineByField || got[0].InForce != h.id("bo") {
			t.Errorf("got %+v, want the field's", got)
		}
	})
}

// cadenceOf is somebody's rhythm now.
func (h *house) cadenceOf(name string) string {
	h.t.Helper()
	var cadence domain.Cadence
	talks := domain.ConversationService{Practice: h.Practice}
	h.do(func(ctx context.Context, tx domain.Tx) error {
		person, err := tx.Person(ctx, h.id(name))
		if err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		cadence, err = talks.CadenceOf(ctx, tx, person, version.Policy)
		return err
	})
	return cadence.String()
}

func TestReportingService_WhoIsANewManager(t *testing.T) {
	t.Parallel()
	t.Run("nobody whose people are read for the first time", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.join("kim", "")
		h.join("sam", "")
		h.join("tom", "")
		h.mustImport(roster("email,manager,start", "sam@example.com,kim@example.com,2026-11-01", "tom@example.com,kim@example.com,2020-01-01"), domain.Date{})
		if got := h.cadenceOf("kim"); got != "monthly" {
			t.Errorf("got %q for a manager of years, want monthly", got)
		}
		h.mustImport(roster("email,manager", "grace@example.com,kim@example.com"), domain.Date{})
		if got := h.cadenceOf("kim"); got != "monthly" {
			t.Errorf("got %q after one more report, want monthly", got)
		}
	})
	t.Run("nobody of whose people the first day is unknown", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.join("kim", "")
		h.join("sam", "")
		h.mustImport(roster("email,manager", "sam@example.com,kim@example.com"), domain.Date{})
		h.mustImport(roster("email,manager", "grace@example.com,kim@example.com"), domain.Date{})
		if got := h.cadenceOf("kim"); got != "monthly" {
			t.Errorf("got %q, want monthly", got)
		}
	})
	t.Run("who takes over another's people, for three months", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustImport(roster("email,manager", "grace@example.com,bo@example.com"), domain.Date{})
		if got := h.cadenceOf("bo"); got != "every 2 weeks" {
			t.Errorf("got %q, want every 2 weeks", got)
		}
		h.Clock.Set(monday.AddDate(0, 3, 0))
		if got := h.cadenceOf("bo"); got != "monthly" {
			t.Errorf("got %q after three months, want monthly", got)
		}
	})
	t.Run("whose first report begins today", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.join("sam", "")
		h.mustImport(roster("email,manager,start", "sam@example.com,bo@example.com,2026-11-02"), domain.Date{})
		if got := h.cadenceOf("bo"); got != "every 2 weeks" {
			t.Errorf("got %q, want every 2 weeks", got)
		}
	})
}
