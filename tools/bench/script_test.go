package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseLog(t *testing.T) {
	t.Parallel()
	list, err := parseLog(strings.Join([]string{
		"LOG:  statement: begin",
		"LOG:  execute stmtcache_1: INSERT INTO requests (actor, key)",
		"\t\tVALUES ($1, $2)",
		"DETAIL:  parameters: $1 = 'it''s', $2 = NULL",
		"LOG:  statement: commit",
		"LOG:  checkpoint starting: time",
		"",
	}, "\n"))
	if err != nil || len(list) != 3 || list[1].text != "INSERT INTO requests (actor, key) VALUES ($1, $2)" {
		t.Fatalf("got %+v, %v", list, err)
	}
	if want := []string{"'it''s'", "NULL"}; !slices.Equal(list[1].params, want) {
		t.Errorf("got %q, want %q", list[1].params, want)
	}
	if got := changed(list); got != 1 {
		t.Errorf("got %d that change something, want 1", got)
	}
	if _, err := parseLog("LOG:  checkpoint starting: time\n"); err == nil {
		t.Error("got no error for a log without statements")
	}
}

func TestScript(t *testing.T) {
	t.Parallel()
	const made = "'01a20ddb-26a0-7d1a-80d8-d1aff578314f'"
	text := script([]statement{
		{text: "begin"},
		{text: "SELECT 1 FROM people WHERE slack_id = $1", params: []string{"'U000002'"}},
		{
			text:   "INSERT INTO x (a, b, c, d, e, f) VALUES ($1, $2, $3, $4, $5, $6)",
			params: []string{made, "'p000001'", "'D:p000002'", "'C:C000001'", "'12:30'", "NULL"},
		},
		{text: "UPDATE x SET a = $1", params: []string{made}},
	}, 1, 2)
	for _, part := range []string{
		"begin;\n",
		"slack_id = ('U' || lpad(:r::text, 6, '0'));\n",
		"VALUES (('n0-' || :k::text), ('p' || lpad(:g::text, 6, '0')), (('D' || chr(58) || 'p') || lpad(:r::text, 6, '0')), ('C' || chr(58) || 'C000001'), '12:30', NULL);\n",
		"SET a = ('n0-' || :k::text);\n",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
}

func TestLiteral_TimesStayAsFarFromNow(t *testing.T) {
	t.Parallel()
	at := time.Now().UTC().Add(-2 * time.Minute).Format("'2006-01-02 15:04:05.999999+00'")
	if got := literal(at); got != "(now() - interval '120 seconds')" && got != "(now() - interval '121 seconds')" {
		t.Errorf("got %s for %s", got, at)
	}
}

func TestRun_WrongCalls(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-rounds", "0"}, {"-round", "1ms"}, {"all"}, {"-fast"}, {"-only", "kudos,nothing"}} {
		var out strings.Builder
		if code := run(t.Context(), args, &out); code != exitUsage {
			t.Errorf("%v: got exit code %d, want %d", args, code, exitUsage)
		}
	}
}

func TestAgain(t *testing.T) {
	t.Parallel()
	recorded := time.Now()
	made, other := "01a20ddb-26a0-7d1a-80d8-d1aff578314f", "01a20ddb-26a0-7d1a-80d8-d1aff5783150"
	c := choice{giver: 7, receiver: 8, key: 9, at: recorded.Add(time.Hour)}
	fresh := map[string]int{}
	for _, tt := range []struct{ given, want any }{
		{string(personID(1)), string(personID(7))},
		{"D:" + string(personID(2)), "D:" + string(personID(8))},
		{slackID(2), slackID(8)},
		{made, "n0-9"},
		{"key-1", "n1-9"},
		{other, "n2-9"},
		{made, "n0-9"},
		{"C:C000001", "C:C000001"},
		{recorded.Add(-time.Minute), c.at.Add(-time.Minute)},
		{int64(3), int64(3)},
		{nil, nil},
	} {
		if got := again(tt.given, recorded, fresh)(c); got != tt.want {
			t.Errorf("got %v for %v, want %v", got, tt.given, tt.want)
		}
	}
}
