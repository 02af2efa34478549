package bot

import (
	"context"
	"strings"

	"rapport/domain"
)

// groupFields are the fields of a form that say whom something is about.
type groupFields struct {
	scope, manager, named string
}

// groupOf reads whom a form is about, and counts those named who are not of this
// organisation.
func (b *Bot) groupOf(ctx context.Context, v Values, f groupFields) (g domain.Group, strangers int, err error) {
	scope := v.Choice(f.scope)
	if area, is := strings.CutPrefix(scope, pauseArea); is {
		g.Area = area
	}
	if location, is := strings.CutPrefix(scope, pauseLocation); is {
		g.Location = location
	}
	if err := b.addPeople(ctx, v.Users(f.named), &g.Named, &strangers); err != nil {
		return g, strangers, err
	}
	var manager []domain.ID
	err = b.addPeople(ctx, v.Users(f.manager), &manager, &strangers)
	if len(manager) > 0 {
		g.Manager = manager[0]
	}
	return g, strangers, err
}

// addPeople finds the people behind Slack's ids, and counts those who are not of
// this organisation.
func (b *Bot) addPeople(ctx context.Context, slackIDs []string, into *[]domain.ID, strangers *int) error {
	for _, id := range slackIDs {
		p, err := b.people.Meet(ctx, id)
		switch {
		case domain.CodeOf(err) == domain.NotFound:
			*strangers++
		case err != nil:
			return err
		default:
			*into = append(*into, p.ID)
		}
	}
	return nil
}
