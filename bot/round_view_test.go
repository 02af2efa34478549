package bot

import (
	"slices"

	"rapport/domain"
	"rapport/sentence"
)

// sampleRound is a round about Grace, as Lee has started it.
func sampleRound(change ...func(*domain.RoundReceipt)) domain.RoundReceipt {
	r := domain.RoundReceipt{
		Round: domain.Round{
			ID: "d1", Subject: aGrace.ID, By: aGrace.ID, Reader: aLee.ID, State: domain.RoundAnswering, Numbers: 4, Texts: 5, At: sampleNow, Version: 3,
			RoundDates: domain.RoundDates{NominateBy: sampleToday.AddDays(7), AnswerBy: sampleToday.AddDays(21), ReleaseOn: sampleToday.AddDays(24)},
			Questions:  []domain.RoundQuestion{{Expectation: "e1", Version: 1}, {Expectation: "e2", Version: 2}, {Expectation: "e3", Version: 1}},
		},
		Givers: []domain.RoundGiver{
			{Round: "d1", Person: anAda.ID, As: domain.AsPeer}, {Round: "d1", Person: aLee.ID, As: domain.AsManager}, {Round: "d1", Person: aGrace.ID, As: domain.AsSelf},
		},
		People: samplePeople(), Reports: 2, Team: "the people team", Policy: domain.DefaultPolicy().Rounds,
	}
	for _, c := range change {
		c(&r)
	}
	return r
}

// sampleRoundForm is what somebody is asked about Grace.
func sampleRoundForm(as domain.Perspective) domain.RoundForm {
	r := sampleRound().Round
	return domain.RoundForm{
		Round: r, As: as, Questions: sampleRole().Expectations, People: samplePeople(), Team: "the people team",
		Readers: domain.WhoCan(domain.Table, domain.ReadRound, domain.Subject{Person: aGrace.ID}),
		Next:    domain.WhoCan(domain.Table, domain.ReadRoundAfter, domain.Subject{Person: aGrace.ID, Readers: []domain.ID{aLee.ID}}),
	}
}

// sampleRoundView is Grace's report as she reads it.
func sampleRoundView() domain.RoundView {
	r := sampleRound().Round
	r.State, r.ReadAt = domain.RoundOut, sampleNow
	r.Report = domain.RoundReport{
		Lines: []domain.RoundLine{
			{Self: 2, Manager: 3, Others: []domain.RoundCell{{As: domain.AsPeer, People: 5, Halves: 5}, {As: domain.AsReport, People: 4, Halves: 8}, {As: domain.AsEverybody, People: 9, Halves: 6}}},
			{Self: 4, Others: []domain.RoundCell{{As: domain.AsPeer, People: 5, Halves: 2}}},
			{Self: 1, Manager: 2},
		},
		Texts: []domain.RoundText{
			{Question: domain.KeepText, As: domain.AsSelf, Texts: []string{"My *calm* <!here>"}},
			{Question: domain.KeepText, As: domain.AsPeer, Texts: []string{"Asks first", "Calls <@U1> back", "Keeps `order`", "Listens", "Writes *clearly*"}},
			{Question: domain.TryText, As: domain.AsManager, Texts: []string{"Hand more over"}},
			{Question: domain.TryText, As: domain.AsEverybody, Texts: []string{"a", "b", "c", "d", "e"}},
		},
		Few: []domain.Perspective{domain.AsReport},
	}
	return domain.RoundView{
		Round: r, Questions: sampleRole().Expectations, Reader: aGrace.ID, People: samplePeople(), Team: "the people team",
		Before: map[domain.ID]domain.RoundLine{"e1": {Others: []domain.RoundCell{{As: domain.AsPeer, People: 6, Halves: 4}}}},
		Quotes: []domain.RoundQuote{{Author: anAda.ID, Words: "She *called* back <!channel>.", Source: "ACME <@U1>", On: sampleToday}},
	}
}

