package domain

import (
	"sync"
	"time"
)

// LoadZone finds a zone by its IANA name, such as "Europe/Berlin". The binary
// carries the zones itself, so the machine needs none. For an empty or unknown
// name it gives the fallback together with the error, so that a caller may
// report it and still go on. "Local" is unknown too: what people are sent must
// not depend on where the process runs. Errors: Invalid.
func LoadZone(name string, fallback *time.Location) (*time.Location, error) {
	if name == "" || name == "Local" {
		return zoneOrUTC(fallback), unknownZone(name)
	}
	if zone, known := zonesRead.Load(name); known {
		if zone, ok := zone.(*time.Location); ok {
			return zone, nil
		}
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return zoneOrUTC(fallback), unknownZone(name)
	}
	zonesRead.Store(name, zone)
	return zone, nil
}

// zonesRead are the zones that were loaded, by name: reading one costs more than
// all arithmetic with it, and every rule asks for one. There are some hundreds in
// the world; unknown names, which come from outside, are not remembered.
var zonesRead sync.Map

func unknownZone(name string) error { return Refuse(Invalid, "zone.unknown", "Text", name) }

// Zones remembers the zones that were asked for, since reading one costs more
// than all arithmetic with it, and reports each unknown name once. It may be
// used by several goroutines at once.
type Zones struct {
	fallback *time.Location
	report   func(name string)

	mu      sync.RWMutex
	zones   map[string]*time.Location
	unknown int // how many of them are the fallback for an unknown name
}

// maxUnknownZones bounds what is remembered of names that come from outside;
// beyond it unknown names go unreported.
const maxUnknownZones = 1000

// NewZones makes a Zones that answers with the fallback where a name is empty
// or unknown. Unknown names are given to report, once each; report may be nil.
func NewZones(fallback *time.Location, report func(name string)) *Zones {
	return &Zones{fallback: zoneOrUTC(fallback), report: report, zones: map[string]*time.Location{}}
}

// Load gives the zone of that IANA name, or the fallback. An empty name is no
// fault: Slack knows no zone for some people.
func (z *Zones) Load(name string) *time.Location {
	if name == "" {
		return z.fallback
	}
	z.mu.RLock()
	zone, ok := z.zones[name]
	z.mu.RUnlock()
	if ok {
		return zone
	}
	zone, err := LoadZone(name, z.fallback)
	zone, first := z.remember(name, zone, err == nil)
	if first && err != nil && z.report != nil {
		z.report(name)
	}
	return zone
}

// remember keeps the zone of a name, unless another goroutine was quicker or
// there are too many unknown ones. first tells that it was kept now.
func (z *Zones) remember(name string, zone *time.Location, known bool) (kept *time.Location, first bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if earlier, ok := z.zones[name]; ok {
		return earlier, false
	}
	if !known {
		if z.unknown >= maxUnknownZones {
			return zone, false
		}
		z.unknown++
	}
	z.zones[name] = zone
	return zone, true
}
