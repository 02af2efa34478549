package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/bot"
	"rapport/bot/blockkit"
	"rapport/bot/socket"
	"rapport/domain"
)

// inForce is the policy in force.
func (b *bench) inForce() domain.PolicyVersion {
	b.t.Helper()
	var v domain.PolicyVersion
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		v, err = tx.Policy(ctx)
		return err
	})
	return v
}

func TestPolicy_ByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	before := b.inForce()
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	older := last(t, b.slack.opened)
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	form := last(t, b.slack.opened)
	problems := b.submit("UHANNA", form, object{bot.FieldPolicyValues: typed("two words: Craft")}).errors()
	if problems[bot.FieldPolicyValues] == "" {
		t.Errorf("a tag of two words gives %v", problems)
	}
	if got := b.inForce(); got.Version != before.Version {
		t.Fatalf("a refused form made version %d", got.Version)
	}
	first := domain.DateOf(start, time.UTC).AddDays(6)
	fill := object{
		bot.FieldPolicyValues: typed("#Craft: Craft\ncare: Care"), bot.FieldPolicyStart: day(first),
		bot.FieldPolicyEmployee: typed("What gave you energy?"),
	}
	b.submit("UHANNA", form, fill)
	got := b.inForce()
	if p := got.Policy; len(p.Kudos.Values) != 2 || p.Kudos.Values[0].Tag != "craft" || p.Conversations.Start != first || len(p.Conversations.EmployeePrompts) != 1 {
		t.Errorf("got %+v, want what was filled in", p)
	}
	// The same form again, and one that shows the version before.
	b.submit("UHANNA", form, fill)
	fill[bot.FieldPolicyEmployee] = typed("What drained you?")
	anew := b.submit("UHANNA", older, fill)
	anew.wants("changed the policy meanwhile", "What gave you energy?")
	if words := anew.stands(bot.FieldPolicyEmployee); words != "What drained you?" {
		t.Errorf("what was typed came back as %q", words)
	}
	if again := b.inForce(); again.Version != got.Version {
		t.Errorf("an older form made version %d", again.Version)
	}
}

func TestPolicy_NotTheirs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	b.press("UHANNA", pressed{ID: bot.PressPause, Home: true})
	forms, shown, before := b.slack.opened, len(b.slack.opened), b.inForce()
	for _, user := range []string{"UGRACE", "ULEE", "UBO"} {
		b.press(user, pressed{ID: bot.PressPolicy, Home: true})
		b.press(user, pressed{ID: bot.PressPause, Home: true})
		for _, form := range forms {
			b.submit(user, form, object{})
		}
	}
	if got := b.inForce(); got.Version != before.Version {
		t.Errorf("got version %d, want %d", got.Version, before.Version)
	}
	if len(b.slack.opened) != shown {
		for _, view := range b.slack.opened[shown:] {
			lookAt(t, view).lacks("Save")
		}
	}
}

func TestPause_AsksTwice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	pauses := func() (list []domain.Pause) {
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			list, err = tx.Pauses(ctx, domain.DateOf(b.Clock.Now(), time.UTC))
			return err
		})
		return list
	}
	b.press("UHANNA", pressed{ID: bot.PressPause, Home: true})
	form := last(t, b.slack.opened)
	yesterday := domain.DateOf(start, time.UTC).AddDays(-1)
	if problems := b.submit("UHANNA", form, object{bot.FieldPauseUntil: day(yesterday)}).errors(); problems[bot.FieldPauseUntil] == "" {
		t.Errorf("a day that is over gives %v", problems)
	}
	second := b.submit("UHANNA", form, object{bot.FieldPauseUntil: day(yesterday.AddDays(14))})
	second.wants("4") // people whom it concerns
	if len(pauses()) > 0 {
		t.Fatal("it pauses before the second answer")
	}
}

