package export

import (
	"bytes"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/sentence"
)

// Scorecard writes a quarter as a workbook: a sheet with each figure and that of
// the quarter before, and one with the words around them.
func Scorecard(v *sentence.Voice, view domain.ScorecardView) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // it only held memory
	first, second := v.Say("scorecard.title"), v.Say("scorecard.advice")
	if err := book.SetSheetName("Sheet1", first); err != nil {
		return nil, fmt.Errorf("name the sheet of figures: %w", err)
	}
	if _, err := book.NewSheet(second); err != nil {
		return nil, fmt.Errorf("add the sheet of words: %w", err)
	}
	rows := [][]any{{
		v.Say("scorecard.sheet_part"), v.Say("scorecard.sheet_count"), v.Say("scorecard.sheet_whole"), v.Say("scorecard.sheet_before"), v.Say("scorecard.sheet_before_whole"),
	}}
	for _, part := range v.ScoreParts(view) {
		rows = append(rows, []any{part.Name, part.Now.Part, part.Now.Whole, part.Before.Part, part.Before.Whole})
	}
	if err := write(book, first, rows); err != nil {
		return nil, err
	}
	words := [][]any{{v.Say("scorecard.heading", "Period", v.Quarter(view.Card.Period))}}
	for _, c := range v.Scorecard(view) {
		for _, line := range c.Lines {
			words = append(words, []any{c.Heading, line})
		}
	}
	if err := write(book, second, words); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		return nil, fmt.Errorf("write the workbook: %w", err)
	}
	return out.Bytes(), nil
}

// ScorecardPDF writes a quarter as a document.
func ScorecardPDF(v *sentence.Voice, view domain.ScorecardView) ([]byte, error) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(view.Card.MadeAt)
	pdf.SetModificationDate(view.Card.MadeAt)
	pdf.AddUTF8FontFromBytes("body", "", fontFile)
	pdf.AliasNbPages("{pages}")
	p := &paper{pdf: pdf, v: v, widths: map[rune]float64{}}
	pdf.SetFooterFunc(p.footer)
	p.addPage()
	for i, c := range v.Scorecard(view) {
		size := headingSize
		if i == 0 {
			size = titleSize
		}
		p.text(c.Heading, size, 0, black)
		for _, line := range c.Lines {
			p.text(line, textSize, indent, black)
		}
		p.space(3)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write a scorecard as PDF: %w", err)
	}
	return out.Bytes(), nil
}
