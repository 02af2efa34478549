package domain

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// SeasonCitation says that a summary rests on a line of evidence. It keeps nothing
// of its words: what was taken back since is shown as taken back.
type SeasonCitation struct {
	Case ID
	Ref  EvidenceRef
	// Expectation is the one that it speaks to; empty where it is to none.
	Expectation ID
	By          ID
	At          time.Time
}

// MaxSeasonCited is the most lines that a summary rests on.
const MaxSeasonCited = 60

// SeasonCitationRows keeps citations.
type SeasonCitationRows interface {
	// SetSeasonCitations writes all of a case in the place of those before.
	SetSeasonCitations(ctx context.Context, about ID, list []SeasonCitation) error
	// SeasonCitations lists those of some cases, in the order in which they were
	// cited.
	SeasonCitations(ctx context.Context, cases []ID) ([]SeasonCitation, error)
}

// CitedState says what can be shown of a citation.
type CitedState string

// The states of a citation.
const (
	CitedShown     CitedState = "shown"
	CitedWithdrawn CitedState = "withdrawn" // taken back since: without words
	CitedOthers    CitedState = "others"    // it stands; its words were given to others
	CitedGone      CitedState = "gone"      // its term is over
)

// CitedLine is a citation as somebody reads it.
type CitedLine struct {
	SeasonCitation
	State CitedState
	// Evidence has words only where State is CitedShown.
	Evidence Evidence
	// Late is true for what was written down long after it happened.
	Late bool
}

// period is the time of which a season has evidence.
func (s Season) period() DateRange { return DateRange{Start: s.From, End: s.Until} }

// citedOf reads the citations of a case for somebody. All lines about the person
// are known by the person's own right, so that what was taken back is told from
// what is for others; words are shown by the reader's.
func (s SeasonService) citedOf(ctx context.Context, tx Tx, at caseAt, cited []SeasonCitation) ([]CitedLine, error) {
	if len(cited) == 0 {
		return nil, nil
	}
	person, err := s.StandingOf(ctx, tx, at.c.Person)
	if err != nil {
		return nil, err
	}
	all, err := s.evidenceOf(ctx, tx, person, at.c.Person, at.season.period())
	if err != nil {
		return nil, err
	}
	open := map[EvidenceRef]bool{}
	if at.by.Person.ID != at.c.Person {
		mine, err := s.evidenceOf(ctx, tx, at.by, at.c.Person, at.season.period())
		if err != nil {
			return nil, err
		}
		for _, e := range mine {
			open[e.Ref()] = true
		}
	}
	version, err := tx.Policy(ctx)
	if err != nil {
		return nil, err
	}
	known := map[EvidenceRef]Evidence{}
	for _, e := range all {
		known[e.Ref()] = e
		open[e.Ref()] = open[e.Ref()] || at.by.Person.ID == at.c.Person
	}
	lines := make([]CitedLine, len(cited))
	for i, c := range cited {
		lines[i] = citedLine(c, known, open[c.Ref])
		lines[i].Late = lines[i].Evidence.Late(version.Policy.Evidence.LateAfter)
	}
	return lines, nil
}

// citedLine is one citation for who may read its words, or may not.
func citedLine(c SeasonCitation, known map[EvidenceRef]Evidence, open bool) CitedLine {
	e, there := known[c.Ref]
	line := CitedLine{SeasonCitation: c, Evidence: e, State: CitedShown}
	switch {
	case !there:
		line.State, line.Evidence = CitedGone, Evidence{Kind: c.Ref.Kind, ID: c.Ref.ID}
	case !e.Standing():
		line.State, line.Evidence = CitedWithdrawn, e.bare()
	case !open:
		line.State, line.Evidence = CitedOthers, e.bare()
	}
	return line
}

// SeasonEvidence is what who writes can cite.
type SeasonEvidence struct {
	View SeasonCaseView
	// Lines are those that can be cited, newest first; Unseen counts those that
	// cannot, since the person never saw them.
	Lines        []Evidence
	Unseen       int
	Cited        []SeasonCitation
	Expectations []Expectation
	LateAfter    int // days
}

// Citable gives who writes the lines that a summary can rest on: what happened in
// the time looked back on, was recorded by the season's day, and was seen by the
// person.
func (s SeasonService) Citable(ctx context.Context, actor, id ID) (SeasonEvidence, error) {
	var e SeasonEvidence
	err := s.Store.Read(ctx, func(ctx context.Context, tx Tx) error {
		at, err := s.caseAtID(ctx, tx, id)
		if err != nil {
			return err
		}
		if at.by, err = s.Permitted(ctx, tx, Act{Actor: actor}, WriteSeason, at.subject); err != nil {
			return err
		}
		if e.View, err = s.caseViewer(actor)(ctx, tx, Outcome{Subject: id}); err != nil {
			return err
		}
		if e.Lines, e.Unseen, err = s.citable(ctx, tx, at); err != nil {
			return err
		}
		if e.Cited, err = tx.SeasonCitations(ctx, []ID{id}); err != nil {
			return err
		}
		version, err := tx.Policy(ctx)
		if err != nil {
			return err
		}
		e.LateAfter = version.Policy.Evidence.LateAfter
		expected, err := expectedOf(ctx, tx, at.c.Person)
		e.Expectations = expected.Own.Expectations
		return err
	})
	return e, err
}

