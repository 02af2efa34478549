package domain_test

import (
	_ "embed"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // so that every zone loads on a machine without any
)

// zoneNames lists every IANA zone and link, from lib/time/zoneinfo.zip of the
// Go distribution.
//
//go:embed testdata/zones.txt
var zoneNames string

// The years over which dates are proved right in every zone.
const (
	firstYear = 2020
	lastYear  = 2040
)

// zoneGroup is zones whose clocks show the same at every instant of those
// years, so that what holds in one of them holds in all.
type zoneGroup struct {
	zone    *time.Location // one of them
	names   []string
	changes []time.Time // instants at which the offset changes
}

func (g zoneGroup) String() string {
	return fmt.Sprintf("%s and %d others", g.names[0], len(g.names)-1)
}

// zoneGroups covers every IANA zone: about 600 names behave in some 110 ways.
var zoneGroups = sync.OnceValues(func() ([]zoneGroup, error) {
	index := map[string]int{}
	var groups []zoneGroup
	for name := range strings.FieldsSeq(zoneNames) {
		zone, err := time.LoadLocation(name)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", name, err)
		}
		changes, behaviour := offsetChanges(zone)
		i, known := index[behaviour]
		if !known {
			i = len(groups)
			index[behaviour] = i
			groups = append(groups, zoneGroup{zone: zone, changes: changes})
		}
		groups[i].names = append(groups[i].names, name)
	}
	return groups, nil
})

func mustZoneGroups(t *testing.T) []zoneGroup {
	t.Helper()
	groups, err := zoneGroups()
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

// offsetChanges lists the instants at which the zone's offset changes, with a
// year of margin on both sides, and spells the behaviour out as a text. It
// looks at each week and halves; Time.ZoneBounds would be shorter, but is wrong
// on the last day of leap years.
func offsetChanges(zone *time.Location) ([]time.Time, string) {
	const step = 14 * 24 * 60 * 60
	t := time.Date(firstYear-1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	last := time.Date(lastYear+2, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	var changes []time.Time
	var behaviour strings.Builder
	behaviour.WriteString(strconv.Itoa(offsetAt(t, zone)))
	for ; t < last; t += step {
		if offsetAt(t, zone) == offsetAt(t+step, zone) {
			continue
		}
		change := t + int64(sort.Search(step, func(i int) bool { return offsetAt(t+int64(i), zone) != offsetAt(t, zone) }))
		changes = append(changes, time.Unix(change, 0).In(zone))
		fmt.Fprintf(&behaviour, " %d:%d", change, offsetAt(change, zone))
	}
	return changes, behaviour.String()
}

func offsetAt(second int64, zone *time.Location) int {
	_, offset := time.Unix(second, 0).In(zone).Zone()
	return offset
}

func mustZone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestZonesCoverEverySort(t *testing.T) {
	t.Parallel()
	names := 0
	for _, g := range mustZoneGroups(t) {
		names += len(g.names)
	}
	if names < 590 {
		t.Errorf("got %d zones, want all of the IANA database, at least 590", names)
	}
}

// TestZonesChangeSeldom proves what Resolve takes for granted: two changes of
// the clock are never within 40 hours.
func TestZonesChangeSeldom(t *testing.T) {
	t.Parallel()
	const hour = 60 * 60
	for _, g := range mustZoneGroups(t) {
		for _, change := range g.changes {
			count := 0
			for second := change.Unix() - 40*hour; second < change.Unix()+40*hour; second += hour {
				if offsetAt(second, g.zone) != offsetAt(second+hour, g.zone) {
					count++
				}
			}
			if count != 1 {
				t.Errorf("%v: got %d changes around %v, want 1", g, count, change)
			}
		}
	}
}
