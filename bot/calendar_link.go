package bot

import (
	"net/url"
	"strings"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// calendarLinks are the links by which one of the two puts the planned talk with
// the other into a calendar. They name the person and nothing of what will be
// said.
func calendarLinks(v *sentence.Voice, talk domain.Talk, other domain.Person) blockkit.Text {
	title := v.Say("conversation.calendar_title", "Name", other.Name)
	from := talk.Conversation.MeetAt.UTC()
	until := from.Add(time.Duration(talk.Policy.Conversations.Minutes) * time.Minute)
	return blockkit.Weave(v.Say("conversation.calendar_links", "Google", blockkit.Slot(0), "Outlook", blockkit.Slot(1)),
		blockkit.Link(googleLink(title, from, until), "Google"), blockkit.Link(outlookLink(title, from, until), "Outlook"))
}

// googleLink opens a new entry in Google's calendar.
func googleLink(title string, from, until time.Time) string {
	const form = "20060102T150405Z"
	return "https://calendar.google.com/calendar/render?" + query(url.Values{
		"action": {"TEMPLATE"}, "text": {title}, "dates": {from.Format(form) + "/" + until.Format(form)},
	})
}

// outlookLink opens a new entry in Outlook's calendar on the web.
func outlookLink(title string, from, until time.Time) string {
	return "https://outlook.office.com/calendar/0/deeplink/compose?" + query(url.Values{
		"path": {"/calendar/action/compose"}, "rru": {"addevent"}, "subject": {title},
		"startdt": {from.Format(time.RFC3339)}, "enddt": {until.Format(time.RFC3339)},
	})
}

// query writes blanks as %20: Outlook shows the other way to write them.
func query(values url.Values) string { return strings.ReplaceAll(values.Encode(), "+", "%20") }
