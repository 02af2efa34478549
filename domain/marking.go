package domain

import (
	"context"
)

// The kinds of asks and messages about where somebody stands. None of them holds
// a mark.
const (
	AskSkill      = "skill.mark"     // the other has marked
	SkillCompared = "skill.compared" // both have
)

// The days for which the ask to mark stays open, and by which something chosen
// from the comparison is due, unless the person says otherwise.
const (
	markDays  = 21
	learnDays = 90
)

// SkillService is the use cases around where people stand.
type SkillService struct {
	Practice
}

// Sheet gives where a person stands to one of the two of a conversation. Forbidden
// for everybody else, and for who may not read what is expected of the person,
// such as somebody of the people team whom the person asked to talk. NotFound
// where nothing is expected, or nobody holds the conversation.
func (s SkillService) Sheet(ctx context.Context, reader, conversation ID) (SkillSheet, error) {
	var sheet SkillSheet
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		sheet, err = s.sheet(ctx, tx, Act{Actor: reader}, ReadSkills, conversation)
		return err
	})
	return sheet, err
}

func (s SkillService) sheet(ctx context.Context, tx Tx, act Act, action Action, conversation ID) (SkillSheet, error) {
	c, err := tx.Conversation(ctx, conversation)
	if err != nil {
		return SkillSheet{}, err
	}
	by, err := s.Permitted(ctx, tx, act, action, c.Subject())
	if err != nil {
		return SkillSheet{}, err
	}
	sheet := SkillSheet{Conversation: c, Reader: act.Actor}
	if sheet.Talk, err = s.talkOf(ctx, tx, c, action); err != nil {
		return SkillSheet{}, err
	}
	around, err := aroundPerson(ctx, tx, c.Employee)
	if err != nil {
		return SkillSheet{}, err
	}
	// What was compared stays readable for the two, also when one of them is
	// somebody else's manager by now.
	if _, may := Can(by, ReadExpected, around); !may && !sheet.Talk.Compared() {
		return SkillSheet{}, Refuse(Forbidden, "permission.refused")
	}
	expected, err := expectedOf(ctx, tx, c.Employee)
	if err != nil {
		return SkillSheet{}, err
	}
	if sheet.Expectations = expected.Own.Expectations; c.Partner == "" || len(sheet.Expectations) == 0 && !sheet.Talk.Compared() {
		return SkillSheet{}, Refuse(NotFound, "skill.nothing")
	}
	sheet.MayMark = c.State == TalkOpen && !sheet.Talk.Compared()
	if !sheet.MayMark && sheet.Talk.ID == "" {
		return SkillSheet{}, Refuse(NotFound, "skill.nothing")
	}
	return sheet, s.fill(ctx, tx, &sheet)
}

// talkOf is the one of a conversation's two people and quarter; without an id
// before anybody marked.
func (s SkillService) talkOf(ctx context.Context, tx Tx, c Conversation, action Action) (SkillTalk, error) {
	policy, err := tx.Policy(ctx)
	if err != nil {
		return SkillTalk{}, err
	}
	person, err := tx.Person(ctx, c.Employee)
	if err != nil {
		return SkillTalk{}, err
	}
	fresh := SkillTalk{Person: c.Employee, Partner: c.Partner, Quarter: QuarterOf(DateOf(c.OpensAt, s.zoneOf(person, policy.Policy)))}
	read := tx.SkillTalkOf
	if action == MarkSkills {
		read = tx.GuardSkillTalk
	}
	t, err := read(ctx, fresh.Person, fresh.Partner, fresh.Quarter)
	if CodeOf(err) == NotFound {
		return fresh, nil
	}
	return t, err
}

