package domain

import (
	"context"
	"maps"
	"slices"
	"strings"
)

// planListed is how many items a page has; planShown how many words about one are
// shown.
const (
	planListed = 15
	planShown  = 20
)

// PlanPage says which items to list, and from where on.
type PlanPage struct {
	// Person is whose plan; empty for the reader's own.
	Person ID
	// Team lists instead what is in the plans of those who report to the reader, or
	// whose conversations the reader holds.
	Team bool
	// Ended lists those that have ended, the newest end first.
	Ended bool
	After ID // the last one of the page before
}

// PlanList is items of plans as a reader sees them.
type PlanList struct {
	Items []PlanItem
	// Person is whose plan it is; empty for a team's.
	Person Person
	Reader ID
	People map[ID]Person
	Page   PlanPage
	More   bool
	// Serves is the expectation that an item serves, as it was worded then.
	Serves map[ID]Expectation
	// MayWrite, MaySupport and MayComment tell what the reader may do with an item.
	MayWrite, MaySupport, MayComment map[ID]bool
}

// List gives a page of items, as far as the reader may see them. Forbidden where
// the reader may not see the person's plan.
func (s GrowthService) List(ctx context.Context, reader ID, p PlanPage) (PlanList, error) {
	list := newPlanList(reader, p)
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		f, err := s.filterOf(ctx, tx, by, &list)
		if err != nil || len(f.People) == 0 {
			return err
		}
		if list.Items, err = tx.PlanItems(ctx, f); err != nil {
			return err
		}
		if len(list.Items) > planListed {
			list.Items, list.More = list.Items[:planListed], true
		}
		return s.fill(ctx, tx, by, &list)
	})
	return list, err
}

func newPlanList(reader ID, p PlanPage) PlanList {
	return PlanList{
		Reader: reader, Page: p, Serves: map[ID]Expectation{}, People: map[ID]Person{},
		MayWrite: map[ID]bool{}, MaySupport: map[ID]bool{}, MayComment: map[ID]bool{},
	}
}

// filterOf selects what a page asks for, and notes whose plan it is. It names
// nobody where a reader has no team.
func (s GrowthService) filterOf(ctx context.Context, tx Tx, by Standing, list *PlanList) (PlanFilter, error) {
	p := list.Page
	f := PlanFilter{Open: !p.Ended, Ended: p.Ended, After: p.After, Limit: planListed + 1}
	var err error
	if p.Team {
		scope := ScopeOf(by, ReadPlan)
		f.Readable = &scope
		f.People, err = s.teamOf(ctx, tx, by.Person.ID)
		return f, err
	}
	list.Person, err = s.owner(ctx, tx, by, p.Person)
	f.People = []ID{list.Person.ID}
	return f, err
}

// owner is the person whose plan is read: the reader, or somebody whose plan the
// reader may see.
func (s GrowthService) owner(ctx context.Context, tx Tx, by Standing, id ID) (Person, error) {
	if id == "" || id == by.Person.ID {
		return by.Person, nil
	}
	around, err := aroundPerson(ctx, tx, id)
	if err != nil {
		return Person{}, err
	}
	if err := Permit(by, ReadPlan, around); err != nil {
		return Person{}, err
	}
	return tx.Person(ctx, id)
}

// teamOf are those who report to a person, and those whose conversations the
// person holds.
func (s GrowthService) teamOf(ctx context.Context, tx Tx, id ID) ([]ID, error) {
	reports, err := tx.People(ctx, PersonFilter{Manager: id, Active: true})
	if err != nil {
		return nil, err
	}
	present := []ConversationState{TalkOpen, TalkPaused, TalkPlanned}
	talks, err := tx.Conversations(ctx, TalkFilter{Partner: id, States: present, Limit: maxReports})
	if err != nil {
		return nil, err
	}
	var team []ID
	for _, p := range reports {
		team = append(team, p.ID)
	}
	for _, c := range talks {
		if !slices.Contains(team, c.Employee) {
			team = append(team, c.Employee)
		}
	}
	return team, nil
}

