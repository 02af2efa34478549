package bot

import (
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// ledgerBlocks say on the people team's Home until when the ledger is sealed, or
// that it has not been for a while.
func ledgerBlocks(v *sentence.Voice, h domain.Home, now time.Time) []blockkit.Block {
	switch {
	case h.Unsealed.Late(now):
		return []blockkit.Block{blockkit.Section(say(v, "ledger.late", "Count", h.Unsealed.Count, "When", v.When(h.Unsealed.Since, now)))}
	case h.Sealed.Number > 0:
		return []blockkit.Block{blockkit.Context(say(v, "ledger.sealed", "When", v.When(h.Sealed.At, now)))}
	}
	return nil
}

// ledgerHead is the line of a digest that proves later what the ledger was.
func ledgerHead(v *sentence.Voice, head domain.LedgerHead) blockkit.Text {
	if head.Number == 0 {
		return blockkit.Text{}
	}
	return say(v, "ledger.head", "Number", head.Number, "Head", head.String())
}
