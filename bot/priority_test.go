package bot_test

import (
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// publishes fills in the form of priorities and sends it.
func (b *bench) publishes(slackID string) seen {
	b.t.Helper()
	list := b.form(slackID, "/rapport", "priorities")
	lookAt(b.t, list).wants("Publish for")
	form := b.pressForm(slackID, bot.PressPriorityPublish, "")
	return b.submit(slackID, form, object{
		bot.FieldPriorityText + "1": typed("No night is lost."), bot.FieldPriorityOwner + "1": user("ULEE"),
		bot.FieldPriorityText + "2": typed("Help within an hour."), bot.FieldPriorityOwner + "2": user("UBO"),
		bot.FieldPriorityText + "3": typed("Nobody is alone on call."), bot.FieldPriorityOwner + "3": user("UGRACE"),
	})
}

// priority is the id of a sentence that stands.
func (b *bench) priority(words string) domain.ID {
	b.t.Helper()
	p, err := domain.PriorityService{Practice: b.Practice}.Show(b.t.Context(), b.present("UHANNA").ID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range p.Now.Entries {
		if e.Text == words {
			return e.ID
		}
	}
	b.t.Fatalf("nothing says %q", words)
	return ""
}

func TestPriorities(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.homeOf("UHANNA").wants("Nothing is published yet")
	b.homeOf("UGRACE").lacks("Company priorities")
	form := b.pressForm("UHANNA", bot.PressPriorityPublish, "")
	if problems := b.submit("UHANNA", form, object{bot.FieldPriorityText + "1": typed("Only one.")}).errors(); len(problems) != 2 {
		t.Errorf("one sentence without an owner gives %v", problems)
	}
	b.publishes("UHANNA").wants("No night is lost.", "Lee Park", "Nobody is alone on call.")
	b.homeOf("UGRACE").wants("Company priorities", "Help within an hour.", "Ask Lee", "yours")
	b.homeOf("UGRACE").lacks("Ask Grace")
	ask := b.priority("No night is lost.")
	b.press("UGRACE", pressed{ID: bot.PressPriorityAsk, Value: string(ask), Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("Lee Park knows", "Write to Lee")
	list := lookAt(t, b.form("UGRACE", "/rapport", "priorities"))
	list.wants("No night is lost.")
	list.lacks("Publish for")
	// Who may not publish gets the list in the place of the form, and publishes nothing.
	lookAt(t, b.pressForm("UGRACE", bot.PressPriorityPublish, "")).lacks("Priority 1")
	b.submit("UGRACE", form, object{
		bot.FieldPriorityText + "1": typed("Mine."), bot.FieldPriorityOwner + "1": user("ULEE"), bot.FieldPriorityText + "2": typed("Mine too."),
		bot.FieldPriorityOwner + "2": user("ULEE"), bot.FieldPriorityText + "3": typed("And this."), bot.FieldPriorityOwner + "3": user("ULEE"),
	})
	b.homeOf("UGRACE").lacks("Mine.")
	// The form of before the publication comes back with both texts.
	again := b.submit("UHANNA", form, object{
		bot.FieldPriorityText + "1": typed("Older words."), bot.FieldPriorityOwner + "1": user("ULEE"),
		bot.FieldPriorityText + "2": typed("B"), bot.FieldPriorityOwner + "2": user("ULEE"), bot.FieldPriorityText + "3": typed("C"), bot.FieldPriorityOwner + "3": user("ULEE"),
	})
	again.wants("published meanwhile")
	if words := again.stands(bot.FieldPriorityText + "1"); words != "Older words." {
		t.Errorf("what was typed came back as %q", words)
	}
}
