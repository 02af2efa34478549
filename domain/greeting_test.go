package domain_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/domain"
	"rapport/storage/storagetest"
)

// reception is a GreetingService on a database. Its clock stands at Tuesday,
// 24 November 2026, 10:00 in Berlin; conversations open from that day.
type reception struct {
	domain.GreetingService
	storagetest.Bench
	t *testing.T
}

func setupReception(t *testing.T, change ...func(*domain.Policy)) *reception {
	t.Helper()
	bench := storagetest.Practice(t)
	bench.Clock.Set(officeTuesday)
	r := &reception{Bench: bench, t: t, GreetingService: domain.GreetingService{Practice: bench.Practice}}
	policy := domain.DefaultPolicy()
	policy.Conversations.Start = domain.DateOf(officeTuesday, time.UTC)
	for _, c := range change {
		c(&policy)
	}
	r.tx(func(ctx context.Context, tx domain.Tx) error {
		return tx.SavePolicy(ctx, domain.PolicyVersion{Version: 1, Policy: policy})
	})
	return r
}

func (r *reception) tx(do func(context.Context, domain.Tx) error) {
	r.t.Helper()
	if err := r.DB.InTx(r.t.Context(), do); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reception) person(name string, change ...func(*domain.Person)) domain.Person {
	r.t.Helper()
	p := domain.Person{SlackID: "U" + name, Name: name, Zone: "Europe/Berlin", Kind: domain.Member, Active: true}
	for _, c := range change {
		c(&p)
	}
	r.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.CreatePerson(ctx, p)
		return err
	})
	return p
}

// greet runs the sweep until nobody is left, and gives the size of its pages.
func (r *reception) greet(limit int) []int {
	r.t.Helper()
	var pages []int
	for {
		n, more, err := r.Greet(r.t.Context(), limit)
		if err != nil {
			r.t.Fatal(err)
		}
		if n > 0 {
			pages = append(pages, n)
		}
		if !more {
			return pages
		}
	}
}

// deliver takes everything due out of the outbox and tells whom it greeted.
func (r *reception) deliver() []string {
	r.t.Helper()
	var names []string
	outbox := r.DB.Outbox()
	if _, err := (domain.ReleaseService{Practice: r.Bench.Practice}).Release(r.t.Context(), 100); err != nil {
		r.t.Fatal(err)
	}
	for {
		claims, err := outbox.Claim(r.t.Context(), 100, time.Minute)
		if err != nil {
			r.t.Fatal(err)
		}
		if len(claims) == 0 {
			return names
		}
		for _, c := range claims {
			settled := domain.Settlement{State: domain.Sent}
			if c.Message.Deed == domain.Post {
				settled.Delivery = &domain.Delivery{
					Kind: c.Message.Kind, Subject: c.Message.Subject, Recipient: c.Message.Recipient,
					Channel: "D" + string(c.Message.Recipient), TS: c.Message.Nonce, At: r.Clock.Now(),
				}
			}
			if err := outbox.Settle(r.t.Context(), c, settled); err != nil {
				r.t.Fatal(err)
			}
			if c.Message.Kind == domain.FirstContact {
				names = append(names, r.name(c.Message.Recipient))
			}
		}
	}
}

func (r *reception) name(id domain.ID) string {
	r.t.Helper()
	var p domain.Person
	r.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.Person(ctx, id)
		return err
	})
	return p.Name
}

// planned makes the planned conversation of a person due now and gives it
// after one sweep over what is due.
func (r *reception) opened(employee domain.ID) domain.Conversation {
	r.t.Helper()
	talks := domain.ConversationService{Practice: r.Bench.Practice}
	if _, err := talks.Advance(r.t.Context(), 10); err != nil {
		r.t.Fatal(err)
	}
	var list []domain.Conversation
	r.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		list, err = tx.Conversations(ctx, domain.TalkFilter{Employee: employee})
		return err
	})
	if len(list) == 0 {
		r.t.Fatal("there is no conversation")
	}
	return list[0]
}

// planNow adds a conversation that is due to open.
func (r *reception) planNow(employee domain.ID) {
	r.t.Helper()
	r.tx(func(ctx context.Context, tx domain.Tx) error {
		day := domain.DateOf(tx.Now(), time.UTC)
		return tx.CreateConversation(ctx, domain.Conversation{
			ID: r.Bench.IDs.New(), Employee: employee, Kind: domain.OwnNotes, Period: "2026-11", State: domain.TalkPlanned,
			OpensAt: tx.Now(), DueAt: tx.Now(), Rule: domain.DueRule{Day: day, Zone: "Europe/Berlin"},
		})
	})
}

