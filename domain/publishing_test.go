package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

func (b *bureau) first() domain.PriorityService { return domain.PriorityService{Practice: b.Practice} }

// priorities are what a reader sees.
func (b *bureau) priorities(reader domain.Person) domain.Priorities {
	b.t.Helper()
	p, err := b.first().Show(b.t.Context(), reader.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return p
}

// sentences is a draft of three, of which Lee answers for the first and Mara for the others.
func (b *bureau) sentences(period domain.Period, texts ...string) domain.PriorityDraft {
	d := domain.PriorityDraft{Version: b.priorities(b.hanna).Newest, Period: period.Key}
	for i, text := range texts {
		owner := b.mara.ID
		if i == 0 {
			owner = b.lee.ID
		}
		d.Entries = append(d.Entries, domain.Priority{Text: text, Owner: owner})
	}
	return d
}

var three = []string{"No night is lost to an outage.", "Customers find help within an hour.", "Nobody works alone on call."}

func (b *bureau) mustPublish(by domain.Person, d domain.PriorityDraft) domain.PriorityList {
	b.t.Helper()
	out, err := b.first().Publish(b.t.Context(), b.act(by), d)
	b.want(out, err, "", "published")
	return b.priorities(by).Now
}

func (b *bureau) quarter() domain.Period { return domain.Quarterly.Period(b.today()) }

// tellFirst runs the sweep that asks anew, an hour and more later.
func (b *bureau) tellFirst() {
	b.t.Helper()
	b.Clock.Set(b.Clock.Now().Add(61 * time.Minute))
	if _, err := b.first().TellPriorities(b.t.Context(), 10); err != nil {
		b.t.Fatal(err)
	}
}

func TestPriorityService_Publish(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		if _, err := b.first().Publish(t.Context(), b.act(b.mara), b.sentences(b.quarter(), three...)); domain.CodeOf(err) != domain.Forbidden {
			t.Fatalf("somebody whom no policy names publishes: %v", err)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			v.Policy.Priorities.Leaders, v.Version = []string{"mara@example.com"}, v.Version+1
			if err != nil {
				return err
			}
			return tx.SavePolicy(ctx, v)
		})
		stale := b.sentences(b.quarter(), three...)
		first := b.mustPublish(b.mara, b.sentences(b.quarter(), three...))
		if first.Version != 1 || len(first.Entries) != 3 || first.Entries[0].Owner != b.lee.ID || !b.priorities(b.ada).People[b.lee.ID].Active {
			t.Fatalf("got %+v", first)
		}
		_, err := b.first().Publish(t.Context(), b.act(b.hanna), stale)
		b.want(domain.Outcome{}, err, domain.Conflict, "")
		// Worded anew and moved they stay what they were; another sentence is another priority.
		second := b.mustPublish(b.hanna, b.sentences(b.quarter(), "No night is lost to any outage.", "We win the north.", three[1]))
		ids := []domain.ID{first.Entries[0].ID, first.Entries[1].ID}
		if second.Entries[0].ID != ids[0] || second.Entries[2].ID != ids[1] || slices.Contains(ids, second.Entries[1].ID) || second.Worded != 2 {
			t.Errorf("got %+v after %+v", second, first)
		}
		// The next quarter's stand beside, and hold from its first day on.
		b.mustPublish(b.mara, b.sentences(b.quarter().Next(), three...))
		if p := b.priorities(b.ada); p.Now.Version != 2 || p.Next.Version != 3 {
			t.Errorf("got %d now and %d next", p.Now.Version, p.Next.Version)
		}
		b.Clock.Set(b.quarter().Next().Start.In(time.UTC, domain.NewTimeOfDay(9, 0)))
		if p := b.priorities(b.ada); p.Now.Version != 3 || len(p.Earlier) != 1 || p.Earlier[0].Version != 2 {
			t.Errorf("got %d now, earlier %+v", p.Now.Version, p.Earlier)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			entries, err := tx.EntriesOf(ctx, "priorities-2")
			if len(entries) != 1 || entries[0].Actor != b.hanna.ID || !strings.Contains(entries[0].Content, "We win the north.") {
				t.Errorf("the ledger has %+v", entries)
			}
			return err
		})
	})
}

func TestPriorityService_PublishRefuses(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	for name, c := range map[string]struct {
		edit func(*domain.PriorityDraft)
		want string
	}{
		"two sentences": {func(d *domain.PriorityDraft) { d.Entries = d.Entries[:2] }, "text_1"},
		"six": {func(d *domain.PriorityDraft) {
			d.Entries = b.sentences(b.quarter(), "a", "b", "c", "d", "e", "f").Entries
		}, "text_1"},
		"the same twice":            {func(d *domain.PriorityDraft) { d.Entries[2].Text = strings.ToUpper(three[0]) }, "text_3"},
		"one that is too long":      {func(d *domain.PriorityDraft) { d.Entries[1].Text = strings.Repeat("ä", domain.MaxPriority+1) }, "text_2"},
		"one that nobody owns":      {func(d *domain.PriorityDraft) { d.Entries[1].Owner = "" }, "owner_2"},
		"an owner who is not known": {func(d *domain.PriorityDraft) { d.Entries[2].Owner = "p-none" }, "owner_3"},
		"a quarter that is over":    {func(d *domain.PriorityDraft) { d.Period = b.quarter().Previous().Key }, "period"},
		"no quarter":                {func(d *domain.PriorityDraft) { d.Period = "soon" }, "period"},
	} {
		d := b.sentences(b.quarter(), three...)
		c.edit(&d)
		_, err := b.first().Publish(t.Context(), b.act(b.hanna), d)
		if got := faultsOf(err); !slices.Contains(got, c.want) {
			t.Errorf("%s: got faults of %v (%v), want %s", name, got, err, c.want)
		}
	}
	if b.priorities(b.hanna).Newest != 0 {
		t.Error("something was published")
	}
}

