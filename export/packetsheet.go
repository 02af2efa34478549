package export

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/sentence"
)

// PacketXLSX writes a packet as a workbook: what it is, all lines, and who says
// what. What people wrote stands in cells as text and never as a formula, however
// it begins, also after somebody has edited the cell.
func PacketXLSX(v *sentence.Voice, d domain.Dossier) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it only held memory
	names := []string{v.Say("dossier.sheet_packet"), v.Say("dossier.sheet_lines"), v.Say("dossier.sheet_coverage")}
	if err := book.SetSheetName("Sheet1", names[0]); err != nil {
		return nil, fmt.Errorf("name the first sheet of a packet: %w", err)
	}
	for _, name := range names[1:] {
		if _, err := book.NewSheet(name); err != nil {
			return nil, fmt.Errorf("add a sheet to a packet: %w", err)
		}
	}
	rows := [][][]any{noteRows(v, d), packetRows(v, d), coverageRows(v, d)}
	for i, name := range names {
		if err := write(book, name, rows[i]); err != nil {
			return nil, err
		}
	}
	if err := asText(book, names, rows); err != nil {
		return nil, fmt.Errorf("set the cells of a packet as text: %w", err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, fmt.Errorf("write a packet as a workbook: %w", err)
	}
	return out.Bytes(), nil
}

// asText lets all cells below the headings be text, with wide columns for words.
func asText(book *excelize.File, names []string, rows [][][]any) error {
	const textFormat = 49 // "@" of the formats that every program has
	text, err := book.NewStyle(&excelize.Style{NumFmt: textFormat, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err //nolint:wrapcheck // PacketXLSX says what was tried
	}
	for i, name := range names {
		last, err := excelize.CoordinatesToCellName(len(rows[i][0]), max(2, len(rows[i])))
		if err != nil {
			return err //nolint:wrapcheck // as above
		}
		if err := book.SetCellStyle(name, "A2", last, text); err != nil {
			return err //nolint:wrapcheck // as above
		}
	}
	const words, wide = 70, 40
	if err := book.SetColWidth(names[0], "A", "A", words+wide); err != nil {
		return err //nolint:wrapcheck // as above
	}
	if err := book.SetColWidth(names[1], "G", "G", wide); err != nil {
		return err //nolint:wrapcheck // as above
	}
	if err := book.SetColWidth(names[1], "H", "I", words); err != nil {
		return err //nolint:wrapcheck // as above
	}
	return book.SetColWidth(names[2], "A", "A", words) //nolint:wrapcheck // as above
}

// noteRows say what the packet is.
func noteRows(v *sentence.Voice, d domain.Dossier) [][]any {
	rows := [][]any{{cellText(v.PacketTitle(d))}}
	for _, note := range v.PacketNotes(d) {
		rows = append(rows, []any{cellText(note)})
	}
	return rows
}

// packetRows are the lines, one a row.
func packetRows(v *sentence.Voice, d domain.Dossier) [][]any {
	var head []any
	for _, column := range []string{"kind", "happened", "recorded", "seen", "late", "by", "head", "words", "about", "number", "id"} {
		head = append(head, v.Say("dossier.sheet_"+column))
	}
	rows := [][]any{head}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return domain.DateOf(t, d.Zone).String()
	}
	for _, e := range d.Lines {
		words := v.Evidence(d, e)
		var texts []string
		for _, part := range words.Parts {
			if part.Label != "" {
				part.Text = part.Label + ": " + part.Text
			}
			texts = append(texts, part.Text)
		}
		late := ""
		if e.Late(d.LateAfter) {
			late = v.Say("dossier.yes")
		}
		rows = append(rows, []any{
			v.Section(d, e.Kind), day(e.HappenedAt), day(e.RecordedAt), day(e.SeenAt), late, cellText(d.People[e.Author].Name),
			cellText(words.Head), cellText(strings.Join(texts, "\n")), cellText(d.Wording(e.Expectation)), words.Facts[len(words.Facts)-1], string(e.ID),
		})
	}
	return rows
}

// coverageRows are the map and what is missing.
func coverageRows(v *sentence.Voice, d domain.Dossier) [][]any {
	head := []any{v.Say("dossier.expectation")}
	for _, m := range d.Coverage.Months {
		head = append(head, v.MonthOf(m))
	}
	rows := [][]any{head}
	for _, row := range d.Coverage.Rows {
		cells := []any{cellText(row.Text)}
		for _, c := range row.Cells {
			cells = append(cells, v.Covered(c))
		}
		rows = append(rows, cells)
	}
	if len(d.Coverage.Rows) == 0 {
		return append(rows, []any{v.Say("dossier.coverage_none")})
	}
	for _, gap := range v.Gaps(d) {
		rows = append(rows, []any{cellText(gap)})
	}
	return rows
}

// escaped is how a workbook writes letters by their number; where somebody typed
// that, its first letter is written so, and it is read as it was typed.
var escaped = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// cellText makes a text fit for a cell: no letter that XML does not allow, and no
// more than a cell holds.
func cellText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	text = escaped.ReplaceAllString(text, "_x005F_$1")
	if runes := []rune(text); len(runes) > excelize.TotalCellChars {
		return string(runes[:excelize.TotalCellChars-1]) + "…"
	}
	return text
}
