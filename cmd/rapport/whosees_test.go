package main

import (
	"strings"
	"testing"
)

// The page says the same each time, and another thing with another policy.
func TestPolicy_WhoSeesWhat(t *testing.T) {
	t.Parallel()
	env := peopledDatabase(t)
	_, page := runPolicy(t, env, "", "who-sees-what")
	for _, part := range []string{
		"# Who sees what", "## Thanks", "- Thank somebody: every colleague and guests and contractors.",
		"## What figures may show", "by area, where enough people answered", "Fingerprint of the lines above: `", "For the works council: ____",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("%q is missing in:\n%s", part, page)
		}
	}
	if _, again := runPolicy(t, env, "", "who-sees-what"); fingerprint(again) != fingerprint(page) {
		t.Error("the same lines have another fingerprint")
	}
	if code, out := runPolicy(t, env, "works_council: true\n", "apply", "-"); code != exitDone {
		t.Fatalf("apply: %s", out)
	}
	_, withheld := runPolicy(t, env, "", "who-sees-what")
	if fingerprint(withheld) == fingerprint(page) || !strings.Contains(withheld, "is not shown by area") || !strings.Contains(withheld, "There is no mirror") {
		t.Errorf("with the preset:\n%s", withheld)
	}
}

func fingerprint(page string) string {
	_, rest, _ := strings.Cut(page, "Fingerprint of the lines above: `")
	sum, _, _ := strings.Cut(rest, "`")
	return sum
}
