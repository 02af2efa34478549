package main

import (
	"testing"
	"time"
)

func TestPlan_Old(t *testing.T) {
	t.Parallel()
	before := time.Date(2026, time.July, 21, 10, 0, 0, 0, time.UTC)
	young, late := "((person = 'p1'::text) AND (at > '2026-07-21 10:00:00+00'::timestamp with time zone))", "(at > '2026-07-21 09:59:59+00'::timestamp with time zone)"
	for claim, c := range map[string]struct {
		plan plan
		old  int
	}{
		"a range that begins in time":      {plan{Node: "Index Scan", Relation: "kudos", Cond: young}, 0},
		"a range that begins too early":    {plan{Node: "Index Scan", Relation: "kudos", Cond: late}, 1},
		"an index without a time":          {plan{Node: "Index Scan", Relation: "kudos", Cond: "(giver = 'p1'::text)"}, 1},
		"the whole table":                  {plan{Node: "Seq Scan", Relation: "kudos"}, 1},
		"another table":                    {plan{Node: "Seq Scan", Relation: "people"}, 0},
		"a bitmap of a range":              {plan{Node: "Bitmap Heap Scan", Relation: "kudos", Plans: []plan{{Node: "Bitmap Index Scan", Cond: young}}}, 0},
		"a bitmap of a whole index":        {plan{Node: "Bitmap Heap Scan", Relation: "kudos", Plans: []plan{{Node: "Bitmap Index Scan"}}}, 1},
		"something below, and in the join": {plan{Node: "Nested Loop", Plans: []plan{{Node: "Seq Scan", Relation: "kudos"}, {Node: "Index Scan", Relation: "kudos", Cond: late}}}, 2},
		"the same kudos by its id":         {lookedUp(young, "((kudos = k.id) AND (person = p.id))"), 0},
		"that of one that may be old":      {lookedUp(late, "(kudos = k.id)"), 2},
		"others of the same person":        {lookedUp(young, "(person = p.id)"), 1},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			if got := c.plan.old([]string{"kudos"}, before); len(got) != c.old {
				t.Errorf("got %+v, want %d nodes", got, c.old)
			}
		})
	}
}

// lookedUp looks kudos up by a bound for each that a range of an index gives.
func lookedUp(first, second string) plan {
	return plan{Node: "Nested Loop", Plans: []plan{
		{Node: "Hash Join", Plans: []plan{{Node: "Index Scan", Relation: "kudos", Cond: first}, {Node: "Seq Scan", Relation: "people"}}},
		{Node: "Index Scan", Relation: "kudos", Cond: second},
	}}
}

func TestFilled(t *testing.T) {
	t.Parallel()
	got := filled(statement{text: "SELECT $1, $10, $2", params: []string{"'a'", "NULL", "", "", "", "", "", "", "", "'j'"}})
	if want := "SELECT 'a', 'j', NULL"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
