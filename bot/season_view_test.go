package bot

import (
	"strconv"
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// sampleSeason is a season of a group that includes Grace and Ada, before its
// days.
func sampleSeason() domain.Season {
	day := func(n int) domain.Date { return domain.NewDate(2026, time.December, n) }
	return domain.Season{
		ID: "s1", Kind: domain.GroupSeason, Name: "Half a year <!channel>", State: domain.SeasonOpen, Version: 2,
		From: domain.NewDate(2026, time.May, 1), Until: domain.NewDate(2026, time.October, 31),
		Days:  domain.SeasonDays{Facts: day(1), Draft: day(4), Compare: day(8), Packet: day(9), Reply: day(17), Ack: day(18), Decide: day(23)},
		Group: domain.SeasonGroup{Manager: aLee.ID}, OpenedBy: anAda.ID, Comparers: []domain.ID{anAda.ID}, At: sampleNow,
	}
}

// sampleCase is Grace's in it, at its beginning.
func sampleCase(change ...func(*domain.SeasonCase)) domain.SeasonCase {
	c := domain.SeasonCase{ID: "sc1", Season: "s1", Person: aGrace.ID, Writer: aLee.ID, State: domain.CaseWriting, At: sampleNow, Version: 1}
	for _, ch := range change {
		ch(&c)
	}
	return c
}

// seasonMoved is a change of its days, with words that try to be markup.
func seasonMoved() domain.SeasonChange {
	return domain.SeasonChange{ID: "x1", Season: "s1", Kind: domain.DaysChange, Why: "The *board* <@U1> meets later.", By: anAda.ID, At: sampleNow}
}

// seasonSamples are the views of seasons.
func seasonSamples(v *sentence.Voice) map[string]any {
	choices := domain.SeasonChoices{
		Actor: aLee, Reports: []domain.Person{aGrace}, Areas: []string{"Sales *"}, Locations: []string{"DE-BY"}, Team: "the people team", ReadDays: 5,
		From: sampleSeason().From, Until: sampleSeason().Until, Days: sampleSeason().Days,
	}
	meta := Metadata{Nonce: "n1", Subject: "s1", Version: 2}
	steered := domain.SeasonView{
		Season: sampleSeason(), Counts: domain.SeasonCounts{All: 20, Handed: 3, Read: 1}, People: samplePeople(), Reader: anAda.ID, MaySteer: true,
		Moves: []domain.SeasonChange{seasonMoved()}, Team: "the people team", Today: sampleToday,
	}
	for i := range 20 {
		steered.Cases = append(steered.Cases, sampleCase(func(c *domain.SeasonCase) { c.ID = domain.ID("sc" + strconv.Itoa(i)) }))
	}
	mine := steered
	mine.Reader, mine.MaySteer, mine.Cases = aGrace.ID, false, []domain.SeasonCase{sampleCase()}
	off := mine
	off.Season.State = domain.SeasonCalledOff
	off.Moves = []domain.SeasonChange{{Kind: domain.StopChange, Why: "We <!here> talk instead.", By: anAda.ID, At: sampleNow}}
	busy := steered
	busy.Season.Work, busy.Cases = domain.SeasonGathers, nil
	return map[string]any{
		"season_list":          seasonListView(v, sampleSeasonList()),
		"season_list_nothing":  seasonListView(v, domain.SeasonList{Reader: aGrace.ID, Today: sampleToday}),
		"season_form_group":    seasonForm(v, choices, domain.GroupSeason, meta),
		"season_form_person":   seasonForm(v, choices, domain.PersonSeason, meta),
		"season_steered":       seasonView(v, steered, 0),
		"season_steered_more":  seasonView(v, steered, 15),
		"season_mine":          seasonView(v, mine, 0),
		"season_called_off":    seasonView(v, off, 0),
		"season_busy":          seasonView(v, busy, 0),
		"season_move":          seasonMoveForm(v, steered, meta),
		"season_stop":          seasonStopForm(v, steered, meta),
		"season_people":        seasonWhoForm(v, steered, meta),
		"season_told_opened":   seasonTold(v, mine, domain.Message{Kind: domain.SeasonOpened, Detail: string(domain.Self)}),
		"season_told_writer":   seasonTold(v, mine, domain.Message{Kind: domain.SeasonOpened, Detail: string(domain.Author)}),
		"season_told_comparer": seasonTold(v, steered, domain.Message{Kind: domain.SeasonOpened, Detail: string(domain.Comparer)}),
		"season_told_moved":    seasonTold(v, mine, domain.Message{Kind: domain.SeasonMoved, Detail: string(domain.Self)}),
		"season_told_stopped":  seasonTold(v, off, domain.Message{Kind: domain.SeasonStopped, Detail: string(domain.Self)}),
	}
}

// sampleSeasonList is what a manager of the people team has to do with seasons.
func sampleSeasonList() domain.SeasonList {
	ended := func(c *domain.SeasonCase) { c.State, c.Ending = domain.CaseEnded, domain.CaseTakenOut }
	unwritten := func(c *domain.SeasonCase) { c.Writer = "" }
	return domain.SeasonList{
		Own: []domain.SeasonCase{sampleCase(), sampleCase(ended), sampleCase(unwritten)}, Writing: []domain.SeasonCase{sampleCase()},
		Compare: []domain.Season{sampleSeason()}, All: []domain.Season{sampleSeason()}, Seasons: map[domain.ID]domain.Season{"s1": sampleSeason()},
		Counts: map[domain.ID]domain.SeasonCounts{"s1": {All: 1, Handed: 1}}, People: samplePeople(), Reader: aLee.ID, MayOpen: true, Converses: true,
		Reports: []domain.Person{aGrace}, Today: sampleToday,
	}
}

// caseSamples are the views of one person's part in a season.
func caseSamples(v *sentence.Voice) map[string]any {
	view := domain.SeasonCaseView{
		Season: sampleSeason(), Case: sampleCase(), People: samplePeople(), Reader: aLee.ID, Team: "the people team", Today: sampleToday,
		May: map[domain.Action]bool{},
	}
	named := view
	named.Reader, named.Case.Writer, named.May = anAda.ID, "", map[domain.Action]bool{domain.NameSeasonWriter: true}
	mine := view
	mine.Reader = aGrace.ID
	return map[string]any{
		"season_case":           seasonCaseView(v, view),
		"season_case_no_writer": seasonCaseView(v, named),
		"season_writer":         seasonWriterForm(v, named, Metadata{Nonce: "n1", Subject: "sc1", Version: 1}),
		"season_news_writer":    seasonNews(v, view, "writer"),
		"season_news_out":       seasonNews(v, mine, "taken_out"),
		"season_news_back":      seasonNews(v, mine, "back"),
	}
}
