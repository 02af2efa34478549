package export_test

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

func TestScorecard_AsWorkbookAndDocument(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	v := book.In("en")
	view := domain.ScorecardView{
		Card: domain.Scorecard{Period: "2026-Q3", Figures: domain.ScoreFigures{
			People: 178, Held: domain.Share{Part: 401, Whole: 520}, Leaders: domain.Share{Part: 30, Whole: 48},
			Funds: []domain.ScoreFund{{Name: "研修 Training", Spent: domain.Money{Minor: 120000, Currency: "EUR"}, Finished: 4}}, //nolint:gosmopolitan // it has to be drawn
		}},
		Before: []domain.Scorecard{{Period: "2026-Q2", Figures: domain.ScoreFigures{Held: domain.Share{Part: 450, Whole: 510}}}},
	}
	data, err := export.Scorecard(v, view)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := sheets.GetRows(sheets.GetSheetName(0))
	if err != nil || len(rows) != 10 || rows[1][1] != "401" || rows[1][3] != "450" {
		t.Errorf("got %v, %v", rows, err)
	}
	if err := sheets.Close(); err != nil {
		t.Error(err)
	}
	paper, err := export.ScorecardPDF(v, view)
	if err != nil || !bytes.HasPrefix(paper, []byte("%PDF")) || len(paper) < 10_000 {
		t.Errorf("got %d bytes, %v", len(paper), err)
	}
}

func TestFairness_AsWorkbook(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	group := domain.FairGroup{Keys: []string{"Sales"}, People: 41, Held: domain.Share{Part: 20, Whole: 24}, Actionable: domain.Share{Part: 9, Whole: 20}}
	r := domain.FairnessReport{Minimum: 5, All: group, Divisions: []domain.FairDivision{{Kind: "area", Groups: []domain.FairGroup{group}, NoFeedback: true}, {Kind: "schedule", FromFile: true, Hidden: true}}}
	data, err := export.Fairness(book.In("en"), r)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := sheets.GetRows(sheets.GetSheetName(0))
	if err != nil || len(rows) != 4 || len(rows[2]) > 10 { // feedback is not divided
		t.Errorf("got %v, %v", rows, err)
	}
	if err := sheets.Close(); err != nil {
		t.Error(err)
	}
}
