package demo

import (
	"context"
	"time"
)

// talk is a month of Grace and Lee: what she prepares, and what they agree.
type talk struct{ month, well, next, agreed string }

// talks are their months after the first.
var talks = []talk{
	{"2026-12", "Two teams asked for the restore notes before they needed them.", "Somebody beside me in the second region.", "Sam joins the drill in January, and Grace leads it."},
	{"2027-01", "The first drill with Sam: he found the gap in step four.", "A quiet week to mend step four.", "Step four goes before the release."},
	{"2027-02", "We were back after twenty minutes, measured twice.", "Feedback from Sales on what they tell customers.", "Grace sits in on two calls with Sales."},
	{"2027-03", "The calls with Sales: they promise less now.", "A course on talks after an incident.", "The course is in April; Lee asks the fund’s owner."},
	{"2027-04", "I said no to a change on a Friday, and it was right.", "Less mail from the vendor.", "The vendor writes to the list, not to Grace."},
	{"2027-05", "The talk after the outage: nobody was blamed, and the cause came out.", "To do it once more with another team.", "Support has the next such talk with Grace."},
	{"2027-06", "Support came on their own.", "A holiday without the pager.", "Bo carries the pager for three weeks in July."},
	{"2027-07", "Bo had the pager and called me once.", "Whether I stay with the drills.", "The drills go to Bo from September on."},
	{"2027-08", "Handing the drills over, one step a week.", "What comes after the drills.", "Both think about the planning of next year."},
	{"2027-09", "Bo led the drill and I was silent.", "A say in the plan for the third region.", "Grace writes the first page of the plan."},
	{"2027-10", "The first page is read by people I do not know.", "To know by when it is decided.", "Mara decides in November, and says so to both."},
}

func (t *Tale) conversationScenes() []scene {
	list := []scene{
		{"2026-11-03 16:00", conversing, t.gracePrepares},
		{"2026-11-03 17:30", conversing, t.leePlans},
		{"2026-11-05 19:00", conversing, t.leeSaysHeld},
		{"2026-11-06 16:00", conversing, t.graceSaysHeld},
		{"2026-11-06 17:00", conversing, t.leeRecords},
		{"2026-11-09 16:00", conversing, t.graceConfirms},
	}
	for _, m := range talks {
		prepared, held, confirmed := m.days()
		list = append(list,
			scene{prepared + " 16:30", conversing, func(ctx context.Context) error { return t.gracePreparesAgain(ctx, m) }},
			scene{held + " 18:00", conversing, func(ctx context.Context) error { return t.leeRecordsAgain(ctx, m) }},
			scene{confirmed + " 16:00", conversing, t.graceConfirmsAgain})
	}
	return list
}

// name is the month as Rapport calls it.
func (m talk) name() string {
	d, err := time.Parse("2006-01", m.month)
	if err != nil {
		return m.month
	}
	return d.Month().String()
}

// days are when Grace prepares, when they talk, and when she confirms: in the
// second week of the month, on days on which both work.
func (m talk) days() (prepared, held, confirmed string) {
	day := func(from string, plus int) string {
		d, err := time.Parse(time.DateOnly, from)
		if err != nil {
			return ""
		}
		d = d.AddDate(0, 0, plus)
		for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
			d = d.AddDate(0, 0, 1)
		}
		return d.Format(time.DateOnly)
	}
	prepared = day(m.month+"-07", 0)
	held = day(prepared, 2)
	return prepared, held, day(held, 1)
}

// The questions of a preparation that Grace answers.
const (
	askedWell = "What went well, and what was your part in it?"
	askedNext = "What would help most next: a decision, help, feedback, something to learn?"
)

func (t *Tale) gracePrepares(ctx context.Context) error {
	t.saysf("Grace prepares her conversation with Lee: she answers two of four questions and presses Share.")
	grace := t.at(ctx, "grace")
	grace.opens("Prepare", "prepare your conversation with Lee Park")
	grace.sees(askedWell)
	grace.fills(askedWell, t.hidden("The restore drill: the runbook held, and I led it."), askedNext, t.hidden("A decision on the second region."))
	grace.sends()
	return grace.closes()
}

func (t *Tale) leePlans(ctx context.Context) error {
	t.saysf("Lee has a card about it, and plans the talk for Thursday at 10:00 in Boston.")
	lee := t.at(ctx, "lee")
	lee.picks("Move", "Grace Hopper", cardFoot)
	lee.sees("Or another day")
	lee.fills("Or another day", "2026-11-05", "at", "10:00")
	lee.sends()
	return lee.closes()
}

func (t *Tale) leeSaysHeld(ctx context.Context) error {
	t.saysf("They have talked, and Lee says so.")
	lee := t.at(ctx, "lee")
	lee.picks("We already talked", "Grace Hopper", cardFoot)
	lee.sees("On which day did you talk?")
	lee.fills("On which day did you talk?", "2026-11-05")
	lee.sends()
	return lee.closes()
}

func (t *Tale) graceSaysHeld(ctx context.Context) error {
	t.saysf("Grace says so, too.")
	grace := t.at(ctx, "grace")
	grace.opens("Yes, we talked", "Yes, we talked")
	return grace.err
}

// askedAgreed is the question of a record.
const askedAgreed = "In two or three sentences"

func (t *Tale) leeRecords(ctx context.Context) error {
	t.saysf("Lee writes down what they agreed.")
	lee := t.at(ctx, "lee")
	lee.opens("Summarise", "Grace Hopper")
	lee.sees(askedAgreed)
	lee.fills(askedAgreed, t.hidden("The second region waits for the board. Until then the drill is done each month."))
	lee.sends()
	return lee.closes()
}

func (t *Tale) graceConfirms(ctx context.Context) error {
	t.saysf("Grace reads it and confirms.")
	grace := t.at(ctx, "grace")
	grace.opens("Read and confirm", "Lee Park wrote down what you agreed")
	grace.sees("Is it right?")
	grace.fills("Is it right?", "That is right")
	grace.sends()
	return grace.closes()
}

func (t *Tale) gracePreparesAgain(ctx context.Context, m talk) error {
	t.saysf("Grace prepares this month's conversation, and shares it with Lee.")
	grace := t.at(ctx, "grace")
	grace.types("/checkin", "")
	grace.told(m.name() + " with Lee Park")
	grace.opens("Open", m.name()+" with Lee Park", "Your conversations")
	grace.sees("Prepare")
	grace.presses("Prepare")
	grace.sees(askedWell)
	grace.fills(askedWell, t.hidden(m.well), askedNext, t.hidden(m.next))
	grace.sends()
	return grace.closes()
}

func (t *Tale) leeRecordsAgain(ctx context.Context, m talk) error {
	t.saysf("Lee and Grace talk; afterwards Lee types /checkin @grace, and writes down what they agreed.")
	lee := t.at(ctx, "lee")
	lee.types("/checkin", "")
	lee.told("Your team")
	lee.opens("Open", "Grace Hopper", "Your team")
	lee.sees("Summarise")
	lee.presses("Summarise")
	lee.sees(askedAgreed)
	lee.fills(askedAgreed, t.hidden(m.agreed))
	lee.sends()
	return lee.closes()
}

func (t *Tale) graceConfirmsAgain(ctx context.Context) error { return t.graceConfirms(ctx) }
