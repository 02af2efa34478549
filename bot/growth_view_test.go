package bot

import (
	"fmt"

	"rapport/domain"
	"rapport/sentence"
)

// sampleItem is something that Grace wants to learn, and that Lee supports.
func sampleItem(change ...func(*domain.PlanItem)) domain.PlanItem {
	i := domain.PlanItem{
		ID: "i1", Person: aGrace.ID, What: "Speak *Japanese* <!channel>", Why: "Our customers <@U1> do.", Steps: "find a tutor\none lesson a week",
		Source: domain.Source{Title: "Evening *classes*", Link: "https://example.com/a?b=c&d", Cost: domain.Money{Minor: 120050, Currency: "EUR"}, Days: 3},
		Due:    domain.NewDate(2027, 3, 31), State: domain.PlanOpen, Confidence: domain.AtRisk, Supporter: aLee.ID, SupportedAt: sampleNow,
		LastNews: sampleNow, At: sampleNow, Version: 2,
	}
	for _, c := range change {
		c(&i)
	}
	return i
}

func finished(i *domain.PlanItem) {
	i.ID, i.What, i.State, i.EndedAt, i.Lesson = "i2", "Write *tests* first", domain.PlanFinished, sampleNow, "Start small."
	i.Source, i.Supporter = domain.Source{}, ""
}

func fromList(i *domain.PlanItem) { i.Source.Listed, i.Supporter = "key1", "" }

// samplePlan is Grace's plan as somebody reads it.
func samplePlan(reader domain.ID, items ...domain.PlanItem) domain.PlanList {
	list := domain.PlanList{
		Items: items, Person: aGrace, Reader: reader, People: samplePeople(), Serves: map[domain.ID]domain.Expectation{},
		MayWrite: map[domain.ID]bool{}, MaySupport: map[domain.ID]bool{}, MayComment: map[domain.ID]bool{},
	}
	for _, i := range items {
		list.Serves[i.ID] = sampleRole().Expectations[0]
		list.MayWrite[i.ID], list.MaySupport[i.ID], list.MayComment[i.ID] = reader == aGrace.ID, reader == aLee.ID, true
	}
	return list
}

func growthSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "i1", Version: 2}
	item := sampleItem()
	words := []domain.PlanWord{
		{Author: aGrace.ID, Kind: domain.PlanNews, Confidence: domain.AtRisk, Text: "No *tutor* yet.", At: sampleNow},
		{Author: aLee.ID, Kind: domain.PlanComment, Text: "Ask <@UADA>.", At: sampleNow},
		{Author: aLee.ID, Kind: domain.PlanSupport, At: sampleNow},
	}
	mine, theirs := domain.PlanDetail{PlanList: samplePlan(aGrace.ID, item), Words: words}, domain.PlanDetail{PlanList: samplePlan(aLee.ID, sampleItem(fromList)), Words: words}
	ended := domain.PlanDetail{PlanList: samplePlan(aGrace.ID, sampleItem(finished))}
	team := samplePlan(aLee.ID, item, sampleItem(fromList))
	team.Person, team.Page, team.More = domain.Person{}, domain.PlanPage{Team: true}, true
	past := samplePlan(aGrace.ID, sampleItem(finished), sampleItem(finished, func(i *domain.PlanItem) { i.State, i.Reason = domain.PlanDropped, "Another role" }))
	past.Page.Ended = true
	places := domain.PlanPlaces{Serves: sampleRole().Expectations, Sources: []domain.Offered{
		{Expectation: sampleRole().Expectations[0], Source: domain.Source{Listed: "key1", Title: "Evening *classes*", Days: 3}},
	}}
	usual := places
	usual.Usual = "EUR"
	unmarked := sampleSheet(aGrace.ID)
	long := sampleSheet(aGrace.ID)
	for i := len(long.Expectations); i < domain.MaxExpectations+domain.MaxAdded; i++ {
		long.Expectations = append(long.Expectations, domain.Expectation{ID: domain.ID(fmt.Sprint("e", i+1)), Text: fmt.Sprint("Expectation ", i+1)})
	}
	waits, compared, byLee := sampleSheet(aGrace.ID, marked), sampleSheet(aGrace.ID, marked, both), sampleSheet(aLee.ID, marked, both)
	growth := domain.GrowthPolicy{Sources: map[string][]domain.ListedSource{"e1": {{Title: "Evening *classes*", Link: "https://example.com", Cost: "450 EUR", Days: 3}}}}
	areas := domain.LearningAreas{From: domain.NewDate(2025, 10, 1), Before: domain.NewDate(2026, 10, 1), Least: 5}
	some := areas
	some.Roles = []domain.RoleAreas{{Role: "Engineer <!channel>", Areas: []domain.LearningArea{
		{Expectation: sampleRole().Expectations[0], Helped: []string{"Evening *classes*", "A tutor"}}, {Expectation: sampleRole().Expectations[1]},
	}}}
	return map[string]any{
		"growth_areas":        areasView(v, some),
		"growth_areas_none":   areasView(v, areas),
		"growth_sources":      sourcesView(v, sampleRole(), growth),
		"growth_source_list":  sourceListForm(v, sampleRole().Expectations[0], growth, meta),
		"skill_form":          skillForm(v, unmarked, meta),
		"skill_form_other":    skillForm(v, sampleSheet(aLee.ID, marked), meta),
		"skill_form_long":     skillForm(v, long, meta),
		"skill_waits":         skillView(v, waits),
		"skill_compared":      skillView(v, compared),
		"skill_compared_by":   skillView(v, byLee),
		"skill_card":          cardMessage(v, []cardRow{skillCard(v, unmarked)}, domain.MonthTally{}),
		"skill_told":          skillTold(v, compared),
		"growth_mine":         growthListView(v, samplePlan(aGrace.ID, item, sampleItem(fromList))),
		"growth_mine_none":    growthListView(v, samplePlan(aGrace.ID)),
		"growth_theirs_none":  growthListView(v, samplePlan(aLee.ID)),
		"growth_team":         growthListView(v, team),
		"growth_ended":        growthListView(v, past),
		"growth_item":         growthItemView(v, mine),
		"growth_item_theirs":  growthItemView(v, theirs),
		"growth_item_ended":   growthItemView(v, ended),
		"growth_form":         growthForm(v, domain.PlanItem{}, "", domain.PlanPlaces{}, meta),
		"growth_form_list":    growthForm(v, sampleItem(fromList), "e1", places, meta),
		"growth_form_own":     growthForm(v, item, "", usual, meta),
		"growth_tell":         growthTellForm(v, item, meta),
		"growth_end":          growthEndForm(v, item, meta),
		"growth_support":      growthSupportForm(v, theirs, meta),
		"growth_comment":      growthCommentForm(v, theirs, meta),
		"growth_card_past":    cardMessage(v, []cardRow{growthCard(v, item, item.Due.AddDays(1))}, domain.MonthTally{}),
		"growth_card":         cardMessage(v, []cardRow{growthCard(v, item, sampleToday)}, domain.MonthTally{}),
		"growth_card_support": cardMessage(v, []cardRow{growthSupportCard(v, aGrace)}, domain.MonthTally{}),
		"growth_told":         growthTold(v, item, aLee, "supported"),
		"growth_told_word":    growthTold(v, item, aLee, "commented"),
	}
}

