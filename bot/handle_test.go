package bot

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// These tests look inside, since a handler that hangs or panics is nothing that
// a row of the table has.

// tally counts in memory.
type tally struct {
	domain.Unmetered

	mu     sync.Mutex
	counts map[string]int
}

func (c *tally) Count(name, _ string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	c.counts[name] += n
}

func (c *tally) of(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts[name]
}

// sameID gives one id for everything.
type sameID struct{}

func (sameID) New() domain.ID { return "0197-sample-7f3a9c" }

// core is a bot without a database, and what it counted and logged.
func core(t *testing.T) (*Bot, *tally, *strings.Builder) {
	t.Helper()
	counts, log := &tally{}, &strings.Builder{}
	b := New(Config{
		Practice: domain.Practice{Meter: counts, IDs: sameID{}},
		Logger:   slog.New(slog.NewTextHandler(log, nil)),
	})
	return b, counts, log
}

func TestRun(t *testing.T) {
	t.Parallel()

	t.Run("a panic costs its own request only", func(t *testing.T) {
		t.Parallel()
		b, counts, _ := core(t)
		route := Route{Speed: Doing, Nobody: true, Handle: func(context.Context, Request) (Reply, error) { panic("broken") }}
		out := b.run(t.Context(), route, &Request{}, time.Minute)
		if domain.CodeOf(out.err) != domain.Internal || counts.of("bot_panics") != 1 {
			t.Errorf("got %v, counted %d", out.err, counts.of("bot_panics"))
		}
	})
	for claim, c := range map[string]struct {
		speed Speed
		want  domain.Code
	}{
		"a hanging handler that writes leaves doubt":                 {Doing, domain.Unclear},
		"a hanging handler that writes nothing has surely not saved": {Answering, domain.NotSaved},
	} {
		t.Run(claim, func(t *testing.T) {
			t.Parallel()
			b, counts, _ := core(t)
			release := make(chan struct{})
			route := Route{Speed: c.speed, Nobody: true, Handle: func(context.Context, Request) (Reply, error) {
				<-release // it does not look at its context
				return Nothing(), nil
			}}
			// Long enough to begin, so that what is tested is the hanging.
			out := b.run(t.Context(), route, &Request{}, time.Second)
			if got := domain.CodeOf(out.err); got != c.want || counts.of("bot_hanging") != 1 {
				t.Errorf("got %q, want %q; counted %d", got, c.want, counts.of("bot_hanging"))
			}
			close(release)
			b.Drain()
		})
	}
	t.Run("who is too late never begins", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		begun := false
		route := Route{Speed: Doing, Nobody: true, Handle: func(context.Context, Request) (Reply, error) {
			begun = true
			return Nothing(), nil
		}}
		out := b.run(ctx, route, &Request{}, time.Minute)
		if domain.CodeOf(out.err) != domain.NotSaved || begun {
			t.Errorf("got %v, begun %v", out.err, begun)
		}
	})
}

