package domain_test

import (
	"context"
	"testing"
	"time"

	"rapport/domain"
)

// gave lets Ada tell Grace something in October that Grace has read.
func (b *bureau) gave(id domain.ID, read bool) domain.EvidenceRef {
	b.t.Helper()
	at := time.Date(2026, time.October, 5, 9, 0, 0, 0, time.UTC)
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		f := domain.Feedback{
			ID: id, Giver: b.ada.ID, Receiver: b.grace.ID, Reader: b.lee.ID, Situation: "In the drill", Behaviour: "you led it", Impact: "it held",
			State: domain.FeedbackGiven, At: at,
		}
		if err := tx.CreateFeedback(ctx, f); err != nil || !read {
			return err
		}
		if _, err := tx.MarkFeedbackRead(ctx, id, at); err != nil {
			return err
		}
		return tx.NoteSights(ctx, b.grace.ID, []domain.Sighted{{Record: id}}, at)
	})
	return domain.EvidenceRef{Kind: domain.FeedbackEvidence, ID: id}
}

// thanked lets Ada thank Grace in the channel in October, which Grace has read.
func (b *bureau) thanked() domain.Kudos {
	b.t.Helper()
	at := time.Date(2026, time.October, 5, 9, 0, 0, 0, time.UTC)
	k := domain.Kudos{
		ID: "k1", Giver: b.ada.ID, Receivers: []domain.KudosReceiver{{Person: b.grace.ID}}, Text: "for the drill", Channel: "CTHANKS", State: domain.KudosGiven, At: at, Version: 1,
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if err := tx.CreateKudos(ctx, k); err != nil {
			return err
		}
		return tx.NoteSights(ctx, b.grace.ID, []domain.Sighted{{Record: k.ID}}, at)
	})
	return k
}

// retract takes thanks back.
func (b *bureau) retract(k domain.Kudos) {
	b.t.Helper()
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		k.State = domain.KudosRetracted
		_, err := tx.UpdateKudos(ctx, k)
		return err
	})
}

func TestSeason_CitesWhatThePersonHasSeen(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		seen, unseen := b.gave("f1", true), b.gave("f2", false)
		s := b.season(func(d *domain.SeasonDraft) { d.Comparers = []domain.ID{b.mara.ID} })
		c := b.caseOf(s.ID, b.grace)
		e, err := b.seasons().Citable(t.Context(), b.lee.ID, c.ID)
		if err != nil || len(e.Lines) == 0 || e.Unseen != 1 {
			t.Fatalf("got %+v, %d unseen, %v", e.Lines, e.Unseen, err)
		}
		_, err = b.seasons().SetCitations(t.Context(), b.act(b.lee), c.ID, c.Version, domain.SeasonCitationDraft{Refs: []domain.EvidenceRef{unseen}})
		wantField(t, "what Grace never saw", err, "lines")
		b.must(b.seasons().SetCitations(t.Context(), b.act(b.lee), c.ID, c.Version, domain.SeasonCitationDraft{Refs: []domain.EvidenceRef{seen}}))
		c = b.handIn(s, b.lee, b.grace, "She led the drill, says Ada.")

		// The words were given to Lee, too, and to nobody else.
		for _, want := range []struct {
			by    domain.Person
			state domain.CitedState
			words bool
		}{{b.lee, domain.CitedShown, true}, {b.mara, domain.CitedOthers, false}, {b.hanna, domain.CitedOthers, false}} {
			v := b.look(want.by, c)
			if len(v.Cited) != 1 || v.Cited[0].State != want.state || (len(v.Cited[0].Evidence.Parts) > 0) != want.words {
				t.Errorf("%s reads %+v", want.by.Name, v.Cited)
			}
		}
		// Without a reason nothing changes any more.
		_, err = b.seasons().SetCitations(t.Context(), b.act(b.lee), c.ID, c.Version, domain.SeasonCitationDraft{})
		wantField(t, "no reason", err, "why")

		comparison, err := b.seasons().Compare(t.Context(), b.mara.ID, s.ID)
		if err != nil || len(comparison.Topics) != 1 || len(comparison.Unwritten) != 1 {
			t.Fatalf("got %+v, %v", comparison, err)
		}
		if row := comparison.Topics[0].Rows[0]; row.Sources != 1 || row.Case.Text != "" {
			t.Errorf("got %+v", row)
		}
		_, err = b.seasons().Compare(t.Context(), b.grace.ID, s.ID)
		wantCode(t, err, domain.Forbidden)
		// With the works council's preset the evidence is compared, and counts of one
		// person are their manager's alone.
		b.tx(func(ctx context.Context, tx domain.Tx) error {
			v, err := tx.Policy(ctx)
			v.Policy.WorksCouncil, v.Version = true, v.Version+1
			if err != nil {
				return err
			}
			return tx.SavePolicy(ctx, v)
		})
		for reader, counted := range map[*domain.Person]bool{&b.lee: true, &b.mara: false} {
			comparison, err := b.seasons().Compare(t.Context(), reader.ID, s.ID)
			if err != nil || len(comparison.Topics) != 1 {
				t.Fatalf("%s: got %+v, %v", reader.Name, comparison, err)
			}
			if row := comparison.Topics[0].Rows[0]; row.Counted != counted || (row.Sources == 1) != counted || len(row.Lines) != 1 {
				t.Errorf("%s reads %+v with the preset", reader.Name, row)
			}
		}
		if got := b.entries(c.ID); got[len(got)-1] != "mara season.compare" {
			t.Errorf("the ledger holds %q", got)
		}
	})
}

func TestSeason_ShowsAWithdrawnSourceWithoutItsWords(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	k := b.thanked()
	s := b.season()
	c := b.caseOf(s.ID, b.grace)
	refs := domain.SeasonCitationDraft{Refs: []domain.EvidenceRef{{Kind: domain.KudosEvidence, ID: k.ID}}}
	b.must(b.seasons().SetCitations(t.Context(), b.act(b.lee), c.ID, c.Version, refs))
	c = b.handIn(s, b.lee, b.grace, "She was thanked for the drill.")
	if v := b.look(b.lee, c); len(v.Cited) != 1 || v.Cited[0].State != domain.CitedShown {
		t.Fatalf("got %+v", v.Cited)
	}
	b.retract(k)
	b.seasonOn(time.December, 9)
	for _, by := range []domain.Person{b.lee, b.grace, b.hanna} {
		v := b.look(by, c)
		if len(v.Cited) != 1 || v.Cited[0].State != domain.CitedWithdrawn || len(v.Cited[0].Evidence.Parts) > 0 {
			t.Errorf("%s reads %+v", by.Name, v.Cited)
		}
	}
}
