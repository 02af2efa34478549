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
