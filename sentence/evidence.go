package sentence

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
)

// EvidenceWords is a line of evidence in words, for a screen or a document.
type EvidenceWords struct {
	// Head says what it is, by whom and when.
	Head string
	// Parts are what people wrote, each with what it answers; the label is empty
	// for the whole of what was said.
	Parts []LabelledWords
	// Facts say how it stands: what it is about, late, unseen, its entry.
	Facts []string
}

// LabelledWords are words with a label before them.
type LabelledWords struct {
	Label, Text string
}

// Evidence says a line of a packet.
func (v *Voice) Evidence(d domain.Dossier, e domain.Evidence) EvidenceWords {
	w := EvidenceWords{Head: v.evidenceHead(d, e)}
	for _, p := range e.Parts {
		label := ""
		if p.Name != domain.TextPart {
			label = v.Say("dossier.part_" + p.Name)
		}
		w.Parts = append(w.Parts, LabelledWords{label, p.Text})
	}
	if e.Kind == domain.GoalEvidence {
		w.Parts = append(w.Parts, LabelledWords{v.Say("dossier.part_measure"), v.GoalValue(e.Goal)})
	}
	if e.Link.URL != "" {
		w.Parts = append(w.Parts, LabelledWords{v.Say("dossier.part_link"), e.Link.URL})
	}
	w.Parts = append(w.Parts, v.roundParts(e.Round, d.People)...)
	if len(e.Cited) > 0 {
		lines := make([]string, len(e.Cited))
		for i, line := range e.Cited {
			lines[i] = "• " + strings.Join(v.CitedHead(line, d.People, d.Zone), ". ")
		}
		w.Parts = append(w.Parts, LabelledWords{"", v.Say("season.rests_on") + ":\n" + strings.Join(lines, "\n")})
	}
	if e.Unopened() {
		w.Parts = append(w.Parts, LabelledWords{"", v.Say("dossier.unopened")})
	}
	w.Facts = v.evidenceFacts(d, e)
	return w
}

// EvidenceInShort is what was said in a line in one text, without labels.
func (v *Voice) EvidenceInShort(e domain.Evidence, people map[domain.ID]domain.Person) string {
	var words []string
	if e.Goal.Title != "" {
		words = append(words, e.Goal.Title)
	}
	for _, p := range e.Parts {
		words = append(words, p.Text)
	}
	for _, p := range v.roundParts(e.Round, people) {
		words = append(words, p.Label+": "+p.Text)
	}
	return strings.Join(words, " · ")
}

// GoalValue says how far a goal is, in the measure's own terms.
func (v *Voice) GoalValue(g domain.Goal) string {
	switch g.Measure.Kind {
	case domain.NumberMeasure:
		return v.Say("goal.value", "Value", plainNumber(g.Value), "Start", plainNumber(g.Measure.Start), "Target", plainNumber(g.Measure.Target), "Unit", g.Measure.Unit)
	case domain.MilestoneMeasure:
		done := 0
		for _, m := range g.Measure.Milestones {
			if m.Done {
				done++
			}
		}
		return v.Say("goal.steps", "Done", done, "Count", len(g.Measure.Milestones))
	case domain.YesNoMeasure:
	}
	return v.Say("goal.yes_no")
}

// plainNumber writes a value without needless zeros.
func plainNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// evidenceHead says what a line is, by whom and when.
func (v *Voice) evidenceHead(d domain.Dossier, e domain.Evidence) string {
	what := string(e.Kind)
	if e.Kind == domain.ReplyEvidence && e.State != string(domain.ReplyWords) {
		what += "_" + e.State
	}
	if e.Kind == domain.PromiseEvidence && e.By.IsZero() {
		what += "_undated"
	}
	name := d.People[e.Author].Name
	if name == "" {
		name = v.Say("dossier.machine")
	}
	sort := ""
	switch e.Kind {
	case domain.ExpectationEvidence:
		sort = v.Say("goal.dimension_" + e.State)
	case domain.DecisionEvidence:
		sort = v.Say("season.decision_" + e.State)
	default:
	}
	return v.Say("dossier.head_"+what, "Name", name, "Day", v.Date(domain.DateOf(e.HappenedAt, d.Zone)), "State", v.evidenceState(e), "Sort", sort,
		"Who", d.People[e.Who].Name, "By", v.Date(e.By), "Title", e.Title)
}

