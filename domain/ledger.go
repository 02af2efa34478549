package domain

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Entry is one line of the ledger: who did what to which record, and when. The
// words themselves are in Content, which is stored sealed and can be erased;
// the chain holds ids and a commitment to the whole entry only.
type Entry struct {
	ID      ID
	At      time.Time
	Actor   ID
	Act     string // noun.verb, such as "kudos.give"
	Subject ID
	// Person is whom the record is about, so that the person can see it.
	Person ID
	// Version is that of the record after the act.
	Version int
	// Reason is why HR or a skip-level manager looked. Sealed.
	Reason string
	// Content is what was written or changed, as text for people. Sealed.
	Content string
}

// LedgerErase is the act of an entry that says that the words of earlier entries
// about the same subject were erased. It holds no words about people itself and
// is never erased.
const LedgerErase = "ledger.erase"

// LedgerRows keeps the ledger.
type LedgerRows interface {
	// Record appends an entry. Time and id are filled where empty.
	Record(ctx context.Context, e Entry) error
	// EntriesOf lists the entries about a subject, oldest first.
	EntriesOf(ctx context.Context, subject ID) ([]Entry, error)
	// SealEntries numbers up to limit entries that have no number, by time and
	// id, chains them to the head and moves the head. It tells how many; none
	// while somebody else seals.
	SealEntries(ctx context.Context, limit int) (int, error)
	// EntriesWait tells whether any entry has no number yet.
	EntriesWait(ctx context.Context) (bool, error)
	// LedgerHead gives the last entry that is sealed.
	LedgerHead(ctx context.Context) (LedgerHead, error)
	// LedgerTail tells what is not sealed yet.
	LedgerTail(ctx context.Context) (LedgerTail, error)
}

// LedgerHead names the last sealed entry. Whoever keeps it outside the database
// can prove later that nothing up to there was changed or cut off.
type LedgerHead struct {
	// Number is how many entries are sealed; 0 before the first.
	Number int64 `json:"number"`
	// Hash is the seal of that entry and, through it, of all before, in hex.
	Hash string `json:"hash"`
	// At is when it was sealed.
	At time.Time `json:"at,omitzero"`
}

// The lengths of a hash in hex: as it is, and as it is written for people. The
// shorter one still takes 2^64 attempts by whoever has the key and looks for two
// histories with the same head.
const (
	hashLength  = 64
	hashWritten = 32
)

// String writes a head as people note it: NUMBER:HASH.
func (h LedgerHead) String() string {
	return strconv.FormatInt(h.Number, 10) + ":" + h.Hash[:min(len(h.Hash), hashWritten)]
}

// Agrees tells whether two heads of the same number have the same hash, one of
// which may be shortened as String does.
func (h LedgerHead) Agrees(other LedgerHead) bool {
	n := min(len(h.Hash), len(other.Hash))
	return h.Number == other.Number && n >= hashWritten && h.Hash[:n] == other.Hash[:n]
}

// ParseLedgerHead reads what String wrote, or a head with its whole hash.
func ParseLedgerHead(text string) (LedgerHead, error) {
	number, hash, _ := strings.Cut(strings.TrimSpace(text), ":")
	n, err := strconv.ParseInt(number, 10, 64)
	_, odd := hex.DecodeString(hash)
	if err != nil || odd != nil || n < 1 || len(hash) < hashWritten || len(hash) > hashLength {
		return LedgerHead{}, fmt.Errorf("read a head of the ledger: %q is not NUMBER:HASH, as the digest shows it", text)
	}
	return LedgerHead{Number: n, Hash: strings.ToLower(hash)}, nil
}

// LedgerTail is what is not sealed yet.
type LedgerTail struct {
	Count int
	// Since is when the oldest of them happened; zero where there is none.
	Since time.Time
}
