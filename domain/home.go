package domain

import (
	"context"
	"slices"
	"time"
)

// HomeService reads what stands on a person's Home.
type HomeService struct {
	Practice
}

// Home is a person's dashboard, without what waits: that comes from the asks.
type Home struct {
	Standing Standing
	Policy   PolicyVersion
	// Talk is the open conversation, else the planned one; empty where none is.
	Talk TalkList
	// Promises are the open ones around the person's conversations.
	Promises []Commitment
	Goals    []Goal
	// Priorities are what the company puts first; MayPublish is true for who
	// publishes it.
	Priorities PriorityList
	MayPublish bool
	// Proposed are proposals about goals that wait for the person, and ProposedFor
	// the goals that they are about.
	Proposed    []GoalProposal
	ProposedFor map[ID]Goal
	// Growth is what the person and the team want to learn.
	Growth HomeGrowth
	// HasRole is true where the person's role has a profile.
	HasRole bool
	// File is the line about the own file.
	File   FileCounts
	Thanks []Kudos
	// Feedback is the person's part in feedback.
	Feedback HomeFeedback
	// Rounds are those about the person whose report came out and is not read.
	Rounds []Round
	// Funds is the person's part in funds.
	Funds HomeFunds
	// Seasons are the person's part in looking back, now.
	Seasons SeasonList
	// Concerns wait for an answer by the person.
	Concerns []Concern
	// Access is the person's part in looking at records.
	Access HomeAccess
	// Given is the newest kudos of the person while it can be undone; its ID is
	// empty where there is none.
	Given Kudos
	// Team is one conversation of each person whose partner the reader is.
	Team []Conversation
	// TeamOpen counts the open promises around each of the team's
	// conversations, TeamGoals their goals, and TeamThanked whom of them the
	// reader thanked within eight weeks: read by the reader alone.
	TeamOpen    map[ID]int
	TeamGoals   map[ID]GoalCounts
	TeamThanked map[ID]bool
	// People are all who are named.
	People map[ID]Person
	// Digest is the newest one, for the people team; empty where none is made.
	Digest Digest
	// Away are the person's own absences from Today on; TeamAway is until when
	// people of the team are away today.
	Away     []Absence
	TeamAway map[ID]Date
	Today    Date
	// Pauses are those in force or to come, for the people team.
	Pauses []Pause
	// Alone is true where nobody is above who could hold the conversations, so
	// that the person may choose a peer.
	Alone bool
	// Unassigned counts active members without a manager, for the people team;
	// whom it put at the top of the line is none of them.
	Unassigned int
	// Differences and Late count what else waits for the people team about
	// reporting lines.
	Differences, Late int
	// Sealed is the last sealed entry of the ledger, and Unsealed what waits, for
	// the people team.
	Sealed   LedgerHead
	Unsealed LedgerTail
	// Retention is what has come to its end, for the people team.
	Retention HomeRetention
}

// thanksOnHome is how many thanks Home shows.
const thanksOnHome = 2

// Look gives a person's Home, and notes that it was looked at.
func (s HomeService) Look(ctx context.Context, person ID) (Home, error) {
	home, err := s.Show(ctx, person)
	if err != nil {
		return Home{}, err
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error { return tx.SeeHome(ctx, person, tx.Now()) })
	return home, err
}

// Show gives a person's Home without noting it, for refreshing.
func (s HomeService) Show(ctx context.Context, person ID) (Home, error) {
	var home Home
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		home, err = s.show(ctx, tx, person)
		return err
	})
	return home, err
}

