package domain_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// packetOf is what somebody wants about Grace.
func (b *bureau) packetOf(format domain.PacketFormat, reason string) domain.PacketDraft {
	return domain.PacketDraft{Person: b.grace.ID, Period: b.thisYear(), Format: format, Reason: reason}
}

func TestDossierService_Order(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		b.aYearOfGrace()
		b.waiting(b.grace, "")
		act := b.act(b.lee)
		packet, err := b.dossier().Order(t.Context(), act, b.packetOf(domain.PacketPDF, ""))
		if err != nil {
			t.Fatal(err)
		}
		again, err := b.dossier().Order(t.Context(), act, b.packetOf(domain.PacketPDF, ""))
		if err != nil || again.ID != packet.ID {
			t.Errorf("two clicks: got %v, %v, want the same packet", again.ID, err)
		}
		if entries := b.entries(packet.ID); len(entries) != 1 || !strings.HasPrefix(entries[0], "lee packet.make pdf 2026-01-01") {
			t.Errorf("got entries %q", entries)
		}
		if n := b.waiting(b.grace, domain.PacketMade); n != 1 {
			t.Errorf("%d receipts, want 1", n)
		}
		d, err := b.dossier().Unpack(t.Context(), b.lee.ID, packet.ID)
		if err != nil || len(d.Lines) != 10 || d.Person.ID != b.grace.ID || d.Maker.ID != b.lee.ID || d.WithoutRecords {
			t.Errorf("got %d lines about %q by %q, %v", len(d.Lines), d.Person.Name, d.Maker.Name, err)
		}
		// It is the maker's to read; whom it is about reads who made it.
		if _, err := b.dossier().Unpack(t.Context(), b.grace.ID, packet.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("somebody else's packet: got %v", err)
		}
		for _, reader := range []domain.Person{b.grace, b.lee} {
			if r, err := b.dossier().Receipt(t.Context(), reader.ID, packet.ID); err != nil || r.Maker.ID != b.lee.ID || len(r.Lines) > 0 {
				t.Errorf("the receipt for %s: got %+v, %v", reader.Name, r, err)
			}
		}
		if _, err := b.dossier().Receipt(t.Context(), b.ada.ID, packet.ID); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("somebody else's receipt: got %v", err)
		}
	})
}

func TestDossierService_OrderRefuses(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		// Not theirs: nothing is made, the ledger has it, the person is told once.
		for range 3 {
			if _, err := b.dossier().Order(t.Context(), b.act(b.ada), b.packetOf(domain.PacketJSON, "curious")); domain.CodeOf(err) != domain.Forbidden {
				t.Fatalf("got %v, want forbidden", err)
			}
		}
		if n := b.waiting(b.grace, domain.PacketRefused); n != 1 {
			t.Errorf("%d receipts of three refusals, want 1", n)
		}
		refused := 0
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			var err error
			refused, err = tx.RefusedPackets(ctx, b.grace.ID, b.ada.ID, b.Clock.Now().Add(-time.Hour))
			return err
		})
		if refused != 3 {
			t.Errorf("%d refusals are kept, want 3", refused)
		}
		// Nobody acts as HR on their own record or on that of who is above them.
		about := func(person domain.Person) domain.PacketDraft {
			d := b.packetOf(domain.PacketPDF, "asked by a court")
			d.Person = person.ID
			return d
		}
		if _, err := b.dossier().Order(t.Context(), b.act(b.hanna), about(b.mara)); domain.CodeOf(err) != domain.Forbidden {
			t.Errorf("about who is above: got %v", err)
		}
		if _, err := b.dossier().Order(t.Context(), b.act(b.hanna), about(b.hanna)); err != nil {
			t.Errorf("the own packet: got %v", err)
		}
		for name, c := range map[string]struct {
			change func(*domain.PacketDraft)
			fields []string
		}{
			"HR gives a reason":       {func(d *domain.PacketDraft) { d.Reason = " \n" }, []string{"reason"}},
			"a short one":             {func(d *domain.PacketDraft) { d.Reason = strings.Repeat("x", domain.MaxPacketReason+1) }, []string{"reason"}},
			"days that are in order":  {func(d *domain.PacketDraft) { d.Period.End = d.Period.Start.AddDays(-1) }, []string{"to"}},
			"days at all":             {func(d *domain.PacketDraft) { d.Period = domain.DateRange{} }, []string{"from"}},
			"an end":                  {func(d *domain.PacketDraft) { d.Period.End = domain.Date{} }, []string{"to"}},
			"what has begun":          {func(d *domain.PacketDraft) { d.Period.Start = b.today().AddDays(2); d.Period.End = d.Period.Start }, []string{"from"}},
			"some years at most":      {func(d *domain.PacketDraft) { d.Period.Start = b.today().AddMonths(-domain.MaxPacketMonths) }, []string{"to"}},
			"a format that there is":  {func(d *domain.PacketDraft) { d.Format = "docx" }, []string{"format"}},
			"and all faults at once":  {func(d *domain.PacketDraft) { d.Format, d.Reason = "", "" }, []string{"format", "reason"}},
			"of somebody with a file": {func(d *domain.PacketDraft) { d.Person = b.guest().ID }, []string{"person"}},
		} {
			d := b.packetOf(domain.PacketPDF, "a request by Grace")
			c.change(&d)
			if _, err := b.dossier().Order(t.Context(), b.act(b.hanna), d); !slices.Equal(faultsOf(err), c.fields) {
				t.Errorf("%s: got %v, want %v", name, err, c.fields)
			}
		}
	})
}

