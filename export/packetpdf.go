package export

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"rapport/domain"
	"rapport/sentence"
)

// The measures of a page, in millimetres, and sizes of type, in points.
const (
	pageMargin  = 18.0
	pageWidth   = 210.0 - 2*pageMargin
	pageBottom  = 297.0 - pageMargin
	titleSize   = 16.0
	headingSize = 12.0
	textSize    = 9.5
	noteSize    = 8.0
	cellSize    = 7.0
	indent      = 4.0
	// monthColumns is how many months stand side by side in the coverage.
	monthColumns = 12
)

// paper is a document on which lines are set one below the other.
type paper struct {
	pdf *fpdf.Fpdf
	v   *sentence.Voice
	// widths are those of letters at one point of size.
	widths map[rune]float64
	// undrawn is true once a letter was set that the font does not have.
	undrawn bool
	y       float64
}

// PacketPDF writes a packet as a document, with the same as data attached. Letters
// that the font does not have stand in the attachment.
func PacketPDF(v *sentence.Voice, d domain.Dossier) ([]byte, error) {
	data, err := PacketJSON(v, d)
	if err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(d.At)
	pdf.SetModificationDate(d.At)
	pdf.AddUTF8FontFromBytes("body", "", fontFile)
	title, _ := drawable(v.PacketTitle(d))
	pdf.SetTitle(title, true)
	pdf.SetAttachments([]fpdf.Attachment{{Content: data, Filename: "packet.json", Description: v.Say("dossier.attached")}})
	pdf.AliasNbPages("{pages}")
	p := &paper{pdf: pdf, v: v, widths: map[rune]float64{}}
	pdf.SetFooterFunc(p.footer)
	p.addPage()
	p.text(v.PacketTitle(d), titleSize, 0, black)
	p.space(1)
	for _, note := range v.PacketNotes(d) {
		p.text(note, noteSize, 0, grey)
	}
	p.coverage(d)
	p.lines(d)
	if p.undrawn {
		p.space(3)
		p.text(v.Say("dossier.undrawn"), noteSize, 0, grey)
	}
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("write a packet as PDF: %w", err)
	}
	return out.Bytes(), nil
}

// shade is how dark something is drawn.
type shade int

const (
	black shade = 25
	grey  shade = 105
	light shade = 225
)

func (p *paper) addPage() {
	p.pdf.AddPage()
	p.y = pageMargin
}

func (p *paper) footer() {
	page := p.v.Say("dossier.page", "Page", strconv.Itoa(p.pdf.PageNo()), "Pages", "{pages}")
	p.pdf.SetFont("body", "", noteSize)
	p.pdf.SetTextColor(int(grey), int(grey), int(grey))
	p.pdf.SetXY(pageMargin, pageBottom+4)
	p.pdf.CellFormat(pageWidth, 5, page, "", 0, "L", false, 0, "")
}

// space leaves some millimetres.
func (p *paper) space(mm float64) { p.y += mm }

// room begins a page where fewer millimetres are left.
func (p *paper) room(mm float64) {
	if p.y+mm > pageBottom {
		p.addPage()
	}
}

// wide measures a letter at a size, in millimetres.
func (p *paper) wide(size float64) func(rune) float64 {
	return func(r rune) float64 {
		w, known := p.widths[r]
		if !known {
			p.pdf.SetFontUnitSize(1)
			w = p.pdf.GetStringWidth(string(r))
			p.widths[r] = w
		}
		return w * size
	}
}

// lineHeight is the distance of lines of a size, in millimetres.
func lineHeight(size float64) float64 { return size * 0.3528 * 1.42 }

// text sets a text below what stands already.
func (p *paper) text(text string, size, left float64, s shade) {
	text, complete := drawable(text)
	p.undrawn = p.undrawn || !complete
	p.pdf.SetFont("body", "", size)
	unit := size * 0.3528
	for _, line := range wrapped(text, pageWidth-left, p.wide(unit)) {
		p.room(lineHeight(size))
		p.pdf.SetFont("body", "", size)
		p.pdf.SetTextColor(int(s), int(s), int(s))
		p.pdf.Text(pageMargin+left, p.y+unit, ordered(line))
		p.y += lineHeight(size)
	}
}

