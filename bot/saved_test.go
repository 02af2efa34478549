package bot_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

// dyingStore cannot be read any more after a commit.
type dyingStore struct {
	domain.Store
	armed, dead atomic.Bool
}

func (s *dyingStore) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	err := s.Store.InTx(ctx, do)
	if err == nil && s.armed.Load() {
		s.dead.Store(true)
	}
	return err
}

func (s *dyingStore) Read(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	if s.dead.Load() {
		return context.DeadlineExceeded
	}
	return s.Store.Read(ctx, do)
}

// dying lets do happen on a store that dies at its commit.
func (s *dyingStore) dying(do func() seen) seen {
	s.armed.Store(true)
	defer func() {
		s.armed.Store(false)
		s.dead.Store(false)
	}()
	return do()
}

func TestSaved_IsNeverToldAsNotSaved(t *testing.T) {
	t.Parallel()
	store := &dyingStore{}
	b := setup(t, func(c *bot.Config) {
		store.Store = c.Practice.Store
		c.Practice.Store = store
	})
	b.line()
	ada := b.person("Ada Lovelace")
	id, _ := b.conversing()
	sam := b.person("Sam Ortiz")
	said := func(claim string, answer seen) {
		t.Helper()
		answer.wants("Saved.")
		answer.lacks("Not saved")
		if t.Failed() {
			t.Fatalf("that was %s", claim)
		}
	}
	byCall := func(seen) seen { return look(t, last(t, b.slack.responses)) }

	b.press("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: string(id)})
	prepare := last(t, b.slack.opened)
	said("sharing", store.dying(func() seen { return b.submit("UGRACE", prepare, nil) }))

	b.press("ULEE", pressed{ID: bot.PressTalkPlan, Value: string(id)})
	plan := last(t, b.slack.opened)
	tomorrow := domain.DateOf(b.Clock.Now(), time.UTC).AddDays(1)
	at := object{bot.FieldTalkDay: day(tomorrow), bot.FieldTalkTime: object{"type": "timepicker", "selected_time": "14:00"}}
	said("planning", store.dying(func() seen { return b.submit("ULEE", plan, at) }))

	said("the top of the line", byCall(store.dying(func() seen {
		return b.press("UHANNA", pressed{ID: bot.PressLineTop, Value: string(sam.ID)})
	})))
	b.press("UADA", pressed{ID: bot.PressLineOpen, Home: true})
	choose := last(t, b.slack.opened)
	said("naming a manager", store.dying(func() seen { return b.submit("UADA", choose, object{bot.FieldManager: user("UBO")}) }))
	said("the manager's yes", byCall(store.dying(func() seen {
		return b.press("UBO", pressed{ID: bot.PressLineYes, Value: string(ada.ID)})
	})))

	b.command("UGRACE", "/rapport", "keep what I learned")
	b.press("UGRACE", pressed{ID: bot.PressFile, Home: true})
	file := last(t, b.slack.opened)
	store.dying(func() seen { return b.pressIn("UGRACE", file, bot.PressFileDrop) })
	said("taking out of the file", lookAt(t, last(t, b.slack.pushed)))
}
