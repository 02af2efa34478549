package domain

import (
	"context"
	"time"
)

// TalkFacts is what happened since the last conversation, in the words of the
// records, for the lines above the prompts.
type TalkFacts struct {
	Since    Date
	Givers   []Person // who thanked, newest first
	Thanks   []Kudos
	Reached  []Goal // goals achieved since
	Kept     int    // promises kept since
	Open     []Commitment
	Goals    []Goal // open ones
	Silent   int    // open goals without news for the policy's days or longer
	MostDays int    // the longest silence in days
	// Shown is what the employee keeps and has shown; to the employee all that is
	// kept.
	Shown []Kept
	// Priorities are what the company puts first.
	Priorities PriorityList
	// Growth is what is open in the employee's plan, due first at the top, and
	// Learned what was finished since; only for who may read the plan.
	Growth, Learned []PlanItem
	// Employee is whose facts they are, and Reader who reads them.
	Employee Person
	Reader   ID
}

// factsBack is how far back facts go where there was no conversation before.
const factsBack = 90 * 24 * time.Hour

// Facts gathers what the employee may look back on. Only the two see it.
func (s ConversationService) Facts(ctx context.Context, actor, id ID) (TalkFacts, error) {
	var facts TalkFacts
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		c, err := tx.Conversation(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadTalk, c.Subject()); err != nil {
			return err
		}
		facts, err = s.facts(ctx, tx, actor, c)
		return err
	})
	return facts, err
}

func (s ConversationService) facts(ctx context.Context, tx Tx, actor ID, c Conversation) (TalkFacts, error) {
	p, err := s.pair(ctx, tx, c)
	if err != nil {
		return TalkFacts{}, err
	}
	since := tx.Now().Add(-factsBack)
	before, err := s.before(ctx, tx, c)
	if err != nil {
		return TalkFacts{}, err
	}
	if !before.OpenedAt.IsZero() {
		since = before.OpenedAt
	}
	facts := TalkFacts{Since: p.mine.Today(since)}
	if facts.Priorities, err = prioritiesNow(ctx, tx); err != nil {
		return TalkFacts{}, err
	}
	if facts.Open, err = tx.PromisesBetween(ctx, c); err != nil {
		return TalkFacts{}, err
	}
	if facts.Kept, err = s.kept(ctx, tx, before, since); err != nil {
		return TalkFacts{}, err
	}
	if err := facts.addGoals(ctx, tx, c.Employee, since, p); err != nil {
		return TalkFacts{}, err
	}
	if err := facts.addGrowth(ctx, tx, actor, c.Employee, since); err != nil {
		return TalkFacts{}, err
	}
	if err := facts.addShown(ctx, tx, actor, c, since); err != nil {
		return TalkFacts{}, err
	}
	// Thanks belong to the person thanked; the partner does not get a list.
	if actor == c.Employee {
		err = facts.addThanks(ctx, tx, actor, since)
	}
	return facts, err
}

// kept counts the promises of the last conversation that were kept since.
func (s ConversationService) kept(ctx context.Context, tx Tx, before Conversation, since time.Time) (int, error) {
	if before.ID == "" {
		return 0, nil
	}
	list, err := tx.CommitmentsOf(ctx, before.Employee, before.ID)
	n := 0
	for _, p := range list {
		if p.State == PromiseDone && p.DoneAt.After(since) {
			n++
		}
	}
	return n, err
}

func (f *TalkFacts) addGoals(ctx context.Context, tx Tx, owner ID, since time.Time, p pair) error {
	goals, err := tx.Goals(ctx, GoalFilter{Owner: owner, Level: PersonGoal, Limit: goalsShown})
	if err != nil {
		return err
	}
	for _, g := range goals {
		switch {
		case g.State == GoalAchieved && g.ClosedAt.After(since):
			f.Reached = append(f.Reached, g)
		case !g.Closed():
			f.Goals = append(f.Goals, g)
			silence := p.mine.silence(g.LastNews, tx.Now())
			if silence >= p.policy.Goals.SilentDays {
				f.Silent++
				f.MostDays = max(f.MostDays, silence)
			}
		}
	}
	return nil
}

// growthInFacts is how many items of a plan are looked at.
const growthInFacts = 10

// addGrowth reads the employee's plan. Who is talked with without being manager
// or partner, such as somebody of the people team, does not read it.
func (f *TalkFacts) addGrowth(ctx context.Context, tx Tx, reader, employee ID, since time.Time) error {
	by, err := tx.Person(ctx, reader)
	if err != nil {
		return err
	}
	if f.Employee, err = tx.Person(ctx, employee); err != nil {
		return err
	}
	f.Reader = reader
	around, err := aroundPerson(ctx, tx, employee)
	if err != nil {
		return err
	}
	if _, may := Can(Standing{Person: by}, ReadPlan, around); !may {
		return nil
	}
	if f.Growth, err = tx.PlanItems(ctx, PlanFilter{People: []ID{employee}, Open: true, Limit: growthInFacts}); err != nil {
		return err
	}
	ended, err := tx.PlanItems(ctx, PlanFilter{People: []ID{employee}, Ended: true, EndedFrom: since, Limit: growthInFacts})
	for _, i := range ended {
		if i.State == PlanFinished {
			f.Learned = append(f.Learned, i)
		}
	}
	return err
}

// keptInFacts is how many things kept are shown.
const keptInFacts = 10

// addShown reads what the employee keeps since the last time: by showing it, they
// put it into both sides' preparation.
func (f *TalkFacts) addShown(ctx context.Context, tx Tx, reader ID, c Conversation, since time.Time) error {
	all, err := tx.KeptAbout(ctx, c.Employee, since)
	for _, k := range all {
		if (reader == c.Employee || !k.SharedAt.IsZero()) && len(f.Shown) < keptInFacts {
			f.Shown = append(f.Shown, k)
		}
	}
	return err
}

// thanksInFacts is how many thanks are looked at for the line of facts.
const thanksInFacts = 20

func (f *TalkFacts) addThanks(ctx context.Context, tx Tx, person ID, since time.Time) error {
	var err error
	f.Thanks, err = tx.ListKudos(ctx, KudosFilter{Receiver: person, Since: since, Limit: thanksInFacts})
	if err != nil {
		return err
	}
	var ids []ID
	for _, k := range f.Thanks {
		ids = append(ids, k.Giver)
	}
	people, err := peopleByID(ctx, tx, ids)
	if err != nil {
		return err
	}
	seen := map[ID]bool{}
	for _, id := range ids {
		if p, there := people[id]; there && !seen[id] {
			seen[id] = true
			f.Givers = append(f.Givers, p)
		}
	}
	return nil
}
