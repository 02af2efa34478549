package export

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/sentence"
)

// Fairness writes a report as a workbook: a row for each group with its shares and
// their bounds, and what none of it can show.
func Fairness(v *sentence.Voice, r domain.FairnessReport) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it only held memory
	first, second := v.Say("fairness.sheet_groups"), v.Say("fairness.sheet_limits")
	if err := book.SetSheetName("Sheet1", first); err != nil {
		return nil, fmt.Errorf("name the sheet of groups: %w", err)
	}
	if _, err := book.NewSheet(second); err != nil {
		return nil, fmt.Errorf("add the sheet of limits: %w", err)
	}
	rows := [][]any{fairHeading(v), fairRow("", v.Say("fairness.all"), r.All, r.All.Actionable.Whole > 0)}
	for _, d := range r.Divisions {
		for _, g := range slices.Backward(d.Groups) {
			rows = append(rows, fairRow(v.FairDivision(d), v.FairGroup(d, g), g, !d.NoFeedback))
		}
		if d.Hidden {
			rows = append(rows, []any{v.FairDivision(d), v.Say("fairness.hidden", "Minimum", r.Minimum)})
		}
	}
	if err := write(book, first, rows); err != nil {
		return nil, err
	}
	limits := [][]any{{v.Say("fairness.limits")}}
	for _, line := range v.FairnessLimits() {
		limits = append(limits, []any{line})
	}
	if err := write(book, second, limits); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

func fairHeading(v *sentence.Voice) []any {
	held, thanked, actionable := v.Say("fairness.sheet_held"), v.Say("fairness.sheet_thanked"), v.Say("fairness.sheet_actionable")
	row := []any{v.Say("fairness.sheet_division"), v.Say("fairness.sheet_group"), v.Say("fairness.sheet_people"), v.Say("fairness.sheet_due"), held}
	bounds := func(what string) []any {
		return []any{v.Say("fairness.sheet_low", "What", what), v.Say("fairness.sheet_high", "What", what)}
	}
	row = append(append(append(row, bounds(held)...), thanked), bounds(thanked)...)
	return append(append(row, v.Say("fairness.sheet_feedback"), actionable), bounds(actionable)...)
}

func fairRow(division, name string, g domain.FairGroup, feedback bool) []any {
	bounds := func(s domain.Share) []any {
		if s.Whole == 0 {
			return []any{nil, nil}
		}
		low, high := s.Interval()
		return []any{low, high}
	}
	row := append([]any{division, name, g.People, g.Held.Whole, g.Held.Part}, bounds(g.Held)...)
	row = append(append(row, g.Thanked.Part), bounds(g.Thanked)...)
	if !feedback {
		return row
	}
	return append(append(row, g.Actionable.Whole, g.Actionable.Part), bounds(g.Actionable)...)
}
