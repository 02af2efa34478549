package domain

// Disclosure is something about single people, or about a few, that figures may
// give away.
type Disclosure string

// What figures may give away where the works council's preset is not on.
const (
	// NamedPairs is who has not talked with whom.
	NamedPairs Disclosure = "pairs"
	// PersonFigures are figures about one person, for anybody but that person and
	// the manager.
	PersonFigures Disclosure = "person"
	// UsefulByArea is what people said of the worth of conversations, by area.
	UsefulByArea Disclosure = "useful"
	// ManagerMirror is a manager's own distribution beside the organisation's.
	ManagerMirror Disclosure = "mirror"
)

// Disclosures are all there are, for the page that is signed.
var Disclosures = []Disclosure{NamedPairs, PersonFigures, UsefulByArea, ManagerMirror}

// Discloses tells whether figures may give something away. Whatever shows or
// counts figures asks here, when it is shown: what was counted before the preset
// was on stays in the database and is not shown any more.
func (p Policy) Discloses(d Disclosure) bool {
	switch d {
	case NamedPairs, PersonFigures, UsefulByArea, ManagerMirror:
		return !p.WorksCouncil
	}
	return false
}

// figuresFor tells whether figures about one person may be shown to a reader: the
// person and the manager read them whatever the policy says.
func (p Policy) figuresFor(reader Standing, about Subject) bool {
	return p.Discloses(PersonFigures) || stands(reader, Self, about) || stands(reader, Manager, about)
}

// disclosed are the figures of a digest as far as a policy lets them be seen.
func (f DigestFigures) disclosed(p Policy) DigestFigures {
	if !p.Discloses(NamedPairs) {
		f.Pairs = nil
	}
	if !p.Discloses(UsefulByArea) {
		f.Opinions.Groups = nil
	}
	return f
}
