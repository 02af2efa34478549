package demo

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
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

	seen map[string]int // how many messages of each place were told
	err  error          // the first failure to write
}

// scene is something that somebody does.
type scene struct {
	day domain.Date
	at  domain.TimeOfDay
	do  func(context.Context) error
}

// Play tells the days from now to the end of the last one, both included,
// doing each scene at its time. It stops at the first scene that fails.
func (t *Tale) Play(ctx context.Context, last domain.Date) error {
	t.seen, t.Cards = map[string]int{}, map[string]map[domain.Date]int{}
	t.recall()
	t.Mover.Stopped = t.listen
	first := domain.DateOf(t.Mover.Clock.Now(), t.Mover.Zone)
	scenes := t.scenes()
	t.linef("The story of %s from %s to %s, as its people read it.", companyName, first, last)
	for day := first; !day.After(last); day = day.AddDays(1) {
		t.linef("\n%s %s", day.Weekday(), day)
		for _, s := range scenes {
			if s.day != day {
				continue
			}
			if err := t.reach(ctx, day.In(t.Mover.Zone, s.at)); err != nil {
				return err
			}
			if err := within(ctx, s.do); err != nil {
				return fmt.Errorf("play %s %s: %w", s.day, s.at, err)
			}
			if err := t.settle(ctx); err != nil {
				return err
			}
		}
		if err := t.reach(ctx, day.AddDays(1).In(t.Mover.Zone, 0)); err != nil {
			return err
		}
	}
	t.linef("\n%d messages in all.", t.Messages)
	return t.err
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

// heard is a message as the tale tells it.
type heard struct {
	at    time.Time
	place string
	text  string
}

// channels are those that the tale listens to.
var channels = []string{"general", "thanks", "people-team"}

// recall takes what stands in the channels for known: it is history.
func (t *Tale) recall() {
	for _, name := range channels {
		t.fresh(name, t.Space.Channel(name).Messages())
	}
}

// listen tells the messages that are new, those of people with a story in full
// and of the others how many there were.
func (t *Tale) listen() {
	var news []heard
	others := 0
	for _, m := range company() {
		messages := t.Space.As(m.slackID()).DM()
		for _, message := range t.fresh(m.slackID(), messages) {
			h := heard{at: momentOf(message.TS), place: m.name, text: message.Text()}
			t.count(m, h, message)
			if m.story {
				news = append(news, h)
			} else {
				others++
			}
		}
	}
	for _, name := range channels {
		for _, message := range t.fresh(name, t.Space.Channel(name).Messages()) {
			t.Messages++
			news = append(news, heard{at: momentOf(message.TS), place: "#" + name, text: message.Text()})
		}
	}
	slices.SortStableFunc(news, func(a, b heard) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.place, b.place)) })
	for _, h := range news {
		t.linef("  %s  to %s:\n%s", h.at.In(t.Mover.Zone).Format("15:04"), h.place, indent(h.text))
	}
	if others > 0 {
		t.linef("         and %d to others", others)
	}
}

// fresh are the messages of a place that were not told yet.
func (t *Tale) fresh(place string, messages []*sandbox.Message) []*sandbox.Message {
	from := min(t.seen[place], len(messages))
	t.seen[place] = len(messages)
	return messages[from:]
}

// count keeps how many cards a person got on a day of the own zone.
func (t *Tale) count(m member, h heard, message *sandbox.Message) {
	t.Messages++
	if !strings.Contains(h.text, cardFoot) || message.User == m.slackID() {
		return
	}
	zone, err := time.LoadLocation(places[m.place].zone)
	if err != nil {
		t.err = cmp.Or(t.err, err)
		return
	}
	if t.Cards[m.name] == nil {
		t.Cards[m.name] = map[domain.Date]int{}
	}
	t.Cards[m.name][domain.DateOf(h.at, zone)]++
}

// cardFoot is how a message that asks for something says why it came.
const cardFoot = "Sent at most once a day"

// momentOf reads Slack's time of a message.
func momentOf(ts string) time.Time {
	seconds, _, _ := strings.Cut(ts, ".")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(unix, 0)
}

func indent(text string) string {
	return "             " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n             ")
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
