package sentence

import (
	"strconv"
	"strings"

	"rapport/domain"
)

// Mark is a step of the scale of rounds.
func (v *Voice) Mark(mark int) string { return v.Say("round.scale_" + strconv.Itoa(mark)) }

// Halves is a mean in half steps of that scale: a step, or between two.
func (v *Voice) Halves(halves int) string {
	if halves%2 == 0 {
		return v.Mark(halves / 2)
	}
	return v.Say("round.between", "Low", v.Mark(halves/2), "High", v.Mark(halves/2+1))
}

// RoundFigures say how an expectation is seen, a line each: by the person, by the
// manager by name, and by all others in groups.
func (v *Voice) RoundFigures(line domain.RoundLine, manager domain.Person) []string {
	var lines []string
	if line.Self > 0 {
		lines = append(lines, v.Say("round.line_self", "Mark", v.Mark(line.Self)))
	}
	if line.Manager > 0 {
		lines = append(lines, v.Say("round.line_manager", "Name", v.NameOr(manager), "Mark", v.Mark(line.Manager)))
	}
	for _, c := range line.Others {
		lines = append(lines, v.Say("round.line_"+string(c.As), "People", c.People, "Mark", v.Halves(c.Halves)))
	}
	if len(line.Others) == 0 {
		lines = append(lines, v.Say("round.line_none"))
	}
	return lines
}

// NameOr is somebody's name, or that of somebody who is not known any more.
func (v *Voice) NameOr(p domain.Person) string {
	if p.Name == "" {
		return v.Say("conversation.nobody")
	}
	return p.Name
}

// roundParts are a report as the parts of a line: each expectation with its
// figures, and what was said in words.
func (v *Voice) roundParts(r *domain.EvidentRound, people map[domain.ID]domain.Person) []LabelledWords {
	if r == nil {
		return nil
	}
	var parts []LabelledWords
	for i, line := range r.Report.Lines {
		label := v.Say("round.mark_label", "Place", i+1, "Text", r.Questions[i].Text)
		parts = append(parts, LabelledWords{label, strings.Join(v.RoundFigures(line, people[r.Manager]), " · ")})
	}
	for _, t := range r.Report.Texts {
		heading := v.Say("round.heading_keep")
		if t.Question == domain.TryText {
			heading = v.Say("round.heading_try")
		}
		from := v.Say("round.from_"+string(t.As), "Name", v.NameOr(people[r.Manager]))
		parts = append(parts, LabelledWords{heading + ", " + from, strings.Join(t.Texts, "\n")})
	}
	return parts
}
