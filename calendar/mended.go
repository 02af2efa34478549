package calendar

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/sk"
)

// bulgaria moves Labour Day behind Easter only where it falls into Easter's
// long weekend; the library does so in every year with a late Easter.
func bulgaria() []*cal.Holiday {
	labour := *bg.LabourDay
	labour.Func = func(_ *cal.Holiday, year int) time.Time {
		first := time.Date(year, time.May, 1, 0, 0, 0, 0, time.UTC)
		monday, _ := bg.OrthodoxEasterMonday.Calc(year)
		if weekend := monday.Sub(first); cal.IsWeekend(first) && weekend >= 0 && weekend <= 48*time.Hour {
			return monday.AddDate(0, 0, 1)
		}
		return first
	}
	return with(without(bg.Holidays, bg.LabourDay), &labour, fixed(labour.Name, time.May, 1))
}

// brazil has Black Awareness Day in the whole country since law 14.759 of 2023.
func brazil() []*cal.Holiday {
	return with(br.Holidays, since(2024, "Dia da Consciência Negra", time.November, 20))
}

// canada is the ten days of the Canada Labour Code. Easter Monday and the Civic
// Holiday are days off in some places only.
func canada() []*cal.Holiday { return without(ca.Holidays, ca.EasterMonday, ca.CivicDay) }

// denmark does not have Constitution Day off by law.
func denmark() []*cal.Holiday { return without(dk.Holidays, dk.Grundlovsdag) }

// italy celebrates Saint Francis again since 2026 (law 151 of 2025).
func italy() []*cal.Holiday {
	return with(it.Holidays, since(2026, "San Francesco d'Assisi", time.October, 4))
}

// netherlands works on Good Friday, and on Liberation Day except each fifth
// year.
func netherlands() []*cal.Holiday {
	liberation := *nl.BevrijdingsDag
	liberation.Func = func(h *cal.Holiday, year int) time.Time {
		if year%5 != 0 {
			return time.Time{}
		}
		return cal.CalcDayOfMonth(h, year)
	}
	return with(without(nl.Holidays, nl.GoedeVrijdag, nl.BevrijdingsDag), &liberation)
}

// newZealand has Matariki since 2022, on Fridays that the Te Kāhui o Matariki
// Public Holiday Act 2022 lists, and a king.
func newZealand() []*cal.Holiday {
	fridays := map[int]time.Time{}
	for _, day := range []string{
		"2022-06-24", "2023-07-14", "2024-06-28", "2025-06-20", "2026-07-10", "2027-06-25", "2028-07-14",
		"2029-07-06", "2030-06-21", "2031-07-11", "2032-07-02", "2033-06-24", "2034-07-07", "2035-06-29",
		"2036-07-18", "2037-07-10", "2038-06-25", "2039-07-15", "2040-07-06",
	} {
		if friday, err := time.Parse(time.DateOnly, day); err == nil {
			fridays[friday.Year()] = friday
		}
	}
	matariki := &cal.Holiday{Name: "Matariki", Func: func(_ *cal.Holiday, year int) time.Time { return fridays[year] }}
	king := nz.QueensBirthday.Clone(&cal.Holiday{Name: "King's Birthday"})
	return with(without(nz.Holidays, nz.QueensBirthday), king, matariki)
}

// poland has Christmas Eve off since 2025.
func poland() []*cal.Holiday { return with(pl.Holidays, since(2025, "Wigilia", time.December, 24)) }

// romania has Epiphany and Saint John off since 2024.
func romania() []*cal.Holiday {
	return with(ro.Holidays, since(2024, "Boboteaza", time.January, 6), since(2024, "Sfântul Ioan", time.January, 7))
}

// slovakia gave days up to mend its budget: 1 September from 2024, 17 November
// from 2025, and two more in 2026 alone.
func slovakia() []*cal.Holiday {
	return with(without(sk.Holidays, sk.Constitution, sk.Freedom, sk.Liberation, sk.LadyOfSorrows),
		sk.Constitution.Clone(&cal.Holiday{EndYear: 2023}),
		sk.Freedom.Clone(&cal.Holiday{EndYear: 2024}),
		sk.Liberation.Clone(&cal.Holiday{Except: []int{2026}}),
		sk.LadyOfSorrows.Clone(&cal.Holiday{Except: []int{2026}}),
	)
}