func (s HomeService) show(ctx context.Context, tx Tx, person ID) (Home, error) {
	home := Home{People: map[ID]Person{}}
	var err error
	if home.Standing, err = s.StandingOf(ctx, tx, person); err != nil {
		return Home{}, err
	}
	if home.Policy, err = tx.Policy(ctx); err != nil {
		return Home{}, err
	}
	_, home.MayPublish = Can(home.Standing, PublishPriorities, Subject{})
	if home.Priorities, err = prioritiesNow(ctx, tx); err != nil {
		return Home{}, err
	}
	if home.Standing.Person.Converses() {
		if err := home.addPractice(ctx, tx, s.Practice); err != nil {
			return Home{}, err
		}
	}
	if home.Thanks, err = tx.ListKudos(ctx, KudosFilter{Receiver: person, Limit: thanksOnHome}); err != nil {
		return Home{}, err
	}
	if err := home.addProposals(ctx, tx); err != nil {
		return Home{}, err
	}
	if err := home.addFeedback(ctx, tx); err != nil {
		return Home{}, err
	}
	if err := home.addRounds(ctx, tx); err != nil {
		return Home{}, err
	}
	if err := home.addFunds(ctx, tx, s.Practice); err != nil {
		return Home{}, err
	}
	if err := home.addConcerns(ctx, tx); err != nil {
		return Home{}, err
	}
	if err := home.addSeasons(ctx, tx, s.Practice); err != nil {
		return Home{}, err
	}
	if err := home.addAccess(ctx, tx, s.Practice); err != nil {
		return Home{}, err
	}
	if err := home.addGiven(ctx, tx); err != nil {
		return Home{}, err
	}
	present := []ConversationState{TalkOpen, TalkPaused, TalkPlanned}
	if home.Team, err = tx.Conversations(ctx, TalkFilter{Partner: person, States: present, Limit: maxReports}); err != nil {
		return Home{}, err
	}
	if err := home.addTeam(ctx, tx, s.Practice); err != nil {
		return Home{}, err
	}
	if err := home.addGrowth(ctx, tx); err != nil {
		return Home{}, err
	}
	if err := s.addAway(ctx, tx, &home); err != nil {
		return Home{}, err
	}
	if home.Standing.Observer && !home.Standing.HR {
		if err := home.addLedger(ctx, tx); err != nil {
			return Home{}, err
		}
	}
	if home.Standing.HR {
		if err := home.addDigest(ctx, tx); err != nil {
			return Home{}, err
		}
		if err := home.addLines(ctx, tx); err != nil {
			return Home{}, err
		}
		if err := home.addLedger(ctx, tx); err != nil {
			return Home{}, err
		}
		if err := home.addRetention(ctx, tx, s.Practice); err != nil {
			return Home{}, err
		}
	}
	return home, home.addPeople(ctx, tx)
}

// addGiven reads what the person may still undo.
func (h *Home) addGiven(ctx context.Context, tx Tx) error {
	since := tx.Now().Add(-h.Policy.Policy.Kudos.undoTime())
	given, err := tx.ListKudos(ctx, KudosFilter{Giver: h.Standing.Person.ID, Since: since, Limit: 1})
	if err == nil && len(given) > 0 {
		h.Given = given[0]
	}
	return err
}

// addAway reads who is away.
func (s HomeService) addAway(ctx context.Context, tx Tx, home *Home) error {
	me := home.Standing.Person
	home.Today = DateOf(tx.Now(), s.zoneOf(me, home.Policy.Policy))
	var err error
	if home.Away, err = tx.Absences(ctx, me.ID, home.Today); err != nil {
		return err
	}
	if home.Standing.HR {
		if home.Pauses, err = tx.Pauses(ctx, home.Today); err != nil {
			return err
		}
	}
	absences, err := tx.AbsencesOf(ctx, home.TeamIDs(), home.Today)
	if err != nil {
		return err
	}
	home.TeamAway = map[ID]Date{}
	for id, list := range absences {
		for _, a := range list {
			if a.Days.Contains(home.Today) {
				home.TeamAway[id] = a.Days.End
			}
		}
	}
	if !me.Converses() {
		return nil
	}
	partner, err := s.PartnerOf(ctx, tx, me, home.Policy.Policy)
	home.Alone = partner == ""
	return err
}

// TeamIDs are the people of the team, each once.
func (h *Home) TeamIDs() []ID {
	var ids []ID
	for _, c := range h.Team {
		if !slices.Contains(ids, c.Employee) {
			ids = append(ids, c.Employee)
		}
	}
	return ids
}

