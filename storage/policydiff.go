package storage

import (
	"fmt"
	"maps"
	"slices"

	"go.yaml.in/yaml/v4"

	"rapport/domain"
)

// PolicyDifference is one value that two policies do not share.
type PolicyDifference struct {
	// Key is the path of the value, such as kudos.daily_allowance.
	Key string
	// Was and Is are the values as YAML would write them in one line; empty
	// where there is none.
	Was, Is string
}

// ComparePolicies lists what a change from one policy to another changes, by
// key. Lists are compared as a whole, because their order counts.
func ComparePolicies(was, is domain.Policy) ([]PolicyDifference, error) {
	before, err := flatPolicy(was)
	if err != nil {
		return nil, err
	}
	after, err := flatPolicy(is)
	if err != nil {
		return nil, err
	}
	keys := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(keys)
	var differences []PolicyDifference
	for _, key := range slices.Compact(keys) {
		if before[key] != after[key] {
			differences = append(differences, PolicyDifference{Key: key, Was: before[key], Is: after[key]})
		}
	}
	return differences, nil
}

// flatPolicy is the policy as the YAML file has it, one entry a value.
func flatPolicy(p domain.Policy) (map[string]string, error) {
	text, err := FormatPolicy(p)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("read the policy for comparing: %w", err)
	}
	flat := map[string]string{}
	flatten(flat, "", tree)
	return flat, nil
}

func flatten(flat map[string]string, path string, value any) {
	branch, ok := value.(map[string]any)
	if !ok {
		if text := fmt.Sprint(value); value != nil && text != "[]" {
			flat[path] = text
		}
		return
	}
	for key, below := range branch {
		at := key
		if path != "" {
			at = path + "." + key
		}
		flatten(flat, at, below)
	}
}
