package export

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// PacketSchema and PacketVersion name the form of the data; docs/packet.md
// describes it. The version rises when a field changes its meaning or goes.
const (
	PacketSchema  = "rapport.packet"
	PacketVersion = 1
)

// packetData is a packet as data.
type packetData struct {
	Schema   string        `json:"schema"`
	Version  int           `json:"version"`
	Packet   packetHead    `json:"packet"`
	Notes    []string      `json:"notes"`
	Coverage *coverageData `json:"coverage,omitempty"`
	Lines    []lineData    `json:"lines"`
}

// packetHead says what it is.
type packetHead struct {
	ID     domain.ID          `json:"id"`
	Person personData         `json:"person"`
	Maker  *personData        `json:"maker,omitempty"`
	From   domain.Date        `json:"from"`
	To     domain.Date        `json:"to"`
	Reason string             `json:"reason,omitempty"`
	MadeAt time.Time          `json:"made_at"`
	ReadAt time.Time          `json:"read_at"`
	Zone   string             `json:"zone"`
	Late   int                `json:"late_after_days"`
	Away   []daysData         `json:"away,omitempty"`
	Head   *domain.LedgerHead `json:"ledger_head,omitempty"`
}

type personData struct {
	ID   domain.ID `json:"id"`
	Name string    `json:"name"`
}

type daysData struct {
	From domain.Date `json:"from"`
	To   domain.Date `json:"to"`
}

// coverageData is the map.
type coverageData struct {
	Months       []string          `json:"months"`
	Expectations []expectationData `json:"expectations"`
	Gaps         []string          `json:"gaps"`
}

type expectationData struct {
	ID    domain.ID  `json:"id"`
	Text  string     `json:"text"`
	Cells []cellData `json:"cells"`
}

type cellData struct {
	Sources int  `json:"sources"`
	Own     bool `json:"own"`
	Away    bool `json:"away"`
}

// lineData is one line.
type lineData struct {
	Kind        domain.EvidenceKind `json:"kind"`
	ID          domain.ID           `json:"id"`
	Author      *personData         `json:"author,omitempty"`
	HappenedAt  time.Time           `json:"happened_at"`
	RecordedAt  time.Time           `json:"recorded_at"`
	SeenAt      *time.Time          `json:"seen_at,omitempty"`
	Late        bool                `json:"late"`
	Citable     bool                `json:"citable"`
	Expectation domain.ID           `json:"expectation,omitempty"`
	BelongsTo   domain.ID           `json:"belongs_to,omitempty"`
	Title       string              `json:"title,omitempty"`
	State       string              `json:"state,omitempty"`
	Head        string              `json:"head"`
	Parts       []partData          `json:"parts"`
	Link        string              `json:"link,omitempty"`
	Goal        *goalData           `json:"goal,omitempty"`
	Promise     *promiseData        `json:"promise,omitempty"`
	Round       *roundData          `json:"round,omitempty"`
	Cited       []citedData         `json:"cited,omitempty"`
	Ledger      *ledgerData         `json:"ledger,omitempty"`
}

type partData struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type goalData struct {
	Title      string             `json:"title"`
	Unit       string             `json:"unit,omitempty"`
	Start      float64            `json:"start"`
	Target     float64            `json:"target"`
	Value      float64            `json:"value"`
	Due        domain.Date        `json:"due"`
	Measure    domain.MeasureKind `json:"measure"`
	Confidence domain.Confidence  `json:"confidence,omitempty"`
}

type promiseData struct {
	Who personData   `json:"who"`
	By  *domain.Date `json:"by,omitempty"`
}

// roundData is a report as it was released: no figure and no text from fewer
// people than it names.
type roundData struct {
	Numbers   int                `json:"least_for_figures"`
	Texts     int                `json:"least_for_texts"`
	Questions []string           `json:"questions"`
	Report    domain.RoundReport `json:"report"`
	Manager   *personData        `json:"manager,omitempty"`
}

// citedData is a line that a summary rests on; the words stand in the line of that
// id, where the maker may read them.
type citedData struct {
	Kind  domain.EvidenceKind `json:"kind"`
	ID    domain.ID           `json:"id"`
	State domain.CitedState   `json:"state"`
	Late  bool                `json:"late,omitempty"`
	Head  string              `json:"head"`
}

// ledgerData is the entry; without a number it is not sealed yet.
type ledgerData struct {
	ID     domain.ID `json:"id"`
	Number int64     `json:"number,omitempty"`
	Act    string    `json:"act"`
	At     time.Time `json:"at"`
}

