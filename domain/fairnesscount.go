package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// FeedbackCount is the feedback that one person was given.
type FeedbackCount struct {
	// Given counts that of which is known whether it is Actionable.
	Given, Actionable int
}

// FairnessRows reads what the report counts, for some hundred people at a time.
type FairnessRows interface {
	// FeedbackCountsOf counts the feedback that people were given after from and
	// until to, and nobody took back.
	FeedbackCountsOf(ctx context.Context, people []ID, from, to time.Time) (map[ID]FeedbackCount, error)
	// AnsweredRequests lists when feedback was asked for and came, of requests
	// answered after from and until to.
	AnsweredRequests(ctx context.Context, from, to time.Time) ([][2]time.Time, error)
	// ByOwnManager tells which of the people were thanked, and which were given
	// feedback, by their own manager after from and until to.
	ByOwnManager(ctx context.Context, people []ID, from, to time.Time) (thanked, told map[ID]bool, err error)
}

// The steps of time in the company.
const (
	tenureUnknown = "unknown"
	tenureFirst   = "first" // under a year
	tenureFew     = "few"   // one year and under three
	tenureMore    = "more"  // three years and under seven
	tenureLong    = "long"
)

// tenure is how long somebody has been in the company on a day.
func (p Person) tenure(on Date) string {
	const few, more = 3, 7
	switch years := func(n int) Date { return on.AddMonths(-n * monthsPerYear) }; {
	case p.Start.IsZero():
		return tenureUnknown
	case p.Start.After(years(1)):
		return tenureFirst
	case p.Start.After(years(few)):
		return tenureFew
	case p.Start.After(years(more)):
		return tenureMore
	}
	return tenureLong
}

// fairCount is the making of a report.
type fairCount struct {
	policy     Policy
	from, to   Date
	at         time.Time
	since      time.Time
	attributes Attributes
	areas      map[string]string // the group of each area in the newest digest
	atoms      map[string]fairAtom
	rhythms    map[string]map[Cadence]int
}

// count makes a report.
func (s FairnessService) count(ctx context.Context, tx Tx, a Attributes) (FairnessReport, error) {
	policy, err := s.digestPolicy(ctx, tx)
	if err != nil {
		return FairnessReport{}, err
	}
	zone := s.digestZone(policy)
	c := fairCount{
		policy: policy, at: tx.Now(), to: DateOf(tx.Now(), zone), since: tx.Now().AddDate(0, 0, -fairWeeks*daysPerWeek), attributes: a,
		areas: map[string]string{}, atoms: map[string]fairAtom{}, rhythms: map[string]map[Cadence]int{},
	}
	c.from = c.to.AddDays(-fairWeeks * daysPerWeek)
	if err := c.known(ctx, tx); err != nil {
		return FairnessReport{}, err
	}
	known := map[string]bool{}
	for after := ID(""); ; {
		people, err := tx.People(ctx, PersonFilter{Active: true, After: after, Limit: countPage})
		if err != nil {
			return FairnessReport{}, err
		}
		for _, p := range people {
			known[strings.ToLower(p.Email)] = true
		}
		if err := c.page(ctx, tx, people); err != nil {
			return FairnessReport{}, err
		}
		if len(people) < countPage {
			break
		}
		after = people[len(people)-1].ID
	}
	r := c.report()
	for email := range a.Of {
		r.Unknown += number(!known[email])
	}
	return r, nil
}

// known keeps together the areas that the newest digest counts together: by the
// one and the other no smaller group can be had.
func (c *fairCount) known(ctx context.Context, tx Tx) error {
	newest, err := tx.Digests(ctx, c.to.WeekStart(), 1)
	if err != nil || len(newest) == 0 {
		return err
	}
	for _, g := range newest[0].Figures.Groups {
		for _, area := range g.Areas {
			c.areas[area] = strings.Join(g.Areas, ", ")
		}
	}
	return nil
}

