package main

import (
	"context"
	"time"

	"rapport/bot"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/export"
	"rapport/sentence"
)

// documents are the files that go into threads, by kind of message.
func (a *App) documents() map[string]courier.Compose {
	return map[string]courier.Compose{
		domain.DigestSheet: a.digestSheet, domain.TalkCalendar: a.meeting, domain.PacketFile: a.packet,
		domain.ScorecardSheet: a.scorecard(export.Scorecard, ".xlsx"), domain.ScorecardPaper: a.scorecard(export.ScorecardPDF, ".pdf"),
		domain.MyDataPage: a.myDataPage, domain.MyDataFile: a.myDataFile,
	}
}

// spared tells who waits for a file that Slack takes none from Rapport.
func (a *App) spared(ctx context.Context, m domain.Message) error {
	if m.Kind != domain.PacketFile {
		return nil
	}
	return a.dossiers().NoFile(ctx, m.Subject)
}

func (a *App) dossiers() domain.DossierService {
	return domain.DossierService{Practice: a.practice, Directory: a.slack}
}

// packetWriters write a packet in each of the formats that are files.
var packetWriters = map[domain.PacketFormat]func(*sentence.Voice, domain.Dossier) ([]byte, error){
	domain.PacketPDF: export.PacketPDF, domain.PacketXLSX: export.PacketXLSX, domain.PacketJSON: export.PacketJSON,
}

// packet writes a packet for who made it, in their language.
func (a *App) packet(ctx context.Context, m domain.Message) (courier.Document, error) {
	d, err := a.dossiers().Unpack(ctx, m.Recipient, m.Subject)
	if err != nil {
		return courier.Document{}, err
	}
	write, known := packetWriters[d.Packet.Format]
	if !known {
		return courier.Document{}, domain.Refuse(domain.NotFound, "dossier.not_there")
	}
	v := a.voiceOf(d.Maker)
	data, err := write(v, d)
	if err != nil {
		return courier.Document{}, err
	}
	return courier.Document{
		Name: packetName(d.Packet), Data: data, Title: v.Say("dossier.file_title", "Name", d.Person.Name),
		Alt: v.Say("dossier.file_alt", "Name", d.Person.Name, "From", v.Date(d.Packet.Period.Start), "To", v.Date(d.Packet.Period.End)),
	}, nil
}

// packetName names a file by its time alone: names of people do not belong into
// lists of downloads.
func packetName(p domain.Packet) string {
	return "packet-" + p.Period.Start.String() + "-" + p.Period.End.String() + "." + string(p.Format)
}

// digestSheet makes the workbook of a digest, in the language of who gets it.
func (a *App) digestSheet(ctx context.Context, m domain.Message) (courier.Document, error) {
	digests := domain.DigestService{Practice: a.practice, Directory: a.slack}
	view, err := digests.Render(ctx, m.Subject)
	if err != nil {
		return courier.Document{}, err
	}
	reader := domain.Person{Zone: view.Policy.Digest.Zone}
	if m.Recipient != "" {
		err := a.db.Read(ctx, func(ctx context.Context, tx domain.Tx) (err error) {
			reader, err = tx.Person(ctx, m.Recipient)
			return err
		})
		if err != nil {
			return courier.Document{}, err
		}
	}
	v := a.voiceOf(reader)
	data, err := export.Digest(v, view, func(areas domain.AreaFigures) string { return bot.AreaName(v, areas) })
	if err != nil {
		return courier.Document{}, err
	}
	return courier.Document{
		Name: "rapport-" + view.Digest.Day.String() + ".xlsx", Data: data,
		Title: v.Say("digest.sheet_title", "Day", v.Date(view.Digest.Day)), Alt: v.Say("digest.sheet_alt"),
	}, nil
}

// scorecard makes a file of a quarter's scorecard for one of the people team.
func (a *App) scorecard(write func(*sentence.Voice, domain.ScorecardView) ([]byte, error), ending string) courier.Compose {
	return func(ctx context.Context, m domain.Message) (courier.Document, error) {
		view, err := domain.ScorecardService{Practice: a.practice}.Show(ctx, m.Recipient, m.Subject)
		if err != nil {
			return courier.Document{}, err
		}
		v := a.voiceOf(view.Reader)
		data, err := write(v, view)
		if err != nil {
			return courier.Document{}, err
		}
		return courier.Document{
			Name: "rapport-" + view.Card.Period + ending, Data: data,
			Title: v.Say("scorecard.sheet_name", "Period", v.Quarter(view.Card.Period)), Alt: v.Say("scorecard.sheet_alt"),
		}, nil
	}
}

// meeting makes the file by which a reader's calendar takes over the planned day.
func (a *App) meeting(ctx context.Context, m domain.Message) (courier.Document, error) {
	talks := domain.ConversationService{Practice: a.practice}
	talk, err := talks.See(ctx, m.Recipient, m.Subject)
	if err != nil {
		return courier.Document{}, err
	}
	v := a.voiceOf(talk.People[m.Recipient])
	data, err := export.Meeting(v, talk, m.Recipient, m.At)
	if err != nil {
		return courier.Document{}, err
	}
	c := talk.Conversation
	return courier.Document{
		Name: "conversation.ics", Data: data,
		Title: v.Say("conversation.calendar_title", "Name", talk.People[c.Other(m.Recipient)].Name),
		Alt:   v.Say("conversation.calendar_alt", "When", c.MeetAt),
	}, nil
}

// myDataPage makes the page with everything about a message's reader, who alone
// can be whose data it is.
func (a *App) myDataPage(ctx context.Context, m domain.Message) (courier.Document, error) {
	data, err := domain.MyDataService{Practice: a.practice}.Gather(ctx, m.Recipient)
	if err != nil {
		return courier.Document{}, err
	}
	v := a.voiceOf(data.Person)
	page, err := export.MyDataPage(v, data)
	name := "my-data-" + domain.DateOf(data.At, v.Zone()).String() + ".html"
	return courier.Document{Name: name, Data: page, Title: v.Say("mydata.page_name"), Alt: v.Say("mydata.page_alt")}, err
}

// myDataFile makes the same for machines.
func (a *App) myDataFile(ctx context.Context, m domain.Message) (courier.Document, error) {
	data, err := domain.MyDataService{Practice: a.practice}.Gather(ctx, m.Recipient)
	if err != nil {
		return courier.Document{}, err
	}
	v := a.voiceOf(data.Person)
	file, err := export.MyDataFile(data)
	name := "my-data-" + domain.DateOf(data.At, v.Zone()).String() + ".json"
	return courier.Document{Name: name, Data: file, Title: v.Say("mydata.file_name"), Alt: v.Say("mydata.file_alt")}, err
}

// voiceOf speaks to a person in their language and zone.
func (a *App) voiceOf(reader domain.Person) *sentence.Voice {
	zone, err := domain.LoadZone(reader.Zone, time.UTC)
	if err != nil {
		zone = time.UTC
	}
	return a.book.In(reader.Locale).At(zone)
}
