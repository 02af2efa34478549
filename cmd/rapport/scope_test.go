package main

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

func TestNeededScopes(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct {
		OAuth struct {
			Scopes struct {
				Bot      []string `yaml:"bot"`
				Optional []string `yaml:"bot_optional"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
	}
	if err := yaml.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	var all, optional []string
	for _, s := range neededScopes() {
		all = append(all, s.Name)
		if s.Optional {
			optional = append(optional, s.Name)
		}
	}
	sorted := func(s []string) []string { return slices.Sorted(slices.Values(s)) }
	if diff := cmp.Diff(sorted(manifest.OAuth.Scopes.Bot), sorted(all)); diff != "" {
		t.Errorf("scopes (-manifest +code):\n%s", diff)
	}
	if diff := cmp.Diff(sorted(manifest.OAuth.Scopes.Optional), sorted(optional)); diff != "" {
		t.Errorf("optional scopes (-manifest +code):\n%s", diff)
	}
}
