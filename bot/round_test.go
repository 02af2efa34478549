package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/storage/storagetest"
)

// roundTeam is Lee with Grace, who has a role, and six others.
func roundTeam(t *testing.T, change ...func(*bot.Config)) *bench {
	t.Helper()
	b := setup(t, change...)
	lee := b.person("Lee Park")
	profile := domain.RoleProfile{ID: b.IDs.New(), Role: "Lead", Expectations: []domain.Expectation{
		{ID: b.IDs.New(), Version: 1, Dimension: domain.BehaviourGoal, Text: "Explains *decisions*"},
	}}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		if _, err := tx.SaveRoleProfile(ctx, profile); err != nil {
			return err
		}
		return tx.KeepWording(ctx, profile.Expectations[0])
	})
	b.person("Grace Hopper", func(p *domain.Person) { p.Manager, p.Role = lee.ID, "Lead" })
	for i := range 6 {
		b.person("Peer"+strconv.Itoa(i)+" Lovelace", func(p *domain.Person) { p.Manager = lee.ID })
	}
	return b
}

// peers are Slack's ids of some of the six.
func peers(n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, "UPEER"+strconv.Itoa(i))
	}
	return ids
}

// presses pushes a button and gives the form that it opens.
func (b *bench) presses(user, id, value string) blockkit.Modal {
	b.t.Helper()
	opened := len(b.slack.opened)
	b.press(user, pressed{ID: id, Value: value})
	if len(b.slack.opened) != opened+1 {
		b.t.Fatalf("%s opens %d forms", id, len(b.slack.opened)-opened)
	}
	return last(b.t, b.slack.opened)
}

// runningRound is a round about Grace that Lee has approved.
func runningRound(t *testing.T, b *bench) string {
	t.Helper()
	b.command("UGRACE", "/rapport", "round")
	lookAt(t, last(t, b.slack.opened)).wants("Lee Park agrees", "a figure from 4 people, texts from 5", "Begin a round")
	b.press("UGRACE", pressed{ID: bot.PressRoundBegin})
	form := last(t, b.slack.opened)
	lookAt(t, form).wants("Name your peers until", "Lee Park reads this list")
	few := b.submit("UGRACE", form, object{bot.FieldRoundPeers: people(peers(3)...)}).errors()
	if few[bot.FieldRoundPeers] == "" {
		t.Errorf("three peers are taken: %v", few)
	}
	b.submit("UGRACE", form, object{bot.FieldRoundPeers: people(peers(6)...)}).wants("Sent. Lee Park looks at it now")
	home := b.homeOf("ULEE")
	home.wants("Grace Hopper has named peers for a feedback round.")
	id := home.button(bot.PressRoundApprove)
	approve := b.presses("ULEE", bot.PressRoundApprove, id)
	lookAt(t, approve).wants("You answer by name, and read the report after Grace Hopper.")
	b.submit("ULEE", approve, object{}).wants("Started.")
	last(t, of(b.delivered(), domain.RoundStarted, domain.Post)).wants("Your feedback round has started")
	return id
}

