package domain_test

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"rapport/domain"
	"rapport/storage"
	"rapport/storage/storagetest"
)

// ahead is how many posts a crowd's Slack takes in ten minutes.
const ahead = 20

// setupQueue makes a crowd in Berlin whose Slack takes two posts a minute, with
// one ask each that is due.
func setupQueue(t *testing.T, config storage.Config, n int) *crowd {
	t.Helper()
	c := setupCrowd(t, config, 0)
	c.PostsPerMinute = ahead / 10
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		for i := range n {
			p, err := tx.CreatePerson(ctx, domain.Person{
				ID: crowdID(i), SlackID: fmt.Sprintf("U%04d", i), Name: "Person", Zone: "Europe/Berlin", Kind: domain.Member, Active: true, Met: officeTuesday.AddDate(0, -1, 0),
			})
			if err != nil {
				return err
			}
			c.people = append(c.people, p.ID)
		}
		return nil
	})
	c.file("goal.news")
	return c
}

// file asks everybody something.
func (c *crowd) file(kind string) {
	c.t.Helper()
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, id := range c.people {
			a := domain.Ask{ID: c.IDs.New(), Person: id, Kind: kind, Subject: "s-" + id, Urgency: domain.HasDate, NotBefore: tx.Now(), At: tx.Now()}
			if err := tx.FileAsk(ctx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// plan plans until nothing more is done, as a tick does.
func (c *crowd) plan() {
	c.t.Helper()
	for done := 1; done > 0; {
		var err error
		if done, err = (domain.AskService{Practice: c.Practice}).Plan(c.t.Context(), 500); err != nil {
			c.t.Fatal(err)
		}
	}
}

// queued counts what is on its way.
func (c *crowd) queued() domain.Queued {
	c.t.Helper()
	var q domain.Queued
	c.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		q, err = tx.CountQueued(ctx, tx.Now().Add(-10*time.Minute), 1000)
		return err
	})
	return q
}

// drain sends up to n of what is in the lanes, and gives their kinds by reader.
func (c *crowd) drain(n int) map[domain.ID][]string {
	c.t.Helper()
	sent := map[domain.ID][]string{}
	for range 3 * n { // some lanes are empty
		if len(sent) == n {
			break
		}
		claims, err := c.DB.Outbox().Claim(c.t.Context(), 1, time.Minute)
		if err != nil {
			c.t.Fatal(err)
		}
		for _, claim := range claims {
			if err := c.DB.Outbox().Settle(c.t.Context(), claim, domain.Settlement{State: domain.Sent}); err != nil {
				c.t.Fatal(err)
			}
			sent[claim.Message.Recipient] = append(sent[claim.Message.Recipient], claim.Message.Kind)
		}
	}
	return sent
}

// thank tells people of thanks.
func (c *crowd) thank(people ...domain.ID) {
	c.t.Helper()
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		for _, id := range people {
			m := domain.Message{Kind: domain.KudosReceived, Deed: domain.Post, Class: domain.FromPeople, Recipient: id, Subject: "k-" + id}
			if err := tx.Tell(ctx, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func TestAskService_PlansAsFarAsSlackTakes(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupQueue(t, config(t), 70)
		c.plan()
		if q := c.queued(); q.Asks != ahead {
			t.Fatalf("%d cards are in the lanes, want %d", q.Asks, ahead)
		}
		c.drain(5)
		c.thank(c.people[:3]...)
		c.plan()
		if q := c.queued(); q.Asks != ahead-3 || q.People != 3 {
			t.Errorf("%+v are on their way, want %d cards: what people cause goes first", q, ahead-3)
		}
		c.drain(3) // the thanks
		if c.plan(); c.queued().Asks != ahead-3 {
			t.Errorf("%d cards, want %d: in ten minutes people will cause as much again", c.queued().Asks, ahead-3)
		}
		c.Clock.Advance(11 * time.Minute)
		if c.plan(); c.queued().Asks != ahead {
			t.Errorf("%d cards, want %d once nobody thanks any more", c.queued().Asks, ahead)
		}
	})
}

// However long it takes, everybody is told once, of everything that came due.
func TestAskService_NothingLostWhileItWaits(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupQueue(t, config(t), 70)
		told := map[domain.ID]int{}
		for step := range 40 {
			if step == 10 {
				c.file("conversation.rest") // what comes due meanwhile is merged into what waits
			}
			c.plan()
			if q := c.queued(); q.Own() > ahead {
				t.Fatalf("%+v are on their way, want at most %d", q, ahead)
			}
			for id, kinds := range c.drain(2) {
				told[id] += len(kinds)
			}
			c.Clock.Advance(time.Minute)
		}
		cards, logs := 0, map[string]int{}
		c.tx(func(ctx context.Context, tx domain.Tx) error {
			for _, id := range c.people {
				if told[id] > 1 {
					t.Errorf("%s was told %d times in a day", id, told[id])
				}
				cards += told[id]
				lines, err := tx.AskLogs(ctx, id, 9)
				if err != nil {
					return err
				}
				for _, l := range lines {
					logs[l.What+" "+l.Reason]++
				}
			}
			return nil
		})
		if want := len(c.people); cards != want {
			t.Errorf("%d cards were sent, want %d", cards, want)
		}
		if want := 2 * len(c.people); logs["sent "]+logs["merged "] != want || len(logs) != 2 {
			t.Errorf("got %v in the logs, want %d asks that were sent or merged, and nothing about waiting", logs, want)
		}
	})
}

