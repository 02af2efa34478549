package domain

import (
	"cmp"
	"context"
	"slices"
)

// RoleList is a page of profiles, with the roles that have none.
type RoleList struct {
	Profiles []RoleProfile
	// Counts are the active people of each role.
	Counts map[string]int
	// Without are roles that people have and that have no profile, those with most
	// people first; on the first page only.
	Without []string
	More    bool
}

// How many profiles, and roles without one, a page has.
const (
	rolesListed  = 25
	rolesWithout = 15
)

// Roles lists the profiles behind a role's name, for the people team.
func (s ExpectationService) Roles(ctx context.Context, reader ID, after string) (RoleList, error) {
	var list RoleList
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadRoles, Subject{}); err != nil {
			return err
		}
		var err error
		if list.Counts, err = tx.RoleCounts(ctx); err != nil {
			return err
		}
		if list.Profiles, err = tx.RoleProfiles(ctx, RoleFilter{After: after, Limit: rolesListed + 1}); err != nil {
			return err
		}
		if len(list.Profiles) > rolesListed {
			list.Profiles, list.More = list.Profiles[:rolesListed], true
		}
		if after != "" {
			return nil
		}
		list.Without, err = withoutProfile(ctx, tx, list.Counts)
		return err
	})
	return list, err
}

// withoutProfile are the roles that have no profile.
func withoutProfile(ctx context.Context, tx Tx, counts map[string]int) ([]string, error) {
	all, err := tx.RoleProfiles(ctx, RoleFilter{})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range all {
		known[p.Role] = true
	}
	var without []string
	for role := range counts {
		if !known[role] {
			without = append(without, role)
		}
	}
	slices.SortFunc(without, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return without[:min(len(without), rolesWithout)], nil
}

// ShowRole gives one profile, and how many active people have the role.
func (s ExpectationService) ShowRole(ctx context.Context, reader, id ID) (RoleProfile, int, error) {
	var p RoleProfile
	people := 0
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadRoles, Subject{}); err != nil {
			return err
		}
		var err error
		if p, err = tx.RoleProfile(ctx, id); err != nil {
			return err
		}
		counts, err := tx.RoleCounts(ctx)
		people = counts[p.Role]
		return err
	})
	return p, people, err
}

// StartRole adds a profile for a role, from a template or an empty one. Where no
// role is named the template's is taken. Conflict where the role has a profile.
func (s ExpectationService) StartRole(ctx context.Context, act Act, role string, from RoleProfile) (Outcome, error) {
	p := from.tidy()
	p.Role = cmp.Or(oneLine(role), p.Role)
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ChangeRoles, Subject{}); err != nil {
			return Outcome{}, err
		}
		if err := p.Validate().Err(); err != nil {
			return Outcome{}, err
		}
		before, err := roleBefore(ctx, tx, p.Role)
		if err != nil {
			return Outcome{}, err
		}
		if before.ID != "" {
			return Outcome{}, RefuseField("role", "expectation.role_known", "Role", p.Role)
		}
		fresh, faults := p.identified(RoleProfile{}, s.IDs)
		if err := faults.Err(); err != nil {
			return Outcome{}, err
		}
		fresh, err = s.writeRole(ctx, tx, act, fresh, CompareRoles(RoleProfile{}, fresh))
		return Outcome{Word: "started", Subject: fresh.ID}, err
	}, nil)
}

// ChangeRole lets change edit the version of a profile that the form showed. Every
// fault is told at once. Conflict where it changed meanwhile. What changes nothing
// is no new version.
func (s ExpectationService) ChangeRole(ctx context.Context, act Act, id ID, version int, change func(*RoleProfile)) (Outcome, error) {
	return s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		if _, err := s.Permitted(ctx, tx, act, ChangeRoles, Subject{}); err != nil {
			return Outcome{}, err
		}
		before, err := tx.RoleProfile(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if before.Version != version {
			return Outcome{}, Refuse(Conflict, "expectation.role_changed")
		}
		p := before
		p.Expectations, p.KPIs = slices.Clone(before.Expectations), slices.Clone(before.KPIs)
		change(&p)
		p = p.tidy()
		next, unknown := p.identified(before, s.IDs)
		if err := append(p.Validate(), unknown...).Err(); err != nil {
			return Outcome{}, err
		}
		differences := CompareRoles(before, next)
		if len(differences) == 0 {
			return Outcome{Word: "same", Subject: id}, nil
		}
		_, err = s.writeRole(ctx, tx, act, next, differences)
		return Outcome{Word: "changed", Subject: id}, err
	}, nil)
}
