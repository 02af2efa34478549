package storage

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// KeyFile is the name of the key beside a SQLite file, in the data folder.
const KeyFile = "rapport.key"

// noKey is what an operator writes to store text as it is.
const noKey = "none"

// LoadKeys finds the keys for a database. Value is RAPPORT_KEY: the key that seals, and
// after commas older ones that are still read, each 32 bytes in base64 or hex;
// or "none". Where value is empty, a SQLite database
// uses the key file beside it, which is made together with a fresh database.
// Errors say what the operator has to do.
func LoadKeys(value, databaseURL string) (Box, error) {
	value = strings.TrimSpace(value)
	if value != "" {
		return parseKeys(value)
	}
	path := Config{URL: databaseURL}.sqlitePath()
	if path == "" {
		return Box{}, errors.New("RAPPORT_KEY is not set: give 32 random bytes in base64 (openssl rand -base64 32), " +
			"or say RAPPORT_KEY=none to store text as it is")
	}
	return fileKey(path)
}

func parseKeys(value string) (Box, error) {
	if strings.EqualFold(value, noKey) {
		return KeyNone(), nil
	}
	var keys [][]byte
	for text := range strings.SplitSeq(value, ",") {
		key, ok := decodeKey(strings.TrimSpace(text))
		if !ok {
			return Box{}, errors.New("RAPPORT_KEY is no key: want 32 bytes in base64 or hex, as openssl rand -base64 32 prints them")
		}
		keys = append(keys, key)
	}
	return NewBox(keys...)
}

func decodeKey(text string) ([]byte, bool) {
	decoders := []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	}
	for _, decode := range decoders {
		if key, err := decode(text); err == nil && len(key) == keyBytes {
			return key, true
		}
	}
	return nil, false
}

// fileKey reads the key file of a SQLite database, or makes it where the
// database is to be made as well. A database without its key is refused:
// a new key would silently begin a second set of texts.
func fileKey(database string) (Box, error) {
	path := filepath.Join(filepath.Dir(database), KeyFile)
	text, err := os.ReadFile(path)
	if err == nil {
		return parseKeys(strings.TrimSpace(string(text)))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return Box{}, fmt.Errorf("read the key: %w", err)
	}
	if _, err := os.Stat(database); err == nil {
		return Box{}, fmt.Errorf("the key file %s is missing, but the database is there: put it back, or give its content as RAPPORT_KEY", path)
	}
	return makeKey(path)
}

// makeKey writes a new key that only its owner can read. Where another process
// was faster, that one's key holds.
func makeKey(path string) (Box, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Box{}, fmt.Errorf("make the data folder: %w", err)
	}
	key := make([]byte, keyBytes)
	rand.Read(key) // never fails: the program ends where there is no randomness
	draft := path + "." + rand.Text()
	if err := writeSynced(draft, base64.StdEncoding.EncodeToString(key)+"\n"); err != nil {
		return Box{}, fmt.Errorf("write the key: %w", err)
	}
	err := os.Link(draft, path)
	if cleanup := os.Remove(draft); cleanup != nil {
		return Box{}, fmt.Errorf("write the key: %w", cleanup)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return Box{}, fmt.Errorf("write the key: %w", err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return Box{}, fmt.Errorf("read the key: %w", err)
	}
	return parseKeys(strings.TrimSpace(string(text)))
}

// writeSynced writes a small file that is on the disk when it returns.
func writeSynced(path, text string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return tried("create a file", err)
	}
	_, err = file.WriteString(text)
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// checkKeys refuses a database with text sealed by a key that is not at hand.
// Rows written under KeyNone open with any box, so going from none to a key is
// always possible, and the way back needs the key.
func (d *DB) checkKeys(ctx context.Context) error {
	var used []string
	if err := d.write.gorm.WithContext(ctx).Raw(`SELECT id FROM box_keys ORDER BY id`).Scan(&used).Error; err != nil {
		return fmt.Errorf("read which keys are in use: %w", err)
	}
	var missing []string
	for _, id := range used {
		if !d.box.has(id) {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("the database holds text sealed with key %s, which is not at hand: add that key to RAPPORT_KEY. "+
			"If it is lost, nobody can read what was written with it, the makers of Rapport included: look where your secrets are backed up, "+
			"or restore a backup of the database together with its key; ids, dates and states stay readable", strings.Join(missing, ", "))
	}
	return nil
}

// checkLedgerKeys refuses a database whose ledger was sealed with a key that is
// not at hand: with another one nobody could prove what was.
func (d *DB) checkLedgerKeys(ctx context.Context) error {
	there, err := d.hasTable(ctx, "ledger_keys")
	if err != nil || !there {
		return tried("look for the ledger's keys", err)
	}
	var used []string
	if err := d.write.gorm.WithContext(ctx).Raw(`SELECT id FROM ledger_keys ORDER BY id`).Scan(&used).Error; err != nil {
		return fmt.Errorf("read which keys seal the ledger: %w", err)
	}
	links := d.box.chain()
	missing := slices.DeleteFunc(used, func(id string) bool { _, known := links.mac(id); return known })
	if len(missing) > 0 {
		return fmt.Errorf("the ledger is sealed with key %s, which is not at hand: add that key to RAPPORT_LEDGER_KEY, or to RAPPORT_KEY if it comes from there",
			strings.Join(missing, ", "))
	}
	return nil
}

// noteKey notes the present key as used, together with the first thing that
// this process writes. Who only looks leaves no trace: a key that was mistyped
// for `doctor` must not be asked for ever after.
func (t *tx) noteKey(ctx context.Context) error {
	if t.db.box.plain || t.db.keyNoted.Load() {
		return nil
	}
	return tried("note which key is in use", t.g(ctx).Exec(
		`INSERT INTO box_keys (id, first_used) VALUES (?, ?) ON CONFLICT (id) DO NOTHING`,
		t.db.box.primary.id.String(), t.at).Error)
}

// has tells whether the box can open what the key with that id sealed.
func (b Box) has(id string) bool {
	raw, err := hex.DecodeString(id)
	return err == nil && len(raw) == len(keyID{}) && b.key(keyID(raw)) != nil
}
