package domain

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PolicyChanged is the kind of message that tells HR of a change of the policy.
const PolicyChanged = "policy.changed"

// PolicyService is the use cases around the policy.
type PolicyService struct {
	Practice
}

// Get gives the policy in force to those who may read it.
func (s PolicyService) Get(ctx context.Context, actor ID) (PolicyVersion, error) {
	var version PolicyVersion
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadPolicy, Subject{}); err != nil {
			return err
		}
		var err error
		version, err = tx.Policy(ctx)
		return err
	})
	return version, err
}

// Change writes a new version over the one that the form showed. Every change
// is in the ledger and told to HR, with who and what.
func (s PolicyService) Change(ctx context.Context, act Act, from int, change func(*Policy)) (PolicyVersion, error) {
	var next PolicyVersion
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ChangePolicy, Subject{}); err != nil {
			return Outcome{}, err
		}
		var err error
		next, err = s.replace(ctx, tx, act, from, change)
		return Outcome{Word: "changed", Subject: policySubject(next.Version)}, err
	}, nil)
	return next, err
}

// Apply writes a policy that an operator reviewed as a file. It acts as the
// command line, which whoever runs the machine may use.
func (s PolicyService) Apply(ctx context.Context, from int, policy Policy) (PolicyVersion, error) {
	var next PolicyVersion
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		var err error
		next, err = s.replace(ctx, tx, Act{}, from, func(p *Policy) { *p = policy })
		return err
	})
	return next, err
}

// policyPrefix begins the subject of what is told of a version of the policy.
const policyPrefix = "policy-"

func policySubject(version int) ID { return ID(policyPrefix + strconv.Itoa(version)) }

// PolicyOf reads which version of the policy a message is about. NotFound where
// it is about none.
func PolicyOf(subject ID) (int, error) {
	number, told := strings.CutPrefix(string(subject), policyPrefix)
	version, err := strconv.Atoi(number)
	if !told || err != nil {
		return 0, Refuse(NotFound, "policy.version_gone")
	}
	return version, nil
}

// replace checks and writes the next version.
func (s PolicyService) replace(ctx context.Context, tx Tx, act Act, from int, change func(*Policy)) (PolicyVersion, error) {
	current, err := tx.Policy(ctx)
	if err != nil {
		return PolicyVersion{}, err
	}
	if current.Version != from {
		return PolicyVersion{}, Refuse(Conflict, "policy.changed")
	}
	next := PolicyVersion{Version: current.Version + 1, Policy: current.Policy, By: act.Actor, At: tx.Now()}
	change(&next.Policy)
	if err := next.Policy.Validate().Err(); err != nil {
		return PolicyVersion{}, err
	}
	if err := tx.SavePolicy(ctx, next); err != nil {
		return PolicyVersion{}, err
	}
	entry := Entry{Actor: act.Actor, Act: "policy.change", Subject: policySubject(next.Version), Version: next.Version, Content: changeOf(current.Policy, next.Policy)}
	if err := tx.Record(ctx, entry); err != nil {
		return PolicyVersion{}, err
	}
	if err := s.tellTeam(ctx, tx, act, next); err != nil {
		return PolicyVersion{}, err
	}
	// Zone, hours, cadence and start decide when conversations open.
	return next, tx.MarkForPlanning(ctx, nil, tx.Now())
}

// changeOf is what one policy changes of another, as the ledger keeps it.
func changeOf(was, is Policy) string {
	var lines []string
	for _, d := range ComparePolicies(was, is) {
		lines = append(lines, d.Path()+": "+d.Was+" -> "+d.Is)
	}
	return strings.Join(lines, "\n")
}

// tellTeam tells the others of the people team.
func (s PolicyService) tellTeam(ctx context.Context, tx Tx, act Act, next PolicyVersion) error {
	team, err := s.peopleTeam(ctx, tx, act.Actor)
	if err != nil {
		return err
	}
	for _, person := range team {
		m := Message{Kind: PolicyChanged, Deed: Post, Class: FromPeople, Recipient: person.ID, Subject: policySubject(next.Version), Detail: string(act.Actor)}
		if err := tx.Tell(ctx, m); err != nil {
			return err
		}
	}
	return nil
}

