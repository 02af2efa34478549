package bot

import (
	"net/url"
	"time"
)

// calendarForm is how calendars on the web write an instant.
const calendarForm = "20060102T150405Z"

// calendarLink opens a new entry in Google's calendar, which others take over
// as well; it names the person and nothing of what will be said.
func calendarLink(title string, at time.Time, length time.Duration) string {
	at = at.UTC()
	q := url.Values{
		"action": {"TEMPLATE"}, "text": {title},
		"dates": {at.Format(calendarForm) + "/" + at.Add(length).Format(calendarForm)},
	}
	return "https://calendar.google.com/calendar/render?" + q.Encode()
}
