package domain

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
)

// OfficeService keeps who holds an office through a Slack user group.
type OfficeService struct {
	Practice
	Directory Directory
}

const (
	officeName  = "person.office"
	officeLease = 10 * time.Minute
	officeEvery = time.Hour
)

// userGroup is how Slack names a user group, beside its handle.
var userGroup = regexp.MustCompile(`^S[0-9A-Z]{5,30}$`)

// NamesGroup tells whether an entry of the configuration is a user group: its
// id, or its handle with an @ in front.
func NamesGroup(entry string) bool {
	entry = strings.TrimSpace(entry)
	handle, isHandle := strings.CutPrefix(entry, "@")
	return userGroup.MatchString(entry) || isHandle && handle != "" && !strings.Contains(handle, "@")
}

// groups are the user groups whose members are of the people team: that of the
// policy, and those that the configuration names by id or as @handle.
func (s OfficeService) groups(policy Policy) []string {
	names := []string{}
	if group := strings.TrimPrefix(strings.TrimSpace(policy.PeopleTeam.Group), "@"); group != "" {
		names = append(names, group)
	}
	for _, entry := range s.FirstHR {
		if !NamesGroup(entry) {
			continue
		}
		entry = strings.TrimPrefix(strings.TrimSpace(entry), "@")
		if !slices.Contains(names, entry) {
			names = append(names, entry)
		}
	}
	return names
}

// Sync reads the members of the people team's user groups where that is due,
// hourly. It tells how many there are.
func (s OfficeService) Sync(ctx context.Context) (int, error) {
	now := s.Clock.Now()
	due := false
	err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (err error) {
		_, due, err = tx.ClaimSweep(ctx, officeName, now, now.Add(officeLease))
		return err
	})
	if err != nil || !due {
		return 0, err
	}
	n, err := s.Refresh(ctx)
	if err != nil {
		return 0, err
	}
	return n, s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		return tx.SaveSweep(ctx, SweepState{Name: officeName, DueAt: now.Add(officeEvery)})
	})
}

// Refresh reads them now. A group that Slack does not know any more has no
// members; where Slack does not answer, those of the last time stay.
func (s OfficeService) Refresh(ctx context.Context) (int, error) {
	var policy Policy
	var known []string
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		policy = version.Policy
		known, err = tx.Office(ctx, OfficeHR)
		return err
	})
	if err != nil {
		return 0, err
	}
	var members []string
	for _, group := range s.groups(policy) {
		_, slackIDs, err := s.Directory.GroupMembers(ctx, group)
		if err != nil && CodeOf(err) != NotFound {
			return 0, err
		}
		members = append(members, slackIDs...)
	}
	slices.Sort(members)
	members = slices.Compact(members)
	if slices.Equal(members, known) {
		return len(members), nil
	}
	err = s.Store.InTx(ctx, func(ctx context.Context, tx Tx) error {
		if err := tx.SetOffice(ctx, OfficeHR, members); err != nil {
			return err
		}
		return tx.Record(ctx, Entry{Act: "office.change", Subject: ID(OfficeHR), Content: strings.Join(members, " ")})
	})
	return len(members), err
}
