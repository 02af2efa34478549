package bot

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func mustRequest(t *testing.T, envelope, raw string) Request {
	t.Helper()
	req, err := read(envelope, []byte(raw))
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return req
}

func TestRead_Commands(t *testing.T) {
	t.Parallel()
	req := mustRequest(t, "slash_commands", `{"command":"/Kudos","text":"  <@U1> hi ","user_id":"UA","team_id":"T1",
		"trigger_id":"9.9","response_url":"https://respond.example/secret","is_enterprise_install":"false"}`)
	if req.Kind != Command || req.ID != "/kudos" || req.Text != "<@U1> hi" || req.Act.Key != "command:9.9" {
		t.Errorf("got %v %q %q %q", req.Kind, req.ID, req.Text, req.Act.Key)
	}
}

func TestRead_Presses(t *testing.T) {
	t.Parallel()
	press := func(t *testing.T, where, id, value string) Request {
		t.Helper()
		return mustRequest(t, "interactive", fmt.Sprintf(`{"type":"block_actions","user":{"id":"UA","team_id":"T1"},%s,
			"actions":[{"action_id":%q,"value":%q,"action_ts":"5.5"}]}`, where, id, value))
	}
	for claim, c := range map[string]struct {
		where string
		want  Surface
	}{
		"on a message":            {`"container":{"type":"message","message_ts":"1.1","channel_id":"C1"}`, OnMessage},
		"on an ephemeral message": {`"container":{"type":"message","message_ts":"1.1","channel_id":"C1","is_ephemeral":true}`, OnEphemeral},
		"in a form":               {`"view":{"id":"V1","type":"modal"}`, InModal},
		"at home":                 {`"view":{"id":"V1","type":"home"}`, AtHome},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			if got := press(t, c.where, "kudos.undo", "k1").Surface; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	onMessage := `"container":{"type":"message","message_ts":"1.1","channel_id":"C1"}`
	t.Run("the second button of a kind has the same id", func(t *testing.T) {
		t.Parallel()
		if got := press(t, onMessage, "kudos.undo#2", "k1").ID; got != "kudos.undo" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a button that creates has one key, whenever it is pressed", func(t *testing.T) {
		t.Parallel()
		req := press(t, onMessage, "kudos.send", once("n1", `{"t":"a:b"}`))
		if req.Act.Key != "button:n1" || req.Value != `{"t":"a:b"}` {
			t.Errorf("got %q and %q", req.Act.Key, req.Value)
		}
	})
}

func TestRead_Forms(t *testing.T) {
	t.Parallel()
	form := func(t *testing.T, words string) Request {
		t.Helper()
		return mustRequest(t, "interactive", fmt.Sprintf(`{"type":"view_submission","user":{"id":"UA"},"view":{"id":"V1","type":"modal",
			"callback_id":"kudos.give","private_metadata":"{\"n\":\"n1\",\"s\":\"k1\"}","blocks":[{"type":"section","block_id":"x"},
			{"type":"input","block_id":"text~2"}],"state":{"values":{"text~2":{"text":{"type":"plain_text_input","value":%q}}}}}}`, words))
	}
	req := form(t, "hello")
	if req.ID != "kudos.give" || req.Act.Key != "form:n1" || req.Metadata.Subject != "k1" {
		t.Errorf("got %q %q %q", req.ID, req.Act.Key, req.Metadata.Subject)
	}
	if got := req.Values.Text("text"); got != "hello" {
		t.Errorf("a field that was emptied before is not found by its name: got %q", got)
	}
	if got := req.View.FirstInput(); got != "text~2" {
		t.Errorf("first input: got %q", got)
	}
	if form(t, "hello").Act.Digest != req.Act.Digest || form(t, "other").Act.Digest == req.Act.Digest {
		t.Error("the digest does not tell an edited form from a repeated one")
	}
}

func TestRead_Events(t *testing.T) {
	t.Parallel()
	for claim, c := range map[string]struct{ event, want string }{
		"typed to Rapport":   {`{"type":"message","channel_type":"im","user":"UA","channel":"D1","text":"hi"}`, EventDirectMessage},
		"posted by an app":   {`{"type":"message","channel_type":"im","bot_id":"B1","channel":"D1","text":"hi"}`, EventOtherMessage},
		"an edit":            {`{"type":"message","subtype":"message_changed","channel_type":"im","channel":"D1"}`, EventOtherMessage},
		"typed in a channel": {`{"type":"message","channel_type":"channel","user":"UA","channel":"C1"}`, EventOtherMessage},
		"about an account":   {`{"type":"user_change","user":{"id":"UA","name":"ada"}}`, "user_change"},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			req := mustRequest(t, "events_api", `{"event_id":"Ev1","team_id":"T1","event":`+c.event+`}`)
			if req.ID != c.want || req.Act.Key != "event:Ev1" {
				t.Errorf("got %q, %q", req.ID, req.Act.Key)
			}
		})
	}
}

func TestRead_RefusesWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ envelope, raw string }{
		{"interactive", `{"type":"novel"}`}, {"interactive", `{`}, {"events_api", `[]`},
		{"novel", `{}`}, {"interactive", `{"type":"block_actions","actions":[]}`},
	} {
		if _, err := read(c.envelope, []byte(c.raw)); err == nil {
			t.Errorf("%s %s was accepted", c.envelope, c.raw)
		}
	}
}

func TestSecret_IsNeverShown(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	secret := Secret("https://respond.example/secret")
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", slog.Any("address", secret))
	if shown := log.String() + fmt.Sprint(secret) + fmt.Sprintf("%s %v %+v", secret, secret, struct{ S Secret }{secret}); strings.Contains(shown, "respond.example") {
		t.Errorf("shown: %s", shown)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("interactive", []byte(`{"type":"block_actions","actions":[{"action_id":"a","value":"once:x:y"}]}`))
	f.Add("slash_commands", []byte(`{"command":"/kudos","text":"x"}`))
	f.Add("events_api", []byte(`{"event":{"type":"message"}}`))
	var b Bot
	f.Fuzz(func(_ *testing.T, envelope string, raw []byte) {
		req, err := read(envelope, raw)
		if err == nil {
			b.typed(req)
			b.everything(req)
		}
	})
}
