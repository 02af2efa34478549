package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// packetSample is what Lee may read about Grace: one line of each kind, late,
// unseen, not sealed, and hard to write.
func packetSample(at time.Time) domain.Dossier {
	d := domain.Dossier{
		Person: domain.Person{ID: "grace", SlackID: "UGRACE", Name: "Grace *Hopper*"}, Maker: domain.Person{ID: "lee", Name: "Lee Park"},
		Packet: domain.Packet{
			ID: "k1", Person: "grace", Maker: "lee", Format: domain.PacketPDF, Reason: "the yearly talk", At: at, State: domain.PacketOrdered,
			Period: domain.DateRange{Start: domain.Date{Year: 2026, Month: time.September, Day: 1}, End: domain.Date{Year: 2026, Month: time.November, Day: 24}},
		},
		Expected: []domain.Expectation{{ID: "x1", Text: "Takes the cause of incidents away."}, {ID: "x2", Text: "Tests <before> mending"}},
		Away:     []domain.DateRange{{Start: domain.Date{Year: 2026, Month: time.October, Day: 1}, End: domain.Date{Year: 2026, Month: time.October, Day: 31}}},
		People:   map[domain.ID]domain.Person{"grace": {ID: "grace", Name: "Grace *Hopper*"}, "lee": {ID: "lee", Name: "Lee Park"}, "bo": {ID: "bo", Name: "Bo Lindqvist"}},
		Zone:     time.UTC, At: at, LateAfter: 30, Team: "the people team", WithoutRecords: true,
		Head: domain.LedgerHead{Number: 12, Hash: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"},
	}
	goal := domain.Goal{ID: "g", Title: "Shorter waits", Value: 20, Measure: domain.Measure{Kind: domain.NumberMeasure, Unit: "min", Start: 30, Target: 10}}
	states := map[domain.EvidenceKind]string{
		domain.ExpectationEvidence: "result", domain.GoalEvidence: "agreed", domain.GoalEndEvidence: "achieved", domain.SummaryEvidence: "silent",
		domain.PromiseEvidence: "open", domain.GrowthEvidence: "open", domain.ReplyEvidence: "intent", domain.KeptEvidence: domain.KeptPrivate,
		domain.SeasonSummary: domain.SummaryLate, domain.DecisionEvidence: string(domain.RoleDecision),
	}
	for i, kind := range domain.EvidenceKinds() {
		e := domain.Evidence{
			Kind: kind, ID: domain.ID("e" + string(kind)), Person: "grace", Author: "bo", Who: "lee", State: states[kind], Goal: goal, Confidence: domain.AtRisk,
			HappenedAt: at.AddDate(0, 0, -i*9), RecordedAt: at, SeenAt: at, Entry: domain.LedgerMark{ID: "l", Number: int64(i)}, Expectation: "x1",
			Parts: []domain.EvidencePart{{Name: domain.TextPart, Text: "for *staying* <!channel>"}, {Name: domain.WhyPart, Text: "because"}},
		}
		if kind == domain.FeedbackEvidence {
			e.Parts, e.SeenAt, e.Entry = nil, time.Time{}, domain.LedgerMark{}
		}
		addRecords(&e)
		d.Lines = append(d.Lines, e)
	}
	d.Coverage = domain.CoverageOf(d.Lines, d.Expected, d.Packet.Period, domain.WorkCalendar{Zone: time.UTC, Absences: d.Away})
	return d
}

// addRecords lets a line hold what only some have: a report, a season and what its
// summary rests on.
func addRecords(e *domain.Evidence) {
	switch e.Kind {
	case domain.RoundEvidence:
		e.Author, e.Parts = "", nil
		e.Round = &domain.EvidentRound{
			Numbers: 4, Texts: 5, Manager: "lee", Questions: []domain.Expectation{{Text: "Takes the *cause* away"}, {Text: "Tests before mending"}},
			Report: domain.RoundReport{
				Lines: []domain.RoundLine{{Self: 4, Manager: 2, Others: []domain.RoundCell{{As: domain.AsPeer, People: 5, Halves: 5}, {As: domain.AsEverybody, People: 9, Halves: 6}}}, {}},
				Texts: []domain.RoundText{{Question: domain.KeepText, As: domain.AsPeer, Texts: []string{"calm *nights*", "the drill"}}, {Question: domain.TryText, As: domain.AsManager, Texts: []string{"ask first"}}},
			},
		}
	case domain.CustomerEvidence:
		e.Parts[1] = domain.EvidencePart{Name: domain.SourcePart, Text: "ACME <GmbH>"}
	case domain.SeasonSummary:
		cited := func(kind domain.EvidenceKind, author domain.ID, state domain.CitedState) domain.CitedLine {
			line := domain.CitedLine{State: state, Late: true, Evidence: domain.Evidence{Kind: kind, ID: "c", Author: author, HappenedAt: e.HappenedAt, RecordedAt: e.RecordedAt}}
			line.Ref = line.Evidence.Ref()
			return line
		}
		e.Title = "Half *a* year"
		e.Cited = []domain.CitedLine{
			cited(domain.FeedbackEvidence, "bo", domain.CitedOthers), cited(domain.KudosEvidence, "bo", domain.CitedWithdrawn), cited(domain.RoundEvidence, "", domain.CitedShown),
			cited(domain.GrowthEvidence, "grace", domain.CitedGone),
		}
	case domain.DecisionEvidence:
		e.Title = "Half *a* year"
	default:
	}
}

// fileSamples are the views of the own file, of the first contact, and of who
// sees what.
func fileSamples(v *sentence.Voice) map[string]any {
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	public := domain.Kept{
		ID: "k1", Words: "my *migration* <!channel>", Quote: "nobody noticed <@U1>", At: at,
		About: domain.MessageLink{Channel: "C1", TS: "1.1", URL: "https://acme.example/archives/C1/p11"},
	}
	private := domain.Kept{ID: "k2", Words: "my part in it", At: at, About: domain.MessageLink{Channel: "C2", TS: "1.1", Private: true}}
	full := domain.File{
		Counts: domain.FileCounts{Since: domain.Date{Year: 2026, Month: time.July, Day: 1}, Conversations: 5, Goals: 3, Kept: 6},
		Entries: []domain.FileEntry{
			{Kept: public}, {Kept: private},
			{Kudos: domain.Kudos{ID: "t1", Giver: "bo", Text: "for *staying* late", At: at}},
		},
		People: map[domain.ID]domain.Person{"bo": {ID: "bo", Name: "Bo Lindqvist"}},
		Next:   domain.FileCursor{At: at, ID: "t1"},
	}
	packet, made, denied, fileless := packetSample(at), packetSample(at), packetSample(at), packetSample(at)
	made.Packet.Maker, made.Packet.Reason = "", "asked for <@U1> by a *court*"
	denied.Packet.State, denied.Packet.Reason = domain.PacketDenied, ""
	fileless.Packet.State = domain.PacketFileless
	own := packetSample(at)
	own.Packet.Maker, own.Lines, own.Coverage = own.Packet.Person, nil, domain.Coverage{}
	return map[string]any{
		"packet_form":     packetForm(v, packet.Person, packet.Packet.Period, Metadata{}),
		"packet_first":    packetView(v, packet, 0),
		"packet_lines":    packetView(v, packet, 9),
		"packet_empty":    packetView(v, own, 0),
		"packet_ready":    packetReady(v, packet),
		"packet_own":      packetReady(v, own),
		"packet_fileless": packetReady(v, fileless),
		"packet_made":     packetMade(v, packet),
		"packet_machine":  packetMade(v, made),
		"packet_refused":  packetRefused(v, denied),
		"receipt":         receiptView(v, packet),
		"receipt_machine": receiptView(v, made),
		"receipt_denied":  receiptView(v, denied),

		"file":         fileView(v, full, true, Metadata{}),
		"file_empty":   fileView(v, domain.File{}, false, Metadata{}),
		"file_keep":    keepForm(v, public, Metadata{}),
		"file_private": keepForm(v, private, Metadata{}),
		"file_words":   keepForm(v, domain.Kept{}, Metadata{}),
		"file_receipt": keptReceipt(v),
		"why":          whyView(v, domain.Explained{Person: aLee, Stands: []domain.Relation{domain.Manager, domain.SkipLevel}, Rules: domain.Table[30:38], Team: "the people team"}),
		"why_nothing":  whyView(v, domain.Explained{Person: anAda, Team: "the people team"}),
		"privacy":      privacyView(v, domain.Table[:9], "the people team"),
		"greeting": greetingMessage(v, domain.Introduction{
			Partner: domain.Person{Name: "Lee Park"}, Start: domain.Date{Year: 2026, Month: time.December, Day: 1},
			Cadence: domain.Monthly, PerWeek: 3, Team: "the people team",
		}),
	}
}
