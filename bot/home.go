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
		{Kind: Press, ID: PressAskAll, Speed: Opening, Handle: b.openWaiting},
		{Kind: Press, ID: PressPolicy, Speed: Opening, Handle: b.openPolicy},
		{Kind: Press, ID: PressRhythms, Speed: Opening, Handle: b.openRhythms},
		{Kind: Submit, ID: PolicyForm, Speed: Doing, Fields: policyFields, Handle: b.submitPolicy, Again: b.openPolicy},
	}
}

// openHome shows Home as it is now. Slack calls it the opening of Home too when
// somebody reads the messages of the app.
func (b *Bot) openHome(ctx context.Context, req Request) (Reply, error) {
	if req.Value == "messages" {
		return Nothing(), nil
	}
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
	rows, err := b.waiting(ctx, v, home.Standing.Person.ID)
	if err != nil {
		return blockkit.Home{}, err
	}
	return homePage(v, home, rows, b.practice.Clock.Now()), nil
}

// The times of refreshing a Home, in practice and in machine time.
const (
	homeFresh   = 10 * time.Minute // how long after it was opened it is refreshed
	homeTick    = time.Second      // how often it is looked for what changed
	homePace    = 5 * time.Second  // at most one publication of a person in that time
	homeTimeout = 10 * time.Second
)

// touch notes that something on a person's Home changed.
func (b *Bot) touch(person domain.ID) {
	if person == "" {
		return
	}
	b.touched.add(person)
}

// touchTeam touches the people team, on whose Homes the organisation stands.
func (b *Bot) touchTeam(ctx context.Context) {
	b.later(ctx, func(ctx context.Context) {
		team, err := b.policies.Team(ctx)
		if err != nil {
			b.meter.Count("bot_home_refresh", "failed", 1)
			b.log.LogAttrs(ctx, slog.LevelInfo, "homes of the people team are not refreshed", slog.Any("error", err))
		}
		for _, person := range team {
			b.touch(person.ID)
		}
	})
}

// refreshHomes publishes the Homes that changed and were opened lately, until
// the context ends.
func (b *Bot) refreshHomes(ctx context.Context) {
	tick := time.NewTicker(homeTick)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			for _, id := range b.touched.take(now, homePace) {
				b.refreshHome(ctx, id)
			}
		}
	}
}

// refreshHome publishes one. Where Slack does not take it, it is tried a few
// times more: somebody is looking at it.
func (b *Bot) refreshHome(ctx context.Context, id domain.ID) {
	defer b.caught()
	ctx, cancel := context.WithTimeout(ctx, homeTimeout)
	defer cancel()
	err := b.publishHome(ctx, id)
	if err == nil {
		b.touched.shown(id)
		return
	}
	b.touched.again(id)
	b.meter.Count("bot_home_refresh", "failed", 1)
	b.log.LogAttrs(ctx, slog.LevelInfo, "home was not refreshed", slog.Any("error", err))
}

// publishHome shows a person's Home anew if it was opened lately. Most were not,
// and cost one row.
func (b *Bot) publishHome(ctx context.Context, id domain.ID) error {
	person, _, err := b.readerAnd(ctx, id, "")
	if err != nil {
		return err
	}
	if person.HomeSeen.IsZero() || b.practice.Clock.Now().Sub(person.HomeSeen) > homeFresh {
		return nil
	}
	home, err := b.homes.Show(ctx, id)
	if err != nil {
		return err
	}
	view, err := b.homeView(ctx, home)
	if err != nil {
		return err
	}
	return b.client.PublishHome(ctx, person.SlackID, view)
}
