package domain

import (
	"context"
	"time"
)

// RoleProfile says what a role is for: what it delivers, the processes to
// master, the impact, and what is expected of who holds it. It is for everybody
// whose role has that very name. Each version is kept.
type RoleProfile struct {
	ID ID `yaml:"-"`
	// Role is the name of the role, as the roster writes it.
	Role string `yaml:"role"`
	// Version counts the changes. In a file it may be left out; where it is
	// given, the file is refused once somebody else has changed the profile.
	Version int `yaml:"version,omitempty"`
	// Retired is true for a profile that is for nobody any more.
	Retired bool `yaml:"retired,omitempty"`
	// Outcomes are what the role delivers, Processes what to master for it, and
	// Impact what it is good for, in a sentence or two. All texts are sealed.
	Outcomes     []string      `yaml:"outcomes"`
	Processes    []string      `yaml:"processes"`
	Impact       string        `yaml:"impact"`
	Expectations []Expectation `yaml:"expectations"`
	KPIs         []KPI         `yaml:"kpis"`
	Levels       []RoleLevel   `yaml:"levels"`
	By           ID            `yaml:"-"` // empty for the command line
	At           time.Time     `yaml:"-"`
	// TellAt is when those whose role it is are to be told of the change; zero
	// where they are. Told is the last of them who was, in the order of ids.
	TellAt time.Time `yaml:"-"`
	Told   ID        `yaml:"-"`
}

// Expectation is one thing that is expected of a person in a role. It keeps its
// id while it is the same thing, however it is worded.
type Expectation struct {
	// ID is given by Rapport; a file may leave it out for a new one.
	ID        ID        `yaml:"id,omitempty"`
	Dimension Dimension `yaml:"dimension"`
	Text      string    `yaml:"text"` // sealed
	// Owner is the person who agreed on this wording; empty for the role's.
	// Version counts the wordings of the one or of the other.
	Owner   ID  `yaml:"-"`
	Version int `yaml:"-"`
}

// KPI is a figure of a role. Rapport shows it and computes nothing from it, so
// target and standard are texts, such as "at most 2".
type KPI struct {
	ID   ID     `yaml:"id,omitempty"`
	Name string `yaml:"name"`
	Unit string `yaml:"unit"`
	// Target is what is aimed at. Standard is the ideal: the direction to strive
	// in, never a shortfall of a person.
	Target   string `yaml:"target"`
	Standard string `yaml:"standard"`
	// Owner is the person who agreed on this target; empty for the role's.
	// Version counts the targets of the one, or the changes of the other.
	Owner   ID  `yaml:"-"`
	Version int `yaml:"-"`
}

// RoleLevel is a step within a role, by the company's own name.
type RoleLevel struct {
	Name string `yaml:"name"`
	// Differs says what is different from the level before.
	Differs string `yaml:"differs"`
}

// RoleTemplate is a profile to start from.
type RoleTemplate struct {
	// Industry is technology, healthcare, finance, manufacturing or non_profit.
	Industry string
	Profile  RoleProfile
}

// The limits of a profile, in entries and characters. They fit into one modal of
// Slack's, with what a person and a manager add.
const (
	MaxOutcomes     = 6
	MaxProcesses    = 8
	MaxExpectations = 20
	MaxKPIs         = 10
	MaxLevels       = 6
	MaxRoleName     = 80
	MaxRoleLine     = 200 // an outcome, a process or an expectation
	MaxImpact       = 500
	MaxKPIName      = 80
	MaxKPIValue     = 60 // a target or a standard
	MaxLevelName    = 30
	MaxLevelText    = 300
)

// RoleFilter selects profiles, by name.
type RoleFilter struct {
	InForce bool   // only those not retired
	After   string // only those behind this name
	Limit   int    // 0 is all
}

// ExpectationRows keeps role profiles and wordings.
type ExpectationRows interface {
	// RoleProfile gives one. NotFound otherwise.
	RoleProfile(ctx context.Context, id ID) (RoleProfile, error)
	// RoleProfileOf gives the one of a role, retired or not. NotFound otherwise.
	RoleProfileOf(ctx context.Context, role string) (RoleProfile, error)
	// RoleProfiles lists them by filter.
	RoleProfiles(ctx context.Context, f RoleFilter) ([]RoleProfile, error)
	// RoleHistory lists the versions of a profile, newest first.
	RoleHistory(ctx context.Context, id ID, limit int) ([]RoleProfile, error)
	// SaveRoleProfile writes the version after p.Version, which is 0 for a new
	// one. Conflict where that is not the newest, or another has the role's name.
	SaveRoleProfile(ctx context.Context, p RoleProfile) (RoleProfile, error)
	// NoteTold writes how far the telling of a version has come, and leaves the
	// version alone. It changes nothing where there is a newer one.
	NoteTold(ctx context.Context, p RoleProfile) error
	// DueRoles lists profiles whose TellAt is at or before now.
	DueRoles(ctx context.Context, now time.Time, limit int) ([]ID, error)
	// NextRole is the earliest TellAt after a time.
	NextRole(ctx context.Context, after time.Time) (time.Time, bool, error)
	// RoleCounts counts the active people of each role that is named.
	RoleCounts(ctx context.Context) (map[string]int, error)
	AdaptationRows
	PurposeRows
	CitationRows
	// KeepWording keeps an expectation as it is worded in its version. The
	// same once more changes nothing.
	KeepWording(ctx context.Context, e Expectation) error
	// Wording gives an expectation as it was in a version. NotFound otherwise.
	Wording(ctx context.Context, id, owner ID, version int) (Expectation, error)
}