// CitedHead says what a summary rests on in a line: what it is, by whom and when,
// and what became of it where its words are not shown. They stand in the record
// that it names.
func (v *Voice) CitedHead(line domain.CitedLine, people map[domain.ID]domain.Person, zone *time.Location) []string {
	e, what := line.Evidence, v.Say("season.kind_"+string(line.Ref.Kind))
	if line.State == domain.CitedGone {
		return []string{v.Say("season.cited_gone", "What", what)}
	}
	day := v.Date(domain.DateOf(e.HappenedAt, zone))
	head := []string{v.Say("season.cited_unnamed", "What", what, "Day", day)}
	if name := people[e.Author].Name; name != "" {
		head[0] = v.Say("season.cited", "What", what, "Name", name, "Day", day)
	}
	if line.Late && line.State != domain.CitedWithdrawn {
		head = append(head, v.Say("season.cited_late", "Day", v.Date(domain.DateOf(e.RecordedAt, zone))))
	}
	switch line.State {
	case domain.CitedWithdrawn:
		head = append(head, v.Say("season.cited_withdrawn"))
	case domain.CitedOthers:
		head = append(head, v.Say("season.cited_others"))
	case domain.CitedShown, domain.CitedGone:
	}
	return head
}

// evidenceState says where what a line tells of stands.
func (v *Voice) evidenceState(e domain.Evidence) string {
	switch e.Kind {
	case domain.GoalEvidence, domain.GoalEndEvidence:
		return v.Say("goal.state_" + e.State)
	case domain.GoalNewsEvidence:
		if e.State != "" {
			return v.Say("dossier.state_same")
		}
		told := e.Goal
		told.Value = e.Value
		state := v.Say("goal.confidence_" + string(e.Confidence))
		if told.Measure.Kind == domain.NumberMeasure {
			state = v.GoalValue(told) + ", " + state
		}
		return state
	case domain.SummaryEvidence, domain.PromiseEvidence, domain.GrowthEvidence, domain.SeasonSummary:
		return v.Say("dossier.state_" + e.State)
	case domain.KudosEvidence, domain.FeedbackEvidence, domain.ReplyEvidence, domain.ExpectationEvidence, domain.KeptEvidence,
		domain.RoundEvidence, domain.CustomerEvidence, domain.DecisionEvidence:
	}
	return ""
}

// evidenceFacts say how a line stands.
func (v *Voice) evidenceFacts(d domain.Dossier, e domain.Evidence) []string {
	var facts []string
	if text := d.Wording(e.Expectation); text != "" && e.Kind != domain.ExpectationEvidence {
		facts = append(facts, v.Say("dossier.about", "What", text))
	}
	if e.Late(d.LateAfter) {
		facts = append(facts, v.Say("dossier.late", "Day", v.Date(domain.DateOf(e.RecordedAt, d.Zone))))
	}
	if e.MayCite(d.At) == domain.NeverSeen {
		facts = append(facts, v.Say("dossier.unseen", "Name", d.Person.Name))
	}
	if e.Kind == domain.KeptEvidence && e.State == domain.KeptPrivate {
		facts = append(facts, v.Say("dossier.private"))
	}
	if e.Round != nil {
		facts = append(facts, v.Say("dossier.round_least", "Numbers", e.Round.Numbers, "Texts", e.Round.Texts))
	}
	return append(facts, v.ledgerFact(e.Entry))
}