func TestPriorityService_TellPriorities(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.assign("Engineer", &b.grace, &b.ada)
		b.mustApply(engineer())
		b.tell()
		for _, p := range []domain.Person{b.grace, b.ada} {
			out, err := b.expected().Serve(t.Context(), b.act(p), 0, "Quiet nights.")
			b.want(out, err, "", "said")
		}
		b.mustPublish(b.hanna, b.sentences(b.quarter(), three...))
		if n, err := b.first().TellPriorities(t.Context(), 10); n != 0 || err != nil {
			t.Fatalf("told while they are still edited: %d, %v", n, err)
		}
		b.tellFirst()
		if got := b.askedFor(b.grace); !slices.Contains(got, domain.AskPurpose) || b.show(b.grace, b.grace).UpToDate() {
			t.Errorf("asked for %v, want what the role serves", got)
		}
		if slices.Contains(b.askedFor(b.lee), domain.AskPurpose) {
			t.Error("somebody whose role has no profile is asked")
		}
		out, err := b.expected().Keep(t.Context(), b.act(b.grace))
		b.want(out, err, "", "said")
		// Another owner changes no sentence, and asks nobody.
		d := b.sentences(b.quarter(), three...)
		d.Entries[0].Owner = b.mara.ID
		b.mustPublish(b.hanna, d)
		b.tellFirst()
		if !b.show(b.grace, b.grace).UpToDate() || slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
			t.Error("asked again for a change of the owner")
		}
		// The next quarter's ask when it has begun.
		b.mustPublish(b.hanna, b.sentences(b.quarter().Next(), "Grow in the north.", "People stay with us.", "Money lasts."))
		b.tellFirst()
		if !b.show(b.grace, b.grace).UpToDate() {
			t.Error("asked before the quarter has begun")
		}
		b.Clock.Set(b.quarter().Next().Start.In(time.UTC, domain.NewTimeOfDay(9, 0)))
		b.tellFirst()
		if b.show(b.grace, b.grace).UpToDate() || !slices.Contains(b.askedFor(b.grace), domain.AskPurpose) {
			t.Error("not asked in the new quarter")
		}
	})
}

func TestPriorityService_Ask(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	list := b.mustPublish(b.hanna, b.sentences(b.quarter(), three...))
	for range 2 {
		owner, err := b.first().Ask(t.Context(), b.act(b.grace), list.Entries[0].ID)
		if err != nil || owner.ID != b.lee.ID {
			t.Fatalf("got %s, %v", owner.Name, err)
		}
	}
	if n := b.waiting(b.lee, domain.PriorityQuestion); n != 1 {
		t.Errorf("Lee is told %d times", n)
	}
	if _, err := b.first().Ask(t.Context(), b.act(b.grace), "y-none"); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("got %v for a priority that is none", err)
	}
	if _, err := b.first().Ask(t.Context(), b.act(b.lee), list.Entries[0].ID); err != nil || b.waiting(b.lee, domain.PriorityQuestion) != 0 {
		t.Errorf("Lee asks Lee: %v", err)
	}
}

func TestGoalService_ServesAPriority(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	list := b.mustPublish(b.hanna, b.sentences(b.quarter(), three...))
	d := b.draft(b.grace)
	d.Priority = "y-none"
	_, err := b.goals().Save(t.Context(), b.act(b.grace), d)
	if got := faultsOf(err); !slices.Equal(got, []string{"priority"}) {
		t.Fatalf("got faults of %v", got)
	}
	d.Priority = list.Entries[2].ID
	g := b.mustSave(b.grace, d)
	// It stays linked when the priority stands no longer, in the words of its time.
	b.mustPublish(b.hanna, b.sentences(b.quarter(), three[0], three[1], "Money lasts."))
	detail, err := b.goals().Show(t.Context(), b.lee.ID, g.ID)
	if err != nil || detail.Priority.Text != three[2] {
		t.Errorf("got %+v, %v", detail.Priority, err)
	}
	places, err := b.goals().Places(t.Context(), b.grace.ID, g)
	if err != nil || len(places.Priorities) != 4 || places.Priorities[0].ID != g.Priority {
		t.Errorf("got %+v, %v, want those in force and the one that it serves", places.Priorities, err)
	}
	d.ID, d.Version, d.Title = g.ID, g.Version, "No waits"
	if g = b.mustSave(b.grace, d); g.Priority != list.Entries[2].ID {
		t.Errorf("got %q, want it kept", g.Priority)
	}
}
