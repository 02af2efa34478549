package calendar_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rickar/cal/v2"

	"rapport/calendar"
	"rapport/domain"
)

func date(year int, month time.Month, day int) domain.Date {
	return domain.Date{Year: year, Month: month, Day: day}
}

// daysOf lists the holidays of a year as "0101 0406 …".
func daysOf(c *calendar.Calendar, location string, year int) string {
	var days []string
	for d := date(year, 1, 1); d.Year == year; d = d.AddDays(1) {
		if _, ok := c.Holiday(location, d); ok {
			days = append(days, fmt.Sprintf("%02d%02d", int(d.Month), d.Day))
		}
	}
	return strings.Join(days, " ")
}

// TestBuiltIn holds whole years against what governments published, with what
// falls on a weekend.
func TestBuiltIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		location string
		year     int
		want     string
	}{
		{"DE", 2026, "0101 0403 0406 0501 0514 0525 1003 1225 1226"},
		{"DE-BY", 2026, "0101 0106 0403 0406 0501 0514 0525 0604 1003 1101 1225 1226"},
		{"DE-BE", 2026, "0101 0308 0403 0406 0501 0514 0525 1003 1225 1226"},
		{"DE-SN", 2026, "0101 0403 0406 0501 0514 0525 1003 1031 1118 1225 1226"},
		{"AT", 2026, "0101 0106 0406 0501 0514 0525 0604 0815 1026 1101 1208 1225 1226"},
		{"CH", 2026, "0101 0514 0801 1225"},
		{"CH-ZH", 2026, "0101 0403 0406 0501 0514 0525 0801 1225 1226"},
		{"CH-GE", 2026, "0101 0403 0406 0514 0525 0801 0910 1225 1231"},
		{"CH-VD", 2026, "0101 0102 0403 0406 0514 0525 0801 0921 1225"},
		{"FR", 2026, "0101 0406 0501 0508 0514 0525 0714 0815 1101 1111 1225"},
		{"NL", 2025, "0101 0421 0426 0427 0505 0529 0609 1225 1226"}, // the king on Saturday, his Sunday stays free
		{"NL", 2026, "0101 0406 0427 0514 0525 1225 1226"},
		{"LU", 2026, "0101 0406 0501 0509 0514 0525 0623 0815 1101 1225 1226"},
		{"GB", 2026, "0101 0403 0406 0504 0525 0831 1225 1226 1228"},
		{"GB-SCT", 2026, "0101 0102 0403 0504 0525 0803 1130 1225 1226 1228"},
		{"GB-SCT", 2022, "0101 0102 0103 0104 0415 0502 0602 0603 0801 1130 1225 1226 1227"},
		{"GB-NIR", 2026, "0101 0317 0403 0406 0504 0525 0712 0713 0831 1225 1226 1228"},
		{"IE", 2026, "0101 0202 0317 0406 0504 0601 0803 1026 1225 1226"},
		{"ES", 2026, "0101 0106 0403 0501 0815 1012 1101 1206 1208 1225"},
		{"PT", 2026, "0101 0403 0405 0425 0501 0604 0610 0815 1005 1101 1201 1208 1225"},
		{"IT", 2027, "0101 0106 0329 0425 0501 0602 0815 1004 1101 1208 1225 1226"},
		{"PL", 2026, "0101 0106 0406 0501 0503 0604 0815 1101 1111 1224 1225 1226"},
		{"PL", 2024, "0101 0106 0401 0501 0503 0530 0815 1101 1111 1225 1226"},
		{"FI", 2026, "0101 0106 0403 0406 0501 0514 0619 1206 1224 1225 1226"},
		{"SE", 2026, "0101 0106 0403 0406 0501 0514 0606 0619 0620 1031 1224 1225 1226 1231"},
		{"DK", 2026, "0101 0402 0403 0406 0514 0525 1225 1226"},
		{"NO", 2026, "0101 0402 0403 0406 0501 0514 0517 0525 1225 1226"},
		{"SK", 2026, "0101 0106 0403 0406 0501 0705 0829 1101 1224 1225 1226"},
		{"HU", 2026, "0101 0315 0403 0406 0501 0525 0820 1023 1101 1224 1225 1226"},
		{"EE", 2026, "0101 0224 0403 0501 0623 0624 0820 1224 1225 1226"},
		{"RO", 2026, "0101 0102 0106 0107 0124 0410 0412 0413 0501 0531 0601 0815 1130 1201 1225 1226"},
		{"US", 2026, "0101 0119 0216 0525 0619 0703 0704 0907 1012 1111 1126 1225"},
		{"US", 2027, "0101 0118 0215 0531 0618 0619 0704 0705 0906 1011 1111 1125 1224 1225 1231"},
		{"CA", 2026, "0101 0403 0518 0701 0907 0930 1012 1111 1225 1226 1228"},
		{"MX", 2026, "0101 0202 0316 0501 0916 1116 1225"},
		{"MX", 2030, "0101 0204 0318 0501 0916 1001 1118 1225"},
		{"BR", 2026, "0101 0217 0403 0421 0501 0604 0907 1012 1102 1115 1120 1225"},
		{"AR", 2026, "0101 0216 0217 0324 0402 0403 0501 0525 0615 0620 0709 0817 1012 1123 1208 1225"},
		{"AR", 2024, "0101 0212 0213 0324 0329 0402 0501 0525 0617 0620 0709 0817 1012 1118 1208 1225"},
		{"JP", 2026, "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123"},
		{"IN", 2026, "0126 0815 1002"},
		{"NZ", 2026, "0101 0102 0206 0403 0406 0425 0427 0601 0710 1026 1225 1226 1228"},
		{"AU", 2026, "0101 0126 0403 0406 0425 1225 1226 1228"},
		{"AU-VIC", 2026, "0101 0126 0309 0403 0404 0405 0406 0425 0608 0925 1103 1225 1226 1228"},
		{"ZA", 2026, "0101 0321 0403 0406 0427 0501 0616 0809 0810 0924 1216 1225 1226"},
	}
	c := calendar.New(nil, func(location string) { t.Errorf("%s is unknown", location) })
	for _, test := range tests {
		t.Run(fmt.Sprint(test.location, " in ", test.year), func(t *testing.T) {
			t.Parallel()
			if got := daysOf(c, test.location, test.year); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	for day, want := range map[domain.Date]bool{
		date(2024, 5, 1): true, date(2024, 5, 7): false, date(2026, 5, 1): true, date(2027, 5, 1): true, date(2027, 5, 4): true, date(2025, 5, 1): true,
	} {
		t.Run(fmt.Sprint("Bulgaria's Labour Day on ", day), func(t *testing.T) {
			t.Parallel()
			if _, got := c.Holiday("BG", day); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// TestBuiltIn_Plausible looks at each fourth year in which the practice may live.
func TestBuiltIn_Plausible(t *testing.T) {
	t.Parallel()
	c := calendar.New(nil, nil)
	locations := calendar.Locations()
	countries := map[string]bool{}
	for _, location := range locations {
		countries[location[:2]] = true
		for year := 2020; year <= 2040; year += 4 {
			days := strings.Fields(daysOf(c, location, year))
			if least := map[string]int{"CH": 4, "IN": 3}[location]; len(days) < max(least, 3) || least == 0 && len(days) < 7 || len(days) > 25 {
				t.Errorf("%s has %d holidays in %d: %v", location, len(days), year, days)
			}
			if location != "IN" && !slices.Contains(days, "1225") && location != "JP" {
				t.Errorf("%s has no Christmas in %d", location, year)
			}
		}
	}
	if len(countries) < 35 || len(locations) < 85 || !slices.IsSorted(locations) {
		t.Errorf("got %d countries and %d locations: %v", len(countries), len(locations), locations)
	}
}

func TestCalendar_Location(t *testing.T) {
	t.Parallel()
	epiphany, unity := date(2026, 1, 6), date(2026, 10, 3)
	tests := []struct {
		location string
		day      domain.Date
		want     string
	}{
		{"DE-BY", epiphany, "Heilige Drei Könige"},
		{" de-by ", epiphany, "Heilige Drei Könige"},
		{"de_BY", epiphany, "Heilige Drei Könige"},
		{"DE", epiphany, ""},
		{"DE", unity, "Tag der Deutschen Einheit"},
		{"DE-XY", unity, "Tag der Deutschen Einheit"},
		{"US-CA", date(2026, 7, 3), "Independence Day"},
		{"UK", date(2026, 8, 31), "Summer Bank Holiday"},
		{"uk-sct", date(2026, 11, 30), "Saint Andrew's Day"},
		{"Frankfurt-West", unity, ""},
		{"DE-Zentrale", unity, ""},
		{"", unity, ""},
		{"*", unity, ""},
		{"-", unity, ""},
		{"AQ", unity, ""},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%q on %v", test.location, test.day), func(t *testing.T) {
			t.Parallel()
			if got, ok := calendar.New(nil, nil).Holiday(test.location, test.day); got != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, test.want)
			}
		})
	}
}

func TestCalendar_Own(t *testing.T) {
	t.Parallel()
	eve, closed, columbus := date(2026, 12, 24), date(2026, 12, 30), date(2026, 10, 12)
	c := calendar.New([]calendar.Day{
		{Date: eve, Location: "de", Name: "Heiligabend"},
		{Date: eve, Location: "DE-BY", Working: true},
		{Date: closed, Location: "*", Name: "Company closed"},
		{Date: closed, Location: "Depot Nord", Working: true},
		{Date: columbus, Location: "US", Working: true},
		{Date: date(2026, 1, 1), Location: "DE", Name: "Happy New Year"},
	}, nil)
	tests := []struct {
		name, location string
		day            domain.Date
		want           string
	}{
		{"an own day of a country", "DE", eve, "Heiligabend"},
		{"it holds in the regions", "DE-HH", eve, "Heiligabend"},
		{"unless a region works", "DE-BY", eve, ""},
		{"not elsewhere", "FR", eve, ""},
		{"a day for everywhere", "FR", closed, "Company closed"},
		{"also where the location is unknown", "Nowhere", closed, "Company closed"},
		{"also where none is set", "", closed, "Company closed"},
		{"unless a place of its own works", "depot nord", closed, ""},
		{"a built-in day taken away", "US", columbus, ""},
		{"from the regions too", "US-NY", columbus, ""},
		{"built-in days stay beside", "US", date(2026, 11, 26), "Thanksgiving Day"},
		{"the own name goes before the built-in", "DE", date(2026, 1, 1), "Happy New Year"},
		{"another year is untouched", "DE", date(2027, 12, 24), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, ok := c.Holiday(test.location, test.day); got != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, test.want)
			}
		})
	}
	for location, want := range map[string]bool{"DE": true, "DE-BY": true, "DE-XY": false, "Depot Nord": true, "US-CA": true, "*": false, "": false, "Nowhere": false} {
		if got := c.Knows(location); got != want {
			t.Errorf("knows %q: got %v, want %v", location, got, want)
		}
	}
}

