package domain_test

import (
	"testing"
	"time"

	"rapport/domain"
)

// saidOn is the day from which the tests look: Tuesday 24 November 2026.
var saidOn = domain.NewDate(2026, time.November, 24)

func TestParseSaidDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2026-12-04":           "2026-12-04",
		"4 December":           "2026-12-04",
		"4 dec":                "2026-12-04",
		"4th of December":      "2026-12-04",
		"the 4th of December":  "2026-12-04",
		"Dec. 4th, 2027":       "2027-12-04",
		"December 4":           "2026-12-04",
		"Friday, 4 December":   "2026-12-04",
		"4. December 26":       "2026-12-04",
		"4.12.":                "2026-12-04",
		"04.12.2027":           "2027-12-04",
		"4.12":                 "2026-12-04",
		"1 March":              "2027-03-01", // this year's is over
		"24 November":          "2026-11-24", // today counts
		"29 February":          "2028-02-29", // the next year that has one
		"today":                "2026-11-24",
		"Tomorrow":             "2026-11-25",
		"day after tomorrow":   "2026-11-26",
		"Friday":               "2026-11-27",
		"on fri":               "2026-11-27",
		"this Friday":          "2026-11-27",
		"Tuesday":              "2026-12-01", // today would say nothing
		"next Friday":          "2026-12-04",
		"next Sunday":          "2026-12-06",
		"in 2 weeks":           "2026-12-08",
		"10 days":              "2026-12-04",
		"in a month":           "2026-12-24",
		"next week":            "2026-12-01",
		"end of the month":     "2026-11-30",
		"end of next month":    "2026-12-31",
		"the end of the week":  "2026-11-29",
		"end of the year":      "2026-12-31",
		" 4\u00a0December\r\n": "2026-12-04",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParseSaidDay(text, saidOn)
			if err != nil || got.String() != want {
				t.Errorf("got %v, %v; want %s", got, err, want)
			}
		})
	}
}

func TestParseSaidDay_RefusesWhatIsNoDayOrTwo(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":              "date.unknown",
		"3/4":           "date.two_ways",
		"12/04/2026":    "date.two_ways",
		"31 November":   "date.unknown",
		"2026-02-30":    "date.unknown",
		"soon":          "date.unknown",
		"ma":            "date.unknown",
		"31.2.2027":     "date.unknown",
		"in 5000 weeks": "date.unknown",
		"0 days":        "date.unknown",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := domain.ParseSaidDay(text, saidOn)
			faults := domain.FaultsOf(err)
			if len(faults) != 1 || faults[0].Sentence != want || faults[0].Args["Text"] != text {
				t.Errorf("got %v, %v; want %s with what was typed", got, err, want)
			}
		})
	}
}

func TestParseAway(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]domain.SaidAway{
		"until 4 December":                    {Days: domain.DateRange{End: domain.NewDate(2026, time.December, 4)}},
		"2026-12-04":                          {Days: domain.DateRange{End: domain.NewDate(2026, time.December, 4)}},
		"till Friday":                         {Days: domain.DateRange{End: domain.NewDate(2026, time.November, 27)}},
		"from Monday until Friday":            {Days: domain.DateRange{Start: domain.NewDate(2026, time.November, 30), End: domain.NewDate(2026, time.December, 4)}},
		"from 20 December to 6 January":       {Days: domain.DateRange{Start: domain.NewDate(2026, time.December, 20), End: domain.NewDate(2027, time.January, 6)}},
		"1 December - 4 December":             {Days: domain.DateRange{Start: domain.NewDate(2026, time.December, 1), End: domain.NewDate(2026, time.December, 4)}},
		"from tomorrow until end of the year": {Days: domain.DateRange{Start: domain.NewDate(2026, time.November, 25), End: domain.NewDate(2026, time.December, 31)}},
		"back":                                {Back: true},
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParseAway(text, saidOn); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}
	for _, text := range []string{"", "until", "from Monday", "until the cows come home", "from soon until Friday"} {
		t.Run("refuses "+text, func(t *testing.T) {
			t.Parallel()
			if got, err := domain.ParseAway(text, saidOn); domain.CodeOf(err) != domain.Invalid {
				t.Errorf("got %+v, %v; want it refused", got, err)
			}
		})
	}
}

// FuzzParseSaidDay looks for texts that break the parser, or that it reads as
// days that are none.
func FuzzParseSaidDay(f *testing.F) {
	for _, text := range []string{"4 December", "next Friday", "4.12.", "in 2 weeks", "3/4", "2026-12-04", "end of the month"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := domain.ParseSaidDay(text, saidOn)
		if (err == nil) != d.Valid() {
			t.Errorf("%q gives %v and %v", text, d, err)
		}
		if away, err := domain.ParseAway(text, saidOn); err == nil && !away.Back && !away.Days.End.Valid() {
			t.Errorf("%q gives an absence until %v", text, away.Days.End)
		}
	})
}
