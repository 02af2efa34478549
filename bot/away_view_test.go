package bot

import (
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
		"away_letters":     lettersView(v, []blockkit.Message{letter, letter}, 7),
		"hours_form":       hoursForm(v, domain.OwnHours{Person: aGrace, Usual: domain.DefaultPattern()}, meta),
		"pause_form":       pauseForm(v, domain.PauseChoices{Areas: []string{"Sales"}, Locations: []string{"Berlin"}, Today: sampleToday}, meta),
		"pause_sure":       pauseSure(v, domain.PauseEffect{PauseDraft: domain.PauseDraft{Area: "Sales", Until: days.End}, From: sampleToday, People: 12}, meta),
	}
}