// Who is not reached before their evening is told in the morning.
func TestAskService_WaitsForTheMorning(t *testing.T) {
	t.Parallel()
	c := setupQueue(t, storagetest.Config(t), 70)
	c.Clock.Set(officeTuesday.Add(6*time.Hour + 50*time.Minute)) // 16:50 in Berlin
	c.plan()
	c.drain(ahead)
	c.Clock.Advance(20 * time.Minute)
	if c.plan(); c.queued().Own() != 0 {
		t.Fatalf("%+v are on their way in the evening", c.queued())
	}
	morning := officeTuesday.AddDate(0, 0, 1).Add(-time.Hour) // 9:00
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		asks, err := tx.OpenAsks(ctx, c.people[len(c.people)-1])
		if err != nil || len(asks) != 1 || !asks[0].PlanAt.Equal(morning) {
			t.Errorf("got %+v, %v, want to be asked at %v", asks, err, morning)
		}
		logs, err := tx.AskLogs(ctx, c.people[len(c.people)-1], 9)
		if err != nil || len(logs) > 0 {
			t.Errorf("got %+v, %v, want nothing said about it", logs, err)
		}
		return nil
	})
	c.Clock.Set(morning)
	if c.plan(); c.queued().Asks != ahead {
		t.Errorf("%d cards in the morning, want %d", c.queued().Asks, ahead)
	}
}

func TestAskService_TwoReplicasReleaseNoMore(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupQueue(t, config(t), 120)
		var replicas sync.WaitGroup
		for range 3 {
			replicas.Go(func() {
				for range 4 {
					if _, err := (domain.AskService{Practice: c.Practice}).Plan(t.Context(), 500); err != nil {
						t.Error(err)
					}
				}
			})
		}
		replicas.Wait()
		if q := c.queued(); q.Asks != ahead {
			t.Errorf("%d cards are in the lanes, want %d", q.Asks, ahead)
		}
	})
}

