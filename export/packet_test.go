package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// A year of a busy person: what each format has to be written from in under two
// seconds.
const (
	busyKudos     = 120
	busyFeedback  = 40
	busyTalks     = 12
	busyGoals     = 15
	busyGoalNews  = 8 // of each goal
	busyPromises  = 2 // of each conversation
	budgetOfAFile = 2 * time.Second
)

// hostile are texts by which documents break.
var hostile = []string{
	"日本語の感謝の言葉です。本当に助かりました、ありがとうございます。",             //nolint:gosmopolitan // it has to be drawn
	"Zoë, Łukasz, Ξένια, Анна: thanks 🎉👩🏽‍💻🇯🇵 ✅ 𠮷野", //nolint:gosmopolitan // as above
	"שלום עולם, this is 3 words of עברית", "مرحبا بالعالم",
	"=HYPERLINK(\"https://example.com\",\"x\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0",
	"a\x00b\x07c\u202edrowssap\u2066", strings.Repeat("Donaudampfschifffahrtsgesellschaft", 90),
	strings.Repeat("wörter in einer langen Zeile ", 100), "<b>&amp;</b> (\\) %PDF \\n {pages}", "_x0041_", "\xff\xfe broken", "",
}

// busy is a packet of such a year, with every text once at least.
func busy(hard bool) domain.Dossier {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	at := time.Date(2026, time.November, 30, 12, 0, 0, 0, time.UTC)
	d := domain.Dossier{
		Person: domain.Person{ID: "p1", Name: "Grace Hopper"}, Maker: domain.Person{ID: "p2", Name: "Lee Park"}, Zone: zone, At: at, LateAfter: 30,
		Packet: domain.Packet{
			ID: "k1", Person: "p1", Maker: "p2", Format: domain.PacketPDF, At: at, Reason: "the yearly talk",
			Period: domain.DateRange{Start: domain.NewDate(2026, time.January, 1), End: domain.NewDate(2026, time.November, 30)},
		},
		People: map[domain.ID]domain.Person{
			"p1": {ID: "p1", Name: "Grace Hopper"}, "p2": {ID: "p2", Name: "Lee Park"}, "p3": {ID: "p3", Name: "山田 花子"}, //nolint:gosmopolitan // it has to be drawn
		},
		Expected: []domain.Expectation{{ID: "x1", Text: "Takes the cause of incidents away."}, {ID: "x2", Text: "顧客に早く知らせる"}, {ID: "x3", Text: "Says early when a plan does not hold, and to whom it matters"}}, //nolint:gosmopolitan // as above
		Away:     []domain.DateRange{{Start: domain.NewDate(2026, time.March, 2), End: domain.NewDate(2026, time.March, 31)}},
		Head:     domain.LedgerHead{Number: 4711, Hash: strings.Repeat("ab", 32), At: at},
	}
	n := 0
	add := func(kind domain.EvidenceKind, e domain.Evidence) {
		e.Kind, e.ID, e.Person, e.Author = kind, domain.ID(fmt.Sprint(kind, n)), "p1", domain.ID(fmt.Sprint("p", 1+n%3))
		e.RecordedAt = at.AddDate(0, 0, -n%330)
		e.HappenedAt, e.SeenAt = e.RecordedAt.AddDate(0, 0, -n%40), e.RecordedAt
		e.Entry = domain.LedgerMark{ID: "e", Number: int64(n % 5), Act: "kudos.give", At: e.RecordedAt}
		e.Expectation = domain.ID(fmt.Sprint("x", n%5))
		if n%7 == 0 {
			e.SeenAt = time.Time{}
		}
		for i := range e.Parts {
			if hard {
				e.Parts[i].Text = hostile[(n+i)%len(hostile)]
			}
		}
		d.Lines = append(d.Lines, e)
		n++
	}
	text := "for staying with the migration on Thursday until the last customer was back; I could go home at six because of you."
	part := func(names ...string) []domain.EvidencePart {
		parts := make([]domain.EvidencePart, len(names))
		for i, name := range names {
			parts[i] = domain.EvidencePart{Name: name, Text: text}
		}
		return parts
	}
	for _, x := range d.Expected {
		add(domain.ExpectationEvidence, domain.Evidence{State: "result", Parts: []domain.EvidencePart{{Name: domain.TextPart, Text: x.Text}}})
	}
	goal := domain.Goal{ID: "g", Title: "Shorter waits", Value: 12, Measure: domain.Measure{Kind: domain.NumberMeasure, Unit: "minutes", Start: 30, Target: 10}}
	for range busyGoals {
		add(domain.GoalEvidence, domain.Evidence{Goal: goal, State: "agreed", Parts: part(domain.TextPart, domain.WhyPart)})
	}
	for range busyGoals * busyGoalNews {
		add(domain.GoalNewsEvidence, domain.Evidence{Goal: goal, Value: 12.5, Confidence: domain.AtRisk, Parts: part(domain.TextPart, domain.WhyPart, domain.NextPart)})
	}
	for range busyTalks {
		add(domain.SummaryEvidence, domain.Evidence{State: "confirmed", Parts: part(domain.TextPart, domain.AddedPart)})
	}
	for range busyTalks * busyPromises {
		add(domain.PromiseEvidence, domain.Evidence{State: "done", Who: "p2", By: domain.NewDate(2026, time.May, 3), Parts: part(domain.TextPart)})
	}
	for range busyFeedback {
		add(domain.FeedbackEvidence, domain.Evidence{Parts: part(domain.SituationPart, domain.BehaviourPart, domain.ImpactPart, domain.NextPart)})
	}
	for range busyKudos {
		add(domain.KudosEvidence, domain.Evidence{Parts: part(domain.TextPart, domain.ValuePart), Link: domain.MessageLink{URL: "https://acme.example/archives/C1/p1700000000000100"}})
	}
	for range hostile {
		add(domain.KeptEvidence, domain.Evidence{State: domain.KeptShown, Parts: part(domain.TextPart, domain.QuotePart)})
	}
	cell := domain.RoundCell{As: domain.AsPeer, People: 5, Halves: 5}
	report := domain.RoundReport{
		Lines: []domain.RoundLine{{Self: 4, Manager: 2, Others: []domain.RoundCell{cell}}}, Texts: []domain.RoundText{{Question: domain.KeepText, As: domain.AsPeer, Texts: hostile}},
		Few: []domain.Perspective{domain.AsReport},
	}
	add(domain.RoundEvidence, domain.Evidence{Round: &domain.EvidentRound{Report: report, Questions: d.Expected[:1], Numbers: 4, Texts: 5, Manager: "p2"}})
	add(domain.CustomerEvidence, domain.Evidence{About: "round", Parts: part(domain.TextPart, domain.SourcePart)})
	cited := domain.CitedLine{SeasonCitation: domain.SeasonCitation{Ref: domain.EvidenceRef{Kind: domain.KudosEvidence, ID: "k"}}, State: domain.CitedWithdrawn, Late: true}
	add(domain.SeasonSummary, domain.Evidence{Title: "Half a year", State: domain.SummarySilent, Cited: []domain.CitedLine{cited}, Parts: part(domain.TextPart)})
	add(domain.DecisionEvidence, domain.Evidence{Title: "Half a year", State: "pay", Who: "p2", Parts: part(domain.TextPart, domain.WhyPart)})
	d.Coverage = domain.CoverageOf(d.Lines, d.Expected, d.Packet.Period, domain.WorkCalendar{Zone: zone, Absences: d.Away})
	return d
}