// guest is one of another company.
func (b *bureau) guest() domain.Person {
	b.t.Helper()
	p := b.hire("gil", "")
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		p.Kind = domain.Guest
		p, err = tx.UpdatePerson(ctx, p)
		return err
	})
	return p
}

// Who makes their own packet has seen what is in it.
func TestDossierService_OwnPacketIsSeen(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.aYearOfGrace()
	packet, err := b.dossier().Order(t.Context(), b.act(b.grace), b.packetOf(domain.PacketView, ""))
	if err != nil {
		t.Fatal(err)
	}
	if n := b.waiting(b.grace, domain.PacketMade); n != 0 {
		t.Errorf("%d receipts of the own packet", n)
	}
	b.must(b.dossier().Unpack(t.Context(), b.grace.ID, packet.ID))
	for _, e := range b.evidence(b.grace) {
		want := domain.CanBeCited
		if e.Kind == domain.FeedbackEvidence {
			want = domain.NeverSeen // its words are not in it until she opens it
		}
		if got := e.MayCite(b.Clock.Now()); got != want {
			t.Errorf("%s: %q, want %q", e.Kind, got, want)
		}
	}
}

func TestDossierService_Export(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.aYearOfGrace()
	if _, err := b.dossier().Export(t.Context(), b.packetOf(domain.PacketPDF, "")); !slices.Equal(faultsOf(err), []string{"reason"}) {
		t.Errorf("without a reason: got %v", err)
	}
	d, err := b.dossier().Export(t.Context(), b.packetOf(domain.PacketPDF, "asked by a court"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range d.Lines {
		switch e.Kind {
		case domain.FeedbackEvidence, domain.SummaryEvidence, domain.PromiseEvidence, domain.KeptEvidence, domain.GrowthEvidence,
			domain.RoundEvidence, domain.CustomerEvidence:
			t.Errorf("the command line reads %s", e.Kind)
		case domain.KudosEvidence, domain.ReplyEvidence, domain.GoalEvidence, domain.GoalNewsEvidence, domain.GoalEndEvidence, domain.ExpectationEvidence,
			domain.SeasonSummary, domain.DecisionEvidence:
		}
	}
	if len(d.Lines) != 6 || !d.WithoutRecords {
		t.Errorf("got %d lines, want the work and what was posted", len(d.Lines))
	}
	b.mustEntries(d.Packet.ID, "rapport packet.make pdf "+d.Packet.Period.Start.String()+" "+d.Packet.Period.End.String())
	if n := b.waiting(b.grace, domain.PacketMade); n != 1 {
		t.Errorf("%d receipts, want 1", n)
	}
}

// What somebody keeps is theirs until they show it.
func TestDossierService_Show(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	kept, err := b.dossier().Keep(t.Context(), b.act(b.grace), domain.KeptDraft{Words: "mine"})
	b.must(kept, err)
	if got := b.evident(b.lee); len(got) > 0 {
		t.Errorf("the manager sees %q", got)
	}
	if err := b.dossier().Show(t.Context(), b.act(b.lee), kept.ID); domain.CodeOf(err) != domain.Forbidden {
		t.Errorf("somebody else shows it: got %v", err)
	}
	if err := b.dossier().Show(t.Context(), b.act(b.grace), kept.ID); err != nil {
		t.Fatal(err)
	}
	for _, reader := range []domain.Person{b.lee, b.hanna, b.grace} {
		if got, want := b.evident(reader), []string{"kept: mine"}; !slices.Equal(got, want) {
			t.Errorf("%s sees %q, want %q", reader.Name, got, want)
		}
	}
}

// The packet of a former manager says nothing of what was agreed, and of when the
// person was away, after their time.
func TestDossierService_FormerManagersPacketEndsWithTheirTime(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.assign("Engineer", &b.grace, &b.ada)
	b.mustApply(engineer())
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 7))
	reporting := domain.ReportingService{Practice: b.Practice}
	b.must(reporting.Assign(t.Context(), b.act(b.hanna), domain.Assignment{Person: b.grace.ID, Manager: b.mara.SlackID}))
	b.tick()
	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 7))
	b.mustAgree(b.grace, b.mara, b.grace, domain.AdaptationDraft{Kind: domain.AddExpectation, Dimension: domain.ActionGoal, Text: "Guides two students"})
	b.must(domain.AwayService{Practice: b.Practice}.Set(t.Context(), b.act(b.grace), b.grace.ID, domain.DateRange{Start: b.today(), End: b.today().AddDays(3)}))
	for _, c := range []struct {
		maker domain.Person
		sees  bool
	}{{b.lee, false}, {b.mara, true}} {
		packet, err := b.dossier().Order(t.Context(), b.act(c.maker), b.packetOf(domain.PacketView, "to look back"))
		b.must(packet, err)
		d, err := b.dossier().Unpack(t.Context(), c.maker.ID, packet.ID)
		b.must(d, err)
		expected := slices.ContainsFunc(d.Expected, func(e domain.Expectation) bool { return e.Text == "Guides two students" })
		covered := slices.ContainsFunc(d.Coverage.Rows, func(r domain.CoverageRow) bool { return r.Text == "Guides two students" })
		if expected != c.sees || covered != c.sees || (len(d.Away) > 0) != c.sees {
			t.Errorf("%s: expected %t, in the map %t, away %v, want %t", c.maker.Name, expected, covered, d.Away, c.sees)
		}
	}
}
