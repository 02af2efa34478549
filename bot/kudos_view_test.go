package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// The sample people. Their names are chosen to be read, one of them to be
// misread.
var (
	sampleAda   = domain.Person{ID: "ada", SlackID: "U0ADA", Name: "Ada Lovelace", Active: true, Kind: domain.Member}
	sampleGrace = domain.Person{ID: "grace", SlackID: "U0GRACE", Name: "Grace Hopper", Active: true, Kind: domain.Member}
	sampleLin   = domain.Person{ID: "lin", SlackID: "U0LIN", Name: "Lin Wu", Active: true, Kind: domain.Member}
	sampleBo    = domain.Person{ID: "bo", SlackID: "U0BO", Name: "Bo Lindqvist", Active: true, Kind: domain.Member}
	sampleCem   = domain.Person{ID: "cem", SlackID: "U0CEM", Name: "Cem *Aydin* <!here>", Active: true, Kind: domain.Member}
	sampleSam   = domain.Person{ID: "sam", SlackID: "U0SAM", Name: "Sam Ortiz", Active: true, Kind: domain.Member, Privately: true}
)

const sampleThanks = "for staying with the migration on Thursday until the last customer was back. I could go home at six because of you."

var sampleChoices = domain.KudosChoices{
	Values: []domain.Value{
		{Tag: "craft", Name: "Craft", Meaning: "Work that lasts"}, {Tag: "courage", Name: "Courage"}, {Tag: "care"},
	},
	Channel: "C0THANKS", MaxRecipients: 10, UndoMinutes: 10, Daily: 20, Team: "the people team", Contact: "people@example.com",
}

// sampleLetter is a public kudos to Grace and Lin.
func sampleLetter(change ...func(*kudosLetter)) kudosLetter {
	l := kudosLetter{
		KudosReceipt: domain.KudosReceipt{
			Kudos: domain.Kudos{
				ID: "k1", Giver: "ada", Text: sampleThanks, Values: []string{"craft"}, Channel: "C0THANKS",
				Receivers: []domain.KudosReceiver{{Person: "grace"}, {Person: "lin"}},
				State:     domain.KudosGiven, At: time.Date(2026, time.November, 24, 9, 0, 0, 0, time.UTC), Version: 1,
			},
			People: map[domain.ID]domain.Person{
				"ada": sampleAda, "grace": sampleGrace, "lin": sampleLin, "bo": sampleBo, "cem": sampleCem, "sam": sampleSam,
			},
		},
		Values: []string{"Craft"}, Reader: "grace", Home: "https://acme.example/",
	}
	for _, c := range change {
		c(&l)
	}
	return l
}

func joined(l *kudosLetter)  { l.Kudos.Joined = []domain.ID{"bo", "cem"} }
func bare(l *kudosLetter)    { l.Kudos.Text, l.Values = "", nil }
func private(l *kudosLetter) { l.Kudos.Channel = "" }
func withSam(l *kudosLetter) {
	l.Kudos.Receivers = append(l.Kudos.Receivers, domain.KudosReceiver{Person: "sam", Private: true})
}

func linked(l *kudosLetter) {
	l.Kudos.About = domain.MessageLink{Channel: "C0DEV", TS: "1.2", URL: "https://acme.example/archives/C0DEV/p12"}
}

func fromPrivatePlace(l *kudosLetter) {
	linked(l)
	l.Kudos.About.Private = true
}

func crowd(l *kudosLetter) {
	for i := range 40 {
		p := domain.Person{ID: domain.ID(fmt.Sprint("p", i)), Name: fmt.Sprintf("Person Number %d", i)}
		l.People[p.ID] = p
		l.Kudos.Receivers = append(l.Kudos.Receivers, domain.KudosReceiver{Person: p.ID})
		l.Kudos.Joined = append(l.Kudos.Joined, p.ID)
	}
}

func hostile(l *kudosLetter) {
	l.Kudos.Text = strings.Repeat("<!channel> *bold* `code` <@U0LIN> https://evil.example 👩‍👩‍👧 ", 60)
	l.Kudos.Receivers = []domain.KudosReceiver{{Person: "cem"}}
	l.Reader = "cem"
}

func sampleForm(v *sentence.Voice, note kudosNote, choices domain.KudosChoices, problems ...string) blockkit.Modal {
	s := kudosFormState{Choices: choices, Note: note, Metadata: Metadata{Nonce: "0f3a"}}
	s.Problems = blockkit.App(strings.Join(problems, " "))
	return kudosForm(v, s)
}

