package courier_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sandbox"
)

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestCourier_Post(t *testing.T) {
	t.Parallel()

	t.Run("a person gets a DM and a channel its post, and both are noted", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.tell(domain.Message{Subject: "s1", Recipient: b.ada.ID}, domain.Message{Subject: "s1", Channel: "C0THANKS"})
		b.idle()
		equal(t, "Ada's DM", b.dm("ada"), []string{"s1"})
		equal(t, "channel", b.thanks(), []string{"s1"})
		places := map[domain.ID]string{}
		for _, d := range b.deliveries("s1") {
			places[d.Recipient] = d.Channel + " " + d.TS
		}
		dm := b.w.As("ada").DM()[0]
		want := map[domain.ID]string{b.ada.ID: dm.Channel + " " + dm.TS, "": "C0THANKS " + b.w.Channel("thanks").Messages()[0].TS}
		equal(t, "deliveries", places, want)
	})

	t.Run("metadata holds an opaque id only, and nothing is unfurled", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.tell(domain.Message{Subject: "secret-subject", Detail: "detail", Recipient: b.ada.ID, Nonce: "n1"})
		b.idle()
		args := b.w.CallsOf("chat.postMessage")[0].Args
		text, ok := args["metadata"].(string)
		if !ok {
			t.Fatalf("metadata is a %T, want a text", args["metadata"])
		}
		var metadata any
		if err := json.Unmarshal([]byte(text), &metadata); err != nil {
			t.Fatal(err)
		}
		equal(t, "metadata", metadata, any(map[string]any{"event_type": "rapport_message", "event_payload": map[string]any{"id": "n1"}}))
		equal(t, "unfurling", []any{args["unfurl_links"], args["unfurl_media"]}, []any{"false", "false"})
	})

	t.Run("the order in a channel is kept", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		var want []string
		for _, subject := range []domain.ID{"1", "2", "3", "4", "5", "6", "7", "8"} {
			b.tell(domain.Message{Subject: subject, Channel: "C0THANKS"})
			want = append(want, string(subject))
		}
		b.idle()
		equal(t, "channel", b.thanks(), want)
	})

	t.Run("a DM's channel is learnt from the first post", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		for range 3 {
			b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
			b.idle()
		}
		dm := b.w.As("ada").DM()[0].Channel
		var got []any
		for _, c := range b.w.CallsOf("chat.postMessage") {
			got = append(got, c.Args["channel"])
		}
		equal(t, "addresses", got, []any{"U0ADA", dm, dm})
		equal(t, "conversations opened", len(b.w.CallsOf("conversations.open")), 0)
	})

	t.Run("blocks that Slack refuses go again in plain sections", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		chart := blockkit.Chart{
			Title: blockkit.App("Held"), Kind: blockkit.Bar, Categories: []string{"A", "B"},
			Series: []blockkit.Series{{Name: "Held", Values: []float64{1, 2}}},
		}
		b.renders(func(context.Context, domain.Message) (blockkit.Message, error) {
			return blockkit.Message{Fallback: blockkit.App("Figures"), Blocks: []blockkit.Block{chart.Block()}}, nil
		})
		b.w.Fault(sandbox.Fault{Kind: sandbox.MethodError, Method: "chat.postMessage", Code: "invalid_blocks", Times: 1})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		messages := b.w.As("ada").DM()
		if len(messages) != 1 {
			t.Fatalf("got %d messages, want 1", len(messages))
		}
		for _, block := range messages[0].Blocks {
			if block["type"] == "data_visualization" {
				t.Error("the chart was sent again")
			}
		}
		equal(t, "plain", b.bench.Meter.Of("courier.plain", note), 1)
	})
}

