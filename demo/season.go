package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"rapport/domain"
)

// seasons writes what the company has looked back on: Grace's part in the spring,
// finished with a reply and a decision, and one season of Engineering that goes on.
func (s *seeder) seasons(ctx context.Context) error {
	if err := s.springOfGrace(ctx); err != nil {
		return err
	}
	return s.openSeason(ctx)
}

// springOfGrace is the finished one.
func (s *seeder) springOfGrace(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	at := func(back int) time.Time { return s.now.AddDate(0, 0, -back) }
	day := func(back int) domain.Date { return today.AddDays(-back) }
	season := domain.Season{
		ID: s.practice.IDs.New(), Kind: domain.PersonSeason, Name: "Grace’s first half of the year", State: domain.SeasonOpen,
		From: today.AddMonths(-10).MonthStart(), Until: today.AddMonths(-5).MonthEnd(),
		Days: domain.SeasonDays{
			Facts: day(78), Draft: day(70), Compare: day(66), Packet: day(64), Reply: day(56), Ack: day(54), Decide: day(50),
		},
		Person: s.ids["grace"], OpenedBy: s.ids["lee"], At: at(85),
	}
	if err := s.tx.CreateSeason(ctx, season); err != nil {
		return err
	}
	c := domain.SeasonCase{
		ID: s.practice.IDs.New(), Season: season.ID, Person: season.Person, Writer: s.ids["lee"], State: domain.CaseShared,
		Text:     "Grace took the restore drill over and led it twice; both times the runbook held. She asked the other teams what they need before she wrote it. Next: let somebody else lead one, and stay beside them.",
		HandedBy: s.ids["lee"], HandedAt: at(71), SharedAt: at(64), SharedOn: day(64), ReplyUntil: day(56), AckUntil: day(54), DecideFrom: day(50),
		Worked: 112, Away: 12, ReadAt: at(63), AckAt: at(60), At: season.At,
	}
	if _, err := s.tx.CreateSeasonCase(ctx, c); err != nil {
		return err
	}
	change := domain.SeasonChange{
		ID: s.practice.IDs.New(), Season: season.ID, Case: c.ID, Kind: domain.SummaryChange, By: c.Writer, At: at(67),
		Before: "Grace took the restore drill over and led it twice; both times the runbook held.", Why: "What comes next was missing.",
	}
	change.After = c.Text
	if err := s.tx.AddSeasonChange(ctx, change); err != nil {
		return err
	}
	reply := domain.SeasonReply{
		ID: s.practice.IDs.New(), Case: c.ID, Author: c.Person, At: at(60),
		Text: "Bo found the fault in the second drill, not I. I would like him to lead the next one.",
	}
	if err := s.tx.AddSeasonReply(ctx, reply); err != nil {
		return err
	}
	if err := s.rests(ctx, season, c); err != nil {
		return err
	}
	decision := domain.SeasonDecision{
		ID: s.practice.IDs.New(), Case: c.ID, Kind: domain.RoleDecision, What: "Grace leads the drills of both regions from the next quarter.",
		Why: "Both of her drills held, and she prepared others to lead one.", By: c.Writer, At: at(48), ConfirmedBy: s.ids[hr], ConfirmedAt: at(47),
	}
	if err := s.tx.AddSeasonDecision(ctx, decision); err != nil {
		return err
	}
	for _, past := range []domain.Entry{
		{Act: "season.share", At: c.SharedAt, Content: c.Text}, {Act: string(domain.ReplySeason), Actor: reply.Author, At: reply.At, Content: reply.Text},
		{Act: string(domain.DecideSeason), Actor: decision.By, At: decision.At, Content: string(decision.Kind) + "\n" + decision.What + "\n" + decision.Why},
		{Act: string(domain.ConfirmSeason), Actor: decision.ConfirmedBy, At: decision.ConfirmedAt},
	} {
		past.Subject, past.Person, past.Version = c.ID, c.Person, 1
		if err := s.recorded(ctx, past, ""); err != nil {
			return err
		}
	}
	return s.tx.NoteSights(ctx, c.Person, []domain.Sighted{{Record: decision.ID}}, decision.ConfirmedAt.Add(time.Hour))
}

// rests lets a summary rest on the thanks of its time.
func (s *seeder) rests(ctx context.Context, season domain.Season, c domain.SeasonCase) error {
	thanks, err := s.tx.KudosAbout(ctx, c.Person, season.From.In(time.UTC, 0))
	if err != nil {
		return err
	}
	var cited []domain.SeasonCitation
	for _, k := range thanks {
		if domain.DateOf(k.At, time.UTC).After(season.Until) {
			break
		}
		ref := domain.EvidenceRef{Kind: domain.KudosEvidence, ID: k.ID}
		cited = append(cited, domain.SeasonCitation{Case: c.ID, Ref: ref, By: c.Writer, At: c.HandedAt})
	}
	return s.tx.SetSeasonCitations(ctx, c.ID, cited)
}

