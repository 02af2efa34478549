package bot

import (
	"context"
	"log/slog"
	"slices"
	"strings"

	"rapport/bot/blockkit"
	"rapport/domain"
)

// again answers a form whose record changed while it was filled in with both:
// the record as it is now, by the handler that opens the form, and what was
// typed. It stands in the fields that are still there, above what the record
// says; the rest stands below as text.
func (b *Bot) again(ctx context.Context, route Route, req Request, refused error) (Reply, error) {
	changes := req.Metadata.Subject != "" || req.Metadata.Version > 0
	if route.Again == nil || !changes || domain.CodeOf(refused) != domain.Conflict {
		return Reply{}, refused
	}
	fresh := req
	fresh.Value = string(req.Metadata.Subject)
	reply, err := route.Again(ctx, fresh)
	if err != nil || len(reply.parts) != 1 {
		b.log.LogAttrs(ctx, slog.LevelWarn, "form cannot be shown anew", append(req.attrs(), slog.Any("error", err))...)
		return Reply{}, refused // which keeps the form as it was sent
	}
	b.meter.Count("bot_refusals", string(domain.Conflict), 1)
	modal := reply.parts[0].modal
	modal.Blocks = b.bothTexts(req, modal.Blocks, lines(req.Voice, domain.FaultsOf(refused)))
	return Update(modal), nil
}

func (b *Bot) bothTexts(req Request, blocks []blockkit.Block, said []string) []blockkit.Block {
	out := []blockkit.Block{blockkit.Section(blockkit.App(strings.Join(said, " ")))}
	shown := map[string]bool{}
	for _, block := range blocks {
		id, stands, isField := block.TextField()
		field, _, _ := strings.Cut(id, "~")
		if !isField || !req.Values.Has(field) {
			out = append(out, block)
			continue
		}
		shown[field] = true
		words := req.Values.fields[field].Value
		out = append(out, block.Typed(words))
		if stands != "" && domain.Tidy(stands) != domain.Tidy(words) {
			out = append(out, blockkit.Context(say(req.Voice, "request.stands_now")), blockkit.Quote(blockkit.User(stands)))
		}
	}
	var lost []blockkit.Block
	for _, name := range req.Values.Names() {
		if words := domain.Tidy(req.Values.fields[name].Value); words != "" && !shown[name] {
			lost = append(lost, blockkit.Quote(blockkit.User(words)))
		}
	}
	if len(lost) > 0 {
		lost = slices.Insert(lost, 0, blockkit.Context(say(req.Voice, "rapport.you_typed")))
	}
	return append(out, lost...)
}
