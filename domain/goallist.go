package domain

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// GoalList is goals as a reader sees them.
type GoalList struct {
	Goals  []Goal
	People map[ID]Person
	// Page is what was asked for; More is true where there are more of it. Team is
	// the reader's, where its goals are listed.
	Page GoalPage
	More bool
	Team string
	// Progress is that of the goals below, by weight, for goals that have any;
	// Below are the first of these that are open and may be read, and one more
	// where there are more.
	Progress map[ID]float64
	Below    map[ID][]Goal
	// MayPropose is true where the reader may propose a goal to the person, who is
	// somebody else.
	MayPropose bool
	// May tells which of them the reader may change.
	May    map[ID]bool
	Policy Policy
}

// GoalPage says which goals to list, and from where on.
type GoalPage struct {
	// Level is person for those of a person, else all of the reader's team, with
	// the teams around it, or of the company.
	Level GoalLevel
	// Person is whose; empty for the reader's own.
	Person ID
	// Below lists what stands below a goal instead.
	Below ID
	// Closed lists those that have ended, those due last first, instead of the
	// open ones.
	Closed bool
	After  ID // the last one of the page before
}

// List gives a page of goals, as far as the reader may see them. Forbidden where
// the reader may not see the person's.
// Somebody above the manager says why, and the person is told.
func (s GoalService) List(ctx context.Context, reader ID, p GoalPage) (GoalList, error) {
	var looks []look
	list := GoalList{Page: p, Progress: map[ID]float64{}, May: map[ID]bool{}, Below: map[ID][]Goal{}}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, reader)
		if err != nil {
			return err
		}
		f := s.filterOf(by, p)
		if p.Level == TeamGoal && p.Below == "" {
			list.Team = by.Person.Team
			if list.Team == "" {
				return nil
			}
		}
		if f.Owner != "" {
			theirs := Goal{Owner: f.Owner, Level: PersonGoal}
			if looks, err = s.looks(ctx, tx, by, theirs, f.Owner); err != nil {
				return err
			}
			if list.MayPropose, err = s.can(ctx, tx, by, ChangeGoal, theirs); err != nil {
				return err
			}
			list.MayPropose = list.MayPropose && f.Owner != reader
		}
		if list.Goals, err = tx.Goals(ctx, f); err != nil {
			return err
		}
		if len(list.Goals) > goalsListed {
			list.Goals, list.More = list.Goals[:goalsListed], true
		}
		return s.fill(ctx, tx, by, &list)
	})
	if err != nil {
		return GoalList{}, err
	}
	return list, s.opened(ctx, looks...)
}

// looks are what the ledger keeps where somebody above the manager reads a
// person's goals.
func (s GoalService) looks(ctx context.Context, tx Tx, reader Standing, g Goal, subject ID) ([]look, error) {
	around, err := s.subject(ctx, tx, g, Act{Actor: reader.Person.ID})
	if err != nil {
		return nil, err
	}
	access, err := s.looking(ctx, tx, reader, g.reading(), around)
	return looked(access, Entry{Actor: reader.Person.ID, Act: "goal.look", Subject: subject, Person: g.Owner}), err
}

// filterOf selects what a page asks for; whether the reader may look at a person's
// goals, looks tells.
func (s GoalService) filterOf(by Standing, p GoalPage) GoalFilter {
	f := GoalFilter{Level: cmp.Or(p.Level, PersonGoal), Open: !p.Closed, Closed: p.Closed, After: p.After, Readable: goalScopeOf(by), Limit: goalsListed + 1}
	switch {
	case p.Below != "":
		f.Parents, f.Level = []ID{p.Below}, ""
	case f.Level == PersonGoal:
		f.Owner = cmp.Or(p.Person, by.Person.ID)
		f.Readable.People = ScopeWithReason(by, ReadGoal)
	case f.Level == TeamGoal:
		f.Teams = teamsAround(by.Person.Team)
	}
	return f
}

// teamsAround are a team and those that it is part of, by their paths.
func teamsAround(team string) []string {
	var teams []string
	for i, r := range team {
		if r == '/' {
			teams = append(teams, team[:i])
		}
	}
	return append(teams, team)
}

// fill adds to goals what the reader may do and what stands below them.
func (s GoalService) fill(ctx context.Context, tx Tx, reader Standing, list *GoalList) error {
	var owners []ID
	for _, g := range list.Goals {
		owners = append(owners, g.Owner)
		var err error
		if list.May[g.ID], err = s.can(ctx, tx, reader, g.changing(), g); err != nil {
			return err
		}
		progress, parent, err := s.rolledUp(ctx, tx, g, 0)
		if err != nil {
			return err
		}
		if !parent {
			continue
		}
		list.Progress[g.ID] = progress
		f := GoalFilter{Parents: []ID{g.ID}, Open: true, Readable: goalScopeOf(reader), Limit: childrenShown + 1}
		if list.Below[g.ID], err = tx.Goals(ctx, f); err != nil {
			return err
		}
	}
	var err error
	list.People, err = peopleByID(ctx, tx, owners)
	return err
}

