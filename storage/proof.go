package storage

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math"

	"rapport/domain"
)

// Proof is what a look through the whole ledger found.
type Proof struct {
	// Sealed is how many sealed entries are whole: all, or those before Break.
	Sealed int64
	// Erased is how many of them have no words any more, as other entries say.
	Erased int64
	// Open is how many hold their words unsealed though there is a key.
	Open int64
	// Compared is how many heads from the digests agree with the chain.
	Compared int
	Head     domain.LedgerHead
	// Tail is what is not sealed yet. Nothing of it is proved.
	Tail domain.LedgerTail
	// Break is the first entry that is not as it was; nil where all are.
	Break *Break
}

// Break is where the ledger is broken.
type Break struct {
	Number int64
	// Entry is what stands there; empty where the entry is missing.
	Entry domain.Entry
	// What is wrong, as a phrase behind "entry 7".
	What string
}

// notedHead is a head that was kept elsewhere, and where.
type notedHead struct {
	domain.LedgerHead
	where string
}

// proving is one look through the ledger.
type proving struct {
	db    *DB
	chain *chain
	noted []notedHead // by number, those that were met are gone
	proof Proof
	ends  int64 // where the head says that the ledger ends; -1 without a head
	last  int64 // the number of the last entry that is whole
	entry domain.Entry
	hash  []byte
	// agreed is the last number whose entry agrees with a head noted elsewhere.
	agreed int64
}

// VerifyLedger goes through the whole ledger up to its present head, page by
// page, and compares it with the heads of the digests and those that are given.
// It writes nothing, and may run while others do. Errors: the database does not
// answer; what is broken is no error and stands in the proof.
func (d *DB) VerifyLedger(ctx context.Context, noted ...domain.LedgerHead) (Proof, error) {
	p := &proving{db: d, chain: d.box.chain()}
	state, err := p.begin(ctx, noted)
	if err != nil {
		return Proof{}, err
	}
	if err := p.run(ctx, state.upTo); err != nil {
		return Proof{}, err
	}
	if p.proof.Break == nil {
		p.end(state.head)
	}
	p.proof.Sealed = p.last
	return p.proof, nil
}

// ledgerState is what the ledger is to be, read at one moment.
type ledgerState struct {
	head ledgerHeadRow
	upTo int64 // the highest number there is
}

// begin reads where the ledger ends, and what was noted.
func (p *proving) begin(ctx context.Context, given []domain.LedgerHead) (ledgerState, error) {
	var s ledgerState
	err := p.db.readTx(ctx, func(ctx context.Context, t *tx) error {
		s, p.noted, p.ends = ledgerState{}, nil, -1
		var heads []ledgerHeadRow
		if err := t.g(ctx).Where("id = 1").Find(&heads).Error; err != nil {
			return tried("read the ledger's head", err)
		}
		if len(heads) > 0 {
			s.head, p.ends = heads[0], heads[0].Number
		}
		last, err := t.links(ctx, `WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1`)
		if err != nil {
			return err
		}
		if len(last) > 0 {
			s.upTo = last[0].Number
		}
		if p.proof.Tail, err = t.LedgerTail(ctx); err != nil {
			return err
		}
		for _, head := range given {
			p.note(head, "the head that was given")
		}
		return p.noteDigests(ctx, t)
	})
	p.proof.Head = s.head.head()
	return s, err
}

// note adds a head to those that are compared.
func (p *proving) note(head domain.LedgerHead, where string) {
	if head.Number > 0 {
		p.noted = append(p.noted, notedHead{head, where})
	}
}

// noteDigests adds the heads that stand in the week's digests. They are in the
// same database, but sealed, and at other places than the chain.
func (p *proving) noteDigests(ctx context.Context, t *tx) error {
	const page = 50
	for until := (domain.Date{Year: 9999, Month: 12, Day: 31}); ; {
		digests, err := t.Digests(ctx, until, page)
		if err != nil {
			return err
		}
		for _, d := range digests {
			p.note(d.Figures.Head, "the digest of "+d.Day.String())
		}
		if len(digests) < page {
			return nil
		}
		until = digests[len(digests)-1].Week.AddDays(-1)
	}
}

// run looks at the entries up to a number. The next page is read while one is
// looked at.
func (p *proving) run(ctx context.Context, upTo int64) error {
	reading, stop := context.WithCancel(ctx)
	pages := make(chan linkPage)
	go func() {
		defer close(pages)
		p.db.readLinks(reading, upTo, pages)
	}()
	var err error
	for page := range pages {
		switch {
		case err != nil, p.proof.Break != nil: // the reader is at its end
		case page.err != nil:
			err = page.err
		default:
			p.look(page)
		}
		if err != nil || p.proof.Break != nil {
			stop()
		}
	}
	stop()
	return err
}