// fill adds to items what the reader may do, what they serve and the names.
func (s GrowthService) fill(ctx context.Context, tx Tx, by Standing, list *PlanList) error {
	around := map[ID]Subject{}
	ids := []ID{by.Person.ID}
	for _, i := range list.Items {
		subject, known := around[i.Person]
		if !known {
			var err error
			if subject, err = aroundPerson(ctx, tx, i.Person); err != nil {
				return err
			}
			around[i.Person] = subject
		}
		_, list.MayWrite[i.ID] = Can(by, WritePlan, subject)
		_, list.MaySupport[i.ID] = Can(by, SupportPlan, subject)
		_, list.MayComment[i.ID] = Can(by, WordOnPlan, subject)
		if _, may := Can(by, ReadExpected, subject); may {
			e, err := cited(ctx, tx, CitedByPlan, i.ID)
			if err != nil {
				return err
			}
			list.Serves[i.ID] = e
		}
		ids = append(ids, i.Person, i.Supporter)
	}
	var err error
	list.People, err = peopleByID(ctx, tx, ids)
	return err
}

// PlanDetail is one item with what was said about it.
type PlanDetail struct {
	PlanList
	// Words are the newest first.
	Words []PlanWord
}

// Item is the item.
func (d PlanDetail) Item() PlanItem { return d.Items[0] }

// Show gives one item with what was said about it.
func (s GrowthService) Show(ctx context.Context, reader, id ID) (PlanDetail, error) {
	detail := PlanDetail{PlanList: newPlanList(reader, PlanPage{})}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		item, err := tx.PlanItem(ctx, id)
		if err != nil {
			return err
		}
		if detail.Person, err = s.owner(ctx, tx, by, item.Person); err != nil {
			return err
		}
		detail.Items = []PlanItem{item}
		if err := s.fill(ctx, tx, by, &detail.PlanList); err != nil {
			return err
		}
		if detail.Words, err = tx.PlanWords(ctx, id, planShown); err != nil {
			return err
		}
		var authors []ID
		for _, w := range detail.Words {
			authors = append(authors, w.Author)
		}
		people, err := peopleByID(ctx, tx, authors)
		maps.Copy(detail.People, people)
		return err
	})
	return detail, err
}

// ShowTold gives the item that a message to its person is about, who did something
// with it, and what: commented or supported.
func (s GrowthService) ShowTold(ctx context.Context, m Message) (PlanDetail, Person, string, error) {
	word, by, _ := strings.Cut(m.Detail, " ")
	detail, err := s.Show(ctx, m.Recipient, m.Subject)
	if err != nil {
		return PlanDetail{}, Person{}, "", err
	}
	var actor Person
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		actor, err = tx.Person(ctx, ID(by))
		return err
	})
	return detail, actor, word, err
}

// PlanPlaces are what a form for an item offers.
type PlanPlaces struct {
	// Serves are the expectations of the person, Sources what the people team's
	// list has for them, with the one that the item has now among both.
	Serves  []Expectation
	Sources []Offered
	// Usual is the currency of a cost that names none; empty where each has to.
	Usual Currency
}

// Places gives what a form for an item of the own plan offers; item is empty for
// a new one.
func (s GrowthService) Places(ctx context.Context, actor ID, item PlanItem) (PlanPlaces, ID, error) {
	citable, now, err := (ExpectationService{Practice: s.Practice}).Citable(ctx, actor, actor, CitedByPlan, item.ID)
	if err != nil {
		return PlanPlaces{}, "", err
	}
	places := PlanPlaces{Serves: citable}
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		growth := version.Policy.Growth
		places.Usual, places.Sources = growth.Currency, growth.offered(citable)
		return nil
	})
	chosen := func(o Offered) bool { return o.Source.Listed == item.Source.Listed }
	if item.Source.Listed != "" && !slices.ContainsFunc(places.Sources, chosen) {
		places.Sources = append(places.Sources, Offered{Source: item.Source})
	}
	return places, now, err
}