func kudosSamples(v *sentence.Voice) map[string]any {
	nothing := domain.KudosChoices{MaxRecipients: 10}
	list := domain.KudosList{
		Kudos: []domain.Kudos{sampleLetter().Kudos, sampleLetter(bare).Kudos}, People: sampleLetter().People, More: true,
	}
	note := kudosNote{Users: []string{"U0GRACE"}, Text: sampleThanks, Tags: []string{"craft"}, Private: true}
	about := kudosNote{Users: []string{"U0GRACE"}, About: sampleLetter(linked).Kudos.About}
	return map[string]any{
		"kudos_posted":         kudosPosted(v, sampleLetter(joined)),
		"kudos_posted_bare":    kudosPosted(v, sampleLetter(bare)),
		"kudos_posted_linked":  kudosPosted(v, sampleLetter(linked)),
		"kudos_posted_secret":  kudosPosted(v, sampleLetter(fromPrivatePlace, withSam)),
		"kudos_posted_crowd":   kudosPosted(v, sampleLetter(crowd)),
		"kudos_posted_hostile": kudosPosted(v, sampleLetter(hostile)),

		"kudos_received":         kudosReceived(v, sampleLetter(joined, linked)),
		"kudos_received_bare":    kudosReceived(v, sampleLetter(bare)),
		"kudos_received_private": kudosReceived(v, sampleLetter(private)),
		"kudos_received_among":   kudosReceived(v, sampleLetter(withSam)),
		"kudos_received_out":     kudosReceived(v, sampleLetter(leftOut)),
		"kudos_received_hostile": kudosReceived(v, sampleLetter(hostile)),
		"kudos_taken_back":       kudosTakenBack(v, sampleLetter(takenBack), "the people team"),
		"kudos_taken_back_giver": kudosTakenBack(v, sampleLetter(takenBack, readByGiver), "the people team"),

		"kudos_receipt":           kudosReceipt(v, sampleLetter().KudosReceipt, false),
		"kudos_receipt_bare":      kudosReceipt(v, sampleLetter(bare, private).KudosReceipt, true),
		"kudos_receipt_privately": kudosReceipt(v, sampleLetter(withSam).KudosReceipt, false),
		"kudos_sent":              kudosSentView(v, sampleLetter().KudosReceipt, false),
		"kudos_undone":            kudosUndone(v, sampleLetter().KudosReceipt),
		"kudos_usage":             kudosUsage(v, sampleChoices, ""),
		"kudos_usage_typed":       kudosUsage(v, nothing, "thanks everybody for Thursday"),

		"kudos_form":        sampleForm(v, kudosNote{}, sampleChoices),
		"kudos_form_filled": sampleForm(v, note, sampleChoices, v.Say("kudos.oneself")),
		"kudos_form_about":  sampleForm(v, about, sampleChoices),
		"kudos_form_groups": sampleForm(v, kudosNote{Groups: []string{"S1"}, Sure: true}, nothing),
		"kudos_words_form":  kudosWordsForm(v, Metadata{Nonce: "0f3a", Subject: "k1"}),
		"kudos_manner_form": kudosMannerForm(v, false, Metadata{Nonce: "0f3a"}),
		"kudos_retract":     kudosRetractForm(v, Metadata{Nonce: "0f3a", Subject: "k1"}),

		"kudos_list_received": kudosListView(v, list, listReceived, "grace"),
		"kudos_list_given":    kudosListView(v, list, listGiven, "ada"),
		"kudos_list_empty":    kudosListView(v, domain.KudosList{}, listReceived, "grace"),
	}
}

func leftOut(l *kudosLetter)     { l.Kudos.Receivers[0].OutOfFile = true }
func takenBack(l *kudosLetter)   { l.Kudos.Reason = "It names a customer by name." }
func readByGiver(l *kudosLetter) { l.Reader = "ada" }

// everything is all that a view lets read, in one text.
func everything(t *testing.T, view any) string {
	t.Helper()
	raw, err := json.Marshal(asSent(t, view))
	if err != nil {
		t.Fatalf("write view: %v", err)
	}
	return string(raw)
}

