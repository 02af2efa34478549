package bot

import (
	"maps"
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
		Group: domain.Group{Manager: aLee.ID}, OpenedBy: anAda.ID, Comparers: []domain.ID{anAda.ID}, At: sampleNow,
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
		MayCompare: true, Moves: []domain.SeasonChange{seasonMoved()}, Team: "the people team", Today: sampleToday,
	}
	for i := range 20 {
		steered.Cases = append(steered.Cases, sampleCase(func(c *domain.SeasonCase) { c.ID = domain.ID("sc" + strconv.Itoa(i)) }))
	}
	mine := steered
	mine.Reader, mine.MaySteer, mine.MayCompare, mine.Cases = aGrace.ID, false, false, []domain.SeasonCase{sampleCase()}
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

// sampleCaseView is Grace's part as Lee sees it who writes.
func sampleCaseView(change ...func(*domain.SeasonCaseView)) domain.SeasonCaseView {
	view := domain.SeasonCaseView{
		Season: sampleSeason(), Case: sampleCase(), People: samplePeople(), Reader: aLee.ID, Team: "the people team", Today: sampleToday,
		May: map[domain.Action]bool{domain.WriteSeason: true},
	}
	for _, c := range change {
		c(&view)
	}
	return view
}

// handedIn is a summary with what stands beside it, which Lee wrote.
func handedIn(view *domain.SeasonCaseView) {
	c := &view.Case
	c.State, c.Text, c.HandedBy, c.HandedAt, c.Version = domain.CaseHanded, "She *led* the drill <!channel>.", aLee.ID, sampleNow, 3
	view.Reads = true
	view.Readers = domain.WhoCan(domain.Table, domain.ReadSeasonCase, domain.Subject{Person: aGrace.ID, Author: aLee.ID, Line: []domain.ID{aLee.ID}, Comparers: []domain.ID{anAda.ID}})
	view.Cited = sampleCited()
	view.Inputs = []domain.SeasonText{{Author: anAda.ID, Text: "Until <@U1> May: the *runbook*.", GivenAt: sampleNow}}
	view.Changes = []domain.SeasonChange{
		{Kind: domain.SummaryChange, Before: "She `led`.", Why: "Ada <!here> asked.", By: aLee.ID, At: sampleNow},
		{Kind: domain.Remark, Why: "What did *others* see?", By: anAda.ID, At: sampleNow},
		{Kind: domain.CitationChange, Why: "One more.", By: aLee.ID, At: sampleNow},
		{Kind: domain.WriterChange, Why: "Lee is away.", By: anAda.ID, At: sampleNow},
	}
}

// sampleCited are citations in each state.
func sampleCited() []domain.CitedLine {
	at := time.Date(2026, time.October, 5, 9, 0, 0, 0, time.UTC)
	line := func(kind domain.EvidenceKind, id domain.ID, state domain.CitedState) domain.CitedLine {
		l := domain.CitedLine{State: state, Evidence: domain.Evidence{Kind: kind, ID: id, Author: anAda.ID, HappenedAt: at, RecordedAt: at.AddDate(0, 2, 0)}}
		l.Ref = l.Evidence.Ref()
		return l
	}
	shown := line(domain.FeedbackEvidence, "f1", domain.CitedShown)
	shown.Late = true
	shown.Evidence.Parts = []domain.EvidencePart{{Name: domain.SituationPart, Text: "In the *drill*"}, {Name: domain.BehaviourPart, Text: "you <@U1> led"}}
	goal := line(domain.GoalEvidence, "g1", domain.CitedShown)
	goal.Evidence.Goal = domain.Goal{Title: "Restore *within* two hours"}
	return []domain.CitedLine{
		shown, goal, line(domain.KudosEvidence, "k1", domain.CitedWithdrawn), line(domain.FeedbackEvidence, "f2", domain.CitedOthers), line(domain.PromiseEvidence, "p1", domain.CitedGone),
	}
}

// sharedCaseView is the same once Grace can read it, with replies and decisions.
func sharedCaseView(view *domain.SeasonCaseView) {
	handedIn(view)
	c := &view.Case
	c.State, c.SharedAt, c.SharedOn, c.Worked, c.Away = domain.CaseShared, sampleNow, sampleToday, 98, 26
	c.ReplyUntil, c.AckUntil, c.DecideFrom = sampleSeason().Days.Reply, sampleSeason().Days.Ack, sampleSeason().Days.Decide
	view.Replies = []domain.SeasonReply{
		{Author: aLee.ID, Text: "Two, <!here> yes.", At: sampleNow}, {Author: aGrace.ID, Text: "It was *two* drills.", Late: true, At: sampleNow},
	}
	view.Decisions = []domain.SeasonDecision{
		{ID: "d1", Kind: domain.PayDecision, What: "Four *per cent*.", Why: "She <@U1> leads.", By: anAda.ID, At: sampleNow},
		{ID: "d2", Kind: domain.NoChangeDecision, What: "As it is.", Why: "No lead is free.", By: aLee.ID, At: sampleNow, ConfirmedBy: anAda.ID, ConfirmedAt: sampleNow},
	}
}

