package domain

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PolicyPage is the policy to read: each value that is set, and what was changed
// lately.
type PolicyPage struct {
	Version PolicyVersion
	Values  []PolicyDifference
	Changes []PolicyChange
	// MayChange is true for who may change it.
	MayChange bool
}

// PolicyChange is what one version changed.
type PolicyChange struct {
	Version int
	At      time.Time
	Changed []PolicyDifference
}

// changesListed is how many changes the page lists.
const changesListed = 10

// Page gives the policy to those who may read it. Whoever only observes reads how
// many people it names, and not whom.
func (s PolicyService) Page(ctx context.Context, reader ID) (PolicyPage, error) {
	var page PolicyPage
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		page = PolicyPage{}
		who, err := s.Permitted(ctx, tx, Act{Actor: reader}, ReadPolicy, Subject{})
		if err != nil {
			return err
		}
		_, page.MayChange = Can(who, ChangePolicy, Subject{})
		if page.Version, err = tx.Policy(ctx); err != nil {
			return err
		}
		page.Values = ComparePolicies(Policy{}, page.Version.Policy)
		if err := nameSources(ctx, tx, page.Values); err != nil {
			return err
		}
		history, err := tx.PolicyHistory(ctx, changesListed+1)
		if err != nil {
			return err
		}
		for i, v := range history[:min(len(history), changesListed)] {
			was := DefaultPolicy()
			if i+1 < len(history) {
				was = history[i+1].Policy
			}
			change := PolicyChange{Version: v.Version, At: v.At, Changed: ComparePolicies(was, v.Policy)}
			if err := nameSources(ctx, tx, change.Changed); err != nil {
				return err
			}
			page.Changes = append(page.Changes, change)
		}
		return page.namePeople(ctx, tx, who)
	})
	return page, err
}

// namePeople calls those whom the policy names by their names, or counts them.
func (p *PolicyPage) namePeople(ctx context.Context, tx Tx, reader Standing) error {
	lists := [][]PolicyDifference{p.Values}
	for _, c := range p.Changes {
		lists = append(lists, c.Changed)
	}
	for _, list := range lists {
		for i, d := range list {
			if !slices.Contains(peopleKeys, d.Key) {
				continue
			}
			for _, text := range []*string{&list[i].Was, &list[i].Is} {
				if !reader.HR && !reader.Admin {
					*text = howMany(*text)
					continue
				}
				var err error
				if *text, err = namesIn(ctx, tx, *text); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// howMany counts the entries of a list in one line.
func howMany(text string) string {
	if text == "" {
		return ""
	}
	return strconv.Itoa(strings.Count(text, listed) + 1)
}
