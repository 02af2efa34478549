package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/sandbox"
)

// mostCalls is how many calls of Slack's Web API one public kudos to one person
// may cost, the refreshing of both Homes included: Slack's limits are the
// narrowest pipe.
const mostCalls = 4

func TestServe_CallsOfAKudos(t *testing.T) {
	t.Parallel()
	w, server := workspace(t)
	folder := t.TempDir()
	env := serveSettings(w, server, folder)
	file := filepath.Join(folder, "policy.yaml")
	if err := os.WriteFile(file, []byte("kudos:\n  channel: C0GENERAL\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"migrate"}, {"policy", "apply", file}} {
		if got := runIn(t, env, args...); got.code != exitDone {
			t.Fatalf("%v: %+v", args, got)
		}
	}
	p := startServe(t, env)
	if err := w.Connected(within(t), 2); err != nil {
		t.Fatal(err)
	}
	var given thanks
	given.confirm(t, w, 1, "the first one")
	given.arrive(t, w)
	// Both look at their Homes, which are fresh from then on.
	people := []*sandbox.Person{w.As("ada"), w.As("grace")}
	for _, person := range people {
		if _, err := person.OpenHome(within(t)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Drained(within(t)); err != nil {
		t.Fatal(err)
	}
	before := len(w.Calls())
	given.confirm(t, w, 1, "the one that is counted")
	given.arrive(t, w)
	if _, err := w.Channel("general").Await(within(t), mentions("the one that is counted")); err != nil {
		t.Fatal(err)
	}
	for i, words := range []string{"You thanked Grace Hopper", "the one that is counted"} {
		fresh := func(home *sandbox.View) bool { return strings.Contains(home.Text(), words) }
		if _, err := people[i].AwaitHome(within(t), fresh); err != nil {
			t.Fatal(err)
		}
	}
	var calls []string
	for _, c := range w.Calls()[before:] {
		calls = append(calls, c.Method)
	}
	slices.Sort(calls)
	if len(calls) > mostCalls {
		t.Errorf("got %d calls, want at most %d: %v", len(calls), mostCalls, calls)
	}
	p.stop()
}