// goalsListed is how many goals a page has, childrenShown how many of those below
// each; one more is read, which tells that there are more.
const (
	goalsListed   = 15
	childrenShown = 5
)

// GoalPlaces are where a goal may stand: the open goals that it may serve, and
// the levels on which the actor may add one.
type GoalPlaces struct {
	Parents []Goal
	Levels  []GoalLevel
	// Serves are the expectations that a person's goal may serve, Priorities the
	// company's priorities.
	Serves     []Expectation
	Priorities []Priority
}

// Places gives the goals of the company and of the teams around the actor, and
// the goal and the priority that are served now by the present goal, whichever
// those are.
func (s GoalService) Places(ctx context.Context, actor ID, present Goal) (GoalPlaces, error) {
	var places GoalPlaces
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		by, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		if places.Priorities, err = servable(ctx, tx, present.Priority); err != nil {
			return err
		}
		for _, level := range []GoalLevel{CompanyGoal, TeamGoal} {
			if level == TeamGoal && by.Person.Team == "" {
				return nil
			}
			f := s.filterOf(by, GoalPage{Level: level})
			f.Limit = goalsShown
			goals, err := tx.Goals(ctx, f)
			if err != nil {
				return err
			}
			places.Parents = append(places.Parents, goals...)
		}
		return nil
	})
	if err != nil {
		return GoalPlaces{}, err
	}
	if id := present.Parent; id != "" && !slices.ContainsFunc(places.Parents, func(g Goal) bool { return g.ID == id }) {
		kept := Goal{ID: id} // without a title where the actor may not read it
		if detail, err := s.Show(ctx, actor, id); err == nil {
			kept = detail.Goals[0]
		}
		places.Parents = append([]Goal{kept}, places.Parents...)
	}
	places.Levels, err = s.Levels(ctx, actor)
	return places, err
}

// servable are the priorities that a goal may serve: those in force, and the one
// that it serves now.
func servable(ctx context.Context, tx Tx, present ID) ([]Priority, error) {
	now, err := prioritiesNow(ctx, tx)
	if err != nil || present == "" {
		return now.Entries, err
	}
	if _, there := now.Find(present); there {
		return now.Entries, nil
	}
	kept, err := tx.Priority(ctx, present)
	return append([]Priority{kept}, now.Entries...), err
}

// Levels are the levels on which the actor may add goals: the own always, the
// team's for who leads it, the company's for the people team.
func (s GoalService) Levels(ctx context.Context, actor ID) ([]GoalLevel, error) {
	levels := []GoalLevel{PersonGoal}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		standing, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		for _, level := range []GoalLevel{TeamGoal, CompanyGoal} {
			goal := Goal{Owner: actor, Level: level, Team: standing.Person.Team}
			subject, err := s.subject(ctx, tx, goal, Act{Actor: actor})
			if err != nil {
				return err
			}
			if _, ok := Can(standing, LeadGoal, subject); ok {
				levels = append(levels, level)
			}
		}
		return nil
	})
	return levels, err
}

// goalsShown is the most goals that are looked at of one person, and of one level
// for a menu.
const goalsShown = 50

// can asks the table about one goal, for what needs no reason.
func (s GoalService) can(ctx context.Context, tx Tx, actor Standing, action Action, g Goal) (bool, error) {
	subject, err := s.subject(ctx, tx, g, Act{Actor: actor.Person.ID})
	if err != nil {
		return false, err
	}
	return freely(actor, action, subject), nil
}

// mustRead refuses a goal that the reader may not see in passing.
func (s GoalService) mustRead(ctx context.Context, tx Tx, reader Standing, g Goal) error {
	ok, err := s.can(ctx, tx, reader, g.reading(), g)
	if err == nil && !ok {
		err = Refuse(Forbidden, "permission.refused")
	}
	return err
}

// rolledUp is the progress of what stands below a goal, by weight, and whether
// anything does; else it is the goal's own.
func (s GoalService) rolledUp(ctx context.Context, tx Tx, g Goal, depth int) (float64, bool, error) {
	if depth > maxGoalDepth {
		return g.Progress(), false, nil
	}
	children, err := tx.Goals(ctx, GoalFilter{Parents: []ID{g.ID}})
	if err != nil {
		return 0, false, err
	}
	sum, weights := 0.0, 0
	for _, child := range children {
		if child.State == GoalDropped {
			continue
		}
		p, _, err := s.rolledUp(ctx, tx, child, depth+1)
		if err != nil {
			return 0, false, err
		}
		sum, weights = sum+p*float64(child.Weight), weights+child.Weight
	}
	if weights == 0 {
		return g.Progress(), false, nil
	}
	return sum / float64(weights), true, nil
}

