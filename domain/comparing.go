package domain

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// PolicyDifference is one value that two policies do not share.
type PolicyDifference struct {
	// Key is the path of the value in the document, such as
	// kudos.daily_allowance.
	Key string
	// Entry names one of several that stand under the key, such as the team
	// whose rhythm it is; empty where the key has one value.
	Entry string
	// Was and Is are the values in one line; empty where there is none.
	Was, Is string
}

// Path is the whole path of the value: the key, and behind it the entry.
func (d PolicyDifference) Path() string { return strings.TrimSuffix(d.Key+"."+d.Entry, ".") }

// listed joins the values of a list.
const listed = "; "

// ComparePolicies lists what a change from one policy to another changes, by
// key. Lists are compared as a whole, because their order counts.
func ComparePolicies(was, is Policy) []PolicyDifference {
	before, after := flatPolicy(was), flatPolicy(is)
	var differences []PolicyDifference
	for place, text := range before {
		if after[place] != text {
			differences = append(differences, PolicyDifference{Key: place.key, Entry: place.entry, Was: text, Is: after[place]})
		}
	}
	for place, text := range after {
		if _, there := before[place]; !there {
			differences = append(differences, PolicyDifference{Key: place.key, Entry: place.entry, Is: text})
		}
	}
	slices.SortFunc(differences, func(a, b PolicyDifference) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Entry, b.Entry))
	})
	return differences
}

// policyPlace is where in the document a value stands.
type policyPlace struct{ key, entry string }

// flatPolicy is every value of a policy that is set, by the names of the
// document.
func flatPolicy(p Policy) map[policyPlace]string {
	flat := map[policyPlace]string{}
	flatten(flat, "", reflect.ValueOf(p))
	return flat
}

func flatten(flat map[policyPlace]string, key string, value reflect.Value) {
	_, speaks := reflect.TypeAssert[fmt.Stringer](value)
	switch {
	case value.Kind() == reflect.Struct && !speaks:
		for field, part := range value.Fields() {
			flatten(flat, strings.TrimPrefix(key+"."+field.Tag.Get("yaml"), "."), part)
		}
	case value.Kind() == reflect.Map:
		for _, entry := range value.MapKeys() {
			flat[policyPlace{key, entry.String()}] = lineOf(value.MapIndex(entry))
		}
	default:
		if text := lineOf(value); text != "" {
			flat[policyPlace{key: key}] = text
		}
	}
}

// lineOf is a value in one line: what belongs together by colons, a list by
// semicolons.
func lineOf(value reflect.Value) string {
	if text, speaks := reflect.TypeAssert[fmt.Stringer](value); speaks {
		return text.String()
	}
	var parts []string
	switch value.Kind() {
	case reflect.Slice:
		for i := range value.Len() {
			parts = append(parts, lineOf(value.Index(i)))
		}
		return strings.Join(parts, listed)
	case reflect.Struct:
		for _, part := range value.Fields() {
			if text := lineOf(part); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, ": ")
	default:
		return fmt.Sprint(value.Interface())
	}
}

// peopleKeys are the keys whose values name people, by email or Slack id.
var peopleKeys = []string{"people_team.members", "people_team.deputies", "people_team.admins", "people_team.observers", "priorities.leaders", "access.seconds"}

// Differences tells one of the people team what a version of the policy changed.
// Those whom it names by Slack's id are called by their names. NotFound where
// there is no such version.
func (s PolicyService) Differences(ctx context.Context, reader ID, version int) ([]PolicyDifference, error) {
	var list []PolicyDifference
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		if _, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadPolicy, Subject{}); err != nil {
			return err
		}
		was, is, err := policyPair(ctx, tx, version)
		if err != nil {
			return err
		}
		list = ComparePolicies(was, is)
		if err := nameSources(ctx, tx, list); err != nil {
			return err
		}
		for i, d := range list {
			if !slices.Contains(peopleKeys, d.Key) {
				continue
			}
			if list[i].Was, err = namesIn(ctx, tx, d.Was); err != nil {
				return err
			}
			if list[i].Is, err = namesIn(ctx, tx, d.Is); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// nameSources calls the expectations for which there is something to learn from by
// what is expected.
func nameSources(ctx context.Context, tx Tx, list []PolicyDifference) error {
	sources := func(d PolicyDifference) bool { return d.Key == "growth.sources" }
	if !slices.ContainsFunc(list, sources) {
		return nil
	}
	roles, err := tx.RoleProfiles(ctx, RoleFilter{})
	if err != nil {
		return err
	}
	texts := map[string]string{}
	for _, role := range roles {
		for _, e := range role.Expectations {
			texts[string(e.ID)] = role.Role + ": " + e.Text
		}
	}
	for i, d := range list {
		if sources(d) {
			list[i].Entry = cmp.Or(texts[d.Entry], d.Entry)
		}
	}
	return nil
}

// policyPair is a version of the policy and the one before it.
func policyPair(ctx context.Context, tx Tx, version int) (was, is Policy, err error) {
	newest, err := tx.Policy(ctx)
	if err != nil {
		return was, is, err
	}
	history, err := tx.PolicyHistory(ctx, newest.Version-version+2)
	if err != nil {
		return was, is, err
	}
	was = DefaultPolicy() // before the first
	at := slices.IndexFunc(history, func(v PolicyVersion) bool { return v.Version == version })
	if at < 0 {
		return was, is, Refuse(NotFound, "policy.version_gone")
	}
	if at+1 < len(history) {
		was = history[at+1].Policy
	}
	return was, history[at].Policy, nil
}

// namesIn puts names in the place of Slack's ids.
func namesIn(ctx context.Context, tx Tx, line string) (string, error) {
	if line == "" {
		return "", nil
	}
	entries := strings.Split(line, listed)
	people, err := tx.People(ctx, PersonFilter{SlackIDs: entries})
	if err != nil {
		return "", err
	}
	for _, p := range people {
		entries[slices.Index(entries, p.SlackID)] = p.Name
	}
	return strings.Join(entries, listed), nil
}
