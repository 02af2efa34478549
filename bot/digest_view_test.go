package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// sampleDigest is a week of a company of 45, whose figures sum up.
func sampleDigest() domain.DigestView {
	groups := []domain.AreaFigures{
		{Areas: []string{"Engineering"}, People: 20, Due: 16, Held: 12, Past: 3, NoDay: 2, BeforeDue: 15, BeforeHeld: 13, BeforePast: 1, Thanked: 16, Goals: 30, AtRisk: 3, OffTrack: 1, Silent: 2, Alone: 12},
		{Areas: []string{"Sales & <!here>"}, People: 15, Due: 12, Held: 5, Past: 6, NoDay: 4, BeforeDue: 12, BeforeHeld: 9, BeforePast: 2, Thanked: 12, Goals: 20, AtRisk: 4, OffTrack: 3, Silent: 1, Alone: 8},
		{Areas: []string{"Support", "Legal", ""}, People: 10, Due: 8, Held: 8, BeforeDue: 8, BeforeHeld: 7, Thanked: 4, Goals: 9, Silent: 1, Alone: 2},
	}
	all := domain.AreaFigures{
		People: 45, Due: 36, Held: 25, Past: 9, NoDay: 6, BeforeDue: 35, BeforeHeld: 29, BeforePast: 3, Thanked: 32,
		Goals: 59, AtRisk: 7, OffTrack: 4, Silent: 4, Alone: 22, Linked: 31,
	}
	week := domain.NewDate(2026, time.November, 23)
	d := domain.Digest{
		ID: "d1", Week: week, Day: sampleToday, MadeAt: sampleNow,
		Figures: domain.DigestFigures{
			Period: "2026-11", Workday: 16, Workdays: 21, Groups: groups, All: all, Unassigned: 5, Away: 3, Joiners: 2, Others: 4,
			Pairs: [][2]domain.ID{{aGrace.ID, aLee.ID}}, Ending: 31, Priorities: 4, Rounds: 6, Learning: 2,
			Seasons: domain.SeasonCounts{All: 12, Handed: 9, Read: 4}, Funds: domain.FundCounts{Waiting: 2, Granted: 3, Finished: 1},
			Told: domain.ToldFigures{Given: 40, Actionable: 29, Answers: 11, Days: 2}, Coached: domain.CoachShare{Leading: 8, Done: 5},
			Records: domain.RecordFigures{Opened: 2, Due: 312, Concerns: 1},
			Head:    domain.LedgerHead{Number: 4711, Hash: strings.Repeat("4f3a", 16), At: sampleNow},
			Facts:   []domain.Fact{{Kind: domain.FactLate, Group: 1}, {Kind: domain.FactThanks, Group: 2}, {Kind: domain.FactUnassigned}},
			Opinions: domain.Opinions{
				Day: sampleToday, All: domain.Opinion{Yes: 17, Partly: 5, No: 2},
				Groups: []domain.AreaOpinion{
					{Areas: []string{"Engineering"}, Opinion: domain.Opinion{Yes: 9, Partly: 2, No: 1}},
					{Areas: []string{"Support", "Legal", "", "Sales & <!here>"}, Opinion: domain.Opinion{Yes: 8, Partly: 3, No: 1}},
				},
			},
		},
	}
	var before []domain.Digest
	for back := range 8 {
		earlier := d
		earlier.ID, earlier.Week, earlier.Day = domain.ID("d-"+string(rune('a'+back))), week.AddDays(-7*(back+1)), sampleToday.AddDays(-7*(back+1))
		before = append([]domain.Digest{earlier}, before...) // oldest first
	}
	return domain.DigestView{Digest: d, Policy: domain.DefaultPolicy(), Before: before, People: samplePeople()}
}

// digestSamples are the digest, what it leads to, and the page of a small
// company.
func digestSamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: "d1"}
	view := sampleDigest()
	detour := sampleDigest()
	detour.Digest.Detour = "channel_public"
	detour.Digest.Figures.Records = domain.RecordFigures{Opened: 2, Held: 1}
	detour.Digest.Figures.Opinions.Day = sampleToday.AddDays(-14)
	detour.Done = []domain.ActionOutcome{{Action: domain.DigestAction{Kind: domain.FactLate}, Told: 1}}
	view.Done = []domain.ActionOutcome{{Action: domain.DigestAction{Kind: domain.FactLate}, Told: 6, Planned: 4}}
	small := sampleDigest()
	small.Digest.Figures.Groups, small.Digest.Figures.Facts, small.Digest.Figures.Pairs = nil, nil, nil
	small.Digest.Figures.All = domain.AreaFigures{People: 9, Due: 8, Held: 6, Past: 1, Thanked: 5, Goals: 12, AtRisk: 2, Silent: 1}
	offer := domain.Offer{Digest: view.Digest, Fact: view.Digest.Figures.Facts[0], Areas: []string{"Sales"}, Managers: []domain.ID{"m1", "m2", "m3", "m4", "m5"}, Talks: []domain.ID{"t1", "t2"}}
	few := offer
	few.Managers = []domain.ID{aLee.ID}
	return map[string]any{
		"digest_offer_few": offerForm(v, few, anAda, domain.DefaultPolicy(), meta),
		"digest":           digestMessage(v, view, true),
		"digest_dm":        digestMessage(v, detour, false),
		"digest_page":      digestPage(v, small),
		"digest_offer":     offerForm(v, offer, anAda, domain.DefaultPolicy(), meta),
		"digest_offered":   offerMessage(v, domain.FactLate, anAda, domain.DefaultPolicy()),
		"digest_pairs":     pairsView(v, view),
		"digest_figures":   figuresView(v, view),
	}
}

// However full it is, the message has at most 180 words beside its charts and
// its table.
func TestDigest_IsShort(t *testing.T) {
	t.Parallel()
	for name, sample := range digestSamples(testVoice(t)) {
		message, ok := sample.(blockkit.Message)
		if !ok {
			continue // a form is read when it was asked for
		}
		words := 0
		for _, block := range message.Build() {
			if kind := string(block.BlockType()); !strings.HasPrefix(kind, "data_") {
				words += wordsIn(t, block)
			}
		}
		if words == 0 || words > 180 {
			t.Errorf("%s has %d words, want at most 180", name, words)
		}
	}
}

// wordsIn counts the words that are read in a block.
func wordsIn(t *testing.T, block any) int {
	t.Helper()
	data, err := json.Marshal(block)
	if err != nil {
		t.Fatal(err)
	}
	var content any
	if err := json.Unmarshal(data, &content); err != nil {
		t.Fatal(err)
	}
	var count func(any) int
	count = func(content any) int {
		n := 0
		switch c := content.(type) {
		case []any:
			for _, part := range c {
				n += count(part)
			}
		case map[string]any:
			for name, part := range c {
				if words, is := part.(string); is && name == "text" {
					n += len(strings.Fields(words))
				}
				n += count(part)
			}
		}
		return n
	}
	return count(content)
}
