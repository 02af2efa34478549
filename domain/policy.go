package domain

import (
	"context"
	"time"
)

// Policy is the one versioned document that holds every value an organisation
// may set. Version 0 is the defaults, with which Rapport works alone.
type Policy struct {
	PeopleTeam    PeopleTeamPolicy   `yaml:"people_team"`
	People        PeoplePolicy       `yaml:"people"`
	Time          TimePolicy         `yaml:"time"`
	Kudos         KudosPolicy        `yaml:"kudos"`
	Conversations ConversationPolicy `yaml:"conversations"`
	Goals         GoalPolicy         `yaml:"goals"`
	Priorities    PriorityPolicy     `yaml:"priorities"`
	Seasons       SeasonPolicy       `yaml:"seasons"`
	Funds         FundPolicy         `yaml:"funds"`
	Growth        GrowthPolicy       `yaml:"growth"`
	Coaching      CoachingPolicy     `yaml:"coaching"`
	Asks          AskPolicy          `yaml:"asks"`
	Rounds        RoundPolicy        `yaml:"rounds"`
	Digest        DigestPolicy       `yaml:"digest"`
	Evidence      EvidencePolicy     `yaml:"evidence"`
	Retention     RetentionPolicy    `yaml:"retention"`
	Access        AccessPolicy       `yaml:"access"`
	// WorksCouncil names no pairs and shows no individual figures beyond the
	// person's own manager.
	WorksCouncil bool `yaml:"works_council"`
}

// PeopleTeamPolicy says who HR is.
type PeopleTeamPolicy struct {
	// Name is what the team calls itself in sentences, such as "the people team".
	Name string `yaml:"name"`
	// Members are emails or Slack user ids.
	Members []string `yaml:"members"`
	// Group is a Slack user group (S…) whose members are HR too.
	Group string `yaml:"group"`
	// Deputies act where the people team itself is concerned.
	Deputies []string `yaml:"deputies"`
	// Admins run the installation; Observers are the works council.
	Admins    []string `yaml:"admins"`
	Observers []string `yaml:"observers"`
	// HelpContact is where Home sends people with questions: an email, a Slack
	// user or a channel, shown as text.
	HelpContact string `yaml:"help_contact"`
}

// PeoplePolicy says from where Rapport knows about people.
type PeoplePolicy struct {
	// ManagerField is the id (Xf…) of the field of Slack profiles that names a
	// person's manager, of the type user; empty where there is none.
	ManagerField string `yaml:"manager_field"`
}

// TimePolicy is when people work.
type TimePolicy struct {
	// Zone is used where Slack knows none for a person.
	Zone string `yaml:"zone"`
	// Hours are the working days and hours, such as "mon-fri 9:00-17:00".
	Hours string `yaml:"hours"`
	// Locations have hours of their own.
	Locations map[string]string `yaml:"locations"`
	// PauseAfter is how many working days of absence pause conversations and
	// goals (20).
	PauseAfter int `yaml:"pause_after_working_days"`
	// StepInAfter is after how many working days of a partner's absence the
	// manager's manager steps in (10).
	StepInAfter int `yaml:"step_in_after_working_days"`
}

// KudosPolicy rules thanks.
type KudosPolicy struct {
	// Channel is the Slack id of the channel for public kudos, or empty.
	Channel string `yaml:"channel"`
	// Channels has one per area or location.
	Channels map[string]string `yaml:"channels"`
	// Values are the company's values, as tags.
	Values []Value `yaml:"values"`
	// MaxRecipients is per kudos after expanding groups (10).
	MaxRecipients int `yaml:"max_recipients"`
	// Daily is how many kudos a person may give in a day of the own zone (20).
	Daily int `yaml:"daily_allowance"`
	// UndoMinutes is how long the giver may undo (10).
	UndoMinutes int `yaml:"undo_minutes"`
}

// Value is a company value that kudos can cite.
type Value struct {
	// Tag is what people type after #, in lower case.
	Tag string `yaml:"tag"`
	// Name is how it is shown.
	Name string `yaml:"name"`
	// Meaning is one line for the help.
	Meaning string `yaml:"meaning"`
}

