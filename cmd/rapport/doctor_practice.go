package main

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"rapport/domain"
	"rapport/storage"
)

// practice looks at the policy's channels and at the people.
func (e *examination) practice(ctx context.Context, db *storage.DB, slackSide *workspaceSide) {
	var policy domain.Policy
	var people []domain.Person
	err := db.Read(ctx, func(ctx context.Context, tx domain.Tx) error {
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		policy = version.Policy
		people, err = everybody(ctx, tx)
		return err
	})
	if err != nil {
		e.fail("policy and people", err)
		return
	}
	if slackSide != nil {
		e.channels(ctx, policy, slackSide.directory())
	}
	e.people(people)
	e.peopleTeam(policy, people)
}

// everybody reads the active people page by page.
func everybody(ctx context.Context, tx domain.Tx) ([]domain.Person, error) {
	const page = 1000
	var all []domain.Person
	for after := domain.ID(""); ; {
		list, err := tx.People(ctx, domain.PersonFilter{Active: true, After: after, Limit: page})
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
		if len(list) < page {
			return all, nil
		}
		after = list[len(list)-1].ID
	}
}

// channels looks at every channel that the policy names.
func (e *examination) channels(ctx context.Context, policy domain.Policy, d domain.Directory) {
	named := map[string]string{}
	for where, id := range policy.Kudos.Channels {
		named["kudos channel of "+where] = id
	}
	named["kudos channel"], named["digest channel"] = policy.Kudos.Channel, policy.Digest.Channel
	some := false
	for _, about := range slices.Sorted(maps.Keys(named)) {
		if named[about] == "" {
			continue
		}
		some = true
		place, err := d.Place(ctx, named[about])
		if err != nil {
			e.fail(about, explained{fmt.Errorf("look at %s: %w", named[about], err), "Invite the app to it (/invite), or correct the policy."})
			continue
		}
		e.channel(about, place)
	}
	if !some {
		e.fine("channels", "the policy names none, so everything goes by DM")
	}
}

func (e *examination) channel(about string, place domain.Place) {
	name := "#" + place.Name
	switch {
	case place.Archived:
		e.fail(about, explained{errorText(name + " is archived"), "Unarchive it, or choose another channel in the policy."})
	case !place.Member:
		e.fail(about, explained{errorText("the app is not in " + name), "Write /invite and the app's name there."})
	case place.Shared:
		e.fail(about, explained{errorText(name + " is shared with another organisation"), "Choose a channel that only your own people read."})
	case about == "digest channel" && place.Public:
		e.fail(about, explained{errorText(name + " is public"), "Choose a private channel whose members are all of the people team."})
	default:
		e.fine(about, "%s can be posted to", name)
	}
}

// people looks at the reporting lines.
func (e *examination) people(people []domain.Person) {
	byID := make(map[domain.ID]domain.Person, len(people))
	for _, p := range people {
		byID[p.ID] = p
	}
	without, lost := 0, 0
	for _, p := range people {
		if !p.Converses() {
			continue
		}
		if p.Manager == "" {
			without++
		} else if _, active := byID[p.Manager]; !active {
			lost++
		}
	}
	if len(people) == 0 {
		e.warn("people", "nobody is known yet.", "Start serve once: it reads the directory from Slack.")
		return
	}
	if loop := loopIn(people, byID); loop > 0 {
		e.fail("org chart", explained{fmt.Errorf("%d people report to each other in a circle", loop), "Correct the reporting lines and import them (`rapport people import`)."})
	}
	if lost > 0 {
		e.warn("org chart", fmt.Sprintf("%d people have a manager who has left.", lost), "Give them another one (`rapport people import`).")
	}
	e.fine("org chart", "%d people, %d without a manager", len(people), without)
}

// loopIn counts the people whose line of managers comes back to themselves.
func loopIn(people []domain.Person, byID map[domain.ID]domain.Person) int {
	count := 0
	for _, p := range people {
		seen := map[domain.ID]bool{}
		for at := p.Manager; at != "" && !seen[at]; at = byID[at].Manager {
			if at == p.ID {
				count++
				break
			}
			seen[at] = true
		}
	}
	return count
}

// peopleTeam looks whether anybody can set the policy in Slack.
func (e *examination) peopleTeam(policy domain.Policy, people []domain.Person) {
	team := policy.PeopleTeam
	named := append(slices.Clone(e.config.HR), team.Members...)
	found := slices.ContainsFunc(people, func(p domain.Person) bool {
		return slices.Contains(named, p.SlackID) || p.Email != "" && slices.Contains(named, p.Email)
	})
	switch {
	case found || team.Group != "" || slices.ContainsFunc(named, domain.NamesGroup):
		e.fine("people team", "is named")
	case len(named) == 0:
		e.warn("people team", "nobody is named as HR.", "Set "+envHR+" to the emails of the first HR people; they name the others in Slack.")
	default:
		e.warn("people team", "none of the HR people named is known in Slack.", "Compare the emails in "+envHR+" and in the policy with those in Slack.")
	}
}
