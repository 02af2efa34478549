package domain

import (
	"context"
	"time"
)

// SeasonText is what somebody has written in a case beside the summary: a draft of
// who writes, which nobody else reads, or the input of a partner or former manager
// once it is given.
type SeasonText struct {
	Case    ID
	Author  ID
	Text    string    // sealed
	GivenAt time.Time // zero for a draft
	At      time.Time
	Version int
}

// SeasonTextRows keeps them, one of an author in a case.
type SeasonTextRows interface {
	// SeasonText gives one, or an empty one of version 0.
	SeasonText(ctx context.Context, about, author ID) (SeasonText, error)
	// SaveSeasonText writes one by version. Conflict otherwise.
	SaveSeasonText(ctx context.Context, t SeasonText) error
	// SeasonInputs lists those that are given, oldest first.
	SeasonInputs(ctx context.Context, about ID) ([]SeasonText, error)
	// DropSeasonText deletes a draft that was handed in.
	DropSeasonText(ctx context.Context, about, author ID) error
}

// SaveDraft keeps what who writes has so far; nobody else reads it. The version is
// that of the draft which the form showed.
func (s SeasonService) SaveDraft(ctx context.Context, act Act, id ID, version int, text string) (SeasonCaseView, error) {
	text = Tidy(text)
	if faults := Needed("text", text, MaxSeasonText); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(id), text)
	return s.alter(ctx, act, caseEdit{id, 0, WriteSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		if at.c.State != CaseWriting {
			return Refuse(Conflict, "season.not_writing")
		}
		draft := SeasonText{Case: id, Author: act.Actor, Text: text, At: tx.Now(), Version: version}
		return tx.SaveSeasonText(ctx, draft)
	}})
}

// HandIn hands the draft in, as it stands: from then on it is compared, and the
// person can read it from the season's day on.
func (s SeasonService) HandIn(ctx context.Context, act Act, id ID, version int) (SeasonCaseView, error) {
	act.Digest = DigestOf(string(id))
	return s.alter(ctx, act, caseEdit{id, version, WriteSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		c := at.c
		draft, err := tx.SeasonText(ctx, id, act.Actor)
		switch {
		case err != nil:
			return err
		case c.State != CaseWriting:
			return Refuse(Conflict, "season.not_writing")
		case draft.Text == "":
			return Refuse(Conflict, "season.nothing_written")
		}
		c.State, c.Text, c.HandedBy, c.HandedAt = CaseHanded, draft.Text, act.Actor, tx.Now()
		if err := s.setDue(ctx, tx, at.season, &c); err != nil {
			return err
		}
		if err := tx.UpdateSeasonCase(ctx, c); err != nil {
			return err
		}
		if err := tx.DropSeasonText(ctx, id, act.Actor); err != nil {
			return err
		}
		entry := Entry{Actor: act.Actor, Act: "season.hand_in", Subject: id, Person: c.Person, Version: c.Version + 1, Content: c.Text}
		if err := tx.Record(ctx, entry); err != nil {
			return err
		}
		return s.draftsDone(ctx, tx, c.Season, act.Actor)
	}})
}

// ChangeSummary changes what was handed in, until the person can read it, with a
// reason. Both texts are kept.
func (s SeasonService) ChangeSummary(ctx context.Context, act Act, e SeasonEdit, text string) (SeasonCaseView, error) {
	text, e.Why = Tidy(text), Tidy(e.Why)
	if faults := append(Needed("text", text, MaxSeasonText), checkReason(e.Why)...); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(e.ID), text, e.Why)
	return s.alter(ctx, act, caseEdit{e.ID, e.Version, WriteSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		c := at.c
		switch {
		case c.State == CaseShared:
			return Refuse(Conflict, "season.shared_already")
		case c.State != CaseHanded:
			return Refuse(Conflict, "season.not_handed")
		case c.Text == text:
			return RefuseField("text", "season.same_text")
		}
		change := SeasonChange{Season: c.Season, Case: e.ID, Kind: SummaryChange, Before: c.Text, After: text, Why: e.Why, By: act.Actor}
		c.Text = text
		if err := tx.UpdateSeasonCase(ctx, c); err != nil {
			return err
		}
		return s.keepChange(ctx, tx, change, c.Person, c.Version+1)
	}})
}

// AddRemark says something in the comparison to who writes, with the own name. It
// changes nothing; the person reads it, too, once the summary is shared.
func (s SeasonService) AddRemark(ctx context.Context, act Act, id ID, text string) (SeasonCaseView, error) {
	text = Tidy(text)
	if faults := Needed("text", text, MaxSeasonNote); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(id), text)
	return s.alter(ctx, act, caseEdit{id, 0, RemarkSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		if at.c.State != CaseHanded {
			return Refuse(Conflict, "season.not_handed")
		}
		change := SeasonChange{Season: at.c.Season, Case: id, Kind: Remark, Why: text, By: act.Actor}
		if err := s.keepChange(ctx, tx, change, at.c.Person, at.c.Version); err != nil {
			return err
		}
		return s.tellCase(ctx, tx, at.c, "remark", at.c.Writer)
	}})
}

// GiveInput gives who writes the words of a partner or of a former manager, until
// the summary is shared. The person reads them with it.
func (s SeasonService) GiveInput(ctx context.Context, act Act, id ID, version int, text string) (SeasonCaseView, error) {
	text = Tidy(text)
	if faults := Needed("text", text, MaxSeasonText); len(faults) > 0 {
		return SeasonCaseView{}, faults
	}
	act.Digest = DigestOf(string(id), text)
	return s.alter(ctx, act, caseEdit{id, 0, GiveSeasonInput, func(ctx context.Context, tx Tx, at caseAt) error {
		if at.c.State != CaseWriting && at.c.State != CaseHanded {
			return Refuse(Conflict, "season.shared_already")
		}
		input := SeasonText{Case: id, Author: act.Actor, Text: text, GivenAt: tx.Now(), At: tx.Now(), Version: version}
		if err := tx.SaveSeasonText(ctx, input); err != nil {
			return err
		}
		entry := Entry{Actor: act.Actor, Act: string(GiveSeasonInput), Subject: id, Person: at.c.Person, Version: version + 1, Content: text}
		if err := tx.Record(ctx, entry); err != nil {
			return err
		}
		return s.tellCase(ctx, tx, at.c, "input", at.c.Writer)
	}})
}
