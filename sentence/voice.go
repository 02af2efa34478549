package sentence

import (
	"fmt"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/message"

	"rapport/domain"
)

// Voice says sentences in one language and tells times in one zone. It may be
// used by several goroutines.
type Voice struct {
	book      *Book
	localizer *i18n.Localizer
	printer   *message.Printer
	zone      *time.Location
}

// At is the same voice for a reader in another zone; a nil zone is UTC.
func (v *Voice) At(zone *time.Location) *Voice {
	if zone == nil {
		zone = time.UTC
	}
	other := *v
	other.zone = zone
	return &other
}

// Zone is the reader's zone.
func (v *Voice) Zone() *time.Location { return v.zone }

// Say gives the sentence of that key. Arguments come in pairs of a name and a
// value; the one called "Count" chooses the plural. Values are brought into the
// reader's language: numbers, dates, durations, and lists of names, which
// become "A, B and C".
func (v *Voice) Say(key string, args ...any) string {
	values := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name, ok := args[i].(string)
		if !ok {
			return v.book.missing(key, fmt.Errorf("argument %d has no name", i))
		}
		values[name] = args[i+1]
	}
	return v.say(key, values)
}

// Fault gives the sentence of a refusal.
func (v *Voice) Fault(f domain.Fault) string { return v.say(f.Sentence, f.Args) }

func (v *Voice) say(key string, values map[string]any) string {
	if !v.book.Has(key) {
		return v.book.missing(key, errUnknownKey)
	}
	data := make(map[string]string, len(values))
	for name, value := range values {
		data[name] = v.spoken(value)
	}
	for _, name := range v.book.needs[key] {
		if _, there := data[name]; !there {
			_ = v.book.missing(key, fmt.Errorf("it needs %s", name)) // counted; said with a gap
			data[name] = "…"
		}
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: data}
	if v.book.plurals[key] {
		config.PluralCount = counted(values["Count"])
	}
	text, err := v.localizer.Localize(config)
	if err != nil && text == "" {
		return v.book.missing(key, err)
	}
	return text
}

// counted makes a plural operand of any integer type.
func counted(value any) any {
	switch n := value.(type) {
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return n
	default:
		return 0
	}
}

// spoken brings a value into the reader's language. A type that has no form
// here is said as fmt does, which for a named string is its text.
func (v *Voice) spoken(value any) string {
	switch x := value.(type) {
	case nil:
		return ""
	case string:
		return x
	case int:
		return v.Number(x)
	case int64:
		return v.Number(int(x))
	case []string:
		return v.List(x)
	case domain.Date:
		return v.Date(x)
	case time.Weekday:
		return v.Weekday(x)
	case time.Month:
		return v.Month(x)
	case domain.TimeOfDay:
		return x.String()
	case time.Time:
		return v.Moment(x)
	case time.Duration:
		return v.Duration(x)
	case domain.Money:
		return v.Money(x)
	default:
		return fmt.Sprint(x)
	}
}