// heading begins a section, never at the foot of a page.
func (p *paper) heading(text string) {
	p.space(5)
	p.room(22)
	p.text(text, headingSize, 0, black)
	p.pdf.SetDrawColor(int(light), int(light), int(light))
	p.pdf.Line(pageMargin, p.y, pageMargin+pageWidth, p.y)
	p.space(1.5)
}

// lines set all lines, kind by kind.
func (p *paper) lines(d domain.Dossier) {
	if len(d.Lines) == 0 {
		p.space(4)
		p.text(p.v.Say("dossier.nothing"), textSize, 0, black)
	}
	var kind domain.EvidenceKind
	for _, e := range d.Lines {
		if e.Kind != kind {
			kind = e.Kind
			p.heading(p.v.Section(d, kind))
		}
		words := p.v.Evidence(d, e)
		p.room(3 * lineHeight(textSize))
		p.text(words.Head, textSize, 0, black)
		for _, part := range words.Parts {
			text := part.Text
			if part.Label != "" {
				text = part.Label + ": " + text
			}
			p.text(text, textSize, indent, black)
		}
		p.text(strings.Join(words.Facts, " · "), noteSize, indent, grey)
		p.space(2)
	}
}

// coverage sets the map as tables of a year each, and what is missing in words.
func (p *paper) coverage(d domain.Dossier) {
	p.heading(p.v.Say("dossier.coverage"))
	if len(d.Coverage.Rows) == 0 {
		p.text(p.v.Say("dossier.coverage_none"), textSize, 0, black)
		return
	}
	p.text(p.v.Say("dossier.coverage_intro", "Name", d.Person.Name), noteSize, 0, grey)
	p.space(1)
	for from := 0; from < len(d.Coverage.Months); from += monthColumns {
		p.months(d, from, min(from+monthColumns, len(d.Coverage.Months)))
		p.space(2)
	}
	for _, gap := range p.v.Gaps(d) {
		p.text(gap, textSize, 0, black)
	}
}

// months sets one table of the map.
func (p *paper) months(d domain.Dossier, from, to int) {
	const first, height = 66.0, 5.2
	column := (pageWidth - first) / monthColumns
	p.room(2 * height)
	for i := from; i < to; i++ {
		month := d.Coverage.Months[i]
		p.cell(fmt.Sprintf("%d/%02d", int(month.Month), month.Year%100), first+float64(i-from)*column, column, false)
	}
	p.y += height
	for _, row := range d.Coverage.Rows {
		text, complete := drawable(row.Text)
		p.undrawn = p.undrawn || !complete
		unit := noteSize * 0.3528
		lines := wrapped(text, first-3, p.wide(unit))
		tall := max(height, float64(len(lines))*lineHeight(noteSize)+1.2)
		p.room(tall)
		for i := from; i < to; i++ {
			cell := row.Cells[i]
			p.cell(p.v.Covered(cell), first+float64(i-from)*column, column, cell.Sources > 0)
		}
		top := p.y
		p.pdf.SetFont("body", "", noteSize)
		for _, line := range lines {
			p.pdf.Text(pageMargin, p.y+unit+0.9, ordered(line))
			p.y += lineHeight(noteSize)
		}
		p.y = top + tall
	}
}

// cell sets a short text into a column at the present height.
func (p *paper) cell(text string, left, width float64, filled bool) {
	p.pdf.SetFont("body", "", cellSize)
	p.pdf.SetTextColor(int(black), int(black), int(black))
	p.pdf.SetFillColor(int(light), int(light), int(light))
	p.pdf.SetXY(pageMargin+left, p.y)
	p.pdf.CellFormat(width-0.6, 4.8, text, "", 0, "C", filled, 0, "")
}