// addTeam counts what the partner of a team may want to look at.
func (h *Home) addTeam(ctx context.Context, tx Tx, p Practice) error {
	team := h.TeamIDs()
	if len(team) == 0 {
		return nil
	}
	var err error
	if h.TeamOpen, err = tx.OpenPromises(ctx, h.Standing.Person.ID, team); err != nil {
		return err
	}
	people, err := tx.People(ctx, PersonFilter{IDs: team})
	if err != nil {
		return err
	}
	silent, err := p.goalsSilentSince(ctx, tx, people, h.Policy.Policy, tx.Now())
	if err != nil {
		return err
	}
	if h.TeamGoals, err = tx.GoalCountsOf(ctx, silent); err != nil {
		return err
	}
	since := tx.Now().AddDate(0, 0, -reachWeeks*daysPerWeek)
	h.TeamThanked, err = tx.ThankedBy(ctx, h.Standing.Person.ID, team, since)
	return err
}

// addDigest reads the newest digest.
func (h *Home) addDigest(ctx context.Context, tx Tx) error {
	newest, err := tx.Digests(ctx, DateOf(tx.Now(), time.UTC).AddDays(1), 1)
	if err != nil || len(newest) == 0 {
		return err
	}
	h.Digest = newest[0]
	h.Digest.Figures = h.Digest.Figures.disclosed(h.Policy.Policy)
	return nil
}

// addPractice reads conversation, promises and goals, and what the file holds.
func (h *Home) addPractice(ctx context.Context, tx Tx, p Practice) error {
	person := h.Standing.Person.ID
	present := []ConversationState{TalkOpen, TalkPaused, TalkPlanned}
	talks, err := tx.Conversations(ctx, TalkFilter{Employee: person, States: present, Limit: talksShown})
	if err != nil {
		return err
	}
	h.Talk.Talks = talks
	if h.File, err = p.counts(ctx, tx, h.Standing.Person); err != nil {
		return err
	}
	if h.Promises, err = tx.CommitmentsOf(ctx, person, ""); err != nil {
		return err
	}
	role, err := roleInForce(ctx, tx, h.Standing.Person)
	if err != nil {
		return err
	}
	h.HasRole = role.ID != ""
	h.Goals, err = tx.Goals(ctx, GoalFilter{Owner: person, Level: PersonGoal, Open: true, Limit: goalsShown})
	return err
}

// addPeople reads the names of everybody on the page.
func (h *Home) addPeople(ctx context.Context, tx Tx) error {
	ids := []ID{h.Standing.Person.ID}
	for _, c := range h.Talk.Talks {
		ids = append(ids, c.Partner)
	}
	for _, c := range h.Team {
		ids = append(ids, c.Employee)
	}
	for _, k := range h.Thanks {
		ids = append(ids, k.Giver)
	}
	for _, p := range h.Promises {
		ids = append(ids, p.Who)
	}
	for _, p := range h.Proposed {
		ids = append(ids, p.By)
	}
	ids = append(ids, h.Priorities.owners()...)
	ids = append(append(ids, h.Given.ReceiverIDs()...), h.Feedback.people()...)
	ids = append(ids, h.Growth.people()...)
	ids = append(ids, h.Access.people()...)
	var err error
	h.People, err = peopleByID(ctx, tx, ids)
	return err
}

// addLines counts what waits for the people team about reporting lines.
func (h *Home) addLines(ctx context.Context, tx Tx) error {
	var err error
	if h.Unassigned, err = tx.CountWithoutManager(ctx); err != nil {
		return err
	}
	if h.Differences, err = tx.CountDifferences(ctx); err != nil {
		return err
	}
	late, err := tx.LateLines(ctx, tx.Now(), linesShown)
	h.Late = len(late)
	return err
}

// addLedger reads how far the ledger is sealed.
func (h *Home) addLedger(ctx context.Context, tx Tx) error {
	var err error
	if h.Sealed, err = tx.LedgerHead(ctx); err != nil {
		return err
	}
	h.Unsealed, err = tx.LedgerTail(ctx)
	return err
}