func TestRound_FromWishToReport(t *testing.T) {
	t.Parallel()
	b := roundTeam(t)
	id := runningRound(t, b)
	for i, user := range append(peers(5), "UGRACE", "ULEE") {
		b.homeOf(user).wants("feedback round")
		form := b.presses(user, bot.PressRoundAnswer, id)
		if user == "UPEER0" {
			lookAt(t, form).wants("Grace Hopper will read the report first", "Then Lee Park will read it. Nobody else can.", "never by name", "cannot be changed")
		}
		b.submit(user, form, object{"mark_1": choice(strconv.Itoa(1 + i%4)), bot.FieldRoundKeep: typed(fmt.Sprint("words of ", user))}).
			wants("Your answers are in.")
		b.homeOf(user).lacks("would like your view", "how do you see yourself")
	}
	b.press("UPEER1", pressed{ID: bot.PressRoundAnswer, Value: id})
	look(t, last(t, b.slack.responses)).wants("Your answers are in already")
	b.command("UGRACE", "/rapport", "round")
	lookAt(t, last(t, b.slack.opened)).wants("Who has answered, and how many, is shown to nobody.")
	b.press("UPEER5", pressed{ID: bot.PressRoundDecline, Value: id})
	look(t, last(t, b.slack.responses)).wants("nobody is told")

	b.Clock.Set(b.Clock.Now().AddDate(0, 0, 40))
	if n, err := (domain.RoundService{Practice: b.Practice}).Advance(t.Context(), 10); err != nil || n != 1 {
		t.Fatalf("released %d, %v", n, err)
	}
	last(t, of(b.delivered(), domain.RoundReleased, domain.Post)).wants("The report of your feedback round is there.")
	b.press("ULEE", pressed{ID: bot.PressRoundReport, Value: id})
	look(t, last(t, b.slack.responses)).wants("whom it is about reads it first")
	b.homeOf("UGRACE").wants("The report of your feedback round is there.")
	report := lookAt(t, b.presses("UGRACE", bot.PressRoundReport, id))
	report.wants("Explains", "Self: Sometimes", "Lee Park: Often", "Peers (5): Sometimes", "words of UPEER3", "Lee Park can read this from now on")
	last(t, of(b.delivered(), domain.RoundShared, domain.Post)).wants("Grace Hopper has read the report")
	lookAt(t, b.presses("ULEE", bot.PressRoundReport, id)).wants("Grace Hopper has read this and may choose what to speak about.", "words of UPEER3")
	b.press("UPEER0", pressed{ID: bot.PressRoundReport, Value: id})
	look(t, last(t, b.slack.responses)).wants("you are not among them")
	b.homeOf("UGRACE").lacks("The report of your feedback round is there.")
}

// A press, a form and its sending leave nothing behind but the answers: no request,
// no doubt, no message, no look.
func TestRound_AnsweringBySlackLeavesNothingElse(t *testing.T) {
	t.Parallel()
	b := roundTeam(t)
	id := runningRound(t, b)
	b.submit("UPEER0", b.presses("UPEER0", bot.PressRoundAnswer, id), object{bot.FieldRoundKeep: typed("first")})
	before := storagetest.Dump(t, b.Config)
	form := b.presses("UPEER1", bot.PressRoundAnswer, id)
	b.submit("UPEER1", form, object{bot.FieldRoundKeep: typed("second")}).wants("Your answers are in.")
	b.submit("UPEER1", form, object{bot.FieldRoundKeep: typed("third")}).wants("count as you first sent them")
	for i, table := range storagetest.Dump(t, b.Config) {
		same := slices.EqualFunc(table.Rows, before[i].Rows, slices.Equal[[]string])
		if may := table.Name == "round_answers" || table.Name == "round_boxes"; may == same {
			t.Errorf("%s changed: %v", table.Name, !same)
		}
	}
	if log := b.log.String(); log != "" {
		t.Errorf("the log says %s", log)
	}
}

// foggyStore loses the answer to the next commit.
type foggyStore struct {
	domain.Store

	fog bool
}

// InTx fulfils domain.Store.
func (s *foggyStore) InTx(ctx context.Context, do func(context.Context, domain.Tx) error) error {
	err := s.Store.InTx(ctx, do)
	if err == nil && s.fog {
		s.fog = false
		return domain.Refuse(domain.Unclear, "request.unclear")
	}
	return err
}

// keptDoubts counts what is remembered of requests in doubt.
type keptDoubts struct{ kept int }

// Remember fulfils domain.Doubts.
func (k *keptDoubts) Remember(context.Context, domain.RequestDoubt) error { k.kept++; return nil }

// Forget fulfils domain.Doubts.
func (k *keptDoubts) Forget(context.Context, domain.ID) error { return nil }

// Adopt fulfils domain.Doubts.
func (k *keptDoubts) Adopt(context.Context) ([]domain.RequestDoubt, error) { return nil, nil }

