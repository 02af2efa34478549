package domain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/domain"
)

// seasonOn lets time pass to a day at noon, as the sweeps of seasons see it.
func (b *bureau) seasonOn(month time.Month, n int) {
	b.t.Helper()
	year := 2026
	if month < time.June {
		year = 2027
	}
	b.Clock.Set(domain.NewDate(year, month, n).In(time.UTC, domain.NewTimeOfDay(12, 0)))
	b.work()
	if _, err := b.seasons().Advance(b.t.Context(), 100); err != nil {
		b.t.Fatal(err)
	}
}

// handIn lets somebody write about a person and hand it in.
func (b *bureau) handIn(s domain.Season, by, about domain.Person, text string) domain.SeasonCase {
	b.t.Helper()
	c := b.caseOf(s.ID, about)
	b.must(b.seasons().SaveDraft(b.t.Context(), b.act(by), c.ID, 0, text))
	b.must(b.seasons().HandIn(b.t.Context(), b.act(by), c.ID, c.Version))
	return b.caseOf(s.ID, about)
}

// look opens a person's part before somebody's eyes.
func (b *bureau) look(by domain.Person, c domain.SeasonCase) domain.SeasonCaseView {
	b.t.Helper()
	v, err := b.seasons().LookInto(b.t.Context(), b.act(by), c.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func TestSeason_WholeWay(t *testing.T) {
	t.Parallel()
	eachBureau(t, func(t *testing.T, b *bureau) {
		s := b.season(func(d *domain.SeasonDraft) { d.Comparers = []domain.ID{b.mara.ID} })
		c := b.caseOf(s.ID, b.grace)
		_, err := b.seasons().HandIn(t.Context(), b.act(b.lee), c.ID, c.Version)
		wantCode(t, err, domain.Conflict) // nothing is written
		_, err = b.seasons().SaveDraft(t.Context(), b.act(b.mara), c.ID, 0, "Mine.")
		wantCode(t, err, domain.Forbidden)
		c = b.handIn(s, b.lee, b.grace, "She took the drill over.")
		if c.State != domain.CaseHanded || c.HandedBy != b.lee.ID {
			t.Fatalf("got %+v", c)
		}
		// The person reads nothing before the day; who compares does, which is kept.
		if v := b.look(b.grace, c); v.Reads || v.Case.Text != "" || len(v.Changes) > 0 {
			t.Errorf("Grace reads %+v", v.Case)
		}
		if v := b.look(b.mara, c); !v.Reads || v.Case.Text != "She took the drill over." {
			t.Errorf("Mara reads %+v", v.Case)
		}
		b.must(b.seasons().AddRemark(t.Context(), b.act(b.mara), c.ID, "What did others see?"))
		_, err = b.seasons().ChangeSummary(t.Context(), b.act(b.lee), domain.SeasonEdit{ID: c.ID, Version: c.Version, Why: ""}, "She took the drill over, says Ada.")
		wantField(t, "no reason", err, "why")
		b.must(b.seasons().ChangeSummary(t.Context(), b.act(b.lee), domain.SeasonEdit{ID: c.ID, Version: c.Version, Why: "Mara asked."}, "She took the drill over, says Ada."))
		_, err = b.seasons().ChangeSummary(t.Context(), b.act(b.lee), domain.SeasonEdit{ID: c.ID, Version: c.Version, Why: "A stale form."}, "Third.")
		wantCode(t, err, domain.Conflict)
		if got := b.entries(c.ID); !slices.Contains(got, "mara season.read_case") {
			t.Errorf("the ledger holds %q", got)
		}

		b.mailed()
		b.seasonOn(time.December, 9)
		c = b.caseOf(s.ID, b.grace)
		if c.State != domain.CaseShared || c.Worked == 0 || c.DecideFrom != s.Days.Decide {
			t.Fatalf("got %+v", c)
		}
		wantMail(t, b.mailed(), "season.news grace shared", "season.news lee shared")
		v := b.look(b.grace, c)
		if v.Case.Text != "She took the drill over, says Ada." || len(v.Changes) != 2 || v.Case.ReadAt.IsZero() && b.caseOf(s.ID, b.grace).ReadAt.IsZero() {
			t.Errorf("Grace reads %+v", v)
		}
		_, err = b.seasons().ChangeSummary(t.Context(), b.act(b.lee), domain.SeasonEdit{ID: c.ID, Version: c.Version, Why: "Too late."}, "Other.")
		wantCode(t, err, domain.Conflict)
		_, err = b.seasons().ReplyTo(t.Context(), b.act(b.lee), c.ID, "I add.")
		wantCode(t, err, domain.Conflict) // nothing to answer
		b.must(b.seasons().ReplyTo(t.Context(), b.act(b.grace), c.ID, "It was two drills."))
		b.must(b.seasons().ReplyTo(t.Context(), b.act(b.lee), c.ID, "Two, yes."))
		b.must(b.seasons().Acknowledge(t.Context(), b.act(b.grace), c.ID))
		b.must(b.seasons().Acknowledge(t.Context(), b.act(b.grace), c.ID))
		if v := b.look(b.hanna, c); len(v.Replies) != 2 || v.Case.AckAt.IsZero() {
			t.Errorf("the people team reads %+v", v.Replies)
		}
	})
}

func TestSeason_SilenceAndALateReply(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	b.handIn(s, b.lee, b.grace, "She took the drill over.")
	b.seasonOn(time.December, 9)
	b.seasonOn(time.December, 18)
	if c := b.caseOf(s.ID, b.grace); !c.SilentAt.IsZero() {
		t.Errorf("silent on the last day already: %+v", c)
	}
	b.deliver()
	b.seasonOn(time.December, 19)
	c := b.caseOf(s.ID, b.grace)
	// Time alone says so, on a Saturday: who writes reads it in the hours of work.
	news := func(m mail) bool { return m.to == b.lee.ID && m.kind == domain.SeasonNews }
	if slices.ContainsFunc(b.deliver(), news) {
		t.Error("who writes is told on a Saturday")
	}
	if !slices.ContainsFunc(b.onward(time.Date(2026, time.December, 21, 12, 0, 0, 0, time.UTC)), news) {
		t.Error("who writes is not told on Monday")
	}
	if c.SilentAt.IsZero() || !c.AckAt.IsZero() {
		t.Errorf("got %+v", c)
	}
	b.must(b.seasons().ReplyTo(t.Context(), b.act(b.grace), c.ID, "I was away."))
	b.must(b.seasons().Acknowledge(t.Context(), b.act(b.grace), c.ID))
	v := b.look(b.grace, c)
	if len(v.Replies) != 1 || !v.Replies[0].Late || v.Case.AckAt.IsZero() || v.Case.SilentAt.IsZero() {
		t.Errorf("got %+v, %+v", v.Case, v.Replies)
	}
}

// Who gets another manager when all is read and decisions may be recorded is not
// told that somebody else writes.
func TestSeason_StaysWithWhoWroteIt(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	b.handIn(s, b.lee, b.grace, "She took the drill over.")
	b.seasonOn(time.December, 9)
	b.assignTo(b.grace, b.mara)
	if c := b.caseOf(s.ID, b.grace); c.Writer != b.mara.ID {
		t.Errorf("before decisions: got %+v, want Mara, who may decide then", c)
	}
	b.seasonOn(time.December, 23)
	b.mailed()
	b.assignTo(b.grace, b.lee)
	if c := b.caseOf(s.ID, b.grace); c.Writer != b.mara.ID {
		t.Errorf("got %+v, want that Mara stays", c)
	}
	for m := range b.mailed() {
		if strings.HasPrefix(m, domain.SeasonNews) {
			t.Errorf("got %q, want nothing about the season", m)
		}
	}
}

func TestSeason_DecisionsWaitForThePersonsDays(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	b.deputies(b.ada)
	s := b.season(func(d *domain.SeasonDraft) {
		d.Group = domain.Group{Named: []domain.ID{b.grace.ID, b.hanna.ID}}
	})
	raise := domain.SeasonDecision{Kind: domain.PayDecision, What: "Four per cent more.", Why: "She leads the drills."}
	grace := b.handIn(s, b.lee, b.grace, "She took the drill over.")
	hanna := b.handIn(s, b.mara, b.hanna, "She keeps her word.")
	_, err := b.seasons().Decide(t.Context(), b.act(b.lee), grace.ID, raise)
	wantCode(t, err, domain.Conflict) // not shared
	b.seasonOn(time.December, 9)
	b.seasonOn(time.December, 22)
	_, err = b.seasons().Decide(t.Context(), b.act(b.lee), grace.ID, raise)
	wantCode(t, err, domain.Conflict) // a day too early
	// Who was away since then has more time.
	b.mustAway(b.grace, domain.NewDate(2026, time.December, 22), domain.NewDate(2026, time.December, 22))
	b.seasonOn(time.December, 23)
	_, err = b.seasons().Decide(t.Context(), b.act(b.lee), grace.ID, domain.SeasonDecision{Kind: "gift", What: "x"})
	wantField(t, "kind and why", err, "why")
	b.must(b.seasons().Decide(t.Context(), b.act(b.lee), grace.ID, raise))
	if v := b.look(b.grace, grace); len(v.Decisions) != 0 {
		t.Errorf("Grace reads what nobody has confirmed: %+v", v.Decisions)
	}
	d := b.look(b.lee, grace).Decisions[0]
	_, err = b.seasons().ConfirmDecision(t.Context(), b.act(b.lee), d.ID)
	wantCode(t, err, domain.Forbidden) // a second person does
	b.mailed()
	b.must(b.seasons().ConfirmDecision(t.Context(), b.act(b.hanna), d.ID))
	b.must(b.seasons().ConfirmDecision(t.Context(), b.act(b.hanna), d.ID))
	wantMail(t, b.mailed(), "season.news grace decided")
	if v := b.look(b.grace, grace); len(v.Decisions) != 1 || v.Decisions[0].Why != "She leads the drills." {
		t.Errorf("Grace reads %+v", v.Decisions)
	}
	// Nobody decides about themselves: the manager, or the deputy, does.
	_, err = b.seasons().Decide(t.Context(), b.act(b.hanna), hanna.ID, raise)
	wantCode(t, err, domain.Forbidden)
	if f := domain.FaultsOf(err); len(f) == 0 || f[0].Sentence != "season.decide_oneself" {
		t.Errorf("got %v", err)
	}
	b.must(b.seasons().Decide(t.Context(), b.act(b.mara), hanna.ID, raise))
	own := b.look(b.mara, hanna).Decisions[0]
	_, err = b.seasons().ConfirmDecision(t.Context(), b.act(b.hanna), own.ID)
	wantCode(t, err, domain.Forbidden)
	b.must(b.seasons().ConfirmDecision(t.Context(), b.act(b.ada), own.ID))
}

func TestSeason_DecisionsWaitLongerForWhoIsAway(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	c := b.handIn(s, b.lee, b.grace, "She took the drill over.")
	b.seasonOn(time.December, 9)
	b.mustAway(b.grace, domain.NewDate(2026, time.December, 10), domain.NewDate(2027, time.January, 8))
	b.seasonOn(time.December, 23)
	_, err := b.seasons().Decide(t.Context(), b.act(b.lee), c.ID, domain.SeasonDecision{Kind: domain.RoleDecision, What: "Lead.", Why: "She leads."})
	wantCode(t, err, domain.Conflict)
	b.seasonOn(time.January, 18)
	b.must(b.seasons().Decide(t.Context(), b.act(b.lee), c.ID, domain.SeasonDecision{Kind: domain.RoleDecision, What: "Lead.", Why: "She leads."}))
}

func TestSeason_AFormerManagerGivesWordsOn(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	c := b.caseOf(s.ID, b.grace)
	b.must(b.seasons().SaveDraft(t.Context(), b.act(b.lee), c.ID, 0, "So far: the drill."))
	b.assignTo(b.grace, b.mara)
	if v := b.look(b.mara, c); v.Draft.Text != "" || len(v.Inputs) > 0 {
		t.Errorf("Mara reads Lee's draft: %+v", v)
	}
	v := b.look(b.lee, c)
	if v.Draft.Text != "So far: the drill." || !v.May[domain.GiveSeasonInput] || v.May[domain.WriteSeason] {
		t.Errorf("Lee has %+v, %v", v.Draft, v.May)
	}
	b.must(b.seasons().GiveInput(t.Context(), b.act(b.lee), c.ID, v.Draft.Version, "Until November: the drill."))
	if v := b.look(b.mara, c); len(v.Inputs) != 1 || v.Inputs[0].Text != "Until November: the drill." {
		t.Errorf("Mara reads %+v", v.Inputs)
	}
	b.handIn(s, b.mara, b.grace, "The drill, as Lee says.")
	b.seasonOn(time.December, 9)
	if v := b.look(b.grace, c); len(v.Inputs) != 1 {
		t.Errorf("Grace reads %+v", v.Inputs)
	}
}

func TestSeason_ALeaversPartEnds(t *testing.T) {
	t.Parallel()
	b := setupBureau(t)
	s := b.season()
	b.handIn(s, b.lee, b.grace, "She took the drill over.")
	b.leave(b.grace)
	if c := b.caseOf(s.ID, b.grace); c.Ending != domain.CaseLeft || !c.DueAt.IsZero() || c.Text == "" {
		t.Errorf("got %+v", c)
	}
	b.leave(b.lee)
	if c := b.caseOf(s.ID, b.ada); c.Writer != b.mara.ID {
		t.Errorf("Mara should write: %+v", c)
	}
}
