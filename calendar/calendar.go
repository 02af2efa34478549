// Package calendar answers which days are holidays: those of many countries and
// regions, which it knows itself, and those of an organisation's own file.
//
// The built-in days rest on github.com/rickar/cal, mended where that library
// lags behind the law. No table of holidays is ever complete: days that a
// government moves from year to year, and half days, belong in the own file,
// which can also take a built-in day away.
package calendar

import (
	"strings"
	"sync"

	"rapport/domain"
)

// Calendar is a domain.Calendar. It may be used by several goroutines at once.
type Calendar struct {
	builtIn  map[string]rules
	regional map[string]bool  // countries whose regions are built in
	own      map[string][]Day // by location
	report   func(location string)

	mu       sync.RWMutex
	years    map[yearKey]map[domain.Date]string
	reported map[string]bool
}

type yearKey struct {
	location string
	year     int
}

// Bounds on what is remembered, for locations and years may come from outside.
const (
	maxYears    = 4096 // then the memory begins anew
	maxReported = 1000 // then unknown locations go unreported
)

// New makes a Calendar of the built-in holidays and own days. A location that
// neither of them knows has no holidays but the own ones of everywhere; it is
// given to report, once. report may be nil.
func New(own []Day, report func(location string)) *Calendar {
	c := &Calendar{
		builtIn: builtIn(), regional: map[string]bool{}, own: map[string][]Day{}, report: report,
		years: map[yearKey]map[domain.Date]string{}, reported: map[string]bool{},
	}
	for code := range c.builtIn {
		if name := country(code); name != code {
			c.regional[name] = true
		}
	}
	for _, day := range own {
		code := canonical(day.Location)
		c.own[code] = append(c.own[code], day)
	}
	return c
}

// Holiday implements domain.Calendar. The location is a country ("FR"), a
// country with a region as ISO 3166-2 writes it ("DE-BY"), or any name that the
// own file uses, in any case. Own days of a country hold in its regions.
func (c *Calendar) Holiday(location string, d domain.Date) (name string, ok bool) {
	code := canonical(location)
	if code != "" && !c.knows(code) {
		c.reportOnce(location, code)
	}
	name, ok = c.year(code, d.Year)[d]
	return name, ok
}

// Knows tells whether the location has holidays of its own, built in or from
// the own file.
func (c *Calendar) Knows(location string) bool { return c.knows(canonical(location)) }

// Locations lists the codes of the built-in countries and regions.
func Locations() []string { return sortedKeys(builtIn()) }

func (c *Calendar) knows(code string) bool {
	if _, ok := c.own[code]; ok && code != everywhere {
		return true
	}
	if _, ok := c.builtIn[code]; ok {
		return true
	}
	name := country(code)
	if name == code {
		return false
	}
	// A region that is not listed has the days of its country, unless the
	// country's regions are: then it is mistyped.
	_, built := c.builtIn[name]
	_, own := c.own[name]
	return (built || own) && !c.regional[name]
}

// year gives all holidays of a year at a location, from memory if it can.
func (c *Calendar) year(code string, year int) map[domain.Date]string {
	key := yearKey{location: code, year: year}
	if !c.knows(code) {
		key.location = country(code) // so that mistyped names share one memory
		if !c.knows(key.location) {
			key.location = ""
		}
	}
	c.mu.RLock()
	days, ok := c.years[key]
	c.mu.RUnlock()
	if ok {
		return days
	}
	days = c.compute(key.location, year)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.years) >= maxYears {
		clear(c.years)
	}
	c.years[key] = days
	return days
}

// compute lays the own days over the built-in ones: those of everywhere first,
// then the country's, then the region's.
func (c *Calendar) compute(code string, year int) map[domain.Date]string {
	list, ok := c.builtIn[code]
	if !ok {
		list = c.builtIn[country(code)]
	}
	days := list.days(year)
	layers := []string{everywhere, country(code), code}
	if country(code) == code {
		layers = layers[:2]
	}
	for _, layer := range layers {
		for _, day := range c.own[layer] {
			switch {
			case day.Date.Year != year:
			case day.Working:
				delete(days, day.Date)
			default:
				days[day.Date] = day.Name
			}
		}
	}
	return days
}

func (c *Calendar) reportOnce(location, code string) {
	c.mu.RLock()
	known := c.reported[code]
	c.mu.RUnlock()
	if known {
		return
	}
	c.mu.Lock()
	first := !c.reported[code] && len(c.reported) < maxReported
	if first {
		c.reported[code] = true
	}
	c.mu.Unlock()
	if first && c.report != nil {
		c.report(location)
	}
}

// canonical writes a location as the tables do: in capitals, with a dash
// between country and region.
func canonical(location string) string {
	code := strings.ToUpper(strings.TrimSpace(location))
	if country, region, ok := strings.Cut(code, "_"); ok && len(country) == 2 {
		code = country + "-" + region
	}
	if code == "UK" || strings.HasPrefix(code, "UK-") {
		code = "GB" + code[2:]
	}
	return code
}

// country is the part of a code before the region, and the code itself where it
// is not written like one with a region, for names of towns hold dashes too.
func country(code string) string {
	name, region, ok := strings.Cut(code, "-")
	if !ok || len(name) != 2 || len(region) < 1 || len(region) > 3 {
		return code
	}
	return name
}
