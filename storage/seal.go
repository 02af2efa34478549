package storage

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// sealKey is a key that seals the ledger. It is derived from one that stands
// outside of the database, so that no key serves two purposes.
type sealKey struct {
	id     string // in hex; says nothing about the key
	secret []byte
}

// sealKeys derives keys that seal from others, in their order.
func sealKeys(keys [][]byte) ([]sealKey, error) {
	seals := make([]sealKey, len(keys))
	for i, key := range keys {
		if len(key) != keyBytes {
			return nil, fmt.Errorf("make a key for the ledger: a key has %d bytes, want %d", len(key), keyBytes)
		}
		secret, err := hkdf.Key(sha256.New, key, nil, "rapport ledger seal", keyBytes)
		if err != nil {
			return nil, fmt.Errorf("make a key for the ledger: %w", err)
		}
		sum := sha256.Sum256(append([]byte("rapport ledger key id\x00"), secret...))
		seals[i] = sealKey{id: hex.EncodeToString(sum[:len(keyID{})]), secret: secret}
	}
	return seals, nil
}

// WithLedgerKeys gives the box keys of their own for the ledger, as the value of
// RAPPORT_LEDGER_KEY spells them: the one that seals, and after commas older ones
// that are still read. Those that come from the keys of the box are read, too. An
// empty value changes nothing.
func (b Box) WithLedgerKeys(value string) (Box, error) {
	if strings.TrimSpace(value) == "" {
		return b, nil
	}
	var keys [][]byte
	for text := range strings.SplitSeq(value, ",") {
		key, ok := decodeKey(strings.TrimSpace(text))
		if !ok {
			return Box{}, errors.New("RAPPORT_LEDGER_KEY is no key: want 32 bytes in base64 or hex, as openssl rand -base64 32 prints them")
		}
		keys = append(keys, key)
	}
	own, err := sealKeys(keys)
	if err != nil {
		return Box{}, err
	}
	b.olderSeals = slices.DeleteFunc(slices.Clone(b.olderSeals), func(id string) bool {
		return slices.ContainsFunc(own, func(k sealKey) bool { return k.id == id })
	})
	b.seals = slices.Concat(own, b.seals)
	return b, nil
}

// chain computes the hashes of the ledger's entries. It is for one goroutine.
type chain struct {
	keys []sealKey
	macs map[string]hash.Hash
	text []byte
	sum  []byte
}

func (b Box) chain() *chain { return &chain{keys: b.seals, macs: map[string]hash.Hash{}} }

// mac gives the keyed hash of a key id; false where the key is not at hand.
func (c *chain) mac(key string) (hash.Hash, bool) {
	if mac, made := c.macs[key]; made {
		return mac, true
	}
	i := slices.IndexFunc(c.keys, func(k sealKey) bool { return k.id == key })
	if i < 0 {
		return nil, false
	}
	mac := hmac.New(sha256.New, c.keys[i].secret)
	c.macs[key] = mac
	return mac, true
}

// next is the hash of an entry behind one with the hash before; false where its
// key is not at hand. The result holds until the next call.
func (c *chain) next(key string, before []byte, number int64, r ledgerRow) ([]byte, bool) {
	mac, ok := c.mac(key)
	if !ok {
		return nil, false
	}
	c.text = append(c.text[:0], before...)
	c.text = binary.BigEndian.AppendUint64(c.text, uint64(number))
	c.text = appendFields(c.text, r)
	c.text = append(c.text, r.Commitment...)
	mac.Reset()
	mac.Write(c.text)
	c.sum = mac.Sum(c.sum[:0])
	return c.sum, true
}
