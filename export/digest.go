package export

import (
	"bytes"
	"fmt"

	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/sentence"
)

// Digest writes a digest's figures as a workbook: one sheet with a row for each
// area and their sum, one with a row for each week, and one with what is counted
// beside conversations. The figures are those of
// the message and no finer: what is counted together there is so here. areas
// names a group as the message does.
func Digest(v *sentence.Voice, view domain.DigestView, areas func(domain.AreaFigures) string) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it only held memory
	sheets := []struct {
		key  string
		rows [][]any
	}{
		{"areas", areaRows(v, view.Digest.Figures, areas)}, {"weeks", weekRows(v, view)}, {"also", alsoRows(v, view.Digest.Figures)},
	}
	if err := book.SetSheetName("Sheet1", v.Say("digest.sheet_areas")); err != nil {
		return nil, fmt.Errorf("name the sheet of areas: %w", err)
	}
	for _, sheet := range sheets {
		name := v.Say("digest.sheet_" + sheet.key)
		if _, err := book.NewSheet(name); err != nil {
			return nil, fmt.Errorf("add the sheet %s: %w", sheet.key, err)
		}
		if err := write(book, name, sheet.rows); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// areaRows are the heading, the groups and the sum.
func areaRows(v *sentence.Voice, f domain.DigestFigures, areas func(domain.AreaFigures) string) [][]any {
	rows := [][]any{heading(v, "area", "people", "due", "held", "past", "no_day", "thanked", "goals", "at_risk", "off_track", "silent", "alone", "linked")}
	for _, g := range append(append([]domain.AreaFigures{}, f.Groups...), f.All) {
		rows = append(rows, []any{
			areas(g), g.People, g.Due, g.Held, g.Past, g.NoDay, g.Thanked, g.Goals, g.AtRisk, g.OffTrack, g.Silent, g.Alone, g.Linked,
		})
	}
	return rows
}

// weekRows are the sums of the weeks that the digest's line shows.
func weekRows(v *sentence.Voice, view domain.DigestView) [][]any {
	rows := [][]any{heading(v, "day", "people", "due", "held", "thanked", "goals")}
	for _, d := range append(append([]domain.Digest{}, view.Before...), view.Digest) {
		a := d.Figures.All
		rows = append(rows, []any{d.Day.String(), a.People, a.Due, a.Held, a.Thanked, a.Goals})
	}
	return rows
}

// alsoRows are what is counted beside conversations, a row each, as far as anything
// was: what was not is left out, as in the message.
func alsoRows(v *sentence.Voice, f domain.DigestFigures) [][]any {
	rows := [][]any{heading(v, "what", "count")}
	for _, row := range []struct {
		key   string
		count int
	}{
		{"without", f.Unassigned}, {"away", f.Away}, {"joiners", f.Joiners}, {"others", f.Others}, {"pairs", len(f.Pairs)},
		{"thanked_own", f.Own.Thanked}, {"told_own", f.Own.Told}, {"leading", f.Coached.Leading}, {"coached", f.Coached.Done},
		{"feedback", f.Told.Given}, {"actionable", f.Told.Actionable}, {"answers", f.Told.Answers}, {"answer_days", f.Told.Days}, {"rounds", f.Rounds},
		{"summaries", f.Seasons.All}, {"handed", f.Seasons.Handed}, {"read", f.Seasons.Read}, {"unanswered", f.Seasons.Silent}, {"no_writer", f.Seasons.NoWriter},
		{"wishes", f.Funds.Waiting}, {"granted", f.Funds.Granted}, {"finished", f.Funds.Finished}, {"learning", f.Learning},
		{"opened", f.Records.Opened}, {"receipts", f.Records.Held}, {"concerns", f.Records.Concerns}, {"records_due", f.Records.Due}, {"ending", f.Ending},
	} {
		if row.count > 0 {
			rows = append(rows, []any{v.Say("digest.sheet_" + row.key), row.count})
		}
	}
	return rows
}

// heading names the columns.
func heading(v *sentence.Voice, columns ...string) []any {
	row := make([]any, len(columns))
	for i, column := range columns {
		row[i] = v.Say("digest.sheet_" + column)
	}
	return row
}

// write puts rows into a sheet, its heading in bold and kept in sight.
func write(book *excelize.File, sheet string, rows [][]any) error {
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return fmt.Errorf("find row %d: %w", i+1, err)
		}
		if err := book.SetSheetRow(sheet, at, &row); err != nil {
			return fmt.Errorf("write row %d: %w", i+1, err)
		}
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("make the heading's style: %w", err)
	}
	if err := book.SetRowStyle(sheet, 1, 1, bold); err != nil {
		return fmt.Errorf("set the heading's style: %w", err)
	}
	const wide = 26
	if err := book.SetColWidth(sheet, "A", "A", wide); err != nil {
		return fmt.Errorf("widen the first column: %w", err)
	}
	return tried(book.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

func tried(err error) error {
	if err != nil {
		return fmt.Errorf("keep the heading in sight: %w", err)
	}
	return nil
}
