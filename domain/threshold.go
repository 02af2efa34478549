package domain

// The least numbers of people behind what is shown, below which no policy may
// go. A policy may ask for more.
const (
	// LeastNumbers is how many answers a figure of a round needs. Four is the
	// least from which a mean says nothing certain about one of them.
	LeastNumbers = 4
	// LeastTexts is how many texts are shown together, or none: people recognise
	// each other's words sooner than a number.
	LeastTexts = 5
	// LeastArea is how many people an area, an opinion or a count needs.
	LeastArea = 5
)

// Cell is one group of people whose answers could be shown as one figure. The
// cells of a table share nobody.
type Cell struct {
	// People is how many answered.
	People int
	// Named says that its answers are shown by name anyway: readers can take
	// them from every sum, and so they hide nobody.
	Named bool
}

// Published says what of a table may be shown.
type Published struct {
	// Alone tells of each cell, in the order asked, whether it may be shown by
	// itself.
	Alone []bool
	// Rest is how many people stand in cells that are not shown by themselves.
	// Where Together holds they may be shown as one figure.
	Rest int
	// Together tells whether the figure of all who are not named may stand
	// beside: what is left of it when all that is shown is taken away is either
	// nobody or enough people.
	Together bool
}

// Whole tells whether everybody is shown: each cell that holds somebody, and the
// sum.
func (p Published) Whole() bool { return p.Rest == 0 && p.Together }

// Publishable decides which figures of one table may be shown where none may
// follow for fewer people than the minimum, neither by itself nor by adding and
// subtracting what is shown (complement suppression). It is the one rule for
// every figure about what people said.
//
// A cell is shown from minimum people on. All together are shown where the cells
// that are not shown hold nobody or, as one, minimum people: whoever knows the
// sum and the cells shown knows the rest. Rather the sum is left out than
// another cell, since the cells are what can be acted on. Everything that can be
// computed from what is shown is then a combination of disjoint groups of at
// least minimum people each.
//
// That holds for one division of the people. Figures of the same answers by a
// second division (by area, and again by tenure) need a table whose cells are
// the smallest parts of both, or one tree (FoldAreas).
func Publishable(cells []Cell, minimum int) Published {
	p := Published{Alone: make([]bool, len(cells))}
	shown := 0
	for i, c := range cells {
		switch {
		case c.Named:
			p.Alone[i] = c.People > 0
		case c.People >= minimum:
			p.Alone[i] = true
			shown += c.People
		default:
			p.Rest += c.People
		}
	}
	p.Together = p.Rest >= minimum || p.Rest == 0 && shown >= minimum
	return p
}
