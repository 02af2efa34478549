package bot_test

import (
	"context"
	"testing"

	"rapport/bot"
	"rapport/domain"
)

// recordsTeam is the team of feedback with Hanna of the people team, four years
// after Ada thanked Grace, when the month's run has counted.
func recordsTeam(t *testing.T) *bench {
	t.Helper()
	b := feedbackTeam(t)
	b.person("Hanna Hr")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"hanna@example.com"} })
	b.command("UADA", "/kudos", "<@UGRACE> for the release notes")
	b.delivered()
	b.Clock.Set(start.AddDate(4, 0, 0))
	b.retain()
	return b
}

// retain does everything that a run can do now.
func (b *bench) retain() {
	b.t.Helper()
	service := domain.RetentionService{Practice: b.Practice}
	if _, err := service.Begin(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
	var err error
	for more := true; more; {
		if _, more, err = service.Advance(b.t.Context(), 100); err != nil {
			b.t.Fatal(err)
		}
	}
}

func TestRetention_ReadAndAgreed(t *testing.T) {
	t.Parallel()
	b := recordsTeam(t)
	letter := last(t, of(b.delivered(), domain.RetentionReported, domain.Post))
	letter.wants("3 records have come to the end of their life.", "Nothing is deleted before one of you has read")
	letter.lacks("release notes", "Grace", "Ada")
	b.homeOf("UHANNA").wants("3 records have come to the end of their life.")
	b.homeOf("UADA").lacks("end of their life")
	b.press("UADA", pressed{ID: bot.PressRetention})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
	b.press("UHANNA", pressed{ID: bot.PressRetention})
	report := lookAt(t, last(t, b.slack.opened))
	report.wants("Thanks: 1, the oldest since 24 November 2026", "Hanna Hr read this on 24 November 2030, so they are deleted from 8 December 2030 on")
	report.lacks("release notes", "Grace", "Ada")
	yes := report.button(bot.PressRetentionYes)
	b.press("UHANNA", pressed{ID: bot.PressRetentionYes, Value: yes})
	look(t, last(t, b.slack.responses)).wants("They are being deleted")
	b.retain()
	deleted := 0
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		list, err := tx.ListKudos(ctx, domain.KudosFilter{Limit: 10})
		if len(list) != 0 {
			t.Errorf("%d thanks are left", len(list))
		}
		if err != nil {
			return err
		}
		deleted, err = tx.Release(ctx, tx.Now(), 10, domain.Quiet)
		return err
	})
	if deleted != 1 {
		t.Errorf("%d deletions wait for Slack, want that of the thanks", deleted)
	}
	b.press("UHANNA", pressed{ID: bot.PressRetentionYes, Value: yes})
	look(t, last(t, b.slack.responses)).wants("This report is over")
	lookAt(t, b.form("UHANNA", "/rapport", "records")).wants("3 records were deleted", "Nothing waits to be deleted.")
}

func TestRetention_Stopped(t *testing.T) {
	t.Parallel()
	b := recordsTeam(t)
	report := lookAt(t, b.form("UHANNA", "/rapport", "records"))
	b.press("UHANNA", pressed{ID: bot.PressRetentionStop, Value: report.button(bot.PressRetentionStop)})
	look(t, last(t, b.slack.responses)).wants("Nothing is deleted.")
	lookAt(t, b.form("UHANNA", "/rapport", "records")).wants("Hanna Hr stopped the deletion")
}

func TestRetention_Terms(t *testing.T) {
	t.Parallel()
	b := recordsTeam(t)
	b.press("UHANNA", pressed{ID: bot.PressTerms})
	form := last(t, b.slack.opened)
	filled := func(terms, waiting string) object {
		return object{bot.FieldTerms: typed(terms), bot.FieldTermWaiting: typed(waiting)}
	}
	faults := b.submit("UHANNA", form, filled("kudos many", "soon")).errors()
	if faults[bot.FieldTerms] == "" || faults[bot.FieldTermWaiting] == "" {
		t.Errorf("got %v", faults)
	}
	if faults := b.submit("UHANNA", form, filled("kudo: 3", "14")).errors(); faults[bot.FieldTerms] == "" {
		t.Errorf("got %v", faults)
	}
	b.submit("UHANNA", form, filled("kudos: 120\nDE/kudos: 12", "30")).wants("Saved")
	b.press("UHANNA", pressed{ID: bot.PressTerms})
	lookAt(t, last(t, b.slack.opened)).wants("Thanks (kudos): 36 months")
	if stands := lookAt(t, last(t, b.slack.opened)).stands(bot.FieldTerms); stands != "DE/kudos: 12\nkudos: 120" {
		t.Errorf("the form shows %q", stands)
	}
}

func TestHold_SetByThePeopleTeamAlone(t *testing.T) {
	t.Parallel()
	b := recordsTeam(t)
	b.delivered()
	report := lookAt(t, b.form("UHANNA", "/rapport", "records"))
	b.press("UHANNA", pressed{ID: bot.PressHold, Value: report.button(bot.PressHold)})
	form := last(t, b.slack.opened)
	until := domain.DateOf(b.Clock.Now(), b.Clock.Now().Location()).AddDays(30)
	held := object{bot.FieldHoldWhy: typed("A dispute."), bot.FieldHoldEnds: object{"type": "datepicker", "selected_date": until.String()}}
	if faults := b.submit("UHANNA", form, held).errors(); len(faults) == 0 {
		t.Error("a hold on nobody is taken")
	}
	held[bot.FieldHoldName] = typed("grace@example.com")
	b.submit("UHANNA", form, held).wants("Held until")
	if letters := b.delivered(); len(of(letters, domain.HoldIsSet, domain.Post)) != 0 {
		t.Error("somebody is told beside who set it")
	}
	report = lookAt(t, b.form("UHANNA", "/rapport", "records"))
	report.wants("Grace Hopper, until", "A dispute.")
	b.retain()
	b.press("UHANNA", pressed{ID: bot.PressHoldLift, Value: report.button(bot.PressHoldLift)})
	b.submit("UHANNA", last(t, b.slack.opened), object{bot.FieldHoldWhy: typed("It is settled.")}).wants("Lifted.")
	b.press("UADA", pressed{ID: bot.PressHold})
	look(t, last(t, b.slack.responses)).wants("open to the people it concerns")
}
