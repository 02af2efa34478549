package demo

import (
	"context"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

// App is what the demo moves: Rapport as it serves any workspace.
type App interface {
	// Tick does what has become due.
	Tick(ctx context.Context) error
	// Next is when something becomes due after an instant.
	Next(ctx context.Context, after time.Time) (time.Time, bool)
	// Settled returns when everything is answered and sent.
	Settled(ctx context.Context) error
}

// Mover moves the clock of a running demo.
type Mover struct {
	Clock *Clock
	App   App
	// Habit, where set, lets the company act at each stop.
	Habit *Habit
	// Zone is where "tomorrow, 9:00" is meant.
	Zone *time.Location
	// Stopped, where set, is called at each stop when everything is sent.
	Stopped func()
}

// morning is when the demo's days begin, after everything that opens in the
// morning has opened.
var morning = domain.NewTimeOfDay(11, 0)

// Moves are the buttons of the page.
func (m *Mover) Moves() []sandbox.Move {
	step := func(id, label string, target func(domain.Date) domain.Date) sandbox.Move {
		return sandbox.Move{ID: id, Label: label, Do: func(ctx context.Context) error {
			today := domain.DateOf(m.Clock.Now(), m.Zone)
			return m.To(ctx, target(today).In(m.Zone, morning))
		}}
	}
	return []sandbox.Move{
		{ID: "hour", Label: "+1 hour", Do: func(ctx context.Context) error { return m.To(ctx, m.Clock.Now().Add(time.Hour)) }},
		step("day", "Tomorrow", func(d domain.Date) domain.Date { return d.AddDays(1) }),
		step("monday", "Next Monday", func(d domain.Date) domain.Date { return d.WeekStart().AddDays(7) }),
		step("month", "Next month", func(d domain.Date) domain.Date { return d.MonthEnd().AddDays(1) }),
	}
}

// mostSteps bounds the due times of one move; a month of the company has some
// hundreds.
const mostSteps = 20000

// To moves to an instant, stopping at each due time on the way, and lets
// everything be sent before it goes on.
func (m *Mover) To(ctx context.Context, target time.Time) error {
	// What is due now may plan what comes next.
	if err := m.stop(ctx, m.Clock.Now()); err != nil {
		return err
	}
	for range mostSteps {
		next, ok := m.App.Next(ctx, m.Clock.Now())
		if !ok || next.After(target) {
			break
		}
		if err := m.stop(ctx, next); err != nil {
			return err
		}
	}
	return m.stop(ctx, target)
}

func (m *Mover) stop(ctx context.Context, at time.Time) error {
	m.Clock.MoveTo(at)
	if err := m.App.Tick(ctx); err != nil {
		return err
	}
	if m.Habit != nil && m.Habit.wakes(at) {
		// What has arrived is read before the company acts on it.
		if err := m.settle(ctx); err != nil {
			return err
		}
		if err := m.Habit.Act(ctx, at); err != nil {
			return err
		}
	}
	return m.settle(ctx)
}

// settle lets everything be sent, and read.
func (m *Mover) settle(ctx context.Context) error {
	if err := m.App.Settled(ctx); err != nil {
		return err
	}
	if m.Stopped != nil {
		m.Stopped()
	}
	return nil
}
