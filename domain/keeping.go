package domain

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DossierService is the use cases around the own file.
type DossierService struct {
	Practice
	Directory Directory
}

// KeptDraft is what somebody wants to keep.
type KeptDraft struct {
	Words string
	// Quote is the text of the message as the person saw it.
	Quote string
	About MessageLink
}

// Keep puts something aside for the actor's own file. The text of a message is
// kept only where everybody in the organisation may read it, since whoever is
// shown the file later must not read by it what Slack does not show them; of
// any other message the link and the own words are kept.
func (s DossierService) Keep(ctx context.Context, act Act, draft KeptDraft) (Kept, error) {
	draft.Words, draft.Quote = Tidy(draft.Words), Tidy(draft.Quote)
	faults := TooLong("text", draft.Words, MaxKeptWords)
	if draft.Words == "" && draft.About.TS == "" {
		faults = append(faults, RefuseField("text", "file.empty"))
	}
	if err := faults.Err(); err != nil {
		return Kept{}, err
	}
	if draft.About.Channel != "" {
		draft.About.Private = !everybodyReads(ctx, s.Directory, draft.About.Channel)
	}
	if draft.About.TS == "" || draft.About.Private {
		draft.Quote = ""
	}
	kept := Kept{ID: s.IDs.New(), Owner: act.Actor, Words: draft.Words, Quote: firstRunes(draft.Quote, MaxKeptQuote), About: draft.About, Version: 1}
	out, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		kept.At = tx.Now()
		return Outcome{Word: "kept", Subject: kept.ID}, s.keep(ctx, tx, act, kept)
	}, func(ctx context.Context, tx Tx, first RequestRecord) (Outcome, error) {
		// The same form came again with other words: they take the place.
		before, err := tx.Kept(ctx, first.Subject)
		if err != nil {
			return Outcome{}, err
		}
		before.Words = kept.Words
		if _, err := tx.UpdateKept(ctx, before); err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "file.change", Subject: before.ID, Person: before.Owner, Version: before.Version + 1}
		return Outcome{Word: first.Outcome, Subject: first.Subject}, tx.Record(ctx, entry)
	})
	kept.ID = out.Subject
	return kept, err
}

// Quotable tells whether the text of a channel's messages may be kept.
func (s DossierService) Quotable(ctx context.Context, channel string) bool {
	return everybodyReads(ctx, s.Directory, channel)
}

// firstRunes cuts a text after n characters.
func firstRunes(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n-1]) + "…"
	}
	return text
}

// everybodyReads tells whether everybody in the organisation, and nobody of
// another one, may read a channel. Where Slack does not say, it counts as
// closed.
func everybodyReads(ctx context.Context, d Directory, channel string) bool {
	place, err := d.Place(ctx, channel)
	return err == nil && place.Public && !place.Direct && !place.Shared
}

// keep is the inside of the transaction.
func (s DossierService) keep(ctx context.Context, tx Tx, act Act, kept Kept) error {
	if _, err := s.owner(ctx, tx, act, KeepForFile, kept); err != nil {
		return err
	}
	if err := tx.CreateKept(ctx, kept); err != nil {
		return err
	}
	return tx.Record(ctx, Entry{Actor: act.Actor, Act: "file.keep", Subject: kept.ID, Person: kept.Owner, Version: kept.Version})
}

// owner permits what concerns an entry of the file. Files are for those with
// whom conversations are held.
func (s DossierService) owner(ctx context.Context, tx Tx, act Act, action Action, kept Kept) (Standing, error) {
	who, err := s.Permitted(ctx, tx, act, action, kept.Subject())
	if err != nil {
		return Standing{}, err
	}
	if !who.Person.Converses() {
		return Standing{}, Refuse(Forbidden, "file.not_for_guests")
	}
	return who, nil
}

// Look gives one kept entry to its owner, for changing it.
func (s DossierService) Look(ctx context.Context, actor, id ID) (Kept, error) {
	var kept Kept
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) (err error) {
		if kept, err = tx.Kept(ctx, id); err != nil {
			return err
		}
		_, err = s.owner(ctx, tx, Act{Actor: actor}, ReadFile, kept)
		return err
	})
	return kept, err
}