// ConversationPolicy rules check-ins.
type ConversationPolicy struct {
	// Start is the date from which conversations open; none open while it is
	// empty, so that nobody is surprised.
	Start Date `yaml:"start"`
	// Cadence is the organisation's rhythm ("monthly"); Teams and Roles are
	// narrower and win.
	Cadence string            `yaml:"cadence"`
	Teams   map[string]string `yaml:"team_cadences"`
	Roles   map[string]string `yaml:"role_cadences"`
	// NewManagerCadence holds for a manager's own conversations in the first
	// NewManagerMonths ("every 2 weeks", 3).
	NewManagerCadence string `yaml:"new_manager_cadence"`
	NewManagerMonths  int    `yaml:"new_manager_months"`
	// PerWeek is the most conversations of one manager in a week (4).
	PerWeek int `yaml:"per_manager_and_week"`
	// Minutes is what one conversation costs a manager (45).
	Minutes int `yaml:"minutes_each"`
	// OpensFrom and OpensTo are the hours in which it opens ("9:00", "10:30").
	OpensFrom string `yaml:"opens_from"`
	OpensTo   string `yaml:"opens_to"`
	// TurnDays are the working days of each turn (5).
	TurnDays int `yaml:"turn_working_days"`
	// UnconfirmedAfter is how many working days a summary may wait (10).
	UnconfirmedAfter int `yaml:"unconfirmed_after_working_days"`
	// PreparationMonths is how long preparations stay after closing (12).
	PreparationMonths int `yaml:"preparation_months"`
	// EmployeePrompts and ManagerPrompts replace the built-in ones (at most 4).
	EmployeePrompts []string `yaml:"employee_prompts"`
	ManagerPrompts  []string `yaml:"manager_prompts"`
	// UsefulFrom is the least number of answers shown (5).
	UsefulFrom int `yaml:"usefulness_from_answers"`
}

// GoalPolicy rules goals.
type GoalPolicy struct {
	// DueSoonDays is how many days before its due date a goal is asked about (14).
	DueSoonDays int `yaml:"due_soon_days"`
	// SilentDays is after how many days without news it is asked about (30).
	SilentDays int `yaml:"silent_days"`
}

// PriorityPolicy rules what the company puts first.
type PriorityPolicy struct {
	// Leaders publish it, beside the people team: emails or Slack user ids.
	Leaders []string `yaml:"leaders"`
	// Cadence is how long a period lasts: "quarterly" or "monthly".
	Cadence string `yaml:"period"`
}

// SeasonPolicy rules looking back.
type SeasonPolicy struct {
	// ReadDays is how many working days a person has between reading the own
	// summary and any decision (5); never below 5.
	ReadDays int `yaml:"read_working_days"`
}

// FundPolicy rules funds. The funds themselves are no policy: what is reserved of
// them changes with each decision.
type FundPolicy struct {
	// HelpAfter is how many days after something was finished both sides are
	// asked whether it helped (60).
	HelpAfter int `yaml:"help_after_days"`
}

// GrowthPolicy rules plans.
type GrowthPolicy struct {
	// DueSoonDays is how many days before its day something in a plan is asked
	// about (14), and SilentDays after how many days without news (60).
	DueSoonDays int `yaml:"due_soon_days"`
	SilentDays  int `yaml:"silent_days"`
	// AreasFrom is how many people of a role must have chosen to learn the same
	// before the people team sees what it is (5); never below 5.
	AreasFrom int `yaml:"areas_from_people"`
	// Currency is what a cost is in where nobody says so, such as EUR; empty where
	// it always has to be said.
	Currency Currency `yaml:"currency"`
	// Sources are from what to learn, by the id of an expectation of a role.
	Sources map[string][]ListedSource `yaml:"sources"`
}

// CoachingPolicy rules the cards of one minute.
type CoachingPolicy struct {
	// BeforeJudging asks for the four cards on bias and evidence, once a year,
	// before somebody's first packet, comparison or round (true).
	BeforeJudging bool `yaml:"before_judging"`
}

// AskPolicy rules nudges.
type AskPolicy struct {
	// PerWeek is the most asks a person gets in a week from all features (3).
	PerWeek int `yaml:"per_week"`
}

// RoundPolicy rules feedback rounds.
type RoundPolicy struct {
	// NumbersFrom and TextsFrom are the least people behind a figure and behind
	// texts (4 and 5); never below these.
	NumbersFrom int `yaml:"numbers_from"`
	TextsFrom   int `yaml:"texts_from"`
	// PerGiver is in how many rounds a person is asked as a peer at once (5).
	PerGiver int `yaml:"per_giver"`
	// NominateDays, AnswerDays and LateDays are the working days of each part
	// (5, 10, 3), where nobody says dates.
	NominateDays int `yaml:"nominate_working_days"`
	AnswerDays   int `yaml:"answer_working_days"`
	LateDays     int `yaml:"late_working_days"`
}