// sampleLaunches is what the people team has begun.
func sampleLaunches() domain.RoundLaunchChoices {
	dates := sampleRound().Round.RoundDates
	c := domain.RoundLaunchChoices{
		Areas: []string{"Engineering <!here>"}, Locations: []string{"DE-BY"}, Dates: dates, People: samplePeople(),
		Counts: map[domain.ID]map[domain.RoundState]int{"l1": {domain.RoundNominating: 3, domain.RoundApproving: 2, domain.RoundAnswering: 4, domain.RoundOut: 1, domain.RoundOver: 1}},
	}
	for _, group := range []domain.Group{{Area: "Engineering <!here>"}, {Location: "DE-BY"}, {Manager: aLee.ID}, {Named: []domain.ID{aGrace.ID, anAda.ID}}} {
		l := domain.RoundLaunch{ID: "l1", By: anAda.ID, Group: group, RoundDates: dates, Begun: 11, LeftOut: 2, Done: true}
		c.Launches = append(c.Launches, l)
	}
	return c
}

// roundSamples are the messages, forms and views of rounds.
func roundSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "d1", Version: 3}
	running := sampleRound()
	state := func(s domain.RoundState) domain.RoundReceipt {
		return sampleRound(func(r *domain.RoundReceipt) { r.Round.State, r.Round.Reader = s, "" })
	}
	ended := sampleRound(func(r *domain.RoundReceipt) { r.Round.State, r.Round.Ending = domain.RoundOver, domain.RoundUnapproved })
	view, theirs, few := sampleRoundView(), sampleRoundView(), sampleRoundView()
	theirs.Reader = aLee.ID
	few.Round.Report, few.Questions, few.Quotes, few.FewReports, few.Round.Reader = domain.RoundReport{Few: []domain.Perspective{domain.AsPeer}}, nil, nil, true, ""
	list := domain.RoundList{People: samplePeople(), Manager: aLee, Policy: domain.DefaultPolicy().Rounds, Team: "the people team"}
	none, out, alone := list, list, list
	none.Manager = domain.Person{}
	out.Now, out.Out, out.Next = running, []domain.Round{view.Round}, []domain.Round{view.Round}
	alone.Now = state(domain.RoundNominating)
	quoting := sampleRoundForm(domain.AsCustomer)
	quoting.Quotes = view.Quotes
	enough := state(domain.RoundApproving)
	enough.Reports = 5
	approving := list
	approving.Now = state(domain.RoundApproving)
	launches := sampleLaunches()
	return map[string]any{
		"round_launches":    roundsView(v, launches),
		"round_launch_none": roundsView(v, domain.RoundLaunchChoices{}),
		"round_launch":      roundLaunchForm(v, launches, meta),
		"round_none":        roundView(v, list),
		"round_no_manager":  roundView(v, none),
		"round_nominating":  roundView(v, alone),
		"round_approving":   roundView(v, approving),
		"round_running":     roundView(v, out),
		"round_name":        roundNameForm(v, state(domain.RoundNominating), meta),
		"round_approve":     roundApproveForm(v, enough, meta),
		"round_answer":      roundAnswerForm(v, sampleRoundForm(domain.AsPeer), anAda.ID, meta),
		"round_answer_self": roundAnswerForm(v, sampleRoundForm(domain.AsSelf), aGrace.ID, meta),
		"round_answer_next": roundAnswerForm(v, sampleRoundForm(domain.AsReport), anAda.ID, meta),
		"round_answer_most": roundAnswerForm(v, worstRoundForm(domain.AsPeer), anAda.ID, meta),
		"round_quote":       roundQuoteForm(v, quoting, meta),
		"round_report":      roundReportView(v, view),
		"round_report_next": roundReportView(v, theirs),
		"round_report_few":  roundReportView(v, few),
		"round_started":     roundStarted(v, running),
		"round_ended":       roundEnded(v, ended),
		"round_released":    roundReleased(v, running),
		"round_shared":      roundShared(v, running),
		"round_talk":        roundTalk(v, running),
		"round_card": cardMessage(v, []cardRow{
			roundNameCard(v, state(domain.RoundNominating)), roundApproveCard(v, state(domain.RoundApproving)),
			roundAnswerCard(v, sampleRoundForm(domain.AsPeer)), roundAnswerCard(v, sampleRoundForm(domain.AsCustomer)),
		}, domain.MonthTally{}),
		"round_card_self": cardMessage(v, []cardRow{roundAnswerCard(v, sampleRoundForm(domain.AsSelf))}, domain.MonthTally{}),
	}
}