// Change writes other words over a kept entry. Conflict where it was changed
// since version.
func (s DossierService) Change(ctx context.Context, act Act, id ID, version int, words string) error {
	words = Tidy(words)
	if err := TooLong("text", words, MaxKeptWords).Err(); err != nil {
		return err
	}
	return s.alter(ctx, act, id, func(ctx context.Context, tx Tx, kept Kept) (string, error) {
		if words == "" && kept.About.TS == "" {
			return "", RefuseField("text", "file.empty")
		}
		kept.Words, kept.Version = words, version
		_, err := tx.UpdateKept(ctx, kept)
		return "change", err
	})
}

// Drop takes a kept entry out of the file. Its words are deleted.
func (s DossierService) Drop(ctx context.Context, act Act, id ID) error {
	return s.alter(ctx, act, id, func(ctx context.Context, tx Tx, kept Kept) (string, error) {
		return "drop", tx.DeleteKept(ctx, kept.ID)
	})
}

// alter does something to an entry of the actor's and notes it.
func (s DossierService) alter(ctx context.Context, act Act, id ID, do func(context.Context, Tx, Kept) (string, error)) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		kept, err := tx.Kept(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if _, err := s.owner(ctx, tx, act, KeepForFile, kept); err != nil {
			return Outcome{}, err
		}
		word, err := do(ctx, tx, kept)
		if err != nil {
			return Outcome{}, err
		}
		entry := Entry{Actor: act.Actor, Act: "file." + word, Subject: kept.ID, Person: kept.Owner, Version: kept.Version + 1}
		return Outcome{Word: word, Subject: kept.ID}, tx.Record(ctx, entry)
	}, nil)
	return err
}

// File is one page of a person's own file.
type File struct {
	Owner   Person
	Entries []FileEntry
	People  map[ID]Person
	// Next is where the older page begins; zero where there is none.
	Next FileCursor
	// Counts is the line above it.
	Counts FileCounts
	// Expected are the expectations that an entry can be about.
	Expected []Expectation
}

// Read gives a page of the actor's own file, newest first: what was kept, and
// the thanks received that were not left out.
func (s DossierService) Read(ctx context.Context, actor ID, after FileCursor) (File, error) {
	var file File
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		who, err := s.owner(ctx, tx, Act{Actor: actor}, ReadFile, Kept{Owner: actor})
		if err != nil {
			return err
		}
		file = File{Owner: who.Person}
		if file.Counts, err = s.counts(ctx, tx, who.Person); err != nil {
			return err
		}
		if err := file.fill(ctx, tx, after); err != nil {
			return err
		}
		return file.addCites(ctx, tx)
	})
	return file, err
}

// addCites reads what the entries are about.
func (f *File) addCites(ctx context.Context, tx Tx) error {
	e, err := expectedOf(ctx, tx, f.Owner.ID)
	if err != nil {
		return err
	}
	f.Expected = e.Own.Expectations
	all, err := tx.CitationsAbout(ctx, f.Owner.ID)
	for _, c := range all {
		for i := range f.Entries {
			if kind, record := f.Entries[i].Cites(f.Owner.ID); kind == c.Kind && record == c.Record {
				f.Entries[i].About = c.Expectation
			}
		}
	}
	return err
}

// SayAbout lets the owner of a file say which expectation an entry is about, or
// none: a thanks or a feedback received, or something kept. Errors: NotFound,
// Forbidden, and Invalid for what is not expected of the owner any more.
func (s DossierService) SayAbout(ctx context.Context, act Act, kind CitationKind, id, expectation ID) error {
	_, err := s.once(ctx, act, func(ctx context.Context, tx Tx) (Outcome, error) {
		entry, err := fileEntry(ctx, tx, kind, id)
		if err != nil {
			return Outcome{}, err
		}
		action, subject := entry.settling()
		if _, err := s.Permitted(ctx, tx, act, action, subject); err != nil {
			return Outcome{}, err
		}
		_, record := entry.Cites(act.Actor)
		c := Citation{Kind: kind, Record: record, Person: act.Actor, Expectation: expectation}
		return Outcome{Word: OutcomeDone, Subject: id}, s.cite(ctx, tx, act, c)
	}, nil)
	return err
}

