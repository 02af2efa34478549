package export_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// A program for calendars reads what was planned, whatever the other is called,
// and takes the file of a moved day for the same entry.
func TestMeeting(t *testing.T) {
	t.Parallel()
	book, err := sentence.New()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 24, 13, 30, 0, 0, time.FixedZone("", 3600))
	names := map[string]string{
		"plain":    "Lee Park",
		"escaped":  `Lee; Park, "L\P" =1+1`,
		"long":     strings.Repeat("Ł😀 ", 60),
		"property": "Lee\r\nBEGIN:VALARM\nATTACH:https://example.org",
	}
	for which, name := range names {
		t.Run(which, func(t *testing.T) {
			t.Parallel()
			talk := domain.Talk{
				Conversation: domain.Conversation{ID: "c1", Employee: "grace", Partner: "lee", MeetAt: at, Version: 7},
				People:       map[domain.ID]domain.Person{"lee": {Name: name}, "grace": {Name: "Grace"}},
				Policy:       domain.DefaultPolicy(),
			}
			talk.Conversation.About = "the sentinel"
			data, err := export.Meeting(book.In("en"), talk, "grace", at.Add(-time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitAfterSeq(string(data), "\n") {
				if line != "" && (!strings.HasSuffix(line, "\r\n") || len(line) > 77 || !utf8.ValidString(line)) {
					t.Errorf("line %q: no CRLF, over 75 bytes, or a rune is cut", line)
				}
			}
			if bytes.Contains(data, []byte("sentinel")) {
				t.Error("a private word is in the file")
			}
			calendar, err := ics.ParseCalendar(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			events := calendar.Events()
			if len(calendar.Components) != 1 || len(events) != 1 || len(events[0].SubComponents()) != 0 {
				t.Fatalf("got %d components, want one event", len(calendar.Components))
			}
			properties := map[ics.ComponentProperty]string{
				ics.ComponentPropertyUniqueId: "c1@rapport", ics.ComponentPropertySequence: "7",
				ics.ComponentPropertyDtstamp: "20261124T113000Z", ics.ComponentPropertyDtStart: "20261124T123000Z",
				ics.ComponentPropertyDtEnd: "20261124T131500Z", ics.ComponentPropertyClass: "PRIVATE",
			}
			for property, value := range properties {
				if got := events[0].GetProperty(property); got == nil || got.Value != value {
					t.Errorf("%s: got %+v, want %s", property, got, value)
				}
			}
			title := events[0].GetProperty(ics.ComponentPropertySummary)
			want := "Conversation with " + strings.Join(strings.Fields(name), " ")
			if got := ics.FromText(title.Value); got != want {
				t.Errorf("got summary %q, want %q", got, want)
			}
		})
	}
}
