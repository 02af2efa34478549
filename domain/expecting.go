package domain

import (
	"context"
	"slices"
	"strings"
	"time"
)

// ExpectationService is the use cases around what is expected of people.
type ExpectationService struct {
	Practice
	// Templates are the profiles to start from.
	Templates []RoleTemplate
}

// tellAfter is how long a profile has to stand still before those whose role it
// is are told: who edits it does so in several steps.
const tellAfter = time.Hour

// RoleChange is what a file changes in one profile.
type RoleChange struct {
	Role string
	// People is how many active people have the role.
	People      int
	New         bool
	Differences []RoleDifference
}

// CompareRoleFile tells what a file of profiles would change, and for how many
// people; it writes nothing. Profiles that the file does not name stay as they
// are. Errors: the faults of all profiles at once, each field with the role in
// front; Conflict where a version in the file is not that in force.
func (s ExpectationService) CompareRoleFile(ctx context.Context, profiles []RoleProfile) ([]RoleChange, error) {
	var changes []RoleChange
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		_, changes, err = s.planRoles(ctx, tx, profiles)
		return err
	})
	return changes, err
}

// ApplyRoleFile puts a file of profiles in force, all of it or nothing, and gives
// what changed. It acts as the command line, which whoever runs the machine may
// use. Errors as CompareRoleFile.
func (s ExpectationService) ApplyRoleFile(ctx context.Context, profiles []RoleProfile) ([]RoleChange, error) {
	var changes []RoleChange
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		next, planned, err := s.planRoles(ctx, tx, profiles)
		if err != nil {
			return err
		}
		changes = planned
		for i, p := range next {
			if len(planned[i].Differences) == 0 {
				continue
			}
			if _, err := s.writeRole(ctx, tx, Act{}, p, planned[i].Differences); err != nil {
				return err
			}
		}
		return nil
	})
	return changes, err
}

// planRoles gives the profiles as they would be written, and what differs.
func (s ExpectationService) planRoles(ctx context.Context, tx Tx, profiles []RoleProfile) ([]RoleProfile, []RoleChange, error) {
	counts, err := tx.RoleCounts(ctx)
	if err != nil {
		return nil, nil, err
	}
	var faults Faults
	next := make([]RoleProfile, len(profiles))
	changes := make([]RoleChange, len(profiles))
	named := map[string]bool{}
	for i, p := range profiles {
		p = p.tidy()
		before, err := roleBefore(ctx, tx, p.Role)
		if err != nil {
			return nil, nil, err
		}
		found := p.Validate()
		if named[p.Role] {
			found = append(found, RefuseField("role", "expectation.role_twice"))
		}
		named[p.Role] = true
		if p.Version != 0 && p.Version != before.Version {
			found = append(found, Fault{Code: Conflict, Field: "version", Sentence: "expectation.role_changed"})
		}
		p.Version = before.Version
		p, unknown := p.identified(before, s.IDs)
		for _, f := range append(found, unknown...) {
			f.Field = p.Role + "." + f.Field
			faults = append(faults, f)
		}
		next[i] = p
		changes[i] = RoleChange{Role: p.Role, People: counts[p.Role], New: before.ID == "", Differences: CompareRoles(before, p)}
	}
	return next, changes, faults.Err()
}

// roleBefore is the profile of a role, or an empty one.
func roleBefore(ctx context.Context, tx Tx, role string) (RoleProfile, error) {
	before, err := tx.RoleProfileOf(ctx, role)
	if CodeOf(err) == NotFound {
		return RoleProfile{}, nil
	}
	return before, err
}

// writeRole writes the next version of a profile with its ledger entry, keeps
// what is worded anew, and notes that those whose role it is are to be told.
func (s ExpectationService) writeRole(ctx context.Context, tx Tx, act Act, p RoleProfile, differences []RoleDifference) (RoleProfile, error) {
	p.By, p.At, p.TellAt, p.Told = act.Actor, tx.Now(), tx.Now().Add(tellAfter), ""
	p, err := tx.SaveRoleProfile(ctx, p)
	if err != nil {
		return p, err
	}
	for _, e := range p.Expectations {
		if err := tx.KeepWording(ctx, e); err != nil {
			return p, err
		}
	}
	entry := Entry{Actor: act.Actor, Act: "role.change", Subject: p.ID, Version: p.Version, Content: p.Role + "\n" + differenceLines(differences)}
	return p, tx.Record(ctx, entry)
}

// differenceLines writes what changed, for the ledger.
func differenceLines(list []RoleDifference) string {
	lines := make([]string, len(list))
	for i, d := range list {
		lines[i] = d.What + ": " + d.Was + " -> " + d.Is
	}
	return strings.Join(lines, "\n")
}

// Template finds a template by its industry and role.
func (s ExpectationService) Template(industry, role string) (RoleProfile, bool) {
	i := slices.IndexFunc(s.Templates, func(t RoleTemplate) bool { return t.Industry == industry && t.Profile.Role == role })
	if i < 0 {
		return RoleProfile{}, false
	}
	return s.Templates[i].Profile, true
}