// citable are the lines that can be cited now, newest first, and how many cannot
// because the person never saw them. What is expected is no evidence.
func (s SeasonService) citable(ctx context.Context, tx Tx, at caseAt) (lines []Evidence, unseen int, err error) {
	all, err := s.evidenceOf(ctx, tx, at.by, at.c.Person, at.season.period())
	if err != nil {
		return nil, 0, err
	}
	w, err := s.calendarByID(ctx, tx, at.c.Person)
	if err != nil {
		return nil, 0, err
	}
	last := at.season.Days.Facts.AddDays(1).In(w.Zone, 0)
	for _, e := range all {
		switch e.MayCite(tx.Now()) {
		case CanBeCited:
			if e.Kind != ExpectationEvidence && e.RecordedAt.Before(last) {
				lines = append(lines, e)
			}
		case NeverSeen:
			unseen++
		case WasWithdrawn, NoEvidence:
		}
	}
	slices.Reverse(lines)
	return lines, unseen, nil
}

// SeasonCitationDraft is what a summary is to rest on.
type SeasonCitationDraft struct {
	Refs []EvidenceRef
	// Expectation is what the lines speak to that are new and cite none.
	Expectation ID
	// Why is needed once the summary is handed in.
	Why string
}

// SetCitations lets a summary rest on lines of evidence. What was cited before and
// was taken back since may stay: it is shown as that. After the summary was handed
// in it needs a reason, as every change of it.
func (s SeasonService) SetCitations(ctx context.Context, act Act, id ID, version int, d SeasonCitationDraft) (SeasonCaseView, error) {
	d.Why = Tidy(d.Why)
	if len(d.Refs) > MaxSeasonCited {
		return SeasonCaseView{}, RefuseField("lines", "season.too_many_cited", "Limit", MaxSeasonCited)
	}
	parts := []string{string(id), string(d.Expectation), d.Why}
	for _, r := range d.Refs {
		parts = append(parts, string(r.Kind), string(r.ID))
	}
	act.Digest = DigestOf(parts...)
	return s.alter(ctx, act, caseEdit{id, version, WriteSeason, func(ctx context.Context, tx Tx, at caseAt) error {
		if at.c.State != CaseWriting && at.c.State != CaseHanded {
			return Refuse(Conflict, "season.shared_already")
		}
		if at.c.State == CaseHanded {
			if faults := checkReason(d.Why); len(faults) > 0 {
				return faults
			}
		}
		before, err := tx.SeasonCitations(ctx, []ID{id})
		if err != nil {
			return err
		}
		after, err := s.newCitations(ctx, tx, at, before, d)
		if err != nil {
			return err
		}
		if err := tx.SetSeasonCitations(ctx, id, after); err != nil {
			return err
		}
		if at.c.State == CaseWriting {
			return tx.Record(ctx, Entry{Actor: act.Actor, Act: "season.cite", Subject: id, Person: at.c.Person, Version: at.c.Version, Content: refsLine(after)})
		}
		change := SeasonChange{Season: at.c.Season, Case: id, Kind: CitationChange, Before: refsLine(before), After: refsLine(after), Why: d.Why, By: act.Actor}
		return s.keepChange(ctx, tx, change, at.c.Person, at.c.Version)
	}})
}

// newCitations are those of before that stay, and the new ones, each of which must
// be one that can be cited.
func (s SeasonService) newCitations(ctx context.Context, tx Tx, at caseAt, before []SeasonCitation, d SeasonCitationDraft) ([]SeasonCitation, error) {
	lines, _, err := s.citable(ctx, tx, at)
	if err != nil {
		return nil, err
	}
	var after []SeasonCitation
	for _, ref := range d.Refs {
		if i := slices.IndexFunc(before, func(c SeasonCitation) bool { return c.Ref == ref }); i >= 0 {
			after = append(after, before[i])
			continue
		}
		i := slices.IndexFunc(lines, func(e Evidence) bool { return e.Ref() == ref })
		if i < 0 {
			return nil, RefuseField("lines", "season.not_citable")
		}
		expectation := cmp.Or(lines[i].Expectation, d.Expectation)
		after = append(after, SeasonCitation{Case: at.c.ID, Ref: ref, Expectation: expectation, By: at.by.Person.ID, At: tx.Now()})
	}
	return after, nil
}

// refsLine writes what is cited in one line, as it is kept.
func refsLine(list []SeasonCitation) string {
	refs := make([]string, len(list))
	for i, c := range list {
		refs[i] = string(c.Ref.Kind) + ":" + string(c.Ref.ID)
	}
	return strings.Join(refs, " ")
}