// caseSamples are the views of one person's part in a season.
func caseSamples(v *sentence.Voice) map[string]any {
	named := sampleCaseView()
	named.Reader, named.Case.Writer, named.May = anAda.ID, "", map[domain.Action]bool{domain.NameSeasonWriter: true}
	mine := sampleCaseView()
	mine.Reader, mine.May = aGrace.ID, nil
	meta := Metadata{Nonce: "n1", Subject: "sc1", Version: 1}
	draft := sampleCaseView(func(view *domain.SeasonCaseView) {
		view.Draft = domain.SeasonText{Text: "So *far* <!channel>.", Version: 2}
		view.Missing, view.Mirrored = domain.CoachCards()[2:4], true
	})
	handed := sampleCaseView(handedIn)
	comparing := sampleCaseView(handedIn)
	comparing.Reader, comparing.May = anAda.ID, map[domain.Action]bool{domain.RemarkSeason: true, domain.NameSeasonWriter: true, domain.GiveSeasonInput: true}
	read := sampleCaseView(sharedCaseView)
	read.Reader, read.May = aGrace.ID, nil
	decided := sampleCaseView(sharedCaseView)
	decided.May = map[domain.Action]bool{domain.DecideSeason: true, domain.ConfirmSeason: true}
	evidence := domain.SeasonEvidence{View: handed, Unseen: 2, LateAfter: 30, Expectations: sampleRole().Expectations}
	for _, line := range sampleCited()[:2] {
		evidence.Lines = append(evidence.Lines, line.Evidence)
	}
	for _, line := range sampleCited()[1:3] {
		evidence.Cited = append(evidence.Cited, line.SeasonCitation)
	}
	steered := domain.SeasonView{Season: sampleSeason(), Today: sampleToday}
	news := map[string]any{}
	for _, word := range []string{"shared", "silent", "remark", "input", "reply", "read", "decided", "writer", "taken_out", "back"} {
		news["season_news_"+word] = seasonNews(v, sampleCaseView(), word)
	}
	for _, word := range []string{"shared", "reply", "decided", "writer", "taken_out", "back"} {
		news["season_news_mine_"+word] = seasonNews(v, mine, word)
	}
	all := map[string]any{
		"season_case":           seasonCaseView(v, sampleCaseView()),
		"season_case_mine":      seasonCaseView(v, mine),
		"season_case_no_writer": seasonCaseView(v, named),
		"season_case_draft":     seasonCaseView(v, draft),
		"season_case_handed":    seasonCaseView(v, handed),
		"season_case_comparing": seasonCaseView(v, comparing),
		"season_case_read":      seasonCaseView(v, read),
		"season_case_decided":   seasonCaseView(v, decided),
		"season_writer":         seasonWriterForm(v, named, meta),
		"season_write":          seasonWriteForm(v, draft, meta),
		"season_edit":           seasonEditForm(v, handed, meta),
		"season_cite":           seasonCiteForm(v, evidence, meta),
		"season_remark":         seasonWordsForm(v, comparing, SeasonRemarkWords, meta),
		"season_input":          seasonWordsForm(v, draft, SeasonInputWords, meta),
		"season_reply":          seasonWordsForm(v, read, SeasonReplyWords, meta),
		"season_decide":         seasonDecideForm(v, decided, meta),
		"season_comparison":     seasonCompareView(v, sampleComparison()),
		"season_topic":          seasonTopicView(v, sampleComparison(), "e1"),
		"season_topic_none":     seasonTopicView(v, sampleComparison(), noTopic),
		"season_card_draft":     cardMessage(v, []cardRow{seasonDraftCard(v, steered, 3)}, domain.MonthTally{}),
		"season_card_read":      cardMessage(v, []cardRow{seasonReadCard(v, read)}, domain.MonthTally{}),
	}
	maps.Copy(all, news)
	return all
}

// sampleComparison is of Grace and Ada, about one expectation and none.
func sampleComparison() domain.SeasonComparison {
	ada := sampleCase(func(c *domain.SeasonCase) { c.ID, c.Person = "sc2", anAda.ID })
	return domain.SeasonComparison{
		View: domain.SeasonView{Season: sampleSeason(), People: samplePeople()},
		Topics: []domain.ComparedTopic{
			{Expectation: sampleRole().Expectations[0], Rows: []domain.ComparedRow{{Case: ada, Counted: true}, {Case: sampleCase(), Lines: sampleCited(), Sources: 1, Counted: true}}},
			{Rows: []domain.ComparedRow{{Case: ada, Lines: sampleCited()[:1], Sources: 1, Counted: true}}},
		},
		Unwritten: []domain.SeasonCase{sampleCase()},
	}
}
