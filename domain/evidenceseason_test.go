package domain_test

import (
	"slices"
	"testing"
	"time"

	"rapport/domain"
)

// What was written and decided in a season is in packets once the person reads it,
// with what it rests on, and with what was taken back shown as taken back.
func TestEvidence_OfASeason(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		stands, thanks := b.gave("f1", true), b.thanked()
		back := domain.EvidenceRef{Kind: domain.KudosEvidence, ID: thanks.ID}
		s := b.season(func(d *domain.SeasonDraft) { d.Comparers = []domain.ID{b.mara.ID} })
		c := b.caseOf(s.ID, b.grace)
		b.must(b.seasons().SetCitations(t.Context(), b.act(b.lee), c.ID, c.Version, domain.SeasonCitationDraft{Refs: []domain.EvidenceRef{stands, back}}))
		c = b.handIn(s, b.lee, b.grace, "She led the drill, says Ada.")
		if lines := b.kinds(b.lee, domain.SeasonSummary); len(lines) > 0 {
			t.Errorf("what is not shared is in a packet: %+v", lines)
		}
		b.seasonOn(time.December, 9)
		b.retract(thanks)
		b.must(b.seasons().ReplyTo(t.Context(), b.act(b.grace), c.ID, "It was two drills."))
		b.must(b.seasons().ReplyTo(t.Context(), b.act(b.lee), c.ID, "Two, yes."))
		if own := b.kinds(b.grace, domain.SeasonSummary); len(own) != 1 || !own[0].SeenAt.IsZero() || own[0].State != domain.SummaryGiven {
			t.Errorf("got %+v", own)
		}
		b.look(b.grace, c)
		b.seasonOn(time.December, 29)
		decision := domain.SeasonDecision{Kind: domain.RoleDecision, What: "Leads the team", Why: "She does already."}
		b.must(b.seasons().Decide(t.Context(), b.act(b.lee), c.ID, decision))
		for _, reader := range []domain.Person{b.grace, b.lee, b.hanna} {
			if len(b.kinds(reader, domain.DecisionEvidence)) > 0 {
				t.Errorf("%s sees a decision that waits for its second yes", reader.Name)
			}
		}
		v := b.look(b.lee, c)
		b.must(b.seasons().ConfirmDecision(t.Context(), b.act(b.hanna), v.Decisions[0].ID))

		for _, reader := range []domain.Person{b.grace, b.lee, b.hanna} {
			decided := b.kinds(reader, domain.DecisionEvidence)
			if len(decided) != 1 || decided[0].Who != b.hanna.ID || decided[0].Entry.Act != string(domain.DecideSeason) || decided[0].Text(domain.WhyPart) != "She does already." {
				t.Fatalf("%s sees %+v", reader.Name, decided)
			}
			if decided[0].MayCite(b.Clock.Now()) != domain.NeverSeen {
				t.Error("Grace has not opened it since")
			}
		}
		b.look(b.grace, c)
		if decided := b.kinds(b.lee, domain.DecisionEvidence); decided[0].MayCite(b.Clock.Now()) != domain.CanBeCited {
			t.Error("Grace has opened it")
		}
		for _, reply := range b.kinds(b.hanna, domain.ReplyEvidence) {
			if reply.State != domain.ReplyToSummary || reply.SeenAt.IsZero() || reply.Entry.Act != string(domain.ReplySeason) {
				t.Errorf("got %+v", reply)
			}
		}

		// The packet of each says what the summary rests on, as they may read it.
		for reader, want := range map[domain.ID][]domain.CitedState{
			b.grace.ID: {domain.CitedShown, domain.CitedWithdrawn}, b.lee.ID: {domain.CitedShown, domain.CitedWithdrawn}, b.hanna.ID: {domain.CitedOthers, domain.CitedWithdrawn},
		} {
			p, err := b.dossier().Order(t.Context(), b.act(domain.Person{ID: reader}), domain.PacketDraft{Person: b.grace.ID, Period: b.thisYear(), Format: domain.PacketView, Reason: "to see"})
			if err != nil {
				t.Fatal(err)
			}
			d, err := b.dossier().Unpack(t.Context(), reader, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(d.Lines, func(e domain.Evidence) bool { return e.Kind == domain.SeasonSummary })
			if i < 0 || d.Lines[i].Title != "Half a year" || d.Lines[i].MayCite(d.At) != domain.NoEvidence {
				t.Fatalf("%s: got %d of %d lines", reader, i, len(d.Lines))
			}
			var states []domain.CitedState
			for _, line := range d.Lines[i].Cited {
				states = append(states, line.State)
				if line.State != domain.CitedShown && len(line.Evidence.Parts) > 0 {
					t.Errorf("%s reads %+v", reader, line.Evidence)
				}
			}
			if !slices.Equal(states, want) {
				t.Errorf("%s: got %v, want %v", reader, states, want)
			}
			if d.People[b.ada.ID].Name == "" {
				t.Error("who said what is cited has no name")
			}
		}
	})
}