// fill reads the marks that the reader may see, and what the person learns.
func (s SkillService) fill(ctx context.Context, tx Tx, sheet *SkillSheet) error {
	c := sheet.Conversation
	var err error
	if sheet.People, err = peopleByID(ctx, tx, []ID{c.Employee, c.Partner}); err != nil {
		return err
	}
	if sheet.Talk.ID == "" {
		return nil
	}
	if sheet.Mine, sheet.MineVersion, err = s.marksOf(ctx, tx, sheet, sheet.Reader); err != nil || !sheet.Talk.Compared() {
		return err
	}
	if sheet.Theirs, _, err = s.marksOf(ctx, tx, sheet, c.Other(sheet.Reader)); err != nil {
		return err
	}
	items, err := tx.PlanItems(ctx, PlanFilter{People: []ID{c.Employee}, Open: true, Limit: goalsShown})
	sheet.Planned = map[ID]PlanItem{}
	for _, i := range items {
		e, err := cited(ctx, tx, CitedByPlan, i.ID)
		if err != nil {
			return err
		}
		if e.ID != "" {
			sheet.Planned[e.ID] = i
		}
	}
	return err
}

// marksOf reads one side's marks; what was marked and is expected no more comes
// behind, in its wording.
func (s SkillService) marksOf(ctx context.Context, tx Tx, sheet *SkillSheet, author ID) (map[ID]Stand, int, error) {
	marks, version, err := tx.SkillMarks(ctx, sheet.Talk.ID, author)
	stands := make(map[ID]Stand, len(marks))
	for _, m := range marks {
		stands[m.Expectation] = m.Stand
		if err == nil && !sheet.hasExpectation(m.Expectation) {
			var e Expectation
			if e, err = tx.Wording(ctx, m.Expectation, m.Owner, m.Version); err == nil {
				sheet.Expectations = append(sheet.Expectations, e)
			}
		}
	}
	return stands, version, err
}

// Mark keeps where one of the two sees the person stand, over the own marks of the
// version that the form showed. When both have marked, both are shown both, and
// nothing can be marked any more in this quarter: otherwise the one who marks last
// could move towards the other. Conflict then, and where the own marks changed
// meanwhile.
func (s SkillService) Mark(ctx context.Context, act Act, conversation ID, version int, stands map[ID]Stand) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		sheet, err := s.sheet(ctx, tx, act, MarkSkills, conversation)
		if err != nil {
			return Outcome{}, err
		}
		switch {
		case sheet.Talk.Compared():
			return Outcome{}, Refuse(Conflict, "skill.compared")
		case !sheet.MayMark:
			return Outcome{}, Refuse(Conflict, "conversation.closed")
		case sheet.MineVersion != version:
			return Outcome{}, Refuse(Conflict, "skill.changed")
		}
		marks, err := sheet.marks(stands)
		if err != nil {
			return Outcome{}, err
		}
		talk, err := s.marked(ctx, tx, act, sheet.Talk)
		if err != nil {
			return Outcome{}, err
		}
		if err := tx.SaveSkillMarks(ctx, talk.ID, act.Actor, marks, version); err != nil {
			return Outcome{}, err
		}
		// The ledger says that somebody marked, and not what.
		entry := Entry{Actor: act.Actor, Act: string(MarkSkills), Subject: talk.ID, Person: talk.Person, Version: version + 1}
		if err := tx.Record(ctx, entry); err != nil {
			return Outcome{}, err
		}
		return s.tellOther(ctx, tx, act, sheet.Conversation, talk)
	}, nil)
}

// marks are what a form marked, of what is expected of the person.
func (s SkillSheet) marks(stands map[ID]Stand) ([]SkillMark, error) {
	var marks []SkillMark
	for _, e := range s.Expectations {
		stand, marked := stands[e.ID]
		if !marked {
			continue
		}
		switch stand {
		case NotYet, Growing, Solid, RoleModel:
			marks = append(marks, SkillMark{Expectation: e.ID, Owner: e.Owner, Version: e.Version, Stand: stand})
		default:
			return nil, RefuseField("stand", "form.choice_unknown")
		}
	}
	if len(marks) < len(stands) {
		return nil, RefuseField("stand", "skill.expectation_gone")
	}
	if len(marks) == 0 {
		return nil, RefuseField("stand", "skill.none_marked")
	}
	return marks, nil
}

