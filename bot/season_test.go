package bot_test

import (
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

func (b *bench) seasons() domain.SeasonService { return domain.SeasonService{Practice: b.Practice} }

// seasonWork lets the sweeps of seasons do what is due.
func (b *bench) seasonWork() {
	b.t.Helper()
	if _, err := b.seasons().Work(b.t.Context(), 50); err != nil {
		b.t.Fatal(err)
	}
}

func seasonDay(month time.Month, n int) object { return day(domain.NewDate(2026, month, n)) }

// seasonFill fills in a season for Lee's people.
func seasonFill() object {
	return object{
		bot.FieldSeasonName: typed("Half a year"), bot.FieldSeasonManager: user("ULEE"),
		bot.FieldSeasonFacts: seasonDay(time.December, 1), bot.FieldSeasonDraft: seasonDay(time.December, 4), bot.FieldSeasonCompare: seasonDay(time.December, 8),
		bot.FieldSeasonPacket: seasonDay(time.December, 9), bot.FieldSeasonReply: seasonDay(time.December, 17), bot.FieldSeasonAck: seasonDay(time.December, 18),
		bot.FieldSeasonDecide: seasonDay(time.December, 23),
	}
}

// openedSeason lets Hanna open a season for Lee's people, and gives it.
func (b *bench) openedSeason() domain.Season {
	b.t.Helper()
	form := b.pressForm("UHANNA", bot.PressSeasonOpen, string(domain.GroupSeason))
	b.submit("UHANNA", form, seasonFill()).wants("Half a year", "on its way")
	b.seasonWork()
	list, err := b.seasons().List(b.t.Context(), b.present("UHANNA").ID)
	if err != nil || len(list.All) != 1 {
		b.t.Fatalf("got %+v, %v", list.All, err)
	}
	return list.All[0]
}

func TestSeason_IsOpenedAndSteered(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	form := b.pressForm("UHANNA", bot.PressSeasonOpen, string(domain.GroupSeason))
	fill := seasonFill()
	fill[bot.FieldSeasonDecide] = seasonDay(time.December, 10)
	problems := b.submit("UHANNA", form, fill).errors()
	if problems[bot.FieldSeasonDecide] == "" {
		t.Errorf("too early decisions give %v", problems)
	}
	s := b.openedSeason()
	lookAt(t, b.form("UGRACE", "/rapport", "season")).wants("About me", "Half a year", "Being written")
	lookAt(t, b.form("ULEE", "/rapport", "season")).wants("You write about", "Grace Hopper", "Bo Lindqvist")
	lookAt(t, b.pressForm("UGRACE", bot.PressSeason, string(s.ID))).lacks("Change the days")
	b.delivered()

	older := b.pressForm("UHANNA", bot.PressSeasonMove, string(s.ID))
	move := b.pressForm("UHANNA", bot.PressSeasonMove, string(s.ID))
	later := object{bot.FieldSeasonDecide: seasonDay(time.December, 28), bot.FieldSeasonWhy: typed("The board meets later.")}
	b.submit("UHANNA", move, later).wants("28 December", "The board meets later.")
	b.seasonWork()
	// The form of the older state changes nothing, and gives both.
	again := b.submit("UHANNA", older, later)
	again.wants("changed the season meanwhile")
	if words := again.stands(bot.FieldSeasonWhy); words != "The board meets later." {
		t.Errorf("what was typed came back as %q", words)
	}
	told := false
	for _, l := range b.delivered() {
		told = told || l.Kind == domain.SeasonMoved && l.Recipient == b.present("UGRACE").ID
		l.lacks("The board") // words stand in views alone
	}
	if !told {
		t.Error("Grace was not told")
	}
	stop := b.pressForm("UHANNA", bot.PressSeasonStop, string(s.ID))
	b.submit("UHANNA", stop, object{bot.FieldSeasonWhy: typed("We talk instead.")}).wants("Called off", "We talk instead.")
}

func TestSeason_ChangesItsPeople(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	s := b.openedSeason()
	form := b.pressForm("UHANNA", bot.PressSeasonWho, string(s.ID))
	b.submit("UHANNA", form, object{
		bot.FieldSeasonOut: people("UBO"), bot.FieldSeasonAdd: people("ULEE"), bot.FieldSeasonComparers: people("UHANNA"), bot.FieldSeasonWhy: typed("By mistake."),
	}).wants("Compared by Hanna Weiss") // Bo and Lee stand above her: she sees no line of theirs
	list, err := b.seasons().List(t.Context(), b.present("ULEE").ID)
	if err != nil || len(list.Own) != 1 {
		t.Fatalf("got %+v, %v", list.Own, err)
	}
	// Lee stands above Hanna, who is of the people team: she may not say who writes.
	if _, err := b.seasons().ShowCase(t.Context(), b.present("UHANNA").ID, list.Own[0].ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("got %v", err)
	}
	view, err := b.seasons().Show(t.Context(), b.present("UHANNA").ID, s.ID)
	if err != nil {
		t.Fatal(err)
	}
	grace := view.Cases[0]
	for _, c := range view.Cases {
		if c.Person == b.present("UGRACE").ID {
			grace = c
		}
	}
	writer := b.pressForm("UHANNA", bot.PressSeasonWriter, string(grace.ID))
	if problems := b.submit("UHANNA", writer, object{bot.FieldSeasonWhy: typed("Lee is away.")}).errors(); problems[bot.FieldSeasonWriter] == "" {
		t.Errorf("nobody gives %v", problems)
	}
	b.submit("UHANNA", writer, object{bot.FieldSeasonWriter: user("UBO"), bot.FieldSeasonWhy: typed("Lee is away.")}).wants("Bo Lindqvist writes")
}

// seasonOn lets time pass to a day at noon, as the sweeps of seasons see it.
func (b *bench) seasonOn(month time.Month, n int) {
	b.t.Helper()
	b.Clock.Set(domain.NewDate(2026, month, n).In(time.UTC, domain.NewTimeOfDay(12, 0)))
	if _, err := b.seasons().Advance(b.t.Context(), 50); err != nil {
		b.t.Fatal(err)
	}
}

// ofGrace is Grace's part in a season.
func (b *bench) ofGrace(season domain.ID) domain.SeasonCase {
	b.t.Helper()
	list, err := b.seasons().List(b.t.Context(), b.present("UGRACE").ID)
	if err != nil || len(list.Own) != 1 || list.Own[0].Season != season {
		b.t.Fatalf("got %+v, %v", list.Own, err)
	}
	return list.Own[0]
}

// The whole way of one summary by what people press and fill in.
func TestSeason_FromTheDraftToTheDecision(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	s := b.openedSeason()
	id := string(b.ofGrace(s.ID).ID)
	b.pressNotice("ULEE", bot.PressSeasonCite, id, "nothing to cite")
	write := b.pressForm("ULEE", bot.PressSeasonWrite, id)
	b.submit("ULEE", write, object{bot.FieldSeasonText: typed("She led the drill.")}).wants("Hand in", "She led the drill.")
	lookAt(t, b.pressForm("UGRACE", bot.PressSeasonCase, id)).lacks("She led the drill.")
	b.press("ULEE", pressed{ID: bot.PressSeasonHandIn, Value: id + ":1", Modal: true})
	if c := b.ofGrace(s.ID); c.State != domain.CaseHanded {
		t.Fatalf("got %+v", c)
	}
	// Handed in twice by an impatient finger, it is handed in once.
	b.press("ULEE", pressed{ID: bot.PressSeasonHandIn, Value: id + ":1", Modal: true})
	remark := b.pressForm("UHANNA", bot.PressSeasonWords, bot.SeasonRemarkWords+":"+id)
	b.submit("UHANNA", remark, object{bot.FieldSeasonText: typed("Who saw it?")}).wants("Hanna Weiss said", "Who saw it?")
	older, edit := b.pressForm("ULEE", bot.PressSeasonEdit, id), b.pressForm("ULEE", bot.PressSeasonEdit, id)
	if problems := b.submit("ULEE", edit, object{bot.FieldSeasonText: typed("She led two drills.")}).errors(); problems[bot.FieldSeasonWhy] == "" {
		t.Errorf("no reason gives %v", problems)
	}
	why := object{bot.FieldSeasonText: typed("She led two drills."), bot.FieldSeasonWhy: typed("Hanna asked.")}
	b.submit("ULEE", edit, why).wants("She led two drills.", "Before:", "She led the drill.")
	b.submit("ULEE", older, object{bot.FieldSeasonText: typed("Third."), bot.FieldSeasonWhy: typed("Stale.")}).wants("this changed meanwhile")
	b.press("UHANNA", pressed{ID: bot.PressSeasonCompare, Value: string(s.ID) + ":"})
	lookAt(t, last(t, b.slack.opened)).wants("Grace Hopper: 0 lines") // Bo stands above her

	b.delivered()
	b.seasonOn(time.December, 9)
	told := false
	for _, l := range b.delivered() {
		told = told || l.Kind == domain.SeasonNews && l.Recipient == b.present("UGRACE").ID
		l.lacks("two drills")
	}
	if !told {
		t.Error("Grace was not told")
	}
	lookAt(t, b.pressForm("UGRACE", bot.PressSeasonCase, id)).wants("She led two drills.", "Who saw it?", "I have read it", "working days")
	reply := b.pressForm("UGRACE", bot.PressSeasonWords, bot.SeasonReplyWords+":"+id)
	b.submit("UGRACE", reply, object{bot.FieldSeasonText: typed("It was three.")}).wants("It was three.")
	b.press("UGRACE", pressed{ID: bot.PressSeasonAck, Value: id, Modal: true})
	if c := b.ofGrace(s.ID); c.AckAt.IsZero() {
		t.Errorf("got %+v", c)
	}

	decide := b.pressForm("ULEE", bot.PressSeasonDecide, id)
	raise := object{bot.FieldSeasonKind: choice(string(domain.PayDecision)), bot.FieldSeasonWhat: typed("Four per cent."), bot.FieldSeasonWhy: typed("She leads.")}
	if problems := b.submit("ULEE", decide, raise).errors(); len(problems) == 0 {
		t.Error("a decision is recorded before the person's days are over")
	}
	b.seasonOn(time.December, 23)
	b.submit("ULEE", decide, raise).wants("Four per cent.", "Not confirmed by a second person yet.")
	lookAt(t, b.pressForm("UGRACE", bot.PressSeasonCase, id)).lacks("Four per cent.")
	view, err := b.seasons().ShowCase(t.Context(), b.present("UHANNA").ID, domain.ID(id))
	if err != nil || len(view.Decisions) != 1 {
		t.Fatalf("got %+v, %v", view.Decisions, err)
	}
	// Hanna reports to Lee further down: she may confirm only as one whom the policy
	// names for it.
	confirm := pressed{ID: bot.PressSeasonConfirm, Value: string(view.Decisions[0].ID), Modal: true}
	b.press("UHANNA", confirm)
	lookAt(t, b.pressForm("UGRACE", bot.PressSeasonCase, id)).lacks("Confirmed by Hanna Weiss")
	b.policy(func(p *domain.Policy) { p.Access.Seconds = []string{"UHANNA"} })
	b.press("UHANNA", confirm)
	lookAt(t, b.pressForm("UGRACE", bot.PressSeasonCase, id)).wants("Four per cent.", "She leads.", "Confirmed by Hanna Weiss")
}

// pressNotice presses what answers with a sentence.
func (b *bench) pressNotice(user, id, value, words string) {
	b.t.Helper()
	lookAt(b.t, b.pressForm(user, id, value)).wants(words)
}
