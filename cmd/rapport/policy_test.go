package main

import (
	"bytes"
	"strings"
	"testing"
)

// runPolicy runs a command about the policy and gives code and output.
func runPolicy(t *testing.T, env []string, in string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), append([]string{"policy"}, args...), shell{env: env, in: strings.NewReader(in), out: &out, err: &out})
	return code, out.String()
}

func TestPolicyCommand(t *testing.T) {
	t.Parallel()

	t.Run("what is exported differs in nothing and changes nothing", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		code, text := runPolicy(t, env, "", "export")
		if code != exitDone || !strings.Contains(text, "daily_allowance: 20") {
			t.Fatalf("got %d\n%s", code, text)
		}
		if code, out := runPolicy(t, env, text, "diff", "-"); code != exitDone || out != "Nothing differs.\n" {
			t.Errorf("diff: got %d %q", code, out)
		}
		if code, out := runPolicy(t, env, text, "apply", "-"); code != exitDone || !strings.Contains(out, "nothing was written") {
			t.Errorf("apply: got %d %q", code, out)
		}
	})

	t.Run("a change is shown before, applied once, and in force then", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		const file = "kudos:\n  daily_allowance: 7\npeople_team:\n  members: [mara@example.com]\n"
		const line = "kudos.daily_allowance: 20 -> 7"
		if code, out := runPolicy(t, env, file, "diff", "-"); code != exitDone || !strings.Contains(out, line) {
			t.Fatalf("diff: got %d\n%s", code, out)
		}
		if code, out := runPolicy(t, env, file, "apply", "-"); code != exitDone || !strings.Contains(out, line) || !strings.Contains(out, "Version 1 is in force") {
			t.Fatalf("apply: got %d\n%s", code, out)
		}
		if _, out := runPolicy(t, env, "", "export"); !strings.Contains(out, "daily_allowance: 7") {
			t.Errorf("in force is\n%s", out)
		}
	})

	t.Run("every problem of a file is told at once, and nothing is written", func(t *testing.T) {
		t.Parallel()
		env := peopledDatabase(t)
		code, out := runPolicy(t, env, "kudo:\n  daily_allowance: 7\ngoals:\n  silent_day: 9\n", "apply", "-")
		if code != exitFailed || !strings.Contains(out, "line 1") || !strings.Contains(out, "kudos") || !strings.Contains(out, "silent_days") {
			t.Errorf("unknown keys: got %d\n%s", code, out)
		}
		code, out = runPolicy(t, env, "kudos:\n  daily_allowance: 0\ndigest:\n  minimum_area: 2\n  weekday: someday\n"+
			"conversations:\n  opens_from: \"9:00\"\n  opens_to: \"9:00\"\n  new_manager_months: -1\n", "apply", "-")
		for _, field := range []string{
			"kudos.daily_allowance", "digest.minimum_area", "digest.weekday", "conversations.opens_to", "conversations.new_manager_months",
		} {
			if code != exitFailed || !strings.Contains(out, field) {
				t.Errorf("wrong values: %s is missing in %d\n%s", field, code, out)
			}
		}
		if _, out := runPolicy(t, env, "", "export"); !strings.Contains(out, "daily_allowance: 20") {
			t.Errorf("in force is\n%s", out)
		}
	})
}
