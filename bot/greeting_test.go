package bot_test

import (
	"context"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// starts sets the day from which conversations open.
func (b *bench) starts(day domain.Date) {
	b.t.Helper()
	b.policy(func(p *domain.Policy) { p.Conversations.Start = day })
}

// greeted releases the first contact and gives what was delivered.
func (b *bench) greeted() []letter {
	b.t.Helper()
	service := domain.GreetingService{Practice: b.Practice}
	if _, _, err := service.Greet(b.t.Context(), 100); err != nil {
		b.t.Fatal(err)
	}
	return of(b.delivered(), domain.FirstContact, domain.Post)
}

func TestGreeting_Message(t *testing.T) {
	t.Parallel()
	today := domain.DateOf(start, time.UTC)
	t.Run("before the start it names the day, the partner, the readers and the number", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		lee := b.person("Lee Park", func(p *domain.Person) { p.Kind = domain.Guest })
		b.person("Ada Lovelace", func(p *domain.Person) { p.Manager = lee.ID })
		b.starts(today.AddDays(7))
		letters := b.greeted()
		if len(letters) != 1 {
			t.Fatalf("got %d letters, want one", len(letters))
		}
		letters[0].wants("Rapport starts here on 1 December. Once a month you and Lee Park prepare a conversation",
			"What you prepare is read by you and Lee Park. What the people team sees is that you talked, not what you said.",
			"At most 3 messages a week, in your hours.", "Sent once")
		letters[0].button(bot.PressPrivacy)
		letters[0].button(bot.PressQuieter)
	})

	t.Run("who joins later is told no date of the past, and who has no manager no name", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace", func(p *domain.Person) { p.Cadence = "every 6 weeks" })
		b.starts(today.AddDays(-90))
		letter := last(t, b.greeted())
		letter.wants("This is Rapport. Every 6 weeks you and your manager prepare")
		letter.lacks("starts here")
	})

	t.Run("its buttons work", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		ada := b.person("Ada Lovelace")
		b.starts(today)
		letter := last(t, b.greeted())
		b.press("UADA", pressed{ID: bot.PressPrivacy, Value: letter.button(bot.PressPrivacy)})
		lookAt(t, last(t, b.slack.opened)).wants("Who sees what")

		quieter := func() bool {
			var p domain.Person
			b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
				p, err = tx.Person(ctx, ada.ID)
				return err
			})
			return p.Quieter
		}
		b.press("UADA", pressed{ID: bot.PressQuieter, Value: letter.button(bot.PressQuieter)})
		reply := look(t, last(t, b.slack.responses))
		reply.wants("at most one message a week")
		if !quieter() {
			t.Error("the wish is not kept")
		}
		b.press("UADA", pressed{ID: bot.PressUsual, Value: reply.button(bot.PressUsual)})
		if quieter() {
			t.Error("the way back leads nowhere")
		}
		b.command("UADA", "/rapport", "quieter").wants("at most one message a week")
		b.command("UADA", "/rapport", "usual").wants("as often as everybody else")
	})
}

func TestPrivacy_PrintsTheTable(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.person("Ada Lovelace")
	view := lookAt(t, b.form("UADA", "/rapport", "privacy"))
	view.wants("Read what is shared and agreed: whom it is about and who holds the conversation with them.",
		"Take thanks back later: the people team (never about themselves or anybody above them) and the deputy, where the people team is concerned, with a reason that is kept.",
		"nobody may do")
	view.lacks("privacy.") // each action and each relation has its sentence
}

func TestWhy_ExplainsASingleCase(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lee := b.person("Lee Park")
	b.person("Ada Lovelace", func(p *domain.Person) { p.Manager = lee.ID })
	view := lookAt(t, b.form("UADA", "/rapport", "why <@"+lee.SlackID+">"))
	view.wants("What Lee Park may do", "As “their manager”", "Read a person’s goals.", "is read by you both")
	view.lacks("every colleague", "explain.")
	lookAt(t, b.form(lee.SlackID, "/rapport", "why <@UADA>")).wants("Nothing beyond what every colleague may.")
	lookAt(t, b.form("UADA", "/rapport", "why")).wants("Who sees what")
}

func TestHelp_EverywhereTheSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ command, inner string }{
		{"/kudos", "help"}, {"/kudos", "received"}, {"/kudos", "given"}, {"/kudos", ""},
		{"/checkin", "help"}, {"/checkin", ""}, {"/goals", "help"}, {"/goals", ""}, {"/goals", "team"}, {"/goals", "company"},
	} {
		t.Run("/rapport "+tt.command[1:]+" "+tt.inner+" is "+tt.command, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.person("Ada Lovelace")
			direct := b.command("UADA", tt.command, tt.inner).words()
			opened := len(b.slack.opened)
			inner := b.command("UADA", "/rapport", tt.command[1:]+" "+tt.inner).words()
			if direct != inner || len(b.slack.opened) != 2*opened {
				t.Errorf("got %q and %q; %d views, then %d", direct, inner, opened, len(b.slack.opened))
			}
			if direct == "" && opened == 0 {
				t.Error("it says nothing at all")
			}
		})
	}

	t.Run("nothing behind /rapport, help, and what is no command", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.person("Ada Lovelace")
		for _, words := range []string{"", "help"} {
			b.command("UADA", "/rapport", words).wants("/kudos", "/checkin", "/goals", "/rapport keep", "/rapport privacy", "/rapport quieter")
		}
		b.command("UADA", "/rapport", "frobnicate").wants("There is no “/rapport frobnicate”", "/kudos")
	})
}

func TestMessage_UsefulAnswer(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"goals": "Your goals", "/kudos received": "Nothing yet", "/rapport kudos help": "/kudos @person",
		"hello there": "Rapport carries thanks", "help": "Rapport carries thanks", "rapport frobnicate": "Rapport carries thanks",
		// What changes something does not run in a message.
		"keep my secret": "Rapport carries thanks", "quieter": "Rapport carries thanks",
		"<@UADA> for the release": "To send it as thanks",
	} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			b.person("Ada Lovelace")
			b.person("Bo Lindqvist")
			payload := b.eventPayload(object{
				"type": "message", "channel_type": "im", "channel": "DUBO", "user": "UBO", "text": words, "ts": "1.1",
			})
			b.answered(socket.TypeEvent, payload)
			b.answered(socket.TypeEvent, payload) // Slack delivers it again
			if len(b.slack.posts) != 1 {
				t.Fatalf("got %d answers, want one", len(b.slack.posts))
			}
			lookAt(t, b.slack.posts[0].Message).wants(want)
			if b.slack.posts[0].Channel != "DUBO" {
				t.Errorf("answered in %s", b.slack.posts[0].Channel)
			}
		})
	}

	t.Run("Rapport's own messages get no answer", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.answered(socket.TypeEvent, b.eventPayload(object{"type": "message", "channel_type": "im", "channel": "D1", "bot_id": "B1", "text": "goals", "ts": "1.1"}))
		if len(b.slack.posts) != 0 {
			t.Errorf("got %d answers", len(b.slack.posts))
		}
	})
}
