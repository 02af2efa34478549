package bot_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

func TestErasure_ByTwoOfThePeopleTeam(t *testing.T) {
	t.Parallel()
	b := feedbackTeam(t)
	b.person("Hanna Hr")
	b.person("Ivo Second")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hanna@example.com", "ivo@example.com"} })
	b.command("UADA", "/kudos", "<@UGRACE> for the release notes")
	b.delivered()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.PersonBySlack(ctx, "UGRACE")
		if err != nil {
			return err
		}
		p.Active = false
		_, err = tx.UpdatePerson(ctx, p)
		return err
	})
	b.press("UADA", pressed{ID: bot.PressErasure})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	b.press("UHANNA", pressed{ID: bot.PressErasure})
	find := last(t, b.slack.opened)
	if faults := b.submit("UHANNA", find, object{bot.FieldErasureName: typed("Nobody At All")}).errors(); faults[bot.FieldErasureName] == "" {
		t.Errorf("got %v", faults)
	}
	if faults := b.submit("UHANNA", find, object{bot.FieldErasureName: typed("ada@example.com")}).errors(); !strings.Contains(fmt.Sprint(faults), "is still here") {
		t.Errorf("got %v", faults)
	}
	plan := b.submit("UHANNA", find, object{bot.FieldErasureName: typed("grace@example.com")})
	plan.wants("Grace Hopper: what erasing does", "Thanks: 1 go, 0 stay", "A second of your team says yes")
	person := b.personID("UGRACE")
	service := domain.ErasureService{Practice: b.Practice}
	e, err := service.Ask(t.Context(), domain.Act{Actor: b.personID("UHANNA"), Key: "k"}, person, "She *asked* for it.")
	if err != nil {
		t.Fatal(err)
	}
	letter := last(t, of(b.delivered(), domain.ErasureAsked, domain.Post))
	letter.lacks("Grace", "asked* for it")
	b.press("UIVO", pressed{ID: bot.PressErasureLook, Value: letter.button(bot.PressErasureLook)})
	view := lookAt(t, last(t, b.slack.opened))
	view.wants("Grace Hopper: what erasing does", "She *asked* for it.")
	b.press("UHANNA", pressed{ID: bot.PressErasureYes, Value: string(e.ID)})
	look(t, last(t, b.slack.responses)).wants("somebody else of your team")
	b.press("UIVO", pressed{ID: bot.PressErasureYes, Value: view.button(bot.PressErasureYes)})
	look(t, last(t, b.slack.responses)).wants("It is being erased")
	for i, more := 0, true; more; i++ {
		if i > 1000 {
			t.Fatal("the erasure does not come to rest")
		}
		if _, more, err = service.Advance(t.Context(), 100); err != nil {
			t.Fatal(err)
		}
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.Person(ctx, person)
		if p.Name != "" || p.ErasedAt.IsZero() {
			t.Errorf("Grace is %+v", p)
		}
		return err
	})
}

// personID is our id behind Slack's.
func (b *bench) personID(slackID string) (id domain.ID) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		p, err := tx.PersonBySlack(ctx, slackID)
		id = p.ID
		return err
	})
	return id
}