// openSeason is one of Lee's people that goes on; Lee has drafted about Grace.
func (s *seeder) openSeason(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	season := domain.Season{
		ID: s.practice.IDs.New(), Kind: domain.GroupSeason, Name: "Autumn in Lee’s team", State: domain.SeasonOpen,
		From: today.AddMonths(-6).MonthStart(), Until: today.AddMonths(-1).MonthEnd(),
		Days: domain.SeasonDays{
			Facts: today.AddDays(14), Draft: today.AddDays(25), Compare: today.AddDays(30), Packet: today.AddDays(32),
			Reply: today.AddDays(46), Ack: today.AddDays(49), Decide: today.AddDays(51),
		},
		Group: domain.Group{Manager: s.ids["lee"]}, Comparers: []domain.ID{s.ids["mara"]}, OpenedBy: s.ids[hr], At: s.now.AddDate(0, 0, -4),
	}
	if err := s.tx.CreateSeason(ctx, season); err != nil {
		return err
	}
	for _, handle := range s.reports["lee"] {
		c := domain.SeasonCase{
			ID: s.practice.IDs.New(), Season: season.ID, Person: s.ids[handle], Writer: s.ids["lee"], State: domain.CaseWriting, At: season.At,
		}
		if _, err := s.tx.CreateSeasonCase(ctx, c); err != nil {
			return err
		}
		if handle != "grace" {
			continue
		}
		draft := domain.SeasonText{Case: c.ID, Author: c.Writer, Text: "So far: the second region is ready for its drill.", At: s.now.AddDate(0, 0, -1)}
		if err := s.tx.SaveSeasonText(ctx, draft); err != nil {
			return err
		}
	}
	return s.tx.FileAsk(ctx, domain.Ask{
		ID: s.practice.IDs.New(), Person: s.ids["lee"], Kind: domain.AskSeasonDraft, Subject: season.ID, Urgency: domain.SomebodyWaits,
		NotBefore: season.Days.Facts.In(time.UTC, 0), Expires: season.Days.Decide.In(time.UTC, 0), At: season.At,
	})
}

// autumn is the season of Lee's team that goes on.
const autumn = "Autumn in Lee’s team"

// wroteOf is what Lee writes about his people.
var wroteOf = []struct{ name, text string }{
	{"Lin Wu", "Lin wrote what customers read, and three of them understood it at once. Next: somebody else runs her plans."},
	{"Sam Ortiz", "Sam took the second shift for a month and told us what it cost. Next: a day a week away from alerts."},
	{"Ada Lovelace", "Ada stopped a plan that would have failed in March, by one question. Next: guide the student in autumn."},
	{"Bo Lindqvist", "Bo mended the alerts of the whole night shift."},
	{"Cem Aydin", "Cem drew the restore so that Sales could explain it. Next: the drawing of the third region."},
	{"Yuki Tanaka", "Yuki made Tokyo and Berlin plan in one room. Next: let Haru lead that."},
}

// wroteOfGrace is what Lee writes about Grace.
const wroteOfGrace = "Grace led three drills, and after each one wrote what she would do otherwise. The second region is ready for its own. Next: two colleagues who can lead one."

func (t *Tale) seasonScenes() []scene {
	return []scene{
		{"2026-11-23 17:00", mirroring, t.leeSeesMirror},
		{"2026-11-24 16:00", seasoning, t.leeWritesOfGrace},
		{"2026-11-25 16:00", seasoning, t.leeWritesOfOthers},
		{"2026-11-30 10:00", comparing, t.maraCompares},
		{"2026-12-01 17:00", comparing, t.leeChangesBo},
		{"2026-12-07 17:00", seasoning, t.graceReadsSummary},
		{"2026-12-08 17:00", deciding, t.leeDecidesEarly},
		{"2026-12-09 16:00", seasoning, t.graceHasRead},
		{"2027-01-04 17:00", deciding, t.leeDecides},
		{"2027-01-05 10:00", deciding, t.hannaConfirms},
		{"2027-01-05 17:00", deciding, t.graceReadsDecision},
		{"2027-01-13 10:00", takingBack, t.hannaTakesBack},
		{"2027-01-13 17:00", takingBack, t.leeSeesTakenBack},
	}
}

