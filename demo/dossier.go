package demo

import (
	"context"
	"time"

	"rapport/domain"
)

// recorded keeps something of the history in the ledger, as it was kept then, and
// that whom it was for saw it on the same day, where somebody is named.
func (s *seeder) recorded(ctx context.Context, past domain.Entry, saw domain.ID) error {
	if err := s.tx.Record(ctx, past); err != nil {
		return err
	}
	if saw == "" {
		return nil
	}
	return s.tx.NoteSights(ctx, saw, []domain.Sighted{{Record: past.Subject}}, past.At.Add(time.Hour))
}

func (t *Tale) dossierScenes() []scene {
	return []scene{
		{"2026-11-04 18:00", gathering, t.leeGathers},
		{"2026-11-12 16:00", covering, t.graceMaps},
		{"2026-11-17 16:00", keeping, t.graceKeeps},
		{"2026-11-17 16:10", keeping, t.graceShows},
	}
}

// leeGathers makes a packet of Grace's year as a file; Grace is told at once.
func (t *Tale) leeGathers(ctx context.Context) error {
	t.saysf("Lee types /rapport packet @grace, and gets what is known about her year as a PDF. Grace is told.")
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "packet @grace")
	lee.sees("How?", "Why?")
	lee.fills("How?", "PDF, to print and keep", "Why?", "to prepare the yearly talk")
	lee.sends()
	lee.sees("It is being written")
	return lee.closes()
}

// graceMaps reads her own packet in Slack, and on it what nobody has said anything
// about.
func (t *Tale) graceMaps(ctx context.Context) error {
	t.saysf("Grace reads her own packet in Slack. Its map says, for each thing that is expected of her, how many different people said something in which month, and where nobody did.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "packet")
	grace.sees("How?")
	grace.fills("How?", "Here in Slack")
	grace.sends()
	grace.sees("Who says what about what is expected", "Nothing on “")
	return grace.closes()
}

// keptByGrace is what Grace keeps for herself.
const keptByGrace = "Drill of 16 November: back after 24 minutes, and nobody called me."

func (t *Tale) graceKeeps(ctx context.Context) error {
	t.saysf("Grace types /rapport keep, and keeps in her own file what she did and what came of it. Only she sees it.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "keep "+t.hidden(keptByGrace))
	grace.told("Kept in your file. Only you see it.")
	return grace.err
}

func (t *Tale) graceShows(ctx context.Context) error {
	t.saysf("In her file she lets packets show it, after a second question: it cannot be hidden again, only taken out.")
	grace := t.at(ctx, "grace")
	grace.types("/rapport", "file")
	grace.sees(keptByGrace, "Show in packets")
	grace.row(keptByGrace, "Show in packets")
	grace.sees("Shown in packets about you.")
	return grace.closes()
}