// fileEntry reads an entry of any kind.
func fileEntry(ctx context.Context, tx Tx, kind CitationKind, id ID) (e FileEntry, err error) {
	switch kind {
	case CitedByKudos:
		e.Kudos, err = tx.Kudos(ctx, id)
	case CitedByFeedback:
		e.Feedback, err = tx.Feedback(ctx, id)
	case CitedByKept:
		e.Kept, err = tx.Kept(ctx, id)
	case CitedByGoal, CitedByPlan, CitedByPromise:
		err = Refuse(NotFound, "request.unknown")
	default:
		err = Refuse(NotFound, "request.unknown")
	}
	return e, err
}

// settling is what has to be allowed to say what an entry is about.
func (e FileEntry) settling() (Action, Subject) {
	switch {
	case e.IsKudos():
		return SettleKudos, e.Kudos.Subject()
	case e.IsFeedback():
		return SettleFeedback, e.Feedback.Subject()
	}
	return KeepForFile, e.Kept.Subject()
}

// counts reads the line above a file.
func (p Practice) counts(ctx context.Context, tx Tx, person Person) (FileCounts, error) {
	version, err := tx.Policy(ctx)
	if err != nil {
		return FileCounts{}, err
	}
	zone := p.zoneOf(person, version.Policy)
	since := DateOf(tx.Now(), zone).MonthStart().AddMonths(1 - fileMonths)
	return tx.CountFile(ctx, person.ID, since, since.In(zone, 0))
}

// fill reads a page: one more of each kind than the page holds, merged.
func (f *File) fill(ctx context.Context, tx Tx, after FileCursor) error {
	kept, err := tx.ListKept(ctx, f.Owner.ID, after, FilePage+1)
	if err != nil {
		return err
	}
	thanks, err := tx.ListKudos(ctx, KudosFilter{
		Receiver: f.Owner.ID, InFile: true, Before: after.At, BeforeID: after.ID, Limit: FilePage + 1,
	})
	if err != nil {
		return err
	}
	var ids []ID
	for _, k := range kept {
		f.Entries = append(f.Entries, FileEntry{Kept: k})
	}
	for _, k := range thanks {
		f.Entries = append(f.Entries, FileEntry{Kudos: k})
		ids = append(ids, k.Giver)
	}
	given, err := f.addFeedback(ctx, tx, after)
	if err != nil {
		return err
	}
	ids = append(ids, given...)
	slices.SortFunc(f.Entries, func(a, b FileEntry) int {
		return cmp.Or(b.At().Compare(a.At()), cmp.Compare(b.ID(), a.ID()))
	})
	if len(f.Entries) > FilePage {
		f.Entries = f.Entries[:FilePage]
		last := f.Entries[FilePage-1]
		f.Next = FileCursor{At: last.At(), ID: last.ID()}
	}
	f.People, err = peopleByID(ctx, tx, ids)
	return err
}

// addFeedback reads what the owner put into the file of what was shared, with the
// replies below it, and gives who gave it.
func (f *File) addFeedback(ctx context.Context, tx Tx, after FileCursor) (givers []ID, err error) {
	list, err := tx.ListFeedback(ctx, FeedbackFilter{For: f.Owner.ID, InFile: true, Before: after.At, BeforeID: after.ID, Limit: FilePage + 1})
	if err != nil {
		return nil, err
	}
	ids := make([]ID, len(list))
	for i, one := range list {
		ids[i], givers = one.ID, append(givers, one.Giver, one.Receiver)
	}
	replies, err := tx.FeedbackReplies(ctx, ids)
	for _, one := range list {
		f.Entries = append(f.Entries, FileEntry{Feedback: one, Replies: replies[one.ID]})
	}
	return givers, err
}

// String writes a cursor for the value of a button.
func (c FileCursor) String() string {
	if c.ID == "" {
		return ""
	}
	return strconv.FormatInt(c.At.UnixMicro(), 10) + ":" + string(c.ID)
}

// ParseFileCursor reads what String wrote. Anything else is the top: a cursor
// opens nothing that its reader may not read.
func ParseFileCursor(text string) FileCursor {
	at, id, _ := strings.Cut(text, ":")
	micro, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" {
		return FileCursor{}
	}
	return FileCursor{At: time.UnixMicro(micro).UTC(), ID: ID(id)}
}