func TestGreet_Everybody(t *testing.T) {
	t.Parallel()
	t.Run("who takes part is greeted once, page by page", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		for _, name := range []string{"Ada", "Bo", "Cem", "Dee", "Eve"} {
			r.person(name)
		}
		if diff := cmp.Diff([]int{2, 2, 1}, r.greet(2)); diff != "" {
			t.Errorf("pages (-want +got)\n%s", diff)
		}
		if got := len(r.deliver()); got != 5 {
			t.Errorf("greeted %d people, want 5", got)
		}
		r.Clock.Advance(time.Hour)
		if pages := r.greet(2); pages != nil || len(r.deliver()) != 0 {
			t.Errorf("somebody is greeted again: %v", pages)
		}
	})

	t.Run("a joiner is greeted within the hour", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		r.person("Ada")
		r.greet(10)
		r.deliver()
		r.person("Joi")
		r.Clock.Advance(20 * time.Minute)
		r.greet(10)
		if diff := cmp.Diff([]string{"Joi"}, r.deliver()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})

	t.Run("guests, leavers, bots and those who left are not", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		r.person("Guest", func(p *domain.Person) { p.Kind = domain.Guest })
		r.person("Bot", func(p *domain.Person) { p.Kind, p.TakesPart = domain.Bot, true })
		r.person("Left", func(p *domain.Person) { p.Active = false })
		r.person("Leaving", func(p *domain.Person) { p.Leaves = domain.DateOf(officeTuesday, time.UTC).AddDays(9) })
		r.person("Contractor", func(p *domain.Person) { p.Kind, p.TakesPart = domain.Contractor, true })
		r.greet(10)
		if diff := cmp.Diff([]string{"Contractor"}, r.deliver()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestGreet_When(t *testing.T) {
	t.Parallel()
	today := domain.DateOf(officeTuesday, time.UTC)
	for name, tt := range map[string]struct {
		start domain.Date
		want  int
	}{
		"nobody before the practice has a start": {domain.Date{}, 0},
		"nobody long before it":                  {today.AddDays(8), 0},
		"in the week before it":                  {today.AddDays(7), 1},
		"after it, for those who come then, too": {today.AddDays(-100), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := setupReception(t, func(p *domain.Policy) { p.Conversations.Start = tt.start })
			r.person("Ada")
			r.greet(10)
			if got := len(r.deliver()); got != tt.want {
				t.Errorf("greeted %d, want %d", got, tt.want)
			}
		})
	}

	t.Run("in the reader's hours", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		r.person("Ada")
		r.person("Pat", func(p *domain.Person) { p.Zone = "America/Los_Angeles" })
		r.greet(10)
		if diff := cmp.Diff([]string{"Ada"}, r.deliver()); diff != "" {
			t.Errorf("in the morning of Berlin (-want +got)\n%s", diff)
		}
		r.Clock.Set(time.Date(2026, time.November, 24, 17, 0, 0, 0, time.UTC)) // 9:00 in Los Angeles
		if diff := cmp.Diff([]string{"Pat"}, r.deliver()); diff != "" {
			t.Errorf("in the morning of Los Angeles (-want +got)\n%s", diff)
		}
	})
}

