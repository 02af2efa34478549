package domain_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// house is a small company: Mara above Lee and Bo, Grace and Lin below Lee.
// Hanna is the people team.
type house struct {
	storagetest.Bench
	t       *testing.T
	service domain.ReportingService
	slack   accounts
	people  map[string]domain.Person
}

// accounts is a Slack directory that a test fills.
type accounts map[string]domain.Person

func (a accounts) Profile(_ context.Context, slackID string) (domain.Person, error) {
	if p, known := a[slackID]; known {
		return p, nil
	}
	return domain.Person{}, domain.Refuse(domain.NotFound, "person.unknown")
}

func (a accounts) GroupMembers(_ context.Context, group string) (string, []string, error) {
	if p, known := a[group]; known {
		return p.Handle, strings.Fields(p.Name), nil
	}
	return "", nil, domain.Refuse(domain.NotFound, "person.unknown")
}

func (accounts) Place(context.Context, string) (domain.Place, error) {
	return domain.Place{}, domain.Refuse(domain.NotFound, "person.unknown")
}

func (accounts) PlaceMembers(context.Context, string) ([]string, error) { return nil, nil }

// monday is a morning on which everybody works.
var monday = time.Date(2026, time.November, 2, 9, 0, 0, 0, time.UTC)

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Bench: storagetest.Practice(t), t: t, slack: accounts{}, people: map[string]domain.Person{}}
	h.Clock.Set(monday)
	h.FirstHR = []string{"hanna@example.com"}
	h.service = domain.ReportingService{Practice: h.Practice, Directory: h.slack}
	for _, pair := range [][2]string{{"mara", ""}, {"hanna", "mara"}, {"lee", "mara"}, {"bo", "mara"}, {"grace", "lee"}, {"lin", "lee"}} {
		h.join(pair[0], pair[1])
	}
	h.do(func(ctx context.Context, tx domain.Tx) error {
		p := domain.DefaultPolicy()
		p.Conversations.Start = domain.NewDate(2026, time.October, 1)
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: p, At: tx.Now()})
	})
	return h
}

func (h *house) do(f func(context.Context, domain.Tx) error) {
	h.t.Helper()
	if err := h.Store.InTx(h.t.Context(), f); err != nil {
		h.t.Fatal(err)
	}
}

// join adds somebody below a manager.
func (h *house) join(name, manager string) domain.Person {
	h.t.Helper()
	p := domain.Person{
		SlackID: "U" + strings.ToUpper(name), Name: strings.ToUpper(name[:1]) + name[1:], Email: name + "@example.com",
		Zone: "UTC", Kind: domain.Member, Active: true, Manager: h.people[manager].ID,
	}
	h.do(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	h.people[name] = p
	return p
}

func (h *house) id(name string) domain.ID { return h.people[name].ID }

func (h *house) act(name string) domain.Act {
	return domain.Act{Actor: h.id(name), Key: string(h.IDs.New())}
}

// managerOf gives the first name of somebody's manager.
func (h *house) managerOf(name string) string {
	h.t.Helper()
	manager := ""
	h.do(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, h.id(name))
		if err != nil || p.Manager == "" {
			return err
		}
		m, err := tx.Person(ctx, p.Manager)
		manager = strings.ToLower(m.Name)
		return err
	})
	return manager
}

// told takes the outbox: kind and recipient of each message, in order.
func (h *house) told() []string {
	h.t.Helper()
	var list []string
	for {
		claimed, err := h.DB.Outbox().Claim(h.t.Context(), 100, time.Minute)
		if err != nil {
			h.t.Fatal(err)
		}
		if len(claimed) == 0 {
			return list
		}
		for _, c := range claimed {
			list = append(list, c.Message.Kind+" "+h.nameOf(c.Message.Recipient))
			if err := h.DB.Outbox().Settle(h.t.Context(), c, domain.Settlement{State: domain.Sent}); err != nil {
				h.t.Fatal(err)
			}
		}
	}
}

func (h *house) nameOf(id domain.ID) string {
	for name, p := range h.people {
		if p.ID == id {
			return name
		}
	}
	return string(id)
}

