package bot

import (
	"context"
	"log/slog"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
)

func (b *Bot) homeRoutes() []Route {
	return []Route{
		{Kind: Event, ID: EventHomeOpened, Speed: Answering, Handle: b.openHome},
		{Kind: Press, ID: PressSent, Speed: Opening, Handle: b.openSent},
		{Kind: Press, ID: PressPolicy, Speed: Opening, Handle: b.openPolicy},
		{Kind: Submit, ID: PolicyForm, Speed: Doing, Fields: policyFields, Handle: b.submitPolicy},
	}
}

// openHome shows Home as it is now.
func (b *Bot) openHome(ctx context.Context, req Request) (Reply, error) {
	home, err := b.homes.Look(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	view, err := b.homeView(ctx, home)
	if err != nil {
		return Reply{}, err
	}
	return PublishHome(view), nil
}

// homeView renders a Home with what waits for its person.
func (b *Bot) homeView(ctx context.Context, home domain.Home) (blockkit.Home, error) {
	v := b.voiceOf(home.Standing.Person)
	waiting, err := b.asks.Waiting(ctx, home.Standing.Person.ID)
	if err != nil {
		return blockkit.Home{}, err
	}
	rows, err := b.rows(ctx, v, waiting)
	if err != nil {
		return blockkit.Home{}, err
	}
	return homePage(v, home, rows, b.practice.Clock.Now()), nil
}

// The times of refreshing a Home, in practice and in machine time.
const (
	homeFresh   = 10 * time.Minute // how long after it was opened it is refreshed
	homePace    = 2 * time.Second  // at most one publication of a person in that time
	homeTimeout = 10 * time.Second
)

// touch notes that something on a person's Home changed.
func (b *Bot) touch(person domain.ID) {
	if person == "" {
		return
	}
	b.touched.add(person)
}

// refreshHomes publishes the Homes that changed and were opened lately, until
// the context ends.
func (b *Bot) refreshHomes(ctx context.Context) {
	tick := time.NewTicker(homePace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			for _, id := range b.touched.take() {
				b.refreshHome(ctx, id)
			}
		}
	}
}

// refreshHome publishes one. Failing is no loss: opening Home renders it anew.
func (b *Bot) refreshHome(ctx context.Context, id domain.ID) {
	defer b.caught()
	ctx, cancel := context.WithTimeout(ctx, homeTimeout)
	defer cancel()
	home, err := b.homes.Show(ctx, id)
	if err == nil {
		seen := home.Standing.Person.HomeSeen
		if seen.IsZero() || b.practice.Clock.Now().Sub(seen) > homeFresh {
			return
		}
		var view blockkit.Home
		if view, err = b.homeView(ctx, home); err == nil {
			err = b.client.PublishHome(ctx, home.Standing.Person.SlackID, view)
		}
	}
	if err != nil && ctx.Err() == nil {
		b.meter.Count("bot_home_refresh", "failed", 1)
		b.log.LogAttrs(ctx, slog.LevelInfo, "home was not refreshed", slog.Any("error", err))
	}
}

// openSent shows what Rapport sent or held back, and why.
func (b *Bot) openSent(ctx context.Context, req Request) (Reply, error) {
	logs, err := b.asks.WhatWasSent(ctx, req.Person.ID)
	if err != nil {
		return Reply{}, err
	}
	return Open(sentView(req.Voice, logs)), nil
}
