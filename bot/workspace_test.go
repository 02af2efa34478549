package bot_test

import (
	"context"
	"strings"
	"testing"

	"rapport/bot"
	"rapport/bot/socket"
	"rapport/domain"
)

// office sets up a people team of Pia, with channels for thanks and digest.
func office(b *bench) {
	b.t.Helper()
	pia := b.person("Pia Roth")
	b.policy(func(p *domain.Policy) {
		p.PeopleTeam.Members = []string{pia.SlackID}
		p.Kudos.Channel, p.Digest.Channel = "CTHANKS", "CDIGEST"
		p.Kudos.Channels = map[string]string{"Sales": "CTHANKS", "Support": "COTHER"}
	})
}

// policyNow is the policy in force.
func (b *bench) policyNow() domain.PolicyVersion {
	b.t.Helper()
	var v domain.PolicyVersion
	b.tx(func(ctx context.Context, tx domain.Tx) (err error) {
		v, err = tx.Policy(ctx)
		return err
	})
	return v
}

// befalls lets something happen in the workspace.
func (b *bench) befalls(event object) {
	b.t.Helper()
	b.answered(socket.TypeEvent, b.eventPayload(event))
}

// told is what the people team reads about channels.
func (b *bench) told() []letter {
	b.t.Helper()
	return of(b.delivered(), domain.PolicyChannel, domain.Post)
}

func TestChannel_Archived(t *testing.T) {
	t.Parallel()
	t.Run("that of thanks: it leaves the policy, and the people team is told", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		office(b)
		b.person("Ada Lovelace")
		b.befalls(object{"type": "channel_archive", "channel": "CTHANKS", "user": "UADA"})
		v := b.policyNow()
		if v.Version != 2 || v.Policy.Kudos.Channel != "" || len(v.Policy.Kudos.Channels) != 1 || v.Policy.Digest.Channel != "CDIGEST" {
			t.Errorf("got %+v", v.Policy.Kudos)
		}
		letters := b.told()
		if len(letters) != 1 {
			t.Fatalf("told %d times, want once", len(letters))
		}
		letters[0].wants("was archived, so it is taken out of the policy", "Thanks go by message")
		letters[0].button(bot.PressPolicy)
		// Who thanks from now on is promised no post.
		b.command("UADA", "/kudos", "<@UPIA> for the talk").lacks("posted")
	})

	t.Run("that of the digest, a private one", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		office(b)
		b.befalls(object{"type": "group_archive", "channel": "CDIGEST", "user": "UPIA"})
		if got := b.policyNow().Policy.Digest.Channel; got != "" {
			t.Errorf("got %q", got)
		}
		last(t, b.told()).wants("digest comes to your own messages")
	})

	t.Run("any other changes nothing and tells nobody", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		office(b)
		b.befalls(object{"type": "channel_archive", "channel": "CLUNCH", "user": "UPIA"})
		if v := b.policyNow(); v.Version != 1 || len(b.told()) != 0 {
			t.Errorf("got version %d", v.Version)
		}
	})

	t.Run("delivered twice it is told once", func(t *testing.T) {
		t.Parallel()
		b := setup(t)
		office(b)
		payload := b.eventPayload(object{"type": "channel_archive", "channel": "CTHANKS", "user": "UPIA"})
		b.answered(socket.TypeEvent, payload)
		b.answered(socket.TypeEvent, payload)
		if v := b.policyNow(); v.Version != 2 || len(b.told()) != 1 {
			t.Errorf("got version %d", v.Version)
		}
	})
}

func TestChannel_IDChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	office(b)
	b.person("Ada Lovelace")
	b.command("UADA", "/kudos", "<@UPIA> for the talk")
	posts := of(b.delivered(), domain.KudosPosted, domain.Post)
	b.command("UADA", "/kudos", "<@UPIA> for the second talk") // waits while the id changes
	b.befalls(object{"type": "channel_id_changed", "old_channel_id": "CTHANKS", "new_channel_id": "CNEW", "event_ts": "1.1"})
	v := b.policyNow()
	if v.Policy.Kudos.Channel != "CNEW" || v.Policy.Kudos.Channels["Sales"] != "CNEW" || v.Policy.Kudos.Channels["Support"] != "COTHER" {
		t.Errorf("got %+v", v.Policy.Kudos)
	}
	b.tx(func(ctx context.Context, tx domain.Tx) error {
		stands, err := tx.Deliveries(ctx, domain.KudosPosted, last(t, posts).Subject)
		if len(stands) != 1 || stands[0].Channel != "CNEW" {
			t.Errorf("the post stands at %+v", stands)
		}
		return err
	})
	letters := b.delivered()
	if got := last(t, of(letters, domain.KudosPosted, domain.Post)).Channel; got != "CNEW" {
		t.Errorf("the post that waited goes to %s", got)
	}
	last(t, of(letters, domain.PolicyChannel, domain.Post)).wants("a new id")
}

func TestChannel_Joined(t *testing.T) {
	t.Parallel()
	joins := func(channel, user string) object {
		return object{"type": "member_joined_channel", "channel": channel, "user": user, "channel_type": "G", "team": "T1"}
	}
	for name, tt := range map[string]struct {
		event object
		want  string
	}{
		"somebody outside the team reads the digest's channel": {joins("CDIGEST", "UADA"), "Ada Lovelace has joined"},
		"somebody unknown does":                                {joins("CDIGEST", "USTRANGER"), "Somebody has joined"},
		"one of the team does":                                 {joins("CDIGEST", "UPIA"), ""},
		"Rapport itself does":                                  {joins("CDIGEST", "UBOT"), ""},
		"somebody reads another channel":                       {joins("CTHANKS", "UADA"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			office(b)
			b.person("Ada Lovelace")
			b.befalls(tt.event)
			letters := b.told()
			if (tt.want == "") != (len(letters) == 0) {
				t.Fatalf("told %d times", len(letters))
			}
			if tt.want != "" {
				letters[0].wants(tt.want, "not of your team")
			}
		})
	}
}

func TestSevered(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		event object
		want  string
	}{
		"the app was uninstalled":    {object{"type": "app_uninstalled"}, "app_uninstalled"},
		"our token was revoked":      {object{"type": "tokens_revoked", "tokens": object{"bot": []any{"UBOT"}}}, "tokens_revoked"},
		"a token of somebody else's": {object{"type": "tokens_revoked", "tokens": object{"oauth": []any{"UADA"}, "bot": []any{}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reason := ""
			b := setup(t, func(c *bot.Config) { c.Severed = func(r string) { reason = r } })
			b.befalls(tt.event)
			if reason != tt.want {
				t.Errorf("got %q, want %q", reason, tt.want)
			}
			if told := strings.Contains(b.log.String(), "install the app again"); told != (tt.want != "") {
				t.Errorf("the operator is told: %t\n%s", told, b.log)
			}
			if n := b.Meter.Of("slack_severed", tt.want); tt.want != "" && n != 1 {
				t.Errorf("counted %d times", n)
			}
		})
	}
}
