package calendar

import (
	"maps"
	"slices"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"
)

// builtIn is all countries and regions. Left out of the library are Russia and
// Malawi, whose days are decreed from year to year, and Ukraine, which has no
// days off while martial law holds.
func builtIn() map[string]rules {
	table := map[string]rules{}
	for code, list := range map[string][]*cal.Holiday{
		// As the library has them.
		"AT": at.Holidays, "BE": be.Holidays, "CZ": cz.Holidays, "ES": es.Holidays, "FR": fr.Holidays,
		"GR": gr.Holidays, "HR": hr.Holidays, "IE": ie.Holidays, "JP": jp.Holidays, "LT": lt.Holidays,
		"LV": lv.Holidays, "NO": no.Holidays, "SE": se.Holidays, "SI": si.Holidays, "US": us.Holidays,
		"ZA": za.Holidays,
		// The library's, mended.
		"BG": bulgaria(), "BR": brazil(), "CA": canada(), "DK": denmark(), "IT": italy(), "NL": netherlands(),
		"NZ": newZealand(), "PL": poland(), "RO": romania(), "SK": slovakia(),
		// Ours.
		"AR": argentina(), "EE": estonia(), "FI": finland(), "HU": hungary(), "IN": india(), "LU": luxembourg(),
		"MX": mexico(), "PT": portugal(),
	} {
		table[code] = rules{list}
	}
	maps.Copy(table, britain())
	for country, regions := range map[string]map[string][]*cal.Holiday{
		"AU": australia(), "CH": switzerland(), "DE": germany(),
	} {
		for _, region := range slices.Sorted(maps.Keys(regions)) {
			table[country+"-"+region] = rules{regions[region]}
			table[country] = append(table[country], regions[region])
		}
	}
	return table
}