// talk gives somebody an open conversation with a partner, in which both have
// shared what they prepared.
func (h *house) talk(employee, partner string, change ...func(*domain.Conversation)) domain.Conversation {
	h.t.Helper()
	c := domain.Conversation{
		ID: h.IDs.New(), Employee: h.id(employee), Partner: h.id(partner), Kind: domain.RegularTalk, Period: "2026-11",
		State: domain.TalkOpen, OpensAt: monday.Add(-time.Hour), OpenedAt: monday.Add(-time.Hour),
		Rule: domain.DueRule{Day: domain.DateOf(monday, time.UTC), Zone: "UTC"}, DueOn: domain.DateOf(monday, time.UTC).AddDays(14),
		Turn: domain.MeetTurn, EmployeeShared: monday, PartnerShared: monday,
	}
	for _, f := range change {
		f(&c)
	}
	h.do(func(ctx context.Context, tx domain.Tx) error {
		if err := tx.CreateConversation(ctx, c); err != nil {
			return err
		}
		for _, author := range []domain.ID{c.Employee, c.Partner} {
			words := []domain.PreparedAnswer{{Question: "q1", Prompt: "What went well?", Text: "words of " + h.nameOf(author)}}
			if _, err := tx.SavePreparation(ctx, domain.Preparation{Conversation: c.ID, Author: author, Answers: words, Shared: monday}); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

// talksOf lists somebody's conversations, newest first.
func (h *house) talksOf(name string, states ...domain.ConversationState) []domain.Conversation {
	h.t.Helper()
	var list []domain.Conversation
	h.do(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Conversations(ctx, domain.TalkFilter{Employee: h.id(name), States: states})
		return err
	})
	return list
}

func (h *house) mustAssign(person, manager string, on domain.Date) {
	h.t.Helper()
	_, err := h.service.Assign(h.t.Context(), h.act("hanna"), domain.Assignment{Person: h.id(person), Manager: h.people[manager].SlackID, On: on})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestReportingService_Assign(t *testing.T) {
	t.Parallel()
	t.Run("the new manager, the former one and the person are told, each once", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustAssign("grace", "bo", domain.Date{})
		if got := h.managerOf("grace"); got != "bo" {
			t.Errorf("got manager %q, want bo", got)
		}
		want := []string{"reporting.told grace", "reporting.moved lee", "reporting.moved bo"}
		if diff := cmp.Diff(want, h.told()); diff != "" {
			t.Errorf("messages (-want +got):\n%s", diff)
		}
	})
	t.Run("a loop is refused and spelled out", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		_, err := h.service.Assign(t.Context(), h.act("hanna"), domain.Assignment{Person: h.id("lee"), Manager: "UGRACE"})
		faults := domain.FaultsOf(err)
		if len(faults) != 1 || faults[0].Args["Line"] != "Lee → Grace → Lee" {
			t.Errorf("got %v %v, want the loop", err, faults)
		}
		if got := h.managerOf("lee"); got != "mara" {
			t.Errorf("got manager %q, want mara as before", got)
		}
	})
	t.Run("only the people team may, and nobody for themself or those above", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		for _, try := range [][2]string{{"lee", "grace"}, {"hanna", "hanna"}, {"hanna", "mara"}} {
			_, err := h.service.Assign(t.Context(), h.act(try[0]), domain.Assignment{Person: h.id(try[1]), Manager: "UBO"})
			if domain.CodeOf(err) != domain.Forbidden {
				t.Errorf("%s for %s: got %v, want forbidden", try[0], try[1], err)
			}
		}
	})
	t.Run("a later day waits, and comes on that day", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustAssign("grace", "bo", domain.NewDate(2026, time.November, 9))
		if got := h.managerOf("grace"); got != "lee" {
			t.Errorf("before the day: got manager %q, want lee", got)
		}
		h.Clock.Set(monday.AddDate(0, 0, 6))
		mustCarry(t, h, 0)
		h.Clock.Set(monday.AddDate(0, 0, 7))
		mustCarry(t, h, 1)
		if got := h.managerOf("grace"); got != "bo" {
			t.Errorf("on the day: got manager %q, want bo", got)
		}
	})
	t.Run("who is put at the top of the line is not counted as without a manager", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		if got := h.unassigned(); got != 1 {
			t.Fatalf("got %d people without a manager, want Mara", got)
		}
		other := h.join("olga", "") // not below anybody, so that she may decide for Mara
		h.people["olga"] = other
		h.FirstHR = append(h.FirstHR, "olga@example.com")
		h.service.Practice = h.Practice
		_, err := h.service.Assign(t.Context(), h.act("olga"), domain.Assignment{Person: h.id("mara"), Top: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := h.unassigned(); got != 1 {
			t.Errorf("got %d people without a manager, want Olga alone", got)
		}
	})
}

func mustCarry(t *testing.T, h *house, want int) {
	t.Helper()
	if n, err := h.service.Carry(t.Context(), 10); err != nil || n != want {
		t.Fatalf("carried %d, %v; want %d", n, err, want)
	}
}

func (h *house) unassigned() int {
	h.t.Helper()
	n := 0
	h.do(func(ctx context.Context, tx domain.Tx) (err error) {
		n, err = tx.CountWithoutManager(ctx)
		return err
	})
	return n
}

func TestReportingService_HandsConversationsOver(t *testing.T) {
	t.Parallel()
	t.Run("an open conversation pauses and goes on with the new manager", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		old := h.talk("grace", "lee")
		h.mustAssign("grace", "bo", domain.Date{})
		closed := h.talksOf("grace", domain.TalkClosed)
		if len(closed) != 1 || closed[0].ID != old.ID || closed[0].Ending != domain.Moved || closed[0].Partner != h.id("lee") {
			t.Errorf("got %+v, want the former one closed as moved", closed)
		}
		planned := h.talksOf("grace", domain.TalkPlanned)
		if len(planned) != 1 || planned[0].Partner != h.id("bo") || planned[0].Period != "2026-11" {
			t.Fatalf("got %+v, want one with Bo", planned)
		}
		if day := planned[0].Rule.Day; day != domain.NewDate(2026, time.November, 5) {
			t.Errorf("got %s, want the third working day after", day)
		}
	})
	t.Run("what was shared with the former stays there, and is the employee's draft for the next", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		old := h.talk("grace", "lee")
		h.mustAssign("grace", "bo", domain.Date{})
		next := h.talksOf("grace", domain.TalkPlanned)[0]
		talks := domain.ConversationService{Practice: h.Practice}
		if _, err := talks.See(t.Context(), h.id("bo"), old.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("Bo reads the former one: %v, want forbidden", err)
		}
		seen, err := talks.See(t.Context(), h.id("lee"), old.ID)
		if err != nil || len(seen.Theirs.Answers) != 1 {
			t.Errorf("Lee reads %+v, %v; want what Grace had shared", seen.Theirs, err)
		}
		theirs, err := talks.See(t.Context(), h.id("bo"), next.ID)
		if err != nil || len(theirs.Theirs.Answers) != 0 {
			t.Errorf("Bo reads %+v, %v; want nothing yet", theirs.Theirs, err)
		}
		mine, err := talks.See(t.Context(), h.id("grace"), next.ID)
		if err != nil || len(mine.Mine.Answers) != 1 || !mine.Mine.Shared.IsZero() {
			t.Errorf("Grace has %+v, %v; want a draft", mine.Mine, err)
		}
	})
	t.Run("a manager who is corrected before it opens is not who holds it", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.talk("grace", "lee")
		h.mustAssign("grace", "bo", domain.Date{})
		h.mustAssign("grace", "mara", domain.Date{})
		if _, err := (domain.ConversationService{Practice: h.Practice}).Replan(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		for _, c := range h.talksOf("grace", domain.TalkPlanned) {
			if c.Partner != h.id("mara") {
				t.Errorf("got %+v, want it with Mara", c)
			}
		}
	})
	t.Run("one that was held stays with the two who held it", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		old := h.talk("grace", "lee", func(c *domain.Conversation) { c.HeldOn, c.Turn = domain.DateOf(monday, time.UTC), domain.RecordTurn })
		h.mustAssign("grace", "bo", domain.Date{})
		open := h.talksOf("grace", domain.TalkOpen)
		if len(open) != 1 || open[0].ID != old.ID || open[0].Partner != h.id("lee") {
			t.Errorf("got %+v, want it as it was", open)
		}
	})
	t.Run("planning again makes no second one and moves none", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.talk("grace", "lee")
		h.mustAssign("grace", "bo", domain.Date{})
		talks := domain.ConversationService{Practice: h.Practice}
		before := h.talksOf("grace", domain.TalkPlanned)[0]
		for range 3 {
			h.do(func(ctx context.Context, tx domain.Tx) error { return tx.MarkForPlanning(ctx, nil, tx.Now()) })
			if _, err := talks.Replan(t.Context(), 100); err != nil {
				t.Fatal(err)
			}
		}
		planned := h.talksOf("grace", domain.TalkPlanned)
		if len(planned) != 2 || planned[1].ID != before.ID || planned[1].Period != "2026-11" || planned[0].Period != "2026-12" {
			t.Errorf("got %+v, want the moved one and December's", planned)
		}
	})
}