// voice speaks English in Berlin.
func voice(t testing.TB) *sentence.Voice {
	t.Helper()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return book.In("en").At(zone)
}

// formats are the ways to write a packet.
var formats = map[string]func(*sentence.Voice, domain.Dossier) ([]byte, error){
	"pdf": export.PacketPDF, "xlsx": export.PacketXLSX, "json": export.PacketJSON,
}

// A busy year is written quickly, however hard its texts are. The time allowed is
// a multiple of the one that was promised: the machine may be busy.
func TestPacket_OfABusyYear(t *testing.T) {
	t.Parallel()
	v := voice(t)
	for name, write := range formats {
		for _, hard := range []bool{false, true} {
			began := time.Now()
			data, err := write(v, busy(hard))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if took := time.Since(began); took > 5*budgetOfAFile {
				t.Errorf("%s took %s", name, took)
			}
			if dir := os.Getenv("RAPPORT_TEST_KEEP"); dir != "" {
				if err := os.WriteFile(fmt.Sprintf("%s/packet-%v.%s", dir, hard, name), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func BenchmarkPacket(b *testing.B) {
	v, d := voice(b), busy(true)
	for name, write := range formats {
		b.Run(name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				data, err := write(v, d)
				if err != nil {
					b.Fatal(err)
				}
				size = len(data)
			}
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}

// What begins like a formula is text in every cell, and no text is lost.
func TestPacketXLSX_HoldsNoFormula(t *testing.T) {
	t.Parallel()
	data, err := export.PacketXLSX(voice(t), busy(true))
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	}()
	var all strings.Builder
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, cell := range row {
				at, err := excelize.CoordinatesToCellName(x+1, y+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := book.GetCellFormula(sheet, at); err != nil || formula != "" {
					t.Errorf("%s %s holds the formula %q, %v", sheet, at, formula, err)
				}
				all.WriteString(cell + "\n")
			}
		}
	}
	for _, want := range []string{"=HYPERLINK", "+1+1", "-2+3", "@SUM(A1)", "日本語の感謝", "🎉👩🏽‍💻🇯🇵", "שלום", "مرحبا", "_x0041_", "ledger 4", "not sealed", "Peers (5)", "Taken back since", "Half a year"} { //nolint:gosmopolitan // as typed
		if !strings.Contains(all.String(), want) {
			t.Errorf("the workbook lacks %q", want)
		}
	}
}

// The data says its form, holds every text as it was typed, and is what
// docs/packet.md describes.
func TestPacketJSON(t *testing.T) {
	t.Parallel()
	d := busy(true)
	data, err := export.PacketJSON(voice(t), d)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema  string
		Version int
		Lines   []struct {
			Parts  []struct{ Text string }
			Ledger struct{ Number int64 }
		}
	}
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != export.PacketSchema || got.Version != export.PacketVersion || len(got.Lines) != len(d.Lines) {
		t.Fatalf("got %s %d with %d lines", got.Schema, got.Version, len(got.Lines))
	}
	for i, line := range got.Lines {
		for j, part := range line.Parts {
			if want := d.Lines[i].Parts[j].Text; part.Text != want && utf8.ValidString(want) {
				t.Errorf("line %d: got %q, want %q", i, part.Text, want)
			}
		}
	}
	described, err := os.ReadFile("../docs/packet.md")
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	for _, name := range namesOf(fields) {
		if !strings.Contains(string(described), "`"+name+"`") {
			t.Errorf("docs/packet.md does not describe %q", name)
		}
	}
}

// namesOf lists all field names in some data.
func namesOf(value any) []string {
	var names []string
	switch value := value.(type) {
	case map[string]any:
		for name, inner := range value {
			names = append(append(names, name), namesOf(inner)...)
		}
	case []any:
		for _, inner := range value {
			names = append(names, namesOf(inner)...)
		}
	}
	return names
}

func TestPacket_OfNothing(t *testing.T) {
	t.Parallel()
	d := busy(false)
	d.Lines, d.Expected, d.Coverage, d.Head, d.Away = nil, nil, domain.Coverage{}, domain.LedgerHead{}, nil
	for name, write := range formats {
		if data, err := write(voice(t), d); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}