// looksAt opens somebody's part in the autumn season for who writes or compares.
func (t *Tale) looksAt(ctx context.Context, handle, name string) *hand {
	h := t.at(ctx, handle)
	h.looksAt(name)
	return h
}

// looksAt is that for somebody who does more.
func (h *hand) looksAt(name string) {
	h.types("/rapport", "season")
	h.sees(autumn)
	h.row(autumn, "Open")
	h.sees("the last day for what can be cited")
	if name != "" {
		h.row(name, "Open")
		h.sees(name, "The whole season")
	}
}

// writesAbout opens somebody's part for Lee, who writes.
func (t *Tale) writesAbout(ctx context.Context, name string) *hand {
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "season")
	lee.sees("You write about", name)
	lee.row(name, "Open")
	lee.sees(name, "Handed in by Lee Park")
	return lee
}

// writes lets Lee write about somebody, cite a line, and hand it in.
func (t *Tale) writes(ctx context.Context, name, text, cites string) error {
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "season")
	lee.sees("You write about", name)
	lee.row(name, "Open")
	lee.sees("Your draft", name)
	lee.presses("Write")
	lee.sees("About " + name)
	lee.fills("About "+name, t.hidden(text))
	lee.sends()
	lee.sees("Hand in")
	lee.presses("Cite")
	lee.sees("Only what they have seen can be cited")
	lee.fills("Lines, newest first", []any{lee.option("Lines, newest first", cites)})
	lee.sends()
	lee.sees("It rests on")
	lee.presses("Hand in")
	lee.sees("Handed in; to be read from")
	return lee.closes()
}

func (t *Tale) leeWritesOfGrace(ctx context.Context) error {
	t.saysf("Lee types /rapport season. He writes about Grace, says what it rests on, and hands it in. Only what Grace has seen can be cited.")
	return t.writes(ctx, "Grace Hopper", wroteOfGrace, "")
}

func (t *Tale) leeWritesOfOthers(ctx context.Context) error {
	t.saysf("Lee writes about the other six. About Bo it rests on thanks from Yuki.")
	for _, w := range wroteOf {
		cites := ""
		if w.name == "Bo Lindqvist" {
			cites = t.yukiThanked()
		}
		if err := t.writes(ctx, w.name, w.text, cites); err != nil {
			return fmt.Errorf("write about %s: %w", w.name, err)
		}
	}
	return nil
}

// yukiThanked is what Yuki thanked Bo for in September, as its post says.
func (t *Tale) yukiThanked() string {
	post, err := newestOf(t.Space.Channel("thanks").Messages(), []string{"Yuki Tanaka thanked Bo Lindqvist"})
	if err != nil {
		return err.Error()
	}
	_, rest, _ := strings.Cut(post.Text(), "\n")
	words, _, _ := strings.Cut(rest, "\n")
	return words[:min(len(words), 30)]
}

func (t *Tale) maraCompares(ctx context.Context) error {
	t.saysf("Mara compares across the team: what the seven summaries rest on, by expectation and then by name, without any score or order. To the one about Bo she says something.")
	mara := t.looksAt(ctx, "mara", "")
	mara.presses("Compare")
	mara.sees("it computes no score and puts nobody in an order")
	mara.step("close", func() error { return mara.view.Dismiss(ctx) })
	mara.looksAt("Bo Lindqvist")
	mara.presses("Say something")
	mara.sees("What do you want to say about it?")
	mara.fills("What do you want to say about it?", t.hidden("This says what he did, and not what came of it for others."))
	mara.sends()
	return mara.closes()
}

func (t *Tale) leeChangesBo(ctx context.Context) error {
	t.saysf("Lee changes what he wrote about Bo, and has to say why. Both texts are kept, and Bo will read the reason.")
	lee := t.at(ctx, "lee")
	lee.opens("Open", "Somebody said something to your summary about Bo Lindqvist")
	lee.sees("Change")
	lee.presses("Change")
	lee.sees("Why is it changed?")
	lee.fills("About Bo Lindqvist", t.hidden("Bo mended the alerts of the night shift. Support has had quiet nights since August. Next: the same for the second team."),
		"Why is it changed?", t.hidden("What came of it for Support was missing."))
	lee.sends()
	lee.sees("Changes", "Before:")
	return lee.closes()
}

func (t *Tale) graceReadsSummary(ctx context.Context) error {
	t.saysf("Grace reads what is written about her, with what it rests on, and replies. Her reply stays with it for ever.")
	grace := t.ownPart(ctx, "grace")
	grace.sees(wroteOfGrace, "It rests on")
	grace.presses("Reply")
	grace.sees("Your reply")
	grace.fills("Your reply", t.hidden("Bo led the second of the three. I would like that to stand here."))
	grace.sends()
	return grace.closes()
}

