package domain_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
)

// profiles are the managers that Slack's profiles name, by account.
type profiles struct {
	managers map[string]string
	fail     error
	asked    int
}

func (p *profiles) ManagerField(_ context.Context, slackID, field string) (string, bool, error) {
	p.asked++
	if p.fail != nil {
		return "", false, p.fail
	}
	manager, named := p.managers[slackID]
	return manager, named && field == "Xf12", nil
}

// withField names the field in the policy, and gives the service that reads it.
func (h *house) withField(p *profiles) domain.ProfileFieldService {
	h.t.Helper()
	h.do(func(ctx context.Context, tx domain.Tx) error {
		v, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		v.Version++
		v.Policy.People.ManagerField = "Xf12"
		return tx.SavePolicy(ctx, v)
	})
	return domain.ProfileFieldService{ReportingService: h.service, Profiles: p}
}

// read goes through the profiles a day later.
func (h *house) read(s domain.ProfileFieldService) {
	h.t.Helper()
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 1))
	if _, err := s.Sync(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func TestProfileFieldService_Sync(t *testing.T) {
	t.Parallel()
	t.Run("takes managers over, once a day", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		p := &profiles{managers: map[string]string{"UGRACE": "UBO"}}
		s := h.withField(p)
		h.read(s)
		if got := h.managerOf("grace"); got != "bo" {
			t.Errorf("got manager %q, want bo", got)
		}
		asked := p.asked
		if n, err := s.Sync(t.Context()); n != 0 || err != nil || p.asked != asked {
			t.Errorf("the same day again: looked at %d, %v", n, err)
		}
		h.told()
		h.read(s)
		if got := h.told(); len(got) != 0 {
			t.Errorf("the next day, without a change: told %v", got)
		}
	})
	t.Run("asks nobody where no field is named", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		p := &profiles{}
		h.read(domain.ProfileFieldService{ReportingService: h.service, Profiles: p})
		if p.asked != 0 {
			t.Errorf("asked for %d profiles, want none", p.asked)
		}
	})
	t.Run("the people team's word goes before, and the difference is shown", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.mustAssign("grace", "lee", domain.Date{})
		h.read(h.withField(&profiles{managers: map[string]string{"UGRACE": "UBO"}}))
		if got := h.managerOf("grace"); got != "lee" {
			t.Errorf("got manager %q, want lee", got)
		}
		if got := h.differences(); len(got) != 1 || got[0].Source != domain.LineByField || got[0].Loop {
			t.Errorf("got %+v, want the field's", got)
		}
	})
	t.Run("a loop is not taken, and shown", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.read(h.withField(&profiles{managers: map[string]string{"UMARA": "UGRACE"}}))
		if got := h.differences(); h.managerOf("mara") != "" || len(got) != 1 || !got[0].Loop {
			t.Errorf("got manager %q and %+v, want none and the loop", h.managerOf("mara"), got)
		}
	})
	t.Run("an emptied field takes back what it said", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		p := &profiles{managers: map[string]string{"UGRACE": "UBO"}}
		s := h.withField(p)
		h.read(s)
		delete(p.managers, "UGRACE")
		h.read(s)
		if got := h.managerOf("grace"); got != "" {
			t.Errorf("got manager %q, want none", got)
		}
	})
	t.Run("goes on where it was after Slack did not answer", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		p := &profiles{managers: map[string]string{"UGRACE": "UBO"}, fail: errors.New("rate limited")}
		s := h.withField(p)
		if _, err := s.Sync(t.Context()); err == nil {
			t.Fatal("got no error")
		}
		p.fail = nil
		h.Clock.Set(monday.Add(15 * time.Minute))
		if _, err := s.Sync(t.Context()); err != nil || h.managerOf("grace") != "bo" {
			t.Errorf("got %v, manager %q; want bo", err, h.managerOf("grace"))
		}
	})
}

func TestOfficeService_Sync(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.FirstHR = []string{"S0PEOPLE", "@hr-team", "hanna@example.com"}
	h.slack["S0PEOPLE"] = domain.Person{Handle: "people", Name: "ULEE UBO"}
	h.slack["hr-team"] = domain.Person{Handle: "hr-team", Name: "UBO UMARA"}
	s := domain.OfficeService{Practice: h.Practice, Directory: h.slack}
	members := func() []string {
		var ids []string
		h.do(func(ctx context.Context, tx domain.Tx) (err error) {
			ids, err = tx.Office(ctx, domain.OfficeHR)
			return err
		})
		return ids
	}
	if _, err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"UBO", "ULEE", "UMARA"}, members()); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	h.slack["S0PEOPLE"] = domain.Person{Handle: "people", Name: "UBO"}
	if _, err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(members()); got != 3 {
		t.Errorf("within the hour: got %d members, want the three of before", got)
	}
	h.Clock.Set(monday.Add(time.Hour))
	if _, err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"UBO", "UMARA"}, members()); diff != "" {
		t.Errorf("members an hour later (-want +got):\n%s", diff)
	}
}

func TestConversationService_Records(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	held := h.talk("grace", "lee", func(c *domain.Conversation) {
		c.State, c.Ending, c.Period, c.HeldOn = domain.TalkClosed, domain.Held, "2026-10", domain.DateOf(monday, time.UTC)
	})
	asked := h.talk("grace", "mara", func(c *domain.Conversation) {
		c.State, c.Ending, c.Kind, c.Period = domain.TalkClosed, domain.Held, domain.AskedTalk, "asked:1"
	})
	h.do(func(ctx context.Context, tx domain.Tx) error {
		for _, c := range []domain.Conversation{held, asked} {
			if _, err := tx.SaveSummary(ctx, domain.Summary{Conversation: c.ID, Author: c.Partner, Text: "agreed", ProposedAt: monday, ConfirmedAt: monday}); err != nil {
				return err
			}
		}
		return tx.CreateCommitment(ctx, domain.Commitment{ID: "c1", Conversation: held.ID, Employee: held.Employee, Who: held.Partner, What: "ask Legal", State: domain.PromiseOpen})
	})
	h.mustAssign("grace", "bo", domain.Date{})
	talks := domain.ConversationService{Practice: h.Practice}
	for _, reader := range []string{"grace", "bo"} {
		got, err := talks.Records(t.Context(), h.id(reader), h.id("grace"))
		if err != nil || len(got.Records) != 1 || got.Records[0].Conversation.ID != held.ID || len(got.Records[0].Promises) != 1 {
			t.Errorf("%s: got %+v, %v; want the one that was held with Lee, and not the one asked for", reader, got.Records, err)
		}
	}
	for _, reader := range []string{"lee", "lin", "mara", "hanna"} {
		if _, err := talks.Records(t.Context(), h.id(reader), h.id("grace")); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("%s: got %v, want forbidden", reader, err)
		}
	}
}
