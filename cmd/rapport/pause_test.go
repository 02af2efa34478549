package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapport/domain"
	"rapport/sandbox"
	"rapport/storage/storagetest"
)

// paused is the demo's company, whose people team presses the pause while the
// card of everybody waits for Slack. The benchmark of the pause does the same
// with a whole town; here the days until its end pass.
type paused struct {
	*demoRun
	t      *testing.T
	people []domain.Person
	goals  map[domain.ID]domain.ID // what each of them is asked about
	calm   func()                  // lets Slack take posts again
}

func TestPause_UntilItsEnd(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		pauseUntilItsEnd(t, "sqlite:"+filepath.Join(t.TempDir(), "rapport.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		pauseUntilItsEnd(t, storagetest.EmptyPostgresConfig(t).URL)
	})
}

func pauseUntilItsEnd(t *testing.T, database string) {
	t.Helper()
	d, err := newStory(t.Context(), database, shell{out: io.Discard, err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.run(running) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	<-d.app.Up()
	d.mover.Habit = nil // only what Rapport asks of them is looked at
	p := &paused{demoRun: d, t: t, goals: map[domain.ID]domain.ID{}}
	p.do(func(ctx context.Context, tx domain.Tx) (err error) {
		p.people, err = tx.People(ctx, domain.PersonFilter{Active: true})
		p.people = slices.DeleteFunc(p.people, func(p domain.Person) bool { return !p.Converses() })
		return err
	})
	p.queue()
	last := domain.NewDate(2026, time.November, 5)
	p.press(last)
	over := p.people[3]
	p.do(func(ctx context.Context, tx domain.Tx) error {
		_, err := tx.CloseAsks(ctx, p.goals[over.ID], domain.AskGoal, over.ID, domain.AskAnswer)
		return err
	})
	before := p.cards()
	p.open()
	p.to(last.AddDays(4), 23)
	p.judge(before, last, over)
}

func (p *paused) do(do func(context.Context, domain.Tx) error) {
	p.t.Helper()
	if err := p.app.practice.Store.InTx(p.t.Context(), do); err != nil {
		p.t.Fatal(err)
	}
}

// to lets time pass, with everything that becomes due.
func (p *paused) to(day domain.Date, hour int) {
	p.t.Helper()
	if err := p.mover.To(p.t.Context(), day.In(p.mover.Zone, domain.NewTimeOfDay(hour, 0))); err != nil {
		p.t.Fatal(err)
	}
}

// queue has a card for everybody in the outbox, which Slack does not take.
func (p *paused) queue() {
	p.t.Helper()
	p.to(domain.NewDate(2026, time.November, 3), 15)
	p.calm = p.space.Fault(sandbox.Fault{Kind: sandbox.RateLimit, Method: "chat.postMessage", RetryAfter: time.Second})
	p.do(func(ctx context.Context, tx domain.Tx) error {
		clear(p.goals)
		for _, person := range p.people {
			goal, err := tx.CreateGoal(ctx, domain.Goal{
				ID: p.app.practice.IDs.New(), Owner: person.ID, ProposedBy: person.ID, Level: domain.PersonGoal, Dimension: domain.ResultGoal, Weight: 1,
				Title: "Launch a rocket", Measure: domain.Measure{Kind: domain.YesNoMeasure}, State: domain.GoalAgreed, Confidence: domain.OnTrack,
				Due: domain.NewDate(2027, time.March, 1), LastNews: tx.Now(), AgreedAt: tx.Now(), At: tx.Now(),
			})
			if err != nil {
				return err
			}
			p.goals[person.ID] = goal.ID
			ask := domain.Ask{ID: p.app.practice.IDs.New(), Person: person.ID, Kind: domain.AskGoal, Subject: goal.ID, Urgency: domain.WheneverYouCan, At: tx.Now(), NotBefore: tx.Now()}
			if err := tx.FileAsk(ctx, ask); err != nil {
				return err
			}
		}
		return nil
	})
	if err := p.app.Tick(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// press pauses everything by Home, with the second question.
func (p *paused) press(until domain.Date) {
	p.t.Helper()
	hanna := p.space.As("hanna")
	home, err := hanna.OpenHome(within(p.t))
	if err != nil {
		p.t.Fatal(err)
	}
	if err := home.Click(within(p.t), "Pause …"); err != nil {
		p.t.Fatal(err)
	}
	for _, step := range []string{"For whom?", "up to and including"} {
		form, err := hanna.AwaitModal(within(p.t), func(v *sandbox.View) bool { return strings.Contains(v.Text(), step) })
		if err != nil {
			p.t.Fatal(err)
		}
		if step == "For whom?" {
			if err := form.Fill("until", until.String()); err != nil {
				p.t.Fatal(err)
			}
		}
		if _, err := form.Submit(within(p.t)); err != nil {
			p.t.Fatal(err)
		}
	}
	p.do(func(ctx context.Context, tx domain.Tx) error {
		pauses, err := tx.Pauses(ctx, until)
		if err == nil && len(pauses) != 1 {
			p.t.Errorf("got %d pauses, want the one that was pressed", len(pauses))
		}
		return err
	})
}

// open lets Slack take posts again. What Ada is thanked for arrives, which also
// tells that the courier's rest is over.
func (p *paused) open() {
	p.t.Helper()
	p.calm()
	reply, err := p.space.As("grace").Command(within(p.t), "general", "/kudos", "@ada for the calm week.")
	if err != nil || reply.Ephemeral == nil || !strings.HasPrefix(reply.Ephemeral.Text(), "Sent") {
		p.t.Fatalf("type a kudos: %+v, %v", reply, err)
	}
	if _, err := p.space.As("ada").AwaitDM(within(p.t), mentions("for the calm week.")); err != nil {
		p.t.Error(err)
	}
}

// mostOnTheirWay is how many messages the courier hands to Slack at once. They
// may go for as long as one attempt takes, which is under a minute.
const mostOnTheirWay = 8

// dayOf names a person's day.
type dayOf struct {
	person domain.ID
	day    domain.Date
}

// cards counts the messages of asks that each person got on each day of theirs.
func (p *paused) cards() map[dayOf]int {
	p.t.Helper()
	cards := map[dayOf]int{}
	for _, person := range p.people {
		for _, m := range p.space.As(person.SlackID).DM() {
			if !strings.Contains(m.Text(), "Sent at most once a day") {
				continue
			}
			seconds, err := strconv.ParseFloat(m.TS, 64)
			zone, zoneErr := time.LoadLocation(person.Zone)
			if err != nil || zoneErr != nil {
				p.t.Fatal(err, zoneErr)
			}
			cards[dayOf{person.ID, domain.DateOf(time.Unix(int64(seconds), 0), zone)}]++
		}
	}
	return cards
}

// judge looks at the days of the pause, on which nobody is asked anything, and at
// those after it: everybody whose ask waited has a message, nobody two on a day.
func (p *paused) judge(before map[dayOf]int, last domain.Date, over domain.Person) {
	p.t.Helper()
	asked := map[domain.ID]bool{over.ID: true}
	onTheirWay := 0
	for at, n := range p.cards() {
		if n > 1 {
			p.t.Errorf("%s got %d cards on %s, want at most one", at.person, n, at.day)
		}
		switch {
		case at.day.After(last):
			asked[at.person] = true
		case n > before[at] && at.day == last.AddDays(-2):
			asked[at.person] = true
			onTheirWay++
		case n > before[at]:
			p.t.Errorf("%s got a card on %s, which is paused", at.person, at.day)
		}
	}
	if onTheirWay > mostOnTheirWay {
		p.t.Errorf("%d cards came after the pause was pressed, want at most the %d that were on their way", onTheirWay, mostOnTheirWay)
	}
	if missing := len(p.people) - len(asked); missing > len(p.people)/10 { // some are away
		p.t.Errorf("%d of %d people were asked nothing after the pause", missing, len(p.people))
	}
	for _, m := range p.space.As(over.SlackID).DM() {
		if strings.Contains(m.Text(), "Launch a rocket") {
			p.t.Errorf("%s was asked what was answered before: %s", over.Name, m.Text())
		}
	}
}
