package bot_test

import (
	"context"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// accessTeam is Grace below Lee, who talked, with Hanna and Iris of the people
// team.
func accessTeam(t *testing.T) *bench {
	t.Helper()
	b := setup(t)
	mara := b.person("Mara Stein")
	lee := b.person("Lee Park", func(p *domain.Person) { p.Manager = mara.ID })
	grace := b.person("Grace Hopper", func(p *domain.Person) { p.Manager = lee.ID })
	b.person("Hanna Hr", func(p *domain.Person) { p.Manager = mara.ID })
	b.person("Iris Hr", func(p *domain.Person) { p.Manager = mara.ID })
	b.person("Bo Berg")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hanna@example.com", "iris@example.com"} })
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		c := domain.Conversation{
			ID: "c1", Employee: grace.ID, Partner: lee.ID, Period: "2026-10", State: domain.TalkClosed, Ending: domain.Held, HeldOn: domain.DateOf(start, start.Location()),
		}
		if err := tx.CreateConversation(ctx, c); err != nil {
			return err
		}
		_, err := tx.SaveSummary(ctx, domain.Summary{Conversation: "c1", Author: lee.ID, Text: "Restore time *first*.", ConfirmedAt: start})
		return err
	})
	return b
}

func TestAccess_AskedAgreedOpenedAndReceived(t *testing.T) {
	t.Parallel()
	b := accessTeam(t)
	sheet := string(domain.RecordSheet) + ":" + string(b.present("UGRACE").ID)
	b.press("UHANNA", pressed{ID: bot.PressSheet, Value: sheet})
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("Another person has to agree first.", "Preparations and notes are never opened")
	if problems := b.submit("UHANNA", form, object{bot.FieldAccessReason: typed("  ")}).errors(); !strings.HasPrefix(problems[bot.FieldAccessReason], "Say why") {
		t.Errorf("got %v", problems)
	}
	asked := b.submit("UHANNA", form, object{bot.FieldAccessReason: typed("A complaint about *promises*")})
	asked.wants("for the yes of one of these: Iris Hr.")
	asked.lacks("Restore time")

	request := last(t, of(b.delivered(), domain.AccessAsked, domain.Post))
	request.lacks("Grace", "Hanna", "complaint")
	b.homeOf("UIRIS").wants("Hanna Hr asks to open a record.")
	id := request.button(bot.PressAccess)
	for _, who := range []string{"UBO", "UGRACE", "ULEE"} {
		b.press(who, pressed{ID: bot.PressAccess, Value: id})
		look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	}
	b.press("UIRIS", pressed{ID: bot.PressAccess, Value: id})
	answer := last(t, b.slack.opened)
	lookAt(t, answer).wants("A complaint about *promises*", "Your answer to Hanna Hr")
	b.submit("UIRIS", answer, object{bot.FieldAccessAnswer: choice(bot.AccessYes)}).wants("Answered.")
	b.homeOf("UIRIS").lacks("asks to open a record")
	b.homeOf("UHANNA").wants("You may open the record of Grace Hopper until")

	letters := b.delivered()
	if len(of(letters, domain.AccessOpened, domain.Post)) > 0 {
		t.Error("a receipt before anybody looked")
	}
	last(t, of(letters, domain.AccessAnswered, domain.Post)).lacks("Grace", "Iris")
	b.press("UHANNA", pressed{ID: bot.PressSheet, Value: sheet})
	lookAt(t, last(t, b.slack.opened)).wants("Restore time *first*.")

	receipts := of(b.delivered(), domain.AccessOpened, domain.Post)
	if len(receipts) != 2 {
		t.Fatalf("%d receipts, want Grace's and Lee's", len(receipts))
	}
	receipts[0].lacks("Grace", "Hanna", "complaint")
	b.homeOf("UGRACE").wants("Hanna Hr opened", "what was agreed in the conversations")
	b.press("UGRACE", pressed{ID: bot.PressAccess, Value: receipts[0].button(bot.PressAccess)})
	lookAt(t, last(t, b.slack.opened)).wants("A complaint about *promises*", "Iris Hr said yes", "Opened 24 November 2026")
	b.command("UGRACE", "/rapport", "opened")
	lookAt(t, last(t, b.slack.opened)).wants("Hanna Hr opened")
	b.homeOf("UHANNA").wants("One record opened this month")

	b.press("UHANNA", pressed{ID: bot.PressAccessEnd, Value: id})
	b.press("UHANNA", pressed{ID: bot.PressSheet, Value: sheet})
	lookAt(t, last(t, b.slack.opened)).lacks("Restore time")
}

// Somebody above the manager says why, reads, and the person is told.
func TestAccess_GoalsFromAbove(t *testing.T) {
	t.Parallel()
	b := accessTeam(t)
	b.command("UMARA", "/goals", "<@UGRACE>")
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("You are about to open this of Grace Hopper: the goals.")
	b.submit("UMARA", form, object{bot.FieldAccessReason: typed("Planning the year")}).wants("Goals")
	if n := len(of(b.delivered(), domain.AccessOpened, domain.Post)); n != 1 {
		t.Errorf("%d receipts, want one", n)
	}
	b.command("UMARA", "/goals", "<@UGRACE>").lacks("Why do you open it?")
	if n := len(of(b.delivered(), domain.AccessOpened, domain.Post)); n != 0 {
		t.Errorf("%d receipts for the second look, want none", n)
	}
	b.command("UBO", "/goals", "<@UGRACE>").wants("open to the people it concerns")
}
