package domain_test

import (
	"context"
	"slices"
	"testing"

	"rapport/domain"
)

// kinds are the lines of a kind that somebody sees about Grace; nobody who may
// see none at all sees one of these.
func (b *bureau) kinds(reader domain.Person, kind domain.EvidenceKind) []domain.Evidence {
	b.t.Helper()
	list, err := b.dossier().EvidenceOf(b.t.Context(), reader.ID, b.grace.ID, b.thisYear())
	if err != nil && domain.CodeOf(err) != domain.Forbidden {
		b.t.Fatal(err)
	}
	return slices.DeleteFunc(list, func(e domain.Evidence) bool { return e.Kind != kind })
}

// A report goes to the two whom everybody who answered was told of, in a packet as
// everywhere else; what a packet shows is what the report shows.
func TestEvidence_OfARoundGoesToItsTwoReaders(t *testing.T) {
	t.Parallel()
	eachCircle(t, func(t *testing.T, c *circle) {
		r := c.running(c.ada)
		for i, p := range c.peers[:4] {
			c.answer(r, p, marks(1+i%2, "peer says"))
		}
		quote := domain.RoundQuote{Words: "She called back the same day.", Source: "ACME", On: domain.NewDate(2026, 10, 20)}
		c.must(c.rounds.Quote(t.Context(), c.act(c.ada), r.ID, quote))
		if got := c.kinds(c.grace, domain.RoundEvidence); len(got) > 0 {
			t.Errorf("an open round is evidence: %+v", got)
		}
		c.close(r)

		// Nobody has opened it: a line without words, which is no reading, and which
		// the manager does not have yet.
		own := c.kinds(c.grace, domain.RoundEvidence)
		if len(own) != 1 || own[0].Round != nil || !own[0].Unopened() || own[0].MayCite(c.Clock.Now()) != domain.NeverSeen {
			t.Fatalf("got %+v", own)
		}
		if said := c.kinds(c.grace, domain.CustomerEvidence); len(said) != 1 || !said[0].Unopened() {
			t.Errorf("got %+v", said)
		}
		if !c.round(r.ID).ReadAt.IsZero() || len(c.kinds(c.lee, domain.RoundEvidence)) > 0 {
			t.Error("a packet opened the report")
		}
		c.must(c.rounds.Report(t.Context(), c.grace.ID, r.ID))
		c.tx(func(ctx context.Context, tx domain.Tx) error {
			_, err := tx.SealEntries(ctx, 1000)
			return err
		})

		for _, reader := range []domain.Person{c.grace, c.lee} {
			lines := c.kinds(reader, domain.RoundEvidence)
			if len(lines) != 1 || lines[0].Round == nil || lines[0].Entry.Number == 0 || lines[0].Entry.Act != "round.release" || lines[0].Author != "" {
				t.Fatalf("%s sees %+v", reader.Name, lines)
			}
			report := lines[0].Round.Report
			if len(report.Lines[0].Others) != 1 || report.Lines[0].Others[0].People != 4 || len(report.Texts) > 0 || lines[0].Round.Questions[0].Text == "" {
				t.Errorf("%s sees %+v; figures of the four peers and no text of four", reader.Name, report)
			}
			said := c.kinds(reader, domain.CustomerEvidence)
			if len(said) != 1 || said[0].Text(domain.SourcePart) != "ACME" || said[0].Author != c.ada.ID || said[0].Entry.Act != "round.quote" || !said[0].Late(30) {
				t.Errorf("%s sees %+v", reader.Name, said)
			}
			if lines[0].MayCite(c.Clock.Now()) != domain.CanBeCited || said[0].MayCite(c.Clock.Now()) != domain.CanBeCited {
				t.Error("what Grace has opened cannot be cited")
			}
		}
		for _, other := range []domain.Person{c.hanna, c.mara, c.ada, c.peers[0], c.reports[0]} {
			if len(c.kinds(other, domain.RoundEvidence))+len(c.kinds(other, domain.CustomerEvidence)) > 0 {
				t.Errorf("%s sees the report", other.Name)
			}
		}
		// Who runs the machine makes packets, and reads no more than the people team.
		d, err := c.dossier().Export(t.Context(), domain.PacketDraft{Person: c.grace.ID, Period: c.thisYear(), Format: domain.PacketJSON, Reason: "she leaves"})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(d.Lines, func(e domain.Evidence) bool {
			return e.Kind == domain.RoundEvidence || e.Kind == domain.CustomerEvidence
		}) {
			t.Error("the command line reads the report")
		}
	})
}
