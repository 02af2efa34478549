package bot

import (
	"strconv"
	"strings"
	"testing"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// awaySamples are about time away, own hours and pauses.
func awaySamples(v *sentence.Voice) map[string]any {
	meta := Metadata{Nonce: "n1", Subject: aGrace.ID}
	days := domain.DateRange{Start: sampleToday, End: sampleToday.AddDays(6)}
	absence := domain.Absence{ID: "a1", Person: aGrace.ID, Days: days}
	noted := domain.AwayReceipt{Person: aGrace, Absence: absence, FirstDay: days.End.AddDays(1)}
	long := noted
	long.Long = true
	letter := sentences(v, "", v.Say("rapport.title"))
	return map[string]any{
		"away_noted":       awayReceipt(v, aGrace.ID, noted),
		"away_noted_long":  awayReceipt(v, aGrace.ID, long),
		"away_noted_other": awayReceipt(v, aLee.ID, noted),
		"away_back":        backReceipt(v, aGrace.ID, noted),
		"away_form":        awayForm(v, aGrace.ID, domain.AwayPlan{Person: aGrace, Absences: []domain.Absence{absence}, Today: sampleToday}, meta),
		"away_form_other":  awayForm(v, aLee.ID, domain.AwayPlan{Person: aGrace, Today: sampleToday}, meta),
		"away_letters":     lettersView(v, []shownLetter{{6, letter}, {7, letter}}, 7),
		"hours_form":       hoursForm(v, domain.OwnHours{Person: aGrace, Usual: domain.DefaultPattern()}, meta),
		"pause_form":       pauseForm(v, domain.PauseChoices{Areas: []string{"Sales"}, Locations: []string{"Berlin"}, Today: sampleToday}, meta),
		"pause_sure":       pauseSure(v, domain.PauseEffect{PauseDraft: domain.PauseDraft{Area: "Sales", Until: days.End}, From: sampleToday, People: 12}, meta),
	}
}

func TestLettersView_CanBeReadHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	v := testVoice(t)
	var letters []shownLetter
	for seq := range int64(40) { // as many as come at once
		m := sentences(v, "", "Somebody thanked you.")
		for len(m.Blocks) < 5 { // as many as a thanks has
			m.Blocks = append(m.Blocks, blockkit.Section(blockkit.User(strings.Repeat("word ", 400))))
		}
		letters = append(letters, shownLetter{seq + 1, m})
	}
	read := func(from int64) int64 {
		view := asSent(t, lettersView(v, letters[from:], 40))
		blocks, _ := view["blocks"].([]any)
		last, _ := blocks[len(blocks)-1].(map[string]any)
		elements, _ := last["elements"].([]any)
		if len(elements) != 1 {
			t.Fatalf("the last block is %v, want the button", last)
		}
		button, _ := elements[0].(map[string]any)
		upTo, err := strconv.ParseInt(text(button["value"]), 10, 64)
		if err != nil || button["action_id"] != PressLettersRead {
			t.Fatalf("the last button is %v", button)
		}
		return upTo
	}
	pages, from := 0, int64(0)
	for ; from < 40 && pages < 40; pages++ {
		from = read(from)
	}
	if from != 40 || pages != 3 {
		t.Errorf("%d letters are read after %d pages, want all 40 after 3", from, pages)
	}
}