// sampleSheet is where Grace stands, as somebody sees it.
func sampleSheet(reader domain.ID, change ...func(*domain.SkillSheet)) domain.SkillSheet {
	s := domain.SkillSheet{
		Conversation: sampleTalk().Conversation, Reader: reader, Expectations: sampleRole().Expectations, People: samplePeople(), MayMark: true,
	}
	for _, c := range change {
		c(&s)
	}
	return s
}

func marked(s *domain.SkillSheet) {
	s.Talk = domain.SkillTalk{ID: "s1", Person: aGrace.ID, Partner: aLee.ID, PersonAt: sampleNow}
	s.Mine, s.MineVersion = map[domain.ID]domain.Stand{"e1": domain.Growing, "e3": domain.RoleModel}, 1
}

func both(s *domain.SkillSheet) {
	s.Talk.PartnerAt, s.MayMark = sampleNow, false
	s.Theirs = map[domain.ID]domain.Stand{"e1": domain.Solid, "e2": domain.NotYet}
	s.Planned = map[domain.ID]domain.PlanItem{"e2": sampleItem()}
}

func worstItem(id domain.ID) domain.PlanItem {
	return domain.PlanItem{
		ID: id, Person: id, What: longest(domain.MaxPlanTitle), Why: longest(domain.MaxPlanText), Steps: longest(domain.MaxPlanText),
		Source: domain.Source{Listed: string(id), Title: longest(domain.MaxSourceTitle), Link: longest(domain.MaxSourceLink), Cost: domain.Money{Minor: domain.MaxMinor, Currency: "EUR"}, Days: domain.MaxLearningDays},
		Due:    sampleToday, State: domain.PlanOpen, Confidence: domain.AtRisk, Supporter: id, Reason: longest(domain.MaxPlanReason), Lesson: longest(domain.MaxPlanReason), At: sampleNow,
	}
}

func worstGrowthViews(v *sentence.Voice) map[string]any {
	people, ids := crowded()
	meta := Metadata{Nonce: ids[0], Subject: ids[1], Version: 9999}
	list := samplePlan(ids[0])
	list.People, list.Person, list.More = people, people[ids[0]], true
	detail := domain.PlanDetail{PlanList: list}
	places := domain.PlanPlaces{Serves: worstRole().Expectations}
	for i, id := range ids {
		item := worstItem(id)
		list.Items = append(list.Items, item)
		list.MayWrite[id], list.MaySupport[id], list.MayComment[id], list.Serves[id] = true, true, true, domain.Expectation{Text: longest(domain.MaxRoleLine)}
		detail.Words = append(detail.Words, domain.PlanWord{Author: id, Kind: domain.PlanComment, Text: longest(domain.MaxPlanText), At: sampleNow})
		item.Source.Listed = fmt.Sprint("key", i)
		places.Sources = append(places.Sources, domain.Offered{Expectation: places.Serves[i%len(places.Serves)], Source: item.Source})
	}
	detail.PlanList = list
	item := detail.Item()
	expected := worstExpected(worstRole(), ids, people)
	sheet := domain.SkillSheet{
		Conversation: domain.Conversation{ID: ids[5], Employee: ids[0], Partner: ids[1], Kind: domain.RegularTalk}, Reader: ids[0], Expectations: expected.Own.Expectations,
		People: people, Talk: domain.SkillTalk{ID: ids[0], PersonAt: sampleNow, PartnerAt: sampleNow}, Theirs: map[domain.ID]domain.Stand{},
	}
	return map[string]any{
		"skills": skillView(v, sheet), "skill_form": skillForm(v, sheet, meta),
		"plan": growthListView(v, list), "item": growthItemView(v, detail), "form": growthForm(v, item, places.Serves[3].ID, places, meta),
		"tell": growthTellForm(v, item, meta), "end": growthEndForm(v, item, meta), "support": growthSupportForm(v, detail, meta),
		"comment": growthCommentForm(v, detail, meta),
	}
}