// GoalDetail is one goal with its news.
type GoalDetail struct {
	GoalList
	Updates []GoalUpdate
	// History are the proposals about it, newest first; Open is the one that waits,
	// with an empty id where none does.
	History []GoalProposal
	Open    GoalProposal
	// MayAgree and MayTakeBack are what the reader can do with it.
	MayAgree, MayTakeBack bool
	Parent                Goal
	// Priority is the company's priority that it serves, as it was worded last.
	Priority Priority
	// Serves is the expectation that the goal serves, as it was worded then; empty
	// where there is none.
	Serves Expectation
}

// Show gives one goal with its news, and its parent where the actor may read
// that too.
// Somebody above the manager says why, and the owner is told.
func (s GoalService) Show(ctx context.Context, actor, id ID) (GoalDetail, error) {
	var looks []look
	var detail GoalDetail
	detail.May, detail.Progress, detail.Below = map[ID]bool{}, map[ID]float64{}, map[ID][]Goal{}
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		reader, err := s.StandingOf(ctx, tx, actor)
		if err != nil {
			return err
		}
		g, err := tx.Goal(ctx, id)
		if err != nil {
			return err
		}
		if looks, err = s.looks(ctx, tx, reader, g, id); err != nil {
			return err
		}
		detail.Goals = []Goal{g}
		if err := s.fill(ctx, tx, reader, &detail.GoalList); err != nil {
			return err
		}
		if detail.Updates, err = tx.GoalUpdates(ctx, id, 20); err != nil {
			return err
		}
		if err := s.addHistory(ctx, tx, reader, &detail); err != nil {
			return err
		}
		if detail.Parent, err = s.parent(ctx, tx, reader, g); err != nil {
			return err
		}
		if g.Priority != "" {
			if detail.Priority, err = tx.Priority(ctx, g.Priority); err != nil {
				return err
			}
		}
		around, err := s.subject(ctx, tx, g, Act{Actor: actor})
		if err != nil {
			return err
		}
		// What a goal serves is part of it: the reason for the goals is enough.
		if _, may := Can(reader, ReadExpected, around); may {
			detail.Serves, err = cited(ctx, tx, CitedByGoal, g.ID)
		}
		return err
	})
	if err != nil {
		return GoalDetail{}, err
	}
	return detail, s.opened(ctx, looks...)
}

// Open is Show for a view that shows the news: that the owner saw what others
// said is kept.
func (s GoalService) Open(ctx context.Context, actor, id ID) (GoalDetail, error) {
	detail, err := s.Show(ctx, actor, id)
	if err != nil {
		return GoalDetail{}, err
	}
	return detail, s.sighted(ctx, actor, detail.sightFor(actor))
}

// sightFor is what the owner sees with a goal that others wrote of it.
func (d GoalDetail) sightFor(reader ID) []Sighted {
	g := d.Goals[0]
	if reader != g.Owner || g.Level != PersonGoal {
		return nil
	}
	var seen []Sighted
	if g.ProposedBy != g.Owner {
		seen = append(seen, Sighted{Record: g.ID})
	}
	if g.Closed() {
		seen = append(seen, Sighted{Record: g.ID, Version: g.Version})
	}
	for _, u := range d.Updates {
		if u.Author != g.Owner {
			seen = append(seen, Sighted{Record: u.ID})
		}
	}
	return seen
}

// ShowTold gives the goal that a message is about, who did something with it, and
// what: created, changed, told, closed, or a word about a proposal.
func (s GoalService) ShowTold(ctx context.Context, m Message) (GoalDetail, Person, string, error) {
	word, by, _ := strings.Cut(m.Detail, " ")
	detail, err := s.Show(ctx, m.Recipient, m.Subject)
	if err != nil {
		return GoalDetail{}, Person{}, "", err
	}
	var actor Person
	err = s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		actor, err = tx.Person(ctx, ID(by))
		return err
	})
	return detail, actor, word, err
}

// parent is the goal above, or none where there is none that the reader may see.
func (s GoalService) parent(ctx context.Context, tx Tx, reader Standing, g Goal) (Goal, error) {
	if g.Parent == "" {
		return Goal{}, nil
	}
	parent, err := tx.Goal(ctx, g.Parent)
	if err == nil {
		err = s.mustRead(ctx, tx, reader, parent)
	}
	if code := CodeOf(err); code == NotFound || code == Forbidden {
		return Goal{}, nil
	}
	return parent, err
}