// DigestPolicy rules the weekly digest.
type DigestPolicy struct {
	// Weekday and Time are in Zone ("tuesday", "9:00"); empty is that of the
	// first of the people team.
	Weekday string `yaml:"weekday"`
	Time    string `yaml:"time"`
	Zone    string `yaml:"zone"`
	// Channel is a private channel whose members are all HR, or empty for
	// their DMs.
	Channel string `yaml:"channel"`
	// Minimum is the least size of an area shown by itself (5); never below 5.
	Minimum int `yaml:"minimum_area"`
}

// EvidencePolicy rules what is known about people's work.
type EvidencePolicy struct {
	// LateAfter is after how many days something counts as recorded late (30).
	LateAfter int `yaml:"late_after_days"`
}

// AccessPolicy rules how the people team and managers above the manager look at
// somebody's record. None of its values takes away the reason, the second yes or
// the receipt.
type AccessPolicy struct {
	// Yeses is how many others have to agree before the record of conversations
	// opens (1); never fewer than one.
	Yeses int `yaml:"second_yeses"`
	// Seconds are emails or Slack ids of those who may say that yes beside the
	// people team, such as the data protection officer.
	Seconds []string `yaml:"seconds"`
	// OpenHours is how long an access holds (72).
	OpenHours int `yaml:"open_hours"`
	// AnswerDays is after how many days without an answer a request lapses (7).
	AnswerDays int `yaml:"answer_days"`
	// HoldDays is for how many days the receipt may be held back, with a reason
	// and the second yes (30); 0 allows no hold.
	HoldDays int `yaml:"longest_hold_days"`
}

// DefaultPolicy is what holds where nobody has set anything: no channel, and
// no conversations opened.
func DefaultPolicy() Policy {
	return Policy{
		PeopleTeam: PeopleTeamPolicy{Name: "the people team"},
		Time: TimePolicy{
			Zone: "UTC", Hours: "mon-fri 9:00-17:00", PauseAfter: 20, StepInAfter: 10,
		},
		Kudos: KudosPolicy{MaxRecipients: 10, Daily: 20, UndoMinutes: 10},
		Conversations: ConversationPolicy{
			Cadence: "monthly", NewManagerCadence: "every 2 weeks", NewManagerMonths: 3,
			PerWeek: 4, Minutes: 45, OpensFrom: "9:00", OpensTo: "10:30", TurnDays: 5,
			UnconfirmedAfter: 10, PreparationMonths: 12, UsefulFrom: 5,
		},
		Goals:      GoalPolicy{DueSoonDays: 14, SilentDays: 30},
		Priorities: PriorityPolicy{Cadence: "quarterly"},
		Coaching:   CoachingPolicy{BeforeJudging: true},
		Seasons:    SeasonPolicy{ReadDays: LeastReadDays},
		Funds:      FundPolicy{HelpAfter: 60},
		Growth:     GrowthPolicy{DueSoonDays: 14, SilentDays: 60, AreasFrom: LeastArea},
		Asks:       AskPolicy{PerWeek: 3},
		Rounds:     RoundPolicy{NumbersFrom: LeastNumbers, TextsFrom: LeastTexts, PerGiver: 5, NominateDays: 5, AnswerDays: 10, LateDays: 3},
		Digest:     DigestPolicy{Weekday: "tuesday", Time: "9:00", Minimum: 5},
		Evidence:   EvidencePolicy{LateAfter: 30},
		Retention:  RetentionPolicy{WaitingDays: 14},
		Access:     AccessPolicy{Yeses: 1, OpenHours: 72, AnswerDays: 7, HoldDays: 30},
	}
}

// PolicyVersion is one version of the policy in the database.
type PolicyVersion struct {
	Version int
	Policy  Policy
	By      ID // empty for the defaults and for the command line
	At      time.Time
}

// PolicyRows keeps the policy.
type PolicyRows interface {
	// Policy gives the version in force: the newest, or version 0 with the
	// defaults.
	Policy(ctx context.Context) (PolicyVersion, error)
	// SavePolicy writes version v.Version, which must be one above the newest.
	// Conflict otherwise.
	SavePolicy(ctx context.Context, v PolicyVersion) error
	// PolicyHistory lists versions, newest first.
	PolicyHistory(ctx context.Context, limit int) ([]PolicyVersion, error)
}

// OfficeHR is the office whose members come from a Slack user group.
const OfficeHR = "hr"

// OfficeRows keeps who holds an office through a Slack user group, as last
// read from Slack.
type OfficeRows interface {
	// SetOffice replaces the members of an office.
	SetOffice(ctx context.Context, office string, slackIDs []string) error
	// Office lists the Slack ids of those who hold it.
	Office(ctx context.Context, office string) ([]string, error)
	// InOffice tells whether the Slack user holds it.
	InOffice(ctx context.Context, office, slackID string) (bool, error)
}
