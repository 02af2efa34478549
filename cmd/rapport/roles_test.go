package main

import (
	"strings"
	"testing"
)

func TestRolesCommand(t *testing.T) {
	t.Parallel()

	t.Run("every template can be put in force, and what is exported differs in nothing", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		code, file := runPolicy(t, env, "", "roles", "templates")
		if code != exitDone || strings.Count(file, "- role:") != 20 {
			t.Fatalf("got %d and %d templates", code, strings.Count(file, "- role:"))
		}
		if code, out := runPolicy(t, env, file, "roles", "diff", "-"); code != exitDone || !strings.Contains(out, "Ward nurse is new, for people: 0") {
			t.Fatalf("diff: got %d\n%s", code, out)
		}
		if _, out := runPolicy(t, env, "", "roles", "export"); strings.Contains(out, "Ward nurse") {
			t.Fatal("a look has written")
		}
		if code, out := runPolicy(t, env, file, "roles", "apply", "-"); code != exitDone || !strings.Contains(out, "In force.") {
			t.Fatalf("apply: got %d\n%s", code, out)
		}
		code, exported := runPolicy(t, env, "", "roles", "export")
		if code != exitDone || !strings.Contains(exported, "version: 1") {
			t.Fatalf("export: got %d\n%s", code, exported)
		}
		if code, out := runPolicy(t, env, exported, "roles", "apply", "-"); code != exitDone || out != "Nothing differs.\n" {
			t.Errorf("apply again: got %d %q", code, out)
		}
		if code, out := runPolicy(t, env, file, "roles", "diff", "-"); code != exitDone || out != "Nothing differs.\n" {
			t.Errorf("a file without ids: got %d %q", code, out)
		}
	})

	t.Run("templates are printed by industry", func(t *testing.T) {
		t.Parallel()
		if code, out := runPolicy(t, nil, "", "roles", "templates", "healthcare"); code != exitDone || strings.Count(out, "- role:") != 4 {
			t.Errorf("got %d\n%s", code, out)
		}
		if code, out := runPolicy(t, nil, "", "roles", "templates", "magic"); code != exitUsage || !strings.Contains(out, "manufacturing") {
			t.Errorf("got %d\n%s", code, out)
		}
	})

	t.Run("every problem of a file is told at once, and nothing is written", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		code, out := runPolicy(t, env, "roles:\n- role: Nurse\n  impct: care\n- rol: Welder\n", "roles", "apply", "-")
		if code != exitFailed || !strings.Contains(out, `line 3: unknown key "impct", perhaps "impact"`) || !strings.Contains(out, `line 4: unknown key "rol", perhaps "role"`) {
			t.Errorf("unknown keys: got %d\n%s", code, out)
		}
		code, out = runPolicy(t, env, "roles:\n- role: Nurse\n  impact: care\n- role: Welder\n  version: 3\n  kpis: [{unit: mm}]\n  expectations: [{dimension: mood, text: \"\"}]\n", "roles", "apply", "-")
		for _, field := range []string{"Welder.version", "Welder.kpis.1.name", "Welder.expectations.1.dimension", "Welder.expectations.1.text"} {
			if code != exitFailed || !strings.Contains(out, field) {
				t.Errorf("wrong values: %s is missing in %d\n%s", field, code, out)
			}
		}
		if _, out := runPolicy(t, env, "", "roles", "export"); strings.Contains(out, "Nurse") {
			t.Errorf("half of the file is in force:\n%s", out)
		}
	})
}
