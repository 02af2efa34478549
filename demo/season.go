package demo

import (
	"context"
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
	return s.tx.AddSeasonDecision(ctx, domain.SeasonDecision{
		ID: s.practice.IDs.New(), Case: c.ID, Kind: domain.RoleDecision, What: "Grace leads the drills of both regions from the next quarter.",
		Why: "Both of her drills held, and she prepared others to lead one.", By: c.Writer, At: at(48), ConfirmedBy: s.ids[hr], ConfirmedAt: at(47),
	})
}

// openSeason is one of Lee's people that goes on; Lee has drafted about Grace.
func (s *seeder) openSeason(ctx context.Context) error {
	today := domain.DateOf(s.now, time.UTC)
	season := domain.Season{
		ID: s.practice.IDs.New(), Kind: domain.GroupSeason, Name: "Autumn in Lee’s team", State: domain.SeasonOpen,
		From: today.AddMonths(-6).MonthStart(), Until: today.AddMonths(-1).MonthEnd(),
		Days: domain.SeasonDays{
			Facts: today.AddDays(14), Draft: today.AddDays(25), Compare: today.AddDays(30), Packet: today.AddDays(32),
			Reply: today.AddDays(46), Ack: today.AddDays(48), Decide: today.AddDays(53),
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
