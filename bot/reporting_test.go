package bot_test

import (
	"context"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// line gives a company: Lee manages Grace, Hanna is the people team.
func (b *bench) line() (lee, grace, bo, hanna domain.Person) {
	b.t.Helper()
	lee = b.person("Lee Park")
	grace = b.person("Grace Hopper", func(p *domain.Person) { p.Manager = lee.ID })
	bo = b.person("Bo Lindqvist", func(p *domain.Person) { p.Manager = lee.ID })
	hanna = b.person("Hanna Weiss", func(p *domain.Person) { p.Manager = bo.ID })
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"UHANNA"} })
	return lee, grace, bo, hanna
}

func user(id string) object { return object{"type": "users_select", "selected_user": id} }

// homeOf opens somebody's Home.
func (b *bench) homeOf(slackID string) seen {
	b.t.Helper()
	b.answered(socket.TypeEvent, b.eventPayload(object{"type": "app_home_opened", "user": slackID, "tab": "home"}))
	return lookAt(b.t, last(b.t, b.slack.homes))
}

// present is somebody as the directory knows them now.
func (b *bench) present(slackID string) domain.Person {
	b.t.Helper()
	var p domain.Person
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p, err = tx.PersonBySlack(ctx, slackID)
		return err
	})
	return p
}

// account is an account as Slack describes it in events.
func account(id, name string, change ...func(object)) object {
	o := object{
		"id": id, "team_id": "T1", "name": strings.ToLower(name), "deleted": false, "tz": "Europe/Berlin", "locale": "en-US",
		"profile": object{"display_name": name, "real_name": name, "email": strings.ToLower(name) + "@example.com"},
	}
	for _, c := range change {
		c(o)
	}
	return o
}

// told happens in the workspace and is acked.
func (b *bench) happens(kind string, who object) {
	b.t.Helper()
	b.answered(socket.TypeEvent, b.eventPayload(object{"type": kind, "user": who}))
}

func TestReporting_PeopleTeam(t *testing.T) {
	t.Parallel()
	t.Run("Home leads to the list, the list to the form, and all three are told", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, _, bo, _ := b.line()
		ada := b.person("Ada Lovelace")
		home := b.homeOf("UHANNA")
		home.wants("2 people have no manager") // Lee and Ada
		b.press("UHANNA", pressed{ID: bot.PressLineWork, Home: true})
		lookAt(t, last(t, b.slack.opened)).wants("Ada Lovelace", "Lee Park")
		b.press("UHANNA", pressed{ID: bot.PressLineAssign, Value: string(ada.ID), Modal: true})
		form := last(t, b.slack.pushed)
		b.submit("UHANNA", form, object{bot.FieldManager: user("UBO")}).wants("told to those concerned")
		if got := b.present("UADA").Manager; got != bo.ID {
			t.Errorf("got manager %q, want Bo", got)
		}
		letters := b.delivered()
		of(letters, domain.LineTold, domain.Post)[0].wants("Bo Lindqvist is your manager")
		of(letters, domain.LineMoved, domain.Post)[0].wants("With you from 24 November 2026: Ada Lovelace.")
		b.homeOf("UHANNA").wants("One person has no manager")
	})
	t.Run("the top of the line is said with one press, and does not wait any more", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.line()
		ada := b.person("Ada Lovelace")
		b.press("UHANNA", pressed{ID: bot.PressLineTop, Value: string(ada.ID), Modal: true})
		lookAt(t, last(t, b.slack.updated)).wants("Ada Lovelace stands at the top of the line.")
		if len(b.slack.pushed) > 0 {
			t.Error("the form stays below the answer, and could still be sent")
		}
		b.homeOf("UHANNA").wants("One person has no manager") // Lee, above Hanna: somebody else has to say so
	})
	t.Run("a loop keeps the form open, with the loop spelled out", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, grace, _, _ := b.line()
		b.person("Ada Lovelace", func(p *domain.Person) { p.Manager = grace.ID })
		b.press("UHANNA", pressed{ID: bot.PressLineAssign, Value: string(grace.ID), Modal: true})
		got := b.submit("UHANNA", last(t, b.slack.pushed), object{bot.FieldManager: user("UADA")}).errors()
		if !strings.Contains(got[bot.FieldManager], "Grace Hopper → Ada Lovelace → Grace Hopper") {
			t.Errorf("got %v, want the loop at the field", got)
		}
	})
	t.Run("nobody else gets the list or assigns", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, grace, _, _ := b.line()
		b.homeOf("ULEE").lacks("no manager")
		b.press("ULEE", pressed{ID: bot.PressLineWork, Home: true})
		lookAt(t, last(t, b.slack.opened)).lacks("Lee Park")
		b.press("UBO", pressed{ID: bot.PressLineTop, Value: string(grace.ID), Modal: true})
		if got := b.present("UGRACE").Manager; got == "" {
			t.Error("Bo took Grace's manager away")
		}
	})
}

