package sentence_test

import (
	"slices"
	"strings"
	"testing"

	"rapport/domain"
	"rapport/sentence"
)

// The people of the walk. Me acts; the others stand around.
const (
	me      domain.ID = "me"
	another domain.ID = "another"
)

// role is somebody in front of a record: who they are, where the record stands, and
// in which relations that puts them, said here by hand and not by the code that is
// tried.
type role struct {
	standing domain.Standing
	subject  domain.Subject
	stands   []domain.Relation
}

// member is an active person of the organisation.
func member(kind domain.Kind) domain.Standing {
	return domain.Standing{Person: domain.Person{ID: me, Active: true, Kind: kind}}
}

// roles are everybody whom the table may know, each beside a record of somebody
// else, and those who must not get anything by their office.
func roles() map[string]role {
	with := func(change func(*domain.Standing)) domain.Standing {
		s := member(domain.Member)
		change(&s)
		return s
	}
	colleague := domain.Colleague
	one := func(s domain.Standing, about domain.Subject, stands ...domain.Relation) role {
		if about.Person == "" {
			about.Person = another
		}
		return role{s, about, append(stands, colleague)}
	}
	plain := member(domain.Member)
	hr := with(func(s *domain.Standing) { s.HR = true })
	below := with(func(s *domain.Standing) { s.HR, s.Line = true, []domain.ID{another} })
	deputy := with(func(s *domain.Standing) { s.Deputy = true })
	gone := plain
	gone.Person.Active = false
	return map[string]role{
		"the person":                    one(plain, domain.Subject{Person: me}, domain.Self),
		"the partner":                   one(plain, domain.Subject{Partner: me}, domain.Partner),
		"the manager":                   one(plain, domain.Subject{Line: []domain.ID{me}}, domain.Manager),
		"the former manager":            one(plain, domain.Subject{Former: []domain.ID{me}}, domain.FormerManager),
		"a manager above":               one(plain, domain.Subject{Line: []domain.ID{"m", "n", me}}, domain.SkipLevel),
		"the author":                    one(plain, domain.Subject{Author: me}, domain.Author),
		"the receiver":                  one(plain, domain.Subject{Receivers: []domain.ID{"r", me}}, domain.Receiver),
		"a reader":                      one(plain, domain.Subject{Readers: []domain.ID{me}}, domain.Reader),
		"the owner":                     one(plain, domain.Subject{Owner: me}, domain.Owner),
		"who compares":                  one(plain, domain.Subject{Comparers: []domain.ID{me}}, domain.Comparer),
		"who compares themselves":       one(plain, domain.Subject{Person: me, Comparers: []domain.ID{me}}, domain.Self),
		"HR":                            one(hr, domain.Subject{}, domain.HR, domain.SecondPerson),
		"HR who asked":                  one(hr, domain.Subject{Author: me}, domain.HR, domain.Author),
		"HR about herself":              one(hr, domain.Subject{Person: me}, domain.Self),
		"HR about somebody above":       one(below, domain.Subject{}),
		"HR who is concerned":           one(hr, domain.Subject{Concerned: []domain.ID{me}}),
		"the deputy for HR":             one(deputy, domain.Subject{PeopleTeam: true}, domain.Deputy, domain.SecondPerson),
		"the deputy for others":         one(deputy, domain.Subject{}),
		"the deputy about himself":      one(deputy, domain.Subject{Person: me, PeopleTeam: true}, domain.Self),
		"who is named for a second yes": one(with(func(s *domain.Standing) { s.Second = true }), domain.Subject{}, domain.SecondPerson),
		"the observer":                  one(with(func(s *domain.Standing) { s.Observer = true }), domain.Subject{}, domain.Observer),
		"the administrator":             one(with(func(s *domain.Standing) { s.Admin = true }), domain.Subject{}, domain.Admin),
		"a leader":                      one(with(func(s *domain.Standing) { s.Leader = true }), domain.Subject{}, domain.Leader),
		"a colleague":                   one(plain, domain.Subject{}),
		"a guest":                       {member(domain.Guest), domain.Subject{Person: another}, []domain.Relation{domain.AnyGuest}},
		"a contractor":                  {member(domain.Contractor), domain.Subject{Person: another}, []domain.Relation{domain.AnyGuest}},
		"a leaver about themselves":     {gone, domain.Subject{Person: me, Author: me}, nil},
		"a bot":                         {member(domain.Bot), domain.Subject{Person: me, Author: me}, nil},
		"an outsider":                   {member(domain.Outsider), domain.Subject{Receivers: []domain.ID{me}}, nil},
	}
}

// The page that is signed says of each action, role and record what the code
// decides: who is named in a line of the action may, and nobody else.
func TestVoice_WhoSeesWhatIsWhatCanDecides(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	const team = "the people team"
	v := book.In("en")
	page := printed(t, v, team)
	tried, allowed := 0, 0
	for action, lines := range page {
		for name, r := range roles() {
			want := slices.ContainsFunc(r.stands, func(relation domain.Relation) bool {
				return slices.Contains(lines.who, v.Say("privacy.relation_"+string(relation), "Team", team))
			})
			rule, got := domain.Can(r.standing, action, r.subject)
			if got != want {
				t.Errorf("%s, %s: the code says %t, the page %t: %q", action, name, got, want, lines.who)
			}
			if tried++; got {
				allowed++
			}
			if got && rule.Second && !rule.Reason {
				t.Errorf("%s: a second yes to what has no reason", action)
			}
		}
	}
	if tried < 2000 || allowed < tried/20 || allowed > tried/2 {
		t.Errorf("%d cases, %d of them allowed: the walk sees too little", tried, allowed)
	}
}

// pageLine is what the page says of an action.
type pageLine struct{ who []string }

// printed reads the page again: by action, whom its lines name. A line that names
// nobody, or says something twice, fails the test.
func printed(t *testing.T, v *sentence.Voice, team string) map[domain.Action]pageLine {
	t.Helper()
	rows := 0
	for _, c := range v.WhoSeesWhat(domain.Table, team) {
		rows += len(c.Lines)
	}
	if rows != len(domain.Table) {
		t.Fatalf("the page has %d lines, the table %d rows", rows, len(domain.Table))
	}
	all := map[string]bool{}
	page := map[domain.Action]pageLine{}
	for _, rule := range domain.Table {
		one := v.WhoSeesWhat([]domain.Rule{rule}, team)[0].Lines[0]
		if all[one] {
			t.Errorf("two lines say the same: %s", one)
		}
		all[one] = true
		_, who, found := strings.Cut(one, ": ")
		if !found || strings.HasPrefix(one, ": ") {
			t.Errorf("a line without what or whom: %q", one)
		}
		if rule.Reason != strings.Contains(one, "with a reason that is kept") || rule.Second != strings.Contains(one, "second person.") {
			t.Errorf("%s: the conditions are not said: %q", rule.Action, one)
		}
		line := page[rule.Action]
		for _, r := range relations {
			if phrase := v.Say("privacy.relation_"+string(r), "Team", team); strings.Contains(who, phrase) {
				line.who = append(line.who, phrase)
			}
		}
		page[rule.Action] = line
	}
	return page
}

// relations are all that a line may name.
var relations = []domain.Relation{
	domain.Self, domain.Partner, domain.Manager, domain.FormerManager, domain.SkipLevel, domain.Author, domain.Receiver, domain.Reader,
	domain.Owner, domain.HR, domain.Deputy, domain.Comparer, domain.SecondPerson, domain.Observer, domain.Admin, domain.Leader,
	domain.Colleague, domain.AnyGuest,
}