// look goes through one page.
func (p *proving) look(page linkPage) {
	for _, link := range page.links {
		what := p.misplaced(link)
		if what == "" {
			what = p.changed(link)
		}
		if what == "" {
			what = p.lostWords(link, page.erased)
		}
		if what != "" {
			p.breakAt(link, what)
			return
		}
		p.last, p.hash, p.entry = link.Number, link.Hash, link.named()
		if what := p.disagrees(); what != "" {
			p.breakAt(link, what)
			p.last = p.agreed
			return
		}
	}
}

// breakAt notes the first entry that is broken. Where one is missing, it is that.
func (p *proving) breakAt(link linkRow, what string) {
	b := &Break{Number: link.Number, Entry: link.named(), What: what}
	if link.Number > p.last+1 {
		b.Number, b.Entry = p.last+1, domain.Entry{}
	}
	p.proof.Break = b
}

// misplaced tells whether numbers are missing or stand twice.
func (p *proving) misplaced(link linkRow) string {
	switch n := link.Number; {
	case n < 1:
		return "has a number that none can have"
	case n <= p.last:
		return "stands there a second time"
	case n > p.last+1:
		return fmt.Sprintf("is missing; the next one there is entry %d (%s)", n, link.ID)
	case p.ends >= 0 && n > p.ends:
		return fmt.Sprintf("stands behind the end of the ledger, which its head says is entry %d", p.ends)
	}
	return ""
}

// changed tells whether an entry is another than the one that was sealed.
func (p *proving) changed(link linkRow) string {
	sum, known := p.chain.next(link.SealKey, p.hash, link.Number, link.ledgerRow)
	switch {
	case link.SealKey == "" || len(link.Hash) == 0:
		return "has no seal"
	case !known:
		return "is sealed with key " + link.SealKey + ", which is not at hand: without it nothing from here on can be proved"
	case !bytes.Equal(sum, link.Hash):
		return "is not what was sealed: it was changed, put in another's place, or written by somebody without the key"
	}
	return ""
}

// lostWords tells whether an entry's words are others than were written. Where
// they were erased, another entry has to say so.
func (p *proving) lostWords(link linkRow, erased map[string]int64) string {
	if link.Salt.empty() {
		switch {
		case !link.Reason.empty() || !link.Content.empty():
			return "has words, but not what proves them"
		case link.Act == domain.LedgerErase || erased[link.Subject] <= link.Number:
			return "has lost its words, and no entry says that they were erased"
		}
		p.proof.Erased++
		return ""
	}
	o := opener{box: p.db.box, table: "ledger", id: domain.ID(link.ID)}
	salt, reason, content := o.text("salt", link.Salt), o.text("reason", link.Reason), o.text("content", link.Content)
	switch {
	case o.err != nil:
		return "has words that do not open, since they were changed or moved here: " + o.err.Error()
	case !bytes.Equal(commitment(salt, link.ledgerRow, reason, content), link.Commitment):
		return "has other words than were written"
	}
	if p.db.box.Sealing() && link.Salt.open() {
		p.proof.Open++
	}
	return ""
}

// disagrees compares the entry that was looked at last with the heads of its
// number that were noted elsewhere.
func (p *proving) disagrees() string {
	left := p.noted[:0]
	what := ""
	for _, noted := range p.noted {
		switch {
		case noted.Number != p.last:
			left = append(left, noted)
		case !noted.Agrees(domain.LedgerHead{Number: p.last, Hash: hex.EncodeToString(p.hash)}):
			what = fmt.Sprintf("is another than in %s (%s): it, or one before it, was sealed anew by somebody who has the key", noted.where, noted.LedgerHead)
		default:
			p.proof.Compared++
			p.agreed = p.last
		}
	}
	p.noted = left
	return what
}

// end looks whether the chain ends where it has to.
func (p *proving) end(head ledgerHeadRow) {
	b := &Break{Number: p.last + 1}
	switch {
	case p.ends < 0:
		b.Number, b.What = 0, "the row of the ledger's head is missing, so that nothing says where the ledger ends"
	case p.last < p.ends:
		b.What = fmt.Sprintf("is missing, with all behind it: the ledger was sealed up to entry %d", p.ends)
	case !bytes.Equal(p.hash, head.Hash):
		b.Number, b.Entry, b.What = p.last, p.entry, "is the last, but not the one that the ledger's head names"
	case len(p.noted) > 0:
		b.What = fmt.Sprintf("is missing: the ledger ends before the entry in %s (%s)", p.noted[0].where, p.noted[0].LedgerHead)
	default:
		return
	}
	p.proof.Break = b
}

// maxNumber is the number of what is not sealed yet: behind all that are.
const maxNumber = math.MaxInt64
