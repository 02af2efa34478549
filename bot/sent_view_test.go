package bot

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// sentSamples are what a person was sent, and the people team's counts.
func sentSamples(v *sentence.Voice) map[string]any {
	since, until := sampleNow.Add(-domain.MessagesKept), sampleNow.AddDate(0, 0, 3)
	lines := []domain.SentLine{
		{Kind: domain.KudosReceived, Class: domain.FromPeople, What: "sent", At: sampleNow},
		{Kind: domain.AskPrepare, Class: domain.FromRapport, What: "merged", At: sampleNow},
		{Kind: domain.AskGoal, Class: domain.FromRapport, What: "held", Reason: "week", At: sampleNow, Until: until},
		{Kind: domain.TalkMeeting, Class: domain.FromPeople, What: "held", Reason: "return", At: sampleNow},
		{Kind: domain.DigestPage, Class: domain.OnItsDay, What: "dropped", Reason: "paused", At: sampleNow},
		{Kind: domain.FirstContact, Class: domain.Bulk, What: "sent", At: sampleNow},
	}
	weeks := []domain.SentWeek{
		{Monday: sampleToday.WeekStart(), Counts: []domain.SentCount{
			{Class: domain.FromPeople, What: "sent", Count: 1412, People: 300},
			{Class: domain.FromPeople, What: "dropped", Reason: "taken_back"},
			{Class: domain.FromRapport, What: "merged", Count: 96, People: 40},
			{Class: domain.FromRapport, What: "held", Reason: "away", Count: 12, People: 9},
		}},
		{Monday: sampleToday.WeekStart().AddDays(-7)},
	}
	return map[string]any{
		"sent":         sentView(v, domain.SentLog{Lines: lines, Since: since}),
		"sent_more":    sentView(v, domain.SentLog{Lines: lines[:2], Since: since, More: true}),
		"sent_none":    sentView(v, domain.SentLog{Since: since}),
		"sent_figures": sentFiguresView(v, domain.SentFigures{Weeks: weeks, Minimum: domain.LeastArea}),
	}
}

// says fails unless the catalogue holds each of the keys.
func says(t *testing.T, keys ...string) {
	t.Helper()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range keys {
		if !book.Has(key) {
			t.Errorf("nothing says %q", key)
		}
	}
}

func TestSent_EachKindHasItsNoun(t *testing.T) {
	t.Parallel()
	b := New(Config{Practice: domain.Practice{}})
	// A card is told by its asks, and the sheet is a file and no message.
	kinds := append(slices.Collect(maps.Keys(b.rowMakers())), domain.DigestSheet)
	for kind := range b.Renders() {
		if kind != domain.AskCard {
			kinds = append(kinds, kind)
		}
	}
	if len(kinds) < 30 {
		t.Fatalf("found only %d kinds", len(kinds))
	}
	for _, kind := range kinds {
		says(t, "sent.noun_"+sentNoun(kind))
	}
}

func TestSent_EachOutcomeIsSaid(t *testing.T) {
	t.Parallel()
	for _, class := range []domain.Class{domain.FromPeople, domain.Answer, domain.FromRapport, domain.OnItsDay, domain.Bulk} {
		says(t, "sent.class_"+string(class), "sent.of_"+string(class))
	}
	for what, reasons := range map[string]string{
		"sent": "", "merged": "", "waiting": "", "dead": "", "unclear": "",
		"held":    " week away paused hours met return",
		"dropped": "away paused expired taken_back left over slack",
	} {
		for reason := range strings.SplitSeq(reasons, " ") {
			says(t, "sent.log_"+became(what, reason), "sent.count_"+became(what, reason))
		}
	}
}

func TestSent_WorstFitsIntoAView(t *testing.T) {
	t.Parallel()
	v := testVoice(t)
	var counts []domain.SentCount
	for _, class := range []domain.Class{domain.FromPeople, domain.Answer, domain.FromRapport, domain.OnItsDay, domain.Bulk} {
		for range 20 {
			counts = append(counts, domain.SentCount{Class: class, What: "held", Reason: "week", Count: 1_000_000})
		}
	}
	figures := domain.SentFigures{Minimum: 1000, Weeks: []domain.SentWeek{{Monday: sampleToday, Counts: counts}, {Monday: sampleToday, Counts: counts}}}
	view := sentFiguresView(v, figures)
	checkView(t, view)
	if got, most := len(view.Blocks), blockkit.LimitViewBlocks; got != 13 || got > most {
		t.Errorf("got %d blocks, want an opening and for each week a header and five classes", got)
	}
}
