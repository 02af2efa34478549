package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

// Tale plays the company's story in a sandbox and writes down what its people
// do and read, day by day.
type Tale struct {
	Mover *Mover
	Space *sandbox.Workspace
	Out   io.Writer
	// Cards counts, by person and day, the messages that ask for something;
	// Messages counts all that Rapport wrote.
	Cards    map[string]map[domain.Date]int
	Messages int
	// Seal is the ledger's in the newest digest, as NUMBER:HASH.
	Seal string

	first   domain.Date
	seen    map[string]int       // how many messages of each place were told
	shapes  map[string]bool      // the closing lines of the messages told so far
	others  int                  // messages of the day to people without a story
	private []string             // words that belong into forms and Home alone
	leaks   []string             // where such words were read in a message
	told    map[part][]time.Time // when each part of the practice was told
	scene   part                 // what was told last, on this day
	err     error                // the first failure to write
}

// scene is something that somebody does, at a time in the company's zone, such as
// "2026-11-02 15:00".
type scene struct {
	when string
	of   part
	do   func(context.Context) error
}

// Play tells the days from now to the end of the last one, both included,
// doing each scene at its time. It stops at the first scene that does not end as
// it should. At the end it says how often each part of the practice was told, and
// fails where a private word stood in a message or somebody was asked twice a day.
func (t *Tale) Play(ctx context.Context, last domain.Date) error {
	t.seen, t.shapes, t.Cards = map[string]int{}, map[string]bool{}, map[string]map[domain.Date]int{}
	t.told = map[part][]time.Time{}
	t.recall()
	t.Mover.Stopped = t.listen
	if t.Mover.Habit != nil {
		t.Mover.Habit.join()
	}
	t.first = domain.DateOf(t.Mover.Clock.Now(), t.Mover.Zone)
	scenes, err := t.plan(last)
	if err != nil {
		return err
	}
	t.linef("The story of %s from %s to %s, as its people read it.\n", companyName, spelled(t.first), spelled(last))
	t.linef("All times are those of Berlin. What is read by the people with a story is told in full the first time, and later")
	t.linef("without the line at its end that says why it came. A heading names the part of the practice that follows.")
	for day := t.first; !day.After(last); day = day.AddDays(1) {
		t.linef("\n%s", spelled(day))
		t.scene, t.others = "", 0
		for len(scenes) > 0 && domain.DateOf(scenes[0].at, t.Mover.Zone) == day {
			if err := t.play(ctx, scenes[0]); err != nil {
				return err
			}
			scenes = scenes[1:]
		}
		if err := t.reach(ctx, day.AddDays(1).In(t.Mover.Zone, 0)); err != nil {
			return err
		}
		if t.others > 0 {
			t.linef("  %s to people without a story.", counted(t.others, "message", "messages"))
		}
	}
	t.summary()
	return errors.Join(t.err, t.faults())
}

// planned is a scene with its instant.
type planned struct {
	scene
	at time.Time
}

// plan puts the scenes up to the last day into the order of time.
func (t *Tale) plan(last domain.Date) ([]planned, error) {
	var list []planned
	for _, s := range t.scenes() {
		at, err := time.ParseInLocation("2006-01-02 15:04", s.when, t.Mover.Zone)
		if err != nil {
			return nil, fmt.Errorf("plan a scene: %w", err)
		}
		if !domain.DateOf(at, t.Mover.Zone).After(last) {
			list = append(list, planned{s, at})
		}
	}
	slices.SortStableFunc(list, func(a, b planned) int { return a.at.Compare(b.at) })
	return list, nil
}

// play lets a scene happen, and everything that it causes.
func (t *Tale) play(ctx context.Context, s planned) error {
	if err := t.reach(ctx, s.at); err != nil {
		return err
	}
	if t.scene != s.of {
		t.linef("\n  -- %s --", s.of)
		t.scene = s.of
	}
	if err := within(ctx, s.do); err != nil {
		return fmt.Errorf("play %s, %s: %w", s.when, s.of, err)
	}
	t.told[s.of] = append(t.told[s.of], s.at)
	return t.settle(ctx)
}

// sceneTime is how long a scene may take, in machine time: one that waits for
// something that never comes fails and says where.
const sceneTime = 2 * time.Minute

func within(ctx context.Context, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, sceneTime)
	defer cancel()
	return do(ctx)
}

// reach moves to an instant, telling what arrives on the way.
func (t *Tale) reach(ctx context.Context, at time.Time) error {
	if err := t.Mover.To(ctx, at); err != nil {
		return fmt.Errorf("move to %s: %w", at, err)
	}
	return nil
}

// settle lets everything that a scene caused arrive, and tells it.
func (t *Tale) settle(ctx context.Context) error {
	if err := t.Mover.App.Settled(ctx); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	t.listen()
	return nil
}

// person acts for a member.
func (t *Tale) person(handle string) *sandbox.Person {
	return t.Space.As(member{handle: handle}.slackID())
}

// saysf tells what somebody does.
func (t *Tale) saysf(format string, args ...any) {
	t.linef("  %s  %s", t.Mover.Clock.Now().In(t.Mover.Zone).Format("15:04"), fmt.Sprintf(format, args...))
}

func (t *Tale) linef(format string, args ...any) {
	if _, err := fmt.Fprintf(t.Out, format+"\n", args...); err != nil && t.err == nil {
		t.err = fmt.Errorf("write the tale: %w", err)
	}
}
