package demo

// part is a part of the practice, as somebody from the people team would call it.
// Each scene names the one that it tells.
type part string

// The parts of the practice, in the order of the summary.
const (
	thanking      part = "Thanks"
	conversing    part = "The conversation with the manager"
	goalAgreeing  part = "Goals that both sides agree on"
	prioritising  part = "Company priorities"
	givingBack    part = "Feedback"
	takingBack    part = "Something taken back that others rely on"
	reporting     part = "Something is wrong with what was received"
	rounding      part = "A feedback round from all sides"
	expecting     part = "What is expected in a role"
	learning      part = "What people want to learn"
	marking       part = "Where somebody stands, seen from both sides"
	funding       part = "Money and time for learning"
	helping       part = "Whether it helped"
	keeping       part = "What somebody keeps for the own file"
	gathering     part = "A packet of evidence"
	covering      part = "Who says what about what is expected, and what is missing"
	seasoning     part = "Looking back together"
	comparing     part = "Comparing across a team"
	deciding      part = "A decision with its reason"
	coaching      part = "One minute for those who lead"
	fairing       part = "Whether all are treated alike"
	mirroring     part = "A manager’s own mirror"
	explaining    part = "Who may see what, and why"
	opening       part = "Opening somebody’s record, with a reason and a second yes"
	owning        part = "Everything about me"
	retaining     part = "Records at the end of their life, and what holds them"
	erasing       part = "Erasing somebody who has left"
	observing     part = "What an observer sees"
	scoring       part = "The quarter in figures"
	moving        part = "Another manager"
	digesting     part = "The weekly digest"
	homecoming    part = "Home"
	pausingPeople part = "Time away, and a pause for all"
)

// parts lists them.
var parts = []part{
	thanking, conversing, goalAgreeing, prioritising, givingBack, takingBack, reporting, rounding, expecting, learning, marking, funding, helping,
	keeping, gathering, covering, seasoning, comparing, deciding, coaching, fairing, mirroring, explaining, opening, owning, retaining, erasing, observing,
	scoring, moving, digesting, homecoming, pausingPeople,
}
