package bot

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
	"rapport/sentence"
)

// explain is the one place where an error becomes what a person sees. A coded
// error becomes its sentences; anything else a reference, which is logged with
// the error itself.
func (b *Bot) explain(ctx context.Context, req Request, err error) Reply {
	code := domain.CodeOf(err)
	b.meter.Count("bot_refusals", string(code), 1)
	faults := domain.FaultsOf(err)
	switch {
	case code == domain.Unclear:
		faults = domain.Faults{b.doubt(ctx, req)}
	case code == domain.NotSaved && faults[0].Sentence == "":
		faults = domain.Faults{domain.Refuse(domain.NotSaved, "store.not_saved")}
	case len(faults) == 0 && errors.Is(err, context.DeadlineExceeded):
		// The handler gave up before anything was sent to be committed: a
		// commit without an answer has a code of its own.
		faults = domain.Faults{domain.Refuse(domain.NotSaved, "store.not_saved")}
		b.log.LogAttrs(ctx, slog.LevelWarn, "request ran out of time", req.attrs()...)
	case len(faults) == 0 || code == domain.Internal:
		reference := b.reference()
		b.log.LogAttrs(ctx, slog.LevelError, "request failed",
			append(req.attrs(), slog.String("reference", reference), slog.Any("error", err))...)
		faults = domain.Faults{domain.Refuse(domain.Internal, "request.broke", "Reference", reference)}
	}
	if req.Kind == Submit {
		return Errors(b.fieldErrors(req, faults))
	}
	return Say(sentences(req.Voice, b.typed(req), lines(req.Voice, faults)...))
}

// saved is the receipt of what is committed. Should it not be readable any more,
// the person reads plainly that it is saved: an error here would say that it is
// not, and that it should be sent again.
func (b *Bot) saved(ctx context.Context, req Request, receipt func() (Reply, error)) Reply {
	reply, err := receipt()
	if err == nil {
		return reply
	}
	b.meter.Count("bot_receipt_lost", req.ID, 1)
	b.log.LogAttrs(ctx, slog.LevelWarn, "receipt cannot be read", append(req.attrs(), slog.Any("error", err))...)
	return notice(req, "rapport.saved")
}

// lines are the sentences of faults, each once.
func lines(v *sentence.Voice, faults domain.Faults) []string {
	var list []string
	for _, f := range faults {
		if line := v.Fault(f); !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// fieldErrors sorts faults by the field that they belong to. What belongs to
// none, or to a field that the form does not show, stands under the first.
func (b *Bot) fieldErrors(req Request, faults domain.Faults) map[string]string {
	byField := map[string][]string{}
	for _, f := range faults {
		field := f.Field
		if !req.Values.Has(field) {
			field = ""
		}
		if line := req.Voice.Fault(f); !slices.Contains(byField[field], line) {
			byField[field] = append(byField[field], line)
		}
	}
	texts := make(map[string]string, len(byField))
	for field, lines := range byField {
		texts[field] = strings.Join(lines, " ")
	}
	return texts
}

// formErrors puts sentences under the inputs as the form names them. Slack
// answers a name that is no input with an error of its own, and what was typed
// may be lost; a form without any input shows the sentences instead.
func (b *Bot) formErrors(req Request, sentencesByField map[string]string) any {
	texts := map[string]blockkit.Text{}
	var rest []string
	for field, text := range sentencesByField {
		block := req.Values.blocks[field]
		if slices.Contains(req.View.inputs, block) {
			texts[block] = blockkit.App(text)
		} else {
			rest = append(rest, text)
		}
	}
	slices.Sort(rest)
	first := req.View.FirstInput()
	if first == "" {
		ack, _ := blockkit.Updated(noticeView(req.Voice, sentences(req.Voice, "", rest...))) // no metadata
		return ack
	}
	if len(rest) > 0 {
		texts[first] = blockkit.Separated(" ", blockkit.App(strings.Join(rest, " ")), texts[first])
	}
	return blockkit.FormErrors(texts)
}

// typed is what the person would have to write again; a form keeps its own. It
// asks neither the database nor Slack, which may be what does not answer.
func (b *Bot) typed(req Request) string {
	if req.Kind == Command {
		return blockkit.FromMrkdwn(req.Text, blockkit.Wording{Name: b.names.of})
	}
	return ""
}

// reference is what a person can quote and an operator can find in the log. The
// end of our ids is random.
func (b *Bot) reference() string {
	id := string(b.practice.IDs.New())
	return id[max(0, len(id)-6):]
}

// attrs are the log fields of a request. Ids only: no text, no trigger, no
// address.
func (r Request) attrs() []slog.Attr {
	attrs := []slog.Attr{
		slog.String("kind", string(r.Kind)), slog.String("id", r.ID), slog.String("user", r.SlackUser),
	}
	if r.EventID != "" {
		attrs = append(attrs, slog.String("event_id", r.EventID))
	}
	return attrs
}