func TestKudosPosted(t *testing.T) {
	t.Parallel()
	v := testVoice(t)

	t.Run("names the people and pings nobody", func(t *testing.T) {
		t.Parallel()
		got := everything(t, kudosPosted(v, sampleLetter()))
		if !strings.Contains(got, "Grace Hopper") || strings.Contains(got, "U0GRACE") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("does not name who wishes to be thanked privately", func(t *testing.T) {
		t.Parallel()
		if got := everything(t, kudosPosted(v, sampleLetter(withSam))); strings.Contains(got, "Sam Ortiz") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("never links a message from a private place", func(t *testing.T) {
		t.Parallel()
		if got := everything(t, kudosPosted(v, sampleLetter(fromPrivatePlace))); strings.Contains(got, "archives") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("names three who thanked too, and no number", func(t *testing.T) {
		t.Parallel()
		got := everything(t, kudosPosted(v, sampleLetter(crowd)))
		if !strings.Contains(got, "also from Person Number 0, Person Number 1, Person Number 2 and others") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("keeps the words out of the notification", func(t *testing.T) {
		t.Parallel()
		if got := kudosPosted(v, sampleLetter()).FallbackText(); strings.Contains(got, "migration") {
			t.Errorf("got %q", got)
		}
	})
}

func TestKudosReceived(t *testing.T) {
	t.Parallel()
	v := testVoice(t)

	t.Run("does not tell who else is thanked privately", func(t *testing.T) {
		t.Parallel()
		for claim, l := range map[string]kudosLetter{
			"in public":  sampleLetter(withSam),
			"in private": sampleLetter(withSam, private),
		} {
			if got := everything(t, kudosReceived(v, l)); strings.Contains(got, "Sam Ortiz") {
				t.Errorf("%s: got %s", claim, got)
			}
		}
	})
	t.Run("tells the one who is thanked privately", func(t *testing.T) {
		t.Parallel()
		got := kudosReceived(v, sampleLetter(withSam, func(l *kudosLetter) { l.Reader = "sam" })).FallbackText()
		if want := "Ada Lovelace thanked you, Grace Hopper and Lin Wu."; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("offers to make private only what is public", func(t *testing.T) {
		t.Parallel()
		if got := everything(t, kudosReceived(v, sampleLetter(private))); strings.Contains(got, SettlePrivate+":k1") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("leaves the link out where the workspace's address is unknown", func(t *testing.T) {
		t.Parallel()
		got := everything(t, kudosReceived(v, sampleLetter(func(l *kudosLetter) { l.Home = "" })))
		if strings.Contains(got, PressKudosReply) {
			t.Errorf("got %s", got)
		}
	})
}

func TestKudosListView_DoesNotTellWhoElseIsThankedPrivately(t *testing.T) {
	t.Parallel()
	l := sampleLetter(withSam)
	list := domain.KudosList{Kudos: []domain.Kudos{l.Kudos}, People: l.People}
	if got := everything(t, kudosListView(testVoice(t), list, listReceived, "grace")); strings.Contains(got, "Sam Ortiz") {
		t.Errorf("a receiver reads %s", got)
	}
	if got := everything(t, kudosListView(testVoice(t), list, listGiven, "ada")); !strings.Contains(got, "Sam Ortiz") {
		t.Errorf("the giver does not read whom they thanked: %s", got)
	}
}

func TestKudosForm_HasTheCursorWhereSomethingIsMissing(t *testing.T) {
	t.Parallel()
	v := testVoice(t)
	for claim, c := range map[string]struct {
		note kudosNote
		want string
	}{
		"the people, when nothing is known": {kudosNote{}, FieldKudosPeople},
		"the words, when people are known":  {kudosNote{Users: []string{"U0GRACE"}}, FieldKudosText},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			got := ""
			walk(asSent(t, sampleForm(v, c.note, sampleChoices)), func(object map[string]any) {
				if object["focus_on_load"] == true {
					got = text(object["action_id"])
				}
			})
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestUnnamed_LooksForThePerson(t *testing.T) {
	t.Parallel()
	quiet := aLee
	quiet.Privately = true
	r := domain.KudosReceipt{Kudos: domain.Kudos{Receivers: []domain.KudosReceiver{
		{Person: "p-gone"}, {Person: aGrace.ID}, {Person: aLee.ID, Private: true},
	}}}
	// One of the three is not in the directory any more.
	if got := unnamed(r, []domain.Person{aGrace, quiet}); len(got) != 1 || got[0].ID != aLee.ID {
		t.Errorf("got %v, want Lee", got)
	}
}

func TestKudosNote_IsMeasuredAsItsButtonCuts(t *testing.T) {
	t.Parallel()
	for runes := 1700; runes < 2000; runes += 7 {
		note := kudosNote{Text: strings.Repeat("x", runes) + strings.Repeat("🎉", 20)}
		value, fits := note.value()
		if !fits {
			continue
		}
		pressed := blockkit.Actions(blockkit.Button{ID: PressKudosSend, Value: once("0197-sample-7f3a9c-0197-sample-7f3a9c", value), Label: blockkit.App("Send")})
		view := asSent(t, blockkit.Message{Fallback: blockkit.App("x"), Blocks: []blockkit.Block{pressed}})
		raw, err := json.Marshal(view)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(raw), "🎉") != 20 {
			t.Fatalf("the words of %d characters are cut", runes)
		}
	}
}
