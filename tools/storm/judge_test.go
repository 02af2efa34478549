package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// calm is a kudos that was confirmed, saved and delivered as it should be.
func calm() ([]*deed, *found) {
	at := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	d := &deed{
		mark: "deed-000001.", kind: "kudos typed", giver: "UA", to: []string{"UB"}, place: "C1",
		begun: at, ended: at.Add(time.Second), verdict: saved,
	}
	return []*deed{d}, &found{
		kudos: map[string][]string{d.mark: {"k1"}}, goals: map[string][]string{}, undone: map[string]bool{},
		channel: map[string]string{d.mark: "C1"}, posts: map[string][]string{"C1": {d.mark}},
		direct: map[string]map[string]int{d.mark: {"UB": 1}}, settled: map[string][2]int{}, stuck: map[string]int{},
		outbox: map[letter]string{{"k1", "UB"}: "sent", {"k1", "C1"}: "sent"},
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		spoil func(d *deed, f *found)
		want  string // "" where the promises were kept
	}{
		{"all as it should be", func(*deed, *found) {}, ""},
		{"no record", func(d *deed, f *found) { delete(f.kudos, d.mark) }, "lost: kudos typed"},
		{"two records", func(d *deed, f *found) { f.kudos[d.mark] = []string{"k1", "k2"} }, "doubled: kudos typed"},
		{"no message", func(d *deed, f *found) { delete(f.direct, d.mark) }, "lost: deed-000001. is saved and did not arrive at UB"},
		{"no message, which an operator is told", func(d *deed, f *found) {
			delete(f.direct, d.mark)
			f.outbox[letter{"k1", "UB"}] = "dead user_disabled"
		}, ""},
		{"no message to somebody who left", func(d *deed, f *found) {
			delete(f.direct, d.mark)
			f.outbox[letter{"k1", "UB"}] = "dropped person_left"
		}, ""},
		{"two messages", func(d *deed, f *found) { f.direct[d.mark]["UB"] = 2 }, "doubled: deed-000001. stands 2 times with UB"},
		{"two posts", func(d *deed, f *found) { f.posts["C1"] = []string{d.mark, d.mark} }, "doubled: deed-000001. stands 2 times with C1"},
		{"a post in another channel", func(d *deed, f *found) { f.posts["C2"] = []string{d.mark} }, "still stands with C2"},
		{"said not to be saved and saved", func(d *deed, _ *found) { d.verdict = notSaved }, "untrue: kudos typed"},
		{"saved without an answer", func(d *deed, _ *found) { d.verdict = silent }, ""},
		{"unclear and never resolved", func(d *deed, _ *found) { d.verdict = unclear }, "unresolved: UA"},
		{"unclear and resolved", func(d *deed, f *found) { d.verdict, f.settled["UA"] = unclear, [2]int{1, 0} }, ""},
		{"other words", func(d *deed, _ *found) { d.verdict, d.words = other, "Something broke\nreference 7" }, "Something broke / reference 7"},
		{"told nothing", func(d *deed, _ *found) { d.verdict = "" }, "unconfirmed"},
		{"an undo that was lost", func(d *deed, _ *found) { d.undo = saved }, "lost: undo of deed-000001."},
		{"taken back and still there", func(d *deed, f *found) { f.undone[d.mark] = true }, "not taken back: deed-000001. still stands with UB"},
		{"taken back, and an operator is told that it may stand", func(d *deed, f *found) {
			f.undone[d.mark], f.direct = true, nil
			f.outbox[letter{"k1", "C1"}] = "unclear no_answer, unclear may_stand"
		}, ""},
		{"not in any database and there", func(d *deed, f *found) { d.verdict = silent; delete(f.kudos, d.mark) }, "untrue: deed-000001. is in no database"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			deeds, f := calm()
			tt.spoil(deeds[0], f)
			r := judge(deeds, f, traffic{read: 1, inTime: 1})
			said := strings.Join(r.breaches, "\n")
			if r.broken() != (tt.want != "") || !strings.Contains(said, tt.want) {
				t.Errorf("got %q, want %q", said, tt.want)
			}
		})
	}
}

func TestJudge_Order(t *testing.T) {
	t.Parallel()
	deeds, f := calm()
	second := *deeds[0]
	second.mark, second.begun, second.ended = "deed-000002.", deeds[0].ended.Add(time.Second), deeds[0].ended.Add(2*time.Second)
	deeds = append(deeds, &second)
	f.kudos[second.mark], f.channel[second.mark], f.direct[second.mark] = []string{"k2"}, "C1", map[string]int{"UB": 1}
	for _, tt := range []struct {
		posts    []string
		disorder int
	}{
		{[]string{"deed-000001.", "deed-000002."}, 0},
		{[]string{"deed-000002.", "deed-000001."}, 1},
	} {
		f.posts["C1"] = tt.posts
		if r := judge(deeds, f, traffic{}); r.disorder != tt.disorder {
			t.Errorf("%v: got %d out of order, want %d: %v", tt.posts, r.disorder, tt.disorder, r.breaches)
		}
	}
	second.begun = deeds[0].ended.Add(-time.Millisecond) // both at once: any order is right
	if r := judge(deeds, f, traffic{}); r.disorder != 0 {
		t.Errorf("got %v, want no order between what overlaps", r.breaches)
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	deeds, f := calm()
	for _, tt := range []struct {
		name    string
		traffic traffic
		want    string
	}{
		{"all in time", traffic{read: 1000, inTime: 1000, took: []time.Duration{time.Millisecond}}, "all kept"},
		{"one of a thousand late", traffic{read: 1000, inTime: 999, late: 1}, "all kept"},
		{"two of a thousand late", traffic{read: 1000, inTime: 998, late: 2}, "BROKEN 99.800 %"},
		{"nothing read", traffic{}, "BROKEN 0.000 %"},
	} {
		var out bytes.Buffer
		judge(deeds, f, tt.traffic).print(&out)
		if !strings.Contains(out.String(), tt.want) {
			t.Errorf("%s: got %s, want %q", tt.name, out.String(), tt.want)
		}
	}
}

func TestTold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]verdict{
		"Sent to Person 1, and posted in #area-1.":                  saved,
		"Rapport\nSent to Person 1.":                                saved,
		"Taken back: Person 1 can no longer read it.":               saved,
		"Not saved: Rapport’s database does not answer.":            notSaved,
		"Not done: Rapport has too much to do at this moment.":      notSaved,
		"Person 1 has left the organisation and cannot be reached.": notSaved,
		"I cannot tell yet whether this was saved.":                 unclear,
		"Something broke, reference 7f3a.":                          other,
	} {
		if got := told(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s, err := parse([]string{"-for", "30m", "-weather", "slack,redis"}, &out)
	if err != nil || s.length != 30*time.Minute || !slices.Equal(s.weather, []string{"slack", "redis"}) || !s.has("redis") || s.has("kill") {
		t.Errorf("got %+v, %v", s, err)
	}
	for _, args := range [][]string{
		{"-weather", "hail"}, {"-only", "singing"}, {"-rate", "0"}, {"-replicas", "5"}, {"-people", "2"}, {"now"}, {"-for", "soon"},
	} {
		if code := run(t.Context(), args, &out); code != exitUsage {
			t.Errorf("%v: got exit code %d, want %d", args, code, exitUsage)
		}
	}
	if !strings.Contains(out.String(), "slack, kill, roll, redis, postgres") {
		t.Errorf("got %s, want the names of the weathers", out.String())
	}
}
