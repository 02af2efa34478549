package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// sweep does what the scheduler would do now.
func (b *bench) sweep() {
	b.t.Helper()
	talks, asks := domain.ConversationService{Practice: b.Practice}, domain.AskService{Practice: b.Practice}
	for range 20 {
		done := 0
		for _, do := range []func(context.Context, int) (int, error){talks.Replan, talks.Advance, asks.Plan} {
			n, err := do(b.t.Context(), 50)
			if err != nil {
				b.t.Fatal(err)
			}
			done += n
		}
		if done == 0 {
			return
		}
	}
	b.t.Fatal("the sweeps do not come to rest")
}

// conversing lets Grace's conversation open, and gives it with the card that
// says so.
func (b *bench) conversing() (domain.ID, letter) {
	b.t.Helper()
	b.policy(func(p *domain.Policy) { p.Conversations.Start = domain.DateOf(start, time.UTC).AddDays(-1) })
	grace := b.present("UGRACE").ID
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		people, err := tx.People(ctx, domain.PersonFilter{Active: true})
		if err != nil {
			return err
		}
		for _, p := range people {
			if _, err := tx.NoteMet(ctx, p.ID, start.AddDate(0, -1, 0)); err != nil {
				return err
			}
		}
		return tx.MarkForPlanning(ctx, []domain.ID{grace}, tx.Now())
	})
	for range 60 {
		b.sweep()
		if card, ok := b.card("UGRACE"); ok {
			return domain.ID(card.button(bot.PressTalkPrepare)), card
		}
		b.Clock.Advance(12 * time.Hour)
	}
	b.t.Fatal("no conversation opens")
	return "", letter{}
}

// card is the newest card of somebody among what was delivered now.
func (b *bench) card(slackID string) (letter, bool) {
	b.t.Helper()
	id := b.present(slackID).ID
	cards := slices.DeleteFunc(of(b.delivered(), domain.AskCard, domain.Post), func(l letter) bool { return l.Recipient != id })
	if len(cards) == 0 {
		return letter{}, false
	}
	return cards[len(cards)-1], true
}

func day(d domain.Date) object { return object{"type": "datepicker", "selected_date": d.String()} }