// ownPart opens somebody's own part in the autumn season.
func (t *Tale) ownPart(ctx context.Context, handle string) *hand {
	h := t.at(ctx, handle)
	h.types("/rapport", "season")
	h.sees("About me", autumn)
	h.row(autumn, "Open")
	return h
}

// The questions of a decision.
const (
	askedDecision = "What was decided?"
	askedWhyFor   = "Why? Grace Hopper reads it"
)

func (t *Tale) leeDecidesEarly(ctx context.Context) error {
	t.saysf("Lee would like to record a decision at once. Rapport does not take it: until 23 December Grace reads and replies.")
	lee := t.writesAbout(ctx, "Grace Hopper")
	lee.presses("Record a decision")
	lee.sees(askedDecision)
	lee.fills("What is it about?", "Role", askedDecision, t.hidden("Grace answers for the drills of all regions."), askedWhyFor, t.hidden("Three held, and two people learned it from her."))
	lee.refused("is the first day for it")
	return lee.closes()
}

func (t *Tale) graceHasRead(ctx context.Context) error {
	t.saysf("Grace says that she has read it. Read is not agreed, and the page says so.")
	grace := t.ownPart(ctx, "grace")
	grace.sees("I have read it")
	grace.presses("I have read it")
	grace.sees("read is not agreed")
	return grace.closes()
}

func (t *Tale) leeDecides(ctx context.Context) error {
	t.saysf("The days are over. Lee records the decision with its reason; it waits for a second person. Those who said nothing stand as silent, and silence is not agreement.")
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "season")
	lee.sees("You write about", "No answer; no answer is not agreement")
	lee.row("Grace Hopper", "Open")
	lee.sees("Record a decision")
	lee.presses("Record a decision")
	lee.sees(askedDecision)
	lee.fills("What is it about?", "Role", askedDecision, t.hidden("Grace answers for the drills of all regions."), askedWhyFor, t.hidden("Three held, and two people learned it from her."))
	lee.sends()
	lee.sees("Not confirmed by a second person yet")
	return lee.closes()
}

func (t *Tale) hannaConfirms(ctx context.Context) error {
	t.saysf("Hanna reads it as the second person, and confirms.")
	hanna := t.looksAt(ctx, hr, "Grace Hopper")
	hanna.sees("Confirm")
	hanna.presses("Confirm")
	hanna.sees("Confirmed by Hanna Weiss")
	return hanna.closes()
}

func (t *Tale) graceReadsDecision(ctx context.Context) error {
	t.saysf("Grace reads the decision, its reason, and who confirmed it.")
	grace := t.at(ctx, "grace")
	grace.opens("Open", "A decision about you is recorded, with its reason")
	grace.sees("Grace answers for the drills of all regions.", "Three held, and two people learned it from her.", "Confirmed by Hanna Weiss")
	return grace.closes()
}

func (t *Tale) hannaTakesBack(ctx context.Context) error {
	t.saysf("Yuki has told Hanna that her thanks to Bo were meant for Haru. Hanna takes the post back, with a reason; Bo and Yuki are told privately.")
	hanna := t.at(ctx, hr)
	hanna.step("choose “Something is wrong here” on the post", func() error {
		post, err := hanna.post("thanks", "Yuki Tanaka thanked Bo Lindqvist")
		if err != nil {
			return err
		}
		return hanna.p.MessageShortcut(ctx, post, "kudos.wrong")
	})
	hanna.sees("Giver and receivers are told privately")
	hanna.fills("Why?", "It was meant for Haru, and Yuki asked for it.")
	hanna.sends()
	return hanna.closes()
}

func (t *Tale) leeSeesTakenBack(ctx context.Context) error {
	t.saysf("Lee opens what he wrote about Bo. The line that it rested on says that it was taken back since; its words are gone, and the summary stands as Bo read it.")
	lee := t.writesAbout(ctx, "Bo Lindqvist")
	lee.sees("Taken back since. Its words are gone.")
	return lee.closes()
}

// leeSeesMirror is before he judges others.
func (t *Tale) leeSeesMirror(ctx context.Context) error {
	t.saysf("Before he writes about others, Lee types /rapport mirror: whom he thanked, told something and talked with, beside the figures of the whole organisation. Only he sees it, and it is kept nowhere.")
	lee := t.at(ctx, "lee")
	lee.types("/rapport", "mirror")
	lee.sees("Only you see this", "Grace Hopper")
	return lee.closes()
}
