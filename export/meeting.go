package export

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"rapport/domain"
	"rapport/sentence"
)

// Meeting writes the planned day of a conversation as a calendar's file (RFC
// 5545), for one of the two. It names the other and nothing of what will be
// said, and is marked as private, so that whoever may see the reader's calendar
// sees that the time is taken. A file of a day that was moved replaces the entry
// of the one before: it has the same UID and a greater SEQUENCE, the
// conversation's version. at is when the day was planned.
func Meeting(v *sentence.Voice, talk domain.Talk, reader domain.ID, at time.Time) ([]byte, error) {
	c := talk.Conversation
	calendar := ics.NewCalendar()
	calendar.SetProductId("-//Rapport//Rapport//EN")
	calendar.SetMethod(ics.MethodPublish)
	event := calendar.AddEvent(string(c.ID) + "@rapport")
	event.SetSequence(c.Version)
	event.SetDtStampTime(at)
	event.SetStartAt(c.MeetAt)
	event.SetEndAt(c.MeetAt.Add(time.Duration(talk.Policy.Conversations.Minutes) * time.Minute))
	title := v.Say("conversation.calendar_title", "Name", talk.People[c.Other(reader)].Name)
	event.SetSummary(strings.Join(strings.Fields(title), " ")) // one line: a lone CR is not escaped
	event.SetClass(ics.ClassificationPrivate)
	var out bytes.Buffer
	if err := calendar.SerializeTo(&out, ics.WithNewLineWindows); err != nil {
		return nil, fmt.Errorf("write the calendar's file: %w", err)
	}
	return out.Bytes(), nil
}