// The whole way of one conversation by what people press and fill in.
func TestConversation_FromTheCardToTheRecord(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	id, card := b.conversing()
	card.wants("Lee Park")

	// Grace prepares; the form comes twice, and its words are read in it alone.
	b.press("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: string(id)})
	form := last(t, b.slack.opened)
	prompt := domain.Conversation{Employee: b.present("UGRACE").ID}.Prompts(b.present("UGRACE").ID, domain.DefaultPolicy().Conversations)[0].ID
	filled := b.submitPayload("UGRACE", form, object{prompt: typed("the sentinel of a private answer")})
	b.answered(socket.TypeInteraction, filled)
	b.answered(socket.TypeInteraction, filled)
	b.sweep()
	lees, ok := b.card("ULEE")
	if !ok {
		t.Fatal("the partner is not asked")
	}
	lees.lacks("sentinel")
	b.press("ULEE", pressed{ID: bot.PressTalkPrepare, Value: string(id)})
	lookAt(t, last(t, b.slack.opened)).wants("the sentinel of a private answer")

	// They plan a day: half of it is told under its field, and then all of it.
	b.press("ULEE", pressed{ID: bot.PressTalkPlan, Value: string(id)})
	plan := last(t, b.slack.opened)
	tomorrow := domain.DateOf(b.Clock.Now(), time.UTC).AddDays(1)
	half := b.submit("ULEE", plan, object{bot.FieldTalkDay: day(tomorrow)})
	if half.errors()[bot.FieldTalkDay] == "" {
		t.Errorf("a day without a time gives %v", half.errors())
	}
	done := b.submit("ULEE", plan, object{bot.FieldTalkDay: day(tomorrow), bot.FieldTalkTime: object{"type": "timepicker", "selected_time": "14:00"}})
	done.wants("You talk with Grace", "14:00")
	set := b.delivered()
	for kind, who := range map[string]string{domain.TalkMeeting: "UGRACE", domain.TalkDaySet: "ULEE"} {
		if told := of(set, kind, domain.Post); len(told) != 1 || told[0].Recipient != b.present(who).ID {
			t.Errorf("%d get %s, want %s", len(told), kind, who)
		} else {
			told[0].wants("14:00", "calendar.google.com", "outlook.office.com")
		}
	}
	if files := of(set, domain.TalkCalendar, domain.Attach); len(files) != 2 {
		t.Errorf("%d files for calendars, want one for each", len(files))
	}
	b.Clock.Set(tomorrow.In(time.UTC, domain.NewTimeOfDay(15, 0)))

	// Lee records; Grace adds something.
	b.press("ULEE", pressed{ID: bot.PressTalkRecord, Value: string(id)})
	record := last(t, b.slack.opened)
	b.submit("ULEE", record, object{
		bot.FieldTalkSummary: typed("the sentinel of a summary"), bot.FieldMyPromise: typed("the sentinel of a promise"),
	})
	told := of(b.delivered(), domain.TalkProposed, domain.Post)
	if len(told) != 1 {
		t.Fatalf("%d are told of the summary, want Grace", len(told))
	}
	told[0].lacks("sentinel")
	b.press("UGRACE", pressed{ID: bot.PressTalkConfirm, Value: told[0].button(bot.PressTalkConfirm)})
	confirm := last(t, b.slack.opened)
	lookAt(t, confirm).wants("the sentinel of a summary")
	empty := b.submit("UGRACE", confirm, object{bot.FieldTalkRight: choice(bot.RightMore)})
	if empty.errors()[bot.FieldTalkAdded] == "" {
		t.Errorf("nothing added gives %v", empty.errors())
	}
	// Lee changes it while Grace reads: her yes would be to other words, so she
	// reads the new ones, with what she had added.
	b.press("ULEE", pressed{ID: bot.PressTalkRecord, Value: string(id)})
	b.submit("ULEE", last(t, b.slack.opened), object{bot.FieldTalkSummary: typed("the second summary")})
	added := object{bot.FieldTalkRight: choice(bot.RightMore), bot.FieldTalkAdded: typed("And the plan.")}
	anew := b.submit("UGRACE", confirm, added)
	anew.wants("Not confirmed", "the second summary")
	if words := anew.stands(bot.FieldTalkAdded); words != "And the plan." {
		t.Errorf("what Grace added came back as %q", words)
	}
	// Who wrote a summary of the own meanwhile gets it back below the other's.
	b.submit("UGRACE", record, object{bot.FieldTalkSummary: typed("as I remember it")}).wants("Not saved", "the second summary", "as I remember it")
	b.press("UGRACE", pressed{ID: bot.PressTalkConfirm, Value: told[0].button(bot.PressTalkConfirm)})
	b.submit("UGRACE", last(t, b.slack.opened), added)
	talk, err := domain.ConversationService{Practice: b.Practice}.See(t.Context(), b.present("ULEE").ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if c := talk.Conversation; c.State != domain.TalkClosed || c.Ending != domain.Held || talk.Summary.Added != "And the plan." {
		t.Errorf("got %+v with %+v, want it held, with what was added", c, talk.Summary)
	}
	if strings.Contains(b.log.String(), "sentinel") {
		t.Error("private words are in the log")
	}
}

func TestConversation_NotTheirs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	id, _ := b.conversing()
	version := func() int {
		var c domain.Conversation
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			c, err = tx.Conversation(ctx, id)
			return err
		})
		return c.Version
	}
	b.press("UGRACE", pressed{ID: bot.PressTalkPrepare, Value: string(id)})
	b.press("UGRACE", pressed{ID: bot.PressTalkRecord, Value: string(id)})
	forms := b.slack.opened
	before, shown := version(), len(forms)
	outsider := b.person("Olga Outside", func(p *domain.Person) { p.Kind = domain.Outsider; p.TeamID = "T9" })
	for _, user := range []string{"UBO", "UHANNA", outsider.SlackID} {
		for _, press := range []string{
			bot.PressTalkPrepare, bot.PressTalkRead, bot.PressTalkPlan, bot.PressTalkHeldYes, bot.PressTalkHeldNo, bot.PressTalkLeaveYes,
			bot.PressTalkRecord, bot.PressTalkConfirm, bot.PressTalkFacts,
		} {
			b.press(user, pressed{ID: press, Value: string(id)})
		}
		b.press(user, pressed{ID: bot.PressTalkRest, Value: string(domain.LetItRest) + ":" + string(id)})
		for _, choice := range []string{bot.TalkLater, bot.TalkRather, bot.TalkHeld, bot.TalkLeaveOut, bot.TalkMove} {
			b.press(user, pressed{ID: bot.PressTalkMore, Option: choice + ":" + string(id)})
		}
		for _, form := range forms { // as if they had been opened for them
			b.submit(user, form, nil)
		}
	}
	if got := version(); got != before {
		t.Errorf("the conversation was changed: version %d, was %d", got, before)
	}
	for _, view := range b.slack.opened[shown:] {
		lookAt(t, view).lacks("Grace Hopper", "Lee Park")
	}
	// Those who may press something unknown are told so, and nothing happens.
	b.press("UGRACE", pressed{ID: bot.PressTalkMore, Option: "dance:" + string(id)})
	b.press("UGRACE", pressed{ID: bot.PressTalkRead, Value: "no-such-conversation"})
	if got := version(); got != before {
		t.Errorf("a press of something unknown changed it: version %d", got)
	}
}

func TestConversation_Commands(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.command("UGRACE", "/checkin", "help").wants("/checkin")
	b.command("UGRACE", "/checkin", "") // before anything is planned
	id, _ := b.conversing()
	if got := b.command("UGRACE", "/checkin", ""); got.button(bot.PressTalkRead) == "" {
		t.Errorf("the list leads nowhere:\n%s", got.words())
	}
	// Asked for at any time; a colleague cannot be asked.
	form := b.form("UGRACE", "/checkin", "ask")
	if problems := b.submit("UGRACE", form, nil).errors(); problems[bot.FieldTalkWith] == "" {
		t.Errorf("nobody chosen gives %v", problems)
	}
	b.submit("UGRACE", form, object{
		bot.FieldTalkWith: choice(string(b.present("UBO").ID)), bot.FieldTalkAbout: typed("no colleague is asked"),
	})
	b.submit("UGRACE", form, object{
		bot.FieldTalkWith: choice(lookAt(t, form).option("Lee Park")), bot.FieldTalkAbout: typed("the sentinel of a reason"),
	})
	told := of(b.delivered(), domain.TalkAskedFor, domain.Post)
	if len(told) != 1 || told[0].Recipient != b.present("ULEE").ID {
		t.Fatalf("%d are told, want the manager", len(told))
	}
	told[0].lacks("sentinel")
	// A snooze brings the card back on the next morning.
	b.press("UGRACE", pressed{ID: bot.PressTalkMore, Option: bot.TalkTomorrow + ":" + string(id)})
	b.sweep()
	if _, ok := b.card("UGRACE"); ok {
		t.Error("the card comes back at once")
	}
	for range 8 { // the next day may be a Saturday
		b.Clock.Advance(12 * time.Hour)
		b.sweep()
		if _, ok := b.card("UGRACE"); ok {
			return
		}
	}
	t.Error("the card does not come back")
}
