package domain

// Holder is one relation in which the table lets people do something to a
// record, with those who stand in it.
type Holder struct {
	Relation Relation
	// People are those who stand in it. It is nil for relations that do not
	// follow from the record, such as HR.
	People []ID
}

// WhoCan tells by a table who can do something to a record, so that a screen
// says what the table says and nothing else. Relations in which nobody stands
// are left out.
func WhoCan(table []Rule, action Action, s Subject) []Holder {
	var holders []Holder
	for _, rule := range table {
		if rule.Action != action {
			continue
		}
		for _, r := range rule.Relations {
			people, office := standing(r, s)
			if office || len(people) > 0 {
				holders = append(holders, Holder{Relation: r, People: people})
			}
		}
	}
	return holders
}

// standing lists who stands in a relation to a record; office is true where
// that does not follow from the record.
func standing(r Relation, s Subject) (people []ID, office bool) {
	one := func(id ID) []ID {
		if id == "" {
			return nil
		}
		return []ID{id}
	}
	switch r {
	case Self:
		return one(s.Person), false
	case Partner:
		return one(s.Partner), false
	case Author:
		return one(s.Author), false
	case Receiver:
		return s.Receivers, false
	case Reader:
		return s.Readers, false
	case Owner:
		return one(s.Owner), false
	case FormerManager:
		return s.Former, false
	case Comparer:
		return s.Comparers, false
	case Manager:
		return s.Line[:min(1, len(s.Line))], false
	case SkipLevel:
		return s.Line[min(1, len(s.Line)):], false
	case Deputy:
		return nil, s.PeopleTeam
	case HR, SecondPerson, Observer, Admin, Leader, Colleague, AnyGuest:
	}
	return nil, true
}
