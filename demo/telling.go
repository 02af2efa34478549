package demo

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/domain"
	"rapport/sandbox"
)

// heard is a message as the tale tells it.
type heard struct {
	at    time.Time
	place string
	text  string
}

// channels are those that the tale listens to.
var channels = []string{"general", "thanks", "people-team"}

// recall takes what stands in the channels for known: it is history.
func (t *Tale) recall() {
	for _, name := range channels {
		t.fresh(name, t.Space.Channel(name).Messages())
	}
}

// listen tells the messages that are new, those of people with a story, and counts
// the others.
func (t *Tale) listen() {
	var news []heard
	for _, m := range company() {
		messages := t.Space.As(m.slackID()).DM()
		for _, message := range t.fresh(m.slackID(), messages) {
			h := heard{at: momentOf(message.TS), place: m.name, text: message.Text()}
			t.count(m, h, message)
			if m.story {
				news = append(news, h)
			} else {
				t.others++
			}
		}
	}
	for _, name := range channels {
		for _, message := range t.fresh(name, t.Space.Channel(name).Messages()) {
			h := heard{at: momentOf(message.TS), place: "#" + name, text: message.Text()}
			t.overhear(h)
			t.Messages++
			t.keepSeal(h.text)
			news = append(news, h)
		}
	}
	slices.SortStableFunc(news, func(a, b heard) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.place, b.place)) })
	for _, h := range news {
		t.linef("  %s  to %s:\n%s", h.at.In(t.Mover.Zone).Format("15:04"), h.place, indent(t.shorten(h.text)))
	}
}

// keepSeal notes the ledger's seal where a digest tells it.
func (t *Tale) keepSeal(text string) {
	if _, rest, told := strings.Cut(text, "The ledger’s seal: "); told {
		t.Seal = strings.Fields(rest)[0]
	}
}

// menus are the options of a menu: a reader of the story knows them after the first.
var menus = regexp.MustCompile(`<[^<>{}]*\{[^{}]*\}>`)

// mostLines is how many lines of a message are told that was told before.
const mostLines = 9

// shorten leaves the closing line of a message away that was told before, and of a
// long one what stands further down.
func (t *Tale) shorten(text string) string {
	text = menus.ReplaceAllString(strings.TrimSpace(text), "[…]")
	lines := strings.Split(text, "\n")
	shape := lines[len(lines)-1]
	if !t.shapes[shape] || len(lines) < 2 {
		t.shapes[shape] = true
		return text
	}
	lines = lines[:len(lines)-1]
	if len(lines) > mostLines {
		lines = append(lines[:mostLines], "…")
	}
	return strings.Join(lines, "\n")
}

// fresh are the messages of a place that were not told yet.
func (t *Tale) fresh(place string, messages []*sandbox.Message) []*sandbox.Message {
	from := min(t.seen[place], len(messages))
	t.seen[place] = len(messages)
	return messages[from:]
}

// count keeps how many cards a person got on a day of the own zone.
func (t *Tale) count(m member, h heard, message *sandbox.Message) {
	t.Messages++
	t.overhear(h)
	if !strings.Contains(h.text, cardFoot) || message.User == m.slackID() {
		return
	}
	zone, err := time.LoadLocation(places[m.place].zone)
	if err != nil {
		t.err = cmp.Or(t.err, err)
		return
	}
	if t.Cards[m.name] == nil {
		t.Cards[m.name] = map[domain.Date]int{}
	}
	t.Cards[m.name][domain.DateOf(h.at, zone)]++
}

// cardFoot is how a message that asks for something says why it came.
const cardFoot = "Sent at most once a day"

// momentOf reads Slack's time of a message.
func momentOf(ts string) time.Time {
	seconds, _, _ := strings.Cut(ts, ".")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(unix, 0)
}

func indent(text string) string {
	return "             " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n             ")
}

// spelled is a day as people write it.
func spelled(d domain.Date) string {
	return fmt.Sprintf("%s, %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}

func counted(n int, one, other string) string {
	if n == 1 {
		return "One " + one
	}
	return strconv.Itoa(n) + " " + other
}