// marked notes that one of the two has marked.
func (s SkillService) marked(ctx context.Context, tx Tx, act Act, t SkillTalk) (SkillTalk, error) {
	var err error
	if t.ID == "" {
		t.ID, t.At = s.IDs.New(), tx.Now()
		if t, err = tx.CreateSkillTalk(ctx, t); err != nil {
			return t, err
		}
	}
	if act.Actor == t.Person {
		t.PersonAt = tx.Now()
	} else {
		t.PartnerAt = tx.Now()
	}
	return t, tx.UpdateSkillTalk(ctx, t)
}

// tellOther asks the other to mark, or tells that both have.
func (s SkillService) tellOther(ctx context.Context, tx Tx, act Act, c Conversation, t SkillTalk) (Outcome, error) {
	if err := s.answered(ctx, tx, c.ID, AskSkill, act.Actor); err != nil {
		return Outcome{}, err
	}
	other := c.Other(act.Actor)
	if !t.Compared() {
		ask := Ask{Person: other, Kind: AskSkill, Subject: c.ID, Urgency: SomebodyWaits, Expires: tx.Now().AddDate(0, 0, markDays)}
		return Outcome{Word: "marked", Subject: t.ID}, s.fileAsk(ctx, tx, ask)
	}
	m := Message{Kind: SkillCompared, Deed: Post, Class: FromPeople, Recipient: other, Subject: c.ID}
	return Outcome{Word: "compared", Subject: t.ID}, tx.Tell(ctx, m)
}

// Learn puts an expectation from the comparison into the person's own plan: what
// is expected is the title, what the people team recommends for it the source where there is one, and
// the day three months away; all of it can be changed. Where something in the
// plan is for it already, that is given. Forbidden for everybody but the person.
func (s SkillService) Learn(ctx context.Context, act Act, conversation, expectation ID) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		sheet, err := s.sheet(ctx, tx, act, ReadSkills, conversation)
		if err != nil {
			return Outcome{}, err
		}
		person := sheet.Conversation.Employee
		if _, err := s.Permitted(ctx, tx, act, WritePlan, Subject{Person: person}); err != nil {
			return Outcome{}, err
		}
		if known, there := sheet.Planned[expectation]; there {
			return Outcome{Word: "known", Subject: known.ID}, nil
		}
		if !sheet.Talk.Compared() {
			return Outcome{}, Refuse(Conflict, "skill.not_compared")
		}
		expected, err := expectedOf(ctx, tx, person)
		if err != nil {
			return Outcome{}, err
		}
		if !expected.has(expectation) {
			return Outcome{}, Refuse(Conflict, "skill.expectation_gone")
		}
		return s.learn(ctx, tx, act, expected, expectation)
	}, nil)
}

// learn writes the item.
func (s SkillService) learn(ctx context.Context, tx Tx, act Act, expected Expected, id ID) (Outcome, error) {
	policy, err := tx.Policy(ctx)
	if err != nil {
		return Outcome{}, err
	}
	today := DateOf(tx.Now(), s.zoneOf(expected.Person, policy.Policy))
	item := PlanItem{Person: expected.Person.ID, Due: today.AddDays(learnDays)}
	for _, e := range expected.Own.Expectations {
		if e.ID != id {
			continue
		}
		item.What = cut(e.Text, MaxPlanTitle)
		if offers := policy.Policy.Growth.offered([]Expectation{e}); len(offers) == 1 {
			item.Source = offers[0].Source
		}
	}
	return GrowthService(s).write(ctx, tx, act, planned{item: item, serves: id, asked: true})
}

// cut shortens a text to so many characters.
func cut(text string, limit int) string {
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit-1]) + "…"
	}
	return text
}