func TestReporting_OwnChoice(t *testing.T) {
	t.Parallel()
	// choose lets Ada name Bo, and gives Bo's card.
	choose := func(t *testing.T, b *bench) (ada domain.Person, card letter) {
		t.Helper()
		b.line()
		ada = b.person("Ada Lovelace")
		b.press("UADA", pressed{ID: bot.PressLineOpen, Home: true})
		form := last(t, b.slack.opened)
		lookAt(t, form).wants("Nobody is named as your manager")
		b.submit("UADA", form, object{bot.FieldManager: user("UBO")}).wants("Bo Lindqvist is asked")
		asks := domain.AskService{Practice: b.Practice}
		if _, err := asks.Plan(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		cards := of(b.delivered(), domain.AskCard, domain.Post)
		if len(cards) != 1 {
			t.Fatalf("got %d cards, want Bo's", len(cards))
		}
		return ada, cards[0]
	}
	t.Run("Yes, I am", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, card := choose(t, b)
		card.wants("Ada Lovelace names you as manager.", "Yes, I am", "No")
		yes := pressed{ID: bot.PressLineYes, Value: card.button(bot.PressLineYes), Repeat: "1700000000.1"}
		b.press("UBO", yes)
		b.press("UBO", yes) // Slack delivers it again
		letters := b.delivered()
		told := of(letters, domain.LineTold, domain.Post)
		if len(told) != 1 {
			t.Fatalf("Ada is told %d times, want once", len(told))
		}
		told[0].wants("Bo Lindqvist is your manager")
		of(letters, domain.AskCard, domain.Update)[0].wants("Nothing here waits for you any more.")
		if _, err := b.bot.Renders()[domain.AskCard](t.Context(), card.Message); domain.CodeOf(err) != domain.NotFound {
			t.Errorf("got %v for the card if it were posted only now, want that there is nothing to post", err)
		}
	})
	t.Run("No", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		ada, card := choose(t, b)
		b.press("UBO", pressed{ID: bot.PressLineNo, Value: card.button(bot.PressLineNo)})
		letter := of(b.delivered(), domain.LineAnswered, domain.Post)[0]
		letter.wants("Bo Lindqvist says not to be your manager.")
		if !letter.has(bot.PressLineOpen) || letter.Recipient != ada.ID {
			t.Error("Ada has no way to name somebody else")
		}
	})
	t.Run("nobody else answers in Bo's place", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		_, card := choose(t, b)
		b.press("UADA", pressed{ID: bot.PressLineYes, Value: card.button(bot.PressLineYes)})
		if got := b.present("UADA").Manager; got != "" {
			t.Errorf("got manager %q, want none", got)
		}
	})
}

func TestEvents_OfAccounts(t *testing.T) {
	t.Parallel()
	t.Run("who joins is known and begins today, once", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		for range 2 {
			b.happens("team_join", account("UNEW", "Nia"))
		}
		got := b.present("UNEW")
		if got.Name != "Nia" || got.Start != domain.DateOf(start, start.Location()) || got.Version != 1 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("bots and people of other organisations are told apart", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.happens("team_join", account("UNBOT", "Robo", func(o object) { o["is_bot"] = true }))
		b.happens("team_join", account("UFAR", "Far", func(o object) { o["is_stranger"] = true }))
		if bot, far := b.present("UNBOT").Kind, b.present("UFAR").Kind; bot != domain.Bot || far != domain.Outsider {
			t.Errorf("got %s and %s", bot, far)
		}
	})
	t.Run("a closed account is a leaver, whose people go up the line", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		lee, _, _, hanna := b.line()
		b.happens("user_change", account("UBO", "Bo Lindqvist", func(o object) { o["deleted"] = true }))
		if got := b.present("UBO"); got.Active {
			t.Error("Bo still counts as active")
		}
		if got := b.present(hanna.SlackID).Manager; got != lee.ID {
			t.Errorf("got manager %q, want Lee", got)
		}
		for _, l := range b.delivered() {
			if l.Recipient == b.present("UBO").ID {
				t.Errorf("%s is sent to the leaver", l.Kind)
			}
		}
	})
	t.Run("a new zone plans the person again, a new status writes nothing", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.happens("team_join", account("UGRACE", "Grace"))
		grace := b.present("UGRACE").ID
		b.tx(func(ctx context.Context, tx domain.Tx) error { return tx.Planned(ctx, grace) })
		b.happens("user_change", account("UGRACE", "Grace", func(o object) {
			o["profile"] = object{"display_name": "Grace", "real_name": "Grace", "email": "grace@example.com", "status_text": "on a train"}
		}))
		if got := b.present("UGRACE").Version; got != 1 {
			t.Errorf("got version %d after a new status, want 1", got)
		}
		b.happens("user_change", account("UGRACE", "Grace", func(o object) { o["tz"] = "Asia/Tokyo" }))
		if got := b.present("UGRACE").Zone; got != "Asia/Tokyo" {
			t.Errorf("got zone %q", got)
		}
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			marked, err := tx.MarkedForPlanning(ctx, b.Clock.Now(), 10)
			if len(marked) != 1 {
				t.Errorf("got %d people to plan for, want Grace", len(marked))
			}
			return err
		})
	})
	t.Run("an account that cannot be read is acked and passed over", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.answered(socket.TypeEvent, b.eventPayload(object{"type": "user_change", "user": "UNOBODY"}))
	})
}

// Who may not name somebody's manager gets no form for it either, and who is not
// named in any difference has not looked at one.
func TestReporting_FormsAreForThePeopleTeam(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, grace, _, hanna := b.line()
	b.press("UBO", pressed{ID: bot.PressLineAssign, Value: string(grace.ID)})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	lookAt(t, b.pressForm("UHANNA", bot.PressLineAssign, string(grace.ID))).wants("Grace Hopper")
	if _, err := (domain.ReportingService{Practice: b.Practice}).Looked(t.Context(), domain.Act{Actor: grace.ID, Key: "looked"}, nil); domain.CodeOf(err) != domain.NotFound {
		t.Errorf("got %v", err)
	}
	// Nor do the people team arrange anything about themselves.
	for _, id := range []string{bot.PressLeaving, bot.PressPart, bot.PressPartner} {
		b.slack.responses = nil
		b.press("UHANNA", pressed{ID: id, Value: string(hanna.ID)})
		look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	}
}
