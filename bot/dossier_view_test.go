package bot

import (
	"time"

	"rapport/domain"
	"rapport/sentence"
)

// fileSamples are the views of the own file, of the first contact, and of who
// sees what.
func fileSamples(v *sentence.Voice) map[string]any {
	at := time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC)
	public := domain.Kept{
		ID: "k1", Words: "my *migration* <!channel>", Quote: "nobody noticed <@U1>", At: at,
		About: domain.MessageLink{Channel: "C1", TS: "1.1", URL: "https://acme.example/archives/C1/p11"},
	}
	private := domain.Kept{ID: "k2", Words: "my part in it", At: at, About: domain.MessageLink{Channel: "C2", TS: "1.1", Private: true}}
	full := domain.File{
		Counts: domain.FileCounts{Since: domain.Date{Year: 2026, Month: time.July, Day: 1}, Conversations: 5, Goals: 3, Kept: 6},
		Entries: []domain.FileEntry{
			{Kept: public}, {Kept: private},
			{Kudos: domain.Kudos{ID: "t1", Giver: "bo", Text: "for *staying* late", At: at}},
		},
		People: map[domain.ID]domain.Person{"bo": {ID: "bo", Name: "Bo Lindqvist"}},
		Next:   domain.FileCursor{At: at, ID: "t1"},
	}
	return map[string]any{
		"file":         fileView(v, full, true, Metadata{}),
		"file_empty":   fileView(v, domain.File{}, false, Metadata{}),
		"file_keep":    keepForm(v, public, Metadata{}),
		"file_private": keepForm(v, private, Metadata{}),
		"file_words":   keepForm(v, domain.Kept{}, Metadata{}),
		"file_receipt": keptReceipt(v),
		"privacy":      privacyView(v, domain.Table[:9], "the people team"),
		"greeting": greetingMessage(v, domain.Introduction{
			Partner: domain.Person{Name: "Lee Park"}, Start: domain.Date{Year: 2026, Month: time.December, Day: 1},
			Cadence: domain.Monthly, PerWeek: 3, Team: "the people team",
		}),
	}
}