func TestPartner_ByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	_, grace, bo, _ := b.line()
	named := func() (id domain.ID) {
		b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
			id, err = tx.NamedPartner(ctx, grace.ID)
			return err
		})
		return id
	}
	b.press("ULEE", pressed{ID: bot.PressPartner, Value: string(grace.ID)})
	form := last(t, b.slack.opened)
	if problems := b.submit("ULEE", form, nil).errors(); problems[bot.FieldPartner] == "" {
		t.Errorf("nobody chosen gives %v", problems)
	}
	b.submit("UBO", form, object{bot.FieldPartner: user("UBO")})
	if got := named(); got != "" || len(of(b.delivered(), domain.PartnerOffered, domain.Post)) > 0 {
		t.Fatal("a colleague named a partner")
	}
	b.submit("ULEE", form, object{bot.FieldPartner: user("UBO")})
	offered := of(b.delivered(), domain.PartnerOffered, domain.Post)
	if len(offered) != 1 || offered[0].Recipient != grace.ID || named() != "" {
		t.Fatalf("%d are asked, named is %q; want Grace asked first", len(offered), named())
	}
	yes := pressed{ID: bot.PressPartnerYes, Value: offered[0].button(bot.PressPartnerYes), Repeat: "17.5"}
	b.press("UBO", yes)
	if named() != "" {
		t.Fatal("somebody else said yes")
	}
	b.press("UGRACE", yes)
	b.press("UGRACE", yes)
	if got := named(); got != bo.ID {
		t.Errorf("got %q after the yes, want Bo", got)
	}
	if told := of(b.delivered(), domain.PartnerNamed, domain.Post); len(told) != 2 {
		var to []domain.ID
		for _, l := range told {
			to = append(to, l.Recipient)
		}
		t.Errorf("told are %v, want Bo and Lee once", to)
	}
}

func TestLeaving_ByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	grace := b.present("UGRACE")
	b.press("UHANNA", pressed{ID: bot.PressLeaving, Value: string(grace.ID)})
	reason := last(t, b.slack.opened)
	lookAt(t, reason).wants("Grace Hopper is told that you opened it, and why.")
	b.submit("UHANNA", reason, object{bot.FieldAccessReason: typed("Her last day")}).wants("Arrange for a person")
	b.press("UHANNA", pressed{ID: bot.PressLeaving, Value: string(grace.ID)})
	form := last(t, b.slack.opened)
	lastDay := domain.DateOf(start, time.UTC).AddDays(30)
	b.submit("UBO", form, object{bot.FieldLeaves: day(lastDay)})
	if got := b.present("UGRACE").Leaves; !got.IsZero() {
		t.Fatalf("a colleague noted that Grace leaves on %v", got)
	}
	b.submit("UHANNA", form, object{bot.FieldLeaves: day(lastDay)})
	if got := b.present("UGRACE").Leaves; got != lastDay {
		t.Errorf("got %v, want %v", got, lastDay)
	}
	for _, l := range b.delivered() {
		if l.Recipient == b.present("UBO").ID {
			t.Errorf("a colleague is told: %s", l.Kind)
		}
	}
}

func TestPolicy_KeepsWhatItsFormCannotShow(t *testing.T) {
	t.Parallel()
	long := []string{strings.Repeat("Why? ", 400), strings.Repeat("How? ", 400)}
	build := func(t *testing.T) *bench {
		t.Helper()
		b := setup(t)
		b.line()
		b.policy(func(p *domain.Policy) {
			p.PeopleTeam.Members = []string{"Hanna@example.com", "UBO", "later@example.com"}
			p.Kudos.Values = []domain.Value{{Tag: "craft", Name: "Craft", Meaning: "Made well."}, {Tag: "care", Name: "Care", Meaning: "Kindly."}}
			p.Conversations.EmployeePrompts = long
		})
		return b
	}
	opened := func(b *bench) blockkit.Modal {
		b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
		return last(b.t, b.slack.opened)
	}
	t.Run("who saves without a change changes nothing", func(t *testing.T) {
		t.Parallel()
		b := build(t)
		before := b.inForce().Policy
		form := opened(b)
		lookAt(t, form).wants("It stays as it is")
		b.submit("UHANNA", form, nil)
		after := b.inForce()
		if diff := cmp.Diff(before, after.Policy); diff != "" || after.Version == 0 {
			t.Errorf("saving changed (-before +after)\n%s", diff)
		}
	})
	t.Run("who is taken out of the menu goes, and who is added comes", func(t *testing.T) {
		t.Parallel()
		b := build(t)
		form := opened(b)
		b.submit("UHANNA", form, object{bot.FieldPolicyTeam: people("UHANNA", "ULEE"), bot.FieldPolicyValues: typed("craft: Craft\ncalm: Calm")})
		p := b.inForce().Policy
		if want := []string{"Hanna@example.com", "later@example.com", "ULEE"}; !slices.Equal(p.PeopleTeam.Members, want) {
			t.Errorf("got members %v, want %v", p.PeopleTeam.Members, want)
		}
		if want := []domain.Value{{Tag: "craft", Name: "Craft", Meaning: "Made well."}, {Tag: "calm", Name: "Calm"}}; !slices.Equal(p.Kudos.Values, want) {
			t.Errorf("got values %v, want %v", p.Kudos.Values, want)
		}
	})
}

