package main

import (
	"context"
	"time"

	"rapport/bot"
	"rapport/bot/courier"
	"rapport/domain"
	"rapport/export"
)

// documents are the files that go into threads, by kind of message.
func (a *App) documents() map[string]courier.Compose {
	return map[string]courier.Compose{domain.DigestSheet: a.digestSheet}
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
	zone, err := domain.LoadZone(reader.Zone, time.UTC)
	if err != nil {
		zone = time.UTC
	}
	v := a.book.In(reader.Locale).At(zone)
	data, err := export.Digest(v, view, func(areas domain.AreaFigures) string { return bot.AreaName(v, areas) })
	if err != nil {
		return courier.Document{}, err
	}
	return courier.Document{
		Name: "rapport-" + view.Digest.Day.String() + ".xlsx", Data: data,
		Title: v.Say("digest.sheet_title", "Day", v.Date(view.Digest.Day)), Alt: v.Say("digest.sheet_alt"),
	}, nil
}