// page counts some people: members with a manager, in no division more than once.
func (c *fairCount) page(ctx context.Context, tx Tx, people []Person) error {
	people = slices.DeleteFunc(slices.Clone(people), func(p Person) bool { return !p.Converses() || p.Manager == "" || !p.Leaves.IsZero() })
	if len(people) == 0 {
		return nil
	}
	ids := make([]ID, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	talks, err := tx.TalksDue(ctx, ids, DateRange{Start: c.from, End: c.to.AddDays(-1)})
	if err != nil {
		return err
	}
	held := map[ID]Share{}
	for _, t := range talks {
		if !notToHold[t.Ending] && t.State != TalkPaused {
			held[t.Employee] = held[t.Employee].add(Share{number(!t.HeldOn.IsZero()), 1})
		}
	}
	thanked, err := tx.ThankedWithin(ctx, ids, c.since, c.at)
	if err != nil {
		return err
	}
	told, err := tx.FeedbackCountsOf(ctx, ids, c.since, c.at)
	if err != nil {
		return err
	}
	for _, p := range people {
		f := told[p.ID]
		c.add(p, FairGroup{
			People: 1, Held: held[p.ID], Thanked: Share{number(thanked[p.ID]), 1}, Actionable: Share{f.Actionable, f.Given}, Receivers: number(f.Given > 0),
		})
	}
	return nil
}

// add counts one person among those who are alike.
func (c *fairCount) add(p Person, one FairGroup) {
	area := p.Area()
	if group, known := c.areas[area]; known {
		area = group
	}
	keys := []string{area, p.Location, p.tenure(c.to)}
	values := c.attributes.Of[strings.ToLower(p.Email)]
	for i := range c.attributes.Names {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		keys = append(keys, value)
	}
	name := strings.Join(keys, "\x00")
	atom := c.atoms[name]
	atom.FairGroup = atom.add(one)
	atom.keys = keys
	c.atoms[name] = atom
	if p.Role == "" {
		return
	}
	if c.rhythms[p.Role] == nil {
		c.rhythms[p.Role] = map[Cadence]int{}
	}
	c.rhythms[p.Role][c.policy.Conversations.usual(p)]++
}

// usual is the rhythm of a person by the policy, apart from that of new managers,
// who have their own for some months in every role.
func (talks ConversationPolicy) usual(p Person) Cadence {
	for _, text := range []string{p.Cadence, talks.Roles[p.Role], talks.Teams[p.Team], talks.Teams[p.Area()], talks.Cadence} {
		if cadence, err := ParseCadence(text); err == nil {
			return cadence
		}
	}
	return Monthly
}

// report divides what was counted.
func (c *fairCount) report() FairnessReport {
	r := FairnessReport{
		From: c.from, To: c.to, Minimum: max(c.policy.Digest.Minimum, LeastArea),
		Prompts:   len(c.policy.Conversations.EmployeePrompts)+len(c.policy.Conversations.ManagerPrompts) > 0,
		Divisions: []FairDivision{{Kind: "area"}, {Kind: "location"}, {Kind: "tenure"}},
	}
	for _, name := range c.attributes.Names {
		r.Divisions = append(r.Divisions, FairDivision{Kind: name, FromFile: true})
	}
	atoms := make([]fairAtom, 0, len(c.atoms))
	for _, a := range c.atoms {
		atoms = append(atoms, a)
		r.All = r.All.add(a.FairGroup)
	}
	r.All.Keys = nil
	slices.SortFunc(atoms, func(a, b fairAtom) int { return slices.Compare(a.keys, b.keys) })
	if r.All.People < SmallCompany {
		for i := range r.Divisions {
			r.Divisions[i].Hidden = true
		}
	} else {
		divide(r.Divisions, atoms, r.Minimum)
	}
	if r.All.Receivers < r.Minimum {
		r.All.Actionable = Share{}
	}
	r.Roles = roleRhythms(c.rhythms, r.Minimum)
	return r
}

// roleRhythms are the roles of enough people in which not all have the same rhythm.
func roleRhythms(rhythms map[string]map[Cadence]int, minimum int) []RoleRhythms {
	var list []RoleRhythms
	for role, of := range rhythms {
		r := RoleRhythms{Role: role}
		most := 0
		for cadence, n := range of {
			r.People += n
			if n > most || n == most && cadence.String() < r.Most.String() {
				r.Most, most = cadence, n
			}
		}
		if len(of) < 2 || r.People < minimum {
			continue
		}
		if others := r.People - most; others >= minimum {
			r.Others = others
		}
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b RoleRhythms) int { return strings.Compare(a.Role, b.Role) })
	return list
}