// PacketJSON writes a packet as data.
func PacketJSON(v *sentence.Voice, d domain.Dossier) ([]byte, error) {
	out := packetData{
		Schema: PacketSchema, Version: PacketVersion, Notes: v.PacketNotes(d), Lines: make([]lineData, len(d.Lines)),
		Packet: packetHead{
			ID: d.Packet.ID, Person: personData{d.Person.ID, d.Person.Name}, From: d.Packet.Period.Start, To: d.Packet.Period.End,
			Reason: d.Packet.Reason, MadeAt: d.Packet.At, ReadAt: d.At, Zone: d.Zone.String(), Late: d.LateAfter,
		},
	}
	if d.Packet.Maker != "" {
		out.Packet.Maker = &personData{d.Maker.ID, d.Maker.Name}
	}
	if d.Head.Number > 0 {
		out.Packet.Head = &d.Head
	}
	for _, r := range d.Away {
		out.Packet.Away = append(out.Packet.Away, daysData{r.Start, r.End})
	}
	out.Coverage = coverageOf(v, d)
	for i, e := range d.Lines {
		out.Lines[i] = lineOf(v, d, e)
	}
	data, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write a packet as JSON: %w", err)
	}
	return append(data, '\n'), nil
}

// coverageOf writes the map; none where nothing is expected.
func coverageOf(v *sentence.Voice, d domain.Dossier) *coverageData {
	if len(d.Coverage.Rows) == 0 {
		return nil
	}
	out := &coverageData{Gaps: v.Gaps(d)}
	for _, m := range d.Coverage.Months {
		out.Months = append(out.Months, fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)))
	}
	for _, row := range d.Coverage.Rows {
		x := expectationData{ID: row.Expectation, Text: row.Text}
		for _, c := range row.Cells {
			x.Cells = append(x.Cells, cellData(c))
		}
		out.Expectations = append(out.Expectations, x)
	}
	return out
}

// lineOf writes a line.
func lineOf(v *sentence.Voice, d domain.Dossier, e domain.Evidence) lineData {
	line := lineData{
		Kind: e.Kind, ID: e.ID, HappenedAt: e.HappenedAt, RecordedAt: e.RecordedAt, Late: e.Late(d.LateAfter),
		Citable: e.MayCite(d.At) == domain.CanBeCited, Expectation: e.Expectation, BelongsTo: e.About, Title: e.Title, State: e.State,
		Head: v.Evidence(d, e).Head, Parts: []partData{}, Link: e.Link.URL,
	}
	if e.Author != "" {
		line.Author = &personData{e.Author, d.People[e.Author].Name}
	}
	if !e.SeenAt.IsZero() {
		line.SeenAt = &e.SeenAt
	}
	for _, p := range e.Parts {
		line.Parts = append(line.Parts, partData(p))
	}
	if g := e.Goal; g.ID != "" {
		line.Goal = &goalData{g.Title, g.Measure.Unit, g.Measure.Start, g.Measure.Target, g.Value, g.Due, g.Measure.Kind, g.Confidence}
		if e.Kind == domain.GoalNewsEvidence {
			line.Goal.Value, line.Goal.Confidence = e.Value, e.Confidence
		}
	}
	if e.Kind == domain.PromiseEvidence {
		line.Promise = &promiseData{Who: personData{e.Who, d.People[e.Who].Name}}
		if !e.By.IsZero() {
			line.Promise.By = &e.By
		}
	}
	line.Round = roundOf(d, e.Round)
	for _, c := range e.Cited {
		head := strings.Join(v.CitedHead(c, d.People, d.Zone), ". ")
		line.Cited = append(line.Cited, citedData{Kind: c.Ref.Kind, ID: c.Ref.ID, State: c.State, Late: c.Late, Head: head})
	}
	if m := e.Entry; m.ID != "" {
		line.Ledger = &ledgerData{m.ID, m.Number, m.Act, m.At}
	}
	return line
}

// roundOf writes a report; nil where there is none to be read.
func roundOf(d domain.Dossier, r *domain.EvidentRound) *roundData {
	if r == nil {
		return nil
	}
	out := &roundData{Numbers: r.Numbers, Texts: r.Texts, Questions: make([]string, len(r.Questions)), Report: r.Report}
	for i, q := range r.Questions {
		out.Questions[i] = q.Text
	}
	if r.Manager != "" {
		out.Manager = &personData{r.Manager, d.People[r.Manager].Name}
	}
	return out
}