// TestCalendar_Concurrent asks many at once, under the race detector: some
// rules of the library write while they reckon.
func TestCalendar_Concurrent(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var reported []string
	c := calendar.New(nil, func(location string) {
		mu.Lock()
		defer mu.Unlock()
		reported = append(reported, location)
	})
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			other := calendar.New(nil, nil)
			for year := 2020; year <= 2040; year++ {
				for _, location := range []string{"JP", "BG", "DE-BY", "Atlantis", "CH", "DE-QQ", ""} {
					day := date(year, time.Month(i%12+1), i+1)
					name, ok := c.Holiday(location, day)
					if again, okAgain := other.Holiday(location, day); again != name || okAgain != ok {
						t.Errorf("%s on %v: got %q and %q", location, day, name, again)
					}
				}
			}
		})
	}
	group.Wait()
	slices.Sort(reported)
	if want := []string{"Atlantis", "DE-QQ"}; !slices.Equal(reported, want) {
		t.Errorf("reported %q, want each unknown one once: %q", reported, want)
	}
}

// TestCalendar_Memory holds that strange years and names from outside neither
// fill the memory nor spoil the answers.
func TestCalendar_Memory(t *testing.T) {
	t.Parallel()
	reports := 0
	c := calendar.New(nil, func(string) { reports++ })
	for year := range 5000 {
		c.Holiday("LU", date(year, 12, 25))
		c.Holiday(fmt.Sprint("town ", year), date(2026, 12, 25))
	}
	if _, ok := c.Holiday("LU", date(2026, 12, 25)); !ok || reports != 1000 {
		t.Errorf("Christmas is %v after %d reports", ok, reports)
	}
}

// TestLibraryReckonsInUTC holds the one setting of the library that the answers
// depend on: in the machine's zone, a holiday on a day without midnight would
// slip to the day before.
func TestLibraryReckonsInUTC(t *testing.T) {
	t.Parallel()
	if cal.DefaultLoc != time.UTC {
		t.Errorf("got %v", cal.DefaultLoc)
	}
}
