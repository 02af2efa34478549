package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/slack-go/slack"

	"rapport/domain"
)

// personRoutes are what Slack tells of its accounts. Nobody acts in them.
func (b *Bot) personRoutes() []Route {
	return []Route{
		{Kind: Event, ID: EventJoined, Speed: Doing, Nobody: true, Handle: b.noteJoined},
		{Kind: Event, ID: EventUserChanged, Speed: Doing, Nobody: true, Handle: b.noteUserChanged},
		{Kind: Event, ID: EventGroupChanged, Speed: Doing, Nobody: true, Handle: b.noteGroupChanged},
	}
}

// accountIn reads the account that an event is about.
func (b *Bot) accountIn(req Request) (domain.Person, error) {
	var event struct {
		User slack.User `json:"user"`
	}
	if err := json.Unmarshal(req.Event, &event); err != nil || event.User.ID == "" {
		// It will not become readable by being sent again.
		b.meter.Count("bot_unreadable", req.ID, 1)
		return domain.Person{}, domain.Refuse(domain.NotFound, "person.unknown")
	}
	return PersonOf(event.User, b.home), nil
}

// noteJoined adds somebody who got an account. Delivered twice it finds them
// known.
func (b *Bot) noteJoined(ctx context.Context, req Request) (Reply, error) {
	account, err := b.accountIn(req)
	if err != nil {
		return Reply{}, err
	}
	if _, err := b.people.Join(ctx, account); err != nil {
		return Reply{}, fmt.Errorf("add who joined: %w", err)
	}
	return Nothing(), nil
}

// noteUserChanged takes over what changed of an account. Slack sends it for
// every new status too, so mostly nothing is written.
func (b *Bot) noteUserChanged(ctx context.Context, req Request) (Reply, error) {
	account, err := b.accountIn(req)
	if err != nil {
		return Reply{}, err
	}
	known, err := b.known(ctx, account.SlackID)
	if err != nil {
		return Reply{}, err
	}
	person, err := b.people.Enrol(ctx, account)
	if err != nil {
		return Reply{}, fmt.Errorf("take over a changed account: %w", err)
	}
	if person != known {
		b.touch(person.ID)
	}
	return Nothing(), b.watchStatus(ctx, req, person)
}

// known is the person behind an account; empty where there is none yet.
func (b *Bot) known(ctx context.Context, slackID string) (domain.Person, error) {
	var person domain.Person
	err := b.practice.Store.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
		person, err = tx.PersonBySlack(ctx, slackID)
		return err
	})
	if domain.CodeOf(err) == domain.NotFound {
		return domain.Person{}, nil
	}
	return person, err
}

// noteGroupChanged reads the people team's user groups anew, where an
// administrator has subscribed the app to their changes; else that happens each
// hour.
func (b *Bot) noteGroupChanged(ctx context.Context, _ Request) (Reply, error) {
	offices := domain.OfficeService{Practice: b.practice, Directory: b.directory}
	if _, err := offices.Refresh(ctx); err != nil {
		return Reply{}, fmt.Errorf("read the people team's user groups: %w", err)
	}
	return Nothing(), nil
}