// ledgerFact says where a line stands in the ledger.
func (v *Voice) ledgerFact(m domain.LedgerMark) string {
	switch {
	case m.ID == "":
		return v.Say("dossier.entry_none")
	case m.Number == 0:
		return v.Say("dossier.entry_open")
	}
	return v.Say("dossier.entry", "Number", strconv.FormatInt(m.Number, 10))
}

// Section names the lines of a kind.
func (v *Voice) Section(d domain.Dossier, kind domain.EvidenceKind) string {
	return v.Say("dossier.section_"+string(kind), "Name", d.Person.Name)
}

// PacketTitle says whose packet of which time it is.
func (v *Voice) PacketTitle(d domain.Dossier) string {
	return v.Say("dossier.title", "Name", d.Person.Name, "From", v.Date(d.Packet.Period.Start), "To", v.Date(d.Packet.Period.End))
}

// PacketNotes say what a packet is: by whom and why, what is not in it, and how
// to read it.
func (v *Voice) PacketNotes(d domain.Dossier) []string {
	made := v.Say("dossier.made_at_machine", "When", v.Moment(d.Packet.At))
	maker := v.Say("dossier.receipt_machine")
	if d.Packet.Maker != "" {
		made, maker = v.Say("dossier.made_by", "Name", d.Maker.Name, "When", v.Moment(d.Packet.At)), d.Maker.Name
	}
	notes := []string{made}
	if d.Packet.Reason != "" {
		notes = append(notes, v.Say("dossier.why_made", "Reason", d.Packet.Reason))
	}
	notes = append(notes, v.Say("dossier.no_score"))
	if d.Packet.Maker == d.Packet.Person {
		notes = append(notes, v.Say("dossier.left_own"))
	} else {
		notes = append(notes, v.Say("dossier.left_out", "Maker", maker, "Name", d.Person.Name))
	}
	if d.WithoutRecords {
		notes = append(notes, v.Say("dossier.left_records", "Maker", maker))
	}
	if slices.ContainsFunc(d.Lines, func(e domain.Evidence) bool { return e.Late(d.LateAfter) }) {
		notes = append(notes, v.Say("dossier.late_note", "Days", d.LateAfter))
	}
	notes = append(notes, v.Say("dossier.unseen_note", "Name", d.Person.Name))
	if len(d.Away) > 0 {
		days := make([]string, len(d.Away))
		for i, r := range d.Away {
			days[i] = v.Say("dossier.days", "From", v.Date(r.Start), "To", v.Date(r.End))
		}
		notes = append(notes, v.Say("dossier.away", "Days", v.List(days)))
	}
	if d.Head.Number > 0 {
		return append(notes, v.Say("dossier.head", "Head", d.Head.String()))
	}
	return append(notes, v.Say("dossier.no_head"))
}

// Gaps say what is missing about what is expected.
func (v *Voice) Gaps(d domain.Dossier) []string {
	var gaps []string
	for _, row := range d.Coverage.Rows {
		what := strings.TrimRight(row.Text, ". ")
		switch kind, since := d.Coverage.Gap(row); kind {
		case domain.SinceGap:
			gaps = append(gaps, v.Say("dossier.gap_since", "What", what, "Month", v.MonthOf(since)))
		case domain.NeverGap:
			gaps = append(gaps, v.Say("dossier.gap_never", "What", what))
		case domain.OwnGap:
			gaps = append(gaps, v.Say("dossier.gap_own", "What", what, "Name", d.Person.Name))
		case domain.NoGap:
		}
	}
	if len(gaps) == 0 && len(d.Coverage.Rows) > 0 {
		return []string{v.Say("dossier.no_gaps")}
	}
	return gaps
}

// Covered says a cell of the coverage: how many people, or why none.
func (v *Voice) Covered(c domain.CoverageCell) string {
	switch {
	case c.Sources > 0:
		return v.Number(c.Sources)
	case c.Own:
		return v.Say("dossier.own")
	case c.Away:
		return v.Say("dossier.gone")
	}
	return "–"
}