func TestGreet_BeforeTheFirstPrompt(t *testing.T) {
	t.Parallel()
	t.Run("nothing opens on the day of the first contact, and all on the next", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		ada := r.person("Ada")
		r.planNow(ada.ID)
		r.greet(10)
		r.deliver()
		c := r.opened(ada.ID)
		if c.State != domain.TalkPlanned || c.Rule.Day.String() != "2026-11-25" {
			t.Fatalf("it is %s and opens on %s", c.State, c.Rule.Day)
		}
		r.Clock.Set(c.OpensAt)
		if c := r.opened(ada.ID); c.State != domain.TalkOpen {
			t.Errorf("on the next working day it is %s", c.State)
		}
	})

	t.Run("a Friday's greeting lets nothing open before Monday", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		r.Clock.Set(time.Date(2026, time.November, 27, 9, 0, 0, 0, time.UTC))
		ada := r.person("Ada")
		r.planNow(ada.ID)
		r.greet(10)
		r.deliver()
		if c := r.opened(ada.ID); c.Rule.Day.String() != "2026-11-30" {
			t.Errorf("it opens on %s", c.Rule.Day)
		}
	})

	t.Run("what is on its way still does not count, but not for ever", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		ada := r.person("Ada")
		r.planNow(ada.ID)
		r.greet(10)
		for range 5 { // Wednesday to Tuesday, and nothing is delivered
			c := r.opened(ada.ID)
			if c.State != domain.TalkPlanned {
				t.Fatalf("it opened on %s", r.Clock.Now())
			}
			r.Clock.Set(c.OpensAt)
		}
		if c := r.opened(ada.ID); c.State != domain.TalkOpen {
			t.Errorf("after five working days it is %s", c.State)
		}
	})

	t.Run("no ask is sent before it either", func(t *testing.T) {
		t.Parallel()
		r := setupReception(t)
		ada := r.person("Ada")
		asks := domain.AskService{Practice: r.Bench.Practice}
		r.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.FileAsk(ctx, domain.Ask{ID: "a1", Person: ada.ID, Kind: domain.AskPartner, Subject: "c1", Urgency: domain.SomebodyWaits, NotBefore: tx.Now(), At: tx.Now()})
		})
		r.greet(10)
		r.deliver()
		if _, err := asks.Plan(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		if got := r.asked(ada.ID); len(got) != 1 || got[0].What != "held" || got[0].Reason != "met" {
			t.Fatalf("got %+v", got)
		}
		r.Clock.Set(time.Date(2026, time.November, 25, 8, 30, 0, 0, time.UTC))
		if _, err := asks.Plan(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		if got := r.asked(ada.ID); got[0].What != "sent" {
			t.Errorf("got %+v", got)
		}
	})
}

// asked is what became of a person's asks, newest first.
func (r *reception) asked(person domain.ID) []domain.SentLine {
	r.t.Helper()
	log, err := domain.SentService{Practice: r.Bench.Practice}.List(r.t.Context(), person)
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.DeleteFunc(log.Lines, func(l domain.SentLine) bool { return l.Class != domain.FromRapport })
}

func TestQuieter_OneMessageAWeek(t *testing.T) {
	t.Parallel()
	r := setupReception(t, func(p *domain.Policy) { p.Conversations.Start = domain.Date{} })
	ada := r.person("Ada")
	people := domain.PeopleService{Practice: r.Bench.Practice}
	if err := people.WantQuieter(t.Context(), domain.Act{Actor: ada.ID, Key: "q"}, true); err != nil {
		t.Fatal(err)
	}
	asks := domain.AskService{Practice: r.Bench.Practice}
	sent := func(id domain.ID) string {
		t.Helper()
		r.tx(func(ctx context.Context, tx domain.Tx) error {
			return tx.FileAsk(ctx, domain.Ask{ID: id, Person: ada.ID, Kind: domain.AskGoal, Subject: id, Urgency: domain.HasDate, NotBefore: tx.Now(), At: tx.Now()})
		})
		if _, err := asks.Plan(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		asked := r.asked(ada.ID)
		r.Clock.Advance(24 * time.Hour)
		return asked[0].What + " " + asked[0].Reason
	}
	if got := sent("a1"); got != "sent " {
		t.Errorf("on Tuesday: got %q", got)
	}
	if got := sent("a2"); got != "held week" {
		t.Errorf("on Wednesday: got %q, want it held for the week", got)
	}
	if err := people.WantQuieter(t.Context(), domain.Act{Actor: ada.ID, Key: "u"}, false); err != nil {
		t.Fatal(err)
	}
	if got := sent("a3"); got != "sent " {
		t.Errorf("on Thursday, as before: got %q", got)
	}
}

func TestIntroduce(t *testing.T) {
	t.Parallel()
	r := setupReception(t, func(p *domain.Policy) {
		p.Conversations.Start = domain.DateOf(officeTuesday, time.UTC).AddDays(6)
		p.Conversations.Cadence = "quarterly"
	})
	lee := r.person("Lee")
	ada := r.person("Ada", func(p *domain.Person) { p.Manager = lee.ID })
	in, err := r.Introduce(t.Context(), ada.ID)
	if err != nil {
		t.Fatal(err)
	}
	if in.Partner.Name != "Lee" || in.Started || in.Cadence != domain.Quarterly || in.PerWeek != 3 || in.Team == "" {
		t.Errorf("got %+v", in)
	}
	top, err := r.Introduce(t.Context(), lee.ID)
	if err != nil || top.Partner.ID != "" {
		t.Errorf("got partner %+v for the top of the line, %v", top.Partner, err)
	}
}
