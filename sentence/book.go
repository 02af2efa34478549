package sentence

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"rapport/domain"
)

//go:embed en
var catalogues embed.FS

// Book is the catalogue in all its languages. It is read once and then only
// looked at, so it may be used by several goroutines.
type Book struct {
	bundle  *i18n.Bundle
	needs   map[string][]string // the placeholders of each key
	plurals map[string]bool     // keys that have a form for one
	meter   domain.Meter
	strict  bool
}

// Option changes how a Book behaves.
type Option func(*Book)

// Counted has the Book count sentences that are missing or lack an argument,
// under "sentence_missing" with the key.
func Counted(meter domain.Meter) Option {
	return func(b *Book) { b.meter = meter }
}

// Lenient has the Book behave in a test as it does in production.
func Lenient() Option {
	return func(b *Book) { b.strict = false }
}

// New reads the catalogue that is built in. In a test, asking for a key that is
// not there panics; in production its key is said instead, since a person is
// helped more by "kudos.sent" than by nothing. Errors: a file of the catalogue
// that cannot be read, which the tests of this package exclude.
func New(options ...Option) (*Book, error) {
	b := &Book{
		bundle: i18n.NewBundle(language.English), needs: map[string][]string{},
		plurals: map[string]bool{}, strict: testing.Testing(),
	}
	for _, option := range options {
		option(b)
	}
	folders, err := fs.ReadDir(catalogues, ".")
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	for _, folder := range folders {
		if err := b.load(folder.Name()); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// load reads one language.
func (b *Book) load(folder string) error {
	tag, err := language.Parse(folder)
	if err != nil {
		return fmt.Errorf("read catalogue %q: %w", folder, err)
	}
	files, err := fs.Glob(catalogues, folder+"/*.toml")
	if err != nil {
		return fmt.Errorf("list catalogue %q: %w", folder, err)
	}
	for _, file := range files {
		source, err := catalogues.ReadFile(file)
		if err != nil {
			return fmt.Errorf("read catalogue: %w", err)
		}
		entries, err := parse(strings.TrimSuffix(path.Base(file), ".toml"), string(source))
		if err != nil {
			return err
		}
		if err := b.add(tag, entries); err != nil {
			return err
		}
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

// add puts sentences into the bundle. English decides what a key needs.
func (b *Book) add(tag language.Tag, entries map[string]entry) error {
	for id, e := range entries {
		m := &i18n.Message{
			ID: id, Zero: e["zero"], One: e["one"], Two: e["two"],
			Few: e["few"], Many: e["many"], Other: e["other"],
		}
		if err := b.bundle.AddMessages(tag, m); err != nil {
			return fmt.Errorf("add %s: %w", id, err)
		}
		if tag != language.English {
			continue
		}
		b.needs[id] = e.placeholders()
		b.plurals[id] = e["one"] != ""
	}
	return nil
}

// placeholders lists the arguments that the forms of a sentence name.
func (e entry) placeholders() []string {
	names := map[string]bool{}
	for _, text := range e {
		for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
			names[match[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// In is the voice for a reader with that locale, such as "en-US"; where the
// language is not in the catalogue it is English. Times are in UTC until At
// says another zone.
func (b *Book) In(locale string) *Voice {
	tag := b.bundle.LanguageTags()[0]
	wanted, err := language.Parse(locale)
	if err == nil {
		matcher := language.NewMatcher(b.bundle.LanguageTags())
		tag, _, _ = matcher.Match(wanted)
	}
	return &Voice{book: b, localizer: i18n.NewLocalizer(b.bundle, tag.String()), printer: message.NewPrinter(tag), zone: time.UTC}
}

// Has tells whether the catalogue holds the key.
func (b *Book) Has(key string) bool {
	_, there := b.needs[key]
	return there
}

// missing is the one way out for a sentence that cannot be said.
func (b *Book) missing(key string, err error) string {
	if b.strict {
		panic(fmt.Sprintf("sentence %q cannot be said: %v", key, err))
	}
	if b.meter != nil {
		b.meter.Count("sentence_missing", key, 1)
	}
	return key
}

var errUnknownKey = errors.New("the catalogue does not hold it")
