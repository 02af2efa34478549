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

// peopleNamed finds the active people whom emails and Slack ids name, each once.
func peopleNamed(ctx context.Context, tx Tx, entries []string) ([]Person, error) {
	var slackIDs, emails []string
	for _, entry := range entries {
		if entry = strings.TrimSpace(entry); strings.Contains(entry, "@") {
			emails = append(emails, entry)
		} else if entry != "" {
			slackIDs = append(slackIDs, entry)
		}
	}
	var people []Person
	for _, f := range []PersonFilter{{SlackIDs: slackIDs, Active: true}, {Emails: emails, Active: true}} {
		if len(f.SlackIDs)+len(f.Emails) == 0 {
			continue
		}
		list, err := tx.People(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, person := range list {
			if !slices.ContainsFunc(people, func(q Person) bool { return q.ID == person.ID }) {
				people = append(people, person)
			}
		}
	}
	return people, nil
}

// Team lists the people of the people team, however they came to be in it. It is
// for what concerns all of them, and asks for no permission.
func (s PolicyService) Team(ctx context.Context) ([]Person, error) {
	var team []Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		team, err = s.peopleTeam(ctx, tx, "")
		return err
	})
	return team, err
}

// Members lists the active people whom the policy names as the people team, for
// a menu in which they can be chosen; the members of its user group are not
// among them. Forbidden where the actor may not read the policy.
func (s PolicyService) Members(ctx context.Context, actor ID) ([]Person, error) {
	var people []Person
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: actor}, ReadPolicy, Subject{}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		people, err = peopleNamed(ctx, tx, version.Policy.PeopleTeam.Members)
		return err
	})
	return people, err
}

// Choose sets the members to the Slack ids that were chosen in a menu which
// showed some people. Who stays keeps the entry as it was written, and so does
// an entry that names none of those shown, such as the email of somebody who
// has no account yet: a menu cannot take away whom it did not show.
func (t *PeopleTeamPolicy) Choose(shown []Person, chosen []string) {
	var members []string
	added := map[string]bool{}
	for _, entry := range t.Members {
		i := slices.IndexFunc(shown, func(p Person) bool { return named(p, []string{entry}) })
		if i < 0 {
			members = append(members, entry)
			continue
		}
		if id := shown[i].SlackID; slices.Contains(chosen, id) && !added[id] {
			members, added[id] = append(members, entry), true
		}
	}
	for _, id := range chosen {
		if !added[id] && !slices.Contains(members, id) {
			members, added[id] = append(members, id), true
		}
	}
	t.Members = members
}
