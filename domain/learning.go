package domain

import (
	"cmp"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// How many sources the people team's list can hold: so many of an expectation
// that those of a whole role fit into one menu of Slack's, and so many in all
// that the policy stays something that people review.
const (
	MaxSources    = 5
	maxAllSources = 500
)

// ListedSource is an entry of the people team's list: from what an expectation
// can be learned. It is of the policy and holds no private words.
type ListedSource struct {
	Title string `yaml:"title"`
	// Link is an address, https or http, or empty.
	Link string `yaml:"link,omitempty"`
	// Cost is what it costs, as people write it, such as 450 EUR; empty for
	// nothing.
	Cost string `yaml:"cost,omitempty"`
	// Days are the working days that it takes; zero where that is not known.
	Days int `yaml:"days,omitempty"`
}

// String is the entry in one line, as the changes of the policy show it.
func (s ListedSource) String() string {
	days := ""
	if s.Days > 0 {
		days = "days " + strconv.Itoa(s.Days)
	}
	return strings.Join(slices.DeleteFunc([]string{s.Title, s.Cost, days, s.Link}, func(t string) bool { return t == "" }), ", ")
}

// key names the entry in what was taken from the list, and says nothing else. An
// entry with another title is another one.
func (s ListedSource) key(expectation ID) string { return DigestOf(string(expectation), s.Title) }

// source is what an item takes over from the entry.
func (s ListedSource) source(expectation ID, usual Currency) Source {
	cost, _ := ParseCost(s.Cost, usual) // the policy was checked
	return Source{Listed: s.key(expectation), Title: s.Title, Link: s.Link, Cost: cost, Days: s.Days}
}

// tidy brings the texts into the form that is stored.
func (s ListedSource) tidy() ListedSource {
	s.Title, s.Link, s.Cost = oneLine(s.Title), oneLine(s.Link), oneLine(s.Cost)
	return s
}

// Empty tells whether nothing stands in it.
func (s ListedSource) Empty() bool { return s == ListedSource{} }

// check tells everything that is wrong with an entry; the fields are those of the
// file.
func (s ListedSource) check(usual Currency) Faults {
	var faults Faults
	if s.Title == "" {
		faults = append(faults, RefuseField("title", "growth.source_title"))
	}
	faults = append(faults, TooLong("title", s.Title, MaxSourceTitle)...)
	faults = append(faults, checkLink(s.Link)...)
	if _, err := ParseCost(s.Cost, usual); err != nil {
		faults = append(faults, FaultsOf(err)...)
	}
	return append(faults, checkDays(s.Days)...)
}

// check tells what is wrong with what the policy says of plans.
func (p GrowthPolicy) check() Faults {
	var faults Faults
	if p.Currency != "" && (!p.Currency.Known() || p.Currency == WorkingDays) {
		faults = append(faults, RefuseField("growth.currency", "growth.cost_currency"))
	}
	all := 0
	for expectation, list := range p.Sources {
		field := "growth.sources." + expectation
		all += len(list)
		if len(list) > MaxSources {
			faults = append(faults, RefuseField(field, "growth.sources_many", "Limit", MaxSources))
		}
		titles := map[string]bool{}
		for _, s := range list {
			for _, f := range s.check(p.Currency) {
				f.Field = field + "." + f.Field
				faults = append(faults, f)
			}
			if titles[s.Title] {
				faults = append(faults, RefuseField(field+".title", "growth.source_again"))
			}
			titles[s.Title] = true
		}
	}
	if all > maxAllSources {
		faults = append(faults, RefuseField("growth.sources", "growth.sources_many", "Limit", maxAllSources))
	}
	return faults
}

// Offered is a source of the list with the expectation that it is for.
type Offered struct {
	Expectation Expectation
	Source      Source
}

// offered are the sources of the list for some expectations, in their order.
func (p GrowthPolicy) offered(expectations []Expectation) []Offered {
	var list []Offered
	for _, e := range expectations {
		for _, s := range p.Sources[string(e.ID)] {
			list = append(list, Offered{Expectation: e, Source: s.source(e.ID, p.Currency)})
		}
	}
	return list
}

// listed finds an entry by the key that an item has of it.
func (p GrowthPolicy) listed(key string) (Offered, bool) {
	for _, expectation := range slices.Sorted(maps.Keys(p.Sources)) {
		id := ID(expectation)
		for _, s := range p.Sources[expectation] {
			if s.key(id) == key {
				return Offered{Expectation: Expectation{ID: id}, Source: s.source(id, p.Currency)}, true
			}
		}
	}
	return Offered{}, false
}

// ParseCost reads what something costs: an amount with its currency, or in the
// usual one where it names none. An empty text and zero are no cost. Errors, of
// the field "cost": as ParseMoney, and where no one currency is named.
func ParseCost(text string, usual Currency) (Money, error) {
	text = strings.TrimSpace(plainNumber.Replace(strings.Map(asciiDigit, text)))
	if text == "" {
		return Money{}, nil
	}
	_, mark, _ := cutCurrency(text)
	currency, one := currencyOf(mark, usual)
	if !strings.ContainsFunc(text, isDigit) || !one {
		return Money{}, RefuseField("cost", "growth.cost_currency")
	}
	m, err := ParseMoney(text, currency)
	var faults Faults
	for _, f := range FaultsOf(err) {
		f.Field = "cost"
		faults = append(faults, f)
	}
	if err := faults.Err(); err != nil || m.Minor == 0 {
		return Money{}, err
	}
	return m, nil
}

// currencyOf is the one currency that a code, word or sign names, or the usual
// one where it is among several or nothing is named. Days are no money.
func currencyOf(mark string, usual Currency) (Currency, bool) {
	if mark == "" {
		return usual, usual != ""
	}
	if c, isCode := ParseCurrency(mark); isCode {
		return c, c != WorkingDays
	}
	codes := strings.Fields(symbols[strings.ToLower(mark)])
	if slices.Contains(codes, string(usual)) {
		return usual, true
	}
	if len(codes) != 1 || Currency(codes[0]) == WorkingDays {
		return "", false
	}
	return Currency(codes[0]), true
}

// checkLink wants the address of a page.
func checkLink(link string) Faults {
	if link == "" {
		return nil
	}
	at, err := url.Parse(link)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || strings.ContainsFunc(link, isBlank) {
		return Faults{RefuseField("link", "growth.link")}
	}
	return TooLong("link", link, MaxSourceLink)
}

func isBlank(r rune) bool { return r == ' ' || r == '<' || r == '>' || r == '|' || r == '"' }

// checkDays wants the working days of a year at most.
func checkDays(days int) Faults {
	if days < 0 || days > MaxLearningDays {
		return Faults{RefuseField("days", "growth.days", "Limit", MaxLearningDays)}
	}
	return nil
}

// costBeyond tells whether something costs more than before, or something else.
func (m Money) costBeyond(before Money) bool {
	return m.Currency != before.Currency && m.Minor > 0 || cmp.Compare(m.Minor, before.Minor) > 0
}
