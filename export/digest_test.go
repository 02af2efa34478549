package export_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// What a program for sheets reads in the workbook is what the message says, and
// a name that looks like a formula is a name.
func TestDigest(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	group := domain.AreaFigures{People: 12, Due: 10, Held: 8, Past: 1, NoDay: 1, Thanked: 7, Goals: 20, AtRisk: 3, OffTrack: 2, Silent: 4, Alone: 5, Linked: 6}
	all := domain.AreaFigures{People: 40, Due: 36, Held: 30}
	week := func(day int, all domain.AreaFigures) domain.Digest {
		return domain.Digest{Day: domain.Date{Year: 2026, Month: time.November, Day: day}, Figures: domain.DigestFigures{Groups: []domain.AreaFigures{group}, All: all}}
	}
	newest := week(10, all)
	newest.Figures.Records, newest.Figures.Funds = domain.RecordFigures{Opened: 2, Due: 312}, domain.FundCounts{Waiting: 3}
	view := domain.DigestView{Digest: newest, Before: []domain.Digest{week(3, domain.AreaFigures{People: 39, Due: 35, Held: 20})}}
	names := func(f domain.AreaFigures) string {
		if f.People == group.People {
			return "=1+1"
		}
		return "All"
	}
	data, err := export.Digest(book.In("en"), view, names)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := sheets.Close(); err != nil {
			t.Error(err)
		}
	}()
	var got [][]string
	for _, sheet := range sheets.GetSheetList() {
		rows, err := sheets.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, rows[1:]...)
	}
	want := [][]string{
		{"=1+1", "12", "10", "8", "1", "1", "7", "20", "3", "2", "4", "5", "6"},
		{"All", "40", "36", "30", "0", "0", "0", "0", "0", "0", "0", "0", "0"},
		{"2026-11-03", "39", "35", "20", "0", "0"},
		{"2026-11-10", "40", "36", "30", "0", "0"},
		{"Wishes that wait for a fund’s owner", "3"},
		{"Records opened this week", "2"},
		{"Records at their end that wait for a yes", "312"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows below the headings (-want +got):\n%s", diff)
	}
	if formula, err := sheets.GetCellFormula(sheets.GetSheetName(0), "A2"); err != nil || formula != "" {
		t.Errorf("got the formula %q, %v; want none", formula, err)
	}
}
