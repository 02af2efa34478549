package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

// scenes are what the people with a story do in the quarter that begins on 2
// November 2026.
func (t *Tale) scenes() []scene {
	on := func(day, hour, minute int, do func(context.Context) error) scene {
		return scene{domain.Date{Year: 2026, Month: time.November, Day: day}, domain.NewTimeOfDay(hour, minute), do}
	}
	return []scene{
		on(2, 15, 0, t.adaThanks),
		on(2, 16, 0, t.boJoins),
		on(3, 16, 0, t.gracePrepares),
		on(3, 17, 30, t.leePlans),
		on(4, 15, 0, t.adaTells),
		on(4, 15, 0, t.graceProposes),
		on(4, 16, 0, t.linReads),
		on(4, 17, 0, t.leeAgrees),
		on(4, 18, 0, t.leeGathers),
		on(5, 15, 0, t.graceLooksBack),
		on(5, 19, 0, t.leeSaysHeld),
		on(6, 16, 0, t.graceSaysHeld),
		on(6, 17, 0, t.leeRecords),
		on(9, 16, 0, t.graceConfirms),
		on(10, 11, 0, t.hannaActs),
		on(13, 16, 0, t.graceLooks),
	}
}

// person acts for a member.
func (t *Tale) person(handle string) *sandbox.Person {
	return t.Space.As(member{handle: handle}.slackID())
}

// errNoMessage is a scene that does not find what it is about.
var errNoMessage = errors.New("no message says so")

// newest is the newest message to a member that says something.
func (t *Tale) newest(handle string, words ...string) (*sandbox.Message, error) {
	messages := t.person(handle).DM()
	for _, message := range slices.Backward(messages) {
		lacks := func(word string) bool { return !strings.Contains(message.Text(), word) }
		if !slices.ContainsFunc(words, lacks) {
			return message, nil
		}
	}
	return nil, fmt.Errorf("look for %q of %s: %w", words, handle, errNoMessage)
}

// press clicks a button in a message and gives the form that opens.
func (t *Tale) press(ctx context.Context, handle, words, button string) (*sandbox.View, error) {
	m, err := t.newest(handle, words)
	if err != nil {
		return nil, err
	}
	p := t.person(handle)
	return t.opened(ctx, p, func() error { return m.Click(ctx, p, button) })
}

// opened presses and gives the form that opens: one that says that it loads is
// not yet it.
func (t *Tale) opened(ctx context.Context, p *sandbox.Person, press func() error) (*sandbox.View, error) {
	if err := press(); err != nil {
		return nil, fmt.Errorf("press in a message: %w", err)
	}
	view, err := p.AwaitModal(ctx)
	if err != nil {
		return nil, fmt.Errorf("await a form: %w", err)
	}
	if err := view.Await(ctx, func(v *sandbox.View) bool { return v.JSON()["submit"] != nil }); err != nil {
		return nil, fmt.Errorf("await a form: %w", err)
	}
	return view, nil
}

// fill puts values into a form, in pairs of a label and a value, and sends it.
// What the form answers is closed.
func (t *Tale) fill(ctx context.Context, view *sandbox.View, pairs ...any) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := view.Fill(fmt.Sprint(pairs[i]), pairs[i+1]); err != nil {
			return fmt.Errorf("fill a form: %w", err)
		}
	}
	sent, err := view.Submit(ctx)
	if err != nil {
		return fmt.Errorf("send a form: %w", err)
	}
	if len(sent.Errors) > 0 {
		return fmt.Errorf("send a form: it is refused: %v", sent.Errors)
	}
	return nil
}

func (t *Tale) adaThanks(ctx context.Context) error {
	text := "@lin for the release notes: three customers understood them without calling us #craft"
	t.saysf("Ada types /kudos %s", text)
	if _, err := t.person("ada").Command(ctx, "thanks", "/kudos", text); err != nil {
		return fmt.Errorf("type a command: %w", err)
	}
	return nil
}

