package main

import (
	"fmt"
	"slices"
	"strings"
)

// judge compares what people were told with what is there.
func judge(deeds []*deed, f *found, t traffic) *report {
	r := &report{traffic: t, verdicts: map[string]int{}, stuck: f.stuck}
	doubts := map[string]int{}
	for _, d := range deeds {
		r.verdicts[d.kind+": "+string(d.verdict)]++
		switch d.verdict {
		case other:
			r.brokef("other words: %s %s: %s", d.kind, d.mark, oneLine(d.words))
		case "":
			r.brokef("unconfirmed: %s %s was told nothing", d.kind, d.mark)
		case unclear:
			doubts[d.giver]++
		default: // the record is looked at below
		}
		switch d.kind {
		case "kudos typed", "kudos form", "kudos from home":
			r.record(d, f.kudos[d.mark])
			r.kudos(d, f)
		case "goal form":
			r.record(d, f.goals[d.mark])
		}
	}
	for giver, n := range doubts {
		if told := f.settled[giver]; told[0]+told[1] < n {
			r.unresolved += n - told[0] - told[1]
			r.brokef("unresolved: %s was told %d times that it is unclear, and %d times how it ended", giver, n, told[0]+told[1])
		}
	}
	r.order(deeds, f)
	return r
}

// record compares a verdict with the database.
func (r *report) record(d *deed, ids []string) {
	switch {
	case len(ids) > 1:
		r.doubled++
		r.brokef("doubled: %s %s has %d records", d.kind, d.mark, len(ids))
	case d.verdict == saved && len(ids) == 0:
		r.lost++
		r.brokef("lost: %s %s was confirmed and is not in the database", d.kind, d.mark)
	case d.verdict == notSaved && len(ids) > 0:
		r.brokef("untrue: %s %s was said not to be saved and is", d.kind, d.mark)
	}
	if len(ids) > 0 && d.verdict == silent {
		r.silentlySaved++
	}
}

// kudos compares the messages of a kudos with its record.
func (r *report) kudos(d *deed, f *found) {
	ids := f.kudos[d.mark]
	gone := f.undone[d.mark]
	if d.undo == saved && !gone {
		r.lost++
		r.brokef("lost: undo of %s was confirmed and is not in the database", d.mark)
	}
	for _, to := range d.to {
		r.message(f, stood{d.mark, ids, gone, to, f.direct[d.mark][to]})
	}
	for place, marks := range f.posts {
		n := 0
		for _, mark := range marks {
			if mark == d.mark {
				n++
			}
		}
		if place == f.channel[d.mark] || n > 0 {
			r.message(f, stood{d.mark, ids, gone || place != f.channel[d.mark], place, n})
		}
	}
}

// stood is how often something stands in Slack at one place.
type stood struct {
	mark string
	ids  []string // of its records
	gone bool     // it was taken back, or never meant for there
	to   string
	n    int
}

// message judges one message of a kudos: to a person or in a channel.
func (r *report) message(f *found, s stood) {
	want := 0
	if len(s.ids) > 0 && !s.gone {
		want = 1
	}
	why := ""
	if len(s.ids) > 0 {
		why = f.outbox[letter{s.ids[0], s.to}]
	}
	switch {
	case s.n == want:
	case s.n > want && want == 1:
		r.doubled++
		r.brokef("doubled: %s stands %d times with %s (%s)", s.mark, s.n, s.to, why)
	case s.n > want && s.gone && listed(why):
		r.listed++
	case s.n > want && s.gone:
		r.brokef("not taken back: %s still stands with %s (%s)", s.mark, s.to, why)
	case s.n > want:
		r.brokef("untrue: %s is in no database and stands with %s", s.mark, s.to)
	case listed(why), slices.ContainsFunc(goneFor, func(reason string) bool { return strings.HasSuffix(why, "dropped "+reason) }):
		r.listed++
	default:
		r.lost++
		r.brokef("lost: %s is saved and did not arrive at %s (%s)", s.mark, s.to, why)
	}
}

// goneFor are the reasons for which nobody can read a message any more. The last
// is Slack's own word where it locks somebody out between our look and the post.
var goneFor = []string{"person_left", "person_gone", "channel_archived", "user_disabled"}

// listed tells whether an operator finds it among what is stuck.
func listed(why string) bool {
	return strings.Contains(why, "dead ") || strings.Contains(why, "unclear ")
}

// order looks for posts that stand before others which were confirmed before
// they were begun.
func (r *report) order(deeds []*deed, f *found) {
	byMark := map[string]*deed{}
	for _, d := range deeds {
		byMark[d.mark] = d
	}
	for place, marks := range f.posts {
		for i, mark := range marks {
			first := byMark[mark]
			late := slices.IndexFunc(marks[i+1:], func(m string) bool {
				then := byMark[m]
				return then.verdict == saved && then.ended.Before(first.begun)
			})
			if late >= 0 {
				r.disorder++
				r.brokef("out of order: %s stands before %s in %s, which was confirmed before it was begun", mark, marks[i+1+late], place)
			}
		}
	}
}

// oneLine keeps a report readable.
func oneLine(text string) string {
	line := strings.Join(strings.Split(strings.TrimSpace(text), "\n"), " / ")
	return line[:min(160, len(line))]
}

// brokef notes a promise that was not kept.
func (r *report) brokef(format string, args ...any) {
	r.breaches = append(r.breaches, fmt.Sprintf(format, args...))
}