// Where nobody knows whether the answers were saved nothing of them is remembered,
// and sending again counts once.
func TestRound_InDoubtNothingIsRemembered(t *testing.T) {
	t.Parallel()
	store, doubts := &foggyStore{}, &keptDoubts{}
	b := roundTeam(t, func(c *bot.Config) {
		store.Store = c.Practice.Store
		c.Practice.Store, c.Doubts = store, doubts
	})
	id := runningRound(t, b)
	form := b.presses("UPEER0", bot.PressRoundAnswer, id)
	store.fog = true
	told := fmt.Sprint(b.submit("UPEER0", form, object{bot.FieldRoundKeep: typed("words")}).errors())
	if !strings.Contains(told, "Send it again: it counts once") {
		t.Errorf("got %s", told)
	}
	b.submit("UPEER0", form, object{bot.FieldRoundKeep: typed("words")}).wants("Your answers are in already")
	if doubts.kept > 0 {
		t.Error("the answers are remembered beside who gave them")
	}
}

func TestRound_LaunchedForAGroup(t *testing.T) {
	t.Parallel()
	b := roundTeam(t)
	b.person("Hanna Berg")
	b.policy(func(p *domain.Policy) { p.PeopleTeam.Members = []string{"UHANNA"} })
	b.homeOf("UHANNA").wants("Rounds")
	list := b.presses("UHANNA", bot.PressRounds, "")
	lookAt(t, list).wants("None has been begun yet.")
	form := b.presses("UHANNA", bot.PressRoundLaunch, "")
	if errors := b.submit("UHANNA", form, object{}).errors(); errors[bot.FieldRoundPeople] == "" {
		t.Errorf("a group of nobody is taken: %v", errors)
	}
	manager := object{"type": "users_select", "selected_user": "ULEE"}
	b.submit("UHANNA", form, object{bot.FieldRoundManager: manager}).wants("Begun. Each of them is asked to name peers until")
	if _, err := (domain.RoundService{Practice: b.Practice}).Spread(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	lookAt(t, b.presses("UHANNA", bot.PressRounds, "")).wants("The people of Lee Park", "7 begun, 0 left out. Naming: 7.")
	b.homeOf("UGRACE").wants("Your feedback round is open: who should be asked?")
	b.press("ULEE", pressed{ID: bot.PressRounds})
	look(t, last(t, b.slack.responses)).wants("you are not among them")
}

// What customers said comes in by name, with who said it and when.
func TestRound_CustomersAreQuoted(t *testing.T) {
	t.Parallel()
	b := roundTeam(t)
	b.person("Omar Diaz")
	b.press("UGRACE", pressed{ID: bot.PressRoundBegin})
	fill := object{bot.FieldRoundPeers: people(peers(5)...), bot.FieldRoundOwners: people("UOMAR")}
	b.submit("UGRACE", last(t, b.slack.opened), fill)
	id := b.homeOf("ULEE").button(bot.PressRoundApprove)
	b.submit("ULEE", b.presses("ULEE", bot.PressRoundApprove, id), object{})
	b.homeOf("UOMAR").wants("Grace Hopper would like you to bring what customers said")
	form := b.presses("UOMAR", bot.PressRoundAnswer, id)
	b.submit("UOMAR", form, object{
		bot.FieldRoundWords: typed("She *called* back."), bot.FieldRoundSource: typed("ACME"),
		bot.FieldRoundOn: object{"type": "datepicker", "selected_date": "2026-11-20"},
	}).wants("Added.")
	b.Clock.Set(b.Clock.Now().Add(40 * 24 * time.Hour))
	if _, err := (domain.RoundService{Practice: b.Practice}).Advance(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	lookAt(t, b.presses("UGRACE", bot.PressRoundReport, id)).
		wants("She *called* back.", "ACME, 20 November 2026; chosen by Omar Diaz", "Fewer than 4 peers answered")
}