// valueTag is what can be typed after #.
var valueTag = regexp.MustCompile(`^[\p{L}\p{N}_-]{1,30}$`)

// most values of a company that are offered.
const mostValues = 20

// Validate tells everything that is wrong with a policy. Fields are named as
// in the YAML.
func (p Policy) Validate() Faults {
	faults := append(append(p.checkNumbers(), p.People.check()...), p.Growth.check()...)
	if _, err := LoadZone(p.Time.Zone, time.UTC); err != nil {
		faults = append(faults, RefuseField("time.zone", "policy.zone", "Text", p.Time.Zone))
	}
	if _, err := LoadZone(p.Digest.Zone, time.UTC); err != nil && p.Digest.Zone != "" {
		faults = append(faults, RefuseField("digest.zone", "policy.zone", "Text", p.Digest.Zone))
	}
	if _, ok := parseDay(strings.ToLower(p.Digest.Weekday)); !ok {
		faults = append(faults, RefuseField("digest.weekday", "policy.weekday", "Text", p.Digest.Weekday))
	}
	patterns := map[string]string{"time.hours": p.Time.Hours}
	for place, text := range p.Time.Locations {
		patterns["time.locations."+place] = text
	}
	cadences := map[string]string{"conversations.cadence": p.Conversations.Cadence, "conversations.new_manager_cadence": p.Conversations.NewManagerCadence}
	for team, text := range p.Conversations.Teams {
		cadences["conversations.team_cadences."+team] = text
	}
	for role, text := range p.Conversations.Roles {
		cadences["conversations.role_cadences."+role] = text
	}
	faults = append(faults, unreadable(patterns, "policy.hours", func(t string) error { _, err := ParsePattern(t); return err })...)
	faults = append(faults, unreadable(cadences, "policy.cadence", func(t string) error { _, err := ParseCadence(t); return err })...)
	times := map[string]string{"conversations.opens_from": p.Conversations.OpensFrom, "conversations.opens_to": p.Conversations.OpensTo, "digest.time": p.Digest.Time}
	faults = append(faults, unreadable(times, "policy.time", func(t string) error { _, err := ParseTimeOfDay(t); return err })...)
	faults = append(faults, p.Conversations.checkOpening()...)
	faults = append(faults, p.Kudos.checkValues()...)
	faults = append(faults, p.Priorities.check()...)
	faults = append(faults, p.Retention.check()...)
	for field, list := range map[string][]string{"conversations.employee_prompts": p.Conversations.EmployeePrompts, "conversations.manager_prompts": p.Conversations.ManagerPrompts} {
		if len(list) > MostPrompts {
			faults = append(faults, RefuseField(field, "policy.prompts", "Limit", MostPrompts))
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Field, b.Field) })
	return faults
}

// checkOpening wants a window in which conversations open.
func (p ConversationPolicy) checkOpening() Faults {
	from, errFrom := ParseTimeOfDay(p.OpensFrom)
	to, errTo := ParseTimeOfDay(p.OpensTo)
	if errFrom == nil && errTo == nil && to <= from {
		return Faults{RefuseField("conversations.opens_to", "policy.opens_to", "From", p.OpensFrom)}
	}
	return nil
}

// unreadable tells which of several texts cannot be read.
func unreadable(texts map[string]string, sentence string, read func(string) error) Faults {
	var faults Faults
	for field, text := range texts {
		if read(text) != nil {
			faults = append(faults, RefuseField(field, sentence, "Text", text))
		}
	}
	return faults
}

