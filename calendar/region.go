package calendar

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/gb"
)

func australia() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"ACT": au.HolidaysACT, "NSW": au.HolidaysNSW, "NT": au.HolidaysNT, "QLD": au.HolidaysQLD,
		"SA": au.HolidaysSA, "TAS": au.HolidaysTAS, "VIC": au.HolidaysVIC, "WA": au.HolidaysWA,
	}
}

func germany() map[string][]*cal.Holiday {
	return map[string][]*cal.Holiday{
		"BW": de.HolidaysBW, "BY": de.HolidaysBY, "BE": de.HolidaysBE, "BB": de.HolidaysBB, "HB": de.HolidaysHB,
		"HH": de.HolidaysHH, "HE": de.HolidaysHE, "MV": de.HolidaysMV, "NI": de.HolidaysNI, "NW": de.HolidaysNW,
		"RP": de.HolidaysRP, "SL": de.HolidaysSL, "SN": de.HolidaysSN, "ST": de.HolidaysST, "SH": de.HolidaysSH,
		"TH": de.HolidaysTH,
	}
}

// switzerland with the days that the library lacks: cantons celebrate what
// others do not.
func switzerland() map[string][]*cal.Holiday {
	// The Thursday after the first Sunday of September, and the Monday after the
	// third.
	genevaFast := &cal.Holiday{
		Name: "Jeûne genevois", Month: time.September, Weekday: time.Sunday, Offset: 1, CalcOffset: 4, Func: cal.CalcWeekdayOffset,
	}
	fastMonday := &cal.Holiday{
		Name: "Lundi du Jeûne", Month: time.September, Weekday: time.Sunday, Offset: 3, CalcOffset: 1, Func: cal.CalcWeekdayOffset,
	}
	return map[string][]*cal.Holiday{
		"ZH": ch.HolidaysZH, "BE": ch.HolidaysBE, "LU": ch.HolidaysLU, "UR": ch.HolidaysUR, "SZ": ch.HolidaysSZ,
		"OW": with(ch.HolidaysOW, fixed("Bruder Klaus", time.September, 25)),
		"NW": ch.HolidaysNW, "GL": ch.HolidaysGL, "ZG": ch.HolidaysZG, "FR": ch.HolidaysFR, "SO": ch.HolidaysSO,
		"BS": ch.HolidaysBS, "BL": ch.HolidaysBL, "SH": ch.HolidaysSH, "AR": ch.HolidaysAR, "AI": ch.HolidaysAI,
		"SG": ch.HolidaysSG, "GR": ch.HolidaysGR, "AG": ch.HolidaysAG, "TG": ch.HolidaysTG, "VS": ch.HolidaysVS,
		"VD": with(ch.HolidaysVD, fastMonday),
		"TI": with(ch.HolidaysTI, fixed("San Pietro e Paolo", time.June, 29)),
		"NE": with(without(ch.HolidaysNE, ch.Fronleichnam), fixed("Instauration de la République", time.March, 1)),
		"GE": with(without(ch.HolidaysGE, ch.Fronleichnam), genevaFast, fixed("Restauration de la République", time.December, 31)), //nolint:misspell // French
		"JU": with(ch.HolidaysJU, fixed("Commémoration du plébiscite", time.June, 23)),
	}
}

// britain lists England and Wales as the country, as the library does, and
// Scotland and Northern Ireland beside it.
func britain() map[string]rules {
	onMonday := []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}}
	afterNewYear := moved(fixed("2nd January", time.January, 2),
		cal.AltDay{Day: time.Saturday, Offset: 2}, cal.AltDay{Day: time.Sunday, Offset: 2}, cal.AltDay{Day: time.Monday, Offset: 1})
	scotland := with(without(gb.Holidays, gb.EasterMonday, gb.SummerHoliday),
		afterNewYear, gb.SummerHolidayScotland, moved(fixed("Saint Andrew's Day", time.November, 30), onMonday...))
	northernIreland := with(gb.Holidays,
		moved(fixed("Saint Patrick's Day", time.March, 17), onMonday...),
		moved(fixed("Battle of the Boyne", time.July, 12), onMonday...))
	return map[string]rules{
		"GB": {gb.Holidays}, "GB-ENG": {gb.Holidays}, "GB-WLS": {gb.Holidays}, "GB-SCT": {scotland}, "GB-NIR": {northernIreland},
	}
}
