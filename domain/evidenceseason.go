package domain

import "context"

// What the person said to a season's summary, as its line tells it.
const (
	SummaryRead   = "read"      // they said that they have read it, which is no agreement
	SummarySilent = "silent"    // the day for that passed without a word
	SummaryLate   = "read_late" // it did, and they said so afterwards
	SummaryGiven  = "given"     // there is time left
)

// addSeasons adds what was written about the person in seasons, once it was shared
// with them: the summary, what was said below it, and what was decided, once the
// second yes has disclosed that to them. Each goes to those who read it by the
// table, so that drafts and what waits for a second yes are in no packet.
func (g *gathering) addSeasons(ctx context.Context) error {
	cases, err := g.tx.SeasonCases(ctx, SeasonCaseFilter{Person: g.person.ID})
	if err != nil {
		return err
	}
	_, ledger, err := marksOf(ctx, g, cases, func(c SeasonCase) ID { return c.ID })
	if err != nil {
		return err
	}
	for _, c := range cases {
		if c.SharedAt.IsZero() {
			continue
		}
		season, err := g.tx.Season(ctx, c.Season)
		if err != nil {
			return err
		}
		if err := g.addCase(ctx, c, season, ledger); err != nil {
			return err
		}
	}
	return nil
}

// addCase adds one of them.
func (g *gathering) addCase(ctx context.Context, c SeasonCase, season Season, ledger marks) error {
	subject := c.subject(season, g.subject)
	replies, err := g.tx.SeasonReplies(ctx, c.ID)
	if err != nil {
		return err
	}
	decisions, err := g.tx.SeasonDecisions(ctx, c.ID)
	if err != nil {
		return err
	}
	ids := []ID{c.ID}
	for _, r := range replies {
		ids = append(ids, r.ID)
	}
	for _, d := range decisions {
		ids = append(ids, d.ID)
	}
	seen, err := g.tx.Sights(ctx, g.person.ID, ids)
	if err != nil {
		return err
	}
	if g.may(subject, ReadSeasonCase) {
		g.addSummary(c, season, sights(seen), ledger)
		for _, r := range replies {
			g.addSeasonReply(c, season, r, sights(seen), ledger)
		}
	}
	if !g.may(subject, ReadDecision) {
		return nil
	}
	for _, d := range decisions {
		if !d.ConfirmedAt.IsZero() && g.in(d.At) {
			g.addDecision(d, season, sights(seen), ledger)
		}
	}
	return nil
}

// addSummary adds the summary as it was shared.
func (g *gathering) addSummary(c SeasonCase, season Season, seen sights, ledger marks) {
	if !g.in(c.SharedAt) {
		return
	}
	e := Evidence{
		Kind: SeasonSummary, ID: c.ID, Person: c.Person, Author: c.HandedBy, HappenedAt: c.SharedAt, RecordedAt: c.SharedAt, Title: season.Name,
		SeenAt: earlier(c.ReadAt, seen.since(c.ID, c.SharedAt)), Sight: Sighted{Record: c.ID}, Entry: ledger.of(c.ID, "season.share", c.SharedAt),
	}
	switch {
	case !c.SilentAt.IsZero() && !c.AckAt.IsZero():
		e.State = SummaryLate
	case !c.AckAt.IsZero():
		e.State = SummaryRead
	case !c.SilentAt.IsZero():
		e.State = SummarySilent
	default:
		e.State = SummaryGiven
	}
	g.list = append(g.list, e.withParts(EvidencePart{TextPart, c.Text}))
}

// addSeasonReply adds what was said below a summary: it stands wherever that does.
func (g *gathering) addSeasonReply(c SeasonCase, season Season, r SeasonReply, seen sights, ledger marks) {
	if !g.in(c.SharedAt) {
		return
	}
	e := Evidence{
		Kind: ReplyEvidence, ID: r.ID, Person: c.Person, Author: r.Author, HappenedAt: r.At, RecordedAt: r.At, About: c.ID, Title: season.Name,
		SeenAt: seen.since(r.ID, r.At), Sight: Sighted{Record: r.ID}, Entry: ledger.of(c.ID, string(ReplySeason), r.At), State: ReplyToSummary,
	}
	if r.Author == c.Person {
		e.SeenAt = r.At
	}
	g.list = append(g.list, e.withParts(EvidencePart{TextPart, r.Text}))
}

// ReplyToSummary is the state of what was said below a season's summary.
const ReplyToSummary = "season"

// addDecision adds a decision that was disclosed to the person.
func (g *gathering) addDecision(d SeasonDecision, season Season, seen sights, ledger marks) {
	e := Evidence{
		Kind: DecisionEvidence, ID: d.ID, Person: g.person.ID, Author: d.By, Who: d.ConfirmedBy, HappenedAt: d.At, RecordedAt: d.At, About: d.Case,
		SeenAt: seen.since(d.ID, d.ConfirmedAt), Sight: Sighted{Record: d.ID}, Entry: ledger.of(d.Case, string(DecideSeason), d.At), State: string(d.Kind),
		Title: season.Name,
	}
	g.list = append(g.list, e.withParts(EvidencePart{TextPart, d.What}, EvidencePart{WhyPart, d.Why}))
}

// rests adds to the summaries of a packet what they rest on, as its maker may read
// it: what was taken back since is shown as that, and what was given to others
// alone is not opened.
func (s SeasonService) rests(ctx context.Context, tx Tx, maker Standing, lines []Evidence) error {
	for i, e := range lines {
		if e.Kind != SeasonSummary {
			continue
		}
		cited, err := tx.SeasonCitations(ctx, []ID{e.ID})
		if err != nil {
			return err
		}
		at, err := s.caseAtID(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		at.by = maker
		if lines[i].Cited, err = s.citedOf(ctx, tx, at, cited); err != nil {
			return err
		}
	}
	return nil
}