func TestExplain(t *testing.T) {
	t.Parallel()
	command := func(t *testing.T) Request {
		t.Helper()
		return Request{Kind: Command, ID: CommandKudos, Text: "for *private* words", Voice: testVoice(t)}
	}
	said := func(r Reply) string { return r.parts[0].message.FallbackText() }

	t.Run("what broke is a reference, which the log holds with the error", func(t *testing.T) {
		t.Parallel()
		b, _, log := core(t)
		got := said(b.explain(t.Context(), command(t), errors.New("disk is full")))
		if !strings.Contains(got, "7f3a9c") || strings.Contains(got, "disk") {
			t.Errorf("the person reads %q", got)
		}
		if !strings.Contains(log.String(), "7f3a9c") || !strings.Contains(log.String(), "disk is full") {
			t.Errorf("the log says %q", log)
		}
		if strings.Contains(log.String(), "private") {
			t.Errorf("the log holds what was typed: %q", log)
		}
	})
	t.Run("time that ran out before a commit is not saved", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		if got := said(b.explain(t.Context(), command(t), context.DeadlineExceeded)); !strings.Contains(got, "Not saved") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a commit without an answer is promised to be told", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		req := command(t)
		req.Act.Actor = "ada"
		got := said(b.explain(t.Context(), req, domain.Refuse(domain.Unclear, "store.unclear")))
		if !strings.Contains(got, "I will tell you") || len(b.doubts.take()) != 1 {
			t.Errorf("got %q", got)
		}
	})
	t.Run("and promises nothing where nobody can be told", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		got := said(b.explain(t.Context(), command(t), domain.Refuse(domain.Unclear, "store.unclear")))
		if strings.Contains(got, "I will tell you") || len(b.doubts.take()) != 0 {
			t.Errorf("got %q", got)
		}
	})
	t.Run("of a form stands under its fields, and the rest under the first", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		req := command(t)
		req.Kind = Submit
		req.View.inputs = []string{"recipients", "text~2"}
		req.Values = valuesOf(state{Values: map[string]map[string]action{"recipients": {"r": {}}, "text~2": {"t": {}}}})
		faults := domain.Faults{
			domain.RefuseField("text", "text.empty"),
			domain.RefuseField("elsewhere", "kudos.oneself"),
		}
		ack := asJSON(t, b.plan(req, b.explain(t.Context(), req, faults)).ack)
		errors, _ := ack["errors"].(map[string]any)
		if !strings.Contains(text(errors["text~2"]), "no text yet") || !strings.Contains(text(errors["recipients"]), "thank yourself") {
			t.Errorf("got %v", errors)
		}
	})
	t.Run("of a form without fields is shown in its place", func(t *testing.T) {
		t.Parallel()
		b, _, _ := core(t)
		req := command(t)
		req.Kind = Submit
		ack := asJSON(t, b.plan(req, b.explain(t.Context(), req, domain.Refuse(domain.Conflict, "request.changed"))).ack)
		if ack["response_action"] != "update" {
			t.Errorf("got %v", ack)
		}
	})
}

func TestRun_ADatabaseThatIsGone(t *testing.T) {
	t.Parallel()
	for speed, want := range map[Speed]domain.Code{Doing: domain.NotSaved, Answering: domain.Unavailable, Opening: domain.Unavailable} {
		b, _, _ := core(t)
		route := Route{Speed: speed, Nobody: true, Handle: func(context.Context, Request) (Reply, error) {
			return Reply{}, domain.Refuse(domain.Unavailable, "store.unavailable")
		}}
		if out := b.run(t.Context(), route, &Request{}, time.Minute); domain.CodeOf(out.err) != want {
			t.Errorf("%v: got %v, want %s", speed, out.err, want)
		}
	}
}

// What was typed comes back with everybody who was named in it, though nobody
// can be looked up.
func TestTyped_KeepsWhoWasNamed(t *testing.T) {
	t.Parallel()
	b, _, _ := core(t)
	b.names.note("U0GRACE", "Grace Hopper")
	req := Request{Kind: Command, Text: "<@U0GRACE> <@U0ADA|ada> and <@U0NEW> for #launch"}
	want := "@Grace Hopper @U0ADA and @U0NEW for #launch"
	if got := b.typed(req); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.typed(Request{Kind: Submit}); got != "" {
		t.Errorf("got %q of a form, which keeps its own", got)
	}
}

func TestAfterTheAck_APanicCostsThatAnswerOnly(t *testing.T) {
	t.Parallel()
	b, counts, log := core(t)
	b.later(t.Context(), func(context.Context) { panic("the sentinel of private words") })
	b.Drain()
	b.refreshHome(t.Context(), "p-grace") // there is no database behind it
	if got := counts.of("bot_panics"); got != 2 {
		t.Errorf("counted %d panics, want 2", got)
	}
	if !strings.Contains(log.String(), "handle_test.go") || strings.Contains(log.String(), "sentinel") {
		t.Errorf("the log says %q, want the place and not the words", log)
	}
}

func TestPlan_AFormWhoseAnswerCannotBeBuiltStaysOpen(t *testing.T) {
	t.Parallel()
	b, _, log := core(t)
	req := Request{Kind: Submit, ID: GoalForm, Voice: testVoice(t), View: ViewRef{inputs: []string{"title"}}}
	tooLong := blockkit.Modal{ID: GoalForm, Metadata: strings.Repeat("x", blockkit.LimitMetadata+1)}
	d := b.plan(req, Update(tooLong))
	for _, call := range d.calls {
		if err := call(t.Context()); err != nil {
			t.Errorf("the person is told twice: %v", err)
		}
	}
	errors, _ := asJSON(t, d.ack)["errors"].(map[string]any)
	if !strings.Contains(text(errors["title"]), "7f3a9c") || !strings.Contains(log.String(), "7f3a9c") {
		t.Errorf("got %v; the log says %q", errors, log)
	}
}