func (p Policy) checkNumbers() Faults {
	var faults Faults
	for _, n := range []struct {
		field           string
		value, min, max int
	}{
		{"time.pause_after_working_days", p.Time.PauseAfter, 1, 260},
		{"time.step_in_after_working_days", p.Time.StepInAfter, 1, 260},
		{"kudos.max_recipients", p.Kudos.MaxRecipients, 1, MostAtOnce},
		{"kudos.daily_allowance", p.Kudos.Daily, 1, 1000},
		{"kudos.undo_minutes", p.Kudos.UndoMinutes, 1, 60},
		{"conversations.per_manager_and_week", p.Conversations.PerWeek, 1, 40},
		{"conversations.new_manager_months", p.Conversations.NewManagerMonths, 0, 24},
		{"conversations.minutes_each", p.Conversations.Minutes, 5, 480},
		{"conversations.turn_working_days", p.Conversations.TurnDays, 1, 20},
		{"conversations.unconfirmed_after_working_days", p.Conversations.UnconfirmedAfter, 1, 60},
		{"conversations.preparation_months", p.Conversations.PreparationMonths, 1, 120},
		{"conversations.usefulness_from_answers", p.Conversations.UsefulFrom, 5, 1000},
		{"goals.due_soon_days", p.Goals.DueSoonDays, 1, 180},
		{"goals.silent_days", p.Goals.SilentDays, 7, 365},
		{"seasons.read_working_days", p.Seasons.ReadDays, LeastReadDays, 60},
		{"funds.help_after_days", p.Funds.HelpAfter, 7, 365},
		{"growth.due_soon_days", p.Growth.DueSoonDays, 1, 180},
		{"growth.silent_days", p.Growth.SilentDays, 7, 365},
		{"growth.areas_from_people", p.Growth.AreasFrom, LeastArea, 1000},
		{"asks.per_week", p.Asks.PerWeek, 1, 7},
		{"rounds.numbers_from", p.Rounds.NumbersFrom, LeastNumbers, MaxRoundPeers},
		{"rounds.texts_from", p.Rounds.TextsFrom, LeastTexts, MaxRoundPeers},
		{"rounds.per_giver", p.Rounds.PerGiver, 1, 50},
		{"rounds.nominate_working_days", p.Rounds.NominateDays, 1, 40},
		{"rounds.answer_working_days", p.Rounds.AnswerDays, 3, 60},
		{"rounds.late_working_days", p.Rounds.LateDays, 1, 20},
		{"digest.minimum_area", p.Digest.Minimum, 5, 1000},
		{"evidence.late_after_days", p.Evidence.LateAfter, 1, 365},
		{"access.second_yeses", p.Access.Yeses, 1, 3},
		{"access.open_hours", p.Access.OpenHours, 1, 168},
		{"access.answer_days", p.Access.AnswerDays, 1, 30},
		{"access.longest_hold_days", p.Access.HoldDays, 0, 180},
	} {
		if n.value < n.min || n.value > n.max {
			faults = append(faults, RefuseField(n.field, "policy.number", "Value", n.value, "From", n.min, "To", n.max))
		}
	}
	return faults
}

// profileField is how Slack names a custom field of profiles.
var profileField = regexp.MustCompile(`^Xf[0-9A-Z]{2,30}$`)

func (p PeoplePolicy) check() Faults {
	if p.ManagerField == "" || profileField.MatchString(p.ManagerField) {
		return nil
	}
	return Faults{RefuseField("people.manager_field", "policy.manager_field", "Text", p.ManagerField)}
}

// check wants a period of priorities that people know by its name.
func (p PriorityPolicy) check() Faults {
	if c, err := ParseCadence(p.Cadence); err == nil && c.Months() > 0 {
		return nil
	}
	return Faults{RefuseField("priorities.period", "policy.priority_period", "Text", p.Cadence)}
}

func (p KudosPolicy) checkValues() Faults {
	var faults Faults
	if len(p.Values) > mostValues {
		faults = append(faults, RefuseField("kudos.values", "policy.values_many", "Limit", mostValues))
	}
	seen := map[string]bool{}
	for _, v := range p.Values {
		tag := strings.ToLower(v.Tag)
		switch {
		case !valueTag.MatchString(v.Tag):
			faults = append(faults, RefuseField("kudos.values", "policy.value_tag", "Tag", v.Tag))
		case seen[tag]:
			faults = append(faults, RefuseField("kudos.values", "policy.value_twice", "Tag", v.Tag))
		}
		seen[tag] = true
	}
	return faults
}