func TestReleaseService(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, config func(testing.TB) storage.Config) {
		c := setupQueue(t, config(t), 70)
		c.tx(func(ctx context.Context, tx domain.Tx) error {
			for i, id := range c.people {
				held := domain.Message{Kind: "x.held", Recipient: id, Subject: id, Deed: domain.Post, HoldUntil: tx.Now(), Class: domain.Bulk}
				switch {
				case i >= 60:
					held.Class = domain.FromPeople
				case i >= 30:
					held.Class = domain.FromRapport
				}
				edit := domain.Message{Kind: "x.edit", Recipient: id, Subject: id, Deed: domain.Update, HoldUntil: tx.Now(), Class: domain.Quiet}
				for n := range 9 {
					edit.Detail = strconv.Itoa(n)
					if err := tx.Tell(ctx, edit); err != nil {
						return err
					}
				}
				if err := tx.Tell(ctx, held); err != nil {
					return err
				}
			}
			return nil
		})
		service := domain.ReleaseService{Practice: c.Practice}
		release := func() (released int) {
			for {
				n, err := service.Release(t.Context(), 100)
				if err != nil {
					t.Fatal(err)
				}
				if released += n; n == 0 {
					return released
				}
			}
		}
		release()
		if q := c.queued(); q.People != 10 || q.Own() != ahead-10 || q.Edits != 500 {
			t.Errorf("%+v are on their way; want all 10 of people, %d of ours, and the edits that Slack takes in ten minutes", q, ahead-10)
		}
		if n := release(); n != 0 {
			t.Errorf("released %d more without room", n)
		}
	})
}

// An edit that nobody is waiting for goes when there is room, a deletion at once.
func TestSweeps_HoldTheirEdits(t *testing.T) {
	t.Parallel()
	c := setupQueue(t, storagetest.Config(t), 1)
	c.plan()
	c.Clock.Advance(time.Minute)
	c.file("conversation.rest")
	c.plan()
	if q := c.queued(); q.Asks != 1 || q.Edits != 0 {
		t.Errorf("%+v are on their way, want the card, and its edit held", q)
	}
	if n, err := (domain.ReleaseService{Practice: c.Practice}).Release(t.Context(), 10); n != 1 || err != nil || c.queued().Edits != 1 {
		t.Errorf("released %d, %v, want the edit", n, err)
	}
}

func TestGreetingService_LeavesRoom(t *testing.T) {
	t.Parallel()
	c := setupQueue(t, storagetest.Config(t), 70)
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		for i := range 100 {
			zone := "Europe/Berlin"
			if i < 50 {
				zone = "Asia/Tokyo" // where it is evening
			}
			_, err := tx.CreatePerson(ctx, domain.Person{
				ID: domain.ID(fmt.Sprintf("new%03d", i)), SlackID: fmt.Sprint("N", i), Name: "New", Zone: zone, Kind: domain.Member, Active: true,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	greet := func() {
		for more := true; more; {
			var err error
			if _, more, err = (domain.GreetingService{Practice: c.Practice}).Greet(t.Context(), 30); err != nil {
				t.Fatal(err)
			}
		}
	}
	greet()
	c.plan()
	if q := c.queued(); q.Bulk != ahead/2 || q.Asks != ahead/2 {
		t.Errorf("%+v are on their way, want half of the room each for greetings and asks", q)
	}
	c.tx(func(ctx context.Context, tx domain.Tx) error {
		if held, err := tx.CountHeld(ctx, domain.Bulk, 1000); err != nil || held != ahead/2 {
			t.Errorf("%d, %v greetings wait for the morning, want %d", held, err, ahead/2)
		}
		return nil
	})
	greeted := map[domain.ID]int{}
	for range 24 * 6 {
		c.Clock.Advance(10 * time.Minute)
		if _, err := (domain.ReleaseService{Practice: c.Practice}).Release(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
		greet()
		c.plan()
		if q := c.queued(); q.Own() > ahead {
			t.Fatalf("%+v are on their way at %v, want at most %d", q, c.Clock.Now(), ahead)
		}
		for id, kinds := range c.drain(ahead) {
			for _, kind := range kinds {
				if kind == domain.FirstContact {
					greeted[id]++
				}
			}
		}
	}
	if len(greeted) != 100 {
		t.Errorf("%d were greeted in a day, want 100", len(greeted))
	}
	for id, n := range greeted {
		if n != 1 {
			t.Errorf("%s was greeted %d times", id, n)
		}
	}
}