func TestCourier_Verdict(t *testing.T) {
	t.Parallel()

	t.Run("a message that lapsed is dropped with its reason", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.judges(func(context.Context, domain.Message) (domain.Verdict, error) {
			return domain.Verdict{Reason: "undone"}, nil
		})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{})
		equal(t, "dropped", b.counted(domain.Post, "dropped"), 1)
	})

	t.Run("a held message lets its lane go on, and goes when its hour has come", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		until := b.bench.Clock.Now().Add(time.Hour)
		b.judges(func(_ context.Context, m domain.Message) (domain.Verdict, error) {
			if m.Subject == "held" && b.bench.Clock.Now().Before(until) {
				return domain.Verdict{Until: until, Reason: "away"}, nil
			}
			return domain.Verdict{Send: true}, nil
		})
		b.tell(domain.Message{Subject: "held", Recipient: b.ada.ID}, domain.Message{Subject: "next", Recipient: b.ada.ID})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{"next"})
		at, ok, err := b.bench.DB.Outbox().NextHold(t.Context(), b.bench.Clock.Now())
		if err != nil || !ok || !at.Equal(until) {
			t.Fatalf("next hold %v %v %v, want %v", at, ok, err, until)
		}
		b.bench.Clock.Set(until)
		if _, err := (domain.ReleaseService{Practice: b.bench.Practice}).Release(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		b.idle()
		equal(t, "DM later", b.dm("ada"), []string{"next", "held"})
	})

	t.Run("nothing is sent while nobody can say whether it may", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		var fail atomic.Bool
		fail.Store(true)
		b.judges(func(context.Context, domain.Message) (domain.Verdict, error) {
			if fail.Load() {
				return domain.Verdict{}, domain.Refuse(domain.Unavailable, "store.unavailable")
			}
			return domain.Verdict{Send: true}, nil
		})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "DM", b.dm("ada"), []string{})
		fail.Store(false)
		b.later(2 * time.Second)
		equal(t, "DM later", b.dm("ada"), []string{"s"})
	})

	t.Run("a subject that is gone needs no words", func(t *testing.T) {
		t.Parallel()
		b := setup(t, options{})
		b.renders(func(context.Context, domain.Message) (blockkit.Message, error) {
			return blockkit.Message{}, domain.Refuse(domain.NotFound, "kudos.not_there")
		})
		b.tell(domain.Message{Subject: "s", Recipient: b.ada.ID})
		b.idle()
		equal(t, "dropped", b.counted(domain.Post, "dropped"), 1)
	})
}

func TestCourier_OwnFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		render func(context.Context, domain.Message) (blockkit.Message, error)
		kind   string
	}{
		{"a render function that fails", func(context.Context, domain.Message) (blockkit.Message, error) {
			return blockkit.Message{}, errors.New("no sentence")
		}, note},
		{"a render function that panics", func(context.Context, domain.Message) (blockkit.Message, error) { panic("boom") }, note},
		{"a refusal that passes by nothing", func(context.Context, domain.Message) (blockkit.Message, error) {
			return blockkit.Message{}, domain.Refuse(domain.Conflict, "request.changed")
		}, note},
		{"a kind of a newer release", nil, "later.kind"},
	}
	for _, test := range tests {
		t.Run(test.name+" is tried for an hour and ends as dead", func(t *testing.T) {
			t.Parallel()
			b := setup(t, options{})
			b.renders(func(ctx context.Context, m domain.Message) (blockkit.Message, error) {
				if m.Subject == "broken" && test.render != nil {
					return test.render(ctx, m)
				}
				return blockkit.Message{Fallback: blockkit.App(string(m.Subject))}, nil
			})
			b.tell(domain.Message{Kind: test.kind, Subject: "broken", Recipient: b.ada.ID}, domain.Message{Subject: "next", Recipient: b.bo.ID})
			b.idle()
			equal(t, "waits", b.backlog(domain.Waiting)+len(b.dm("bo")), 2)
			for range 25 {
				b.later(6 * time.Minute)
			}
			equal(t, "stuck", len(b.stuck()), 1)
			equal(t, "waiting", b.backlog(domain.Waiting), 0)
		})
	}
}

func TestCourier_DropsWhatItsReaderMayNotSee(t *testing.T) {
	t.Parallel()
	b := setup(t, options{})
	b.renders(func(_ context.Context, m domain.Message) (blockkit.Message, error) {
		if m.Subject == "theirs" {
			return blockkit.Message{}, domain.Refuse(domain.Forbidden, "person.forbidden")
		}
		return blockkit.Message{Fallback: blockkit.App(string(m.Subject))}, nil
	})
	b.tell(domain.Message{Subject: "theirs", Recipient: b.ada.ID}, domain.Message{Subject: "next", Recipient: b.ada.ID})
	b.idle()
	equal(t, "DM", b.dm("ada"), []string{"next"})
	equal(t, "waiting", b.backlog(domain.Waiting), 0)
}
