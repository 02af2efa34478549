package bot_test

import (
	"testing"
	"time"

	"rapport/bot"
	"rapport/domain"
)

// awayToday tells whether somebody is away now.
func (b *bench) awayToday(slackID string) bool {
	b.t.Helper()
	home, err := (domain.HomeService{Practice: b.Practice}).Show(b.t.Context(), b.present(slackID).ID)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, a := range home.Away {
		if a.Days.Contains(home.Today) {
			return true
		}
	}
	return false
}

func TestAway_Typed(t *testing.T) {
	t.Parallel()
	t.Run("a day is noted, said back, and taken back with one press", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.line()
		receipt := b.command("UGRACE", "/rapport", "away until Friday")
		receipt.wants("Away from 24 November 2026 up to and including 27 November 2026.", "First working day after it: Monday 30 November.")
		if !b.awayToday("UGRACE") {
			t.Fatal("Grace does not count as away")
		}
		off := pressed{ID: bot.PressAwayOff, Value: receipt.button(bot.PressAwayOff), Ephemeral: true, Repeat: "17.1"}
		b.press("UGRACE", off)
		b.press("UGRACE", off) // delivered twice
		if b.awayToday("UGRACE") {
			t.Error("Grace still counts as away")
		}
		look(t, last(t, b.slack.responses)).wants("Noted: you are not away.")
	})
	t.Run("what is no day is refused, with what was typed and what to do", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.line()
		b.command("UGRACE", "/rapport", "away until the cows come home").wants("the cows come home", "Friday")
		if b.awayToday("UGRACE") {
			t.Error("Grace counts as away")
		}
	})
	t.Run("the manager may say it for somebody, who is told; a colleague may not", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		b.line()
		b.command("UBO", "/rapport", "away <@UGRACE> until Friday")
		if b.awayToday("UGRACE") {
			t.Error("a colleague sent Grace away")
		}
		b.command("ULEE", "/rapport", "away <@UGRACE> until Friday").wants("Grace Hopper is away")
		if !b.awayToday("UGRACE") {
			t.Error("Grace does not count as away")
		}
		if told := of(b.delivered(), domain.AwaySet, domain.Post); len(told) != 1 || told[0].Recipient != b.present("UGRACE").ID {
			t.Errorf("%d are told", len(told))
		}
	})
}

func TestAway_FormOfAnother(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	form := b.form("UGRACE", "/rapport", "away")
	form.Metadata = bot.Metadata{Nonce: "n", Subject: b.present("UBO").ID}.String()
	b.submit("UGRACE", form, object{bot.FieldAwayUntil: object{"type": "datepicker", "selected_date": "2026-11-27"}})
	if b.awayToday("UBO") || b.awayToday("UGRACE") {
		t.Error("a form that was tampered with sent somebody away")
	}
}

func TestAway_SuggestedByStatus(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		press string
		away  bool
	}{
		"a yes notes it":     {bot.PressAwayYes, true},
		"a no keeps nothing": {bot.PressAwayNo, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			grace := b.person("Grace Hopper", func(p *domain.Person) { p.Met = start.AddDate(0, -1, 0) })
			b.happens("user_change", account("UGRACE", "Grace", func(o object) {
				o["profile"] = object{
					"display_name": "Grace", "real_name": "Grace", "email": "grace@example.com",
					"status_text": "secret trip", "status_expiration": start.AddDate(0, 0, 9).Unix(),
				}
			}))
			b.Clock.Set(start.Add(2 * time.Hour))
			if _, err := (domain.AskService{Practice: b.Practice}).Plan(t.Context(), 10); err != nil {
				t.Fatal(err)
			}
			cards := of(b.delivered(), domain.AskCard, domain.Post)
			if len(cards) != 1 || cards[0].Recipient != grace.ID {
				t.Fatalf("%d cards", len(cards))
			}
			cards[0].lacks("secret trip")
			b.press("UGRACE", pressed{ID: c.press, Value: cards[0].button(c.press)})
			if got := b.awayToday("UGRACE"); got != c.away {
				t.Errorf("away is %v, want %v", got, c.away)
			}
		})
	}
}
