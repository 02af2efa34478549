package storage

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"

	"rapport/domain"
)

// Box seals free text before it reaches a row and opens it again. It holds one
// key for sealing and may hold an older one for opening, so that keys rotate
// while Rapport runs.
type Box struct {
	primary *boxKey
	old     []*boxKey
	plain   bool
	// seals are the keys that seal the ledger: the first seals, all are read.
	seals []sealKey
	// olderSeals are the ids of those that come from an older key of the box and
	// from nowhere else.
	olderSeals []string
}

// boxKey is one AES-256 key with the id that stands in front of what it sealed.
type boxKey struct {
	id   keyID
	aead cipher.AEAD
}

// keyID tells keys apart and says nothing about them.
type keyID [8]byte

func (id keyID) String() string { return hex.EncodeToString(id[:]) }

// keyBytes is the length of a key.
const keyBytes = 32

// The first byte of a stored text says how the rest is to be read.
const (
	storedPlain  = 0
	storedSealed = 1 // key id, nonce, AES-256-GCM
)

// NewBox makes a box that seals with the first key and opens with all. Errors:
// no key, or one of a length other than 32 bytes.
func NewBox(keys ...[]byte) (Box, error) {
	var box Box
	for _, key := range keys {
		k, err := newBoxKey(key)
		if err != nil {
			return Box{}, err
		}
		if box.primary == nil {
			box.primary = k
		} else {
			box.old = append(box.old, k)
		}
	}
	if box.primary == nil {
		return Box{}, errors.New("make a box: no key given")
	}
	var err error
	if box.seals, err = sealKeys(keys); err != nil {
		return Box{}, err
	}
	for _, seal := range box.seals[1:] {
		box.olderSeals = append(box.olderSeals, seal.id)
	}
	return box, nil
}

func newBoxKey(key []byte) (*boxKey, error) {
	if len(key) != keyBytes {
		return nil, fmt.Errorf("make a box: a key has %d bytes, want %d", len(key), keyBytes)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make a box: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("make a box: %w", err)
	}
	sum := sha256.Sum256(append([]byte("rapport key id\x00"), key...))
	return &boxKey{id: keyID(sum[:8]), aead: aead}, nil
}

// KeyNone makes a box that stores text as it is. It is for those who encrypt
// the whole database by other means and have said so aloud.
func KeyNone() Box { return Box{plain: true} }

// Sealing tells whether the box seals, in contrast to KeyNone.
func (b Box) Sealing() bool { return !b.plain }

// String keeps keys out of logs.
func (b Box) String() string { return "box" }

// GoString keeps them out of %#v as well.
func (b Box) GoString() string { return "storage.Box" }

// sealed is text as it is stored. Only Box.Seal makes one with content, so
// that no plain text can slip into a column of this type.
type sealed struct {
	bytes []byte
}

// empty tells that there is no text.
func (s sealed) empty() bool { return len(s.bytes) == 0 }

// open tells that the text is stored as it is.
func (s sealed) open() bool { return len(s.bytes) > 0 && s.bytes[0] == storedPlain }

// Value stores the bytes; an empty text is NULL.
func (s sealed) Value() (driver.Value, error) {
	if len(s.bytes) == 0 {
		return nil, nil //nolint:nilnil // so database/sql spells NULL
	}
	return s.bytes, nil
}

// Scan reads them back. The driver's slice is copied, because it may be reused.
func (s *sealed) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		s.bytes = nil
	case []byte:
		s.bytes = append([]byte(nil), v...)
	default:
		return fmt.Errorf("read a sealed column: unexpected %T", src)
	}
	return nil
}

// Seal turns text into what the column of that row stores. Table, id and
// column are bound to it: moved to another place, it does not open.
func (b Box) Seal(table string, id domain.ID, column, text string) sealed {
	if text == "" {
		return sealed{}
	}
	if b.plain {
		return sealed{bytes: append([]byte{storedPlain}, text...)}
	}
	out := make([]byte, 0, 1+len(b.primary.id)+b.primary.aead.NonceSize()+len(text)+b.primary.aead.Overhead())
	out = append(out, storedSealed)
	out = append(out, b.primary.id[:]...)
	nonce := make([]byte, b.primary.aead.NonceSize())
	rand.Read(nonce) // never fails: the program ends where there is no randomness
	out = append(out, nonce...)
	return sealed{bytes: b.primary.aead.Seal(out, nonce, []byte(text), place(table, id, column))}
}

// Open gives the text back. Errors: a key that is not in the box, and bytes
// that were changed or moved.
func (b Box) Open(table string, id domain.ID, column string, s sealed) (string, error) {
	if len(s.bytes) == 0 {
		return "", nil
	}
	if s.bytes[0] == storedPlain {
		return string(s.bytes[1:]), nil
	}
	var id8 keyID
	rest := s.bytes[1:]
	if s.bytes[0] != storedSealed || len(rest) < len(id8) {
		return "", fmt.Errorf("open %s.%s: the stored bytes have an unknown form", table, column)
	}
	copy(id8[:], rest)
	key := b.key(id8)
	if key == nil {
		return "", fmt.Errorf("open %s.%s: key %s is not at hand", table, column, id8)
	}
	rest = rest[len(id8):]
	if len(rest) < key.aead.NonceSize() {
		return "", fmt.Errorf("open %s.%s: the stored bytes are cut short", table, column)
	}
	nonce, body := rest[:key.aead.NonceSize()], rest[key.aead.NonceSize():]
	text, err := key.aead.Open(nil, nonce, body, place(table, id, column))
	if err != nil {
		return "", fmt.Errorf("open %s.%s of %s: %w", table, column, id, err)
	}
	return string(text), nil
}

func (b Box) key(id keyID) *boxKey {
	if b.primary != nil && b.primary.id == id {
		return b.primary
	}
	for _, k := range b.old {
		if k.id == id {
			return k
		}
	}
	return nil
}

// place is what a sealed text is bound to. None of the three holds a zero byte.
func place(table string, id domain.ID, column string) []byte {
	return []byte(table + "\x00" + string(id) + "\x00" + column)
}

// opener opens several columns of one row and keeps the first error, so that a
// mapping function reads as a list.
type opener struct {
	box   Box
	table string
	id    domain.ID
	err   error
}

func (o *opener) text(column string, s sealed) string {
	text, err := o.box.Open(o.table, o.id, column, s)
	if err != nil && o.err == nil {
		o.err = err
	}
	return text
}