func (t *Tale) boJoins(ctx context.Context) error {
	t.saysf("Bo presses “Thank them too” under Ada's post.")
	posts := t.Space.Channel("thanks").Messages()
	if len(posts) == 0 {
		return errNoMessage
	}
	if err := posts[len(posts)-1].Click(ctx, t.person("bo"), "Thank them too"); err != nil {
		return fmt.Errorf("press under a post: %w", err)
	}
	return nil
}

func (t *Tale) gracePrepares(ctx context.Context) error {
	t.saysf("Grace prepares her conversation with Lee: she answers two of four questions and presses Share.")
	view, err := t.press(ctx, "grace", "prepare your conversation with Lee Park", "Prepare")
	if err != nil {
		return err
	}
	return t.fill(ctx, view,
		"What went well, and what was your part in it?", "The restore drill: the runbook held, and I led it.",
		"What would help most next: a decision, help, feedback, something to learn?", "A decision on the second region.")
}

// choose picks from the menu of Lee's card about Grace.
func (t *Tale) choose(ctx context.Context, option string) (*sandbox.View, error) {
	m, err := t.newest("lee", "Grace Hopper", cardFoot)
	if err != nil {
		return nil, err
	}
	lee := t.person("lee")
	return t.opened(ctx, lee, func() error { return m.Choose(ctx, lee, option) })
}

func (t *Tale) leePlans(ctx context.Context) error {
	t.saysf("Lee has a card about it, and plans the talk for Thursday at 10:00 in Boston.")
	view, err := t.choose(ctx, "Move")
	if err != nil {
		return err
	}
	return t.fill(ctx, view, "Or another day", "2026-11-05", "at", "10:00")
}

func (t *Tale) leeSaysHeld(ctx context.Context) error {
	t.saysf("They have talked, and Lee says so.")
	view, err := t.choose(ctx, "We already talked")
	if err != nil {
		return err
	}
	return t.fill(ctx, view, "On which day did you talk?", "2026-11-05")
}

func (t *Tale) graceSaysHeld(ctx context.Context) error {
	t.saysf("Grace says so, too.")
	m, err := t.newest("grace", "Yes, we talked")
	if err != nil {
		return err
	}
	if err := m.Click(ctx, t.person("grace"), "Yes, we talked"); err != nil {
		return fmt.Errorf("press in a message: %w", err)
	}
	return nil
}

func (t *Tale) leeRecords(ctx context.Context) error {
	t.saysf("Lee writes down what they agreed.")
	view, err := t.press(ctx, "lee", "Grace Hopper", "Summarise")
	if err != nil {
		return err
	}
	return t.fill(ctx, view, "In two or three sentences", "The second region waits for the board. Until then the drill is done each month.")
}

func (t *Tale) graceConfirms(ctx context.Context) error {
	t.saysf("Grace reads it and confirms.")
	view, err := t.press(ctx, "grace", "Read and confirm", "Read and confirm")
	if err != nil {
		return err
	}
	return t.fill(ctx, view, "Is it right?", "That is right")
}

func (t *Tale) hannaActs(ctx context.Context) error {
	t.saysf("Hanna acts on a fact of the digest, after she has seen what would be sent.")
	hanna := t.person(hr)
	for _, post := range t.Space.Channel("people-team").Messages() {
		if !strings.Contains(post.Text(), "Suggest a round") {
			continue
		}
		view, err := t.opened(ctx, hanna, func() error { return post.Click(ctx, hanna, "Suggest a round") })
		if err != nil {
			return err
		}
		return t.fill(ctx, view)
	}
	return errNoMessage
}

func (t *Tale) graceLooks(ctx context.Context) error {
	t.saysf("Grace opens Home.")
	home, err := t.person("grace").OpenHome(ctx)
	if err != nil {
		return fmt.Errorf("open home: %w", err)
	}
	t.linef("%s", indent(home.Text()))
	return t.err
}