// worstRoundForm asks about as much as can be asked about.
func worstRoundForm(as domain.Perspective) domain.RoundForm {
	f := sampleRoundForm(as)
	f.Questions = slices.Repeat([]domain.Expectation{{Text: longest(domain.MaxRoleLine)}}, domain.MaxRoundQuestions)
	f.Quotes = make([]domain.RoundQuote, domain.MaxRoundQuotes)
	return f
}

// worstRoundViews have everybody in them, who all write as much as they can.
func worstRoundViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	view := sampleRoundView()
	view.People, view.Questions, view.Before = people, worstRoundForm(domain.AsPeer).Questions, nil
	view.Round.Report.Lines = slices.Repeat(view.Round.Report.Lines[:1], domain.MaxRoundQuestions)
	view.Round.Report.Texts = nil
	for _, question := range []int{domain.KeepText, domain.TryText} {
		for as, n := range map[domain.Perspective]int{domain.AsSelf: 1, domain.AsManager: 1, domain.AsPeer: domain.MaxRoundPeers, domain.AsReport: domain.MaxRoundReports} {
			texts := slices.Repeat([]string{longest(domain.MaxRoundText)}, n)
			view.Round.Report.Texts = append(view.Round.Report.Texts, domain.RoundText{Question: question, As: as, Texts: texts})
		}
	}
	quote := domain.RoundQuote{Author: ids[0], Words: longest(domain.MaxRoundText), Source: longest(domain.MaxRoundSource), On: sampleToday}
	view.Quotes = slices.Repeat([]domain.RoundQuote{quote}, domain.MaxRoundOwners*domain.MaxRoundQuotes)
	meta := Metadata{Nonce: ids[0], Subject: ids[0], Version: 999999}
	full := sampleRound(func(r *domain.RoundReceipt) {
		r.People, r.Givers = people, nil
		for i, id := range ids {
			as := []domain.Perspective{domain.AsPeer, domain.AsReport, domain.AsCustomer}[i%3]
			r.Givers = append(r.Givers, domain.RoundGiver{Person: id, As: as})
		}
	})
	form := worstRoundForm(domain.AsReport)
	form.People = people
	list := domain.RoundList{Now: full, People: people, Out: slices.Repeat([]domain.Round{view.Round}, 10), Next: slices.Repeat([]domain.Round{view.Round}, 10)}
	naming := full
	naming.Round.State = domain.RoundNominating
	launches := sampleLaunches()
	launches.People = people
	launches.Launches = slices.Repeat(launches.Launches, 3)
	launches.Areas = slices.Repeat([]string{longest(60)}, many)
	return map[string]any{
		"rounds": roundsView(v, launches), "round_launch": roundLaunchForm(v, launches, meta),
		"round": roundView(v, list), "round_name": roundNameForm(v, naming, meta), "round_approve": roundApproveForm(v, naming, meta),
		"round_answer": roundAnswerForm(v, form, anAda.ID, meta), "round_quote": roundQuoteForm(v, form, meta), "round_report": roundReportView(v, view),
		"round_card": cardMessage(v, []cardRow{roundNameCard(v, naming), roundApproveCard(v, naming), roundAnswerCard(v, form)}, domain.MonthTally{}),
	}
}
