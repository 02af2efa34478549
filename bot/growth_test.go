package bot_test

import (
	"context"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// learner is a bench with Grace, whose manager is Lee, and Ada, a colleague.
func learner(t *testing.T) *bench {
	t.Helper()
	b := setup(t)
	lee := b.person("Lee Park")
	b.person("Grace Hopper", func(p *domain.Person) { p.Manager = lee.ID })
	b.person("Ada Lovelace", func(p *domain.Person) { p.Manager = lee.ID })
	b.policy(func(p *domain.Policy) { p.Conversations.Start = domain.NewDate(2026, 6, 1) })
	return b
}

// wish fills in the form.
func wish() object {
	return object{
		bot.FieldGrowthWhat: typed("Speak Japanese"), bot.FieldGrowthWhy: typed("Our customers do."),
		bot.FieldGrowthTitle: typed("A tutor"), bot.FieldGrowthCost: typed("1.200,50 €"), bot.FieldGrowthDays: typed("3"),
		bot.FieldGrowthDue: day(domain.NewDate(2027, 3, 31)),
	}
}

// opens is the newest view that was opened or shown in the place of another.
func (b *bench) opens(user string, p pressed) seen {
	b.t.Helper()
	b.press(user, p)
	return lookAt(b.t, last(b.t, b.slack.opened))
}

func TestGrowth_FromWishToLesson(t *testing.T) {
	t.Parallel()
	b := learner(t)
	lookAt(t, b.form("UGRACE", "/growth", "")).wants("What I want to learn", "Nothing stands here yet", "Read by you, your manager")
	saved := b.submit("UGRACE", b.form("UGRACE", "/growth", "new"), wish())
	saved.wants("Speak Japanese", "A tutor", "1,200.50 EUR", "3 working days", "due 31 March", "nobody has said yes yet")
	id := saved.button(bot.PressGrowthEdit)

	// Lee finds it on Home and says yes; Grace is told without a word of it.
	plan := lookAt(t, b.form("ULEE", "/growth", "<@UGRACE>"))
	plan.wants("What Grace Hopper wants to learn", "Speak Japanese")
	support := b.opens("ULEE", pressed{ID: bot.PressGrowthOpen, Value: id})
	support.wants("Support it", "Say something")
	support.lacks("Change it")
	b.press("ULEE", pressed{ID: bot.PressGrowthSupport, Value: id})
	b.submit("ULEE", last(t, b.slack.opened), object{bot.FieldGrowthText: typed("Take Fridays for it.")}).wants("Lee Park supports it", "Take Fridays for it.")
	letters := of(b.delivered(), domain.PlanTold, domain.Post)
	if len(letters) != 1 {
		t.Fatalf("%d messages, want 1", len(letters))
	}
	letters[0].wants("Lee Park supports something that you want to learn.")
	letters[0].lacks("Japanese", "Fridays")

	// A colleague sees nothing of it.
	b.press("UADA", pressed{ID: bot.PressGrowthOpen, Value: id})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	b.command("UADA", "/growth", "<@UGRACE>")
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")

	b.homeOf("UGRACE").wants("Growth", "Speak Japanese", "Lee Park supports it")
	b.press("UGRACE", pressed{ID: bot.PressGrowthTell, Value: id})
	b.submit("UGRACE", last(t, b.slack.opened), object{bot.FieldGrowthConfidence: choice(string(domain.AtRisk)), bot.FieldGrowthText: typed("The tutor moved.")}).
		wants("at risk", "The tutor moved.")
	b.press("UGRACE", pressed{ID: bot.PressGrowthEnd, Value: id})
	form := last(t, b.slack.opened)
	if problems := b.submit("UGRACE", form, object{bot.FieldGrowthEnding: choice(string(domain.PlanDropped))}).errors(); problems[bot.FieldGrowthReason] == "" {
		t.Errorf("dropped without a reason: %v", problems)
	}
	b.submit("UGRACE", form, object{bot.FieldGrowthEnding: choice(string(domain.PlanFinished)), bot.FieldGrowthLesson: typed("Speak from day one.")}).
		wants("finished 24 November", "Speak from day one.")
	// The button still stands on an old card.
	b.press("UGRACE", pressed{ID: bot.PressGrowthSame, Value: id})
	look(t, last(t, b.slack.responses)).wants("this has ended")
	b.homeOf("UGRACE").lacks("Speak Japanese")
}

func TestGrowth_WhatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := learner(t)
	form := b.form("UGRACE", "/growth", "new")
	fields := wish()
	fields[bot.FieldGrowthCost], fields[bot.FieldGrowthDue], fields[bot.FieldGrowthDays] = typed("abc"), day(domain.NewDate(2026, 1, 1)), typed("soon")
	problems := b.submit("UGRACE", form, fields).errors()
	for _, field := range []string{bot.FieldGrowthCost, bot.FieldGrowthDue, bot.FieldGrowthDays} {
		if problems[field] == "" {
			t.Errorf("nothing stands below %s: %v", field, problems)
		}
	}
	b.submit("UGRACE", form, wish()).wants("1,200.50 EUR")
}

// Two forms for the same: the second shows both texts.
func TestGrowth_StaleForm(t *testing.T) {
	t.Parallel()
	b := learner(t)
	id := b.submit("UGRACE", b.form("UGRACE", "/growth", "new"), wish()).button(bot.PressGrowthEdit)
	b.press("UGRACE", pressed{ID: bot.PressGrowthEdit, Value: id})
	first := last(t, b.slack.opened)
	b.press("UGRACE", pressed{ID: bot.PressGrowthEdit, Value: id})
	second := last(t, b.slack.opened)
	b.submit("UGRACE", first, object{bot.FieldGrowthWhat: typed("Speak Korean")}).wants("Speak Korean")
	again := b.submit("UGRACE", second, object{bot.FieldGrowthWhat: typed("Speak Chinese")})
	again.wants("it changed meanwhile", "Speak Korean")
	if got := again.stands(bot.FieldGrowthWhat); got != "Speak Chinese" {
		t.Errorf("the form holds %q", got)
	}
}

// What is new in a plan is asked of the manager, and no word of it stands in the
// card.
func TestGrowth_Cards(t *testing.T) {
	t.Parallel()
	b := learner(t)
	id := b.submit("UGRACE", b.form("UGRACE", "/growth", "new"), wish()).button(bot.PressGrowthEdit)
	b.homeOf("ULEE").wants("*Grace Hopper* wants to learn something new. Would you support it?")
	b.press("ULEE", pressed{ID: bot.PressGrowthLooked, Value: string(b.item(id).Person), Home: true})
	b.homeOf("ULEE").lacks("wants to learn something new")

	b.Clock.Set(b.item(id).AskAt)
	if _, err := (domain.GrowthService{Practice: b.Practice}).Remind(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	home := b.homeOf("UGRACE")
	home.wants("Something that you want to learn is due 31 March.")
	b.press("UGRACE", pressed{ID: bot.PressGrowthSame, Value: home.button(bot.PressGrowthTell), Home: true})
	b.homeOf("UGRACE").lacks("How does it go?")
	for _, logged := range []string{"Japanese", "tutor", "customers"} {
		if strings.Contains(b.log.String(), logged) {
			t.Errorf("the log holds %q", logged)
		}
	}
}

func (b *bench) item(id string) domain.PlanItem {
	b.t.Helper()
	var item domain.PlanItem
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		item, err = tx.PlanItem(ctx, domain.ID(id))
		return err
	})
	return item
}