func TestPolicy_DigestByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	form := last(t, b.slack.opened)
	problems := b.submit("UHANNA", form, object{bot.FieldPolicyZone: typed("Mars/Olympus")}).errors()
	if problems[bot.FieldPolicyZone] == "" {
		t.Errorf("a zone that is none gives %v", problems)
	}
	b.submit("UHANNA", form, object{
		bot.FieldPolicyWeekday: choice("thursday"), bot.FieldPolicyZone: typed(" Asia/Tokyo "),
		bot.FieldPolicyTime: object{"type": "timepicker", "selected_time": "08:30"},
	})
	got := b.inForce().Policy.Digest
	if got.Weekday != "thursday" || got.Time != "8:30" || got.Zone != "Asia/Tokyo" {
		t.Errorf("got %+v, want Thursday 8:30 in Tokyo", got)
	}

	// A form that an older release opened has none of these fields.
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	older := b.submitPayload("UHANNA", last(t, b.slack.opened), object{bot.FieldPolicyEmployee: typed("What gave you energy?")})
	view, _ := older["view"].(object)
	state, _ := view["state"].(object)
	values, _ := state["values"].(object)
	for _, field := range []string{bot.FieldPolicyWeekday, bot.FieldPolicyTime, bot.FieldPolicyZone} {
		delete(values, field)
	}
	b.answered(socket.TypeInteraction, older)
	if p := b.inForce().Policy; p.Digest != got || len(p.Conversations.EmployeePrompts) != 1 {
		t.Errorf("an older form left %+v, want %+v with the prompt", p.Digest, got)
	}
}

func TestPolicy_ChangeIsToldWithWhat(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.policy(func(p *domain.Policy) {
		p.PeopleTeam.Members = []string{"UHANNA", "ULEE"}
		p.Kudos.Daily = 5
	})
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	form := last(t, b.slack.opened)
	b.delivered()
	b.submit("UHANNA", form, object{
		bot.FieldPolicyWeekday:  choice("thursday"),
		bot.FieldPolicyEmployee: typed("<@UGRACE> and *so* on, " + strings.Repeat("and on, ", 40)),
		bot.FieldPolicyTeam:     people("UHANNA", "ULEE", "UBO"),
		bot.FieldPolicyValues:   typed("craft: Craft"),
		bot.FieldPolicyStart:    day(domain.DateOf(start, time.UTC).AddDays(6)),
		bot.FieldPolicyCadence:  choice("quarterly"),
	})
	told := of(b.delivered(), domain.PolicyChanged, domain.Post)
	if len(told) != 2 { // Lee, and Bo, who is of the team now
		t.Fatalf("%d are told, want the two others of the team", len(told))
	}
	told[0].wants("Hanna", "Rhythm: monthly → quarterly", "Day of the digest: tuesday → thursday", "And 1 more.")
	told[0].lacks(strings.Repeat("and on, ", 10))
}

func TestPolicy_RhythmsByForm(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.line()
	b.press("UHANNA", pressed{ID: bot.PressPolicy, Home: true})
	lookAt(t, last(t, b.slack.opened)).wants("What a rhythm costs")
	b.press("UHANNA", pressed{ID: bot.PressRhythms, Modal: true})
	lookAt(t, last(t, b.slack.pushed)).wants("Every month (now)", "Every 2 weeks", "a week", "It fits everybody.")
	pushed := len(b.slack.pushed)
	b.press("ULEE", pressed{ID: bot.PressRhythms, Modal: true})
	if len(b.slack.pushed) > pushed {
		lookAt(t, last(t, b.slack.pushed)).lacks("Every month")
	}
}
