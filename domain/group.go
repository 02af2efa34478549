package domain

// Group is whom something is about that the people team begins: the people of one
// area, of one location, those of one manager, or some that are named.
type Group struct {
	Area, Location string
	Manager        ID
	Named          []ID
}

// Filter selects its people.
func (g Group) Filter() PersonFilter {
	return PersonFilter{Area: g.Area, Location: g.Location, Manager: g.Manager, IDs: g.Named, Active: true}
}

// one tells whether it is chosen by exactly one of the four ways.
func (g Group) one() bool {
	chosen := 0
	for _, set := range []bool{g.Area != "", g.Location != "", g.Manager != "", len(g.Named) > 0} {
		if set {
			chosen++
		}
	}
	return chosen == 1
}

// parts are what tells it from another.
func (g Group) parts() []string {
	parts := []string{g.Area, g.Location, string(g.Manager)}
	for _, id := range g.Named {
		parts = append(parts, string(id))
	}
	return parts
}
